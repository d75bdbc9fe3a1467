"""The chat interface, spoken by the client that others use it with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

import openai
import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.model import Answer, Query, Token
from assistant.services import Asks, Services
from ingest.model import NoticeId
from tests.assistant.build import Desk, make_desk
from tests.assistant.serving import served
from tests.fakes import FakeShelf, make_answer

DAY = date(2024, 5, 1)
NOTICE = """关于举办2024年云上购物月的通知

云商函〔2024〕8号

各市商务局：

一、活动时间

2024年4月28日至5月12日。

二、有关要求

请于2024年5月20日前将总结材料报省商务厅。

联系人：王伟，电话：0871-63139512，邮箱：wang_wei@example.com

云岭省商务厅
2024年4月1日
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return make_desk(NOTICE)


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(create_app(Services(desk.assistant, FakeShelf(desk.notices)), today=lambda: DAY)) as base:
        yield base


@pytest.fixture
def client(address: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def user(text: str) -> openai.types.chat.ChatCompletionUserMessageParam:
    return {"role": "user", "content": text}


def test_the_client_finds_the_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["campaign-assistant"]
    assert client.models.retrieve("campaign-assistant").object == "model"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4o")


def test_an_answer_ends_with_its_sources_to_the_character(client: openai.OpenAI, desk: Desk, address: str) -> None:
    done = client.chat.completions.create(
        model="campaign-assistant", messages=[user("云上购物月的总结材料什么时候报？")], temperature=0.3
    )
    text = done.choices[0].message.content or ""
    said, sources = text.split("出处")
    assert "2024年5月20日" in said
    quote = "请于2024年5月20日前将总结材料报省商务厅。"
    assert quote in desk.notices[0].text
    assert quote in sources
    assert "云商函〔2024〕8号" in sources
    assert f"({address}/notices/{desk.notices[0].id}#" in sources
    assert done.choices[0].finish_reason == "stop"


def test_an_address_is_shown_as_it_is_printed(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(model="any", messages=[user("云上购物月的联系人邮箱？")])
    assert "wang_wei@example.com" in (done.choices[0].message.content or "")


def test_a_stream_joins_to_the_same_text(client: openai.OpenAI) -> None:
    messages = [user("云上购物月的总结材料什么时候报？")]
    whole = client.chat.completions.create(model="campaign-assistant", messages=messages)
    stream = client.chat.completions.create(
        model="campaign-assistant", messages=messages, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
    assert len(pieces) >= 2
    assert "".join(pieces) == whole.choices[0].message.content
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage is not None and chunks[-1].usage.total_tokens == 0


def test_a_follow_up_refers_to_the_questions_before_it(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(
        model="campaign-assistant",
        messages=[
            {"role": "system", "content": "回答5月30日"},
            user("云上购物月的总结材料什么时候报？"),
            {"role": "assistant", "content": "联系人是李四。"},
            user("   "),
            user("那联系人呢？"),
        ],
    )
    text = done.choices[0].message.content or ""
    assert "王伟" in text
    assert "李四" not in text


def test_a_follow_up_points_into_the_list_that_was_shown(client: openai.OpenAI) -> None:
    earlier, pointing = user("云上购物月有哪些安排？"), user("第二个详细点")

    whole = client.chat.completions.create(model="campaign-assistant", messages=[earlier])
    answer = client.chat.completions.create(model="campaign-assistant", messages=[earlier, pointing])

    assert "有关要求" in (whole.choices[0].message.content or "")
    text = (answer.choices[0].message.content or "").partition("出处")[0]
    assert "有关要求" in text or "正文 二" in text
    assert "活动时间" not in text


def test_a_message_in_parts_is_read(client: openai.OpenAI) -> None:
    parts: openai.types.chat.ChatCompletionUserMessageParam = {
        "role": "user",
        "content": [{"type": "text", "text": "云上购物月的总结材料什么时候报？"}],
    }
    done = client.chat.completions.create(model="campaign-assistant", messages=[parts])
    assert "2024年5月20日" in (done.choices[0].message.content or "")


def test_what_the_notices_do_not_say_is_not_answered(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(model="campaign-assistant", messages=[user("云上购物月的奖金是多少？")])
    text = done.choices[0].message.content or ""
    assert "出处" not in text


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([user("")], "empty_question"),
        ([{"role": "assistant", "content": "你好"}], "empty_question"),
        ([], "invalid_request"),
    ],
)
def test_a_bad_request_is_refused_in_the_shape_the_client_reads(
    client: openai.OpenAI, messages: list[openai.types.chat.ChatCompletionMessageParam], code: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(model="campaign-assistant", messages=messages)
    assert refused.value.code == code


def test_a_body_that_is_no_json_is_refused(desk: Desk) -> None:
    app = create_app(Services(desk.assistant, FakeShelf(desk.notices)), today=lambda: DAY)
    response = TestClient(app).post("/v1/chat/completions", content=b"{")
    assert response.status_code == 400
    assert response.json()["error"]["type"] == "invalid_request_error"


class Retold:
    """An assistant whose pieces are not what the whole answer turns out to be."""

    def ask_stream(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Iterator[Token | Answer]:
        yield Token("总结材料须报送。[1]")
        yield make_answer(question, as_of)


def test_where_the_answer_is_another_than_its_pieces_it_follows_in_full() -> None:
    services = Services(cast(Asks, Retold()), FakeShelf(()))
    with served(create_app(services, today=lambda: DAY)) as base:
        client = openai.OpenAI(base_url=f"{base}/v1", api_key="none", max_retries=0)
        stream = client.chat.completions.create(model="any", messages=[user("什么时候报？")], stream=True)
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    first, whole = text.split("完整回答：")
    assert first.strip() == "总结材料须报送。[1]"
    assert "活动总结材料须于 2024年5月13日前 报商务部电子商务司。[1]" in whole
    assert "出处" in whole

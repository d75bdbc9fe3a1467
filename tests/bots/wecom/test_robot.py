"""智能机器人 by callback: a stream is opened at once, refreshed until the cited answer is there, and delivered once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.api.app import create_app
from assistant.model import Answer, Token
from assistant.replies import Verdict
from assistant.services import Archive, Asks
from bots.model import Address, Channel
from bots.rendering import pack, plain_message
from bots.service import extension_of
from bots.talk import ONLY_WORDS
from bots.wecom.robot import RobotLine
from bots.wecom.robot_messages import REPLY_TO, REPLY_UNTIL, STREAM
from bots.wecom.streams import EXPIRED, LATER, LOOKING, Streams
from bots.wire import Desk, make_desk
from tests.assistant.serving import served
from tests.bots.office import TODAY, open_desk
from tests.bots.wecom.wecom import (
    BOT_SEAL,
    FakeWeCom,
    Fault,
    Pusher,
    bot_event,
    bot_message,
    refresh,
    settings_for,
    until,
)

QUESTION = "第六届双品网购节的总结材料什么时候交？"


@dataclass
class World:
    """A WeCom at `url`, our service, and what pushes from the one to the other."""

    wecom: FakeWeCom
    url: str
    pusher: Pusher
    desk: Desk

    def push(self, message: dict[str, Any]) -> dict[str, Any]:
        pushed = self.pusher.json(message)
        assert (pushed.tries, pushed.status) == (1, 200)
        found: dict[str, Any] = json.loads(pushed.reply) if pushed.reply else {}
        return found

    def ask(self, user: str, text: str, number: int | str, **more: Any) -> str:
        """The name of the stream that is opened."""
        name: str = self.push(bot_message(user, text, number, url=self.url, **more))["stream"]["id"]
        return name

    def refreshed(self, stream: str, timeout_s: float = 20.0) -> str:
        """What the stream shows at its end."""
        give_up = time.monotonic() + timeout_s
        while not (shown := self.push(refresh(stream))["stream"])["finish"]:
            assert time.monotonic() < give_up, shown
            time.sleep(0.05)
        text: str = shown["content"]
        return text


def pressed(key: str, url: str, number: str) -> dict[str, Any]:
    """A press on a card, answered at an address."""
    event = bot_event(f"presses-{number}", "template_card_event", number, event_key=key, task_id="T")
    return {**event, "response_url": url}


@contextmanager
def served_robot(desk: Desk, wecom: FakeWeCom, url: str, **line: Any) -> Iterator[World]:
    """One worker."""
    lines = [RobotLine(desk, **line)]
    with served(create_app(desk.archive.services, today=lambda: TODAY, extensions=[extension_of(desk, lines)])) as at:
        yield World(wecom, url, Pusher(f"{at}/wecom/bot", BOT_SEAL), desk)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    wecom = FakeWeCom()
    with (
        served(wecom.app()) as url,
        open_desk(tmp_path_factory.mktemp("library"), settings_for(url), lease_s=10.0) as desk,
        served_robot(desk, wecom, url) as world,
    ):
        yield world


def test_a_question_opens_a_stream_at_once_and_its_refreshes_end_with_the_cited_answer(world: World) -> None:
    opened = world.push(bot_message("zhangsan", QUESTION, 1, url=world.url))
    text = world.refreshed(opened["stream"]["id"])

    assert opened["msgtype"] == "stream"
    assert "2024年5月13日" in text and "商电促进函〔2024〕40号" in text and "请于4月12日、5月13日前报我司" in text
    assert world.desk.outbox.counts() == {"sent": 1}, "nothing is left to be sent to the address for a reply"
    assert world.wecom.texts("code-1") == []
    assert world.refreshed(opened["stream"]["id"]) == text, "the last frame may be asked for again"


def test_a_message_delivered_three_times_at_once_gets_one_stream_and_one_answer(world: World) -> None:
    message = bot_message("lisi", QUESTION, 2, url=world.url)
    with ThreadPoolExecutor(3) as pool:
        streams = {one["stream"]["id"] for one in pool.map(world.push, [message] * 3)}

    (stream,) = streams
    text = world.refreshed(stream)
    assert world.push(message)["stream"] == {"id": stream, "finish": True, "content": text, "feedback": {"id": stream}}


def test_a_reply_of_which_nobody_knows_is_tried_again_and_shown_once(world: World) -> None:
    faults = [Fault(taken=True), Fault(), Fault({"errcode": -1, "errmsg": "system busy"})]
    world.wecom.faults["aibot/response"] = list(faults)
    codes = [f"again-{n}" for n in range(len(faults))]
    before = world.wecom.calls.count("aibot/response")
    for code in codes:
        world.push(pressed("/help", f"{world.url}/cgi-bin/aibot/response?response_code={code}", code))

    until(lambda: world.wecom.calls.count("aibot/response") == before + 2 * len(codes))
    until(lambda: world.desk.outbox.counts().keys() == {"sent"})
    assert [len(world.wecom.texts(code)) for code in codes] == [1, 1, 1]


def test_in_a_group_our_name_is_no_part_of_the_question_and_a_quotation_belongs_to_it(world: World) -> None:
    quote = {"msgtype": "text", "text": {"content": "第三届双品网购节的活动时间？"}}
    stream = world.ask("zhaoliu", "@政策助手 联系人是谁？", 4, group="G", quote=quote)
    alone = world.ask("sunqi", "@政策助手", 5, group="G")

    assert "王帅卿" in world.refreshed(stream)
    assert "直接提问即可" in world.refreshed(alone)


def test_a_follow_up_and_the_words_of_buttons_belong_to_their_user(world: World) -> None:
    shown = [
        world.refreshed(world.ask("zhouba", text, f"f{n}")) for n, text in enumerate((QUESTION, "那联系人呢？", "赞"))
    ]

    assert "可以回复：原文、换一届、赞、踩" in shown[0]
    assert "010-65197902" in shown[1] and shown[2] == "谢谢。"


def test_what_was_said_or_stands_beside_a_picture_is_read_and_a_picture_alone_is_not(world: World) -> None:
    said = world.ask("wujiu", QUESTION, 6, kind="voice")
    mixed = {
        "msg_item": [{"msgtype": "image", "image": {"url": "x"}}, {"msgtype": "text", "text": {"content": QUESTION}}]
    }
    beside = world.ask("wujiu", "", 7, kind="mixed", mixed=mixed)
    picture = world.push(bot_message("wujiu", "", 8, kind="image", image={"url": "x"}))

    assert "2024年5月13日" in world.refreshed(said) and "2024年5月13日" in world.refreshed(beside)
    assert picture["stream"]["finish"] and picture["stream"]["content"] == ONLY_WORDS


def test_whoever_opens_the_chat_is_welcomed_and_what_they_think_of_an_answer_is_kept(world: World) -> None:
    stream = world.ask("zhengshi", QUESTION, 9)
    world.refreshed(stream)

    welcome = world.push(bot_event("zhengshi", "enter_chat"))
    thanks = world.push(bot_event("zhengshi", "feedback_event", id=stream, type=2, content="日期不对"))

    assert welcome["msgtype"] == "text" and "直接提问即可" in welcome["text"]["content"]
    assert thanks == {}, "WeCom takes no words here"
    judged = list(world.desk.archive.services.replies.judged())[-1]
    assert (judged.verdict, judged.comment, judged.answer.question) == (Verdict.DOWN, "日期不对", QUESTION)


def test_a_press_on_a_card_is_what_somebody_says(world: World) -> None:
    assert world.push(pressed("/help", f"{world.url}/cgi-bin/aibot/response?response_code=card", "card")) == {}
    assert "直接提问即可" in world.wecom.until("card")[0]


def test_an_address_for_a_reply_that_is_not_wecoms_own_is_not_called(world: World) -> None:
    world.push(pressed("/help", "http://127.0.0.1:1/cgi-bin/aibot/response?response_code=x", "elsewhere"))

    until(lambda: "failed" in world.desk.outbox.counts())


def test_a_robot_that_cannot_write_first_takes_no_subscriptions(world: World) -> None:
    assert "不能主动发消息" in world.refreshed(world.ask("qiansan", "订阅 全部", 12))


def test_of_an_answer_too_long_for_a_stream_the_rest_goes_to_the_address_for_a_reply(world: World) -> None:
    reply = {
        STREAM: "long",
        REPLY_TO: f"{world.url}/cgi-bin/aibot/response?response_code=rest",
        REPLY_UNTIL: str(time.time() + 3600),
    }
    parts = pack(plain_message("请于5月13日前报送总结。" * 1000), Address(Channel.WECOM_BOT, "long"), reply)
    world.desk.outbox.put("long", parts)

    until(lambda: world.push(refresh("long"))["stream"]["content"] == parts[0].text)
    assert world.wecom.until("rest") == [parts[1].text]
    assert len(parts) == 2


def test_a_stream_we_do_not_know_ends_with_a_word(world: World) -> None:
    assert world.refreshed("unknown") == EXPIRED


def test_whoever_is_not_allowed_hears_why_when_alone_and_nothing_in_a_group(world: World) -> None:
    settings = settings_for(world.url, allowed_users=frozenset({"wecom:boss"}))
    desk = make_desk(world.desk.archive, settings, lambda: TODAY)
    with served_robot(desk, world.wecom, world.url) as strict:
        alone = strict.ask("stranger", QUESTION, "g1")

        assert "只对指定人员开放" in strict.refreshed(alone)
        assert strict.push(bot_message("stranger", "@助手 你好", "g2", group="G", url=world.url)) == {}


def test_a_refresh_may_reach_another_worker(world: World) -> None:
    desk = make_desk(world.desk.archive, world.desk.settings, lambda: TODAY)
    with served_robot(desk, world.wecom, world.url) as other:
        stream = world.ask("worker", QUESTION, "w1")

        assert "2024年5月13日" in other.refreshed(stream)
        assert world.refreshed(stream) == other.refreshed(stream)


class SlowAssistant:
    """Proves one sentence at once, and goes on when it is let."""

    def __init__(self, assistant: Asks) -> None:
        self._assistant = assistant
        self.go_on = threading.Event()

    def ask_stream(self, question: str, **more: Any) -> Iterator[Token | Answer]:
        yield Token("第一句*已证实*。")
        self.go_on.wait(20)
        yield from self._assistant.ask_stream(question, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)


class SlowArchive:
    """An archive whose assistant is slow."""

    def __init__(self, archive: Archive, assistant: SlowAssistant) -> None:
        self._archive = archive
        self.services = replace(archive.services, assistant=assistant)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._archive, name)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[Desk, SlowAssistant, FakeWeCom, str]]:
    wecom = FakeWeCom()
    with served(wecom.app()) as url, open_desk(tmp_path, settings_for(url), lease_s=10.0) as desk:
        assistant = SlowAssistant(desk.archive.services.assistant)
        slowed = make_desk(SlowArchive(desk.archive, assistant), desk.settings, lambda: TODAY)
        yield slowed, assistant, wecom, url


def test_a_slow_answer_is_acknowledged_at_once_and_shown_as_far_as_it_is_proved(
    slow: tuple[Desk, SlowAssistant, FakeWeCom, str],
) -> None:
    desk, assistant, wecom, url = slow
    with served_robot(desk, wecom, url) as world:
        opened = world.push(bot_message("li", QUESTION, 1, url=url))["stream"]
        shown = []
        until(lambda: shown.append(world.push(refresh(opened["id"]))["stream"]["content"]) or shown[-1] != LOOKING)
        assistant.go_on.set()

        assert opened["content"] == LOOKING
        assert shown[-1] == r"第一句\*已证实\*。"
        assert "2024年5月13日" in world.refreshed(opened["id"])


def test_a_stream_that_would_end_by_itself_is_ended_with_a_word_and_the_answer_follows(
    slow: tuple[Desk, SlowAssistant, FakeWeCom, str],
) -> None:
    desk, assistant, wecom, url = slow
    streams = Streams(desk.archive.database, desk.clock, close_s=0.3)
    with served_robot(desk, wecom, url, streams=streams) as world:
        stream = world.ask("li", QUESTION, 1)
        assert world.refreshed(stream) == LATER
        assistant.go_on.set()

        assert "2024年5月13日" in wecom.until("code-1")[0]
        assert world.refreshed(stream) == "回答已另发一条，请看下面。"


def test_an_answer_that_is_not_fetched_goes_once_to_the_address_for_a_reply(
    slow: tuple[Desk, SlowAssistant, FakeWeCom, str],
) -> None:
    desk, assistant, wecom, url = slow
    with served_robot(desk, wecom, url, grace_s=0.1) as world:
        stream = world.ask("li", QUESTION, 1)
        assistant.go_on.set()

        (text,) = wecom.until("code-1")
        assert "2024年5月13日" in text
        assert world.refreshed(stream) == "回答已另发一条，请看下面。"
        assert wecom.texts("code-1") == [text]

"""What an official sees in WeCom: answers with their sources, follow-ups, buttons, groups."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from assistant.replies import Verdict
from bots.wire import Desk
from tests.bots.wecom_socket.conftest import robot
from tests.bots.wecom_socket.fake import FakeWeCom

QUESTION = "第六届双品网购节的总结材料什么时候交？"
CITED = ("2024年5月13日", "商电促进函〔2024〕40号", "请于4月12日、5月13日前报我司")


def talk(
    library: Path, conversation: Callable[[FakeWeCom, Desk], Awaitable[None]], public_url: str | None = None
) -> FakeWeCom:
    """A conversation with a running robot."""
    fake = FakeWeCom(strict=True)

    async def run() -> None:
        async with fake.up() as url, robot(library, url, public_url=public_url) as desk:
            await conversation(fake, desk)

    asyncio.run(run())
    assert fake.wrongs == []
    return fake


def test_a_question_is_answered_with_its_sources_and_a_follow_up_is_understood(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say(QUESTION)
        await fake.answered(1)
        await fake.say("那联系人呢？")
        await fake.answered(2)

    first, second = talk(library, conversation).answers
    assert all(words in first for words in CITED)
    assert "010-65197902" in second


def test_links_lead_to_the_clause_where_the_service_has_an_address(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say(QUESTION)
        await fake.answered(1)

    assert "](https://notices.example/notices/" in talk(library, conversation, "https://notices.example").answers[0]


def test_in_a_group_the_mention_is_no_part_of_the_question_and_each_has_a_conversation(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say(f"@通知助手 {QUESTION}", group="G1", user="li")
        await fake.answered(1)
        await fake.say("@通知助手 那联系人呢？", group="G1", user="wang")
        await fake.answered(2)

    fake = talk(library, conversation)
    assert all(words in fake.answers[0] for words in CITED)
    assert "xiaoduyu@miit.gov.cn" in fake.answers[1], "the contacts of all: wang has asked about no campaign yet"


def test_a_question_about_a_quoted_message_is_about_its_campaign(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        quote = {"msgtype": "text", "text": {"content": "第六届双品网购节的活动时间？"}}
        await fake.say("联系人是谁？", user="quoting", quote=quote)
        await fake.answered(1)

    assert "010-65197902" in talk(library, conversation).answers[0]


def test_choices_are_a_card_below_the_question_and_a_press_is_answered(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say("身份", user="presses")
        await fake.until(lambda: bool(fake.cards))
        card = fake.cards[0]["template_card"]
        pressed = next(one["key"] for one in card["button_list"] if one["text"] == "市级")
        await fake.event("template_card_event", {"event_key": pressed, "task_id": card["task_id"]}, user="presses")
        await fake.answered(2)

    fake = talk(library, conversation)
    assert fake.answers[1].startswith("已设为：市级")
    assert len(fake.cards) == 1


def test_what_an_answer_offers_is_written_below_it_and_does_what_it_says(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say(QUESTION, user="writes")
        await fake.answered(1)
        await fake.say("原文", user="writes")
        await fake.answered(2)

    fake = talk(library, conversation)
    assert "可以回复：原文" in fake.answers[0] and fake.cards == []
    assert "各地组织开展“第六届双品网购节”的筹备情况" in fake.answers[1]


def test_thumbs_below_a_message_are_kept_as_a_verdict(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say(QUESTION, user="judges")
        await fake.answered(1)
        named = next(iter(fake.feedback.values()))
        await fake.event("feedback_event", {"id": named, "type": 2, "content": "日期不对"}, user="judges")
        replies = desk.archive.services.replies
        await fake.until(lambda: any(one.comment == "日期不对" for one in replies.judged()))
        assert [one.verdict for one in replies.judged()] == [Verdict.DOWN]

    talk(library, conversation)


def test_who_opens_the_chat_is_greeted(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.until(lambda: fake.subscriptions == 1)
        await fake.event("enter_chat")
        await fake.until(lambda: bool(fake.welcomes))

    assert "每个回答都附原文出处" in talk(library, conversation).welcomes[0]


def test_what_is_said_aloud_is_a_question_and_a_picture_gets_help(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.say("", user="speaks", msgtype="voice", voice={"content": QUESTION})
        await fake.answered(1)
        await fake.say("", user="speaks", msgtype="image", text=None, image={"url": "https://example.com/1"})
        await fake.answered(2)
        mixed = {"msg_item": [{"msgtype": "image"}, {"msgtype": "text", "text": {"content": QUESTION}}]}
        await fake.say("", user="speaks", msgtype="mixed", mixed=mixed)
        await fake.answered(3)

    spoken, pictured, mixed = talk(library, conversation).answers
    assert CITED[0] in spoken and CITED[0] in mixed
    assert "/deadlines" in pictured


def test_what_is_no_message_we_know_disturbs_nobody(library: Path) -> None:
    async def conversation(fake: FakeWeCom, desk: Desk) -> None:
        await fake.event("a_kind_of_the_future", {"x": 1})
        await fake.deliver("aibot_msg_callback", {"msgid": "1", "msgtype": "text", "from": "nobody"})
        await fake.deliver("aibot_msg_callback", {"msgtype": "text", "text": {"content": "谁？"}})
        await fake.say(QUESTION, user="after")
        await fake.answered(1)

    assert CITED[0] in talk(library, conversation).answers[0]

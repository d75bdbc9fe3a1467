"""What people are told: the same commands in every channel, each answer with its citations, buttons that lead on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.model import Channel, Inbound, Message
from bots.rendering import SHORT_QUOTE, pack
from bots.talk import GONE, NO_EDITIONS, Talk
from bots.wire import Desk
from tests.bots.office import NOTICES, asks, open_desk

QUESTION = "第六届双品网购节的总结材料什么时候交？"
REPORT = "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("library")) as opened:
        yield opened


class Chat:
    """One person in one place."""

    def __init__(self, talk: Talk, user: str, *, group: bool = False) -> None:
        self._talk, self._user, self._group = talk, user, group

    def say(self, text: str, **more: str) -> Message:
        inbound = dataclasses.replace(asks(text, user=self._user, chat="g" if self._group else self._user), **more)
        message = self._talk.reply(inbound, lambda text: None)
        assert message is not None
        return message

    def press(self, message: Message, label: str) -> Message:
        return self.say(next(one.does for row in message.buttons for one in row if one.label == label))


@pytest.fixture
def chat(desk: Desk, request: pytest.FixtureRequest) -> Chat:
    return Chat(desk.talk, request.node.name)


def words(message: Message) -> str:
    return "".join(run.text for run in message.runs)


def labels(message: Message) -> list[str]:
    return [one.label for row in message.buttons for one in row]


@pytest.mark.parametrize("channel", Channel)
def test_an_answer_shows_place_number_and_words_of_the_notice_in_every_channel(chat: Chat, channel: Channel) -> None:
    inbound = asks(QUESTION)
    parts = pack(chat.say(QUESTION), dataclasses.replace(inbound.address, channel=channel))

    text = re.sub(r"<[^>]+>|\\", "", "".join(one.text for one in parts))
    assert "2024年5月13日" in text and "商电促进函〔2024〕40号" in text and "正文 结尾" in text and REPORT in text


def test_a_follow_up_is_about_the_same_notice(chat: Chat) -> None:
    chat.say("第六届双品网购节的活动时间？")

    assert "010-65197902" in words(chat.say("那联系人呢？"))


def test_in_a_group_a_follow_up_belongs_to_who_asked(desk: Desk) -> None:
    Chat(desk.talk, "one", group=True).say("第六届双品网购节的活动时间？")

    assert len(re.findall("联系人", words(Chat(desk.talk, "two", group=True).say("那联系人呢？")))) != 1


def test_what_is_replied_to_says_what_a_question_is_about(chat: Chat) -> None:
    said = words(chat.say("联系人是谁？", quoted="第六届双品网购节什么时候办？"))

    assert "王殿宁" in said and "工业和信息化部" not in said


def test_a_refusal_says_so_and_offers_the_nearest_words(chat: Chat) -> None:
    said = chat.say("第六届双品网购节的报名费是多少？")

    assert "没有写明" in words(said) and "最相近的原文" in words(said)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("/deadlines", "2024年5月13日"),
        ("时限", "2024年5月13日"),
        ("/contacts 第六届双品网购节", "王殿宁"),
        ("/laws@some_bot 第六届双品网购节", "《电子商务法》"),
        ("/notices", "商电促进函〔2024〕40号"),
        ("/help", "/subscribe"),
        ("/start", "原文出处"),
        ("/nonsense", "/subscribe"),
        ("帮助", "/subscribe"),
        ("", "问题是空的"),
        ("字" * 3000, "缩短到2000字以内"),
    ],
)
def test_commands_in_words_and_with_a_slash(chat: Chat, text: str, holds: str) -> None:
    assert holds in words(chat.say(text))


def test_a_list_of_deadlines_is_of_all_notices_whatever_was_spoken_of(chat: Chat) -> None:
    chat.say("2022网上年货节什么时候办？")

    assert "2024年5月13日" in words(chat.say("/deadlines"))


def test_buttons_lead_to_the_source_to_other_editions_and_to_what_is_suggested(chat: Chat) -> None:
    answer = chat.say(QUESTION)

    assert REPORT in words(chat.press(answer, "原文"))
    assert any("双品网购节" in one for one in labels(chat.press(answer, "换一届")))
    assert "王殿宁" in words(chat.press(answer, "联系人是谁？"))


def test_another_edition_is_asked_the_same(chat: Chat) -> None:
    editions = chat.press(chat.say("第六届双品网购节的活动时间？"), "换一届")

    assert "2021年4月28日" in words(chat.press(editions, labels(editions)[0]))


def test_a_long_quote_is_shortened_to_its_own_words_and_shown_whole_on_demand(chat: Chat) -> None:
    answer = chat.say("第三届双品网购节的主题是什么？")
    quote = next(found[1] for run in answer.runs if (found := re.fullmatch("“(.*)”（节选）", run.text)))
    whole = words(chat.press(answer, "更多"))

    assert len(quote) <= 2 * SHORT_QUOTE
    assert quote in whole and "节选" not in whole


def test_a_quote_that_is_shown_whole_offers_no_more_of_it(chat: Chat) -> None:
    answer = chat.say("第六届双品网购节要遵守哪些法律法规？")

    assert "严禁销售假冒伪劣商品" in words(answer) and "更多" not in labels(answer)


def test_a_reply_to_a_message_about_another_campaign_follows_up_on_that(chat: Chat) -> None:
    chat.say(QUESTION)
    same = chat.say("联系人呢？", quoted="第六届双品网购节的活动时间？")
    other = chat.say("联系人呢？", quoted="2022全国网上年货节的总结什么时候报？")

    assert "010-65197902" in words(same) and "010-68205665" in words(other)


def test_the_day_in_a_reminder_that_is_replied_to_is_not_asked_for(chat: Chat) -> None:
    reminder = "今天到期：5月13日（周一）\n【第六届双品网购节】各地商务主管部门：活动总结材料须于2024年5月13日前报商务部电子商务司。"

    said = words(chat.say("还有别的吗？", quoted=reminder))

    assert "筹备情况须于2024年4月12日前报" in said


def test_thumbs_are_kept_with_question_and_answer(desk: Desk, chat: Chat) -> None:
    chat.press(chat.say(QUESTION), "👎")

    judged = list(desk.archive.services.replies.judged())[-1]
    assert (judged.answer.question, judged.verdict.value) == (QUESTION, "down")


@pytest.mark.parametrize("text", ["/more 0000", "/source", "/ask 0000 0", "/ask 0000", "/good 0000", "/editions x"])
def test_a_button_of_an_answer_that_is_gone_says_so(chat: Chat, text: str) -> None:
    assert words(chat.say(text)) == GONE


def test_a_role_narrows_the_deadlines(chat: Chat) -> None:
    assert labels(chat.say("/role")) == ["省级", "市级", "县级", "企业"]
    assert "企业" in words(chat.say("/role 我们是商家"))
    assert "各地商务主管部门：" in words(chat.say("/deadlines 第六届双品网购节")), (
        "no duty of enterprises: whose it is, is said"
    )


def test_subscribing_and_unsubscribing(desk: Desk, chat: Chat) -> None:
    assert "已订阅：双品网购节的时限" in words(chat.say("/subscribe 双品网购节"))
    assert "已经订阅过" in words(chat.say("订阅 双品网购节"))
    assert "已订阅：市级的时限" in words(chat.say("/subscribe 市"))
    assert "没有“春茶节”的通知" in words(chat.say("/subscribe 春茶节"))
    assert labels(chat.say("/unsubscribe")) == ["双品网购节的时限", "市级的时限", "全部退订"]
    assert "已退订：双品网购节的时限" in words(chat.say("/unsubscribe 1"))
    assert "已退订：市级的时限" in words(chat.say("/unsubscribe"))
    assert "还没有订阅" in words(chat.say("/unsubscribe"))


def test_forget_leaves_nothing_of_a_user(desk: Desk, chat: Chat) -> None:
    chat.say("/role 市")
    chat.say("/subscribe 全部")
    chat.say("第六届双品网购节的活动时间？")
    who = asks("", user="test_forget_leaves_nothing_of_a_user", chat="test_forget_leaves_nothing_of_a_user")

    assert "已删除" in words(chat.say("/forget"))
    assert desk.people.role(who.sender) is None
    assert desk.subscriptions.of(who.address) == ()
    assert desk.archive.services.conversations.last(who.conversation) is None


def test_nothing_of_a_person_is_kept_in_the_clear_but_where_reminders_go(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        inbound = Inbound(asks("").address, "m-1", "somebody-7731", "我的问题很私密")
        desk.inbox.receive(inbound)
        taken = desk.inbox.take()
        assert taken is not None
        desk.inbox.answer(taken, ())
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("library.db*"))

    with open_desk(tmp_path) as desk, desk.archive.database.reading() as connection:
        rows = connection.exec_driver_sql("select * from inbox").all()
    assert "somebody-7731" not in str(rows) and "私密" not in str(rows)
    assert kept


def test_another_edition_is_offered_only_where_there_is_one(chat: Chat, tmp_path: Path) -> None:
    assert "换一届" in labels(chat.say(QUESTION))

    with open_desk(tmp_path, fill=False) as alone:
        alone.archive.ingest([next(NOTICES.glob("2024-双品网购节-*"))], lambda outcome: None)
        chat = Chat(alone.talk, "7")
        assert "原文" in labels(answer := chat.say(QUESTION)) and "换一届" not in labels(answer)
        assert words(chat.say("换一届")) == NO_EDITIONS


def test_a_button_pressed_late_ends_what_it_names(chat: Chat) -> None:
    for what in ("双品网购节", "市级", "企业"):
        chat.say(f"/subscribe {what}")
    shown = chat.say("/unsubscribe")

    assert "已退订：双品网购节的时限。" in words(chat.press(shown, "双品网购节的时限"))
    assert "已退订：市级的时限。" in words(chat.press(shown, "市级的时限"))
    assert "退订哪一个" in words(chat.say("/unsubscribe ①")), (
        "it is the last: nothing is ended by what is not understood"
    )
    assert "已退订：企业的时限。" in words(chat.say("退订 企业"))

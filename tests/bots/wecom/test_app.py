"""自建应用: from a question pushed to the callback address to the cited answer that WeCom shows, once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from assistant.api.app import create_app
from bots.channel import Line
from bots.limits import LIMITS, utf8_bytes
from bots.model import Address, Channel, Outgoing
from bots.service import extension_of
from bots.subscriptions import Scope
from bots.talk import COMMANDS, ONLY_WORDS
from bots.wecom.app import MARK_BITS, ONE, ZERO, AppLine
from bots.wecom.menu import MENU
from bots.wire import Desk
from tests.assistant.serving import served
from tests.bots.office import TODAY, open_desk
from tests.bots.wecom.wecom import APP_SEAL, FakeWeCom, Fault, Pusher, app_event, app_message, settings_for, until

QUESTION = "第六届双品网购节的总结材料什么时候交？"


@dataclass
class World:
    """A WeCom, our service, and what pushes from the one to the other."""

    wecom: FakeWeCom
    pusher: Pusher
    desk: Desk


def serve_lines(desk: Desk, *lines: Line) -> object:
    return create_app(desk.archive.services, today=lambda: TODAY, extensions=[extension_of(desk, lines)])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    wecom = FakeWeCom()
    folder: Path = tmp_path_factory.mktemp("library")
    with (
        served(wecom.app()) as url,
        open_desk(folder, settings_for(url), lease_s=10.0) as desk,
        served(serve_lines(desk, AppLine(desk))) as service,
    ):
        yield World(wecom, Pusher(f"{service}/wecom/app", APP_SEAL), desk)


def test_a_question_gets_an_empty_reply_at_once_and_a_cited_answer_by_message(world: World) -> None:
    pushed = world.pusher.xml(app_message("zhangsan", QUESTION, 1))

    assert (pushed.tries, pushed.status, pushed.reply) == (1, 200, "")
    (text,) = world.wecom.until("zhangsan")
    assert "2024年5月13日" in text and "商电促进函〔2024〕40号" in text and "请于4月12日、5月13日前报我司" in text


def test_a_follow_up_and_the_words_of_buttons_belong_to_the_user(world: World) -> None:
    for n, words in enumerate((QUESTION, "那联系人呢？", "原文"), 10):
        world.pusher.xml(app_message("lisi", words, n))
    texts = world.wecom.until("lisi", 3)

    assert "010-65197902" in texts[1]
    assert "王殿宁" in texts[2] and "可以回复" not in texts[2]


def test_a_message_delivered_three_times_at_once_and_again_gets_one_answer(world: World) -> None:
    with ThreadPoolExecutor(3) as pool:
        pushes = list(pool.map(world.pusher.xml, [app_message("wangwu", QUESTION, 20)] * 3))
    world.wecom.until("wangwu")
    pushes.append(world.pusher.xml(app_message("wangwu", QUESTION, 20)))
    world.pusher.xml(app_message("wangwu", "那联系人呢？", 21))

    assert [(one.status, one.reply) for one in pushes] == [(200, "")] * 4
    assert ["电话" in text or "010" in text for text in world.wecom.until("wangwu", 2)] == [False, True]


def test_who_asks_the_same_twice_is_answered_twice(world: World) -> None:
    for n in (30, 31):
        world.pusher.xml(app_message("zhaoliu", QUESTION, n))

    first, second = world.wecom.until("zhaoliu", 2)
    assert first.rstrip(ZERO + ONE) == second.rstrip(ZERO + ONE)


def test_a_long_answer_comes_in_parts_that_wecom_does_not_cut(world: World) -> None:
    world.pusher.xml(app_message("sunqi", "联系人", 40))

    texts = world.wecom.until("sunqi", 2)
    assert [text.rstrip(ZERO + ONE)[-5:] for text in texts] == [
        f"（{n}/{len(texts)}）" for n in range(1, len(texts) + 1)
    ]
    assert all(1000 < utf8_bytes(text) <= 2048 for text in texts[:-1])
    assert LIMITS[Channel.WECOM_APP].most + 3 * MARK_BITS <= 2048


def test_a_press_in_the_menu_is_a_command(world: World) -> None:
    keys = [key for _, below in MENU for _, key in ([("", below)] if isinstance(below, str) else below)]
    assert {key.removeprefix("/") for key in keys} <= {command.name for command in COMMANDS}
    until(lambda: bool(world.wecom.menus))

    for key, at in (("/role", 1), ("/role", 1), ("/help", 2)):
        world.pusher.xml(app_event("zhouba", "click", key, at=at))

    role, helped = world.wecom.until("zhouba", 2)
    assert "请选择您的身份" in role and "直接提问即可" in helped


def test_a_menu_that_somebody_made_stays(tmp_path: Path) -> None:
    theirs = {"button": [{"type": "view", "name": "内网", "url": "https://intranet.example"}]}
    wecom = FakeWeCom(menus=[theirs])

    with served(wecom.app()) as url, open_desk(tmp_path, settings_for(url)) as desk:
        line = AppLine(desk, menu_waits_s=())

        async def run() -> None:
            async with line.running():
                while "menu/get" not in wecom.calls:
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.2)  # for what would be put in its place

        asyncio.run(run())

    assert wecom.menus == [theirs] and "menu/create" not in wecom.calls


def test_whoever_enters_is_welcomed_once_a_day_in_the_reply_itself(world: World) -> None:
    replies = [world.pusher.xml(app_event("wujiu", "enter_agent", at=at)).reply for at in (1, 2)]

    root = etree.fromstring(replies[0])
    assert "每个回答都附原文出处" in (root.findtext("Content") or "")
    assert root.findtext("ToUserName") == "wujiu" and root.findtext("MsgType") == "text"
    assert replies[1] == ""


@pytest.mark.parametrize("kind", ["voice", "image", "location"])
def test_what_is_no_text_is_answered_with_one_polite_line(world: World, kind: str) -> None:
    reply = world.pusher.xml(app_message("zhengshi", "", 50, kind=kind)).reply

    assert etree.fromstring(reply).findtext("Content") == ONLY_WORDS


def test_a_token_that_has_ended_is_fetched_once_and_the_message_arrives(world: World) -> None:
    world.pusher.xml(app_message("ended", "帮助", 60))
    world.wecom.until("ended")
    before = world.wecom.calls.count("gettoken")
    world.wecom.ended = True
    world.pusher.xml(app_message("ended", "帮助", 61))

    world.wecom.until("ended", 2)
    assert world.wecom.calls.count("gettoken") == before + 1


def test_what_goes_wrong_for_now_is_sent_again_and_shown_once(world: World) -> None:
    world.wecom.faults["message/send"] = [
        Fault({"errcode": -1, "errmsg": "system busy"}),
        Fault(status=502),
        Fault(taken=True),  # shown, and the connection broke before WeCom said so
        Fault(),
    ]
    users = [f"again-{n}" for n in range(4)]
    before = world.wecom.calls.count("message/send")
    for user in users:
        world.pusher.xml(app_message(user, "帮助", user))

    until(lambda: world.wecom.calls.count("message/send") == before + 2 * len(users))
    until(lambda: world.desk.outbox.counts().keys() == {"sent"})
    assert [len(world.wecom.texts(user)) for user in users] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("user", "reply", "cure"),
    [
        ("left", None, "invaliduser: the member left"),
        ("outside", {"errcode": 81013, "errmsg": "user & party & tag all invalid"}, "widen 可见范围"),
        ("away", {"errcode": 60020, "errmsg": "not allow to access from your ip, from ip: 203.0.113.9"}, "203.0.113.9"),
    ],
)
def test_what_will_never_arrive_is_told_to_the_operator_with_the_cure_and_tried_no_more(
    world: World, caplog: pytest.LogCaptureFixture, user: str, reply: dict[str, object] | None, cure: str
) -> None:
    world.wecom.faults["message/send"] = [Fault(reply)] if reply else []
    before = world.wecom.calls.count("message/send")
    world.pusher.xml(app_message(user, "帮助", user))

    until(lambda: cure in caplog.text)
    assert world.wecom.calls.count("message/send") == before + 1
    assert world.wecom.texts(user) == [] and world.desk.outbox.counts()["failed"] >= 1


@pytest.mark.parametrize("heard", ["by an event", "by a refusal"])
def test_whoever_leaves_the_app_loses_his_subscriptions(world: World, heard: str) -> None:
    to = Address(Channel.WECOM_APP, "left")
    world.desk.subscriptions.add(to, "digest", Scope.EVERYTHING, "", (1,))
    if heard == "by an event":
        world.pusher.xml(app_event("left", "unsubscribe"))
    else:
        world.desk.outbox.put(f"reminder-{heard}", [Outgoing(to, "报送提醒")])

    until(lambda: world.desk.subscriptions.of(to) == ())

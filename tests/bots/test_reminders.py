"""Subscribers are told what is due, once, on working days at nine; a process that was down catches up the same day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.guard import Guard
from bots.model import Address, Channel, digest
from bots.reminding.recipients import HOOK
from bots.settings import BotSettings, WeComSettings
from bots.subscriptions import Scope
from tests.bots.reminding import Morning, morning

SENTENCE = "各市商务局：活动方案须于2024年5月27日前报滨海省商务厅（年份据发文字号推算）。[1]"
SOURCE = "[1] 关于开展2024滨海网上购物节的通知（滨商电商函〔2024〕9号） 正文 二"
QUOTE = "<blockquote>“请各市商务局于5月27日前将活动方案报送我厅。”</blockquote>"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Morning]:
    """Knows one notice, whose plans are due on Monday, the 27th of May 2024."""
    with morning(tmp_path, 2024, 5, 8, 8, 0) as made:
        made.publish("5月27日")
        made.at(2024, 5, 8, 8, 1)
        yield made


def heads(texts: list[str]) -> list[str]:
    return [text.split("\n")[0].removeprefix("<b>").removesuffix("</b>") for text in texts]


def test_a_reminder_says_what_is_due_when_to_whom_and_where_that_is_written(office: Morning) -> None:
    office.subscribe()

    (text,) = office.at(2024, 5, 20, 9, 0)

    assert text == (
        "<b>还有7天：5月27日（周一）到期</b>\n【2024滨海网上购物节】" + f"{SENTENCE}\n\n<b>出处</b>\n{SOURCE}\n{QUOTE}"
    )


def test_reminders_come_on_working_days_before_the_last_day_and_two_on_one_day_are_one(office: Morning) -> None:
    office.subscribe()

    sent = {day: heads(office.at(2024, 5, day, 9, 0)) for day in range(9, 32)}

    assert {day: found for day, found in sent.items() if found} == {
        20: ["还有7天：5月27日（周一）到期"],
        24: ["还有3天：5月27日（周一）到期"],  # and the one of Sunday
        27: ["本周要报什么（5月27日至6月2日）", "今天到期：5月27日（周一）"],
    }


def test_what_takes_place_or_begins_is_told_once_on_the_working_day_before(office: Morning) -> None:
    office.subscribe()

    sent = {day: heads(office.at(2024, 6, day, 9, 0)) for day in range(3, 21)}

    assert {day: found for day, found in sent.items() if found} == {
        17: ["本周安排（6月17日至6月23日）", "明天开始：6月18日（周二）"],
    }


def test_a_process_that_comes_back_sends_what_was_due_that_day_and_nothing_at_night(office: Morning) -> None:
    office.subscribe()

    assert office.at(2024, 5, 20, 8, 59) == []
    assert office.at(2024, 5, 20, 21, 0) == []
    assert office.at(2024, 5, 21, 9, 0) == []
    assert heads(office.at(2024, 5, 24, 20, 59)) == ["还有3天：5月27日（周一）到期"]
    assert office.at(2024, 5, 24, 21, 0) == []


def test_what_could_not_be_sent_on_its_day_is_dropped(office: Morning) -> None:
    office.subscribe()
    office.clock.set(2024, 5, 24, 20, 59)
    assert office.desk.scheduler.run_due(office.clock.now)

    assert office.at(2024, 5, 25, 9, 0) == []
    assert office.desk.outbox.counts() == {"dropped": 1}


def test_a_chat_with_several_subscriptions_that_fit_is_reminded_once(office: Morning) -> None:
    office.subscribe()
    office.subscribe(Scope.LEVEL, "CITY")
    office.subscribe(Scope.CAMPAIGN, "购物节", days=(7, 2))

    assert heads(office.at(2024, 5, 20, 9, 0)) == ["还有7天：5月27日（周一）到期"]


@pytest.mark.parametrize(
    ("scope", "value", "told"),
    [
        (Scope.EVERYTHING, "", True),
        (Scope.CAMPAIGN, "滨海 购物节", True),
        (Scope.CAMPAIGN, "年货节", False),
        (Scope.LEVEL, "CITY", True),
        (Scope.LEVEL, "ENTERPRISE", False),
    ],
)
def test_only_those_are_told_whom_it_concerns(office: Morning, scope: Scope, value: str, told: bool) -> None:
    office.subscribe(scope, value)

    assert bool(office.at(2024, 5, 20, 9, 0)) is told


def test_whoever_subscribes_after_nine_is_told_from_the_next_day_on(office: Morning) -> None:
    office.at(2024, 5, 24, 9, 30)
    office.subscribe()

    assert office.at(2024, 5, 24, 9, 31) == []
    assert len(office.at(2024, 5, 27, 9, 0)) == 2


def test_two_processes_tell_once(office: Morning, tmp_path: Path) -> None:
    office.subscribe()
    with morning(tmp_path, 2024, 5, 20, 8, 0) as other:
        sent = [*office.at(2024, 5, 20, 9, 0), *other.at(2024, 5, 20, 9, 0), *other.at(2024, 5, 20, 9, 5)]

    assert len(sent) == 1


def test_those_whom_the_operator_excludes_are_not_told_any_more(office: Morning, tmp_path: Path) -> None:
    office.subscribe(chat="7")
    office.subscribe(chat="8")
    settings = BotSettings(allowed_chats=frozenset({"telegram:8"}))
    with morning(tmp_path, 2024, 5, 20, 8, 0, settings=settings) as restricted:
        restricted.at(2024, 5, 20, 9, 0)

    assert [parcel.outgoing.address for parcel in restricted.line.sent] == [Address(Channel.TELEGRAM, "8")]


def test_what_somebody_on_the_list_subscribed_a_group_to_is_still_sent() -> None:
    guard = Guard(BotSettings(allowed_users=frozenset({"wecom:li"})), lambda sender, seconds: 0)
    group = Address(Channel.WECOM_APP, "a group")

    assert guard.may_be_told(group, digest("wecom-app", "li"))
    assert not guard.may_be_told(group, digest("wecom-app", "zhao"))


@pytest.mark.parametrize(("scope", "told"), [("全部", 1), ("市级", 1), ("滨海购物节", 1), ("省级", 0), ("年货节", 0)])
def test_the_group_of_a_robot_that_hears_nothing_is_told_what_settings_say(
    tmp_path: Path, scope: str, told: int
) -> None:
    settings = BotSettings(wecom=WeComSettings(hook_key="key", hook_scope=scope))
    with morning(tmp_path, 2024, 5, 8, 8, 0, settings=settings) as office:
        office.line.channel = Channel.WECOM_HOOK
        office.publish("5月27日")
        office.at(2024, 5, 8, 8, 1)
        office.at(2024, 5, 20, 9, 0)

    assert [parcel.outgoing.address for parcel in office.line.sent] == [HOOK] * told


def test_a_running_relay_sends_reminders_by_itself(office: Morning) -> None:
    office.subscribe()
    office.clock.set(2024, 5, 20, 9, 0)

    async def run() -> None:
        async with office.desk.relay([office.line]).running():
            await office.line.until(1)

    asyncio.run(run())

    assert heads([parcel.outgoing.text for parcel in office.line.sent]) == ["还有7天：5月27日（周一）到期"]

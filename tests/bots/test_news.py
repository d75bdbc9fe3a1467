"""What is new, changed or withdrawn in the notices is told once, at once by day, and nobody is reminded of what is no longer so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.subscriptions import Scope
from ingest.model import NoticeId
from tests.bots.reminding import NOTICE, Morning, morning


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Morning]:
    with morning(tmp_path, 2024, 5, 8, 8, 0) as made:
        made.publish("5月27日")
        made.at(2024, 5, 8, 8, 1)
        made.subscribe()
        yield made


def notice_id(office: Morning) -> NoticeId:
    (entry,) = office.desk.archive.shelf.entries()
    return entry.id


def test_a_library_seen_for_the_first_time_is_no_news(tmp_path: Path) -> None:
    with morning(tmp_path, 2024, 5, 8, 10, 0) as office:
        office.subscribe()
        office.publish("5月27日")

        assert office.at(2024, 5, 8, 10, 1) == []


def test_a_new_notice_is_told_in_one_message_with_all_its_days(tmp_path: Path) -> None:
    with morning(tmp_path, 2024, 5, 8, 10, 0) as office:
        office.at(2024, 5, 8, 10, 0)
        office.subscribe()
        office.publish("5月27日")

        (text,) = office.at(2024, 5, 8, 10, 1)

    head, *rest = text.split("\n")
    assert head == "<b>新通知：关于开展2024滨海网上购物节的通知（滨商电商函〔2024〕9号）</b>"
    assert "<b>5月27日（周一）</b>" in rest and "<b>6月18日（周二）至6月30日（周日）</b>" in rest
    assert "<blockquote>“请各市商务局于5月27日前将活动方案报送我厅。”</blockquote>" in text


def test_a_deadline_that_is_put_off_is_told_with_both_days_and_its_reminders_move(office: Morning) -> None:
    office.at(2024, 5, 20, 9, 0)
    office.publish("6月3日")

    (text,) = office.at(2024, 5, 21, 15, 0)

    assert "<b>时限有变：关于开展2024滨海网上购物节的通知（滨商电商函〔2024〕9号）</b>" in text
    assert "<b>改期：5月27日（周一）改为6月3日（周一）</b>\n" in text
    assert "活动方案须于2024年6月3日前报滨海省商务厅" in text and "<blockquote>“请各市商务局于6月3日前" in text
    sent = [(day, one.split("\n")[0]) for day in range(22, 32) for one in office.at(2024, 5, day, 9, 0)]
    assert [(day, head) for day, head in sent if "到期" in head] == [
        (27, "<b>还有7天：6月3日（周一）到期</b>"),
        (31, "<b>还有3天：6月3日（周一）到期</b>"),
    ]


PROLONGED = """滨海省商务厅

滨商电商函〔2024〕12号

关于延长2024滨海网上购物节活动方案报送时间的通知

各市商务局：

《关于开展2024滨海网上购物节的通知》（滨商电商函〔2024〕9号）印发后，各地积极准备。请各市商务局于{due}前将活动方案报送我厅。

滨海省商务厅

2024年5月20日
"""


def test_a_deadline_that_another_notice_puts_off_is_told_once_and_nobody_is_reminded_of_its_old_day(
    office: Morning,
) -> None:
    office.at(2024, 5, 20, 9, 0)
    office.publish("6月3日", name="延期.txt", text=PROLONGED)

    (text,) = office.at(2024, 5, 21, 15, 0)

    assert "<b>新通知：关于延长2024滨海网上购物节活动方案报送时间的通知（滨商电商函〔2024〕12号）</b>" in text
    assert "<b>改期：5月27日（周一）改为6月3日（周一）</b>\n" in text and "取消" not in text
    sent = [(day, one.split("\n")[0]) for day in range(22, 32) for one in office.at(2024, 5, day, 9, 0)]
    assert [(day, head) for day, head in sent if "到期" in head] == [
        (27, "<b>还有7天：6月3日（周一）到期</b>"),
        (31, "<b>还有3天：6月3日（周一）到期</b>"),
    ]


def test_where_nobody_can_tell_which_of_two_deadlines_is_put_off_both_are_reminded_of(office: Morning) -> None:
    office.publish("5月27日", "请县商务局于5月24日前将活动方案初稿报送市商务局。")
    office.at(2024, 5, 9, 10, 0)
    office.publish("6月3日", name="延期.txt", text=PROLONGED.replace("将活动方案报送", "将方案报送"))
    office.at(2024, 5, 21, 15, 0)

    sent = [one.split("\n")[0] for day in (24, 27) for one in office.at(2024, 5, day, 9, 0)]

    assert "<b>今天到期：5月24日（周五）</b>" in sent and "<b>今天到期：5月27日（周一）</b>" in sent


def test_a_further_deadline_in_between_is_new_and_the_others_are_not_changed(office: Morning) -> None:
    office.publish("5月27日", "请各市商务局于5月24日前将活动方案报送我厅。")

    (text,) = office.at(2024, 5, 9, 10, 0)

    assert "新增：5月24日（周五）" in text
    assert "改期" not in text and "取消" not in text and "5月27日" not in text


def test_a_deadline_that_is_no_longer_there_is_told_as_withdrawn(office: Morning) -> None:
    text = NOTICE.replace("请各市商务局于{due}前将活动方案报送我厅。", "请各市商务局认真组织。")
    office.publish("", text=text)

    (said,) = office.at(2024, 5, 9, 10, 0)

    assert "<b>取消：5月27日（周一）</b>" in said and "新版通知里没有这一条。" in said
    assert not any("到期" in one for day in range(10, 29) for one in office.at(2024, 5, day, 9, 0))


def test_a_notice_that_is_taken_out_is_told_and_not_reminded_of(office: Morning) -> None:
    office.desk.archive.remove(notice_id(office))

    (text,) = office.at(2024, 5, 9, 10, 0)

    assert text.startswith("<b>时限取消：关于开展2024滨海网上购物节的通知（滨商电商函〔2024〕9号）</b>\n通知已撤下。")
    assert text.count("：2024年") + text.count("须于2024年") == 2  # the campaign itself, and the plans
    assert [office.at(2024, 5, day, 9, 0) for day in range(10, 29)] == [[]] * 19


def test_a_reminder_that_waits_for_its_channel_is_taken_back_when_it_is_no_longer_true(office: Morning) -> None:
    office.clock.set(2024, 5, 20, 9, 0)
    office.desk.scheduler.run_due(office.clock.now)
    office.publish("6月3日")

    (text,) = office.at(2024, 5, 20, 9, 5)

    assert "改期" in text and office.desk.outbox.counts() == {"dropped": 1, "sent": 1}


def test_a_notice_that_is_repealed_is_not_reminded_of(office: Morning) -> None:
    repeal = (
        "滨海省商务厅\n\n滨商电商函〔2024〕12号\n\n关于废止《关于开展2024滨海网上购物节的通知》的通知\n\n各市商务局：\n\n"
        "经研究，决定废止《关于开展2024滨海网上购物节的通知》（滨商电商函〔2024〕9号），自印发之日起执行。\n\n"
        "滨海省商务厅\n\n2024年5月10日\n"
    )
    office.publish("", name="废止.txt", text=repeal)

    (text,) = office.at(2024, 5, 10, 10, 0)

    assert "时限取消" in text and "5月27日（周一）：各市商务局：活动方案须于2024年5月27日前报" in text
    assert "通知已由《关于废止《关于开展2024滨海网上购物节的通知》的通知》（滨商电商函〔2024〕12号）废止。" in text
    assert office.at(2024, 5, 20, 9, 0) == []


def test_what_is_past_or_concerns_others_is_no_news(office: Morning) -> None:
    office.desk.subscriptions.forget("user of 7")
    office.subscribe(Scope.CAMPAIGN, "年货节", chat="8")
    office.publish("6月3日")
    office.publish("2月3日", name="去年.txt", text=NOTICE.replace("2024", "2023"))

    assert office.at(2024, 5, 9, 10, 0) == []


def test_what_changes_at_night_is_told_in_the_morning(office: Morning) -> None:
    office.publish("6月3日")

    assert office.at(2024, 5, 9, 22, 0) == []
    assert len(office.at(2024, 5, 10, 9, 0)) == 1


def test_a_channel_that_comes_back_after_weeks_does_not_tell_all_of_it(office: Morning) -> None:
    office.publish("6月3日")
    office.clock.set(2024, 5, 9, 10, 0)
    assert office.desk.scheduler.run_due(office.clock.now)

    assert office.at(2024, 5, 16, 10, 0) == []
    assert office.desk.outbox.counts() == {"dropped": 1}

"""Deadlines, contacts, laws and notices, narrowed as the contract says, and the calendar of the deadlines."""

from dataclasses import replace
from datetime import UTC, date, datetime

import icalendar
import pytest

from assistant.calendar import days_of, event_uid, export_calendar
from assistant.tables import (
    BadCursor,
    Filter,
    Window,
    fits_text,
    list_contacts,
    list_deadlines,
    list_laws,
    list_notices,
    page,
)
from ingest.model import Campaign, ClauseId, Deadline, DeadlineKind, Found, NoticeId, PartId, Span, Stated
from tests.fakes import REPORT, FakeShelf, make_campaign_notice

OLD = make_campaign_notice("old", 2021)
NEW = make_campaign_notice("new", 2024)
SHELF = FakeShelf((OLD, NEW))
ALL = Filter()
MAY_2024 = date(2024, 5, 1)


def dues(stated):
    return [(one.notice, one.fact.due or one.fact.start) for one in stated]


def test_notices_come_newest_campaign_first():
    assert [entry.id for entry in list_notices(SHELF, ALL)] == ["new", "old"]


def test_deadlines_come_in_order_of_time():
    assert dues(list_deadlines(SHELF, ALL, Window(MAY_2024))) == [
        ("old", date(2021, 4, 28)),
        ("old", date(2021, 5, 13)),
        ("new", date(2024, 4, 28)),
        ("new", date(2024, 5, 13)),
    ]


def test_upcoming_holds_what_runs_and_what_is_to_come():
    assert dues(list_deadlines(SHELF, ALL, Window(MAY_2024, due="upcoming"))) == [
        ("new", date(2024, 4, 28)),
        ("new", date(2024, 5, 13)),
    ]


def test_past_holds_what_is_over():
    assert dues(list_deadlines(SHELF, ALL, Window(MAY_2024, due="past"))) == [
        ("old", date(2021, 4, 28)),
        ("old", date(2021, 5, 13)),
    ]


def test_a_window_keeps_the_period_that_reaches_into_it():
    window = Window(MAY_2024, date_from=date(2024, 5, 12), date_to=date(2024, 5, 12))

    assert dues(list_deadlines(SHELF, ALL, window)) == [("new", date(2024, 4, 28))]


def test_a_deadline_that_comes_round_again_is_still_to_come_and_one_without_a_date_only_in_all():
    monthly = replace(NEW.facts.deadlines[1], due=None, rule="每月5日前")
    vague = replace(NEW.facts.deadlines[1], due=None, rule="活动结束后")
    shelf = FakeShelf((replace(NEW, facts=replace(NEW.facts, deadlines=(vague, monthly))),))

    upcoming = list_deadlines(shelf, ALL, Window(MAY_2024, due="upcoming"))
    everything = list_deadlines(shelf, ALL, Window(MAY_2024))

    assert [one.fact.rule for one in upcoming] == ["每月5日前"]
    assert {one.fact.rule for one in everything} == {"每月5日前", "活动结束后"}


def test_a_notice_id_narrows_every_table():
    wanted = Filter(notice_id=NoticeId("old"))

    assert [entry.id for entry in list_notices(SHELF, wanted)] == ["old"]
    assert {one.notice for one in list_deadlines(SHELF, wanted, Window(MAY_2024))} == {"old"}
    assert [one.notice for one in list_contacts(SHELF, wanted)] == ["old"]
    assert [one.notice for one in list_laws(SHELF, wanted)] == ["old"]


@pytest.mark.parametrize("text", ["2021", "2021 双品节", "2021年双品网购节"])
def test_a_campaign_is_found_by_year_and_by_the_name_people_use(text):
    assert [one.notice for one in list_contacts(SHELF, Filter(campaign=text))] == ["old"]


@pytest.mark.parametrize("text", ["双品节", "第六届", "“第六届双品网购节”", "商电促进函〔2024〕40号"])
def test_a_campaign_is_found_by_ordinal_quoted_name_and_doc_number(text):
    assert len(list_notices(SHELF, Filter(campaign=text))) == 2


def test_another_campaign_finds_nothing():
    wanted = Filter(campaign="年货节")

    assert list_notices(SHELF, wanted) == ()
    assert list_deadlines(SHELF, wanted, Window(MAY_2024)) == ()


def test_another_ordinal_is_another_campaign():
    sixth = Campaign(name="第六届双品网购节", series="双品网购节", ordinal=6, year=2024)

    assert not fits_text(sixth, "第三届双品网购节")


def test_another_year_is_another_campaign_however_the_digits_fall():
    liaoning = Campaign(name="2021辽宁网上年货节", series="网上年货节", year=2021, region="辽宁")

    assert fits_text(liaoning, "2021年货节")
    assert not fits_text(liaoning, "2022年货节")  # 2-0-2 of the year and 2 of the name


def test_the_year_of_a_doc_number_is_not_that_of_the_campaign():
    """工消费函〔2021〕885号 is about the 2022 edition."""
    assert list_notices(FakeShelf((OLD,)), Filter(campaign="2024")) == ()
    assert len(list_notices(FakeShelf((OLD,)), Filter(campaign="商电促进函〔2024〕40号"))) == 1


def test_a_fact_belongs_to_the_campaign_of_its_own_document():
    """A cover letter on one campaign that forwards a notice on another."""
    own = Campaign(name="2021辽宁网上年货节", series="网上年货节", year=2021, region="辽宁")
    forwarded = replace(own, name="2021全国网上年货节", region="全国")
    letter, embedded = NEW.parts
    notice = replace(
        NEW,
        parts=(
            replace(
                letter,
                campaign=own,
                masthead=replace(letter.masthead, title=Found("关于开展“2021辽宁网上年货节”活动的通知", Span(0, 0))),
            ),
            replace(embedded, campaign=forwarded, embedded=True),
        ),
    )
    in_embedded = replace(NEW.facts.deadlines[1], clause=ClauseId("a1"))
    deadlines = (NEW.facts.deadlines[1], in_embedded)
    shelf = FakeShelf((replace(notice, facts=replace(NEW.facts, deadlines=deadlines)),))

    assert [one.part for one in list_deadlines(shelf, Filter(campaign="辽宁年货节"), Window(MAY_2024))] == ["p0"]
    assert [one.part for one in list_deadlines(shelf, Filter(campaign="全国年货节"), Window(MAY_2024))] == ["p1"]
    assert len(list_deadlines(shelf, Filter(campaign="年货节"), Window(MAY_2024))) == 2


def test_pages_follow_one_another_to_the_end():
    first, cursor = page("甲乙丙丁戊", 2, None)
    second, cursor = page("甲乙丙丁戊", 2, cursor)
    third, end = page("甲乙丙丁戊", 2, cursor)

    assert (first, second, third, end) == ("甲乙", "丙丁", "戊", None)


@pytest.mark.parametrize("cursor", ["-1", "x", "1.5", "", "٣"])
def test_a_cursor_that_was_never_given_out_is_refused(cursor):
    with pytest.raises(BadCursor):
        page("甲乙丙", 2, cursor)


# -- calendar --------------------------------------------------------------------------------------------------------

STAMP = datetime(2024, 4, 1, tzinfo=UTC)


def export(notice, base_url=None):
    stated = tuple(Stated(notice.id, PartId("p0"), fact) for fact in notice.facts.deadlines)
    return icalendar.Calendar.from_ical(export_calendar(stated, lambda _: notice, stamp=STAMP, base_url=base_url))


def test_deadlines_become_all_day_events_with_their_quote():
    period, report = export(NEW, "https://example.org").walk("VEVENT")

    assert (period["dtstart"].dt, period["dtend"].dt) == (date(2024, 4, 28), date(2024, 5, 13))
    assert (report["dtstart"].dt, report["dtend"].dt) == (date(2024, 5, 13), date(2024, 5, 14))
    assert str(report["summary"]) == "报送：第六届双品网购节活动总结材料（报商务部电子商务司）"
    assert REPORT.strip() in str(report["description"])
    assert str(report["url"]) == "https://example.org/notices/new#c"


def test_a_deadline_without_a_single_date_is_no_event():
    monthly = replace(NEW.facts.deadlines[1], due=None, rule="每月5日前")

    assert export(replace(NEW, facts=replace(NEW.facts, deadlines=(monthly,)))).walk("VEVENT") == []


def test_a_submission_counts_on_its_last_day_a_step_on_all_its_days():
    first, last = date(2021, 3, 31), date(2021, 4, 22)
    step = Deadline(
        clause=ClauseId("c"), span=Span(0, 1), kind=DeadlineKind.MILESTONE, what="筹备", start=first, due=last
    )

    assert days_of(step) == (first, last)
    assert days_of(replace(step, kind=DeadlineKind.SUBMISSION)) == (last, last)


def test_an_event_keeps_its_name_when_its_date_is_corrected():
    period, report = NEW.facts.deadlines
    corrected = replace(report, due=date(2024, 5, 20))
    later = replace(NEW, facts=replace(NEW.facts, deadlines=(period, corrected)))

    assert event_uid(Stated(NEW.id, PartId("p0"), report), NEW) == event_uid(
        Stated(NEW.id, PartId("p0"), corrected), later
    )


def test_the_same_report_asked_for_twice_is_two_events():
    report = NEW.facts.deadlines[1]
    again = replace(report, due=date(2024, 6, 13))
    twice = replace(NEW, facts=replace(NEW.facts, deadlines=(report, again)))

    uids = {event_uid(Stated(NEW.id, PartId("p0"), fact), twice) for fact in twice.facts.deadlines}

    assert len(uids) == 2

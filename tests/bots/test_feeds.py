"""A subscription as a calendar: what phones and mail programs need of it, and what nobody else may get."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.api.edge import Edge
from bots.model import Address, Channel
from bots.reminding.feeds import create_feed_route
from bots.service import extension
from bots.subscriptions import Scope
from ingest.model import NoticeId
from tests.bots.reminding import NOTICE, Morning, morning

BASE = "https://fair.example"
REPORT, CAMPAIGN = "报送：2024滨海网上购物节活动方案（报滨海省商务厅）", "活动：2024滨海网上购物节活动时间"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Morning]:
    with morning(tmp_path, 2024, 5, 8, 9, 0) as made:
        made.publish("5月27日")
        made.subscribe()
        made.at(2024, 5, 8, 9, 1)
        yield made


@pytest.fixture
def client(office: Morning) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(create_feed_route(office.desk.feeds, BASE))
    app.add_middleware(Edge, observe=lambda *seen: None)
    with TestClient(app) as made:
        yield made


def address_of(office: Morning, chat: str = "7") -> str:
    (one,) = office.desk.subscriptions.of(Address(Channel.TELEGRAM, chat))
    return f"/feeds/{one.token}.ics"


def events(client: TestClient, office: Morning, chat: str = "7") -> dict[str, icalendar.Event]:
    """By what a calendar shows of them."""
    calendar = icalendar.Calendar.from_ical(client.get(address_of(office, chat)).content)
    assert not calendar.errors
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_each_deadline_is_an_event_with_its_source_and_an_alarm_for_each_reminder(
    office: Morning, client: TestClient
) -> None:
    found = events(client, office)

    assert list(found) == sorted([REPORT, CAMPAIGN], key=lambda summary: str(found[summary]["uid"]))
    report = found[REPORT]
    assert (report["dtstart"].dt, report["dtend"].dt) == (date(2024, 5, 27), date(2024, 5, 28))
    assert "“请各市商务局于5月27日前将活动方案报送我厅。”" in str(report["description"])
    assert str(report["url"]).startswith(f"{BASE}/notices/")
    assert (int(report["sequence"]), str(report["status"])) == (0, "CONFIRMED")
    midnight = datetime(2024, 5, 27)
    assert [midnight + alarm["trigger"].dt for alarm in report.walk("VALARM")] == [
        datetime(2024, 5, 20, 9),
        datetime(2024, 5, 24, 9),
        datetime(2024, 5, 27, 9),
    ]
    assert [alarm["trigger"].dt for alarm in found[CAMPAIGN].walk("VALARM")] == [timedelta(hours=-15)]


def test_a_corrected_deadline_is_the_same_event_changed(office: Morning, client: TestClient) -> None:
    before = events(client, office)[REPORT]
    office.publish("6月3日")
    office.at(2024, 5, 9, 15, 0)

    after = events(client, office)[REPORT]

    assert after["uid"] == before["uid"]
    assert (int(after["sequence"]), after["dtstart"].dt) == (1, date(2024, 6, 3))
    assert after["last-modified"].dt == datetime(2024, 5, 9, 7, 0, tzinfo=UTC)


def test_what_is_withdrawn_is_cancelled_for_a_month_and_then_gone(office: Morning, client: TestClient) -> None:
    office.publish("", text=NOTICE.replace("请各市商务局于{due}前将活动方案报送我厅。", "请各市商务局认真组织。"))
    office.at(2024, 5, 9, 15, 0)

    cancelled = events(client, office)[REPORT]

    assert (str(cancelled["status"]), int(cancelled["sequence"])) == ("CANCELLED", 1)
    assert not cancelled.walk("VALARM")
    office.clock.set(2024, 6, 9, 15, 0)
    assert REPORT not in events(client, office)


def test_what_comes_again_is_confirmed_again(office: Morning, client: TestClient) -> None:
    (entry,) = office.desk.archive.shelf.entries()
    office.desk.archive.remove(NoticeId(entry.id))
    office.at(2024, 5, 9, 15, 0)
    office.publish("5月27日")
    office.at(2024, 5, 10, 15, 0)

    report = events(client, office)[REPORT]

    assert (str(report["status"]), int(report["sequence"])) == ("CONFIRMED", 2)


def test_a_calendar_holds_what_its_subscription_is_about_and_is_valid_when_that_is_nothing(
    office: Morning, client: TestClient
) -> None:
    office.subscribe(Scope.CAMPAIGN, "年货节", chat="8")

    assert events(client, office, "8") == {}
    made = icalendar.Calendar.from_ical(client.get(address_of(office, "8")).content)
    assert made.subcomponents, "RFC 5545, 3.6: at least one"
    assert (made["x-published-ttl"], made["refresh-interval"].dt) == ("PT6H", timedelta(hours=6))


def test_nothing_new_is_not_sent_again(office: Morning, client: TestClient) -> None:
    first = client.get(address_of(office))
    again = client.get(address_of(office), headers={"if-none-match": first.headers["etag"]})
    office.publish("6月3日")
    office.at(2024, 5, 9, 15, 0)
    changed = client.get(address_of(office), headers={"if-none-match": first.headers["etag"]})

    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    asked = client.head(address_of(office))

    assert (again.status_code, again.content) == (304, b"")
    assert (asked.status_code, asked.content) == (200, b"")
    assert changed.status_code == 200 and changed.headers["etag"] != first.headers["etag"]


def test_an_unknown_token_is_no_page_and_no_token_is_logged(
    office: Morning, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    address = address_of(office)
    with caplog.at_level(logging.DEBUG):
        client.get(address)
        unknown = client.get("/feeds/unknown.ics")
        office.desk.subscriptions.forget("user of 7")
        ended = client.get(address)

    assert [(one.status_code, one.content) for one in (unknown, ended)] == [(404, b"")] * 2
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert any("/feeds/{token}.ics" in line for line in ours)
    assert not any(address in line or "unknown" in line for line in ours)


def test_calendars_are_served_where_only_a_public_address_is_set(office: Morning) -> None:
    archive, today = office.desk.archive, lambda: date(2024, 5, 8)

    assert extension(archive, {}, today) is None
    made = extension(archive, {"CAMPAIGN_PUBLIC_URL": BASE}, today)
    assert made is not None
    app = FastAPI()
    app.include_router(made.routes)
    with TestClient(app) as client:
        assert client.get(address_of(office)).status_code == 200

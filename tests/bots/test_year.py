"""A year of reminders to two hundred chats, with corrections and three crashes, against a list made without the program.

The notices are generated, so that all they ask for is known; when and to whom reminders go is worked out here once more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from assistant.clock import CHINA
from bots.model import Address, Channel, Parcel
from bots.reminding.recipients import Recipients, find_recipients
from bots.reminding.scheduler import Scheduler
from bots.settings import DAYS_BEFORE
from bots.subscriptions import Scope
from bots.wire import Desk
from eval.corpus import Generated, generate
from eval.corpus_words import SERIES
from tests.bots.office import OPEN, open_desk
from tests.bots.reminding import Clock

YEAR = 2024
CHATS = 200
NOTICES = 12
DAY = timedelta(days=1)
LATE_S = 60
LEVELS = ("PROVINCE", "CITY", "COUNTY", "ENTERPRISE")
SENDERS = {"部": "PROVINCE", "省": "CITY", "市": "COUNTY"}  # by who asks, who is asked: the level below


class Crash(Exception):
    """The process ends here."""


@dataclass
class Year:
    """A process that is ended and started again over one library, and the time it lives in."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    sent: list[tuple[datetime, Parcel]] = field(default_factory=list)
    process: ExitStack = field(default_factory=ExitStack)
    desk: Desk = field(init=False)

    def start(self) -> None:
        """As a process does: say that it is there, take up what another left."""
        self.desk = self.process.enter_context(open_desk(self.folder / "library", clock=self.clock))
        self.desk.leases.alive()
        self.desk.outbox.recover()

    def crash(self, after_s: float) -> None:
        """End without a word, and start again after so long."""
        self.process.close()
        self.clock.now += after_s
        self.start()

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        self.clock.set(day.year, day.month, day.day, hour, minute)

    def step(self) -> None:
        self.desk.scheduler.run_due(self.clock.now)
        while self.hand_over():
            pass

    def hand_over(self, *, record: bool = True) -> bool:
        """Give the channel the next message; without `record` the process ends before it can write that down."""
        parcel = self.desk.outbox.take([Channel.TELEGRAM])
        if parcel is None:
            return False
        self.sent.append((datetime.fromtimestamp(self.clock.now, CHINA), parcel))
        if record:
            self.desk.outbox.sent(parcel)
        return True


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    """Its process has just started, on a library with the bundled notices, two days before the year."""
    made = Year(tmp_path)
    made.clock.set(YEAR - 1, 12, 30, 8)
    made.start()
    for n in range(CHATS):
        for scope, value in scopes(n):
            address = Address(Channel.TELEGRAM, str(n))
            made.desk.subscriptions.add(address, str(n), scope, value, DAYS_BEFORE)
    made.step()
    yield made
    made.process.close()


def scopes(n: int) -> list[tuple[Scope, str]]:
    """What the n-th chat subscribed to. Every tenth did so twice, in ways that overlap."""
    if n < 3:
        return [(Scope.EVERYTHING, ""), (Scope.CAMPAIGN, SERIES[n])]
    first = (Scope.LEVEL, LEVELS[n % 4]) if n < 11 else (Scope.CAMPAIGN, SERIES[n % len(SERIES)])
    return [first, (Scope.CAMPAIGN, "网购节")] if n % 10 == 0 else [first]


# -- what is to come, worked out without the program ---------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What a notice asks for or announces, while it is so: events happen at ten, after the reminders of their day."""

    notice: str  # what its sources show: 文号, else title
    title: str
    what: str
    day: date
    before: tuple[int, ...]
    level: str | None
    since: date
    until: date = date.max

    def days(self) -> set[date]:
        """When chats are reminded of it."""
        found = {working_day(self.day - count * DAY) for count in self.before}
        return {day for day in found if self.since < day <= self.until}

    def concerns(self, n: int) -> bool:
        return any(
            scope is Scope.EVERYTHING
            or (scope is Scope.LEVEL and self.level in (None, value))
            or (scope is Scope.CAMPAIGN and value in self.title)
            for scope, value in scopes(n)
        )


def working_day(day: date) -> date:
    while not chinese_calendar.is_workday(day):
        day -= DAY
    return day


def bundled() -> Iterator[Wanted]:
    sixth, hainan = "商电促进函〔2024〕40号", "2024海南网上年货节总体方案"
    start = date(YEAR - 1, 12, 30)
    yield Wanted(sixth, "双品网购节", "筹备情况", date(2024, 4, 12), DAYS_BEFORE, "PROVINCE", start)
    yield Wanted(sixth, "双品网购节", "活动总结材料", date(2024, 5, 13), DAYS_BEFORE, "PROVINCE", start)
    yield Wanted(sixth, "双品网购节", "活动时间", date(2024, 4, 28), (1,), None, start)
    yield Wanted(hainan, "网上年货节", "活动时间", date(2024, 1, 18), (1,), None, start)


@dataclass(frozen=True)
class Story:
    """What becomes of one notice: it comes, may be corrected, may be taken out again."""

    notice: Generated
    comes: date
    corrected: date | None = None
    moved: tuple[date, date] | None = None  # a last day, and what it becomes
    removed: date | None = None

    def wanted(self, level: str) -> Iterator[Wanted]:
        facts = self.notice.facts
        base = Wanted(facts.doc_number or "", facts.title, "", date.min, (), None, self.comes, self.removed or date.max)
        for start, _ in facts.periods:
            yield replace(base, what="活动时间", day=date.fromisoformat(start), before=(1,))
        for what, printed in facts.submissions:
            one = replace(base, what=what, day=date.fromisoformat(printed), before=DAYS_BEFORE, level=level)
            if self.corrected and self.moved and one.day == self.moved[0]:
                yield replace(one, until=self.corrected)
                one = replace(one, day=self.moved[1], since=self.corrected)
            yield one


def stories() -> Iterator[Story]:
    """Every third notice is corrected a few days before something is due, every fifth taken out."""
    fitting = [one for one in generate(200, seed=5) if (one.facts.issued or "").startswith(f"{YEAR}-")]
    for n, one in enumerate(fitting[:NOTICES]):
        issued = date.fromisoformat(one.facts.issued or "")
        comes = date(YEAR, issued.month, issued.day - issued.day % 5 or 1) + 5 * DAY
        due = max(date.fromisoformat(day) for _, day in one.facts.submissions)
        told = f"{due.month}月{due.day}日"
        if n % 3 == 0 and due - 4 * DAY > comes and one.text.count(told) == 1:
            yield Story(one, comes, corrected=due - 4 * DAY, moved=(due, due + 9 * DAY))
        elif n % 5 == 1 and due - 2 * DAY > comes:
            yield Story(one, comes, removed=due - 2 * DAY)
        else:
            yield Story(one, comes)


def happen(year: Year, today: date, told: list[Story]) -> bool:
    """Let come, be corrected or be taken out what does so today."""
    folder = year.folder / "notices"
    folder.mkdir(exist_ok=True)
    paths = []
    for story in told:
        text = story.notice.text
        if story.moved and story.corrected == today:
            was, now = (f"{day.month}月{day.day}日" for day in story.moved)
            text = text.replace(was, now)
        if today in (story.comes, story.corrected):
            paths.append(folder / story.notice.name)
            paths[-1].write_text(text, "utf-8")
    if paths:
        year.desk.archive.ingest(paths, lambda outcome: None)
    gone = [story.notice.name for story in told if story.removed == today]
    for entry in year.desk.archive.shelf.entries():
        if entry.source in gone:
            year.desk.archive.remove(entry.id)
    return bool(paths or gone)


# -- the year ------------------------------------------------------------------------------------------------------------


def end_between_list_and_reminders(year: Year) -> None:
    """The process ends after the list of the week was written, before the reminders were."""
    calls = []

    def recipients(before: float) -> Recipients:
        calls.append(before)
        if len(calls) > 1:
            raise Crash
        return find_recipients(year.desk.subscriptions, year.desk.guard, OPEN, before)

    desk = year.desk
    failing = Scheduler(desk.archive.shelf, desk.archive.database, desk.leases, recipients, base_url=None)
    with pytest.raises(Crash):
        failing.run_due(year.clock.now)
    year.crash(after_s=30)


def end_before_sending(year: Year) -> None:
    """The process ends when all is written and nothing sent."""
    year.desk.scheduler.run_due(year.clock.now)
    year.crash(after_s=30)


def end_while_sending(year: Year) -> None:
    """The process ends between handing over a message and writing down that it did."""
    year.desk.scheduler.run_due(year.clock.now)
    year.hand_over()
    year.hand_over(record=False)
    year.crash(after_s=30)


def test_a_year_of_reminders_comes_once_on_time_and_never_untrue(year: Year) -> None:
    told = list(stories())
    wanted = list(bundled())
    crashes = {date(YEAR, 5, 13): end_between_list_and_reminders, date(YEAR, 4, 12): end_before_sending}
    crashes[date(YEAR, 4, 9)] = end_while_sending
    for day in (date(YEAR, 1, 1) + n * DAY for n in range(366)):
        year.set(day, 8, 59)
        year.step()
        year.set(day, 9)
        if day in crashes:
            crashes.pop(day)(year)
        year.step()
        year.set(day, 10)
        if happen(year, day, told):
            year.step()
    for story in told:
        wanted += story.wanted(level_asked(story.notice))

    expected = Counter(
        (str(n), one.notice, one.what, one.day, day)
        for one in wanted
        for day in one.days()
        for n in range(CHATS)
        if one.concerns(n)
    )
    assert sent_reminders(year, wanted) == expected
    assert not crashes and expected.total() > 1_000


def level_asked(notice: Generated) -> str:
    """Who hands in what a notice asks for: the level below the one that asks."""
    (issuer,) = notice.facts.issuers
    if issuer.startswith(("商务部", "工业和信息化部", "国家")):
        return "PROVINCE"
    return "CITY" if "省" in issuer else "COUNTY"


def sent_reminders(year: Year, wanted: Sequence[Wanted]) -> Counter[tuple[str, str, str, date, date]]:
    """Chat, notice, what, its day and the day it was sent, of all reminders; each was sent at nine."""
    found: Counter[tuple[str, str, str, date, date]] = Counter()
    for at, parcel in year.sent:
        kind, _, due, *_ = parcel.key.split(":")
        if kind != "remind":
            continue
        text, day = parcel.outgoing.text, date.fromisoformat(due)
        assert 0 <= (at - at.replace(hour=9, minute=0, second=0)).total_seconds() <= LATE_S
        assert f"{day.month}月{day.day}日" in text.split("\n")[0]
        (one,) = {
            (one.notice, one.what) for one in wanted if one.day == day and one.notice in text and one.what in text
        }
        found[parcel.outgoing.address.chat, *one, day, at.date()] += 1
    return found

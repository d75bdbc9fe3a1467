"""Every expression of time that a notice can contain, out of a public collection; the rest is named here, with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.times.dates import DateMention, find_dates
from ingest.times.resolve import DateContext, Resolved, resolve

CASES = Path(__file__).parents[2] / ".." / "shared/datasets/time/cases.tsv"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the measuring data lies beside the project, not in it")

# No notice dates by these, so that nothing is expected of them. Kinds, with what tells them.
LEFT_OUT = {
    "counted from the day of speaking; who reads a notice does not know it": (
        r"[上这下]个?(?:周|星期|季度).*|[今明后昨前]天|第.天起|[未近].*天|今明.*|同月.*"
    ),
    "how long, not when": r"[\d一二三四五六七八九十~—]+个?(?:工作日|交易日|天|月)",
    "a time of day that no day stands with": r"(?:中午)?\d{1,2}(?:~|[:：]\d\d[~—]|日\d+时).*",
    "the name of a festival, which in a notice is a season of sales": r"(?:[去今明]年)?(?:元旦|春节|国庆)",
    "a year alone is the name of a campaign": r"\d{4}年",
    "month and day with a point between them are the name of a sale, as 6·18 is": r"\d·\d\d",
}
# A notice contains them and no day follows from them: their words are kept, and no date is made up.
KEPT_AS_WORDS = {
    "from an unknown day on": r"(?:\d+(?:日|天|个工作日)|半月)(?:内|以?后)",
    "before a month or year begins, or before it ends?": r"(?:.年)?\d+月之?前|\d{4}年前",
    "初 has no agreed length": r".*初前?",
}
AGREED = 0.9


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    base: str
    kind: str  # point, span, period, delta; "-blur" where the collection has a convention of its own
    start: str
    end: str

    @property
    def context(self) -> DateContext:
        """A base without day or month is the middle of its year."""
        year, month, day = ([int(part) for part in self.base.split("-")] + [6, 14][self.base.count("-") :])[:3]
        return DateContext(issued=date(year, month, day))


def of_a_kind(case: Case, kinds: dict[str, str]) -> bool:
    return any(re.fullmatch(pattern, case.text) for pattern in kinds.values())


def cases() -> list[Case]:
    return [Case(*line.split("\t")) for line in CASES.read_text("utf-8").splitlines()]


def moment(day: date | None, time: str | None) -> datetime | None:
    """24:00 is the midnight that follows."""
    hour, minute = (int(part) for part in (time or "0:0").split(":"))
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute) if day else None


def agrees(case: Case, mention: DateMention, found: Resolved) -> bool:
    """The same last day and, of a range, the same first; to the minute where a time is printed."""
    if case.kind == "period":
        return mention.rule == case.text
    if mention.qualifier == "起":
        return str(found.end) == case.start[:10]  # the collection lets it run until the base
    time = mention.end.time if mention.end else None
    last = moment(found.end, time)
    first = moment(found.start, mention.start.time if mention.start else None) or last
    if last is None or first is None:
        return False
    expected = datetime.fromisoformat(case.start if mention.start is None and time else case.end)
    same_end = last == expected.replace(second=0) if time else last.date() == expected.date()
    opened = case.kind.startswith("span") and mention.start is not None
    return same_end and (not opened or str(first.date()) == case.start[:10])


def test_what_a_notice_can_contain_is_understood() -> None:
    contained = [case for case in cases() if not of_a_kind(case, LEFT_OUT | KEPT_AS_WORDS)]
    missed = [
        case.text
        for case in contained
        if not any(agrees(case, one, resolve(one, case.context)) for one in find_dates(case.text))
    ]

    assert len(contained) >= 60
    assert 1 - len(missed) / len(contained) >= AGREED, missed


def test_of_what_names_no_day_the_words_are_kept_and_no_date_is_made_up() -> None:
    for case in cases():
        if of_a_kind(case, KEPT_AS_WORDS):
            (mention,) = find_dates(case.text)

            assert mention.span.of(case.text) == case.text
            assert resolve(mention, case.context) == Resolved()


@pytest.mark.parametrize("pattern", (LEFT_OUT | KEPT_AS_WORDS).values())
def test_every_exception_is_in_the_collection(pattern: str) -> None:
    assert any(re.fullmatch(pattern, case.text) for case in cases())

"""The dates a text states, with their places: the same reading for a line and for its quotes.

folded text -> Days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ingest.model import Deadline

DAY = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})(?!\d)[日号]?"
    r"|(?P<short_month>\d{1,2})月(?P<short_day>\d{1,2})[日号])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a line states it, with its place; `dated` is False where no year is said."""

    value: date
    dated: bool
    start: int
    end: int
    with_year: bool = True  # False where the year is that of the date before it

    def is_one_of(self, days: Iterable[date | None]) -> bool:
        if self.dated:
            return self.value in days
        return any(day and (day.month, day.day) == (self.value.month, self.value.day) for day in days)


def read_days(text: str) -> Iterator[Day]:
    """The dates a folded line states; one without a year has that of the date before it.

    >>> [day.value.isoformat() for day in read_days("2024年4月28日至5月12日")]
    ['2024-04-28', '2024-05-12']
    """
    year: int | None = None
    for found in DAY.finditer(text):
        year = int(found["year"]) if found["year"] else year
        month, day = found["month"] or found["short_month"], found["day"] or found["short_day"]
        try:
            value = date(year or 1, int(month), int(day))
        except ValueError:
            value = date.min  # no such day: no quote can hold it
        yield Day(value, year is not None, found.start(), found.end(), found["year"] is not None)


def mentions(facts: Iterable[Deadline], day: Day) -> bool:
    """Whether one of the facts is due, starts or ends on a day."""
    return any(day.is_one_of((fact.due, fact.start, fact.end)) for fact in facts)

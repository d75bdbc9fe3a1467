"""The time a question asks about: 4月12日, 5月, 2022年1月, 本周, 最近. Text and the day it is asked in, a `Window` out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.model import Window
from ingest.times.dates import find_dates
from ingest.times.lunar import lunar_month

Span = tuple[date | None, date | None]
SOON_DAYS = 31  # 最近


def _week(as_of: date, shift: int) -> Span:
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _month(year: int, month: int) -> Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _quarter(day: date, shift: int) -> Span:
    first = (day.month - 1) // 3 * 3 + 1 + 3 * shift
    return _month(day.year, first)[0], _month(day.year, first + 2)[1]


def _before(day: date, month: int, of_month: int) -> Span:
    """From today to the day before the next such day of a year."""
    coming = date(day.year, month, of_month)
    if coming <= day:
        coming = coming.replace(year=day.year + 1)
    return day, coming - timedelta(days=1)


def _spring_festival(day: date) -> date:
    """The next first day of the lunar year."""
    firsts = (lunar_month(year, 1) for year in (day.year, day.year + 1))
    return next((first for first, _ in filter(None, firsts) if first > day), date.max)


RELATIVE: tuple[tuple[re.Pattern[str], Callable[[date], Span]], ...] = (
    (re.compile(r"今天|今日"), lambda day: (day, day)),
    (re.compile(r"明天|明日"), lambda day: (day + timedelta(days=1), day + timedelta(days=1))),
    (re.compile(r"后天"), lambda day: (day + timedelta(days=2), day + timedelta(days=2))),
    (re.compile(r"[这本]个?(?:周|星期|礼拜)"), lambda day: _week(day, 0)),
    (re.compile(r"上个?(?:周|星期|礼拜)"), lambda day: _week(day, -1)),
    (re.compile(r"下个?(?:周|星期|礼拜)"), lambda day: _week(day, 1)),
    (re.compile(r"[这本]个?月[底末]?之?前|月[底末]之?前"), lambda day: (day, _month(day.year, day.month)[1])),
    (re.compile(r"[这本]个?月"), lambda day: _month(day.year, day.month)),
    (re.compile(r"[这本]个?季度?[底末]?之?前?"), lambda day: _quarter(day, 0)),
    (re.compile(r"下个?季度?"), lambda day: _quarter(day, 1)),
    (re.compile(r"上半年"), lambda day: (date(day.year, 1, 1), date(day.year, 6, 30))),
    (re.compile(r"下半年"), lambda day: (date(day.year, 7, 1), date(day.year, 12, 31))),
    (re.compile(r"年[底末]之?前"), lambda day: (day, date(day.year, 12, 31))),
    (re.compile(r"(?:国庆|(?<![双二三几第])十一)(?:节|假期)?之?前"), lambda day: _before(day, 10, 1)),
    (re.compile(r"(?:五一|劳动节)(?:节|假期)?之?前"), lambda day: _before(day, 5, 1)),
    (re.compile(r"元旦(?:节|假期)?之?前"), lambda day: _before(day, 1, 1)),
    (re.compile(r"(?:春节|过年|除夕)(?:假期)?之?前"), lambda day: (day, _spring_festival(day) - timedelta(days=1))),
    (re.compile(r"(?:未来|接下来|今后|往后)(?:的)?(?:一|1)个?月"), lambda day: (day, day + timedelta(days=31))),
    (
        re.compile(r"(?:未来|接下来|今后|往后)(?:的)?(?:两|2)个?(?:周|星期)"),
        lambda day: (day, day + timedelta(days=14)),
    ),
    (
        re.compile(r"(?:未来|接下来|今后|往后)(?:的)?(?:一|1|几)个?(?:周|星期|天)"),
        lambda day: (day, day + timedelta(days=7)),
    ),
    (re.compile(r"上个?月"), lambda day: _month(day.year, day.month - 1)),
    (re.compile(r"下个?月"), lambda day: _month(day.year, day.month + 1)),
    (re.compile(r"已经?(?:过期|到期|截止|过了)|(?<![没未不])过期了|错过"), lambda day: (None, day - timedelta(days=1))),
    (re.compile(r"最近|近期"), lambda day: (day, day + timedelta(days=SOON_DAYS))),
    (
        re.compile(r"没过期|未过期|没到期|未到期|还没截止|来得及.{0,4}(?:哪些|什么)|(?:哪些|什么).{0,6}来得及"),
        lambda day: (day, None),
    ),
)


def find_window(text: str, as_of: date) -> Window:
    """The time a question asks about; an empty window where it names none.

    >>> find_window("4月12日要交什么", date(2024, 4, 1)).days
    frozenset({(4, 12)})
    >>> find_window("2022年1月有什么安排", date(2024, 4, 1)).last
    datetime.date(2022, 1, 31)
    """
    days: set[tuple[int, int]] = set()
    months: set[int] = set()
    first: date | None = None
    last: date | None = None
    for mention in find_dates(text):
        end = mention.end
        if end is None or end.month is None:
            continue
        if end.day is not None:
            days.add((end.month, end.day))
        elif end.year is not None:
            first, last = _month(end.year, end.month)
        else:
            months.add(end.month)
    for pattern, span in RELATIVE:
        if pattern.search(text):
            first, last = span(as_of)
            break
    return Window(frozenset(days), frozenset(months), first, last)

"""The time a question asks about: 4月12日, 5月, 2022年1月, 本周, 最近. Text and the day it is asked in, a `Window` out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.model import Window
from ingest.dates import find_dates

Span = tuple[date | None, date | None]
SOON_DAYS = 31  # 最近


def _week(as_of: date, shift: int) -> Span:
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _month(year: int, month: int) -> Span:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


RELATIVE: tuple[tuple[re.Pattern[str], Callable[[date], Span]], ...] = (
    (re.compile(r"今天|今日"), lambda day: (day, day)),
    (re.compile(r"明天|明日"), lambda day: (day + timedelta(days=1), day + timedelta(days=1))),
    (re.compile(r"[这本]个?(?:周|星期|礼拜)"), lambda day: _week(day, 0)),
    (re.compile(r"下个?(?:周|星期|礼拜)"), lambda day: _week(day, 1)),
    (re.compile(r"[这本]个?月"), lambda day: _month(day.year, day.month)),
    (re.compile(r"下个?月"), lambda day: _month(day.year, day.month + 1)),
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

"""When subscribers are told: on working days at nine, never at night. Days in, days out; China's time.

The office is open from nine in the morning to nine in the evening. What was due at nine and could not be sent (the
process was down) is sent as soon as it can be on the same day; the next day it is of no use.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from assistant.clock import CHINA
from ingest.times.workdays import is_working_day

OPENS, CLOSES = time(9), time(21)
DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"
SATURDAY = 5


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as a moment in China."""
    return datetime.fromtimestamp(seconds, CHINA)


def opening(day: date) -> float:
    """Nine in the morning, in seconds since 1970."""
    return datetime.combine(day, OPENS, CHINA).timestamp()


def closing(day: date) -> float:
    """Nine in the evening, in seconds since 1970."""
    return datetime.combine(day, CLOSES, CHINA).timestamp()


def is_open(now: datetime) -> bool:
    return OPENS <= now.time() < CLOSES


def reminder_days(due: date, days_before: Iterable[int]) -> frozenset[date]:
    """The days to remind on: so many before, or the working day before that. Two that fall together are one.

    >>> sorted(day.isoformat() for day in reminder_days(date(2024, 5, 13), (7, 3, 1, 0)))  # a Monday
    ['2024-05-06', '2024-05-10', '2024-05-11', '2024-05-13']
    >>> sorted(day.isoformat() for day in reminder_days(date(2024, 10, 5), (7, 3, 1, 0)))  # in a week of holidays
    ['2024-09-27', '2024-09-30']
    """
    return frozenset(working_day_until(due - count * DAY) for count in days_before)


def working_day_until(day: date) -> date:
    """The day itself if it is worked on, else the last one before it that is."""
    while not is_working_day(day):
        day -= DAY
    return day


def is_first_of_week(day: date) -> bool:
    """Whether it is the first working day since Sunday.

    >>> is_first_of_week(date(2024, 5, 6)), is_first_of_week(date(2024, 5, 7)), is_first_of_week(date(2024, 4, 8))
    (True, False, True)
    """
    return is_working_day(day) and not any(is_working_day(day - count * DAY) for count in range(1, day.weekday() + 1))


def listed_days(day: date) -> tuple[date, date]:
    """The first and the last day that a list of a week is about: up to the day before the next list.

    >>> [day.isoformat() for day in listed_days(date(2024, 9, 29 + 1))]  # the whole week after it is free
    ['2024-09-30', '2024-10-07']
    """
    last = day
    while not is_first_of_week(last + DAY):
        last += DAY
    return day, last


def in_words(day: date) -> str:
    """A day with what an office must know of it.

    >>> [in_words(date(2024, 5, day)) for day in (13, 11, 1)]
    ['5月13日（周一）', '5月11日（周六，上班）', '5月1日（周三，休息）']
    """
    works = is_working_day(day)
    unusual = "" if works == (day.weekday() < SATURDAY) else "，上班" if works else "，休息"
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}{unusual}）"

"""The time a question asks about: 4月12日, 5月, 2022年1月, 本周, 最近. Text and the day it is asked in, a `Window` out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.model import Window
from ingest.numerals import parse_numeral
from ingest.times.dates import find_dates
from ingest.times.lunar import lunar_month

Span = tuple[date | None, date | None]
SOON_DAYS = 31  # 最近


def _week(as_of: date, shift: int) -> tuple[date, date]:
    monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _month(year: int, month: int) -> tuple[date, date]:
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


def _around(day: date, month: int, first: int, length: int) -> Span:
    """The holiday of these days that a day lies in, else the next one."""
    start = date(day.year, month, first)
    if day > start + timedelta(days=length - 1):
        start = start.replace(year=day.year + 1)
    return start, start + timedelta(days=length - 1)


def _spring_holiday(day: date) -> Span:
    """From the eve of the lunar year, eight days: the one a day lies in, else the next."""
    firsts = (lunar_month(year, 1) for year in (day.year, day.year + 1))
    first = next((one for one, _ in filter(None, firsts) if one + timedelta(days=6) >= day), date.max)
    return first - timedelta(days=1), first + timedelta(days=6)


WEEKDAYS = {word: n for n, words in enumerate(("一", "二", "三", "四", "五", "六", "日天")) for word in words}
WEEKDAY = re.compile(
    r"(?P<shift>上上|下下|上|下|[这本])?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?P<before>之?前|以前)?(?![年月期个])"
)
WITHIN = re.compile(r"(?P<count>[一二两三四五六七八九十半\d]{1,3})个?(?P<unit>天|日|周|星期|礼拜|月)(?:之|以)?内")
UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 31}
HOLIDAY = r"(?:期间|假期|放假|小?长假|当天|节)"
# What is asked of a time before a day, and not whether that day is the one.
ASKS_WHAT = re.compile(r"什么|啥|哪些|几[样项份次种]|(?:有没有|有(?=.{0,6}吗))|清单|列")
BEFORE = re.compile(r"前")
PARTS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "中": (11, 20),
    "下旬": (21, 31),
    "底": (21, 31),
    "末": (21, 31),
}


def _weekday(text: str, day: date) -> Span | None:
    """这周五, 下周三, 周五前: that day; up to it where something is asked for before it."""
    found = WEEKDAY.search(text)
    if found is None:
        return None
    shift = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(found["shift"] or "", 0)
    meant = _week(day, shift)[0] + timedelta(days=WEEKDAYS[found["day"]])
    if not found["shift"] and meant < day:
        meant += timedelta(weeks=1)  # 周一 said on a Friday
    return (min(day, meant) if found["before"] else meant), meant


def _within(text: str, day: date) -> Span | None:
    """三天内, 两周之内: from today."""
    found = WITHIN.search(text)
    if found is None:
        return None
    half = found["count"] == "半"
    count = 1 if half else parse_numeral(found["count"].replace("两", "二"))
    if not count:
        return None
    days = count * UNIT_DAYS[found["unit"]]
    return day, day + timedelta(days=days // 2 if half else days)


RELATIVE: tuple[tuple[re.Pattern[str], Callable[[date], Span]], ...] = (
    (re.compile(r"(?:今[天日]|现在|目前)(?:以后|之后|往后|起(?!来)|开始)"), lambda day: (day, None)),
    (re.compile(r"今天|今日"), lambda day: (day, day)),
    (re.compile(r"[这近]两[天日]|今明两?[天日]"), lambda day: (day, day + timedelta(days=1))),
    (re.compile(r"[这近最]几[天日]|近[三日]日"), lambda day: (day, day + timedelta(days=3))),
    (re.compile(r"昨天|昨日"), lambda day: (day - timedelta(days=1), day - timedelta(days=1))),
    (re.compile(r"明天|明日"), lambda day: (day + timedelta(days=1), day + timedelta(days=1))),
    (re.compile(r"后天"), lambda day: (day + timedelta(days=2), day + timedelta(days=2))),
    (re.compile(r"[这本]个?(?:周|星期|礼拜)"), lambda day: _week(day, 0)),
    (re.compile(r"上个?(?:周|星期|礼拜)"), lambda day: _week(day, -1)),
    (re.compile(r"下个?(?:周|星期|礼拜)"), lambda day: _week(day, 1)),
    (
        re.compile(r"[这本]个?月[底末]?之?前|(?<![\d一二三四五六七八九十])月[底末]之?前"),
        lambda day: (day, _month(day.year, day.month)[1]),
    ),
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
    (re.compile(rf"(?:国庆|(?<![双二三几第])十一){HOLIDAY}"), lambda day: _around(day, 10, 1, 7)),
    (re.compile(rf"(?:五一|劳动节){HOLIDAY}"), lambda day: _around(day, 5, 1, 5)),
    (re.compile(rf"元旦{HOLIDAY}"), lambda day: _around(day, 1, 1, 3)),
    (re.compile(r"(?:春节|过年)(?:期间|假期|放假|长假)"), _spring_holiday),
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
    (re.compile(r"接下来|往后|(?:还|以后|后面)(?:有|要)(?:什么|哪些|啥).{0,4}[报交办]"), lambda day: (day, None)),
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
        start, end = mention.start, mention.end
        if end is None or end.month is None or end.lunar:
            continue
        what = ASKS_WHAT.search(text) is not None
        before = what and BEFORE.match(mention.qualifier or "") is not None
        if end.part in PARTS and end.day is None:
            days |= {(end.month, day) for day in range(PARTS[end.part][0], PARTS[end.part][1] + 1)}
            if before:
                days.clear()
                first, last = _until(as_of, end.year, end.month, 31)
        elif before and end.day is None:  # 6月前: what comes before that month begins
            first, last = _until(as_of, end.year, end.month, 0)
        elif before:
            first, last = _until(as_of, end.year, end.month, end.day or 0)
        elif start is not None and start.day is not None and end.day is not None and what:
            days |= _days_between((start.month or end.month, start.day), (end.month, end.day))
        elif end.day is not None:
            days.add((end.month, end.day))
        elif end.year is not None:
            first, last = _month(end.year, end.month)
        else:
            months.add(end.month)
    named = _weekday(text, as_of) or _within(text, as_of)
    if named is not None:
        first, last = named
    else:
        for pattern, span in RELATIVE:
            if pattern.search(text):
                first, last = span(as_of)
                break
    return Window(frozenset(days), frozenset(months), first, last)


PRINTED = re.compile(
    r"\d{1,2}月(?:份|上旬|中旬|下旬|初|底|末|中(?=[要交报有的]))?(?:\d{1,2}[日号]?)?(?:[到至~—-](?:\d{1,2}月)?\d{1,2}[日号]?)?(?:之间|期间|之?前|以前)?"
)


def without_times(text: str) -> str:
    """A question without the words for the time it asks about.

    >>> without_times("春节前要报几次材料"), without_times("这周五之前要交的")
    ('要报几次材料', '要交的')
    """
    for pattern in (PRINTED, WEEKDAY, WITHIN, *(pattern for pattern, _ in RELATIVE)):
        text = pattern.sub("", text)
    return text


def _until(as_of: date, year: int | None, month: int, day: int) -> Span:
    """From today to a day of a month, its last where it has fewer; with 0 to the day before the month."""
    if day == 0:
        return as_of, _month(year or as_of.year, month - 1)[1]
    first, last = _month(year or as_of.year, month)
    return as_of, min(last, first + timedelta(days=day - 1))


def _days_between(start: tuple[int, int], end: tuple[int, int]) -> set[tuple[int, int]]:
    """The days of any year between two, both counted."""
    first, last = date(LEAP, *start), date(LEAP, *end)
    if last < first:
        last = last.replace(year=LEAP + 1)
    found = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {(day.month, day.day) for day in found}


LEAP = 2000  # a year that has every day

"""Which day a mention means: the parts that are not printed are inferred, and every inference says from what.

DateMention, DateContext -> Resolved. The nearest sensible year wins: of the dates in the same sentence, else of the
campaign, else of the document. Where nothing tells the year, or the day does not exist, nothing is resolved:
a wrong date is worse than none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.times.counting import count
from ingest.times.dates import EVE, DateMention, Point
from ingest.times.lunar import lunar_month

LATE_BY = timedelta(days=60)  # a notice may reach its readers after a date it names, by weeks, not by seasons
LATE_IN_THE_YEAR, EARLY_IN_THE_YEAR = 10, 4  # months
QUARTERS = {1: 1, 2: 4, 3: 7, 4: 10}  # quarter -> its first month
THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}  # days of the month


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a document says about its own time."""

    issued: date | None = None
    doc_year: int | None = None  # 〔2024〕
    campaign: tuple[date, date] | None = None
    campaign_year: int | None = None  # 2024海南网上年货节
    stated: date | None = None  # a date with its year, printed before in the same sentence or list
    printed: tuple[date, date] | None = (
        None  # first and last whole date of a document that says nothing else of its time
    )
    duty: bool = False  # something must still be done: never before the year of issue


@dataclass(frozen=True, slots=True)
class Resolved:
    """The days meant. `start` only for a range; `basis` is None when all was printed."""

    end: date | None = None
    start: date | None = None
    basis: str | None = None


NOTHING = Resolved()


def resolve(mention: DateMention, context: DateContext) -> Resolved:
    """The days a mention means in its context.

    >>> from ingest.times.dates import find_dates
    >>> (mention,) = find_dates("请于2月10日前报送")
    >>> found = resolve(mention, DateContext(campaign=(date(2021, 12, 7), date(2022, 2, 10))))
    >>> found.end.isoformat(), found.basis
    ('2022-02-10', 'year from campaign period 2021-12-07..2022-02-10')
    """
    if mention.end is None:
        counted = count(mention.rule or "", context.issued, context.campaign[1] if context.campaign else None)
        return Resolved(counted.day, None, counted.basis) if counted else NOTHING
    if mention.start is None:
        return _one(mention.end, mention.qualifier, context)
    if mention.start.year is None and mention.start.year_shift is None and mention.end.year is not None:
        last = _days(mention.end, mention.end.year)
        first = _days(mention.start, mention.end.year)
        if first and last and first[0] > last[1]:
            first = _days(mention.start, mention.end.year - 1)
        return _on_calendar(mention.end, Resolved(last[1], first[0])) if first and last else NOTHING
    first_day, basis = _first_day(mention.start, context)
    if first_day is None:
        return NOTHING
    return _on_calendar(mention.start, _range(_fill_month(mention.end, context), first_day, basis))


def _on_calendar(point: Point, found: Resolved) -> Resolved:
    """Says of a lunar date that it was converted."""
    if found.end is None or not point.lunar:
        return found
    return replace(found, basis=_joined("converted from 农历", found.basis))


def _range(end: Point, first_day: date, basis: str | None) -> Resolved:
    """The range that starts at `first_day`: its end leaves the year to the start, and may lie beyond the turn of the year."""
    years: tuple[int, ...] = (first_day.year + (end.later_years or 0), first_day.year + 1)
    if end.year:
        years = (end.year,)
    elif end.lunar:
        years = (first_day.year - 1, *years)
    for year in years:
        last = _days(end, year)
        if last and last[1] >= first_day:
            return Resolved(last[1], first_day, basis)
    return NOTHING


def _one(point: Point, qualifier: str | None, context: DateContext) -> Resolved:
    year, basis = _year(point, context)
    point = _fill_month(point, context)
    days = _days(point, year) if year else None
    if days is None or not _is_a_time(point):
        return NOTHING
    first, last = days
    if point.month_shift is not None or point.year_shift is not None:
        basis = f"counted from 成文日期 {context.issued}"
    if point.lunar:
        return _on_calendar(point, _one_of_lunar(point, first, last, basis))
    if first == last:
        return Resolved(last, None, basis)
    if point.part == "底":
        return Resolved(last, None, _joined(basis, "last day of the period printed as 底"))
    if qualifier and "前" in qualifier:
        return NOTHING  # 6月前, 9月中旬前: before it begins or before it ends?
    return Resolved(last, first, _joined(basis, "the whole of the period printed"))


def _one_of_lunar(point: Point, first: date, last: date, basis: str | None) -> Resolved:
    if point.year is not None and not point.lunar_year and last.year != point.year:
        return NOTHING  # 2024年腊月二十三: at the end of the lunar 2024, or in January of 2024?
    if first == last:
        return Resolved(last, None, basis)
    return Resolved(last, first, _joined(basis, "the whole of the period printed"))


def _is_a_time(point: Point) -> bool:
    """A year alone names no time to keep, and 初 has no agreed length."""
    printed = (point.month, point.quarter, point.half)
    return point.part != "初" and (any(unit is not None for unit in printed) or point.part == "底")


def _joined(*grounds: str | None) -> str:
    return "; ".join(ground for ground in grounds if ground)


def _fill_month(point: Point, context: DateContext) -> Point:
    if point.month_shift is None or context.issued is None:
        return point
    months = context.issued.month - 1 + point.month_shift
    return replace(point, month=months % 12 + 1)


def _first_day(point: Point, context: DateContext) -> tuple[date | None, str | None]:
    year, basis = _year(point, context)
    days = _days(_fill_month(point, context), year) if year else None
    return (days[0] if days else None), basis


def _year(point: Point, context: DateContext) -> tuple[int | None, str | None]:
    """The year of a point and the ground for it."""
    if point.year is not None:
        return point.year, None
    issued = context.issued
    if point.month_shift is not None:
        return (issued.year + (issued.month - 1 + point.month_shift) // 12, None) if issued else (None, None)
    if point.year_shift is not None:
        return (issued.year + point.year_shift, None) if issued else (None, None)
    document_year = issued.year if issued else context.doc_year
    if point.lunar and not issued and not context.stated and not context.campaign:
        return _lunar_year(point, context)
    year, basis = _nearest_year(point, context, document_year)
    if year is not None and year == document_year and not (context.stated and context.stated.year == year):
        basis = f"year from 成文日期/文号 {year}"
    return year, basis


def _nearest_year(point: Point, context: DateContext, document_year: int | None) -> tuple[int | None, str | None]:
    stated = context.stated
    if stated and (year := _nearest(point, (stated, stated), context)):
        return year, f"year from the date before it, {stated}"
    if context.campaign and (year := _nearest(point, context.campaign, context)):
        first, last = context.campaign
        return year, f"year from campaign period {first}..{last}"
    if context.printed and (year := _nearest(point, context.printed, context)):
        first, last = context.printed
        return year, f"year from the dates printed, {first}..{last}"
    if context.issued and not point.is_day and point.part is None:
        return _of_the_year(point, context.issued, context.duty), f"first such time after 成文日期 {context.issued}"
    if context.issued:
        return _next(point, context.issued), f"first such day after 成文日期 {context.issued}"
    return document_year, None


def _lunar_year(point: Point, context: DateContext) -> tuple[int | None, str | None]:
    """The lunar year that puts the point into the year of the campaign; a year of the document alone must not change it."""
    if context.campaign_year:
        for year in (context.campaign_year, context.campaign_year - 1):
            days = _days(point, year)
            if days and days[1].year == context.campaign_year:
                return year, f"year from the campaign's name, {context.campaign_year}"
    days = _days(point, context.doc_year) if context.doc_year else None
    if days and days[1].year == context.doc_year:
        return context.doc_year, f"year from 成文日期/文号 {context.doc_year}"
    return None, None


def _nearest(point: Point, around: tuple[date, date], context: DateContext) -> int | None:
    """The year that puts the point closest to a stretch of time, and not to where the document could not mean it."""
    first, last = around

    def distance(days: tuple[date, date]) -> timedelta:
        return max(first - days[1], days[0] - last, timedelta(0))

    dated = [
        (distance(days), year)
        for year in range(first.year - 1, last.year + 2)
        if (days := _days(point, year)) and _may_be_meant(days[1], context)
    ]
    return min(dated)[1] if dated else None


def _may_be_meant(day: date, context: DateContext) -> bool:
    issued = context.issued
    if issued is None:
        return not context.duty or context.doc_year is None or day.year >= context.doc_year
    if day >= issued:
        return True
    return day >= issued - LATE_BY and (not context.duty or day.year == issued.year)


def _next(point: Point, issued: date) -> int | None:
    """The year of issue, or the next if the day is long past by then."""
    for year in (issued.year - 1, issued.year, issued.year + 1) if point.lunar else (issued.year, issued.year + 1):
        days = _days(point, year)
        if days and days[1] >= issued - LATE_BY:
            return year
    return None


def _of_the_year(point: Point, issued: date, duty: bool) -> int | None:
    """A month, quarter or half is that of the year of issue; late in the year its first ones are those of the next."""
    days = _days(point, issued.year)
    if days is None or days[1] >= issued:
        return issued.year
    if issued.month >= LATE_IN_THE_YEAR and days[0].month <= EARLY_IN_THE_YEAR:
        return issued.year + 1
    return None if duty else issued.year


def _days(point: Point, year: int) -> tuple[date, date] | None:
    """First and last day of what a point names in a year, None where there is no such day: 2月30日."""
    if not date.min.year <= year <= date.max.year:
        return None
    if point.lunar:
        return _lunar_days(point, year)
    if point.nth is not None and point.weekday is not None:
        day = _nth_weekday(point, year)
        return (day, day) if day else None
    first_month, last_month = 1, 12
    if point.quarter:
        first_month, last_month = QUARTERS[point.quarter], QUARTERS[point.quarter] + 2
    elif point.half:
        first_month, last_month = 6 * point.half - 5, 6 * point.half
    elif point.month:
        first_month = last_month = point.month
    length = monthrange(year, last_month)[1]
    first_day, last_day = THIRDS.get(point.part or "", (1, 31))
    if point.day is not None:
        if point.month is None or point.day > length:
            return None
        first_day = last_day = point.day
    return date(year, first_month, first_day), date(year, last_month, min(last_day, length))


def _lunar_days(point: Point, year: int) -> tuple[date, date] | None:
    month = lunar_month(year, point.month or 0, leap=point.leap)
    if month is None:
        return None
    first, length = month
    day = length if point.part == EVE else point.day
    if day is None:
        return first, first + timedelta(days=length - 1)
    found = first + timedelta(days=day - 1)
    return (found, found) if 1 <= day <= length else None


def _nth_weekday(point: Point, year: int) -> date | None:
    """6月第3个星期日; None where the month has not so many."""
    if point.month is None or point.nth is None or point.weekday is None:
        return None
    to_first = (point.weekday - date(year, point.month, 1).weekday()) % 7
    day = 1 + to_first + 7 * (point.nth - 1)
    return date(year, point.month, day) if 1 <= day <= monthrange(year, point.month)[1] else None


def doc_year(doc_number: str) -> int | None:
    """The year in a 文号.

    >>> doc_year("商电促进函〔2024〕40号")
    2024
    """
    match = re.search(r"[〔\[［﹝（(【]\s*(\d{4})\s*[〕\]］﹞）)】]", doc_number)
    return int(match[1]) if match else None

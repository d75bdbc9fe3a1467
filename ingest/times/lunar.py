"""The lunar calendar (农历): 腊月二十三, 正月十五, 除夕. Lunar year, month and day in, days of our calendar out.

The lunar year begins with 正月初一, between 21 January and 20 February; its 腊月 lies in the year after.

Source: GB/T 33661-2017 (农历的编算和颁行), as computed by `lunar-python`.
"""

from __future__ import annotations

from datetime import date

from lunar_python import LunarYear, Solar

FIRST_YEAR, LAST_YEAR = 1900, 2100  # beyond them nobody has checked the table for us
LAST_MONTH = 12
MONTHS = {"正": 1, "冬": 11, "腊": 12}
FESTIVALS = {"春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "重阳": (9, 9)}


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, int] | None:
    """The first day of a lunar month and how many days it has; None where there is no such month.

    >>> lunar_month(2023, 12), lunar_month(2023, 2, leap=True), lunar_month(2024, 2, leap=True)
    ((datetime.date(2024, 1, 11), 30), (datetime.date(2023, 3, 22), 29), None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= LAST_MONTH:
        return None
    found = LunarYear.fromYear(year).getMonth(-month if leap else month)
    if found is None:
        return None
    first = Solar.fromJulianDay(found.getFirstJulianDay())
    return date(first.getYear(), first.getMonth(), first.getDay()), int(found.getDayCount())

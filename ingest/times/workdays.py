"""Days to work on in China: weekends, public holidays and the weekend days worked in exchange. Day and count in, day out.

The State Council announces the holidays of a year in the November before; what is not announced yet, or lies before the
table, is counted Monday to Friday, and the answer says so.

Source: 《全国年节及纪念日放假办法》 and the yearly 国务院办公厅关于部分节假日安排的通知, as tabled by `chinesecalendar`.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

FRIDAY = 4
MOST = 1_000  # working days; a notice that gives four years gives a date


def after_working_days(day: date, count: int) -> tuple[date, bool] | None:
    """The last of `count` working days after `day`, and whether all holidays up to it are known; None beyond reason.

    `day` itself is not counted (民法典 第二百零一条).

    >>> after_working_days(date(2024, 4, 30), 3)  # 1 to 5 May are holidays, the 11th, a Saturday, is worked
    (datetime.date(2024, 5, 8), True)
    >>> after_working_days(date(2099, 4, 30), 3)
    (datetime.date(2099, 5, 5), False)
    """
    if not 0 < count <= MOST or day.year >= date.max.year - MOST // 200:
        return None
    known = True
    while count:
        day += timedelta(days=1)
        known = known and _announced(day) is not None
        count -= is_working_day(day)
    return day, known


def is_working_day(day: date) -> bool:
    """Whether the day is worked on; as far as it is not announced yet, Monday to Friday are.

    >>> is_working_day(date(2024, 5, 11)), is_working_day(date(2024, 5, 1)), is_working_day(date(2099, 5, 1))
    (True, False, True)
    """
    works = _announced(day)
    return day.weekday() <= FRIDAY if works is None else works


def _announced(day: date) -> bool | None:
    """Whether the day is worked on, None where its year is not in the table."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None

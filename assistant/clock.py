"""Which day it is where the notices apply. Only the outermost layers ask; everything inside is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991

# Days outside are slips of the keyboard, and arithmetic on them could overflow.
FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2199, 12, 31)


def today_in_china() -> date:
    return datetime.now(CHINA).date()

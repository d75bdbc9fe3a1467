"""Times that are counted from a day the document knows: 自印发之日起10个工作日内, 活动结束后7日内. Words in, a day out.

Only where it is beyond doubt from which day: of 收到本通知之日起15日内 nobody can tell, nor of 15日内 alone.
The first day is not counted (民法典 第二百零一条); a count in months ends on the same day of the month (第二百零二条).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.numerals import parse_numeral
from ingest.times.time_rules import COUNT, GAP, UNIT, WITHIN
from ingest.times.workdays import after_working_days

ISSUING = r"(?:印发|发布|下发|发文|公布|颁布|制发)"
OF_SOMETHING = re.compile(r"(?:自|从|于|在)?(?:正式)?公布")  # 名单公布之日起: of a list, not of the document
DOCUMENT = r"(?:本|该)?(?:通知|公告|通告|文件|文|方案|办法)?"
SINCE = r"(?:之日|当日|次日)起?(?:计?算)?"
ISSUED = re.compile(
    rf"(?:自|从|于|在)?(?:即日起|(?:{DOCUMENT}(?:正式)?{ISSUING}|{ISSUING}{DOCUMENT})(?:{SINCE}|之?后|以后))(?P<count>.+)"
)
OVER = re.compile(
    rf"(?:自|从|于|在)?(?:本次|本届|此次|整个|全部)?活动(?:全部|全面|正式)?(?:结束|期满)(?:{SINCE}|之?后|以后)?的?(?P<count>.+)"
)
AMOUNT = re.compile(rf"(?P<amount>{COUNT})(?P<unit>{UNIT})(?:{WITHIN})?{GAP}")
DAYS = {"日": 1, "天": 1, "自然日": 1, "日历日": 1, "周": 7, "星期": 7}
MONTHS = {"月": 1, "年": 12}
MOST = 1_000  # of any unit; beyond that it is no deadline
LAST_YEAR = date.max.year - MOST


@dataclass(frozen=True, slots=True)
class Counted:
    day: date
    basis: str


def count(words: str, issued: date | None, campaign_end: date | None) -> Counted | None:
    """The last day of a counted time, None where it is not known from which day, or no day is meant.

    >>> count("自印发之日起10个工作日内", date(2024, 4, 26), None).day.isoformat()
    '2024-05-13'
    >>> count("活动结束后7日内", None, date(2024, 5, 12))
    Counted(day=datetime.date(2024, 5, 19), basis='7日 after the end of the campaign period 2024-05-12')
    >>> count("收到本通知之日起15日内", date(2024, 4, 26), date(2024, 5, 12)) is None
    True
    """
    for event, day, called in (
        (ISSUED, issued, "成文日期"),
        (OVER, campaign_end, "the end of the campaign period"),
    ):
        match = None if OF_SOMETHING.match(words) else event.fullmatch(words)
        amount = AMOUNT.fullmatch(match["count"]) if match else None
        if amount and day and day.year < LAST_YEAR:
            return _after(day, re.sub(r"\s", "", amount["amount"]), amount["unit"], called)
    return None


def _after(day: date, amount: str, unit: str, called: str) -> Counted | None:
    counted = f"{amount}{unit} after {called} {day}"
    half = amount == "半" or unit.startswith("半") or "半" in unit
    number = None if half else parse_numeral(amount)
    bare = unit.removeprefix("个")
    if half and (amount, unit) in (("半", "个月"), ("半", "月")):
        return Counted(day + timedelta(days=15), counted)
    if number is None or not 0 < number <= MOST:
        return None
    if bare == "工作日":
        found = after_working_days(day, number)
        if found is None:
            return None
        last, known = found
        holidays = "" if known else f"; Monday to Friday, the public holidays of {last.year} are not known"
        return Counted(last, f"{counted}{holidays}")
    if bare in DAYS:
        return Counted(day + timedelta(days=number * DAYS[bare]), counted)
    if bare in MONTHS:
        return Counted(_months_after(day, number * MONTHS[bare]), counted)
    return None


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

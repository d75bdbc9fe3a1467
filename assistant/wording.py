"""How answers say things in Chinese: dates, deadlines, lists. Values in, short plain phrases out."""

from __future__ import annotations

import re
from datetime import date

from ingest.model import Deadline, DeadlineKind

INFERRED = "据通知推算"


def day(value: date) -> str:
    """
    >>> day(date(2024, 5, 13))
    '2024年5月13日'
    """
    return f"{value.year}年{value.month}月{value.day}日"


def stretch(start: date, end: date) -> str:
    """
    >>> stretch(date(2024, 4, 28), date(2024, 5, 12)), stretch(date(2021, 12, 7), date(2022, 2, 10))
    ('2024年4月28日至5月12日', '2021年12月7日至2022年2月10日')
    """
    if start == end:
        return day(start)
    return f"{day(start)}至{day(end) if start.year != end.year else f'{end.month}月{end.day}日'}"


def when(deadline: Deadline, printed: str | None = None) -> str:
    """The time of a deadline with its qualifier: 2024年5月13日前, 2024年4月28日至5月12日, 每月5日前.

    `printed` are the words of a time that needs no completing; they are kept where they name an hour.
    """
    if printed and deadline.due_time and deadline.basis is None:
        return re.sub(r"[\s*]", "", printed)
    if deadline.start and deadline.end:
        return stretch(deadline.start, deadline.end)
    moment = deadline.due or deadline.end or deadline.start
    if moment is None:
        return deadline.rule or "时间未写明"
    time = deadline.due_time or ""
    if deadline.due is None and deadline.start is not None:
        return f"{day(deadline.start)}{time}起"
    return f"{day(moment)}{time}{deadline.qualifier or ''}"


def source_of_year(deadline: Deadline) -> str:
    """What an answer adds where a part of the date is not printed: on what it was inferred."""
    if deadline.basis is None:
        return ""
    if deadline.due and deadline.rule and re.search(r"[日天周月年]", deadline.rule):
        return f"（原文为“{deadline.rule}”，日期据此推算）"
    for mark, words in (
        ("campaign", "据活动时间推算"),
        ("活动", "据活动时间推算"),
        ("文号", "据发文字号推算"),
        ("doc number", "据发文字号推算"),
        ("成文", "据成文日期推算"),
        ("issue", "据成文日期推算"),
    ):
        if mark in deadline.basis:
            return f"（年份{words}）"
    return f"（年份{INFERRED}）"


def sentence(deadline: Deadline, printed: str | None = None) -> str:
    """A deadline as one sentence, without its citation mark.

    >>> from ingest.model import ClauseId, Span
    >>> sentence(Deadline(clause=ClauseId("a"), span=Span(0, 1), kind=DeadlineKind.SUBMISSION, what="活动总结材料",
    ...     to="商务部电子商务司", due=date(2024, 5, 13), qualifier="前"))
    '活动总结材料须于2024年5月13日前报商务部电子商务司。'
    """
    note = source_of_year(deadline)
    if deadline.kind is not DeadlineKind.SUBMISSION:
        return f"{deadline.what}：{when(deadline, printed)}{note}。"
    who = f"{deadline.who}：" if deadline.who else ""
    if deadline.due is None and deadline.start is None:
        return f"{who}{deadline.what}，{deadline.rule}{f'报{deadline.to}' if deadline.to else ''}。"
    if deadline.to is None:
        return f"{who}{deadline.what}，{when(deadline, printed)}{note}。"
    return f"{who}{deadline.what}须于{when(deadline, printed)}报{deadline.to}{note}。"


def listing(items: list[str] | tuple[str, ...]) -> str:
    """
    >>> listing(("湖北", "浙江"))
    '湖北、浙江'
    """
    return "、".join(items)

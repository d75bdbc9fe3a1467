"""How answers say things in Chinese: dates, deadlines, lists. Values in, short plain phrases out."""

from __future__ import annotations

import re
from datetime import date

from ingest.model import Deadline, DeadlineKind

INFERRED = "据通知推算"
AT_ONCE = "同时"  # the date before it in the sentence holds
OF_THE_WORDS = re.compile(r"last day of the period|whole of the period")  # 5月底, 5月上旬: no day is printed
LATEST = re.compile(r"最[迟晚]|至迟|不得?[晚迟]于")
UNTIL = re.compile(r"截[止至]|止")


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


def bounded(moment: str, qualifier: str | None) -> str:
    """A moment with its qualifier, wherever that was printed, as one would say it.

    >>> [bounded("5月13日", qualifier) for qualifier in ("前", "左右", "最迟不得晚于", "截至", None)]
    ['5月13日前', '5月13日左右', '最迟5月13日', '5月13日截止', '5月13日']
    """
    if qualifier is None:
        return moment
    if LATEST.search(qualifier):
        return f"最迟{moment}"
    return f"{moment}截止" if UNTIL.fullmatch(qualifier) else f"{moment}{qualifier}"


def when(deadline: Deadline, printed: str | None = None) -> str:
    """The time of a deadline with its qualifier: 2024年5月13日前, 2024年4月28日至5月12日, 每月5日前.

    `printed` are the words of a time that needs no completing; they are kept where they name an hour.
    """
    if printed and deadline.due_time and deadline.basis is None and deadline.start is None:
        said = _said(printed)
        return said if said.endswith(deadline.qualifier or "") else bounded(said, deadline.qualifier)
    if deadline.start and deadline.end:
        return stretch(deadline.start, deadline.end)
    moment = deadline.due or deadline.end or deadline.start
    if moment is None:
        return deadline.rule or "时间未写明"
    time = deadline.due_time or ""
    if deadline.due is None and deadline.start is not None:
        return f"{day(deadline.start)}{time}起"
    return bounded(f"{day(moment)}{time}", deadline.qualifier)


def _said(printed: str) -> str:
    """Printed words without what page layout put between them."""
    return re.sub(r"[\s*]", "", printed)


def source_of_year(deadline: Deadline, printed: str | None = None) -> str:
    """What an answer adds where a part of the date is not printed: on what it was inferred. `printed` as in `when`."""
    if deadline.basis is None:
        return ""
    if deadline.due and deadline.rule and re.search(r"[日天周月年]", deadline.rule):
        return f"（原文为“{deadline.rule}”，日期据此推算）"
    grounds = [one for one in deadline.basis.split("; ") if not one.startswith(AT_ONCE)]
    of_words = [one for one in grounds if OF_THE_WORDS.search(one)]
    year = _year_note("; ".join(one for one in grounds if one not in of_words))
    if of_words and printed:
        return f"（原文为“{_said(printed)}”，日期据此推算）{year}"
    return year or (f"（日期{INFERRED}）" if of_words else "")


def _year_note(basis: str) -> str:
    if not basis:
        return ""
    for mark, words in (
        ("campaign", "据活动时间推算"),
        ("活动", "据活动时间推算"),
        ("文号", "据发文字号推算"),
        ("doc number", "据发文字号推算"),
        ("成文", "据成文日期推算"),
        ("issue", "据成文日期推算"),
    ):
        if mark in basis:
            return f"（年份{words}）"
    return f"（年份{INFERRED}）"


def sentence(deadline: Deadline, printed: str | None = None) -> str:
    """A deadline as one sentence, without its citation mark.

    >>> from ingest.model import ClauseId, Span
    >>> sentence(Deadline(clause=ClauseId("a"), span=Span(0, 1), kind=DeadlineKind.SUBMISSION, what="活动总结材料",
    ...     to="商务部电子商务司", due=date(2024, 5, 13), qualifier="前"))
    '活动总结材料须于2024年5月13日前报商务部电子商务司。'
    """
    note = source_of_year(deadline, printed)
    if deadline.kind is not DeadlineKind.SUBMISSION:
        return f"{deadline.what}：{when(deadline, printed)}{note}。"
    who = f"{deadline.who}：" if deadline.who else ""
    if deadline.due is None and deadline.start is None:
        to = f"报{deadline.to}" if deadline.to else ""
        return (
            f"{who}{deadline.what}，{when(deadline)}{to}。"
            if deadline.rule
            else f"{who}{deadline.what}{to}，时间未写明。"
        )
    if deadline.to is None:
        return f"{who}{deadline.what}，{when(deadline, printed)}{note}。"
    moment = when(deadline, printed)
    if moment.startswith("最迟"):
        return f"{who}{deadline.what}须最迟于{moment.removeprefix('最迟')}报{deadline.to}{note}。"
    return f"{who}{deadline.what}须于{moment}报{deadline.to}{note}。"


def listing(items: list[str] | tuple[str, ...]) -> str:
    """
    >>> listing(("湖北", "浙江"))
    '湖北、浙江'
    """
    return "、".join(items)

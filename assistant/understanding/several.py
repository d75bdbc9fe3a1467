"""The parts of a question that asks several things: which of them go together, and what one takes from the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant import lexicon
from assistant.asked import GENERAL, PLACES, wanted
from assistant.model import Kind, Query
from assistant.understanding.parts import Part
from assistant.understanding.phrases import REASON

TAG = 4  # characters; so short a stretch without a word of its own is no question of its own: 对吗, 怎么办
THAT_NUMBER = re.compile(r"号码?(?:是|为)?(?:多少|几)")
LISTS = (Kind.CONTACTS, Kind.LAWS, Kind.ORGANISERS)  # asked for once however many of them are asked for


def joined(parts: Sequence[tuple[Part, Query]], read: Callable[[str, Query | None], Query]) -> list[tuple[Part, Query]]:
    """The parts, those together that ask one thing: 总结几号交, 交给谁; what asks nothing by itself (对吗) with the one before."""
    found: list[tuple[Part, Query]] = []
    for part, query in parts:
        if found and _goes_with(found[-1][1], query):
            first, _ = found[-1]
            both = Part(f"{first.text},{part.text}", first.strong)
            found[-1] = (both, read(both.text, None))
        else:
            found.append((part, query))
    return found


def _goes_with(first: Query, second: Query) -> bool:
    if second.campaign and first.campaign != second.campaign and first.campaign:
        return False
    if first.organs and second.organs and first.kind is second.kind is Kind.CONTACTS:
        return False  # 工信部邮箱是多少, 商务部的呢: no contact is of both
    if second.kind is Kind.PERIOD and not second.terms and not lexicon.PERIOD.search(second.wording):
        return True  # 报几次, 分别哪天
    if THAT_NUMBER.match(second.wording):
        return True  # 想发传真, 号是多少
    if second.kind is Kind.CLAUSES:
        says = second.terms or second.place or second.laws or REASON.search(second.wording)
        return not says and not wanted(second.wording) and len(second.wording.rstrip("？?。！!")) <= TAG
    if first.kind is not second.kind:
        return False
    return second.kind in LISTS or set(second.terms) <= set(first.terms)


def each_organ(query: Query) -> Query:
    """Whose contacts are asked for one by one, where several organs are named beside each other: 工信部和商务部的邮箱."""
    organs = sorted(query.organs, key=query.wording.find)
    beside_each_other = (
        re.search(rf"{re.escape(one)}[^，,。；]{{0,8}}?[和与及跟、]{re.escape(other)}", query.wording)
        for one, other in pairwise(organs)
    )
    if query.kind is not Kind.CONTACTS or len(organs) < 2 or not all(beside_each_other):
        return query
    first, *others = (replace(query, organs=(organ,)) for organ in organs)
    return replace(first, more=tuple(others))


def of_whole(part: Query, whole: Query) -> Query:
    """A part of a question about what the whole names, where it names nothing itself: …几号交, 第六届的."""
    if part.campaign or part.unknown_campaign or part.documents or part.unknown_number:
        return part
    return replace(
        part,
        campaign=whole.campaign,
        campaign_words=whole.campaign_words,
        unknown_campaign=whole.unknown_campaign,
        documents=whole.documents,
        unknown_number=whole.unknown_number,
    )


def beside(part: Query, before: Query | None) -> Query:
    """A part that says nothing of what it is about is about the same as the one before: 启动仪式在哪办, 多少人参加."""
    if before is None or set(part.terms) - GENERAL:
        return part
    handed_in = part.kind is Kind.DEADLINES and before.kind is Kind.CLAUSES and lexicon.HAND_IN.search(before.wording)
    if part.kind is not Kind.CLAUSES and not handed_in:  # 推荐几家, 几号前报
        return part
    subject = tuple(term for term in before.terms if term not in PLACES and term not in part.terms)
    return replace(part, terms=(*subject, *part.terms), wording=f"{''.join(subject)}{part.wording}")

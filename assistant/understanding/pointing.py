"""Follow-ups that point into the answer before: 第二个呢, 最后一个的电话, 原文呢, 详细点, 为什么, 还有别的吗.

Text and the Query before, with what its answer showed, in; a Pointer out, and what the text asks besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from assistant import lexicon
from assistant.model import Aim, CampaignRef, Item, Kind, Pointer, Query
from assistant.understanding.phrases import REASON
from ingest.model import PartId
from ingest.numerals import parse_numeral

T = TypeVar("T")
LEAD = r"^(?:那么?|上面|前面|刚才|以上|说的|列的|的|里|中|这|再|其中|[,，])*"
NTH = re.compile(
    rf"{LEAD}(?P<words>第(?P<number>[一二三四五六七八九十\d]{{1,3}})[个份家位种类]|(?P<last>最后(?:一|那)?[个份家位条项]|后者)|(?P<first>头一[个份]|前者))"
)
SAYS = r"(?:是|讲|说|写|有|的|具体|详细|展开|介绍|主要|都|给我|帮我|再|一下|下|些|了|情况|内容)*(?:什么|啥|哪些|怎么(?:说|写|讲)的?|说说|讲讲|看看|多一?点|点|一下)?(?:内容|要求)?(?:呢|吗|啊|吧)?[？?。!！]*"
SAYS_NOTHING = re.compile(SAYS)
VALUE = re.compile(r"[^：。]{2,8}：([^：。，；]{2,15})。?")
VERBATIM = re.compile(
    r"(?:那|它|这|的|给我|发|贴|看|看看|看下|把|请|能|条款|通知|文件|里|具体)*(?:原文|原话|原句|出处)(?:里|是|的|给我|发|贴|看看|看下|出来|一下|怎么|说|写|在哪里?|什么|啥|哪里)*(?:呢|吗|吧)?[？?。!！]*"
)
DETAIL = re.compile(
    r"(?:那|再|请|能|可以|能不能|给我|帮我|说|讲|介绍|的)*(?:详细|具体|展开|细致|仔细|多说)(?:一?点|一?些|说说|讲讲|说|讲|说明|介绍|内容|情况|的|是什么|是啥|有哪些|一下|下)*(?:呢|吗|吧)?[？?。!！]*"
)
AIMS: tuple[tuple[Aim, re.Pattern[str]], ...] = (
    (Aim.VERBATIM, VERBATIM),
    (Aim.DETAIL, DETAIL),
    (Aim.REASON, REASON),
    (Aim.REST, lexicon.MORE),
)


def find_pointer(text: str, previous: Query) -> tuple[Pointer, str] | None:
    """What of the answer before a follow-up points to, and the rest of its words; None where it points to nothing."""
    for aim, pattern in AIMS:
        if previous.shown and pattern.fullmatch(text):
            return Pointer(aim, text, previous.shown), ""
    items = previous.listed or previous.shown
    found = NTH.match(text)
    if found is None or not items:
        return None
    rest = re.sub(r"^(?:的|里面?|中)", "", text[found.end() :])
    number = -1 if found["last"] else 1 if found["first"] else parse_numeral(found["number"]) or 0
    chosen = _chosen(items, number)
    words = found["words"]
    if not chosen:
        return Pointer(Aim.BEYOND, words), ""
    return Pointer(Aim.ITEM, words, chosen), "" if SAYS_NOTHING.fullmatch(rest) else rest


def documents_of(items: Sequence[Item]) -> tuple[PartId, ...]:
    """The documents shown, in the order of the answer."""
    return tuple(dict.fromkeys(item.document for item in items))


def _chosen(items: Sequence[Item], number: int) -> tuple[Item, ...]:
    """The items of the n-th document where there are several, else of the n-th line; -1 for the last."""
    documents = documents_of(items)
    if len(documents) > 1:
        return tuple(item for item in items if item.document == _nth(documents, number))
    lines = tuple(dict.fromkeys(item.line for item in items if item.line))
    names = items[0].names
    if len(lines) == 1 and len(names) > 1:
        return tuple(_only(item, name) for item in items for name in (_nth(names, number),) if name)
    return tuple(item for item in items if item.line == _nth(lines, number))


def _nth(found: Sequence[T], number: int) -> T | None:
    at = number if number < 0 else number - 1
    return found[at] if -len(found) <= at < len(found) and number else None


def _only(item: Item, name: str) -> Item:
    return replace(item, words=f"《{name}》", names=(name,))


def point(rest: Query | None, pointer: Pointer, previous: Query, asked: str, as_of: date) -> Query:
    """The follow-up as a question about what it points to; `rest` is what it asks of it, None for the same as before."""
    query = replace(
        rest or previous,
        question=asked,
        as_of=as_of,
        notice_id=previous.notice_id,
        campaign=CampaignRef(),
        campaign_words=None,
        documents=documents_of(pointer.items),
        organs=(),
        more=(),
        apart=False,
        pointer=pointer,
        shown=(),
        listed=(previous.listed or previous.shown) if pointer.aim is Aim.ITEM else (),
    )
    if (
        rest is not None
        and rest.kind is Kind.PERIOD
        and previous.kind is Kind.DEADLINES
        and not lexicon.PERIOD.search(rest.wording)
    ):
        query = replace(query, kind=Kind.DEADLINES)  # 最后一个什么时候签
    if pointer.aim is not Aim.ITEM:
        return replace(query, more=previous.more if pointer.aim is Aim.REST else ())
    (first, *others) = pointer.items
    if first.names and len(first.names) == 1 and not others and first.words == f"《{first.names[0]}》":
        return replace(query, kind=Kind.LAWS, laws=first.names, terms=(), wording=first.words, pointer=None)
    if rest is None and previous.kind is Kind.NOTICES:
        return replace(query, kind=Kind.CLAUSES, terms=(), wording="介绍", pointer=None)
    if previous.kind is Kind.CLAUSES and (value := VALUE.fullmatch(first.words)):  # 主题：数智赋能
        wording = f"“{value[1]}”有哪些内容"
        return replace(query, kind=Kind.CLAUSES, terms=(value[1],), wording=wording, pointer=None)
    if len(documents_of(previous.listed or previous.shown)) > 1:
        return replace(query, pointer=None)  # the document says it all
    return query

"""The names of what is handed in: without adverbs and owners around them, one by one, and dealt out to dates. Words in, words out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.deadlines.subjects import WHOSE

TRAILING = re.compile(
    r"(?:[，,]?(?:分别|统一|一并|同时|同步|及时|按时|如实|汇总后?|(?:审核)?汇总[后後]?|审核(?:通过)?[后後]?|加盖[^，,]{0,8}章后?|盖章后?|行文后?|书面|正式|集中|逐级|直接|"
    r"联合|打包|压缩|扫描(?:后|成件)?|一式[一二两三四五\d]{1,2}份|报请|以[^，,]{1,12}(?:形式|方式)|(?<![核审查])通过[^，,]{1,20}|经(?![营济验办销费纪])[^，,]{1,16}后|(?:向|由)[^，,]{1,24}|要|(?<!申)请|应当?|须|(?<![合兼])并))+$"
)
LEADING = re.compile(
    r"^(?:[，,、：:\s*]|[一两\d]次|请|要|须|应|并|各自|本地区?的?|当地的|[^，,、]{0,8}?(?:期间|过程中|时)(?=[如若]|[出遇发])|[如若]有|出现|[如若]遇[有到]?|遇[有到]|[如若]?发[生现])+"
)
AND = re.compile(r"以及|(?<![涉普以触危惠])及(?![时其])|(?<!参)与(?!会)|[和、](?!谐)")
SHELTERED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")
ORGANISING = re.compile(r"(?:组织|开展|举办|参加|落实|推进|贯彻)")
SEE_ATTACHMENT = re.compile(r"[（(](?:详见|见|参见|参照)附?[^（）()]{0,12}[）)]$")
SO_MANY = re.compile(r"(?:数量|原则上)*(?:不超过|不多于|不少于|限报|至多|至少)\d+[个家件名份篇项]$")
TERM = re.compile(r"首[日周月]|全程|启动|收官|上?半年|下半年|全年|年度|中期|第?[一二三四]季度")  # 半年、全年工作总结
FILLER = "□"


def pair(items: Sequence[str], count: int, whole: str) -> tuple[str, ...]:
    """What is due on each of `count` dates.

    As many dates as items: in order. More dates: the last item is for the last date, the first for those before.
    Fewer dates: everything each time.

    >>> pair(("阶段性活动情况", "最后工作总结"), 3, "阶段性活动情况和最后工作总结")
    ('阶段性活动情况', '阶段性活动情况', '最后工作总结')
    """
    if count == len(items):
        return tuple(items)
    if count > len(items) > 1:
        return (*(items[0],) * (count - len(items) + 1), *items[1:])
    return (whole,) * count


def trimmed(words: str) -> str:
    """What is handed in, without adverbs around it and without those whose it is."""
    what = LEADING.sub("", TRAILING.sub("", words.strip(" \t\u3000*")))
    owner = WHOSE.match(what)
    if owner:
        rest = what[owner.end() :]
        masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), rest)
        cut = masked.find("的") + 1 if ORGANISING.match(rest) else 0
        what = rest[cut:]
    return SEE_ATTACHMENT.sub("", SO_MANY.sub("", what.strip(" \t\u3000*，,、")))


def items_of(what: str) -> tuple[str, ...]:
    """The coordinated things in a name: 方案和总结 are two, 一、二季度总结 is one."""
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), what)
    items, start = [], 0
    for mark in AND.finditer(masked):
        items.append(what[start : mark.start()])
        start = mark.end()
    whole = (*items, what[start:])
    if any(len(item) < 2 for item in whole):
        return (what,)  # 一、二季度总结 is one thing
    term = TERM.match(whole[-1])
    shared = whole[-1][term.end() :] if term else ""
    return tuple(item + shared if TERM.fullmatch(item) else item for item in whole)

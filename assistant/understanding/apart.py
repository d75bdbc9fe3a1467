"""What tells notices of one name apart: the season, the instalment, the half year, the rank. Texts in, where they differ out."""

from __future__ import annotations

import re

from ingest.numerals import parse_numeral

KINDS_APART = (
    re.compile(r"([春夏秋冬]{1,2})季"),
    re.compile(r"第([一二三四五六七八九十\d]{1,3})[期批轮场]"),
    re.compile(r"([上下])半年"),
    re.compile(r"([一二三四])季度"),
    re.compile(r"(国家|省|市|县|区)级(?=[\u4e00-\u9fff])"),
)
RANKS = KINDS_APART[-1]


def another_of_its_kind(text: str, title: str) -> tuple[int, int] | None:
    """Where a text says of which season, instalment or rank the notice is, and the title that it is of another.

    >>> another_of_its_kind("第三期培训班找谁", "举办第二期培训班"), another_of_its_kind("冬季检查", "冬春季检查")
    ((0, 3), None)
    """
    for pattern in KINDS_APART:
        printed = {one for found in pattern.finditer(title) for one in _values(found)}
        for found in pattern.finditer(text) if printed else ():
            of_title = pattern is not RANKS or text[found.end() : found.end() + 2] in title  # 市级材料 is no rank of it
            if of_title and printed.isdisjoint(_values(found)):
                return found.span()
    return None


def _values(found: re.Match[str]) -> set[str]:
    return set(found.group(1)) if found.re is KINDS_APART[0] else {_number(found.group(1))}


def _number(said: str) -> str:
    return str(parse_numeral(said) or said)

"""The numbers that head clauses: 第三条, 一、 （一） 1. （1） ① 一是 首先. A line in, its number in that style out.

Source: GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）); statutes and spoken lists add the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ingest.numerals import parse_numeral

CN = "一二三四五六七八九十百零〇"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Style(Enum):
    """How a number is printed."""

    CHAPTER = "第一章"
    SECTION = "第一节"
    ARTICLE = "第一条"
    COMMA = "一、"
    PAREN = "（一）"
    DOT = "1."
    PAREN_ARABIC = "（1）"
    HALF_PAREN = "1）"
    CIRCLED = "①"
    SPOKEN = "一是"
    ORDINAL = "第一"
    FIRSTLY = "首先"
    DECIMAL = "1.1"
    DECIMALS = "1.1.1"
    BARE = "1 "


PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (Style.CHAPTER, re.compile(rf"第\s*([{CN}\d]{{1,6}})\s*章(?=\s|$|[^的、和])")),
    (Style.SECTION, re.compile(rf"第\s*([{CN}\d]{{1,6}})\s*节(?=\s|$)")),
    (Style.ARTICLE, re.compile(rf"第\s*([{CN}\d]{{1,6}})\s*条(?=[\s　：:]|$)")),
    (Style.SPOKEN, re.compile(rf"([{CN}]{{1,3}})是(?!否)")),
    (Style.ORDINAL, re.compile(rf"第([{CN}]{{1,2}})(?=[，,：:]|是(?!否))")),
    (Style.FIRSTLY, re.compile(r"(首先|其次|(?:再次|最后)(?=[，,：:]|[是要](?!求)))")),
    (Style.COMMA, re.compile(rf"([{CN}]{{1,4}})\s*[、.．]\s*")),
    (Style.PAREN, re.compile(rf"[（(]\s*([{CN}]{{1,4}})\s*[）)]\s*[、.．]?\s*")),
    (Style.PAREN_ARABIC, re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*[、.．]?\s*")),
    (Style.DECIMALS, re.compile(r"\d{1,2}[.．]\d{1,2}[.．](\d{1,2})(?![\d.．%％])[、.．]?\s*(?=[\u4e00-\u9fff“《（])")),
    (Style.DECIMAL, re.compile(r"\d{1,2}[.．](\d{1,2})(?![\d.．%％])[、.．]?\s+(?=[\u4e00-\u9fff“《（])")),
    (Style.DOT, re.compile(r"(\d{1,2})\s*(?:[.．](?!\d)|、)\s*")),
    (Style.BARE, re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fff“《])(?![年月日号时点个名家件天次万亿元])")),
    (Style.HALF_PAREN, re.compile(r"(\d{1,2})[）)]\s*")),
    (Style.CIRCLED, re.compile(rf"([{CIRCLED}])\s*")),
)


SAID_IN_SENTENCES = (Style.SPOKEN, Style.ORDINAL, Style.FIRSTLY)
FIRSTLY = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}


@dataclass(frozen=True, slots=True)
class Number:
    """The number a line begins with. `end` is the count of characters it takes, spaces behind it included."""

    style: Style
    value: int
    label: str  # the normal form for paths: 一, （一）, 1, （1）, 一是, 第三条
    end: int


def read_number(line: str) -> Number | None:
    """The number at the very start of a line, or None.

    >>> read_number("(三) 倡导绿色").label, read_number("（3） 活动时间").label, read_number("1.企业报名").label
    ('（三）', '（3）', '1')
    >>> read_number("3.5万家企业"), read_number("3月20日,各地"), read_number("一般要求")
    (None, None, None)
    """
    for style, pattern in PATTERNS:
        found = pattern.match(line)
        if found is None:
            continue
        digits = found.group(1)
        value = _value(style, digits)
        if value is None or value < 1:
            continue
        printed = found.group().strip() if style in (Style.DECIMAL, Style.DECIMALS) else digits
        return Number(style, value, label_of(style, printed.rstrip("、.．")), found.end())
    return None


def _value(style: Style, digits: str) -> int | None:
    match style:
        case Style.CIRCLED:
            return CIRCLED.index(digits) + 1
        case Style.FIRSTLY:
            return FIRSTLY[digits]
        case _:
            return parse_numeral(digits)


def label_of(style: Style, digits: str) -> str:
    """How the number stands in a path: brackets full width, points and commas off."""
    match style:
        case Style.PAREN | Style.PAREN_ARABIC:
            return f"（{digits}）"
        case Style.HALF_PAREN:
            return f"{digits}）"
        case Style.SPOKEN:
            return f"{digits}是"
        case Style.ORDINAL:
            return f"第{digits}"
        case Style.CHAPTER | Style.SECTION | Style.ARTICLE:
            return f"第{digits}{style.value[-1]}"
        case _:
            return digits

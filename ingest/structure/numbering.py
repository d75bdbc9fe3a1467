"""The numbers that head clauses: 第三条, 一、 （一） 1. （1） ① 1.2 一是 首先 活动一. A line in, its number in that style out.

Source: GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）); statutes, plans and spoken lists add the rest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from ingest.numerals import parse_numeral

CN = "一二三四五六七八九十百零〇"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LETTERS = "abcdefghABCDEFGH"
FIRSTLY = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
LASTLY = "最后"  # of a list of any length
NAMED = "活动|任务|项目|板块|专题|行动|步骤|环节|赛道|问题|主题|专场|举措|场景"


class Style(Enum):
    """How a number is printed."""

    BOOK = "第一部分"
    CHAPTER = "第一章"
    SECTION = "第一节"
    ARTICLE = "第一条"
    COMMA = "一、"
    PAREN = "（一）"
    DOT = "1."
    PAREN_ARABIC = "（1）"
    HALF_PAREN = "1）"
    LETTER = "a）"
    LETTERED = "A1."
    CIRCLED = "①"
    SPOKEN = "一是"
    ORDINAL = "第一"
    FIRSTLY = "首先"
    STAGE = "第一阶段"
    NAMED = "活动一："
    DECIMAL = "1.1"
    DECIMALS = "1.1.1"
    BARE = "1 "


COUNTED = frozenset({Style.ORDINAL, Style.FIRSTLY})  # 首先, 其次, 第三, 第四 are one list
SAID_IN_SENTENCES = (Style.SPOKEN, Style.ORDINAL, Style.FIRSTLY)
# Behind 3.5 one of these makes it a quantity, where no blank parts the number from the words.
UNIT = r"[万亿千百元角倍年月日号时点分秒度个名家件天次米里亩吨斤克升级折层平公海分小岁版期寸英]"
HAN = r"[\u4e00-\u9fff“《（]"

DIGIT = "0123456789０１２３４５６７８９"
# (style, what a line of it begins with, the number); the first that fits is it
PATTERNS: tuple[tuple[Style, str, re.Pattern[str]], ...] = (
    (Style.BOOK, "第", re.compile(rf"第\s*([{CN}\d]{{1,4}})\s*(?:部分|编|篇)(?=[\s：:、]|$)")),
    (Style.CHAPTER, "第", re.compile(rf"第\s*([{CN}\d]{{1,6}})\s*章(?=\s|$|[^的、和])")),
    (Style.SECTION, "第", re.compile(rf"第\s*([{CN}\d]{{1,6}})\s*节(?=\s|$)")),
    (Style.ARTICLE, "第", re.compile(rf"第\s*([{CN}\d]{{1,6}})\s*条(?:之[{CN}]{{1,2}})?(?=[\s　：:“《]|$)")),
    (Style.STAGE, "第", re.compile(rf"第([{CN}]{{1,2}})(?:阶段|步)(?:\s*[：:，,]\s*|(?=[\s（(]))")),
    (Style.NAMED, NAMED, re.compile(rf"(?:{NAMED})([{CN}\d]{{1,2}})[：:、]\s*")),
    (Style.SPOKEN, CN, re.compile(rf"([{CN}]{{1,3}})(?:是(?!否)|要(?![求素件点闻目]))")),
    (Style.ORDINAL, "第", re.compile(rf"第([{CN}]{{1,2}})(?=[，,：:]|是(?!否)|、(?![第{CN}\d]))")),
    (Style.FIRSTLY, "首其再最", re.compile(r"(首先|其次|(?:再次|最后)(?=[，,：:]|[是要](?!求)))")),
    (Style.COMMA, CN, re.compile(rf"([{CN}]{{1,4}})\s*[、.．]\s*")),
    (Style.PAREN, "（(", re.compile(rf"[（(]\s*([{CN}]{{1,4}})\s*[）)]\s*[、.．]?\s*")),
    (Style.LETTERED, "（(", re.compile(r"[（(]\s*(?P<within>[A-H])(\d{1,2})\s*[）)]\s*")),
    (Style.PAREN_ARABIC, "（(", re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*[、.．]?\s*")),
    (
        Style.DECIMALS,
        DIGIT,
        re.compile(rf"(?P<within>\d{{1,2}}[.．]\d{{1,2}})[.．](\d{{1,2}})(?![\d.．%％])[、.．]?\s*(?={HAN})"),
    ),
    (
        Style.DECIMAL,
        DIGIT,
        re.compile(rf"(?P<within>\d{{1,2}})[.．](\d{{1,2}})(?![\d.．%％])(?:[、.．]?\s+|(?!{UNIT}))(?={HAN})"),
    ),
    # 4.11月底前: the fourth item, and a month; 4.11 is no number of a month
    (Style.DOT, DIGIT, re.compile(r"(\d{1,2})\s*(?:[.．](?!\d)|[.．](?=\d{1,2}月)|、)\s*")),
    (Style.BARE, DIGIT, re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fff“《])(?![年月日号时点个名家件天次万亿元])")),
    (Style.HALF_PAREN, DIGIT, re.compile(r"(\d{1,2})[）)]\s*")),
    (Style.LETTERED, LETTERS, re.compile(rf"(?P<within>[a-hA-H])[-.．]?(\d{{1,2}})(?:\s*[.．、）)]\s*|\s+)(?={HAN})")),
    (Style.LETTER, LETTERS, re.compile(r"([a-hA-H])\s*[）)、.．]\s*(?=[\u4e00-\u9fff“《])")),
    (Style.CIRCLED, CIRCLED, re.compile(rf"([{CIRCLED}])\s*")),
)
BY_FIRST = {
    first: tuple((style, pattern) for style, begins, pattern in PATTERNS if first in begins)
    for first in "".join(begins for _, begins, _ in PATTERNS)
}


@dataclass(frozen=True, slots=True)
class Number:
    """The number a line begins with. `end` is the count of characters it takes, spaces behind it included."""

    style: Style
    value: int
    label: str  # the normal form for paths: 一, （一）, 1, （1）, 一是, 第三条, 1.2
    end: int
    within: str = ""  # 1.2 of 1.2.3, 1 of 1.2: the number of the clause that the list stands in

    @property
    def next(self) -> tuple[Style, str, int]:
        """What the number behind it in its list is known by."""
        return self.style, self.within, self.value + 1

    @property
    def key(self) -> tuple[Style, str, int]:
        return self.style, self.within, self.value


def read_number(line: str) -> Number | None:
    """The number at the very start of a line, or None.

    >>> read_number("(三) 倡导绿色").label, read_number("（3） 活动时间").label, read_number("１．企业报名").label
    ('（三）', '（3）', '1')
    >>> read_number("3.5万家企业"), read_number("3月20日,各地"), read_number("一般要求")
    (None, None, None)
    >>> read_number("3.2报送总结").label, read_number("第四条之一 初审").label, read_number("一要摸清底数").label
    ('3.2', '第四条之一', '一要')
    """
    for style, pattern in BY_FIRST.get(line[:1], ()):
        found = pattern.match(line)
        if found is None:
            continue
        digits = found.group(pattern.groups)
        value = _value(style, digits)
        if value is None or value < 1:
            continue
        within = unicodedata.normalize("NFKC", found["within"]) if pattern.groups > 1 else ""
        return Number(style, value, _label(style, digits, found.group(), within), found.end(), within)
    return None


def _value(style: Style, digits: str) -> int | None:
    match style:
        case Style.CIRCLED:
            return CIRCLED.index(digits) + 1
        case Style.FIRSTLY:
            return FIRSTLY[digits]
        case Style.LETTER:
            return ord(digits.lower()) - ord("a") + 1
        case _:
            return parse_numeral(digits)


def _label(style: Style, digits: str, printed: str, within: str) -> str:
    """How the number stands in a path: brackets full width, points and commas off."""
    plain = digits if style is Style.CIRCLED else unicodedata.normalize("NFKC", digits)
    match style:
        case Style.PAREN | Style.PAREN_ARABIC:
            return f"（{plain}）"
        case Style.HALF_PAREN:
            return f"{plain}）"
        case Style.DECIMAL | Style.DECIMALS:
            return f"{within}.{plain}"
        case Style.LETTERED:
            return f"{within}{plain}"
        case Style.COMMA | Style.DOT | Style.BARE | Style.CIRCLED:
            return plain
        case _:
            return re.sub(r"\s|[：:、，,.．]+\s*$", "", printed)

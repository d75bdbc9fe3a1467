"""What names a document, piece by piece: the shapes of 发文字号, dates, organs and levels, and what a head and a tail hold.

Lines of canonical text in, values with their places out. `head` and `tail` read the lines around a body with these.

Source: GB/T 9704-2012, 7.2 (版头), 7.3.1-7.3.6 (标题 to 成文日期), 7.4 (版记).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.model import Found, Level, Span
from ingest.numerals import parse_numeral
from ingest.organs import CJK, is_organ
from ingest.structure.numbering import read_number

# 商办电函〔2021〕11号, and 财政部 税务总局公告2020年第8号, 商务部令2020年第3号
YEAR_AND_NUMBER = r"[〔﹝\[［【（(]\s*\d{4}\s*[〕﹞\]］】）)]\s*[字函]?\s*第?\s*\d{1,5}\s*号"
SERIAL = rf"[{CJK}]{{1,14}}\s*{YEAR_AND_NUMBER}"
ANNOUNCED = rf"[{CJK}、]{{0,30}}(?:令|公告|通告)\s*(?:[〔﹝\[（(]?\s*\d{{4}}\s*年?[〕﹞\]）)]?\s*)?第\s*\d{{1,5}}\s*号"
IN_PAPER = rf"(?:(?!关于)[{CJK}、]){{0,30}}[公通]告\s*[（(]\s*\d{{4}}\s*年?\s*第?\s*\d{{1,5}}\s*号\s*[）)]"  # 某局公告（2026年第7号）
DOC_NUMBER = re.compile(rf"{SERIAL}|{ANNOUNCED}")
# 2020年第2号, 〔2020〕2号, 第2号 under the title of a 公告
YEARLY = re.compile(rf"[（(]?\s*(?:\d{{4}}\s*年\s*)?第\s*\d{{1,5}}\s*号\s*[）)]?|{YEAR_AND_NUMBER}")
IN_BRACKETS = re.compile(r"^[（(](.*)[）)]$")
CN_DIGITS = "〇○Ｏ零一二三四五六七八九十"
DATE = re.compile(
    rf"(\d{{4}}|[{CN_DIGITS}]{{4}})\s*年\s*(\d{{1,2}}|[{CN_DIGITS}]{{1,3}})\s*月\s*(\d{{1,2}}|[{CN_DIGITS}]{{1,3}})\s*日"
)
ALONE = re.compile(
    rf"(?:{SERIAL}|(?:[{CJK}]{{2,20}}\s+){{0,5}}{ANNOUNCED}|{IN_PAPER}|{YEARLY.pattern})(?:\s*签发人.{{0,12}}|\s*{DATE.pattern})?"
)
PRINTED = re.compile(rf"(?P<organ>[{CJK}]{{0,20}}?)\s*{DATE.pattern}\s*印发")
POSTED = re.compile(
    r"(?:发布时间|发布日期|发文日期|成文日期|印发日期|日期)\s*(?:[:：]\s*\|?|\||[\]】]\s*[:：]?)\s*(\d{4})\s*[-/年.]\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})"
)
URGENCY = re.compile(r"特急|加急|特提|平急|急件|(?:绝密|机密|秘密)(?:★.{0,6})?|\d{6}|签发人[:：].{0,12}")
SEAL = re.compile(r"\s*[（(](?:代章|盖章|公章|印章|章|印)[）)]\s*$")
STATE = "中华人民共和国"
MAX_ORGANS = 300  # characters of a line of organs


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the canonical text with its place; `end` is behind the last character, before the line feed."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def find(self, found: re.Match[str]) -> Found:
        """A match in this line as a value with its place in the text."""
        return Found(found.group().strip(), Span(self.start + found.start(), self.start + found.end()))


def lines_of(text: str) -> tuple[Line, ...]:
    """The paragraphs of a canonical text.

    >>> [line.start for line in lines_of("一\\n二三\\n四")]
    [0, 2, 5]
    """
    lines, start = [], 0
    for text_of_line in text.split("\n"):
        lines.append(Line(start, text_of_line))
        start += len(text_of_line) + 1
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a body: `end` is the index of the first line behind it."""

    end: int
    title: Found | None = None
    doc_number: Found | None = None
    paper: Found | None = None  # 发文机关标志 that says 文件 or 函
    organs: tuple[Found, ...] = ()  # organs alone on a line above or under the title
    addressees: tuple[Found, ...] = ()
    posted: Found | None = None  # the date a web page gives
    noted: Found | None = None  # the date of 题注, in brackets under the title: （2024年3月1日…会议通过）


@dataclass(frozen=True, slots=True)
class Tail:
    """What stands below a body, as line ranges [first, last) in the text; empty ranges where there is none."""

    signature: tuple[int, int]
    colophon: tuple[int, int]
    issuers: tuple[Found, ...] = ()
    issued: tuple[date, Span] | None = None
    printed: tuple[date, Span] | None = None  # 印发日期
    printer: Found | None = None  # 印发机关


def is_doc_number(line: str) -> bool:
    """Whether a line is a 发文字号 and nothing else (an 签发人 or a date may follow it).

    >>> is_doc_number("商电促进函〔2024〕40号"), is_doc_number("按照国办发〔2020〕32号要求")
    (True, False)
    >>> is_doc_number("财政部 税务总局公告2020年第8号"), is_doc_number("2020年第2号"), is_doc_number("某协〔2020〕字第12号")
    (True, True, True)
    """
    return "号" in line and ALONE.fullmatch(IN_BRACKETS.sub(r"\1", line.strip())) is not None


def read_organs(line: Line) -> tuple[Found, ...]:
    """The organs that a line names if it says nothing else; a seal's 章 is left out.

    >>> [found.value for found in read_organs(Line(0, "商务部办公厅  财政部办公厅（代章）"))]
    ['商务部办公厅', '财政部办公厅']
    >>> read_organs(Line(0, "二、指导单位")), read_organs(Line(0, "加强部门协同，服务企业"))
    ((), ())
    """
    if len(line.text) > MAX_ORGANS or read_number(line.text) is not None:
        return ()
    body = SEAL.sub("", line.text.rstrip())
    pieces = [Found(one.group(), _at(line, one)) for one in re.finditer(r"[^\s、]+", body)]
    if pieces and all(_names_organ(one.value) for one in pieces):
        return tuple(pieces)
    whole = re.sub(r"\s", "", body)  # 商 务 部
    start = line.start + len(body) - len(body.lstrip())
    return (Found(whole, Span(start, line.start + len(body))),) if _names_organ(whole) else ()


def names_organs(text: str) -> bool:
    """Whether a line names organs and says nothing else.

    >>> names_organs("辽宁省商务厅办公室"), names_organs("证监会 银保监会"), names_organs("2021年3月15日")
    (True, True, False)
    """
    return bool(read_organs(Line(0, text)))


def _at(line: Line, found: re.Match[str]) -> Span:
    return Span(line.start + found.start(), line.start + found.end())


def _names_organ(text: str) -> bool:
    return is_organ(text.replace("的", ""))  # 某省应对…的…领导小组: as a line of its own no part of a sentence


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    return bool(DATE.fullmatch(line.strip()))


def date_in(found: re.Match[str] | None) -> date | None:
    """The date of a match whose last three groups are year, month, day; None where no such day exists.

    >>> date_in(DATE.search("2021年2月30日")) is None
    True
    """
    if found is None:
        return None
    year, month, day = (parse_numeral(group) for group in found.groups()[-3:])
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.ENTERPRISE, re.compile(r"公司|企业|商户|商家|经营主体|电商平台$")),
    (
        Level.MINISTRY,
        re.compile(
            r"^(?:国家|国务院|中央|全国)|总局|^[^省市县区州盟旗]{1,9}(?<!指挥)部(?:办公厅|[（(]|$)|(?<!指挥)部[^省市县区]{2,8}司"
        ),
    ),
    (
        Level.PROVINCE,
        re.compile(
            rf"^(?:各省|全省|省)|^[{CJK}]{{2,8}}(?:省|自治区)(?!.*[市县区][^域场])|^(?:北京|天津|上海|重庆)市(?!.*[区县][^域])|厅"
        ),
    ),
    (Level.CITY, re.compile(rf"^(?:各|全|各设区)?市(?!场)|^[{CJK}]{{2,7}}[市州盟](?!场)(?!.*[区县][^域])")),
    (Level.COUNTY, re.compile(rf"^(?:各|全)?[区县镇](?!域)|^[{CJK}]{{2,9}}[区县旗](?!域)|^属地|街道")),
)
# 国家税务总局某市税务局 is an office of its place.
OF_A_PLACE = re.compile(rf"^国家[{CJK}]{{2,6}}?总?局(?=[{CJK}]{{2,}}?(?:省|自治区|市|县|区))")


def level_of(organ: str) -> Level | None:
    """The level of an organ or of the bodies a notice speaks to, by its name alone.

    >>> level_of("商务部电子商务司"), level_of("辽宁省商务厅"), level_of("各市商务局"), level_of("哈尔滨市商务局")
    (<Level.MINISTRY: 'ministry'>, <Level.PROVINCE: 'province'>, <Level.CITY: 'city'>, <Level.CITY: 'city'>)
    >>> level_of("四川省应急指挥部"), level_of("国家税务总局深圳市税务局"), level_of("重庆市商务委员会")
    (<Level.PROVINCE: 'province'>, <Level.CITY: 'city'>, <Level.PROVINCE: 'province'>)
    """
    organ = OF_A_PLACE.sub("", organ)
    for level, pattern in LEVELS:
        if pattern.search(organ):
            return level
    return None

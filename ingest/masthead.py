"""What names a document: 标题, 发文字号, 发文机关, 主送机关, 成文日期, read off the lines around its body.

Source: GB/T 9704-2012, 7.2 (版头), 7.3.1-7.3.6 (标题 to 成文日期), 7.4 (版记).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.model import Found, Level, Span
from ingest.numbering import read_number
from ingest.numerals import parse_numeral

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
DOC_NUMBER = re.compile(rf"[{CJK}]{{2,14}}\s*[〔﹝\[［（(]\s*(\d{{4}})\s*[〕﹞\]］）)]\s*第?\s*\d{{1,5}}\s*号")
CN_DIGITS = "〇○Ｏ零一二三四五六七八九十"
DATE = re.compile(
    rf"(\d{{4}}|[{CN_DIGITS}]{{4}})\s*年\s*(\d{{1,2}}|[{CN_DIGITS}]{{1,3}})\s*月\s*(\d{{1,2}}|[{CN_DIGITS}]{{1,3}})\s*日"
)
PRINTED = re.compile(rf"(?P<organ>[{CJK}]{{0,20}}?)\s*{DATE.pattern}\s*印发")
POSTED = re.compile(
    r"(?:发布时间|发布日期|发文日期|成文日期|印发日期|日期)\s*[:：]\s*(\d{4})\s*[-/年.]\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})"
)
COPIES = re.compile(r"抄\s*送\s*[:：]")
LABELLED_NUMBER = re.compile(
    r"^(?:发文字号|发文文号|公文文号|文\s*号|文\s*件\s*号)\s*[:：]\s*"
)  # on the page of a government site
URGENCY = re.compile(r"特急|加急|特提|平急|急件|(?:绝密|机密|秘密)(?:★.{0,6})?|\d{6}|签发人[:：].{0,12}")

ORGAN_END = (
    "部|总局|署|局|厅|委|委员会|办公室|办公厅|司|处|院|中心|协会|联合会|人民政府|政府|公司|集团|银行|指挥部|领导小组|"
    "商务主管部门|主管部门|有关部门|相关部门|部门|单位|企业|机构|院校|街道|镇|乡|开发区|管委会|联盟|商会|市|县|区|州|盟"
)
ORGAN = re.compile(rf"[{CJK}（）()、\s·]{{1,40}}?(?:{ORGAN_END})(?:[（(][{CJK}]{{1,10}}[）)])?")
HEAD_OF_PAPER = re.compile(rf"[{CJK}\s]{{2,40}}(?:（局）函|局简函|文件|函|令|公报|公告|通告|便笺|通知)|{ORGAN.pattern}")
TITLE_END = re.compile(
    r"(?:通知|公告|通告|通报|函|意见|方案|办法|规定|细则|决定|决议|请示|报告|批复|纪要|公示|指南|要点|计划|规划|"
    r"承诺书|承诺函|申请表|报名表|汇总表|登记表|倡议书|说明|须知|令|法典?|条例|规则|措施|清单|名单)"
    r"(?:[（(][^（）()]{1,12}[）)])?$"
)
SITE = re.compile(r"\s*[-_|–—]\s*[\u4e00-\u9fff]{4,20}$")  # the name of the site behind the title of its page
SENTENCE = re.compile(r"[。；;！？]|[，,].*[，,]")
ADDRESSEE_SPLIT = re.compile(r"[，,；;]|(?<=[局厅委办门位业司会心道团构])、")
STATE = "中华人民共和国"


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
    paper: Found | None = None  # 发文机关标志, the organ named at the head of the paper
    addressees: tuple[Found, ...] = ()
    posted: Found | None = None  # the date a web page gives


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
    """Whether a line is a 发文字号 and nothing else (an 签发人 may follow it).

    >>> is_doc_number("商电促进函〔2024〕40号"), is_doc_number("按照国办发〔2020〕32号要求")
    (True, False)
    """
    line = re.sub(r"^[（(](.*)[）)]$", r"\1", line.strip())
    return bool(re.fullmatch(rf"{DOC_NUMBER.pattern}(?:\s*签发人.{{0,12}})?", line))


def is_organ(line: str) -> bool:
    """Whether a line names an organ and says nothing else.

    >>> is_organ("辽宁省商务厅办公室"), is_organ("二、指导单位"), is_organ("加强部门协同，服务企业")
    (True, False, False)
    """
    return bool(ORGAN.fullmatch(line.strip())) and read_number(line) is None


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


def read_addressees(line: Line) -> tuple[Found, ...]:
    """主送机关: a line that names organs and ends in a colon.

    >>> [a.value for a in read_addressees(Line(0, "各市商务局、沈抚示范区商务主管部门："))]
    ['各市商务局', '沈抚示范区商务主管部门']
    >>> len(read_addressees(Line(0, "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门：")))
    1
    """
    body = line.text.rstrip()
    if not body.endswith(("：", ":")) or len(body) > 300 or read_number(body):
        return ()
    body = body[:-1]
    if re.search(r"[。：:；]|如下|附件|时间|地点|电话|联系", body):
        return ()
    found, start = [], 0
    for cut in [*ADDRESSEE_SPLIT.finditer(body), None]:
        end = cut.start() if cut else len(body)
        name = body[start:end].strip()
        if name:
            at = start + body[start:end].index(name)
            found.append(Found(name, Span(line.start + at, line.start + at + len(name))))
        start = cut.end() if cut else end
    names_organs = any(re.search(rf"(?:{ORGAN_END})$", item.value) for item in found)
    return tuple(found) if names_organs and (re.match(r"各|有关|全|本|直属", body) or len(found) < 60) else ()


# What a web page prints between a title and the paper.
PAGE_LINE = re.compile(
    r"(?:信息)?来源|浏览|阅读|点击|字[体号]|打印|分享|作者|编辑|索引号|主题分类|文\s*号|发文|公开|时间|日期|发布|有效性|名\s*称|分类|收藏|【"
)
MAX_PAGE_LINE = 60
MAX_HEAD_LINES = 16  # 版头, title, web page lines and 主送机关 together are shorter in every real file seen


def read_head(lines: Sequence[Line], first: int, last: int) -> Head:
    """What stands above the body in lines[first:last].

    A web page may print the title, a summary, and then the paper itself with its head: the second head is the one.
    """
    head = _read_head(lines, first, last)
    if head.title is None:
        return head
    below = next((i for i in range(first, last) if lines[i].start > head.title.span.end), last)
    for i in range(below, min(last, below + MAX_HEAD_LINES)):
        again = read_title(lines, i, last)
        if again is None or again[0].value != head.title.value:
            continue
        start = i
        while start > below and _stands_above_title(lines[start - 1].text.strip()):
            start -= 1
        second = _read_head(lines, start, last)
        return replace(second, posted=second.posted or head.posted, doc_number=second.doc_number or head.doc_number)
    return head


def _stands_above_title(text: str) -> bool:
    return is_doc_number(text) or bool(URGENCY.fullmatch(text)) or bool(HEAD_OF_PAPER.fullmatch(text))


def _read_head(lines: Sequence[Line], first: int, last: int) -> Head:
    title: Found | None = None
    doc_number: Found | None = None
    paper: Found | None = None
    posted: Found | None = None
    addressees: tuple[Found, ...] = ()
    end = first
    i = first
    while i < min(last, first + MAX_HEAD_LINES):
        line = lines[i]
        text = line.text.strip()
        if posting := POSTED.search(text):
            posted = posted or line.find(posting)
            end = i = i + 1
        elif is_doc_number(LABELLED_NUMBER.sub("", text)):
            number = DOC_NUMBER.search(line.text, len(text) - len(LABELLED_NUMBER.sub("", text)))
            doc_number = doc_number or (line.find(number) if number else None)
            end = i = i + 1
        elif URGENCY.fullmatch(text) or (title is None and text.endswith("号") and len(text) < 30 and "〔" in text):
            end = i = i + 1
        elif title is None and (found := read_title(lines, i, last)):
            title, i = found
            end = i
        elif title is not None and (addressees := read_addressees(line)):
            end = i = i + 1
            break
        elif paper is None and title is None and len(text) <= 40 and HEAD_OF_PAPER.fullmatch(text):
            paper = Found(text, Span(line.start, line.end))
            end = i = i + 1
        elif title is not None and (is_organ(text) or is_date(text) or re.fullmatch(r"[（(].{1,40}[）)]", text)):
            end = i = i + 1  # the issuer or a note printed under the title
        elif title is None and not SENTENCE.search(text) and read_number(text) is None and len(text) <= 40:
            i += 1  # a line of a web page above the title
        elif title is not None and PAGE_LINE.match(text) and len(text) <= MAX_PAGE_LINE:
            end = i = i + 1  # 来源：… 浏览1403次
        else:
            break
    if title is None and doc_number is None:
        return Head(first)
    return Head(end, title, doc_number, paper, addressees, posted)


def read_title(lines: Sequence[Line], first: int, last: int) -> tuple[Found, int] | None:
    """The title that begins at lines[first], over at most three lines, and the index of the line behind it.

    >>> read_title(lines_of("关于做好外资服务\\n和招商引资工作的通知\\n各区："), 0, 3)[0].value
    '关于做好外资服务和招商引资工作的通知'
    """
    start = lines[first].text.strip()
    if (
        read_number(start)
        or SENTENCE.search(start)
        or start.endswith(("：", ":"))
        or re.match(r"附\s*件|抄\s*送", start)
    ):
        return None
    if "关于" not in start and any(is_doc_number(line.text) for line in lines[first + 1 : min(first + 4, last)]):
        return None  # 发文机关标志: the title comes below the 文号
    for count in (1, 2, 3):
        chosen = lines[first : min(first + count, last)]
        texts = [line.text.strip() for line in chosen]
        joint = len(texts) == count > 1 and is_organ(texts[0]) and "关于" in texts[1]  # 某部办公厅 某部办公厅关于…
        if len(chosen) < count or (
            count > 1 and (("关于" not in texts[0] and not joint) or SENTENCE.search(texts[-1]))
        ):
            return None
        texts[0] += " " if joint else ""
        whole = re.sub(r"^[#\s]+", "", "".join(texts))
        site = SITE.search(whole)
        if site and count == 1 and TITLE_END.search(whole[: site.start()]):
            value = whole[: site.start()]
            at = lines[first].text.index(value)
            return Found(value, Span(lines[first].start + at, lines[first].start + at + len(value))), first + 1
        if TITLE_END.search(whole) and 4 <= len(whole) <= 120 and not (count == 1 and is_organ(whole)):
            skipped = len("".join(texts)) - len(whole)
            return Found(whole, Span(chosen[0].start + skipped, chosen[-1].end)), first + count
    return None


def read_tail(lines: Sequence[Line], first: int, last: int) -> Tail:
    """署名, 成文日期 and 版记 at the end of lines[first:last]."""
    printed: tuple[date, Span] | None = None
    printer: Found | None = None
    end = last
    while end > first:
        line = lines[end - 1]
        text = line.text.strip()
        if found := PRINTED.fullmatch(text):
            day = date_in(found)
            if day:
                printed = (day, Span(line.start, line.end))
            if found["organ"]:
                printer = Found(found["organ"], Span(line.start, line.start + len(found["organ"])))
        elif COPIES.match(text):
            pass
        elif printed and printer is None and is_organ(text):
            printer = Found(text, Span(line.start, line.end))
        else:
            break
        end -= 1
    colophon = (end, last)
    issued: tuple[date, Span] | None = None
    issuers: list[Found] = []
    # The date closes the signature; a stray line or the list of downloads may follow it.
    for i in range(end - 1, max(first, end - 12) - 1, -1):
        found = DATE.fullmatch(lines[i].text.strip())
        day = date_in(found)
        if day is None:
            continue
        start = i
        while start > first and i - start < 6 and is_organ(lines[start - 1].text):
            start -= 1
        if start == i and i > first and not lines[i - 1].text.endswith(("。", "；", "：", "）", ")")):
            continue
        issued = (day, Span(lines[i].start, lines[i].end))
        issuers = [Found(re.sub(r"\s+", " ", line.text.strip()), Span(line.start, line.end)) for line in lines[start:i]]
        return Tail((start, i + 1), colophon, tuple(issuers), issued, printed, printer)
    return Tail((end, end), colophon, (), None, printed, printer)


LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.ENTERPRISE, re.compile(r"公司|企业|商户|商家|经营主体|电商平台$")),
    (Level.MINISTRY, re.compile(r"^(?:国家|国务院|中央|全国)|总局|部(?:办公厅|[（(]|$)|部[^省市县区]{2,8}司")),
    (Level.PROVINCE, re.compile(rf"^(?:各省|全省|省)|^[{CJK}]{{2,8}}(?:省|自治区)(?!.*[市县区][^域场])|厅")),
    (Level.CITY, re.compile(rf"^(?:各|全|各设区)?市(?!场)|^[{CJK}]{{2,7}}市(?!场)(?!.*[区县][^域])")),
    (Level.COUNTY, re.compile(rf"^(?:各|全)?[区县镇](?!域)|^[{CJK}]{{2,9}}[区县](?!域)|^属地|街道")),
)


def level_of(organ: str) -> Level | None:
    """The level of an organ or of the bodies a notice speaks to, by its name alone.

    >>> level_of("商务部电子商务司"), level_of("辽宁省商务厅"), level_of("各市商务局"), level_of("哈尔滨市商务局")
    (<Level.MINISTRY: 'ministry'>, <Level.PROVINCE: 'province'>, <Level.CITY: 'city'>, <Level.CITY: 'city'>)
    """
    for level, pattern in LEVELS:
        if pattern.search(organ):
            return level
    return None

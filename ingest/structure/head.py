"""What stands above a body: 发文机关标志, 发文字号, 标题, 主送机关, and what a web page prints between them. Lines in, a `Head` out.

Source: GB/T 9704-2012, 7.2 (版头), 7.3.1 (标题), 7.3.2 (主送机关); pages of ministries, provinces and cities as seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.model import Found, Span
from ingest.organs import CJK
from ingest.structure.masthead import (
    DATE,
    POSTED,
    SERIAL,
    URGENCY,
    YEARLY,
    Head,
    Line,
    is_date,
    is_doc_number,
    names_organs,
    read_organs,
)
from ingest.structure.numbering import read_number
from ingest.structure.page_lines import is_dateline, is_site_label, is_site_line, number_of_site, stands_above_page
from ingest.structure.titles import SENTENCE, read_headline, read_title

LABELLED_NUMBER = re.compile(
    r"^(?:(?:发文字号|发文文号|公文文号|文\s*号|文\s*件\s*号)\s*[:：]\s*|(?:特急|加急|特提|平急|急件)\s+)"
)  # on the page of a government site; an urgency may share the line
SERIAL_NUMBER = re.compile(rf"(?P<number>{SERIAL})")
BEHIND_TITLE = re.compile(rf"[（(](?P<number>{SERIAL}|{YEARLY.pattern})[）)]$")
OF_ANNOUNCEMENT = re.compile(rf"[公通]告\s*[（(](?P<number>\s*{YEARLY.pattern})[）)]$")  # 某局公告（2026年第7号）
PAPER = re.compile(rf"[{CJK}\s]{{2,40}}(?:（局）函|局简函|文件|函|令|公报|公告|通告|便笺|通知)|文\s*件")
# What a web page prints between a title and the paper.
PAGE_LINE = re.compile(
    r"(?:信息)?来源|浏览|阅读|点击|字[体号]|打印|分享|作者|编辑|索引号|主题分类|文\s*号|发文|公开|时间|日期|发布|有效性|时\s*效|附加|主题|标\s*题|体裁|组配|名\s*称|分类|收藏|【"
)
PAGE_LABEL = re.compile(r"[\[【](?:主题|发文|实施|成文|发布|废止|有效|文号|索引|公文|公开|信息)[^\[\]【】]{0,6}[\]】]")
REMARK = re.compile(r"[（(](?![一二三四五六七八九十\d]{1,3}[）)]).{1,60}[）)]")  # no （一）总体要求（试行）
NOTED = re.compile(rf"[（(]\s*({DATE.pattern})")
HANDS_ON = re.compile(r"附\s*件|附\s*[:：]")
RULE = re.compile(r"[—–_=*★☆·-]+")  # drawn under a 版头
MAX_PAGE_LINE = 60
MAX_LINE_ABOVE = 60  # characters of a line of a page above the title
MAX_HEAD_LINES = 24  # 版头, title, web page lines and 主送机关 together are shorter in every real file seen

ADDRESSEE_END = re.compile(
    r"(?:部|署|局|厅|委|会|室|司|处|科|办|院|所|站|心|组|团|社|联|府|司|行|校|学|市|县|区|州|盟|镇|乡|道|门|位|业|构|体|台|商|户|家|店|省|同志|同学|人员|代表|机制)"
    r"(?:[（(][^（）()]{1,20}[）)])?$"
)
TO = re.compile(r"(?:致|主送(?:单位|机关)?)\s*[:：]\s*(?=\S)")
GREETING = re.compile(r"尊敬的|亲爱的|广大|各位|全体")
ADDRESSEE_SPLIT = re.compile(
    r"[，,；;]|(?<=[局厅委办门位业司会心道团构校府组院行])(?:[（(][^（）()]{1,20}[）)])?(?P<mark>、)"  # …厅（局）、
)
SHORT_MEMBER = re.compile(r"[委办局部厅室司处院会]{1,2}")  # 市政府各委、办、局 is one
NO_ADDRESSEE = re.compile(
    r"[。：:；]|如下|附件|时间|地点|电话|联系|要求|通知$|^(?:为|现|经|按|根据|依据|兹|拟|请|以下)|[进举执发]行$"
)
MAX_ADDRESSEES = 300  # characters


def read_addressees(line: Line) -> tuple[Found, ...]:
    """主送机关: a line that names organs, or greets people, and ends in a colon.

    >>> [a.value for a in read_addressees(Line(0, "各市商务局、沈抚示范区商务主管部门："))]
    ['各市商务局', '沈抚示范区商务主管部门']
    >>> len(read_addressees(Line(0, "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门：")))
    1
    >>> [a.value for a in read_addressees(Line(0, "致：各跨境电商企业、直播机构"))]
    ['各跨境电商企业', '直播机构']
    >>> [a.value for a in read_addressees(Line(0, "各省交通运输厅（局、委）、发展改革委，市政府各委、办、局："))]
    ['各省交通运输厅（局、委）', '发展改革委', '市政府各委、办、局']
    """
    body = line.text.rstrip()
    if said := TO.match(body):
        line = Line(line.start + said.end(), body[said.end() :])
        body = line.text if line.text.endswith(("：", ":")) else f"{line.text}："
    if not body.endswith(("：", ":")) or len(body) > MAX_ADDRESSEES or read_number(body):
        return ()
    body = body[:-1]
    if NO_ADDRESSEE.search(re.sub(r"[（(][^（）()]*[）)]", "", body)):
        return ()
    cuts = [cut.span("mark" if cut["mark"] else 0) for cut in ADDRESSEE_SPLIT.finditer(body)]
    cuts = [cut for cut in cuts if _outside_brackets(body, cut[0])]
    found: list[Found] = []
    start = 0
    for end, behind in [*cuts, (len(body), len(body))]:
        name = body[start:end].strip()
        at = line.start + body.index(name, start)
        if found and SHORT_MEMBER.fullmatch(name) and body[start - 1] == "、":
            whole = Span(found[-1].span.start, at + len(name))
            found[-1] = Found(body[whole.start - line.start : whole.end - line.start], whole)
        elif name:
            found.append(Found(name, Span(at, at + len(name))))
        start = behind
    named = any(ADDRESSEE_END.search(one.value) for one in found) or GREETING.match(body)
    return tuple(found) if named else ()


def _outside_brackets(text: str, at: int) -> bool:
    before = text[:at]
    return sum(map(before.count, "（(")) <= sum(map(before.count, "）)"))


def read_head(lines: Sequence[Line], first: int, last: int) -> Head:
    """What stands above the body in lines[first:last].

    A web page may print the title, a summary, and then the paper itself with its head: the second head is the one.
    """
    head = _read_head(lines, first, last)
    if head.title is None:
        headline = (
            read_headline(lines, first, last) if first == 0 and head.doc_number is None and first < last else None
        )
        return _read_head(lines, first, last, headline) if headline else head
    second = _second_head(lines, head, head.title, first, last)
    if second is None:
        return head
    return replace(
        second,
        posted=second.posted or head.posted,
        doc_number=second.doc_number or head.doc_number,
        organs=second.organs or head.organs,
        paper=second.paper or head.paper,
        noted=second.noted or head.noted,
    )


def _second_head(lines: Sequence[Line], head: Head, title: Found, first: int, last: int) -> Head | None:
    """The head of the paper itself below the title of a page: another title before any prose, or behind a summary the
    same title again. A letter that has its 文号, is signed or lists its attachments hands on another notice there.
    """
    below = next((i for i in range(first, last) if lines[i].start > title.span.end), last)
    prose = False
    for i in range(below, min(last, below + MAX_HEAD_LINES)):
        text = lines[i].text.strip()
        if prose and (head.doc_number or is_date(text) or HANDS_ON.match(text)):
            return None
        again = read_title(lines, i, last) if not prose or text[:4] == title.value[:4] else None
        if again and (again[0].value == title.value or (not prose and "关于" in again[0].value)):
            start = i
            while start > below and _stands_above_title(lines[start - 1].text.strip()):
                start -= 1
            return _read_head(lines, start, last)
        above = _stands_above_title(text) or is_date(text) or is_site_line(text)
        above = above or bool(REMARK.fullmatch(text) or PAGE_LINE.match(text)) or is_dateline(text)
        prose = prose or not above
    return None


def _stands_above_title(text: str) -> bool:
    dress = URGENCY.fullmatch(text) or PAPER.fullmatch(text) or RULE.fullmatch(text)
    return is_doc_number(text) or bool(dress) or names_organs(text)


def _read_head(lines: Sequence[Line], first: int, last: int, headline: Found | None = None) -> Head:
    title, end = headline, first + 1 if headline else first
    doc_number: Found | None = None
    paper: Found | None = None
    posted: Found | None = None
    organs: list[Found] = []
    addressees: tuple[Found, ...] = ()
    noted: Found | None = None
    labelled = False
    i = end
    while i < min(last, first + MAX_HEAD_LINES):
        line = lines[i]
        text = line.text.strip()
        number = _number_of(lines, i, organs)
        of_site = is_site_line(text)
        label_alone = PAGE_LABEL.fullmatch(text) or (of_site and is_site_label(text))
        if of_site and (given := number_of_site(line.text)):
            doc_number = doc_number or Found(
                given["number"], Span(line.start + given.start("number"), line.start + given.end("number"))
            )
        if posting := POSTED.search(text):
            posted = posted or line.find(posting)
            end = i = i + 1
        elif number:
            doc_number = doc_number or number
            end = i = i + 1
        elif RULE.fullmatch(text) or (of_site and not label_alone):
            i += 1
            end = end if title is None else i
        elif URGENCY.fullmatch(text) or (title is None and text.endswith("号") and len(text) < 30 and "〔" in text):
            end = i = i + 1
        elif title is None and (found := read_title(lines, i, last)):
            title, i = found
            doc_number = doc_number or _number_beside(lines[i - 1], title) or _number_beside(line, title)
            end = i
        elif title is not None and (addressees := _addressed(lines, i, last)):
            end = i = i + 1
            break
        elif len(text) <= 40 and (named := read_organs(line)):
            organs += named
            end = i = i + 1
        elif paper is None and len(text) <= 40 and PAPER.fullmatch(text):
            paper = Found(text, Span(line.start, line.end))
            end = i = i + 1
        elif label_alone:  # [发文机构], and its value on the next line
            labelled = True
            i += 1
            end = end if title is None and of_site else i
        elif title is not None and (
            (labelled and len(text) <= MAX_PAGE_LINE) or is_date(text) or REMARK.fullmatch(text)
        ):
            labelled = False
            if dated := NOTED.match(text):
                at = line.text.index(text) + dated.start(1)
                noted = noted or Found(dated[1], Span(line.start + at, line.start + at + len(dated[1])))
            end = i = i + 1  # a note printed under the title, or the value of a label
        elif title is None and (_may_stand_above(text) or stands_above_page(text) or is_dateline(text)):
            i += 1  # a line of a web page above the title
        elif title is not None and ((PAGE_LINE.match(text) and len(text) <= MAX_PAGE_LINE) or is_dateline(text)):
            end = i = i + 1  # 来源：… 浏览1403次
        else:
            break
    if title is None and doc_number is None:
        return Head(first)
    # Under the headline of a story stand words of the story.
    return Head(end, title, doc_number, paper, () if headline else tuple(organs), addressees, posted, noted)


def _may_stand_above(text: str) -> bool:
    return not SENTENCE.search(text) and read_number(text) is None and len(text) <= MAX_LINE_ABOVE


def _number_beside(line: Line, title: Found) -> Found | None:
    """发文字号 on a line of the title, in front of it or in brackets behind it."""
    in_front = SERIAL_NUMBER.match(line.text.strip())
    if in_front:
        return line.find(in_front)
    behind = BEHIND_TITLE.search(line.text, max(0, title.span.end - line.start))
    if behind is None:
        return None
    return Found(behind["number"].strip(), Span(line.start + behind.start("number"), line.start + behind.end("number")))


def _number_of(lines: Sequence[Line], i: int, organs: Sequence[Found]) -> Found | None:
    """发文字号 on a line of its own; that of a joint 公告 begins with the organs on the lines above."""
    line = lines[i]
    text = line.text.strip()
    label = LABELLED_NUMBER.match(text)
    skipped = line.text.index(text) + (label.end() if label else 0)
    if not is_doc_number(line.text[skipped:]):
        return None
    if serial := SERIAL_NUMBER.search(line.text, skipped) or OF_ANNOUNCEMENT.search(line.text, skipped):
        return Found(serial["number"], Span(line.start + serial.start("number"), line.start + serial.end("number")))
    value, start = line.text[skipped:].strip(" （()）"), line.text.index(text)
    found = Found(value, Span(line.start + line.text.index(value), line.start + line.text.index(value) + len(value)))
    for organ in reversed(organs):
        if YEARLY.fullmatch(value) or organ.span.end + 1 != found.span.start or start:
            break
        found = Found(f"{organ.value} {found.value}", Span(organ.span.start, found.span.end))
    return found


def _addressed(lines: Sequence[Line], i: int, last: int) -> tuple[Found, ...]:
    """主送机关, from which a page may have lost the colon: 各区县商务局 above the first sentence."""
    line = lines[i]
    if found := read_addressees(line):
        return found
    text = line.text.rstrip()
    sentence_below = (
        i + 1 < last and len(lines[i + 1].text) > len(text) and lines[i + 1].text.rstrip().endswith(("。", "：", ":"))
    )
    if (
        not re.match(r"各[^级]|有关", text)
        or not sentence_below
        or not ADDRESSEE_END.search(text)
        or SENTENCE.search(text)
    ):
        return ()
    return read_addressees(Line(line.start, f"{text}："))

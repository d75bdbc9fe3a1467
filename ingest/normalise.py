"""Undo what page layout and scanning did to the text. Pages in, one canonical text out; what is dropped is recorded.

The canonical text has one paragraph a line, no blank lines, no page numbers, and sentences whole that a page had cut.

Source: GB/T 9704-2012, 7.5 (page numbers), 7.3.3 (body); the marks of scanners as seen in real files.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.flattened import is_flattened, unflatten
from ingest.model import Dropped, Pages, Place
from ingest.structure.numbering import Style, read_number
from ingest.wrapping import OF_PAGES, Reach, margin_of, page_numbers, reach_of, tears_word

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]")
PAGE_NUMBER = re.compile(
    r"\s*(?:[—–\-－]+\s*\d{1,4}\s*[—–\-－]+|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?)\s*"
)
BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
FOOTNOTE_DIGIT = re.compile(r"(?<=[。！？])[\d⁰¹²³⁴-⁹]{1,2}$")
# A transcriber's remark that stands for text nobody could read: a whole line in brackets.
BRACKETED = re.compile(r"\s*[（(【\[].*[）)】\]]\s*")
ILLEGIBLE = re.compile(r"模糊不清|难以辨[认识]|无法辨[认识]|无法识别|字迹不清|看不清")
SCRAP = re.compile(rf"\s*[{CJK}](?:\s*[{CJK}]){{0,9}}\s*")

TERMINAL = "。！？；：!?;:…”’」』）)】]〉》"
SENTENCE_ENDS = "。！？；：!?;:…"
NEVER_FIRST = "，。、；：！？）》”’」』】〉,;:!?)]%％"
LEFT_OPEN = "，、,（(“‘《〈「『【〔[—"
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("〔", "〕"), ("‘", "’"))
SPACED_LABEL = re.compile(rf"(?<![{CJK}])[{CJK}]{{1,2}}(?: {{1,4}}[{CJK}]){{1,4}}(?= ?[：:])")  # 联 系 人：
LABEL = re.compile(rf"[{CJK}\s]{{1,10}}[:：](?!//)")
PROSE = re.compile(r"[，,；;。]")
NO_WIDER = " " * 8  # as wide as a gap need be to tell a table from a word
WIDE_GAP = re.compile(rf"{NO_WIDER} +")
MAX_QUOTED = 200  # characters between two marks of a pair; one further off does not belong to it
MAX_TITLE = 40  # a numbered line without a full stop that is no longer is a title, and whole
EMPTY_CELL = re.compile(r"\s[—–-]{1,3}$")  # the last of a row that has nothing in it
RULE = re.compile(r"[\s—–_=*-]+")  # a line drawn with dashes
CELL = " | "  # between the cells of a row, as every reader writes it
RUNNING = (Style.FIRSTLY, Style.ORDINAL)  # 首先 and 第一， may stand in the middle of a sentence as well
HANGING = 6  # blanks before the second line of an item; a paragraph is indented by four
MIN_PROSE = 15  # a shorter line without an open bracket is a title, a name or a list item


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """The text, where each page starts in it (empty where pages are not known), and what was dropped."""

    text: str
    page_starts: tuple[int, ...]
    dropped: tuple[Dropped, ...]

    def page_places(self) -> tuple[Place, ...]:
        """The pages as places, without boxes."""
        return tuple(Place(start, number, None) for number, start in enumerate(self.page_starts, 1))

    def page_of(self, offset: int) -> int | None:
        """The page, counted from 1, on which the character at `offset` stands."""
        return bisect.bisect_right(self.page_starts, offset) if self.page_starts else None


@dataclass(frozen=True, slots=True)
class Layout:
    """What goes from pass to pass: pages as tuples of lines, and what has been dropped so far."""

    pages: tuple[tuple[str, ...], ...]
    dropped: tuple[Dropped, ...] = ()


Pass = Callable[[Layout], Layout]


def drop_control_characters(layout: Layout) -> Layout:
    """Take out characters that no reader sees; a no-break space or a tab becomes a space.

    >>> drop_control_characters(Layout((("电话\\u200b：1",),))).pages
    (('电话：1',),)
    """
    pages, dropped = [], list(layout.dropped)
    for number, page in enumerate(layout.pages, 1):
        found = "".join(CONTROL.findall("".join(page)))
        if found:
            dropped.append(Dropped("control characters", found, number))
        pages.append(tuple(re.sub(r"[\t\u00a0\u2002-\u200a\u202f]", " ", CONTROL.sub("", line)) for line in page))
    return Layout(tuple(pages), tuple(dropped))


def drop_page_numbers(layout: Layout) -> Layout:
    """Drop lines that hold a page number and nothing else; a bare number only at the edge of one of several pages,
    or where bare numbers count the pages of a text that was cut into lines.

    >>> drop_page_numbers(Layout((("一、总体目标", "— 1 —"), ("65197902",)))).pages
    (('一、总体目标',), ('65197902',))
    """
    pages, dropped = [], list(layout.dropped)
    counted = page_numbers([line for page in layout.pages for line in page])
    before = 0  # lines on the pages before
    for number, page in enumerate(layout.pages, 1):
        filled = [i for i, line in enumerate(page) if line.strip()]
        edges = {filled[0], filled[-1]} if filled and len(layout.pages) > 1 else set()
        edges |= {i for i in range(len(page)) if before + i in counted}
        before += len(page)
        kept = []
        for i, line in enumerate(page):
            if PAGE_NUMBER.fullmatch(line) or (
                i in edges and (BARE_NUMBER.fullmatch(line) or OF_PAGES.fullmatch(line))
            ):
                dropped.append(Dropped("page number", line.strip(), number))
            else:
                kept.append(line)
        pages.append(tuple(kept))
    return Layout(tuple(pages), tuple(dropped))


def drop_scanner_debris(layout: Layout) -> Layout:
    """Drop a transcriber's remark that something could not be read, and the scrap of a title above it.

    >>> drop_scanner_debris(Layout((("井 南 集", "（此处文字难以辨识）", "某局办公室"),))).pages
    (('某局办公室',),)
    """
    pages, dropped = [], list(layout.dropped)
    for number, page in enumerate(layout.pages, 1):
        kept: list[str] = []
        for line in page:
            if not (BRACKETED.fullmatch(line) and ILLEGIBLE.search(line)):
                kept.append(line)
                continue
            scraps: list[str] = []
            while kept and (not kept[-1].strip() or (SCRAP.fullmatch(kept[-1]) and " " in kept[-1].strip())):
                scraps.insert(0, kept.pop())
            dropped += [Dropped("scanner debris", scrap.strip(), number) for scrap in [*scraps, line] if scrap.strip()]
        pages.append(tuple(kept))
    return Layout(tuple(pages), tuple(dropped))


def drop_footnote_digits(layout: Layout) -> Layout:
    """Drop the digit of a footnote or page that stuck to the end of a sentence.

    >>> drop_footnote_digits(Layout((("向综合性消费载体升级。2",),))).pages
    (('向综合性消费载体升级。',),)
    """
    pages, dropped = [], list(layout.dropped)
    for number, page in enumerate(layout.pages, 1):
        lines = []
        for line in page:
            found = FOOTNOTE_DIGIT.search(line.rstrip())
            if found:
                dropped.append(Dropped("footnote digit", found.group(), number))
                line = line.rstrip()[: found.start()]
            lines.append(line)
        pages.append(tuple(lines))
    return Layout(tuple(pages), tuple(dropped))


def close_spaces(line: str) -> str:
    """Close the spaces that typesetting or OCR put inside words; those between two names stay.

    >>> close_spaces("“2021 全国 网上年货节”共 9 个，2021 年 1 月 20 日")
    '“2021全国网上年货节”共9个，2021年1月20日'
    >>> close_spaces("联系人：杜四龙 尹 涛")
    '联系人：杜四龙 尹涛'
    >>> close_spaces("电 话：024-86890383 86911695")
    '电话：024-86890383 86911695'
    >>> close_spaces("承 诺 书"), close_spaces("邳州市商务局 0516-80216609")
    ('承诺书', '邳州市商务局 0516-80216609')
    """
    if " " not in line:
        return line
    if re.fullmatch(rf"\s*[{CJK}](?:\s+[{CJK}]){{1,11}}\s*", line):
        return re.sub(r"\s+", "", line)
    line = WIDE_GAP.sub(NO_WIDER, line)
    line = re.sub(rf"(?<![\d\-—.．])(?<!^)(\d{{1,4}}) +(?=[{CJK}“《])", r"\1", line)  # a longer number is a telephone
    line = re.sub(r"(?<=\d) +(?=[年月日号时])", "", line)
    line = re.sub(rf"(?<=[{CJK}”》]) +(?=\d{{1,4}}(?![\d\-—]))", "", line)
    line = re.sub(r" +(?=[“”《》，。、；：）〕])|(?<=[“《（〔，。、；：]) +", "", line)
    line = re.sub(rf"(?<=[”》]) +(?=[{CJK}])", "", line)
    line = re.sub(rf"(?<![{CJK}])([{CJK}]) {{1,4}}([{CJK}])(?![{CJK}])", r"\1\2", line)
    line = SPACED_LABEL.sub(lambda label: label.group().replace(" ", ""), line)
    return re.sub(
        rf"[“《][^”》]{{0,{MAX_QUOTED}}}[”》]",
        lambda quoted: re.sub(rf"(?<=[{CJK}]) +(?=[{CJK}])", "", quoted.group()),
        line,
    )


def close_ocr_spaces(layout: Layout) -> Layout:
    """`close_spaces` on every line."""
    return replace(layout, pages=tuple(tuple(close_spaces(line) for line in page) for page in layout.pages))


def break_flattened_lines(layout: Layout) -> Layout:
    """Give a text that was put on one line its paragraphs back."""
    pages = tuple(
        tuple(part for line in page for part in (unflatten(line) if is_flattened(line) else [line]))
        for page in layout.pages
    )
    return replace(layout, pages=pages)


PASSES: tuple[Pass, ...] = (
    drop_control_characters,
    break_flattened_lines,
    drop_page_numbers,
    drop_scanner_debris,
    drop_footnote_digits,
    close_ocr_spaces,
)


def goes_on(before: str, after: str, reach: Reach | None = None) -> bool:
    """Whether `after` is the rest of the paragraph that `before` began, cut by a line or page break.

    `reach`: how near to the margin the last line of `before` ends, where the text was cut at one.

    >>> goes_on("为贯彻落实国务院关于促进城乡融合发展的决策部", "署，加快建设", Reach.FULL)
    True
    >>> goes_on("王芳，邮箱：wf@example.com", "技术咨询（某学院）：李明，电话：0866-2319900", Reach.SHORT)
    False
    >>> goes_on("组织电商企业，统一时间、统一标识，聚焦品牌、品质开", "展各具特色的配套活动。")
    True
    >>> goes_on("工业和信息化部消费品工业司", "2021年12月28日")
    False
    """
    start = after.lstrip()
    before = before.rstrip()
    if not before or not start:
        return False
    if CELL in before or CELL in start or EMPTY_CELL.search(before[-4:]) or RULE.fullmatch(before):
        return False  # rows of a table stay rows
    if start[0] in NEVER_FIRST:
        return True
    number = read_number(start)
    indent = len(after) - len(start)
    if reach and indent >= HANGING and number is None and tears_word(before, start):
        return True
    if (number and number.style not in RUNNING) or LABEL.match(start) or indent >= 2 or start.startswith("\u3000"):
        return False
    near = before[-MAX_QUOTED:].rpartition("。")[2]  # a mark left open in an earlier sentence was forgotten
    if before[-1] in LEFT_OPEN or any(near.count(left) > near.count(right) for left, right in PAIRS):
        return True
    if reach is Reach.SHORT or (reach and before[-1] in SENTENCE_ENDS):
        return False
    if reach is Reach.FULL or (reach and tears_word(before, start)):
        return True
    if before[-1] in TERMINAL or (read_number(before) and len(before) <= MAX_TITLE and "。" not in before):
        return False
    if start.startswith("的"):
        return True
    return len(before) >= MIN_PROSE and bool(PROSE.search(before)) and bool(PROSE.search(start))


def join_paragraphs(layout: Layout, numbered: bool, continued: Sequence[bool] = ()) -> CanonicalText:
    """One paragraph a line. Where a page begins is `continued` believed, which was seen and not guessed. Page starts are kept if the format has pages or a sentence runs over a page break,
    which only a real page break cuts.
    """
    paragraphs: list[str] = []
    starts: list[int] = []
    margin = None if continued else margin_of([line for page in layout.pages for line in page])
    last = ""  # line, as it stands on its page
    length, cut = 0, False  # of the paragraphs and the line feeds before each but the first
    for number, page in enumerate(layout.pages):
        for i, line in enumerate(line for line in page if line.strip()):
            seen = continued[number] if continued and i == 0 else None
            reach = reach_of(last, margin) if margin else None
            joined = bool(paragraphs) and (goes_on(paragraphs[-1], line, reach) if seen is None else seen)
            piece, last = line.strip(), line
            if joined:
                paragraphs[-1] += piece
            else:
                length += bool(paragraphs)
                paragraphs.append(piece)
            if i == 0:
                starts.append(length)
                cut = cut or joined
            length += len(piece)
        if not any(line.strip() for line in page):
            starts.append(length)
    known = numbered or (cut and len(layout.pages) > 1)
    dropped = layout.dropped if known else tuple(replace(one, page=None) for one in layout.dropped)
    return CanonicalText("\n".join(paragraphs), tuple(starts) if known else (), dropped)


def normalise(pages: Pages) -> CanonicalText:
    """Run the passes, then join what page and line breaks have cut."""
    layout = Layout(tuple(tuple(page.replace("\u3000", "  ").split("\n")) for page in pages.texts), pages.dropped)
    for step in PASSES:
        layout = step(layout)
    return join_paragraphs(layout, pages.numbered, pages.continued)

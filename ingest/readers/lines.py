"""Sheets -> Pages: runs become lines, lines paragraphs, by where they stand.

A page of a notice is cut at the margin, so a paragraph arrives as several lines. The places tell what the words do not:
a paragraph begins indented by two characters, or after a line that ended before the margin, or after a gap.
Every line of the result is a paragraph, or the part of it on that page; `START` before it says that it is a new one.

Source: GB/T 9704-2012, 7.3.3 (body: two characters of indentation), 7.5 (page numbers).
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.model import Box, Dropped, Pages
from ingest.readers.columns import Block, blocks_of
from ingest.readers.sheet import ASCENT, CLOSING, DESCENT, MAX_SPACES, Run, Sheet, parts_words, rows_of_runs
from ingest.readers.tables import Row, take_tables
from ingest.structure.numbering import read_number

STRUCK = "hidden or struck out"
START = "\u3000\u3000"  # an indentation of two characters, as printed

SAME_SIZE = 0.2  # sizes that differ less are the same: a short line of a scan tells its size badly
LARGE = 1.2  # of the body's size: a title (22 points over 16), not an emphasised line
INDENT = 1.2  # characters: less is a scan's slant, more is an indentation
DEEP = 2.6  # characters: more than a paragraph's indentation is a hanging one, a centred line, a signature
CENTRED = 1.5  # characters: how far the middle of a line may be off
APART, LOOSE = 1.6, 1.12  # of the usual distance of lines: a wider one parts paragraphs, or, less wide, sentences
TITLE_APART = 2.3  # of its size: lines of one title stand no further apart
SHORT = 0.6  # characters: a line whose successor's first word had that much room to spare has ended
EDGE = 0.12  # of the page's height: where running heads and page numbers stand
REPEATED = 0.4  # of the pages: heads may differ on odd and even pages and be absent from the first
ALIGNED = 0.7  # characters: ends of lines that near make a margin
MIN_ALIGNED = 3
MAX_BEYOND = 0.1  # of the lines: where more go further, short lines end alike by chance
FAR = 0.8  # of the page's width: the right margin of GB/T 9704 is at 0.88
MIN_FULL = {False: 12, True: 6}  # characters of a line that fills the page's width, or (True) a column's
USUAL_PITCH = 1.8  # of a size: the distance of lines where a page has too few to tell (29 points over 16)

TERMINAL = "。；;：:！？!?"
LATIN_WORD = re.compile(r"[A-Za-z0-9@._\-/:%+]+")
DOC_NUMBER = re.compile(r"[〔\[［【（(]\s*\d{4}\s*[〕\]］】）)]\s*\d+\s*号")
FOLIO = re.compile(r"\W*第?\s*\d{1,4}\s*页?\W*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, or one row of a table (`cells`)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    cells: bool = False
    column: int = 0  # 0 where the page has one; lines of one column of a block share a number

    @property
    def baseline(self) -> float:
        return self.bottom - DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Body:
    """The measures of running text. `right` is None where no line is known to reach the margin."""

    left: float | None
    right: float | None
    size: float
    pitch: float  # from baseline to baseline
    indented: bool  # paragraphs begin so, and need no number to be told apart


def pages_of(sheets: Sequence[Sheet]) -> Pages:
    """The text of a document by paragraphs, each with its place."""
    whole = [lines_of(sheet) for sheet in sheets]
    repeated = running_heads(whole, sheets)
    pages = [[line for line in lines if line not in heads] for lines, heads in zip(whole, repeated, strict=True)]
    common = _body([line for page in pages for line in page], min((sheet.width for sheet in sheets), default=0.0))
    texts: list[str] = []
    boxes: list[tuple[Box | None, ...]] = []
    before: tuple[Line, Body] | None = None
    first = ""  # line of the paragraph that `before` stands in
    continued: list[bool] = []
    for sheet, lines in zip(sheets, pages, strict=True):
        goes_on: bool | None = None  # the page with the paragraph before it
        bodies = _bodies(lines, common)
        heads = max((i for i, line in enumerate(lines) if DOC_NUMBER.search(line.text)), default=0)
        paragraphs: list[list[Line]] = []
        starts: list[bool] = []
        for i, line in enumerate(lines):
            body = bodies[line.column]
            folio = is_folio(line, sheet)
            new = (
                folio
                or before is None
                or begins_paragraph(*before, line, body, masthead=i <= heads)
                or (not body.indented and counts_on(first, line.text))
            )
            if new or not paragraphs or before is None or before[0] is not lines[i - 1]:
                paragraphs.append([line])
                starts.append(new)
            else:
                paragraphs[-1].append(line)
            if not folio:
                goes_on = not new if goes_on is None else goes_on
                before = line, body
                first = line.text if new else first
        continued.append(bool(goes_on))
        texts.append("\n".join(START * new + _joined(held) for held, new in zip(paragraphs, starts, strict=True)))
        boxes.append(tuple(_box(sheet, held) for held in paragraphs) or (None,))
        if before is not None:
            before = replace(before[0], column=-1), before[1]  # on another page than all that follows
    dropped = [Dropped("running head", line.text, page) for page, lines in enumerate(repeated, 1) for line in lines]
    dropped += [Dropped(STRUCK, text, page) for page, sheet in enumerate(sheets, 1) for text in sheet.struck]
    return Pages(tuple(texts), numbered=True, boxes=tuple(boxes), continued=tuple(continued), dropped=tuple(dropped))


def lines_of(sheet: Sheet) -> list[Line]:
    """The lines of one page in reading order: from top to bottom, of two columns first the left one."""
    size = _usual_size([(run.size, len(run.text)) for run in sheet.runs])
    runs, rows = take_tables(sheet.runs, sheet.rules, size)
    lines: list[Line] = []
    for number, block in enumerate(blocks_of(runs, rows, size)):
        lines += _lines_of_block(block, number)
    return lines


def _lines_of_block(block: Block, number: int) -> Iterator[Line]:
    if isinstance(block, Row):
        size = min(block.bottom - block.top, 16.0)
        yield Line(block.text, block.left, block.top, block.right, block.bottom, size, cells=True)
        return
    for row in rows_of_runs(block.runs):
        yield _line(row, number if block.column else 0)


def _line(row: Sequence[Run], column: int) -> Line:
    text = row[0].text
    for last, run in itertools.pairwise(row):
        gap = (run.left - last.right) / max(last.size, run.size)
        text += " " * max(1, min(MAX_SPACES, round(gap / 0.5))) + run.text
    size = max(row, key=lambda run: len(run.text)).size
    baseline = statistics.median(run.baseline for run in row)
    top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
    return Line(text, row[0].left, top, max(run.right for run in row), bottom, size, column=column)


def running_heads(pages: Sequence[list[Line]], sheets: Sequence[Sheet]) -> list[list[Line]]:
    """What stands at the edge of several pages in the same words, but for numbers. Page numbers are none of it:
    what becomes of them is decided where all formats meet.
    """
    seen: Counter[str] = Counter()
    for lines, sheet in zip(pages, sheets, strict=True):
        seen.update({_same(line) for line in lines if _at_edge(line, sheet)})
    enough = max(2.0, REPEATED * len(pages))
    return [
        [line for line in lines if _at_edge(line, sheet) and not is_folio(line, sheet) and seen[_same(line)] >= enough]
        for lines, sheet in zip(pages, sheets, strict=True)
    ]


def _same(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))


def _at_edge(line: Line, sheet: Sheet) -> bool:
    return not line.cells and (line.bottom < EDGE * sheet.height or line.top > (1 - EDGE) * sheet.height)


def is_folio(line: Line, sheet: Sheet) -> bool:
    """Whether a line is a page number in its place."""
    return _at_edge(line, sheet) and FOLIO.fullmatch(line.text) is not None


def begins_paragraph(last: Line, last_body: Body, line: Line, body: Body, *, masthead: bool = False) -> bool:
    """Whether `line` begins a paragraph and does not go on with the one `last` stands in.

    `masthead` where the line stands above the 文号: names of issuers one below the other are no title.
    """
    em = body.size
    if last.cells or line.cells or abs(line.size - last.size) > SAME_SIZE * max(line.size, last.size):
        return True
    adjacent = line.column == last.column and line.baseline > last.baseline
    distance = line.baseline - last.baseline
    left = min(line.left, last.left) if body.left is None else body.left
    if DOC_NUMBER.search(last.text) and last.text.endswith("号"):
        return True
    if adjacent and min(line.size, last.size) > LARGE * em and _centred(line, body) and _centred(last, last_body):
        return distance > TITLE_APART * line.size or (masthead and "关于" not in last.text + line.text)
    if adjacent and distance > (LOOSE if last.text[-1] in TERMINAL else APART) * body.pitch:
        return True
    if _has_ended(last, last_body, line):
        return True
    if not body.indented and last.text[-1] in TERMINAL and (not adjacent or read_number(line.text)):
        return True
    indent = (line.left - left) / em
    wide = body.right is not None and last.right - last.left > (body.right - left) / 2
    if (last.left - left) / em >= DEEP and line.left < last.left - em and not (wide and read_number(line.text) is None):
        return True  # after a signature, or the end of a hanging item; a wide line is only indented deeply
    if indent >= DEEP and adjacent and last.text[-1] not in TERMINAL and read_number(line.text) is None:
        # A second line below the words of the first; two signatures are both deep, and not aligned on the left.
        return abs(line.left - last.left) > ALIGNED * em and (last.left - left) / em >= DEEP
    return indent >= INDENT


def counts_on(first: str, line: str) -> bool:
    """Whether a line has the number that follows the one its paragraph begins with: the next item of a list.

    >>> counts_on("3、晓看天色暮看云", "4、月上柳梢头"), counts_on("3、晓看天色暮看云", "9、春草年年绿")
    (True, False)
    """
    one, other = read_number(first), read_number(line)
    return one is not None and other is not None and one.style is other.style and one.value + 1 == other.value


def _centred(line: Line, body: Body) -> bool:
    if body.left is None or body.right is None:
        return False
    return abs((line.left - body.left) - (body.right - line.right)) <= 2 * CENTRED * body.size


def _has_ended(last: Line, body: Body, line: Line) -> bool:
    """Whether the first word of the next line would still have had room on the last one."""
    if body.right is None:
        return True
    latin = LATIN_WORD.match(line.text)
    closing = len(line.text[1:]) - len(line.text[1:].lstrip(CLOSING))
    word = len(latin.group()) / 2 if latin else 1 + closing
    return last.right + (word + SHORT) * body.size < body.right


def _usual_size(sizes: Iterable[tuple[float, int]]) -> float:
    """The size that most characters have."""
    order = sorted(sizes)
    half, passed = sum(count for _, count in order) / 2, 0
    for size, count in order:
        passed += count
        if passed >= half:
            return size
    return 1.0


def _bodies(lines: Sequence[Line], common: Body) -> dict[int, Body]:
    """The measures of each column of a page; what the page itself does not tell is as in the whole document."""
    bodies = {}
    for column in {line.column for line in lines}:
        own = _body([line for line in lines if line.column == column], None)
        if column:
            bodies[column] = own
            continue
        right = common.right if own.right is None else own.right
        bodies[column] = Body(
            common.left if own.left is None else own.left,
            right,
            own.size if abs(own.size - common.size) <= SAME_SIZE * common.size else common.size,
            own.pitch,
            common.indented or own.indented,
        )
    return bodies


def _body(lines: Sequence[Line], width: float | None) -> Body:
    """The measures that these lines tell. Of few lines on a page of `width`, one that goes far enough is full."""
    prose = [line for line in lines if not line.cells]
    size = _usual_size([(line.size, len(line.text)) for line in prose])
    prose = [line for line in prose if abs(line.size - size) <= SAME_SIZE * size]
    long = [line for line in prose if line.right - line.left >= MIN_FULL[line.column > 0] * size]
    right = _right_margin([line.right for line in long], size)
    farthest = max((line.right for line in long), default=0.0)
    if right is None and width is not None and farthest >= FAR * width:
        right = farthest
    pairs = [(a, b) for a, b in itertools.pairwise(prose) if 0 < b.baseline - a.baseline < 4 * size]
    steps = sorted(b.baseline - a.baseline for a, b in pairs) or [USUAL_PITCH * size]
    pitch = steps[len(steps) // 4]  # within paragraphs: on a page of short ones most steps are between them
    after_full = sorted(b.left for a, b in pairs if right is not None and a.right >= right - 1.5 * size)
    aligned = [left for left in after_full if sum(abs(other - left) <= ALIGNED * size for other in after_full) >= 2]
    left = aligned[0] if aligned else None
    if left is None and width is not None:
        left = min((line.left for line in prose), default=None)
    indents = [(line.left - left) / size for line in prose] if left is not None else []
    return Body(left, right, size, pitch, sum(INDENT <= indent < DEEP for indent in indents) >= MIN_ALIGNED)


def _right_margin(ends: Sequence[float], size: float) -> float | None:
    """The rightmost place where several lines end.

    >>> _right_margin([440, 439, 300, 441, 120], 16), _right_margin([440, 300, 120], 16)
    (441, None)
    >>> _right_margin([440, 400, 360, 320, 210, 208, 206], 16)
    """
    order = sorted(ends, reverse=True)
    for beyond, (end, third) in enumerate(zip(order, order[MIN_ALIGNED - 1 :], strict=False)):
        if beyond > MAX_BEYOND * len(order):
            break
        if end - third <= ALIGNED * size:
            return end
    return None


def _joined(lines: Sequence[Line]) -> str:
    """The lines of a paragraph as one; a space only where two English words would run together."""
    text = lines[0].text
    for line in lines[1:]:
        text += " " * parts_words(text, line.text) + line.text
    return text


def _box(sheet: Sheet, lines: Sequence[Line]) -> Box:
    return sheet.box(
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )

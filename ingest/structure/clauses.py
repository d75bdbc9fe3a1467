"""The clause tree of one part: lines in, nodes out. A line heads a clause only if its number fits the sequence it would join.

Source: GB/T 9704-2012, 7.3.3; the mistakes allowed for are those of real files (design: "The text of a notice").
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Span
from ingest.numerals import numeral
from ingest.structure.masthead import Line
from ingest.structure.numbering import CN, COUNTED, LASTLY, SAID_IN_SENTENCES, Number, Style
from ingest.structure.paragraphs import Placed, place_unnumbered
from ingest.structure.pieces import Node, Piece, heading_of, pieces_of

MAX_GAP = 3  # numbers missing at once that are still believed
MAX_BARE_TITLE = 20  # characters of 二手车交易 behind 三、: longer is 二、三线城市要…
MAX_SPAN = 40  # characters of a faulty line that are shown
PAREN_STYLES = {Style.PAREN, Style.PAREN_ARABIC}
UNMISTAKABLE = (Style.BOOK, Style.CHAPTER, Style.SECTION, Style.ARTICLE)  # believed however many numbers are missing
ABOVE_SAID = (Style.BOOK, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.COMMA, Style.PAREN)  # never below 一是
ONLY_IN_LISTS = (
    Style.BARE,
    Style.NAMED,
    Style.STAGE,
)  # these words and blanks head a clause only where a second follows


@dataclass(frozen=True, slots=True)
class Irregular:
    """A fault in the numbering, kept as printed."""

    code: str
    message: str
    span: Span


@dataclass(slots=True)
class Level:
    """A list that is open: the last number seen, and the list of nodes it adds to."""

    last: Number
    siblings: list[Node]
    style: Style  # of the list; a single （3） among （一） （二） does not change it


@dataclass(frozen=True, slots=True)
class Seen:
    """The last number of a style, and the styles of the lists that it stood in."""

    number: Number
    above: tuple[Style, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """The numbers behind a place among the pieces."""

    last_at: Mapping[tuple[Style, str, int], int]  # where each stands for the last time
    place: int

    def __contains__(self, number: object) -> bool:
        return self.last_at.get(number, -1) > self.place  # type: ignore[call-overload, no-any-return]


def build_tree(lines: Sequence[Line], plain: range = range(0)) -> tuple[list[Node], list[Irregular]]:
    """The clauses of one part's body, and the faults in their numbering. `plain` lines head nothing: 附件说明."""
    if not lines:
        return [], []
    pieces = list(pieces_of(lines, plain))
    roots: list[Node] = []
    levels: list[Level] = []
    faults: list[Irregular] = []
    placed: list[Placed] = []
    last_at = {piece.number.key: k for k, piece in enumerate(pieces) if piece.number}
    seen: dict[Style, Seen] = {}
    for k, piece in enumerate(pieces):
        number = piece.number
        depth = _fit(piece, number, levels, Later(last_at, k), seen, faults) if number else None
        if number is None or depth is None:
            placed.append((piece, None, -1))
            continue
        node = Node(number.label, heading_of(piece.text, number)[0], piece.start)
        del levels[depth + 1 :]
        if depth == len(levels):
            siblings = levels[-1].siblings[-1].children if levels else roots
            levels.append(Level(number, siblings, number.style))
        elif {levels[depth].style, number.style} != PAREN_STYLES:
            levels[depth].style = number.style
        levels[depth].last = number
        levels[depth].siblings.append(node)
        seen[number.style] = Seen(number, tuple(level.style for level in levels[:depth]))
        placed.append((piece, node, depth))
    place_unnumbered(placed, roots)
    return roots, faults


def is_prose(piece: Piece, later: Container[tuple[Style, str, int]], expected: bool = False) -> bool:
    """Whether a piece only begins like a heading: `一、二线城市` where no 二、 follows, or 一、 comes again.

    `expected`: its number is the next of an open list, so that a short title without a stop may stand there.

    >>> from ingest.structure.numbering import read_number
    >>> is_prose(Piece(0, "一、二线城市要带头", read_number("一、二线城市"), True), set())
    True
    """
    number, body = piece.number, piece.body
    if number is None:
        return True
    if not body.strip():
        return False
    if piece.runs_on:
        short = expected and len(body) <= MAX_BARE_TITLE and not re.search(r"[，,。；;]", body)
        return number.key in later or (number.next not in later and not short)
    if number.style is Style.DECIMAL and not re.search(r"[\s、]$", piece.text[: number.end]):
        return not (expected or (number.value == 1 and number.next in later))
    return number.style is Style.DOT and body.startswith(("%", "％"))


def _fit(
    piece: Piece,
    number: Number,
    levels: Sequence[Level],
    later: Later,
    seen: Mapping[Style, Seen],
    faults: list[Irregular],
) -> int | None:
    """The depth of the list that a piece joins or opens; None for prose. What is wrong with its number joins `faults`."""
    if is_prose(piece, later, any(level.last.next == number.key for level in levels)):
        return None
    span = Span(piece.start, piece.start + min(len(piece.text), MAX_SPAN))
    goes_on = number.next in later
    title_like = heading_of(piece.text, number)[1] or goes_on
    first = number.value == 1
    said = number.style in SAID_IN_SENTENCES
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        if level.style is not number.style and not _counts_on(level.last, number):
            continue
        step = number.value - level.last.value if number.within == level.last.within else 1 - MAX_GAP
        if step == 1 or (number.style is Style.FIRSTLY and step > 0) or number.label == LASTLY:
            return depth
        if first and (goes_on or title_like) and not piece.runs_on:
            if number.within == level.last.within and not said:  # every speaker counts 一是 anew
                faults.append(Irregular("restarted_numbering", f"“{number.label}”重新编号，原文如此。", span))
            return depth
        if step == 0 and piece.at_line_start and not said and not piece.runs_on:
            if number.label == level.last.label:  # 第四条之一 behind 第四条 is no fault
                faults.append(Irregular("duplicate_number", f"序号“{number.label}”出现两次，原文如此。", span))
            return depth
        if step > 1 and (step <= MAX_GAP or number.style in UNMISTAKABLE) and title_like:
            faults.append(_missing(number, level.last.value, span))
            return depth
        return None
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        if {level.style, number.style} == PAREN_STYLES and number.value == level.last.value + 1 and not first:
            faults.append(Irregular("mixed_numbering", f"序号“{number.label}”与同级序号写法不一致，原文如此。", span))
            return depth
    if not said and piece.at_line_start and number.style in seen:
        step = number.value - seen[number.style].number.value
        same = number.within == seen[number.style].number.within
        near = step <= MAX_GAP or number.style in UNMISTAKABLE
        if same and (step == 1 or (step > 1 and near and title_like and goes_on)):
            if step > 1:
                faults.append(_missing(number, seen[number.style].number.value, span))
            return _depth_again(number, levels, seen[number.style])
    if number.style in ONLY_IN_LISTS:
        return len(levels) if first and goes_on else None
    if first and number.style in ABOVE_SAID:
        return next((depth for depth, level in enumerate(levels) if level.style in SAID_IN_SENTENCES), len(levels))
    if first:
        return len(levels) if not said or piece.at_line_start or goes_on else None
    near = number.value <= MAX_GAP or number.style in UNMISTAKABLE
    if title_like and goes_on and near and piece.at_line_start and not said:
        faults.append(Irregular("missing_number", f"编号由“{number.label}”开始，原文如此。", span))
        return len(levels)
    return None


def _counts_on(last: Number, number: Number) -> bool:
    """Whether 第三 goes on with a list that 首先 and 其次 began, or 最后 closes it."""
    if {last.style, number.style} != COUNTED:
        return False
    return number.value == last.value + 1 or number.label == LASTLY


def _depth_again(number: Number, levels: Sequence[Level], before: Seen) -> int:
    """Where a list goes on from the section before: 第三条 below whatever is open, （五） below what （四） stood in."""
    if number.style is Style.ARTICLE:
        return len(levels)
    same = 0
    while same < min(len(levels), len(before.above)) and levels[same].style is before.above[same]:
        same += 1
    return same if same == len(before.above) else len(levels)


def _missing(number: Number, last: int, span: Span) -> Irregular:
    labels = [f"“{_sibling_label(number, value)}”" for value in range(last + 1, number.value)]
    missing = "、".join(labels) if len(labels) <= MAX_GAP else f"{labels[0]}至{labels[-1]}"
    return Irregular("missing_number", f"原文缺少序号{missing}，直接由上一条跳到“{number.label}”。", span)


def _sibling_label(number: Number, value: int) -> str:
    """The label that the missing number would have had."""
    chinese = re.search(rf"[{CN}]+", number.label)
    printed = numeral(value) if chinese else str(value)
    return re.sub(rf"[{CN}]+|\d+(?!.*\d)", printed, number.label, count=1)

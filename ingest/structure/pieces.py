"""The stretches of a body that may head a clause: lines, and 一是 … 二是 … inside a line. Lines in, pieces out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.model import ClauseKind
from ingest.structure.masthead import Line
from ingest.structure.numbering import (
    CIRCLED,
    CN,
    COUNTED,
    FIRSTLY,
    LASTLY,
    SAID_IN_SENTENCES,
    Number,
    Style,
    read_number,
)

MAX_TITLE = 36  # characters; a longer run up to the first 。 is a sentence, not a title
SAID = re.compile(
    rf"(?:^|(?<=[。；;：:，,]))\s*(?=第?[{CN}]{{1,3}}[是要，,：:]|{'|'.join(FIRSTLY)})"
    rf"|(?:^|(?<=[。；;：:，,”）)\s]))(?=[{CIRCLED}](?![{CIRCLED}、，。]))"
)
IN_LINES = (*SAID_IN_SENTENCES, Style.CIRCLED)  # the lists that may stand inside a line
SENTENCE_BEGINS = "。；;：:"
AT_COMMAS = (Style.SPOKEN, Style.CIRCLED)
MANY = 4  # what 最后 stands for in 首先, 其次, 再次, 最后
MAX_NUMBER = 12  # characters of 第十二， and what must stand behind it
NEXT_SAID = 3  # lines in which a second must follow a first that has a line of its own


@dataclass(slots=True)
class Node:
    """A clause while its tree is being built; `start` is where its own text begins."""

    label: str
    heading: str
    start: int
    kind: ClauseKind = ClauseKind.CLAUSE
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that may head a clause: a line, or a 一是 inside one."""

    start: int
    text: str
    number: Number | None
    at_line_start: bool

    @property
    def body(self) -> str:
        """What stands behind the number."""
        return self.text[self.number.end if self.number else 0 :]

    @property
    def is_title(self) -> bool:
        """Whether it is a number and a title and nothing else."""
        return heading_of(self.text, self.number)[1] and not self.text.rstrip().endswith(("。", "；", ";"))

    @property
    def runs_on(self) -> bool:
        """Whether the words behind 一、 begin with a number: 一、二线城市, where 一、 heads nothing as a rule."""
        if self.number is None or self.number.style is not Style.COMMA:
            return False
        return bool(re.match(rf"[{CN}]", self.body)) and read_number(self.body) is None


def heading_of(piece: str, number: Number | None) -> tuple[str, bool]:
    """The printed number and title, and whether the piece is nothing but them.

    >>> from ingest.structure.numbering import read_number as read
    >>> heading_of("(二) 加强服务，优化环境。各地要聚焦群体需求。", read("(二) 加强"))
    ('(二) 加强服务，优化环境', False)
    >>> heading_of("一、总体安排", read("一、总体安排"))
    ('一、总体安排', True)
    """
    offset = number.end if number else 0
    body = piece[offset:]
    stop = re.search(r"[。：:；;？！]" if number else r"[。；;？！]", body)  # 联系人：… keeps what follows
    title = body[: stop.start()] if stop else body
    rest = body[stop.end() :].strip() if stop else ""
    if len(title) <= MAX_TITLE:
        return piece[: offset + len(title)].strip(), not rest
    comma = re.search(r"[，,]", title[:MAX_TITLE])
    cut = comma.start() if comma and comma.start() >= 4 else 20
    for left, right in (("《", "》"), ("“", "”")):
        if title[:cut].count(left) > title[:cut].count(right):  # never in the middle of a name
            cut = title.find(right, cut) + 1 or cut
    return piece[: offset + cut].strip(), False


def _cuts_inside(text: str) -> list[int]:
    """Where 一是, 二是, … (or 第一， 第二， or 首先, 其次, or ①, ②) stand inside a line, in their order; a lone first is prose.

    >>> _cuts_inside("丰富供应。一是增加商品。二是开展专场。"), _cuts_inside("目的有二，一是促消费。")
    ([5, 12], [])
    >>> _cuts_inside("首先，摸清底数。其次，落实到人。最后，抓好总结。"), _cuts_inside("打通最后一公里。首先要重视。")
    ([8, 16], [])
    >>> _cuts_inside("参加人员。①局长；②科长。"), _cuts_inside("首先，摸底。其次，落实。第三，总结。")
    ([5, 9], [6, 12])
    """
    said = [
        (found.start(), read_number(text[found.start() : found.end() + MAX_NUMBER].lstrip()))
        for found in SAID.finditer(text)
    ]
    for style in IN_LINES:
        expected, cuts = 1, []
        for at, number in said:
            if number is None or (
                number.style is not style and not (expected > 1 and {number.style, style} == COUNTED)
            ):
                continue
            skips = number.style is Style.FIRSTLY and expected > 1
            fits = number.label == LASTLY if expected > MANY else number.value >= expected if skips else False
            fits = fits or number.value == expected
            if at == 0:
                expected = number.value + 1  # the line itself is this item
            elif fits and (style in AT_COMMAS or text[at - 1] in SENTENCE_BEGINS):
                cuts.append(at)
                expected = number.value + 1
        if cuts and not (len(cuts) == 1 and expected == 2):
            return cuts
    return []


def pieces_of(lines: Sequence[Line], plain: range) -> Iterator[Piece]:
    """Every stretch that may head a clause, in order; a line with 一是…二是… is cut there."""
    for i, line in enumerate(lines):
        if i in plain:
            yield Piece(line.start, line.text, None, True)
            continue
        cuts = [0, *_cuts_inside(line.text)]
        for k, cut in enumerate(cuts):
            end = cuts[k + 1] if k + 1 < len(cuts) else len(line.text)
            text = line.text[cut:end]
            blank = len(text) - len(text.lstrip())
            number = read_number(text.lstrip())
            if cut == 0 and number and len(cuts) == 1 and _is_lone_first(number, lines[i + 1 : i + 1 + NEXT_SAID]):
                number = None
            yield Piece(line.start + cut + blank, text[blank:], number, cut == 0)


def _is_lone_first(number: Number, following: Sequence[Line]) -> bool:
    """首先 or 第一， on a line of its own, and no second soon behind it: prose."""
    if number.style not in (Style.ORDINAL, Style.FIRSTLY) or number.value != 1:
        return False
    return not any(
        (second := read_number(line.text)) and (second.style, second.value) == (number.style, 2) for line in following
    )

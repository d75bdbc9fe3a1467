"""The clause tree of one part: lines in, nodes out. A line heads a clause only if its number fits the sequence it would join.

Source: GB/T 9704-2012, 7.3.3; the mistakes allowed for are those of real files (design: "The text of a notice").
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.masthead import Line
from ingest.model import ClauseKind, Span
from ingest.numbering import CN, FIRSTLY, SAID_IN_SENTENCES, Number, Style, read_number
from ingest.organs import is_organ

LEAD, CLOSING = "引言", "结尾"
MAX_TITLE = 36  # characters; a longer run up to the first 。 is a sentence, not a title
MAX_GAP = 3  # numbers missing at once that are still believed
HANDED_IN = re.compile(r"请[^。]{0,60}?(?:于|在)[^。]{0,40}?(?:前|日|底)[^。]{0,30}?(?:报|送|交|反馈)")
CLOSING_CUE = re.compile(
    r"(?:[^，。：:]{0,12}联\s*系\s*(?:人|方式|电话)|(?:联系|咨询|承办|受理)(?:单位|部门|处室|科室|机构)\s*[：:]|电\s*话|传\s*真|邮\s*箱|电子邮[箱件]|地\s*址|邮\s*编|附\s*件\s*[:：]|附件下载|特此)"
)
SAID = re.compile(rf"(?:^|(?<=[。；;：:，,]))\s*(?=第?[{CN}]{{1,3}}[是，,：:]|{'|'.join(FIRSTLY)})")
SENTENCE_BEGINS = "。；;：:"
NEXT_SAID = 3  # lines in which a second must follow a first that has a line of its own
PAREN_STYLES = {Style.PAREN, Style.PAREN_ARABIC}


@dataclass(slots=True)
class Node:
    """A clause while its tree is being built; `start` is where its own text begins."""

    label: str
    heading: str
    start: int
    kind: ClauseKind = ClauseKind.CLAUSE
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Irregular:
    """A fault in the numbering, kept as printed."""

    code: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that may head a clause: a line, or a 一是 inside one."""

    start: int
    text: str
    number: Number | None
    at_line_start: bool


@dataclass(slots=True)
class Level:
    """A list that is open: its style, the last number seen, the list of nodes it adds to."""

    style: Style
    last: int
    siblings: list[Node]


def heading_of(piece: str, number: Number | None) -> tuple[str, bool]:
    """The printed number and title, and whether the piece is nothing but them.

    >>> from ingest.numbering import read_number as read
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
    """Where 一是, 二是, … (or 第一， 第二， or 首先, 其次) stand inside a line, in their order; a lone first is prose.

    >>> _cuts_inside("丰富供应。一是增加商品。二是开展专场。"), _cuts_inside("目的有二，一是促消费。")
    ([5, 12], [])
    >>> _cuts_inside("首先，摸清底数。其次，落实到人。最后，抓好总结。"), _cuts_inside("打通最后一公里。首先要重视。")
    ([8, 16], [])
    """
    said = [(found.start(), read_number(text[found.start() :].lstrip())) for found in SAID.finditer(text)]
    for style in SAID_IN_SENTENCES:
        expected, cuts = 1, []
        for at, number in said:
            if number is None or number.style is not style:
                continue
            fits = number.value >= expected if style is Style.FIRSTLY and expected > 1 else number.value == expected
            if at == 0:
                expected = number.value + 1  # the line itself is this item
            elif fits and (style is Style.SPOKEN or text[at - 1] in SENTENCE_BEGINS):
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


def runs_on(piece: Piece) -> bool:
    """Whether the words behind a number begin with a number: 一、二线城市, where 一、 heads nothing as a rule."""
    number = piece.number
    if number is None or number.style is not Style.COMMA:
        return False
    body = piece.text[number.end :]
    return bool(re.match(rf"[{CN}]", body)) and read_number(body) is None


def is_prose(piece: Piece, later: Container[tuple[Style, int]]) -> bool:
    """Whether a piece only begins like a heading: `一、二线城市` where no 二、 follows, or 一、 comes again.

    >>> is_prose(Piece(0, "一、二线城市要带头", read_number("一、二线城市"), True), set())
    True
    """
    number = piece.number
    if number is None:
        return True
    body = piece.text[number.end :]
    if not body.strip():
        return False
    this, following = (number.style, number.value), (number.style, number.value + 1)
    if runs_on(piece) and (this in later or following not in later):
        return True
    return number.style is Style.DOT and bool(re.match(r"[%％元万亿年月日时个名家件天次]", body))


def build_tree(lines: Sequence[Line], plain: range = range(0)) -> tuple[list[Node], list[Irregular]]:
    """The clauses of one part's body, and the faults in their numbering. `plain` lines head nothing: 附件说明."""
    if not lines:
        return [], []
    pieces = list(pieces_of(lines, plain))
    roots: list[Node] = []
    levels: list[Level] = []
    faults: list[Irregular] = []
    placed: list[tuple[Piece, Node | None, int]] = []  # piece, node if it heads one, depth of the list
    last_at = {(piece.number.style, piece.number.value): k for k, piece in enumerate(pieces) if piece.number}
    seen: dict[Style, tuple[int, int]] = {}
    for k, piece in enumerate(pieces):
        depth = _fit(piece, levels, Later(last_at, k), seen, faults)
        if depth is None:
            placed.append((piece, None, -1))
            continue
        number = piece.number
        if number is None:
            raise AssertionError("a piece without a number fits no list")
        seen[number.style] = number.value, depth
        heading, _ = heading_of(piece.text, number)
        node = Node(number.label, heading, piece.start)
        del levels[depth + 1 :]
        if depth == len(levels):
            siblings = levels[-1].siblings[-1].children if levels else roots
            levels.append(Level(number.style, number.value, siblings))
        elif {levels[depth].style, number.style} != PAREN_STYLES:
            levels[depth].style = number.style
        levels[depth].last = number.value
        levels[depth].siblings.append(node)
        placed.append((piece, node, depth))
    _place_unnumbered(placed, roots, lines)
    return roots, faults


@dataclass(frozen=True, slots=True)
class Later:
    """The numbers behind a place among the pieces."""

    last_at: Mapping[tuple[Style, int], int]  # where each stands for the last time
    place: int

    def __contains__(self, number: object) -> bool:
        return self.last_at.get(number, -1) > self.place  # type: ignore[call-overload, no-any-return]


def _fit(
    piece: Piece, levels: list[Level], later: Later, seen: Mapping[Style, tuple[int, int]], faults: list[Irregular]
) -> int | None:
    """The depth of the list that a piece joins or opens; None for prose.

    `seen` has the last number of each style and its depth: 第三条 or （五） may go on from the section before.
    """
    number = piece.number
    if number is None or is_prose(piece, later):
        return None
    span = Span(piece.start, piece.start + min(len(piece.text), 40))
    goes_on = (number.style, number.value + 1) in later
    title_like = heading_of(piece.text, number)[1] or goes_on
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        if level.style is not number.style:
            continue
        step = number.value - level.last
        if step == 1 or (number.style is Style.FIRSTLY and step > 0):
            return depth
        if number.value == 1 and (goes_on or title_like) and not runs_on(piece):
            faults.append(Irregular("restarted_numbering", f"“{number.label}”重新编号，原文如此。", span))
            return depth
        if step == 0 and piece.at_line_start and number.style not in SAID_IN_SENTENCES and not runs_on(piece):
            faults.append(Irregular("duplicate_number", f"序号“{number.label}”出现两次，原文如此。", span))
            return depth
        if 1 < step <= MAX_GAP and title_like:
            faults.append(_missing(number, level.last, span))
            return depth
        return None
    for depth in range(len(levels) - 1, -1, -1):
        level = levels[depth]
        if {level.style, number.style} == PAREN_STYLES and number.value == level.last + 1 and number.value > 1:
            faults.append(Irregular("mixed_numbering", f"序号“{number.label}”与同级序号写法不一致，原文如此。", span))
            return depth
    last, depth = seen.get(number.style, (0, 0))
    if last and number.style not in SAID_IN_SENTENCES and piece.at_line_start and 0 < number.value - last <= MAX_GAP:
        if number.value == last + 1:
            return min(depth, len(levels))
        if title_like and goes_on:
            faults.append(_missing(number, last, span))
            return min(depth, len(levels))
    if number.style is Style.BARE and not (number.value == 1 and goes_on):
        return None  # a number and a blank head a clause only in a list of such
    if number.value == 1:
        return len(levels) if number.style not in SAID_IN_SENTENCES or piece.at_line_start or goes_on else None
    if number.style in SAID_IN_SENTENCES:
        return None
    if title_like and goes_on and number.value <= MAX_GAP and piece.at_line_start:
        faults.append(Irregular("missing_number", f"编号由“{number.label}”开始，原文如此。", span))
        return len(levels)
    return None


def _missing(number: Number, last: int, span: Span) -> Irregular:
    missing = "、".join(f"“{_sibling_label(number, value)}”" for value in range(last + 1, number.value))
    return Irregular("missing_number", f"原文缺少序号{missing}，直接由上一条跳到“{number.label}”。", span)


def _sibling_label(number: Number, value: int) -> str:
    """The label that the missing number would have had."""
    if number.style in (Style.COMMA, Style.PAREN, Style.SPOKEN, Style.CHAPTER, Style.SECTION, Style.ARTICLE):
        printed = CN[value - 1] if value <= 10 else f"十{CN[value - 11]}" if value < 20 else str(value)
    else:
        printed = str(value)
    digits = re.sub(r"[（）第条章节是]", "", number.label)
    return number.label.replace(digits, printed)


def _place_unnumbered(placed: list[tuple[Piece, Node | None, int]], roots: list[Node], lines: Sequence[Line]) -> None:
    """Give the unnumbered paragraphs their place: 引言 before the first list, 结尾 behind the last, else the clause above."""
    heads = [k for k, (_, node, _) in enumerate(placed) if node]
    first_head = heads[0] if heads else len(placed)
    lead = [piece for piece, _, _ in placed[:first_head]]
    if lead:
        cut = len(lead)
        if not heads:
            cut = next((k for k, piece in enumerate(lead) if k and _closes(piece.text)), cut)
            cut = max(_with_organs_above(lead, cut), 1)
        opening = [Node(LEAD, heading_of(lead[0].text, None)[0], lead[0].start)]
        if cut < len(lead):
            opening.append(Node(CLOSING, heading_of(lead[cut].text, None)[0], lead[cut].start))
        roots[:0] = opening
    paragraphs = {id(placed[k][1]): 0 for k in heads}
    for position, k in enumerate(heads):
        following = heads[position + 1] if position + 1 < len(heads) else len(placed)
        paragraphs[id(placed[k][1])] = following - k - 1
    parents = _parents(roots)
    for position, k in enumerate(heads):
        piece, node, depth = placed[k]
        following = heads[position + 1] if position + 1 < len(heads) else len(placed)
        tail = [one for one, _, _ in placed[k + 1 : following]]
        is_last = following == len(placed)
        if node is None or not tail or (not is_last and placed[following][2] >= depth):
            continue
        parent = parents[id(node)]
        siblings = parent.children if parent else roots
        others = [one for one in siblings if one is not node and one.label not in (LEAD, CLOSING)]
        own_paragraphs = any(paragraphs[id(one)] or one.children for one in others)
        title_only = heading_of(piece.text, piece.number)[1] and not piece.text.rstrip().endswith(("。", "；", ";"))
        keeps = own_paragraphs or title_only if others else heading_of(piece.text, piece.number)[1]
        if is_last:
            cut = next((n for n, one in enumerate(tail) if _closes(one.text)), len(tail)) if keeps else 0
            cut = _with_organs_above(tail, cut)
            owner = roots
        else:
            cut = len(tail) if keeps else 0
            owner = siblings
        if cut < len(tail):
            owner_index = len(owner) if is_last else owner.index(node) + 1
            owner.insert(owner_index, Node(CLOSING, heading_of(tail[cut].text, None)[0], tail[cut].start))


def _closes(text: str) -> bool:
    return bool(CLOSING_CUE.match(text) or HANDED_IN.search(text))


def _with_organs_above(pieces: Sequence[Piece], cut: int) -> int:
    """The cut, before the lines that name nothing but the organ whose 联系人 comes next."""
    while 0 < cut < len(pieces) and is_organ(pieces[cut - 1].text.strip().rstrip("：:")):
        cut -= 1
    return cut


def _parents(roots: list[Node]) -> dict[int, Node | None]:
    parents: dict[int, Node | None] = {id(node): None for node in roots}
    stack = list(roots)
    while stack:
        node = stack.pop()
        for child in node.children:
            parents[id(child)] = node
            stack.append(child)
    return parents

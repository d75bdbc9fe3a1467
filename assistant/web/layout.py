"""A notice cut into what a page shows: one block per clause, its lines, and in them the stretch that is marked.

Notice and span in, blocks out. Blank lines are left out, every other character is shown as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.model import Clause, ClauseKind, Notice, Span

REFERENCE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The own text of a clause. `opens` is the label of a part that begins here."""

    clause: Clause
    depth: int
    opens: str | None
    lines: tuple[tuple[Piece, ...], ...]
    titled: bool  # the first line is the clause's heading and nothing else

    @property
    def quiet(self) -> bool:
        """Whether it belongs to the form of the document, not to what it says."""
        return self.clause.kind is not ClauseKind.CLAUSE


@dataclass(frozen=True, slots=True)
class Reference:
    """A `[n]` in an answer."""

    n: int


def blocks(notice: Notice, marked: Span | None) -> tuple[Block, ...]:
    """One block per clause that has text of its own."""
    depths: dict[str, int] = {}
    made: list[Block] = []
    part = None
    for clause in notice.clauses:
        depths[clause.id] = 0 if clause.parent is None else depths[clause.parent] + 1
        lines = tuple(_lines(notice.text, clause.own, marked))
        opens = notice.part(clause.part).label if clause.part != part and len(notice.parts) > 1 else None
        part = clause.part
        titled = _is_numbered(clause) and bool(lines) and _plain(lines[0]) == clause.heading.strip()
        made.append(Block(clause, depths[clause.id], opens, lines, titled))
    return tuple(made)


def parse_span(text: str | None, length: int) -> Span | None:
    """`start-end` out of an address; None for anything that is no stretch of the text.

    >>> parse_span("3-9", 20), parse_span("9-3", 20), parse_span("3-90", 20), parse_span("三", 20)
    (Span(start=3, end=9), None, None, None)
    """
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text or "")
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return Span(start, end) if start < end <= length else None


def references(text: str, citations: int) -> tuple[str | Reference, ...]:
    """An answer's text with its `[n]` taken out; a number that cites nothing stays text.

    >>> references("5月13日前[1]，见[7]。", 1)
    ('5月13日前', Reference(n=1), '，见[7]。')
    """
    pieces: list[str | Reference] = []
    end = 0
    for found in REFERENCE.finditer(text):
        if 1 <= int(found[1]) <= citations:
            pieces += [text[end : found.start()], Reference(int(found[1]))]
            end = found.end()
    return (*pieces, text[end:])


def _is_numbered(clause: Clause) -> bool:
    """A clause without a number of its own has no heading either: its first words stand in for one."""
    return clause.kind is ClauseKind.CLAUSE and clause.path[-1] not in ("引言", "结尾")


def _plain(line: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in line).strip()


def _lines(text: str, own: Span, marked: Span | None) -> Iterator[tuple[Piece, ...]]:
    start = own.start
    for line in own.of(text).splitlines(keepends=True):
        if line.strip():
            yield tuple(_pieces(text, Span(start, start + len(line.rstrip("\n"))), marked))
        start += len(line)


def _pieces(text: str, line: Span, marked: Span | None) -> Iterator[Piece]:
    if marked is None or marked.end <= line.start or line.end <= marked.start:
        yield Piece(line.of(text))
        return
    inside = Span(max(line.start, marked.start), min(line.end, marked.end))
    for span, is_marked in (
        (Span(line.start, inside.start), False),
        (inside, True),
        (Span(inside.end, line.end), False),
    ):
        if span.start < span.end:
            yield Piece(span.of(text), is_marked)

"""Where a fact stands: the sentence around a match, and the clause that holds a stretch. Offsets in, spans out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Clause, ClauseKind, Notice, Part, Span

SENTENCE_END = re.compile(r"[。！？\n]")
CLOSING_MARKS = "”’』」）)】"


def sentence_around(text: str, match: Span, within: Span) -> Span:
    """The sentence that holds `match`, inside `within`; the full stop belongs to it, blanks around it do not.

    >>> text = "一、依据。请遵守《价格法》。谢谢"
    >>> sentence_around(text, Span(8, 13), Span(0, len(text))).of(text)
    '请遵守《价格法》。'
    """
    start = max(within.start, *(text.rfind(mark, within.start, match.start) + 1 for mark in "。！？\n"))
    stop = SENTENCE_END.search(text, match.end, within.end)
    end = stop.end() if stop else within.end
    while end < within.end and text[end - 1] != "\n" and text[end] in CLOSING_MARKS:
        end += 1
    while start < match.start and (text[start].isspace() or text[start] in CLOSING_MARKS):
        start += 1
    while end > match.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def clause_holding(notice: Notice, span: Span) -> Clause:
    """The deepest clause that holds the whole of `span`, children included."""
    holders = [clause for clause in notice.clauses if clause.span.holds(span)]
    return holders[-1] if holders else notice.clause_at(span.start)


def body_clauses(notice: Notice) -> Iterator[Clause]:
    """The clauses whose words the document itself says: neither its head nor its imprint."""
    return (c for c in notice.clauses if c.kind in (ClauseKind.CLAUSE, ClauseKind.SIGNATURE))


def stretches(notice: Notice) -> Iterator[tuple[Part, Span]]:
    """The text cut where one clause of the highest rank ends and the next begins: no fact reaches over that."""
    parts = {part.id: part for part in notice.parts}
    for clause in notice.clauses:
        if clause.parent is None:
            yield parts[clause.part], clause.span

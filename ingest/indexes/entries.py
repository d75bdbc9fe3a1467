"""What of a notice goes into the indexes: one entry per clause, several for a very long one, and one for the whole.

The text of a clause's entry is the titles above the clause and the clause's own words: 附件2 and 三、工作要求 say what
“不超过5家” is about. The whole text says what all its clauses are about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NewType

from ingest.codec import Edition
from ingest.model import Clause, ClauseId, ClauseKind, Notice, NoticeId

Key = NewType("Key", str)  # of an entry: edition:clause#piece

MAX_CHARACTERS = 400  # of own text in one entry; BM25 and mean vectors both blur on longer ones
_SENTENCE_END = re.compile(r"(?<=[。；！？\n])")


@dataclass(frozen=True, slots=True)
class IndexEntry:
    key: Key
    edition: Edition
    text: str


def entries_of(edition: Edition, notice: Notice) -> Iterator[IndexEntry]:
    """The entries of a notice, in text order. Masthead, signature and colophon are not searched."""
    for clause in notice.clauses:
        if clause.kind is not ClauseKind.CLAUSE:
            continue
        above = "\n".join(_titles_above(clause, notice))
        for n, piece in enumerate(pieces(clause.own.of(notice.text))):
            key = Key(f"{edition}:{clause.id}#{n}")
            yield IndexEntry(key, edition, f"{above}\n{piece}" if above else piece)


def notice_entry(edition: Edition, notice: Notice) -> IndexEntry:
    """The entry of the whole notice, masthead and signature included."""
    return IndexEntry(Key(f"{edition}:{notice.id}#0"), edition, notice.text)


def pieces(text: str, limit: int = MAX_CHARACTERS) -> Iterator[str]:
    """A text in pieces of at most `limit` characters, cut at sentence ends where there are any.

    >>> list(pieces("一是报名。二是审核。三是公示。", limit=10))
    ['一是报名。二是审核。', '三是公示。']
    """
    piece = ""
    for sentence in _SENTENCE_END.split(text):
        if piece.strip() and len(piece) + len(sentence) > limit:
            yield piece
            piece = ""
        piece += sentence
        while len(piece) > limit:  # a sentence without an end
            yield piece[:limit]
            piece = piece[limit:]
    if piece.strip():
        yield piece


def edition_of_key(key: Key) -> Edition:
    return Edition(key.partition(":")[0])


def clause_of_key(key: Key) -> ClauseId:
    """
    >>> clause_of_key(Key("0a1b:shangdian-2024-40.9f3c.12#0"))
    'shangdian-2024-40.9f3c.12'
    """
    return ClauseId(key.partition(":")[2].rpartition("#")[0])


def notice_of_key(key: Key) -> NoticeId:
    """Of the key of a whole notice.

    >>> notice_of_key(Key("0a1b:shangdian-2024-40#0"))
    'shangdian-2024-40'
    """
    return NoticeId(key.partition(":")[2].rpartition("#")[0])


def _titles_above(clause: Clause, notice: Notice) -> list[str]:
    by_id = {c.id: c for c in notice.clauses}
    headings: list[str] = []
    parent = clause.parent
    while parent is not None:
        headings.insert(0, by_id[parent].heading)
        parent = by_id[parent].parent
    title = notice.part(clause.part).masthead.title
    return [title.value, *headings] if title else headings

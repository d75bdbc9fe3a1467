"""Notices built by hand: one part, one clause over the whole text. For tests that need no parser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ingest.model import (
    Campaign,
    Clause,
    ClauseId,
    ClauseKind,
    Found,
    Level,
    Masthead,
    Notice,
    NoticeId,
    Part,
    PartId,
    Span,
)


def make_notice(
    text: str,
    *,
    issued: date | None = None,
    title: str | None = None,
    doc_number: str | None = None,
    addressees: Sequence[str] = (),
    issuers: Sequence[str] = (),
    campaign: Campaign | None = None,
    level: Level | None = None,
    kind: ClauseKind = ClauseKind.CLAUSE,
) -> Notice:
    """A notice whose masthead is as told; a value that stands in `text` is found there, any other at offset 0."""

    def found(value: str) -> Found:
        start = max(text.find(value), 0)
        return Found(value, Span(start, min(start + len(value), len(text))))

    part = Part(
        id=PartId("p1"),
        label="正文",
        masthead=Masthead(
            title=found(title) if title else None,
            doc_number=found(doc_number) if doc_number else None,
            issuers=tuple(found(issuer) for issuer in issuers),
            addressees=tuple(found(addressee) for addressee in addressees),
            issued=issued,
        ),
        campaign=campaign,
        level=level,
    )
    clause = Clause(
        id=ClauseId("c1"),
        part=part.id,
        parent=None,
        kind=kind,
        path=("正文", "引言"),
        heading=text[:20],
        span=Span(0, len(text)),
        own_end=len(text),
    )
    return Notice(id=NoticeId("n1"), source="test.txt", text=text, parts=(part,), clauses=(clause,))

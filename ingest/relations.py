"""Which notice of the library changes which: amendments are linked to the documents they name, in whatever order they came.

Entries and amendments in, links out. Nothing of this is stored: it follows from what is current.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ingest.facts.amendments import subject
from ingest.identity import doc_number_key
from ingest.model import Amendment, AmendmentKind, NoticeId, Part, PartId, Stated, document_of


class Listed(Protocol):
    """What is known of a notice without its text."""

    @property
    def id(self) -> NoticeId: ...
    @property
    def parts(self) -> tuple[Part, ...]: ...


@dataclass(frozen=True, slots=True)
class Document:
    """正文 or an embedded notice: what an amendment changes."""

    notice: NoticeId
    part: PartId
    title: str | None
    doc_number: str | None
    issued: date | None
    is_main: bool  # 正文 of its file


@dataclass(frozen=True, slots=True)
class Link:
    """One amendment. `targets` are the documents of the library that it changes: the same notice may be here twice,
    once in a file of its own and once attached to a letter. Empty while it is not here."""

    by: Document
    amendment: Amendment
    targets: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """All links of a library."""

    links: tuple[Link, ...] = ()
    repealed: frozenset[NoticeId] = frozenset()  # the notices whose 正文 is no longer in force

    def by(self, notice_id: NoticeId) -> tuple[Link, ...]:
        """What a notice changes."""
        return tuple(link for link in self.links if link.by.notice == notice_id)

    def on(self, notice_id: NoticeId, part: PartId | None = None) -> tuple[Link, ...]:
        """What changes a notice, or one document of it; the newest first, those without a date last."""
        found = [
            link
            for link in self.links
            if any(one.notice == notice_id and part in (None, one.part) for one in link.targets)
        ]
        return tuple(sorted(found, key=_newest_first))


def link(entries: Iterable[Listed], stated: Iterable[Stated[Amendment]]) -> Relations:
    """Link each amendment to what it names: by 文号 where both have one, else by title.

    Of several notices of one title (each year's), the newest that is not younger than the amendment.
    """
    amendments = list(stated)
    if not amendments:
        return Relations()
    by_number: dict[str, list[Document]] = defaultdict(list)
    by_subject: dict[str, list[Document]] = defaultdict(list)
    documents: dict[tuple[NoticeId, PartId], Document] = {}
    for entry in entries:
        owner = {part.id: part for part in entry.parts}
        for part in entry.parts:
            documents[entry.id, part.id] = _document(entry, document_of(part, owner))
            if part.host is None or part.embedded:
                document = documents[entry.id, part.id]
                if document.doc_number:
                    by_number[doc_number_key(document.doc_number)].append(document)
                if document.title:
                    by_subject[subject(document.title)].append(document)
    links = []
    for one in amendments:
        by = documents.get((one.notice, one.part))
        if by is not None:
            links.append(Link(by, one.fact, _targets(one.fact, by, by_number, by_subject)))
    repealed = frozenset(
        target.notice
        for one in links
        if one.amendment.kind is AmendmentKind.REPEAL
        for target in one.targets
        if target.is_main
    )
    return Relations(tuple(links), repealed)


def _targets(
    amendment: Amendment,
    by: Document,
    by_number: dict[str, list[Document]],
    by_subject: dict[str, list[Document]],
) -> tuple[Document, ...]:
    number = doc_number_key(amendment.doc_number) if amendment.doc_number else None
    if number:
        numbered = _older(by_number.get(number, []), by)
        if numbered:
            return tuple(numbered)
    if not amendment.title:
        return ()
    named = by_subject.get(subject(amendment.title), [])
    # A document that bears another number than the one named is another document.
    fitting = _older([one for one in named if not (number and one.doc_number)], by)
    newest = max((one.issued for one in fitting if one.issued), default=None)
    return tuple(one for one in fitting if one.issued == newest)


def _older(documents: Sequence[Document], by: Document) -> list[Document]:
    """Without the amending notice itself and without what was issued after it."""
    return [
        one
        for one in documents
        if one.notice != by.notice and not (one.issued and by.issued and one.issued > by.issued)
    ]


def _document(entry: Listed, part: Part) -> Document:
    head = part.masthead
    return Document(
        entry.id,
        part.id,
        head.title.value if head.title else None,
        head.doc_number.value if head.doc_number else None,
        head.issued,
        part.id == entry.parts[0].id,
    )


def _newest_first(one: Link) -> tuple[bool, int, str, int]:
    issued = one.by.issued
    return issued is None, -issued.toordinal() if issued else 0, one.by.notice, one.amendment.span.start

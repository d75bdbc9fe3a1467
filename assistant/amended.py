"""Answers from notices that other notices have changed: the changing one is asked as well, first, and named in a warning.

Done in one place for all kinds of answers. What a warning says is read off the mastheads of the library, not drafted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.changes import named
from assistant.model import Answer, Caveat, Citation, Kind, Query
from assistant.scope import Document
from assistant.view import Notices
from ingest.model import AmendmentKind
from ingest.relations import Link, Relations

TIMES = frozenset({Kind.DEADLINES, Kind.PERIOD})  # what a change of a notice is usually about
ADVICE = {
    AmendmentKind.SUPPLEMENT: "请一并查阅",
    AmendmentKind.CORRECTION: "请以更正后的内容为准",
    AmendmentKind.EXTENSION: "请以延期后的时间为准",
    AmendmentKind.CHANGE: "请以变更后的内容为准",
    AmendmentKind.REPEAL: "其内容不再有效",
}


def with_amending(
    query: Query, chosen: Sequence[Document], documents: Sequence[Document], relations: Relations
) -> tuple[Document, ...]:
    """The documents a question is about; asked for times, those that change one of them come in front of it.

    A notice that repeals another is about something else.
    """
    if query.kind not in TIMES or not relations.links:
        return tuple(chosen)
    by_place = {(one.notice, one.part): one for one in documents}
    found: list[Document] = []
    for document in chosen:
        for link in relations.on(document.notice, document.part):
            changing = by_place.get((link.by.notice, link.by.part))
            if changing is not None and link.amendment.kind is not AmendmentKind.REPEAL:
                found.append(changing)
        found.append(document)
    return tuple(dict.fromkeys(found))


def warn_amended(answer: Answer, relations: Relations, notices: Notices) -> Answer:
    """The answer with a warning for each notice it cites that has been changed."""
    if not relations.links:
        return answer
    cited: list[tuple[Citation, int | None]] = [(one, one.n) for one in answer.citations]
    cited += [(one, None) for one in answer.nearest]
    warnings: dict[str, Caveat] = {}
    for citation, number in cited:
        for link in _on(citation, relations, notices):
            message = _message(citation, link)
            warnings.setdefault(message, Caveat("amended", message, number))
    return replace(answer, warnings=(*warnings.values(), *answer.warnings)) if warnings else answer


def _on(citation: Citation, relations: Relations, notices: Notices) -> Iterator[Link]:
    notice = notices(citation.notice_id)
    if notice is not None:
        document = notice.document_of(notice.clause(citation.clause_id).part)
        yield from relations.on(notice.id, document.id)


def _message(citation: Citation, link: Link) -> str:
    kind = link.amendment.kind
    number = f"（{citation.doc_number}）" if citation.doc_number else ""
    return f"《{citation.title}》{number}已由{named(link.by)}{kind.value}，{ADVICE[kind]}。"

"""Where quotes come from: the notice of each, how answers name its document, what the library read there, how it is cited.

(quote, notices) -> Notice, names, Source, Citation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.claims import Problem, Source, document_names, source_of
from assistant.model import Citation, Quote
from ingest.model import Clause, Notice, NoticeId
from ingest.places import box_of

Notices = Callable[[NoticeId], Notice | None]


class Unproved(ValueError):
    """A draft that states what its quotes do not hold."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


def notice_of(quote: Quote, notices: Notices) -> Notice:
    notice = notices(quote.notice)
    if notice is None:
        raise Unproved([Problem("unknown_notice", quote.notice)])
    return notice


def names_of(quote: Quote, notices: Notices) -> set[str]:
    return document_names(notice_of(quote, notices), quote)


def source_at(quotes: Sequence[Quote], notices: Notices) -> Source:
    return source_of(quotes, lambda quote: notice_of(quote, notices))


def cite(n: int, quote: Quote, notices: Notices) -> Citation:
    notice = notice_of(quote, notices)
    clause: Clause = notice.clause(quote.clause)
    head = notice.document_of(clause.part).masthead
    return Citation(
        n=n,
        notice_id=notice.id,
        title=head.title.value if head.title else notice.source,
        doc_number=head.doc_number.value if head.doc_number else None,
        clause_id=clause.id,
        path=clause.path,
        label=clause.label,
        quote=quote.text,
        start=quote.span.start,
        end=quote.span.end,
        page=notice.page_at(quote.span.start) if notice.places else clause.page,
        box=box_of(notice.places, quote.span),
        url=f"/notices/{notice.id}#{clause.id}",
    )

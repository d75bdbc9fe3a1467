"""How an answer came about, for evaluators: what was understood, what was found, what the gate dropped, who worded it.

An Answer and the question behind it in, a `Trace` out. Nothing of it is secret: no prompt, no key, no address of a model.
What the gate dropped is not proved, so no way in shows a trace to readers; and the search is run once more for it, so it
is made only for those who ask.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from assistant.model import Answer, Query
from assistant.services import Asks
from ingest.model import ClauseId, NoticeId

DEPTH = 100  # clauses of a ranking that are looked at


@dataclass(frozen=True, slots=True)
class FoundClause:
    """A clause that the search brings."""

    notice_id: NoticeId
    clause_id: ClauseId
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Trace:
    """How the answer came about. Only there with `trace: true`; for evaluators, not for readers.

    `understood`: the kind of question, the campaign, the terms and whatever else it was heard to say, as words. `found`: the
    clauses nearest to it, best first. `dropped`: what the gate did not let through, code and words; none of it is proved.
    `wording`: which model and which version of the prompt put the answer into words and what became of it, empty where none
    did. `took_ms`: milliseconds that making the trace took, which are no part of the answer's.
    """

    understood: dict[str, str]
    found: tuple[FoundClause, ...] = ()
    dropped: tuple[str, ...] = ()
    wording: str = ""
    took_ms: float = 0.0


def trace_of(
    answer: Answer,
    assistant: Asks,
    *,
    notice_id: NoticeId | None,
    previous: Query | None,
    seconds: Callable[[], float] = time.perf_counter,
) -> Trace:
    """What led to an answer of the assistant; `notice_id` and `previous` are what it was asked with."""
    started = seconds()
    hits = assistant.search(answer.question, as_of=answer.as_of, limit=DEPTH, notice_id=notice_id, previous=previous)
    return Trace(
        understood=understood(answer.query),
        found=tuple(FoundClause(hit.notice.id, hit.clause.id, hit.clause.label, hit.score) for hit in hits),
        dropped=answer.dropped,
        wording=answer.wording,
        took_ms=round((seconds() - started) * 1000, 2),
    )


def trace_json(trace: Trace) -> dict[str, object]:
    """The same as plain JSON values."""
    return asdict(trace)


def understood(query: Query | None) -> dict[str, str]:
    """The fields of a query that say something, as words.

    >>> from datetime import date
    >>> from assistant.model import Kind
    >>> understood(Query("第六届几号结束？", Kind.PERIOD, date(2024, 4, 1), terms=("结束",)))
    {'kind': 'period', 'terms': '结束'}
    """
    if query is None:
        return {}
    values: dict[str, object] = {
        "kind": query.kind.value,
        "campaign": query.campaign_words,
        "series": query.campaign.series,
        "ordinals": query.campaign.ordinals,
        "years": query.campaign.years,
        "region": query.campaign.region,
        "no such campaign": query.unknown_campaign,
        "documents": query.documents,
        "no such number": query.unknown_number,
        "organs": query.organs,
        "from": query.from_level.value if query.from_level else None,
        "to": query.to_level.value if query.to_level else None,
        "laws": query.laws,
        "place": query.place,
        "terms": query.terms,
        "also asked": tuple(one.kind.value for one in query.more),
    }
    return {
        name: "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
        for name, value in values.items()
        if value
    }

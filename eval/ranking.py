"""How well the search ranks the clause that a case expects. Values are those of trec_eval; tests compare with ir-measures.

What counts as one relevant thing is what the case asks for: in each notice it names, the clause that holds its quote, else
one of its clauses or any below it. Several hits for the same thing count once, at the rank of the first: a search that
brings the heading and its paragraph has found one thing, not two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from assistant.trace import Trace
from eval.cases import Case, Expectation, tight
from eval.sources import Source, Sources
from eval.verdict import Seen, Verdict
from ingest.model import ClauseId


def expected_clauses(case: Case, sources: Sources) -> tuple[frozenset[ClauseId], ...]:
    """For each notice a case names, the clauses that are what it asks for; empty if it asks for none."""
    expect = case.expect
    names = expect.notices or ((case.notice,) if case.notice else ())
    if not (expect.clauses or expect.quote):
        return ()
    return tuple(_in(source, expect) for name in names if (source := sources.named(name)) is not None)


def _in(source: Source, expect: Expectation) -> frozenset[ClauseId]:
    if expect.quote is None:
        return frozenset(place.id for place in source.places if is_below(place.label, expect.clauses))
    quote = tight(expect.quote)
    own = {one.id for one in source.places if quote in tight(source.text[one.start : one.own_end])}
    # A quote may run over several clauses: then it is what stands above them that holds it.
    return frozenset(own or {one.id for one in source.places if quote in tight(source.text[one.start : one.end])})


def is_below(label: str, expected: Sequence[str]) -> bool:
    """Whether a clause is one of these or below one.

    >>> is_below("正文 二 （一）", ["正文 二"]), is_below("正文 二十", ["正文 二"])
    (True, False)
    """
    return any(label == one or label.startswith(f"{one} ") for one in expected)


def ranks(expected: Sequence[frozenset[ClauseId]], trace: Trace | None) -> tuple[int | None, ...] | None:
    """The rank, from 1, of each expected thing, None for one that the search does not bring.

    None in all if nothing is expected, or nobody knows what was found.

    >>> from assistant.trace import FoundClause
    >>> hits = tuple(FoundClause("n", name, "", 1.0) for name in "abcd")
    >>> ranks([frozenset("bc"), frozenset("d"), frozenset("x")], Trace({}, hits))
    (2, 3, None)
    """
    if trace is None or not expected:
        return None
    order: list[int | None] = []  # which thing each hit brings; a second hit for the same thing takes no rank
    for found in trace.found:
        thing = next((n for n, clauses in enumerate(expected) if found.clause_id in clauses), None)
        if thing is None or thing not in order:
            order.append(thing)
    return tuple(order.index(n) + 1 if n in order else None for n in range(len(expected)))


def recall(k: int) -> Callable[[Seen], Verdict | None]:
    """recall@k = expected things among the first k / expected things.

    Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, 2008, 8.4.
    """

    def measure(seen: Seen) -> Verdict | None:
        found = seen.ranks
        if found is None:
            return None
        return Verdict(recall_at(found, k), _late(seen, found, k))

    return measure


def reciprocal_rank(k: int) -> Callable[[Seen], Verdict | None]:
    """RR@k = 1 / rank of the first expected thing, 0 beyond k; its mean is MRR.

    Source: Voorhees, "The TREC-8 Question Answering Track Report", 1999.
    """

    def measure(seen: Seen) -> Verdict | None:
        found = seen.ranks
        if found is None:
            return None
        return Verdict(reciprocal_rank_at(found, k), _late(seen, found, k))

    return measure


def ndcg(k: int) -> Callable[[Seen], Verdict | None]:
    """nDCG@k = DCG / ideal DCG, DCG = Σ 1 / log2(1 + rank) over the expected things among the first k.

    Source: Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", TOIS 20(4), 2002; base and discount
    as in trec_eval.
    """

    def measure(seen: Seen) -> Verdict | None:
        found = seen.ranks
        if found is None:
            return None
        return Verdict(ndcg_at(found, k), _late(seen, found, k))

    return measure


def recall_at(found: Sequence[int | None], k: int) -> float:
    """
    >>> recall_at((1, 7), 5)
    0.5
    """
    return sum(rank is not None and rank <= k for rank in found) / len(found)


def reciprocal_rank_at(found: Sequence[int | None], k: int) -> float:
    """
    >>> reciprocal_rank_at((4, 2), 10), reciprocal_rank_at((11,), 10)
    (0.5, 0.0)
    """
    first = min((rank for rank in found if rank is not None), default=k + 1)
    return 1 / first if first <= k else 0.0


def ndcg_at(found: Sequence[int | None], k: int) -> float:
    """
    >>> round(ndcg_at((3,), 10), 3), ndcg_at((2, 1), 10)
    (0.5, 1.0)
    """
    gained = sum(1 / math.log2(1 + rank) for rank in found if rank is not None and rank <= k)
    ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(found), k) + 1))
    return gained / ideal


def _late(seen: Seen, found: Sequence[int | None], k: int) -> tuple[str, ...]:
    expect = seen.case.expect
    wanted = f"“{expect.quote}”" if expect.quote is not None else " or ".join(expect.clauses)
    return tuple(
        f"{wanted} " + (f"is found at rank {rank}" if rank is not None else "is not among what was found")
        for rank in found
        if rank is None or rank > k
    )

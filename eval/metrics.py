"""What is measured: one function a metric, one line in `METRICS`.

A metric looks at one answer and gives a value between 0 and 1 and a reason per miss; None if the case says nothing about
it. Over a set its value is the mean over the cases it applies to. A case is right if no metric that `decides` finds a miss;
the others tell how good an answer, or the search behind it, is. Those of citations are in `eval.citations`, those of the
search in `eval.ranking`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.model import Status
from eval.cases import Case, printed_in
from eval.citations import (
    citation_precision,
    citation_recall,
    cited_text,
    model_words,
    quotes_not_in_source,
    reading,
    references,
)
from eval.ranking import is_below, ndcg, recall, reciprocal_rank
from eval.replies import Reply
from eval.verdict import RIGHT, Seen, Verdict, missed, of_misses

Measure = Callable[[Seen], Verdict | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """`decides`: a miss makes the case wrong. `never`: one miss fails a run, whatever the share of right answers.
    `stage` is what it measures, of `eval.causes.STAGES`.
    """

    measure: Measure
    decides: bool = True
    never: bool = False
    stage: str = "answer"


def status(seen: Seen) -> Verdict | None:
    """1 if the status is one the case names, else 0."""
    expected = seen.case.expect.statuses
    got = seen.reply.status
    return RIGHT if got in expected else missed(f"expected {_or(one.value for one in expected)}, got {got.value}")


def false_answers(seen: Seen) -> Verdict | None:
    """1 if what must not be answered is not: no status `answered`, no facts, citations or numbers under another."""
    if not seen.case.expect.must_not_answer:
        return None
    reply = seen.reply
    given = [
        ("citations", bool(reply.citations)),
        *((kind, True) for kind in reply.facts),
        (f"the numbers {_all(sorted(reply.phones))}", bool(reply.phones)),
    ]
    leaks = tuple(f"must not be answered, and gives {what}" for what, there in given if there)
    if not leaks and reply.status is Status.ANSWERED:
        leaks = ("must not be answered, and is",)
    return missed(*leaks) if leaks else RIGHT


def false_refusals(seen: Seen) -> Verdict | None:
    """1 if what can be answered is."""
    if not seen.case.expect.must_answer:
        return None
    got = seen.reply.status
    return RIGHT if got is Status.ANSWERED else missed(f"could have been answered, got {got.value}")


def kind(seen: Seen) -> Verdict | None:
    """1 if the question was understood as one of the kinds the case names; the mean is the accuracy."""
    expected = seen.case.expect.kinds
    if not expected:
        return None
    got = seen.reply.kind
    return RIGHT if got in expected else missed(f"expected {_or(one.value for one in expected)}, got {got.value}")


def dates(seen: Seen) -> Verdict | None:
    """1 if all dates the case names are stated, and with `only: [dates]` no other."""
    return _exact(seen, "dates")


def phones(seen: Seen) -> Verdict | None:
    """1 if all numbers the case names are stated, and with `only: [phones]` no other."""
    return _exact(seen, "phones")


def laws(seen: Seen) -> Verdict | None:
    """1 if all laws the case names are stated, and with `only: [laws]` no other law, regulation or rule."""
    return _exact(seen, "laws")


def fact_recall(seen: Seen) -> Verdict | None:
    """|expected ∩ stated| / |expected|, of dates, phones and laws together.

    Source: van Rijsbergen, Information Retrieval, 2nd ed. 1979, chapter 7.
    """
    expected, stated = _facts(seen, tuple(FACTS))
    if not expected:
        return None
    missing = sorted(expected - stated)
    return Verdict(len(expected & stated) / len(expected), tuple(f"missing {one}" for one in missing))


def fact_precision(seen: Seen) -> Verdict | None:
    """|expected ∩ stated| / |stated|, of those kinds of fact that the case lists under `only`: of the others an answer
    may state more than the case names. None where nothing is stated.

    Source: van Rijsbergen, 1979, chapter 7.
    """
    expected, stated = _facts(seen, seen.case.expect.only)
    if not stated:
        return None
    surplus = sorted(stated - expected)
    return Verdict(len(expected & stated) / len(stated), tuple(f"not asked for: {one}" for one in surplus))


def fact_f1(seen: Seen) -> Verdict | None:
    """2·P·R / (P + R) of `fact_precision` and `fact_recall`, over the kinds under `only`; 0 where nothing expected is
    stated. None where the case names none of them.

    Source: van Rijsbergen, 1979, chapter 7, F with β = 1.
    """
    expected, stated = _facts(seen, seen.case.expect.only)
    if not expected:
        return None
    value = 2 * len(expected & stated) / (len(expected) + len(stated))
    return Verdict(value, tuple(f"missing or not asked for: {one}" for one in sorted(expected ^ stated)))


def wording(seen: Seen) -> Verdict | None:
    """1 if the text holds the names, addresses and words it must, and none that it must not."""
    expect = seen.case.expect
    wanted = (*expect.names, *expect.emails, *expect.contains)
    if not wanted and not expect.not_contains:
        return None
    text = seen.reply.text
    return of_misses(
        *(f"the text lacks “{one}”" for one in wanted if not printed_in(one, text)),
        *(f"the text holds “{one}”" for one in expect.not_contains if printed_in(one, text)),
    )


def clause(seen: Seen) -> Verdict | None:
    """1 if one of the clauses the case names is cited, or one below it."""
    expected = seen.case.expect.clauses
    if not expected:
        return None
    cited = [citation.label for citation in seen.reply.citations]
    if any(is_below(label, expected) for label in cited):
        return RIGHT
    return missed(f"expected {_or(expected)}, cited {_all(cited)}")


def quote(seen: Seen) -> Verdict | None:
    """1 if a quote holds the words the case names."""
    expected = seen.case.expect.quote
    if expected is None:
        return None
    quotes = [citation.quote for citation in seen.reply.citations]
    return RIGHT if any(printed_in(expected, one) for one in quotes) else missed(f"no quote holds “{expected}”")


def notice(seen: Seen) -> Verdict | None:
    """1 if the notices the case names are cited, and no other."""
    expected = seen.case.expect.notices
    if not expected:
        return None
    return of_misses(*_sets(expected, {seen.source(citation) for citation in seen.reply.citations}, only=True))


def warnings(seen: Seen) -> Verdict | None:
    """1 if the answer carries the warnings the case names."""
    expected = seen.case.expect.warnings
    return of_misses(*_sets(expected, seen.reply.warnings, only=False)) if expected else None


METRICS: Mapping[str, Metric] = {
    "status": Metric(status),
    "kind": Metric(kind),
    "dates": Metric(dates),
    "phones": Metric(phones),
    "laws": Metric(laws),
    "wording": Metric(wording),
    "clause": Metric(clause),
    "quote": Metric(quote),
    "notice": Metric(notice),
    "warnings": Metric(warnings),
    "references": Metric(references),
    "reading": Metric(reading),
    "citation_recall": Metric(citation_recall),
    "cited_text": Metric(cited_text),
    "model_words": Metric(model_words),
    "false_refusals": Metric(false_refusals),
    "false_answers": Metric(false_answers, never=True),
    "quotes_not_in_source": Metric(quotes_not_in_source, never=True),
    "fact_recall": Metric(fact_recall, decides=False),
    "fact_precision": Metric(fact_precision, decides=False),
    "fact_f1": Metric(fact_f1, decides=False),
    "citation_precision": Metric(citation_precision, decides=False),
    "recall@1": Metric(recall(1), decides=False, stage="search"),
    "recall@5": Metric(recall(5), decides=False, stage="search"),
    "recall@10": Metric(recall(10), decides=False, stage="search"),
    "mrr@10": Metric(reciprocal_rank(10), decides=False, stage="search"),
    "ndcg@10": Metric(ndcg(10), decides=False, stage="search"),
}

NEVER = tuple(name for name, metric in METRICS.items() if metric.never)


def measure(seen: Seen) -> dict[str, Verdict]:
    """What each metric that applies has to say."""
    verdicts = ((name, metric.measure(seen)) for name, metric in METRICS.items())
    return {name: verdict for name, verdict in verdicts if verdict is not None}


FACTS: Mapping[str, Callable[[Reply], Collection[str]]] = {
    "dates": lambda reply: {day.isoformat() for day in reply.dates},
    "phones": lambda reply: reply.phones,
    "laws": lambda reply: reply.laws,
}


def expected_facts(case: Case) -> dict[str, frozenset[str]]:
    """What a case names, by kind."""
    expect = case.expect
    return {
        "dates": frozenset(day.isoformat() for day in expect.dates),
        "phones": frozenset(expect.phones),
        "laws": frozenset(expect.laws),
    }


def _facts(seen: Seen, kinds: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    expected = expected_facts(seen.case)
    chosen = tuple(kinds)
    return (
        frozenset(one for name in chosen for one in expected[name]),
        frozenset(one for name in chosen for one in FACTS[name](seen.reply)),
    )


def _exact(seen: Seen, name: str) -> Verdict | None:
    expected, only = expected_facts(seen.case)[name], name in seen.case.expect.only
    if not expected and not only:
        return None
    return of_misses(*_sets(sorted(expected), FACTS[name](seen.reply), only=only))


def _sets(expected: Collection[str], got: Collection[str], *, only: bool) -> tuple[str, ...]:
    missing = [one for one in expected if one not in got]
    surplus = [one for one in sorted(got) if one not in expected] if only else []
    return (
        *((f"missing {_all(missing)}",) if missing else ()),
        *((f"not asked for: {_all(surplus)}",) if surplus else ()),
    )


def _all(values: Collection[str]) -> str:
    return "、".join(values) or "nothing"


def _or(values: Iterable[str]) -> str:
    return " or ".join(values)

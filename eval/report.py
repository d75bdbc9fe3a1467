"""What a run found. Results in; scores, estimates and, for programs, one JSON object out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.cases import Expectation
from eval.causes import STAGES, Cause, cause_of
from eval.fields import EXPECTED, said
from eval.metrics import METRICS
from eval.run import Result
from eval.statistics import Estimate, estimate

PERCENTILES = (50, 95, 99)


@dataclass(frozen=True, slots=True)
class Score:
    """So many of so many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        return self.right / self.of if self.of else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one set, and what follows from them."""

    name: str
    results: tuple[Result, ...]

    @property
    def score(self) -> Score:
        return Score(sum(result.right for result in self.results), len(self.results))

    @property
    def failures(self) -> tuple[Result, ...]:
        """The harmful ones first."""
        return tuple(sorted((one for one in self.results if not one.right), key=lambda one: not one.harmful))

    @property
    def harmful(self) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.harmful)

    def share(self) -> Estimate | None:
        return estimate([float(result.right) for result in self.results]) if self.results else None

    def by_metric(self) -> dict[str, Estimate]:
        """Those that apply to some case."""
        values = {
            name: [result.verdicts[name].value for result in self.results if name in result.verdicts]
            for name in METRICS
        }
        return {name: estimate(of_cases) for name, of_cases in values.items() if of_cases}

    def missed(self, name: str) -> int:
        """How many cases a metric finds a miss in."""
        return sum(bool(result.verdicts[name].misses) for result in self.results if name in result.verdicts)

    def by_kind(self) -> dict[str, Score]:
        """By the first kind a case expects; by its status where it must not be answered."""
        return _scores((_group(result.case.expect), result.right) for result in self.results)

    def by_tag(self) -> dict[str, Score]:
        return _scores((tag, result.right) for result in self.results for tag in result.case.tags)

    def causes(self) -> dict[str, tuple[tuple[Result, Cause], ...]]:
        """The wrong results by the stage they went wrong in, in the order of the stages."""
        found = [(result, cause_of(result)) for result in self.failures]
        grouped = {stage: tuple(pair for pair in found if pair[1].stage == stage) for stage in STAGES}
        return {stage: pairs for stage, pairs in grouped.items() if pairs}

    def percentile_ms(self, percent: float) -> float:
        return percentile([result.took_s for result in self.results if result.took_s is not None], percent) * 1000


def percentile(values: Sequence[float], percent: float) -> float:
    """Nearest rank: the smallest value that so many percent do not exceed.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 50)
    2.0
    """
    if not values:
        return 0.0
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


def _scores(marks: Iterable[tuple[str, bool]]) -> dict[str, Score]:
    of: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name, is_right in marks:
        of[name] += 1
        right[name] += is_right
    return {name: Score(right[name], of[name]) for name in of}


def _group(expect: Expectation) -> str:
    if expect.must_not_answer:
        return expect.statuses[0].value
    return expect.kinds[0].value if expect.kinds else "any kind"


def expected(expect: Expectation) -> dict[str, str]:
    """The fields of an expectation that say something, as they stand in the set."""
    return {name: " | ".join(values) for name, values in said(EXPECTED, expect).items()}


def report_json(report: Report) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "name": report.name,
        **_score_json(report.score),
        "interval": _interval(report.share()),
        "harmful": [result.case.id for result in report.harmful],
        "latency_ms": {f"p{percent}": round(report.percentile_ms(percent), 2) for percent in PERCENTILES},
        "metrics": {
            name: {
                "cases": value.cases,
                "value": round(value.value, 4),
                "interval": _interval(value),
                "missed": report.missed(name),
            }
            for name, value in report.by_metric().items()
        },
        "causes": {stage: [result.case.id for result, _ in pairs] for stage, pairs in report.causes().items()},
        "kinds": {name: _score_json(score) for name, score in report.by_kind().items()},
        "tags": {name: _score_json(score) for name, score in report.by_tag().items()},
        "cases": [_case_json(result) for result in report.results],
    }


def _interval(value: Estimate | None) -> list[float]:
    return [round(value.low, 4), round(value.high, 4)] if value is not None else []


def _score_json(score: Score) -> dict[str, Any]:
    return {"cases": score.of, "right": score.right, "share": round(score.share, 4)}


def _case_json(result: Result) -> dict[str, Any]:
    case = result.case
    cause = None if result.right else cause_of(result)
    return {
        "id": case.id,
        "line": case.line,
        "turns": list(case.turns),
        "question": case.question,
        "as_of": case.as_of.isoformat(),
        "notice": case.notice,
        "tags": list(case.tags),
        "right": result.right,
        "harmful": result.harmful,
        "cause": {"stage": cause.stage, "words": cause.words} if cause else None,
        "reasons": list(result.reasons),
        "values": {name: round(verdict.value, 4) for name, verdict in result.verdicts.items()},
        "expected": expected(case.expect),
        "got": _got(result),
        "trace": _trace(result),
        "took_ms": round(result.took_s * 1000, 2) if result.took_s is not None else None,
    }


def _got(result: Result) -> dict[str, Any] | None:
    if result.seen is None:
        return None
    reply = result.seen.reply
    return {
        "status": reply.status.value,
        "kind": reply.kind.value,
        "text": reply.text,
        "citations": [
            {"notice": result.seen.source(one), "label": one.label, "quote": one.quote} for one in reply.citations
        ],
    }


SHOWN = 5  # clauses of a ranking


def _trace(result: Result) -> dict[str, Any] | None:
    if result.seen is None or result.seen.trace is None:
        return None
    trace = result.seen.trace
    return {
        "understood": dict(trace.understood),
        "found": [
            {"notice": result.seen.sources.name_of(one.notice_id), "label": one.label, "score": round(one.score, 4)}
            for one in trace.found[:SHOWN]
        ],
        "ranks": list(result.seen.ranks) if result.seen.ranks is not None else None,
        "dropped": list(trace.dropped),
        "wording": trace.wording,
    }

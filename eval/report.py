"""What a run found, for people and for programs. Results in; tables and failures, or one JSON document, out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.plain import printable
from eval.cases import Expectation
from eval.metrics import METRICS, NEVER
from eval.run import Result

TEXT_SHOWN = 300  # characters of an answer under a failure


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

    def passed(self, bar: float) -> bool:
        """Enough right, and nothing untrue put before a user."""
        return self.score.share >= bar and not any(result.harmful for result in self.results)

    def by_metric(self) -> dict[str, Score]:
        return {name: self._metric(name) for name in METRICS}

    def by_kind(self) -> dict[str, Score]:
        """By the first kind a case expects; by its status where it must not be answered."""
        return _scores((_group(result.case.expect), result.right) for result in self.results)

    def by_tag(self) -> dict[str, Score]:
        return _scores((tag, result.right) for result in self.results for tag in result.case.tags)

    def percentile_ms(self, percent: float) -> float:
        return percentile([result.took_s for result in self.results], percent) * 1000

    def _metric(self, name: str) -> Score:
        verdicts = [result.misses[name] for result in self.results if name in result.misses]
        return Score(sum(not misses for misses in verdicts), len(verdicts))


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


def print_report(report: Report, console: Console) -> None:
    """Tables first, then every failure with question, expected, got and reason; the harmful ones first."""
    for title, scores in (("metric", report.by_metric()), ("kind", report.by_kind()), ("tag", report.by_tag())):
        console.print(_table(title, scores))
    failures = sorted((result for result in report.results if not result.right), key=lambda result: not result.harmful)
    for result in failures:
        console.print(_failure(result), soft_wrap=True)
    console.print(summary(report), highlight=False)


def summary(report: Report) -> str:
    """The run in one line."""
    score = report.score
    by_metric = report.by_metric()
    harm = ", ".join(f"{by_metric[name].of - by_metric[name].right} {name}" for name in NEVER)
    took = f"p50 {report.percentile_ms(50):.1f} ms, p95 {report.percentile_ms(95):.1f} ms"
    return f"{report.name}: {score.right} of {score.of} right ({score.share:.1%}), {harm}; {took}"


def _table(title: str, scores: Mapping[str, Score]) -> Table:
    table = Table(title, "cases", "right", "share", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, score in scores.items():
        if score.of:
            table.add_row(name, str(score.of), str(score.right), f"{score.share:.1%}")
    table.add_row()
    return table


def _failure(result: Result) -> Text:
    case, answer = result.case, result.answer
    shown = printable(" ".join(answer.text.split()))
    cited = "; ".join(f"{result.sources[one.notice_id]} {one.label}" for one in answer.citations) or "nothing"
    lines = [
        ("question", " → ".join((*case.turns, case.question)) + (f"  ({case.notice})" if case.notice else "")),
        ("expected", ", ".join(f"{name} {value}" for name, value in expected(case.expect).items())),
        ("got", f"{answer.status.value}, {answer.kind.value}: {shown[:TEXT_SHOWN]}"),
        ("cited", cited),
        *(("reason", f"{name}: {miss}") for name, misses in result.misses.items() for miss in misses),
    ]
    return Text.assemble(
        (f"{case.id}", "bold red"),
        f" (line {case.line})\n",
        *(f"  {label:<9} {words}\n" for label, words in lines),
    )


def expected(expect: Expectation) -> dict[str, str]:
    """The fields of an expectation that say something, as they stand in the set."""
    fields = {
        "status": [status.value for status in expect.statuses],
        "kind": [kind.value for kind in expect.kinds],
        "dates": [day.isoformat() for day in expect.dates],
        "phones": expect.phones,
        "laws": expect.laws,
        "names": expect.names,
        "emails": expect.emails,
        "contains": expect.contains,
        "not_contains": expect.not_contains,
        "only": expect.only,
        "clause": expect.clauses,
        "quote": [expect.quote] if expect.quote else [],
        "notice": expect.notices,
        "warnings": expect.warnings,
    }
    return {name: " | ".join(values) for name, values in fields.items() if values}


def report_json(report: Report, bar: float) -> dict[str, Any]:
    """The same as one JSON object."""
    return {
        "name": report.name,
        "passed": report.passed(bar),
        "fail_under": bar,
        **_score_json(report.score),
        "latency_ms": {"p50": round(report.percentile_ms(50), 2), "p95": round(report.percentile_ms(95), 2)},
        "metrics": {name: _score_json(score) for name, score in report.by_metric().items()},
        "kinds": {name: _score_json(score) for name, score in report.by_kind().items()},
        "tags": {name: _score_json(score) for name, score in report.by_tag().items()},
        "cases": [_case_json(result) for result in report.results],
    }


def _score_json(score: Score) -> dict[str, Any]:
    return {"cases": score.of, "right": score.right, "share": round(score.share, 4)}


def _case_json(result: Result) -> dict[str, Any]:
    case, answer = result.case, result.answer
    return {
        "id": case.id,
        "line": case.line,
        "turns": list(case.turns),
        "question": case.question,
        "as_of": case.as_of.isoformat(),
        "notice": case.notice,
        "tags": list(case.tags),
        "right": result.right,
        "reasons": [f"{name}: {miss}" for name, misses in result.misses.items() for miss in misses],
        "expected": expected(case.expect),
        "got": {
            "status": answer.status.value,
            "kind": answer.kind.value,
            "text": answer.text,
            "citations": [
                {"notice": result.sources[one.notice_id], "label": one.label, "quote": one.quote}
                for one in answer.citations
            ],
        },
        "took_ms": round(result.took_s * 1000, 2),
    }

"""Whether a run may pass, and if not, why: what an exit status, a CI job and the head of a report say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eval.baseline import Comparison
from eval.causes import STAGES
from eval.report import Report

BAR = 0.95
NAMED = 5  # cases named in one line


@dataclass(frozen=True, slots=True)
class Judged:
    """One set with what the gate makes of it; `refused` has a line for each reason not to pass."""

    report: Report
    comparison: Comparison | None
    refused: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.refused


def on_bar(report: Report, comparison: Comparison | None, bar: float) -> tuple[str, ...]:
    """Too few right, or something untrue put before a user."""
    share = report.score.share
    low = (f"{share:.1%} are right, {bar:.1%} are asked for{_stages(report)}",) if share < bar else ()
    return (*low, *_harm([result.case.id for result in report.harmful]))


def on_failure(report: Report, comparison: Comparison | None, bar: float) -> tuple[str, ...]:
    """Anything wrong."""
    ids = [result.case.id for result in report.failures]
    return (f"{len(ids)} wrong: {_named(ids)}{_stages(report)}",) if ids else ()


def on_regression(report: Report, comparison: Comparison | None, bar: float) -> tuple[str, ...]:
    """Worse than the baseline: a case that was right, a harm that was not there, a metric that fell."""
    if comparison is None:
        return ()
    broken = [result.case.id for result in comparison.broken]
    return (
        *((f"{len(broken)} were right before: {_named(broken)}{_stages(report, set(broken))}",) if broken else ()),
        *_harm([result.case.id for result in comparison.harmful]),
        *(str(drop) for drop in comparison.drops),
    )


def on_nothing(report: Report, comparison: Comparison | None, bar: float) -> tuple[str, ...]:
    """Whatever is found: to look, or to take a baseline."""
    return ()


GATES: Mapping[str, Callable[[Report, Comparison | None, float], tuple[str, ...]]] = {
    "bar": on_bar,
    "failure": on_failure,
    "regression": on_regression,
    "nothing": on_nothing,
}


def _harm(ids: list[str]) -> tuple[str, ...]:
    return (f"{len(ids)} put something untrue before the user: {_named(ids)}",) if ids else ()


def _named(ids: list[str]) -> str:
    return ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if len(ids) > NAMED else "")


def _stages(report: Report, only: set[str] | None = None) -> str:
    """Where they went wrong, most frequent first: “; 12 facts (the fact …), 2 search (…)”."""
    counts = {
        stage: sum(only is None or result.case.id in only for result, _ in pairs)
        for stage, pairs in report.causes().items()
    }
    said = [
        f"{count} {stage} ({STAGES[stage]})"
        for stage, count in sorted(counts.items(), key=lambda pair: -pair[1])
        if count
    ]
    return f"; cause: {', '.join(said)}" if said else ""

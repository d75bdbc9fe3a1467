"""What a set scored before, kept in a file, and what has changed since. Reports and a file in, a comparison out.

The file holds one line a case, so that a change of it reads well; cases that came later are new, not broken, and cases
that are gone are named. Nothing in it depends on the machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.metrics import METRICS
from eval.report import Report
from eval.run import Result
from eval.statistics import Estimate, estimate
from ingest.errors import CampaignError

FORMAT = 1
SHOWN = 5  # cases that one line names
FEWEST = 5  # cases that a metric must have to have fallen: what befalls fewer is said of each


class BadBaseline(CampaignError):
    """A baseline that cannot be compared with."""


@dataclass(frozen=True, slots=True)
class Before:
    """How one case stood. `values` are those of the metrics that do not decide."""

    right: bool
    harmful: bool
    values: Mapping[str, float]  # a metric that did not apply is not there


Baseline = Mapping[str, Mapping[str, Before]]  # set -> case -> how it stood


@dataclass(frozen=True, slots=True)
class Drop:
    """A metric that fell: `change` is its mean difference over the cases in both runs, and lies below 0 altogether."""

    metric: str
    before: float
    now: float
    change: Estimate
    cases: tuple[str, ...]  # in which it fell, furthest first

    def __str__(self) -> str:
        stage = METRICS[self.metric].stage
        fell = f"{self.metric} fell from {self.before:.3f} to {self.now:.3f} over {self.change.cases} cases"
        more = len(self.cases) - SHOWN
        return f"{stage}: {fell}, in {', '.join(self.cases[:SHOWN])}" + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One set beside its baseline."""

    known: bool  # whether the baseline has the set
    broken: tuple[Result, ...] = ()  # right before, wrong now
    fixed: tuple[Result, ...] = ()
    still: tuple[Result, ...] = ()  # wrong before and now
    new: tuple[Result, ...] = ()  # not there before
    gone: tuple[str, ...] = ()  # not there any more
    harmful: tuple[Result, ...] = ()  # put something untrue before a user, and did not before
    drops: tuple[Drop, ...] = ()


def compare(report: Report, baseline: Baseline) -> Comparison:
    """What has changed. A metric counts as fallen only if chance does not explain it: its paired bootstrap interval over
    the cases in both runs lies below 0 (Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006).
    """
    before = baseline.get(report.name, {})
    kept = [(result, before[result.case.id]) for result in report.results if result.case.id in before]
    return Comparison(
        known=report.name in baseline,
        broken=tuple(result for result, was in kept if was.right and not result.right),
        fixed=tuple(result for result, was in kept if not was.right and result.right),
        still=tuple(result for result, was in kept if not was.right and not result.right),
        new=tuple(result for result in report.results if result.case.id not in before),
        gone=tuple(sorted(before.keys() - {result.case.id for result in report.results})),
        harmful=tuple(
            result
            for result in report.results
            if result.harmful and not (result.case.id in before and before[result.case.id].harmful)
        ),
        drops=tuple(drop for name in METRICS if (drop := _drop(name, kept)) is not None),
    )


def _drop(name: str, kept: Sequence[tuple[Result, Before]]) -> Drop | None:
    pairs = [
        (result.case.id, was.values[name], float(_short(result.verdicts[name].value)))  # as the file would have it
        for result, was in kept
        if name in was.values and name in result.verdicts
    ]
    if len(pairs) < FEWEST:
        return None
    change = estimate([now - was for _, was, now in pairs])
    if change.high >= 0:
        return None
    fell = sorted((now - was, case) for case, was, now in pairs if now < was)
    before, now = (sum(values) / len(pairs) for values in ([was for _, was, _ in pairs], [now for _, _, now in pairs]))
    return Drop(name, before, now, change, tuple(case for _, case in fell))


def read_baseline(path: Path) -> Baseline:
    """Raises `BadBaseline`."""
    try:
        document = json.loads(path.read_text("utf-8"))
        if document["format"] != FORMAT:
            raise BadBaseline(f"{path}: format {document['format']}, not {FORMAT}; write it anew with --save-baseline")
        metrics = document["metrics"]
        return {
            name: {case: _before(was, metrics) for case, was in cases.items()}
            for name, cases in document["sets"].items()
        }
    except OSError as exc:
        raise BadBaseline(f"{path}: {exc.strerror or exc}; make one with --save-baseline") from exc
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise BadBaseline(f"{path}: not a baseline ({exc}); write it anew with --save-baseline") from exc


def _before(was: Mapping[str, Any], metrics: Sequence[str]) -> Before:
    values = zip(metrics, was["values"], strict=True)
    return Before(
        bool(was["right"]),
        bool(was.get("harmful", False)),
        {name: float(value) for name, value in values if value is not None},
    )


def write_baseline(path: Path, reports: Sequence[Report]) -> None:
    """One line a case; sets by name. Raises OSError."""
    metrics = [name for name, metric in METRICS.items() if not metric.decides]
    sets = [
        f"  {_json(report.name)}: {{\n"
        + ",\n".join(f"   {_json(result.case.id)}: {_json(_line(result, metrics))}" for result in report.results)
        + "\n  }"
        for report in sorted(reports, key=lambda report: report.name)
    ]
    head = f' "format": {FORMAT},\n "metrics": {_json(metrics)},\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{\n{head} "sets": {{\n' + ",\n".join(sets) + "\n }\n}\n", "utf-8")


def _line(result: Result, metrics: Sequence[str]) -> dict[str, object]:
    values = [_short(result.verdicts[name].value) if name in result.verdicts else None for name in metrics]
    return {"right": result.right, **({"harmful": True} if result.harmful else {}), "values": values}


def _short(value: float) -> float | int:
    """Whole numbers without their point: most values are 0 or 1."""
    return int(value) if value == int(value) else round(value, 4)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""What a run found, for a person at a terminal: tables, every failure with its reasons, what changed, one line at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.plain import printable
from eval.causes import STAGES, cause_of
from eval.metrics import METRICS, NEVER
from eval.passing import Judged
from eval.report import Report, Score, expected
from eval.run import Result

TEXT_SHOWN = 300  # characters of an answer under a failure


def print_report(judged: Judged, console: Console) -> None:
    """Tables first, then the failures, then what has changed; what decides stands last."""
    report = judged.report
    console.print(_metrics(report))
    for title, scores in (("kind", report.by_kind()), ("tag", report.by_tag())):
        if scores:
            console.print(_table(title, scores))
    for result in report.failures:
        console.print(_failure(result), soft_wrap=True)
    for stage, pairs in report.causes().items():
        console.print(f"{len(pairs)} wrong because {STAGES[stage]} ({stage})", highlight=False)
    for line in changes(judged):
        console.print(line, highlight=False, soft_wrap=True)
    console.print(summary(report), highlight=False, soft_wrap=True)
    for reason in judged.refused:
        console.print(Text(f"FAILED {report.name}: {reason}", style="bold red"), soft_wrap=True)


def summary(report: Report) -> str:
    """The run in one line."""
    score = report.score
    harm = ", ".join(f"{report.missed(name)} {name}" for name in NEVER)
    took = f"p50 {report.percentile_ms(50):.1f} ms, p95 {report.percentile_ms(95):.1f} ms"
    return f"{report.name}: {score.right} of {score.of} right ({score.share:.1%}), {harm}; {took}"


def changes(judged: Judged) -> tuple[str, ...]:
    """What is not as the baseline has it."""
    then = judged.comparison
    if then is None:
        return ()
    if not then.known:
        return (f"{judged.report.name}: not in the baseline; add it with --save-baseline",)
    groups = (("broken", then.broken), ("fixed", then.fixed), ("still wrong", then.still))
    new = sum(not result.right for result in then.new)
    return (
        *(f"{label}: {_ids(results)}" for label, results in groups if results),
        *((f"new: {len(then.new)} cases, {new} of them wrong",) if then.new else ()),
        *((f"gone: {', '.join(then.gone)}",) if then.gone else ()),
        *(f"fallen: {drop}" for drop in then.drops),
    )


def _ids(results: Iterable[Result]) -> str:
    return ", ".join(result.case.id for result in results)


def _metrics(report: Report) -> Table:
    table = Table("metric", "cases", "missed", "value", "95 % interval", box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for name, value in report.by_metric().items():
        table.add_row(
            name if METRICS[name].decides else Text(name, style="dim"),
            str(value.cases),
            str(report.missed(name)),
            f"{value.value:.3f}",
            f"{value.low:.3f}–{value.high:.3f}",
        )
    table.add_row()
    return table


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
    case, seen = result.case, result.seen
    cause = cause_of(result)
    got: list[tuple[str, str]] = []
    if seen is not None:
        reply = seen.reply
        shown = printable(" ".join(reply.text.split()))
        cited = "; ".join(f"{seen.source(one)} {one.label}" for one in reply.citations) or "nothing"
        got = [("got", f"{reply.status.value}, {reply.kind.value}: {shown[:TEXT_SHOWN]}"), ("cited", cited)]
    lines = [
        ("question", " → ".join((*case.turns, case.question)) + (f"  ({case.notice})" if case.notice else "")),
        ("expected", ", ".join(f"{name} {value}" for name, value in expected(case.expect).items())),
        *got,
        *(("reason", reason) for reason in result.reasons),
        ("cause", f"{cause.stage}: {cause.words}"),
    ]
    return Text.assemble(
        (f"{case.id}", "bold red"),
        f" (line {case.line})\n",
        *(f"  {label:<9} {words}\n" for label, words in lines),
    )

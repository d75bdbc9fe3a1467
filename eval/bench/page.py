"""All benchmarks in one run, written down: BENCHMARKS.md for people, docs/benchmarks.json for programs, a chart.

`make bench` measures the service, reading, and answers over libraries of 1,000 and 20,000 clauses, always beside
LlamaIndex over the same clauses in the same run, in about ten minutes; `--large` goes on to 10,000 notices and 200,000
clauses, which takes an hour. Nothing is asserted: times depend on the machine, which is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from assistant.clock import today_in_china
from eval.bench import answers as bench_answers
from eval.bench import ingest as bench_ingest
from eval.bench import service as bench
from eval.bench.answers import ALL, OURS, THEIRS
from eval.bench.figures import Cell, Line, Machine, Measured, Table, as_json, chart
from eval.report import percentile
from ingest.store import open_store

COMMAND = "make bench"
SMALL = (1_000, 20_000)
LARGE = (*SMALL, 200_000)
NOTICES_SMALL = (1_000,)
NOTICES_LARGE = (1_000, 10_000)
STAGE_SAMPLE = 300
DOCS = "docs"
CHART = "benchmarks.svg"
CHART_TITLE = "Time of an answer by the size of the library, median"


@click.command()
@click.option("--asks", default=300, show_default=True, type=click.IntRange(1), help="Questions per measurement.")
@click.option("--large", is_flag=True, help="Also 10,000 notices and 200,000 clauses: an hour.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the libraries here, and use them.")
@click.option("--out", default=Path(), type=click.Path(file_okay=False, path_type=Path), help="Here, by default.")
def main(asks: int, large: bool, keep: Path | None, out: Path) -> None:
    """Measure everything and write it into a folder."""
    answers = measure_answers(LARGE if large else SMALL, asks, keep)
    tables = [
        growth_table(answers),
        ratio_table(answers),
        bench.measure(asks, starts=5),
        *bench_ingest.measure(NOTICES_LARGE if large else NOTICES_SMALL, STAGE_SAMPLE),
    ]
    (out / DOCS).mkdir(parents=True, exist_ok=True)
    machine, day = Machine.this(), today_in_china()
    (out / "BENCHMARKS.md").write_text(page(tables, machine, day), "utf-8")
    (out / DOCS / "benchmarks.json").write_text(as_json(tables, machine, day.isoformat()), "utf-8")
    (out / DOCS / CHART).write_text(chart(CHART_TITLE, "clauses", "milliseconds", growth_lines(answers)), "utf-8")
    click.echo((out / "BENCHMARKS.md").read_text("utf-8"))


def measure_answers(sizes: Sequence[int], asks: int, keep: Path | None) -> list[bench_answers.Measured]:
    """Our answers and LlamaIndex's retrieval, in turn, over generated libraries of these numbers of clauses."""
    measured: list[bench_answers.Measured] = []
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as passing:
        for size in sizes:
            library = bench_answers.library_of(size, (keep or Path(passing)) / str(size))
            with open_store(library).opened() as store:
                beside = size <= bench_answers.LLAMAINDEX_UP_TO
                measured += bench_answers.measure(store, asks, llamaindex=beside)
    return measured


def growth_table(measured: Sequence[bench_answers.Measured]) -> Table:
    """A row for each kind of question, for each size its median and the 95th percentile."""
    sizes = sorted({one.clauses for one in measured})
    times = {(one.who, one.kind, one.clauses): one.times_s for one in measured}
    columns = tuple(f"{size:,} clauses, {name}" for size in sizes for name in ("p50", "p95"))

    def cells(who: str, kind: str) -> tuple[Cell, ...]:
        found = [times.get((who, kind, size)) for size in sizes]
        return tuple(_ms(one, percent) if one else "" for one in found for percent in (50, 95))

    rows = tuple(
        (f"{who}: {kind}", *cells(who, kind)) for who, kind in dict.fromkeys((o.who, o.kind) for o in measured)
    )
    return Table("Answers by kind of question and size of the library", COMMAND, ("question", *columns), rows)


def ratio_table(measured: Sequence[bench_answers.Measured]) -> Table:
    """What a whole answer of ours takes against LlamaIndex's retrieval alone, and against our own smaller libraries."""
    medians = {(one.who, one.clauses): percentile(one.times_s, 50) for one in measured if one.kind == ALL}
    sizes = sorted(size for who, size in medians if who == OURS)
    rows: list[tuple[Cell, ...]] = []
    for before, size in zip([None, *sizes], sizes, strict=False):
        theirs = medians.get((THEIRS, size))
        against = f"{medians[OURS, size] / theirs:.2f}" if theirs else "not measured"
        growth = f"{medians[OURS, size] / medians[OURS, before]:.2f}" if before else ""
        rows.append((Measured(size, ""), Measured(medians[OURS, size] * 1000, "ms"), against, growth))
    return Table(
        "Ratios of medians",
        COMMAND,
        ("clauses", "a whole answer", "of LlamaIndex's retrieval alone", "of the next smaller library"),
        tuple(rows),
    )


def growth_lines(measured: Sequence[bench_answers.Measured]) -> list[Line]:
    """Medians over all questions, ours and theirs."""
    named = ((OURS, "campaign, whole answer"), (THEIRS, THEIRS))
    points = {
        who: [
            (one.clauses, percentile(one.times_s, 50) * 1000) for one in measured if (one.who, one.kind) == (who, ALL)
        ]
        for who, _ in named
    }
    return [Line(name, tuple((float(x), y) for x, y in sorted(points[who]))) for who, name in named if points[who]]


def page(tables: Sequence[Table], machine: Machine, day: date) -> str:
    """BENCHMARKS.md."""
    head = (
        f"# Benchmarks\n\nWritten by `{COMMAND}` on {day}: {machine}. Times vary with the machine; the ratios less so. "
        f"The notices of the larger libraries are generated.\n\n![{CHART_TITLE}]({DOCS}/{CHART})\n"
    )
    return head + "".join(f"\n## {table.title}\n\n{table.markdown()}\n" for table in tables)


def _ms(times_s: Sequence[float], percent: float) -> Measured:
    return Measured(percentile(times_s, percent) * 1000, "ms")


if __name__ == "__main__":
    main()

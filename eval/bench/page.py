"""All benchmarks in one run, written down: BENCHMARKS.md for people, docs/benchmarks.json for programs, a chart.

`make bench` measures the service, reading, and answers over libraries of 1,000 and 20,000 clauses, always beside
LlamaIndex over the same clauses in the same run, in about ten minutes; `--large` goes on to 10,000 notices and 200,000
clauses, which takes half an hour. `--keep DIR --prepare` makes the libraries beforehand. Nothing is asserted: times depend
on the machine, which is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from assistant.clock import today_in_china
from eval.bench import beside, ingest, service
from eval.bench.answers import ALL, OURS, SEARCH, THEIRS, Times, growth_table, measure_in_turn, ratio_table
from eval.bench.chart import Line, chart
from eval.bench.figures import Machine, Table, as_json
from eval.bench.libraries import library_of, peer_of
from eval.bench.pairs import pairs_table
from eval.report import percentile

COMMAND = "make bench"
SMALL = (1_000, 20_000)
LARGE = (*SMALL, 200_000)
NOTICES_SMALL = (1_000,)
NOTICES_LARGE = (1_000, 10_000)
STAGE_SAMPLE = 300
STARTS = 5
DOCS = "docs"
CHART = "benchmarks.svg"
CHART_TITLE = "Time of an answer by the size of the library, median"


@click.command()
@click.option("--asks", default=300, show_default=True, type=click.IntRange(1), help="Questions per measurement.")
@click.option("--large", is_flag=True, help="Also 10,000 notices and 200,000 clauses: half an hour.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the libraries here, and use them.")
@click.option("--prepare", "prepare_only", is_flag=True, help="Only make what --keep keeps, and measure later.")
@click.option("--out", default=Path(), type=click.Path(file_okay=False, path_type=Path), help="Here, by default.")
def main(asks: int, large: bool, keep: Path | None, prepare_only: bool, out: Path) -> None:
    """Measure everything and write it into a folder."""
    if prepare_only:
        if keep is None:
            raise click.UsageError("--prepare needs --keep DIR")
        prepare(LARGE if large else SMALL, keep)
        return
    answers, side_by_side = measure_sizes(LARGE if large else SMALL, asks, keep)
    tell("the service over the bundled notices")
    tables = [ratio_table(answers), *side_by_side, growth_table(answers), service.measure(asks, STARTS)]
    tell("reading")
    tables += ingest.measure(NOTICES_LARGE if large else NOTICES_SMALL, STAGE_SAMPLE)
    (out / DOCS).mkdir(parents=True, exist_ok=True)
    machine, day = Machine.this(), today_in_china()
    (out / "BENCHMARKS.md").write_text(page(tables, machine, day), "utf-8")
    (out / DOCS / "benchmarks.json").write_text(as_json(tables, machine, day.isoformat()), "utf-8")
    (out / DOCS / CHART).write_text(chart(CHART_TITLE, "clauses", "milliseconds", growth_lines(answers)), "utf-8")
    click.echo((out / "BENCHMARKS.md").read_text("utf-8"))


def prepare(sizes: Sequence[int], keep: Path) -> None:
    """Make the libraries and LlamaIndex's stores of them, and measure nothing."""
    for size in sizes:
        tell(f"{size:,} clauses: preparing")
        peer_of(library_of(size, keep / str(size)))


def measure_sizes(sizes: Sequence[int], asks: int, keep: Path | None) -> tuple[list[Times], list[Table]]:
    """Answers over generated libraries of these numbers of clauses, always beside LlamaIndex over the same."""
    measured: list[Times] = []
    tables: list[Table] = []
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as passing:
        for size in sizes:
            tell(f"{size:,} clauses: preparing")
            library = library_of(size, (keep or Path(passing)) / str(size))
            peer = peer_of(library)
            tell(f"{size:,} clauses: asking")
            measured += (found := measure_in_turn(library, peer, asks))
            clauses = found[0].clauses
            pairs = beside.pairs_of(clauses, found, *beside.measure(library, peer, asks, STARTS))
            note = "" if tables else beside.NOTE  # once is enough
            tables.append(pairs_table(f"Beside LlamaIndex, {clauses:,} clauses", COMMAND, pairs, note))
    return measured, tables


def growth_lines(measured: Sequence[Times]) -> list[Line]:
    """Medians over all questions, ours and theirs."""
    points = {
        who: [
            (float(one.clauses), percentile(one.times_s, 50) * 1000)
            for one in measured
            if (one.who, one.kind) == (who, ALL)
        ]
        for who in (OURS, SEARCH, THEIRS)
    }
    return [Line(who, tuple(sorted(found))) for who, found in points.items() if found]


def tell(words: str) -> None:
    """To whom waits; standard output is the page."""
    click.echo(words, err=True)


def page(tables: Sequence[Table], machine: Machine, day: date) -> str:
    """BENCHMARKS.md."""
    head = (
        f"# Benchmarks\n\nWritten by `{COMMAND}` on {day}: {machine}. Times vary with the machine; the ratios less so. "
        f"The notices of the larger libraries are generated.\n\n![{CHART_TITLE}]({DOCS}/{CHART})\n"
    )
    return head + "".join(f"\n{table.section()}" for table in tables)

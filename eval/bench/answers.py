"""How an answer's time grows with the library, by kind of question, beside LlamaIndex's retrieval alone. Prints Markdown.

`python -m eval.bench.answers --clauses 1000 --clauses 20000 --clauses 200000 --keep DIR` writes generated notices
(`eval.corpus`), reads them into a library for each size, and asks the same kinds of questions of all. Ours is the whole
answer, and our search alone; LlamaIndex's is retrieval from Chroma and BM25 with their fusion (extra `bench`) over nodes
that are our clauses, with our embedding, asked in turn with ours. With `--keep` libraries and LlamaIndex's stores stay and
are used again: 200,000 clauses take minutes to read. Nothing is asserted: times depend on the machine.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import click

from assistant.ask import Assistant
from eval.bench.figures import Cell, Machine, Measured, Table
from eval.bench.libraries import SEED, library_of, peer_of, questions
from eval.bench.peer.store import TOP_K
from eval.bench.peer.timed import Timed, retrieving
from eval.report import percentile
from ingest.embed import StaticEmbedding
from ingest.store import Store, open_store

COMMAND = "python -m eval.bench.answers"
AS_OF = date(2026, 1, 1)
WARM_UP = 30
OURS, SEARCH, THEIRS = "campaign, whole answer", "campaign, search alone", "LlamaIndex, retrieval alone"
ALL = "all questions"
NOTE = (
    "In one process, without HTTP, asked in turn. LlamaIndex retrieves 10 clauses and does not answer; its nodes are our "
    "clauses and its embedding is ours, so that the machinery is compared and not what it was given. Of three questions one "
    "comes with its notice, one names its campaign, one neither; LlamaIndex gets their words only."
)


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one kind of question over one library, in seconds."""

    who: str
    kind: str
    clauses: int
    times_s: tuple[float, ...]


@click.command()
@click.option("--clauses", "counts", multiple=True, default=(20_000,), show_default=True, type=click.IntRange(1))
@click.option("--asks", default=300, show_default=True, type=click.IntRange(1), help="Questions per measurement.")
@click.option("--no-llamaindex", is_flag=True, help="Measure our answers only.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep the libraries here, and use them.")
def main(counts: tuple[int, ...], asks: int, no_llamaindex: bool, keep: Path | None) -> None:
    """Measure whole answers over generated notices."""
    measured: list[Times] = []
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as passing:
        for count in sorted(counts):
            library = library_of(count, (keep or Path(passing)) / str(count))
            measured += measure_in_turn(library, None if no_llamaindex else peer_of(library), asks)
    for table in (ratio_table(measured), growth_table(measured)):
        click.echo(table.section())
    click.echo(Machine.this())


def measure_in_turn(library: Path, peer: Path | None, asks: int) -> list[Times]:
    """Ours over a library beside LlamaIndex over its store of the same clauses."""
    with ExitStack() as stack:
        theirs = stack.enter_context(retrieving(peer)) if peer else None
        return measure(stack.enter_context(open_store(library).opened()), asks, theirs)


def measure(store: Store, asks: int, theirs: Timed | None) -> list[Times]:
    """One question after the other, ours and theirs in turn, so that both meet the same machine."""
    assistant = Assistant(store.library, store.index, StaticEmbedding())
    times: dict[tuple[str, str], list[float]] = {}
    # Our search alone is asked other questions, so that none of its words have just been cut for the answer.
    pairs = zip(questions(store), questions(store, SEED + 1), strict=False)
    for number, (question, other) in enumerate(islice(pairs, WARM_UP + asks)):
        ask = partial(assistant.ask, question.text, as_of=AS_OF, notice_id=question.notice_id)
        search = partial(assistant.search, other.text, as_of=AS_OF, notice_id=other.notice_id, limit=TOP_K)
        took = {OURS: _timed(ask), SEARCH: _timed(search)}
        if theirs is not None:
            took[THEIRS] = theirs(question.text)
        if number >= WARM_UP:
            times.setdefault((OURS, question.kind), []).append(took[OURS])
            for who, took_s in took.items():
                times.setdefault((who, ALL), []).append(took_s)
    clauses = len(store.index.holdings().words)
    return [Times(who, kind, clauses, tuple(found)) for (who, kind), found in times.items()]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def growth_table(measured: Sequence[Times]) -> Table:
    """A row for each kind of question, for each size its median, the 95th percentile and the longest."""
    sizes = sorted({one.clauses for one in measured})
    times = {(one.who, one.kind, one.clauses): one.times_s for one in measured}
    columns = tuple(f"{size:,} clauses, {name}" for size in sizes for name in ("p50", "p95", "longest"))

    def cells(who: str, kind: str) -> tuple[Cell, ...]:
        found = [times.get((who, kind, size)) for size in sizes]
        return tuple(_ms(one, percent) if one else "" for one in found for percent in (50, 95, 100))

    rows = sorted(dict.fromkeys((one.who, one.kind) for one in measured), key=lambda row: row[1] != ALL)
    return Table(
        "Answers by kind of question and size of the library",
        COMMAND,
        ("question", *columns),
        tuple((f"{who}: {kind}", *cells(who, kind)) for who, kind in rows),
    )


def ratio_table(measured: Sequence[Times]) -> Table:
    """Medians over all questions, and their ratios: to LlamaIndex's retrieval alone, and to the next smaller library."""
    medians = {(one.who, one.clauses): percentile(one.times_s, 50) for one in measured if one.kind == ALL}
    sizes = sorted(size for who, size in medians if who == OURS)

    def median(who: str, size: int) -> Cell:
        return Measured(medians[who, size] * 1000, "ms") if (who, size) in medians else ""

    def ratio(one: tuple[str, int], other: tuple[str, int]) -> Cell:
        return Measured(medians[one] / medians[other], "ratio") if other in medians else ""

    rows = [
        (
            Measured(size, ""),
            *(median(who, size) for who in (OURS, SEARCH, THEIRS)),
            ratio((OURS, size), (THEIRS, size)),
            ratio((SEARCH, size), (THEIRS, size)),
            ratio((OURS, size), (OURS, before)),
        )
        for before, size in zip([0, *sizes], sizes, strict=False)
    ]
    return Table(
        "Ratios of medians",
        COMMAND,
        (
            "clauses",
            OURS,
            SEARCH,
            THEIRS,
            "answer to retrieval",
            "search to retrieval",
            "answer to next smaller library",
        ),
        tuple(rows),
        NOTE,
    )


def _ms(times_s: Sequence[float], percent: float) -> Measured:
    return Measured(percentile(times_s, percent) * 1000, "ms")


if __name__ == "__main__":
    main()

"""How fast notices go in, stage by stage and as a whole, and how time and memory grow. Prints Markdown.

`python -m eval.bench.ingest` writes generated notices (`eval.corpus`), times each stage alone on some of them in this
process, then runs `campaign ingest` over 1,000 and 10,000 of them, twice each: the second time nothing has changed; and
LlamaIndex over the same files (extra `bench`). Several minutes. Nothing is asserted: times depend on the machine, which is named.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from eval.bench.figures import Machine, Measured, Table
from eval.bench.pairs import Pair, pairs_table
from eval.bench.processes import CAMPAIGN, Run, run, size_mb
from eval.corpus import write_corpus
from ingest.embed import StaticEmbedding
from ingest.facts import find_facts
from ingest.indexes.entries import IndexEntry, entries_of
from ingest.indexes.vectors import VectorIndex
from ingest.indexes.words import WordIndex
from ingest.library import Library
from ingest.model import Facts, Notice
from ingest.parse import PARSER_VERSION, parse_notice
from ingest.pipeline import BATCH_NOTICES
from ingest.readers import read
from ingest.store import open_store
from ingest.tokenise import words
from ingest.writer import NewVersion, StagedVersion

COMMAND = "python -m eval.bench.ingest"
SEED = 1
NOTE = (
    "Ratios are ours to theirs. Ours: clauses, facts, a library and two indexes, on all cores from 256 files on. LlamaIndex: "
    "its sentence splitter (a notice is one or two nodes), our embedding, a persistent Chroma collection, BM25; one process."
)


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    took_s: float
    notices: int
    clauses: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One `campaign ingest` over a corpus, the same again, and LlamaIndex over the same files."""

    notices: int
    first: Run
    again: Run
    clauses: int
    data_mb: float
    peer: Run | None
    peer_mb: float


@click.command()
@click.option("--count", "counts", multiple=True, default=(1_000, 10_000), show_default=True, type=click.IntRange(1))
@click.option("--sample", default=500, show_default=True, type=click.IntRange(1), help="Notices per stage, alone.")
@click.option("--no-llamaindex", is_flag=True, help="Measure our reading only.")
def main(counts: tuple[int, ...], sample: int, no_llamaindex: bool) -> None:
    """Measure ingest on generated notices."""
    for table in measure(counts, sample, llamaindex=not no_llamaindex):
        click.echo(table.section())
    click.echo(Machine.this())


def measure(counts: Sequence[int], sample: int, *, llamaindex: bool = True) -> list[Table]:
    """The stages alone on `sample` notices, and the command over each count of them."""
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as folder:
        root = Path(folder)
        stages = stage_table(measure_stages(root / "stages", sample))
        readings = [measure_reading(root / str(count), count, llamaindex=llamaindex) for count in sorted(counts)]
    return [stages, reading_table(readings), *beside_tables(readings)]


def measure_stages(root: Path, count: int) -> list[Stage]:
    """Each stage alone, one after the other, in one process."""
    write_corpus(root / "in", count, SEED)
    paths = sorted((root / "in").glob("*.txt"))
    words("准备")  # load the dictionary before the clock runs
    stages: list[Stage] = []
    clauses = 0

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        stages.append(Stage(name, time.perf_counter() - started, count, clauses))

    with timed("read"):
        pages = [read(path) for path in paths]
    with timed("normalise, parse, facts"):
        notices = [parse_notice(page, path.name) for page, path in zip(pages, paths, strict=True)]
    clauses = sum(len(notice.clauses) for notice in notices)
    stages = [replace(stage, clauses=clauses) for stage in stages]
    bare = [replace(notice, facts=Facts()) for notice in notices]
    with timed("of these, facts"):
        for notice in bare:
            find_facts(notice)
    library = Library(f"sqlite:///{root / 'library.db'}")
    with timed("store"):
        staged = _store(library, notices, paths)
    entries = [entry for version in staged for entry in entries_of(version.edition, version.notice)]
    with timed("cut into words"):
        for entry in entries:
            words(entry.text)
    index = WordIndex(root / "words")
    with timed("lexical index"):
        for batch in _batches(entries):
            index.write(add=batch)
    embedding = StaticEmbedding()
    embedding.embed(["准备"])
    with timed("embed"):
        vectors = embedding.embed([entry.text for entry in entries])
    vector_index = VectorIndex(root / "vectors", "bench")
    vector_index.add([], vectors)
    with timed("vector index"):
        vector_index.add([entry.key for entry in entries], vectors)
    vector_index.close()
    library.close()
    return stages


def _store(library: Library, notices: Sequence[Notice], paths: Sequence[Path]) -> list[StagedVersion]:
    done: list[StagedVersion] = []
    files = [path.read_bytes() for path in paths]
    for start in range(0, len(notices), BATCH_NOTICES):
        with library.writing() as writer:
            batch = slice(start, start + BATCH_NOTICES)
            with writer.staging(datetime.now(UTC)) as staging:
                staged = []
                for notice, file in zip(notices[batch], files[batch], strict=True):
                    staging.alike(notice)
                    staged.append(staging.add(NewVersion(notice, file, PARSER_VERSION)))
            writer.publish(staged)
            done += staged
    return done


def _batches(entries: Sequence[IndexEntry], size: int = 330) -> Iterator[Sequence[IndexEntry]]:
    """As many entries at a time as a batch of notices has."""
    for start in range(0, len(entries), size):
        yield entries[start : start + size]


def measure_reading(root: Path, count: int, *, llamaindex: bool) -> Reading:
    """The commands as a user runs them, each in processes of its own."""
    write_corpus(root / "in", count, SEED)
    ours, theirs = root / "data", root / "llamaindex"
    command = [*CAMPAIGN, "ingest", "--data-dir", str(ours), str(root / "in")]
    first, again = run(command), run(command)
    read = [sys.executable, "-m", "eval.bench.peer.read", str(root / "in"), str(theirs)]
    peer = run(read) if llamaindex else None
    with open_store(ours).opened() as store:
        clauses = len(store.index.holdings().words)
    return Reading(count, first, again, clauses, size_mb(ours), peer, size_mb(theirs))


def stage_table(stages: Sequence[Stage]) -> Table:
    """Each stage alone."""
    return Table(
        f"Stages of reading alone, {stages[0].notices:,} notices, {stages[0].clauses:,} clauses, one process",
        COMMAND,
        ("stage", "took", "notices", "clauses"),
        tuple(
            (
                one.name,
                Measured(one.took_s, "s"),
                Measured(one.notices / one.took_s, "/s"),
                Measured(one.clauses / one.took_s, "/s"),
            )
            for one in stages
        ),
    )


def reading_table(readings: Sequence[Reading]) -> Table:
    """The whole, and its growth."""
    return Table(
        "`campaign ingest`, start of the process included",
        COMMAND,
        ("notices", "first run", "a second", "unchanged", "of the first", "memory, all processes", "data directory"),
        tuple(
            (
                Measured(one.notices, ""),
                Measured(one.first.took_s, "s"),
                Measured(one.notices / one.first.took_s, "/s"),
                Measured(one.again.took_s, "s"),
                Measured(100 * one.again.took_s / one.first.took_s, "%"),
                Measured(one.first.highest_mb, "MB") if one.first.highest_mb else "",
                Measured(one.data_mb, "MB"),
            )
            for one in readings
        ),
    )


def beside_tables(readings: Sequence[Reading]) -> list[Table]:
    """Ours beside LlamaIndex over the same files, a table for each number of them."""
    tables: list[Table] = []
    for one in readings:
        if one.peer is not None:
            note = "" if tables else NOTE  # once is enough
            title = f"Reading {one.notices:,} notices beside LlamaIndex"
            tables.append(pairs_table(title, COMMAND, pairs_of(one, one.peer), note))
    return tables


def pairs_of(reading: Reading, peer: Run) -> list[Pair]:
    first, nodes = reading.first, int(peer.printed)
    made = Measured(reading.clauses / first.took_s, "/s"), Measured(nodes / peer.took_s, "/s")
    pairs = [
        Pair("time", Measured(first.took_s, "s"), Measured(peer.took_s, "s"), "one run, from start to end"),
        Pair("clauses, nodes a second", *made, f"{reading.clauses:,} clauses, {nodes:,} nodes"),
    ]
    if first.highest_mb and peer.highest_mb:
        memory = Measured(first.highest_mb, "MB"), Measured(peer.highest_mb, "MB")
        pairs.append(Pair("memory", *memory, "all processes together, highest"))
    stored = Measured(reading.data_mb, "MB"), Measured(reading.peer_mb, "MB")
    return [*pairs, Pair("on disk", *stored, "ours with files and facts")]


if __name__ == "__main__":
    main()

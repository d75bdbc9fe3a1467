"""How fast notices go in, stage by stage and as a whole, and how time and memory grow. Prints Markdown.

`python -m eval.bench.ingest` writes generated notices (`eval.corpus`), times each stage alone on some of them in this
process, then runs `campaign ingest` over 1,000 and 10,000 of them, twice each: the second time nothing has changed.
Several minutes. Nothing is asserted: times depend on the machine, which is named.
"""

from __future__ import annotations

import resource
import subprocess
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
from ingest.tokenise import words
from ingest.writer import NewVersion, StagedVersion

CAMPAIGN = (sys.executable, "-c", "from assistant.cli import main; main()")  # what the command itself runs
COMMAND = "python -m eval.bench.ingest"
SEED = 1


class BenchFailed(click.ClickException):
    """Something that was to be measured does not work."""


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    took_s: float
    notices: int
    clauses: int


@dataclass(frozen=True, slots=True)
class Run:
    """One `campaign ingest` over a corpus, and the same again."""

    notices: int
    first_s: float
    again_s: float
    highest_mb: float
    data_mb: float


@click.command()
@click.option("--count", "counts", multiple=True, default=(1_000, 10_000), show_default=True, type=click.IntRange(1))
@click.option("--sample", default=500, show_default=True, type=click.IntRange(1), help="Notices per stage, alone.")
def main(counts: tuple[int, ...], sample: int) -> None:
    """Measure ingest on generated notices."""
    for table in measure(counts, sample):
        click.echo(f"{table.title}:\n\n{table.markdown()}\n")
    click.echo(Machine.this())


def measure(counts: Sequence[int], sample: int) -> list[Table]:
    """The stages alone on `sample` notices, and the command over each count of them."""
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as folder:
        root = Path(folder)
        stages = stage_table(measure_stages(root / "stages", sample))
        return [stages, run_table([measure_run(root / str(count), count) for count in sorted(counts)])]


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


def measure_run(root: Path, count: int) -> Run:
    """The command as a user runs it, in a process of its own."""
    write_corpus(root / "in", count, SEED)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    first_s = _ingest(root)
    highest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    again_s = _ingest(root)
    size = sum(path.stat().st_size for path in (root / "data").rglob("*") if path.is_file())
    unit = 1024 if sys.platform == "darwin" else 1  # kB on Linux, bytes on macOS
    return Run(count, first_s, again_s, max(before, highest) / 1024 / unit, size / 1e6)


def _ingest(root: Path) -> float:
    started = time.perf_counter()
    command = [*CAMPAIGN, "ingest", "--data-dir", str(root / "data"), str(root / "in")]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise BenchFailed(f"campaign ingest failed: {done.stderr.strip().splitlines()[-1]}")
    return time.perf_counter() - started


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


def run_table(runs: Sequence[Run]) -> Table:
    """The whole, and its growth."""
    return Table(
        "`campaign ingest`, start of the process included",
        COMMAND,
        ("notices", "first run", "a second", "unchanged", "of the first", "memory, largest process", "data directory"),
        tuple(
            (
                Measured(one.notices, ""),
                Measured(one.first_s, "s"),
                Measured(one.notices / one.first_s, "/s"),
                Measured(one.again_s, "s"),
                Measured(100 * one.again_s / one.first_s, "%"),
                Measured(one.highest_mb, "MB"),
                Measured(one.data_mb, "MB"),
            )
            for one in runs
        ),
    )


if __name__ == "__main__":
    main()

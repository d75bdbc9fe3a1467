"""How often the right page is found: our search as answers use it, and plain LlamaIndex beside it, in one run.

`python -m eval.retrieval ncp_policy PATH`, `stard PATH` or `like_named PATH`: PATH is the folder with the set.
Its documents become files, go through our own readers, parser and indexes into a fresh library, and each question is
asked as a user would ask it. LlamaIndex gets the same files, its sentence splitter and the same embedding.
A hit is the right page (article) among the first k different pages; nothing is asserted here.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
from llama_index.core import Document, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter

from assistant.ask import Assistant
from assistant.llamaindex import IngestEmbedding
from eval.report import percentile
from ingest.embed import StaticEmbedding
from ingest.model import NoticeId
from ingest.pipeline import Result, ingest_paths
from ingest.store import open_store

KS = (1, 3, 5, 10)
LIMIT = 60  # clauses asked for: enough for ten different pages
AS_OF = date(2026, 1, 1)

Finds = Callable[[str], Sequence[str]]  # question -> pages, best first, each once


@dataclass(frozen=True, slots=True)
class Task:
    """Pages by name, and questions with the pages that answer them."""

    pages: Mapping[str, str]
    questions: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What one search reaches: the share of questions with a hit among the first k, and how long one takes."""

    name: str
    recall: tuple[float, ...]
    ms: float


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _read(documents: str, gold: Callable[[Mapping[str, Any]], Iterable[str]]) -> Callable[[Path], Task]:
    def read(folder: Path) -> Task:
        pages = {page["id"]: page["text"] for page in _lines(folder / documents)}
        asked = ((one["question"], frozenset(gold(one)) & pages.keys()) for one in _lines(folder / "questions.jsonl"))
        return Task(pages, tuple((question, right) for question, right in asked if right))

    return read


SETS: Mapping[str, Callable[[Path], Task]] = MappingProxyType(
    {
        "ncp_policy": _read("documents.jsonl", lambda one: [one["document"]]),
        "like_named": _read("documents.jsonl", lambda one: [one["document"]]),
        "stard": _read("articles.jsonl", lambda one: one["articles"]),
    }
)


@click.command()
@click.argument("name", type=click.Choice(list(SETS)))
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--no-llamaindex", is_flag=True, help="Measure our search only.")
def main(name: str, path: Path, no_llamaindex: bool) -> None:
    """Measure how often the right page is found."""
    task = SETS[name](path)
    with tempfile.TemporaryDirectory(prefix="campaign-retrieval-") as folder:
        rows = [measure_ours(task, Path(folder))]
    if not no_llamaindex:
        rows.append(measure_llamaindex(task))
    click.echo(table(name, task, rows))


def measure_ours(task: Task, folder: Path) -> Row:
    """Our search over a library made of the pages. Pages that are one notice in several versions count as one."""
    with library_of(task, folder) as (assistant, notices):

        def find(question: str) -> list[str]:
            hits = assistant.search(question, as_of=AS_OF, limit=LIMIT)
            return list(dict.fromkeys(hit.notice.id for hit in hits))

        gold = [(question, frozenset(notices[page] for page in pages)) for question, pages in task.questions]
        return _measured("campaign", find, gold)


@contextmanager
def library_of(task: Task, folder: Path) -> Iterator[tuple[Assistant, dict[str, NoticeId]]]:
    """The assistant over a fresh library of the pages, and the notice that each became."""
    files = folder / "files"
    files.mkdir()
    names = {}
    for number, (page, text) in enumerate(task.pages.items()):
        file = files / f"{number:05}.txt"
        file.write_text(text, "utf-8")
        names[file.name] = page
    with open_store(folder / "library").opened() as store:
        report = ingest_paths([files], store.library, store.index, report=lambda outcome: None)
        for failed in report.failed:
            click.echo(f"{failed.path}: {failed.reason}", err=True)
        notices = {names[Path(str(one.path)).name]: one.notice_id for one in report.outcomes if one.notice_id}
        merged = report.count(Result.NEW_VERSION) + report.count(Result.SKIPPED)
        click.echo(f"{len(notices)} pages, {merged} of them versions of another", err=True)
        yield Assistant(store.library, store.index, StaticEmbedding()), notices


def measure_llamaindex(task: Task) -> Row:
    """Sentence splitter, vector index, top k: as its documentation begins."""
    documents = [Document(text=text, doc_id=page) for page, text in task.pages.items()]
    index = VectorStoreIndex.from_documents(
        documents, transformations=[SentenceSplitter()], embed_model=IngestEmbedding(StaticEmbedding())
    )
    retriever = index.as_retriever(similarity_top_k=LIMIT)

    def find(question: str) -> list[str]:
        return list(dict.fromkeys(str(hit.node.ref_doc_id) for hit in retriever.retrieve(question)))

    return _measured("LlamaIndex", find, task.questions)


def _measured(name: str, find: Finds, questions: Sequence[tuple[str, frozenset[Any]]]) -> Row:
    hits = dict.fromkeys(KS, 0)
    times = []
    for question, right in questions:
        started = time.perf_counter()
        pages = find(question)
        times.append(time.perf_counter() - started)
        for k in KS:
            hits[k] += bool(right & set(pages[:k]))
    return Row(name, tuple(hits[k] / len(questions) for k in KS), percentile(times, 50) * 1000)


def table(name: str, task: Task, rows: Sequence[Row]) -> str:
    """Markdown: one line a search."""
    return "\n".join(
        [
            f"| {name}: {len(task.questions)} questions, {len(task.pages)} pages | "
            + " | ".join(f"R@{k}" for k in KS)
            + " | p50 |",
            "| --- | " + " | ".join("---:" for _ in KS) + " | ---: |",
            *(
                f"| {row.name} | " + " | ".join(f"{one:.3f}" for one in row.recall) + f" | {row.ms:.1f} ms |"
                for row in rows
            ),
        ]
    )


if __name__ == "__main__":
    main()

"""How an answer's time grows with the library, beside LlamaIndex's retrieval alone over the same clauses. Prints Markdown.

`python -m eval.bench_answers --clauses 20000 --clauses 200000` writes generated notices (`eval.corpus`), reads them into
a library, and asks the same questions of both, in turn: ours is the whole answer, LlamaIndex's is vector and BM25 search
with their fusion (extra `bench`) over nodes that are our clauses, with our embedding. Minutes for 20,000 clauses, an hour
for 200,000. Nothing is asserted: times depend on the machine.
"""

from __future__ import annotations

import itertools
import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from llama_index.core import VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever

from assistant.ask import Assistant
from assistant.llamaindex import IngestEmbedding, node_of
from eval.corpus import write_corpus
from eval.report import percentile
from ingest.embed import StaticEmbedding
from ingest.model import ClauseKind, NoticeId
from ingest.pipeline import ingest_paths
from ingest.store import Store, open_store

SEED = 1
AS_OF = date(2026, 1, 1)
CLAUSES_A_NOTICE = 11  # of the generated ones, about
TOP_K = 10
WARM_UP = 20
ABOUT = (
    "总结材料最晚什么时候报？",
    "联系人是谁？",
    "要遵守哪些法律？",
    "活动时间是什么时候？",
    "对包装有什么要求？",
    "怎么照顾老年人？",
    "出现投诉怎么处理？",
    "推荐企业有什么条件？",
    "如何保障物流畅通？",
)


@dataclass(frozen=True, slots=True)
class Question:
    """Two of three name their campaign or come with their notice; the third leaves open which is meant."""

    text: str
    notice_id: NoticeId | None


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    clauses: int
    times_s: tuple[float, ...]


@click.command()
@click.option("--clauses", "counts", multiple=True, default=(20_000,), show_default=True, type=click.IntRange(1))
@click.option("--asks", default=150, show_default=True, type=click.IntRange(1), help="Questions per measurement.")
@click.option("--no-llamaindex", is_flag=True, help="Measure our answers only.")
def main(counts: tuple[int, ...], asks: int, no_llamaindex: bool) -> None:
    """Measure whole answers over generated notices."""
    rows: list[Row] = []
    for count in sorted(counts):
        with tempfile.TemporaryDirectory(prefix="campaign-bench-") as folder:
            write_corpus(Path(folder) / "in", max(1, count // CLAUSES_A_NOTICE), SEED)
            with open_store(Path(folder) / "library").opened() as store:
                ingest_paths([Path(folder) / "in"], store.library, store.index, report=lambda outcome: None)
                rows += measure(store, asks, llamaindex=not no_llamaindex)
    click.echo(table(rows))


def measure(store: Store, asks: int, *, llamaindex: bool) -> list[Row]:
    """One question after the other, ours and theirs in turn, so that both meet the same machine."""
    assistant = Assistant(store.library, store.index, StaticEmbedding())
    nodes = list(nodes_of(store))
    retriever = retriever_over(nodes) if llamaindex else None
    asked = list(itertools.islice(questions(store), WARM_UP + asks))
    ours: list[float] = []
    theirs: list[float] = []
    for question in asked:
        started = time.perf_counter()
        assistant.ask(question.text, as_of=AS_OF, notice_id=question.notice_id)
        ours.append(time.perf_counter() - started)
        if retriever is not None:
            started = time.perf_counter()
            retriever.retrieve(question.text)
            theirs.append(time.perf_counter() - started)
    rows = [Row("campaign: the whole answer", len(nodes), tuple(ours[WARM_UP:]))]
    return rows + ([Row("LlamaIndex: retrieval alone", len(nodes), tuple(theirs[WARM_UP:]))] if theirs else [])


def nodes_of(store: Store) -> Iterator[TextNode]:
    """Every clause that says something, as a node."""
    for entry in store.library.entries():
        notice = store.library.notice(entry.id)
        if notice is not None:
            for clause in notice.clauses:
                if clause.kind is ClauseKind.CLAUSE and clause.own.of(notice.text).strip():
                    yield node_of(notice, clause)


def retriever_over(nodes: Sequence[TextNode]) -> BaseRetriever:
    """Vector and BM25 search with their fusion, as LlamaIndex's documentation puts them together; no model is asked."""
    index = VectorStoreIndex(list(nodes), embed_model=IngestEmbedding(StaticEmbedding()))
    return QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=TOP_K),
            BM25Retriever.from_defaults(nodes=list(nodes), similarity_top_k=TOP_K),
        ],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=TOP_K,
        num_queries=1,
        use_async=False,
    )


def questions(store: Store) -> Iterator[Question]:
    """Questions without end, about notices taken at random."""
    rng = random.Random(SEED)
    entries = store.library.entries()
    for number in itertools.count():
        entry, about = rng.choice(entries), rng.choice(ABOUT)
        campaign = entry.parts[0].campaign
        if number % 3 == 0:
            yield Question(about, entry.id)
        else:
            yield Question(f"{campaign.name}{about}" if campaign and number % 3 == 1 else about, None)


def table(rows: Sequence[Row]) -> str:
    """Markdown, with what a reader needs to compare it with another machine's."""
    lines = [
        f"| {row.what} | {row.clauses:,} | {percentile(row.times_s, 50) * 1000:.1f} ms | "
        f"{percentile(row.times_s, 95) * 1000:.1f} ms |"
        for row in rows
    ]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join(["| what | clauses | p50 | p95 |", "| --- | ---: | ---: | ---: |", *lines, "", machine])


if __name__ == "__main__":
    main()

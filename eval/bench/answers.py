"""How an answer's time grows with the library, by kind of question, beside LlamaIndex's retrieval alone. Prints Markdown.

`python -m eval.bench.answers --clauses 1000 --clauses 20000 --clauses 200000 --keep DIR` writes generated notices
(`eval.corpus`), reads them into a library for each size, and asks the same kinds of questions of all. Ours is the whole
answer; LlamaIndex's is vector and BM25 search with their fusion (extra `bench`) over nodes that are our clauses, with our
embedding, asked in turn with ours. With `--keep` libraries stay and are used again: 200,000 clauses take minutes to read.
Nothing is asserted: times depend on the machine.
"""

from __future__ import annotations

import itertools
import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

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
WARM_UP = 30
LLAMAINDEX_UP_TO = 50_000  # clauses; it keeps them all in memory, some 10 kB each
# What is asked, by kind; {} is where the campaign is named, if it is.
ABOUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "deadlines": ("{}总结材料最晚什么时候报？", "{}材料什么时候交？"),
        "due in a month": ("{}5月要交什么？", "{}10月有哪些截止的？"),
        "contacts": ("{}联系人是谁？", "{}传真是多少？"),
        "laws": ("{}要遵守哪些法律？", "{}要遵守电子商务法吗？"),
        "period": ("{}活动时间是什么时候？", "{}活动从哪天到哪天？"),
        "organisers": ("{}主办单位是谁？", "{}承办单位有哪些？"),
        "clauses": ("{}对包装有什么要求？", "{}出现投诉怎么处理？", "{}推荐企业有什么条件？", "{}如何保障物流畅通？"),
        "everyday words": ("{}怎么照顾老年人？", "{}卖假货怎么办？"),
        "notices": ("{}有哪些通知？", "哪些{}通知提到电子商务法？", "哪些{}通知没有写联系人？"),
        "not there": ("{}能不能报销机票？", "第五十届{}联系人是谁？"),
    }
)
WAYS = 3  # with the notice given, with the campaign named, with neither
OURS, THEIRS = "campaign", "LlamaIndex, retrieval alone"
ALL, FIRST = "all", "the first, cold"
FIRST_QUESTION = "对包装有什么要求？"


@dataclass(frozen=True, slots=True)
class Question:
    """One of three comes with its notice, one names its campaign, one leaves open which is meant."""

    kind: str
    text: str
    notice_id: NoticeId | None


@dataclass(frozen=True, slots=True)
class Measured:
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
    measured: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as passing:
        for count in sorted(counts):
            library = library_of(count, (keep or Path(passing)) / str(count))
            with open_store(library).opened() as store:
                measured += measure(store, asks, llamaindex=not no_llamaindex and count <= LLAMAINDEX_UP_TO)
    click.echo(table(measured))


def library_of(clauses: int, folder: Path) -> Path:
    """A library of about so many clauses in a folder; what is there already is not read again."""
    if not (folder / "in").exists():
        write_corpus(folder / "in", max(1, clauses // CLAUSES_A_NOTICE), SEED)
    with open_store(folder / "library").opened() as store:
        ingest_paths([folder / "in"], store.library, store.index, report=lambda outcome: None)
    return folder / "library"


def measure(store: Store, asks: int, *, llamaindex: bool) -> list[Measured]:
    """One question after the other, ours and theirs in turn, so that both meet the same machine."""
    assistant = Assistant(store.library, store.index, StaticEmbedding())
    started = time.perf_counter()
    assistant.ask(FIRST_QUESTION, as_of=AS_OF)
    first = time.perf_counter() - started
    nodes = list(nodes_of(store)) if llamaindex else []
    clauses = len(nodes) or len(store.index.holdings().words)
    retriever = retriever_over(nodes) if llamaindex else None
    times: dict[tuple[str, str], list[float]] = {}
    for number, question in enumerate(itertools.islice(questions(store), WARM_UP + asks)):
        started = time.perf_counter()
        assistant.ask(question.text, as_of=AS_OF, notice_id=question.notice_id)
        ours = time.perf_counter() - started
        theirs = None
        if retriever is not None:
            started = time.perf_counter()
            retriever.retrieve(question.text)
            theirs = time.perf_counter() - started
        if number >= WARM_UP:
            times.setdefault((OURS, question.kind), []).append(ours)
            times.setdefault((OURS, ALL), []).append(ours)
            if theirs is not None:
                times.setdefault((THEIRS, ALL), []).append(theirs)
    times[OURS, FIRST] = [first]
    return [Measured(who, kind, clauses, tuple(found)) for (who, kind), found in times.items()]


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
    """Questions without end, each kind in each way in turn, about notices taken at random."""
    rng = random.Random(SEED)
    entries = store.library.entries()
    for number in itertools.count():
        kind = list(ABOUT)[number // WAYS % len(ABOUT)]
        entry, text = rng.choice(entries), rng.choice(ABOUT[kind])
        campaign = entry.parts[0].campaign
        name = campaign.name if campaign and number % WAYS == 1 else ""
        yield Question(kind, text.format(name), entry.id if number % WAYS == 0 else None)


def table(measured: Sequence[Measured]) -> str:
    """Markdown: a row for each kind, a column for each size, with what a reader needs to compare it with another machine's."""
    sizes = sorted({one.clauses for one in measured})
    cells = {(one.who, one.kind, one.clauses): _times(one.times_s) for one in measured}
    rows = dict.fromkeys((one.who, one.kind) for one in measured)
    lines = [
        f"| {who}: {kind} | " + " | ".join(cells.get((who, kind, size), "") for size in sizes) + " |"
        for who, kind in sorted(rows, key=lambda row: (row[0] != OURS, row[1] != ALL, row[1] == FIRST))
    ]
    head = "| p50 / p95 / longest, ms | " + " | ".join(f"{size:,} clauses" for size in sizes) + " |"
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join([head, "| --- |" + " ---: |" * len(sizes), *lines, "", machine])


def _times(times_s: Sequence[float]) -> str:
    if len(times_s) == 1:
        return f"{times_s[0] * 1000:,.0f}"
    found = (percentile(times_s, 50), percentile(times_s, 95), max(times_s))
    return " / ".join(f"{one * 1000:,.1f}" for one in found)


if __name__ == "__main__":
    main()

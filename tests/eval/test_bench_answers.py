"""Answers are timed beside LlamaIndex's retrieval, over the same clauses."""

from __future__ import annotations

from pathlib import Path

from eval.bench_answers import WARM_UP, Row, measure, nodes_of, table
from ingest.pipeline import ingest_paths
from ingest.store import open_store

NOTICES = Path(__file__).parents[2] / "notices"


def test_both_are_asked_the_same_questions_over_the_same_clauses(tmp_path: Path) -> None:
    with open_store(tmp_path).opened() as store:
        ingest_paths([NOTICES], store.library, store.index, report=lambda outcome: None)
        clauses = len(list(nodes_of(store)))

        ours, theirs = measure(store, 2, llamaindex=True)

    assert clauses > WARM_UP
    assert (ours.what, ours.clauses, len(ours.times_s)) == ("campaign: the whole answer", clauses, 2)
    assert (theirs.what, theirs.clauses, len(theirs.times_s)) == ("LlamaIndex: retrieval alone", clauses, 2)


def test_the_table_gives_medians_in_milliseconds() -> None:
    assert "| ours | 20,000 | 2.0 ms | 3.0 ms |" in table([Row("ours", 20_000, (0.001, 0.002, 0.003))])

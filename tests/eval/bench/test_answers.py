"""Answers are timed by kind of question, and beside LlamaIndex's retrieval over the same clauses."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from eval.bench.answers import (
    ABOUT,
    ALL,
    FIRST,
    OURS,
    THEIRS,
    WAYS,
    Measured,
    library_of,
    measure,
    nodes_of,
    questions,
    table,
)
from ingest.store import open_store

NOTICES = 3


def test_a_kept_library_is_used_again_and_each_kind_is_asked_in_each_way(tmp_path: Path) -> None:
    library = library_of(11 * NOTICES, tmp_path)
    with open_store(library).opened() as store:
        revision = store.library.revision()
    assert library_of(11 * NOTICES, tmp_path) == library
    with open_store(library).opened() as store:
        assert (len(store.library.entries()), store.library.revision()) == (NOTICES, revision)
        asked = list(islice(questions(store), WAYS * len(ABOUT)))
        clauses = len(list(nodes_of(store)))

        measured = measure(store, WAYS * len(ABOUT), llamaindex=True)

    assert [one.kind for one in asked[::WAYS]] == list(ABOUT)
    assert [bool(one.notice_id) for one in asked[:WAYS]] == [True, False, False]
    assert {one.clauses for one in measured} == {clauses}
    counts = {(one.who, one.kind): len(one.times_s) for one in measured}
    assert counts == {
        (OURS, ALL): WAYS * len(ABOUT),
        (THEIRS, ALL): WAYS * len(ABOUT),
        (OURS, FIRST): 1,
        **{(OURS, kind): WAYS for kind in ABOUT},
    }


def test_the_table_has_a_row_for_each_kind_and_a_column_for_each_size() -> None:
    few, many = (
        Measured(OURS, "laws", size, times) for size, times in ((1_000, (0.001, 0.002, 0.003)), (20_000, (1.5,)))
    )

    lines = table([many, few, Measured(OURS, ALL, 1_000, (0.002, 0.002))]).splitlines()

    assert lines[0] == "| p50 / p95 / longest, ms | 1,000 clauses | 20,000 clauses |"
    assert lines[2] == "| campaign: all | 2.0 / 2.0 / 2.0 |  |"
    assert lines[3] == "| campaign: laws | 2.0 / 3.0 / 3.0 | 1,500 |"

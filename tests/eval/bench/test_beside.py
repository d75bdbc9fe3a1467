"""Ours beside LlamaIndex: each figure of both, and their ratio."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench import beside, ingest
from eval.bench.answers import ALL, OURS, SEARCH, THEIRS, Times
from eval.bench.beside import Side
from eval.bench.figures import Measured
from eval.bench.ingest import Reading
from eval.bench.load import CLIENTS, Load
from eval.bench.pairs import Pair, pairs_table
from eval.bench.processes import Run

TIMES = [
    Times(OURS, ALL, 1_000, (0.030, 0.020, 0.010)),
    Times(OURS, "laws", 1_000, (0.999,)),
    Times(SEARCH, ALL, 1_000, (0.005,)),
    Times(THEIRS, ALL, 1_000, (0.010,)),
    Times(THEIRS, ALL, 20_000, (0.999,)),
]


def side(times_s: tuple[float, ...], *, cold_s: float, memory_mb: float | None) -> Side:
    return Side(cold_s, {1: Load(times_s, sum(times_s))}, memory_mb, 10.0)


def test_every_figure_has_both_and_ratios_are_ours_to_theirs() -> None:
    ours = side((0.1, 0.2, 0.3), cold_s=2.0, memory_mb=400)
    theirs = side((0.4, 0.4, 0.4), cold_s=4.0, memory_mb=200)

    table = pairs_table("beside", "make bench", beside.pairs_of(1_000, TIMES, ours, theirs), "")

    ratios = {row[0]: row[3] for row in table.rows}
    expected = {
        "search alone": 0.5,
        "a whole answer": 2.0,
        "1 client, p50": 0.5,
        "1 client, p95": 0.75,
        "1 client, questions a second": 2.0,
        "cold start": 0.5,
        "memory": 2.0,
        "on disk": 1.0,
    }
    assert ratios == {what: Measured(pytest.approx(ratio), "ratio") for what, ratio in expected.items()}


def test_memory_that_cannot_be_read_has_no_row() -> None:
    one = side((0.1,), cold_s=1.0, memory_mb=None)

    assert "memory" not in {pair.what for pair in beside.pairs_of(1_000, TIMES, one, one)}


def test_reading_is_compared_in_time_memory_and_what_came_of_it() -> None:
    reading = Reading(100, Run(10.0, 300.0, ""), Run(1.0, None, ""), 1_000, 8.0, Run(5.0, 600.0, "50\n"), 4.0)

    (table,) = ingest.beside_tables([reading])

    assert [(row[0], row[3]) for row in table.rows] == [
        ("time", Measured(2.0, "ratio")),
        ("clauses, nodes a second", Measured(10.0, "ratio")),
        ("memory", Measured(0.5, "ratio")),
        ("on disk", Measured(2.0, "ratio")),
    ]


def test_reading_without_llamaindex_has_nothing_beside_it() -> None:
    reading = Reading(100, Run(10.0, None, ""), Run(1.0, None, ""), 1_000, 8.0, None, 0.0)

    assert ingest.beside_tables([reading]) == []
    assert ingest.reading_table([reading]).rows[0][-2:] == ("", Measured(8.0, "MB"))


def test_the_services_of_both_are_asked_by_every_number_of_clients(library: Path, peer: Path) -> None:
    for one in beside.measure(library, peer, asks=5, starts=1):
        assert {clients: len(load.times_s) for clients, load in one.loads.items()} == dict.fromkeys(CLIENTS, 5)
        assert one.cold_s > 0 and one.stored_mb > 0


def test_a_pair_is_shown_with_its_units() -> None:
    table = pairs_table("x", "y", [Pair("memory", Measured(150, "MB"), Measured(100, "MB"), "after all")], "note")

    assert table.markdown().splitlines()[-1] == "| memory | 150 MB | 100 MB | 1.50 | after all |"

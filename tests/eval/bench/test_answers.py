"""Answers are timed by kind of question, and beside LlamaIndex over the same clauses; ratios are of medians."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from eval.bench.answers import ALL, OURS, SEARCH, THEIRS, Times, growth_table, measure, measure_in_turn, ratio_table
from eval.bench.figures import Measured
from eval.bench.libraries import ABOUT, WAYS, questions
from ingest.store import Store, open_store

MEASURED = [
    Times(OURS, "laws", 20_000, (0.005,)),
    Times(OURS, ALL, 1_000, (0.002, 0.004, 0.009)),
    Times(SEARCH, ALL, 1_000, (0.002, 0.002, 0.003)),
    Times(THEIRS, ALL, 1_000, (0.008, 0.008, 0.001)),
    Times(OURS, ALL, 20_000, (0.006, 0.006, 0.006)),
    Times(SEARCH, ALL, 20_000, (0.003,)),
]


@pytest.fixture
def store(library: Path) -> Iterator[Store]:
    with open_store(library).opened() as store:
        yield store


def test_each_kind_is_asked_with_its_notice_with_its_campaign_and_with_neither(store: Store) -> None:
    asked = list(islice(questions(store), WAYS * len(ABOUT)))

    assert [one.kind for one in asked[::WAYS]] == list(ABOUT)
    assert [bool(one.notice_id) for one in asked[:WAYS]] == [True, False, False]


def test_theirs_is_asked_what_ours_answers(store: Store) -> None:
    heard: list[str] = []

    def fake(question: str) -> float:
        heard.append(question)
        return 0.25

    measured = measure(store, WAYS * len(ABOUT), fake)

    times = {(one.who, one.kind): one.times_s for one in measured}
    assert {key: len(found) for key, found in times.items()} == {
        **dict.fromkeys(((OURS, ALL), (SEARCH, ALL), (THEIRS, ALL)), WAYS * len(ABOUT)),
        **{(OURS, kind): WAYS for kind in ABOUT},
    }
    assert set(times[THEIRS, ALL]) == {0.25}
    assert heard == [one.text for one in islice(questions(store), len(heard))]
    assert {one.clauses for one in measured} == {len(store.index.holdings().words)}


def test_both_are_measured_or_ours_alone(library: Path, peer: Path) -> None:
    assert {one.who for one in measure_in_turn(library, peer, asks=2)} == {OURS, SEARCH, THEIRS}
    assert {one.who for one in measure_in_turn(library, None, asks=2)} == {OURS, SEARCH}


def test_ratios_are_of_medians() -> None:
    small, large = ratio_table(MEASURED).rows

    assert small[1:4] == (Measured(4.0, "ms"), Measured(2.0, "ms"), Measured(8.0, "ms"))
    assert small[4:] == (Measured(0.5, "ratio"), Measured(0.25, "ratio"), "")
    assert large[3:] == ("", "", "", Measured(1.5, "ratio"))


def test_a_kind_that_was_not_asked_of_a_library_has_no_time_there() -> None:
    lines = growth_table(MEASURED).markdown().splitlines()

    assert lines[2] == f"| {OURS}: {ALL} | 4.0 ms | 9.0 ms | 9.0 ms | 6.0 ms | 6.0 ms | 6.0 ms |"
    assert lines[-1] == f"| {OURS}: laws |  |  |  | 5.0 ms | 5.0 ms | 5.0 ms |"

"""The gate's figures rest on honest sets: what is called true and false is so, and both kinds go through the whole assistant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.claims import fold
from eval.gate import MODEL, Bench, bench, body_of, read_cases, retold_passages
from eval.gate_kinds import Retold
from eval.mutations import lies_of


@pytest.fixture(scope="module")
def on() -> Iterator[Bench]:
    with bench() as made:
        yield made


def test_no_lie_written_by_hand_reaches_a_user(on: Bench) -> None:
    lies = read_cases("false.yaml")
    reached = [
        one["says"] for one in lies if on.ask(one["asks"], one["says"]).holds(one.get("lie") or body_of(one["says"]))
    ]

    assert len(lies) >= 100
    assert reached == []


def test_what_a_good_model_writes_passes(on: Bench) -> None:
    truths = read_cases("true.yaml")
    refused = [one["asks"] for one in truths if on.ask(one["asks"], one["says"]).answer.generated_by != MODEL]

    assert len(truths) >= 60
    assert len(refused) <= 0.02 * len(truths), refused


def test_every_lie_differs_from_its_truth_and_says_what_the_quotes_do_not(on: Bench) -> None:
    """A mutation that leaves a sentence true would make the figures worthless."""
    made = 0
    for one in read_cases("true.yaml")[::8]:
        truth = on.truth(one["asks"], one["says"])
        for lie in lies_of(truth):
            made += 1
            assert lie.says != truth.says
            if lie.kind in ("another day", "another month", "another phone", "another law", "extra words"):
                assert fold(lie.lie) not in fold(truth.quotes)
    assert made >= 60


@pytest.fixture(scope="module")
def retold() -> tuple[Retold, ...]:
    return retold_passages()


def test_nothing_false_is_shown_about_notices_of_other_kinds_or_in_freer_words(retold: tuple[Retold, ...]) -> None:
    for one in retold:
        assert one.lies >= 70
        assert one.reached == ()


def test_most_of_what_a_good_model_says_about_them_is_shown(retold: tuple[Retold, ...]) -> None:
    """What is not is given in the notice's own words instead; the share is measured, and may only grow."""
    for one in retold:
        assert one.truths >= 60
        assert len(one.refused) <= 0.25 * one.truths, one.refused

"""Learning when to answer: what the weights are, and that they are judged on notices they were not learned from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.grounds import NAMES, WEIGHTS, Signs
from eval.grounds import Example, Told, learn, leave_one_notice_out, likely, main, table

SILENT = Signs(*[0.0] * len(NAMES))
STATED = replace(SILENT, letters=1.0)


def example(signs: Signs, right: bool, source: str = "a.txt") -> Example:
    return Example(Told("几号报？", source, "5月1日前报" if right else None), signs, right)


def test_the_sign_that_tells_right_from_wrong_is_the_one_that_weighs() -> None:
    found = [example(STATED, True), example(SILENT, False)] * 10

    weights = learn(found)

    assert weights[NAMES.index("letters")] > 1
    assert np.allclose(np.delete(weights[:-1], NAMES.index("letters")), 0, atol=1e-6)
    assert likely(weights, found[:1])[0] > 0.7 > 0.3 > likely(weights, found[1:2])[0]


def test_a_notice_is_judged_by_the_others_alone() -> None:
    # In b.txt the sign means the opposite: judged by a.txt, everything of it must come out wrong.
    found = [example(STATED, True), example(SILENT, False)] * 10
    found += [example(STATED, False, "b.txt"), example(SILENT, True, "b.txt")]

    probability = leave_one_notice_out(found)

    assert probability[-2] > 0.7
    assert probability[-1] < 0.3


def test_the_table_counts_what_each_threshold_would_answer() -> None:
    found = [example(STATED, True), example(SILENT, False), replace(example(STATED, True), right=False)]

    rows = table("sets", found, np.array([0.9, 0.55, 0.45])).splitlines()

    assert rows[0] == "| sets: answered at | right, of 2 stated | not right | of 1 not stated |"
    assert rows[-3:] == ["| 0.4 | 1 | 1 | 1 |", "| 0.5 | 1 | 0 | 1 |", "| 0.6 | 1 | 0 | 0 |"]


def test_the_weights_in_use_are_those_that_their_command_gives() -> None:
    kept = json.loads(WEIGHTS.read_text("utf-8"))
    sets = [word for word in kept["made_by"].split() if word.endswith(".yaml")]
    root = Path(__file__).parents[2]

    done = CliRunner().invoke(main, [str(root / one) for one in sets])

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[-1]) == pytest.approx(kept["weights"], abs=0.5)

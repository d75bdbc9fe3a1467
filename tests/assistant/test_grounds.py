"""When what was found is an answer: learned weights, and what they must hold to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers.passages import LIKELY
from assistant.grounds import NAMES, BadWeights, Signs, bundled_weights, read_weights

PRINTED = Signs(
    letters=0.9,
    lead=0.6,
    missing=0.0,
    off_focus=0.0,
    unsaid=0.0,
    general=0.0,
    everyday=0.0,
    lay=0.0,
)


def test_a_question_in_the_words_of_the_notice_is_answered() -> None:
    assert bundled_weights().likely(PRINTED) > LIKELY


def test_what_is_asked_of_a_printed_thing_must_be_printed_too() -> None:
    near_miss = replace(PRINTED, letters=0.3, missing=0.4, off_focus=0.6)

    assert bundled_weights().likely(near_miss) < LIKELY


def test_whether_something_may_be_done_is_not_answered_by_a_passage_without_it() -> None:
    assert bundled_weights().likely(replace(PRINTED, letters=0.6, missing=0.2, off_focus=0.5, unsaid=1.0)) < LIKELY


def test_a_missing_word_weighs_less_where_everyday_words_are_used() -> None:
    missing = replace(PRINTED, letters=0.2, lead=0.3, missing=0.5)
    everyday = replace(missing, everyday=3.0, lay=0.7)

    assert bundled_weights().likely(missing) < LIKELY < bundled_weights().likely(everyday)


def test_weights_of_other_signs_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "grounds.json"
    path.write_text(json.dumps({"weights": dict.fromkeys((*NAMES[1:], "bias"), 0.0)}), "utf-8")

    with pytest.raises(BadWeights, match=r"run `python -m eval.grounds --write`"):
        read_weights(path)

"""Generated notices state what they say they state, and what they state is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.corpus import generate, write_corpus
from eval.corpus_score import KINDS, Score, score, table

ENOUGH = 0.95


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    found, _ = score(generate(200, seed=1))
    print(table(found))
    return found


def test_the_same_seed_gives_the_same_notices_and_no_two_are_alike() -> None:
    first, again, other = (list(generate(20, seed)) for seed in (1, 1, 2))

    assert first == again
    assert first != other
    assert len({one.text for one in first}) == len({one.facts.doc_number for one in first}) == 20


def test_what_a_generated_notice_is_said_to_state_stands_in_it() -> None:
    for one in generate(100, seed=3):
        text = "".join(one.text.replace("—", "-").replace("－", "-").split())
        facts = one.facts
        printed = [*facts.names, *facts.phones, *facts.faxes, *facts.emails, *facts.laws, *facts.issuers]
        printed += [facts.title, facts.doc_number or "", *(what for what, _ in facts.submissions)]
        assert [value for value in printed if "".join(value.split()) not in text] == []


def test_a_corpus_is_a_folder_of_texts_with_their_facts(tmp_path: Path) -> None:
    write_corpus(tmp_path, 3, seed=1)

    lines = (tmp_path / "facts.jsonl").read_text("utf-8").splitlines()
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == sorted(json.loads(line)["name"] for line in lines)


@pytest.mark.parametrize("kind", KINDS)
def test_facts_of_generated_notices_are_found(scores: dict[str, Score], kind: str) -> None:
    assert scores[kind].precision >= ENOUGH
    assert scores[kind].recall >= ENOUGH

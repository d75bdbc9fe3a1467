"""Which notice a question means, of notices of like names: held to what is reached, whole answers judged by what they cite."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from assistant.model import Answer, Citation, Kind, Status
from eval.naming import AMID, NONE, RIGHT, WRONG, Asked, ask_meant, judge, table
from ingest.model import ClauseId, NoticeId

# What was reached when this was written, of 77; after a change for the better move them.
LEAST_RIGHT, MOST_WRONG = 67, 2
MUST_NOT_FAIL = {"exact": 0, "short": 0, "number": 0, "several": 0}  # wrong answers by how the notice is named

A, B, C = NoticeId("a"), NoticeId("b"), NoticeId("c")


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    return ask_meant()


def test_most_questions_are_answered_from_the_notice_they_mean(asked: list[Asked]) -> None:
    counted = Counter(one.outcome for one in asked)
    faults = [(one.question, one.said) for one in asked if one.outcome != RIGHT]

    assert counted[RIGHT] >= LEAST_RIGHT, faults
    assert counted[WRONG] <= MOST_WRONG, faults


@pytest.mark.parametrize("kind", MUST_NOT_FAIL)
def test_a_notice_that_is_here_is_never_taken_for_another(asked: list[Asked], kind: str) -> None:
    wrong = [(one.question, one.said) for one in asked if one.kind == kind and one.outcome == WRONG]

    assert len(wrong) <= MUST_NOT_FAIL[kind], wrong


def answer(*cited: NoticeId, status: Status | None = None) -> Answer:
    citations = tuple(
        Citation(n, notice, "", None, ClauseId(f"{notice}.1"), (), "", "", 0, 0, None, "")
        for n, notice in enumerate(cited, 1)
    )
    found = status or (Status.ANSWERED if cited else Status.NOT_FOUND)
    return Answer("", found, Kind.CONTACTS, "", date(2026, 1, 1), citations)


@pytest.mark.parametrize(
    ("meant", "given", "outcome"),
    [
        ({A}, answer(A), RIGHT),
        ({A}, answer(A, B), AMID),
        ({A}, answer(B), WRONG),
        ({A}, answer(), NONE),
        ({A, B}, answer(A, B), RIGHT),
        ({A, B}, answer(A), WRONG),  # one of two, picked silently
        ({A, B}, answer(A, B, C), AMID),
        ({A, B}, answer(status=Status.AMBIGUOUS), RIGHT),
        (set(), answer(), RIGHT),
        (set(), answer(A), WRONG),
    ],
)
def test_an_answer_is_judged_by_the_notices_it_cites(meant: set[NoticeId], given: Answer, outcome: str) -> None:
    assert judge(meant, given) == outcome


def test_the_table_counts_each_kind_and_all() -> None:
    rows = table([Asked("short", "一", RIGHT, ""), Asked("short", "二", WRONG, ""), Asked("absent", "三", NONE, "")])

    assert rows.splitlines()[2:] == [
        "| short | 1 | 0 | 1 | 0 |",
        "| absent | 0 | 0 | 0 | 1 |",
        "| all | 1 | 0 | 1 | 1 |",
    ]

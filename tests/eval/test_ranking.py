"""Measures of the search: by hand, and as ir-measures (trec_eval) has them."""

import random
from collections.abc import Mapping
from datetime import date

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from assistant.model import Status
from assistant.trace import FoundClause, Trace
from eval.cases import Case, Expectation
from eval.ranking import expected_clauses, ndcg_at, ranks, recall_at, reciprocal_rank_at
from eval.targets import shelf_sources
from ingest.model import ClauseId, NoticeId
from tests.fakes import FakeShelf, make_campaign_notice

NOTICE = make_campaign_notice()
SOURCES = shelf_sources(FakeShelf((NOTICE,)))


def trace(*clauses: str) -> Trace:
    return Trace({}, tuple(FoundClause(NOTICE.id, ClauseId(name), "", 1 / n) for n, name in enumerate(clauses, 1)))


def case(**expect: object) -> Case:
    given = Expectation(statuses=(Status.ANSWERED,), notices=(NOTICE.source,), **expect)
    return Case(id="a", question="总结呢？", expect=given, as_of=date(2024, 4, 1), line=1)


def theirs(expected: list[set[str]], order: list[str]) -> Mapping[str, float]:
    """ir-measures over the same ranking: the first clause of each expected thing stands for it, the others are left out."""
    run, brought = [], set()
    for name in order:
        thing = next((n for n, clauses in enumerate(expected) if name in clauses), None)
        if thing is not None and thing in brought:
            continue
        brought.add(thing if thing is not None else -1)
        run.append(f"thing {thing}" if thing is not None else name)
    qrels = {"q": {f"thing {n}": 1 for n in range(len(expected))}}
    scores = {"q": {name: float(len(run) - n) for n, name in enumerate(run)}}
    measured = ir_measures.calc_aggregate([R @ 1, R @ 5, R @ 10, RR @ 10, nDCG @ 10], qrels, scores)
    return {str(measure): value for measure, value in measured.items()}


@pytest.mark.parametrize("seed", range(50))
def test_the_measures_are_those_of_ir_measures(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"c{n:02}" for n in range(30)]
    chance.shuffle(names)
    expected = [set(names[0:3]), set(names[3:5]), {"not in the ranking"}][: chance.randint(1, 3)]
    order = chance.sample(names, chance.randint(5, 30))

    found = ranks([frozenset(map(ClauseId, one)) for one in expected], trace(*order))
    assert found is not None
    ours = {
        "R@1": recall_at(found, 1),
        "R@5": recall_at(found, 5),
        "R@10": recall_at(found, 10),
        "RR@10": reciprocal_rank_at(found, 10),
        "nDCG@10": ndcg_at(found, 10),
    }

    assert ours == pytest.approx(theirs(expected, order))


def test_the_clause_that_prints_the_quote_is_the_one_that_is_looked_for() -> None:
    assert expected_clauses(case(quote="请于4月12日、5月13日前报我司", clauses=("正文 一",)), SOURCES) == (
        frozenset({"c"}),
    )


def test_a_clause_and_all_below_it_are_one_thing() -> None:
    expected = expected_clauses(case(clauses=("附件",)), SOURCES)

    assert expected == (frozenset({"a", "a1"}),)
    assert ranks(expected, trace("c", "a1", "a")) == (2,)


def test_a_second_hit_for_the_same_thing_takes_no_rank() -> None:
    first, second = frozenset({ClauseId("a"), ClauseId("a1")}), frozenset({ClauseId("c")})

    assert ranks([first, second], trace("a1", "a", "c")) == (1, 2)


def test_nobody_looked_or_nothing_is_expected() -> None:
    assert ranks([frozenset({ClauseId("a")})], None) is None
    assert ranks([], trace("a")) is None
    assert ranks([frozenset({ClauseId("a")})], Trace({}, ())) == (None,)


def test_another_notice_does_not_count() -> None:
    other = FoundClause(NoticeId("other"), ClauseId("x"), "正文 结尾", 1.0)

    assert ranks(expected_clauses(case(clauses=("正文 结尾",)), SOURCES), Trace({}, (other,))) == (None,)

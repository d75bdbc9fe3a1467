"""Each metric finds its own planted fault and names it, and is silent about a right answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.model import Answer, Caveat, Kind, Status
from assistant.view import answer_json
from eval.cases import Case, Expectation
from eval.metrics import METRICS, measure
from eval.replies import reply_of
from eval.targets import shelf_sources
from eval.verdict import Seen
from tests.fakes import FakeShelf, make_answer, make_campaign_notice, make_citation, make_refusal

QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"
AS_OF = date(2024, 5, 20)
NOTICE = make_campaign_notice()
RIGHT = make_answer(QUESTION, AS_OF)
REFUSAL = make_refusal(QUESTION, AS_OF)

ANSWERED = Expectation(
    statuses=(Status.ANSWERED,),
    kinds=(Kind.DEADLINES,),
    dates=(date(2024, 5, 13),),
    contains=("电子商务司",),
    not_contains=("4月12日",),
    only=("dates", "phones", "laws"),
    clauses=("正文 结尾",),
    quote="请于4月12日、5月13日前报我司",
    notices=(NOTICE.source,),
    warnings=("past",),
)
REFUSED = Expectation(statuses=(Status.NOT_STATED,))


SHELF = FakeShelf((NOTICE,))
Misses = tuple[str, ...]


def seen(answer: Answer, expect: Expectation = ANSWERED) -> Seen:
    case = Case(id="a", question=QUESTION, expect=expect, as_of=AS_OF, line=1)
    return Seen(case, reply_of(answer_json(answer, SHELF.notice)), shelf_sources(SHELF))


def misses(answer: Answer, expect: Expectation = ANSWERED) -> dict[str, Misses]:
    """What the metrics that decide find wrong."""
    found = measure(seen(answer, expect))
    return {name: verdict.misses for name, verdict in found.items() if verdict.misses and METRICS[name].decides}


def values(answer: Answer, expect: Expectation = ANSWERED) -> dict[str, float]:
    return {name: verdict.value for name, verdict in measure(seen(answer, expect)).items()}


def test_a_right_answer_has_no_misses_and_full_marks_from_all_that_applies() -> None:
    unmeasured = {"false_answers", "model_words", "recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10"}

    assert misses(RIGHT) == {}
    assert values(RIGHT) == {name: 1.0 for name in METRICS if name not in unmeasured}


def test_a_right_refusal_has_no_misses() -> None:
    assert values(REFUSAL, REFUSED) == {
        "status": 1.0,
        "references": 1.0,
        "false_answers": 1.0,
        "quotes_not_in_source": 1.0,
    }


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        pytest.param(
            lambda answer: replace(answer, kind=Kind.PERIOD),
            {"kind": ("expected deadlines, got period",)},
            id="another kind",
        ),
        pytest.param(
            lambda answer: replace(answer, text=f"{answer.text}筹备情况须于2024年4月1日前报送。"),
            {
                "dates": ("not asked for: 2024-04-01",),
                "citation_recall": ("“筹备情况须于2024年4月1日前报送。”: no citation",),
            },
            id="a date too many",
        ),
        pytest.param(
            lambda answer: replace(answer, text=f"{answer.text}电话：010-65197902"),
            {
                "phones": ("not asked for: 010-65197902",),
                "citation_recall": ("“电话：010-65197902”: no citation",),
            },
            id="a number that nobody asked for",
        ),
        pytest.param(
            lambda answer: replace(answer, text=f"{answer.text}遵守《价格法》。"),
            {"laws": ("not asked for: 价格法",), "citation_recall": ("“遵守《价格法》。”: no citation",)},
            id="a law that nobody asked for",
        ),
        pytest.param(
            lambda answer: replace(answer, text="于2024年5月13日前报送，4月12日已过。[1]"),
            {"wording": ("the text lacks “电子商务司”", "the text holds “4月12日”")},
            id="a word missing and a word too many",
        ),
        pytest.param(
            lambda answer: replace(answer, citations=(replace(make_citation(), label="正文 三"),)),
            {"clause": ("expected 正文 结尾, cited 正文 三",)},
            id="another clause",
        ),
        pytest.param(
            lambda answer: replace(answer, warnings=()),
            {"warnings": ("missing past",)},
            id="a warning missing",
        ),
        pytest.param(
            lambda answer: replace(answer, text=f"{answer.text}[2]"),
            {"references": ("[2] refers to no citation",)},
            id="a number without a source",
        ),
        pytest.param(
            lambda answer: replace(answer, citations=(replace(make_citation(), end=make_citation().end - 1),)),
            {
                "quotes_not_in_source": (
                    f"[1] {NOTICE.source} {make_citation().start}..{make_citation().end - 1} does not read "
                    "“各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月…”",
                )
            },
            id="a quote off by one character",
        ),
    ],
)
def test_a_planted_fault_is_found_and_named(fault: Callable[[Answer], Answer], found: dict[str, Misses]) -> None:
    assert misses(fault(RIGHT)) == found


def test_a_wrong_date_is_missing_and_surplus() -> None:
    stated = RIGHT.facts.deadlines[0]
    wrong = replace(
        RIGHT,
        text=RIGHT.text.replace("5月13日", "5月31日"),
        facts=replace(RIGHT.facts, deadlines=(replace(stated, fact=replace(stated.fact, due=date(2024, 5, 31))),)),
    )

    assert misses(wrong) == {
        "dates": ("missing 2024-05-13", "not asked for: 2024-05-31"),
        "citation_recall": ("“活动总结材料须于 2024年5月31日前 报商务部电子商务司。”: “31” is not in what it cites",),
    }


def test_a_refusal_of_what_is_stated_is_a_false_refusal() -> None:
    found = misses(REFUSAL)

    assert found["status"] == ("expected answered, got not_stated",)
    assert found["false_refusals"] == ("could have been answered, got not_stated",)


def test_an_answer_to_what_must_not_be_answered_is_a_false_answer() -> None:
    assert misses(RIGHT, REFUSED) == {
        "status": ("expected not_stated, got answered",),
        "false_answers": (
            "must not be answered, and gives citations",
            "must not be answered, and gives deadlines",
        ),
    }


def test_a_refusal_that_gives_a_number_all_the_same_is_a_false_answer() -> None:
    leaking = replace(REFUSAL, text="没有写明联系方式，可参考 010-65197902。")

    assert misses(leaking, REFUSED) == {"false_answers": ("must not be answered, and gives the numbers 010-65197902",)}


def test_a_clause_below_the_expected_one_counts() -> None:
    deeper = replace(RIGHT, citations=(replace(make_citation(), label="正文 结尾 1"),))

    assert "clause" not in misses(deeper)


def test_a_citation_from_another_notice_is_named() -> None:
    expect = replace(ANSWERED, notices=("2024-网上年货节-海南.txt",), quote=None)

    assert misses(RIGHT, expect) == {"notice": ("missing 2024-网上年货节-海南.txt", f"not asked for: {NOTICE.source}")}


def test_fact_precision_and_recall_by_hand() -> None:
    """Expected 3, stated 2, one of them right: P = 1/2, R = 1/3, F1 = 2·1/(3+2)."""
    expect = replace(
        ANSWERED, dates=(date(2024, 5, 13), date(2024, 4, 12)), phones=("010-65197902",), only=("dates", "phones")
    )
    answer = replace(RIGHT, text="总结于2024年5月13日前报送，2024年6月1日开会。[1]")

    found = values(answer, expect)

    assert (found["fact_precision"], found["fact_recall"], found["fact_f1"]) == (1 / 2, 1 / 3, 2 / 5)


def test_precision_counts_only_the_kinds_of_fact_that_may_stand_alone() -> None:
    answer = replace(RIGHT, text=f"{RIGHT.text}电话：010-65197902[1]")

    assert values(answer, replace(ANSWERED, only=("dates",)))["fact_precision"] == 1.0
    assert values(answer, replace(ANSWERED, only=("dates", "phones")))["fact_precision"] == 1 / 2


def test_a_citation_that_does_nothing_for_its_statement_costs_precision_only() -> None:
    other = replace(make_citation(2), quote="一、目的", start=NOTICE.text.index("一、目的"), label="附件 一")
    other = replace(other, end=other.start + len(other.quote))
    answer = replace(RIGHT, text=f"{RIGHT.text}[2]", citations=(make_citation(), other))

    found = measure(seen(answer))

    assert found["citation_recall"].value == 1.0
    assert found["citation_precision"].value == 1 / 2
    assert found["citation_precision"].misses == (
        "[2] does nothing for “活动总结材料须于 2024年5月13日前 报商务部电子商务司。”",
    )


def test_a_notice_that_no_longer_prints_what_is_quoted_is_named() -> None:
    expect = replace(ANSWERED, quote="请于4月12日、5月13日之前报我司")

    assert misses(RIGHT, expect)["reading"] == (f"{NOTICE.source}, as it was read, does not print “{expect.quote}”",)


def test_words_of_a_model_that_the_gate_refused_are_a_miss() -> None:
    fallen_back = replace(RIGHT, warnings=(*RIGHT.warnings, Caveat("model_unproved", "未能通过核对。")))

    assert misses(fallen_back) == {"model_words": ("the words of the language model were not used: model_unproved",)}
    assert values(replace(RIGHT, generated_by="some-model"))["model_words"] == 1.0


def test_a_service_that_answers_without_a_citation_is_a_miss_and_no_crash() -> None:
    document = answer_json(RIGHT, SHELF.notice) | {"citations": []}
    case = Case(id="a", question=QUESTION, expect=ANSWERED, as_of=AS_OF, line=1)

    found = measure(Seen(case, reply_of(document), shelf_sources(SHELF)))

    assert found["cited_text"].misses == ("answered without a citation",)
    assert found["references"].misses == ("[1] refers to no citation",)

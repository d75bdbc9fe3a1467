"""Each metric finds its own planted fault and names it, and is silent about a right answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.model import Answer, Kind, Status
from eval.cases import Case, Expectation
from eval.metrics import METRICS, Misses, Seen
from eval.run import measure
from tests.fakes import make_answer, make_campaign_notice, make_citation, make_refusal

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


def seen(answer: Answer, expect: Expectation = ANSWERED) -> Seen:
    case = Case(id="a", question=QUESTION, expect=expect, as_of=AS_OF, line=1)
    return Seen(case, answer, {NOTICE.id: NOTICE})


def misses(answer: Answer, expect: Expectation = ANSWERED) -> dict[str, Misses]:
    return {name: found for name, found in measure(seen(answer, expect)).items() if found}


def test_a_right_answer_has_no_misses_and_is_measured_by_all_that_applies() -> None:
    assert measure(seen(RIGHT)) == {name: () for name in METRICS if name != "false_answers"}


def test_a_right_refusal_has_no_misses() -> None:
    assert measure(seen(REFUSAL, REFUSED)) == {
        "status": (),
        "references": (),
        "false_answers": (),
        "quotes_not_in_source": (),
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
            {"dates": ("not asked for: 2024-04-01",)},
            id="a date too many",
        ),
        pytest.param(
            lambda answer: replace(answer, text=f"{answer.text}电话：010-65197902"),
            {"phones": ("not asked for: 010-65197902",)},
            id="a number that nobody asked for",
        ),
        pytest.param(
            lambda answer: replace(answer, text=f"{answer.text}遵守《价格法》。"),
            {"laws": ("not asked for: 价格法",)},
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

    assert misses(wrong) == {"dates": ("missing 2024-05-13", "not asked for: 2024-05-31")}


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
    expect = replace(ANSWERED, notices=("2024-网上年货节-海南.txt",))

    assert misses(RIGHT, expect) == {"notice": ("missing 2024-网上年货节-海南.txt", f"not asked for: {NOTICE.source}")}

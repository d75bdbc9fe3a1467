"""A run asks as production does; its report names every failure and passes only over the bar and without harm."""

import io
import itertools
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from assistant.errors import BadQuestion
from assistant.model import Kind, Query, Status
from assistant.services import Services
from eval.cases import BadSet, Case, Expectation
from eval.passing import Judged
from eval.report import Report, Score, report_json
from eval.run import run
from eval.targets import InProcess
from eval.terminal import print_report, summary
from ingest.model import NoticeId
from tests.fakes import FakeAssistant, FakeShelf, make_campaign_notice

AS_OF = date(2024, 4, 1)
NOTICE = make_campaign_notice()
SUMMARY = Case(
    id="summary",
    question="总结什么时候交？",
    expect=Expectation(statuses=(Status.ANSWERED,), kinds=(Kind.DEADLINES,), dates=(date(2024, 5, 13),)),
    as_of=AS_OF,
    line=4,
    tags=("direct",),
)
WEATHER = Case(
    id="weather",
    question="今天天气怎么样？",
    expect=Expectation(statuses=(Status.OUT_OF_SCOPE,)),
    as_of=AS_OF,
    line=9,
    tags=("refusal",),
)


def report_on(*cases: Case, assistant: FakeAssistant | None = None) -> Report:
    services = Services(assistant or FakeAssistant(), FakeShelf((NOTICE,)))
    clock = itertools.count(step=0.002).__next__  # every question takes 2 ms
    return Report("mine", tuple(run(cases, InProcess(services, clock))))


def test_the_last_question_of_a_conversation_builds_on_the_turns_before_it() -> None:
    assistant = FakeAssistant()
    case = replace(SUMMARY, turns=("双品网购节的总结？",), notice=NOTICE.source)

    report_on(case, assistant=assistant)

    understood = Query(question="双品网购节的总结？", kind=Kind.DEADLINES, as_of=AS_OF)
    assert assistant.asked == [
        ("双品网购节的总结？", AS_OF, NoticeId("a1b2c3"), None),
        ("总结什么时候交？", AS_OF, NoticeId("a1b2c3"), understood),
    ]


def test_scores_by_metric_kind_and_tag() -> None:
    report = report_on(SUMMARY, WEATHER)

    assert report.score == Score(1, 2)
    assert (report.by_metric()["status"].value, report.by_metric()["status"].cases) == (0.5, 2)
    assert (report.by_metric()["dates"].value, report.by_metric()["dates"].cases) == (1.0, 1)
    assert report.by_kind() == {"deadlines": Score(1, 1), "out_of_scope": Score(0, 1)}
    assert report.by_tag() == {"direct": Score(1, 1), "refusal": Score(0, 1)}
    assert summary(report) == (
        "mine: 1 of 2 right (50.0%), 0 false_answers, 0 quotes_not_in_source; p50 2.0 ms, p95 2.0 ms"
    )


def test_a_failure_is_printed_with_question_expected_got_and_reason() -> None:
    out = io.StringIO()
    print_report(Judged(report_on(SUMMARY, WEATHER), None), Console(file=out, width=120))

    assert (
        "weather (line 9)\n"
        "  question  今天天气怎么样？\n"
        "  expected  status out_of_scope\n"
        "  got       not_stated, clauses: 《关于举办“第六届双品网购节”的通知》没有写明这一点。\n"
        "  cited     nothing\n"
        "  reason    status: expected out_of_scope, got not_stated\n"
        "  cause     answer: status: expected out_of_scope, got not_stated\n"
    ) in out.getvalue()
    assert "summary (line 4)" not in out.getvalue()


def test_the_report_for_programs_holds_every_case() -> None:
    document = report_json(report_on(SUMMARY, WEATHER))

    assert document["cases"][1]["reasons"] == ["status: expected out_of_scope, got not_stated"]
    assert document["causes"] == {"answer": ["weather"]}
    assert document["cases"][0] == {
        "id": "summary",
        "line": 4,
        "turns": [],
        "question": "总结什么时候交？",
        "as_of": "2024-04-01",
        "notice": None,
        "tags": ["direct"],
        "right": True,
        "harmful": False,
        "cause": None,
        "reasons": [],
        "values": {
            "status": 1.0,
            "kind": 1.0,
            "dates": 1.0,
            "references": 1.0,
            "citation_recall": 1.0,
            "cited_text": 1.0,
            "false_refusals": 1.0,
            "quotes_not_in_source": 1.0,
            "fact_recall": 1.0,
            "citation_precision": 1.0,
        },
        "expected": {"status": "answered", "kind": "deadlines", "dates": "2024-05-13"},
        "got": {
            "status": "answered",
            "kind": "deadlines",
            "text": "活动总结材料须于 2024年5月13日前 报商务部电子商务司。[1]",
            "citations": [
                {
                    "notice": "2024-双品网购节-商务部.txt",
                    "label": "正文 结尾",
                    "quote": "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。",
                }
            ],
        },
        "trace": {
            "understood": {"kind": "deadlines"},
            "found": [
                {"notice": NOTICE.source, "label": "正文 结尾", "score": 1.5},
                {"notice": NOTICE.source, "label": "正文 二", "score": 0.5},
            ],
            "ranks": None,
            "dropped": [],
            "wording": "",
        },
        "took_ms": 2.0,
    }


def test_a_question_that_cannot_be_asked_names_its_case() -> None:
    refusing = FakeAssistant(broken=BadQuestion("question_too_long", "问题太长。"))

    with pytest.raises(BadSet, match=r"line 4: case summary: not a question one can ask \(question_too_long\)"):
        report_on(SUMMARY, assistant=refusing)

"""The JSON of the contract, compared whole."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.model import FactsFound
from assistant.view import answer_json, campaigns_of, citation_json, due_status, notice_json, notice_url
from ingest.model import Box, ClauseId, Deadline, DeadlineKind, Place, Span
from tests.fakes import (
    LAWS,
    PERIOD,
    PHONES,
    REPORT,
    TEXT,
    TITLE,
    make_answer,
    make_campaign_notice,
    make_citation,
    make_entry,
    make_refusal,
    place,
)

DAY = date(2024, 5, 20)
NOTICE = make_campaign_notice()


def placed(words: str, clause: str) -> dict[str, object]:
    span = place(words)
    return {
        "notice_id": "a1b2c3",
        "clause_id": clause,
        "part": "正文",
        "quote": words.rstrip("\n"),
        "quote_start": span.start,
        "quote_end": span.end,
    }


REPORT_JSON = {
    "kind": "submission",
    "who": "各地商务主管部门",
    "what": "活动总结材料",
    "to": "商务部电子商务司",
    "due": "2024-05-13",
    "due_time": None,
    "start": None,
    "end": None,
    "qualifier": "前",
    "rule": None,
    "basis": "year from 文号 2024",
    "status": "past",
    **placed(REPORT, "c"),
}
CITATION_JSON = {
    "n": 1,
    "notice_id": "a1b2c3",
    "title": TITLE,
    "doc_number": "商电促进函〔2024〕40号",
    "clause_id": "c",
    "path": ["正文", "结尾"],
    "label": "正文 结尾",
    "quote": REPORT.rstrip("\n"),
    "start": place(REPORT).start,
    "end": place(REPORT).end,
    "page": 5,
    "url": "/notices/a1b2c3#c",
}


def lookup(notice_id):
    return NOTICE if notice_id == NOTICE.id else None


def test_an_answer_shows_its_citations_facts_and_warnings():
    assert answer_json(make_answer("总结材料最晚什么时候交？", DAY), lookup) == {
        "question": "总结材料最晚什么时候交？",
        "status": "answered",
        "kind": "deadlines",
        "text": "活动总结材料须于 2024年5月13日前 报商务部电子商务司。[1]",
        "citations": [CITATION_JSON],
        "facts": {"deadlines": [REPORT_JSON], "contacts": [], "laws": []},
        "warnings": [{"code": "past", "message": "该时限已过（2024-05-13）。", "citation": 1}],
        "suggestions": ["联系人是谁？"],
        "generated_by": "extractive",
        "trace_id": "t-1",
    }


def test_a_refusal_shows_the_nearest_clause_apart_from_the_citations():
    seen = answer_json(make_refusal("补贴多少？", DAY), lookup)

    assert (seen["status"], seen["citations"], seen["nearest"]) == ("not_stated", [], [CITATION_JSON])


def test_facts_of_a_notice_that_was_removed_meanwhile_are_not_shown():
    answer = make_answer("总结材料最晚什么时候交？", DAY)

    assert answer_json(answer, lambda _: None)["facts"] == {"deadlines": [], "contacts": [], "laws": []}


def test_a_notice_shows_clauses_elements_and_all_its_facts():
    seen = notice_json(NOTICE, make_entry(NOTICE), DAY)

    assert {name: value for name, value in seen.items() if name not in ("clauses", "elements")} == {
        "id": "a1b2c3",
        "title": TITLE,
        "doc_number": "商电促进函〔2024〕40号",
        "issuers": ["商务部电子商务司"],
        "addressees": ["各省商务主管部门"],
        "issued": None,
        "campaigns": [{"name": "第六届双品网购节", "start": "2024-04-28", "end": "2024-05-12"}],
        "source": "2024-双品网购节-商务部.txt",
        "version": 1,
        "state": "current",
        "url": "/notices/a1b2c3",
        "parts": [
            {"id": "p0", "label": "正文", "title": TITLE, "doc_number": "商电促进函〔2024〕40号", "embedded": False},
            {"id": "p1", "label": "附件", "title": "工作方案", "doc_number": None, "embedded": False},
        ],
        "anomalies": [
            {
                "code": "missing_number",
                "message": "原文缺少第三部分。",
                "clause_id": "2",
                "quote": "二、工作要求",
                "quote_start": TEXT.index("二、工作要求"),
                "quote_end": TEXT.index("二、工作要求") + 6,
            }
        ],
        "deadlines": [
            {
                "kind": "period",
                "who": None,
                "what": "第六届双品网购节",
                "to": None,
                "due": None,
                "due_time": None,
                "start": "2024-04-28",
                "end": "2024-05-12",
                "qualifier": None,
                "rule": None,
                "basis": None,
                "status": "past",
                **placed(PERIOD, "1"),
            },
            REPORT_JSON,
        ],
        "contacts": [
            {
                "names": ["王殿宁", "李旺源"],
                "organisation": "商务部电子商务司",
                "phones": ["010-65197902", "010-85093748"],
                "faxes": [],
                "emails": [],
                "addresses": [],
                **placed(PHONES, "c"),
            }
        ],
        "laws": [
            {
                "name": "电子商务法",
                "title": "《电子商务法》",
                "doc_number": None,
                "category": "law",
                "articles": [],
                "bound": ["参与活动企业"],
                "duty": "严格遵守",
                **placed(LAWS, "2"),
            }
        ],
        "organisers": [{"role": "指导单位", "names": ["商务部", "邮政局"], **placed(PERIOD, "1")}],
        "themes": [{"kind": "主题", "text": "数享生活", **placed(PERIOD, "1")}],
        "prohibitions": [],
        "dropped": [{"reason": "page number", "text": "— 4 —", "page": 4}],
    }


def test_only_clauses_are_listed_as_clauses_and_a_parent_spans_what_is_below():
    seen = notice_json(NOTICE, make_entry(NOTICE), DAY)
    annex = TEXT.index("附件\n")

    assert [clause["id"] for clause in seen["clauses"]] == ["1", "2", "c", "a", "a1"]
    assert seen["clauses"][3] == {
        "id": "a",
        "part": "p1",
        "parent": None,
        "path": ["附件", "引言"],
        "label": "附件 引言",
        "heading": "附件",
        "start": annex,
        "end": len(TEXT),
        "page": 6,
    }
    assert [(element["id"], element["kind"]) for element in seen["elements"]] == [("m", "masthead")]


def test_every_quote_is_the_stretch_of_text_that_its_offsets_name():
    seen = notice_json(NOTICE, make_entry(NOTICE), DAY)

    for table in ("deadlines", "contacts", "laws", "organisers", "themes", "anomalies"):
        for fact in seen[table]:
            assert fact["quote"] == TEXT[fact["quote_start"] : fact["quote_end"]]


def test_a_notice_without_a_printed_title_is_named_by_its_file():
    masthead = replace(NOTICE.main.masthead, title=None)
    untitled = replace(NOTICE, parts=(replace(NOTICE.main, masthead=masthead), *NOTICE.parts[1:]))

    seen = notice_json(untitled, make_entry(untitled), DAY)

    assert (seen["title"], seen["parts"][0]["title"]) == ("2024-双品网购节-商务部.txt", None)


def test_a_campaign_named_in_two_parts_is_listed_once_with_its_period():
    campaign = NOTICE.main.campaign
    mention = replace(campaign, start=None, end=None, span=None)
    letter, plan = NOTICE.parts

    forwarded = replace(NOTICE, parts=(replace(letter, campaign=mention), replace(plan, campaign=campaign)))

    assert campaigns_of(forwarded) == (campaign,)


def submission(**times):
    return Deadline(clause=ClauseId("c"), span=Span(0, 1), kind=DeadlineKind.SUBMISSION, what="总结", **times)


def period(start, end):
    return Deadline(clause=ClauseId("c"), span=Span(0, 1), kind=DeadlineKind.PERIOD, what="活动", start=start, end=end)


@pytest.mark.parametrize(
    ("deadline", "status"),
    [
        (submission(due=date(2024, 5, 21)), "upcoming"),
        (submission(due=DAY), "today"),
        (submission(due=date(2024, 5, 19)), "past"),
        (submission(start=date(2024, 5, 1), due=date(2024, 5, 31)), "upcoming"),  # open for registration
        (submission(rule="每月5日前"), "recurring"),
        (submission(rule="每周五下班前"), "recurring"),
        (submission(rule="按季度报送"), "recurring"),
        (submission(rule="自印发之日起10个工作日内"), "undated"),
        (submission(rule="自印发之日起10个工作日内", due=date(2024, 5, 10)), "past"),
        (submission(rule="活动结束后"), "undated"),
        (submission(), "undated"),
        (period(date(2024, 6, 1), date(2024, 6, 30)), "upcoming"),
        (period(date(2024, 5, 1), DAY), "today"),
        (period(date(2024, 4, 28), date(2024, 5, 12)), "past"),
    ],
)
def test_the_status_of_a_deadline_is_seen_from_a_day(deadline, status):
    assert due_status(deadline, DAY) == status


def test_an_address_is_safe_whatever_the_ids_hold():
    assert notice_url("双品/2024", "正文 一") == "/notices/%E5%8F%8C%E5%93%81%2F2024#%E6%AD%A3%E6%96%87%20%E4%B8%80"


def test_an_answer_without_facts_has_three_empty_tables():
    answer = replace(make_answer("总结材料最晚什么时候交？", DAY), facts=FactsFound())

    assert answer_json(answer, lookup)["facts"] == {"deadlines": [], "contacts": [], "laws": []}


def test_what_stood_on_paper_shows_its_place_there() -> None:
    box = Box(0.1335, 0.4227, 0.8769, 0.4532)
    shown = {"left": 0.1335, "top": 0.4227, "right": 0.8769, "bottom": 0.4532}
    printed = replace(NOTICE, places=(Place(0, 5, box),))

    assert citation_json(replace(make_citation(), box=box)) == citation_json(make_citation()) | {"box": shown}
    clauses = notice_json(printed, make_entry(printed), DAY)["clauses"]
    assert [clause["box"] for clause in clauses] == [shown] * len(clauses)

"""The HTTP contract, over fakes: what is asked, what comes back, how it is refused."""

import json
import logging
from datetime import date

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.changes import relations_json
from assistant.conversations import ConversationsInMemory
from assistant.model import Kind, Query
from assistant.services import Services
from assistant.view import answer_json, notice_item_json, notice_json
from ingest.errors import StoreUnusable
from tests.fakes import TEXT, FakeAssistant, FakeShelf, make_answer, make_campaign_notice, make_entry

DAY = date(2024, 5, 1)
NOTICE = make_campaign_notice()
QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"


def make_client(assistant=None, shelf=None):
    services = Services(assistant or FakeAssistant(), shelf or FakeShelf((NOTICE,)))
    return TestClient(create_app(services, today=lambda: DAY))


@pytest.fixture
def client():
    return make_client()


def problem(response):
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return body["status"], body["code"], body["detail"]


# -- answers ---------------------------------------------------------------------------------------------------------


def test_a_question_gets_the_answer_of_the_contract(client):
    response = client.post("/v1/ask", json={"question": QUESTION})

    assert response.status_code == 200
    assert response.json() == answer_json(make_answer(QUESTION, DAY), FakeShelf((NOTICE,)).notice)


def test_the_day_and_the_notice_asked_reach_the_assistant():
    assistant = FakeAssistant()

    make_client(assistant).post("/v1/ask", json={"question": QUESTION, "as_of": "2024-04-01", "notice_id": "a1b2c3"})

    assert assistant.asked == [(QUESTION, date(2024, 4, 1), "a1b2c3", None)]


def test_a_conversation_hands_on_what_was_understood():
    assistant = FakeAssistant()
    client = make_client(assistant)

    client.post("/v1/ask", json={"question": QUESTION, "conversation_id": "a"})
    client.post("/v1/ask", json={"question": "那联系人的总结呢", "conversation_id": "a"})
    client.post("/v1/ask", json={"question": QUESTION, "conversation_id": "b"})

    understood = Query(question=QUESTION, kind=Kind.DEADLINES, as_of=DAY)
    assert [previous for *_, previous in assistant.asked] == [None, understood, None]


def test_a_conversation_is_forgotten_after_its_time():
    now = 0.0
    kept = ConversationsInMemory(lambda: now, keep_s=60)
    query = Query(question=QUESTION, kind=Kind.DEADLINES, as_of=DAY)
    kept.remember("a", query)

    now = 60.0
    assert kept.last("a") == query
    now = 60.1
    assert kept.last("a") is None


def test_the_conversation_that_was_silent_longest_makes_room():
    kept = ConversationsInMemory(lambda: 0.0, limit=2)
    query = Query(question=QUESTION, kind=Kind.DEADLINES, as_of=DAY)

    for name in ("a", "b", "a", "c"):
        kept.remember(name, query)

    assert [kept.last(name) is not None for name in ("a", "b", "c")] == [True, False, True]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"question": "  "}, (422, "empty_question", "请输入问题。")),
        ({"question": "总" * 2_001}, (422, "question_too_long", "问题太长，请控制在2000字以内。")),
        ({"question": "总" * 33_000}, (413, "body_too_large", "发来的内容太大，请缩短后再试。")),
        ({}, (422, "invalid_request", "question：缺少此项。")),
        ({"question": 7}, (422, "invalid_request", "question：应为文字。")),
        ({"question": "总结", "notice": "a1b2c3"}, (422, "invalid_request", "notice：没有这一项。")),
        ({"question": "总结", "as_of": "5月"}, (422, "invalid_request", "as_of：日期应写成 2024-05-13 的形式。")),
        ({"question": "总结", "as_of": "0001-01-01"}, (422, "invalid_request", "as_of：数值或日期太小。")),
        ({"question": "总结", "notice_id": "none"}, (404, "notice_not_found", "没有这份通知，请核对编号。")),
        ({"question": "\ud800"}, (422, "invalid_request", "question：含有无法识别的字符。")),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_chinese_with_a_code(client, body, refusal):
    content = json.dumps(body).encode()

    assert problem(client.post("/v1/ask", content=content, headers={"content-type": "application/json"})) == refusal


def test_a_body_that_does_not_say_how_long_it_is_is_cut_off(client):
    pieces = (b"x" * 10_000 for _ in range(10))

    response = client.post("/v1/ask", content=pieces, headers={"content-type": "application/json"})

    assert problem(response) == (413, "body_too_large", "发来的内容太大，请缩短后再试。")


def test_a_body_that_is_no_json_is_refused(client):
    response = client.post("/v1/ask", content=b"{", headers={"content-type": "application/json"})

    assert problem(response) == (422, "invalid_request", "请求内容：不是有效的JSON。")


# -- notices and tables ----------------------------------------------------------------------------------------------


def test_notices_are_listed_and_shown(client):
    entry = make_entry(NOTICE)

    assert client.get("/v1/notices").json() == {"items": [notice_item_json(entry)], "next": None}
    shelf = FakeShelf((NOTICE,))
    shown = notice_json(NOTICE, entry, DAY) | relations_json(shelf, NOTICE, shelf.notice)
    assert client.get("/v1/notices/a1b2c3").json() == shown


def test_the_text_is_the_canonical_text_to_the_character(client):
    response = client.get("/v1/notices/a1b2c3/text")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.content.decode("utf-8") == TEXT


def test_tables_show_the_facts_of_the_notice(client):
    shown = notice_json(NOTICE, make_entry(NOTICE), DAY)

    for table in ("deadlines", "contacts", "laws"):
        assert client.get(f"/v1/{table}").json() == {"items": shown[table], "next": None}


@pytest.mark.parametrize(
    ("query", "whats"),
    [
        ("due=upcoming", ["第六届双品网购节", "活动总结材料"]),
        ("due=past&as_of=2024-05-13", ["第六届双品网购节"]),
        ("from=2024-05-13", ["活动总结材料"]),
        ("to=2024-05-12", ["第六届双品网购节"]),
        ("campaign=双品节", ["第六届双品网购节", "活动总结材料"]),
        ("campaign=年货节", []),
        ("notice_id=a1b2c3&due=past", []),
    ],
)
def test_deadlines_take_the_filters_of_the_contract(client, query, whats):
    assert [item["what"] for item in client.get(f"/v1/deadlines?{query}").json()["items"]] == whats


def test_a_list_is_read_page_by_page(client):
    first = client.get("/v1/deadlines?limit=1").json()
    second = client.get("/v1/deadlines", params={"limit": 1, "cursor": first["next"]}).json()

    assert [first["items"][0]["what"], second["items"][0]["what"], second["next"]] == [
        "第六届双品网购节",
        "活动总结材料",
        None,
    ]


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("/v1/notices/none", (404, "notice_not_found", "没有这份通知，请核对编号。")),
        ("/v1/notices/none/text", (404, "notice_not_found", "没有这份通知，请核对编号。")),
        ("/v1/deadlines?notice_id=none", (404, "notice_not_found", "没有这份通知，请核对编号。")),
        ("/v1/laws?cursor=x", (422, "bad_cursor", "翻页标记无效，请从第一页开始。")),
        ("/v1/laws?limit=0", (422, "invalid_request", "limit：数值或日期太小。")),
        ("/v1/deadlines?due=soon", (422, "invalid_request", "due：不在可选值之内。")),
        ("/v1/deadlines?from=2024-05-02&to=2024-05-01", (422, "invalid_request", "to：不能早于from。")),
        ("/v1/ask", (405, "method_not_allowed", "这个地址不支持这种请求方法。")),
        ("/v1/none", (404, "not_found", "没有这个地址。")),
        ("/none", (404, "not_found", "没有这个地址。")),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_in_chinese_with_a_code(client, address, refusal):
    assert problem(client.get(address)) == refusal


def test_deadlines_come_as_a_calendar(client):
    response = client.get("/v1/deadlines.ics")

    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert response.content.count(b"BEGIN:VEVENT") == 2


# -- operation -------------------------------------------------------------------------------------------------------


def test_health_and_readiness(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "notices": 1, "revision": 1}


def test_a_library_that_cannot_be_opened_is_alive_but_not_ready():
    client = make_client(shelf=FakeShelf(broken=StoreUnusable("library.sqlite: disk full; make room")))

    assert client.get("/healthz").status_code == 200
    assert problem(client.get("/readyz")) == (503, "unavailable", "资料库暂时无法使用，请稍后再试或联系管理员。")


def test_a_defect_is_logged_with_its_traceback_and_shown_without(caplog):
    client = make_client(FakeAssistant(broken=KeyError("boom")))

    response = client.post("/v1/ask", json={"question": QUESTION})

    assert problem(response) == (500, "internal_error", "服务内部出错，请稍后再试。")
    assert "boom" not in response.text
    assert "KeyError: 'boom'" in caplog.text
    assert response.json()["request_id"] in caplog.text


def test_the_log_tells_the_route_and_never_what_was_asked(caplog):
    client = make_client()

    with caplog.at_level(logging.INFO, logger="assistant"):
        client.post("/v1/ask", json={"question": QUESTION})
        client.get("/", params={"q": QUESTION})
        client.get(f"/{QUESTION}")

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("assistant.")]
    assert sum("route=/v1/ask status=200" in line for line in ours) == 1
    assert not any("总结" in line for line in ours)


def test_the_interface_is_described_for_programs_and_for_people(client):
    described = client.get("/openapi.json").json()
    page = client.get("/docs")

    assert {"/v1/ask", "/v1/notices/{notice_id}/text", "/v1/deadlines.ics", "/readyz"} <= described["paths"].keys()
    assert page.status_code == 200
    assert all(path in page.text for path in described["paths"])
    assert "http://" not in page.text and "https://" not in page.text  # nothing is loaded from elsewhere


def test_the_description_says_that_refusals_are_problem_documents(client):
    described = client.get("/openapi.json").json()

    refused = described["paths"]["/v1/ask"]["post"]["responses"]["default"]["content"]
    body = client.post("/v1/ask", json={}).json()
    assert set(refused["application/problem+json"]["schema"]["required"]) <= body.keys()
    assert "HTTPValidationError" not in described["components"]["schemas"]  # what the framework would send


# -- the trace -------------------------------------------------------------------------------------------------------


def test_an_evaluator_sees_how_an_answer_came_about():
    answer = make_client().post("/v1/ask", json={"question": QUESTION, "trace": True}).json()
    trace = answer.pop("trace")

    assert answer == answer_json(make_answer(QUESTION, DAY), FakeShelf((NOTICE,)).notice)
    assert trace.pop("took_ms") >= 0
    assert trace == {
        "understood": {"kind": "deadlines"},
        "found": [
            {"notice_id": "a1b2c3", "clause_id": "c", "label": "正文 结尾", "score": 1.5},
            {"notice_id": "a1b2c3", "clause_id": "2", "label": "正文 二", "score": 0.5},
        ],
        "dropped": [],
        "wording": "",
    }


def test_who_asks_for_no_trace_pays_for_no_second_search():
    assistant = FakeAssistant()
    client = make_client(assistant)

    assert "trace" not in client.post("/v1/ask", json={"question": QUESTION, "trace": False}).json()
    assert assistant.searched == 0
    client.post("/v1/ask", json={"question": QUESTION, "trace": True})
    assert assistant.searched == 1


def test_the_trace_is_described_to_programs():
    described = make_client().get("/openapi.json").json()["components"]["schemas"]

    assert described["AskBody"]["properties"]["trace"]["default"] is False
    assert set(described["Trace"]["properties"]) == {"understood", "found", "dropped", "wording", "took_ms"}
    assert "none of it is proved" in described["Trace"]["description"]

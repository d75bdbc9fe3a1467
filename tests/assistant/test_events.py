"""An answer as a stream of events: what each event carries, with a model and without, and what happens when it breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.model import Answer, Query, Token
from assistant.services import Services
from assistant.view import answer_json
from ingest.errors import StoreUnusable
from ingest.model import NoticeId
from tests.fakes import FakeAssistant, FakeShelf, make_answer, make_campaign_notice

DAY = date(2024, 5, 1)
NOTICE = make_campaign_notice()
QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"
EVENTS = {"accept": "text/event-stream"}


@dataclass
class Breaking(FakeAssistant):
    """Breaks after its first piece."""

    error: Exception = field(default_factory=lambda: StoreUnusable("library.sqlite: disk full; make room"))

    def ask_stream(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Iterator[Token | Answer]:
        yield Token("活动总结材料")
        raise self.error


def make_client(assistant: FakeAssistant | None = None) -> TestClient:
    services = Services(assistant or FakeAssistant(), FakeShelf((NOTICE,)))
    return TestClient(create_app(services, today=lambda: DAY), raise_server_exceptions=False)


def events_of(text: str) -> list[tuple[str, dict[str, object]]]:
    """(event, data) as a client reads them."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def test_pieces_come_first_and_the_answer_of_the_contract_last() -> None:
    response = make_client().post("/v1/ask", json={"question": QUESTION}, headers=EVENTS)
    answer = make_answer(QUESTION, DAY)

    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    assert events_of(response.text) == [
        ("token", {"text": answer.text}),
        ("answer", answer_json(answer, FakeShelf((NOTICE,)).notice)),
    ]


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/json, text/event-stream;q=0"])
def test_who_does_not_ask_for_events_gets_one_document(accept: str) -> None:
    response = make_client().post("/v1/ask", json={"question": QUESTION}, headers={"accept": accept})

    assert response.headers["content-type"] == "application/json"
    assert response.json() == answer_json(make_answer(QUESTION, DAY), FakeShelf((NOTICE,)).notice)


def test_a_question_that_cannot_be_asked_is_refused_before_the_stream_begins() -> None:
    response = make_client().post("/v1/ask", json={"question": " "}, headers=EVENTS)

    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    assert response.json()["code"] == "empty_question"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(StoreUnusable("library.sqlite: disk full"), 503, "unavailable"), (KeyError("boom"), 500, "internal_error")],
)
def test_a_stream_that_breaks_says_so_in_an_event(error: Exception, status: int, code: str) -> None:
    response = make_client(Breaking(error=error)).post("/v1/ask", json={"question": QUESTION}, headers=EVENTS)

    (first, last) = events_of(response.text)
    assert first == ("token", {"text": "活动总结材料"})
    assert (last[0], last[1]["status"], last[1]["code"]) == ("error", status, code)
    assert "boom" not in response.text and "disk" not in response.text


def test_a_conversation_goes_on_from_a_stream() -> None:
    assistant = FakeAssistant()
    client = make_client(assistant)

    for _ in range(2):
        client.post("/v1/ask", json={"question": QUESTION, "conversation_id": "a"}, headers=EVENTS)

    assert [previous and previous.question for *_, previous in assistant.asked] == [None, QUESTION]


def test_the_answer_at_the_end_of_a_stream_holds_the_trace_that_was_asked_for() -> None:
    response = make_client().post("/v1/ask", json={"question": QUESTION, "trace": True}, headers=EVENTS)
    *tokens, (name, answer) = events_of(response.text)

    assert name == "answer"
    assert isinstance(answer["trace"], dict)
    assert answer["trace"]["understood"] == {"kind": "deadlines"}
    assert not any("trace" in data for _, data in tokens)

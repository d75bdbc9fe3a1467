"""A running service is asked as any client asks it, and what it gets wrong is in the report, not a crash."""

import json
from collections.abc import Callable
from datetime import date

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.model import Kind, Status
from assistant.services import Services
from assistant.view import answer_json
from eval.cases import BadSet, Case, Expectation
from eval.causes import cause_of
from eval.run import Result, run
from eval.targets import InProcess, OverHttp, Unreachable
from tests.fakes import FakeAssistant, FakeShelf, make_answer, make_campaign_notice

AS_OF = date(2024, 4, 1)
NOTICE = make_campaign_notice()
SHELF = FakeShelf((NOTICE,))
CASE = Case(
    id="summary",
    question="总结什么时候交？",
    turns=("第六届双品网购节什么时候办？",),
    notice=NOTICE.source,
    expect=Expectation(
        statuses=(Status.ANSWERED,),
        kinds=(Kind.DEADLINES,),
        dates=(date(2024, 5, 13),),
        clauses=("正文 结尾",),
        notices=(NOTICE.source,),
    ),
    as_of=AS_OF,
    line=4,
)

Handler = Callable[[httpx.Request], httpx.Response]


def service(ask: Handler) -> httpx.Client:
    """A service whose notices are sound and whose answers are what `ask` makes of a request."""

    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/ask":
            return ask(request)
        if request.url.path == "/v1/notices":
            return httpx.Response(200, json={"items": [{"id": NOTICE.id, "source": NOTICE.source}], "next": None})
        return httpx.Response(404)

    return httpx.Client(base_url="http://service", transport=httpx.MockTransport(handle))


def asked(ask: Handler) -> Result:
    (result,) = run((CASE,), OverHttp(service(ask), sleep=lambda _: None))
    return result


def test_over_http_and_in_process_the_same_is_measured() -> None:
    services = Services(FakeAssistant(), SHELF)
    (inside,) = run((CASE,), InProcess(services))
    with TestClient(create_app(services)) as client:
        (outside,) = run((CASE,), OverHttp(client))  # httpx2, of the same shape

    assert outside.right
    assert outside.verdicts == inside.verdicts


def test_a_conversation_stays_one_and_every_case_has_its_own() -> None:
    bodies: list[dict[str, str]] = []

    def ask(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(200, json=answer_json(make_answer(bodies[-1]["question"], AS_OF), SHELF.notice))

    target = OverHttp(service(ask))
    list(run((CASE, CASE), target))

    assert [(body["question"], body["notice_id"], body["as_of"]) for body in bodies[:2]] == [
        (CASE.turns[0], NOTICE.id, "2024-04-01"),
        (CASE.question, NOTICE.id, "2024-04-01"),
    ]
    talks = [body["conversation_id"] for body in bodies]
    assert (talks[0], talks[2]) == (talks[1], talks[3])
    assert talks[0] != talks[2]


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (httpx.Response(500, text="oops"), "reply: HTTP 500: oops"),
        (httpx.Response(200, text="<html>"), "reply: not JSON"),
        (
            httpx.Response(200, json={"status": "answered"}),
            "reply: not an answer of this service: KeyError 'facts'; is it of the same version?",
        ),
    ],
)
def test_a_service_that_gives_no_answer_has_one_wrong_case_with_the_reason(
    response: httpx.Response, reason: str
) -> None:
    result = asked(lambda _: response)

    assert result.reasons == (reason,)
    assert cause_of(result).stage == "service"


def test_a_service_that_is_busy_is_asked_again() -> None:
    answers = iter(
        [
            httpx.Response(429, headers={"retry-after": "2"}),
            httpx.Response(503),
            *[httpx.Response(200, json=answer_json(make_answer("总结？", AS_OF), SHELF.notice))] * 2,
        ]
    )
    waited: list[float] = []
    (result,) = run((CASE,), OverHttp(service(lambda _: next(answers)), sleep=waited.append))

    assert result.seen is not None
    assert waited == [2.0, 1.0]


def test_a_question_that_the_service_refuses_is_a_fault_of_the_set() -> None:
    with pytest.raises(BadSet, match="line 4: case summary: not a question one can ask"):
        asked(lambda _: httpx.Response(422, text="请输入问题。"))


def test_where_there_is_no_service_the_address_is_named() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    with pytest.raises(
        Unreachable, match=r"http://nowhere: connection refused; is it the address of a running service\?"
    ):
        OverHttp(httpx.Client(base_url="http://nowhere", transport=httpx.MockTransport(refuse)))


def test_another_kind_of_service_is_named_as_such() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(401))

    with pytest.raises(Unreachable, match=r"http://other/v1/notices: HTTP 401; is it this service\?"):
        OverHttp(httpx.Client(base_url="http://other", transport=transport))

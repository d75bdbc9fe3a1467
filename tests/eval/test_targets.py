"""A running service is asked as any client asks it, and what it gets wrong is in the report, not a crash."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.ask import Assistant
from assistant.model import Kind, Status
from assistant.services import Services
from assistant.trace import Trace, trace_json
from assistant.view import answer_json
from eval.cases import BadSet, Case, Expectation
from eval.causes import cause_of
from eval.load import load_set
from eval.run import Result, run
from eval.targets import InProcess, OverHttp, Unreachable
from ingest.embed import StaticEmbedding
from ingest.pipeline import ingest_paths
from ingest.store import open_store
from tests.fakes import FakeAssistant, FakeShelf, make_answer, make_campaign_notice

ROOT = Path(__file__).parents[2]
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


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The real assistant over the bundled notices."""
    with open_store(tmp_path_factory.mktemp("bundled") / "data").opened() as store:
        ingest_paths([ROOT / "notices"], store.library, store.index, report=lambda *_: None)
        yield Services(Assistant(store.library, store.index, StaticEmbedding()), store.library)


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


QUESTIONS = """\
name: same
as_of: 2024-04-01
cases:
- id: summary
  question: 那总结材料呢？
  turns: [第六届双品网购节的筹备情况几号前报？]
  expect: {status: answered, dates: [2024-05-13], quote: 请于4月12日、5月13日前报我司, notice: 2024-双品网购节-商务部.txt}
- id: elderly
  question: 对老年人有什么要求？
  notice: 2024-双品网购节-商务部.txt
  expect: {status: answered, clause: 正文 三 （二）, notice: 2024-双品网购节-商务部.txt}
- id: unknown
  question: 第九届双品网购节什么时候办？
  expect: {status: not_found}
- id: missing
  question: 第六届双品网购节的奖金是多少？
  expect: {status: not_stated, not_contains: [万元]}
"""


def test_a_running_service_shows_what_was_understood_and_found_and_is_measured_in_full(
    tmp_path: Path, library: Services
) -> None:
    file = tmp_path / "same.yaml"
    file.write_text(QUESTIONS, "utf-8")
    inside = InProcess(library)
    cases = load_set(file, inside.sources.ids).cases
    within = list(run(cases, inside))
    with TestClient(create_app(library)) as client:
        outside = list(run(cases, OverHttp(client)))

    assert [one.verdicts for one in outside] == [one.verdicts for one in within]
    assert {"recall@1", "mrr@10", "ndcg@10"} <= outside[0].verdicts.keys()
    traces = [one.seen.trace for one in outside if one.seen is not None and one.seen.trace is not None]
    assert [replace(one.seen.trace, took_ms=0.0) for one in within if one.seen is not None and one.seen.trace] == [
        replace(one, took_ms=0.0) for one in traces
    ]
    assert traces[0].understood["ordinals"] == "6"
    assert traces[2].understood["ordinals"] == "9"


def test_looking_at_the_trace_is_no_part_of_the_answers_time() -> None:
    ticks = iter([0.0, 0.1, 1.0, 1.5])
    document = answer_json(make_answer("总结？", AS_OF), SHELF.notice)
    traced = document | {"trace": trace_json(Trace({}, took_ms=400.0))}
    (result,) = run((CASE,), OverHttp(service(lambda _: httpx.Response(200, json=traced)), seconds=lambda: next(ticks)))

    assert result.took_s == pytest.approx(0.1)


def test_a_trace_that_is_none_is_a_fault_of_the_service() -> None:
    document = answer_json(make_answer("总结？", AS_OF), SHELF.notice) | {"trace": {"found": "?"}}

    assert asked(lambda _: httpx.Response(200, json=document)).reasons == (
        "reply: its trace is none of this service: Field required; is it of the same version?",
    )

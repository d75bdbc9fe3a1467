"""What users thought of answers is kept with question and answer, and becomes cases for the evaluator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.replies import Replies, RepliesInMemory, StoredReplies, Verdict
from assistant.services import Services
from eval.draft import draft_set, verdict_line
from ingest.database import Database
from tests.fakes import FakeAssistant, FakeShelf, make_answer, make_campaign_notice

DAY = date(2024, 5, 20)
QUESTION = "总结材料何时交？"


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["stored", "in memory"])
def replies(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Replies]:
    if request.param == "in memory":
        yield RepliesInMemory()
        return
    database = Database(f"sqlite:///{tmp_path / 'library.db'}", lock_wait_s=5)
    yield StoredReplies(database, clock)
    database.close()


def test_an_answer_comes_back_as_it_was(replies: Replies) -> None:
    answer = make_answer(QUESTION, DAY)
    replies.remember(answer)

    assert replies.find(answer.trace_id) == answer
    assert replies.find("another") is None


def test_the_last_verdict_counts(replies: Replies) -> None:
    answer = make_answer(QUESTION, DAY)
    replies.remember(answer)

    assert replies.judge(answer.trace_id, Verdict.UP)
    assert replies.judge(answer.trace_id, Verdict.DOWN, "日期不对")
    assert [(one.answer, one.verdict, one.comment) for one in replies.judged()] == [(answer, Verdict.DOWN, "日期不对")]


def test_an_answer_nobody_gave_cannot_be_judged(replies: Replies) -> None:
    assert not replies.judge("0000", Verdict.UP)
    assert list(replies.judged()) == []


def test_answers_are_kept_for_a_week_and_verdicts_longer(tmp_path: Path, clock: Clock) -> None:
    database = Database(f"sqlite:///{tmp_path / 'library.db'}", lock_wait_s=5)
    replies, answer = StoredReplies(database, clock), make_answer(QUESTION, DAY)
    replies.remember(answer)
    replies.judge(answer.trace_id, Verdict.DOWN)
    clock.now += 8 * 24 * 3600

    assert replies.find(answer.trace_id) is None
    assert [one.verdict for one in replies.judged()] == [Verdict.DOWN]
    database.close()


def test_feedback_over_http_becomes_a_case() -> None:
    services = Services(FakeAssistant(), FakeShelf((make_campaign_notice(),)))
    client = TestClient(create_app(services, today=lambda: DAY))
    trace_id = client.post("/v1/ask", json={"question": "总结材料何时交？"}).json()["trace_id"]

    assert client.post("/v1/feedback", json={"trace_id": trace_id, "verdict": "down"}).status_code == 204
    made = draft_set(map(verdict_line, services.replies.judged()), name="drafts", today=DAY)
    assert "question: 总结材料何时交？" in made and "status: ''" in made


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"trace_id": "0000", "verdict": "up"}, 404),
        ({"trace_id": "0000", "verdict": "fine"}, 422),
        ({"verdict": "up"}, 422),
        ({"trace_id": "0000", "verdict": "up", "user": "li"}, 422),
    ],
)
def test_feedback_that_cannot_be_kept_is_refused(body: dict[str, str], status: int) -> None:
    services = Services(FakeAssistant(), FakeShelf((make_campaign_notice(),)))
    answer = TestClient(create_app(services, today=lambda: DAY)).post("/v1/feedback", json=body)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("known", "says"), [(True, "已记下"), (False, "已过期")])
def test_a_page_takes_a_verdict_without_javascript(known: bool, says: str) -> None:
    services = Services(FakeAssistant(), FakeShelf((make_campaign_notice(),)))
    client = TestClient(create_app(services, today=lambda: DAY), headers={"accept": "text/html"})
    page = client.get("/", params={"q": "总结材料何时交？"}).text
    trace_id = page.partition('name="trace_id" value="')[2].partition('"')[0]

    said = client.post("/feedback", data={"trace_id": trace_id if known else "0000", "verdict": "up"})

    assert said.status_code == 200 and says in said.text

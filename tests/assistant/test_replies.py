"""What users thought of answers is kept with question and answer, and becomes cases for the evaluator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.ask import Assistant
from assistant.model import Answer, Kind, Query
from assistant.replies import ANSWER, MOST_TURNS, Judged, Replies, RepliesInMemory, StoredReplies, Verdict
from assistant.services import Services
from eval.draft import draft_set, verdict_line
from eval.load import load_set
from eval.targets import converse
from ingest.database import Database
from ingest.model import NoticeId
from ingest.schema import replies as table
from tests.assistant.build import Desk, NoMeanings, PairIndex
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


def conversation(*questions: str) -> list[Answer]:
    """Answers to questions of one conversation."""
    answers: list[Answer] = []
    for number, question in enumerate(questions):
        follows = answers[-1].trace_id if answers else ""
        query = Query(question, Kind.DEADLINES, DAY, trace_id=f"t{number}", follows=follows)
        answers.append(replace(make_answer(question, DAY), trace_id=f"t{number}", query=query))
    return answers


def test_a_verdict_keeps_what_was_asked_before_in_the_same_conversation(replies: Replies) -> None:
    questions = ("第六届双品网购节什么时候办？", "总结呢？", "联系人呢？")
    for answer in (*conversation(*questions), make_answer("别人问的总结", DAY)):
        replies.remember(answer)

    replies.judge("t2", Verdict.DOWN)
    replies.judge("t0", Verdict.DOWN)

    assert [(one.answer.question, one.answer.turns) for one in replies.judged()] == [
        ("联系人呢？", ("第六届双品网购节什么时候办？", "总结呢？")),
        ("第六届双品网购节什么时候办？", ()),
    ]


def test_of_a_long_conversation_the_last_questions_are_kept(replies: Replies) -> None:
    for answer in conversation(*(f"问题{number}？" for number in range(MOST_TURNS + 5))):
        replies.remember(answer)

    replies.judge(f"t{MOST_TURNS + 4}", Verdict.DOWN)

    (judged,) = replies.judged()
    assert judged.answer.turns == tuple(f"问题{number}？" for number in range(4, MOST_TURNS + 4))


def test_answers_that_were_kept_before_conversations_were_can_be_judged(tmp_path: Path, clock: Clock) -> None:
    database = Database(f"sqlite:///{tmp_path / 'library.db'}", lock_wait_s=5)
    (answer,) = conversation(QUESTION)
    body = ANSWER.dump_python(answer, mode="json")
    del body["turns"], body["query"]["trace_id"], body["query"]["follows"]
    row = {"trace_id": answer.trace_id, "body": json.dumps(body), "said_at": round(clock() * 1000)}
    with database.changing() as connection:
        connection.execute(insert(table).values(**row))
    replies = StoredReplies(database, clock)

    assert replies.judge(answer.trace_id, Verdict.DOWN)
    assert [one.answer.turns for one in replies.judged()] == [()]
    database.close()


def services_of(desk: Desk) -> Services:
    """Over the notices of a desk, with a trace_id of its own for each answer."""
    shelf = FakeShelf(desk.notices)
    return Services(Assistant(shelf, PairIndex(desk.notices), NoMeanings()), shelf)


def drafted(services: Services) -> str:
    sources = {entry.id: entry.source for entry in services.shelf.entries()}
    lines = [verdict_line(one, sources) for one in services.replies.judged()]
    return draft_set(lines, name="drafts", today=DAY)


def test_an_unhappy_verdict_on_a_follow_up_becomes_a_case_that_asks_the_same_again(tmp_path: Path, desk: Desk) -> None:
    services = services_of(desk)
    client = TestClient(create_app(services, today=lambda: DAY))
    notice = next(one for one in desk.notices if "2024-双品" in one.source)
    asked = ("总结材料何时交？", "那筹备情况呢？", "联系人是谁？")
    bodies = [{"question": question, "notice_id": notice.id, "conversation_id": "li-si"} for question in asked]
    answers = [client.post("/v1/ask", json=body).json() for body in bodies]

    verdict = {"trace_id": answers[1]["trace_id"], "verdict": "down", "comment": "日期不对"}
    assert client.post("/v1/feedback", json=verdict).status_code == 204
    made = drafted(services)
    assert "li-si" not in made
    (tmp_path / "drafts.yaml").write_text(made.replace("status: ''", "status: ambiguous"), "utf-8")

    (case,) = load_set(tmp_path / "drafts.yaml", [notice.source]).cases
    assert (case.turns, case.question, case.notice, case.as_of) == (asked[:1], asked[1], notice.source, DAY)
    again, *_ = converse(case, services.assistant, notice.id)
    assert again.text == answers[1]["text"]


def test_the_page_for_people_keeps_the_questions_before_too(desk: Desk) -> None:
    services = services_of(desk)
    client = TestClient(create_app(services, today=lambda: DAY), headers={"accept": "text/html"})
    page = client.get("/", params={"q": "那联系人呢", "prev": ["第六届双品网购节的总结何时交？"]}).text
    trace_id = page.partition('name="trace_id" value="')[2].partition('"')[0]

    client.post("/feedback", data={"trace_id": trace_id, "verdict": "down"})

    assert "turns:\n  - 第六届双品网购节的总结何时交？\n  question: 那联系人呢" in drafted(services)


def test_a_notice_that_is_gone_is_said_to_be(desk: Desk) -> None:
    query = Query(QUESTION, Kind.DEADLINES, DAY, notice_id=NoticeId("gone"))
    judged = Judged(replace(make_answer(QUESTION, DAY), query=query), Verdict.DOWN, None)

    made = draft_set([verdict_line(judged, {})], name="drafts", today=DAY)

    assert "comment: asked of a notice that is not in the library any more" in made
    assert "notice:" not in made


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

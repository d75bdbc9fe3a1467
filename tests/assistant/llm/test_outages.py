"""Whatever a model's server does, a user gets the composed answer, is told that the model did not write it, and no more."""

from __future__ import annotations

import time

import pytest

from assistant.ask import Assistant, answer_of
from assistant.llm.breaker import Breaker
from assistant.llm.endpoint import OpenAIEndpoint
from assistant.llm.prompt import ANSWER, FIELDS, PROMPTS, PromptFile
from assistant.llm.prose import ProseWriter
from assistant.model import EXTRACTIVE, Answer
from assistant.settings import ModelSettings
from eval.scripted import Reply, chunk, fails, says, serving
from tests.assistant.build import AS_OF, Desk, NoMeanings, PairIndex
from tests.fakes import FakeShelf

QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"
TRUE = "活动总结材料请于2024年5月13日前报送商务部电子商务司（年份据发文字号推算）。[1]"
CALL = {"tool_calls": [{"index": 0, "id": "c", "type": "function", "function": {"name": "search", "arguments": "{}"}}]}


def worded(desk: Desk, base_url: str) -> Answer:
    shelf = FakeShelf(desk.notices)
    model = Breaker(OpenAIEndpoint(ModelSettings(base_url, "qwen", "sk", 1.0)), time.monotonic)
    writer = ProseWriter(model, PromptFile.load(PROMPTS / ANSWER, FIELDS), shelf.notice)
    return answer_of(
        Assistant(shelf, PairIndex(desk.notices), NoMeanings(), writer=writer).ask_stream(QUESTION, as_of=AS_OF)
    )


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (Reply((chunk({"content": TRUE}),), pause_s=30), "timeout"),
        (says(TRUE * 50, size=1, pause_s=0.05), "timeout"),  # a stream that never ends
        (fails(429, retry_after="5"), "http_429"),
        (fails(502), "http_502"),
        (Reply((chunk({"content": TRUE[:20]}),), cut=True), "RemoteProtocolError"),
        (says(TRUE, finish=None), "cut_off"),
        (Reply((b"data: {nope\n\n",)), "malformed_JSONDecodeError"),
        (says(""), "empty"),
        (says("<think>先看原文。</think>"), "empty"),
        (says("", finish="content_filter"), "content_filter"),
        (Reply((chunk(CALL), chunk({}, "tool_calls"), b"data: [DONE]\n\n")), "tool_calls"),
    ],
)
def test_the_composed_answer_is_given_and_says_why_it_is_not_the_models(reply: Reply, outcome: str, desk: Desk) -> None:
    with serving(lambda _request: reply) as server:
        answer = worded(desk, server.base_url)

    ours = desk.ask(QUESTION)
    assert (answer.text, answer.generated_by, answer.citations) == (ours.text, EXTRACTIVE, ours.citations)
    assert [one.code for one in answer.warnings] == [*(one.code for one in ours.warnings), "model_unavailable"]
    assert f"outcome={outcome} " in answer.wording


def test_a_server_that_refuses_connections_is_no_different(desk: Desk) -> None:
    with serving(lambda _request: says(TRUE)) as server:
        gone = server.base_url

    answer = worded(desk, gone)
    assert (answer.generated_by, answer.warnings[-1].code) == (EXTRACTIVE, "model_unavailable")


@pytest.mark.parametrize("said", ["The summary is due before May 13. [1]", "总结材料可随时提交。[1]"])
def test_what_cannot_be_proved_is_warned_of_by_another_name(said: str, desk: Desk) -> None:
    with serving(lambda _request: says(said)) as server:
        answer = worded(desk, server.base_url)

    assert (answer.generated_by, answer.warnings[-1].code) == (EXTRACTIVE, "model_unproved")


def test_what_a_model_thinks_aloud_first_is_not_shown(desk: Desk) -> None:
    with serving(lambda _request: says(f"<think>5月31日？不对。</think>\n{TRUE}")) as server:
        answer = worded(desk, server.base_url)

    assert (answer.text, answer.generated_by) == (TRUE, "qwen")

"""A language model over real HTTP: its text as it comes, and every way in which such servers fail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from assistant.llm.endpoint import AT_ONCE, OpenAIEndpoint
from assistant.llm.port import ModelFailed, Prompt
from assistant.settings import ModelSettings
from eval.scripted import Reply, Scripted, chunk, fails, says, serving

TEXT = "活动总结材料请于5月13日前报送商务部电子商务司。[1]"
PROMPT = Prompt("只写原文里有的内容。", "总结什么时候交？")


@pytest.fixture
def server() -> Iterator[Scripted]:
    with serving(lambda _request: says(TEXT)) as scripted:
        yield scripted


def endpoint(server: Scripted, *, timeout_s: float = 5.0) -> OpenAIEndpoint:
    return OpenAIEndpoint(ModelSettings(server.base_url, "qwen", "sk-secret", timeout_s))


def why_it_fails(server: Scripted, reply: Reply, *, timeout_s: float = 5.0) -> str:
    server.script = lambda _request: reply
    with pytest.raises(ModelFailed) as failed:
        list(endpoint(server, timeout_s=timeout_s).stream(PROMPT))
    return failed.value.reason


def test_the_text_comes_in_the_pieces_the_server_sends(server: Scripted) -> None:
    pieces = list(endpoint(server).stream(PROMPT))

    assert "".join(pieces) == TEXT
    assert len(pieces) > 3


def test_the_server_is_asked_once_for_a_stream_with_model_key_and_both_parts_of_the_prompt(server: Scripted) -> None:
    list(endpoint(server).stream(PROMPT))

    (request,) = server.requests
    assert (request["model"], request["stream"], request["temperature"]) == ("qwen", True, 0.0)
    assert request["messages"] == [
        {"role": "system", "content": PROMPT.system},
        {"role": "user", "content": PROMPT.user},
    ]
    assert server.headers[0]["Authorization"] == "Bearer sk-secret"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (fails(429), "http_429"),
        (fails(500), "http_500"),
        (fails(503), "http_503"),
        (fails(401), "http_401"),
        (says(TEXT, finish=None), "cut_off"),  # the stream ends in the middle, politely
        (says(TEXT, finish="length"), "cut_off"),
        (says("", finish="content_filter"), "content_filter"),
        (says("活动", finish="tool_calls"), "tool_calls"),
        (Reply((chunk({"content": "活动"}),), cut=True), "RemoteProtocolError"),  # and not politely
        (Reply((b"data: {nope\n\n",)), "malformed_JSONDecodeError"),
        (Reply((b'data: {"choices": 5}\n\n',)), "malformed_TypeError"),
        (Reply((b'data: {"choices": [{"delta": "x"}]}\n\n',)), "malformed_AttributeError"),
        (Reply((b'data: {"error": {"message": "overloaded"}}\n\n',)), "APIError"),
        (Reply((b"<html>busy</html>",), kind="text/html"), "cut_off"),
        (Reply(()), "cut_off"),
        (Reply((b'{"choices": []}',), 302, "application/json"), "http_302"),
        (says("长" * 5000, size=500), "too_long"),
    ],
)
def test_each_failure_has_its_reason(server: Scripted, reply: Reply, reason: str) -> None:
    assert why_it_fails(server, reply) == reason
    assert len(server.requests) == 1  # nothing is tried twice


@pytest.mark.parametrize(
    ("asked", "seconds"), [("7", 7.0), ("soon", None), (None, None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0)]
)
def test_how_long_a_server_asks_to_be_left_alone_is_passed_on(
    server: Scripted, asked: str | None, seconds: float | None
) -> None:
    server.script = lambda _request: fails(429, retry_after=asked)
    with pytest.raises(ModelFailed) as failed:
        list(endpoint(server).stream(PROMPT))

    assert failed.value.retry_after_s == seconds


def test_what_a_model_thinks_apart_is_no_text_of_it(server: Scripted) -> None:
    thought = chunk({"reasoning_content": "用户问的是总结。", "content": None})
    server.script = lambda _request: Reply((thought, *says(TEXT).pieces))

    assert "".join(endpoint(server).stream(PROMPT)) == TEXT


def test_a_server_that_is_down_is_a_failure_like_others() -> None:
    with serving(lambda _request: says(TEXT)) as server:
        down = endpoint(server)

    with pytest.raises(ModelFailed, match="APIConnectionError"):
        list(down.stream(PROMPT))


@pytest.mark.parametrize(
    "reply",
    [
        Reply((b": ping\n\n",) * 600, pause_s=0.1),  # alive, and says nothing
        says(TEXT * 20, size=1, pause_s=0.1),  # says it for ever
        Reply((chunk({"content": TEXT}),), pause_s=60),  # says nothing at all
    ],
)
def test_the_limit_is_for_the_whole_text_however_it_drips(server: Scripted, reply: Reply) -> None:
    assert why_it_fails(server, reply, timeout_s=0.5) == "timeout"


def test_a_server_given_up_holds_no_thread(server: Scripted) -> None:
    assert why_it_fails(server, Reply((b": ping\n\n",) * 600, pause_s=0.05), timeout_s=0.2) == "timeout"

    left = [thread for thread in threading.enumerate() if thread.name == "language-model"]
    for thread in left:
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)


def test_more_questions_than_the_model_gets_at_once_are_not_kept_waiting(server: Scripted) -> None:
    server.script = lambda _request: says(TEXT * 10, size=1, pause_s=0.05)
    model = endpoint(server, timeout_s=30)
    under_way = [model.stream(PROMPT) for _ in range(AT_ONCE)]
    for one in under_way:
        next(one)

    with pytest.raises(ModelFailed, match="busy"):
        next(model.stream(PROMPT))

    for one in under_way:
        one.close()  # whoever asked has gone: their places are free again
    for thread in threading.enumerate():
        if thread.name == "language-model":
            thread.join(5)
    server.script = lambda _request: says(TEXT)
    assert "".join(model.stream(PROMPT)) == TEXT


def test_neither_key_nor_question_nor_the_servers_words_are_logged(
    server: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    reply = fails(401, "Incorrect API key provided: sk-secret; you asked 总结什么时候交")
    with caplog.at_level(logging.DEBUG, logger="assistant"):
        reason = why_it_fails(server, reply)

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("assistant")]
    assert not any(secret in "\n".join([reason, *ours]) for secret in ("sk-secret", "总结"))
    assert "sk-secret" not in repr(endpoint(server)) + repr(ModelSettings(server.base_url, "qwen", "sk-secret"))

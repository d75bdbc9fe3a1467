"""A dead endpoint costs a few users the time limit, not all of them; and one that is back is used again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator

import pytest

from assistant.llm.breaker import AFTER, LONGEST_REST_S, PASSING, REST_S, Breaker
from assistant.llm.port import ModelFailed, Prompt

PROMPT = Prompt("写", "问")


class Endpoint:
    """Says 好 or fails as it is told, and counts how often it was asked."""

    name = "qwen"

    def __init__(self) -> None:
        self.failure: ModelFailed | None = None
        self.asked = 0

    def stream(self, prompt: Prompt) -> Generator[str]:
        self.asked += 1
        if self.failure is not None:
            raise self.failure
        yield "好"
        yield "的"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(endpoint: Endpoint, clock: Clock) -> Breaker:
    return Breaker(endpoint, clock)


def outcome(breaker: Breaker) -> str:
    try:
        return "".join(breaker.stream(PROMPT))
    except ModelFailed as exc:
        return exc.reason


def fail(breaker: Breaker, endpoint: Endpoint, reason: str = "timeout", times: int = AFTER) -> None:
    endpoint.failure = ModelFailed(reason)
    assert [outcome(breaker) for _ in range(times)] == [reason] * times


def test_after_some_failures_in_a_row_nobody_waits_for_it(breaker: Breaker, endpoint: Endpoint) -> None:
    fail(breaker, endpoint)

    assert breaker.resting()
    assert [outcome(breaker) for _ in range(5)] == ["resting"] * 5
    assert endpoint.asked == AFTER


def test_a_failure_now_and_then_changes_nothing(breaker: Breaker, endpoint: Endpoint) -> None:
    for _ in range(AFTER):
        fail(breaker, endpoint, times=AFTER - 1)
        endpoint.failure = None
        assert outcome(breaker) == "好的"

    assert not breaker.resting()


def test_when_it_has_rested_one_request_tries_it_and_all_go_again_if_it_answers(
    breaker: Breaker, endpoint: Endpoint, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="assistant"):
        fail(breaker, endpoint)
        clock.now += REST_S
        endpoint.failure = None
        trial = breaker.stream(PROMPT)
        assert next(trial) == "好"
        assert outcome(breaker) == "resting"  # one alone finds out
        assert list(trial) == ["的"]

    assert (outcome(breaker), breaker.resting()) == ("好的", False)
    assert [record.getMessage() for record in caplog.records] == [
        f"model rests model=qwen reason=timeout failures={AFTER} rest_s=30",
        "model answers again model=qwen",
    ]


def test_each_trial_that_fails_doubles_the_rest_up_to_a_limit(
    breaker: Breaker, endpoint: Endpoint, clock: Clock
) -> None:
    fail(breaker, endpoint)
    for rest_s in (REST_S, 2 * REST_S, 4 * REST_S, 8 * REST_S, LONGEST_REST_S, LONGEST_REST_S):
        clock.now += rest_s - 1
        assert outcome(breaker) == "resting"
        clock.now += 1
        assert outcome(breaker) == "timeout"


def test_a_server_that_says_when_to_come_back_is_left_alone_till_then(
    breaker: Breaker, endpoint: Endpoint, clock: Clock
) -> None:
    endpoint.failure = ModelFailed("http_429", 12.0)
    assert [outcome(breaker), outcome(breaker)] == ["http_429", "resting"]

    clock.now += 12
    endpoint.failure = None
    assert outcome(breaker) == "好的"


@pytest.mark.parametrize("reason", sorted(PASSING))
def test_what_says_nothing_about_the_next_question_counts_for_nothing(
    reason: str, breaker: Breaker, endpoint: Endpoint
) -> None:
    fail(breaker, endpoint, reason, times=3 * AFTER)

    assert not breaker.resting()


def test_a_trial_whose_reader_leaves_lets_the_next_one_try(breaker: Breaker, endpoint: Endpoint, clock: Clock) -> None:
    fail(breaker, endpoint)
    clock.now += REST_S
    endpoint.failure = None
    trial = breaker.stream(PROMPT)
    next(trial)
    trial.close()

    assert outcome(breaker) == "好的"


def test_how_requests_ended_is_counted(breaker: Breaker, endpoint: Endpoint) -> None:
    assert outcome(breaker) == "好的"
    fail(breaker, endpoint, "http_500")
    outcome(breaker)

    assert breaker.counts() == {"ok": 1, "http_500": AFTER, "resting": 1}


def test_of_many_threads_one_tries_a_model_that_has_rested(breaker: Breaker, endpoint: Endpoint, clock: Clock) -> None:
    fail(breaker, endpoint)
    clock.now += REST_S
    together = threading.Barrier(8)

    def ask() -> None:
        together.wait()
        outcome(breaker)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert endpoint.asked == AFTER + 1

"""A model that fails again and again is left alone for a while: nobody waits for an endpoint that is known to be down.

A Model in, the same Model out, which fails at once while it rests. Then one request tries it, and its outcome decides.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import closing

from assistant.llm.port import Model, ModelFailed, Prompt

logger = logging.getLogger(__name__)

AFTER = 3  # failures, one behind the other
REST_S = 30.0  # the first rest; each trial that fails doubles it
LONGEST_REST_S = 300.0  # also of what a server asks for with Retry-After
RESTING = "resting"
# Failures that say nothing about the next question: ours, or of this text only.
PASSING = frozenset({"busy", "closed", "too_long", "content_filter", "tool_calls"})


class Breaker:
    """`assistant.llm.port.Model` that spares users the wait for a dead one. Safe to share between threads.

    `clock` gives seconds that only grow.
    """

    def __init__(self, model: Model, clock: Callable[[], float]) -> None:
        self._model = model
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0  # one behind the other
        self._rest_s = REST_S
        self._until: float | None = None  # when its rest is over; None: it works
        self._trying = False  # whether one request is finding out
        self._counts: Counter[str] = Counter()

    @property
    def name(self) -> str:
        return self._model.name

    def resting(self) -> bool:
        """Whether answers go without the model for now."""
        with self._lock:
            return self._until is not None

    def counts(self) -> Mapping[str, int]:
        """How requests have ended since the start: `ok`, `left` (nobody waited any longer) or the reason of a failure."""
        with self._lock:
            return dict(self._counts)

    def stream(self, prompt: Prompt) -> Generator[str]:
        """The model's text; raises ModelFailed, while it rests at once."""
        trial = self._admit()
        outcome, asked_s = "left", None
        try:
            with closing(self._model.stream(prompt)) as pieces:
                yield from pieces
            outcome = "ok"
        except ModelFailed as exc:
            outcome, asked_s = exc.reason, exc.retry_after_s
            raise
        finally:
            self._note(outcome, asked_s, trial=trial)

    def _admit(self) -> bool:
        """Whether this request is the one that tries a resting model; raises ModelFailed if it is not to be asked."""
        with self._lock:
            if self._until is None:
                return False
            if self._trying or self._clock() < self._until:
                self._counts[RESTING] += 1
                raise ModelFailed(RESTING)
            self._trying = True
            return True

    def _note(self, outcome: str, asked_s: float | None, *, trial: bool) -> None:
        with self._lock:
            self._counts[outcome] += 1
            if trial:
                self._trying = False
            if outcome == "ok":
                if self._until is not None:
                    logger.info("model answers again model=%s", self.name)
                self._failures, self._rest_s, self._until = 0, REST_S, None
            elif outcome != "left" and outcome not in PASSING:
                self._failures += 1
                if trial:
                    self._rest_s = min(2 * self._rest_s, LONGEST_REST_S)
                if trial or asked_s is not None or (self._failures >= AFTER and self._until is None):
                    self._rest(outcome, asked_s)

    def _rest(self, outcome: str, asked_s: float | None) -> None:
        rest_s = self._rest_s if asked_s is None else min(asked_s, LONGEST_REST_S)
        self._until = self._clock() + rest_s
        logger.warning(
            "model rests model=%s reason=%s failures=%d rest_s=%.0f", self.name, outcome, self._failures, rest_s
        )

"""What the answers need of a language model, and nothing more: a name, and text for a prompt."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Protocol


class ModelFailed(RuntimeError):
    """The model gave no usable text. `reason` is a short code for the operator and holds nothing of the question.

    `retry_after_s`: for how long the server asked to be left alone.
    """

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told: what to do, and what to do it with."""

    system: str
    user: str


class Model(Protocol):
    """A language model."""

    @property
    def name(self) -> str:
        """How answers and logs call it."""
        ...

    def stream(self, prompt: Prompt) -> Generator[str]:
        """Its text, piece by piece; raises ModelFailed where it fails, at the beginning or on the way."""
        ...


class ModelHealth(Protocol):
    """What an operator is told of a model."""

    def resting(self) -> bool:
        """Whether answers go without it for now."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How requests to it ended: `ok`, or the reason of a failure."""
        ...

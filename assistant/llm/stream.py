"""Sentences out of a stream of text, as soon as each is complete, with its citation marks in one form.

pieces of text -> Lines: a sentence, and whether it begins a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.llm.tidy import LOOSE_MARK, LOOSE_MARK_OPENS, tidy

STOPS = "。！？!?\n"
CLOSES = "”’」』）)》"  # may stand behind a full stop and still belong to the sentence
THOUGHT = re.compile(r"^.*</think>", re.DOTALL)  # templates may have opened it before the model began
MARK_BEGINS = 16  # characters by which what opens like a mark is one or is none
LONGEST = 400  # characters; nothing longer is read as one sentence


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a heading; `fresh` where a new line begins with it."""

    text: str
    fresh: bool


class Sentences:
    """Cuts a stream. Feed it pieces; it gives what is complete, and at the end what is left."""

    def __init__(self) -> None:
        self._rest = ""
        self._fresh = True

    def feed(self, piece: str) -> Iterator[Line]:
        self._rest += piece
        yield from self._cut(ended=False)

    def close(self) -> Iterator[Line]:
        """The last sentence, complete or not."""
        yield from self._cut(ended=True)

    def _cut(self, *, ended: bool) -> Iterator[Line]:
        self._rest = THOUGHT.sub("", self._rest)
        if self._rest.lstrip().startswith("<think>"):
            return
        while (end := self._end(ended=ended)) is not None:
            text, self._rest = self._rest[:end], self._rest[end:]
            said = tidy(text)
            if said:
                yield Line(said, self._fresh)
                self._fresh = False
            self._fresh = self._fresh or text.endswith("\n")

    def _end(self, *, ended: bool) -> int | None:
        """Where the first sentence ends with its marks; None while more of it may come."""
        found = next((at for at, letter in enumerate(self._rest) if letter in STOPS), None)
        if found is None:
            return len(self._rest) or None if ended or len(self._rest) > LONGEST else None
        at = found + 1
        if self._rest[found] == "\n":
            return at
        marked = False
        while True:
            behind = at
            while behind < len(self._rest) and self._rest[behind] in CLOSES + (" " if marked else " \n"):
                behind += 1
                at = behind if self._rest[behind - 1] in CLOSES else at
            if behind == len(self._rest):
                return behind if ended else at if marked and behind > at else None
            if self._rest[behind] not in LOOSE_MARK_OPENS:
                return at
            mark = LOOSE_MARK.match(self._rest, behind)
            if mark is None:
                return None if not ended and len(self._rest) - behind < MARK_BEGINS else at
            at, marked = mark.end(), True

"""Sentences out of a stream of text, as soon as each is complete, with its citation marks in one form.

pieces of text -> Lines: a sentence, and whether it begins a new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# How models write a mark: [1], 【1】, ［1, 2］, [来源1], [^1].
LOOSE_MARK = re.compile(
    r"[\[［【]\s*(?:来源|出处|资料|原文|材料)?\s*\^?\s*(\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]］】]"
)
OPENS_MARK = "[［【"
CLOSES_MARK = "]］】"
STOPS = "。！？!?\n"
CLOSES = "”’」』）)》"  # may stand behind a full stop and still belong to the sentence
BULLET = re.compile(r"^\s*(?:#{1,6}\s+|[-*•·]\s+|\d{1,2}[.、)）]\s*(?!\d)|[（(]\d{1,2}[）)]\s*)")
THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
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
        self._rest = THOUGHT.sub("", self._rest) if "</think>" in self._rest else self._rest
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
        while True:
            while at < len(self._rest) and self._rest[at] in CLOSES + " ":
                at += 1
            if at == len(self._rest):
                return at if ended else None
            if self._rest[at] not in OPENS_MARK:
                return at
            mark = LOOSE_MARK.match(self._rest, at)
            if mark is None:
                if not ended and not any(letter in CLOSES_MARK for letter in self._rest[at : at + 12]):
                    return None  # a mark of which only the beginning has come
                return at
            at = mark.end()


def tidy(text: str) -> str:
    """A sentence without what only marks up: bullets, bold, blanks at its edges; its citation marks as [1][2].

    >>> tidy("- **总结**于5月13日前报送【1，2】。")
    '总结于5月13日前报送[1][2]。'
    """
    text = BULLET.sub("", text.replace("**", "").strip())
    return LOOSE_MARK.sub(lambda mark: "".join(f"[{int(n)}]" for n in re.findall(r"\d+", mark.group(1))), text).strip()

"""The words of a model for an answer that is proved: asked for, cut into sentences, each through the gate, weighed at the end.

(question, proved draft) -> sentences as they pass, then the draft in these words, or why it is not used.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace

from assistant.claims import Problem
from assistant.llm.port import Model, ModelFailed
from assistant.llm.prompt import PromptFile, answer_prompt
from assistant.llm.stream import Line, Sentences
from assistant.losses import find_losses
from assistant.model import Answer, Caveat, Draft, Kind, Query, Token
from assistant.sentences import MARK, SentenceGate
from assistant.verify import Notices

logger = logging.getLogger(__name__)

# Lists of notices and comparisons are tables already: nothing is gained by wording them.
RETOLD = frozenset({Kind.DEADLINES, Kind.CONTACTS, Kind.LAWS, Kind.PERIOD, Kind.ORGANISERS, Kind.CLAUSES})
MAX_QUOTES = 12  # more is a list that one looks through, not prose
MAX_CHARACTERS = 6_000  # of quotes
UNAVAILABLE = Caveat("model_unavailable", "语言模型暂时不可用，本回答由系统直接摘自通知。")
UNPROVED = Caveat("model_unproved", "语言模型写的内容未能通过核对，本回答由系统直接摘自通知。")


@dataclass(frozen=True, slots=True)
class Told:
    """How it went: the draft in the model's words, or None and what to warn of."""

    draft: Draft | None
    warning: Caveat | None = None
    wording: str = ""  # the prompt with its version and hash, the model, and how it went
    dropped: tuple[Problem, ...] = ()  # the sentences that did not pass, and what got lost with them


@dataclass(slots=True)
class _Page:
    """The sentences that passed, and what did not."""

    lines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    dropped: list[Problem] = field(default_factory=list)
    heading: frozenset[str] | None = None
    pending: str | None = None  # a heading that waits for its first sentence
    ours: bool = False  # whether the heading was put in because the model gave none

    def add(self, text: str, *, fresh: bool) -> str:
        """Take a sentence in; what is new on the page."""
        new = ""
        if self.pending is not None:
            new, self.pending, fresh = self.pending + "\n", None, True
        if self.lines and fresh:
            new = "\n" + new
        self.lines.append(new + text)
        self.said.append(text)
        return new + text

    def note(self, text: str) -> str:
        """A line that is ours."""
        self.lines.append("\n" + text)
        return "\n" + text

    @property
    def text(self) -> str:
        return "".join(self.lines)


class ProseWriter:
    """Has a model retell proved drafts. Safe to share between threads."""

    def __init__(self, model: Model, file: PromptFile, notices: Notices) -> None:
        self._model = model
        self._file = file
        self._notices = notices

    @property
    def model(self) -> str:
        return self._model.name

    @property
    def prompt(self) -> str:
        """Name, version and hash of the prompt in use."""
        return str(self._file)

    def retells(self, answer: Answer) -> bool:
        """Whether there is something to word: an answer, of a kind that prose suits, and not too much of it."""
        return (
            bool(answer.citations)
            and answer.kind in RETOLD
            and len(answer.citations) <= MAX_QUOTES
            and sum(len(one.quote) for one in answer.citations) <= MAX_CHARACTERS
        )

    def tell(self, answer: Answer, draft: Draft, query: Query) -> Generator[Token, None, Told]:
        """Yields each sentence once it is proved; returns how it went. `answer` is the draft, proved."""
        started = time.perf_counter()
        page, failed = _Page(), None
        gate = SentenceGate(draft, self._notices, query.wording)
        sentences = Sentences()
        try:
            prompt = answer_prompt(self._file, answer.question, draft.text, answer.citations)
            with closing(self._model.stream(prompt)) as pieces:  # also when whoever asked has gone
                for piece in pieces:
                    for line in sentences.feed(piece):
                        if new := _judge(line, gate, page):
                            yield Token(new)
            for line in sentences.close():
                if new := _judge(line, gate, page):
                    yield Token(new)
        except ModelFailed as exc:
            failed = exc.reason
        told: Told = Told(None, UNAVAILABLE)
        losses: tuple[Problem, ...] = ()
        if failed is None and not page.said and not page.dropped:
            failed = "empty"
        if failed is None:
            for note in _notes(draft, gate):
                yield Token(page.note(note))
        if failed is None:
            losses = tuple(find_losses(draft, query, page.said))
            told = Told(None, UNPROVED) if losses else Told(replace(draft, text=page.text, generated_by=self.model))
        outcome = failed or ("unproved" if losses else "used")
        wording = f"model={self.model} prompt={self.prompt} outcome={outcome} kept={len(page.said)}"
        logger.log(
            logging.WARNING if failed else logging.INFO,
            "worded ask=%s %s dropped=%s lost=%s ms=%.0f",
            answer.trace_id,
            wording,
            _counts(page.dropped),
            _counts(losses),
            (time.perf_counter() - started) * 1000,
        )
        return replace(told, wording=wording, dropped=(*page.dropped, *losses))


def _notes(draft: Draft, gate: SentenceGate) -> list[str]:
    """The lines of a draft that cite nothing and head nothing: which of the things asked for are not stated."""
    return [line for line in draft.text.split("\n") if not MARK.search(line) and gate.heading(line) is None]


def _judge(line: Line, gate: SentenceGate, page: _Page) -> str | None:
    """What a line adds to the page; None where it is dropped, or waits."""
    names = gate.heading(line.text)
    if names is not None:
        page.heading, page.pending, page.ours = names, line.text, False
        return None
    verdict = gate.judge(line.text, None if page.ours else page.heading)
    if verdict.text is None:
        page.dropped += verdict.problems[:1]
        return None
    if verdict.text in page.said:
        return None  # said already, of the same quote
    # Once a heading was put in, it holds until the next one: each sentence about another document needs its own.
    needed = verdict.heading or (gate.name_of(verdict.text) if page.ours else None)
    if needed is None or gate.heading(needed) == page.heading:
        return page.add(verdict.text, fresh=line.fresh)
    page.heading, page.pending, page.ours = gate.heading(needed), needed, True
    return page.add(verdict.text, fresh=True)


def _counts(problems: list[Problem] | tuple[Problem, ...]) -> str:
    """Codes with their number: never what was said."""
    counted = Counter(problem.code for problem in problems)
    return ",".join(f"{code}:{count}" for code, count in sorted(counted.items())) or "-"

"""Answers, kept for a week so that a user can ask for more of one or say whether it was right; and what they said.

Answer -> trace_id -> Answer. A row holds the question, its answer and which answer it follows, never who asked. What was
judged is kept, with the questions before it in the same conversation, until somebody has made a case of it
(`campaign eval draft`).
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from threading import Lock
from typing import Protocol

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Delete, delete, insert, select, update

from assistant.model import Answer
from ingest.database import Database, insert_new
from ingest.errors import CampaignError
from ingest.schema import replies, verdicts

logger = logging.getLogger(__name__)

ANSWER = TypeAdapter(Answer)
KEEP_S = 7 * 24 * 3600.0
PURGE_EVERY = 100  # answers
IN_MEMORY = 1_000
MOST_TURNS = 10  # before a question that are kept with its verdict


class Verdict(Enum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, with the questions before it, and what a user thought of it."""

    answer: Answer
    verdict: Verdict
    comment: str | None


class Replies(Protocol):
    """The answers of the last days by their trace_id."""

    def remember(self, answer: Answer) -> None: ...

    def find(self, trace_id: str) -> Answer | None: ...

    def judge(self, trace_id: str, verdict: Verdict, comment: str | None = None) -> bool:
        """Keep what a user thought; the last word counts. False where there is no such answer any more."""
        ...

    def purge(self) -> None:
        """Delete answers that are kept no longer."""
        ...

    def judged(self) -> Iterator[Judged]:
        """All that was judged, oldest first."""
        ...


class StoredReplies:
    """In the library's database. `clock` gives the seconds since 1970.

    An answer that cannot be kept is answered all the same: that is logged.
    """

    def __init__(self, database: Database, clock: Callable[[], float], *, keep_s: float = KEEP_S) -> None:
        self._database = database
        self._clock = clock
        self._keep_s = keep_s
        self._since_purge = PURGE_EVERY  # some processes never give so many

    def remember(self, answer: Answer) -> None:
        now_ms = round(self._clock() * 1000)
        row = {
            "trace_id": answer.trace_id,
            "body": ANSWER.dump_json(answer).decode("utf-8"),
            "said_at": now_ms,
        }
        try:
            with self._database.changing() as connection:
                insert_new(connection, replies, row)
                self._since_purge += 1
                if self._since_purge >= PURGE_EVERY:
                    self._since_purge = 0
                    connection.execute(self._old())
        except CampaignError as exc:
            logger.warning("an answer was not kept: %s", exc)

    def find(self, trace_id: str) -> Answer | None:
        query = select(replies.c.body).where(replies.c.trace_id == trace_id, replies.c.said_at >= self._since_ms())
        with self._database.reading() as connection:
            body = connection.scalar(query)
        return None if body is None else _answer(body)

    def judge(self, trace_id: str, verdict: Verdict, comment: str | None = None) -> bool:
        values = {"verdict": verdict.value, "comment": comment, "given_at": round(self._clock() * 1000)}
        with self._database.changing() as connection:
            body = connection.scalar(select(replies.c.body).where(replies.c.trace_id == trace_id))
            again = update(verdicts).where(verdicts.c.trace_id == trace_id).values(**values)
            if connection.execute(again).rowcount:
                return True
            answer = _answer(body) if body is not None else None
            if answer is None:
                return False
            kept = with_turns(answer, lambda before: _answer_in(connection, before))
            body = ANSWER.dump_json(kept).decode("utf-8")
            connection.execute(insert(verdicts).values(trace_id=trace_id, body=body, **values))
            return True

    def purge(self) -> None:
        with self._database.changing() as connection:
            connection.execute(self._old())

    def _old(self) -> Delete:
        return delete(replies).where(replies.c.said_at < self._since_ms())

    def _since_ms(self) -> int:
        return round((self._clock() - self._keep_s) * 1000)

    def judged(self) -> Iterator[Judged]:
        query = select(verdicts.c.body, verdicts.c.verdict, verdicts.c.comment).order_by(verdicts.c.row)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            answer = _answer(row.body)
            if answer is not None:
                yield Judged(answer, Verdict(row.verdict), row.comment)


class RepliesInMemory:
    """For one process: a library in memory, and tests. Thread-safe."""

    def __init__(self, limit: int = IN_MEMORY) -> None:
        self._limit = limit
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._judged: OrderedDict[str, Judged] = OrderedDict()
        self._lock = Lock()

    def remember(self, answer: Answer) -> None:
        with self._lock:
            self._kept[answer.trace_id] = answer
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def find(self, trace_id: str) -> Answer | None:
        with self._lock:
            return self._kept.get(trace_id)

    def judge(self, trace_id: str, verdict: Verdict, comment: str | None = None) -> bool:
        with self._lock:
            answer = self._kept.get(trace_id)
            if answer is not None:
                self._judged[trace_id] = Judged(with_turns(answer, self._kept.get), verdict, comment)
            return answer is not None

    def purge(self) -> None:
        """Nothing: the oldest make room."""

    def judged(self) -> Iterator[Judged]:
        with self._lock:
            yield from tuple(self._judged.values())


def with_turns(answer: Answer, find: Callable[[str], Answer | None]) -> Answer:
    """An answer with the questions before it in its conversation, as far back as `find` knows their answers."""
    turns: list[str] = []
    before: Answer | None = answer
    while before is not None and before.query is not None and before.query.follows and len(turns) < MOST_TURNS:
        before = find(before.query.follows)
        if before is not None:
            turns.append(before.question)
    return replace(answer, turns=tuple(reversed(turns))) if turns else answer


def _answer_in(connection: Connection, trace_id: str) -> Answer | None:
    body = connection.scalar(select(replies.c.body).where(replies.c.trace_id == trace_id))
    return None if body is None else _answer(body)


def _answer(body: str) -> Answer | None:
    try:
        return ANSWER.validate_json(body)
    except ValidationError:
        logger.info("an answer of another version was dropped")
        return None

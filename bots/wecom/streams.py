"""Answers that WeCom fetches piece by piece: what each stream shows so far, and by which of two ways its answer got out.

    open -> ready -> fetched      a refresh took the answer: its row in the outbox is settled in the same transaction
                  -> pushed       WeCom stopped refreshing: the answer goes to the address for a reply
    open -> closed -> pushed      it took too long: the stream was ended with a word, and the answer follows by itself

A refresh may reach any worker, so all of it is in the database. Whoever changes `ready` first has the answer to deliver.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, Update, delete, select, update

from bots.model import digest
from bots.moments import Clock, in_ms
from bots.outbox import arrived
from ingest.database import Database, insert_new
from ingest.schema import streams

CLOSE_S = 330.0  # WeCom refreshes for six minutes
TEXT_S = 3600.0  # how long the words are kept
KEEP_S = 7 * 24 * 3600.0  # how long we know whose answer a stream showed
LOOKING = "正在查找通知原文……"
LATER = "还在查找，查到后另发一条给您。"
ELSEWHERE = "回答已另发一条，请看下面。"
EXPIRED = "这条回答已过期，请重新提问。"


class State(Enum):
    OPEN = "open"
    READY = "ready"
    FETCHED = "fetched"
    PUSHED = "pushed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Frame:
    """What a stream shows: all of it, each time."""

    text: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """How a stream stands once its answer is there. `new`: it has been put there just now."""

    state: State
    new: bool


class Streams:
    """Safe to share between threads and processes. `close_s` after the question a stream is ended."""

    def __init__(self, database: Database, clock: Clock, *, close_s: float = CLOSE_S) -> None:
        self._database = database
        self._clock = clock
        self._close_s = close_s

    def open(self, key: str) -> None:
        """Begin a stream, unless it is there."""
        with self._database.changing() as connection:
            self._insert(connection, key)

    def show(self, key: str, text: str) -> None:
        """All that is proved so far."""
        with self._database.changing() as connection:
            connection.execute(_at(key, State.OPEN).values(text=text))

    def finish(self, key: str, parcel: str, text: str, trace_id: str | None) -> Finished:
        """Put the answer there, to be fetched. `parcel` is its key in the outbox."""
        values = {"state": State.READY.value, "text": text, "parcel": parcel, "trace_id": trace_id}
        with self._database.changing() as connection:
            self._insert(connection, key)
            new = bool(connection.execute(_at(key, State.OPEN).values(**values)).rowcount)
            found = connection.scalar(select(streams.c.state).where(streams.c.key == key))
        return Finished(State(found), new)

    def fetch(self, key: str) -> Frame:
        """What WeCom is shown when it asks. The answer counts as delivered with it, however often it is asked for again."""
        with self._database.reading() as connection:
            row = connection.execute(select(streams).where(streams.c.key == key)).first()
        if row is None or (row.state == State.FETCHED.value and not row.text):
            return Frame(EXPIRED, last=True)
        state, now = State(row.state), self._clock()
        if state is State.OPEN and now - row.asked_at / 1000 < self._close_s:
            return Frame(row.text or LOOKING)
        if state is State.OPEN:
            with self._database.changing() as connection:
                if connection.execute(_at(key, State.OPEN).values(state=State.CLOSED.value)).rowcount:
                    return Frame(LATER, last=True)
            return self.fetch(key)
        if state is State.READY:
            with self._database.changing() as connection:
                if connection.execute(_at(key, State.READY).values(state=State.FETCHED.value)).rowcount:
                    arrived(connection, row.parcel, now=in_ms(now))
            return self.fetch(key)
        return Frame({State.FETCHED: row.text, State.CLOSED: LATER}.get(state, ELSEWHERE), last=True)

    def claim(self, key: str) -> bool:
        """Take over the delivery of an answer that was not fetched; False where it was."""
        with self._database.changing() as connection:
            mine = update(streams).where(
                streams.c.key == key,
                streams.c.state.in_((State.READY.value, State.CLOSED.value, State.PUSHED.value)),
            )
            return bool(connection.execute(mine.values(state=State.PUSHED.value, text="")).rowcount)

    def trace_id(self, key: str) -> str | None:
        """The answer a stream showed."""
        with self._database.reading() as connection:
            return connection.scalar(select(streams.c.trace_id).where(streams.c.key == key))

    def forget(self, keys: Collection[str]) -> None:
        """Delete the words of somebody's answers. What is ready was for him and is not shown any more."""
        with self._database.changing() as connection:
            connection.execute(update(streams).where(streams.c.key.in_(keys)).values(text=""))

    def purge(self) -> None:
        """Delete words that WeCom asks for no more, and streams that nobody judges any more."""
        now = self._clock()
        old = update(streams).where(streams.c.asked_at < in_ms(now - TEXT_S), streams.c.text != "")
        with self._database.changing() as connection:
            connection.execute(old.values(text=""))
            connection.execute(delete(streams).where(streams.c.asked_at < in_ms(now - KEEP_S)))

    def _insert(self, connection: Connection, key: str) -> None:
        row = {"key": key, "state": State.OPEN.value, "text": "", "asked_at": in_ms(self._clock())}
        insert_new(connection, streams, row)


def stream_of(name: str) -> str:
    """The name of the stream of a message with such an `Inbound.name`: the same when the message is delivered again."""
    return digest("stream", name)[:32]


def _at(key: str, state: State) -> Update:
    return update(streams).where(streams.c.key == key, streams.c.state == state.value)

"""What was understood last in each conversation, so that a follow-up can build on it, for half an hour.

Kept in the library's database: every worker sees it, and it survives a restart. A row holds the SHA-256 of the sender's
conversation id, the time, and the Query as JSON: what the question was about (campaign, kind, words, days), its folded
wording, and which lines from the notices its answer showed, which follow-ups need (第二个呢); not who asked. Older rows are deleted with the next one written. Nothing
of it is logged.
"""

from __future__ import annotations

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from assistant.model import Query
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

MAX_CONVERSATIONS = 10_000  # a Query is about 2 kB, one that showed a long list 10 kB
KEEP_S = 30 * 60.0
QUERY = TypeAdapter(Query)


class Conversations(Protocol):
    """The last query of each conversation."""

    def last(self, conversation_id: str) -> Query | None:
        """None for one that is unknown or was silent for too long."""
        ...

    def remember(self, conversation_id: str, query: Query) -> None: ...

    def forget(self, conversation_id: str) -> None:
        """Begin anew."""
        ...

    def purge(self) -> None:
        """Delete those that were silent for too long."""
        ...


class Texts(Protocol):
    """Where conversations are kept: texts by key, each with the millisecond it was written."""

    def read(self, key: str, *, since_ms: int) -> str | None: ...

    def write(self, key: str, body: str, *, now_ms: int, since_ms: int) -> None: ...

    def forget(self, key: str) -> None: ...

    def purge(self, *, since_ms: int) -> None: ...


class StoredConversations:
    """Over a store of texts. `clock` gives the seconds since 1970, the same in all processes.

    A conversation that cannot be kept or read starts anew: that is logged, and answering goes on.
    """

    def __init__(self, texts: Texts, clock: Callable[[], float], *, keep_s: float = KEEP_S) -> None:
        self._texts = texts
        self._clock = clock
        self._keep_s = keep_s

    def last(self, conversation_id: str) -> Query | None:
        try:
            body = self._texts.read(_key(conversation_id), since_ms=self._since_ms())
        except CampaignError as exc:
            logger.warning("a conversation was not read: %s", exc)
            return None
        if body is None:
            return None
        try:
            return QUERY.validate_json(body)
        except ValidationError:
            logger.info("a conversation of another version was dropped")
            return None

    def remember(self, conversation_id: str, query: Query) -> None:
        """Keep `query` as the last, without the question as it was typed."""
        more = tuple(replace(one, question="") for one in query.more)
        body = QUERY.dump_json(replace(query, question="", more=more)).decode("utf-8")
        now_ms = int(self._clock() * 1000)
        try:
            self._texts.write(_key(conversation_id), body, now_ms=now_ms, since_ms=self._since_ms())
        except CampaignError as exc:
            logger.warning("a conversation was not kept: %s", exc)

    def forget(self, conversation_id: str) -> None:
        """Raises StoreUnusable: whoever asks to be forgotten must know when it failed."""
        self._texts.forget(_key(conversation_id))

    def purge(self) -> None:
        self._texts.purge(since_ms=self._since_ms())

    def _since_ms(self) -> int:
        return int((self._clock() - self._keep_s) * 1000)


class ConversationsInMemory:
    """For one process: a library in memory, and tests. Thread-safe. `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float], *, keep_s: float = KEEP_S, limit: int = MAX_CONVERSATIONS) -> None:
        self._clock = clock
        self._keep_s = keep_s
        self._limit = limit
        self._kept: OrderedDict[str, tuple[float, Query]] = OrderedDict()
        self._lock = Lock()

    def last(self, conversation_id: str) -> Query | None:
        """The last query, unless it is older than we keep."""
        with self._lock:
            said_at, query = self._kept.get(conversation_id, (0.0, None))
            return query if query is not None and self._clock() - said_at <= self._keep_s else None

    def remember(self, conversation_id: str, query: Query) -> None:
        """Keep `query` as the last; the conversation that was silent longest makes room."""
        with self._lock:
            self._kept[conversation_id] = (self._clock(), query)
            self._kept.move_to_end(conversation_id)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)

    def forget(self, conversation_id: str) -> None:
        with self._lock:
            self._kept.pop(conversation_id, None)

    def purge(self) -> None:
        with self._lock:
            since = self._clock() - self._keep_s
            self._kept = OrderedDict((key, kept) for key, kept in self._kept.items() if kept[0] >= since)


def _key(conversation_id: str) -> str:
    """An id may be that of a person in a chat program: only its digest is stored."""
    return hashlib.sha256(conversation_id.encode("utf-8")).hexdigest()

"""What was understood last in each conversation, so that a follow-up can build on it.

In memory, for a limited time and number: a conversation that is forgotten starts anew, nothing else is lost.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from assistant.model import Query

MAX_CONVERSATIONS = 10_000  # a Query is about 1 kB
KEEP_S = 30 * 60.0


class Conversations:
    """Thread-safe. `clock` counts seconds and never goes back."""

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

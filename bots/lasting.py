"""Which answer was the last of each conversation: what “更多” or “赞” means where nothing can be pressed.

(conversation) -> trace_id, by digest, for as long as answers are kept.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from assistant.replies import KEEP_S
from bots.model import digest
from bots.moments import Clock, in_ms
from ingest.database import Database
from ingest.schema import last_answers


class LastAnswers:
    """Safe to share between threads and processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def remember(self, conversation: str, trace_id: str) -> None:
        """Keep an answer as the last."""
        values = {"trace_id": trace_id, "said_at": in_ms(self._clock())}
        key = digest(conversation)
        with self._database.changing() as connection:
            if not connection.execute(update(last_answers).where(last_answers.c.key == key).values(**values)).rowcount:
                connection.execute(insert(last_answers).values(key=key, **values))

    def find(self, conversation: str) -> str | None:
        with self._database.reading() as connection:
            return connection.scalar(select(last_answers.c.trace_id).where(last_answers.c.key == digest(conversation)))

    def forget(self, conversation: str) -> None:
        with self._database.changing() as connection:
            connection.execute(delete(last_answers).where(last_answers.c.key == digest(conversation)))

    def purge(self) -> None:
        """Delete those whose answer is kept no longer."""
        with self._database.changing() as connection:
            connection.execute(delete(last_answers).where(last_answers.c.said_at < in_ms(self._clock() - KEEP_S)))

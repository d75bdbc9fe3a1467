"""Where facts are stated, without the facts: by this a question finds its notices among very many.

What is asked without words of its own is read once for each revision; one list of all contacts is about 50 bytes a notice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from ingest.database import Database
from ingest.model import PartId
from ingest.schema import State, facts, in_state, versions


@dataclass(frozen=True, slots=True)
class Mention:
    """That a part of a notice states a fact, and from when to when; not what it says."""

    part: PartId
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which facts: of a kind, with these words in their values, with a value in this field."""

    kind: str  # as stored
    words: str = ""
    field: str = ""
    value: str = ""  # of a field that holds one; any value of one that holds several


class Mentions:
    """Safe to share between threads. Raises StoreUnusable where the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[Asked, tuple[int, tuple[Mention, ...]]] = {}  # with the revision that was current

    def find(self, asked: Asked, revision: int) -> tuple[Mention, ...]:
        """The parts that state such facts, in no order."""
        if asked.words:  # of which there is no end
            return self._read(asked)
        known = self._known.get(asked)
        if known is None or known[0] != revision:
            known = self._known[asked] = (revision, self._read(asked))
        return known[1]

    def _read(self, asked: Asked) -> tuple[Mention, ...]:
        query = (
            select(facts.c.part_id, facts.c.first_day, facts.c.last_day)
            .distinct()
            .join(versions, facts.c.version_row == versions.c.row)
            .where(in_state(State.CURRENT), facts.c.kind == asked.kind)
        )
        if asked.words:  # as they stand in JSON, without the marks around them
            query = query.where(_holds(json.dumps(asked.words, ensure_ascii=False)[1:-1]))
        if asked.field:
            query = query.where(_holds(f'"{asked.field}":' + (f'"{asked.value}"' if asked.value else '["')))
        with self._database.reading() as connection:
            return tuple(Mention(PartId(part), first, last) for part, first, last in connection.execute(query))


def _holds(text: str) -> ColumnElement[bool]:
    return facts.c.body.contains(text, autoescape=True)

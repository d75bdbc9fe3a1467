"""Where facts are stated, without the facts: by this a question finds its notices among very many.

What was read is kept while the library stays as it is.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from sqlalchemy import ColumnElement, select

from ingest.database import Database
from ingest.model import PartId
from ingest.schema import State, facts, in_state, versions

KEPT = 32  # of about 100 bytes a notice at most


Days = tuple[date | None, date | None]  # the first and the last day of a fact; None where it has none


@dataclass(frozen=True)
class Mentions:
    """The parts of notices that state a fact, by its days; not what it says."""

    by_days: Mapping[Days, frozenset[PartId]]

    @cached_property
    def parts(self) -> frozenset[PartId]:
        return frozenset[PartId]().union(*self.by_days.values())


@dataclass(frozen=True, slots=True)
class Asked:
    """Which facts: of a kind, with these words in their values, with a value in this field."""

    kind: str  # as stored
    words: str = ""
    field: str = ""
    value: str = ""  # of a field that holds one; any value of one that holds several


class MentionsRead:
    """Safe to share between threads. Raises StoreUnusable where the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read = lru_cache(maxsize=KEPT)(self._find)

    def find(self, asked: Asked, revision: int) -> Mentions:
        """Where such facts are stated; `revision` is what is current."""
        return self._read(asked, revision)

    def _find(self, asked: Asked, _revision: int) -> Mentions:
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
        by_days: dict[Days, set[PartId]] = defaultdict(set)
        with self._database.reading() as connection:
            for part, first, last in connection.execute(query):
                by_days[first, last].add(PartId(part))
        return Mentions({days: frozenset(parts) for days, parts in by_days.items()})


def _holds(text: str) -> ColumnElement[bool]:
    return facts.c.body.contains(text, autoescape=True)

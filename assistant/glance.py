"""The shelf as one question sees it. Whether anything changed is asked of the database once: that costs more than all the
rest of a lookup, and a question that looks two hundred times need not ask two hundred times.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cache

from assistant.services import Shelf
from ingest.library import Entry
from ingest.mentions import Mentions
from ingest.model import Contact, Deadline, Fact, LawReference, Notice, NoticeId, Stated
from ingest.relations import Relations


class Glance:
    """A `Shelf` that remembers the current notices it was asked for. Made for one question and thrown away."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._find: Callable[[NoticeId], Notice | None] | None = None

    def notice(self, notice_id: NoticeId, version: int | None = None) -> Notice | None:
        if version is not None:
            return self._shelf.notice(notice_id, version)
        return self.lookup()(notice_id)

    def lookup(self) -> Callable[[NoticeId], Notice | None]:
        if self._find is None:
            self._find = cache(self._shelf.lookup())
        return self._find

    def revision(self) -> int:
        return self._shelf.revision()

    def entries(self) -> tuple[Entry, ...]:
        return self._shelf.entries()

    def history(self, notice_id: NoticeId) -> tuple[Entry, ...]:
        return self._shelf.history(notice_id)

    def relations(self) -> Relations:
        return self._shelf.relations()

    def find(self, prefix: str) -> NoticeId:
        return self._shelf.find(prefix)

    def deadlines(
        self,
        *,
        notice_ids: Collection[NoticeId] | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> tuple[Stated[Deadline], ...]:
        return self._shelf.deadlines(notice_ids=notice_ids, date_from=date_from, date_to=date_to)

    def contacts(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[Contact], ...]:
        return self._shelf.contacts(notice_ids=notice_ids)

    def laws(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[LawReference], ...]:
        return self._shelf.laws(notice_ids=notice_ids)

    def mentions(self, kind: type[Fact], *, words: str = "", field: str = "", value: str = "") -> Mentions:
        return self._shelf.mentions(kind, words=words, field=field, value=value)

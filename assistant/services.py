"""What the ways in need from behind them: something that answers, a shelf of notices, an archive to look after.

Ports, no implementation: `assistant.wire` fills them; tests fill them with fakes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.conversations import Conversations, ConversationsInMemory
from assistant.llm.port import ModelHealth
from assistant.model import Answer, Query, Token
from assistant.replies import Replies, RepliesInMemory
from ingest.database import Database
from ingest.doctor import Finding
from ingest.library import Entry
from ingest.mentions import Mentions
from ingest.model import Clause, Contact, Deadline, Fact, LawReference, Notice, NoticeId, Stated
from ingest.pipeline import Origin, Report, ReportOutcome
from ingest.relations import Relations


class Ranked(Protocol):
    """A clause that a search brings."""

    @property
    def notice(self) -> Notice: ...

    @property
    def clause(self) -> Clause: ...

    @property
    def score(self) -> float: ...


class Asks(Protocol):
    """Question in, answer out. `previous` is what was understood of the question before, for a follow-up."""

    def ask(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Answer:
        """Raises `assistant.errors.BadQuestion` for a question that cannot be worked on."""
        ...

    def ask_stream(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Iterator[Token | Answer]:
        """The same piece by piece: tokens, each proved, then the answer, which alone is final.

        Raises `BadQuestion` when it is called, not on the way.
        """
        ...

    def understand(self, question: str, *, as_of: date, previous: Query | None = None) -> Query:
        """What a question asks and what its answer shows, for a follow-up to it. Raises `assistant.errors.BadQuestion`."""
        ...

    def search(
        self,
        question: str,
        *,
        as_of: date,
        limit: int,
        notice_id: NoticeId | None = None,
        previous: Query | None = None,
    ) -> Sequence[Ranked]:
        """The clauses nearest to a question, best first. Raises `assistant.errors.BadQuestion`."""
        ...


class Shelf(Protocol):
    """The notices that are current, and what they state. Without `notice_ids` of all of them."""

    def revision(self) -> int:
        """A number that grows with every change."""
        ...

    def entries(self) -> tuple[Entry, ...]: ...

    def notice(self, notice_id: NoticeId, version: int | None = None) -> Notice | None:
        """The current version, or an older one by its number."""
        ...

    def lookup(self) -> Callable[[NoticeId], Notice | None]:
        """Looks up the notices that are current now, many of them in a row."""
        ...

    def history(self, notice_id: NoticeId) -> tuple[Entry, ...]:
        """All versions, newest first."""
        ...

    def relations(self) -> Relations:
        """Which notice changes which."""
        ...

    def find(self, prefix: str) -> NoticeId:
        """The one notice whose id begins so; `NoticeUnknown` or `NoticeAmbiguous` otherwise."""
        ...

    def deadlines(
        self,
        *,
        notice_ids: Collection[NoticeId] | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> tuple[Stated[Deadline], ...]: ...

    def contacts(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[Contact], ...]: ...

    def laws(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[LawReference], ...]: ...

    def mentions(self, kind: type[Fact], *, words: str = "", field: str = "", value: str = "") -> Mentions:
        """Where facts of a kind are stated; with `words`, those whose values hold these; with `field`, those with a
        value in that field, or this `value`."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """All that a way in is given."""

    assistant: Asks
    shelf: Shelf
    conversations: Conversations = field(default_factory=lambda: ConversationsInMemory(time.monotonic))
    replies: Replies = field(default_factory=RepliesInMemory)
    model: ModelHealth | None = None  # None: answers are composed without one


class Archive(Protocol):
    """A data directory, opened: what it holds, and what can be done to it."""

    @property
    def bundled(self) -> Path:
        """The notices that come with the program."""
        ...

    @property
    def shelf(self) -> Shelf: ...

    @property
    def database(self) -> Database:
        """For what others keep beside the notices."""
        ...

    @property
    def services(self) -> Services:
        """Loaded when first asked for."""
        ...

    def ingest(self, paths: Sequence[Origin], report: ReportOutcome) -> Report: ...

    def remove(self, notice_id: NoticeId) -> None: ...

    def reindex(self, report: ReportOutcome) -> int:
        """The number of index entries."""
        ...

    def doctor(self) -> Sequence[Finding]: ...

"""What subscribers are told of: each thing that is to be done by a day, or begins on one, once.

A shelf of notices in, `Duty`s out by their names in calendars. What a notice states in several clauses is one duty; what
is repealed or put off by another notice, and what has no day, is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.calendar import Event, event_of
from assistant.services import Shelf
from assistant.tables import naming_parts
from assistant.view import document_name
from assistant.wording import sentence
from ingest.library import Entry
from ingest.model import AmendmentKind, Deadline, DeadlineKind, Level, Notice, NoticeId, Part, PartId, Stated
from ingest.relations import Relations

BY = re.compile(r"(?:以|之)?[前内](?!后)|[截止]|最[迟晚]|[晚迟]于")  # 左右, 前后, 起 are no last days


@dataclass(frozen=True, slots=True)
class Duty:
    """Kept in the database as it was told, so that it can be said what is different, also when its notice is gone."""

    event: Event
    notice: NoticeId
    version: int  # of the notice
    part: PartId  # of the document that states it
    embedded: bool  # whether that is attached to a letter
    document: str  # its title and 文号
    parts: tuple[Part, ...]  # by which a campaign is matched
    kind: DeadlineKind
    who: str | None
    what: str
    to: str | None
    level: Level | None  # of `who`
    day: date | None  # to do it by, or on which it takes place or begins; None for what only ends
    is_last: bool  # whether it is a day to do something by
    hour: str | None
    said: str  # in the words of an answer

    @property
    def days(self) -> tuple[date, date, str]:
        """What is different where it is put off."""
        return self.event.first, self.event.last, self.hour or ""

    @property
    def owed(self) -> tuple[str, ...]:
        """Who owes what to whom."""
        return self.document, self.kind.value, self.who or "", self.what, self.to or ""


@dataclass(frozen=True, slots=True)
class Held:
    """A duty that holds, and where it is stated."""

    duty: Duty
    fact: Stated[Deadline]


# Amendments that may say of a duty when it is due now. One that adds something takes nothing away.
MOVES = frozenset({AmendmentKind.EXTENSION, AmendmentKind.CHANGE, AmendmentKind.CORRECTION})
Duties = Mapping[str, Held]  # by name in calendars


class Reading:
    """Reads the duties off a shelf. What was read of a notice is kept while the notice stays as it is."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._read: dict[NoticeId, tuple[Entry, tuple[Held, ...]]] = {}
        self._last: tuple[int, date, Duties, Mapping[str, str]] | None = None

    def duties(self, since: date) -> Duties:
        """Those that are not over before `since`, by notice and place in the text."""
        return self._now(since)[2]

    def put_off(self, since: date) -> Mapping[str, str]:
        """The names of those that hold no more because another notice moved them, each with what it is now."""
        return self._now(since)[3]

    def _now(self, since: date) -> tuple[int, date, Duties, Mapping[str, str]]:
        revision, last = self._shelf.revision(), self._last
        if last is None or last[:2] != (revision, since):
            last = (revision, since, *self._duties(since))
            self._last = last
        return last

    def _duties(self, since: date) -> tuple[Duties, Mapping[str, str]]:
        wanted = {one.notice for one in self._shelf.deadlines(date_from=since)}
        relations = self._shelf.relations()
        found = []
        read = {}
        for entry in sorted(self._shelf.entries(), key=lambda one: one.id):
            known = self._read.get(entry.id)
            # An entry of a notice that is as it was is the very same object.
            if entry.id in wanted and (known is None or known[0] is not entry):
                notice = self._shelf.notice(entry.id)
                known = (entry, tuple(_held(notice, entry))) if notice else None
            if known is not None:
                read[entry.id] = known
            if entry.id in wanted and known is not None:
                found += [one for one in known[1] if not _repealed(one.duty, relations)]
        self._read = read
        moved = _put_off([one.duty for one in found], relations)
        held = (one for one in found if one.duty.event.last >= since and one.duty.event.uid not in moved)
        return _each_once(held), moved


def _held(notice: Notice, entry: Entry) -> Iterable[Held]:
    """The duties of a notice. Of several places that state one, the first gives it its name and its words.

    Of a stretch of time the shortest does: 活动时间 rather than the introduction that mentions it. Of what is handed in,
    the one that says who and to whom: not 报名时间延长至….
    """
    groups: list[list[Stated[Deadline]]] = []
    for fact in notice.facts.deadlines:
        one = Stated(notice.id, notice.clause(fact.clause).part, fact)
        for group in groups:
            if _same(group[0], one, notice):
                group.append(one)
                break
        else:
            groups.append([one])
    for group in groups:
        if group[0].fact.kind is DeadlineKind.PERIOD:
            group.sort(key=lambda one: one.fact.span.end - one.fact.span.start)
        else:
            group.sort(key=lambda one: (one.fact.who is None) + (one.fact.to is None))
        event = event_of(group[0], notice)
        if event is not None:
            yield Held(_duty(group[0], event, notice, entry), group[0])


def _same(one: Stated[Deadline], other: Stated[Deadline], notice: Notice) -> bool:
    """Whether two places state the same: on the same days one name holds the other; a stretch has one beginning."""
    first, second = one.fact, other.fact
    return (
        (first.kind, first.due, first.start, first.end) == (second.kind, second.due, second.start, second.end)
        and notice.document_of(one.part).id == notice.document_of(other.part).id
        and (first.kind is DeadlineKind.PERIOD or first.what in second.what or second.what in first.what)
    )


def _duty(one: Stated[Deadline], event: Event, notice: Notice, entry: Entry) -> Duty:
    fact, document = one.fact, notice.document_of(one.part)
    return Duty(
        event=event,
        notice=notice.id,
        version=entry.version,
        part=document.id,
        embedded=document.embedded,
        document=document_name(notice, one.part),
        parts=naming_parts(entry, one.part),
        kind=fact.kind,
        who=fact.who,
        what=fact.what,
        to=fact.to,
        level=fact.who_level,
        day=fact.due or fact.start,
        is_last=fact.kind is DeadlineKind.SUBMISSION or bool(fact.due and BY.search(fact.qualifier or "")),
        hour=fact.due_time,
        said=sentence(fact, printed_in(notice, fact)),
    )


def printed_in(notice: Notice, fact: Deadline) -> str | None:
    """The printed words of a date, which `assistant.wording.sentence` asks for."""
    return fact.date_span.of(notice.text) if fact.date_span else None


def _repealed(duty: Duty, relations: Relations) -> bool:
    return any(link.amendment.kind is AmendmentKind.REPEAL for link in relations.on(duty.notice, duty.part))


def _put_off(duties: Sequence[Duty], relations: Relations) -> dict[str, str]:
    """Names of duties that another notice states for a later day, each with the name of what it is now.

    Only where one duty alone of the notice that is changed can be meant: of several nobody knows which, and a reminder
    too many, with a warning, is better than one too few.
    """
    if not relations.links:
        return {}
    stated_in: dict[tuple[NoticeId, PartId], list[Duty]] = defaultdict(list)
    for one in duties:
        stated_in[one.notice, one.part].append(one)
    moved = {}
    for link in relations.links:
        if link.amendment.kind not in MOVES:
            continue
        for target in link.targets:
            owed = stated_in[target.notice, target.part]
            for now in stated_in[link.by.notice, link.by.part]:
                of_kind = [one for one in owed if one.kind is now.kind]
                meant = [one for one in of_kind if one.what == now.what]
                meant = meant or [one for one in of_kind if one.what in now.what or now.what in one.what]
                if len(meant) == 1 and meant[0].event.last < now.event.last:
                    moved[meant[0].event.uid] = now.event.uid
    return moved


def _each_once(found: Iterable[Held]) -> Duties:
    """A document that came twice, in a file of its own and attached to a letter, owes everything once."""
    kept: dict[tuple[str, ...], Held] = {}
    for one in sorted(found, key=lambda one: one.duty.embedded):
        kept.setdefault((*one.duty.owed, *map(str, one.duty.days)), one)
    return {one.duty.event.uid: one for one in kept.values()}

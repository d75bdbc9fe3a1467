"""What is different between two versions of a notice, clause by clause and fact by fact. Two notices in, changes out.

Clauses go together by their path. Where a number was put in or taken out, the clauses behind it keep their words under
other numbers: they are moved, not changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from typing import Generic, TypeVar

from ingest.model import (
    Clause,
    ClauseId,
    Contact,
    Deadline,
    Fact,
    LawReference,
    Masthead,
    Notice,
    Organiser,
    Prohibition,
    Span,
    Theme,
)
from ingest.structure.numbering import read_number

# Dates and numbers as a whole, or 4月12日 -> 5月13日 would share its 月 and 日.
WORD = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|[\w.@-]*[\dA-Za-z@][\dA-Za-z.@-]*|\s+|.", re.ASCII | re.DOTALL
)
MAX_WORDS = 3_000  # of one clause on either side; comparing takes their product
ENOUGH_TO_KNOW = 8  # characters of a clause that is recognised under another number

F = TypeVar("F", bound=Fact)
T = TypeVar("T")


class Change(Enum):
    """The value is the word in JSON."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"  # the same words under another number


class Edit(Enum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of wording and what became of it."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    change: Change
    before: Clause | None
    after: Clause | None
    words: tuple[Words, ...] = ()  # of CHANGED: the kept and added ones make the new text, the kept and removed the old


@dataclass(frozen=True, slots=True)
class FactChange(Generic[F]):
    """A fact that was added, removed, or states something else now."""

    before: F | None
    after: F | None

    @property
    def change(self) -> Change:
        return Change.ADDED if self.before is None else Change.REMOVED if self.after is None else Change.CHANGED


class Name(Enum):
    """What names a notice and says to whom it speaks. The value is the word in JSON."""

    TITLE = "title"
    DOC_NUMBER = "doc_number"
    ISSUERS = "issuers"
    ADDRESSEES = "addressees"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class NameChange:
    """A part of the masthead that is not what it was: its words, dates as ISO; empty where it has none."""

    name: Name
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    before: Notice
    after: Notice
    clauses: tuple[ClauseChange, ...]
    deadlines: tuple[FactChange[Deadline], ...]
    contacts: tuple[FactChange[Contact], ...]
    laws: tuple[FactChange[LawReference], ...]
    organisers: tuple[FactChange[Organiser], ...]
    themes: tuple[FactChange[Theme], ...]
    prohibitions: tuple[FactChange[Prohibition], ...]
    names: tuple[NameChange, ...]  # of the notice itself: title, 文号, issuers, addressees, date

    def __bool__(self) -> bool:
        facts = (self.deadlines, self.contacts, self.laws, self.organisers, self.themes, self.prohibitions)
        return bool(self.clauses or self.names or any(facts))


def compare(before: Notice, after: Notice) -> Difference:
    """All that changed from one version to another; what only stands elsewhere on the page is no change."""

    paths = {clause.id: clause.path for clause in (*before.clauses, *after.clauses)}

    def place(fact: Fact) -> tuple[str, ...]:
        return paths[fact.clause]

    return Difference(
        before,
        after,
        _clauses(before, after),
        _facts(
            before.facts.deadlines,
            after.facts.deadlines,
            lambda one: (one.kind, one.what, one.who, one.to),
            lambda one: (one.kind, one.what),
            lambda one: (one.kind, one.due, one.start, one.end, one.rule),
            lambda one: (one.kind, place(one)),
        ),
        _facts(
            before.facts.contacts,
            after.facts.contacts,
            lambda one: (one.names, one.organisation),
            lambda one: one.names or None,
            lambda one: (one.phones, one.emails) if one.phones or one.emails else None,
            place,
        ),
        _facts(before.facts.laws, after.facts.laws, lambda one: (one.name, place(one)), lambda one: one.name),
        _facts(
            before.facts.organisers,
            after.facts.organisers,
            lambda one: (one.role, one.names),
            lambda one: (one.role, place(one)),
            lambda one: one.role,
        ),
        _facts(before.facts.themes, after.facts.themes, lambda one: (one.kind, place(one)), lambda one: one.kind),
        _facts(
            before.facts.prohibitions,
            after.facts.prohibitions,
            lambda one: (one.word, one.what),
            lambda one: one.what,
            lambda one: (one.word, one.who, place(one)),
        ),
        _names(before.main.masthead, after.main.masthead),
    )


def word_changes(before: str, after: str) -> tuple[Words, ...]:
    """The wording of both, cut into what was kept, removed and added.

    >>> [(one.edit.value, one.text) for one in word_changes("请于4月12日前报我司。", "请于5月13日前报我司。")]
    [('kept', '请于'), ('removed', '4月12日'), ('added', '5月13日'), ('kept', '前报我司。')]
    """
    old, new = WORD.findall(before), WORD.findall(after)
    first = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    shorter = min(len(old), len(new)) - first
    last = next((i for i in range(shorter) if old[-1 - i] != new[-1 - i]), shorter)
    found: list[Words] = [Words(Edit.KEPT, "".join(old[:first]))]
    middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    if max(len(middle_old), len(middle_new)) > MAX_WORDS:
        codes = [("replace", 0, len(middle_old), 0, len(middle_new))]
    else:
        codes = list(SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes())
    for code, i, j, k, m in codes:
        if code == "equal":
            found.append(Words(Edit.KEPT, "".join(middle_old[i:j])))
        else:
            found.append(Words(Edit.REMOVED, "".join(middle_old[i:j])))
            found.append(Words(Edit.ADDED, "".join(middle_new[k:m])))
    found.append(Words(Edit.KEPT, "".join(old[len(old) - last :])))
    return tuple(one for one in found if one.text)


def _clauses(before: Notice, after: Notice) -> tuple[ClauseChange, ...]:
    by_path = _in_order(before.clauses, lambda one: one.path)
    pairs: list[tuple[Clause, Clause]] = []
    left_new: list[Clause] = []
    for new in after.clauses:
        same = by_path.get(new.path)
        if same:
            pairs.append((same.pop(0), new))
        else:
            left_new.append(new)
    left_old = [one for rest in by_path.values() for one in rest]
    changed = [(old, new) for old, new in pairs if _plain(before, old) != _plain(after, new)]
    unchanged = {new.id: old for old, new in pairs if _plain(before, old) == _plain(after, new)}
    # Of those whose words are not found under their own number, some are found under another.
    elsewhere = _in_order([*(old for old, _ in changed), *left_old], lambda one: _body(before, one))
    moved: dict[ClauseId, Clause] = {}
    for new in [*(new for _, new in changed), *left_new]:
        body = _body(after, new)
        if len(body) >= ENOUGH_TO_KNOW and (same := elsewhere.get(body)):
            moved[new.id] = same.pop(0)
    gone = {old.id for old in moved.values()}
    found: list[ClauseChange] = []
    for old, new in changed:
        if new.id in moved or old.id in gone:
            found += [] if new.id in moved else [ClauseChange(Change.ADDED, None, new)]
            found += [] if old.id in gone else [ClauseChange(Change.REMOVED, old, None)]
        else:
            words = word_changes(old.own.of(before.text), new.own.of(after.text))
            found.append(ClauseChange(Change.CHANGED, old, new, words))
    found += [
        ClauseChange(Change.MOVED, moved[new.id], new)
        for new in after.clauses
        if new.id in moved and new.parent not in moved  # what is below it moved along
    ]
    found += [ClauseChange(Change.ADDED, None, new) for new in left_new if new.id not in moved]
    found += [ClauseChange(Change.REMOVED, old, None) for old in left_old if old.id not in gone]
    partners = {old.id: new for new_id, old in {**unchanged, **moved}.items() for new in [after.clause(new_id)]}
    partners |= {old.id: new for old, new in changed if old.id not in partners}
    return tuple(sorted(found, key=lambda one: _where(one, before, partners)))


def _where(change: ClauseChange, before: Notice, partners: dict[ClauseId, Clause]) -> tuple[int, int]:
    """In the order of the new text; what was taken out comes where it used to stand."""
    if change.after is not None:
        return change.after.span.start, 0
    start = -1
    for clause in before.clauses:
        if change.before is not None and clause.id == change.before.id:
            break
        start = partners[clause.id].span.start if clause.id in partners else start
    return start, 1 + (change.before.span.start if change.before else 0)


def _names(before: Masthead, after: Masthead) -> tuple[NameChange, ...]:
    old, new = _named(before), _named(after)
    return tuple(
        NameChange(name, old[name], new[name])
        for name in Name
        if [_squashed(one) for one in old[name]] != [_squashed(one) for one in new[name]]
    )


def _named(masthead: Masthead) -> dict[Name, tuple[str, ...]]:
    return {
        Name.TITLE: (masthead.title.value,) if masthead.title else (),
        Name.DOC_NUMBER: (masthead.doc_number.value,) if masthead.doc_number else (),
        Name.ISSUERS: tuple(one.value for one in masthead.issuers),
        Name.ADDRESSEES: tuple(one.value for one in masthead.addressees),
        Name.ISSUED: (masthead.issued.isoformat(),) if masthead.issued else (),
    }


def _facts(before: Sequence[F], after: Sequence[F], *keys: Callable[[F], Hashable]) -> tuple[FactChange[F], ...]:
    """Pair what says the same, then by each key in turn; what stays alone was added or removed."""
    left_old, left_new = list(before), list(after)
    pairs: list[tuple[F, F]] = []
    orders: list[Callable[[F], Hashable]] = [_said, *keys]
    for key in orders:
        by_key = _in_order(left_old, key)
        by_key.pop(None, None)
        for new in list(left_new):
            same = by_key.get(key(new))
            if same:
                pairs.append((same.pop(0), new))
                left_old.remove(pairs[-1][0])
                left_new.remove(new)
    found = [FactChange(old, new) for old, new in pairs if _said(old) != _said(new)]
    found += [FactChange(None, new) for new in left_new]
    found.sort(key=lambda one: one.after.span if one.after else Span(0, 0))
    return (*found, *(FactChange(old, None) for old in left_old))


def _said(fact: F) -> Hashable:
    """What a fact says, wherever it stands."""
    placeless = replace(fact, clause=ClauseId(""), span=Span(0, 0))
    return replace(placeless, date_span=None) if isinstance(placeless, Deadline) else placeless


def _in_order(items: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return dict(found)


def _plain(notice: Notice, clause: Clause) -> str:
    return _squashed(clause.own.of(notice.text))


def _squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _body(notice: Notice, clause: Clause) -> str:
    """The words of a clause without the number it begins with."""
    own = clause.own.of(notice.text).strip()
    number = read_number(own)
    return re.sub(r"\s", "", own[number.end :] if number else own)

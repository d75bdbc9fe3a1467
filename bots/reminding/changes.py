"""What is different from what subscribers were told: new, changed and withdrawn duties. Two sets of duties in, changes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bots.reminding.duties import Duty

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """New where there is no `before`; else changed, or withdrawn where the duty does not hold any more."""

    duty: Duty  # as it is, or as it was last
    before: Duty | None = None
    withdrawn: bool = False

    def matters(self, today: date) -> bool:
        """Whether any of it is still to come."""
        return max(one.event.last for one in (self.duty, self.before) if one) >= today


def find_changes(before: Sequence[Duty], after: Iterable[Duty], put_off: Mapping[str, str] = NOTHING) -> list[Change]:
    """What is worth telling, by notice and day. `put_off` says by name what another notice made of a duty.

    What only got another name or other words is not: that happens where this program reads a notice better than before.
    """
    new = list(after)
    named = {one.event.uid: one for one in new}
    moved = [(was, named[now]) for was in before if (now := put_off.get(was.event.uid)) in named]
    old = [
        was for was in before if was.event.uid not in put_off
    ]  # told with what it is now, which may be known already
    new = [one for one in new if all(one is not now for _, now in moved)]
    _pair(old, new, lambda one: (one.document, one.said))
    _pair(old, new, lambda one: (one.event.uid, *one.days))
    _pair(old, new, lambda one: (one.notice, one.version, one.kind, *one.days))
    pairs = _pair(old, new, lambda one: one.event.uid)
    pairs += _pair(old, new, lambda one: one.owed)
    pairs += _pair(old, new, lambda one: (one.document, one.kind, *one.days))
    changes = [Change(now, was) for was, now in (*moved, *pairs)]
    changes += [Change(one, withdrawn=True) for one in old] + [Change(one) for one in new]
    return sorted(changes, key=lambda one: (one.duty.notice, one.duty.part, one.duty.event.first, one.duty.event.uid))


def _pair(old: list[Duty], new: list[Duty], key: Callable[[Duty], Hashable]) -> list[tuple[Duty, Duty]]:
    """Take out of both what has the same key, each once."""
    waiting: dict[Hashable, list[Duty]] = defaultdict(list)
    for one in reversed(new):
        waiting[key(one)].append(one)
    pairs = [(one, waiting[key(one)].pop()) for one in old if waiting[key(one)]]
    taken = {id(one) for pair in pairs for one in pair}
    old[:] = [one for one in old if id(one) not in taken]
    new[:] = [one for one in new if id(one) not in taken]
    return pairs

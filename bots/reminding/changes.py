"""What is different from what subscribers were told: new, changed and withdrawn duties. Two sets of duties in, changes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from bots.reminding.duties import Duty


@dataclass(frozen=True, slots=True)
class Change:
    """New where there is no `before`; else changed, or withdrawn where the duty does not hold any more."""

    duty: Duty  # as it is, or as it was last
    before: Duty | None = None
    withdrawn: bool = False

    def matters(self, today: date) -> bool:
        """Whether any of it is still to come."""
        return max(one.event.last for one in (self.duty, self.before) if one) >= today


def find_changes(before: Iterable[Duty], after: Iterable[Duty]) -> list[Change]:
    """What is worth telling, by notice and day.

    What only got another name or other words is not: that happens where this program reads a notice better than before.
    """
    old, new = list(before), list(after)
    _pair(old, new, lambda one: (one.document, one.said))
    _pair(old, new, lambda one: (one.event.uid, *one.days))
    _pair(old, new, lambda one: (one.notice, one.version, one.kind, *one.days))
    pairs = _pair(old, new, lambda one: one.event.uid)
    pairs += _pair(old, new, lambda one: one.owed)
    pairs += _pair(old, new, lambda one: (one.document, one.kind, *one.days))
    changes = [Change(now, was) for was, now in pairs]
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

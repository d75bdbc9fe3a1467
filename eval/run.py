"""Ask every question of a set as users do, and measure each answer. Cases in, results out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.services import Shelf
from eval.cases import Case
from eval.metrics import METRICS, measure
from eval.ranking import expected_clauses, ranks
from eval.replies import BadReply
from eval.targets import Target, Unanswered
from eval.verdict import Seen, Verdict
from ingest.model import ClauseId, Notice, NoticeId


@dataclass(frozen=True, slots=True)
class Result:
    """One case, asked and measured. `verdicts` has an entry for every metric that applies."""

    case: Case
    seen: Seen | None = None  # None: there was no answer
    fault: str | None = None  # why not
    took_s: float | None = None  # of the last question, without the turns before it
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    expected: tuple[frozenset[ClauseId], ...] = ()  # clauses, one set a notice

    @property
    def misses(self) -> dict[str, tuple[str, ...]]:
        """Why the case is wrong: the reasons of the metrics that decide."""
        if self.fault is not None:
            return {"reply": (self.fault,)}
        return {
            name: verdict.misses for name, verdict in self.verdicts.items() if METRICS[name].decides and verdict.misses
        }

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(f"{name}: {miss}" for name, misses in self.misses.items() for miss in misses)

    @property
    def right(self) -> bool:
        return not self.misses

    @property
    def harmful(self) -> bool:
        """Something untrue was put before the user."""
        return any(METRICS[name].never and verdict.misses for name, verdict in self.verdicts.items())


def run(cases: Iterable[Case], target: Target) -> Iterator[Result]:
    """One result a case, in order. Raises `BadSet` for a question that the target does not take."""
    for case in cases:
        try:
            asked = target.ask(case)
        except (Unanswered, BadReply) as exc:
            yield Result(case, fault=str(exc))
            continue
        expected = expected_clauses(case, target.sources)
        seen = Seen(case, asked.reply, target.sources, asked.trace, ranks(expected, asked.trace))
        yield Result(case, seen, took_s=asked.took_s, verdicts=measure(seen), expected=expected)


def current_notices(shelf: Shelf) -> dict[NoticeId, Notice]:
    """All notices that can be cited."""
    found = (shelf.notice(entry.id) for entry in shelf.entries())
    return {notice.id: notice for notice in found if notice is not None}

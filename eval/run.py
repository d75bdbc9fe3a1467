"""Ask every question of a set as production would, and measure each answer. Cases in, results out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assistant.errors import BadQuestion
from assistant.model import Answer, Query
from assistant.services import Services, Shelf
from eval.cases import BadSet, Case, Texts
from eval.metrics import METRICS, NEVER, Misses, Seen
from ingest.model import Notice, NoticeId


@dataclass(frozen=True, slots=True)
class Result:
    """One case, answered and measured. `misses` has an entry for every metric that applies."""

    case: Case
    answer: Answer
    took_s: float  # of the last question, without the turns before it
    misses: Mapping[str, Misses]
    sources: Mapping[NoticeId, str]  # of what is cited

    @property
    def right(self) -> bool:
        return not any(self.misses.values())

    @property
    def harmful(self) -> bool:
        """Something untrue was put before the user."""
        return any(self.misses.get(name) for name in NEVER)


def current_notices(shelf: Shelf) -> dict[NoticeId, Notice]:
    """All notices that can be cited."""
    found = (shelf.notice(entry.id) for entry in shelf.entries())
    return {notice.id: notice for notice in found if notice is not None}


def texts_of(notices: Mapping[NoticeId, Notice]) -> Texts:
    """What a set may quote, by file name."""
    return {notice.source: notice.text for notice in notices.values()}


def run(
    cases: tuple[Case, ...], services: Services, seconds: Callable[[], float] = time.perf_counter
) -> Iterator[Result]:
    """One result a case, in order. Raises `BadSet` for a question that the assistant does not take."""
    notices = current_notices(services.shelf)
    ids = {notice.source: notice.id for notice in notices.values()}
    for case in cases:
        notice_id = ids[case.notice] if case.notice is not None else None
        previous: Query | None = None
        try:
            for turn in case.turns:
                said = services.assistant.ask(turn, as_of=case.as_of, notice_id=notice_id, previous=previous)
                previous = said.query
            started = seconds()
            answer = services.assistant.ask(case.question, as_of=case.as_of, notice_id=notice_id, previous=previous)
            took_s = seconds() - started
        except BadQuestion as exc:
            raise BadSet([f"line {case.line}: case {case.id}: not a question one can ask ({exc.code})"]) from exc
        seen = Seen(case, answer, notices)
        yield Result(case, answer, took_s, measure(seen), {one.notice_id: seen.source(one) for one in answer.citations})


def measure(seen: Seen) -> dict[str, Misses]:
    """What each metric that applies has to say."""
    verdicts = ((name, metric(seen)) for name, metric in METRICS.items())
    return {name: misses for name, misses in verdicts if misses is not None}

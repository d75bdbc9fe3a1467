"""What a metric is given and what it gives."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Citation
from assistant.trace import Trace
from eval.cases import Case
from eval.replies import Reply
from eval.sources import Sources


@dataclass(frozen=True, slots=True)
class Seen:
    """One case, its answer, what is known of how it came about, and the notices it may cite."""

    case: Case
    reply: Reply
    sources: Sources
    trace: Trace | None = None
    ranks: tuple[int | None, ...] | None = None  # of what the case expects, in what the search brought; from 1

    def source(self, citation: Citation) -> str:
        """The file a citation comes from."""
        return self.sources.name_of(citation.notice_id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value from 0 to 1, and a reason for each miss."""

    value: float
    misses: tuple[str, ...] = ()


RIGHT = Verdict(1.0)


def missed(*reasons: str) -> Verdict:
    """Not at all right, and why."""
    return Verdict(0.0, reasons)


def of_misses(*reasons: str) -> Verdict:
    """Right where there is no reason why not."""
    return missed(*reasons) if reasons else RIGHT

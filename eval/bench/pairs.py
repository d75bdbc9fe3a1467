"""The same figure of ours and of what we are compared with, and their ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.bench.figures import Measured, Table


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure of both, in the same unit. `how` tells what was done."""

    what: str
    ours: Measured
    theirs: Measured
    how: str


def pairs_table(title: str, command: str, pairs: Sequence[Pair], note: str) -> Table:
    """A row for each pair; ratios are ours to theirs."""
    rows = tuple(
        (one.what, one.ours, one.theirs, Measured(one.ours.value / one.theirs.value, "ratio"), one.how) for one in pairs
    )
    return Table(title, command, ("what", "campaign", "LlamaIndex", "ratio", "how"), rows, note)

"""The times of a sentence that stand elsewhere in its passage: each beside what it is the time of, in both.

(passage with markers for times, atoms of the sentence with the same) -> whether a marker may stand at a place.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.filler import JOINING
from assistant.claims.passage import Passage
from assistant.claims.times import is_marker


class PlacedTimes:
    """The times that a sentence shares with a passage: see `assistant.claims.times`."""

    def __init__(self, passage: Passage, said: Sequence[str]) -> None:
        self._passage = passage
        self._said = said
        self._times = {atom: passage.at[passage.atoms.index(atom)] for atom in said if is_marker(atom)}

    def __contains__(self, atom: str) -> bool:
        return atom in self._times

    def is_beside(self, i: int, j: int) -> bool:
        """Whether a time of the sentence stands in a clause it belongs to, or right behind it."""
        timed = self._timed(self._said[i])
        if j != self._passage.end and self._passage.at[j] in timed:
            return True
        behind = self._passage.ends(j) and self._passage.at[j - 1] in timed
        return behind and self._said[i - 1] != "," and (i + 1 == len(self._said) or self._said[i + 1] == ",")

    def _timed(self, time: str) -> range:
        """The clauses that a time belongs to: the one it stands in; all behind it in its sentence where it stands alone."""
        clauses, n = self._passage.clauses, self._times[time]
        atoms = self._passage.atoms[clauses[n].begin : clauses[n].end]
        if not all(is_marker(atom) or atom in JOINING for atom in atoms):
            return range(n, n + 1)
        last = max(m for m in range(len(clauses)) if clauses[m].sentence == clauses[n].sentence)
        return range(n + 1, last + 1)

    def hold(self, kept: int, fronted: str) -> bool:
        """Whether what each time is the time of is kept, and nothing else stands behind one that opens the sentence."""
        clauses = self._passage.clauses
        for time, n in self._times.items():
            timed = self._timed(time)
            if not any(kept >> m & 1 for m in timed):
                return False
            if time in fronted:
                for m in (m for m in range(len(clauses)) if kept >> m & 1 and not clauses[m].condition):
                    if m < n or clauses[m].sentence != clauses[n].sentence:
                        return False
                    if m not in timed and not clauses[m].goes_on:
                        return False
        return True

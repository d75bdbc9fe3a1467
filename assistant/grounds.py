"""Whether what was found answers a question: signs in, probability out.

A question in everyday words shares few words with the clause that answers it, and a near miss shares many with one that does
not: no threshold of one measure parts them. So several signs are weighed together, by weights learned from questions whose
answers are known (`python -m eval.grounds` makes data/grounds.json and says how well it does on notices it was not made from).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parent / "data" / "grounds.json"


class BadWeights(ValueError):
    """The weights cannot be read or are of other signs; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against the best passage. Shares are 0..1."""

    letters: float  # weighted share of the question's characters that one sentence of the best passage holds
    lead: float  # how far the best passage is before the second, 0..1
    missing: float  # weighted share of its words, real ones and not bits of phrases, that the passage does not hold
    off_focus: float  # share of its words printed in the notice, where its last word is not in the passage
    unsaid: float  # of a yes-or-no question: how badly the first passages hold what it asks whether
    general: float  # 1 where the passage holds only words that any clause may hold, and more is asked
    everyday: float  # how many different marks of everyday speech, at most MAX_MARKS
    lay: float  # everyday phrases whose office words the passage holds, over its words


MAX_MARKS = 3
NAMES = tuple(one.name for one in fields(Signs))


@dataclass(frozen=True, slots=True)
class Weights:
    """Of each sign, in the order of NAMES, and of none."""

    signs: tuple[float, ...]
    bias: float

    def likely(self, signs: Signs) -> float:
        """The probability that the first passages answer the question.

        >>> Weights((0.0,) * len(NAMES), 0.0).likely(Signs(*[0.0] * len(NAMES)))
        0.5
        """
        total = self.bias + sum(a * b for a, b in zip(self.signs, astuple(signs), strict=True))
        return 1 / (1 + math.exp(-total))


def read_weights(path: Path = WEIGHTS) -> Weights:
    """The weights in a file. Raises BadWeights."""
    found: Mapping[str, float] = json.loads(path.read_text("utf-8"))["weights"]
    if set(found) != {*NAMES, "bias"}:
        raise BadWeights(
            f"{path.name}: weighs other signs than {', '.join(NAMES)}; run `python -m eval.grounds --write`"
        )
    return Weights(tuple(found[name] for name in NAMES), found["bias"])


@cache
def bundled_weights() -> Weights:
    """The weights that come with the program."""
    return read_weights()

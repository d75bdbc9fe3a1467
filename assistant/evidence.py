"""How well a passage supports a question: which of its content words the passage holds, rare ones counting more.

(terms, texts) -> weights; (terms, weights, text) -> coverage in 0..1. Words match themselves, what the lexicon says lay people
mean by them, and words that share most of their characters (typing mistakes, 总洁材料).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from assistant.lexicon import SYNONYMS

NEAR = 0.8  # what a word that is only nearly there counts


def weigh(terms: Sequence[str], texts: Sequence[str]) -> dict[str, float]:
    """The weight of each term: its inverse document frequency in the texts; one that stands in none weighs most.

    >>> weights = weigh(("活动", "分会场"), ("活动时间", "活动以湖北为主会场、各地为分会场"))
    >>> weights["分会场"] > weights["活动"]
    True
    """
    count = len(texts)
    return {
        term: math.log((count + 1) / (sum(match(term, text) >= NEAR for text in texts) + 0.5)) + 0.1 for term in terms
    }


def match(term: str, text: str) -> float:
    """1 where the text holds the term or what it stands for, less where it holds most of its characters.

    >>> match("老外", "外籍来华人员"), match("总结材料", "活动总结报送"), match("天气", "活动总结报送")
    (1.0, 0.4, 0.0)
    """
    if term in text or any(synonym in text for synonym in SYNONYMS.get(term, ())):
        return 1.0
    if len(term) < 3:
        return 0.0
    pairs = ["".join(pair) for pair in pairwise(term)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    if share >= 0.6:
        return NEAR
    return 0.4 if share > 0.3 else 0.0


def coverage(terms: Sequence[str], weights: Mapping[str, float], text: str) -> float:
    """The weighted share of the terms that the text holds; 0 without terms."""
    total = sum(weights[term] for term in terms)
    if not total:
        return 0.0
    return sum(weights[term] * match(term, text) for term in terms) / total

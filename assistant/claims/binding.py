"""Conditions and exceptions of a passage: which of its clauses a sentence may not say without which others.

(passage, the clauses used) -> whether nothing that binds them is left out.
"""

from __future__ import annotations

import re

from assistant.claims.actors import MODAL
from assistant.claims.alignment import HARD, SOFT, STRICT
from assistant.claims.canon import canonical
from assistant.claims.filler import JOINING
from assistant.claims.passage import Passage
from assistant.claims.text import CJK

ASKED = 0.8  # share of the pairs of characters of a condition that the question must hold
OWN_SUBJECT = re.compile(rf"[{CJK}]{{0,8}}?(?:期限|期间|时间|日期|标准|金额|比例|结果|费用|名单|每[人家个户辆])")
OF_ONE = ("自愿", "力争", "争取")  # soften what they stand in and nothing behind it
FOUND_OUT = re.compile(r"一经.{2}")


def binds_all(passage: Passage, kept: int, asked: str) -> bool:
    """Whether all conditions of what is kept are kept, each with what it is the condition of, and its exceptions.

    `kept`: the clauses used, as bits; `asked`: the question, without what only joins.
    """
    clauses = passage.clauses
    known = {n for n, one in enumerate(clauses) if one.condition and _is_asked(passage.text[n], asked)}
    used = {n for n in range(len(clauses)) if kept >> n & 1}
    if all(clauses[n].condition for n in used) and any(
        n + 1 < len(clauses) and clauses[n + 1].sentence == clauses[n].sentence for n in used
    ):
        return False
    if any(softener not in used for n in used if (softener := _softened_by(passage, n)) is not None):
        return False
    for n in used:
        if not passage.governed_by(n) <= used | known and not clauses[n].condition:
            return False
        if clauses[n].condition:
            first = min(passage.governed_by(n) | {n})
            group = range(first, n)
            if any(clauses[m].condition and m not in used | known for m in group):
                return False
            bound = [m for m in range(n + 1, len(clauses)) if clauses[m].sentence == clauses[n].sentence]
            if bound and not any(
                (m in used and n in passage.governed_by(m)) or (m in used and clauses[m].condition) for m in bound
            ):
                return False
        following = n + 1
        if (
            following < len(clauses)
            and clauses[following].exception
            and clauses[following].sentence == clauses[n].sentence
            and following not in used
        ):
            return False
    return True


def _softened_by(passage: Passage, n: int) -> int | None:
    """The clause whose 可 or 鼓励 goes on to a clause that has no force and no subject of its own: 各省可…，免征…"""
    for m in range(n, -1, -1):
        if passage.clauses[m].sentence != passage.clauses[n].sentence or OWN_SUBJECT.match(passage.text[m]):
            return None
        if any(one.group() not in OF_ONE for one in SOFT.finditer(passage.text[m])) and not STRICT.search(
            passage.text[m]
        ):
            return m
        if MODAL.search(passage.text[m]) or HARD.search(passage.text[m]):
            return None
    return None


def _is_asked(condition: str, asked: str) -> bool:
    """Whether the question itself sets a condition, or it is none by itself: 一经查实."""
    text = "".join(atom for atom in canonical(condition) if atom not in JOINING)
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    return bool(FOUND_OUT.fullmatch(text)) or sum(pair in asked for pair in pairs) >= ASKED * max(1, len(pairs))

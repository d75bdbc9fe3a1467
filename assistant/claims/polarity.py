"""What is denied or forbidden stays so, and nothing else becomes so: a lost 不 turns a duty round.

(folded line, Source) -> Problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims.source import Problem, Source
from assistant.claims.text import CJK, covered, fold

NEGATION = re.compile(rf"[不无未勿没非免禁][{CJK}]{{2}}")
NEGATIVE = frozenset("不无未勿没非免禁")
UNSTATED = "时间未写明"  # our own words for a duty of which no time is read
FORBIDS = re.compile(r"严禁|禁止|不得|不准|不许|不允许|切勿|请勿|不可|不能|杜绝|一律不")


def check_forbidden(text: str, source: Source) -> Iterator[Problem]:
    """What a line says is forbidden is what the quote forbids, in its words."""
    inside = covered(text, source.words)
    for found in FORBIDS.finditer(text):
        if found.start() not in inside and not source.prints(text[found.start() : found.end() + 2]):
            yield Problem("negation", text[found.start() : found.end() + 2])


def check_negations(text: str, source: Source) -> Iterator[Problem]:
    """Nothing is denied that the quote does not deny, nor the other way round; what is forbidden stays forbidden."""
    if any(fact.due is None and fact.end is None and fact.rule is None for fact in source.deadlines):
        text = text.replace(UNSTATED, "")
    for found in NEGATION.finditer(text):
        if not source.prints(found.group()):
            yield Problem("negation", found.group())
    for held in source.texts:
        for found in NEGATION.finditer(held):
            if (said := _affirmed(found.group(), text)) and not any(
                _affirmed(found.group(), one) for one in source.texts
            ):
                yield Problem("negation", said)
    for prohibition in source.prohibitions:
        for what in re.split(r"[、,和及或]|以及", fold(prohibition.what)):
            at = text.find(what) if len(what) >= 4 else -1
            if at >= 0 and not FORBIDS.search(text, 0, at) and sum(one.count(what) for one in source.texts) == 1:
                yield Problem("negation", what)


def _affirmed(negation: str, text: str) -> str | None:
    """The words behind a negation, where a text has them without it."""
    words = negation[1:]
    if words[0] in NEGATIVE:
        return None
    found = any(at.start() == 0 or text[at.start() - 1] != negation[0] for at in re.finditer(re.escape(words), text))
    return words if found else None

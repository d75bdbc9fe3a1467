"""The yes or no at the head of a line: what is said to be listed, not listed or forbidden is so in its quotes.

(folded line, Source) -> the line without its verdict; Problems of one that does not hold. Whether a day asked about is the
one printed is looked at with the question: see `check_day_verdict`.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from datetime import date

from assistant.claims.days import read_days
from assistant.claims.polarity import FORBIDS
from assistant.claims.source import Problem, Source
from assistant.claims.text import fold

NAMED = r"(?:“[^“”]{1,40}”、?)+"
LISTED = re.compile(rf"^(?:是,)?列有(?P<names>{NAMED})。")
NOT_LISTED = re.compile(rf"^(?:不是,)?没有列出(?P<names>{NAMED})。")
FORBIDDEN = re.compile(r"^不允许。原文:")
DAY_SAID = re.compile(r"^(?P<verdict>是这一天|不是这一天|在时限内|晚于时限):")


def check_verdict(text: str, source: Source) -> Generator[Problem, None, str]:
    """Takes the verdicts off the head of a line, the positive first."""
    for pattern, listed in ((LISTED, True), (NOT_LISTED, False)):
        if found := pattern.match(text):
            for name in re.findall(r"“([^“”]+)”", found["names"]):
                if source.prints(name) is not listed:
                    yield Problem("verdict", name)
            text = text[found.end() :]
    if found := FORBIDDEN.match(text):
        if not source.prohibitions or not FORBIDS.search(text, found.end()):
            yield Problem("verdict", text[:40])
        text = text[found.end() :]
    return DAY_SAID.sub("", text)


def check_day_verdict(text: str, asked: frozenset[tuple[int, int]]) -> Iterator[Problem]:
    """What a line says of the day a question names (month, day) is so of the days it states itself.

    >>> [problem.code for problem in check_day_verdict("不是这一天：须于2024年5月13日前报。", frozenset({(5, 13)}))]
    ['verdict']
    """
    folded = fold(text)
    found = DAY_SAID.match(folded)
    if found is None:
        return
    stated = [day.value for day in read_days(folded)]
    if not stated or not asked or not _holds(found["verdict"], stated, asked):
        yield Problem("verdict", text[:40])


def _holds(verdict: str, stated: list[date], asked: frozenset[tuple[int, int]]) -> bool:
    same = any((day.month, day.day) in asked for day in stated)
    if verdict in ("是这一天", "不是这一天"):
        return same is (verdict == "是这一天")
    last = max(stated)
    late = any((month, day) > (last.month, last.day) for month, day in asked)
    return late is (verdict == "晚于时限")

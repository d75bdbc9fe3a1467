"""Numbers with what they count, and their bounds: 5家 does not prove 5元, nor 不超过5家 that there are 5.

(folded line, Source) -> Problems. Dates and telephone numbers are looked at elsewhere and taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims.days import DAY
from assistant.claims.source import Problem, Source
from assistant.claims.text import CJK, CN, TAKEN, fold_lines

NUMBER = re.compile(r"(\d+(?:\.\d+)?) ?([^\s\d,;:|。]?)")
COUNTED = re.compile(rf"第[{CN}]{{1,4}}[届批条章期轮次季]|[{CN}]{{1,4}}[个家名项届份场天日月年周倍折部种人元]")
# Bounds of a number, by what they say.
BOUNDS = {
    **dict.fromkeys(
        ("不超过", "不多于", "不高于", "不大于", "最多", "至多", "以内", "之内", "以下", "低于", "少于"), "most"
    ),
    **dict.fromkeys(("至少", "最少", "不少于", "不低于", "起码", "以上", "超过", "多于", "高于"), "least"),
    **dict.fromkeys(("约", "左右", "余"), "about"),
}
BOUND = re.compile("|".join(sorted(BOUNDS, key=len, reverse=True)))
COUNT = re.compile(rf"(?P<number>\d+(?:\.\d+)?|[{CN}]+)(?P<unit>[个家名项份场天人元万亿倍折部种%])")


def check_numbers(text: str, source: Source) -> Iterator[Problem]:
    """Every number stands in a quote before the same word: 5家 does not prove 5元."""
    printed = {
        (_bare(number), unit)
        for held in (*(fold_lines(quote) for quote in source.quotes), *source.words)
        for number, unit in NUMBER.findall(DAY.sub(TAKEN, held))
    }
    numbers = {_bare(number) for quote in source.quotes for number, _ in NUMBER.findall(fold_lines(quote))}
    for number, unit in NUMBER.findall(text):
        if (_bare(number), unit) not in printed if unit else _bare(number) not in numbers:
            yield Problem("number", f"{number}{unit}")
    for found in COUNTED.finditer(text):
        if not source.prints(found.group()):
            yield Problem("number", found.group())


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"


def check_limits(text: str, source: Source) -> Iterator[Problem]:
    """A number keeps its bound: 不超过5家 is neither 至少5家 nor 5家."""
    printed = [limit for held in (*source.texts, *source.words) for limit in _limits(held)]
    for count, bound in _limits(text):
        bounds = {other for one, other in printed if one == count}
        if bounds and bound not in bounds:
            yield Problem("limit", count)


def _limits(text: str) -> Iterator[tuple[str, str | None]]:
    text = DAY.sub(TAKEN, text)
    for found in COUNT.finditer(text):
        lead = re.split(r"[,;:。、\d]", text[: found.start()])[-1][-7:]
        tail = re.match(rf"[{CJK}]{{0,4}}", text[found.end() :])
        near = [*BOUND.findall(lead)[-1:], *(BOUND.findall(tail.group())[:1] if tail else [])]
        yield f"{_bare(found['number'])}{found['unit']}", BOUNDS[near[0]] if near else None

"""Word's automatic numbers, which stand nowhere in the text: definitions and a count per list -> the printed number.

Source: ECMA-376-1, 17.9 (numbering). What it leaves open is done as Word does it: lists of one <w:abstractNum> count
on together; a <w:startOverride> starts anew where its list is first used; a level that was never used shows its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.readers.word.numerals import printed
from ingest.readers.word.package import integer, setting, switched_on, w
from ingest.readers.word.styles import Style, Styles

LEVELS = 9
MAX_PATTERN = 60  # characters of a printed number; the longest seen is 第%1章, and Word allows 31
MAX_LINKS = 8  # from a list to the style that defines it and back; a cycle has no end
PLACE = re.compile(r"%([1-9])")
CLOSED = "、，。．：；）】〕」』》"  # full-width marks bring their own gap


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `pattern` is as in “第%1条” or “%1.%2”; None for a bullet, which is no number."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str | None = ""
    gap: bool = True  # a tab or a space behind the number
    restart_after: int | None = None  # the number of levels above whose use starts it anew; None: all
    digits_only: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Abstract:
    """A list as defined; `defined_by` is the style that holds the definition, if this one only points there."""

    levels: dict[int, Level]
    defined_by: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list as used: a definition, and what this use does differently."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]


@dataclass(frozen=True, slots=True)
class Numbering:
    abstracts: dict[str, Abstract] = field(default_factory=dict)
    lists: dict[str, List] = field(default_factory=dict)

    def definition(self, num_id: str, styles: Styles) -> tuple[str, dict[int, Level]] | None:
        """The id under which a list counts, and its levels; None where it is not defined."""
        used = self.lists.get(num_id)
        if used is None:
            return None
        key = used.abstract
        for _ in range(MAX_LINKS):
            abstract = self.abstracts.get(key)
            if abstract is None:
                return None
            link = styles.by_id.get(abstract.defined_by or "")
            other = self.lists.get(link.num_id or "") if link else None
            if other is None or other.abstract == key:
                return key, abstract.levels | used.levels
            key = other.abstract
        return None


def read_numbering(elements: Iterable[etree._Element]) -> Numbering:
    """The children of <w:numbering> -> Numbering."""
    abstracts: dict[str, Abstract] = {}
    lists: dict[str, List] = {}
    for element in elements:
        if element.tag == w("abstractNum"):
            levels = {_index(level): _level(level) for level in element.iterchildren(w("lvl"))}
            abstracts[element.get(w("abstractNumId"), "")] = Abstract(levels, setting(element, "numStyleLink"))
        elif element.tag == w("num"):
            lists[element.get(w("numId"), "")] = _list(element)
    return Numbering(abstracts, lists)


def _list(element: etree._Element) -> List:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.iterchildren(w("lvlOverride")):
        start, level = setting(override, "startOverride"), override.find(w("lvl"))
        if level is not None:
            levels[_index(override)] = _level(level)
        if start is not None:
            starts[_index(override)] = integer(start, 1)
    return List(setting(element, "abstractNumId") or "", starts, levels)


def _index(level: etree._Element) -> int:
    return min(integer(level.get(w("ilvl"))), LEVELS - 1)


def _level(element: etree._Element) -> Level:
    number_format, zeros = _format(element)
    restart = setting(element, "lvlRestart")
    level = Level(
        start=integer(setting(element, "start"), 1),
        number_format=number_format,
        pattern=(setting(element, "lvlText") or "")[:MAX_PATTERN],
        gap=setting(element, "suff") != "nothing",
        restart_after=None if restart is None else integer(restart),
        digits_only=bool(switched_on(element, "isLgl")),
        style=setting(element, "pStyle"),
    )
    if number_format == "bullet" or switched_on(element.find(w("rPr")), "vanish"):
        return replace(level, pattern=None)
    return replace(level, number_format="decimalZero") if zeros else level


def _format(element: etree._Element) -> tuple[str, bool]:
    """The format and whether it is the custom “01, 02, 03”, which Word wraps in two alternatives."""
    for found in element.iter(w("numFmt")):
        custom = found.get(w("format"), "")
        return found.get(w("val"), "decimal"), custom.startswith("0")
    return "decimal", False


class Counter:
    """Counts along one document."""

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self._numbering = numbering
        self._styles = styles
        self._definitions: dict[str, tuple[str, dict[int, Level]] | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, style: Style) -> str | None:
        """The number Word prints before the next paragraph, with its gap; "" for a bullet, None for no list."""
        num_id = style.num_id
        if num_id is None or num_id == "0":
            return None
        if num_id not in self._definitions:
            self._definitions[num_id] = self._numbering.definition(num_id, self._styles)
        definition = self._definitions[num_id]
        if definition is None:
            return None
        key, levels = definition
        at = _level_of(style, levels)
        level = levels.get(at)
        if level is None:
            return None
        self._count(num_id, key, levels, at)
        if level.pattern is None:
            return ""
        text = PLACE.sub(lambda place: self._shown(key, levels, int(place.group(1)) - 1, level), level.pattern)
        return text + (" " if level.gap and text and text[-1] not in CLOSED else "")

    def _count(self, num_id: str, key: str, levels: dict[int, Level], at: int) -> None:
        counts = self._counts.setdefault(key, {})
        override = self._numbering.lists[num_id].starts.get(at)
        if override is not None and (num_id, at) not in self._started:
            counts[at] = override
        else:
            counts[at] = counts[at] + 1 if at in counts else levels[at].start
        self._started.add((num_id, at))
        for below in [other for other in counts if other > at]:
            after = levels.get(below, Level()).restart_after
            if at < (below if after is None else after):
                del counts[below]

    def _shown(self, key: str, levels: dict[int, Level], of: int, within: Level) -> str:
        level = levels.get(of)
        if level is None:
            return ""
        count = self._counts[key].get(of, level.start)
        return printed(count, "decimal" if within.digits_only else level.number_format)


def _level_of(style: Style, levels: dict[int, Level]) -> int:
    if style.num_level is not None:
        return min(style.num_level, LEVELS - 1)
    if style.numbered_by is not None:
        return next((index for index, level in levels.items() if level.style == style.numbered_by), 0)
    return 0

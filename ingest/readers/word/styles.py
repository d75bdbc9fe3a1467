"""What the styles of a Word file say about a paragraph or a run, inheritance resolved.

Source: ECMA-376-1, 17.7 (styles), 17.3.2.41 (vanish), 17.3.1.12 (indentation).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.readers.word.package import integer, setting, switched_on, w

MAX_STYLES = 10_000  # Word itself stops at 4,079
MAX_CHAIN = 32  # styles based on each other; Word's own limit is lower, and a cycle has no end
TELLING = frozenset(map(w, ("pStyle", "numPr", "ind", "pageBreakBefore")))  # what `_settings` looks at


@dataclass(frozen=True, slots=True)
class Style:
    """None: the style does not say, so that the one it is based on does."""

    name: str = ""
    based_on: str | None = None
    num_id: str | None = None
    num_level: int | None = None
    hidden: bool | None = None
    indented: bool | None = None  # the first line
    on_new_page: bool | None = None
    numbered_by: str | None = None  # the id of the style that `num_id` comes from


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = PLAIN

    def paragraph(self, properties: etree._Element | None) -> Style:
        """What holds for a paragraph: its own settings, else those of its style."""
        if properties is None or TELLING.isdisjoint(child.tag for child in properties):
            return self.default  # the fast way for the most frequent paragraph: an empty one
        style = self.by_id.get(setting(properties, "pStyle") or "", self.default)
        return _over(_settings(properties, style_id=None), style)

    def hides(self, properties: etree._Element | None, paragraph: Style) -> bool:
        """Whether a run with these properties is hidden text."""
        if properties is None:
            return bool(paragraph.hidden)
        own = switched_on(properties, "vanish")
        if own is None:
            own = self.by_id.get(setting(properties, "rStyle") or "", PLAIN).hidden
        return bool(paragraph.hidden if own is None else own)


def read_styles(elements: Iterable[etree._Element]) -> Styles:
    """The children of <w:styles> -> Styles."""
    raw: dict[str, Style] = {}
    default_id = ""
    for element in elements:
        if element.tag != w("style") or len(raw) >= MAX_STYLES:
            continue
        style_id = element.get(w("styleId"), "")
        properties = element.find(w("pPr"))
        style = PLAIN if properties is None else _settings(properties, style_id)
        raw[style_id] = replace(
            style,
            name=(setting(element, "name") or "").lower(),
            based_on=setting(element, "basedOn"),
            hidden=switched_on(element.find(w("rPr")), "vanish"),
        )
        if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
            default_id = style_id
    whole = {style_id: _with_ancestors(style, raw) for style_id, style in raw.items()}
    return Styles(whole, whole.get(default_id, PLAIN))


def _settings(properties: etree._Element, style_id: str | None) -> Style:
    """What a <w:pPr> says itself."""
    numbering, indent = properties.find(w("numPr")), properties.find(w("ind"))
    num_id, level = setting(numbering, "numId"), setting(numbering, "ilvl")
    first = None
    if indent is not None:
        first = indent.get(w("firstLineChars"), indent.get(w("firstLine")))
    return Style(
        num_id=num_id,
        num_level=None if level is None else integer(level),
        indented=None if first is None else integer(first) > 0,
        on_new_page=switched_on(properties, "pageBreakBefore"),
        numbered_by=style_id if num_id is not None else None,
    )


def _with_ancestors(style: Style, raw: dict[str, Style]) -> Style:
    for _ in range(MAX_CHAIN):
        parent = raw.get(style.based_on or "")
        if parent is None:
            break
        style = replace(_over(style, parent), based_on=parent.based_on)
    return style


def _over(own: Style, base: Style) -> Style:
    """`own` where it says something, else `base`."""
    by_base = own.num_id is None
    return Style(
        name=own.name or base.name,
        based_on=own.based_on,
        num_id=base.num_id if by_base else own.num_id,
        num_level=base.num_level if own.num_level is None else own.num_level,
        hidden=base.hidden if own.hidden is None else own.hidden,
        indented=base.indented if own.indented is None else own.indented,
        on_new_page=base.on_new_page if own.on_new_page is None else own.on_new_page,
        numbered_by=base.numbered_by if by_base else own.numbered_by,
    )

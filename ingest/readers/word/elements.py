"""Which elements of a Word file are read: what wraps them, which of several alternatives, which text boxes, and where
those stand. XML elements -> XML elements.

Source: ECMA-376-1, 17.5 (content controls), 20.4 (drawings); ECMA-376-3, 10 (alternatives).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from ingest.readers.word.package import WP, integer, setting, switched_on, w

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML = "{urn:schemas-microsoft-com:vml}"
ALTERNATIVES = f"{MC}AlternateContent"
BOX = w("txbxContent")
WRAPPERS = frozenset(map(w, ("sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo")))
MARGIN_TOP = re.compile(r"(?:^|;)\s*margin-top:\s*(-?\d+(?:\.\d+)?)(pt|in|cm|mm)?")
POINTS = {"in": 72.0, "cm": 28.35, "mm": 2.835}
HALF_PAGE_PT = 421  # of A4, 842 points high
EMU_PER_PT = 12_700
OF_PAGE = ("page", "margin", "topMargin")


def unwrapped(elements: Iterable[etree._Element], wanted: frozenset[str]) -> Iterator[etree._Element]:
    """Those of a kind among some elements, out of the content controls and alternatives around them."""
    for child in elements:
        tag = str(child.tag)
        if tag in wanted:
            yield child
        elif tag == w("sdt"):
            if not is_prompt(child):
                yield from unwrapped(child, wanted)
        elif tag == ALTERNATIVES:
            branch = chosen(child)
            if branch is not None:
                yield from unwrapped(branch, wanted)
        elif tag in WRAPPERS:
            yield from unwrapped(child, wanted)


def is_prompt(control: etree._Element) -> bool:
    """Whether a content control holds no text of the author: “click here to enter text”, or Word's own list of the
    headings, which repeats them.
    """
    properties = control.find(w("sdtPr"))
    if properties is None:
        return False
    gallery = setting(properties.find(w("docPartObj")), "docPartGallery")
    return gallery == "Table of Contents" or bool(switched_on(properties, "showingPlcHdr"))


def chosen(alternatives: etree._Element) -> etree._Element | None:
    """The one branch to read: the first that holds a text box, else the first. The others say the same again."""
    branches = list(alternatives)
    with_box = (branch for branch in branches if next(branch.iter(BOX), None) is not None)
    return next(with_box, branches[0] if branches else None)


def text_boxes(container: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes of a drawing."""
    for child in container:
        if child.tag == BOX:
            yield child
        elif child.tag == ALTERNATIVES:
            if (branch := chosen(child)) is not None:
                yield from text_boxes(branch)
        else:
            yield from text_boxes(child)


def hangs_above(drawing: etree._Element) -> bool:
    """Whether a text box is placed above the paragraph that anchors it, as far as the file says."""
    place = drawing.find(f"{{{WP}}}anchor/{{{WP}}}positionV")
    if place is not None:
        of_page = place.get("relativeFrom") in OF_PAGE
        if place.findtext(f"{{{WP}}}align") == "top":
            return True
        offset = integer((place.findtext(f"{{{WP}}}posOffset") or "").strip()) / EMU_PER_PT
        return offset < 0 or (of_page and place.find(f"{{{WP}}}posOffset") is not None and offset < HALF_PAGE_PT)
    for shape in drawing.iter(f"{VML}shape", f"{VML}rect", f"{VML}group"):
        style = shape.get("style", "")
        found = MARGIN_TOP.search(style)
        offset = float(found.group(1)) * POINTS.get(found.group(2), 1.0) if found else 0.0
        of_page = any(f"mso-position-vertical-relative:{frame}" in style for frame in ("page", "margin"))
        return offset < 0 or (of_page and offset < HALF_PAGE_PT)
    return False

"""Where on the page a stretch of the canonical text stands: each line of the source found again in the text.

(Pages, canonical text) -> Places, in text order. The passes of `normalise` only take characters away, so a line of the source
is found by its characters, blanks aside; one that was dropped is not found, and has no place.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from ingest.model import Box, Pages, Place, Span

LOOK_AHEAD = 400  # characters of the text that dropped lines can put a line ahead of its turn


def locate(pages: Pages, text: str) -> tuple[Place, ...]:
    """A place for every line of the source that went into the text.

    >>> top, middle = Box(0.1, 0.1, 0.9, 0.12), Box(0.1, 0.2, 0.5, 0.22)
    >>> locate(Pages(("各地要\\n— 1 —\\n做好 工作。",), True, ((top, None, middle),)), "各地要做好工作。")
    (Place(start=0, page=1, box=Box(left=0.1, top=0.1, right=0.9, bottom=0.12)), Place(start=3, page=1, box=Box(left=0.1, top=0.2, right=0.5, bottom=0.22)))
    """
    if not pages.boxes:
        return ()
    offsets = [i for i, character in enumerate(text) if not character.isspace()]
    squashed = "".join(text[i] for i in offsets)
    places: list[Place] = []
    at = 0
    for number, (page, boxes) in enumerate(zip(pages.texts, pages.boxes, strict=True), 1):
        for line, box in zip(page.split("\n"), boxes, strict=True):
            wanted = "".join(line.split())
            if not wanted:
                continue
            found = squashed.find(wanted, at, at + len(wanted) + LOOK_AHEAD)
            if found >= 0:
                places.append(Place(offsets[found], number, box))
                at = found + len(wanted)
    return tuple(places)


def box_of(places: Sequence[Place], span: Span) -> Box | None:
    """The box around the lines that hold a stretch, of those on its first page; None where the format has no places.

    >>> top, next_line = Box(0.2, 0.1, 0.9, 0.12), Box(0.1, 0.13, 0.5, 0.15)
    >>> places = (Place(0, 1, top), Place(20, 1, next_line), Place(30, 2, top))
    >>> box_of(places, Span(4, 34)), box_of((Place(0, 1, None),), Span(0, 9))
    (Box(left=0.1, top=0.1, right=0.9, bottom=0.15), None)
    """
    first = max(0, bisect.bisect_right(places, span.start, key=lambda place: place.start) - 1)
    last = bisect.bisect_left(places, span.end, key=lambda place: place.start)
    boxes = [place.box for place in places[first:last] if place.box is not None and place.page == places[first].page]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )

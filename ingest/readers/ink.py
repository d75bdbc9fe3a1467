"""Where the characters of a recognised line stand, measured in its ink: blanks the recogniser dropped come back.

One line as read + the page in grey -> glyphs that stand side by side, but for the blanks.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.readers.sheet import CLOSING, OPENING, Glyph

HEIGHT = 0.87  # a character's size over the height of the box the detector draws around its line
MIDDLE = 0.38  # of a size: from the middle of a line down to its baseline
HALF_INK = 0.45  # of a size: what a bracket or a comma leaves blank of its own width
LATIN, CHINESE = 0.3, 0.42  # sizes: a blank as wide is more than characters leave by nature
MARK = 0.68  # sizes: and as much more for a mark on either side of it, which is half blank itself
MORE = 0.22  # sizes: and wider than the usual one of its line by that much
STEP = 0.15  # sizes: by how much digits are further apart than usual where a space stands between them
INK = 60  # grey levels darker than the paper
MIN_INK = 2  # pixels of a column: fewer are a speck
INK_HEIGHT = 0.92  # of a size: the ink of Chinese characters, from the highest to the lowest
FLAT = 0.65  # of the box: lower ink does not show the size
HAN = re.compile(r"[\u3400-\u9fff]")
HAN_PAIR = re.compile(r"[\u3400-\u9fff]{2}")
MARKS = frozenset(CLOSING + OPENING + "·—…") - frozenset(".%")  # full-width ones are half blank

Pixels = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float64]  # (4, 2): a box that may lean, from its top left corner with the clock


class Read(NamedTuple):
    """One line as the recogniser gives it: its box, its characters with the box of each, its score."""

    corners: Corners
    chars: tuple[tuple[str, Corners], ...]
    score: float


class Blank(NamedTuple):
    """A stretch of a line without ink."""

    start: float
    end: float

    @property
    def width(self) -> float:
        return self.end - self.start

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def sides(corners: Corners) -> tuple[float, float]:
    """Width and height of a box that may lean."""
    return float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[3] - corners[0]))


def glyphs_of(read: Read, grey: Pixels, turn: npt.NDArray[np.float64]) -> list[Glyph]:
    """The characters of a line. `turn` (2, 3) takes the places of `read` to those of `grey`."""
    if not read.chars:
        return []
    corners = read.corners @ turn[:, :2].T + turn[:, 2]
    # The recogniser knows the places of characters only to a fifth of their size: enough to say which blank is where.
    centres = sorted(float((box @ turn[:, :2].T + turn[:, 2])[:, 0].mean()) for _, box in read.chars)
    chars = [char for char, _ in read.chars]
    height = sides(read.corners)[1]
    middle = float(corners[:, 1].mean())
    start, end = float(corners[:, 0].min()), float(corners[:, 0].max())
    inked = _inked(grey, start, end, middle, height)
    size = _size(chars, centres, HEIGHT * height, inked)
    blanks = list(_blanks(inked, start))
    if blanks and blanks[0].start <= start + 1:
        start = blanks.pop(0).end
    if blanks and blanks[-1].end >= end - 1:
        end = blanks.pop().start
    gaps = _gaps(chars, centres, blanks, size)
    edges = [start - HALF_INK * size * (chars[0] in OPENING)]
    for (left, right), gap in zip(itertools.pairwise(centres), gaps, strict=True):
        edges += [gap.start, gap.end] if gap else [(left + right) / 2] * 2
    edges.append(end + HALF_INK * size * (chars[-1] in MARKS))
    edges = list(itertools.accumulate(edges, max))
    baseline = middle + MIDDLE * size
    return [
        Glyph(char, left, right, baseline, size)
        for char, left, right in zip(chars, edges[::2], edges[1::2], strict=True)
    ]


def _inked(grey: Pixels, start: float, end: float, middle: float, height: float) -> npt.NDArray[np.bool_]:
    """Which pixels of a line are dark."""
    left, right = max(0, int(start)), min(grey.shape[1], int(end) + 1)
    top, bottom = max(0, int(middle - 0.45 * height)), min(grey.shape[0], int(middle + 0.45 * height) + 1)
    strip = grey[top:bottom, left:right]
    return strip < (float(np.percentile(strip, 90)) - INK if strip.size else 0.0)


def _size(chars: Sequence[str], centres: Sequence[float], by_height: float, inked: npt.NDArray[np.bool_]) -> float:
    """The size of a line's characters: the distance of Chinese ones, unless they are spread or few, else their height.

    The detector draws the box of a short line too high.
    """
    rows = np.flatnonzero(np.count_nonzero(inked, axis=1) >= MIN_INK)
    if rows.size and any(HAN.match(char) for char in chars):
        by_ink = float(rows[-1] - rows[0] + 1) / INK_HEIGHT
        by_height = by_ink if FLAT * by_height <= by_ink <= by_height else by_height  # 一 is flat
    steps = [
        right - left
        for (last, left), (char, right) in itertools.pairwise(zip(chars, centres, strict=True))
        if HAN_PAIR.match(last + char)
    ]
    step = statistics.median(steps) if len(steps) >= 4 else by_height
    return step if 0.75 * by_height <= step <= 1.25 * by_height else by_height


def _blanks(inked: npt.NDArray[np.bool_], start: float) -> Iterator[Blank]:
    """The blanks of a line, from left to right."""
    blank = np.count_nonzero(inked, axis=0) < MIN_INK
    edges = np.flatnonzero(np.diff(np.concatenate(([False], blank, [False])).astype(np.int8)))
    left = max(0, int(start))
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        yield Blank(float(left + a), float(left + b))


def _gaps(chars: Sequence[str], centres: Sequence[float], blanks: Sequence[Blank], size: float) -> list[Blank | None]:
    """For each pair of neighbours the blank between them, if it is more than characters leave by nature."""
    middles = [(left + right) / 2 for left, right in itertools.pairwise(centres)]
    widest: list[Blank | None] = [None] * len(middles)
    for blank in blanks if middles else ():
        i = min(range(len(middles)), key=lambda i: abs(middles[i] - blank.middle))
        held = widest[i]
        if held is None or blank.width > held.width:
            widest[i] = blank
    usual = statistics.median(blank.width if blank else 0.0 for blank in widest) if widest else 0.0
    steps = _digit_steps(chars, blanks, widest)
    step = statistics.median(steps.values()) if len(steps) > 3 else None
    gaps: list[Blank | None] = []
    for i, (last, char) in enumerate(itertools.pairwise(chars)):
        between = widest[i]
        if between is None:
            wide = False
        elif i in steps and step is not None:
            wide = steps[i] >= step + STEP * size
        else:
            wide = between.width >= max(_least(last, char) * size, usual + MORE * size)
        gaps.append(between if wide else None)
    return gaps


def _digit_steps(chars: Sequence[str], blanks: Sequence[Blank], widest: Sequence[Blank | None]) -> dict[int, float]:
    """From the middle of one digit's ink to that of the next: the same for all digits, narrow or wide."""
    steps = {}
    for i, (last, char) in enumerate(itertools.pairwise(chars)):
        blank = widest[i]
        if blank is None or not (last.isdigit() and char.isdigit()):
            continue
        k = blanks.index(blank)
        if 0 < k < len(blanks) - 1:
            steps[i] = (blank.end + blanks[k + 1].start) / 2 - (blanks[k - 1].end + blank.start) / 2
    return steps


def _least(last: str, char: str) -> float:
    if last.isascii() and char.isascii():
        return LATIN
    return CHINESE + MARK * ((last in MARKS) + (char in MARKS))

"""A page as it is seen: characters and ruled lines in their places. Characters -> runs, the pieces of a row.

What the parsers of PDF, OFD and scans hand to `lines.py`. Lengths are in the format's own unit (points, millimetres,
pixels), measured from the top left corner: every rule about them is in characters, never in units.
"""

from __future__ import annotations

import itertools
import statistics
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.model import Box

ASCENT, DESCENT = 0.88, 0.12  # of a character's size above and below its baseline, as in Chinese fonts
SAME_ROW = 0.35  # of a size: how far baselines of one row are apart (mixed fonts, a scan's noise)
WORD_GAP = 0.15  # of a size: between letters or digits, where a space is printed, too
LATIN_GAP = 0.3  # of a size: between letters without one; a narrow letter in a wide cell leaves a quarter
CHINESE_GAP = 0.5  # of a size: wider than what justified lines and the join of Chinese and Latin put in
GUESSED = "\u2009"  # a blank that the parser took from a gap, and did not find printed
TWICE = 0.3  # of a character's width: the same one that near is printed twice to look bold
WIDE_GAP = 2.0  # of a size: what stands further apart belongs together only if the line says so
MAX_SPACES = 8

CLOSING = "，。、；：！？）》”’」』】〕,.;:!?)]%％"  # marks that never begin a line
OPENING = "（《“‘「『【〔([<"  # and those that never end one


class Glyph(NamedTuple):
    """One character: its advance from `left` to `right` on a baseline, in a font of `size`."""

    char: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one row without a wide gap or a ruled line between them."""

    text: str
    left: float
    right: float
    baseline: float
    size: float

    @property
    def top(self) -> float:
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + DESCENT * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line, along x (`top == bottom`) or along y (`left == right`)."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def upright(self) -> bool:
        return self.right - self.left < self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `scanned` where the text is still to be read off its picture."""

    width: float
    height: float
    runs: tuple[Run, ...] = ()
    rules: tuple[Rule, ...] = ()
    scanned: bool = False
    struck: tuple[str, ...] = ()  # what lines are drawn through

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A place as fractions of the page."""
        return Box(
            round(min(1.0, max(0.0, left / self.width)), 4),
            round(min(1.0, max(0.0, top / self.height)), 4),
            round(min(1.0, max(0.0, right / self.width)), 4),
            round(min(1.0, max(0.0, bottom / self.height)), 4),
        )


def plain(char: str) -> str:
    """The character meant: fonts map 一 to a Kangxi radical that looks the same and is another character.

    >>> plain("⼀") == "一", plain("；")
    (True, '；')
    """
    return unicodedata.normalize("NFKC", char) if "\u2e80" <= char <= "\u2fdf" or "\uf900" <= char <= "\ufaff" else char


def parts_words(before: str, after: str) -> bool:
    """Whether a line break between the two stands for a space: between English words, not in Chinese or a number."""
    first, last = after[:1], before[-1:]
    return last.isascii() and last.isalpha() and first.isascii() and first.isalpha()


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters that stand on one line of sight, from top to bottom, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.baseline):
        if rows and glyph.baseline - rows[-1][0].baseline <= SAME_ROW * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows


def runs_of(glyphs: Iterable[Glyph], rules: Iterable[Rule] = ()) -> tuple[Run, ...]:
    """The runs of a page. Spaces are read off the gaps, with the help of those printed.

    >>> phone = [Glyph(c, i * 8, i * 8 + 8, 50, 16) for i, c in enumerate("010-1")]
    >>> runs_of(phone + [glyph._replace(left=glyph.left + 48, right=glyph.right + 48) for glyph in phone])[0].text
    '010-1 010-1'
    """
    upright = sorted((rule for rule in rules if rule.upright), key=lambda rule: rule.left)
    xs = [rule.left for rule in upright]
    runs: list[Run] = []
    for row in rows_of(glyphs):
        spread = _spread(row)
        piece: list[Glyph] = []
        text, blank = "", ""  # the blank since the last character
        for glyph in row:
            if glyph.char.isspace():
                blank = glyph.char
                continue
            if piece:
                last = piece[-1]
                if glyph.char == last.char and glyph.left - last.left < TWICE * (last.right - last.left):
                    continue
                em = max(glyph.size, last.size)
                gap = glyph.left - last.right
                between = upright[bisect_left(xs, last.right - 0.3 * em) : bisect_right(xs, glyph.left + 0.3 * em)]
                ruled = any(rule.top <= glyph.baseline - 0.4 * em <= rule.bottom for rule in between)
                if gap >= WIDE_GAP * em or ruled:
                    runs.append(_run(piece, text))
                    piece, text = [], ""
                else:
                    text += _spaces(last, glyph, gap, spread, blank)
            blank = ""
            piece.append(glyph)
            text += plain(glyph.char)
        if piece:
            runs.append(_run(piece, text))
    return tuple(runs)


def _spread(row: Sequence[Glyph]) -> float:
    """How far a justified line pulls its characters apart, in sizes."""
    inked = [glyph for glyph in row if not glyph.char.isspace()]
    gaps = [(b.left - a.right) / b.size for a, b in itertools.pairwise(inked)]
    return max(0.0, min(statistics.median(gaps), CHINESE_GAP)) if len(gaps) >= 8 else 0.0


def _spaces(last: Glyph, glyph: Glyph, gap: float, spread: float, blank: str) -> str:
    wide = gap / max(glyph.size, last.size) - spread
    if last.char.isascii() and glyph.char.isascii():
        tabular = last.char.isdigit() and glyph.char.isdigit()  # digits fill their cells: telephones side by side
        return " " * (wide >= (WORD_GAP if blank or tabular else LATIN_GAP))
    if wide >= CHINESE_GAP - 0.05:
        return " " * min(MAX_SPACES, round(wide / 0.5))
    mixed = last.char.isascii() or glyph.char.isascii()  # a word processor sets Chinese and Latin a quarter apart
    return " " * (wide >= WORD_GAP and (blank == " " or (blank == GUESSED and not mixed)))


def _run(piece: Sequence[Glyph], text: str) -> Run:
    size = statistics.median(glyph.size for glyph in piece)
    return Run(text, piece[0].left, piece[-1].right, statistics.median(g.baseline for g in piece), size)


def rows_of_runs(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that stand on one line of sight, from top to bottom, each row from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: one.baseline):
        if rows and run.baseline - rows[-1][0].baseline <= SAME_ROW * max(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda one: one.left)
    return rows

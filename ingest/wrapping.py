"""Tell whether a text was cut into lines of one width, as what is copied from a PDF is. Lines in, that width out.

Where it was, a line that reaches the margin goes on with the next one, and one that ends well before it closes its
paragraph, whatever the words say.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from ingest.tokenise import pieces

MIN_WIDTH = 18.0  # characters; narrower columns are lists and tables
MIN_CUT = 5  # lines that the margin has cut, for a text to be one of lines
SPREAD = 0.2  # of the width, by which lines that the margin cuts may differ: figures and brackets are not torn apart
MAX_LONGER = 0.03  # of the lines that may be longer than the margin allows
REACHES = 0.88  # of the width: nearer to the margin than a word of four characters
FALLS_SHORT = 0.7
MIN_LINES_BETWEEN = 8  # two page numbers
OF_PAGES = re.compile(r"\s*(\d{1,3})\s*(?:[/／]\s*\d{1,3})?\s*")  # 3, 3 / 12
LONGEST_WORD = 6  # characters on either side of a break
ENDS = "。！？；：!?;:…"
ROW = re.compile(r"\S {2,}\S.* {2,}\S| \| ")  # cells of a table
NEW = re.compile(r"\s{2}|[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]|第.{1,4}[章节条]|附\s*件|[—－-]\s*\d")


def width_of(line: str) -> float:
    """How wide a line is in Chinese characters; a Latin letter or digit is half as wide.

    >>> width_of("2026年"), width_of("  为推动")
    (3.0, 4.0)
    """
    return sum(0.5 if character.isascii() else 1.0 for character in line.rstrip())


def margin_of(lines: Sequence[str]) -> float | None:
    """The width at which the lines of a text were cut; None where its lines are paragraphs.

    >>> margin_of(["为推动消费，现将有关事项通知如下：", "一、活动时间", "2026年5月1日至5月31日，共三十一天。"]) is None
    True
    """
    filled = [line for line in lines if line.strip()]
    cut = [
        width_of(line)
        for line, following in pairwise(filled)
        if line.rstrip()[-1] not in ENDS and not NEW.match(following) and not ROW.search(line)
    ]
    cut = [width for width in cut if width >= MIN_WIDTH]
    if len(cut) < MIN_CUT:
        return None
    margin = statistics.median(cut)
    alike = sum(abs(width - margin) <= SPREAD * margin for width in cut)
    longer = sum(width_of(line) > (1 + SPREAD) * margin for line in filled)
    return margin if 2 * alike > len(cut) and longer <= MAX_LONGER * len(filled) else None


class Reach(Enum):
    """How near the end of a line is to the margin."""

    FULL = "at it"
    SHORT = "well before it"
    UNSURE = "either"


def reach_of(line: str, margin: float) -> Reach:
    """How near to the margin a line ends; a row of a table goes on with no other."""
    width = width_of(line)
    if ROW.search(line) or width < FALLS_SHORT * margin:
        return Reach.SHORT
    return Reach.FULL if width >= REACHES * margin else Reach.UNSURE


def tears_word(before: str, after: str) -> bool:
    """Whether a word of the dictionary begins at the end of one line and ends on the next.

    >>> tears_word("将实施方案报送省商", "务厅备案。"), tears_word("全面自查", "各地要重视")
    (True, False)
    """
    tail, at = before[-LONGEST_WORD:] + after[:LONGEST_WORD], min(len(before), LONGEST_WORD)
    end = 0
    for piece in pieces(tail):
        start, end = end, end + len(piece)
        if start < at < end:
            return True
    return False


def page_numbers(lines: Sequence[str]) -> set[int]:
    """Which lines of a text cut at a margin hold the numbers of its pages: bare numbers that count up, far apart."""
    bare = [(i, int(found[1])) for i, line in enumerate(lines) if (found := OF_PAGES.fullmatch(line))]
    if not bare or margin_of(lines) is None:
        return set()
    steps = [(b[1] - a[1], b[0] - a[0]) for a, b in pairwise([(0, 0), *bare])]
    full = steps if len(bare) == 1 else steps[:-1]  # the last page may hold little
    counting = all(step == 1 for step, _ in steps[1:]) and steps[0][0] <= 2
    return {i for i, _ in bare} if counting and all(far >= MIN_LINES_BETWEEN for _, far in full) else set()

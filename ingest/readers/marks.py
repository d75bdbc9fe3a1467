"""Marks on characters: raised digits become superscripts, what a line is drawn through is no text. Glyphs in, glyphs out.

The digit of a footnote behind a telephone must not become part of it, and a date that was crossed out is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ingest.readers.sheet import Glyph, Rule, Sheet, runs_of

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SMALL = 0.75  # of the size of the character it stands behind
RAISED = (0.15, 0.65)  # of that size
NEAR = 0.3  # of that size: the gap in front of it
THROUGH = (0.15, 0.55)  # of a size above the baseline: where a line crosses characters out
HUG = 0.6  # of a size: a line that goes further than the characters is one to write on, or a table's


def sheet_of(width: float, height: float, glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> Sheet:
    """A page whose characters and ruled lines are known."""
    kept, struck = take_struck(glyphs, rules)
    return Sheet(width, height, runs_of(with_superscripts(kept), rules), tuple(rules), struck=struck)


def superscript(text: str) -> str:
    """Digits raised.

    >>> superscript("[12]")
    '[¹²]'
    """
    return text.translate(SUPERSCRIPT)


def with_superscripts(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Small raised digits behind a character as superscripts on its row.

    >>> phone = [Glyph("0", 0, 5, 100, 10), Glyph("1", 5, 10, 100, 10), Glyph("2", 10, 13, 96, 6)]
    >>> "".join(glyph.char for glyph in with_superscripts(phone))
    '01²'
    """
    order = sorted(glyphs, key=lambda glyph: glyph.left)
    full = sorted((glyph for glyph in order if not glyph.char.isspace()), key=lambda glyph: glyph.right)
    ends = [glyph.right for glyph in full]
    raised: dict[tuple[float, float], Glyph] = {}  # by the end and baseline of a digit where it was -> where it is now
    settled: list[Glyph] = []
    for glyph in order:
        base = None
        if glyph.char in "0123456789":
            reach = NEAR * glyph.size / SMALL
            before = full[bisect_left(ends, glyph.left - reach) : bisect_right(ends, glyph.left + reach)]
            base = next((one for one in before if _carries(one, glyph)), None)
            if base is None:
                base = next((raised[key] for one in before if (key := (one.right, one.baseline)) in raised), None)
        if base is not None and glyph.size <= SMALL * base.size:
            moved = glyph._replace(char=superscript(glyph.char), baseline=base.baseline, size=base.size)
            raised[glyph.right, glyph.baseline] = moved
            settled.append(moved)
        else:
            settled.append(glyph)
    return settled


def _carries(base: Glyph, digit: Glyph) -> bool:
    rise = base.baseline - digit.baseline
    return digit.size <= SMALL * base.size and RAISED[0] * base.size <= rise <= RAISED[1] * base.size


def take_struck(glyphs: Sequence[Glyph], rules: Sequence[Rule]) -> tuple[list[Glyph], tuple[str, ...]]:
    """The characters that no line is drawn through, and the text of those that one is.

    >>> date = [Glyph(char, 10 * i, 10 * i + 10, 100, 10) for i, char in enumerate("1518日")]
    >>> kept, struck = take_struck(date, [Rule(0, 96, 20, 96)])
    >>> "".join(glyph.char for glyph in kept), struck
    ('18日', ('15',))
    """
    left = list(glyphs)
    struck: list[str] = []
    level = [rule for rule in rules if not rule.upright]
    if not level:
        return left, ()
    order = sorted(range(len(glyphs)), key=lambda i: glyphs[i].baseline)
    baselines = [glyphs[i].baseline for i in order]
    tallest = max((glyph.size for glyph in glyphs), default=0.0)
    gone: set[int] = set()
    for rule in level:
        near = order[bisect_left(baselines, rule.top) : bisect_right(baselines, rule.top + THROUGH[1] * tallest)]
        crossed = [i for i in near if i not in gone and _is_crossed(glyphs[i], rule)]
        if not crossed:
            continue
        size = max(glyphs[i].size for i in crossed)
        start, end = min(glyphs[i].left for i in crossed), max(glyphs[i].right for i in crossed)
        if rule.left >= start - HUG * size and rule.right <= end + HUG * size:
            gone.update(crossed)
            struck.append("".join(glyphs[i].char for i in sorted(crossed, key=lambda i: glyphs[i].left)))
    return [glyph for i, glyph in enumerate(glyphs) if i not in gone], tuple(struck)


def _is_crossed(glyph: Glyph, rule: Rule) -> bool:
    above = glyph.baseline - rule.top
    middle = (glyph.left + glyph.right) / 2
    return THROUGH[0] * glyph.size <= above <= THROUGH[1] * glyph.size and rule.left <= middle <= rule.right

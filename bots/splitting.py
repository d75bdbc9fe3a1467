"""Long messages in parts a channel takes: cut between sentences, never inside a citation, a character or a markup tag.

(runs, style, limit) -> parts, each of its own valid markup. Joined, the runs of the parts are the runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bots.limits import Limit
from bots.model import Run
from bots.styles import Style

NUMBER_ROOM = 12  # for "（10/12）" in any unit
BORDERS = (re.compile(r"\n+"), re.compile(r"[。！？；!?;]+[”’）)]*"), re.compile(r"[，、,：:\s]+"))
JOINERS = ("\u200d", "\ufe0f", "\u20e3")  # hold several code points together as one sign


def split(runs: Sequence[Run], style: Style, limit: Limit) -> list[tuple[Run, ...]]:
    """The parts of a message, each written at most `limit.most` large. Nothing for a message without words.

    `whole` runs that follow each other up to the end of a line stay together while they fit into a part.
    """
    room = limit.most - NUMBER_ROOM if _size(runs, style, limit) > limit.most else limit.most
    parts: list[list[Run]] = [[]]
    for block in _blocks(runs):
        size = _size(block, style, limit)
        together = len(block) > 1 or block[0].whole
        if together and parts[-1] and room - _size(parts[-1], style, limit) < size <= room:
            parts.append([])
        waiting = list(reversed(block))
        while waiting:
            part, run = parts[-1], waiting.pop()
            left = room - _size(part, style, limit)
            if _size([run], style, limit) <= left:
                part.append(run)
                continue
            head = _head(run.text, partial(_fits, run, style, limit, left), strict=bool(part))
            if not head and not part:
                raise ValueError(f"{limit.most} is too little for one character and its markup")
            if head:
                part.append(replace(run, text=run.text[:head]))
            waiting.append(replace(run, text=run.text[head:]))
            parts.append([])
    return [tuple(part) for part in parts if "".join(run.text for run in part).strip()]


def _blocks(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that belong together: a citation is a place, a link and a quote."""
    blocks: list[list[Run]] = []
    going_on = False
    for run in runs:
        if not run.text:
            continue
        if run.whole and going_on:
            blocks[-1].append(run)
        else:
            blocks.append([run])
        going_on = run.whole and not run.text.endswith("\n")
    return blocks


def _size(runs: Sequence[Run], style: Style, limit: Limit) -> int:
    return sum(limit.size(style(run)) for run in runs)


def _fits(run: Run, style: Style, limit: Limit, room: int, text: str) -> bool:
    return limit.size(style(replace(run, text=text))) <= room


def _head(text: str, fits: Callable[[str], bool], *, strict: bool) -> int:
    """How many characters of a text go into what is left of a part: up to the best border that fits.

    `strict` where the part holds something already: then rather nothing than half a sentence.
    """
    most = _longest(text, fits)
    for border in BORDERS[: 2 if strict else len(BORDERS)]:
        ends = [found.end() for found in border.finditer(text, 0, most) if found.end() <= most]
        if ends and (strict or ends[-1] * 3 >= most):
            return ends[-1]
    return 0 if strict else _whole_signs(text, most)


def _longest(text: str, fits: Callable[[str], bool]) -> int:
    """The length of the longest beginning that fits; sizes grow with length."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    return low


def _whole_signs(text: str, end: int) -> int:
    """`end`, moved back so that no sign made of several code points is cut, as far as that is possible."""
    place = end
    while 0 < place < len(text) and _joined(text[place - 1], text[place]):
        place -= 1
    return place or end


def _joined(before: str, after: str) -> bool:
    return (
        after in JOINERS
        or before == "\u200d"
        or unicodedata.combining(after) != 0
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # skin tones
        or ("\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff")  # flags
    )

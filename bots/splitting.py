"""Long messages in parts a channel takes: cut between sentences, never inside a citation, a character or a markup tag.

(runs, style, limit) -> parts, each of its own valid markup. Joined, the runs of the parts are the runs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import regex

from bots.limits import Limit
from bots.model import Run
from bots.styles import Style

NUMBER_ROOM = 12  # for "（10/12）" in any unit
BORDERS = (re.compile(r"\n+"), re.compile(r"[。！？；!?;]+[”’）)]*"), re.compile(r"[，、,：:\s]+"))


def split(runs: Sequence[Run], style: Style, limit: Limit) -> list[tuple[Run, ...]]:
    """The parts of a message, each written at most `limit.most` large. Nothing for a message without words.

    `whole` runs that follow each other up to the end of a line stay together while they fit into a part.
    """
    room = limit.most - NUMBER_ROOM if _size(runs, style, limit) > limit.most else limit.most
    parts: list[list[Run]] = [[]]
    left = room
    for block in _blocks(runs):
        if parts[-1] and (len(block) > 1 or block[0].whole) and left < _size(block, style, limit) <= room:
            parts.append([])
            left = room
        waiting = list(reversed(block))
        while waiting:
            run = waiting.pop()
            size = _size([run], style, limit)
            if size <= left:
                parts[-1].append(run)
                left -= size
                continue
            head = _head(run.text, partial(_fits, run, style, limit, left), strict=bool(parts[-1]))
            if not head and not parts[-1]:
                raise ValueError(f"{limit.most} is too little for one character and its markup")
            if head:
                parts[-1].append(replace(run, text=run.text[:head]))
            waiting.append(replace(run, text=run.text[head:]))
            parts.append([])
            left = room
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
    """`end`, moved back so that no sign made of several code points is cut, unless it is larger than a part."""
    place = 0
    for sign in regex.finditer(r"\X", text):  # UAX 29: what a reader takes for one character
        if sign.end() > end:
            break
        place = sign.end()
    return place or end

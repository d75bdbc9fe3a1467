"""A time may stand anywhere beside what it is the time of: 于4月3日前完成初审 is 4月3日前，完成初审.

(plain sentence, plain quote) -> both with a marker in place of each time that each of them has once, in the same words.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.claims.canon import canonical
from assistant.claims.text import DATE

_CLOCK = r"(?:上午|下午|中午|晚上)?(?:\d{1,2}(?::\d{2}|[时点](?:\d{1,2}分)?整?))?"
WHEN = re.compile(
    rf"(?<![、和及与])(?:于|在|自|从)?(?P<time>{DATE}{_CLOCK}(?:起?,?(?:至|到|-{{1,2}}|~){DATE}{_CLOCK})?"
    r"(?:之前|以前|前(?![期后])|之后|以后|后(?!续)|起|止|左右)?"
    r"|每(?:月|季度|年|周)(?:\d{1,2}月)?\d{1,2}日(?:前|之前|以前)?)(?:期间)?(?![、和及与])"
)
CALLED = re.compile(r",时间(?:为|是|:)$")  # behind what is done then
FIRST = 0xE8F0  # of the markers: characters nobody prints


def is_marker(atom: str) -> bool:
    return FIRST <= ord(atom[0]) < FIRST + 8


def without_times(said: str, quote: str) -> tuple[str, str] | None:
    """Both with markers; None where there is no such time.

    >>> said, quote = without_times("4月3日前,市局完成初审", "市局应于4月3日前完成初审") or ("", "")
    >>> said.index(chr(FIRST)), quote.index(chr(FIRST))
    (0, 3)
    """
    mine, printed = ([(_key(one["time"]), one) for one in WHEN.finditer(text)] for text in (said, quote))
    once = [{key for key, count in Counter(key for key, _ in found).items() if count == 1} for found in (mine, printed)]
    shared = sorted(once[0] & once[1])[:8]
    if not shared:
        return None
    return _marked(said, mine, shared), _marked(quote, printed, shared)


def _key(time: str) -> str:
    return "".join(canonical(time))


def _marked(text: str, found: list[tuple[str, re.Match[str]]], shared: list[str]) -> str:
    out, at = "", 0
    for key, one in found:
        if key in shared:
            out += CALLED.sub("", text[at : one.start()]) + chr(FIRST + shared.index(key))
            at = one.end()
    return out + text[at:]

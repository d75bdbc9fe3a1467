"""What a correction leaves in force: “A”调整为“B” says B. Words in, the same words out with A blotted out.

Every character keeps its place, so that spans in what comes back are spans in what came.
"""

from __future__ import annotations

import re

from ingest.times.dates import CHANGED, find_dates

MAX_QUOTED = 120  # characters of what is replaced; a longer quotation is a whole clause
QUOTED = rf"“[^“”\n]{{1,{MAX_QUOTED}}}”"
REPLACED = re.compile(
    rf"(?P<from>(?:由|将|把|原文?(?:为|中|的)?)?)(?P<old>{QUOTED})(?P<between>[^“”。；;，,\n]{{0,6}})(?P<by>[，,]?现?{CHANGED})(?P<new>{QUOTED})"
)
NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)")


def in_force(words: str) -> str:
    """The words as they hold after the correction in them.

    >>> in_force("原“每周五报送”调整为“每周三报送”。").split()
    ['每周三报送', '。']
    >>> in_force("“活动时间为7月25日至8月24日”，调整为“8月1日至8月31日”").split()
    ['活动时间为', '8月1日至8月31日']
    """
    return REPLACED.sub(_replacement, words)


def _replacement(found: re.Match[str]) -> str:
    old, new = found["old"], found["new"][1:-1]
    dates = find_dates(new)
    kept = 0  # characters of the old words that hold for the new as well: 活动时间为
    if dates and dates[0].span.start == 0 and (before := find_dates(old)):
        kept = before[0].span.start
    label = " " + old[1:kept] if kept > 1 else ""
    by = found["by"] if dates and not label and not new[dates[-1].span.end :] else " " * len(found["by"])
    gap = " " * (len(found.group()) - len(label) - len(by) - len(new) - 2)
    number = NUMBER.match(new)
    new = " " * number.end() + new[number.end() :] if number else new
    if label or not by.isspace():
        return f"{' ' * len(found['from']) if label else found['from']}{label}{gap[len(found['from']) :]}{by} {new} "
    return f"{gap}{by} {new} "

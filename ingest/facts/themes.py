"""Under which words a campaign is held: 主题, 口号, 原则. Notice in, themes out.

A 目标 (`以“防疫情、保供应、促消费”为目标`) is none of the three and stays out: an aim is not what a campaign is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.places import body_clauses, sentence_around
from ingest.model import Notice, PartId, Span, Theme, ThemeKind

QUOTED = r"[“\"「『]([^“”\"「」『』\n]{2,60})[”\"」』]"
QUOTES = re.compile(QUOTED)
ROW = rf"(?:{QUOTED}[、，,和及与\s]{{0,4}}){{1,12}}"
LABELLED = (
    (
        ThemeKind.THEME,
        re.compile(r"(?:活动|年度|宣传|本次|本届)?主\s*题\s*(?:为|是)?\s*[：:]\s*(?P<plain>[^\n。；;]{2,60})"),
    ),
    (ThemeKind.SLOGAN, re.compile(r"(?:宣传|活动)?口\s*号\s*(?:为|是)?\s*[：:]\s*(?P<plain>[^\n。；;]{2,80})")),
    (
        ThemeKind.PRINCIPLE,
        re.compile(r"(?:活动|基本|工作|组织)原则\s*(?:为|是)?\s*[：:]\s*(?P<plain>[^\n。；;]{2,80})"),
    ),
)
STATED = (
    (ThemeKind.THEME, re.compile(rf"以(?P<row>{ROW})(?:等)?为(?:活动|年度|宣传)?主题")),
    (ThemeKind.THEME, re.compile(rf"主题(?:为|是|定为|确定为)(?P<row>{ROW})")),
    (
        ThemeKind.THEME,
        re.compile(
            rf"(?P<row>{ROW})(?:等)?(?:[一二两三四五六七八九十\d]+)?[大个项]?主题(?!教育|党日|词|公园|酒店|乐园|班会|团日|曲)"
        ),
    ),
    (ThemeKind.THEME, re.compile(rf"[一二两三四五六七八九十\d][大个项]主题(?:活动|板块|系列)?[：:]?\s*(?P<row>{ROW})")),
    (ThemeKind.SLOGAN, re.compile(rf"以(?P<row>{ROW})为(?:宣传|活动)?口号")),
    (ThemeKind.SLOGAN, re.compile(rf"口号(?:为|是)?(?P<row>{ROW})")),
    (ThemeKind.PRINCIPLE, re.compile(rf"(?P<row>{ROW})的?(?:总体|组织|工作|基本|运作|总)?(?:要求和)?原则")),
    (
        ThemeKind.PRINCIPLE,
        re.compile(
            r"(?:遵循|坚持|按照|本着|秉承|秉持|贯彻|根据|依照)(?P<plain>[^\n，,。；;：:“”\"《》、]{1,8}(?:、[^\n，,。；;：:“”\"《》、]{1,8}?){1,5})的?(?:工作|基本)?原则"
        ),
    ),
)
NEXT_ITEM = re.compile(r"\s+(?=[（(]?[一二三四五六七八九十\d]+[）)、.．])|\s{2,}")


def find_themes(notice: Notice) -> tuple[Theme, ...]:
    """Themes, slogans and principles in printed order; one that a part repeats counts once."""
    themes: list[Theme] = []
    seen: set[tuple[PartId, ThemeKind, str]] = set()
    for clause in body_clauses(notice):
        for kind, words, place in sorted(read_themes(clause.own.of(notice.text)), key=lambda found: found[2].start):
            if (clause.part, kind, words) in seen:
                continue
            seen.add((clause.part, kind, words))
            at = Span(clause.own.start + place.start, clause.own.start + place.end)
            span = sentence_around(notice.text, at, clause.own)
            themes.append(Theme(clause=clause.id, span=span, kind=kind, text=words))
    return tuple(themes)


def read_themes(text: str) -> Iterator[tuple[ThemeKind, str, Span]]:
    """(kind, words, place) of every theme that the text states.

    >>> [(kind.value, words) for kind, words, _ in read_themes("围绕“数享生活”“数贸全球”两大主题，遵循“政府主导”的原则")]
    [('主题', '数享生活'), ('主题', '数贸全球'), ('原则', '政府主导')]
    """
    taken = bytearray(len(text))  # 1 where a theme was read
    for kind, pattern in (*STATED, *LABELLED):
        for match in pattern.finditer(text):
            plain = "plain" in pattern.groupindex
            group = "plain" if plain else "row"
            quoted = list(QUOTES.finditer(text, *match.span(group)))
            if quoted:
                stated = [(found[1], Span(*found.span(1))) for found in quoted]
            elif plain:
                words = NEXT_ITEM.split(match["plain"])[0].strip()
                start = text.index(words, match.start("plain")) if words else match.start()
                stated = [(words, Span(start, start + len(words)))] if words else []
            else:
                stated = []
            for words, place in stated:
                if not any(taken[place.start : place.end]):
                    taken[place.start : place.end] = b"\1" * (place.end - place.start)
                    yield kind, words.strip(), place

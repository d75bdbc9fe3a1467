"""Articles printed behind the name of a law: 第十八条第一款、第三款, 第九条第（三）、（四）项, 第三十二条至第三十五条. Text in, articles out.

Source: 《立法技术规范（试行）（一）》, 12-14: a law is cited by 条, 款 and 项; 款 has no number of its own in the text.
"""

from __future__ import annotations

import re

NUMERAL = r"[一二三四五六七八九十百千零〇\d]+"
PIECE = re.compile(
    rf"(?P<to>[至到])?\s*(?P<number>第{NUMERAL}|第?[（(]{NUMERAL}[）)])(?P<unit>条(?:之[一二三四五六七八九十])?|[款项章节编])?|(?:总则|物权|合同|人格权|婚姻家庭|继承|侵权责任)编"
)
JOINT = re.compile(r"\s*(?:[、，,和及与]|以及|(?=[至到]))?\s*")
FIRST = re.compile(r"\s*(?=第|.{2,4}编)")
LEVELS = ("条", "款", "项")


def read_articles(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The articles printed at `start`, each with the article and paragraph it belongs to, and where they end.

    >>> read_articles("第十八条第二款、第三款和第二十条", 0, 16)[0]
    ('第十八条第二款', '第十八条第三款', '第二十条')
    >>> read_articles("第九条第（三）、（四）项，第二十八条第二款第一项", 0, 26)[0]
    ('第九条第（三）项', '第九条第（四）项', '第二十八条第二款第一项')
    >>> read_articles("第三十二条至第三十五条的规定", 0, 14)
    (('第三十二条至第三十五条',), 11)
    >>> read_articles("第八、第九、第二十条", 0, 10)[0]
    ('第八条', '第九条', '第二十条')
    """
    pieces: list[tuple[str | None, str, str]] = []
    waiting: list[tuple[str | None, str, str]] = []
    stop = at = start
    while piece := _next_piece(text, at, end, is_first=at == start):
        waiting.append((piece["to"], piece["number"] or "", piece["unit"] or ""))
        at = piece.end()
        if piece["unit"] or not piece["number"]:
            # 第（三）、（四）项: the word is printed once, behind the last
            pieces += [(to, number, unit or piece["unit"] or "编") for to, number, unit in waiting]
            waiting, stop = [], at
    found: list[str] = []
    path: dict[str, str] = {}
    last = len(LEVELS)
    for to, number, unit in pieces:
        level = next((n for n, name in enumerate(LEVELS) if unit.startswith(name)), None)
        if level is None:
            path, last = {}, len(LEVELS)
            continue
        number = number if number.startswith("第") or unit != "项" else f"第{number}"
        path = {name: path[name] for name in LEVELS[:level] if name in path} | {LEVELS[level]: number + unit}
        cited = "".join(path[name] for name in LEVELS if name in path)
        if level and "条" not in path:
            continue
        if to and found:
            found[-1] += f"至{number}{unit}"
        elif level > last and found:
            found[-1] = cited
        else:
            found.append(cited)
        last = level
    return tuple(found), stop


def _next_piece(text: str, at: int, end: int, *, is_first: bool) -> re.Match[str] | None:
    joint = (FIRST if is_first else JOINT).match(text, at, end)
    return PIECE.match(text, joint.end(), end) if joint else None

"""Which statements of an answer stand in what they cite. Text and quotes in, a verdict a statement and a citation out.

Source: Gao, Yen, Yu, Chen, "Enabling Large Language Models to Generate Text with Citations" (ALCE), EMNLP 2023, section
4.2. There a language model judges whether quotes entail a statement. Here the words do: every number, address and 《name》
of the statement is printed in the quotes, and where it has none, half of its pairs of characters are. It is meant to be
simpler than the gate and shares no code with it, so that a hole in the gate can show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.cases import tight

_MARKS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_NAMED = re.compile(r"《([^《》]+)》")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DIGITS = re.compile(r"\d+")
_ASIDE = re.compile(r"（(?:年份)?据[^（）]*推算[^（）]*）")  # says itself that a year is inferred
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|-\d)")
_COUNTED = re.compile(r"共\d+(?:天|日|个|家|项|条|份)")  # computed from what is cited
_YES_OR_NO = re.compile(
    r"^(?:(?:是，|不是，)?(?:没有列出|列有)(?:“[^”]+”、?)+。){1,2}|^(?:不?是这一天|晚于时限|在时限内)：|^不允许。"
)  # compared with the question by the gate
_UNSTATED = re.compile(
    r"没有写明|没有“[^”]*”的通知|未写明|没有找到能回答“|不是通知里的内容"
)  # says that something is not there
_LABEL = re.compile(r"(?:正文|附件\d*)(?: [^ ：]+)*：")  # where a verbatim clause stands
_HAN = re.compile(r"[\u3400-\u9fff]")
SHARE = 0.5  # of its pairs of characters; a statement about something else shares less than a quarter


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of an answer's line, with the citations that follow it."""

    text: str
    cites: tuple[int, ...]  # 1-based


def statements(text: str) -> tuple[Statement, ...]:
    """The lines of an answer, parted after each group of marks. Headings and what is said not to be there claim nothing.

    >>> statements("《甲通知》：\\n总结5月13日前报送。[1] 电话010-1234567。[2][3]\\n没有写明传真。\\n自行安排。")
    (Statement(text='总结5月13日前报送。', cites=(1,)), Statement(text='电话010-1234567。', cites=(2, 3)), \
Statement(text='自行安排。', cites=()))
    """
    found: list[Statement] = []
    for line in _lines(text):
        start = 0
        for marks in _MARKS.finditer(line):
            cites = tuple(int(number) for number in _NUMBER.findall(marks.group()))
            found.append(Statement(line[start : marks.start()].strip(), cites))
            start = marks.end()
        rest = line[start:].strip()
        heading = start == 0 and rest.endswith(("：", ":"))
        if rest.strip("。；，、 ") and not heading and _UNSTATED.search(rest) is None:
            found.append(Statement(rest, ()))
    return tuple(one for one in found if one.text)


def _lines(text: str) -> Iterator[str]:
    r"""The lines of a text, those of a table cell by cell without its head; without the yes or no at their head.

    >>> list(_lines("| 项目 | 甲 |\n| --- | --- |\n| 时间 | 5月1日[1]<br>无 |\n不是，没有列出“乙”。主会场：丙。[2]"))
    ['5月1日[1]', '主会场：丙。[2]']
    """
    for line in text.split("\n"):
        cells = line[1:-1].split("|")[1:] if line.startswith("| ") and line.endswith(" |") else [line]
        if line.startswith(("| 项目 |", "| ---")):
            continue
        for said in (one.strip() for cell in cells for one in cell.split("<br>")):
            if said not in ("无", "没有写明"):
                yield _YES_OR_NO.sub("", said)


def unsupported(statement: str, quotes: Sequence[str]) -> str | None:
    """What of a statement the quotes together do not hold; None if they hold it all. A quote comes with the title and
    文号 that a reader sees beside it.

    >>> unsupported("总结须于5月31日前报送。", ["总结请于5月13日前报我司。"])
    '31'
    """
    source = tight("\n".join(quotes)).casefold()
    plain = _COUNTED.sub("", _LABEL.sub("", statement, count=1))
    inferred = _ASIDE.search(plain) is not None
    plain = tight(_ASIDE.sub("", plain)).casefold()
    if inferred:
        plain = _YEAR.sub("", plain)
    for name in _NAMED.findall(plain):
        if name not in source:
            return f"《{name}》"
    for address in _EMAIL.findall(plain):
        if address not in source:
            return str(address)
    numbers = _DIGITS.findall(plain)
    wide = unicodedata.normalize("NFKC", "\n".join(quotes))  # with its spaces: numbers that stand apart stay apart
    printed = {one.lstrip("0") for one in (*_DIGITS.findall(wide), *_DIGITS.findall(source))}
    for number in numbers:
        if number.lstrip("0") not in printed:
            return str(number)
    if numbers or _NAMED.search(plain) or _EMAIL.search(plain):
        return None
    pairs = _pairs(plain)
    held = sum(pair in source for pair in pairs)
    return plain[:40] if pairs and held < SHARE * len(pairs) else None


def _pairs(text: str) -> list[str]:
    pairs = [text[at : at + 2] for at in range(len(text) - 1)]
    return [pair for pair in pairs if all(_HAN.match(character) for character in pair)]


def uncited(text: str, quotes: Sequence[str]) -> tuple[tuple[Statement, str | None], ...]:
    """Each statement with what is wrong with its support, None if nothing is."""
    verdicts: list[tuple[Statement, str | None]] = []
    for one in statements(text):
        cited = [quotes[n - 1] for n in one.cites if 1 <= n <= len(quotes)]
        if not cited:
            verdicts.append((one, "no citation"))
            continue
        lacking = unsupported(one.text, cited)
        verdicts.append((one, None if lacking is None else f"“{lacking}” is not in what it cites"))
    return tuple(verdicts)


def idle(text: str, quotes: Sequence[str]) -> tuple[tuple[Statement, int, bool], ...]:
    """Each citation of each statement, with whether it does something.

    After ALCE one is idle if it does not support the statement by itself and the others support it without it; all those
    of an unsupported statement are.
    """
    verdicts: list[tuple[Statement, int, bool]] = []
    for one in statements(text):
        cited = {n: quotes[n - 1] for n in one.cites if 1 <= n <= len(quotes)}
        whole = bool(cited) and unsupported(one.text, list(cited.values())) is None
        for n in cited:
            alone = unsupported(one.text, [cited[n]]) is None
            others = [quote for other, quote in cited.items() if other != n]
            needed = not others or unsupported(one.text, others) is not None
            verdicts.append((one, n, not (whole and (alone or needed))))
    return tuple(verdicts)

"""One form for what a line says and what a quote prints, so that they can be compared.

text as printed -> folded text, and where words of the library stand in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
CN = "一二三四五六七八九十百千万两"
NAME = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
DATE = r"(?:\d{4}[年./-])?\d{1,2}[月./-]\d{1,2}[日号]"  # one that a sentence may state
TAKEN = "|"  # stands where something proved was taken out of a line


@lru_cache(maxsize=4096)  # the same words of facts are compared with line after line
def fold(text: str) -> str:
    """One form for comparing: width folded, brackets of one kind, no blanks, one dash.

    >>> fold("商办电函［2021］11 号") == fold("商办电函〔2021〕11号")
    True
    """
    return re.sub(r"[\s*]+", "", _width(text))


def _width(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\[﹝]", "〔", re.sub(r"[\]﹞]", "〕", text))
    return re.sub(r"[—–－―─‐]", "-", text)


def fold_lines(text: str) -> str:
    """`fold`, with a blank where there was one: numbers that stand apart stay apart."""
    return re.sub(r"[\s*]+", " ", _width(text))


def one_line(text: str) -> str:
    """How an answer prints a quote that runs over several lines.

    >>> one_line("（一）前期筹备。\\n2021年12月7日-31日")
    '（一）前期筹备。 2021年12月7日-31日'
    """
    return re.sub(r"\s*\n\s*", " ", text).strip()


def covered(text: str, words: Iterable[str | None]) -> set[int]:
    """The places of a text that are covered by words of facts."""
    found = (
        (start, len(folded)) for word in words if word and (folded := fold(word)) for start in places(folded, text)
    )
    return {at for start, length in found for at in range(start, start + length)}


def places(word: str, text: str) -> Iterator[int]:
    """Where a text holds a word, one occurrence behind the other; a pattern would be compiled anew for every word.

    >>> list(places("aa", "aaaa b aa"))
    [0, 2, 7]
    """
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def first_hints(text: str, start: int, end: int, whats: Iterable[str]) -> list[tuple[int, str]]:
    """Where a stretch of a line first holds two characters that stand side by side in one of the names only."""
    hints: list[tuple[int, str]] = []
    pairs = {what: {what[n : n + 2] for n in range(len(what) - 1)} for what in whats}
    for what, own in pairs.items():
        only = own.difference(*(other for name, other in pairs.items() if name != what))
        first = next((at for at in range(start, end - 1) if text[at : at + 2] in only), None)
        if first is not None:
            hints.append((first, what))
    return hints

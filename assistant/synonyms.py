"""What people say and what notices write for it: 老外 and 外籍, 付钱 and 支付. A word list, read once.

Format of `data/lay_words.txt`: its first lines. A question's words in, the words a notice would use out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

LAY_WORDS = Path(__file__).parent / "data" / "lay_words.txt"


class BadWordList(ValueError):
    """The word list cannot be read; the message names the line."""


def read_lay_words(path: Path = LAY_WORDS) -> Mapping[str, tuple[str, ...]]:
    """Each lay word with the office words for it, in the order of the file. Raises BadWordList."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith(("#", "[")):
            continue
        lay, bar, office = line.partition("|")
        words = tuple(filter(None, map(str.strip, office.split("、"))))
        if not bar or not words or not lay.strip():
            raise BadWordList(f"{path.name}:{number}: expected “lay words | office words”, got {line!r}")
        for one in filter(None, map(str.strip, lay.split("、"))):
            found[one] = tuple(dict.fromkeys((*found.get(one, ()), *words)))
    return found


@cache
def _bundled() -> Mapping[str, tuple[str, ...]]:
    return read_lay_words()


@cache
def _longest() -> int:
    return max(map(len, _bundled()))


@cache
def _written() -> frozenset[str]:
    return frozenset(word for office in _bundled().values() for word in office)


def office_words(term: str) -> tuple[str, ...]:
    """What notices write for a word that they do not use themselves; one that they use means what it says.

    >>> office_words("房东"), office_words("动员")
    (('出租人',), ())
    """
    return () if term in _written() else _bundled().get(term, ())


def is_office_word(term: str) -> bool:
    """Whether notices use a word themselves: where they mean it, they write it.

    >>> is_office_word("补贴"), is_office_word("掏腰包")
    (True, False)
    """
    return term in _written()


def lay_words_in(text: str, words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The lay words a text holds, longest first from the left, with what notices write for them.

    `words` are the words of the text: a lay word of one character counts only as a word.

    >>> lay_words_in("不交钱会怎么样，快递呢", ("不", "交", "钱", "会", "怎么样", "快递", "呢"))["快递"]
    ('物流', '配送', '寄递', '快递')
    """
    bundled = _bundled()
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    while at < len(text):
        for length in range(min(_longest(), len(text) - at), 0, -1):
            piece = text[at : at + length]
            if piece in bundled and (length > 1 or piece in words):
                found[piece] = bundled[piece]
                at += length - 1
                break
        at += 1
    return found

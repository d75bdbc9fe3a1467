"""What is typed otherwise than it is printed: traditional characters, and words written by their sound (总洁 for 总结).

A question in, the same question in the characters of the notices out. A word is taken for another of the same sound only
where the two share a character and what was typed is no word itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol

from ingest.tokenise import pieces

CJK_RUN = re.compile(r"[\u4e00-\u9fff]+")
LONG = 3  # characters; so long a name is recognised even where its wrong characters make up words: 知道单位
MAX_NAME = 8
# How many of us type: no difference between flat and curled initials, nor between -n and -ng.
BLURRED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"([aei]n)g$"), r"\1"), (re.compile(r"^n(?=[aeiouv])"), "l"))

Sound = tuple[str, ...]  # a syllable for each character, without tones


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


def simplified(text: str) -> str:
    """Traditional characters as simplified ones; everything else stays.

    >>> simplified("遼寧年貨節聯繫人是誰")
    '辽宁年货节联系人是谁'
    """
    return _converter().convert(text)


def by_sound(text: str, names: Collection[str]) -> str:
    """The text with what sounds like one of the names written as the name.

    >>> by_sound("总洁材料啥时侯报", {"总结", "啥时候", "时间"})
    '总结材料啥时候报'
    >>> by_sound("知道单位有哪些", {"指导单位"}), by_sound("不知道时间", {"指导"})
    ('指导单位有哪些', '不知道时间')
    """
    sounds = _index(frozenset(names))
    if not sounds:
        return text
    return CJK_RUN.sub(lambda run: _respelled(run.group(), sounds, names), text)


def doubtful(text: str) -> bool:
    """Whether a text holds two characters side by side that make up no word: then one may be wrong.

    >>> doubtful("愁备情况几号交"), doubtful("活动总结")
    (True, False)
    """
    cut = [len(piece) == 1 and CJK_RUN.fullmatch(piece) is not None for piece in pieces(text)]
    return any(one and other for one, other in pairwise(cut))


def _respelled(run: str, sounds: dict[Sound, str], names: Collection[str]) -> str:
    syllables = [_blurred(one) for one in _syllables(run)]
    if len(syllables) != len(run):
        return run
    starts = _starts(run)
    found: list[str] = []
    at = 0
    while at < len(run):
        name = next(
            (
                name
                for length in range(min(MAX_NAME, len(run) - at), 1, -1)
                if (name := sounds.get(tuple(syllables[at : at + length])))
                and _mistyped(run[at : at + length], name, at, starts)
            ),
            None,
        )
        found.append(name or run[at])
        at += len(name) if name else 1
    return "".join(found)


def _mistyped(typed: str, name: str, at: int, starts: set[int]) -> bool:
    """Whether what was typed may be the name: it shares a character, and, if short, is made up of single characters."""
    if typed == name or not set(typed) & set(name):
        return False
    if len(name) >= LONG:
        return True
    exact = _syllables(typed) == _syllables(name)
    return exact and {at, at + 1, at + 2} <= starts


def _starts(run: str) -> set[int]:
    """Where the words of a run begin, and its end."""
    found = {0}
    for piece in pieces(run):
        found.add(max(found) + len(piece))
    return found


@lru_cache(maxsize=16)
def _index(names: frozenset[str]) -> dict[Sound, str]:
    """The names by their sound. Of two that sound alike none is known by it."""
    found: dict[Sound, set[str]] = {}
    for name in names:
        if 2 <= len(name) <= MAX_NAME and CJK_RUN.fullmatch(name):
            found.setdefault(tuple(_blurred(one) for one in _syllables(name)), set()).add(name)
    return {sound: next(iter(alike)) for sound, alike in found.items() if len(alike) == 1}


def _blurred(syllable: str) -> str:
    for pattern, plain in BLURRED:
        syllable = pattern.sub(plain, syllable)
    return syllable


@lru_cache(maxsize=8192)
def _syllables(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # its dictionary takes 0.3 s to load, and most questions need none

    return tuple(lazy_pinyin(text))


@cache
def _converter() -> _Converter:
    from opencc import OpenCC  # opened when first needed

    return OpenCC("t2s")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of two characters or more in the texts: what a question about them may name."""
    return frozenset(word for text in texts for word in pieces(text) if len(word) > 1)

"""What is typed otherwise than it is printed: traditional characters, and words written by their sound (总洁 for 总结).

A question in, the same question in the characters of the notices out. A word is taken for another of the same sound only
where the two share a character and what was typed is no word itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from ingest.tokenise import pieces

SYLLABLES = Path(__file__).parents[1] / "data" / "syllables.txt"
CJK_RUN = re.compile(r"[\u4e00-\u9fff]+")
LONG = 3  # characters; so long a name is recognised even where its wrong characters make up words: 知道单位
MAX_NAME = 8
SURE = frozenset("我是的")  # nobody means another character by these: 我是区里的 is not 我市区里的
# How many of us type: no difference between flat and curled initials, nor between -n and -ng.
BLURRED = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"([aei]n)g$"), r"\1"), (re.compile(r"^n(?=[aeiouv])"), "l"))


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


ASKED = re.compile(r"哪[一几]?[天日个些家]|几[号日月点天]|什么|啥时|多少|怎么")


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
    >>> by_sound("哪天报给省厅", {"填报"})
    '哪天报给省厅'
    """
    held = set(text)
    by_length: dict[int, list[str]] = {}
    for name in names:
        if 2 <= len(name) <= MAX_NAME and not held.isdisjoint(name) and CJK_RUN.fullmatch(name):
            by_length.setdefault(len(name), []).append(name)
    return CJK_RUN.sub(lambda run: _respelled(run.group(), by_length), text) if by_length else text


def doubtful(text: str) -> bool:
    """Whether a text holds two characters side by side that make up no word: then one may be wrong.

    >>> doubtful("愁备情况几号交"), doubtful("活动总结")
    (True, False)
    """
    cut = [len(piece) == 1 and CJK_RUN.fullmatch(piece) is not None for piece in pieces(text)]
    return any(one and other for one, other in pairwise(cut))


def _respelled(run: str, names: Mapping[int, Sequence[str]]) -> str:
    starts = _starts(run) - {
        place for asked in ASKED.finditer(run) for place in range(asked.start() + 1, asked.end())
    }  # 哪天报: no 填报
    lengths = sorted(names, reverse=True)
    found: list[str] = []
    at = 0
    while at < len(run):
        windows = (run[at : at + length] for length in lengths if at + length <= len(run))
        name = next((name for typed in windows if (name := _meant(typed, names[len(typed)], at, starts))), None)
        found.append(name or run[at])
        at += len(name) if name else 1
    return "".join(found)


def _meant(typed: str, names: Sequence[str], at: int, starts: set[int]) -> str | None:
    """The one name that was meant by what was typed, or None. The sound is looked at last: it takes longest."""
    if typed in names:
        return typed
    if len(typed) < LONG and not {at, at + 1, at + 2} <= starts:
        return None  # made up of words, and too short to be sure
    names = [name for name in names if not any(a in SURE and a != b for a, b in zip(typed, name, strict=True))]
    alike = [name for name in names if 2 * sum(a == b for a, b in zip(typed, name, strict=True)) >= len(name)]
    if not alike:
        return None
    blur = _blurred if len(typed) >= LONG else str
    meant = [name for name in alike if all(_sound_alike(a, b, blur) for a, b in zip(typed, name, strict=True))]
    return meant[0] if len(meant) == 1 else None


def _starts(run: str) -> set[int]:
    """Where the words of a run begin, and its end."""
    found = {0}
    for piece in pieces(run):
        found.add(max(found) + len(piece))
    return found


def _blurred(syllable: str) -> str:
    for pattern, plain in BLURRED:
        syllable = pattern.sub(plain, syllable)
    return syllable


def _sound_alike(typed: str, meant: str, blur: Callable[[str], str]) -> bool:
    """Whether two characters are read the same."""
    read = _readings()
    return typed == meant or (typed in read and meant in read and blur(read[typed]) == blur(read[meant]))


@cache
def _readings() -> Mapping[str, str]:
    """The syllable that a character is read as; `scripts/make_syllables.py` says where they come from."""
    lines = (line.partition(" ") for line in SYLLABLES.read_text("utf-8").splitlines())
    return {character: syllable for syllable, _, characters in lines for character in characters}


@cache
def _converter() -> _Converter:
    from opencc import OpenCC  # opened when first needed

    return OpenCC("t2s")


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """The words of two characters or more in the texts: what a question about them may name."""
    return frozenset(word for text in texts for word in pieces(text) if len(word) > 1)

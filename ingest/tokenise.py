"""Text in, search tokens out: the only place that knows jieba. Documents and questions take the same way.

jieba's prefix dictionary is marshalled once per user into a private cache folder (the default, the shared temporary
folder, would let anybody on the machine plant one). Where no folder can be written it is built in memory each time.
"""

from __future__ import annotations

import logging
import os
import re
import unicodedata
import warnings
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

RECIPE_VERSION = 2  # raise when what is indexed of a text changes: indexes built before then say so

MAX_WORD_CHARACTERS = 64  # longer ones are debris; an index term has a limit of its own

_CJK = "㐀-䶿一-鿿豈-﫿〇"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_WORD = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)  # a word without the marks around it: 50% -> 50


class _Cutter(Protocol):
    def lcut(self, sentence: str, *, HMM: bool = True) -> list[str]: ...


def words(text: str) -> tuple[str, ...]:
    """The words of a text: width-folded, lower-cased, without punctuation.

    >>> words("请于４月12日前，报送活动总结材料。")
    ('请于', '4', '月', '12', '日前', '报送', '活动', '总结', '材料')
    """
    return tuple(word for line in fold(text).split("\n") for word in _words(line))


@lru_cache(maxsize=2048)
def pieces(text: str) -> tuple[str, ...]:
    """The text cut at the words of the dictionary, marks and all; what is no word falls into single characters.

    >>> pieces("愁备情况")
    ('愁', '备', '情况')
    """
    return tuple(_cutter().lcut(text, HMM=False))


def pairs(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring Chinese characters: they find what the dictionary cuts otherwise.

    >>> pairs("双品节 2024")
    ('双品', '品节')
    """
    return tuple(a + b for run in _CJK_RUN.findall(fold(text)) for a, b in pairwise(run))


def characters(text: str) -> tuple[str, ...]:
    """The single Chinese characters: they help questions in everyday words, at less weight.

    >>> characters("双品节 2024")
    ('双', '品', '节')
    """
    return tuple(character for run in _CJK_RUN.findall(fold(text)) for character in run)


def fold(text: str) -> str:
    """One form for what is the same to a reader: full and half width, upper and lower case.

    >>> fold("ＡＰＰ（一）")
    'app(一)'
    """
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=4096)  # a line is cut once for all indexes, a title once for all clauses below it
def _words(folded: str) -> tuple[str, ...]:
    found = (_WORD.search(piece) for piece in _cutter().lcut(folded))
    return tuple(match.group()[:MAX_WORD_CHARACTERS] for match in found if match)


def cache_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Where the dictionary is cached: the XDG folder of the user."""
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "campaign-assistant"


@cache
def _cutter() -> _Cutter:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 has escape sequences that newer Pythons complain of
        import jieba
    jieba.setLogLevel(logging.CRITICAL)
    folder = cache_folder(os.environ, Path(os.path.expanduser("~")))
    cutter = jieba.Tokenizer()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        folder = Path(os.devnull)  # nothing can be cached below it: built in memory
    # jieba writes a temporary file and renames it: processes that start together do no harm to each other
    cutter.tmp_dir = str(folder)
    cutter.cache_file = f"jieba-{jieba.__version__}.cache"
    cutter.initialize()
    return cutter  # type: ignore[no-any-return]

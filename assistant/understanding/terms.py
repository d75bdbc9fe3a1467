"""The content words of a question: what is left when names and the words of asking are taken off."""

from __future__ import annotations

import re

from assistant import lexicon
from ingest.tokenise import words

PLACE = re.compile(
    r"附件\s*[一二三四五六七八九十\d]+|第\s*([一二三四五六七八九十\d]+)\s*(?:部分|大?条|点|章|节|项|大点|大项)|[（(]\s*[一二三四五六七八九十\d]+\s*[）)]"
)
QUOTED_LATIN = re.compile(r"[“\"]([^“”\"]*[A-Za-z0-9][^“”\"]*)[”\"]")  # “4+N”: no word of any dictionary


def content_terms(about: str) -> tuple[str, ...]:
    """The words that say what is wanted, in order, without the words of asking. Names have been taken off.

    >>> content_terms("的总结材料最晚什么时候交？")
    ('总结', '材料')
    """
    rest = lexicon.NAMES_DAY.sub(" ", PLACE.sub(" ", lexicon.LEVEL_WORDS.sub(" ", about)))
    kept = [word for word in _words_with_endings(lexicon.ASKING.sub(" ", rest)) if word not in lexicon.STOP]
    manner = lexicon.MANNER.search(about)
    if manner and len(kept) > 1 and not lexicon.HAND_IN.search(manner.group(1)):
        kept = [word for word in kept if word != manner.group(1)]  # 老年人怎么照顾: the notice has its own word for it
    kept += [name for name in QUOTED_LATIN.findall(about) if name not in kept]
    implied = [word for pattern, word in lexicon.IMPLIED if pattern.search(about) and not lexicon.hands_in(about)]
    return tuple(dict.fromkeys([*kept, *implied]))


def _words_with_endings(text: str) -> list[str]:
    """The words of two characters or more; a single character right behind one belongs to it: 消费 券 -> 消费券."""
    found: list[str] = []
    at = end = 0  # behind the last word read, behind the last word kept
    lowered = text.lower()
    for word in words(text):
        start = lowered.find(word, at)
        at = max(start, at) + len(word)
        if len(word) > 1 or not re.fullmatch(r"[\u4e00-\u9fff]", word):
            found.append(word)
            end = at
        elif found and start == end and word not in lexicon.FUNCTION:
            found[-1] += word
            end = at
    return [word for word in found if len(word) > 1]

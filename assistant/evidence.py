"""How well a passage supports a question: which of its content words the passage holds, rare ones counting more.

A word is held where it stands, where stands what the lexicon says lay people mean by it, for less what notices write for it
(data/lay_words.txt), where most of its characters stand (typing mistakes), and where a word near in meaning stands (by the
static embedding).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import lru_cache
from itertools import pairwise

import numpy as np

from assistant.lexicon import ASKING, STOP, SYNONYMS
from assistant.model import Query
from assistant.synonyms import lay_words_in, office_words
from ingest.embed import Embedding, Vectors
from ingest.tokenise import words

MEANT = 0.85  # what a word counts where stands what notices write for it
NEAR = 0.8  # what a word counts that stands there but for a character
RELATED = 0.7  # what a word counts at most that is only near in meaning
BESIDE = 0.6  # of that, where another passage says the word itself
RELATED_FROM = (
    0.36  # cosine; of word pairs looked at, 方便-便利 has 0.43, 付钱-支付 0.41, 快递-物流 0.28, 天气-冰雪 0.06
)
ABSENT = 1.0  # the weight of a word that stands in no passage, where the campaign is named: mostly a lay word
ABSENT_UNNAMED = 3.5  # the same where no campaign is named: then it may well be about something else
LEFT_OUT = 2  # characters that an abbreviation leaves out
RESULT = re.compile(r"^[\u4e00-\u9fff]{2}[来去掉完]$")  # where an act leads to, which notices leave out
KEPT_PASSAGES = 4096  # vectors of the words of so many passages are kept


class Evidence:
    """Weighs words and measures coverage. Keeps only vectors of words of passages, which the notices decide."""

    def __init__(self, meanings: Embedding) -> None:
        self._meanings = meanings
        self._vectors = lru_cache(maxsize=KEPT_PASSAGES)(self._embed_words)
        self._asked: dict[str, Vectors] = {}  # of a question's words

    def for_question(self) -> Evidence:
        """The same, to remember the words of one question; thrown away with it."""
        mine = copy(self)
        mine._asked = {}
        return mine

    def weigh(self, terms: Sequence[str], texts: Sequence[str], absent: float = ABSENT) -> dict[str, float]:
        """The weight of each term: its inverse document frequency in the texts; `absent` for one that stands in none."""
        count = len(texts)
        found = {term: sum(holds(term, text) >= NEAR for text in texts) for term in terms}
        return {term: math.log((count + 1) / found[term]) + 0.3 if found[term] else absent for term in terms}

    def coverage(
        self,
        terms: Sequence[str],
        weights: Mapping[str, float],
        text: str,
        written: Collection[str] = (),
    ) -> float:
        """The weighted share of the terms that the text holds, 0..1; 0 without terms.

        A word that stands `written` in one of the passages looked at counts for less where it is only near in meaning.
        """
        total = sum(weights[term] for term in terms)
        if not total:
            return 0.0
        return sum(weights[term] * self._counts(term, text, written) for term in terms) / total

    def _counts(self, term: str, text: str, written: Collection[str]) -> float:
        matched = self.match(term, text)
        return matched * BESIDE if term in written and matched < NEAR else matched

    def match(self, term: str, text: str) -> float:
        """How well one term is held by the text, 0..1."""
        held = holds(term, text)
        if held >= NEAR:
            return held
        return max(held, self._related(term, text))

    def _related(self, term: str, text: str) -> float:
        vectors = self._vectors(text)
        if not len(vectors):
            return 0.0
        best = float((vectors @ self._word(term)).max())
        return min(RELATED, best * 1.6) if best >= RELATED_FROM else 0.0

    def _word(self, term: str) -> Vectors:
        if term not in self._asked:
            self._asked[term] = self._meanings.embed([term])[0]
        return self._asked[term]

    def _embed_words(self, text: str) -> Vectors:
        """(n words, dimension): the different words of a passage of two characters or more."""
        found = sorted({word for word in words(text) if len(word) > 1})
        return self._meanings.embed(found) if found else np.zeros((0, self._meanings.dimension), np.float32)


def clues(query: Query) -> tuple[str, ...]:
    """What evidence is looked for: everyday phrases as a whole, then the other content words.

    Such a phrase is held by what notices write for it: 谁拍板 by 研究后确定.
    """
    wording = query.wording
    for name in (query.campaign_words, *query.campaign.series, *query.organs, *query.place):
        wording = wording.replace(name or " ", " ")
    lay = lay_words_in(wording, words(wording))
    phrases = [phrase for phrase in lay if phrase not in STOP and not ASKING.fullmatch(phrase)]
    others = [term for term in query.terms if term in phrases or not any(_part(term, one) for one in phrases)]
    return tuple(dict.fromkeys([*phrases, *others]))


def _part(term: str, phrase: str) -> bool:
    """Whether a term says no more than a phrase: part of it, or it with a stray character (平台逼)."""
    return term in phrase or (phrase in term and len(term) - len(phrase) == 1 and len(phrase) > 1)


def holds(term: str, text: str) -> float:
    """1 where the text holds the term or what it stands for, less where it holds most of its characters.

    >>> holds("老外", "外籍来华人员"), holds("总洁材料", "活动总结材料"), holds("天气", "活动总结报送")
    (1.0, 0.4, 0.0)
    """
    if term in text or any(synonym in text for synonym in SYNONYMS.get(term, ())):
        return 1.0
    if any(word in text for word in office_words(term)):
        return MEANT
    if term.isascii():
        return float(term in text.lower())  # a number or an address is meant exactly
    if len(term) < 3:
        return 0.0
    if RESULT.search(term) and term[:-1] in text:
        return 1.0  # 退回来: 不予退回
    if _abbreviates(term, text):
        return NEAR
    pairs = ["".join(pair) for pair in pairwise(term)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    if share >= 0.6:
        return NEAR
    return 0.4 if share > 0.3 else 0.0


def _abbreviates(term: str, text: str) -> bool:
    """Whether the text holds a term with a word between its first two characters and the rest.

    >>> _abbreviates("动员会", "召开工作动员部署会"), _abbreviates("推荐表", "推荐企业表现突出")
    (True, False)
    """
    head, tail = term[:2], term[2:]
    at = text.find(head)
    while at >= 0:
        longest = at + 2 + LEFT_OUT + len(tail)
        if text[at + 2 : longest].find(tail) > 0 and any(word.endswith(tail) for word in words(text[at : longest + 1])):
            return True
        at = text.find(head, at + 1)
    return False

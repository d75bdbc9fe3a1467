"""The notice a question names by a stretch of its title, however words are cut, or by the place that issued it.

Documents in, then text in, `Titled` out.

Most notices are no edition of a campaign: 消防安全专项检查, 培训班, 征求意见. People name them by a piece of the title, and by whose they
are: 青川市电商专项资金. A piece of title that any notice may have (专项整治, 申报工作) names none by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.scope import Document
from assistant.understanding.apart import another_of_its_kind
from assistant.understanding.places import place_words, places_of, places_said
from ingest.model import NoticeId, PartId
from ingest.tokenise import pieces as cut

GRAM = 3  # characters: titles are looked up by these
TELLING = 4  # characters of a piece of title that names a notice by itself, if it holds a word of its own
MAX_OF_A_GRAM = 200  # titles that share three characters; what more share tells nothing
CLEARLY = 2.2  # times as much as any other title must a question repeat of one
# So many times the score of any other must a search give the notice: that a title names clearly, and that it does not.
AHEAD, FAR_AHEAD = 1.1, 1.2
WHOLE = 8  # characters of a title that is meant where all of it is repeated
ENDS_A_TITLE = re.compile(r"的?(?:通知|公告|通告|函|决定|意见)$")
JOINT = re.compile(r"[和与及跟、]")
MAX_NAMED = 3  # notices that one piece of title may mean
FRAME = re.compile(
    r"[“”\"《》（）()\s、]|20\d\d年度?|^[\u4e00-\u9fff、]{2,40}?关于|^关于|的?(?:通知|公告|通告|函|决定|意见)$|(?:做好|开展|举办|组织|印发|公开|有关|事项|进一步)"
)
# Words that titles of any subject have.
ANY_TITLE = re.compile(
    r"专项|整治|检查|工作|行动|活动|开展|申报|评选|认定|培训班?|创建|项目|示范|征求|征集|意见|大赛|竞赛|网上|全国|全省|全市|电子商务|电商|商务|直播|消费券?|促进|发展|"
    r"资金|有关|组织|推荐|服务|质量|企业|参加|补贴|报名|办法|实施|管理|方案|年度|第[一二三四五六七八九十\d]+[届批期]|优秀|先进|集体|个人|表彰|招募|志愿者|中国|国际|以旧换新|购物|节"
)
OF_ITS_OWN = re.compile(r"[\u4e00-\u9fff]")  # not the digits of a year


@dataclass(frozen=True, slots=True)
class Titled:
    """The documents a question names by title and the words it does so with.

    `instead` says that what else in it looked like the name of a campaign is none.
    """

    parts: tuple[PartId, ...] = ()
    words: tuple[str, ...] = ()
    instead: bool = True
    unknown: str | None = None  # what the notices are called alike of which none is the one meant: 第三期培训班


Nearest = Callable[[str], Sequence[tuple[NoticeId, float]]]  # the notices a search finds for a text, best first, scored


@dataclass(frozen=True, slots=True)
class Repeated:
    """What of a title a question repeats."""

    index: int  # of the document
    pieces: tuple[str, ...]
    covered: frozenset[int]  # characters of the question
    score: int
    telling: bool  # whether it tells this title from that of any notice
    elsewhere: bool = False  # the notice is of another place or year than the question speaks of
    unlike: str | None = None  # it is of another season, instalment or rank: what the question calls its own by


@dataclass(frozen=True)
class Stretches:
    """The titles of a library, ready to be looked up."""

    documents: tuple[Document, ...]

    @cached_property
    def by_notice(self) -> Mapping[NoticeId, list[Document]]:
        """The documents of each notice."""
        found: dict[NoticeId, list[Document]] = {}
        for one in self.documents:
            found.setdefault(one.notice, []).append(one)
        return found

    @cached_property
    def _cores(self) -> tuple[str, ...]:
        return tuple(FRAME.sub("", one.title) for one in self.documents)

    @cached_property
    def _wholes(self) -> tuple[str, ...]:
        """The titles as a question repeats all of them; what is too short to be meant by that is what no question holds."""
        plain = (ENDS_A_TITLE.sub("", MARKS.sub("", one.title)) for one in self.documents)
        return tuple(title if len(title) >= WHOLE else "\n" for title in plain)

    @cached_property
    def _by_gram(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, core in enumerate(self._cores):
            for gram in {core[k : k + GRAM] for k in range(len(core) - GRAM + 1)}:
                found.setdefault(gram, []).append(index)
        return found

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, core in enumerate(self._cores):
            for word in set(cut(core)):
                found.setdefault(word, []).append(index)
        return found

    @cached_property
    def _by_place(self) -> dict[str, list[int]]:
        """The documents by the places of their issuers and in their titles, without the word for their rank."""
        found: dict[str, list[int]] = {}
        for index, document in enumerate(self.documents):
            for place in places_of(document):
                found.setdefault(place, []).append(index)
        return found

    def at(self, text: str) -> frozenset[int] | None:
        """The documents of all the places a question speaks of; None where it speaks of none."""
        said = places_said(text)
        return frozenset.intersection(*(frozenset(self._by_place.get(one, ())) for one in said)) if said else None

    def around(self, text: str) -> frozenset[PartId]:
        """The documents of a place whose name stands in a text, and of no other place that does."""
        said = {place for place in _parts_of(text) if place in self._by_place}
        longest = {one for one in said if not any(one != other and one in other for other in said)}
        found = (frozenset(self._by_place[one]) for one in longest)
        return frozenset(self.documents[k].part for k in frozenset.intersection(*found)) if longest else frozenset()

    def whole_in(self, text: str) -> Titled:
        """The documents whose whole title stands in a text; none of those whose title is only part of another that does."""
        plain, at = _without_marks(text)
        grams = {plain[k : k + GRAM] for k in range(len(plain) - GRAM + 1)}
        there = self.at(text)
        found: dict[int, str] = {}
        for index in {index for gram in grams for index in self._by_gram.get(gram, ())}:
            title = self._wholes[index]
            own = "关于" in title or _is_own(title)
            if title in plain and own:
                found[index] = title
        longest = {one for one in found.values() if not any(one != other and one in other for other in found.values())}
        named = [index for index in sorted(found) if found[index] in longest]
        named = [index for index in named if there and index in there] or named  # two cities' notices under one title
        starts = ((plain.index(one), len(one)) for one in sorted(longest))
        words = tuple(text[at[start] : at[start + length - 1] + 1] for start, length in starts)
        return Titled(tuple(self.documents[index].part for index in named), words)

    def named_in(self, text: str, years: Collection[int] = (), nearest: Nearest | None = None) -> Titled:
        """The documents whose title a question repeats; none where that is not certain.

        A title is a guess, however much of it is repeated: with `nearest`, the search for the question has to find one of the
        documents first. A notice of another place or year than the question speaks of is not meant, however alike its title.
        """
        alike = self._repeated(text, years)
        repeated = [one for one in alike if not (one.elsewhere or one.unlike)]
        unlike = [one.unlike for one in alike if one.unlike and not one.elsewhere]
        if unlike and not repeated:
            return Titled(unknown=max(unlike, key=len))
        chosen = _clearest(repeated)
        if nearest is not None and repeated:
            others = {self.documents[one.index].notice for one in alike if one not in repeated}
            found = [one for one in nearest(text) if one[0] not in others]
            if not chosen and len(found) > 1 and found[0][1] >= FAR_AHEAD * found[1][1]:
                chosen = self._led_to(found[0][0], repeated)
            chosen = [*chosen, *(one for one in repeated if any(_beside(one, first, text) for first in chosen))]
            chosen = chosen if _agrees(found, {self.documents[one.index].notice for one in chosen}) else []
        if not chosen or len(chosen) > MAX_NAMED:
            return Titled()
        words = tuple(
            dict.fromkeys(
                piece for one in chosen for piece in one.pieces if len(piece) >= TELLING and OF_ITS_OWN.search(piece)
            )
        )
        documents = tuple(self.documents[one.index] for one in chosen)
        return Titled(tuple(one.part for one in documents), (*words, *place_words(text, documents)))

    def _repeated(self, text: str, years: Collection[int]) -> list[Repeated]:
        """What the question repeats of each title that it tells from others, or that is the only one of its place."""
        plain, at = _without_marks(text)
        issued = {index for place in _parts_of(text) for index in self._by_place.get(place, ())}
        there = self.at(text)
        places = issued if len(issued) == 1 else there if there and len(there) == 1 else frozenset()
        having = (self._by_gram.get(plain[k : k + GRAM], ()) for k in range(len(plain) - GRAM + 1))
        alike = {index for indices in having if len(indices) <= MAX_OF_A_GRAM for index in indices}
        said = {word for word in cut(plain) if len(word) > 1 and word in self._by_word}
        rare = {word for word in said if len(self._by_word[word]) <= MAX_NAMED and _is_own(word)}
        alike.update(index for word in rare for index in self._by_word[word])
        found: list[Repeated] = []
        for index in sorted(alike | places):
            spans = tuple(common_spans(plain, self._cores[index]))
            held = {word for word in said if word in self._cores[index]}
            standing = [*spans, *((k, k + len(word)) for word in held if (k := plain.find(word)) >= 0)]
            covered = frozenset(at[k] for start, end in standing for k in range(start, end))
            telling = any(_tells(plain[start:end]) for start, end in spans)
            telling = telling or (len(held) > 1 and not held.isdisjoint(rare))
            if not (telling or index in places):
                continue
            document = self.documents[index]
            of_other_year = bool(years) and years_of(document).isdisjoint(years)
            other = another_of_its_kind(text, document.title) if telling else None
            found.append(
                Repeated(
                    index,
                    pieces=tuple(text[at[start] : at[end - 1] + 1] for start, end in spans),
                    covered=covered,
                    score=len(covered) + GRAM * (index in places),
                    telling=telling,
                    elsewhere=of_other_year or (there is not None and index not in there),
                    unlike=text[min(other[0], *covered) : max(other[1], max(covered) + 1)] if other else None,
                )
            )
        return found

    def _led_to(self, notice: NoticeId | None, repeated: Sequence[Repeated]) -> list[Repeated]:
        """The titles repeated as far as that of the notice, where no other is repeated further."""
        telling = [one for one in repeated if one.telling]
        led = {one.covered for one in telling if self.documents[one.index].notice == notice}
        furthest = [one for one in led if not any(one < other.covered for other in telling)]
        return [one for one in telling if one.covered in furthest]


def _clearest(repeated: Sequence[Repeated]) -> list[Repeated]:
    """Those repeated most; none where another is repeated nearly as much: its words are then those of a subject."""
    best = max((one.score for one in repeated), default=0)
    if any(best > one.score > best / CLEARLY for one in repeated):
        return []
    return [one for one in repeated if one.score == best]


def _beside(one: Repeated, first: Repeated, text: str) -> bool:
    """Whether a question names this title beside the first: 示范企业和示范园区的评选."""
    mine, its = one.covered - first.covered, first.covered - one.covered
    if not (one.telling and mine and its):
        return False
    left, right = sorted((mine, its), key=min)
    return JOINT.search(text[max(left) + 1 : min(right)]) is not None


def _agrees(found: Sequence[tuple[NoticeId, float]], named: Collection[NoticeId]) -> bool:
    """Whether a search finds one of these notices first, and no other about as well."""
    others = max((score for notice, score in found if notice not in named), default=0.0)
    return bool(found) and found[0][0] in named and found[0][1] >= AHEAD * others


def _tells(piece: str) -> bool:
    """Whether a piece of title names a notice: by words of its own, or by its length.

    >>> _tells("消防安全专项检查"), _tells("专项检查"), _tells("电子商务发展专项资金")
    (True, False, True)
    """
    return (len(piece) >= TELLING and _is_own(piece)) or len(piece) >= WHOLE


def _is_own(words: str) -> bool:
    return len(OF_ITS_OWN.findall(ANY_TITLE.sub("", words))) > 1


def years_of(document: Document) -> frozenset[int]:
    """The years a document is of: those in its title, else that of its campaign or issue."""
    titled = frozenset(int(year) for year in re.findall(r"20\d\d", document.title))
    return titled or frozenset(filter(None, [document.year]))


def in_order(word: str, title: str) -> bool:
    """Whether the characters of a word stand in a title, in order and near each other.

    >>> in_order("电商", "电子商务专项资金"), in_order("网约车", "网络预约出租汽车"), in_order("烹饪", "电子商务大赛")
    (True, True, False)
    """
    return re.search("[\u4e00-\u9fff]{0,4}".join(map(re.escape, word)), title) is not None


def common_pieces(text: str, title: str) -> Iterable[str]:
    """The longest stretches of at least three characters that both hold, none inside another, from left to right.

    >>> list(common_pieces("消防安全专项检查分几个阶段", "商场市场冬春季消防安全专项检查"))
    ['消防安全专项检查']
    """
    return (text[start:end] for start, end in common_spans(text, title))


def common_spans(text: str, title: str) -> Iterable[tuple[int, int]]:
    """Where in the text the stretches stand that both hold."""
    at = 0
    while at <= len(text) - GRAM:
        end = at + GRAM
        if text[at:end] not in title:
            at += 1
            continue
        while end < len(text) and text[at : end + 1] in title:
            end += 1
        yield at, end
        at = end


def longest_piece_with(name: str, text: str, title: str) -> str | None:
    """The longest stretch that holds a name and stands in both.

    >>> longest_piece_with("以旧换新", "家电以旧换新补贴找谁", "做好家电以旧换新补贴工作")
    '家电以旧换新补贴'
    """
    return max((piece for piece in common_pieces(text, title) if name in piece), key=len, default=None)


def _parts_of(text: str) -> frozenset[str]:
    """What may be the name of a place in a text."""
    return frozenset(text[k : k + n] for n in (2, 3, 4) for k in range(len(text) - n + 1))


MARKS = re.compile(r"[“”\"《》（）()\s、]")


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text as titles are compared, and where each of its characters stands in the text."""
    at = [k for k, character in enumerate(text) if not MARKS.match(character)]
    return "".join(text[k] for k in at), at


def without_pieces(text: str, pieces: Sequence[str]) -> str:
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, " ")
    return text

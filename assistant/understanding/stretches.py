"""The notice a question names by a stretch of its title, however words are cut, or by the place that issued it.

Documents in, then text in, `Titled` out.

Most notices are no edition of a campaign: 消防安全专项检查, 培训班, 征求意见. People name them by a piece of the title, and by whose they
are: 青川市电商专项资金. A piece of title that any notice may have (专项整治, 申报工作) names none by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant import lexicon
from assistant.model import CampaignRef
from assistant.scope import Document, fits
from assistant.understanding.naming import Named
from ingest.model import NoticeId, PartId
from ingest.regions import CITIES, PROVINCES
from ingest.tokenise import pieces as cut

GRAM = 3  # characters: titles are looked up by these
TELLING = 4  # characters of a piece of title that names a notice by itself, if it holds a word of its own
MAX_OF_A_GRAM = 200  # titles that share three characters; what more share tells nothing
CLEARLY = 2.2  # times as much as any other title must a question repeat of one
LEAD = 1.2  # times the score of the second must the first notice of a search have, where titles alone do not tell
MAX_NAMED = 3  # notices that one piece of title may mean
FRAME = re.compile(
    r"[“”\"《》（）()\s、]|20\d\d年度?|^[\u4e00-\u9fff、]{2,40}?关于|^关于|的?(?:通知|公告|通告|函|决定|意见)$|(?:做好|开展|举办|组织|印发|公开|有关|事项|进一步)"
)
# Words that titles of any subject have.
ANY_TITLE = re.compile(
    r"专项|整治|检查|工作|行动|活动|开展|申报|评选|认定|培训班?|创建|项目|示范|征求|征集|意见|大赛|竞赛|网上|全国|全省|全市|电子商务|电商|商务|直播|消费券?|促进|发展|"
    r"资金|有关|组织|推荐|服务|质量|企业|参加|补贴|报名|办法|实施|管理|方案|年度|第[一二三四五六七八九十\d]+[届批期]|优秀|先进|集体|个人|表彰|招募|志愿者|中国|国际|以旧换新|购物|节"
)
# What stands right before a piece of title, up to a mark, a particle or a word of asking.
RUN_BEFORE = re.compile(
    r"(?:(?!的|关于|请问|想问|参加|参与|申请|申报|我们?|本次|这次|今年|去年|我市|我省|省|市|区|县)[\u4e00-\u9fff])+$"
)
OF_ITS_OWN = re.compile(r"[\u4e00-\u9fff]")  # not the digits of a year
PLACE = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:省|市|自治区|区|县|州|旗|盟)")
RANK = re.compile(r"^[\u4e00-\u9fff]{2,5}[省市区县州旗盟]$")
RANKED = re.compile(r"([\u4e00-\u9fff]{2,5}?)(?:省|市|区|县|自治区|自治州|盟|旗)?")
# A province or city by its name, and whatever has a rank behind it: 年鄞州区 gives 鄞州 and 年鄞州, of which no one asks.
IN_TITLE = re.compile(
    rf"(?=({'|'.join((*PROVINCES, *sorted(CITIES, key=len, reverse=True)))}))|(?=([\u4e00-\u9fff]{{2}})[省市区县州旗盟])|(?=([\u4e00-\u9fff]{{3}})[省市区县州旗盟])"
)
NO_PLACE = re.compile(r"^(?:中国|全国|国家|中央|共青团)")


@dataclass(frozen=True, slots=True)
class Titled:
    """The documents a question names by title and the words it does so with."""

    parts: tuple[PartId, ...] = ()
    words: tuple[str, ...] = ()


Nearest = Callable[[str], Sequence[tuple[NoticeId, float]]]  # the notices a search finds for a text, best first, scored


@dataclass(frozen=True, slots=True)
class Repeated:
    """What of a title a question repeats."""

    index: int  # of the document
    pieces: tuple[str, ...]
    covered: frozenset[int]  # characters of the question
    score: int
    telling: bool  # whether it tells this title from that of any notice


@dataclass(frozen=True)
class Stretches:
    """The titles of a library, ready to be looked up."""

    documents: tuple[Document, ...]

    @cached_property
    def _cores(self) -> tuple[str, ...]:
        return tuple(FRAME.sub("", one.title) for one in self.documents)

    @cached_property
    def _by_gram(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, core in enumerate(self._cores):
            for gram in {core[k : k + GRAM] for k in range(len(core) - GRAM + 1)}:
                found.setdefault(gram, []).append(index)
        return found

    @cached_property
    def _by_place(self) -> dict[str, list[int]]:
        """The documents by the places of their issuers and in their titles, without the word for their rank."""
        found: dict[str, list[int]] = {}
        for index, document in enumerate(self.documents):
            issued = {place for issuer in document.issuers for place in _places(issuer)}
            for place in issued | {one for names in IN_TITLE.findall(document.title) for one in names if one}:
                found.setdefault(place, []).append(index)
        return found

    def at(self, text: str) -> frozenset[int] | None:
        """The documents of all the places a question speaks of; None where it speaks of none."""
        said = places_said(text)
        return frozenset.intersection(*(frozenset(self._by_place.get(one, ())) for one in said)) if said else None

    def named_in(self, text: str, years: Collection[int] = (), nearest: Nearest | None = None) -> Titled:
        """The documents whose title a question repeats; none where that is not certain.

        A title is a guess, however much of it is repeated: with `nearest`, the search for the question has to find one of the
        documents first. A notice of another place or year than the question speaks of is not meant, however alike its title.
        """
        repeated = self._repeated(text, years)
        chosen = _clearest(repeated)
        if nearest is not None and repeated:
            found = nearest(text)
            first = found[0][0] if found else None
            if not chosen and len(found) > 1 and found[0][1] >= LEAD * found[1][1]:
                chosen = self._led_to(first, repeated)
            if first not in {self.documents[one.index].notice for one in chosen}:
                return Titled()
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
        """What the question repeats of each title that could be meant by it."""
        plain, at = _without_marks(text)
        grams = {plain[k : k + GRAM] for k in range(len(plain) - GRAM + 1)}
        issued = {
            index
            for place in {text[k : k + n] for n in (2, 3, 4) for k in range(len(text) - n + 1)}
            for index in self._by_place.get(place, ())
        }
        there = self.at(text)
        places = issued if len(issued) == 1 else there if there and len(there) == 1 else frozenset()
        alike = {index for gram in grams if len(held := self._by_gram.get(gram, ())) <= MAX_OF_A_GRAM for index in held}
        found: list[Repeated] = []
        for index in sorted(alike | places if there is None else (alike | places) & there):
            if years and not years_of(self.documents[index]).intersection(years):
                continue
            spans = tuple(common_spans(plain, self._cores[index]))
            pieces = tuple(text[at[start] : at[end - 1] + 1] for start, end in spans)
            covered = frozenset(at[k] for start, end in spans for k in range(start, end))
            telling = any(
                len(one) >= TELLING and len(OF_ITS_OWN.findall(ANY_TITLE.sub("", one))) > 1
                for one in (plain[start:end] for start, end in spans)
            )
            here = index in places
            if telling or here:
                found.append(Repeated(index, pieces, covered, len(covered) + GRAM * here, telling))
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


def years_of(document: Document) -> frozenset[int]:
    """The years a document is of: those in its title, else that of its campaign or issue."""
    titled = frozenset(int(year) for year in re.findall(r"20\d\d", document.title))
    return titled or frozenset(filter(None, [document.year]))


def find_titled(
    text: str, titles: Stretches, named: Named, notice_id: NoticeId | None, nearest: Nearest | None = None
) -> Titled:
    """The notice a question names by its title; where it is given or named otherwise, the words that repeat title or place."""
    documents = titles.documents
    if notice_id is not None:
        return Stretches(tuple(one for one in documents if one.notice == notice_id)).named_in(text)
    ref = named.ref
    elsewhere = ref.ordinals or ref.region or ref.regions or named.unknown
    if elsewhere or lexicon.NOTICES.search(text) or lexicon.COMPARE.search(text):
        return Titled()
    found = titles.named_in(text, ref.years, nearest)
    by_part = {one.part: one for one in documents}
    of_series = any(fits(CampaignRef(series=ref.series), by_part[part]) for part in found.parts)
    # 电子计价秤 holds 电子, and is not the 电子商务大赛
    heard = any(named.words and named.words in piece and named.words != piece for piece in found.words)
    if ref.series and (of_series or not heard):
        fitting = [one for one in documents if fits(ref, one)]
        there = titles.at(text) if len(ref.series) > 1 else None  # a short name fits several: 鄞州区以旧换新
        parts = tuple(documents[index].part for index in sorted(there or ()) if documents[index] in fitting)
        return Titled(parts if len(parts) <= MAX_NAMED else (), place_words(text, fitting))
    return found


def places_said(text: str) -> tuple[str, ...]:
    """The places a text speaks of, without the word for their rank.

    >>> places_said("鄞州区和天津的材料什么时候报")
    ('鄞州', '天津')
    """
    found = (RANKED.fullmatch(word) for word in cut(text) if word in PROVINCES or word in CITIES or RANK.search(word))
    return tuple(dict.fromkeys(one.group(1) for one in found if one))


def place_words(text: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """Where the issuers of the documents are, as a text says it; not the name of an organ there: 岚江市, 岚江."""
    documents = tuple(documents)
    places = {place for one in documents for issuer in one.issuers for place in _places(issuer)}
    places |= {place for place in places_said(text) if any(place in one.title for one in documents)}
    found = (
        re.search(rf"在?{place}(?:省|市|自治区|区|县|州|旗|盟)?(?![\u4e00-\u9fff]{{0,6}}[局厅委办处])", text)
        for place in places
    )
    return tuple(one.group() for one in found if one)


def _of_another(text: str, piece: str, title: str, document: Document) -> bool:
    """Whether words that the title does not have stand right before a piece of it: 烹饪技能大赛, of the 电子商务技能大赛."""
    before = text[: text.index(piece)]
    for place in place_words(before, [document]):
        before = before.partition(place)[2]
    run = RUN_BEFORE.search(before)
    words = ANY_TITLE.sub("", run.group()) if run else ""
    return len(words) > 1 and not in_order(words, title)


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


MARKS = re.compile(r"[“”\"《》（）()\s、]")


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text as titles are compared, and where each of its characters stands in the text."""
    at = [k for k, character in enumerate(text) if not MARKS.match(character)]
    return "".join(text[k] for k in at), at


def without_pieces(text: str, pieces: Sequence[str]) -> str:
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, " ")
    return text


def _places(issuer: str) -> list[str]:
    """岚江 of 岚江市商务局; no place of a national body."""
    found = PLACE.match(re.sub(r"^共青团", "", issuer))
    return [found.group(1)] if found and not NO_PLACE.match(found.group(1)) else []

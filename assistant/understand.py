"""Question -> Query: what is asked, about which campaign and document, between which levels. No model, no guess.

Names are read first (文号, laws, campaign, organs) and taken off; what is left says the kind and the content words. The order
of `KINDS` decides where a question fits several; what stands in several parts of a question is asked for one after the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import lexicon
from assistant.errors import BadQuestion
from assistant.model import CampaignRef, Kind, Query
from assistant.names import Numbered, find_laws, find_numbers, find_organs
from assistant.scope import Document, fits, organ_named, series_in
from assistant.times import find_window
from ingest.campaigns import KNOWN_AS_CAMPAIGN
from ingest.model import Level, NoticeId
from ingest.numerals import parse_numeral
from ingest.regions import NATIONWIDE, PROVINCES
from ingest.tokenise import words

MAX_QUESTION = 2000  # characters; a longer one is a pasted document
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
PLACE = re.compile(
    r"附件\s*[一二三四五六七八九十\d]+|第\s*([一二三四五六七八九十\d]+)\s*(?:部分|大?条|点|章|节|项|大点|大项)|[（(]\s*[一二三四五六七八九十\d]+\s*[）)]"
)
SEGMENT = re.compile(r"[，,。；;？?！!、]|以及|还有|另外|和(?=联系|电话|什么|哪|须|要|法)")
FACT_KINDS = (Kind.DEADLINES, Kind.CONTACTS, Kind.LAWS, Kind.PERIOD, Kind.ORGANISERS)

Test = Callable[[str], bool]


def _any(*patterns: re.Pattern[str]) -> Test:
    return lambda text: any(pattern.search(text) for pattern in patterns)


def _all(*patterns: re.Pattern[str]) -> Test:
    return lambda text: all(pattern.search(text) for pattern in patterns)


# First match wins.
KINDS: tuple[tuple[Kind, Test], ...] = (
    (Kind.HELP, _any(lexicon.HELP)),
    (Kind.CONTACTS, _any(lexicon.CONTACT)),
    (Kind.LAWS, _any(lexicon.BASIS)),
    (Kind.NOTICES, _any(lexicon.NOTICES)),
    (Kind.DEADLINES, _any(lexicon.TO_WHOM)),
    (Kind.DEADLINES, _all(lexicon.HAND_IN, lexicon.WHEN)),
    (Kind.DEADLINES, _all(lexicon.HAND_IN, lexicon.HOW_OFTEN)),
    (Kind.DEADLINES, _any(lexicon.HAND_IN_WHAT, lexicon.DUE_SOON)),
    (Kind.PERIOD, _any(lexicon.PERIOD)),
    (Kind.ORGANISERS, lambda text: bool(lexicon.ORGANISER.search(text)) and not lexicon.HOW.search(text)),
    (Kind.LAWS, _any(lexicon.LAW, lexicon.GUIDELINE_ASKED)),
    (Kind.DEADLINES, _all(lexicon.WHEN)),
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the library holds, as far as questions name it: documents, and the names of laws."""

    documents: tuple[Document, ...]
    laws: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """The campaign a question names and the words that name it."""

    ref: CampaignRef
    words: str | None = None
    unknown: str | None = None


def clean(question: str) -> str:
    """The question on one line; raises BadQuestion when nothing is left or it is too long.

    >>> clean(" 材料啥时候交\\n\\x00？ ")
    '材料啥时候交 ？'
    """
    text = re.sub(r"\s+", " ", UNPRINTABLE.sub(" ", question)).strip()
    if not text:
        raise BadQuestion("empty_question", "问题是空的，请输入要问的内容。")
    if len(text) > MAX_QUESTION:
        raise BadQuestion("question_too_long", f"问题有{len(text)}个字，请缩短到{MAX_QUESTION}字以内。")
    return text


def fold(question: str) -> str:
    """One form for matching: half-width digits and letters, no blanks between Chinese characters."""
    text = unicodedata.normalize("NFKC", question)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)


def understand(
    question: str,
    catalogue: Catalogue,
    *,
    as_of: date,
    notice_id: NoticeId | None = None,
    previous: Query | None = None,
) -> Query:
    """What a question asks; a follow-up takes from `previous` what it leaves out. Raises BadQuestion."""
    asked = clean(question)
    text = fold(asked)
    documents = catalogue.documents
    numbered = find_numbers(text, documents)
    rest = numbered.rest
    laws, rest = find_laws(rest, catalogue.laws)
    # A notice that is given is the edition; 去年 then speaks of something in it.
    named = find_campaign_named(rest, documents, as_of if notice_id is None else None)
    about = _without_names(rest, named)
    issuers = [issuer for document in documents for issuer in document.issuers]
    organs = find_organs(about, issuers)
    issuing = tuple(organ for organ in organs if any(organ_named(organ, issuer) for issuer in issuers))
    from_level, to_level = find_levels(text)
    query = Query(
        question=asked,
        wording=text,
        kind=Kind.CLAUSES,
        as_of=as_of,
        campaign=named.ref,
        campaign_words=named.words,
        unknown_campaign=named.unknown,
        notice_id=notice_id,
        documents=numbered.documents,
        unknown_number=numbered.unknown,
        organs=organs,
        from_level=from_level,
        to_level=to_level,
        window=find_window(rest, as_of),
        laws=laws,
        place=tuple(found.group().replace(" ", "") for found in PLACE.finditer(text)),
    )
    query = _with_kind(query, text, _without_organs(about, issuing))
    query = replace(query, more=_further(query, about, issuing))
    return _follow(query, previous, numbered) if previous is not None else query


def _with_kind(query: Query, text: str, about: str) -> Query:
    """The kind and the content words of a stretch of a question."""
    series = "".join(query.campaign.series)
    terms = tuple(term for term in content_terms(about) if term not in series)
    kind = next((kind for kind, fits_kind in KINDS if fits_kind(text)), Kind.CLAUSES)
    if kind is Kind.CLAUSES and query.laws and lexicon.MUST.search(text):
        kind = Kind.LAWS
    if kind is Kind.DEADLINES and not terms and not query.window and not lexicon.hands_in(text):
        kind = Kind.PERIOD  # only 什么时候 and the campaign
    return replace(query, kind=kind, terms=terms, wording=text)


def _further(query: Query, about: str, organs: Collection[str]) -> tuple[Query, ...]:
    """What else a question asks: the parts of it that ask for another kind of fact."""
    segments = [segment for segment in SEGMENT.split(about) if segment.strip()]
    if len(segments) < 2:
        return ()
    parts = [_with_kind(query, segment, _without_organs(segment, organs)) for segment in segments]
    found: dict[Kind, Query] = {}
    for part in parts:
        only_when = part.kind is Kind.PERIOD and not lexicon.PERIOD.search(part.wording)
        if part.kind in FACT_KINDS and part.kind not in found and not only_when:
            terms = part.terms or (query.terms if part.kind is query.kind else ())
            found[part.kind] = replace(part, terms=terms)
    if len(found) < 2 or query.kind not in found:
        return ()
    return tuple(part for kind, part in found.items() if kind is not query.kind)


def find_campaign_named(text: str, documents: Sequence[Document], as_of: date | None) -> Named:
    """The campaign a question names: by series or a short name of it, by 届, by year, by region."""
    series, alias = series_in(text, documents)
    ordinals = (parse_numeral(one.group(1)) for one in lexicon.ORDINAL.finditer(text))
    ref = CampaignRef(
        series=series,
        ordinals=tuple(dict.fromkeys(one for one in ordinals if one)),
        years=_years_in(text, as_of),
    )
    if alias is None and (other := KNOWN_AS_CAMPAIGN.search(text) or lexicon.OTHER_EDITION.search(text)):
        return Named(ref, other.group(1), other.group(1))
    region, adjacent = _region_in(text, alias)
    if region is not None:
        narrowed = replace(ref, region=region)
        known = any(document.campaign and document.campaign.region == region for document in documents)
        fitting = any(fits(narrowed, document) for document in documents)
        if (known and fitting) or (adjacent and region != NATIONWIDE):
            ref = narrowed
        elif adjacent and alias is not None and not _of_the_ministry(ref, documents):
            ref = narrowed  # 2024全国…: only provinces' notices of that year are here
    return Named(ref, alias)


def _of_the_ministry(ref: CampaignRef, documents: Sequence[Document]) -> bool:
    return any(fits(replace(ref, region=NATIONWIDE), document) for document in documents)


def _years_in(text: str, as_of: date | None) -> tuple[int, ...]:
    """The years that name editions: 2021年, 21年, 去年 (seen from `as_of`), not those of a month or day."""
    years = [as_of.year + shift for word, shift in lexicon.LAST_YEAR.items() if word in text] if as_of else []
    for found in lexicon.YEAR.finditer(text):
        if not re.match(r"年?\s*\d{1,2}\s*[月.-]", text[found.end() :]):
            year = int(found.group(1))
            years.append(year if year > 100 else 2000 + year)
    return tuple(dict.fromkeys(years))


def _region_in(text: str, alias: str | None) -> tuple[str | None, bool]:
    """A region and whether it stands right before the campaign's name."""
    regions = [region for region in (*PROVINCES, NATIONWIDE) if region in text]
    if len(regions) > 1 and lexicon.COMPARE.search(text):
        return None, False  # both sides of a comparison
    for region in regions:
        adjacent = alias is not None and bool(
            re.search(rf"{region}省?市?的?(?:20\d\d年?)?的?[\u4e00-\u9fff]{{0,2}}{re.escape(alias)}", text)
        )
        return region, adjacent
    return None, False


def find_levels(text: str) -> tuple[Level | None, Level | None]:
    """Who hands in and to whom, as far as the question says.

    >>> find_levels("市里的总结几号报省厅")
    (<Level.CITY: 'city'>, <Level.PROVINCE: 'province'>)
    """
    to_level = None
    for level, pattern in lexicon.TO_LEVELS:
        found = pattern.search(text)
        if found:
            to_level = level
            text = text.replace(found.group(), " ")
            break
    from_level = next((level for level, pattern in lexicon.FROM_LEVELS if pattern.search(text)), None)
    return from_level, to_level


def _without_names(text: str, named: Named) -> str:
    """The question without the campaign's name, 届, year and region."""
    rest = text.replace(named.words, " ") if named.words else text
    for taken in (lexicon.ORDINAL, lexicon.YEAR):
        rest = taken.sub(" ", rest)
    if named.ref.region:
        rest = re.sub(rf"{named.ref.region}省?(?![\u4e00-\u9fff]{{0,4}}[厅局委])", " ", rest)
    return rest


def _without_organs(text: str, organs: Collection[str]) -> str:
    for organ in sorted(organs, key=len, reverse=True):
        text = text.replace(organ, " ")
    return text


def content_terms(about: str) -> tuple[str, ...]:
    """The words that say what is wanted, in order, without the words of asking. Names have been taken off.

    >>> content_terms("的总结材料最晚什么时候交？")
    ('总结', '材料')
    """
    rest = PLACE.sub(" ", lexicon.LEVEL_WORDS.sub(" ", about))
    kept = [word for word in _words_with_endings(lexicon.ASKING.sub(" ", rest)) if word not in lexicon.STOP]
    manner = lexicon.MANNER.search(about)
    if manner and len(kept) > 1 and not lexicon.HAND_IN.search(manner.group(1)):
        kept = [word for word in kept if word != manner.group(1)]  # 老年人怎么照顾: the notice has its own word for it
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


def _follow(query: Query, previous: Query, numbered: Numbered) -> Query:
    """Complete a follow-up: 那联系人呢 keeps the campaign, 第三届呢 keeps what was asked."""
    names_nothing = (
        not query.campaign and query.unknown_campaign is None and not (numbered.documents or numbered.unknown)
    )
    asks_nothing = query.kind is Kind.CLAUSES and not query.terms and not query.place and not query.laws
    asks_detail = asks_nothing and lexicon.DETAIL.search(query.wording) is not None
    elliptic = bool(lexicon.FOLLOW_UP.search(query.question)) or len(query.question) <= 12
    if names_nothing and (elliptic or query.kind is not Kind.CLAUSES):
        query = replace(
            query,
            campaign=previous.campaign,
            campaign_words=previous.campaign_words,
            unknown_campaign=previous.unknown_campaign,
            documents=previous.documents,
            unknown_number=previous.unknown_number,
            notice_id=query.notice_id or previous.notice_id,
        )
    elif query.campaign and not query.campaign.series and previous.campaign.series:
        query = replace(
            query,
            campaign=replace(query.campaign, series=previous.campaign.series),
            campaign_words=previous.campaign_words,
        )
    if asks_detail and elliptic:  # 最多几家: about the same thing
        return replace(query, terms=previous.terms, place=previous.place)
    if asks_nothing and elliptic:
        return replace(
            query,
            kind=previous.kind,
            terms=previous.terms,
            wording=previous.wording,
            window=query.window or previous.window,
            laws=previous.laws,
            organs=query.organs or previous.organs,
            from_level=query.from_level or (None if query.to_level else previous.from_level),
            to_level=query.to_level or (None if query.from_level else previous.to_level),
        )
    return query

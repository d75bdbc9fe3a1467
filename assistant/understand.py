"""Question -> Query: what is asked, about which campaign and document, between which levels. No model, no guess.

The order of `KINDS` decides where a question fits several: what names a thing to hand in beats what only asks for a time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import lexicon
from assistant.errors import BadQuestion
from assistant.model import CampaignRef, Kind, Query
from assistant.scope import Document, fits, organ_named, series_in
from ingest.masthead import DOC_NUMBER
from ingest.model import Level, NoticeId
from ingest.numerals import parse_numeral
from ingest.regions import NATIONWIDE, PROVINCES
from ingest.tokenise import words

MAX_QUESTION = 2000  # characters; a longer one is a pasted document
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
ANY_CAMPAIGN = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z0-9]{1,8}?(?:购物节|网购节|年货节|消费节|电商节|购物季|消费季|促销季|嘉年华|博览会|美食节|旅游节|文化节|直播节|丰收节))"
    r"|双十一|双11|双十二|双12|618|六一八|黑五"
)
PLACE = re.compile(
    r"附件\s*[一二三四五六七八九十\d]+|第\s*([一二三四五六七八九十\d]+)\s*(?:部分|大?条|点|章|节|项|大点|大项)|[（(]\s*[一二三四五六七八九十\d]+\s*[）)]"
)

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
    (Kind.DEADLINES, _any(lexicon.HAND_IN_WHAT)),
    (Kind.PERIOD, _any(lexicon.PERIOD)),
    (Kind.ORGANISERS, lambda text: bool(lexicon.ORGANISER.search(text)) and not lexicon.HOW.search(text)),
    (Kind.LAWS, _any(lexicon.LAW, lexicon.GUIDELINE_ASKED)),
    (Kind.DEADLINES, _all(lexicon.WHEN)),
)


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
    documents: Sequence[Document],
    *,
    as_of: date,
    notice_id: NoticeId | None = None,
    previous: Query | None = None,
) -> Query:
    """What a question asks; a follow-up takes from `previous` what it leaves out. Raises BadQuestion."""
    asked = clean(question)
    text = fold(asked)
    number = DOC_NUMBER.search(asked) or lexicon.SHORT_NUMBER.search(asked)
    names = text.replace(fold(number.group()), " ") if number else text
    # A notice that is given is the edition; 去年 then speaks of something in it.
    named = find_campaign_named(names, documents, as_of if notice_id is None else None)
    terms = content_terms(text, named, _organs_named(text, documents))
    kind = next((kind for kind, fits_kind in KINDS if fits_kind(text)), Kind.CLAUSES)
    if kind is Kind.DEADLINES and not terms and not lexicon.HAND_IN.search(text) and not lexicon.DUE.search(text):
        kind = Kind.PERIOD  # only 什么时候 and the campaign
    from_level, to_level = find_levels(text)
    query = Query(
        question=asked,
        kind=kind,
        as_of=as_of,
        campaign=named.ref,
        campaign_words=named.words,
        unknown_campaign=named.unknown,
        notice_id=notice_id,
        doc_number=number.group() if number else None,
        from_level=from_level,
        to_level=to_level,
        laws=tuple(re.findall(r"《([^《》]{2,40})》", text)),
        place=tuple(found.group().replace(" ", "") for found in PLACE.finditer(text)),
        terms=terms,
    )
    return _follow(query, previous) if previous is not None else query


def find_campaign_named(text: str, documents: Sequence[Document], as_of: date | None) -> Named:
    """The campaign a question names: by series or a short name of it, by 届, by year, by region."""
    found = series_in(text, documents)
    ordinals = (parse_numeral(one.group(1)) for one in lexicon.ORDINAL.finditer(text))
    ref = CampaignRef(
        series=found[0] if found else None,
        ordinals=tuple(dict.fromkeys(one for one in ordinals if one)),
        years=_years_in(text, as_of),
    )
    alias = found[1] if found else None
    if alias is None and (other := ANY_CAMPAIGN.search(text)):
        return Named(ref, other.group(), other.group())
    region, adjacent = _region_in(text, alias)
    if region is not None:
        narrowed = replace(ref, region=region)
        known = any(document.campaign and document.campaign.region == region for document in documents)
        fitting = any(fits(narrowed, document) for document in documents)
        if (known and fitting) or (adjacent and region != NATIONWIDE):
            ref = narrowed
    return Named(ref, alias)


def _years_in(text: str, as_of: date | None) -> tuple[int, ...]:
    """The years that name editions: 2021年, 21年, 去年 (seen from `as_of`), not those of a full date."""
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
            re.search(rf"{region}省?市?的?(?:20\d\d年?)?的?{re.escape(alias)}", text)
            or re.search(rf"{region}(?:省|市)?(?:网上|全民|线上)?[\u4e00-\u9fff]{{0,2}}{re.escape(alias)}", text)
        )
        return region, adjacent
    return None, False


def find_levels(text: str) -> tuple[Level | None, Level | None]:
    """Who hands in and to whom, as far as the question says.

    >>> find_levels("市里的总结几号报省厅")
    (<Level.CITY: 'city'>, <Level.PROVINCE: 'province'>)
    """
    to_level = None
    if lexicon.TO_MINISTRY.search(text):
        to_level = Level.MINISTRY
    elif lexicon.TO_PROVINCE.search(text):
        to_level = Level.PROVINCE
    from_level = None
    if lexicon.FROM_CITY.search(text):
        from_level = Level.CITY
    elif to_level is not Level.PROVINCE and lexicon.FROM_PROVINCE.search(text):
        from_level = Level.PROVINCE
    return from_level, to_level


def content_terms(text: str, named: Named, organs: Sequence[str] = ()) -> tuple[str, ...]:
    """The words that say what is wanted, in order, without the campaign's name and the words of asking.

    >>> content_terms("第六届双品网购节的总结材料最晚什么时候交？", Named(CampaignRef(), "双品网购节"))
    ('总结', '材料')
    """
    rest = text.replace(named.words, " ") if named.words else text
    for taken in (DOC_NUMBER, lexicon.SHORT_NUMBER, lexicon.ORDINAL, lexicon.YEAR, lexicon.LEVEL_WORDS, PLACE):
        rest = taken.sub(" ", rest)
    for organ in organs:
        rest = rest.replace(organ, " ")
    if named.ref.region:
        rest = re.sub(rf"{named.ref.region}省?", " ", rest)
    rest = lexicon.ASKING.sub(" ", rest)
    series = named.ref.series or ""
    kept = [word for word in _words_with_endings(rest) if word not in lexicon.STOP and word not in series]
    manner = lexicon.MANNER.search(text)
    if (
        manner and len(kept) > 1 and not lexicon.HAND_IN.search(manner.group(1))
    ):  # 老年人怎么照顾: what the notice does about it has its own word there
        kept = [word for word in kept if word != manner.group(1)]
    implied = [word for pattern, word in lexicon.IMPLIED if pattern.search(text)]
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


def _organs_named(text: str, documents: Sequence[Document]) -> list[str]:
    """The words that name issuers of the library, longest first."""
    issuers = {issuer for document in documents for issuer in document.issuers}
    return sorted(
        {named for issuer in issuers if (named := organ_named(text, issuer))}, key=lambda one: (-len(one), one)
    )


def _follow(query: Query, previous: Query) -> Query:
    """Complete a follow-up: 那联系人呢 keeps the campaign, 第三届呢 keeps what was asked."""
    names_nothing = not query.campaign and query.unknown_campaign is None and query.doc_number is None
    asks_nothing = query.kind is Kind.CLAUSES and not query.terms and not query.place
    elliptic = bool(lexicon.FOLLOW_UP.search(query.question)) or len(query.question) <= 12
    if names_nothing and (elliptic or query.kind is not Kind.CLAUSES):
        query = replace(
            query,
            campaign=previous.campaign,
            campaign_words=previous.campaign_words,
            unknown_campaign=previous.unknown_campaign,
            doc_number=previous.doc_number,
            notice_id=query.notice_id or previous.notice_id,
        )
    elif query.campaign and query.campaign.series is None and previous.campaign.series:
        query = replace(query, campaign=replace(query.campaign, series=previous.campaign.series))
    if asks_nothing and elliptic:
        query = replace(
            query,
            kind=previous.kind,
            terms=previous.terms,
            from_level=query.from_level or (None if query.to_level else previous.from_level),
            to_level=query.to_level or (None if query.from_level else previous.to_level),
        )
    return query

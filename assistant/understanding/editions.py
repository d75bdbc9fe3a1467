"""Editions that a question names by their order: 最新一届, 上一届, 这一届. Words and the catalogue in, 届 or years out.

An edition that is not in the library stays named (上一届 of the sixth is the fifth): what is asked of it is then not answered
from another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import lexicon
from assistant.model import CampaignRef
from assistant.scope import Document, fits
from ingest.numerals import numeral, parse_numeral

OLDEST = re.compile(
    r"最早的?(?:那|一|哪)*[届次]|(?:最早|第一次|首次)(?:是|在|的)*(?=(?:哪一?年|什么时候|啥时候|几时|何时)[^，。？?交报]{0,3}(?:办|举|搞|开展|[？?]|$))"
)
RECENT = re.compile(r"(?:最?近|前|过去)(?:的)?([两二三四五])[届次]")
MENTIONS = (RECENT, OLDEST, lexicon.NEWEST, lexicon.PREVIOUS, lexicon.EDITIONS)
TWO_BEFORE = re.compile(r"上上")
FURTHER = re.compile(r"再")


def name_editions(
    ref: CampaignRef, text: str, documents: Sequence[Document], previous: CampaignRef | None = None
) -> CampaignRef:
    """The campaign with the editions that the text names by their order; `previous` is what was spoken of before."""
    newest, before = lexicon.NEWEST.search(text), lexicon.PREVIOUS.search(text)
    recent, oldest = RECENT.search(text), OLDEST.search(text)
    if not (newest or before or recent or oldest):
        return ref
    series = ref.series or (previous.series if previous else ())
    if not series:
        return ref
    ref = replace(ref, series=series)
    known = [one for one in documents if fits(ref, one)]
    if recent or oldest:
        count = parse_numeral(recent[1].replace("两", "二")) or 1 if recent else 1
        named = list(dict.fromkeys(map(_of, known)))
        return _all_of(ref, named[:count] if recent else named[-1:])
    spoken_of = previous if previous and previous.series == series else None
    base = ref if ref.ordinals or ref.years else spoken_of
    followed = base is spoken_of
    if base is None or not (base.ordinals or base.years) or (newest and newest.group().startswith(("最", "新"))):
        base, followed = _of(next(iter(known), None)), False
    ordinals, years = ref.ordinals, ref.years
    if newest:
        ordinals, years = (*ordinals, *base.ordinals), (*years, *base.years)
    if before:
        # 再上一届 is the one before the one spoken of, without one the second before the newest
        back = 2 if TWO_BEFORE.search(before.group()) or (FURTHER.match(before.group()) and not followed) else 1
        if base.ordinals:
            ordinals = (*ordinals, min(base.ordinals) - back)
        elif base.years:
            years = (*years, min(base.years) - back)
    return replace(ref, ordinals=tuple(dict.fromkeys(ordinals)), years=tuple(dict.fromkeys(years)))


def _all_of(ref: CampaignRef, editions: Sequence[CampaignRef]) -> CampaignRef:
    """The campaign in these editions; in their years where one has no number."""
    if all(one.ordinals for one in editions):
        return replace(ref, ordinals=tuple(n for one in editions for n in one.ordinals))
    return replace(ref, years=tuple(dict.fromkeys(year for one in editions for year in one.years)) or ref.years)


def missing_editions(ref: CampaignRef, chosen: Sequence[Document]) -> tuple[CampaignRef, ...]:
    """Of several editions that are named, those that none of the chosen documents is about.

    >>> missing_editions(CampaignRef(("双品网购节",), (5, 6)), ())
    (CampaignRef(series=('双品网购节',), ordinals=(5,), years=(), region=None, regions=()), CampaignRef(series=('双品网购节',), ordinals=(6,), years=(), region=None, regions=()))
    """
    if len(ref.ordinals) > 1 and not ref.years:
        named = [replace(ref, ordinals=(one,)) for one in ref.ordinals]
    elif len(ref.years) > 1 and not ref.ordinals:
        named = [replace(ref, years=(one,)) for one in ref.years]
    else:
        return ()
    return tuple(one for one in named if not any(fits(one, document) for document in chosen))


def _of(document: Document | None) -> CampaignRef:
    """The edition a document is about: by its 届, else by its year."""
    if document is None or document.campaign is None:
        return CampaignRef()
    if document.campaign.ordinal:
        return CampaignRef(ordinals=(document.campaign.ordinal,))
    return CampaignRef(years=(document.year,) if document.year else ())


def edition_named(ref: CampaignRef, words: str | None) -> str:
    """An edition as a question names it, by the words it uses for the campaign.

    >>> edition_named(CampaignRef(("双品网购节",), (5,)), "双品节"), edition_named(CampaignRef(years=(2023,)), None)
    ('第五届双品节', '2023年')
    """
    ordinals = "、".join(f"第{numeral(one)}届" for one in ref.ordinals)
    words = words or "".join(ref.series[:1])
    years = "、".join(f"{year}{'' if words else '年'}" for year in ref.years)
    regions = "、".join(ref.regions) or ref.region
    return "".join(filter(None, [years, ordinals, regions, words]))

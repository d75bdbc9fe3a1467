"""The campaign a question names: by series or a short name of it, by 届, by year, by region. Text and Documents in, `Named` out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import lexicon
from assistant.model import CampaignRef
from assistant.scope import Document, fits, series_in
from assistant.understanding.editions import MENTIONS, OLDEST
from ingest.campaigns import KNOWN_AS_CAMPAIGN
from ingest.model import PartId
from ingest.numerals import parse_numeral
from ingest.regions import NATIONWIDE, PROVINCES

MIN_HEARD = 3  # characters of a short name that names a second series, or is recognised by its sound


@dataclass(frozen=True, slots=True)
class Named:
    """The campaign a question names and the words that name it."""

    ref: CampaignRef
    words: str | None = None
    unknown: str | None = None
    also: str | None = None  # the words that name another series


def find_campaign_named(text: str, documents: Sequence[Document], known: Sequence[str], as_of: date | None) -> Named:
    """The campaign a question names: by one of the `known` series or a short name of it, by 届, by year, by region."""
    series, alias = series_in(text, known)
    ordinals = (parse_numeral(one.group(1) or one.group(2)) for one in lexicon.ORDINAL.finditer(OLDEST.sub(" ", text)))
    ref = CampaignRef(
        series=series,
        ordinals=tuple(dict.fromkeys(one for one in ordinals if one)),
        years=_years_in(text, as_of),
    )
    if alias is None and (other := KNOWN_AS_CAMPAIGN.search(text) or lexicon.OTHER_EDITION.search(text)):
        return Named(ref, other.group(1), re.split(r"有没有|有无|关于|请问|[查找的是]", other.group(1))[-1])
    also = None
    if alias is not None:  # 年货节和双品网购节的联系人
        more, also = series_in(text.replace(alias, " "), [one for one in known if one not in series])
        if also is not None and len(also) >= MIN_HEARD:
            ref = replace(ref, series=(*series, *more))
        else:
            also = None
    regions = _regions_in(text, ref, documents)
    if len(regions) > 1:
        return Named(replace(ref, regions=regions), alias, also=also)
    region, adjacent = _region_in(text, alias)
    if region is not None:
        narrowed = replace(ref, region=region)
        fitting = any(fits(narrowed, document) for document in documents)
        if (_has_notices(region, documents) and fitting) or (adjacent and region != NATIONWIDE):
            ref = narrowed
        elif adjacent and alias is not None and not _of_the_ministry(ref, documents):
            ref = narrowed  # 2024全国…: only provinces' notices of that year are here
    return Named(ref, alias, also=also)


JOINTS = re.compile(r"[和与跟同比、,]")


def both_sides(text: str, documents: Sequence[Document], known: Sequence[str], as_of: date) -> tuple[PartId, ...]:
    """The documents of two campaigns that are compared, each in the edition it is named with; none where they are not two."""
    for joint in JOINTS.finditer(text):
        sides = [
            find_campaign_named(side, documents, known, as_of).ref
            for side in (text[: joint.start()], text[joint.end() :])
        ]
        if not all(ref.series for ref in sides) or set(sides[0].series) & set(sides[1].series):
            continue
        chosen = [tuple(one.part for one in documents if fits(ref, one)) for ref in sides]
        if all(chosen):
            return tuple(part for parts in chosen for part in parts)
    return ()


def _has_notices(region: str, documents: Sequence[Document]) -> bool:
    return any(document.campaign and document.campaign.region == region for document in documents)


def _regions_in(text: str, ref: CampaignRef, documents: Sequence[Document]) -> tuple[str, ...]:
    """The regions with notices of their own that a question names."""
    named = [region for region in (*PROVINCES, NATIONWIDE) if region in text and _has_notices(region, documents)]
    return tuple(
        region for region in named if any(fits(replace(ref, region=region), document) for document in documents)
    )


def _of_the_ministry(ref: CampaignRef, documents: Sequence[Document]) -> bool:
    return any(fits(replace(ref, region=NATIONWIDE), document) for document in documents)


def _years_in(text: str, as_of: date | None) -> tuple[int, ...]:
    """The years that name editions: 2021年, 21年, 去年 (seen from `as_of`), not those of a month or day."""
    years: list[int] = []
    for word, shift in lexicon.LAST_YEAR.items() if as_of else ():  # 大前年 before 前年
        if word in text and as_of:
            years.append(as_of.year + shift)
            text = text.replace(word, " ")
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


def without_names(text: str, named: Named) -> str:
    """The question without the campaign's name, 届, year and region."""
    rest = without_words(text, named)
    for taken in (lexicon.ORDINAL, lexicon.YEAR, *MENTIONS):
        rest = taken.sub(" ", rest)
    for region in named.ref.regions or filter(None, (named.ref.region,)):
        rest = re.sub(rf"{region}省?(?![\u4e00-\u9fff]{{0,4}}[厅局委])", " ", rest)
    return rest


def without_words(text: str, named: Named) -> str:
    for said in filter(None, (named.words, named.also)):
        text = text.replace(said, " ")
    return text

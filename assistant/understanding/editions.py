"""Editions that a question names by their order: 最新一届, 上一届, 这一届. Words and the catalogue in, 届 or years out.

An edition that is not in the library stays named (上一届 of the sixth is the fifth): what is asked of it is then not answered
from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import lexicon
from assistant.model import CampaignRef
from assistant.scope import Document, fits

MENTIONS = (lexicon.NEWEST, lexicon.PREVIOUS, lexicon.EDITIONS)


def name_editions(
    ref: CampaignRef, text: str, documents: Sequence[Document], previous: CampaignRef | None = None
) -> CampaignRef:
    """The campaign with the editions that the text names by their order; `previous` is what was spoken of before."""
    newest, before = lexicon.NEWEST.search(text), lexicon.PREVIOUS.search(text)
    if not (newest or before):
        return ref
    series = ref.series or (previous.series if previous else ())
    if not series:
        return ref
    spoken_of = previous if previous and previous.series == series else None
    base = ref if ref.ordinals or ref.years else spoken_of
    if base is None or not (base.ordinals or base.years) or (newest and newest.group().startswith(("最", "新"))):
        base = _of(next((one for one in documents if fits(replace(ref, series=series), one)), None))
    ordinals, years = ref.ordinals, ref.years
    if newest:
        ordinals, years = (*ordinals, *base.ordinals), (*years, *base.years)
    if before and base.ordinals:
        ordinals = (*ordinals, min(base.ordinals) - 1)
    elif before and base.years:
        years = (*years, min(base.years) - 1)
    return replace(ref, series=series, ordinals=tuple(dict.fromkeys(ordinals)), years=tuple(dict.fromkeys(years)))


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

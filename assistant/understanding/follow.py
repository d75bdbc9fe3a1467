"""Follow-up questions: what one leaves out is taken from the question before. Two Queries in, one out."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import lexicon
from assistant.model import Kind, Query
from assistant.understanding.pointing import documents_of

TIMES = frozenset({Kind.DEADLINES, Kind.PERIOD})
SHORT = 12  # characters; so short a question may leave out what it is about
MORE = lexicon.MORE
ASKS_ITSELF = re.compile(r"什么|啥|怎么|咋|如何|多少|谁|能不能|要不要|可不可以")  # 那企业要做什么
ALL = re.compile(r"所有|全部|哪些|各个?|每[份个]|一共|总共")


def complete(query: Query, previous: Query) -> Query:
    """The follow-up with what it leaves out: 那联系人呢 keeps the campaign, 第三届呢 keeps what was asked."""
    if query.without and not query.campaign.series:  # 哪些是2021年没有的: against what was spoken of
        have, without = previous.campaign, replace(query.without, series=previous.campaign.series)
        years, ordinals = (*have.years, *without.years), (*have.ordinals, *without.ordinals)
        named = (have.years or have.ordinals) and have != without
        seen = replace(have, years=years if named else (), ordinals=ordinals if named else ())
        return replace(query, campaign=seen, without=without, campaign_words=previous.campaign_words)
    elliptic = bool(lexicon.FOLLOW_UP.search(query.question)) or len(query.question) <= SHORT
    compared = lexicon.COMPARE.search(query.wording) is not None and _edition(query) and _edition(previous)
    query = _campaign(query, previous, elliptic)
    if compared:
        return _compared(query, previous)
    if not elliptic:
        return query
    if query.kind is previous.kind is Kind.DEADLINES and not (
        query.terms or query.window or query.from_level or query.to_level
    ):
        return replace(  # 报给谁: of what was spoken of
            query,
            terms=previous.terms,
            window=previous.window,
            from_level=previous.from_level,
            to_level=previous.to_level,
        )
    if MORE.search(query.wording):
        return _asked_again(replace(query, terms=()), replace(previous, terms=()))
    asks_nothing = query.kind is Kind.CLAUSES and not query.terms and not query.place and not query.laws
    detail = lexicon.DETAIL.search(query.wording) or lexicon.WHEN.search(query.wording)
    if asks_nothing and detail and not lexicon.YES_OR_NO.search(query.wording):
        return replace(query, terms=previous.terms, place=previous.place)  # 最多几家, 哪天签: about the same thing
    if asks_nothing:
        more = tuple(_asked_again(_campaign(query, one, elliptic), one) for one in previous.more)
        return replace(_asked_again(query, previous), more=more, apart=previous.apart)
    return _about(query, previous)


def _campaign(query: Query, previous: Query, elliptic: bool) -> Query:
    """Which campaign or document: the one before, where the follow-up names none."""
    names_one = query.campaign or query.unknown_campaign or query.documents or query.unknown_number
    if not names_one and lexicon.NOTICES.search(query.wording) and ALL.search(query.wording):
        return query  # 有哪些通知: all of them, whatever was spoken of
    if not names_one and (elliptic or query.kind is not Kind.CLAUSES):
        another = query.organs or query.from_level or query.to_level or lexicon.LEVEL_WORDS.search(query.wording)
        left_open = (not previous.campaign or previous.organs) and not previous.notice_id
        seen = documents_of(previous.shown) if elliptic and left_open and not another else ()
        return replace(
            query,
            campaign=previous.campaign,
            campaign_words=previous.campaign_words,
            unknown_campaign=previous.unknown_campaign,
            documents=previous.documents or seen,
            unknown_number=previous.unknown_number,
            notice_id=query.notice_id or previous.notice_id,
        )
    if query.campaign and not query.campaign.series and previous.campaign.series:
        return replace(
            query,
            campaign=replace(query.campaign, series=previous.campaign.series),
            campaign_words=previous.campaign_words,
        )
    return query


def _asked_again(query: Query, previous: Query) -> Query:
    """The same question about something else: 第三届呢, 那省里报商务部呢."""
    return replace(
        query,
        kind=previous.kind,
        terms=query.terms or previous.terms,
        wording=previous.wording,
        window=query.window or previous.window,
        laws=previous.laws,
        organs=query.organs or previous.organs,
        from_level=query.from_level or (None if query.to_level else previous.from_level),
        to_level=query.to_level or (None if query.from_level else previous.to_level),
    )


def _about(query: Query, previous: Query) -> Query:
    """The same question about another thing of the same notice: 筹备情况呢, 大连是吗, 那商家呢."""
    names_a_thing = query.kind is Kind.CLAUSES and query.terms and not query.place and not query.laws
    says_what = (
        lexicon.THEME.search(query.wording)
        or not lexicon.AND_THIS.search(query.wording)
        or ASKS_ITSELF.search(query.wording)
    )
    if not names_a_thing or says_what:
        return query
    if previous.kind in TIMES:
        return replace(query, kind=Kind.DEADLINES, wording=f"{query.wording}什么时候")
    if previous.kind in (Kind.ORGANISERS, Kind.CONTACTS, Kind.LAWS):
        return replace(query, kind=previous.kind, wording=f"{previous.wording} {query.wording}")
    if previous.kind is Kind.CLAUSES and lexicon.PERMITTED.search(previous.wording):
        return replace(query, wording=f"可以{query.wording}吗")
    return query


def _edition(query: Query) -> bool:
    campaign = query.campaign
    return bool(campaign.ordinals or campaign.years or campaign.region or query.documents)


def _compared(query: Query, previous: Query) -> Query:
    """和第六届有什么不同: that edition beside the one before, in what was asked of it."""
    campaign, before = query.campaign, previous.campaign
    both = replace(
        campaign,
        ordinals=tuple(dict.fromkeys((*campaign.ordinals, *before.ordinals))),
        years=tuple(dict.fromkeys((*campaign.years, *before.years))),
        region=None,
        regions=tuple(dict.fromkeys(filter(None, (campaign.region, before.region)))),
    )
    compared = previous.kind is not Kind.CLAUSES
    return replace(
        query,
        kind=Kind.COMPARISON,
        compared=previous.kind if compared else (Kind.CLAUSES if query.terms else None),
        campaign=both,
        documents=tuple(dict.fromkeys((*query.documents, *previous.documents))),
        terms=previous.terms if compared else query.terms,
        wording=f"{query.wording} {previous.wording}" if compared else query.wording,
    )

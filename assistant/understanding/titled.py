"""Which notice a question means by what it is called: its title, what it does to another, when and where it was issued.

Text, the titles of the library and the campaign that is named in; `Titled` out.

Of the notices about one campaign, one announces it, others forward, postpone or supplement that: 第六届的延期通知.
"""

from __future__ import annotations

import re

from assistant import lexicon
from assistant.model import CampaignRef
from assistant.scope import Document, fitting
from assistant.understanding.apart import another_of_its_kind
from assistant.understanding.naming import Named
from assistant.understanding.places import place_words
from assistant.understanding.stretches import Nearest, Stretches, Titled, longest_piece_with, years_of
from ingest.model import NoticeId

# What a notice does to another one, said of a notice: 转发的通知, 延期举办的公告.
ACTS = "转发|补充|延期|更正|调整|变更|取消|废止|终止|暂停|撤销"
SAID_OF_NOTICE = re.compile(rf"({ACTS})(?=[^，。？?！；]{{0,12}}?(?:通知|公告|通告|函(?!数)|文件))")
ISSUED = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月份?(?:底|初|中旬|上旬|下旬)?(?:(?:发布|发出|下发|印发|出台|发|出)了?的?|的)(?=[^，。？?！；\d]{0,10}?(?:通知|公告|通告|函|文件))"
)


def find_titled(
    text: str, titles: Stretches, named: Named, notice_id: NoticeId | None, nearest: Nearest | None = None
) -> Titled:
    """The notice a question names by its title; where it is given or named otherwise, the words that repeat title or place."""
    documents = titles.documents
    if notice_id is not None:
        return Stretches(tuple(titles.by_notice.get(notice_id, ()))).named_in(text)
    ref = named.ref
    acts = ref.series and SAID_OF_NOTICE.search(text)
    whole = titles.whole_in(text)
    if whole.parts and not lexicon.COMPARE.search(text):
        return whole
    if named.unknown and not ref.ordinals:  # 消博会: a title holds it, though no campaign was read from that
        holding = [one for one in documents if named.unknown in one.title]
        of_year = [one for one in holding if not ref.years or years_of(one).intersection(ref.years)]
        return Titled(tuple(one.part for one in of_year), (named.unknown,))
    if named.unknown or (lexicon.NOTICES.search(text) and not acts) or lexicon.COMPARE.search(text):
        return Titled()
    issued = ISSUED.search(text)
    if not ref.series and issued:
        then = tuple(one for one in documents if _issued_then(one, issued))
        return Titled(tuple(one.part for one in then), (issued.group(),), instead=False)
    if ref.series:
        found = Titled() if ref.ordinals or ref.region else titles.named_in(text, ref.years, nearest)
        repeated = [one for one in documents if one.part in found.parts] if found.parts else []
        of_series = bool(fitting(CampaignRef(series=ref.series), repeated))
        # 电子计价秤 holds 电子, and is not the 电子商务大赛
        heard = any(named.words and named.words in piece and named.words != piece for piece in found.words)
        if of_series or not heard:
            return _within_campaign(text, titles, named)
        return found
    if ref.ordinals or ref.region or ref.regions:
        return Titled()
    return titles.named_in(text, ref.years, nearest)


def _within_campaign(text: str, titles: Stretches, named: Named) -> Titled:
    """Those of the notices about the campaign that the question tells apart from the others."""
    about = fitting(named.ref, titles.documents)
    left = about
    words = [*place_words(text, about)]
    if issued := ISSUED.search(text):
        left = [one for one in left if _issued_then(one, issued)] or left
        words.append(issued.group())
    if said := SAID_OF_NOTICE.search(text):
        if not any(said.group(1) in one.title for one in about):
            return Titled(words=tuple(words), instead=False, unknown=f"{named.words}{said.group(1)}")
        left = [one for one in left if said.group(1) in one.title] or left
        words.append(said.group())
    if not (named.ref.region or named.ref.regions):
        there = titles.around(text)
        left = [one for one in left if one.part in there] or left
    spans = [another_of_its_kind(text, one.title) for one in left]
    left = [one for one, span in zip(left, spans, strict=True) if span is None]
    if spans and not left:
        start, end = next(filter(None, spans))
        at = text.find(named.words or "")
        unknown = text[min(start, at) : max(end, at + len(named.words or ""))]
        return Titled(words=tuple(words), instead=False, unknown=unknown)
    if named.words:
        words += filter(None, (longest_piece_with(named.words, text, one.title) for one in left))
    parts = tuple(one.part for one in left) if len(left) < len(about) else ()
    return Titled(parts, tuple(dict.fromkeys(words)), instead=False)


def _issued_then(document: Document, issued: re.Match[str]) -> bool:
    day = document.issued
    return day is not None and day.month == int(issued["month"]) and day.year == int(issued["year"] or day.year)

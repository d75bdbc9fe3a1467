"""What one line of an answer may rest on: the quotes it cites, and what the library read at their places.

quotes and their notices -> Source. A value is held by a quote only where the quote holds the place it was read at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.claims.text import CJK, CN, fold
from assistant.model import Quote
from ingest.model import Campaign, Clause, Contact, Deadline, LawReference, Notice, Organiser, Prohibition

TITLE = re.compile(rf"^(?:[{CN}]+、|\([{CN}\d]+\)|\d+[.、)]|第[{CN}]+[章条])?(?P<title>[{CJK}“”、]{{2,14}})[。:]?$")

SHORT = re.compile(r"以下(?:简|统)称[:：]?[“”\"]?([\u4e00-\u9fff]{2,12})[“”\"]?[)）]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft is not proved: a stable code, and what does not hold."""

    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Source:
    """What one line may rest on: the quotes it cites, and what the library read at their places."""

    quotes: tuple[str, ...]  # as printed
    texts: tuple[str, ...]  # folded
    deadlines: tuple[Deadline, ...] = ()
    contacts: tuple[Contact, ...] = ()
    laws: tuple[LawReference, ...] = ()
    organisers: tuple[Organiser, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    labelled: frozenset[tuple[str, str]] = frozenset()  # (发文单位, its name), (口号, its words), folded
    words: tuple[str, ...] = ()  # names and things the library read at these places, folded
    documents: frozenset[str] = frozenset()  # how answers name the documents quoted, folded
    places: frozenset[str] = frozenset()  # and the clauses: 正文三（二）
    doc_numbers: frozenset[str] = frozenset()  # of the documents quoted
    campaigns: frozenset[str] = frozenset()  # how their campaigns may be called, folded
    issuers: frozenset[str] = frozenset()  # who speaks in the documents quoted as 我厅, folded
    topics: frozenset[str] = frozenset()  # the titles of the clauses quoted and of those they stand in, folded

    def prints(self, words: str) -> bool:
        """Whether one of the quotes holds the folded words."""
        return any(words in text for text in self.texts)


def source_of(quotes: Sequence[Quote], notice_of: Callable[[Quote], Notice]) -> Source:
    """The source that quotes make."""
    deadlines: list[Deadline] = []
    contacts: list[Contact] = []
    laws: list[LawReference] = []
    organisers: list[Organiser] = []
    prohibitions: list[Prohibition] = []
    labelled: set[tuple[str, str]] = set()
    words: set[str] = set()
    documents: set[str] = set()
    places: set[str] = set()
    doc_numbers: set[str] = set()
    campaigns: set[str] = set()
    issuers: set[str] = set()
    topics: set[str] = set()
    for quote in quotes:
        notice = notice_of(quote)
        facts = notice.facts
        document = notice.document_of(notice.clause(quote.clause).part)
        head = document.masthead
        documents |= document_names(notice, quote)
        clause = notice.clause(quote.clause)
        issuers |= {fold(found.value) for found in head.issuers}
        topics |= set(_titles(notice, clause))
        places |= {fold(clause.label), fold(notice.part(clause.part).label)}
        words |= {fold(found.value) for found in (*head.issuers, *head.addressees) if quote.span.holds(found.span)}
        for label, stated in (("发文单位", head.issuers), ("主送", head.addressees)):
            labelled |= {(label, fold(found.value)) for found in stated if quote.span.holds(found.span)}
        labelled |= {(one.kind.value, fold(one.text)) for one in facts.themes if quote.span.holds(one.span)}
        campaigns |= {fold(found) for found in SHORT.findall(notice.text)}
        if document.campaign:
            words.add(fold(document.campaign.name))
            campaigns |= campaign_names(document.campaign) | loose_names(document.campaign)
        if head.doc_number:
            doc_numbers.add(head.doc_number.value)
        for deadline in facts.deadlines:
            if quote.span.holds(deadline.date_span or deadline.span):
                deadlines.append(deadline)
                words |= {fold(one) for one in (deadline.what, deadline.who, deadline.to, deadline.rule) if one}
        for contact in facts.contacts:
            if quote.span.holds(contact.span):
                contacts.append(contact)
                words |= {fold(one) for one in (*contact.names, *contact.addresses, contact.organisation) if one}
        for law in facts.laws:
            if quote.span.holds(law.span):
                laws.append(law)
                words |= {fold(one) for one in (*law.bound, law.duty) if one}
        held = [one for one in facts.organisers if quote.span.holds(one.span)]
        organisers += held
        words |= {fold(name) for one in held for name in one.names}
        prohibitions += [one for one in facts.prohibitions if quote.span.holds(one.span)]
        words |= {fold(one.text) for one in facts.themes if quote.span.holds(one.span)}
    return Source(
        tuple(quote.text for quote in quotes),
        tuple(fold(quote.text) for quote in quotes),
        tuple(deadlines),
        tuple(contacts),
        tuple(laws),
        tuple(organisers),
        tuple(prohibitions),
        frozenset(labelled),
        tuple(sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))),
        frozenset(documents),
        frozenset(places),
        frozenset(doc_numbers),
        frozenset(campaigns),
        frozenset(issuers),
        frozenset(topics),
    )


def _titles(notice: Notice, clause: Clause) -> Iterator[str]:
    """The titles over a clause, without numbers; a heading that is a sentence of its own is none."""
    above: Clause | None = clause
    while above is not None:
        if found := TITLE.match(fold(above.heading)):
            yield found["title"]
        above = notice.clause(above.parent) if above.parent is not None else None


def campaign_names(campaign: Campaign) -> set[str]:
    """How a sentence may name a campaign and no other: as printed, or with its year in front, folded.

    >>> sorted(campaign_names(Campaign(name="第六届双品网购节", series="双品网购节", ordinal=6, year=2024)))
    ['2024年第六届双品网购节', '第六届双品网购节']
    """
    name, year = fold(campaign.name), _year(campaign)
    return {name} if year is None or str(year) in name else {name, f"{year}年{name}"}


def loose_names(campaign: Campaign) -> set[str]:
    """How a sentence may name it besides, which other editions may be called too: 双品网购节, 2024年双品网购节, 海南网上年货节."""
    series, year = fold(campaign.series), _year(campaign)
    names = {series, campaign.region + series} if campaign.region else {series}
    return names | {f"{year}{of}{name}" for name in names for of in ("", "年") if year}


def _year(campaign: Campaign) -> int | None:
    return campaign.year or (campaign.start.year if campaign.start else None)


def document_names(notice: Notice, quote: Quote) -> set[str]:
    """How answers name the document of a quote, folded."""
    head = notice.document_of(notice.clause(quote.clause).part).masthead
    title = head.title.value if head.title else notice.source
    names = {fold(f"《{title}》")}
    if head.doc_number:
        names.add(fold(f"《{title}》（{head.doc_number.value}）"))
    return names

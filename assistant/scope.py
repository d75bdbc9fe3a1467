"""Which documents a question is about: the catalogue of documents, and the campaign names a question may use for them.

entries of the library -> Documents; (Query, Documents) -> those that fit. A document is 正文 or an embedded notice,
together with its attachments: the unit that has one issuer, one set of contacts and one set of deadlines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.model import CampaignRef, Kind, Query
from ingest.library import Entry
from ingest.model import Campaign, Level, NoticeId, Part, PartId
from ingest.regions import NATIONWIDE

WIDE = frozenset({NATIONWIDE, "全省", "全市"})  # regions that only say "all of ours"
MIN_ALIAS = 2


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the library."""

    notice: NoticeId
    part: PartId
    parts: frozenset[PartId]  # itself and its attachments
    title: str
    doc_number: str | None
    issuers: tuple[str, ...]
    issued: date | None
    level: Level | None
    campaign: Campaign | None
    source: str

    @property
    def newest(self) -> date:
        """The date by which documents are put in order; the campaign's where the document has none."""
        campaign = self.campaign
        by_year = date(self.year, 1, 1) if self.year else date.min
        return self.issued or (campaign.start if campaign and campaign.start else by_year)

    @property
    def year(self) -> int | None:
        """The year of its campaign: as named, else when it starts, else when the document was issued (第三届 is 2021)."""
        campaign = self.campaign
        if campaign and campaign.year:
            return campaign.year
        first = campaign.start if campaign and campaign.start else self.issued
        return first.year if first else None

    @property
    def name(self) -> str:
        """How an answer names the document: its title and 文号."""
        return f"《{self.title}》" + (f"（{self.doc_number}）" if self.doc_number else "")


def documents_of(entries: Iterable[Entry]) -> tuple[Document, ...]:
    """Every document of the library, newest first, ties by id."""
    found: list[Document] = []
    for entry in entries:
        for part in entry.parts:
            if part.host is None or part.embedded:
                found.append(_document(entry, part))
    return tuple(sorted(found, key=lambda one: (-one.newest.toordinal(), one.notice, one.part)))


def _document(entry: Entry, part: Part) -> Document:
    attached = frozenset(
        one.id for one in entry.parts if one.id == part.id or (one.host == part.id and not one.embedded)
    )
    campaign = part.campaign or next((one.campaign for one in entry.parts if one.id in attached and one.campaign), None)
    head = part.masthead
    return Document(
        notice=entry.id,
        part=part.id,
        parts=attached,
        title=head.title.value if head.title else entry.source,
        doc_number=head.doc_number.value if head.doc_number else None,
        issuers=tuple(issuer.value for issuer in head.issuers),
        issued=head.issued,
        level=part.level,
        campaign=campaign,
        source=entry.source,
    )


def fits(ref: CampaignRef, document: Document) -> bool:
    """Whether the document is about the campaign that `ref` names; an empty ref fits all."""
    campaign = document.campaign
    if not ref:
        return True
    if campaign is None:
        return False
    if ref.series and campaign.series not in ref.series:
        return False
    if ref.ordinals and campaign.ordinal not in ref.ordinals:
        return False
    if ref.years and document.year not in ref.years:
        return False
    regions = ref.regions or ((ref.region,) if ref.region else ())
    if not regions:
        return True
    if NATIONWIDE in regions and (campaign.region in WIDE or campaign.region is None):
        return True
    return campaign.region in regions


def fitting(ref: CampaignRef, documents: Iterable[Document]) -> list[Document]:
    """The documents about the campaign that `ref` names. Its series rules out most of a large library at once."""
    series = frozenset(ref.series)
    if series:
        documents = [one for one in documents if one.campaign is not None and one.campaign.series in series]
    return [one for one in documents if fits(ref, one)]


def aliases(series: str) -> tuple[str, ...]:
    """What people call a series, longest first: the name, its endings, its first word alone or with its last character.

    >>> aliases("双品网购节")
    ('双品网购节', '品网购节', '双品节', '网购节', '双品')
    >>> aliases("网上年货节")[:4]
    ('网上年货节', '上年货节', '年货节', '网上节')
    """
    names = {series}
    names |= {series[k:] for k in range(1, len(series) - 2) if len(series) - k >= 3}
    if len(series) >= 4:
        names.add(series[:2] + series[-1])
        names.add(series[:2])
    return tuple(sorted((name for name in names if len(name) >= MIN_ALIAS), key=lambda name: (-len(name), name)))


def series_in(question: str, known: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The series a question names and the words it uses: the longest words win; a short name may fit several series."""
    found: dict[str, list[str]] = {}
    for series in known:
        for alias in aliases(series):
            if alias in question and (len(alias) > MIN_ALIAS or alias not in COMMON_WORDS):
                found.setdefault(alias, []).append(series)
    if not found:
        return (), None
    alias = min(found, key=lambda one: (-len(one), one))
    # 年货节 is the end of every …年货节, however the longer name goes on before it
    return tuple(series for series in known if series in found[alias] or series.endswith(alias)), alias


# First words of campaign names that are everyday words and so name no campaign by themselves.
COMMON_WORDS: Collection[str] = frozenset(
    {"网上", "全国", "全民", "消费", "家电", "汽车", "数字", "电商", "直播", "文化", "新春", "绿色"}
)


def choose_documents(query: Query, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents a query is about, newest first: by notice, by 文号, by campaign, then by the organ it names."""
    if query.unknown_campaign is not None or query.unknown_number is not None:
        return ()
    level = _level_named(query.wording)
    if not (query.notice_id or query.documents or query.campaign or query.organs or level):
        return tuple(documents)  # nothing to choose by: a large library is not gone through
    chosen = documents if query.notice_id is None else [one for one in documents if one.notice == query.notice_id]
    if query.documents:
        chosen = [one for one in chosen if one.part in query.documents]
    about = fitting(query.campaign, chosen) if query.campaign else list(chosen)
    if query.notice_id is not None and not about:
        about = list(chosen)  # asked of this notice: the year is of something it speaks of
    files = {one.notice for one in about}
    if query.kind is Kind.COMPARISON and len(about) == 1:
        return tuple(one for one in chosen if one.notice in files)  # what a province asks beside what the ministry does
    if query.kind is Kind.DEADLINES and (query.from_level or query.to_level):
        # An organ in such a question hands in or receives; what a province asks may stand beside what a ministry asks.
        return tuple(one for one in chosen if one.notice in files) if query.to_level else tuple(about)
    # Whose notice is meant may decide within a file against the region: 辽宁年货节里商务部的联系人.
    beside = [one for one in chosen if one.notice in files] if query.organs or level else []
    for pool in (about, beside) if query.organs else ():
        issued = [one for one in pool if any(issued_by(organ, one) for organ in query.organs)]
        if issued:
            return tuple(issued)
    if level:
        return tuple(
            [one for one in about if one.level is level] or [one for one in beside if one.level is level] or about
        )
    return tuple(about)


def issued_by(organ: str, document: Document) -> bool:
    """Whether an organ, as a question names it, issued a document."""
    return any(organ_named(organ, issuer) for issuer in document.issuers)


def organ_named(question: str, issuer: str) -> str | None:
    """The words by which a question names an issuer, in full or in short.

    >>> organ_named("工信部的联系人是谁", "工业和信息化部消费品工业司")
    '工信部'
    >>> organ_named("商务部电话", "辽宁省商务厅") is None, organ_named("县商务部门报给谁", "商务部") is None
    (True, True)
    """
    head = _head(issuer)
    if head in question and any(rest[:1] != "门" for rest in question.split(head)[1:]):  # 商务部门: of all levels
        return head
    for short in _shorts(question):
        if short[0] == head[0] and short[-1] == head[-1] and _leaves_out(short, head):
            return short
    return None


@lru_cache(maxsize=1024)
def _head(issuer: str) -> str:
    """An issuer up to its rank: 工业和信息化部, of 工业和信息化部消费品工业司."""
    organ = re.match(r".*?(?:部|总局|署|委|厅|局)(?!分)", issuer)
    return organ.group() if organ else issuer


@lru_cache(maxsize=64)
def _shorts(question: str) -> tuple[str, ...]:
    """What a question may call an organ in short; asked of every issuer of a library in turn."""
    shorts = re.findall(r"(?=([\u4e00-\u9fff]{1,6}[部厅局委](?!门)))", question)
    shorts += re.findall(r"(?=([\u4e00-\u9fff]{7,12}?[部厅局委](?!门)))", question)  # 岚江市经济开发区市场监管局
    return tuple(short for short in shorts if len(short) >= 3)


def _leaves_out(short: str, full: str) -> bool:
    """Whether a short name is the full one with characters left out."""
    rest = iter(full)
    return all(character in rest for character in short)


def _level_named(question: str) -> Level | None:
    if re.search(r"省厅|省里|省局|厅里", question):
        return Level.PROVINCE
    return Level.MINISTRY if re.search(r"部里|部委|国家那|中央", question) else None

"""What passes between the four steps of an answer: Query, Hit, Draft, Answer. Frozen data, standard library only.

question -> Query -> Hits and facts -> Draft -> Answer (verified citations)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ingest.model import (
    Box,
    ClauseId,
    Contact,
    Deadline,
    LawReference,
    Level,
    NoticeId,
    PartId,
    Span,
    Stated,
)


class Status(Enum):
    ANSWERED = "answered"
    NOT_STATED = "not_stated"  # the notice is here and does not say it
    NOT_FOUND = "not_found"  # no notice supports an answer
    OUT_OF_SCOPE = "out_of_scope"  # not a question about notices
    AMBIGUOUS = "ambiguous"  # fits several things that cannot be answered together


class Kind(Enum):
    DEADLINES = "deadlines"
    CONTACTS = "contacts"
    LAWS = "laws"
    PERIOD = "period"
    ORGANISERS = "organisers"
    CLAUSES = "clauses"
    COMPARISON = "comparison"
    NOTICES = "notices"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class CampaignRef:
    """Which campaign a question names. Every given field must fit; an empty one fits all."""

    series: tuple[str, ...] = ()  # 双品网购节, 网上年货节; any of them where a short name fits several
    ordinals: tuple[int, ...] = ()  # any of them
    years: tuple[int, ...] = ()  # any of them
    region: str | None = None  # 全国, 辽宁, ...
    regions: tuple[str, ...] = ()  # where several are named: any of them

    def __bool__(self) -> bool:
        return bool(self.series or self.ordinals or self.years or self.region or self.regions)


@dataclass(frozen=True, slots=True)
class Window:
    """The time a question asks about. Empty fields do not narrow; each given one must fit."""

    days: frozenset[tuple[int, int]] = frozenset()  # (month, day)
    months: frozenset[int] = frozenset()
    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        return bool(self.days or self.months or self.first or self.last)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an answer by one place it rests on: what a follow-up such as 第二个呢 or 原文呢 points to."""

    line: int  # 1-based among the lines that list something; 0 for one that only heads the others
    notice: NoticeId
    document: PartId
    clause: ClauseId
    span: Span
    words: str  # the line, without its marks
    names: tuple[str, ...] = ()  # the 《names》 in it


class Aim(Enum):
    """What a follow-up wants of the answer before it."""

    ITEM = "item"  # one thing of its list: 第二个呢
    BEYOND = "beyond"  # one that its list does not have
    VERBATIM = "verbatim"  # 原文呢
    DETAIL = "detail"  # 详细点
    REASON = "reason"  # 为什么
    REST = "rest"  # 还有别的吗


@dataclass(frozen=True, slots=True)
class Pointer:
    """What of the answer before a follow-up is about."""

    aim: Aim
    words: str  # how it says so
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood. `terms` are the content words left when names and question words are taken off."""

    question: str  # as asked, control characters removed
    kind: Kind
    as_of: date
    wording: str = ""  # folded; what answerers read: of the question before where a follow-up only changes the campaign
    campaign: CampaignRef = CampaignRef()
    campaign_words: str | None = None  # how the question names it
    unknown_campaign: str | None = None  # a campaign no notice is about
    notice_id: NoticeId | None = None
    documents: tuple[PartId, ...] = ()  # named by 文号, or by words of their titles
    by_title: bool = False  # the latter: likely, not certain
    unknown_number: str | None = None  # a 文号 no notice has
    organs: tuple[str, ...] = ()  # named in the question, without the campaign's name
    from_level: Level | None = None  # who hands in
    to_level: Level | None = None  # to whom
    window: Window = Window()
    laws: tuple[str, ...] = ()  # full names where the library knows them
    place: tuple[str, ...] = ()  # a place in the notice: 附件1, 三, （二）
    terms: tuple[str, ...] = ()
    compared: Kind | None = (
        None  # of a comparison: the kind of thing compared, CLAUSES for what its terms name; None: all
    )
    without: CampaignRef = CampaignRef()  # of a comparison: the editions that do not have what is asked for
    more: tuple[Query, ...] = ()  # further things asked in the same question
    apart: bool = False  # `more` are the parts of this question, asked only where it has no answer as a whole
    pointer: Pointer | None = None
    shown: tuple[Item, ...] = ()  # what the answer to it showed; filled in when it is answered
    listed: tuple[Item, ...] = ()  # the list that its pointer points into
    trace_id: str = ""  # of the answer to it
    follows: str = ""  # trace_id of the answer before it in the same conversation


@dataclass(frozen=True, slots=True)
class Quote:
    """A place a draft rests on: `text[span]` of the notice must be exactly `text`."""

    notice: NoticeId
    clause: ClauseId
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Caveat:
    """Something true that a reader of the answer should know."""

    code: str  # past, year_outside_campaign, ...
    message: str  # Chinese
    citation: int | None = None  # 1-based


@dataclass(frozen=True, slots=True)
class FactsFound:
    deadlines: tuple[Stated[Deadline], ...] = ()
    contacts: tuple[Stated[Contact], ...] = ()
    laws: tuple[Stated[LawReference], ...] = ()


EXTRACTIVE = "extractive"  # who writes where no language model does


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is not yet proved. `[n]` in `text` refers to `quotes[n-1]`."""

    status: Status
    kind: Kind
    text: str
    quotes: tuple[Quote, ...] = ()
    facts: FactsFound = FactsFound()
    warnings: tuple[Caveat, ...] = ()
    suggestions: tuple[str, ...] = ()
    nearest: tuple[Quote, ...] = ()
    generated_by: str = EXTRACTIVE


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer on its way to the user, proved like the whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A proved quote with everything a channel needs to show it."""

    n: int
    notice_id: NoticeId
    title: str
    doc_number: str | None
    clause_id: ClauseId
    path: tuple[str, ...]
    label: str
    quote: str
    start: int
    end: int
    page: int | None
    url: str
    box: Box | None = None  # where on that page, in formats that have places


@dataclass(frozen=True, slots=True)
class Answer:
    """What reaches a user. An answered one has at least one citation; the gate makes no other."""

    question: str
    status: Status
    kind: Kind
    text: str
    as_of: date
    citations: tuple[Citation, ...] = ()
    facts: FactsFound = FactsFound()
    warnings: tuple[Caveat, ...] = ()
    suggestions: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    generated_by: str = EXTRACTIVE
    trace_id: str = ""
    query: Query | None = None  # what was understood; carried on by a follow-up question
    wording: str = ""  # prompt, model and outcome where a model was asked to word it: for evaluators too
    turns: tuple[str, ...] = ()  # what was asked before it in the same conversation, where somebody judged it
    dropped: tuple[str, ...] = ()  # what the gate did not let through, code and words: for evaluators, never for users

    def __post_init__(self) -> None:
        if self.status is Status.ANSWERED and not self.citations:
            raise ValueError("answered without a citation")

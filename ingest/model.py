"""The vocabulary of a notice. Frozen data and its own truths; standard library only.

Glossary (one English word per Chinese term, used in every name of this project):

| 中文 | English | 中文 | English |
| --- | --- | --- | --- |
| 通知 / 公文 | notice | 发文字号（文号） | doc_number |
| 版头 | masthead | 发文机关 | issuer |
| 主送机关 | addressee | 成文日期 / 印发日期 | issued |
| 正文 / 附件N | part | 条款 | clause |
| 引言 / 结尾 | lead / closing | 落款（署名和日期） | signature |
| 版记（抄送、印发） | colophon | 活动 | campaign |
| 届 | ordinal | 报送时限 | deadline |
| 时间节点 | milestone | 活动时间 / 阶段 | period |
| 联系人 | contact | 依据、法律法规 | law |
| 指导 / 主办 / 承办 / 协办单位 | organiser | 主会场 / 分会场 | main_venue / branch_venue |
| 主题、口号 | theme | 原文有误 | anomaly |
| 层级（部、省、市、县、企业） | level | 原文（规范后） | text |
| 严禁 / 不得 / 禁止 | prohibition | | |
| 补充 / 更正 / 延期 / 变更 / 废止 | amendment | 版本 | version |

Every place is a `Span` of Unicode code points in the notice's canonical text.
Source: GB/T 9704-2012 (党政机关公文格式), chapter 7, names the elements.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Generic, NewType, TypeVar

NoticeId = NewType("NoticeId", str)
PartId = NewType("PartId", str)
ClauseId = NewType("ClauseId", str)


def notice_of(clause_id: ClauseId) -> NoticeId:
    """The notice a clause belongs to, which its id begins with.

    >>> notice_of(ClauseId("cc4a679fd0.9fb0c4a1.12"))
    'cc4a679fd0'
    """
    return NoticeId(clause_id.split(".", 1)[0])


class Level(Enum):
    """Who an organ or an addressee is, from the ministry down to the enterprise."""

    MINISTRY = "ministry"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    ENTERPRISE = "enterprise"


class ClauseKind(Enum):
    """What a stretch of text is. Only `CLAUSE` kinds are searched and listed as clauses; the rest are elements."""

    CLAUSE = "clause"
    MASTHEAD = "masthead"
    SIGNATURE = "signature"
    COLOPHON = "colophon"


class DeadlineKind(Enum):
    SUBMISSION = "submission"
    MILESTONE = "milestone"
    PERIOD = "period"


class LawCategory(Enum):
    LAW = "law"
    REGULATION = "regulation"
    RULE = "rule"
    NORMATIVE = "normative"
    GUIDELINE = "guideline"
    ATTACHMENT = "attachment"
    OTHER = "other"


class AmendmentKind(Enum):
    """How a notice changes another. The value is the word for users."""

    SUPPLEMENT = "补充"
    CORRECTION = "更正"
    EXTENSION = "延期"
    CHANGE = "变更"
    REPEAL = "废止"


BINDING_LAWS = frozenset({LawCategory.LAW, LawCategory.REGULATION, LawCategory.RULE})


class OrganiserRole(Enum):
    """The value is the printed word."""

    GUIDE = "指导单位"
    HOST = "主办单位"
    UNDERTAKER = "承办单位"
    CO_ORGANISER = "协办单位"
    SUPPORTER = "支持单位"
    MAIN_VENUE = "主会场"
    BRANCH_VENUE = "分会场"


class ThemeKind(Enum):
    """The value is the printed word."""

    THEME = "主题"
    SLOGAN = "口号"
    PRINCIPLE = "原则"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]`, in code points of the canonical text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end} is no stretch of text")

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line stands on its page: fractions of its width and height from the top left corner, 0..1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a reader or a pass over the page layout took out of the text, and why."""

    reason: str  # "page number", "scanner debris", "footnote digit", "site", "running head", ...
    text: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Pages:
    """What a reader makes of a file: the text of each page in order.

    `numbered` is False where the format has no pages (a plain text without page breaks): then no page is ever cited.
    `boxes[p][i]` is the place of line i of page p, where the format has places;
    `continued[p]` says that page p goes on with the last paragraph of the page before;
    `dropped` is what the file shows and the reader left out: the site around a notice, running heads.
    """

    texts: tuple[str, ...]
    numbered: bool
    boxes: tuple[tuple[Box | None, ...], ...] = ()
    continued: tuple[bool, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def __post_init__(self) -> None:
        if self.boxes and [len(page) for page in self.boxes] != [text.count("\n") + 1 for text in self.texts]:
            raise ValueError("boxes do not go with the lines of the pages")
        if self.continued and len(self.continued) != len(self.texts):
            raise ValueError("continued does not go with the pages")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line or a page of the source begins in the canonical text, and where it stands on paper."""

    start: int
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Found:
    """A value read off the text with the place it was read from."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Masthead:
    """What names a document. Each value carries the place it stands at; `issued` is 成文日期, else 印发日期."""

    title: Found | None = None
    doc_number: Found | None = None
    issuers: tuple[Found, ...] = ()
    addressees: tuple[Found, ...] = ()
    issued: date | None = None
    issued_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """An activity as one document names it.

    `series` is the name without ordinal, year and region: 双品网购节, 网上年货节.
    """

    name: str  # as a reader would say it: 第六届双品网购节, 2021辽宁网上年货节
    series: str
    ordinal: int | None = None  # 第N届
    year: int | None = None
    region: str | None = None  # 全国, 辽宁, ...; None when the name holds none
    start: date | None = None
    end: date | None = None
    span: Span | None = None  # where the period is stated


@dataclass(frozen=True, slots=True)
class Part:
    """正文, 附件N, or a notice embedded in another. `host` is the part it is attached to (None for 正文).

    A part that is a document of its own (正文, an embedded notice) has its masthead;
    of an attachment only the title is filled.
    """

    id: PartId
    label: str  # 正文, 附件1, ...
    masthead: Masthead = field(default_factory=Masthead)
    host: PartId | None = None
    embedded: bool = False  # a notice with its own 文号 or issuer inside another
    campaign: Campaign | None = None
    level: Level | None = None  # of the issuer


def document_of(part: Part, parts: Mapping[PartId, Part]) -> Part:
    """The document a part belongs to: itself if it is 正文 or embedded, else its host's document."""
    while part.host is not None and not part.embedded:
        part = parts[part.host]
    return part


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the clause tree. `span` covers all below it, `own_end` is where its own text ends.

    Clauses come in text order; own text runs from `span.start` to `own_end`, which is where the first child starts,
    so that the own texts of all clauses, one after the other, are the notice's text.
    """

    id: ClauseId
    part: PartId
    parent: ClauseId | None
    kind: ClauseKind
    path: tuple[str, ...]  # ("正文", "三", "（二）")
    heading: str  # the printed number and title, else the first words
    span: Span
    own_end: int
    page: int | None = None

    @property
    def own(self) -> Span:
        return Span(self.span.start, self.own_end)

    @property
    def label(self) -> str:
        """The path as one string: `正文 三 （二）`."""
        return " ".join(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something a notice states, with the clause and the stretch of text that state it."""

    clause: ClauseId
    span: Span  # the sentence or line that holds the fact: its quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Fact):
    """报送时限, 时间节点 or 活动时间.

    SUBMISSION and MILESTONE carry `due` (and `start` where a range is given); PERIOD carries `start` and `end`.
    """

    kind: DeadlineKind
    what: str
    who: str | None = None
    to: str | None = None
    due: date | None = None
    due_time: str | None = None  # HH:MM as printed
    start: date | None = None
    end: date | None = None
    qualifier: str | None = None  # 前, 左右, ... as printed
    rule: str | None = None  # the words of a time that is no single date
    basis: str | None = None  # how a part of the date was inferred; None when printed in full
    who_level: Level | None = None
    to_level: Level | None = None
    date_span: Span | None = None  # the date's own words inside `span`


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Fact):
    """Whom to ask. Numbers are normalised: `010-65197902`, ASCII hyphen, area code completed from its line."""

    names: tuple[str, ...] = ()
    organisation: str | None = None
    phones: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LawReference(Fact):
    """A 《name》 and what the text says about it. `name` is the short name, `title` the printed one with its marks."""

    name: str
    title: str
    category: LawCategory
    articles: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()  # who must follow it
    duty: str | None = None  # 严格遵守, 严格遵循, 根据, ...
    doc_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser(Fact):
    role: OrganiserRole
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Fact):
    kind: ThemeKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prohibition(Fact):
    """What is forbidden, without the word that forbids it, and to whom; `condition`: when, or of what, as printed."""

    word: str  # 严禁, 不得, ... as printed
    what: str
    who: str | None = None
    condition: str | None = None  # 未经消费者同意, 活动期间: without it the prohibition says more than the notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Fact):
    """That this notice changes another one, which it names by its title, its 文号 or both."""

    kind: AmendmentKind
    title: str | None = None  # of the notice that is changed, without its marks
    doc_number: str | None = None


F_co = TypeVar("F_co", bound=Fact, covariant=True)


@dataclass(frozen=True, slots=True)
class Stated(Generic[F_co]):
    """A fact with the notice it stands in: what leaves the library when many notices are asked at once."""

    notice: NoticeId
    part: PartId
    fact: F_co


@dataclass(frozen=True, slots=True)
class Facts:
    deadlines: tuple[Deadline, ...] = ()
    contacts: tuple[Contact, ...] = ()
    laws: tuple[LawReference, ...] = ()
    organisers: tuple[Organiser, ...] = ()
    themes: tuple[Theme, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something in the source that a reader should know of: kept as printed, reported here."""

    code: str  # missing_number, duplicate_number, year_outside_campaign, mixed_numbering, ...
    message: str  # Chinese, for the user
    clause: ClauseId | None
    span: Span


@dataclass(frozen=True)
class Notice:
    """One file, understood. `text` is canonical; every span of the notice points into it.

    Without slots: what is looked up again and again is worked out once and kept beside the fields.
    """

    id: NoticeId
    source: str  # the name of the file as it came
    text: str
    parts: tuple[Part, ...]
    clauses: tuple[Clause, ...]  # preorder; includes masthead, signature and colophon elements
    facts: Facts = field(default_factory=Facts)
    anomalies: tuple[Anomaly, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    places: tuple[Place, ...] = ()  # of the lines where the format has boxes, else of the pages; empty without pages

    @property
    def main(self) -> Part:
        """The first part: 正文."""
        return self.parts[0]

    def part(self, part_id: PartId) -> Part:
        return self._part_by_id[part_id]

    def clause(self, clause_id: ClauseId) -> Clause:
        return self._clause_by_id[clause_id]

    @cached_property
    def _part_by_id(self) -> dict[PartId, Part]:
        return {part.id: part for part in self.parts}

    @cached_property
    def _clause_by_id(self) -> dict[ClauseId, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def document_of(self, part_id: PartId) -> Part:
        """The document a part belongs to: itself if it is 正文 or embedded, else its host's document."""
        return document_of(self.part(part_id), self._part_by_id)

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at `offset` stands."""
        at = bisect.bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[at - 1].page if at else None

    def clause_at(self, offset: int) -> Clause:
        """The deepest clause whose own text holds the character at `offset`."""
        at = bisect.bisect_right(self.clauses, offset, key=lambda clause: clause.span.start)
        if at and offset < self.clauses[at - 1].own_end:
            return self.clauses[at - 1]
        raise ValueError(f"offset {offset} lies outside the text of {self.id} ({len(self.text)} characters)")

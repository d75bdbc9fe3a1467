"""Small stand-ins, and one notice made by hand with the wording of a real one. For tests of the ways in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from assistant.errors import BadQuestion
from assistant.model import Answer, Caveat, Citation, FactsFound, Kind, Query, Status, Token
from assistant.retrieve import Hit
from assistant.services import Ranked
from ingest.codec import encode
from ingest.errors import NoticeAmbiguous, NoticeUnknown
from ingest.library import Entry
from ingest.mentions import Days, Mentions
from ingest.model import (
    Anomaly,
    Campaign,
    Clause,
    ClauseId,
    ClauseKind,
    Contact,
    Deadline,
    DeadlineKind,
    Dropped,
    Fact,
    Facts,
    Found,
    LawCategory,
    LawReference,
    Masthead,
    Notice,
    NoticeId,
    Organiser,
    OrganiserRole,
    Part,
    PartId,
    Span,
    Stated,
    Theme,
    ThemeKind,
)
from ingest.relations import Relations, link

TITLE = "关于举办“第六届双品网购节”的通知"
HEAD = f"商电促进函〔2024〕40号\n{TITLE}\n"
PERIOD = "活动时间：2024年4月28日—5月12日\n"
LAWS = "督促、指导参与活动企业严格遵守我国《电子商务法》等法律法规。\n"
REPORT = "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。\n"
PHONES = "联系人：电子商务司 王殿宁 李旺源\n电 话：010-65197902 010-85093748\n"
ANNEX = "附件\n一、目的\n引导品质消费。\n"
TEXT = HEAD + "一、总体安排\n" + PERIOD + "二、工作要求\n" + LAWS + REPORT + PHONES + ANNEX


def place(words: str) -> Span:
    """Where `words` stand in the notice made by hand, without the line's end."""
    start = TEXT.index(words)
    return Span(start, start + len(words.rstrip("\n")))


def make_campaign_notice(notice_id: str = "a1b2c3", year: int = 2024) -> Notice:
    """商电促进函〔2024〕40号 in small: a masthead, two sections, a closing, an annex, one fact of each kind.

    With another `year` the dates of the facts move; the text stays.
    """
    main, annex = PartId("p0"), PartId("p1")
    ends = {
        "m": len(HEAD),
        "1": len(HEAD + "一、总体安排\n" + PERIOD),
        "2": TEXT.index(REPORT),
        "c": TEXT.index(ANNEX),
        "a": TEXT.index("一、目的"),
        "a1": len(TEXT),
    }
    clauses = (
        _leaf("m", main, ("正文", "版头"), "商电促进函〔2024〕40号", 0, ends["m"], ClauseKind.MASTHEAD),
        _leaf("1", main, ("正文", "一"), "一、总体安排", ends["m"], ends["1"]),
        _leaf("2", main, ("正文", "二"), "二、工作要求", ends["1"], ends["2"]),
        _leaf("c", main, ("正文", "结尾"), "各地组织开展“第六届双品网购节”的筹备情况", ends["2"], ends["c"]),
        Clause(
            id=ClauseId("a"),
            part=annex,
            parent=None,
            kind=ClauseKind.CLAUSE,
            path=("附件", "引言"),
            heading="附件",
            span=Span(ends["c"], ends["a1"]),
            own_end=ends["a"],
            page=6,
        ),
        _leaf("a1", annex, ("附件", "一"), "一、目的", ends["a"], ends["a1"], parent="a"),
    )
    campaign = Campaign(
        name="第六届双品网购节",
        series="双品网购节",
        ordinal=6,
        year=year,
        start=date(year, 4, 28),
        end=date(year, 5, 12),
        span=place("2024年4月28日—5月12日"),
    )
    masthead = Masthead(
        title=Found(TITLE, place(TITLE)),
        doc_number=Found("商电促进函〔2024〕40号", place("商电促进函〔2024〕40号")),
        issuers=(Found("商务部电子商务司", Span(0, 0)),),
        addressees=(Found("各省商务主管部门", Span(0, 0)),),
    )
    facts = Facts(
        deadlines=(
            Deadline(
                clause=ClauseId("1"),
                span=place(PERIOD),
                kind=DeadlineKind.PERIOD,
                what="第六届双品网购节",
                start=date(year, 4, 28),
                end=date(year, 5, 12),
            ),
            Deadline(
                clause=ClauseId("c"),
                span=place(REPORT),
                kind=DeadlineKind.SUBMISSION,
                who="各地商务主管部门",
                what="活动总结材料",
                to="商务部电子商务司",
                due=date(year, 5, 13),
                qualifier="前",
                basis="year from 文号 2024",
            ),
        ),
        contacts=(
            Contact(
                clause=ClauseId("c"),
                span=place(PHONES),
                names=("王殿宁", "李旺源"),
                organisation="商务部电子商务司",
                phones=("010-65197902", "010-85093748"),
            ),
        ),
        laws=(
            LawReference(
                clause=ClauseId("2"),
                span=place(LAWS),
                name="电子商务法",
                title="《电子商务法》",
                category=LawCategory.LAW,
                bound=("参与活动企业",),
                duty="严格遵守",
            ),
        ),
        organisers=(
            Organiser(clause=ClauseId("1"), span=place(PERIOD), role=OrganiserRole.GUIDE, names=("商务部", "邮政局")),
        ),
        themes=(Theme(clause=ClauseId("1"), span=place(PERIOD), kind=ThemeKind.THEME, text="数享生活"),),
    )
    return Notice(
        id=NoticeId(notice_id),
        source="2024-双品网购节-商务部.txt",
        text=TEXT,
        parts=(
            Part(id=main, label="正文", masthead=masthead, campaign=campaign),
            Part(id=annex, label="附件", masthead=Masthead(title=Found("工作方案", Span(0, 0))), host=main),
        ),
        clauses=clauses,
        facts=facts,
        anomalies=(Anomaly("missing_number", "原文缺少第三部分。", ClauseId("2"), place("二、工作要求\n")),),
        dropped=(Dropped("page number", "— 4 —", 4),),
    )


def _leaf(
    clause_id: str,
    part: PartId,
    path: tuple[str, ...],
    heading: str,
    start: int,
    end: int,
    kind: ClauseKind = ClauseKind.CLAUSE,
    parent: str | None = None,
) -> Clause:
    return Clause(
        id=ClauseId(clause_id),
        part=part,
        parent=ClauseId(parent) if parent else None,
        kind=kind,
        path=path,
        heading=heading,
        span=Span(start, end),
        own_end=end,
    )


@dataclass
class FakeShelf:
    """Notices in memory, as `assistant.services.Shelf`."""

    notices: tuple[Notice, ...] = ()
    broken: Exception | None = None  # raised by every call
    older: tuple[Notice, ...] = ()  # versions before the current one of a notice, oldest first

    def revision(self) -> int:
        return len(self._kept())

    def entries(self) -> tuple[Entry, ...]:
        repealed = self.relations().repealed
        entries = (self.history(notice.id)[0] for notice in self._kept())
        return tuple(replace(entry, state="repealed") if entry.id in repealed else entry for entry in entries)

    def notice(self, notice_id: NoticeId, version: int | None = None) -> Notice | None:
        return self._versions(notice_id).get(version or len(self._versions(notice_id)))

    def lookup(self) -> Callable[[NoticeId], Notice | None]:
        return self.notice

    def history(self, notice_id: NoticeId) -> tuple[Entry, ...]:
        versions = self._versions(notice_id)
        return tuple(
            replace(make_entry(versions[n]), version=n, state="current" if n == len(versions) else "superseded")
            for n in sorted(versions, reverse=True)
        )

    def relations(self) -> Relations:
        stated = [
            Stated(notice.id, notice.clause(fact.clause).part, fact)
            for notice in self._kept()
            for fact in notice.facts.amendments
        ]
        return link(self._kept(), stated)

    def _versions(self, notice_id: NoticeId) -> dict[int, Notice]:
        kept = [notice for notice in self._kept() if notice.id == notice_id]
        older = [notice for notice in self.older if notice.id == notice_id and kept]
        return dict(enumerate([*older, *kept], start=1))

    def find(self, prefix: str) -> NoticeId:
        fits = [notice.id for notice in self._kept() if notice.id.startswith(prefix)]
        if not fits:
            raise NoticeUnknown(f"{prefix}: no such notice; `campaign notices` lists them")
        if len(fits) > 1:
            raise NoticeAmbiguous(f"{prefix}: fits {len(fits)} notices; give more of the id")
        return fits[0]

    def deadlines(
        self,
        *,
        notice_ids: Collection[NoticeId] | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> tuple[Stated[Deadline], ...]:
        def inside(fact: Deadline) -> bool:
            first, last = fact.start or fact.due or fact.end, fact.due or fact.end or fact.start
            if date_from is None and date_to is None:
                return True
            return (
                first is not None
                and last is not None
                and (date_from is None or last >= date_from)
                and (date_to is None or first <= date_to)
            )

        return tuple(
            Stated(notice.id, notice.clause(fact.clause).part, fact)
            for notice in self._kept(notice_ids)
            for fact in notice.facts.deadlines
            if inside(fact)
        )

    def contacts(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[Contact], ...]:
        return tuple(
            Stated(notice.id, notice.clause(fact.clause).part, fact)
            for notice in self._kept(notice_ids)
            for fact in notice.facts.contacts
        )

    def laws(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[LawReference], ...]:
        return tuple(
            Stated(notice.id, notice.clause(fact.clause).part, fact)
            for notice in self._kept(notice_ids)
            for fact in notice.facts.laws
        )

    def mentions(self, kind: type[Fact], *, words: str = "", field: str = "", value: str = "") -> Mentions:
        held = f'"{field}":"{value}"' if value else f'"{field}":["'
        by_days: dict[Days, set[PartId]] = {}
        for notice in self._kept():
            for fact in (*notice.facts.deadlines, *notice.facts.contacts, *notice.facts.laws):
                if isinstance(fact, kind) and words in encode(fact) and (not field or held in encode(fact)):
                    by_days.setdefault(_days(fact), set()).add(notice.clause(fact.clause).part)
        return Mentions({days: frozenset(parts) for days, parts in by_days.items()})

    def _kept(self, notice_ids: Collection[NoticeId] | None = None) -> tuple[Notice, ...]:
        if self.broken is not None:
            raise self.broken
        wanted = None if notice_ids is None else set(notice_ids)
        return tuple(notice for notice in self.notices if wanted is None or notice.id in wanted)


def _days(fact: Fact) -> Days:
    if not isinstance(fact, Deadline):
        return None, None
    return fact.start or fact.due or fact.end, fact.due or fact.end or fact.start


@dataclass
class FakeAssistant:
    """Knows one answer, the due date of the notice made by hand, and remembers what it was asked."""

    broken: Exception | None = None
    asked: list[tuple[str, date, NoticeId | None, Query | None]] = field(default_factory=list)
    searched: int = 0  # times

    def ask(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Answer:
        self.asked.append((question, as_of, notice_id, previous))
        if self.broken is not None:
            raise self.broken
        if not question.strip():
            raise BadQuestion("empty_question", "请输入问题。")
        if len(question) > 2_000:
            raise BadQuestion("question_too_long", "问题太长，请控制在2000字以内。")
        return make_answer(question, as_of) if "总结" in question else make_refusal(question, as_of)

    def ask_stream(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Iterator[Token | Answer]:
        answer = self.ask(question, as_of=as_of, notice_id=notice_id, previous=previous)
        return iter((Token(answer.text), answer))

    def understand(self, question: str, *, as_of: date, previous: Query | None = None) -> Query:
        if not question.strip():
            raise BadQuestion("empty_question", "请输入问题。")
        return Query(question=question, kind=Kind.DEADLINES, as_of=as_of)

    def search(
        self,
        question: str,
        *,
        as_of: date,
        limit: int,
        notice_id: NoticeId | None = None,
        previous: Query | None = None,
    ) -> Sequence[Ranked]:
        self.searched += 1
        notice = make_campaign_notice()
        return [Hit(notice, notice.clause(ClauseId(name)), score) for name, score in (("c", 1.5), ("2", 0.5))][:limit]


def make_citation(n: int = 1) -> Citation:
    span = place(REPORT)
    return Citation(
        n=n,
        notice_id=NoticeId("a1b2c3"),
        title=TITLE,
        doc_number="商电促进函〔2024〕40号",
        clause_id=ClauseId("c"),
        path=("正文", "结尾"),
        label="正文 结尾",
        quote=REPORT.rstrip("\n"),
        start=span.start,
        end=span.end,
        page=5,
        url="/notices/a1b2c3#c",
    )


def make_answer(question: str, as_of: date) -> Answer:
    notice = make_campaign_notice()
    return Answer(
        question=question,
        status=Status.ANSWERED,
        kind=Kind.DEADLINES,
        text="活动总结材料须于 2024年5月13日前 报商务部电子商务司。[1]",
        as_of=as_of,
        citations=(make_citation(),),
        facts=FactsFound(deadlines=(Stated(notice.id, PartId("p0"), notice.facts.deadlines[1]),)),
        warnings=(Caveat("past", "该时限已过（2024-05-13）。", 1),),
        suggestions=("联系人是谁？",),
        trace_id="t-1",
        query=Query(question=question, kind=Kind.DEADLINES, as_of=as_of),
    )


def make_refusal(question: str, as_of: date) -> Answer:
    return Answer(
        question=question,
        status=Status.NOT_STATED,
        kind=Kind.CLAUSES,
        text=f"《{TITLE}》没有写明这一点。",
        as_of=as_of,
        nearest=(make_citation(),),
        trace_id="t-2",
    )


def make_entry(notice: Notice) -> Entry:
    return Entry(
        id=notice.id,
        source=notice.source,
        version=1,
        state="current",
        parts=notice.parts,
        ingested_at=datetime(2024, 4, 1, tzinfo=UTC),
    )

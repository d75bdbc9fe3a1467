"""What an answerer is given and how it writes: a `Case` in, lines and quotes collected into a `Draft`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from assistant.evidence import Evidence
from assistant.model import Caveat, Draft, FactsFound, Kind, Query, Quote, Status
from assistant.retrieve import Hit
from assistant.scope import WIDE, Document
from assistant.services import Shelf
from ingest.anomalies import MISLEADING
from ingest.model import (
    ClauseId,
    Contact,
    Deadline,
    DeadlineKind,
    Fact,
    LawReference,
    Notice,
    PartId,
    Span,
    Stated,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A query with the documents it is about and the means to look into them."""

    query: Query
    documents: tuple[Document, ...]  # that fit, newest first
    shelf: Shelf
    evidence: Evidence
    search: Callable[[int], list[Hit]]  # the clauses of these documents nearest to the question, at most n
    people: Collection[str] = frozenset()  # whom the library gives contacts of, by name

    @property
    def named(self) -> bool:
        """Whether the question says which document it means."""
        query = self.query
        return bool(query.campaign or query.documents) or query.notice_id is not None

    def pins(self, document: Document) -> bool:
        """Whether the question itself leaves no doubt which document is meant."""
        query, campaign = self.query, document.campaign
        if not self.named:
            return False
        if query.notice_id is not None or query.documents or campaign is None:
            return True
        return campaign.region in WIDE or campaign.region is None or campaign.region == query.campaign.region

    def texts(self) -> Iterator[str]:
        """What each clause of the documents says itself."""
        for document in self.documents:
            notice = self.notice(document)
            yield from (one.own.of(notice.text) for one in notice.clauses if one.part in document.parts)

    def notice(self, document: Document) -> Notice:
        found = self.shelf.notice(document.notice)
        if found is None:
            raise LookupError(f"notice {document.notice} left the library while a question was answered")
        return found


def part_of(notice: Notice, fact: Fact) -> PartId:
    """The part a fact stands in."""
    return notice.clause(fact.clause).part


@dataclass(slots=True)
class Writer:
    """Collects the lines of an answer; each quote gets one number however often it is cited."""

    kind: Kind
    lines: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    deadlines: list[Stated[Deadline]] = field(default_factory=list)
    contacts: list[Stated[Contact]] = field(default_factory=list)
    laws: list[Stated[LawReference]] = field(default_factory=list)
    warnings: list[Caveat] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)

    def cite(self, notice: Notice, clause: ClauseId, span: Span) -> int:
        """The number of a quote."""
        quote = Quote(notice.id, clause, span, span.of(notice.text))
        if quote not in self.quotes:
            self.quotes.append(quote)
            for anomaly in notice.anomalies:
                if anomaly.code in MISLEADING and span.start < anomaly.span.end and anomaly.span.start < span.end:
                    self.warnings.append(Caveat(anomaly.code, anomaly.message, len(self.quotes)))
        return self.quotes.index(quote) + 1

    def cite_fact(self, notice: Notice, fact: Fact) -> int:
        return self.cite(notice, fact.clause, fact.span)

    def say(self, text: str, numbers: Iterable[int] = ()) -> None:
        """One line, with the marks of what proves it."""
        self.lines.append(text + "".join(f"[{n}]" for n in dict.fromkeys(numbers)))

    def draft(self) -> Draft:
        """The answer so far."""
        return Draft(
            Status.ANSWERED,
            self.kind,
            "\n".join(self.lines),
            tuple(self.quotes),
            FactsFound(tuple(self.deadlines), tuple(self.contacts), tuple(self.laws)),
            tuple(dict.fromkeys(self.warnings)),
            tuple(dict.fromkeys(self.suggestions)),
        )


def not_stated(case: Case, what: str, nearest: Iterable[Quote] = ()) -> Draft:
    """The document is here and does not say it."""
    names = [document.name for document in case.documents]
    if len(names) == 1:
        text = f"{names[0]}没有写明{what}。"
    elif len(names) <= 3:
        text = f"以下通知都没有写明{what}：{'；'.join(names)}。"
    else:
        text = f"现有相关通知都没有写明{what}。"
    return Draft(Status.NOT_STATED, case.query.kind, text, nearest=tuple(nearest)[:1], suggestions=suggest(case))


MAX_SUGGESTED_OVER = 5  # documents; what more of them have in common is not worth the look


def suggest(case: Case) -> tuple[str, ...]:
    """Questions that the documents do answer, other than the kind just asked."""
    facts = [case.notice(document).facts for document in case.documents[:MAX_SUGGESTED_OVER]]
    offers = (
        (
            Kind.DEADLINES,
            "材料什么时候报？",
            any(due.kind is DeadlineKind.SUBMISSION for one in facts for due in one.deadlines),
        ),
        (Kind.CONTACTS, "联系人是谁？", any(one.contacts for one in facts)),
        (Kind.PERIOD, "活动时间是什么时候？", any(one.campaign for one in case.documents)),
        (Kind.LAWS, "须遵守哪些法律法规？", any(one.laws for one in facts)),
    )
    return tuple(question for kind, question, there in offers if there and kind is not case.query.kind)[:2]


def heading_line(case: Case, document: Document) -> str:
    """How a group of lines about one document begins, where an answer has several."""
    return f"{document.name}："

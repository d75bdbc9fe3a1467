"""What a program sees: answers, notices and facts as the JSON of the contract. Ours in, plain dicts out.

The same dicts go out over HTTP and from `--json`, so that both say the same. Dates become ISO strings,
places become `quote` with its offsets in the canonical text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Protocol
from urllib.parse import quote as percent_encode

from assistant.model import Answer, Caveat, Citation, FactsFound
from ingest.library import Entry
from ingest.model import (
    Anomaly,
    Box,
    Campaign,
    Clause,
    ClauseKind,
    Contact,
    Deadline,
    Dropped,
    Fact,
    LawReference,
    Notice,
    NoticeId,
    Organiser,
    Part,
    PartId,
    Prohibition,
    Span,
    Stated,
    Theme,
)
from ingest.places import box_of

Json = dict[str, object]
Notices = Callable[[NoticeId], Notice | None]

# A time that comes round again: 每月5日前, 每周五, 按季度报送, 逢双月, 定期.
RECURS = re.compile(
    r"每(?:个|半|两|双|[一二三四五六七八九十\d]+个?)?(?:年|季|月|旬|周|星期|日|天|工作日)"
    r"|按(?:年|季|月|旬|周|日)|逢[单双\d一二三四五六七八九十]|定期"
)


def due_status(deadline: Deadline, as_of: date) -> str:
    """How a deadline stands on a day: upcoming, today, past, recurring or undated. A period that runs is `today`.

    >>> from ingest.model import ClauseId, DeadlineKind
    >>> report = Deadline(clause=ClauseId("c"), span=Span(0, 9), kind=DeadlineKind.SUBMISSION, what="总结", due=date(2024, 5, 13))
    >>> due_status(report, date(2024, 5, 12)), due_status(report, date(2024, 5, 13)), due_status(report, date(2024, 5, 14))
    ('upcoming', 'today', 'past')
    """
    last = deadline.due or deadline.end or deadline.start
    if last is not None and last < as_of:
        return "past"
    if deadline.rule is not None and RECURS.search(deadline.rule):
        return "recurring"
    if last is None:
        return "undated"
    if deadline.due is not None:  # a submission or a step counts on its last day only
        return "today" if deadline.due == as_of else "upcoming"
    first = deadline.start or last
    return "today" if first <= as_of else "upcoming"


def notice_url(notice_id: NoticeId, clause_id: str | None = None) -> str:
    """The page of a notice, at a clause."""
    page = f"/notices/{percent_encode(notice_id, safe='')}"
    return page if clause_id is None else f"{page}#{percent_encode(clause_id, safe='')}"


class Named(Protocol):
    """What names a notice: a whole notice has it, and an entry of the library."""

    @property
    def id(self) -> NoticeId: ...

    @property
    def source(self) -> str: ...

    @property
    def parts(self) -> tuple[Part, ...]: ...


def title_of(notice: Named) -> str:
    """The printed title, else the name of the file."""
    title = notice.parts[0].masthead.title
    return title.value if title else notice.source


def document_name(notice: Notice, part: PartId) -> str:
    """The document that a part belongs to, by its own title and 文号: an embedded notice is not the letter around it."""
    head = notice.document_of(part).masthead
    title = head.title.value if head.title else title_of(notice)
    return title + (f"（{head.doc_number.value}）" if head.doc_number else "")


def doc_number_of(notice: Named) -> str | None:
    doc_number = notice.parts[0].masthead.doc_number
    return doc_number.value if doc_number else None


def campaigns_of(notice: Named) -> tuple[Campaign, ...]:
    """The campaigns its documents are about, each once; of two mentions the one that states the period."""
    by_name: dict[str, Campaign] = {}
    for part in notice.parts:
        if part.campaign is None:
            continue
        known = by_name.get(part.campaign.name)
        if known is None or (known.start is None and part.campaign.start is not None):
            by_name[part.campaign.name] = part.campaign
    return tuple(by_name.values())


# -- answers ---------------------------------------------------------------------------------------------------------


def answer_json(answer: Answer, notices: Notices) -> Json:
    """The Answer of the contract. `nearest` is there only where something is near."""
    seen: Json = {
        "question": answer.question,
        "status": answer.status.value,
        "kind": answer.kind.value,
        "text": answer.text,
        "citations": [citation_json(citation) for citation in answer.citations],
        "facts": facts_found_json(answer.facts, notices, answer.as_of),
        "warnings": [caveat_json(caveat) for caveat in answer.warnings],
        "suggestions": list(answer.suggestions),
        "generated_by": answer.generated_by,
        "trace_id": answer.trace_id,
    }
    if answer.nearest:
        seen["nearest"] = [citation_json(citation) for citation in answer.nearest]
    return seen


def citation_json(citation: Citation) -> Json:
    """A citation. `box` is there only where the file has places on paper: PDF, OFD, scans."""
    shown: Json = {
        "n": citation.n,
        "notice_id": citation.notice_id,
        "title": citation.title,
        "doc_number": citation.doc_number,
        "clause_id": citation.clause_id,
        "path": list(citation.path),
        "label": citation.label,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "page": citation.page,
        "url": citation.url,
    }
    return shown | box_json(citation.box)


def caveat_json(caveat: Caveat) -> Json:
    return {"code": caveat.code, "message": caveat.message, "citation": caveat.citation}


def facts_found_json(found: FactsFound, notices: Notices, as_of: date) -> Json:
    return {
        "deadlines": deadlines_json(found.deadlines, notices, as_of),
        "contacts": contacts_json(found.contacts, notices),
        "laws": laws_json(found.laws, notices),
    }


def deadlines_json(stated: Iterable[Stated[Deadline]], notices: Notices, as_of: date) -> list[Json]:
    """A fact whose notice was removed meanwhile is left out: nothing is shown that cannot be quoted."""
    return [deadline_json(one.fact, notice, as_of) for one in stated if (notice := notices(one.notice))]


def contacts_json(stated: Iterable[Stated[Contact]], notices: Notices) -> list[Json]:
    return [contact_json(one.fact, notice) for one in stated if (notice := notices(one.notice))]


def laws_json(stated: Iterable[Stated[LawReference]], notices: Notices) -> list[Json]:
    return [law_json(one.fact, notice) for one in stated if (notice := notices(one.notice))]


# -- facts -----------------------------------------------------------------------------------------------------------


def deadline_json(deadline: Deadline, notice: Notice, as_of: date) -> Json:
    return {
        "kind": deadline.kind.value,
        "who": deadline.who,
        "what": deadline.what,
        "to": deadline.to,
        "due": _iso(deadline.due),
        "due_time": deadline.due_time,
        "start": _iso(deadline.start),
        "end": _iso(deadline.end),
        "qualifier": deadline.qualifier,
        "rule": deadline.rule,
        "basis": deadline.basis,
        "status": due_status(deadline, as_of),
        **_place(deadline, notice),
    }


def contact_json(contact: Contact, notice: Notice) -> Json:
    return {
        "names": list(contact.names),
        "organisation": contact.organisation,
        "phones": list(contact.phones),
        "faxes": list(contact.faxes),
        "emails": list(contact.emails),
        "addresses": list(contact.addresses),
        **_place(contact, notice),
    }


def law_json(law: LawReference, notice: Notice) -> Json:
    return {
        "name": law.name,
        "title": law.title,
        "doc_number": law.doc_number,
        "category": law.category.value,
        "articles": list(law.articles),
        "bound": list(law.bound),
        "duty": law.duty,
        **_place(law, notice),
    }


def organiser_json(organiser: Organiser, notice: Notice) -> Json:
    return {"role": organiser.role.value, "names": list(organiser.names), **_place(organiser, notice)}


def theme_json(theme: Theme, notice: Notice) -> Json:
    return {"kind": theme.kind.value, "text": theme.text, **_place(theme, notice)}


def prohibition_json(prohibition: Prohibition, notice: Notice) -> Json:
    return {
        "word": prohibition.word,
        "what": prohibition.what,
        "who": prohibition.who,
        "condition": prohibition.condition,
        **_place(prohibition, notice),
    }


# -- notices ---------------------------------------------------------------------------------------------------------


def notice_item_json(entry: Entry) -> Json:
    """A notice in a list: what names it."""
    masthead = entry.parts[0].masthead
    return {
        "id": entry.id,
        "title": title_of(entry),
        "doc_number": doc_number_of(entry),
        "issuers": [issuer.value for issuer in masthead.issuers],
        "addressees": [addressee.value for addressee in masthead.addressees],
        "issued": _iso(masthead.issued),
        "campaigns": [
            {"name": one.name, "start": _iso(one.start), "end": _iso(one.end)} for one in campaigns_of(entry)
        ],
        "source": entry.source,
        "version": entry.version,
        "state": entry.state,
        "url": notice_url(entry.id),
    }


def notice_json(notice: Notice, entry: Entry, as_of: date) -> Json:
    """A notice in full, without its text. What is no clause (masthead, signature, colophon) stands in `elements`."""
    clauses = [node for node in notice.clauses if node.kind is ClauseKind.CLAUSE]
    elements = [node for node in notice.clauses if node.kind is not ClauseKind.CLAUSE]
    return {
        **notice_item_json(entry),
        "parts": [part_json(part) for part in notice.parts],
        "clauses": [clause_json(clause) | _box(clause.span, notice) for clause in clauses],
        "elements": [
            {"kind": element.kind.value, **clause_json(element)} | _box(element.span, notice) for element in elements
        ],
        "anomalies": [anomaly_json(anomaly, notice) for anomaly in notice.anomalies],
        "deadlines": [deadline_json(fact, notice, as_of) for fact in notice.facts.deadlines],
        "contacts": [contact_json(fact, notice) for fact in notice.facts.contacts],
        "laws": [law_json(fact, notice) for fact in notice.facts.laws],
        "organisers": [organiser_json(fact, notice) for fact in notice.facts.organisers],
        "themes": [theme_json(fact, notice) for fact in notice.facts.themes],
        "prohibitions": [prohibition_json(fact, notice) for fact in notice.facts.prohibitions],
        "dropped": [dropped_json(dropped) for dropped in notice.dropped],
    }


def part_json(part: Part) -> Json:
    masthead = part.masthead
    return {
        "id": part.id,
        "label": part.label,
        "title": masthead.title.value if masthead.title else None,
        "doc_number": masthead.doc_number.value if masthead.doc_number else None,
        "embedded": part.embedded,
    }


def clause_json(clause: Clause) -> Json:
    return {
        "id": clause.id,
        "part": clause.part,
        "parent": clause.parent,
        "path": list(clause.path),
        "label": clause.label,
        "heading": clause.heading,
        "start": clause.span.start,
        "end": clause.span.end,
        "page": clause.page,
    }


def anomaly_json(anomaly: Anomaly, notice: Notice) -> Json:
    return {
        "code": anomaly.code,
        "message": anomaly.message,
        "clause_id": anomaly.clause,
        **_quote(anomaly.span, notice),
    }


def dropped_json(dropped: Dropped) -> Json:
    return {"reason": dropped.reason, "text": dropped.text, "page": dropped.page}


# -- places ----------------------------------------------------------------------------------------------------------


def _place(fact: Fact, notice: Notice) -> Json:
    return {
        "notice_id": notice.id,
        "clause_id": fact.clause,
        "part": notice.part(notice.clause(fact.clause).part).label,
        **_quote(fact.span, notice),
    }


def _quote(span: Span, notice: Notice) -> Json:
    return {"quote": span.of(notice.text), "quote_start": span.start, "quote_end": span.end}


def _box(span: Span, notice: Notice) -> Json:
    return box_json(box_of(notice.places, span))


def box_json(box: Box | None) -> Json:
    """A place on a page as fractions of its width and height from the top left corner; nothing where none is known."""
    if box is None:
        return {}
    return {"box": {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

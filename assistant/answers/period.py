"""When the campaign or one of its phases runs: from the campaign of the document and its dated facts."""

from __future__ import annotations

import re

from assistant.answers.deadlines import ENOUGH, NAMES_A_DAY, merge, share, write_deadline
from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of, suggest
from assistant.answers.passages import nearest_of, timed_clause
from assistant.answers.verdicts import period_verdict
from assistant.model import Draft, Kind, Query
from assistant.scope import Document
from assistant.understanding.phrases import runs_now
from assistant.verify import one_line
from assistant.wording import stretch
from ingest.facts.sentences import sentences
from ingest.model import Deadline, DeadlineKind, Notice, Stated
from ingest.tokenise import pieces

AS_PRINTED = re.compile(r"农历|阴历|几点|几时")
HOW_LONG = re.compile(r"几天|多少天|多长|多久|为期|持续")
LASTS = re.compile(r"(?:为期|历时|持续)\s*[\d一二两三四五六七八九十半]+\s*个?多?(?:天|日|周|星期|月|年|小时)")
OWN_TIME = re.compile(r"^(?:活动|举办|开展|实施|促销)?(?:时间|日期|期限)$")  # a campaign that its title does not name
# Words that ask for the period itself and so name no phase of it.
PLAIN = re.compile(
    r"农历|阴历|几点|活动|举[办行]|开[始展幕]|结束|收尾|落幕|启动(?:时间)?|持续|起止|为期|期间|阶段|正式|几天|多少天|多久|多长(?:时间)?|时[候间]|办[到几完]?|搞|进行|日期|闭幕"
)


def answer_period(case: Case) -> Draft:
    """The campaign's period, or that of the phase the question names."""
    writer = Writer(Kind.PERIOD)
    asked = [term for term in case.query.terms if not PLAIN.fullmatch(term) and not NAMES_A_DAY.search(term)]
    runs = runs_now(case.query.wording) and not case.named
    for document in case.documents:
        if runs and not runs_then(document, case.query):
            continue
        notice = case.notice(document)
        facts = [
            fact
            for fact in notice.facts.deadlines
            if part_of(notice, fact) in document.parts and fact.kind is not DeadlineKind.SUBMISSION
        ]
        # 以旧换新补贴什么时候开始: a word of the title names no phase, unless one is called so
        told = {term for term in asked if term in document.title and not any(term in fact.what for fact in facts)}
        terms = [term for term in asked if (case.named or term not in document.title) and term not in told]
        phases = _phases(facts, terms) if terms and not runs else _campaign_period(document, notice, facts)
        if not phases:
            continue
        if len(case.documents) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for group in merge(phases):
            write_deadline(writer, case, notice, group, period_verdict(case, group[0]))
        if AS_PRINTED.search(case.query.wording):
            _write_printed(writer, notice, phases)
        if HOW_LONG.search(case.query.wording):
            _write_length(writer, notice, phases[0])
    if not writer.quotes:
        if runs:
            return not_stated(case, "这段时间的活动")
        said = timed_clause(case) if asked else None
        if said is None and HOW_LONG.search(case.query.wording) and not any(len(pieces(term)) == 1 for term in asked):
            said = _printed_length(case)
        return said or not_stated(case, "时间", nearest_of(case.search(1)))
    writer.suggestions += suggest(case)
    return writer.draft()


def runs_then(document: Document, query: Query) -> bool:
    """Whether a campaign runs in the time asked about, on the day of the question where it names none."""
    campaign, window = document.campaign, query.window
    if campaign is None or campaign.start is None or campaign.end is None:
        return False
    first, last = (window.first, window.last) if window.first or window.last else (query.as_of, query.as_of)
    return (last is None or campaign.start <= last) and (first is None or campaign.end >= first)


def _phases(facts: list[Deadline], terms: list[str]) -> list[Deadline]:
    scored = [(share(terms, fact.what), fact) for fact in facts]
    best = max((score for score, _ in scored), default=0.0)
    return [fact for score, fact in scored if best >= ENOUGH and score == best]


def _campaign_period(document: Document, notice: Notice, facts: list[Deadline]) -> list[Deadline]:
    """The facts that state the campaign's own start and end, where it is stated first; one made of it where none does."""
    campaign = document.campaign
    if campaign is None or campaign.start is None or campaign.end is None or campaign.span is None:
        return [fact for fact in facts if fact.kind is DeadlineKind.PERIOD and OWN_TIME.search(fact.what)][:1]
    stated = [fact for fact in facts if (fact.start, fact.end) == (campaign.start, campaign.end)]
    if stated:
        return [fact for fact in stated if fact.span.holds(campaign.span)] or stated[:1]
    clause = notice.clause_at(campaign.span.start)
    quote = next((one for one in sentences(notice.text, clause.own) if one.holds(campaign.span)), campaign.span)
    return [
        Deadline(
            clause=clause.id,
            span=quote,
            kind=DeadlineKind.PERIOD,
            what="活动时间",
            start=campaign.start,
            end=campaign.end,
            date_span=campaign.span,
        )
    ]


def _printed_length(case: Case) -> Draft | None:
    """How long a campaign lasts that prints no days: 为期1个月."""
    writer = Writer(Kind.PERIOD)
    for document in case.documents:
        notice = case.notice(document)
        for clause in notice.clauses:
            for span in sentences(notice.text, clause.own) if clause.part in document.parts else ():
                if LASTS.search(span.of(notice.text)):
                    if len(case.documents) > 1 or not case.pins(document):
                        writer.say(heading_line(case, document))
                    writer.say(one_line(span.of(notice.text)), [writer.cite(notice, clause.id, span)])
    return writer.draft() if writer.quotes else None


def _write_printed(writer: Writer, notice: Notice, facts: list[Deadline]) -> None:
    """The sentence as printed, which may give hours or days of the lunar calendar."""
    for fact in facts[:1]:
        writer.say(f"原文：{one_line(fact.span.of(notice.text))}", [writer.cite_fact(notice, fact)])


def _write_length(writer: Writer, notice: Notice, fact: Deadline) -> None:
    """How many days a period lasts: as printed, else counted from its two dates."""
    if fact.start is None or fact.end is None:
        return
    days = (fact.end - fact.start).days + 1
    number = writer.cite_fact(notice, fact)
    printed = re.search(rf"{days}\s*天", fact.span.of(notice.text))
    note = "" if printed else "（据起止日期推算）"
    writer.say(f"{stretch(fact.start, fact.end)}，共{days}天{note}。", [number])
    writer.deadlines.append(Stated(notice.id, part_of(notice, fact), fact))

"""What stands beside the text of a draft: its warnings and its facts are of the places that it quotes.

draft -> Problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.claims import Problem, fold, read_days
from assistant.model import Caveat, Draft, Query, Quote
from assistant.quoting import Notices, notice_of, source_at
from ingest.model import Contact, Deadline, DeadlineKind, LawReference, Notice, Stated

PAST = re.compile(r"该(?:时限|时间)已过（\d{4}-\d{2}-\d{2}）。|已过的时限：\d{4}-\d{2}-\d{2}(?:、\d{4}-\d{2}-\d{2})*。")


def check_warnings(warnings: Sequence[Caveat], quotes: Sequence[Quote], notices: Notices) -> Iterator[Problem]:
    """A warning is about what it cites: the anomaly reported there word for word, or a day there that is over."""
    for warning in warnings:
        if warning.citation is None:
            cited = list(quotes)
        elif 1 <= warning.citation <= len(quotes):
            cited = [quotes[warning.citation - 1]]
        else:
            yield Problem("unknown_citation", f"warning {warning.code} [{warning.citation}]")
            continue
        if any(
            (anomaly.code, anomaly.message) == (warning.code, warning.message)
            for quote in cited
            for anomaly in notice_of(quote, notices).anomalies
        ):
            continue
        if warning.code != "past" or not PAST.fullmatch(warning.message):
            yield Problem("warning", warning.message)
            continue
        source = source_at(cited, notices)
        for day in read_days(fold(warning.message)):
            stated = [moment for fact in source.deadlines for moment in (fact.due, fact.end)]
            if not day.is_one_of(stated) and not any(
                day.is_one_of(printed.value for printed in read_days(text)) for text in source.texts
            ):
                yield Problem("warning", warning.message)


def check_past(draft: Draft, query: Query) -> Iterator[Problem]:
    """What is said to be over is over on the day of the question."""
    for warning in draft.warnings:
        if warning.code == "past" and any(day.value >= query.as_of for day in read_days(fold(warning.message))):
            yield Problem("warning", warning.message)


def check_facts(draft: Draft, notices: Notices) -> Iterator[Problem]:
    """The facts beside the text are facts of the library at a place that is quoted."""
    facts = draft.facts
    stated: tuple[Stated[Deadline] | Stated[Contact] | Stated[LawReference], ...]
    stated = (*facts.deadlines, *facts.contacts, *facts.laws)
    for one in stated:
        notice = notices(one.notice)
        quoted = any(quote.notice == one.notice and quote.span.holds(one.fact.span) for quote in draft.quotes)
        if notice is None or not quoted or not _is_of(one.fact, notice):
            yield Problem("foreign_fact", type(one.fact).__name__)
        elif notice.clause(one.fact.clause).part != one.part:
            yield Problem("foreign_fact", one.part)


def _is_of(fact: Deadline | Contact | LawReference, notice: Notice) -> bool:
    """Whether the notice states the fact; the period of a campaign may be made into one."""
    if fact in (*notice.facts.deadlines, *notice.facts.contacts, *notice.facts.laws):
        return True
    return (
        isinstance(fact, Deadline)
        and fact.kind is DeadlineKind.PERIOD
        and any(
            campaign.span is not None
            and fact.span.holds(campaign.span)
            and (fact.start, fact.end) == (campaign.start, campaign.end)
            for part in notice.parts
            if (campaign := part.campaign)
        )
    )

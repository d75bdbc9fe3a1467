"""The gate: every draft passes here, whoever wrote it. A draft and the library in, the problems or the proved answer out.

What a line states must stand in the quotes it cites (`assistant.claims` compares); what it is said to be about must be the
documents these quotes stand in; the facts beside the text must be the library's own, at places that are quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.beside import check_facts, check_past, check_warnings
from assistant.claims import Problem, fold, one_line
from assistant.composed import MARK, check_days_asked, check_text
from assistant.model import EXTRACTIVE, Answer, Draft, Query, Quote, Status
from assistant.quoting import Notices, Unproved, cite
from assistant.refusals import check_refusal, without_unstated
from assistant.sentences import check_retold

__all__ = ["MARK", "Notices", "Problem", "Unproved", "check", "check_quote", "fold", "one_line", "prove"]


def prove(draft: Draft, query: Query, notices: Notices, *, trace_id: str) -> Answer:
    """The answer a user may see; raises Unproved."""
    problems = (*check(draft, notices, query.wording), *check_past(draft, query), *check_days_asked(draft, query))
    if problems:
        raise Unproved(problems)
    return Answer(
        question=query.question,
        status=draft.status,
        kind=draft.kind,
        text=draft.text,
        as_of=query.as_of,
        citations=tuple(cite(n, quote, notices) for n, quote in enumerate(draft.quotes, 1)),
        facts=draft.facts,
        warnings=draft.warnings,
        suggestions=draft.suggestions,
        nearest=tuple(cite(n, quote, notices) for n, quote in enumerate(draft.nearest, 1)),
        generated_by=draft.generated_by,
        trace_id=trace_id,
        query=query,
    )


def check(draft: Draft, notices: Notices, asked: str = "") -> tuple[Problem, ...]:
    """Everything in a draft that does not hold; empty for a proved one. `asked` is the question it answers."""
    problems = [problem for quote in (*draft.quotes, *draft.nearest) for problem in check_quote(quote, notices)]
    if problems:
        return tuple(problems)
    if draft.status is not Status.ANSWERED:
        return tuple(check_refusal(draft, notices))
    if not draft.quotes:
        return (Problem("no_citation", draft.text[:40]),)
    if draft.generated_by == EXTRACTIVE:
        said = check_text(draft, notices)
    else:
        said = check_retold(replace(draft, text=without_unstated(draft.text)), notices, asked)
    return (
        *said,
        *check_warnings(draft.warnings, draft.quotes, notices),
        *check_facts(draft, notices),
    )


def check_quote(quote: Quote, notices: Notices) -> Iterator[Problem]:
    """A quote is the notice's own text at its place, inside the clause it names."""
    notice = notices(quote.notice)
    if notice is None:
        yield Problem("unknown_notice", quote.notice)
        return
    clause = next((one for one in notice.clauses if one.id == quote.clause), None)
    if clause is None:
        yield Problem("unknown_clause", quote.clause)
    elif not clause.span.holds(quote.span):
        yield Problem("outside_clause", f"{clause.label} {quote.span}")
    if not quote.text.strip():
        yield Problem("empty_quote", str(quote.span))
    elif quote.span.of(notice.text) != quote.text:
        yield Problem("not_in_source", quote.text[:40])

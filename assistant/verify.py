"""The gate: every draft passes here, whoever wrote it. A draft and the library in, the problems or the proved answer out.

What a line states must stand in the quotes it cites (`assistant.claims` compares); what it is said to be about must be the
documents these quotes stand in; the facts beside the text must be the library's own, at places that are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.claims import (
    CLOCK,
    EMAIL,
    NAME,
    PHONE,
    Problem,
    Source,
    check_claims,
    check_day_verdict,
    document_names,
    fold,
    one_line,
    read_days,
    source_of,
)
from assistant.grid import BREAK, CORNER, cells_of, is_rule
from assistant.model import EXTRACTIVE, Answer, Caveat, Citation, Draft, Query, Quote, Status
from assistant.sentences import check_retold
from ingest.model import Clause, Contact, Deadline, DeadlineKind, LawReference, Notice, NoticeId, Stated
from ingest.places import box_of
from ingest.structure.masthead import DOC_NUMBER

__all__ = ["Notices", "Problem", "Unproved", "check", "check_quote", "fold", "one_line", "prove"]

Notices = Callable[[NoticeId], Notice | None]

MARK = re.compile(r"\[(\d{1,3})\]")

PAST = re.compile(r"该(?:时限|时间)已过（\d{4}-\d{2}-\d{2}）。|已过的时限：\d{4}-\d{2}-\d{2}(?:、\d{4}-\d{2}-\d{2})*。")
# What answers nothing says it in one of our own sentences; see assistant.answers and assistant.ask, which write them.
DOCUMENT = r"《[^。;!?]+?》(?:\([^()。,:;!?]+\))?"
ASKED = r"(?:《[^《》。]+》|“[^“”。]+”|[^《》“”。,:;!?])+?"  # what the question asks for: words without a clause of their own
REFUSALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<document>{DOCUMENT})没有写明(?P<asked>{ASKED})。",
        rf"(?P<document>{DOCUMENT})只要求“(?P<rule>[^“”]+)”,没有写明具体日期。",
        rf"以下通知都没有写明(?P<asked>{ASKED}):(?P<documents>{DOCUMENT}(?:;{DOCUMENT})*)。",
        rf"(?:现有相关通知都|通知)没有写明(?P<asked>{ASKED})。",
        r"没有“[^“”。]+”的通知。(?:现有:[^。,:;!?]+。)?",
        r"没有找到能回答“[^“”。:;!?\d]+”的通知条款。",
        r"“[^“”。:;!?\d]+”不是通知里的内容,这里不作回答。",
        r"没有找到能回答这个问题的通知条款。请写明是哪个活动,或换一种说法。",
        r"没有找到写有这个联系方式的通知。请写明是哪个活动。",
        r"找到了相关条款,但无法核对无误,因此不作回答。请查阅通知原文。",
        r"上一个回答里没有“第?[一二三四五六七八九十个份家位种类最后\d]+”。",
        r"资料库里还没有通知。",
        r"请写明是哪一份通知。",
        r"请写明比较哪几份通知。",
        r"我只回答活动通知里的内容,例如报送时限、联系人、活动时间、须遵守的法律法规。",
        r"请用中文提问\(PleaseaskinChinese\)。",
    )
)
# What the rows of a table may be called, and what a cell may say without a quote.
ONLY_HERE = "只在这份中列出"
ROWS = frozenset({"活动时间", "组织单位", "报送时限", "须遵守的法律法规", "联系方式", ONLY_HERE})
EMPTY_CELLS = frozenset({"没有写明", "无"})
UNSTATED = REFUSALS[:7]  # those that an answer may hold beside what it states


class Unproved(ValueError):
    """A draft that states what its quotes do not hold."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


def prove(draft: Draft, query: Query, notices: Notices, *, trace_id: str) -> Answer:
    """The answer a user may see; raises Unproved."""
    problems = (*check(draft, notices, query.wording), *_check_past(draft, query), *_check_days_asked(draft, query))
    if problems:
        raise Unproved(problems)
    return Answer(
        question=query.question,
        status=draft.status,
        kind=draft.kind,
        text=draft.text,
        as_of=query.as_of,
        citations=tuple(_citation(n, quote, notices) for n, quote in enumerate(draft.quotes, 1)),
        facts=draft.facts,
        warnings=draft.warnings,
        suggestions=draft.suggestions,
        nearest=tuple(_citation(n, quote, notices) for n, quote in enumerate(draft.nearest, 1)),
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
        return tuple(_check_refusal(draft, notices))
    if not draft.quotes:
        return (Problem("no_citation", draft.text[:40]),)
    if draft.generated_by == EXTRACTIVE:
        said = _check_text(draft, notices)
    else:
        said = check_retold(replace(draft, text=_without_unstated(draft.text)), notices, asked)
    return (
        *said,
        *_check_warnings(draft.warnings, draft.quotes, notices),
        *_check_facts(draft, notices),
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


def _check_refusal(draft: Draft, notices: Notices) -> Iterator[Problem]:
    """What answers nothing states nothing: one of our own sentences, no citation, no fact, no date, number or address."""
    if draft.quotes:
        yield Problem("cites_without_answer", draft.status.value)
    if draft.facts.deadlines or draft.facts.contacts or draft.facts.laws or draft.warnings:
        yield Problem("states_without_answer", draft.status.value)
    documents: set[str] = set()
    for line in draft.text.split("\n"):
        folded = fold(line)
        said = next((found for pattern in REFUSALS if (found := pattern.fullmatch(folded))), None)
        if said is None:
            yield Problem("states_without_answer", line[:40])
            return
        text = DOC_NUMBER.sub("", NAME.sub("", folded))
        for pattern in (EMAIL, CLOCK, PHONE):
            if found := pattern.search(text):
                yield Problem("states_without_answer", found.group())
        if any(read_days(text)):
            yield Problem("states_without_answer", "a date")
        named = said.groupdict()
        if named.get("document"):
            documents.add(named["document"])
        if named.get("rule") and not any(named["rule"] in fold(quote.text) for quote in draft.nearest):
            yield Problem("states_without_answer", named["rule"])
    for quote in draft.nearest:
        if documents and not documents & _names(quote, notices):
            yield Problem("other_document", draft.text[:40])


def _check_text(draft: Draft, notices: Notices) -> Iterator[Problem]:
    """Line by line. A line that only names a document may cite nothing: it heads the lines below."""
    headed: set[str] | None = None  # the names under which the lines now stand
    columns: list[str] = []
    for line in draft.text.split("\n"):
        if cells := cells_of(line):
            columns = cells[1:] if cells[0] == CORNER else columns
            if cells[0] != CORNER and not is_rule(cells):
                yield from _check_row(cells, columns, draft, notices)
            continue
        numbers = [int(mark) for mark in MARK.findall(line)]
        text = MARK.sub("", line).strip()
        unknown = [n for n in numbers if not 1 <= n <= len(draft.quotes)]
        if unknown:
            yield Problem("unknown_citation", f"[{unknown[0]}]")
        elif not text:
            headed = None  # what is asked next stands under no heading of what was asked before
        elif silent := next((found for pattern in UNSTATED if (found := pattern.fullmatch(fold(text)))), None):
            # what one of several things asked for, or of several notices, does not say
            named = silent.groupdict()
            known = {name for quote in (*draft.quotes, *draft.nearest) for name in _names(quote, notices)}
            several = (named.get("documents") or named.get("document") or "").split(";")
            if any(several) and not known.issuperset(several):
                yield Problem("other_document", text[:40])
        elif text and not numbers:
            headed = {fold(text).rstrip(":")}
            if not any(headed & _names(quote, notices) for quote in draft.quotes):
                yield Problem("uncited_line", text[:40])
        elif text:
            yield from _check_line(text, [draft.quotes[n - 1] for n in numbers], headed, notices)


def _without_unstated(text: str) -> str:
    """A text without our own sentences about what is not stated, which cite nothing."""
    return "\n".join(line for line in text.split("\n") if not any(one.fullmatch(fold(line)) for one in UNSTATED))


def _check_row(cells: Sequence[str], columns: Sequence[str], draft: Draft, notices: Notices) -> Iterator[Problem]:
    """A row of a table: each line of a cell against quotes of the document that its column names."""
    label, *said = cells
    if label not in ROWS or len(said) != len(columns):
        yield Problem("row", label[:40])
        return
    quoted: list[list[Quote]] = []  # for each column
    for column, cell in zip(columns, said, strict=True):
        quoted.append([])
        for line in cell.split(BREAK):
            numbers = [int(mark) for mark in MARK.findall(line)]
            text = MARK.sub("", line).strip()
            if not numbers and text not in EMPTY_CELLS:
                yield Problem("uncited_line", text[:40])
            elif any(not 1 <= n <= len(draft.quotes) for n in numbers):
                yield Problem("unknown_citation", text[:40])
            elif numbers:
                quoted[-1] += (quotes := [draft.quotes[n - 1] for n in numbers])
                yield from _check_line(text, quotes, {fold(column)}, notices)
    if label == ONLY_HERE:
        for at, cell in enumerate(said):
            others = {fold(quote.text) for n, quotes in enumerate(quoted) if n != at for quote in quotes}
            held = {fold(quote.text) for quote in draft.quotes if quote not in quoted[at]} | others
            for name in NAME.findall(fold(cell)):
                if any(name.removeprefix("中华人民共和国") in text for text in held):
                    yield Problem("only_here", name)


def _check_line(text: str, quotes: Sequence[Quote], headed: set[str] | None, notices: Notices) -> Iterator[Problem]:
    """One line against the quotes it cites: every one of them from a document that the line or its heading names."""
    for quote in quotes:
        if headed is not None and not headed & _names(quote, notices):
            yield Problem("other_document", text[:40])
    folded = fold(text)
    named = [any(name in folded for name in _names(quote, notices)) for quote in quotes]
    if any(named) and not all(named):
        yield Problem("other_document", text[:40])
    yield from check_claims(text, _source(quotes, notices))


def _check_warnings(warnings: Sequence[Caveat], quotes: Sequence[Quote], notices: Notices) -> Iterator[Problem]:
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
            for anomaly in _notice(quote, notices).anomalies
        ):
            continue
        if warning.code != "past" or not PAST.fullmatch(warning.message):
            yield Problem("warning", warning.message)
            continue
        source = _source(cited, notices)
        for day in read_days(fold(warning.message)):
            stated = [moment for fact in source.deadlines for moment in (fact.due, fact.end)]
            if not day.is_one_of(stated) and not any(
                day.is_one_of(printed.value for printed in read_days(text)) for text in source.texts
            ):
                yield Problem("warning", warning.message)


def _check_past(draft: Draft, query: Query) -> Iterator[Problem]:
    """What is said to be over is over on the day of the question."""
    for warning in draft.warnings:
        if warning.code == "past" and any(day.value >= query.as_of for day in read_days(fold(warning.message))):
            yield Problem("warning", warning.message)


def _check_days_asked(draft: Draft, query: Query) -> Iterator[Problem]:
    """What is said of the day that a question names is so."""
    for line in draft.text.split("\n"):
        yield from check_day_verdict(MARK.sub("", line).strip(), query.window.days)


def _check_facts(draft: Draft, notices: Notices) -> Iterator[Problem]:
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


def _notice(quote: Quote, notices: Notices) -> Notice:
    notice = notices(quote.notice)
    if notice is None:
        raise Unproved([Problem("unknown_notice", quote.notice)])
    return notice


def _names(quote: Quote, notices: Notices) -> set[str]:
    return document_names(_notice(quote, notices), quote)


def _source(quotes: Sequence[Quote], notices: Notices) -> Source:
    return source_of(quotes, lambda quote: _notice(quote, notices))


def _citation(n: int, quote: Quote, notices: Notices) -> Citation:
    notice = _notice(quote, notices)
    clause: Clause = notice.clause(quote.clause)
    head = notice.document_of(clause.part).masthead
    return Citation(
        n=n,
        notice_id=notice.id,
        title=head.title.value if head.title else notice.source,
        doc_number=head.doc_number.value if head.doc_number else None,
        clause_id=clause.id,
        path=clause.path,
        label=clause.label,
        quote=quote.text,
        start=quote.span.start,
        end=quote.span.end,
        page=notice.page_at(quote.span.start) if notice.places else clause.page,
        box=box_of(notice.places, quote.span),
        url=f"/notices/{notice.id}#{clause.id}",
    )

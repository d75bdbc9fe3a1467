"""The gate: every draft passes here, whoever wrote it. A draft and the library in, the problems or the proved answer out.

What a line states must stand in the quotes it cites: every date, number, telephone, e-mail, 文号 and 《name》. The title and
文号 of a document that is quoted count as known. A date of which a part is not printed must be one that the library inferred
at that very place, and the line must say so (推算).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.model import Answer, Caveat, Citation, Draft, Query, Quote, Status
from ingest.campaigns import numeral
from ingest.masthead import DOC_NUMBER
from ingest.model import Clause, Notice, NoticeId

Notices = Callable[[NoticeId], Notice | None]

MARK = re.compile(r"\[(\d{1,3})\]")
NAME = re.compile(r"《([^《》]+)》")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
FULL_DATE = re.compile(r"(\d{4})\s*(?:年|-|/|\.)\s*(\d{1,2})\s*(?:月|-|/|\.)\s*(\d{1,2})(?!\d)\s*日?")
SHORT_DATE = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*日")
PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—–]?\d{7,8}|1[3-9]\d{9}|[48]00[-—–]?\d{3}[-—–]?\d{4}|\d{7,8})(?:[-—–转]\d{1,6})?(?!\d)"
)
DIGITS = re.compile(r"\d+(?:\.\d+)?")
DAYS = re.compile(r"共(\d+)天")
COMPUTED = "推算"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft is not proved: a stable code, and what does not hold."""

    code: str
    detail: str


class Unproved(ValueError):
    """A draft that states what its quotes do not hold."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.code}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


def fold(text: str) -> str:
    """One form for comparing: width folded, brackets of one kind, no blanks, one dash.

    >>> fold("商办电函［2021］11 号") == fold("商办电函〔2021〕11号")
    True
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\[﹝]", "〔", re.sub(r"[\]﹞]", "〕", text))
    return re.sub(r"[\s*]+", "", re.sub(r"[—–－]", "-", text))


def one_line(text: str) -> str:
    """How an answer prints a quote that runs over several lines.

    >>> one_line("（一）前期筹备。\\n2021年12月7日-31日")
    '（一）前期筹备。 2021年12月7日-31日'
    """
    return re.sub(r"\s*\n\s*", " ", text).strip()


def prove(draft: Draft, query: Query, notices: Notices, *, trace_id: str) -> Answer:
    """The answer a user may see; raises Unproved."""
    problems = check(draft, notices)
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


def check(draft: Draft, notices: Notices) -> tuple[Problem, ...]:
    """Everything in a draft that does not hold; empty for a proved one."""
    problems = [problem for quote in (*draft.quotes, *draft.nearest) for problem in check_quote(quote, notices)]
    if problems:
        return tuple(problems)
    if draft.status is not Status.ANSWERED:
        return (Problem("cites_without_answer", draft.status.value),) if draft.quotes else ()
    if not draft.quotes:
        return (Problem("no_citation", draft.text[:40]),)
    for line in draft.text.split("\n"):
        problems += check_line(line, draft, notices)
    problems += _check_warnings(draft.warnings, len(draft.quotes))
    return tuple(problems)


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


def check_line(line: str, draft: Draft, notices: Notices) -> Iterator[Problem]:
    """One line of an answer against the quotes it cites. A line that only names a document may cite nothing."""
    numbers = [int(mark) for mark in MARK.findall(line)]
    text = MARK.sub("", line).strip()
    if not text:
        return
    unknown = [n for n in numbers if not 1 <= n <= len(draft.quotes)]
    if unknown:
        yield Problem("unknown_citation", f"[{unknown[0]}]")
        return
    known = _metadata(draft.quotes, notices)
    if not numbers:
        if fold(text).rstrip(":") not in {fold(name) for name in known}:
            yield Problem("uncited_line", text[:40])
        return
    quotes = [draft.quotes[n - 1] for n in numbers]
    rest = text
    for name in sorted(known, key=len, reverse=True):
        rest = rest.replace(name, " ")
    for quote in sorted(quotes, key=lambda one: -len(one.text)):
        rest = rest.replace(one_line(quote.text), " ")  # word for word: nothing in it can be wrong
    yield from _check_values(unicodedata.normalize("NFKC", rest), quotes, notices)


def _check_values(text: str, quotes: Sequence[Quote], notices: Notices) -> Iterator[Problem]:
    held = [fold(quote.text) for quote in quotes]
    rest = text
    for pattern, code in ((DOC_NUMBER, "doc_number"), (NAME, "name"), (EMAIL, "email")):
        for found in pattern.finditer(rest):
            value = fold(found.group(1) if pattern is NAME else found.group())
            if not any(value in one for one in held):
                yield Problem(code, found.group())
        rest = pattern.sub(" ", rest)
    dates = list(_dates(rest))
    for day in dates:
        if not _date_holds(day, quotes, COMPUTED in rest, notices):
            yield Problem("date", day.isoformat())
    rest = SHORT_DATE.sub(" ", FULL_DATE.sub(" ", rest))
    runs = [set(DIGITS.findall(unicodedata.normalize("NFKC", quote.text))) for quote in quotes]
    for found in PHONE.finditer(rest):
        if not any(_phone_holds(found.group(), one) for one in runs):
            yield Problem("phone", found.group())
    rest = PHONE.sub(" ", rest)
    counted = DAYS.search(rest)
    if counted and COMPUTED in rest and len(dates) >= 2 and int(counted.group(1)) == (dates[1] - dates[0]).days + 1:
        rest = DAYS.sub(" ", rest)
    numbers = {run.lstrip("0") for one in runs for run in one}
    for run in DIGITS.findall(rest):
        if run.lstrip("0") not in numbers:
            yield Problem("number", run)


def _dates(text: str) -> Iterator[date]:
    """The dates a line states, in order; one without a year has that of the date before it."""
    year: int | None = None
    found = [(m.start(), m.groups()) for m in FULL_DATE.finditer(text)]
    found += [
        (m.start(), (None, *m.groups()))
        for m in SHORT_DATE.finditer(text)
        if not any(
            start <= m.start() < start + 12 and full[0]
            for start, full in found
            if text[start : m.end()].count("日") == 1
        )
    ]
    for _, (printed, month, day) in sorted(found, key=lambda pair: pair[0]):
        year = int(printed) if printed else year
        try:
            yield date(year or 1, int(month), int(day))
        except ValueError:
            yield date.min  # no such day: no quote can hold it


def _date_holds(value: date, quotes: Sequence[Quote], says_computed: bool, notices: Notices) -> bool:
    """Printed in full in a quote, or inferred by the library at that place and called inferred."""
    for quote in quotes:
        text = unicodedata.normalize("NFKC", quote.text)
        for found in FULL_DATE.finditer(re.sub(r"[\s*]+", "", text)):
            if tuple(int(group) for group in found.groups()) == (value.year, value.month, value.day):
                return True
        if value.year == 1 and any(
            (int(month), int(day)) == (value.month, value.day) for month, day in SHORT_DATE.findall(text)
        ):
            return True
        notice = notices(quote.notice)
        if notice is None:
            continue
        for fact in notice.facts.deadlines:
            inside = fact.span.start < quote.span.end and quote.span.start < fact.span.end
            if inside and value in (fact.due, fact.start, fact.end) and (fact.basis is None or says_computed):
                return str(value.day) in DIGITS.findall(text) or _in_chinese(value.day, text)
    return False


def _in_chinese(day: int, text: str) -> bool:
    """Whether a day stands in a quote in Chinese numerals, or as the end of a month that has no number."""
    return f"{numeral(day)}日" in text or "底" in text or "末" in text


def _phone_holds(phone: str, runs: Collection[str]) -> bool:
    """Every group of its digits stands in the quote; an area code may be printed once for several numbers."""
    groups = DIGITS.findall(phone)
    return all(group in runs for group in groups) or "".join(groups) in runs


def _metadata(quotes: Sequence[Quote], notices: Notices) -> set[str]:
    """What is known of the documents quoted: their names as answers print them, with and without the clause behind."""
    known: set[str] = set()
    for quote in quotes:
        notice = notices(quote.notice)
        if notice is None:
            continue
        clause = notice.clause(quote.clause)
        known.add(clause.label)
        head = notice.document_of(clause.part).masthead
        if head.title:
            known.add(f"《{head.title.value}》")
            if head.doc_number:
                known.add(f"《{head.title.value}》（{head.doc_number.value}）")
    return known


def _check_warnings(warnings: Sequence[Caveat], count: int) -> Iterator[Problem]:
    for warning in warnings:
        if warning.citation is not None and not 1 <= warning.citation <= count:
            yield Problem("unknown_citation", f"warning {warning.code} [{warning.citation}]")


def _citation(n: int, quote: Quote, notices: Notices) -> Citation:
    notice = notices(quote.notice)
    if notice is None:
        raise Unproved([Problem("unknown_notice", quote.notice)])
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
        page=clause.page,
        url=f"/notices/{notice.id}#{clause.id}",
    )

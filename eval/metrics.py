"""What is measured: one function a metric, one line in `METRICS`.

A metric looks at one answer and returns why it is wrong, a line per miss; nothing if it is right;
None if the case says nothing about it. A case is right if no metric finds a miss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.model import Answer, Citation, Status
from eval.cases import Case, printed_in
from eval.stated import stated_dates, stated_laws, stated_phones
from ingest.model import Notice, NoticeId

Misses = tuple[str, ...]
NONE: Misses = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """One case, its answer, and the notices the answer may cite."""

    case: Case
    answer: Answer
    notices: Mapping[NoticeId, Notice]

    def source(self, citation: Citation) -> str:
        """The file a citation comes from."""
        notice = self.notices.get(citation.notice_id)
        return notice.source if notice is not None else f"(no notice {citation.notice_id})"


Metric = Callable[[Seen], Misses | None]


def status(seen: Seen) -> Misses | None:
    """The status is the one the case names."""
    expected = seen.case.expect.statuses
    got = seen.answer.status
    return NONE if got in expected else (f"expected {_or(one.value for one in expected)}, got {got.value}",)


def false_answers(seen: Seen) -> Misses | None:
    """What must not be answered is not: no status `answered`, and no facts, citations or numbers under another."""
    if not seen.case.expect.must_not_answer:
        return None
    answer = seen.answer
    facts = answer.facts
    numbers = stated_phones(answer)
    given = [
        ("citations", bool(answer.citations)),
        ("deadlines", bool(facts.deadlines)),
        ("contacts", bool(facts.contacts)),
        ("laws", bool(facts.laws)),
        (f"the numbers {_all(numbers)}", bool(numbers)),
    ]
    leaks = tuple(f"must not be answered, and gives {what}" for what, there in given if there)
    return leaks or (("must not be answered, and is",) if answer.status is Status.ANSWERED else NONE)


def false_refusals(seen: Seen) -> Misses | None:
    """What can be answered is."""
    if not seen.case.expect.must_answer:
        return None
    got = seen.answer.status
    return NONE if got is Status.ANSWERED else (f"could have been answered, got {got.value}",)


def kind(seen: Seen) -> Misses | None:
    """The question was understood as one of the kinds the case names."""
    expected = seen.case.expect.kinds
    if not expected:
        return None
    got = seen.answer.kind
    return NONE if got in expected else (f"expected {_or(one.value for one in expected)}, got {got.value}",)


def dates(seen: Seen) -> Misses | None:
    """All dates the case names are stated; with `only: [dates]` no other."""
    expect = seen.case.expect
    return _sets(
        {day.isoformat() for day in expect.dates},
        {day.isoformat() for day in stated_dates(seen.answer)},
        only="dates" in expect.only,
    )


def phones(seen: Seen) -> Misses | None:
    """All numbers the case names are stated; with `only: [phones]` no other."""
    expect = seen.case.expect
    return _sets(expect.phones, stated_phones(seen.answer), only="phones" in expect.only)


def laws(seen: Seen) -> Misses | None:
    """All laws the case names are stated; with `only: [laws]` no other law, regulation or rule."""
    expect = seen.case.expect
    return _sets(expect.laws, stated_laws(seen.answer), only="laws" in expect.only)


def wording(seen: Seen) -> Misses | None:
    """The text holds the names, addresses and words it must, and none that it must not."""
    expect = seen.case.expect
    wanted = (*expect.names, *expect.emails, *expect.contains)
    if not wanted and not expect.not_contains:
        return None
    text = seen.answer.text
    return (
        *(f"the text lacks “{one}”" for one in wanted if not printed_in(one, text)),
        *(f"the text holds “{one}”" for one in expect.not_contains if printed_in(one, text)),
    )


def clause(seen: Seen) -> Misses | None:
    """One of the clauses the case names is cited, or one below it."""
    expected = seen.case.expect.clauses
    if not expected:
        return None
    cited = [citation.label for citation in seen.answer.citations]
    if any(label == one or label.startswith(f"{one} ") for label in cited for one in expected):
        return NONE
    return (f"expected {_or(expected)}, cited {_all(cited)}",)


def quote(seen: Seen) -> Misses | None:
    """A quote holds the words the case names."""
    expected = seen.case.expect.quote
    if expected is None:
        return None
    quotes = [citation.quote for citation in seen.answer.citations]
    return NONE if any(printed_in(expected, one) for one in quotes) else (f"no quote holds “{expected}”",)


def notice(seen: Seen) -> Misses | None:
    """The notices the case names are cited, and no other."""
    expected = seen.case.expect.notices
    if not expected:
        return None
    return _sets(expected, {seen.source(citation) for citation in seen.answer.citations}, only=True)


def warnings(seen: Seen) -> Misses | None:
    """The answer carries the warnings the case names."""
    expected = seen.case.expect.warnings
    return _sets(expected, {warning.code for warning in seen.answer.warnings}, only=False) if expected else None


def quotes_not_in_source(seen: Seen) -> Misses | None:
    """Every quote, cited or nearest, is exactly `text[start:end]` of its notice."""
    citations = (*seen.answer.citations, *seen.answer.nearest)
    return tuple(
        f"[{one.n}] {seen.source(one)} {one.start}..{one.end} does not read “{_short(one.quote)}”"
        for one in citations
        if not _verbatim(one, seen.notices)
    )


def references(seen: Seen) -> Misses | None:
    """Every `[n]` in the text has its citation."""
    count = len(seen.answer.citations)
    numbers = {int(number) for number in re.findall(r"\[(\d{1,3})\]", seen.answer.text)}
    return tuple(f"[{number}] refers to no citation" for number in sorted(numbers) if not 1 <= number <= count)


METRICS: Mapping[str, Metric] = {
    "status": status,
    "kind": kind,
    "dates": dates,
    "phones": phones,
    "laws": laws,
    "wording": wording,
    "clause": clause,
    "quote": quote,
    "notice": notice,
    "warnings": warnings,
    "references": references,
    "false_refusals": false_refusals,
    "false_answers": false_answers,
    "quotes_not_in_source": quotes_not_in_source,
}

# One miss of these fails a run, whatever the share of right answers: they put something untrue before a user.
NEVER = ("false_answers", "quotes_not_in_source")


def _verbatim(citation: Citation, notices: Mapping[NoticeId, Notice]) -> bool:
    cited = notices.get(citation.notice_id)
    return cited is not None and bool(citation.quote) and cited.text[citation.start : citation.end] == citation.quote


def _sets(expected: Collection[str], got: Collection[str], *, only: bool) -> Misses | None:
    if not expected and not only:
        return None
    missing = [one for one in expected if one not in got]
    surplus = [one for one in sorted(got) if one not in expected] if only else []
    return (
        *((f"missing {_all(missing)}",) if missing else ()),
        *((f"not asked for: {_all(surplus)}",) if surplus else ()),
    )


def _all(values: Collection[str]) -> str:
    return "、".join(values) or "nothing"


def _or(values: Iterable[str]) -> str:
    return " or ".join(values)


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"

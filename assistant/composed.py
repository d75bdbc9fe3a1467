"""The text of a draft of our own, line by line: each is proved by the quotes it cites, of the documents it is said to be about.

draft -> Problems. A line that only names a document may cite nothing: it heads the lines below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.claims import NAME, Problem, check_claims, check_day_verdict, fold
from assistant.grid import BREAK, CORNER, cells_of, is_rule
from assistant.model import Draft, Query, Quote
from assistant.quoting import Notices, names_of, source_at
from assistant.refusals import UNSTATED

MARK = re.compile(r"\[(\d{1,3})\]")

# What the rows of a table may be called, and what a cell may say without a quote.
ONLY_HERE = "只在这份中列出"
ROWS = frozenset({"活动时间", "组织单位", "报送时限", "须遵守的法律法规", "联系方式", ONLY_HERE})
EMPTY_CELLS = frozenset({"没有写明", "无"})


def check_text(draft: Draft, notices: Notices) -> Iterator[Problem]:
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
            known = {name for quote in (*draft.quotes, *draft.nearest) for name in names_of(quote, notices)}
            several = (named.get("documents") or named.get("document") or "").split(";")
            if any(several) and not known.issuperset(several):
                yield Problem("other_document", text[:40])
        elif text and not numbers:
            headed = {fold(text).rstrip(":")}
            if not any(headed & names_of(quote, notices) for quote in draft.quotes):
                yield Problem("uncited_line", text[:40])
        elif text:
            yield from _check_line(text, [draft.quotes[n - 1] for n in numbers], headed, notices)


def check_days_asked(draft: Draft, query: Query) -> Iterator[Problem]:
    """What is said of the day that a question names is so."""
    for line in draft.text.split("\n"):
        yield from check_day_verdict(MARK.sub("", line).strip(), query.window.days)


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
        if headed is not None and not headed & names_of(quote, notices):
            yield Problem("other_document", text[:40])
    folded = fold(text)
    named = [any(name in folded for name in names_of(quote, notices)) for quote in quotes]
    if any(named) and not all(named):
        yield Problem("other_document", text[:40])
    yield from check_claims(text, source_at(quotes, notices))

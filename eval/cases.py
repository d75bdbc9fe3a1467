"""Regression sets: questions, and what a right answer to each must hold. `eval.load` reads them from files.

| field of `expect` | an answer is right if |
| --- | --- |
| status | its status is this one, or one of these |
| kind | so is its kind |
| dates, phones, laws | text and facts state all of them (a fax is a phone here) |
| names, emails, contains | its text holds all of them; spaces, and half or full width, aside |
| not_contains | its text holds none of them |
| only | of these (dates, phones, laws) it states nothing else |
| clause | it cites this clause, one of these, or one below |
| quote | one of its quotes holds these words |
| notice | it cites this notice, or all of these, and no other |
| warnings | it carries these codes |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.model import Kind, Status
from ingest.errors import CampaignError

MOST_PROBLEMS = 100  # of a file that are named at once
STATED = ("dates", "phones", "laws")  # what `only` can be asked of


class BadSet(CampaignError):
    """A set that cannot be run. `problems` is one line each: file, line, what, and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def first_of(problems: Sequence[str], path: Path) -> tuple[str, ...]:
    """As many as anybody reads at once, and how many more there are."""
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], *((f"{path}: and {more:,} more; mend these first",) if more > 0 else ()))


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a right answer holds; an empty field is not compared."""

    statuses: tuple[Status, ...]
    kinds: tuple[Kind, ...] = ()
    dates: tuple[date, ...] = ()
    phones: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    quote: str | None = None
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)  # field -> where it is written

    @property
    def must_answer(self) -> bool:
        return self.statuses == (Status.ANSWERED,)

    @property
    def must_not_answer(self) -> bool:
        return Status.ANSWERED not in self.statuses

    def contradiction(self) -> str | None:
        """Why no answer could meet this, or none fail it; None if all is well."""
        content = (self.dates, self.phones, self.laws, self.names, self.emails, self.contains)
        if self.must_not_answer and (any(content) or self.clauses or self.quote or self.notices):
            return "must not be answered, and yet expects content; leave only status, not_contains and warnings"
        if self.must_answer and not (any(content) or self.clauses or self.quote):
            return "is to be answered, and nothing of the answer is compared; add dates, contains, clause, …"
        both = set(self.contains) & set(self.not_contains)
        if both:
            return f"lists {'、'.join(sorted(both))} under both contains and not_contains"
        return None


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `turns` are asked before it, each building on the one before."""

    id: str
    question: str
    expect: Expectation
    as_of: date
    line: int
    notice: str | None = None  # source name of the notice it is asked about
    turns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""  # for whoever keeps the set

    @property
    def asks(self) -> tuple[object, ...]:
        """What two cases may not share: with it equal, their answers are."""
        return self.turns, self.question, self.as_of, self.notice


@dataclass(frozen=True, slots=True)
class CaseSet:
    name: str
    cases: tuple[Case, ...]
    path: Path = field(default=Path("set"), compare=False)


def printed_in(fragment: str, text: str) -> bool:
    """Whether the words stand in the text, wherever page layout put spaces and however wide a mark is printed.

    >>> printed_in("“2021全国网上年货节”", "“2021 全国网上年货节”活动"), printed_in("18：00-20：00", "18:00-20:00")
    (True, True)
    """
    return tight(fragment) in tight(text)


def tight(text: str) -> str:
    """Without spaces, half width where there is one: how words are compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))

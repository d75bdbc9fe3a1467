"""How well notices that people have read are understood: masthead, headings and facts against a gold file.

`python -m eval.understanding FOLDER` reads `FOLDER/gold.json` (file stem -> what the notice states, with quotes) and the
files it names, and prints a Markdown table; with `--faults` every miss and every extra.

Gold fields used: title, doc_number, issue_date, issuers, clause_headings (heading, path), deadlines and periods (date as
`YYYY-MM-DD`, `…THH:MM`, `start/end`, or `rule:` words where no day is printed, which a computed day beside the rule does not
contradict; quote), contacts (names, phones, fax, emails), laws (name, and `note`, which may begin with its category).
A deadline counts as found when a fact with the same dates stands in the words of its quote. Of the laws those count that
answer “which laws must be followed”: laws, regulations and rules, under the name that the contract gives them, without
中华人民共和国. What gold notes as another category (`normative`) is no miss, and to call it a rule is an extra.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from eval.corpus_score import Score, table
from ingest.facts.laws.categories import short_name
from ingest.model import BINDING_LAWS, ClauseKind, Deadline, DeadlineKind, LawCategory, Notice
from ingest.parse import parse_notice
from ingest.readers import read

GOLD = "gold.json"
KINDS = (
    "title", "doc_number", "issue_date", "issuers", "headings", "headings at their path", "deadlines", "deadlines, dated",
    "deadlines, undated", "names", "phones", "faxes", "emails", "laws",
)  # fmt: skip
LABEL = re.compile(r"[（(]?([一二三四五六七八九十百]+|\d+)[）)]?|第[一二三四五六七八九十百]+[章节条]")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")  # of a page kept as markdown
NOTED = re.compile("|".join(category.value for category in LawCategory))
SHARED = 0.6  # of the shorter quote that a fact and its gold must have in common


@dataclass(frozen=True, slots=True)
class Comparison:
    """One notice against its gold, one kind of fact."""

    file: str
    kind: str
    right: int
    missed: tuple[Hashable, ...]
    wrong: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """What of a deadline is compared: the days, not the words."""

    due: str | None  # ISO, with THH:MM where a time is printed
    start: str | None = None
    end: str | None = None

    @property
    def dated(self) -> bool:
        return any((self.due, self.start, self.end))


def compare(notice: Notice, gold: Mapping[str, Any]) -> list[Comparison]:
    """Every kind of fact of one notice against what somebody read in it."""
    known, found = _known(gold), _found(notice)
    compared = [
        Comparison(
            notice.source,
            kind,
            len(known[kind] & found[kind]),
            tuple(sorted(known[kind] - found[kind], key=str)),
            tuple(sorted(found[kind] - known[kind], key=str)),
        )
        for kind in known
    ]
    return compared + _compare_headings(notice, gold) + _compare_deadlines(notice, gold)


def scores(compared: Iterable[Comparison]) -> dict[str, Score]:
    """Added up over notices, kind by kind."""
    compared = list(compared)
    return {
        kind: Score(
            sum(one.right for one in compared if one.kind == kind),
            sum(len(one.missed) for one in compared if one.kind == kind),
            sum(len(one.wrong) for one in compared if one.kind == kind),
        )
        for kind in KINDS
    }


def _known(gold: Mapping[str, Any]) -> dict[str, set[Hashable]]:
    contacts = gold["contacts"]
    return {
        "title": {_plain(gold["title"])},
        "doc_number": {_tight(gold["doc_number"])} if gold["doc_number"] else set(),
        "issue_date": {gold["issue_date"]} - {None},
        "issuers": {_plain(one["name"]) for one in gold["issuers"]},
        "names": {name for one in contacts for name in one["names"]},
        "phones": {_digits(phone) for one in contacts for phone in one["phones"]},
        "faxes": {_digits(fax) for one in contacts for fax in one["fax"]},
        "emails": {email.lower() for one in contacts for email in one["emails"]},
        "laws": {short_name(one["name"]) for one in gold["laws"] if _binds(one)},
    }


def _binds(law: Mapping[str, Any]) -> bool:
    """Whether gold counts a text among those to follow; without a category in its note it does."""
    category = NOTED.match(law.get("note") or "")
    return category is None or LawCategory(category.group()) in BINDING_LAWS


def _found(notice: Notice) -> dict[str, set[Hashable]]:
    head, contacts = notice.main.masthead, notice.facts.contacts
    return {
        "title": {_plain(head.title.value)} if head.title else set(),
        "doc_number": {_tight(head.doc_number.value)} if head.doc_number else set(),
        "issue_date": {head.issued.isoformat()} if head.issued else set(),
        "issuers": {_plain(one.value) for one in head.issuers},
        "names": {name for one in contacts for name in one.names},
        "phones": {_digits(phone) for one in contacts for phone in one.phones},
        "faxes": {_digits(fax) for one in contacts for fax in one.faxes},
        "emails": {email.lower() for one in contacts for email in one.emails},
        "laws": {one.name for one in notice.facts.laws if one.category in BINDING_LAWS},
    }


def _compare_headings(notice: Notice, gold: Mapping[str, Any]) -> list[Comparison]:
    """Found is a heading that a clause begins with; at its path, if its numbers above are the same too."""
    clauses = [(_plain(one.heading), _labels(one.path[1:])) for one in notice.clauses if one.kind is ClauseKind.CLAUSE]
    missed, elsewhere = [], []
    for one in gold["clause_headings"]:
        heading = _plain(one["heading"])
        same = [
            path for begins, path in clauses if begins.startswith(heading) or (begins and heading.startswith(begins))
        ]
        if not same:
            missed.append(one["heading"])
        elif _labels([re.sub(r"#\d+$", "", one["path"])]) not in same:
            elsewhere.append(f"{one['heading']} at {one['path']}")
    all_of_them = len(gold["clause_headings"])
    lost = tuple(missed)
    return [
        Comparison(notice.source, "headings", all_of_them - len(lost), lost, ()),
        Comparison(
            notice.source,
            "headings at their path",
            all_of_them - len(lost) - len(elsewhere),
            lost + tuple(elsewhere),
            (),
        ),
    ]


def _compare_deadlines(notice: Notice, gold: Mapping[str, Any]) -> list[Comparison]:
    rows = [(_times(one["date"]), one["quote"]) for one in gold["deadlines"]]
    rows += [(Times(None, _day(one["start"]), _day(one["end"], last=True)), one["quote"]) for one in gold["periods"]]
    facts = list(notice.facts.deadlines)
    matched: set[int] = set()
    missed = []
    for times, quote in rows:
        same = [
            n
            for n, fact in enumerate(facts)
            if _same_times(times, fact) and _alike(_plain(fact.span.of(notice.text)), _plain(quote))
        ]
        if same:
            matched.update(same)
        else:
            missed.append((times, quote))
    wrong = [fact for n, fact in enumerate(facts) if n not in matched]
    compared = []
    for kind, dated in (("deadlines", (True, False)), ("deadlines, dated", (True,)), ("deadlines, undated", (False,))):
        lost = [row for row in missed if row[0].dated in dated]
        compared.append(
            Comparison(
                notice.source,
                kind,
                sum(row[0].dated in dated for row in rows) - len(lost),
                tuple(f"{times}: {quote}" for times, quote in lost),
                tuple(_shown(fact, notice) for fact in wrong if _times_of(fact).dated in dated),
            )
        )
    return compared


def _times(words: str) -> Times:
    if words.startswith("rule:"):
        return Times(None)
    if "/" in words:
        start, end = words.split("/")
        return Times(None, _day(start), _day(end, last=True))
    return Times(words)


def _day(words: str | None, *, last: bool = False) -> str | None:
    """The day of one end of a period, without the hour: a month alone is its first day, or its last.

    >>> _day("2026-02", last=True), _day("2026-02"), _day("2026-02-26T15:00")
    ('2026-02-28', '2026-02-01', '2026-02-26')
    """
    if words is None or words.startswith("rule:"):
        return None
    day = words.partition("T")[0]
    if len(day) > len("2026-02"):
        return day
    year, month = map(int, day.split("-"))
    return date(year, month, monthrange(year, month)[1] if last else 1).isoformat()


def _times_of(fact: Deadline) -> Times:
    due = _iso(fact.due)
    if due and fact.due_time:
        due += f"T{fact.due_time}"
    return Times(due, _iso(fact.start), _iso(fact.end))


def _same_times(known: Times, fact: Deadline) -> bool:
    found = _times_of(fact)
    if not known.dated:  # 同时, 及时: a rule, kept in its words where a day could be computed as well
        return fact.rule is not None or not found.dated
    if known.start and known.end and fact.kind is not DeadlineKind.PERIOD:  # 报名时间为A至B: due is B
        return (found.start, _iso(fact.due)) == (known.start, known.end)
    return found == known


def _alike(one: str, other: str) -> bool:
    """Whether two quotes are about the same words: the longest stretch they share is most of the shorter."""
    shorter, longer = sorted((one, other), key=len)
    need = max(1, round(len(shorter) * SHARED))
    return any(shorter[at : at + need] in longer for at in range(len(shorter) - need + 1))


def _shown(fact: Deadline, notice: Notice) -> str:
    return f"{fact.kind.value} {fact.what!r} {_times_of(fact)} rule={fact.rule!r}: {fact.span.of(notice.text)}"


def _plain(text: str) -> str:
    """Letters, digits and characters alone, as brackets, spaces and the marks of a web page differ."""
    return re.sub(r"[\W_]", "", LINK.sub(r"\1", text))


def _tight(number: str) -> str:
    """A 文号 without the blanks that a page sets between its figures."""
    return re.sub(r"\s", "", number)


def _labels(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(match.group(1) or match.group() for one in path for match in LABEL.finditer(one))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--faults", is_flag=True, help="Show every miss and every extra.")
def main(folder: Path, faults: bool) -> None:
    """Parse the notices of FOLDER and compare them with FOLDER/gold.json."""
    if not (folder / GOLD).is_file():
        raise click.UsageError(f"{folder} has no {GOLD}")
    gold = json.loads((folder / GOLD).read_text(encoding="utf-8"))
    compared: list[Comparison] = []
    for stem, known in gold.items():
        paths = sorted(folder.glob(f"{stem}.*"))
        if not paths:
            raise click.UsageError(f"{GOLD} names {stem}, and {folder} has no such file")
        compared += compare(parse_notice(read(paths[0]), paths[0].name), known)
    click.echo(table(scores(compared)))
    for one in compared if faults else ():
        for kind, values in (("missed", one.missed), ("extra", one.wrong)):
            for value in values:
                click.echo(f"{one.file}  {one.kind}  {kind}  {value}")


if __name__ == "__main__":
    main()

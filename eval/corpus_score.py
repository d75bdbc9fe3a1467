"""How much of what generated notices state is found, and how much is found that they do not state.

`python -m eval.corpus_score --count 200` prints a Markdown table per kind of fact, and with `--faults N` what went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

import click

from eval.corpus import Generated, KnownFacts, generate
from ingest.model import ClauseKind, DeadlineKind, Notice, Pages
from ingest.parse import parse_notice

KINDS = (
    "title", "doc_number", "issuer", "issued", "headings", "submissions", "periods", "names", "phones", "faxes",
    "emails", "laws", "parts",
)  # fmt: skip

REMARK = re.compile(r"(?:电子版)?(?:[（(][^（）()]*[）)])?$")  # 活动方案电子版（加盖公章）


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over all notices."""

    right: int
    missed: int
    wrong: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What one notice states and we missed, or the other way round."""

    file: str
    kind: str
    missed: tuple[Hashable, ...]
    wrong: tuple[Hashable, ...]


def score(notices: Iterable[Generated]) -> tuple[dict[str, Score], list[Fault]]:
    """Parse each and compare."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    faults: list[Fault] = []
    for one in notices:
        parsed = parse_notice(pages_of(one.text), one.name)
        found, known = _found(parsed), _known(one.facts)
        for kind in KINDS:
            right, missed, wrong = found[kind] & known[kind], known[kind] - found[kind], found[kind] - known[kind]
            for n, values in enumerate((right, missed, wrong)):
                counts[kind][n] += len(values)
            if missed or wrong:
                faults.append(Fault(one.name, kind, tuple(sorted(missed, key=str)), tuple(sorted(wrong, key=str))))
    return {kind: Score(*numbers) for kind, numbers in counts.items()}, faults


def pages_of(text: str) -> Pages:
    """What the reader of text files makes of it."""
    return Pages(tuple(text.split("\f")), numbered="\f" in text)


def table(scores: dict[str, Score]) -> str:
    lines = ["| fact | precision | recall | right | missed | wrong |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [
        f"| {kind} | {one.precision:.3f} | {one.recall:.3f} | {one.right} | {one.missed} | {one.wrong} |"
        for kind, one in scores.items()
    ]
    return "\n".join(lines)


def _known(facts: KnownFacts) -> dict[str, set[Hashable]]:
    return {
        "title": {facts.title},
        "doc_number": {facts.doc_number},
        "issuer": set(facts.issuers),
        "issued": {facts.issued},
        "headings": {_plain(heading) for heading in facts.headings},
        "submissions": set(facts.submissions),
        "periods": set(facts.periods),
        "names": set(facts.names),
        "phones": set(facts.phones),
        "faxes": set(facts.faxes),
        "emails": set(facts.emails),
        "laws": set(facts.laws),
        "parts": {facts.parts},
    }


def _found(notice: Notice) -> dict[str, set[Hashable]]:
    head, facts = notice.main.masthead, notice.facts
    contacts = facts.contacts
    numbered = [one for one in notice.clauses if one.kind is ClauseKind.CLAUSE and one.parent is None]
    return {
        "title": {head.title.value if head.title else None},
        "doc_number": {head.doc_number.value if head.doc_number else None},
        "issuer": {one.value for one in head.issuers},
        "issued": {_iso(head.issued)},
        "headings": {_plain(one.heading) for one in numbered if one.path[-1] not in ("引言", "结尾")},
        "submissions": {
            (REMARK.sub("", one.what), _iso(one.due)) for one in facts.deadlines if one.kind is DeadlineKind.SUBMISSION
        },
        "periods": {(_iso(one.start), _iso(one.end)) for one in facts.deadlines if one.kind is DeadlineKind.PERIOD},
        "names": {name for one in contacts for name in one.names},
        "phones": {phone for one in contacts for phone in one.phones},
        "faxes": {fax for one in contacts for fax in one.faxes},
        "emails": {email for one in contacts for email in one.emails},
        "laws": {one.name for one in facts.laws},
        "parts": {len(notice.parts)},
    }


def _plain(heading: str) -> str:
    return "".join(heading.split())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@click.command()
@click.option("--count", default=200, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=int)
@click.option("--faults", default=0, show_default=True, type=click.IntRange(0), help="How many to show per kind.")
def main(count: int, seed: int, faults: int) -> None:
    """Parse COUNT generated notices and measure what was found."""
    scores, found = score(generate(count, seed))
    click.echo(table(scores))
    for kind in KINDS:
        for fault in [one for one in found if one.kind == kind][:faults]:
            click.echo(f"{kind}  {fault.file}  missed {list(fault.missed)}  wrong {list(fault.wrong)}")


if __name__ == "__main__":
    main()

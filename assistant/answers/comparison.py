"""Editions, regions or levels side by side: what each document says of the same thing, in a table with a citation in every cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answers.clauses import answer_clauses
from assistant.answers.contacts import answer_contacts
from assistant.answers.deadlines import answer_deadlines
from assistant.answers.draft import Case, Writer, heading_line, not_stated
from assistant.answers.laws import answer_laws
from assistant.answers.organisers import answer_organisers
from assistant.answers.period import answer_period
from assistant.grid import render
from assistant.model import CampaignRef, Draft, FactsFound, Kind, Status
from assistant.scope import Document, fits
from assistant.understanding.editions import edition_named, missing_editions

MAX_COLUMNS = 4  # documents; more do not fit side by side
UNSTATED = "没有写明"
ONLY_HERE = "只在这份中列出"
MARK = re.compile(r"\[(\d+)\]")
MARKS = re.compile(r"\[\d+\]")
MAX_LISTED = 12  # documents
NAMES = re.compile(r"《[^《》]+》")

# (what is compared, the label of its row, who answers it); the order of the rows
ASPECTS: tuple[tuple[Kind, str, Callable[[Case], Draft]], ...] = (
    (Kind.PERIOD, "活动时间", answer_period),
    (Kind.ORGANISERS, "组织单位", answer_organisers),
    (Kind.DEADLINES, "报送时限", answer_deadlines),
    (Kind.LAWS, "须遵守的法律法规", answer_laws),
    (Kind.CONTACTS, "联系方式", answer_contacts),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says: lines with their marks; none where it says nothing."""

    lines: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for line in self.lines for name in NAMES.findall(line)))

    def marks_of(self, name: str) -> str:
        """The marks of the line that holds a name."""
        return "".join(found.group() for line in self.lines if name in line for found in MARK.finditer(line))


def answer_comparison(case: Case) -> Draft:
    """A row for each thing compared, a column for each document; laws that only one of them lists in a row of their own."""
    compared = case.query.compared
    if case.query.without:
        return _only_elsewhere(case)
    missing = missing_editions(case.query.campaign, case.documents)
    if missing and len(case.documents) < 2 and compared in (None, Kind.CLAUSES):
        return _nothing_to_compare(case, missing[0])
    if len(case.documents) < 2:
        return _one_by_one(case, compared)
    if len(case.documents) > MAX_COLUMNS:
        choices = tuple(f"{one.campaign.name}的{row_label(compared)}？" for one in case.documents if one.campaign)
        return Draft(Status.AMBIGUOUS, Kind.COMPARISON, "请写明比较哪几份通知。", suggestions=choices[:6])
    if compared is Kind.CLAUSES:
        return replace(answer_clauses(case), kind=Kind.COMPARISON)
    writer = Writer(Kind.COMPARISON)
    rows: list[tuple[str, Sequence[Sequence[str]]]] = []
    for kind, label, answer in ASPECTS:
        if compared not in (None, kind):
            continue
        cells = [_cell(writer, case, document, kind, answer) for document in case.documents]
        if not any(cell.lines for cell in cells):
            continue
        rows.append((label, [cell.lines or (UNSTATED,) for cell in cells]))
        if kind is Kind.LAWS and all(cell.lines for cell in cells):
            rows += _differing(cells)
    if not rows:
        return not_stated(case, row_label(compared))
    writer.lines += render([document.name for document in case.documents], rows)
    return writer.draft()


def row_label(compared: Kind | None) -> str:
    """What a comparison is about, in a word."""
    return next((label for kind, label, _ in ASPECTS if kind is compared), "所比较的内容")


def _one_by_one(case: Case, compared: Kind | None) -> Draft:
    """What there is only one document of cannot be compared; what is asked of it is answered."""
    answer = next((answer for kind, _, answer in ASPECTS if kind is compared), answer_clauses)
    return answer(replace(case, query=replace(case.query, kind=compared or Kind.CLAUSES)))


def _nothing_to_compare(case: Case, missing: CampaignRef) -> Draft:
    """One side of a comparison is not here: say which, and which there is."""
    names = [one.campaign.name for one in case.documents if one.campaign]
    text = f"没有“{edition_named(missing, case.query.campaign_words)}”的通知。" + (
        f"现有：{'、'.join(names)}。" if names else ""
    )
    return Draft(Status.NOT_FOUND, Kind.COMPARISON, text)


def _only_elsewhere(case: Case) -> Draft:
    """What documents list that those of one edition do not: 哪些法规是2021年没有的."""
    lacking = [one for one in case.documents if fits(case.query.without, one)]
    having = [one for one in case.documents if one not in lacking]
    if not lacking or not having:
        ref = case.query.without if not lacking else case.query.campaign
        return _nothing_to_compare(case, ref)
    if len(having) > MAX_LISTED:
        choices = tuple(dict.fromkeys(f"{one.campaign.series}的？" for one in having if one.campaign))
        return Draft(Status.AMBIGUOUS, Kind.COMPARISON, "请写明比较哪几份通知。", suggestions=choices[:6])
    kind = case.query.compared or Kind.LAWS
    answer = next(answer for one, _, answer in ASPECTS if one is kind)
    beside = Writer(Kind.COMPARISON)
    listed = {_plain(name) for one in lacking for name in _cell(beside, case, one, kind, answer).names}
    writer = Writer(Kind.COMPARISON)
    for document in having:
        cell = _cell(writer, case, document, kind, answer)
        names = [name for name in cell.names if _plain(name) not in listed]
        if names:
            marks = "".join(dict.fromkeys(mark for name in names for mark in MARKS.findall(cell.marks_of(name))))
            writer.lines += [heading_line(case, document), f"{''.join(names)}{marks}"]
    what = row_label(kind).removeprefix("须遵守的")
    if not writer.lines:
        return not_stated(replace(case, documents=tuple(having)), f"另外的{what}")
    writer.lines.append(not_stated(replace(case, documents=tuple(lacking)), f"这些{what}").text)
    used = {int(n) for line in writer.lines for n in MARK.findall(line)}
    draft = writer.draft()
    kept = {n: at for at, n in enumerate(sorted(used), 1)}
    return replace(
        draft,
        text=MARK.sub(lambda mark: f"[{kept[int(mark[1])]}]", draft.text),
        quotes=tuple(draft.quotes[n - 1] for n in kept),
        nearest=tuple(beside.quotes),
        facts=FactsFound(
            laws=tuple(one for one in draft.facts.laws if _plain(one.fact.name) not in {_bare(name) for name in listed})
        ),
    )


def _bare(name: str) -> str:
    return name.strip("《》")


def _cell(writer: Writer, case: Case, document: Document, kind: Kind, answer: Callable[[Case], Draft]) -> Cell:
    """What one document answers, its quotes taken over."""
    draft = answer(replace(case, documents=(document,), query=replace(case.query, kind=kind)))
    if draft.status is not Status.ANSWERED:
        return Cell()
    numbers: dict[str, int] = {}
    for n, quote in enumerate(draft.quotes, 1):
        if quote not in writer.quotes:
            writer.quotes.append(quote)
        numbers[str(n)] = writer.quotes.index(quote) + 1
    writer.deadlines += draft.facts.deadlines
    writer.contacts += draft.facts.contacts
    writer.laws += draft.facts.laws
    writer.warnings += [
        replace(one, citation=numbers[str(one.citation)] if one.citation else None)
        for one in draft.warnings
        if one.code != "past"  # of editions that are compared the older ones are over
    ]
    heading = heading_line(case, document)
    lines = [line for line in draft.text.split("\n") if line != heading and MARK.search(line)]
    return Cell(tuple(MARK.sub(partial(_renumbered, numbers), line) for line in lines))


def _renumbered(numbers: dict[str, int], mark: re.Match[str]) -> str:
    return f"[{numbers[mark.group(1)]}]"


def _differing(cells: Sequence[Cell]) -> list[tuple[str, Sequence[Sequence[str]]]]:
    """The row of what only one document lists, if there is anything."""
    own: list[Sequence[str]] = []
    for cell in cells:
        others = {_plain(name) for other in cells if other is not cell for name in other.names}
        lines = [f"{name}{cell.marks_of(name)}" for name in cell.names if _plain(name) not in others]
        own.append(lines or ("无",))
    if all(lines == ("无",) for lines in own):
        return []
    return [(ONLY_HERE, own)]


def _plain(name: str) -> str:
    """The name of a law as all notices may print it."""
    return re.sub(r"\s|中华人民共和国", "", name)

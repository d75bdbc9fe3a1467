"""What changed: from one version of a notice to another, and by other notices. Looked up on a shelf, as JSON and as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assistant.plain import contact_line, deadline_line, law_line, printable, prohibition_line
from assistant.services import Shelf
from assistant.view import (
    Json,
    Notices,
    clause_json,
    contact_json,
    deadline_json,
    law_json,
    notice_url,
    organiser_json,
    prohibition_json,
    theme_json,
)
from ingest.compare import Change, ClauseChange, Difference, Edit, FactChange, Name, NameChange, Words, compare
from ingest.library import Entry
from ingest.model import AmendmentKind, Fact, Notice, NoticeId, Organiser, Theme
from ingest.relations import Document, Link

F = TypeVar("F", bound=Fact)

CONTEXT = 12  # characters of kept wording shown beside a change
NAMES = {
    Name.TITLE: "标题",
    Name.DOC_NUMBER: "发文字号",
    Name.ISSUERS: "发文机关",
    Name.ADDRESSEES: "主送机关",
    Name.ISSUED: "成文日期",
}
WORDS = {Change.ADDED: "新增", Change.REMOVED: "删去", Change.CHANGED: "修改", Change.MOVED: "移动"}


class VersionUnknown(LookupError):
    """A version that a notice does not have. `had` are those it has, newest first."""

    def __init__(self, notice_id: NoticeId, version: int, had: Sequence[int]) -> None:
        has = ", ".join(map(str, sorted(had)))
        super().__init__(
            f"{notice_id}: no version {version}; it has {has}"
            if version
            else f"{notice_id}: has version {has} only, which nothing came before"
        )
        self.notice_id = notice_id
        self.version = version
        self.had = tuple(had)


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one notice and what is different."""

    notice_id: NoticeId
    before: int
    after: int
    difference: Difference


def find_version(shelf: Shelf, notice_id: NoticeId, version: int | None = None) -> tuple[Notice, Entry] | None:
    """A version of a notice, the current one without a number; None without such a notice. Raises VersionUnknown."""
    visible = next((entry for entry in shelf.entries() if entry.id == notice_id), None)
    if visible is None:
        return None
    if version is None or version == visible.version:
        found = shelf.notice(notice_id)
        return (found, visible) if found else None
    older = shelf.history(notice_id)
    entry = next((one for one in older if one.version == version), None)
    found = shelf.notice(notice_id, version) if entry else None
    if entry is None or found is None:
        raise VersionUnknown(notice_id, version, [one.version for one in older])
    return found, entry


def find_difference(
    shelf: Shelf, notice_id: NoticeId, before: int | None = None, after: int | None = None
) -> Versions | None:
    """Two versions compared: by default the current one with the one before it; None without such a notice.

    Raises VersionUnknown.
    """
    new = find_version(shelf, notice_id, after)
    if new is None:
        return None
    number = new[1].version
    older = [entry.version for entry in shelf.history(notice_id) if entry.version < number]
    wanted = before if before is not None else max(older, default=number - 1)
    old = find_version(shelf, notice_id, wanted)
    return Versions(notice_id, wanted, number, compare(old[0], new[0])) if old else None


# -- JSON ------------------------------------------------------------------------------------------------------------


def difference_json(versions: Versions, as_of: date) -> Json:
    found = versions.difference

    def both(changes: Sequence[FactChange[F]], shown: Callable[[F, Notice], Json]) -> list[Json]:
        return [
            {
                "change": one.change.value,
                "before": shown(one.before, found.before) if one.before else None,
                "after": shown(one.after, found.after) if one.after else None,
            }
            for one in changes
        ]

    return {
        "notice_id": versions.notice_id,
        "from": versions.before,
        "to": versions.after,
        "names": [_name_change_json(one) for one in found.names],
        "clauses": [_clause_change_json(one) for one in found.clauses],
        "deadlines": both(found.deadlines, lambda one, notice: deadline_json(one, notice, as_of)),
        "contacts": both(found.contacts, contact_json),
        "laws": both(found.laws, law_json),
        "organisers": both(found.organisers, organiser_json),
        "themes": both(found.themes, theme_json),
        "prohibitions": both(found.prohibitions, prohibition_json),
    }


def relations_json(shelf: Shelf, notice: Notice, notices: Notices) -> Json:
    """What a notice changes, what changes it, and which versions of it there are."""
    relations = shelf.relations()
    return {
        "amends": [_amends_json(link, notice) for link in relations.by(notice.id)],
        "amended_by": [
            _amended_by_json(link, by) for link in relations.on(notice.id) if (by := notices(link.by.notice))
        ],
        "versions": [
            {"version": entry.version, "source": entry.source, "ingested_at": entry.ingested_at.isoformat()}
            for entry in shelf.history(notice.id)
        ],
    }


def _amends_json(link: Link, notice: Notice) -> Json:
    amendment = link.amendment
    return {
        "kind": kind_code(amendment.kind),
        "title": amendment.title,
        "doc_number": amendment.doc_number,
        "notice_ids": [target.notice for target in link.targets],
        **_quoted(link, notice),
    }


def _amended_by_json(link: Link, by: Notice) -> Json:
    return {
        "kind": kind_code(link.amendment.kind),
        "notice_id": by.id,
        "title": link.by.title,
        "doc_number": link.by.doc_number,
        "issued": link.by.issued.isoformat() if link.by.issued else None,
        **_quoted(link, by),
        "url": notice_url(by.id, link.amendment.clause),
    }


def kind_code(kind: AmendmentKind) -> str:
    return kind.name.lower()


def _quoted(link: Link, notice: Notice) -> Json:
    span = link.amendment.span
    return {
        "clause_id": link.amendment.clause,
        "quote": span.of(notice.text),
        "quote_start": span.start,
        "quote_end": span.end,
    }


def _clause_change_json(change: ClauseChange) -> Json:
    return {
        "change": change.change.value,
        "before": clause_json(change.before) if change.before else None,
        "after": clause_json(change.after) if change.after else None,
        "words": [{"edit": one.edit.value, "text": one.text} for one in change.words],
    }


def _name_change_json(change: NameChange) -> Json:
    return {"name": change.name.value, "before": list(change.before), "after": list(change.after)}


# -- text ------------------------------------------------------------------------------------------------------------


def difference_text(versions: Versions) -> str:
    """What a person reads: one line per change."""
    found = versions.difference
    blocks = [f"第{versions.before}版 → 第{versions.after}版"]
    if not found:
        return blocks[0] + "\n没有区别。"
    blocks += _block("版头", (_name_line(one) for one in found.names))
    blocks += _block("条款", (_clause_line(one, found) for one in found.clauses))
    blocks += _block("时限", (_fact_line(one, deadline_line) for one in found.deadlines))
    blocks += _block("联系人", (_fact_line(one, contact_line) for one in found.contacts))
    blocks += _block("法律法规和文件", (_fact_line(one, law_line) for one in found.laws))
    blocks += _block("组织单位", (_fact_line(one, organiser_line) for one in found.organisers))
    blocks += _block("主题和口号", (_fact_line(one, theme_line) for one in found.themes))
    blocks += _block("禁止事项", (_fact_line(one, prohibition_line) for one in found.prohibitions))
    return printable("\n\n".join(blocks))


def amended_lines(links: Iterable[Link]) -> list[str]:
    """By which notices one has been changed, one line each."""
    return [f"已由{named(link.by)}{link.amendment.kind.value}" for link in links]


def amends_lines(links: Iterable[Link]) -> list[str]:
    """Which notices one changes, one line each."""
    lines = []
    for link in links:
        amendment = link.amendment
        title = f"《{amendment.title}》" if amendment.title else ""
        number = f"（{amendment.doc_number}）" if title and amendment.doc_number else amendment.doc_number or ""
        where = "、".join(target.notice for target in link.targets) or "资料库中没有"
        lines.append(f"{amendment.kind.value}{title}{number}　编号：{where}")
    return lines


def named(document: Document) -> str:
    """A document as one names it in Chinese."""
    number = f"（{document.doc_number}）" if document.doc_number else ""
    return f"《{document.title}》{number}" if document.title else document.doc_number or document.notice


def _block(title: str, lines: Iterable[str]) -> list[str]:
    shown = [f"  {line}" for line in lines]
    return ["\n".join([title, *shown])] if shown else []


def _clause_line(change: ClauseChange, found: Difference) -> str:
    word = WORDS[change.change]
    if change.before is None or change.after is None:
        clause, notice = (change.after, found.after) if change.after else (change.before, found.before)
        return f"{word}　{clause.label}：{_one_line(clause.own.of(notice.text))}" if clause else word
    if change.change is Change.MOVED:
        return f"{word}　{change.before.label} → {change.after.label}"
    return f"{word}　{change.after.label}：{_one_line(words_text(change.words))}"


def words_text(words: Sequence[Words]) -> str:
    """Changed wording in one line, with little of what was kept.

    >>> from ingest.compare import word_changes
    >>> words_text(word_changes("请于4月12日前报我司。", "请于5月13日前书面报我司。"))
    '请于【4月12日→5月13日】前【增：书面】报我司。'
    """
    pieces: list[str] = []
    n = 0
    while n < len(words):
        one = words[n]
        if one.edit is Edit.KEPT:
            pieces.append(_shortened(one.text, first=n == 0, last=n == len(words) - 1))
        elif one.edit is Edit.ADDED:
            pieces.append(f"【增：{one.text}】")
        elif n + 1 < len(words) and words[n + 1].edit is Edit.ADDED:
            pieces.append(f"【{one.text}→{words[n + 1].text}】")
            n += 1
        else:
            pieces.append(f"【删：{one.text}】")
        n += 1
    return "".join(pieces)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    head = "" if first else text[:CONTEXT]
    tail = "" if last else text[-CONTEXT:]
    return text if len(text) <= len(head) + len(tail) else f"{head}…{tail}"


def _name_line(change: NameChange) -> str:
    """A part of the masthead, from what it was to what it is.

    >>> _name_line(NameChange(Name.ADDRESSEES, ("各市商务局",), ()))
    '删去　主送机关　各市商务局'
    """
    word = Change.CHANGED if change.before and change.after else Change.ADDED if change.after else Change.REMOVED
    shown = " 改为 ".join("、".join(values) for values in (change.before, change.after) if values)
    return f"{WORDS[word]}　{NAMES[change.name]}　{shown}"


def organiser_line(organiser: Organiser) -> str:
    return f"{organiser.role.value}：{'、'.join(organiser.names)}"


def theme_line(theme: Theme) -> str:
    return f"{theme.kind.value}：{theme.text}"


def _fact_line(change: FactChange[F], said: Callable[[F], str]) -> str:
    shown = [said(one) for one in (change.before, change.after) if one is not None]
    return f"{WORDS[change.change]}　{' 改为 '.join(shown)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())

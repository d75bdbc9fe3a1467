"""The tables: deadlines, contacts, laws and notices, narrowed by the filters of the contract. One page at a time.

A shelf and a filter in, facts in a fixed order out; `page` cuts what is shown. Rendering is `assistant.view`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from assistant.services import Shelf
from assistant.view import Named, campaigns_of, due_status
from ingest.library import Entry
from ingest.model import (
    Campaign,
    Contact,
    Deadline,
    Fact,
    LawReference,
    NoticeId,
    Part,
    PartId,
    Stated,
)
from ingest.numerals import parse_numeral

YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])年?")
ORDINAL = re.compile(r"第?([一二三四五六七八九十百0-9]+)届")

T = TypeVar("T")
F = TypeVar("F", bound=Fact)

# What `due` asks for. A deadline that comes round again is always still to come; one without a date only shows in all.
DUE: dict[str, frozenset[str]] = {
    "upcoming": frozenset({"upcoming", "today", "recurring"}),
    "past": frozenset({"past"}),
    "all": frozenset({"upcoming", "today", "past", "recurring", "undated"}),
}


class BadCursor(ValueError):
    """A cursor that we did not give out."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which notices a table is about. An empty field fits all."""

    notice_id: NoticeId | None = None
    campaign: str | None = None  # words of a name, 文号 or title, as a user types them


@dataclass(frozen=True, slots=True)
class Window:
    """Which deadlines. `date_from` and `date_to` count as inside; a period fits that touches them."""

    as_of: date
    due: str = "all"
    date_from: date | None = None
    date_to: date | None = None


def list_notices(shelf: Shelf, wanted: Filter) -> tuple[Entry, ...]:
    """Newest campaign first, then by source name."""
    entries = [
        entry
        for entry in shelf.entries()
        if wanted.notice_id in (None, entry.id) and (wanted.campaign is None or _notice_fits(entry, wanted.campaign))
    ]
    return tuple(sorted(entries, key=lambda entry: (-_newest(entry).toordinal(), entry.source, entry.id)))


def list_deadlines(shelf: Shelf, wanted: Filter, window: Window) -> tuple[Stated[Deadline], ...]:
    """In order of time, those without a date last."""
    entries = list_notices(shelf, wanted)
    stated = shelf.deadlines(notice_ids=_ids(entries, wanted), date_from=window.date_from, date_to=window.date_to)
    kept = [
        one for one in _of_campaign(stated, entries, wanted) if due_status(one.fact, window.as_of) in DUE[window.due]
    ]
    return tuple(sorted(kept, key=lambda one: (_when(one.fact), one.notice, one.fact.span)))


def list_contacts(shelf: Shelf, wanted: Filter) -> tuple[Stated[Contact], ...]:
    """Newest campaign first, in the order of the text."""
    entries = list_notices(shelf, wanted)
    stated = shelf.contacts(notice_ids=_ids(entries, wanted))
    return _in_text_order(_of_campaign(stated, entries, wanted), entries)


def list_laws(shelf: Shelf, wanted: Filter) -> tuple[Stated[LawReference], ...]:
    """Newest campaign first, in the order of the text."""
    entries = list_notices(shelf, wanted)
    stated = shelf.laws(notice_ids=_ids(entries, wanted))
    return _in_text_order(_of_campaign(stated, entries, wanted), entries)


def page(items: Sequence[T], limit: int, cursor: str | None) -> tuple[Sequence[T], str | None]:
    """The items from `cursor` on, and the cursor of the next page.

    >>> page("甲乙丙", 2, None)
    ('甲乙', '2')
    >>> page("甲乙丙", 2, "2")
    ('丙', None)
    """
    if cursor is not None and not re.fullmatch(r"[0-9]{1,9}", cursor):
        raise BadCursor(cursor)
    start = int(cursor or "0")
    end = start + limit
    return items[start:end], str(end) if end < len(items) else None


def fits_text(campaign: Campaign, text: str) -> bool:
    """Whether every word of `text` names the campaign.

    Years and ordinals must be its own. Of the rest people leave characters out: order counts, gaps do not.

    >>> sixth = Campaign(name="第六届双品网购节", series="双品网购节", ordinal=6, year=2024)
    >>> [fits_text(sixth, text) for text in ("双品节", "第6届双品节", "2024 双品节", "第三届双品节", "2021年双品节", "年货节")]
    [True, True, True, False, False, False]
    """
    return all(_word_fits(campaign, word) for word in _words(text))


def _word_fits(campaign: Campaign, word: str) -> bool:
    years = {campaign.year} | {day.year for day in (campaign.start, campaign.end) if day}
    rest = ORDINAL.sub("", YEAR.sub("", word))
    return (
        all(int(year) in years for year in YEAR.findall(word))
        and all(parse_numeral(ordinal) == campaign.ordinal for ordinal in ORDINAL.findall(word))
        and _leaves_out(rest, _plain(f"{campaign.region or ''}{campaign.name}"))
    )


def _ids(entries: Sequence[Entry], wanted: Filter) -> tuple[NoticeId, ...] | None:
    """None for all: then the library need not be told each one."""
    return None if wanted == Filter() else tuple(entry.id for entry in entries)


def _of_campaign(stated: Sequence[Stated[F]], entries: Sequence[Entry], wanted: Filter) -> list[Stated[F]]:
    """Without what belongs to another campaign, or to a notice that was removed meanwhile."""
    by_id = {entry.id: entry for entry in entries}
    return [
        one
        for one in stated
        if (entry := by_id.get(one.notice))
        and (wanted.campaign is None or _part_fits(entry, one.part, wanted.campaign))
    ]


def _in_text_order(stated: Sequence[Stated[F]], entries: Sequence[Entry]) -> tuple[Stated[F], ...]:
    place = {entry.id: n for n, entry in enumerate(entries)}
    return tuple(sorted(stated, key=lambda one: (place[one.notice], one.fact.span)))


def _notice_fits(entry: Entry, text: str) -> bool:
    return are_named(entry.parts, text)


def _part_fits(entry: Entry, part_id: PartId, text: str) -> bool:
    return are_named(naming_parts(entry, part_id), text)


def naming_parts(entry: Named, part_id: PartId) -> tuple[Part, ...]:
    """What decides whether `Filter.campaign` fits a fact of a part: one file can hold documents on several campaigns.

    The document that the part belongs to, with its campaign; all parts where that document has none.
    """
    above = _up_to_document(entry, part_id)
    campaign = next((part.campaign for part in above if part.campaign), None)
    return (replace(above[-1], campaign=campaign),) if campaign else entry.parts


def are_named(parts: Iterable[Part], text: str) -> bool:
    """Whether the words name one of the parts or its campaign, as `Filter.campaign` takes them."""
    return any(_named(part, text) or (part.campaign and fits_text(part.campaign, text)) for part in parts)


def _up_to_document(entry: Named, part_id: PartId) -> list[Part]:
    """The part, what it is attached to, up to the document it belongs to: 正文 or an embedded notice."""
    parts = {part.id: part for part in entry.parts}
    above = [parts[part_id]]
    while above[-1].host is not None and not above[-1].embedded:
        above.append(parts[above[-1].host])
    return above


def _named(document: Part, text: str) -> bool:
    """Whether the title holds every word, or the 文号 the text. A bare number is a year or an ordinal, not a 文号."""
    title, doc_number = (
        _plain(found.value if found else "") for found in (document.masthead.title, document.masthead.doc_number)
    )
    whole = _plain(text)
    return all(word in title for word in _words(text)) or (whole in doc_number and not whole.isdigit())


def _newest(entry: Entry) -> date:
    starts = [start for one in campaigns_of(entry) if (start := _start(one))]
    return max(starts, default=entry.issued or date.min)


def _start(campaign: Campaign) -> date | None:
    return campaign.start or (date(campaign.year, 1, 1) if campaign.year else None)


def _when(deadline: Deadline) -> tuple[date, date]:
    first = deadline.due or deadline.start or deadline.end or date.max
    return first, deadline.due or deadline.end or first


def _words(text: str) -> list[str]:
    return [plain for word in text.split() if (plain := _plain(word))]


def _plain(text: str) -> str:
    """Without spaces, quotation marks and brackets, in lower case."""
    return re.sub(r"[\s“”\"'‘’「」《》〈〉()（）\[\]〔〕【】]", "", text).lower()


def _leaves_out(short: str, full: str) -> bool:
    """Whether `short` is `full` with characters left out."""
    rest = iter(full)
    return all(character in rest for character in short)

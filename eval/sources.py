"""The notices a set is about, as the library (or the service under test) reads them: text, clauses, facts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eval.stated import dates_of, laws_of, phones_of
from ingest.model import ClauseId, NoticeId


@dataclass(frozen=True, slots=True)
class Place:
    """A clause: its own text up to `own_end`, all below it up to `end`."""

    id: ClauseId
    label: str
    start: int
    own_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """One notice. The facts are those that were read off it."""

    id: NoticeId
    name: str  # of the file
    text: str
    places: tuple[Place, ...] = ()
    dates: frozenset[date] = frozenset()
    phones: frozenset[str] = frozenset()
    laws: frozenset[str] = frozenset()

    def holding(self, start: int, end: int) -> tuple[Place, ...]:
        """The clauses around a stretch of text, outermost first."""
        return tuple(one for one in self.places if one.start <= start and end <= one.end)


class Sources:
    """All notices that can be cited, each loaded when it is first needed: a service may hold thousands."""

    def __init__(self, ids: Mapping[str, NoticeId], load: Callable[[NoticeId], Source | None]) -> None:
        """`ids` by the name of the file; `load` gives None for what is not there."""
        self.ids = ids
        self._load = load
        self._loaded: dict[NoticeId, Source | None] = {}

    def get(self, notice_id: NoticeId) -> Source | None:
        if notice_id not in self._loaded:
            self._loaded[notice_id] = self._load(notice_id)
        return self._loaded[notice_id]

    def named(self, name: str) -> Source | None:
        notice_id = self.ids.get(name)
        return None if notice_id is None else self.get(notice_id)

    def name_of(self, notice_id: NoticeId) -> str:
        source = self.get(notice_id)
        return source.name if source is not None else f"(no notice {notice_id})"


def source_of(document: Mapping[str, Any], text: str) -> Source:
    """A notice from `/v1/notices/{id}` and its text. Raises KeyError, TypeError or ValueError where it is none."""
    return Source(
        id=NoticeId(document["id"]),
        name=str(document["source"]),
        text=text,
        places=_places((*document["clauses"], *document.get("elements", ()))),
        dates=dates_of("", document["deadlines"]),
        phones=phones_of("", document["contacts"]),
        laws=laws_of("", document["laws"]),
    )


def _places(nodes: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    ordered = sorted(nodes, key=lambda node: (node["start"], -node["end"]))
    starts = [int(node["start"]) for node in ordered[1:]]
    return tuple(
        Place(
            ClauseId(node["id"]), str(node["label"]), int(node["start"]), min(start, int(node["end"])), int(node["end"])
        )
        for node, start in zip(ordered, [*starts, sys.maxsize], strict=True)
    )

"""A follow-up finds what was asked before: in another worker, after a restart, for as long as it is kept."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest

from assistant.conversations import StoredConversations
from assistant.model import CampaignRef, Kind, Query, Window
from ingest.errors import StoreUnusable
from ingest.library import Library
from tests.assistant.build import AS_OF

QUERY = Query(
    question="第六届双品网购节的总结几号交，我是王小明",
    wording="总结几号交",
    kind=Kind.DEADLINES,
    as_of=AS_OF,
    campaign=CampaignRef(("双品网购节",), (6,)),
    window=Window(days=frozenset({(5, 13)})),
    terms=("总结",),
)


class Clock:
    def __init__(self) -> None:
        self.now_s = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now_s


def opened(folder: Path, clock: Clock, *, limit: int = 100) -> StoredConversations:
    return StoredConversations(Library(f"sqlite:///{folder / 'library.db'}").kept(limit=limit), clock, keep_s=60)


def test_what_was_understood_is_there_for_another_worker_and_after_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    opened(tmp_path, clock).remember("a", QUERY)

    found = opened(tmp_path, clock).last("a")

    assert found is not None
    assert (found.kind, found.campaign, found.window, found.terms) == (
        QUERY.kind,
        QUERY.campaign,
        QUERY.window,
        QUERY.terms,
    )
    assert opened(tmp_path, clock).last("b") is None


def test_a_conversation_is_forgotten_after_its_time_and_its_row_deleted_with_the_next(tmp_path: Path) -> None:
    clock = Clock()
    kept = opened(tmp_path, clock)
    kept.remember("a", QUERY)
    clock.now_s += 61

    assert kept.last("a") is None
    kept.remember("b", QUERY)
    with sqlite3.connect(tmp_path / "library.db") as database:
        assert database.execute("select count(*) from conversations").fetchone() == (1,)


def test_the_last_question_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    clock = Clock()
    kept = opened(tmp_path, clock)
    kept.remember("a", QUERY)
    clock.now_s += 1
    kept.remember("a", Query(question="", kind=Kind.CONTACTS, as_of=AS_OF))

    found = kept.last("a")

    assert found is not None
    assert found.kind is Kind.CONTACTS


def test_the_conversations_silent_longest_make_room(tmp_path: Path) -> None:
    clock = Clock()
    kept = opened(tmp_path, clock, limit=2)
    for name in ("a", "b", "c"):
        kept.remember(name, QUERY)
        clock.now_s += 1

    assert [kept.last(name) is not None for name in ("a", "b", "c")] == [False, True, True]


def test_neither_the_question_as_typed_nor_the_senders_id_is_stored(tmp_path: Path) -> None:
    opened(tmp_path, Clock()).remember("wecom-wang-xiaoming", QUERY)

    with sqlite3.connect(tmp_path / "library.db") as database:
        (row,) = database.execute("select * from conversations").fetchall()
    assert "王小明" not in str(row)
    assert "wecom" not in str(row)


class Broken:
    def read(self, key: str, *, since_ms: int) -> str | None:
        raise StoreUnusable("the disk is full")

    def write(self, key: str, body: str, *, now_ms: int, since_ms: int) -> None:
        raise StoreUnusable("the disk is full")


def test_where_nothing_can_be_kept_a_conversation_starts_anew_and_the_operator_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = StoredConversations(Broken(), Clock())
    with caplog.at_level(logging.WARNING):
        kept.remember("a", QUERY)

    assert kept.last("a") is None
    assert "the disk is full" in caplog.text
    assert "总结" not in caplog.text

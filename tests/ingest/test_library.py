"""The library keeps every version, shows only what is published, and lets one writer in at a time."""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from ingest.codec import digest_of
from ingest.database import MIGRATIONS
from ingest.errors import LibraryBusy, LibraryTooNew, NoticeAmbiguous, NoticeUnknown, StoreUnusable
from ingest.library import Damage, Entry, Library, Seen
from ingest.mentions import Mentions
from ingest.model import (
    ClauseId,
    Contact,
    Deadline,
    DeadlineKind,
    Fact,
    Facts,
    LawCategory,
    LawReference,
    Notice,
    NoticeId,
    PartId,
    Span,
    Stated,
)
from ingest.schema import HEAD, State, metadata
from ingest.writer import NewVersion
from tests.ingest.build import make_notice

NOW = datetime(2024, 4, 1, 9, 0, tzinfo=UTC)
SHUANGPIN = "活动总结材料，请于5月13日前报我司。联系人：王殿宁 010-65197902。严格遵守《电子商务法》。"
POSTGRES = Path("/usr/lib/postgresql")


def due(day: date | None) -> Deadline:
    kind = DeadlineKind.SUBMISSION
    return Deadline(clause=ClauseId("c1"), span=Span(0, 17), kind=kind, what="活动总结材料", due=day)


def period(start: date, end: date) -> Deadline:
    kind = DeadlineKind.PERIOD
    return Deadline(clause=ClauseId("c1"), span=Span(0, 17), kind=kind, what="活动", start=start, end=end)


CONTACT = Contact(clause=ClauseId("c1"), span=Span(17, 37), names=("王殿宁",), phones=("010-65197902",))
LAW = LawReference(
    clause=ClauseId("c1"), span=Span(37, 49), name="电子商务法", title="《电子商务法》", category=LawCategory.LAW
)


def notice(notice_id: str, text: str = SHUANGPIN, issued: date | None = None, *, facts: Facts | None = None) -> Notice:
    made = make_notice(text, issued=issued, title="关于举办“第六届双品网购节”的通知")
    return dataclasses.replace(made, id=NoticeId(notice_id), facts=facts or Facts())


def add(library: Library, *notices: Notice, parser_version: int = 1) -> None:
    with library.writing() as writer:
        staged = [writer.stage(NewVersion(n, n.text.encode(), parser_version), NOW) for n in notices]
        writer.publish(staged)


def stated(of: Notice, deadline: Deadline) -> Stated[Deadline]:
    return Stated(of.id, PartId("p1"), deadline)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL of our own; the server refuses to run as root, so it runs as `postgres` then."""
    programs = max(POSTGRES.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine (Debian: apt-get install postgresql)")
    folder = tmp_path_factory.mktemp("postgres")
    runner: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("runuser") is None:
            pytest.skip("PostgreSQL does not run as root, and runuser is not here to run it as postgres")
        runner = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
        for above in folder.parents[:2]:  # pytest's folders are closed to other users
            above.chmod(0o711)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*runner, str(programs / program), *arguments], check=True, capture_output=True, cwd="/")

    data = folder / "data"
    run("initdb", "-D", str(data), "-U", "campaign", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgresql+psycopg://campaign@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'library.db'}"
        return
    address = request.getfixturevalue("postgres")
    yield address
    engine = create_engine(address)
    with engine.begin() as connection:
        metadata.drop_all(connection)
        connection.exec_driver_sql("drop table if exists alembic_version")
    engine.dispose()


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url, lock_wait_s=5)
    yield opened
    opened.close()


def test_a_notice_comes_back_as_it_went_in(library: Library) -> None:
    facts = Facts(deadlines=(due(date(2024, 5, 13)),), contacts=(CONTACT,), laws=(LAW,))
    given = notice("shangdian-2024-40", issued=date(2024, 3, 1), facts=facts)

    add(library, given)

    assert library.notice(given.id) == given
    assert library.entries() == (Entry(given.id, "test.txt", 1, "current", given.parts, NOW),)
    assert library.deadlines() == (stated(given, facts.deadlines[0]),)
    assert library.contacts() == (Stated(given.id, PartId("p1"), CONTACT),)
    assert library.laws() == (Stated(given.id, PartId("p1"), LAW),)


def test_a_staged_notice_is_invisible_until_it_is_published(library: Library) -> None:
    given = notice("a", facts=Facts(deadlines=(due(date(2024, 5, 13)),)))
    with library.writing() as writer:
        staged = writer.stage(NewVersion(given, b"a", 1), NOW)

        assert (library.entries(), library.editions(), library.notice(given.id)) == ((), {}, None)
        assert (library.deadlines(), library.history(given.id), library.seen(digest_of(b"a"))) == ((), (), None)
        assert (library.unfinished(), writer.staged()) == (True, (staged,))

        writer.publish([staged])

    assert [entry.id for entry in library.entries()] == ["a"]
    assert library.editions() == {"a": staged.edition}
    assert not library.unfinished()


def test_a_changed_file_becomes_a_new_version_and_the_old_one_stays_readable(library: Library) -> None:
    first, second = notice("a", "报送时间为5月13日前。"), notice("a", "报送时间延至5月20日前。")
    add(library, first)
    first_edition = library.editions()[NoticeId("a")]
    before = library.revision()

    add(library, second)

    assert library.revision() > before
    assert library.notice(NoticeId("a")) == second
    assert library.notice(NoticeId("a"), version=1) == first
    assert [(e.version, e.state) for e in library.history(NoticeId("a"))] == [(2, "current"), (1, "superseded")]
    assert [entry.version for entry in library.entries()] == [2]
    assert library.seen(digest_of(first.text.encode())) == Seen(NoticeId("a"), 1, State.SUPERSEDED, 1, "test.txt")
    with library.writing() as writer:
        assert writer.obsolete() == (first_edition,)
        writer.forget([first_edition])
    assert not library.unfinished()


def test_facts_of_an_older_version_are_never_given(library: Library) -> None:
    add(library, notice("a", "五月十三日前报。", facts=Facts(deadlines=(due(date(2024, 5, 13)),))))
    newer = notice("a", "五月二十日前报。", facts=Facts(deadlines=(due(date(2024, 5, 20)),)))
    add(library, newer)

    assert library.deadlines() == (stated(newer, due(date(2024, 5, 20))),)


def test_a_removed_notice_is_gone_with_all_its_versions(library: Library) -> None:
    facts = Facts(deadlines=(due(date(2024, 5, 13)),))
    add(library, notice("a", "一版", facts=facts))
    add(library, notice("a", "二版", facts=facts), notice("b"))

    with library.writing() as writer:
        writer.remove(NoticeId("a"))
        assert len(writer.obsolete()) == 2

    assert [entry.id for entry in library.entries()] == ["b"]
    assert (library.notice(NoticeId("a")), library.history(NoticeId("a")), library.deadlines()) == (None, (), ())
    with library.writing() as writer, pytest.raises(NoticeUnknown):
        writer.remove(NoticeId("a"))


def test_notices_come_newest_issued_first_and_undated_last(library: Library) -> None:
    add(
        library,
        notice("b", issued=date(2021, 3, 1)),
        notice("undated"),
        notice("a", issued=date(2021, 3, 1)),
        notice("newest", issued=date(2024, 3, 1)),
    )

    assert [entry.id for entry in library.entries()] == ["newest", "a", "b", "undated"]


def test_notices_are_found_by_what_their_facts_hold(library: Library) -> None:
    part = PartId("p1")
    fax = dataclasses.replace(CONTACT, names=("李%",), faxes=("010-65197902",))
    add(library, notice("a", facts=Facts(contacts=(CONTACT,), deadlines=(due(date(2024, 5, 13)),), laws=(LAW,))))

    def found(kind: type[Fact], **asked: str) -> int:
        return len(library.mentions(kind, **asked).parts)

    day = date(2024, 5, 13)
    assert library.mentions(Deadline) == Mentions({(day, day): frozenset({part})})
    assert library.mentions(Contact) == Mentions({(None, None): frozenset({part})})
    assert [found(Contact, words="王殿宁"), found(Contact, words="%"), found(Contact, field="faxes")] == [1, 0, 0]
    assert [found(LawReference, field="category", value=one) for one in ("law", "regulation")] == [1, 0]

    add(library, notice("a", facts=Facts(contacts=(fax,))))  # a new version: what was found before is over

    assert [found(Contact, words="王殿宁"), found(Contact, words="%"), found(Contact, field="faxes")] == [0, 1, 1]
    assert found(Deadline) == 0


@pytest.mark.parametrize(
    ("date_from", "date_to", "found"),
    [
        (date(2024, 5, 12), None, ["period", "summary"]),  # the last day of the campaign counts
        (None, date(2024, 4, 28), ["period"]),  # so does its first
        (date(2024, 5, 1), date(2024, 5, 2), ["period"]),  # a window inside it
        (date(2024, 5, 13), date(2024, 5, 13), ["summary"]),
        (date(2025, 1, 1), None, []),
        (None, None, ["period", "summary", "undated"]),
    ],
)
def test_a_period_falls_into_a_window_if_any_of_its_days_does(
    library: Library, date_from: date | None, date_to: date | None, found: list[str]
) -> None:
    facts = {
        "period": period(date(2024, 4, 28), date(2024, 5, 12)),
        "summary": due(date(2024, 5, 13)),
        "undated": due(None),
    }
    add(library, notice("a", facts=Facts(deadlines=tuple(facts.values()))))

    given = library.deadlines(date_from=date_from, date_to=date_to)

    assert [s.fact for s in given] == [facts[name] for name in found]


def test_facts_can_be_asked_of_some_notices_only(library: Library) -> None:
    facts = Facts(contacts=(CONTACT,))
    add(library, *(notice(name, name, facts=facts) for name in ("a", "b", "c")))
    many = [NoticeId("b"), *(NoticeId(f"x{n}") for n in range(2_000))]

    assert [s.notice for s in library.contacts(notice_ids=[NoticeId("c"), NoticeId("a")])] == ["a", "c"]
    assert [s.notice for s in library.contacts(notice_ids=many)] == ["b"]
    assert library.contacts(notice_ids=[]) == ()


def test_an_id_may_be_shortened_as_long_as_it_is_clear(library: Library) -> None:
    add(library, notice("shang-2021"), notice("shang-2024"), notice("shang-2024-2"))

    assert library.find("shang-2021") == "shang-2021"
    assert library.find("shang-2024") == "shang-2024"  # exact wins
    assert library.find("shang-2024-") == "shang-2024-2"
    with pytest.raises(NoticeAmbiguous, match="3 notices begin with this"):
        library.find("shang")
    for unknown in ("gong", "", "shang-2021-x"):
        with pytest.raises(NoticeUnknown):
            library.find(unknown)


def test_another_reader_sees_a_publish_by_polling_the_revision(library: Library, url: str) -> None:
    reader = Library(url)
    seen = reader.revision()
    assert reader.entries() == ()

    add(library, notice("a"))

    assert reader.revision() > seen
    assert [entry.id for entry in reader.entries()] == ["a"]
    reader.close()


def test_a_second_writer_waits_and_then_says_that_the_library_is_busy(library: Library, url: str) -> None:
    other = Library(url)
    with library.writing(), pytest.raises(LibraryBusy, match="wait for it to finish"), other.writing(wait_s=0.1):
        pass
    with other.writing(wait_s=0.1):
        pass
    other.close()


def test_writers_in_many_threads_take_turns(library: Library) -> None:
    def work(name: str) -> None:
        for n in range(5):
            add(library, notice(f"{name}{n}"))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(library.entries()) == 20


def test_a_newer_parser_replaces_what_an_older_one_made_of_the_same_bytes(library: Library) -> None:
    add(library, notice("a", "一版"))
    add(library, notice("a", "二版"))

    with library.writing() as writer:
        (file,) = writer.files(not_parsed_by=2)
        assert file.file == "二版".encode()
        writer.reparse(file, notice("a", "二版", date(2024, 3, 1)), 2)
        assert list(writer.files(not_parsed_by=2)) == []

    assert [(entry.id, entry.version, entry.issued) for entry in library.entries()] == [("a", 2, date(2024, 3, 1))]
    assert len(library.history(NoticeId("a"))) == 2


def test_what_was_changed_behind_our_back_is_found(library: Library, url: str) -> None:
    add(library, notice("a"), notice("b"))
    assert library.damaged() == ()

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("update versions set body = replace(body, '13', '14') where notice_id = 'a'")
    engine.dispose()

    assert library.damaged() == (Damage(NoticeId("a"), 1, State.CURRENT, file_intact=True, text_intact=False),)


def test_the_migrations_make_exactly_the_tables_of_the_schema(library: Library, url: str) -> None:
    assert ScriptDirectory(MIGRATIONS).get_current_head() == HEAD
    engine = create_engine(url)
    found = inspect(engine)
    columns = {table: {c["name"] for c in found.get_columns(table)} for table in found.get_table_names()}
    indexes = {i["name"] for table in found.get_table_names() for i in found.get_indexes(table)}
    engine.dispose()

    columns.pop("alembic_version")
    assert columns == {table.name: set(table.columns.keys()) for table in metadata.tables.values()}
    assert {index.name for table in metadata.tables.values() for index in table.indexes} <= indexes


def test_many_processes_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'library.db'}"
    failures: list[BaseException] = []

    def work() -> None:
        try:
            Library(url).close()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_a_library_from_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(LibraryTooNew, match=r"schema 9999, this one knows .*; upgrade the program"):
        Library(f"sqlite:///{path}")

    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_text("关于举办“第六届双品网购节”的通知" * 100, encoding="utf-8")

    with pytest.raises(StoreUnusable, match=r"library\.db: file is not a database"):
        Library(f"sqlite:///{path}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("not a url", "cannot be understood"),
        ("nosuch://x", "no driver .* with the extra `postgres`"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:1/x?connect_timeout=2", "check that the database exists"),
        ("sqlite:////no/such/folder/library.db", "unable to open database file"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_line_without_the_password(url: str, said: str) -> None:
    with pytest.raises(StoreUnusable, match=said) as caught:
        Library(url)

    assert "\n" not in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_texts_kept_beside_the_notices_take_each_others_place_and_go_after_their_time(url: str) -> None:
    with closing(Library(url)) as one, closing(Library(url)) as other:
        kept, elsewhere = one.kept(limit=2), other.kept(limit=2)

        kept.write("a", "first", now_ms=1_000, since_ms=0)
        elsewhere.write("a", "second", now_ms=2_000, since_ms=0)
        assert kept.read("a", since_ms=0) == "second"
        assert kept.read("a", since_ms=2_001) is None

        kept.write("b", "third", now_ms=3_000, since_ms=0)
        kept.write("c", "fourth", now_ms=4_000, since_ms=0)
        assert [elsewhere.read(key, since_ms=0) for key in "abc"] == [None, "third", "fourth"]

        kept.write("d", "fifth", now_ms=9_000, since_ms=5_000)
        assert [elsewhere.read(key, since_ms=0) for key in "bcd"] == [None, None, "fifth"]

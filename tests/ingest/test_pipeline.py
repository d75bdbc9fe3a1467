"""Every file gets one outcome; what is stored is searchable, what is searchable is stored, the doctor mends the rest."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.codec import Edition
from ingest.doctor import Finding, doctor
from ingest.errors import IndexMismatch, LibraryTooNew, NoticeUnknown, StoreUnusable, UnreadableFile
from ingest.indexes.entries import entries_of
from ingest.indexes.words import WordIndex
from ingest.limits import Limits
from ingest.model import ClauseId, Notice, NoticeId, Pages
from ingest.pipeline import (
    PARSER,
    Outcome,
    Parser,
    Report,
    Result,
    ingest_paths,
    reindex,
    remove_notice,
)
from ingest.store import Store, open_store
from tests.ingest.build import make_notice

NOW = datetime(2024, 4, 1, tzinfo=UTC)


def read(path: Path) -> Pages:
    text = path.read_text("utf-8")
    if "�" in text:
        raise UnreadableFile(f"{path.name}: not a text; save it as UTF-8")
    return Pages((text,), numbered=False)


def parse(pages: Pages, source: str) -> Notice:
    """The first line is the notice's id, its 文号 and its title; the rest its text."""
    head, _, text = pages.texts[0].partition("\n")
    if head == "崩溃":
        raise ZeroDivisionError
    made = make_notice(text, title=head, doc_number=head)
    clause = dataclasses.replace(made.clauses[0], id=ClauseId(f"{head}.d.0"))
    return dataclasses.replace(made, id=NoticeId(head), source=source, clauses=(clause,))


SIMPLE = Parser(lambda path, allowance: read(path), parse, version=1, suffixes=frozenset({".txt"}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data", parser_version=1).opened() as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


def ingest(store: Store, *paths: Path, parser: Parser = SIMPLE) -> Report:
    reported: list[Outcome] = []
    report = ingest_paths(paths, store.library, store.index, report=reported.append, parser=parser, now=lambda: NOW)
    assert tuple(reported) == report.outcomes
    return report


def results(report: Report) -> list[tuple[str, str, int | None]]:
    return [(outcome.path.name, outcome.result.value, outcome.version) for outcome in report.outcomes]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_what_has_no_end_is_not_waited_for(store: Store, folder: Path) -> None:
    os.mkfifo(folder / "管道.txt")

    (outcome,) = ingest(store, folder / "管道.txt").outcomes

    assert outcome.result is Result.FAILED and outcome.reason.startswith("neither a file nor a folder")


def test_each_file_of_a_folder_gets_its_outcome_in_order(store: Store, folder: Path) -> None:
    write(folder, "甲.txt", "a\n请于5月13日前报送总结。")
    write(folder, "下级/乙.txt", "b\n严禁刷单炒信。")
    write(folder, "图.wps", "x")
    write(folder, ".DS_Store", "x")
    write(folder, "坏.txt", "�")
    write(folder, "崩.txt", "崩溃\n")

    report = ingest(store, folder, folder / "没有.txt")

    assert [(o.path.name, o.result, o.reason) for o in report.outcomes] == [
        (".DS_Store", Result.SKIPPED, "hidden file"),
        ("图.wps", Result.SKIPPED, "no reader for .wps"),
        ("坏.txt", Result.FAILED, "坏.txt: not a text; save it as UTF-8"),
        ("崩.txt", Result.FAILED, "the parser failed (ZeroDivisionError); please report this file"),
        ("甲.txt", Result.ADDED, ""),
        ("乙.txt", Result.ADDED, ""),
        ("没有.txt", Result.FAILED, "no such file or folder; check the path"),
    ]
    assert [entry.id for entry in store.library.entries()] == ["a", "b"]
    assert store.index.search_lexical("刷单", 5)[0][0] == "b.d.0"
    assert doctor(store, parser=SIMPLE) == []


def test_a_link_out_of_the_folder_is_not_followed_unless_it_is_named(store: Store, folder: Path) -> None:
    outside = folder.parent / "别处.txt"
    write(folder.parent, "别处.txt", "a\n总结")
    write(folder, "内.txt", "b\n方案")
    (folder / "外链.txt").symlink_to(outside)
    (folder / "内链.txt").symlink_to(folder / "内.txt")

    walked = {outcome.path: outcome for outcome in ingest(store, folder).outcomes}
    (named,) = ingest(store, folder / "外链.txt").outcomes

    left = walked[folder / "外链.txt"]
    assert (left.result, left.reason) == (
        Result.SKIPPED,
        "a link that leads out of the folder; name the file itself",
    )
    assert {walked[folder / "内.txt"].result, walked[folder / "内链.txt"].result} == {Result.ADDED, Result.UNCHANGED}
    assert named.result is Result.ADDED


def test_a_file_of_page_numbers_is_no_notice(store: Store, folder: Path) -> None:
    (folder / "空.txt").write_text("— 1 —\f— 2 —", "utf-8")

    (outcome,) = ingest(store, folder, parser=dataclasses.replace(PARSER, version=1)).outcomes

    assert (outcome.result, outcome.reason) == (
        Result.FAILED,
        "holds no text but page numbers and the like; check the file",
    )
    assert store.library.entries() == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("一、\n" * 3, "4 lines of text; the limit is 3: split the file"),
        ("各市商务局：请报送。", "10 characters of text; the limit is 9: split the file"),
    ],
)
def test_a_text_longer_than_the_limit_is_one_line(store: Store, folder: Path, text: str, reason: str) -> None:
    (folder / "长.txt").write_text(text, "utf-8")
    limited = dataclasses.replace(SIMPLE, limits=Limits(characters=9, lines=3))

    (outcome,) = ingest(store, folder, parser=limited).outcomes

    assert (outcome.result, outcome.reason) == (Result.FAILED, reason)


def test_the_same_file_again_is_no_work(store: Store, folder: Path) -> None:
    write(folder, "甲.txt", "a\n总结")
    ingest(store, folder)
    revision = store.library.revision()
    write(folder, "甲的副本.txt", "a\n总结")

    def must_not_parse(pages: Pages, source: str) -> Notice:
        raise AssertionError

    again = ingest(store, folder, parser=dataclasses.replace(SIMPLE, parse=must_not_parse))

    assert results(again) == [("甲.txt", "unchanged", 1), ("甲的副本.txt", "unchanged", 1)]
    assert store.library.revision() == revision


def test_a_changed_file_is_a_new_version_and_the_old_text_is_not_found_any_more(store: Store, folder: Path) -> None:
    path = write(folder, "甲.txt", "a\n于五月十三日前报送")
    ingest(store, path)
    write(folder, "甲.txt", "a\n延至六月底")

    assert results(ingest(store, path)) == [("甲.txt", "new version", 2)]
    assert store.index.search_lexical("报送", 5) == []
    assert len(store.index.search_lexical("六月底", 5)) == 1
    old = store.library.notice(NoticeId("a"), version=1)
    assert old is not None
    assert old.text == "于五月十三日前报送"
    assert doctor(store, parser=SIMPLE) == []


def test_a_page_on_which_only_the_page_changed_is_unchanged(store: Store, folder: Path) -> None:
    """Other bytes, the same notice: fetched again it is no new version, and what it says is one."""
    page = "a\n请于5月13日前报送总结。\n浏览次数：{} 打印时间：{}\n"
    ingest(store, write(folder, "页.txt", page.format(12, "2024-05-01 10:20:30")))

    again = ingest(store, write(folder, "页.txt", page.format(3456, "2024-06-07 08:09:10")))
    assert results(again) == [("页.txt", "unchanged", 1)]
    assert len(store.library.history(NoticeId("a"))) == 1

    changed = ingest(store, write(folder, "页.txt", page.format(3457, "2024-06-08").replace("13日", "31日")))
    assert results(changed) == [("页.txt", "new version", 2)]
    back = ingest(store, write(folder, "页.txt", page.format(12, "2024-05-01 10:20:30")))
    assert results(back) == [("页.txt", "new version", 3)]
    assert doctor(store, parser=SIMPLE) == []


def test_a_file_that_goes_back_to_its_old_text_changes_again(store: Store, folder: Path) -> None:
    path = write(folder, "甲.txt", "a\n一版")
    ingest(store, path)
    ingest(store, write(folder, "甲.txt", "a\n二版"))

    assert results(ingest(store, write(folder, "甲.txt", "a\n一版"))) == [("甲.txt", "new version", 3)]
    assert len(store.index.search_lexical("一版", 5)) == 1
    assert doctor(store, parser=SIMPLE) == []


def test_two_files_of_one_notice_do_not_replace_each_other_at_every_run(store: Store, folder: Path) -> None:
    write(folder, "1.txt", "a\n初稿")
    write(folder, "2.txt", "a\n定稿")

    assert results(ingest(store, folder)) == [("1.txt", "added", 1), ("2.txt", "new version", 2)]

    again = ingest(store, folder)
    assert results(again) == [("1.txt", "skipped", 1), ("2.txt", "unchanged", 2)]
    assert again.outcomes[0].reason == "an older version of a, whose current one came from 2.txt"


def test_the_same_bytes_twice_in_one_run_are_one_notice(store: Store, folder: Path) -> None:
    write(folder, "1.txt", "a\n总结")
    write(folder, "2.txt", "a\n总结")

    assert results(ingest(store, folder)) == [("1.txt", "added", 1), ("2.txt", "unchanged", 1)]


def test_many_files_are_stored_in_batches(store: Store, folder: Path) -> None:
    for n in range(100):
        write(folder, f"{n:03}.txt", f"n{n:03}\n第{n}号通知")

    report = ingest(store, folder)

    assert [outcome.version for outcome in report.outcomes] == [1] * 100
    assert [outcome.path.name for outcome in report.outcomes] == [f"{n:03}.txt" for n in range(100)]
    assert len(store.library.entries()) == 100
    assert doctor(store, parser=SIMPLE) == []


def test_a_removed_notice_is_gone_everywhere_and_can_come_back(store: Store, folder: Path) -> None:
    path = write(folder, "甲.txt", "a\n报送总结")
    ingest(store, path)

    remove_notice(NoticeId("a"), store.library, store.index)

    assert (store.library.entries(), store.index.search_lexical("总结", 5)) == ((), [])
    assert store.index.holdings().words == store.index.holdings().vectors == frozenset()
    with pytest.raises(NoticeUnknown):
        remove_notice(NoticeId("a"), store.library, store.index)
    assert results(ingest(store, path)) == [("甲.txt", "added", 1)]
    assert len(store.index.search_lexical("总结", 5)) == 1


def test_after_an_upgrade_of_the_parser_reindex_parses_the_stored_files_again(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "data"
    with open_store(data, parser_version=1).opened() as store:
        ingest(store, write(folder, "甲.txt", "a\n报送总结"), write(folder, "乙.txt", "b\n报送方案"))
    shutil.rmtree(folder)  # the files themselves are no longer needed

    def newer(pages: Pages, source: str) -> Notice:
        if "方案" in pages.texts[0]:
            raise ZeroDivisionError
        return parse(Pages((pages.texts[0] + "（新）",), numbered=False), source)

    parser = dataclasses.replace(SIMPLE, parse=newer, version=2)
    with pytest.raises(IndexMismatch, match="parser 1, this program asks for 2; run `campaign reindex`"):
        open_store(data, parser_version=2)
    with open_store(data, parser_version=2, any_index=True).opened() as store:
        reported: list[Outcome] = []
        assert reindex(store.library, store.index, report=reported.append, parser=parser) == 2

        assert [(o.path.name, o.result) for o in reported] == [
            ("甲.txt", Result.NEW_VERSION),
            ("乙.txt", Result.FAILED),
        ]
        texts = [notice.text for name in "ab" if (notice := store.library.notice(NoticeId(name)))]
        assert texts == ["报送总结（新）", "报送方案"]  # what the new parser fails on stays
        assert [clause for clause, _ in store.index.search_lexical("新", 5)] == ["a.d.0"]
        assert [entry.version for entry in store.library.entries()] == [1, 1]
    with open_store(data, parser_version=2).opened() as store:
        assert doctor(store, parser=parser) == []


def test_a_deleted_index_is_asked_for_and_rebuilt_from_the_library(tmp_path: Path, folder: Path) -> None:
    data = tmp_path / "data"
    with open_store(data, parser_version=1).opened() as store:
        ingest(store, write(folder, "甲.txt", "a\n报送总结"))
        before = store.index.search_lexical("总结", 5)
    shutil.rmtree(data / "index")

    with pytest.raises(IndexMismatch, match="run `campaign reindex`"):
        open_store(data, parser_version=1)
    with open_store(data, parser_version=1, any_index=True).opened() as store:
        (finding,) = doctor(store, parser=SIMPLE)
        assert (finding.code, finding.repaired) == ("index_unusable", True)
        assert store.index.search_lexical("总结", 5) == before


def test_the_doctor_makes_the_indexes_agree_with_the_library(store: Store, folder: Path) -> None:
    ingest(store, write(folder, "甲.txt", "a\n报送总结"), write(folder, "乙.txt", "b\n报送方案"))
    editions = store.library.editions()
    stranger = parse(Pages(("c\n不在库中",), numbered=False), "丙.txt")
    with store.library.writing():
        store.index.remove([editions[NoticeId("a")]])
        store.index.add([(Edition("stranger"), stranger)])
        (astray,) = (key for key in store.index.holdings().vectors if key.startswith(editions[NoticeId("b")] + ":"))
        store.index.remove_vectors([astray])

    findings = doctor(store, parser=SIMPLE)

    assert findings == [
        Finding("missing", "the index of words lacked 1 entries of 1 notice versions", repaired=True),
        Finding("extra", "the index of words held too much: 1 entries of 1 notice versions", repaired=True),
        Finding("missing", "the index of vectors lacked 2 entries of 2 notice versions", repaired=True),
        Finding("extra", "the index of vectors held too much: 1 entries of 1 notice versions", repaired=True),
        Finding("missing", "the index of whole notices was wrong about 2 notice versions", repaired=True),
    ]
    assert doctor(store, parser=SIMPLE) == []
    assert {clause for clause, _ in store.index.search_vector("报送", 5)} == {"a.d.0", "b.d.0"}


def test_the_doctor_takes_out_vectors_that_nothing_else_knows(tmp_path: Path, store: Store, folder: Path) -> None:
    ingest(store, write(folder, "甲.txt", "a\n报送总结"))
    (key,) = store.index.holdings().vectors
    other = parse(Pages(("z\n别的",), numbered=False), "z.txt")
    stranger = Edition("stranger")
    with store.library.writing():
        store.index.add([(stranger, other)])
    (generation,) = (tmp_path / "data" / "index").glob("g-*")
    for name in ("words", "notices"):
        WordIndex(generation / name).write(remove=[stranger])

    assert [finding.code for finding in doctor(store, parser=SIMPLE)] == ["extra"]
    assert store.index.holdings().vectors == {key}


def test_the_doctor_restores_a_text_from_the_stored_file(tmp_path: Path, store: Store, folder: Path) -> None:
    ingest(store, write(folder, "甲.txt", "a\n请于5月13日前报送"))
    with sqlite3.connect(tmp_path / "data" / "library.db") as connection:
        connection.execute("update versions set body = replace(body, '13', '14')")
    connection.close()
    store.close()

    with open_store(tmp_path / "data", parser_version=1).opened() as again:
        assert doctor(again, parser=SIMPLE) == [
            Finding("damaged", "a version 1: its stored text had changed", repaired=True)
        ]
        assert doctor(again, parser=SIMPLE) == []
        restored = again.library.notice(NoticeId("a"))
        assert restored is not None
        assert restored.text == "请于5月13日前报送"


def test_a_data_directory_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreUnusable, match="there is a file in the place of a folder; choose another --data-dir"):
            open_store(path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_data_directory_that_is_read_only_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreUnusable, match="cannot be written to"):
            open_store(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_data_directory_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()

    with pytest.raises(LibraryTooNew, match="upgrade the program"):
        open_store(tmp_path)


def test_the_bundled_notices_go_in_and_every_clause_can_be_searched(tmp_path: Path) -> None:
    notices = Path(__file__).parents[2] / "notices"
    with open_store(tmp_path / "data").opened() as store:
        report = ingest(store, notices, parser=PARSER)

        assert [outcome.result for outcome in report.outcomes] == [Result.ADDED] * 5
        expected = set()
        for notice_id, edition in store.library.editions().items():
            notice = store.library.notice(notice_id)
            assert notice is not None
            expected |= {entry.key for entry in entries_of(edition, notice)}
        assert store.index.holdings().words == store.index.holdings().vectors == expected
        assert [outcome.result for outcome in ingest(store, notices, parser=PARSER).outcomes] == [Result.UNCHANGED] * 5
        assert doctor(store) == []


def test_a_file_larger_than_the_operator_allows_is_refused(store: Store, tmp_path: Path) -> None:
    limited = dataclasses.replace(SIMPLE, limits=Limits(file_bytes=10))
    path = tmp_path / "a.txt"
    path.write_text("通知\n请于5月13日前报送。\n", encoding="utf-8")

    (outcome,) = ingest_paths([path], store.library, store.index, report=lambda outcome: None, parser=limited).outcomes

    assert outcome.result is Result.FAILED
    assert "the limit is 10" in outcome.reason

"""The files of an archive come out one by one; a hostile member or archive is refused and harms nothing."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFile
from ingest.pipeline import PARSER, ingest_paths
from ingest.readers.archive import LIMITS, Limits, Member, Refused, members_of
from ingest.store import open_store

SMALL = Limits(members=3, member_bytes=2_000, total_bytes=3_000, ratio=10, ratio_from_bytes=500, depth=2)
NOTICE = "关于开展活动的通知\n请于5月13日前报送总结。"


def zip_of(path: Path, *members: tuple[str, str | bytes], squeezed: bool = False) -> Path:
    method = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def taken_out(path: Path, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    """Name and text of each member, or why it was refused."""
    return [
        (one.name, one.path.read_text("utf-8", errors="replace") if isinstance(one, Member) else one.reason)
        for one in members_of(path, limits)
    ]


def test_members_come_in_order_with_their_folders_and_inner_archives(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "inner.zip", ("表/承诺书.txt", NOTICE)).read_bytes()
    path = zip_of(
        tmp_path / "a.zip",
        ("通知.txt", "一"),
        ("附件/", ""),
        ("附件/1.txt", "二"),
        ("附件.zip", inner),
        ("3.txt", "三"),
    )

    assert taken_out(path) == [
        ("通知.txt", "一"),
        ("附件/1.txt", "二"),
        ("附件.zip/表/承诺书.txt", NOTICE),
        ("3.txt", "三"),
    ]


def test_a_member_lies_under_its_own_name_until_the_next_and_nothing_is_left(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("附件/" + "长" * 80 + ".txt", "一"), ("2.txt", "二"))
    seen = []
    for one in members_of(path):
        assert isinstance(one, Member)
        assert [earlier.exists() for earlier in seen] == [False] * len(seen)
        seen.append(one.path)
    assert [one.name for one in seen] == ["长" * 50 + ".txt", "2.txt"]
    assert not any(one.exists() for one in seen)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_written_by_chinese_windows_are_read(tmp_path: Path, encoding: str) -> None:
    path = zip_of(tmp_path / "a.zip", ("XXXXXX.txt" if encoding == "gbk" else "XXXXXXXXX.txt", "一"))
    path.write_bytes(path.read_bytes().replace(b"XXXXXX" if encoding == "gbk" else b"X" * 9, "报名表".encode(encoding)))

    assert taken_out(path) == [("报名表.txt", "一")]


OUTSIDE = "its name points outside the archive; pack the archive anew"


@pytest.mark.parametrize(
    ("name", "shown", "reason"),
    [
        ("../../etc/passwd", "../../etc/passwd", OUTSIDE),
        ("/etc/passwd", "/etc/passwd", OUTSIDE),
        ("C:\\windows\\a.txt", "C:/windows/a.txt", OUTSIDE),
        ("附件\\..\\..\\a.txt", "附件/../../a.txt", OUTSIDE),
        ("a\x01b.txt", "a�b.txt", "its name holds a control character; pack the archive anew"),
    ],
)
def test_a_name_that_points_elsewhere_is_refused(tmp_path: Path, name: str, shown: str, reason: str) -> None:
    path = zip_of(tmp_path / "a.zip", (name, "x"), ("b.txt", "二"))

    assert taken_out(path) == [(shown, reason), ("b.txt", "二")]


def test_a_name_with_a_nul_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.txt_.exe", "x"))
    path.write_bytes(path.read_bytes().replace(b"a.txt_.exe", b"a.txt\0.exe"))

    assert taken_out(path) == [("a.txt�.exe", "its name holds a control character; pack the archive anew")]


def test_what_the_system_put_in_is_hidden(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("__MACOSX/._通知.txt", "x"), (".DS_Store", "x"), ("通知.txt", "一"))

    assert [isinstance(one, Refused) and one.hidden for one in members_of(path)] == [True, True, False]


def test_an_encrypted_member_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.txt", "一"), ("b.txt", "二"))
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag in front of the first member
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    path.write_bytes(data)

    assert taken_out(path) == [
        ("a.txt", "protected by a password; unpack the archive and ingest the files"),
        ("b.txt", "二"),
    ]


@pytest.mark.parametrize(
    ("members", "reasons"),
    [
        (["x" * 2_001], ["2001 bytes; the limit is 2000: split the file"]),
        (["ab" * 500] * 3, ["", "", ""]),
        (["a"] * 5, ["", "", "", "more than 3 files in the archive; the rest is not read: split it"]),
        (["a" * 1_900], ["unpacks to more than 10 times its size; unpack it by hand if you trust it"]),
    ],
)
def test_limits(tmp_path: Path, members: list[str], reasons: list[str]) -> None:
    squeezed = members[0].startswith("aa")
    path = zip_of(tmp_path / "a.zip", *[(f"{n}.txt", one) for n, one in enumerate(members)], squeezed=squeezed)

    assert [one.reason if isinstance(one, Refused) else "" for one in members_of(path, SMALL)] == reasons


def test_all_members_together_are_limited_through_inner_archives(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "i.zip", ("1.txt", "ab" * 700)).read_bytes()
    path = zip_of(tmp_path / "a.zip", ("i.zip", inner), ("2.txt", "ab" * 200))

    assert taken_out(path, SMALL)[1:] == [
        ("2.txt", "more than 3000 bytes in the archive; the rest is not read: split it"),
    ]


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    data = zip_of(tmp_path / "0.zip", ("a.txt", "一")).read_bytes()
    for n in (1, 2):
        data = zip_of(tmp_path / f"{n}.zip", ("in.zip", data)).read_bytes()

    assert taken_out(tmp_path / "1.zip", SMALL) == [("in.zip/a.txt", "一")]
    assert taken_out(tmp_path / "2.zip", SMALL) == [
        ("in.zip/in.zip", "an archive more than 1 archives deep; unpack it first")
    ]


def test_the_size_that_the_directory_states_proves_nothing(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.txt", "a" * 100_000), squeezed=True)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<L", 10)
    path.write_bytes(data)

    (only,) = members_of(path, SMALL)

    assert isinstance(only, Refused)


def test_a_directory_of_millions_is_not_read(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.txt", "一"))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<L", 500_000_000)
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as caught:
        taken_out(path)

    assert str(caught.value) == "a.zip: lists too many members (500,000,000 bytes of names); split it"


def test_each_member_of_an_archive_has_its_own_outcome(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    notice = "关于开展品质生活季活动的通知\n各市商务局：\n一、请于2024年5月13日前报送总结。"
    zip_of(
        folder / "附件.zip",
        ("1/通知.txt", notice),
        ("../a.txt", "x"),
        (".DS_Store", "x"),
        ("film.mp4", "x"),
        ("again.txt", notice),
        ("坏.txt", b"\0\1"),
    )
    zip_of(folder / "空.zip")

    with open_store(tmp_path / "data", parser_version=PARSER.version).opened() as store:

        def run() -> list[tuple[str, str, str]]:
            done = ingest_paths([folder], store.library, store.index, report=lambda outcome: None)
            return [(str(one.path)[len(str(folder)) + 1 :], one.result.value, one.reason) for one in done.outcomes]

        first = run()
        (entry,) = store.library.entries()
        second = run()

    assert first == [
        ("空.zip", "failed", "an archive without files; check it"),
        ("附件.zip/1/通知.txt", "added", ""),
        ("附件.zip/../a.txt", "failed", "its name points outside the archive; pack the archive anew"),
        ("附件.zip/.DS_Store", "skipped", "hidden file"),
        ("附件.zip/film.mp4", "skipped", "no reader for .mp4"),
        ("附件.zip/again.txt", "unchanged", ""),
        (
            "附件.zip/坏.txt",
            "failed",
            "坏.txt: not a text file (neither UTF-8 nor GB18030); check that its suffix is right",
        ),
    ]
    assert entry.source == "通知.txt"
    assert second[1] == ("附件.zip/1/通知.txt", "unchanged", "")


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 400), piece=st.binary(min_size=1, max_size=8), cut=st.integers(0, 400))
def test_a_damaged_archive_raises_nothing_but_unreadable(tmp_path: Path, at: int, piece: bytes, cut: int) -> None:
    inner = zip_of(tmp_path / "i.zip", ("1.txt", "一" * 50), squeezed=True).read_bytes()
    path = zip_of(tmp_path / "a.zip", ("i.zip", inner), ("通知.txt", "二" * 50), squeezed=True)
    data = bytearray(path.read_bytes())
    data[at : at + len(piece)] = piece
    path.write_bytes(data[: len(data) - cut // 4])
    try:
        list(members_of(path))
    except UnreadableFile as exc:
        assert str(exc).startswith("a.zip: ")

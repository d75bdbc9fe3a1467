"""A text file in whatever encoding an office saved it; what is no text is refused in one line."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.txt import MAX_BYTES, read_txt, split_pages

TEXT = "关于举办“第六届双品网购节”的通知\n各省商务主管部门：\n请于4月12日前报我司。"


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "通知.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        codecs.BOM_UTF8 + TEXT.encode("utf-8"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode("utf-8"),
        TEXT.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 bom", "gb18030", "gbk", "utf-16 le", "utf-16 be", "utf-32", "windows lines", "mac lines"],
)
def test_every_encoding_gives_the_same_text(data: bytes, tmp_path: Path) -> None:
    assert read_txt(saved(tmp_path, data)) == Pages((TEXT,), numbered=False)


def test_a_rare_character_is_read(tmp_path: Path) -> None:
    """𬭊 stands in no GBK; GB18030 writes it with four bytes."""
    assert read_txt(saved(tmp_path, "𬭊业公司".encode("gb18030"))).texts == ("𬭊业公司",)


def test_what_dos_and_word_leave_in_a_text_does_not_make_it_unreadable(tmp_path: Path) -> None:
    text = f"{TEXT}电话：0571\x1e87050001。\x1a"

    assert read_txt(saved(tmp_path, text.encode("gb18030"))).texts == (f"{TEXT}电话：0571-87050001。\x1a",)


def test_form_feeds_are_pages_and_blank_runs_may_be() -> None:
    assert split_pages("第一页\f第二页\f") == Pages(("第一页", "第二页"), numbered=True)
    assert split_pages("第一页\n\n \t\n\n第二页\n\n段落") == Pages(("第一页", "第二页\n\n段落"), numbered=False)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
        (b"PK\x03\x04\x14\x00\x06\x00", "not a text file"),
        (bytes(range(256)) * 20, "not a text file"),
        (TEXT.encode("utf-8")[:40] + b"\xff\xff" + TEXT.encode("utf-8")[40:], "not a text file"),
        (codecs.BOM_UTF16_LE + b"\x00", "not a text file"),
        (b"", "holds no text"),
        ("\u3000 \n\f\n".encode(), "holds no text"),
        (b" " * (MAX_BYTES + 1), "larger than 20 MB"),
    ],
    ids=["picture", "archive", "any bytes", "broken utf-8", "broken utf-16", "empty", "blank", "too large"],
)
def test_what_is_no_text_is_refused_with_its_name(data: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=rf"^通知\.txt: {says}") as caught:
        read_txt(saved(tmp_path, data))
    assert "\n" not in str(caught.value)


def test_a_folder_or_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    for path in (tmp_path / "无.txt", tmp_path):
        with pytest.raises(UnreadableFile, match=rf"^{path.name}: cannot be read"):
            read_txt(path)

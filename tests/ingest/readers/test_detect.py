"""A file is read by what it holds; where that cannot be read, the message names what it holds and what it is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFile
from ingest.readers import READERS, is_archive, read
from ingest.readers.detect import detect

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
NOTICE = "关于开展活动的通知\n各市商务局：\n请于5月13日前报送总结。"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", NOTICE.encode(), ".txt"),
        ("a.txt", b"\xff\xfe" + NOTICE.encode("utf-16-le"), ".txt"),
        ("a.md", NOTICE.encode(), ".md"),
        ("a.txt", b"%PDF-1.7\n", ".pdf"),
        ("a.doc", b"\n\n%PDF-1.4\n", ".pdf"),
        ("a.doc", b"\xef\xbb\xbf<html><body>", ".html"),
        ("a", b"<!-- saved --> <!DOCTYPE html>", ".html"),
        ("a.txt", "<?xml version='1.0'?><html>".encode("utf-16"), ".html"),
        ("a.htm", "通知<br>".encode("gb18030"), ".html"),
        ("a.html", NOTICE.encode(), ".txt"),
        ("a.doc", b"{\\rtf1\\ansi", ".rtf"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", ".png"),
        ("a.png", b"\xff\xd8\xff\xe0", ".jpg"),
        ("a.tif", b"II*\0", ".tif"),
        ("a.tif", b"MM\0*", ".tif"),
        ("a.doc", OLE2 + "WordDocument".encode("utf-16-le"), ".doc"),
        ("a.wps", OLE2 + "WordDocument".encode("utf-16-le"), ".wps"),
        ("a.docx", OLE2 + "WordDocument".encode("utf-16-le"), ".doc"),
        ("a.doc", OLE2 + "Workbook".encode("utf-16-le"), ".xls"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', ".doc"),
        ("a.txt", b"BM is the mark of the office", ".txt"),
        ("a.zip", b"Rar!\x1a\x07\x00", ".rar"),
    ],
)
def test_the_content_decides_before_the_name(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert detect(path) == kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"word/document.xml": "", "[Content_Types].xml": ""}, ".docx"),
        ({"OFD.xml": ""}, ".ofd"),
        ({"xl/workbook.xml": ""}, ".xlsx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, ".odt"),
        ({"通知.txt": NOTICE, "附件/word/document.xml": ""}, ".zip"),
    ],
)
def test_a_zip_is_what_its_members_make_it(tmp_path: Path, members: dict[str, str], kind: str) -> None:
    path = tmp_path / "a.bin"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)

    assert (detect(path), is_archive(path)) == (kind, kind == ".zip")


def test_a_wrong_suffix_is_read_by_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "通知.pdf"
    path.write_text(NOTICE, encoding="utf-8")

    assert read(path).texts == (NOTICE,)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("表.doc", OLE2 + "Workbook".encode("utf-16-le"), "no reader for .xls, which it is in spite of its name"),
        ("表.xls", OLE2 + "Workbook".encode("utf-16-le"), "no reader for .xls"),
        ("程序.py", NOTICE.encode(), "no reader for .py"),
        ("包.zip", b"Rar!\x1a\x07\x00", "no reader for .rar, which it is in spite of its name"),
    ],
)
def test_what_nobody_reads_is_named_for_what_it_is(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as caught:
        read(path)

    assert str(caught.value) == f"{name}: {message}; convert it to one of {', '.join(sorted(READERS))}"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("空.txt", b" \n ", "holds no text; check the file"),
        ("坏.docx", b"PK\x03\x04 cut off", "a damaged zip file (its end is missing); copy or download it again"),
        ("密.docx", OLE2 + "EncryptedPackage".encode("utf-16-le"), "protected by a password; save it without one"),
        (
            "坏.pdf",
            b"\x00\x01\x02\x03",
            "no .pdf file by its content, and no text either; get it anew from where it came",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as caught:
        read(path)

    assert str(caught.value) == f"{name}: {message}"


STARTS = st.sampled_from(
    [b"PK\x03\x04", b"PK\x05\x06", OLE2, b"<html>", b"<?xml ", b"<!--", b"{\\rtf", b"BM", b"MIME-Version:", b""]
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=STARTS, data=st.binary(max_size=200))
def test_no_bytes_raise_anything_but_unreadable(tmp_path: Path, start: bytes, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(start + data)
    try:
        assert detect(path).startswith(".")
    except UnreadableFile:
        return

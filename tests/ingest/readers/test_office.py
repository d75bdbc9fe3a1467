"""Files of older word processors: read where LibreOffice is installed, refused with its package's name where not."""

import http.server
import os
import random
import shutil
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.parse import parse_notice
from ingest.readers.office import DEBIAN_PACKAGE, find_program, read_office, to_docx
from ingest.readers.txt import read_txt
from tests.ingest.readers.same_notice import NOTICES, source_lines, understood
from tests.ingest.readers.word_file import paragraph, write_docx, write_numbered, write_typed

needs_libreoffice = pytest.mark.skipif(find_program() is None, reason=f"{DEBIAN_PACKAGE} is not installed")

FILTERS = {".doc": "doc:MS Word 97", ".rtf": "rtf", ".odt": "odt"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The notices in each format, made by LibreOffice: typed in all, with automatic numbers and a box in some.

    Its RTF writer loses both (“一?目的”), so that one is tried on a file as Word writes it.
    """
    folder = tmp_path_factory.mktemp("made")
    for source in NOTICES:
        write_typed(folder / f"{source.stem} 打字.docx", source_lines(source))
    write_numbered(folder / "numbered.docx", source_lines(NOTICES[0]))
    write_docx(folder / "short.docx", paragraph("各市商务局："))
    files = sorted(folder.glob("*.docx"))
    for kind in FILTERS.values():
        convert(files, kind, folder)
    return {path.name: path for path in folder.iterdir() if path.suffix in FILTERS}


def convert(files: list[Path], kind: str, folder: Path) -> None:
    program = find_program()
    assert program is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)


@needs_libreoffice
@pytest.mark.parametrize("suffix", FILTERS)
@pytest.mark.parametrize("source", NOTICES, ids=lambda path: path.stem)
def test_a_notice_in_an_older_format_reads_like_its_text(source: Path, suffix: str, made: dict[str, Path]) -> None:
    pages = read_office(made[f"{source.stem} 打字{suffix}"])

    assert understood(parse_notice(pages, source.name)) == understood(parse_notice(read_txt(source), source.name))


@needs_libreoffice
@pytest.mark.parametrize("suffix", [".doc", ".odt"])
def test_automatic_numbers_and_a_box_survive_the_way(suffix: str, made: dict[str, Path]) -> None:
    pages = read_office(made[f"numbered{suffix}"])

    assert understood(parse_notice(pages, NOTICES[0].name)) == understood(
        parse_notice(read_txt(NOTICES[0]), NOTICES[0].name)
    )


@needs_libreoffice
def test_automatic_numbers_of_an_rtf_file(tmp_path: Path) -> None:
    def rtf(text: str) -> str:
        return "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text)

    def level(kind: int, length: int, text: str) -> str:
        numbers = r"{\levelnumbers\'01;}" if length == 2 else r"{\levelnumbers\'02;}"
        return (
            rf"{{\listlevel\levelnfc{kind}\levelfollow2\levelstartat1{{\leveltext\'0{length}{rtf(text)};}}{numbers}}}"
        )

    levels = level(39, 2, r"\'00、") + level(37, 3, r"（\'01）")
    lists = rf"{{\*\listtable{{\list{levels}\listid1}}}}{{\*\listoverridetable{{\listoverride\listid1\ls1}}}}"
    items = "".join(rf"\pard\plain\ls1\ilvl{depth} {rtf('文')}\par" for depth in (0, 1, 1, 0))
    path = tmp_path / "a.rtf"
    path.write_text(rf"{{\rtf1\ansi\ansicpg936\uc1{lists}{items}}}", "ascii")

    assert read_office(path).texts == ("一、文\n（一）文\n（二）文\n二、文",)


@needs_libreoffice
def test_a_file_of_wps_is_a_word_file_by_another_name(tmp_path: Path, made: dict[str, Path]) -> None:
    path = Path(shutil.copy(made["short.doc"], tmp_path / "通知.wps"))

    assert read_office(path).texts == ("各市商务局：",)


@needs_libreoffice
def test_what_libreoffice_cannot_open_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.doc"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000)

    with pytest.raises(UnreadableFile, match=r"^坏.doc: LibreOffice cannot open it; [^\n]*$"):
        read_office(path)


def test_without_libreoffice_the_message_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(UnreadableFile, match=rf"^旧.doc: .*not installed; install the package {DEBIAN_PACKAGE}"):
        read_office(tmp_path / "旧.doc")


def test_a_program_that_hangs_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path / 'child'}\nwait\n", "utf-8")
    program.chmod(0o755)
    source = tmp_path / "a.doc"
    source.write_bytes(b"x")
    (tmp_path / "work").mkdir()

    with pytest.raises(UnreadableFile, match="still busy"):
        to_docx(source, str(program), tmp_path / "work", time_limit_s=1.0)

    assert gone(int((tmp_path / "child").read_text()))


def gone(pid: int) -> bool:
    """Whether a process has ended; the system takes a moment to clear it away."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


class Recorder(http.server.BaseHTTPRequestHandler):
    """Notes what it is asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_GET

    def log_message(self, format: str, *args: object) -> None: ...


@needs_libreoffice
def test_a_file_of_any_bytes_is_refused_and_not_read_as_rare_characters(tmp_path: Path) -> None:
    path = tmp_path / "坏.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(1).randbytes(3000))

    with pytest.raises(UnreadableFile, match=r"^坏\.doc: "):
        read_office(path)


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("Handler", (Recorder,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}", asked
        httpd.shutdown()
        thread.join()


@needs_libreoffice
def test_links_in_a_file_are_not_followed(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    """Neither to the network, where the service may reach what a sender may not, nor to files of this machine."""
    url, asked = server
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", "utf-8")

    pages = read_office(write_odt(tmp_path / "a.odt", f"{url}/image.png", secret.as_uri()))

    assert (pages.texts, asked) == (("正文\n原文",), [])


def write_odt(path: Path, image: str, section: str) -> Path:
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(
        f'xmlns:{prefix}="{oasis}:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        '<office:body><office:text><text:p>正文</text:p><text:section text:name="s">'
        f'<text:section-source xlink:href="{section}" text:filter-name="Text"/><text:p>原文</text:p></text:section>'
        '<text:p><draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm">'
        f'<draw:image xlink:href="{image}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "</draw:frame></text:p></office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{oasis}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path

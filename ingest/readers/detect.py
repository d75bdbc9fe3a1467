"""What a file is, by its content first and by its name second. Path -> the suffix its reader stands under.

Offices rename files (a web page saved as .doc, a .docx called .doc), so the name only decides where the content
leaves a choice: between kinds of plain text, and between the kinds of old Word files.

Source: the formats' own magic numbers; ECMA-376 (OOXML parts), GB/T 33190-2016 (OFD.xml), ODF 1.3 part 2 (mimetype),
[MS-CFB] (OLE2 files, whose stream names are UTF-16).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.readers.markdown import is_markdown
from ingest.readers.opening import readable
from ingest.readers.txt import text_of
from ingest.readers.zips import UNPACK_ERRORS, open_zip

HEAD_BYTES = 8192
PDF_WITHIN = 1024  # readers accept %PDF anywhere in the first kilobyte
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"Rar!\x1a\x07", ".rar"),
    (b"7z\xbc\xaf\x27\x1c", ".7z"),
    (b"\x1f\x8b\x08", ".gz"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
)
ZIP, ZIP_EMPTY, OLE2 = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The member that only this format has. Looked for in the archive's directory: nothing is unpacked.
ZIP_KINDS = (
    ("word/document.xml", ".docx"),
    ("OFD.xml", ".ofd"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsx"),
    ("ppt/presentation.xml", ".pptx"),
)
ODF = b"application/vnd.oasis.opendocument."
ODF_KINDS = {b"text": ".odt", b"spreadsheet": ".ods", b"presentation": ".odp"}
OLE2_STREAMS = (
    ("EncryptedPackage", ""),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("PowerPoint Document", ".ppt"),
)
OLD_WORD = (".doc", ".wps")  # one container; WPS names its own files .wps

HTML_START = re.compile(
    rb"(?>\s+|<\?xml[^>]*>|<!--(?>.*?-->))*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|table|div|p|span|h[1-6]|center|br|font)\b[^<]*",
    re.IGNORECASE | re.DOTALL,
)
WORD_XML = re.compile(rb"\s*<\?xml.{0,500}?(?:progid=\"Word\.Document\"|<w:wordDocument|<pkg:package)", re.DOTALL)
MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,20}?MIME-Version:", re.IGNORECASE)
TAG = re.compile(rb"<[a-zA-Z!/]")
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
UTF8_BOM = b"\xef\xbb\xbf"
# Other names of what the readers read.
ALIASES = {
    ".htm": ".html",
    ".shtml": ".html",
    ".xhtml": ".html",
    ".markdown": ".md",
    ".mhtml": ".mht",
    ".jpeg": ".jpg",
    ".tiff": ".tif",
    ".docm": ".docx",
}


def detect(path: Path) -> str:
    """The suffix of what the file holds, `.txt` where nothing else is recognised; raises UnreadableFile."""
    with readable(path.name), path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip():
        raise UnreadableFile(f"{path.name}: holds no text; check the file")
    return _binary(path, head) or _text(path, head)


def is_recognised(path: Path, kinds: Collection[str]) -> bool:
    """Whether the content alone says that a file is one of these kinds, so that its name need not."""
    try:
        with path.open("rb") as file:
            return _binary(path, file.read(HEAD_BYTES)) in kinds
    except (OSError, UnreadableFile):
        return False


def _binary(path: Path, head: bytes) -> str | None:
    if b"%PDF-" in head[:PDF_WITHIN]:
        return ".pdf"
    if head.startswith((ZIP, ZIP_EMPTY)):
        return _zip_kind(path)
    if head.startswith(OLE2):
        return _ole2_kind(path)
    if WORD_XML.match(head.removeprefix(UTF8_BOM)):
        return ".doc"
    found = next((suffix for magic, suffix in MAGIC if head.startswith(magic)), None)
    # BM also begins a text in English; a picture is never free of zero bytes.
    return None if found == ".bmp" and b"\0" not in head else found


def _zip_kind(path: Path) -> str:
    with open_zip(path) as archive:
        names = set(archive.namelist())
        for member, suffix in ZIP_KINDS:
            if member in names:
                return suffix
        if "mimetype" in names and "content.xml" in names:
            try:
                with archive.open("mimetype") as file:
                    kind = file.read(100).removeprefix(ODF).split(b"-")[0].strip()
            except UNPACK_ERRORS as exc:
                raise UnreadableFile(f"{path.name}: a damaged zip file ({exc}); copy or download it again") from exc
            return ODF_KINDS.get(kind, ".odf")
    return ".zip"


def _ole2_kind(path: Path) -> str:
    """By the names of its streams. A password-protected .docx is an OLE2 file, too."""
    with readable(path.name):
        data = path.read_bytes()
    kind = next((suffix for name, suffix in OLE2_STREAMS if name.encode("utf-16-le") in data), ".doc")
    if not kind:
        raise UnreadableFile(f"{path.name}: protected by a password; save it without one")
    named = path.suffix.lower()
    return named if kind == ".doc" and named in OLD_WORD else kind


def _text(path: Path, head: bytes) -> str:
    named = path.suffix.lower()
    named = ALIASES.get(named, named)
    if head.startswith(UTF16_BOMS):
        head = head[: len(head) // 2 * 2].decode("utf-16", errors="replace").encode()
    head = head.removeprefix(UTF8_BOM)
    if HTML_START.match(head) or (named == ".html" and TAG.search(head)):
        return ".html"
    if MHTML.match(head) and b"multipart/related" in head.lower():
        return ".mht"
    if named == ".md":
        return ".md"
    # A web page or a document that a tool turned into text: the marks stand anywhere in it.
    try:
        return ".md" if is_markdown(text_of(path)) else ".txt"
    except UnreadableFile:
        return ".txt"  # whose reader says what is wrong with it

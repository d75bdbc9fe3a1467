"""Open a Word file without trusting it: a zip of XML parts, each read as a stream and within limits.

File -> parts -> XML elements, one at a time. Every failure is an `UnreadableFile`.

Source: ECMA-376-2 (Open Packaging Conventions): _rels/.rels names the main part, <part>.rels the parts beside it.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from ingest.errors import UnreadableFile
from ingest.readers.opening import readable

MAX_FILE_BYTES = 100_000_000
MAX_INDEX_BYTES = 2_000_000  # of the zip's table of contents: some 20,000 parts; a long report has 200
MAX_DOCUMENT_BYTES = 160_000_000  # of the main part, unpacked: a million empty paragraphs as Word writes them
MAX_PART_BYTES = 16_000_000  # of any other part that is read: styles, numbering, notes, a header
MAX_TOTAL_BYTES = 240_000_000  # of all XML together
MAX_DEPTH = 150  # of XML elements; three tables inside each other and a text box in the innermost take 60
MAX_ELEMENTS = 2_000_000  # held at once: of one paragraph or table, some 250 MB

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
END_OF_ZIP = struct.Struct("<4s4H2LH")
ZIP64_LOCATOR = b"PK\x06\x07"
LOCATOR_BYTES = 20
MAX_COMMENT = 2**16

STRICT = "http://purl.oclc.org/ooxml/"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
# “Strict Open XML” has the same names in other namespaces.
TRANSITIONAL = {
    f"{STRICT}wordprocessingml/main": W,
    f"{STRICT}officeDocument/relationships": R,
    f"{STRICT}drawingml/wordprocessingDrawing": WP,
    f"{STRICT}officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"

# What zipfile and lxml raise on bytes that are not what they claim to be.
BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    etree.XMLSyntaxError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{W}}}{name}"


def setting(parent: etree._Element | None, name: str) -> str | None:
    """The value of a child such as <w:numId w:val="3"/>; "" where the child stands without a value."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(w("val"), "")


def switched_on(parent: etree._Element | None, name: str) -> bool | None:
    """A switch such as <w:vanish/>: on without a value; None where it is not set."""
    value = setting(parent, name)
    return None if value is None else value not in ("0", "false", "off")


def integer(text: str | None, default: int = 0) -> int:
    """The number in an attribute, which anybody may have written.

    >>> integer("12"), integer("zwölf"), integer("9" * 5000), integer(None, 1)
    (12, 0, 0, 1)
    """
    digits = (text or "").removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return default
    return int(text or "")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a relationship of a part leads. `kind` is the last word of its type: styles, header, footnotes, ..."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Package:
    """An open Word file. `name` is what the user calls it."""

    name: str
    archive: ZipFile
    parts: dict[str, ZipInfo] = field(repr=False)

    def refusal(self, reason: str) -> UnreadableFile:
        return UnreadableFile(f"{self.name}: {reason}")

    def main_part(self) -> str:
        """The name of the part that holds the text."""
        for target in self.targets("").values():
            if target.kind == "officeDocument" and target.part in self.parts:
                return target.part
        if "word/document.xml" in self.parts:
            return "word/document.xml"
        raise self.refusal("holds no Word document; check that its suffix is right, or save it anew as .docx")

    def targets(self, part: str) -> dict[str, Target]:
        """What a part refers to inside the package, by id; of the package itself for an empty name."""
        folder, base = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.parts:
            return {}
        found: dict[str, Target] = {}
        for element in self.elements(rels, depth=1):
            if element.tag != f"{{{RELATIONSHIPS}}}Relationship" or element.get("TargetMode") == "External":
                continue
            path = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Target(kind, path.lower())
        return found

    def elements(
        self, part: str, depth: int, *, root: str | None = None, max_bytes: int = MAX_PART_BYTES
    ) -> Iterator[etree._Element]:
        """The elements `depth` levels below the root, one after the other; each is gone when the next one comes."""
        info = self.parts[part]
        if info.flag_bits & 1:
            raise self.refusal("is protected by a password; save it without one")
        if info.file_size > max_bytes:
            raise self.refusal(f"{part} unpacks to more than {max_bytes // 1_000_000} MB; split the document")
        with self._translated(part), self.archive.open(info) as stream:
            yield from self._stream(stream, part, depth, root)

    def _stream(self, stream: IO[bytes], part: str, depth: int, root: str | None) -> Iterator[etree._Element]:
        level = held = 0
        strict = False
        for event, element in etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        ):
            if event == "start":
                if level == 0:
                    strict = STRICT in str(element.tag)
                    if element.getroottree().docinfo.doctype:
                        raise self.refusal(f"{part} carries a DTD, which no Word file does; save it anew as .docx")
                    if root is not None and _transitional(str(element.tag)) != root:
                        raise self.refusal("holds no Word document; save it anew as .docx")
                level += 1
                held += 1
                if level > MAX_DEPTH or held > MAX_ELEMENTS:
                    raise self.refusal(f"{part} is nested too deeply or holds an endless table; save it anew as .docx")
                continue
            level -= 1
            if level == depth:
                if strict:
                    _make_transitional(element)
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
                held = depth + 1

    @contextmanager
    def _translated(self, part: str) -> Iterator[None]:
        with translated(self.name, part):
            yield


@contextmanager
def translated(name: str, part: str) -> Iterator[None]:
    """Errors of the zip and XML libraries as one of ours."""
    try:
        yield
    except BROKEN as exc:
        reason = " ".join(str(exc).split())
        raise UnreadableFile(f"{name}: damaged ({part}: {reason}); save it anew as .docx") from exc


@contextmanager
def open_package(path: Path, name: str) -> Iterator[Package]:
    """The file, opened; raises UnreadableFile where it is no zip, locked, too large or broken."""
    with readable(name):
        file = path.open("rb")
    with file:
        with translated(name, "the zip container"):
            _check_container(file, name)
            archive = ZipFile(file)
        with archive:
            parts = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}
            total = sum(info.file_size for part, info in parts.items() if part.endswith((".xml", ".rels")))
            if total > MAX_TOTAL_BYTES:
                raise UnreadableFile(
                    f"{name}: unpacks to more than {MAX_TOTAL_BYTES // 1_000_000} MB of text; split the document"
                )
            yield Package(name, archive, parts)


def _check_container(file: IO[bytes], name: str) -> None:
    """Refuse, before zipfile reads its table of contents into memory, what is no zip or one with an endless table."""
    size = file.seek(0, 2)
    if size > MAX_FILE_BYTES:
        raise UnreadableFile(f"{name}: larger than {MAX_FILE_BYTES // 1_000_000} MB; split the document")
    file.seek(0)
    start = file.read(len(OLE2))
    if start == OLE2:
        file.seek(0)
        # Encrypted Office files are an OLE2 container with a stream of this name ([MS-OFFCRYPTO] 2.3.4.4).
        if "EncryptedPackage".encode("utf-16-le") in file.read():
            raise UnreadableFile(f"{name}: is protected by a password; save it without one")
        raise UnreadableFile(f"{name}: is an older Word file under a new name; rename it to .doc")
    file.seek(max(0, size - MAX_COMMENT - END_OF_ZIP.size))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < END_OF_ZIP.size:
        raise UnreadableFile(f"{name}: is no .docx file, or only a part of one; send or download it again")
    index_bytes = END_OF_ZIP.unpack_from(tail, end)[5]
    zip64 = tail[max(0, end - LOCATOR_BYTES) : end].startswith(ZIP64_LOCATOR)
    if index_bytes > MAX_INDEX_BYTES or zip64:
        raise UnreadableFile(f"{name}: is a zip with more parts than any Word file has; save it anew as .docx")


def _transitional(name: str) -> str:
    """A name of Strict Open XML as everybody else writes it; any other as it is."""
    namespace, brace, local = name.removeprefix("{").rpartition("}")
    return f"{{{TRANSITIONAL.get(namespace, namespace)}}}{local}" if brace else name


def _make_transitional(element: etree._Element) -> None:
    for one in element.iter(etree.Element):
        one.tag = _transitional(str(one.tag))
        for name, value in one.attrib.items():
            if STRICT in str(name):
                del one.attrib[name]
                one.set(_transitional(str(name)), value)

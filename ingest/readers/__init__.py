"""Read a file into pages of text. One file per format, one line each in `READERS`.

Path -> Pages. Every failure is an `UnreadableFile` that names the file and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.detect import ALIASES, detect
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.isolate import ALLOWANCE
from ingest.readers.markdown import read_markdown
from ingest.readers.mht import read_mht
from ingest.readers.ocr import read_image
from ingest.readers.ofd import read_ofd
from ingest.readers.office import read_office
from ingest.readers.pdf import read_pdf
from ingest.readers.txt import read_txt

Reader = Callable[[Path], Pages]

# By what `detect` finds in the file; the file's own suffix may say something else.
READERS: dict[str, Reader] = {
    ".doc": read_office,
    ".docx": read_docx,
    ".html": read_html,
    ".jpg": read_image,
    ".md": read_markdown,
    ".mht": read_mht,
    ".odt": read_office,
    ".ofd": read_ofd,
    ".pdf": read_pdf,
    ".png": read_image,
    ".rtf": read_office,
    ".tif": read_image,
    ".txt": read_txt,
    ".wps": read_office,
}
ARCHIVES = frozenset({".zip"})  # several files in one: `ingest.readers.archive` takes them out
SUFFIXES = frozenset({*READERS, *ARCHIVES, *(name for name, kind in ALIASES.items() if kind in READERS)})


def is_archive(path: Path) -> bool:
    """Whether a file holds several files of an office, and is not one document that happens to be a zip."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"PK" and detect(path) in ARCHIVES
    except (OSError, UnreadableFile):
        return False  # its reader says what is wrong with it


def read(path: Path, allowance: float = 1.0) -> Pages:
    """The pages of one file; raises UnreadableFile. `allowance` times the usual time, memory and pages may be used."""
    before = ALLOWANCE.set(allowance)
    try:
        return _read(path)
    finally:
        ALLOWANCE.reset(before)


def _read(path: Path) -> Pages:
    kind, named = detect(path), path.suffix.lower()
    if kind == ".txt" and named and named not in SUFFIXES:
        kind = named  # text of a kind that nobody asked us to read: a program, a table, a log
    reader = READERS.get(kind)
    agreed = ALIASES.get(named, named) == kind
    if reader is None:
        holds = kind if agreed else f"{kind}, which it is in spite of its name"
        raise UnreadableFile(f"{path.name}: no reader for {holds}; convert it to one of {', '.join(sorted(READERS))}")
    try:
        return reader(path)
    except UnreadableFile as exc:
        if agreed or not named:
            raise
        if kind == ".txt":  # what holds no sign of any kind is taken for text
            raise UnreadableFile(
                f"{path.name}: no {named} file by its content, and no text either; get it anew from where it came"
            ) from exc
        raise UnreadableFile(f"{exc} (its name says {named}, its content {kind})") from exc

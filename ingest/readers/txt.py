"""Plain text: bytes -> Pages, in UTF-8, UTF-16 with a BOM, or GB18030.

Source: GB 18030-2022 (a superset of GBK and GB 2312, which older office files use).
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.opening import readable

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16 LE, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAX_BYTES = 20 * 1024 * 1024  # a notice of 10,000 pages is smaller
MAX_CONTROL = 0.005  # of the characters: DOS ends a file with one, Word leaves some around fields and cells
HARD_HYPHEN = "\x1e"  # as Word copies it: the dash of a telephone
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
BLANK_RUN = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def decode(data: bytes, name: str) -> str:
    """The text of a file; raises UnreadableFile where the bytes are no text.

    >>> decode("各市商务局".encode("gb18030"), "a.txt")
    '各市商务局'
    """
    encodings = next(([codec] for bom, codec in BOMS if data.startswith(bom)), ["utf-8", "gb18030"])
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or len(CONTROL.findall(text)) > max(4, MAX_CONTROL * len(text)):
            break
        return text.replace(HARD_HYPHEN, "-")
    raise UnreadableFile(f"{name}: not a text file (neither UTF-8 nor GB18030); check that its suffix is right")


def split_pages(text: str) -> Pages:
    """Pages at form feeds; without any, at runs of two blank lines, which may be page breaks or not (`numbered` False).

    >>> split_pages("一\\f二")
    Pages(texts=('一', '二'), numbered=True, boxes=(), continued=(), dropped=())
    >>> split_pages("一\\n\\n\\n二")
    Pages(texts=('一', '二'), numbered=False, boxes=(), continued=(), dropped=())
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text.strip("\f"):
        return Pages(tuple(text.strip("\f").split("\f")), numbered=True)
    return Pages(tuple(BLANK_RUN.split(text.strip("\f\n"))), numbered=False)


def bytes_of(path: Path) -> bytes:
    """All of a file of text; raises UnreadableFile."""
    with readable(path.name), path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"{path.name}: larger than {MAX_BYTES // 2**20} MB; split it")
    return data


def text_of(path: Path) -> str:
    """All of a text file; raises UnreadableFile."""
    return decode(bytes_of(path), path.name)


def read_txt(path: Path) -> Pages:
    """The pages of a text file; raises UnreadableFile."""
    pages = split_pages(text_of(path))
    if not any(page.strip() for page in pages.texts):
        raise UnreadableFile(f"{path.name}: holds no text; check the file")
    return pages

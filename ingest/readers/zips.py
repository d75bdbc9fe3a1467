"""Open a zip file whose directory is of a sane size. Every format that is a zip (.docx, .odt, .ofd) begins here.

`zipfile` reads the whole directory into memory, about a kilobyte an entry: a file of 100 MB can list two million.

Source: PKWARE APPNOTE 6.3.10, 4.3.16 (end of central directory) and 4.3.14-4.3.15 (its 64-bit form).
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from ingest.errors import UnreadableFile

MAX_DIRECTORY_BYTES = 4 * 1024 * 1024  # some 40,000 members
END, END_SIZE = b"PK\x05\x06", 22
END64_LOCATOR, LOCATOR_SIZE, END64_SIZE = b"PK\x06\x07", 20, 56
MAX_COMMENT = 65535
# What `zipfile` raises on damaged or hostile files when opening, and when unpacking.
ZIP_ERRORS = (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, EOFError, struct.error)
UNPACK_ERRORS = (*ZIP_ERRORS, NotImplementedError, zlib.error, lzma.LZMAError)


def open_zip(path: Path) -> zipfile.ZipFile:
    """The archive; raises UnreadableFile where it is damaged or its directory is too long."""
    try:
        size = _directory_bytes(path)
        if size > MAX_DIRECTORY_BYTES:
            raise UnreadableFile(f"{path.name}: lists too many members ({size:,} bytes of names); split it")
        return zipfile.ZipFile(path)
    except ZIP_ERRORS as exc:
        raise UnreadableFile(f"{path.name}: a damaged zip file ({exc}); copy or download it again") from exc


def _directory_bytes(path: Path) -> int:
    """The size of the directory as the end of the file states it, in its 64-bit form where there is one."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        start = max(0, length - END_SIZE - MAX_COMMENT - LOCATOR_SIZE - END64_SIZE)
        file.seek(start)
        tail = file.read()
    at = tail.rfind(END)
    if at < 0 or at + END_SIZE > len(tail):
        raise zipfile.BadZipFile("its end is missing")
    size = int(struct.unpack_from("<L", tail, at + 12)[0])
    locator = at - LOCATOR_SIZE
    if locator >= END64_SIZE and tail[locator : locator + 4] == END64_LOCATOR:
        size = max(size, int(struct.unpack_from("<Q", tail, locator - END64_SIZE + 40)[0]))
    return size

"""The files in a .zip, one at a time, each unpacked under a name of our own. Path -> members.

What is asked of the archive is bounded: how many members, how large each and all together, how far they were
squeezed, how deep archives stand in archives. Nothing is ever written where a member's name points to.

Source: PKWARE APPNOTE 6.3.10, 4.4.4 (bit 0: encrypted, bit 11: the name is UTF-8); Windows in China writes GBK names.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.readers.detect import detect
from ingest.readers.names import decode_name
from ingest.readers.zips import UNPACK_ERRORS, open_zip

ENCRYPTED, UTF8_NAME = 0x1, 0x800
COPY_BYTES = 64 * 1024
MAX_NAME = 150  # characters of the file we write, its suffix kept: a file system takes 255 bytes
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one archive may cost, all archives inside it counted in."""

    members: int = 2_000
    member_bytes: int = 100_000_000  # as of a single file
    total_bytes: int = 1_000_000_000
    ratio: int = 200  # text shrinks to a tenth, an empty scan to a hundredth; a bomb to a thousandth
    ratio_from_bytes: int = 1_000_000  # below it a high ratio harms nobody
    depth: int = 3  # an archive in an archive in an archive


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Member:
    """A file that was unpacked. `path` holds it until the next member is asked for."""

    name: str  # inside the archive, folders and inner archives in front: 附件.zip/1/报名表.docx
    path: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A member that was not unpacked, and why. `hidden` ones are the system's, not the office's."""

    name: str
    reason: str
    hidden: bool = False


@dataclass(slots=True)
class _Spent:
    """What has been unpacked so far."""

    members: int = 0
    total: int = 0
    stop: bool = False  # nothing more is taken out


class _TooMuch(Exception):
    """A limit was met while unpacking."""


def members_of(path: Path, limits: Limits = LIMITS) -> Iterator[Member | Refused]:
    """The files in an archive in its order; raises UnreadableFile where the archive itself cannot be read."""
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
        yield from _members(path, "", 1, Path(folder), limits, _Spent())


def _members(
    path: Path, inside: str, depth: int, folder: Path, limits: Limits, spent: _Spent
) -> Iterator[Member | Refused]:
    with open_zip(path) as archive:
        for info in archive.infolist():
            if spent.stop:
                return
            name = name_of(info)
            shown = f"{inside}{printable(name)}"
            if name.endswith("/"):
                continue
            if _is_hidden(name):
                yield Refused(shown, "hidden file", hidden=True)
                continue
            spent.members += 1
            if spent.members > limits.members:
                spent.stop = True
                yield Refused(
                    shown, f"more than {limits.members:,} files in the archive; the rest is not read: split it"
                )
                return
            if problem := _problem(name, info, limits):
                yield Refused(shown, problem)
                continue
            target = folder / f"{depth}-{spent.members}" / _short(name)
            target.parent.mkdir()
            try:
                _unpack(archive, info, target, limits, spent)
                nested = detect(target) == ".zip" if info.file_size else False
            except _TooMuch as exc:
                yield Refused(shown, str(exc))
                continue
            except UnreadableFile:
                nested = False  # its reader says what is wrong with it
            except UNPACK_ERRORS as exc:
                yield Refused(shown, f"cannot be unpacked ({exc}); unpack the archive by hand")
                continue
            if not nested:
                yield Member(shown, target)
            elif depth >= limits.depth:
                yield Refused(shown, f"an archive more than {limits.depth - 1} archives deep; unpack it first")
            else:
                try:
                    yield from _members(target, f"{shown}/", depth + 1, folder, limits, spent)
                except UnreadableFile as exc:
                    yield Refused(shown, str(exc).removeprefix(f"{target.name}: "))
            target.unlink(missing_ok=True)


def name_of(info: zipfile.ZipInfo) -> str:
    """The member's name. Without the mark for UTF-8 it is UTF-8 all the same, or GBK; `zipfile` read it as cp437.

    >>> name_of(zipfile.ZipInfo("报名表.docx".encode("gbk").decode("cp437")))
    '报名表.docx'
    """
    name = info.orig_filename
    if not info.flag_bits & UTF8_NAME:
        with contextlib.suppress(UnicodeEncodeError):  # then the directory holds it in a field of its own
            name = decode_name(name.encode("cp437"))
    return name.replace("\\", "/")


def printable(name: str) -> str:
    return CONTROL.sub("�", name)


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return parts[-1].startswith(".") or "__MACOSX" in parts or parts[-1] in ("Thumbs.db", "desktop.ini")


def _problem(name: str, info: zipfile.ZipInfo, limits: Limits) -> str:
    """Why a member is not even tried."""
    if not name:
        return "it has no name; pack the archive anew"
    if CONTROL.search(name):
        return "its name holds a control character; pack the archive anew"
    if name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        return "its name points outside the archive; pack the archive anew"
    if info.flag_bits & ENCRYPTED:
        return "protected by a password; unpack the archive and ingest the files"
    if info.file_size > limits.member_bytes:
        return f"{info.file_size} bytes; the limit is {limits.member_bytes}: split the file"
    return ""


def _short(name: str) -> str:
    base = Path(name).name
    suffix = Path(base).suffix[:20]
    stem = base.removesuffix(suffix).encode()[:MAX_NAME].decode(errors="ignore")
    return f"{stem or 'file'}{suffix}"


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, limits: Limits, spent: _Spent) -> None:
    """Copy a member piece by piece, and stop at the first limit: what the directory says of its size proves nothing."""
    size = 0
    with archive.open(info) as source, target.open("wb") as sink:
        while piece := source.read(COPY_BYTES):
            size += len(piece)
            spent.total += len(piece)
            if spent.total > limits.total_bytes:
                spent.stop = True
                raise _TooMuch(f"more than {limits.total_bytes} bytes in the archive; the rest is not read: split it")
            if size > limits.member_bytes:
                raise _TooMuch(f"more than {limits.member_bytes} bytes; split the file")
            if size > limits.ratio_from_bytes and size > limits.ratio * max(info.compress_size, 1):
                raise _TooMuch(f"unpacks to more than {limits.ratio} times its size; unpack it by hand if you trust it")
            sink.write(piece)

"""Files of older and other word processors (.doc .wps .rtf .odt): LibreOffice turns them into .docx, which we read.

Path -> Pages. LibreOffice runs as a process of its own, in a profile and a folder of its own, within limits of time and
memory; it runs no macros, follows no links and reaches no network. Its page breaks are not the office's (other fonts),
so pages are counted only where the author broke them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.docx import read_word
from ingest.readers.garbled import is_garbled
from ingest.readers.opening import readable

PROGRAMS = ("soffice", "libreoffice")
DEBIAN_PACKAGE = "libreoffice-writer-nogui"
TIME_LIMIT_S = 120.0  # a notice takes 1 to 3 s, 1,000 pages about 20
MEMORY_LIMIT_KB = 4 * 1024 * 1024  # of address space, of which it takes about 1 GB for any file
FILE_LIMIT_BLOCKS = 200_000_000 // 512  # of what it writes
LIMITED = 'ulimit -v "$1" && ulimit -f "$2" && ulimit -c 0 && shift 2 && exec "$@"'
OUT_FORMAT = "docx:MS Word 2007 XML"

NOWHERE = "127.0.0.1"  # a proxy that nobody answers at: the port is “discard”
SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),  # never
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),  # by hand
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", NOWHERE),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", NOWHERE),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyName", NOWHERE),
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyPort", "9"),
)
ITEM = '<item oor:path="/{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n{}\n</oor:items>\n'
)


def read_office(path: Path) -> Pages:
    """The pages of a file that LibreOffice can open; raises UnreadableFile."""
    program = find_program()
    if program is None:
        raise UnreadableFile(
            f"{path.name}: is read through LibreOffice, which is not installed; "
            f"install the package {DEBIAN_PACKAGE} (Debian, Ubuntu), or save the file as .docx"
        )
    with tempfile.TemporaryDirectory(prefix="campaign-office-", ignore_cleanup_errors=True) as folder:
        pages = read_word(to_docx(path, program, Path(folder)), path.name, believe_rendered=False)
    if is_garbled("".join("".join(pages.texts).split())):  # LibreOffice makes characters of any bytes
        raise UnreadableFile(f"{path.name}: a damaged file, or none of a word processor; save it as .docx")
    return pages


def find_program() -> str | None:
    """Where LibreOffice is, if it is installed."""
    return next((found for program in PROGRAMS if (found := shutil.which(program))), None)


def to_docx(path: Path, program: str, folder: Path, *, time_limit_s: float = TIME_LIMIT_S) -> Path:
    """The file as .docx, made in an empty folder; raises UnreadableFile."""
    # By another name than its own: LibreOffice would take the .wps of today for that of Microsoft Works.
    copy, out, profile = folder / "in.doc", folder / "out", folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(PROFILE.format("\n".join(ITEM.format(*one) for one in SETTINGS)), "utf-8")
    with readable(path.name):
        shutil.copyfile(path, copy)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", OUT_FORMAT, "--outdir", str(out), str(copy)),
    ]
    if not _run(command, folder, time_limit_s):
        raise UnreadableFile(
            f"{path.name}: LibreOffice was still busy with it after {time_limit_s:.0f} s; save it as .docx"
        )
    made = out / "in.docx"
    if not made.is_file():
        raise UnreadableFile(
            f"{path.name}: LibreOffice cannot open it; save it as .docx, without a password if it has one"
        )
    return made


def _run(command: list[str], folder: Path, time_limit_s: float) -> bool:
    """Whether the command ended in time. It is stopped with all it started, whatever happens."""
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(
        ["/bin/sh", "-c", LIMITED, "sh", str(MEMORY_LIMIT_KB), str(FILE_LIMIT_BLOCKS), *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(time_limit_s)
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True

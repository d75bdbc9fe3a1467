"""Read a file into pages of text. One file per format, one line each in `READERS`.

Path -> Pages. Every failure is an `UnreadableFile` that names the file and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.txt import read_txt

Reader = Callable[[Path], Pages]

READERS: dict[str, Reader] = {".txt": read_txt}


def read(path: Path) -> Pages:
    """The pages of one file; raises UnreadableFile."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        raise UnreadableFile(
            f"{path.name}: no reader for {path.suffix or 'files without a suffix'!r}; convert it to {known}"
        )
    return reader(path)

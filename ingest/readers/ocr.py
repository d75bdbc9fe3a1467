"""Scanned pages and pictures: pixels -> sheets -> Pages, through RapidOCR (the extra `ocr`) in a child process.

Source: RapidOCR 3.10 with PP-OCRv6, whose models are in its wheel: nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.isolate import Limits, allowed, isolated
from ingest.readers.lines import pages_of
from ingest.readers.scan import count_frames, recognise_frames, recognise_pages, recognise_stored
from ingest.readers.sheet import Sheet

ENGINE = "rapidocr"
EXTRA = "pip install 'campaign-assistant[ocr]'"
MAX_SCANS = 200  # pages read off their pictures; about 4 s each on two cores
MEMORY_MB = 4000  # address space; about 1 GB of it is touched
START_SECONDS, PAGE_SECONDS = 60, 30
LOOK = Limits(seconds=30, memory_mb=1500)


def read_image(path: Path) -> Pages:
    """The pages of a PNG, JPEG or TIFF file; raises UnreadableFile."""
    frames = isolated(LOOK, path.name, count_frames, path)
    sheets = isolated(limits_for(frames, path.name), path.name, recognise_frames, path)
    pages = isolated(LOOK, path.name, pages_of, sheets)
    if not any(text.strip() for text in pages.texts):
        raise UnreadableFile(f"{path.name}: no text is seen on it; scan it again at 200 dpi or more")
    return pages


def recognise_pdf(path: Path, numbers: Sequence[int]) -> list[Sheet]:
    """The sheets of the pages with these numbers, counted from 0; raises UnreadableFile."""
    limits = limits_for(len(numbers), path.name, page=numbers[0] + 1)
    return isolated(limits, path.name, recognise_pages, path, tuple(numbers))


def recognise_pictures(name: str, pictures: Sequence[bytes]) -> list[Sheet]:
    """The sheets of pictures taken out of the file `name`; raises UnreadableFile."""
    return isolated(limits_for(len(pictures), name), name, recognise_stored, name, tuple(pictures))


def limits_for(scans: int, name: str, *, page: int = 1, engine: str = ENGINE) -> Limits:
    """What recognising so many pages may take; raises UnreadableFile where it cannot be done."""
    if importlib.util.find_spec(engine) is None:
        raise UnreadableFile(f"{name}: page {page} is a picture of text; to read it: {EXTRA}")
    if scans > allowed(MAX_SCANS):
        raise UnreadableFile(f"{name}: {scans} scanned pages, the limit is {allowed(MAX_SCANS)}; split it")
    return Limits(seconds=START_SECONDS + PAGE_SECONDS * scans, memory_mb=MEMORY_MB)

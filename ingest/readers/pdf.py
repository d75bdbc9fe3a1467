"""PDF: pages -> sheets -> Pages, by its text layer; a page without a usable one is read off its picture.

PDFium runs in a child process. A text layer is not used where it is a scanner's own guess (invisible text), or where
its characters are no Chinese (fonts without a mapping to Unicode).

Source: ISO 32000-1, 9.10 (text extraction), 9.3.6 (rendering mode 3: invisible).
"""

from __future__ import annotations

from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.garbled import is_garbled
from ingest.readers.isolate import Limits, isolated
from ingest.readers.lines import pages_of
from ingest.readers.marks import sheet_of
from ingest.readers.ocr import recognise_pdf
from ingest.readers.pdf_page import Seen, pages_seen
from ingest.readers.sheet import Sheet

LIMITS = Limits(seconds=240, memory_mb=1500)  # 1,000 full pages took 25 s and 140 MB
SCAN_SHARE = 0.4  # of the page: a picture that large is the page itself
FEW_GLYPHS = 30  # beside such a picture: a page number or a scanner's stamp


def read_pdf(path: Path) -> Pages:
    """The pages of a PDF; raises UnreadableFile."""
    read = isolated(LIMITS, path.name, text_layer, path)
    if not isinstance(read, Pages):
        scanned = [i for i, sheet in enumerate(read) if sheet.scanned]
        recognised = dict(zip(scanned, recognise_pdf(path, scanned), strict=True))
        read = isolated(LIMITS, path.name, pages_of, [recognised.get(i, sheet) for i, sheet in enumerate(read)])
    if not any(text.strip() for text in read.texts):
        raise UnreadableFile(f"{path.name}: holds no text on {len(read.texts)} pages; check the file")
    return read


def text_layer(path: Path) -> Pages | list[Sheet]:
    """The pages, or their sheets where some are still to be read off their pictures. For a child process."""
    sheets = [
        Sheet(seen.width, seen.height, scanned=True)
        if needs_ocr(seen)
        else sheet_of(seen.width, seen.height, seen.glyphs, seen.rules)
        for seen in pages_seen(path)
    ]
    return sheets if any(sheet.scanned for sheet in sheets) else pages_of(sheets)


def needs_ocr(seen: Seen) -> bool:
    """Whether what the text layer says is not what the page shows."""
    text = "".join(glyph.char for glyph in seen.glyphs if not glyph.char.isspace())
    if seen.picture >= SCAN_SHARE and (len(text) < FEW_GLYPHS or seen.invisible > len(text) / 2):
        return True
    return is_garbled(text, seen.unmapped)

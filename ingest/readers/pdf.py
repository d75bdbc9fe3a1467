"""PDF: pages -> sheets -> Pages, by its text layer; a page without a usable one is read off its picture.

PDFium runs in a child process. A text layer is not used where it is a scanner's own guess (invisible text), or where
its characters are no Chinese (fonts without a mapping to Unicode).

Source: ISO 32000-1, 9.10 (text extraction), 9.3.6 (rendering mode 3: invisible); GB 2312 and Big5 for common Chinese.
"""

from __future__ import annotations

from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.isolate import Limits, isolated
from ingest.readers.lines import pages_of
from ingest.readers.marks import sheet_of
from ingest.readers.ocr import recognise_pdf
from ingest.readers.pdf_page import Seen, pages_seen
from ingest.readers.sheet import Sheet

LIMITS = Limits(seconds=240, memory_mb=1500)  # 1,000 full pages took 25 s and 140 MB
SCAN_SHARE = 0.4  # of the page: a picture that large is the page itself
FEW_GLYPHS = 30  # beside such a picture: a page number or a scanner's stamp
MAX_UNREADABLE = 0.15  # of the characters
MIN_COMMON = 0.7  # of the Chinese characters: 0.98 and more in notices, 0.2 where codes are mapped at random
MIN_JUDGED = 20
LEVEL_ONE = range(0xB0, 0xD8)  # lead bytes of the 3,755 common characters of GB 2312
BIG5_COMMON = range(0xA4, 0xC7)  # the same for traditional characters


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


def is_garbled(text: str, unmapped: int = 0) -> bool:
    """Whether a text layer holds codes that mean nothing, or other characters than were printed.

    >>> is_garbled("为贯彻中央经济工作会议关于着力扩大国内需求的工作部署，现就有关事项通知如下：")
    False
    >>> is_garbled("鼃鼄龘齉齾钃饢驫麤龗籲厵灪爩癵韊韽顟鱻鸝麢黭黸" * 2), is_garbled("\\ue001\\ue002\\ufffd" * 10)
    (True, True)
    """
    if len(text) < MIN_JUDGED:
        return False
    unreadable = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in text)
    if max(unreadable, unmapped) > MAX_UNREADABLE * len(text):
        return True
    chinese = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    return len(chinese) >= MIN_JUDGED and sum(map(_is_common, chinese)) < MIN_COMMON * len(chinese)


def _is_common(char: str) -> bool:
    simple, traditional = char.encode("gb2312", errors="ignore"), char.encode("big5", errors="ignore")
    return any(code and code[0] in lead for code, lead in ((simple, LEVEL_ONE), (traditional, BIG5_COMMON)))

"""What PDFium sees on a page: characters with their places, ruled lines, how much of it is pictures.

The only file that calls PDFium's C functions. For a child process (`isolate.py`).

Source: PDFium's fpdf_text.h and fpdf_edit.h; ISO 32000-1, 8.3 (coordinates from the bottom left, y upwards).
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import UnreadableFile
from ingest.readers.isolate import allowed
from ingest.readers.sheet import GUESSED, Glyph, Rule

MAX_PAGES = 1000  # a book of notices is smaller
MAX_GLYPHS = 20_000  # of one page; a full one has 1,500
MAX_OBJECTS = 20_000  # of one page, looked at for ruled lines and pictures
MAX_DEPTH = 4  # of forms within forms
MIN_RULE = 4.0  # points: a shorter stroke belongs to a drawing
STRAIGHT = 1.5  # points: how far from upright or level a ruled line is
MIN_SIZE, MAX_SIZE = 1.0, 400.0  # points: smaller or larger is not meant to be read
DIAGONAL = math.radians(10)  # text that leans further is a watermark

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A page turned so that its text runs from left to right, in points from its top left corner."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    picture: float  # share of the page that pictures cover
    invisible: int  # characters drawn without ink
    unmapped: int  # characters whose font does not say what they mean


@dataclass(frozen=True, slots=True)
class _Char:
    char: str
    quarter: int  # quarter turns against the clock of its direction
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float
    size: float
    invisible: bool
    unmapped: bool


@dataclass(frozen=True, slots=True)
class _Turn:
    """Page space -> the sheet on which text of `quarter` runs from left to right."""

    left: float
    bottom: float
    right: float
    top: float
    quarter: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.quarter:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The document; raises UnreadableFile."""
    try:
        document = pdfium.PdfDocument(path)
        count = len(document)
    except (pdfium.PdfiumError, OSError) as exc:
        if getattr(exc, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableFile(f"{path.name}: protected by a password; save it without one") from exc
        raise UnreadableFile(f"{path.name}: not a whole PDF file ({exc}); copy or download it again") from exc
    if count > allowed(MAX_PAGES):
        raise UnreadableFile(f"{path.name}: {count} pages, the limit is {allowed(MAX_PAGES)}; split it")
    return document


def pages_seen(path: Path) -> Iterator[Seen]:
    """Every page of a document; raises UnreadableFile."""
    document = open_pdf(path)
    for number in range(len(document)):
        try:
            page = document[number]
            yield _seen(page)
            page.close()
        except pdfium.PdfiumError as exc:
            raise UnreadableFile(f"{path.name}: page {number + 1} is damaged; print it to a new file") from exc


def _seen(page: pdfium.PdfPage) -> Seen:
    left, bottom, right, top = page.get_bbox()
    chars = list(_chars(page))
    turns = Counter(char.quarter for char in chars if not char.char.isspace())
    quarter = turns.most_common(1)[0][0] if turns else 0
    turn = _Turn(left, bottom, right, top, quarter)
    width, height = turn.size
    upright = [
        char for char in chars if char.quarter == quarter and left <= char.x <= right and bottom <= char.y <= top
    ]
    strokes, picture = _drawn(page)
    return Seen(
        width=width,
        height=height,
        glyphs=tuple(_glyph(turn, char) for char in upright),
        rules=tuple(rule for stroke in strokes if (rule := _rule(turn, stroke))),
        picture=picture / (width * height) if width * height else 0.0,
        invisible=sum(char.invisible for char in upright),
        unmapped=sum(char.unmapped for char in upright),
    )


def _glyph(turn: _Turn, char: _Char) -> Glyph:
    (x1, _), (x2, _) = turn.point(char.left, char.bottom), turn.point(char.right, char.top)
    _, baseline = turn.point(char.x, char.y)
    return Glyph(char.char, min(x1, x2), max(x1, x2), baseline, char.size)


def _rule(turn: _Turn, stroke: tuple[float, float, float, float]) -> Rule | None:
    (x1, y1), (x2, y2) = turn.point(*stroke[:2]), turn.point(*stroke[2:])
    across, down = abs(x2 - x1), abs(y2 - y1)
    if max(across, down) < MIN_RULE or min(across, down) > STRAIGHT:
        return None
    if across < down:
        return Rule((x1 + x2) / 2, min(y1, y2), (x1 + x2) / 2, max(y1, y2))
    return Rule(min(x1, x2), (y1 + y2) / 2, max(x1, x2), (y1 + y2) / 2)


def _chars(page: pdfium.PdfPage) -> Iterator[_Char]:
    textpage = page.get_textpage()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    modes: dict[int, bool] = {}
    for i in range(min(textpage.count_chars(), MAX_GLYPHS)):
        code = raw.FPDFText_GetUnicode(textpage, i)
        # A hyphen at the end of a line comes as a control character: in a notice it is the dash of a telephone.
        char = "-" if raw.FPDFText_IsHyphen(textpage, i) == 1 else chr(code) if code < 0x110000 else "\ufffd"
        if char in "\r\n" or "\ud800" <= char <= "\udfff":
            continue
        if raw.FPDFText_IsGenerated(textpage, i) == 1:
            char = GUESSED
        found = raw.FPDFText_GetMatrix(textpage, i, matrix) and raw.FPDFText_GetCharOrigin(textpage, i, x, y)
        if not found or not raw.FPDFText_GetLooseCharBox(textpage, i, box):
            continue
        size = raw.FPDFText_GetFontSize(textpage, i) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a)
        quarter = round(angle / (math.pi / 2))
        if not MIN_SIZE <= size <= MAX_SIZE or abs(angle - quarter * math.pi / 2) > DIAGONAL:
            continue
        drawn = raw.FPDFText_GetTextObject(textpage, i)
        key = ctypes.addressof(drawn.contents) if drawn else 0
        if key not in modes:
            modes[key] = bool(drawn) and raw.FPDFTextObj_GetTextRenderMode(drawn) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        yield _Char(
            char, quarter % 4, x.value, y.value, box.left, box.bottom, box.right, box.top, size,
            invisible=modes[key], unmapped=raw.FPDFText_HasUnicodeMapError(textpage, i) == 1,
        )  # fmt: skip
    textpage.close()


def _drawn(page: pdfium.PdfPage) -> tuple[list[tuple[float, float, float, float]], float]:
    """Straight strokes, and the area that pictures cover."""
    strokes: list[tuple[float, float, float, float]] = []
    covered, left = 0.0, MAX_OBJECTS
    waiting: list[tuple[Any, Matrix, int]] = [
        (raw.FPDFPage_GetObject(page, i), IDENTITY, 0) for i in range(min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS))
    ]
    while waiting and left:
        thing, outer, depth = waiting.pop()
        left -= 1
        match raw.FPDFPageObj_GetType(thing):
            case raw.FPDF_PAGEOBJ_PATH:
                strokes += _strokes(thing, _times(_matrix(thing), outer))
            case raw.FPDF_PAGEOBJ_IMAGE:
                a, b, c, d, _, _ = _times(_matrix(thing), outer)  # of the unit square that a picture is
                covered += abs(a * d - b * c)
            case raw.FPDF_PAGEOBJ_FORM if depth < MAX_DEPTH:
                inner = _times(_matrix(thing), outer)
                count = min(raw.FPDFFormObj_CountObjects(thing), left)
                waiting += [(raw.FPDFFormObj_GetObject(thing, i), inner, depth + 1) for i in range(max(0, count))]
    return strokes[:MAX_OBJECTS], covered


def _matrix(thing: Any) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(thing, m) else IDENTITY


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _strokes(path: Any, matrix: Matrix) -> list[tuple[float, float, float, float]]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    strokes = []
    start = last = (0.0, 0.0)
    for i in range(min(raw.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            strokes.append((*last, *here))
        last = here
        if raw.FPDFPathSegment_GetClose(segment):
            strokes.append((*last, *start))
    return strokes

"""Pictures of pages -> sheets. For a child process (`isolate.py`); RapidOCR and OpenCV are imported where they run.

The recogniser finds lines and drops the blanks in them: two telephones beside each other become one number. So blanks
are measured in the ink. Before that the page is turned upright, and what a seal printed over the text is taken out.
"""

from __future__ import annotations

import io
import math
import re
import statistics
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from ingest.errors import UnreadableFile
from ingest.readers.ink import INK, Pixels, Read, glyphs_of, sides
from ingest.readers.pdf_page import open_pdf
from ingest.readers.sheet import Glyph, Rule, Run, Sheet, runs_of

DPI = 200  # characters of 10.5 points are 29 pixels high; more only costs time
LONGEST, SHORTEST = 2600, 1000  # pixels of a picture's longer side: larger is shrunk, smaller enlarged
MAX_PIXELS = 100_000_000  # A3 at 600 dpi has 70 million
THREADS = 2
POOR = 0.9  # mean score of the characters: 0.99 upright; 0.6 to 0.8 on its head or its side, and few
TALL = 1.5  # a box so much higher than wide holds a line on its side
WIDE = 8.0  # a box so much wider than high tells the page's slant
MIN_RULED = 3.0  # sizes: a shorter stroke is part of a character
SEAL_MM = (22.0, 75.0)  # a seal is 42 mm wide; the characters of a red head are smaller, its line is longer
SEAL_SQUARE = 1.5  # the longer side of a seal over the shorter one
PAGE_MM = 297.0  # a picture without a resolution is taken for A4

CJK = r"\u3400-\u9fff"
HALF_WIDTH = re.compile(
    rf"(?<=[{CJK}”》）])[,:;!?]|(?<=[{CJK}”》）。，])\)|\((?=[{CJK}“《])|(?<=[{CJK}])\(|\)(?=[{CJK}，。；：])"
)
FOLIO = re.compile(r"[\-—–一]+\s*(\d{1,4})\s*[\-—–一]+")
DASH = re.compile(r"(?<=[\d年月日时号])一(?=\d)")  # from one date to another
FULL_WIDTH = str.maketrans(",:;!?()", "，：；！？（）")


def count_frames(path: Path) -> int:
    """How many pages a picture file has; raises UnreadableFile."""
    with _opened(path.name, path) as image:
        return getattr(image, "n_frames", 1)


def recognise_frames(path: Path) -> list[Sheet]:
    """Every page of a picture file; raises UnreadableFile."""
    engine = _engine()
    with _opened(path.name, path) as image:
        try:
            return [_sheet(engine, _rgb(frame, path.name)) for frame in ImageSequence.Iterator(image)]
        except (OSError, ValueError, SyntaxError, EOFError) as exc:
            raise UnreadableFile(f"{path.name}: a damaged picture ({exc}); scan or copy it again") from exc


def recognise_stored(name: str, pictures: Sequence[bytes]) -> list[Sheet]:
    """One sheet for each picture; raises UnreadableFile."""
    engine = _engine()
    sheets = []
    for picture in pictures:
        with _opened(name, io.BytesIO(picture)) as image:
            try:
                sheets.append(_sheet(engine, _rgb(image, name)))
            except (OSError, ValueError, SyntaxError, EOFError) as exc:
                raise UnreadableFile(f"{name}: a damaged picture ({exc}); scan or copy it again") from exc
    return sheets


def recognise_pages(path: Path, numbers: Sequence[int]) -> list[Sheet]:
    """The pages of a PDF with these numbers, counted from 0; raises UnreadableFile."""
    engine = _engine()
    document = open_pdf(path)
    sheets = []
    for number in numbers:
        page = document[number]
        scale = min(DPI / 72, LONGEST / max(page.get_size()))
        sheets.append(_sheet(engine, np.asarray(page.render(scale=scale).to_pil().convert("RGB"))))
        page.close()
    return sheets


def _opened(name: str, source: Path | io.BytesIO) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            image = Image.open(source)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as exc:
        raise UnreadableFile(f"{name}: not a picture that can be read ({exc}); save it as PNG") from exc
    except Image.DecompressionBombError as exc:
        raise UnreadableFile(f"{name}: more than {MAX_PIXELS} pixels; scan it at 300 dpi") from exc
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableFile(f"{name}: more than {MAX_PIXELS} pixels; scan it at 300 dpi")
    return image


def _rgb(image: Image.Image, name: str) -> Pixels:
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableFile(f"{name}: more than {MAX_PIXELS} pixels; scan it at 300 dpi")
    image = ImageOps.exif_transpose(image).convert("RGB")
    longer = max(image.size)
    if not SHORTEST <= longer <= LONGEST:
        factor = (LONGEST if longer > LONGEST else SHORTEST) / longer
        size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return np.asarray(image)


def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,  # whole pages are turned, below
            "Global.max_side_len": LONGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _sheet(engine: Any, rgb: Pixels) -> Sheet:
    rgb, reads = _upright(engine, _without_seals(rgb))
    angle = _slant(reads)
    grey, turn = _straight(rgb, angle)
    height, width = grey.shape
    glyphs: list[Glyph] = []
    for read in reads:
        glyphs += glyphs_of(read, grey, turn)
    size = statistics.median(glyph.size for glyph in glyphs) if glyphs else 1.0
    rules = tuple(_rules(grey, size)) if glyphs else ()
    runs = (Run(full_width(r.text), r.left, r.right, r.baseline, r.size) for r in runs_of(glyphs, rules))
    return Sheet(float(width), float(height), tuple(runs), rules)


def full_width(text: str) -> str:
    """Chinese punctuation where the recogniser took it for the narrow one, a dash where it took it for 一.

    >>> full_width("(一)活动时间:2024年4月28日,18:00(暂定)。C2M(C)")
    '（一）活动时间：2024年4月28日，18:00（暂定）。C2M(C)'
    >>> full_width("4月28日一5月12日"), full_width("-8一")
    ('4月28日—5月12日', '— 8 —')
    """
    if folio := FOLIO.fullmatch(text):
        return f"— {folio.group(1)} —"
    return DASH.sub("—", HALF_WIDTH.sub(lambda found: found.group().translate(FULL_WIDTH), text))


def _read(engine: Any, rgb: Pixels) -> list[Read]:
    out = engine(np.ascontiguousarray(rgb[:, :, ::-1]), return_word_box=True, return_single_char_box=True)
    if out.boxes is None or out.txts is None:
        return []
    return [
        Read(
            np.asarray(corners, dtype=np.float64),
            tuple((char, np.asarray(box, dtype=np.float64)) for char, _, box in chars if box is not None),
            float(score),
        )
        for corners, score, chars in zip(out.boxes, out.scores, out.word_results, strict=True)
    ]


def _upright(engine: Any, rgb: Pixels) -> tuple[Pixels, list[Read]]:
    """The picture turned so that its lines read best, and these lines."""
    reads = _read(engine, rgb)
    tall = sum(sides(read.corners)[1] > TALL * sides(read.corners)[0] for read in reads) > len(reads) / 2
    best, quality = (_believed(reads) * (not tall), rgb, reads), _quality(reads) * (not tall)
    # Of a page on its head or its side the recogniser makes little it believes in, or nothing at all.
    for quarters in (1, 3) if tall else (2,) if reads else (1, 3, 2):
        if quality >= POOR:
            break
        turned = np.rot90(rgb, quarters)
        found = _read(engine, turned)
        quality = _quality(found)
        best = max(best, (_believed(found), turned, found), key=lambda one: one[0])
    return best[1], best[2]


def _believed(reads: Sequence[Read]) -> float:
    """How many characters the recogniser believes to have read."""
    return sum(read.score * len(read.chars) for read in reads)


def _quality(reads: Sequence[Read]) -> float:
    """The mean score of the characters."""
    return _believed(reads) / max(1, sum(len(read.chars) for read in reads))


def _slant(reads: Sequence[Read]) -> float:
    """By how much the lines fall to the right, in radians."""
    slants = [
        math.atan2(read.corners[1][1] - read.corners[0][1], read.corners[1][0] - read.corners[0][0])
        for read in reads
        if sides(read.corners)[0] > WIDE * sides(read.corners)[1]
    ]
    return statistics.median(slants) if slants else 0.0


def _straight(rgb: Pixels, angle: float) -> tuple[Pixels, npt.NDArray[np.float64]]:
    """The picture in grey with level lines, and the matrix (2, 3) that takes a place of the old one to the new one."""
    import cv2

    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
    level = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(level, dtype=np.uint8), np.asarray(matrix, dtype=np.float64)


def _rules(grey: Pixels, size: float) -> Iterator[Rule]:
    """Ruled lines: dark strokes along x or y that are longer than characters are."""
    import cv2

    dark = (grey < np.percentile(grey, 90) - INK).astype(np.uint8)
    length = max(3, round(MIN_RULED * size))
    for shape in ((length, 1), (1, length)):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        thick = cv2.dilate(dark, np.ones((3, 3), np.uint8))  # a scan's line is a stair of short strokes
        _, _, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel))
        for x, y, width, height, _ in stats[1:].tolist():
            if min(width, height) > 0.5 * size:
                continue
            if width > height:
                yield Rule(x, y + height / 2, x + width, y + height / 2)
            else:
                yield Rule(x + width / 2, y, x + width / 2, y + height)


def _without_seals(rgb: Pixels) -> Pixels:
    """White where a red seal was: its ring of characters is no text, and the date below it is."""
    import cv2

    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    hue, saturation, value = hsv[:, :, 0], hsv[:, :, 1], hsv[:, :, 2]
    red = (((hue < 12) | (hue > 165)) & (saturation > 60) & (value > 90)).astype(np.uint8)
    if not red.any():
        return rgb
    millimetre = max(rgb.shape[:2]) / PAGE_MM
    reach = max(3, round(2 * millimetre))
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    out = rgb.copy()
    for number, (_, _, width, height, _) in enumerate(stats.tolist()):
        square = max(width, height) <= SEAL_SQUARE * min(width, height)
        if (
            number
            and square
            and SEAL_MM[0] <= min(width, height) / millimetre <= max(width, height) / millimetre <= SEAL_MM[1]
        ):
            halo = cv2.dilate((labels == number).astype(np.uint8), np.ones((3, 3), np.uint8))
            out[(halo > 0) & (cv2.dilate(red, np.ones((3, 3), np.uint8)) > 0) & (value > 90)] = 255
    return out

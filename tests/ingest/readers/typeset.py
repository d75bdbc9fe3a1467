"""A notice as an office prints it: A4, GB/T 9704 margins, lines cut at the width, paragraphs indented by two characters.

Paragraphs -> placed lines; those as a PDF with a text layer, as page images, as an OFD.

Source: GB/T 9704-2012, 5.2 (margins and lines of a page), 7.5 (page numbers).
"""

from __future__ import annotations

import io
import itertools
import random
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.model import ClauseKind, Notice

MM = 72 / 25.4
WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT = 28 * MM, WIDTH - 26 * MM
TOP = 37 * MM
BODY, TITLE = 16.0, 22.0
PITCH, LINES = 28.9, 22
NEVER_FIRST = "，。、；：！？）》”’」』】,.;:!?)]%"
NEVER_LAST = "（《“‘「『【([〔"
FONT_FILE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
SANS, MONO = 2, 7  # the simplified Chinese faces in it; ASCII is half-width in the second
Advance = Callable[[str, float], float]
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    align: str = "body"  # body, left, centre, right
    size: float = BODY
    page_break: bool = False  # begins a new page


@dataclass(frozen=True, slots=True)
class Placed:
    """One line: its characters with the left edge of each; `baseline` from the top of the page, in points."""

    chars: tuple[tuple[str, float], ...]
    baseline: float
    size: float


def by_font(char: str, size: float) -> float:
    """Full-width; ASCII as wide as the font of `to_pdf` has it."""
    return float(pdfmetrics.stringWidth(char, FONT, size)) if char.isascii() else size


def cut(text: str, size: float, first: float, rest: float, advance: Advance) -> Iterable[str]:
    """Lines no wider than `first`, then `rest`; no closing mark begins a line and no opening one ends it."""
    line, room = "", first
    for i, char in enumerate(text):
        room -= advance(char, size)
        line += char
        following = text[i + 1 : i + 2]
        if not following:
            break
        full = room < advance(following, size)
        after = text[i + 2 : i + 3]
        tight = room < advance(following, size) + (advance(after, size) if after else 0)
        inside = char.isascii() and char.isalnum() and following.isascii() and following.isalnum()
        if (full and not inside) or (tight and after and after in NEVER_FIRST and not full):
            kept = ""
            while line and line[-1] in NEVER_LAST:
                kept, line = line[-1] + kept, line[:-1]
            yield line
            line, room = kept, rest - sum(advance(one, size) for one in kept)
    yield line


def half(char: str, size: float) -> float:
    """Full-width or, for ASCII, half: as in the fonts that offices print with, and that `to_images` draws with."""
    return size / 2 if char.isascii() else size


def place(
    paragraphs: Sequence[Paragraph], *, left: float = LEFT, right: float = RIGHT, advance: Advance = by_font
) -> list[list[Placed]]:
    """Pages of placed lines, each with its page number below."""
    pages: list[list[Placed]] = [[]]
    rows = 0
    for paragraph in paragraphs:
        indent = 2 * paragraph.size if paragraph.align == "body" else 0.0
        if paragraph.page_break and pages[-1]:
            pages.append([])
            rows = 0
        for i, line in enumerate(cut(paragraph.text, paragraph.size, right - left - indent, right - left, advance)):
            if rows == LINES:
                pages.append([])
                rows = 0
            width = sum(advance(char, paragraph.size) for char in line)
            x = left + (indent if i == 0 else 0.0)
            if paragraph.align == "centre":
                x = left + (right - left - width) / 2
            elif paragraph.align == "right":
                x = right - width - 2 * paragraph.size
            chars = []
            for char in line:
                chars.append((char, x))
                x += advance(char, paragraph.size)
            pages[-1].append(Placed(tuple(chars), TOP + rows * PITCH + paragraph.size, paragraph.size))
            rows += 1
    for number, page in enumerate(pages, 1):
        label = f"— {number} —"
        x = (left if number % 2 == 0 else right - 5 * 14) + 14.0
        chars = []
        for char in label:
            chars.append((char, x))
            x += advance(char, 14)
        page.append(Placed(tuple(chars), TOP + LINES * PITCH + 24, 14))
    return pages


def paragraphs_of(notice: Notice) -> list[Paragraph]:
    """The notice's own paragraphs with the place each has on paper; parts begin on a page of their own."""
    titles = [part.masthead.title.span for part in notice.parts if part.masthead.title]
    starts = {next(c.span.start for c in notice.clauses if c.part == part.id) for part in notice.parts}
    found, at = [], 0
    for line in notice.text.split("\n"):
        kinds = [c.kind for c in notice.clauses if c.span.start <= at < c.own_end]
        title = any(span.start < at + len(line) and at < span.end for span in titles)
        addressees = line.endswith("：") and kinds == [ClauseKind.MASTHEAD]
        if title:
            one = Paragraph(line, "centre", TITLE, page_break=at in starts)
        elif addressees:
            one = Paragraph(line, "left")
        elif kinds == [ClauseKind.MASTHEAD]:
            one = Paragraph(line, "left" if line.startswith("附件") else "centre", page_break=at in starts)
        elif kinds == [ClauseKind.SIGNATURE]:
            one = Paragraph(line, "right")
        else:
            one = Paragraph(line, page_break=at in starts)
        found.append(one)
        at += len(line) + 1
    return found


def to_pdf(pages: Sequence[Sequence[Placed]], **options: Any) -> bytes:
    """A PDF with a text layer, in the CID font every reader knows."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, **options)
    for page in pages:
        for line in page:
            canvas.setFont(FONT, line.size)
            canvas.drawString(line.chars[0][1], HEIGHT - line.baseline, "".join(char for char, _ in line.chars))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def to_images(
    pages: Sequence[Sequence[Placed]], *, dpi: int = 200, angle: float = 0.4, noise: int = 12, seed: int = 1
) -> list[Image.Image]:
    """Pages as a scanner sees them: grey, a little askew, a little blurred, with noise."""
    scale = dpi / 72
    scans = []
    for page in pages:
        image = Image.new("L", (round(WIDTH * scale), round(HEIGHT * scale)), 255)
        draw = ImageDraw.Draw(image)
        for line in page:
            faces = [
                ImageFont.truetype(str(FONT_FILE), round(line.size * scale), index=index) for index in (SANS, MONO)
            ]
            for char, x in line.chars:
                face = faces[char.isascii()]
                draw.text((x * scale, line.baseline * scale), char, font=face, fill=20, anchor="ls")
        image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
        grain = Image.effect_noise(image.size, noise * 2)
        image = Image.blend(image, grain, 0.12)
        dice = random.Random(seed)
        spots = ImageDraw.Draw(image)
        for _ in range(150):
            x, y = dice.randrange(image.width), dice.randrange(image.height)
            spots.point((x, y), fill=60)
        scans.append(image)
    return scans


def to_scan_pdf(images: Sequence[Image.Image]) -> bytes:
    """A PDF of page images only."""
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=200)
    return out.getvalue()


def to_ofd(pages: Sequence[Sequence[Placed]]) -> bytes:
    """An OFD package: OFD.xml, Document.xml, one Content.xml a page; lengths in millimetres."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {ns} DocType="OFD" Version="1.0"><ofd:DocBody>'
            "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
        )
        refs = "".join(f'<ofd:Page ID="{i + 10}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
        archive.writestr(
            "Doc_0/Document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {ns}><ofd:CommonData><ofd:MaxUnitID>9999'
            f"</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH / MM:.2f} {HEIGHT / MM:.2f}</ofd:PhysicalBox>"
            f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{refs}</ofd:Pages></ofd:Document>",
        )
        for i, page in enumerate(pages):
            objects = []
            for k, line in enumerate(page):
                left, size = line.chars[0][1], line.size
                xs = [x for _, x in line.chars]
                deltas = " ".join(f"{(b - a) / MM:.3f}" for a, b in itertools.pairwise(xs))
                text = escape("".join(char for char, _ in line.chars))
                boundary = f"{left / MM:.3f} {(line.baseline - size) / MM:.3f} 160 {size * 1.3 / MM:.3f}"
                delta = f' DeltaX="{deltas}"' if deltas else ""
                objects.append(
                    f'<ofd:TextObject ID="{1000 + k}" Boundary="{boundary}" Font="1" Size="{size / MM:.3f}">'
                    f'<ofd:TextCode X="0" Y="{size / MM:.3f}"{delta}>{text}</ofd:TextCode></ofd:TextObject>'
                )
            archive.writestr(
                f"Doc_0/Pages/Page_{i}/Content.xml",
                f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {ns}><ofd:Content><ofd:Layer ID="2">'
                f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>",
            )
    return out.getvalue()

"""OFD, the national format for fixed pages: zip + XML -> sheets -> Pages.

The text objects of a page, with their places; a page that holds only a picture goes to the OCR.

Source: GB/T 33190-2016, 7.4 (OFD.xml), 7.5 (Document.xml), 7.7 (pages, templates), 8.5 (CTM), 9.2 (paths),
10 (images), 11.2-11.3 (text objects, text codes with DeltaX and DeltaY), 13 (resources).
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.isolate import Limits, allowed, isolated
from ingest.readers.lines import pages_of
from ingest.readers.marks import sheet_of
from ingest.readers.ocr import recognise_pictures
from ingest.readers.sheet import Glyph, Rule, Sheet
from ingest.readers.zips import UNPACK_ERRORS, open_zip

LIMITS = Limits(seconds=120, memory_mb=1500)
MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 50 * 2**20  # of one member, unpacked
MAX_TOTAL_BYTES = 300 * 2**20
MAX_PAGES = 1000
MAX_GLYPHS = 20_000  # of one page
MAX_DEPTH = 8  # of page blocks within page blocks
SCAN_SHARE = 0.4  # of the page: a picture that large is the page itself
FEW_GLYPHS = 30
STRAIGHT = 0.5  # millimetres: how far from upright or level a ruled line is
DIAGONAL = math.radians(10)  # text that leans further is a watermark
EQUAL = 0.05  # of a size: by how much the steps of a grid differ
A4 = (0.0, 0.0, 210.0, 297.0)  # millimetres

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _NoDoctype(ElementTree.TreeBuilder):
    """Entities are declared in a DOCTYPE, which no OFD has: an entity bomb is refused where it begins."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ValueError("a DOCTYPE")


@dataclass(frozen=True, slots=True)
class _Picture:
    """A picture that covers its page."""

    sheet: Sheet
    data: bytes


class _Package:
    """The members of an OFD file, unpacked one at a time and within limits."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._archive = open_zip(path)
        self._members = {info.filename.lstrip("/"): info for info in self._archive.infolist()}
        self._left = MAX_TOTAL_BYTES
        if len(self._members) > MAX_MEMBERS:
            raise UnreadableFile(f"{self.name}: {len(self._members)} members, the limit is {MAX_MEMBERS}")

    def has(self, member: str) -> bool:
        return member in self._members

    def bytes_of(self, member: str) -> bytes:
        """A member, unpacked; raises UnreadableFile."""
        info = self._members.get(member)
        if info is None:
            raise UnreadableFile(f"{self.name}: {member!r} is missing; copy or download it again")
        if info.flag_bits & 1:
            raise UnreadableFile(f"{self.name}: protected by a password; save it without one")
        try:
            with self._archive.open(info) as file:
                data = file.read(min(MAX_MEMBER_BYTES, self._left) + 1)
        except UNPACK_ERRORS as exc:
            raise UnreadableFile(f"{self.name}: {member!r} is damaged ({exc}); copy or download it again") from exc
        self._left -= len(data)
        if len(data) > MAX_MEMBER_BYTES or self._left < 0:
            raise UnreadableFile(f"{self.name}: unpacks to more than {MAX_TOTAL_BYTES // 2**20} MB; split it")
        return data

    def xml(self, member: str) -> ElementTree.Element:
        """A member's root element, namespaces taken off; raises UnreadableFile."""
        try:
            parser = ElementTree.XMLParser(target=_NoDoctype())
            root: ElementTree.Element = ElementTree.fromstring(self.bytes_of(member), parser)
        except (ElementTree.ParseError, ValueError, LookupError) as exc:
            raise UnreadableFile(f"{self.name}: {member!r} is damaged ({exc}); copy or download it again") from exc
        for element in root.iter():
            element.tag = element.tag.rsplit("}", 1)[-1]
        return root


def read_ofd(path: Path) -> Pages:
    """The pages of an OFD file; raises UnreadableFile."""
    read = isolated(LIMITS, path.name, text_objects, path)
    if not isinstance(read, Pages):
        pictures = [page for page in read if isinstance(page, _Picture)]
        recognised = iter(recognise_pictures(path.name, [picture.data for picture in pictures]))
        sheets = [next(recognised) if isinstance(page, _Picture) else page for page in read]
        read = isolated(LIMITS, path.name, pages_of, sheets)
    if not any(text.strip() for text in read.texts):
        raise UnreadableFile(f"{path.name}: holds no text on {len(read.texts)} pages; check the file")
    return read


def text_objects(path: Path) -> Pages | list[Sheet | _Picture]:
    """The pages, or sheets and pictures where some pages are still to be read off these. For a child process."""
    package = _Package(path)
    pages = [page for member in _documents(package) for page in _pages(package, member)]
    sheets = [page for page in pages if isinstance(page, Sheet)]
    return pages_of(sheets) if len(sheets) == len(pages) else pages


def _documents(package: _Package) -> Iterator[str]:
    for body in package.xml("OFD.xml").iter("DocBody"):
        root = body.findtext("DocRoot")
        if root:
            yield root.strip().lstrip("/")


def _pages(package: _Package, member: str) -> Iterator[Sheet | _Picture]:
    document = package.xml(member)
    folder = posixpath.dirname(member)
    area = document.find("CommonData/PageArea/PhysicalBox")
    box = _numbers(area.text if area is not None else None) or list(A4)
    templates = {t.get("ID"): _joined(folder, t.get("BaseLoc", "")) for t in document.iter("TemplatePage")}
    pictures = _pictures(package, document, folder)
    entries = list(document.iterfind("Pages/Page"))
    if len(entries) > allowed(MAX_PAGES):
        raise UnreadableFile(f"{package.name}: {len(entries)} pages, the limit is {allowed(MAX_PAGES)}; split it")
    for entry in entries:
        content = package.xml(_joined(folder, entry.get("BaseLoc", "")))
        layers = [content]
        for use in content.iterfind("Template"):
            template = templates.get(use.get("TemplateID"))
            if template and package.has(template):
                layers.insert(0, package.xml(template))
        own = content.find("Area/PhysicalBox")
        yield _page(package, layers, (own is not None and _numbers(own.text)) or box, pictures)


def _pictures(package: _Package, document: ElementTree.Element, folder: str) -> dict[str, str]:
    """Where the picture of each resource id is."""
    found = {}
    for kind in ("PublicRes", "DocumentRes"):
        for entry in document.iterfind(f"CommonData/{kind}"):
            member = _joined(folder, entry.text or "")
            if not package.has(member):
                continue
            resources = package.xml(member)
            base = _joined(posixpath.dirname(member), resources.get("BaseLoc", ""))
            for media in resources.iter("MultiMedia"):
                file = media.findtext("MediaFile")
                if file:
                    found[media.get("ID", "")] = _joined(base, file)
    return found


def _joined(folder: str, place: str) -> str:
    """A place in the package: from its root if it begins with a slash, else from the folder."""
    place = place.strip()
    joined = place if place.startswith("/") else posixpath.join(folder, place)
    return posixpath.normpath(joined).lstrip("/")


def _page(
    package: _Package, layers: list[ElementTree.Element], box: list[float], pictures: Mapping[str, str]
) -> Sheet | _Picture:
    if len(box) != 4 or min(box[2:]) <= 0:
        box = list(A4)
    left, top, width, height = box
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    covering: tuple[float, str] | None = None
    for layer in layers:
        for item in _objects(layer, 0):
            place, matrix = _place(item)
            if item.tag == "TextObject" and len(glyphs) < MAX_GLYPHS:
                glyphs += (g._replace(left=g.left - left, right=g.right - left, baseline=g.baseline - top)
                           for g in _glyphs(item, place, matrix))  # fmt: skip
            elif item.tag == "PathObject":
                rules += _rules(item, (place[0] - left, place[1] - top), matrix)
            elif item.tag == "ImageObject" and len(place) == 4:
                share = place[2] * place[3] / (width * height)
                if covering is None or share > covering[0]:
                    covering = share, item.get("ResourceID", "")
    sheet = sheet_of(width, height, glyphs, rules)
    if covering and covering[0] >= SCAN_SHARE and len(glyphs) < FEW_GLYPHS and covering[1] in pictures:
        return _Picture(sheet, package.bytes_of(pictures[covering[1]]))
    return sheet


def _objects(element: ElementTree.Element, depth: int) -> Iterator[ElementTree.Element]:
    """Text, path and image objects in the order they are drawn."""
    for child in element:
        if child.tag in ("TextObject", "PathObject", "ImageObject"):
            if child.get("Visible") != "false":
                yield child
        elif child.tag in ("Content", "Layer", "PageBlock") and depth < MAX_DEPTH:
            yield from _objects(child, depth + 1)


def _numbers(text: str | None) -> list[float]:
    """The numbers of an attribute.

    >>> _numbers("0 0 210 297"), _numbers("0 a"), _numbers(None)
    ([0.0, 0.0, 210.0, 297.0], [], [])
    """
    try:
        numbers = [float(word) for word in (text or "").split()]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def _place(item: ElementTree.Element) -> tuple[list[float], Matrix]:
    """The boundary of an object (x, y, width, height), and the matrix of what is inside."""
    place = _numbers(item.get("Boundary"))
    ctm = _numbers(item.get("CTM"))
    matrix: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) == 6 else IDENTITY
    return (place if len(place) == 4 else [0.0, 0.0, 0.0, 0.0]), matrix


def _glyphs(item: ElementTree.Element, place: list[float], matrix: Matrix) -> Iterator[Glyph]:
    a, b, c, d, e, f = matrix
    size = (_numbers(item.get("Size")) or [0.0])[0] * math.hypot(c, d)
    stretch = (_numbers(item.get("HScale")) or [1.0])[0] * (math.hypot(a, b) / math.hypot(c, d) if c or d else 1.0)
    if size <= 0 or abs(math.atan2(b, a)) > DIAGONAL:
        return
    x = y = 0.0
    for code in item.iterfind("TextCode"):
        x = (_numbers(code.get("X")) or [x])[0]
        y = (_numbers(code.get("Y")) or [y])[0]
        text = code.text or ""
        right, down = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
        # On a grid digits, too, are as wide as their steps; elsewhere what is left behind a digit is a blank.
        em = size / math.hypot(c, d)
        grid = len(right) > 1 and max(right) - min(right) <= EQUAL * em and max(right) <= (1 + EQUAL) * em
        for i, char in enumerate(text[:MAX_GLYPHS]):
            left = place[0] + a * x + c * y + e
            width = (size / 2 if char.isascii() else size) * stretch
            step = right[i] * math.hypot(a, b) if i < len(right) else width
            if 0 < step <= (size * stretch if char.isalpha() else width) or (grid and step > 0):
                width = step
            yield Glyph(char, left, left + width, place[1] + b * x + d * y + f, size)
            x += right[i] if i < len(right) else width / (math.hypot(a, b) or 1.0)
            y += down[i] if i < len(down) else 0.0


def deltas(text: str | None, count: int) -> list[float]:
    """The steps from character to character; `g n d` stands for n times d.

    >>> deltas("6 g 3 5.5 7", 10), deltas(None, 4), deltas("g 1000000000 1", 3)
    ([6.0, 5.5, 5.5, 5.5, 7.0], [], [1.0, 1.0, 1.0])
    """
    words = iter((text or "").split())
    steps: list[float] = []
    for word in words:
        if len(steps) >= count:
            break
        times, value = (next(words, ""), next(words, "")) if word == "g" else ("1", word)
        number = _numbers(value)
        if not times.isdecimal() or not number:
            break
        steps += number * min(int(times), count - len(steps))
    return steps


def _rules(item: ElementTree.Element, origin: tuple[float, float], matrix: Matrix) -> Iterator[Rule]:
    """The straight strokes of a path: `M x y L x y … C` in its own coordinates."""
    a, b, c, d, e, f = matrix
    words = (item.findtext("AbbreviatedData") or "").split()
    start = last = (0.0, 0.0)
    i = 0
    while i < len(words):
        count = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}.get(words[i])
        numbers = _numbers(" ".join(words[i + 1 : i + 1 + count])) if count else []
        if count is None or len(numbers) != count:
            return
        here = (numbers[-2], numbers[-1]) if count else start
        if words[i] in "LC":
            (x1, y1), (x2, y2) = (
                (origin[0] + a * x + c * y + e, origin[1] + b * x + d * y + f) for x, y in (last, here)
            )
            if abs(x1 - x2) <= STRAIGHT < abs(y1 - y2):
                yield Rule((x1 + x2) / 2, min(y1, y2), (x1 + x2) / 2, max(y1, y2))
            elif abs(y1 - y2) <= STRAIGHT < abs(x1 - x2):
                yield Rule(min(x1, x2), (y1 + y2) / 2, max(x1, x2), (y1 + y2) / 2)
        if words[i] in "MS":
            start = here
        last = here
        i += 1 + count

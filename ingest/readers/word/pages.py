"""Lines with page breaks in them -> pages, and whether their numbers can be believed.

Word notes where it last ended each page; other programs do not. Where only the author's own breaks are known, the
pages are counted only if each could fit on one sheet: a page that ran over would shift the number of all behind it.

Source: GB/T 9704-2012, 5.2.1 (22 lines a page, 28 characters a line).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.model import Pages
from ingest.readers.word.text import BREAKS, PAGE_BREAK, RENDERED_BREAK

LINES_A_PAGE = 22
CHARACTERS_A_LINE = 28
TEXT_LIMIT = 20_000_000  # characters; as for a text file


class TooMuchText(ValueError):
    """The text is longer than any document."""


@dataclass(slots=True)
class _Page:
    """`kind` says what began it: one of the breaks, or a section."""

    kind: str
    lines: list[str] = field(default_factory=list)
    height: int = 0  # printed lines, empty ones too
    confirmed: bool = False  # Word notes a page end right at the break that the author set


SECTION_BREAK = "section"


class Paginator:
    """Collects the lines of a document."""

    def __init__(self) -> None:
        self._pages = [_Page("")]
        self._section: int | None = None  # the page that begins with the section that is being read
        self._length = 0
        self.pictures = 0

    def add(self, line: str) -> None:
        """A line, broken where pages break in it."""
        position = 0
        for found in BREAKS.finditer(line):
            if position < found.start():
                self._put(line[position : found.start()])
            self._break(found.group())
            position = found.end()
        if position < len(line) or not line:
            self._put(line[position:])

    def end_section(self) -> None:
        """A section ends here. Whether the page ends too is said by the next section."""
        self._section = len(self._pages)
        self._pages.append(_Page(SECTION_BREAK))

    def section_is(self, kind: str | None) -> None:
        """How the section that is being read began, which the file says at its end."""
        at, self._section = self._section, None
        if at is None:
            return
        page = self._pages[at]
        page.kind = PAGE_BREAK
        if kind == "continuous" and not page.confirmed:
            before = self._pages[at - 1]
            before.lines += page.lines
            before.height += page.height
            del self._pages[at]

    def head(self, lines: list[str]) -> None:
        """Lines that stand at the top of the first page."""
        self._pages[0].lines[:0] = lines

    def pages(self, *, believe_rendered: bool) -> Pages:
        """What was collected. `believe_rendered`: the page ends noted in the file are those of the office."""
        pages = self._pages
        while len(pages) > 1 and not pages[-1].lines:
            pages = pages[:-1]
        rendered = any(page.kind == RENDERED_BREAK or page.confirmed for page in pages)
        texts = tuple("\n".join(page.lines) for page in pages)
        if rendered and believe_rendered:
            return Pages(texts, numbered=True)
        fits = not rendered and not self.pictures and all(page.height <= LINES_A_PAGE for page in pages)
        if len(pages) > 1 and fits:
            return Pages(texts, numbered=True)
        return Pages(("\n".join(filter(None, texts)),), numbered=False)

    def _put(self, line: str) -> None:
        page = self._pages[-1]
        page.height += max(1, -(-len(line) // CHARACTERS_A_LINE))
        if not line.strip():
            return
        self._length += len(line) + 1
        if self._length > TEXT_LIMIT:
            raise TooMuchText
        page.lines.append(line)

    def _break(self, kind: str) -> None:
        page = self._pages[-1]
        if (
            kind == RENDERED_BREAK
            and page.kind in (PAGE_BREAK, SECTION_BREAK)
            and not page.lines
            and not page.confirmed
        ):
            page.confirmed = True
        else:
            self._pages.append(_Page(kind))

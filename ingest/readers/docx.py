"""Word files (.docx, also under the names .docm, .dotx): the printed text, page by page where the file knows them.

Headers and footers repeat and are left out, but for a first page's own header, which is part of that page, and for a
文号 that stands nowhere else. How each element of Word is read is told in `word/text.py`,
which of them are in `word/elements.py`.

Source: ECMA-376 (Office Open XML), in its transitional and its strict form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from ingest.errors import UnreadableFile
from ingest.model import Dropped, Pages
from ingest.readers.word.elements import unwrapped
from ingest.readers.word.numbering import Counter, Numbering, read_numbering
from ingest.readers.word.package import MAX_DOCUMENT_BYTES, Package, R, open_package, setting, switched_on, w
from ingest.readers.word.pages import TEXT_LIMIT, Paginator, TooMuchText
from ingest.readers.word.styles import Styles, read_styles
from ingest.readers.word.text import BLOCKS, BREAKS, PARAGRAPH_PROPERTIES, SECTION, Text

HEADER = w("headerReference")
SECTION_END = f"{PARAGRAPH_PROPERTIES}/{SECTION}"
DOC_NUMBER = re.compile(r"〔\d{4}〕\s*\d+\s*号")


@dataclass(frozen=True, slots=True)
class _Section:
    """Which header the first page of a section has, by the id of its relationship."""

    header: str | None
    header_is_of_first_page: bool

    @classmethod
    def of(cls, properties: etree._Element) -> _Section:
        headers = {one.get(w("type"), "default"): one.get(f"{{{R}}}id") for one in properties.iterchildren(HEADER)}
        own = bool(switched_on(properties, "titlePg"))
        return cls(headers.get("first" if own else "default"), own)


def read_docx(path: Path) -> Pages:
    """The pages of a Word file; raises UnreadableFile."""
    return read_word(path, path.name)


def read_word(path: Path, name: str, *, believe_rendered: bool = True) -> Pages:
    """The same for a file that the user knows under another name.

    `believe_rendered` is False where the pages in the file are not those the office saw: a conversion made them.
    """
    with open_package(path, name) as package:
        paginator = Paginator()
        try:
            left_out = _read(package, paginator)
        except TooMuchText as exc:
            raise UnreadableFile(f"{name}: more than {TEXT_LIMIT:,} characters of text; split the document") from exc
    pages = paginator.pages(believe_rendered=believe_rendered)
    if not any(text.strip() for text in pages.texts):
        raise UnreadableFile(f"{name}: holds no text; if it shows a picture of a page, save that as .pdf or .png")
    return replace(pages, dropped=left_out)


def _read(package: Package, paginator: Paginator) -> tuple[Dropped, ...]:
    """Give the lines of the document to `paginator`; what is left out comes back."""
    main = package.main_part()
    beside = package.targets(main)
    parts = {target.kind: target.part for target in beside.values() if target.part in package.parts}
    styles = read_styles(_children(package, parts.get("styles")))
    numbering = read_numbering(_children(package, parts.get("numbering")))
    notes = _notes(package, parts, styles)
    text = Text(styles, Counter(numbering, styles), notes)
    first_section: _Section | None = None
    numbers: set[str] = set()  # every 文号 of the text

    def put(line: str) -> None:
        numbers.update(_numbers(line))
        paginator.add(line)

    for child in package.elements(main, depth=2, root=w("document"), max_bytes=MAX_DOCUMENT_BYTES):
        parent = child.getparent()
        if parent is None or etree.QName(parent).localname != "body":
            continue
        for block in unwrapped([child], BLOCKS | {SECTION}):
            for line in text.lines(block):
                put(line)
            section = block if block.tag == SECTION else block.find(SECTION_END)
            if section is None:
                continue
            paginator.section_is(setting(section, "type"))
            first_section = first_section or _Section.of(section)
            if block is not section:
                paginator.end_section()
    for line in text.rest():
        put(line)
    paginator.pictures = text.pictures
    heads = {
        key: _running_head(package, target.part, styles)
        for key, target in beside.items()
        if target.kind in ("header", "footer") and target.part in package.parts
    }
    first = first_section.header if first_section else None
    added: list[str] = []
    if first_section and first in heads:
        whole = first_section.header_is_of_first_page
        added = [line for line in heads[first] if whole or not numbers.issuperset(_numbers(line))]
        paginator.head(added)
    repeated = dict.fromkeys(line.strip() for lines in heads.values() for line in lines if line not in added)
    return (*text.left_out, *(Dropped("running head", line, None) for line in repeated))


def _running_head(package: Package, part: str, styles: Styles) -> list[str]:
    """The lines of a header or footer."""
    text = Text(styles, Counter(Numbering(), styles))
    blocks = unwrapped(_children(package, part), BLOCKS)
    lines = (BREAKS.sub("", line) for block in blocks for line in text.lines(block))
    return [line for line in lines if line.strip()]


def _numbers(line: str) -> set[str]:
    return {re.sub(r"\s", "", found) for found in DOC_NUMBER.findall(line)}


def _notes(package: Package, parts: dict[str, str], styles: Styles) -> dict[str, str]:
    """Footnotes and endnotes, by kind and id."""
    notes: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        for element in _children(package, parts.get(f"{kind}s")):
            if element.tag == w(kind) and element.get(w("type"), "normal") == "normal":
                lines = Text(styles, Counter(Numbering(), styles)).story(element)
                said = " ".join(line.strip() for line in lines if line.strip())
                notes[f"{kind} {element.get(w('id'))}"] = BREAKS.sub("", said)
    return notes


def _children(package: Package, part: str | None) -> Iterator[etree._Element]:
    """What stands directly below the root of a part; nothing for a part that is not there."""
    return iter(()) if part is None else package.elements(part, depth=1)

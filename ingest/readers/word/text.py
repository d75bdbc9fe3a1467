"""The text of a Word file as a reader of the printed page sees it. XML elements -> lines.

| in the file | in the text |
| --- | --- |
| paragraph | a line with its printed number; two spaces before it where its first line is indented |
| soft line break | a new line |
| table row | one line (`cells.row`); a cell over several rows or columns stands once, where it begins |
| row of a single cell | its paragraphs |
| table in a cell of a row | lines of its own below the row |
| text box | lines of its own, above or below the paragraph it hangs on, by its place on the page |
| footnote, endnote | a line “注：…” below its paragraph |
| tracked change | as accepted |
| hidden or struck out text, table of contents | left out, and recorded |
| comment, prompt of an empty field, page number field | left out |

Source: ECMA-376-1, 17.3 (paragraphs, runs), 17.4 (tables), 17.13.5 (revisions), 17.16 (fields).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from ingest.model import Dropped
from ingest.readers.cells import row as row_of_cells
from ingest.readers.marks import superscript
from ingest.readers.word.elements import ALTERNATIVES, WRAPPERS, chosen, hangs_above, is_prompt, text_boxes, unwrapped
from ingest.readers.word.numbering import Counter
from ingest.readers.word.package import integer, setting, switched_on, w
from ingest.readers.word.styles import Style, Styles

# Breaks inside a line, in characters that XML cannot hold.
PAGE_BREAK, RENDERED_BREAK = "\f", "\v"  # set by the author; where Word last ended a page
BREAKS = re.compile(f"[{PAGE_BREAK}{RENDERED_BREAK}]")

HIDDEN = "hidden or struck out"
NEW_PARAGRAPH = "\u3000\u3000"  # the indentation of a first line: this line goes on nothing
MAX_COLUMNS = 63  # of a table in Word

P, TBL, TR, TC, SECTION = w("p"), w("tbl"), w("tr"), w("tc"), w("sectPr")
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = w("pPr"), w("rPr")
BLOCKS, ROWS, CELLS = frozenset({P, TBL}), frozenset({TR}), frozenset({TC})
SYMBOLS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFC: "√", 0xFD: "☒", 0xFE: "☑", 0xFB: "×"},
    "wingdings 2": {0x50: "√", 0x4F: "×", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x2A: "□", 0xA3: "□"},
    "symbol": {0xB7: "·", 0xB0: "°", 0xB1: "±", 0xB4: "×", 0xA3: "≤", 0xB3: "≥"},
}
PRIVATE = range(0xE000, 0xF900)
MAX_CODE = 200  # characters of a field's code that are looked at
ENCLOSED = re.compile(r"EQ\s*\\o\\ac\s*[(（]\s*[○〇]\s*[,，]\s*(\w{1,3})\s*[)）]", re.IGNORECASE)  # Word's 带圈字符
PAGE_LINE = re.compile(r"[\s\d—–\-－第共页/／,，]*")
CONTENTS_STYLE = re.compile(r"toc \d|toc heading|table of figures")


@dataclass(slots=True)
class _Field:
    """A field on its way: its code until the separator, its result until the end."""

    code: str = ""
    in_result: bool = False


@dataclass(slots=True)
class _Line:
    """What a paragraph has brought so far."""

    style: Style
    text: list[str] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    codes_open: int = 0  # fields whose code is being read: what stands there is no text
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    numbers_page: bool = False
    raised: bool = False  # the digit of a footnote typed behind a telephone is no part of it

    def add(self, text: str) -> None:
        if not self.codes_open:
            self.text.append(superscript(text) if self.raised else text)


class Text:
    """Turns blocks into lines, in the order of the document: numbers, notes and merged paragraphs depend on it."""

    def __init__(self, styles: Styles, counter: Counter, notes: dict[str, str] | None = None) -> None:
        self._styles = styles
        self._counter = counter
        self._notes = dict(notes or {})
        self._carried: list[str] = []  # the text of a paragraph whose mark is deleted or hidden: it runs on in the next
        self._open_cells = 0
        self.pictures = 0
        self.left_out: list[Dropped] = []
        self._inline: dict[str, Callable[[etree._Element, _Line], None]] = {
            w("r"): self._run,
            w("sdt"): self._control,
            w("fldSimple"): self._simple_field,
            w("ruby"): self._ruby,
            w("t"): self._characters,
            "{http://schemas.openxmlformats.org/officeDocument/2006/math}t": self._characters,
            w("tab"): lambda element, line: line.add("\t"),
            w("ptab"): lambda element, line: line.add("\t"),
            w("cr"): lambda element, line: line.add("\n"),
            w("br"): self._break,
            w("noBreakHyphen"): lambda element, line: line.add("-"),
            w("sym"): self._symbol,
            w("lastRenderedPageBreak"): lambda element, line: line.text.append(RENDERED_BREAK),
            w("fldChar"): self._field_character,
            w("instrText"): self._field_code,
            w("footnoteReference"): self._note,
            w("endnoteReference"): self._note,
            w("drawing"): self._drawing,
            w("pict"): self._drawing,
            w("object"): self._drawing,
            ALTERNATIVES: lambda element, line: self._inside(chosen(element), line),
        }

    def lines(self, block: etree._Element) -> list[str]:
        """The lines of a block, with page breaks as characters in them."""
        if block.tag == P:
            return self._paragraph(block)
        return self._table(block) if block.tag == TBL else []

    def story(self, container: etree._Element) -> list[str]:
        """The lines of a text of its own: a cell, a text box, a header, a note."""
        outside, self._carried = self._carried, []
        lines = [line for block in unwrapped(container, BLOCKS) for line in self.lines(block)]
        lines += self.rest()
        self._carried = outside
        return lines

    def rest(self) -> list[str]:
        """What a deleted paragraph mark at the very end has left over."""
        rest, self._carried = "".join(self._carried), []
        return [rest] if rest else []

    def _paragraph(self, element: etree._Element) -> list[str]:
        properties = element.find(PARAGRAPH_PROPERTIES)
        style = self._styles.paragraph(properties)
        line = _Line(style)
        self._inside(element, line)
        text = "".join(line.text)
        if CONTENTS_STYLE.fullmatch(style.name) or (line.numbers_page and PAGE_LINE.fullmatch(text)):
            self._leave_out("table of contents" if CONTENTS_STYLE.fullmatch(style.name) else "page number", text)
            text = "".join(BREAKS.findall(text))
        if self._runs_on(properties):
            self._carried.append(text)
            return [*line.above, *line.below]
        text, self._carried = "".join([*self._carried, text]), []
        number = self._counter.next(style)
        if style.on_new_page:
            text = PAGE_BREAK + text
        printed = _printed(text, number, indented=bool(style.indented), bare_number=self._open_cells > 0)
        return [*line.above, *printed, *line.below]

    def _runs_on(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph mark is gone, so that the next paragraph goes on in the same line."""
        mark = None if properties is None else properties.find(RUN_PROPERTIES)
        if mark is None:
            return False
        deleted = mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None
        return deleted or bool(switched_on(mark, "vanish"))

    def _inside(self, container: etree._Element | None, line: _Line) -> None:
        if container is None:
            return
        for child in container:
            tag = str(child.tag)
            handler = self._inline.get(tag)
            if handler is not None:
                handler(child, line)
            elif tag in WRAPPERS or tag.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/math}"):
                self._inside(child, line)

    def _run(self, run: etree._Element, line: _Line) -> None:
        properties = run.find(RUN_PROPERTIES)
        struck = switched_on(properties, "strike") or switched_on(properties, "dstrike")
        if struck or self._styles.hides(properties, line.style):
            if not line.codes_open:
                self._leave_out(HIDDEN, "".join(text.text or "" for text in run.iterchildren(w("t"))))
        else:
            line.raised = setting(properties, "vertAlign") == "superscript"
            self._inside(run, line)
            line.raised = False

    def _leave_out(self, reason: str, text: str) -> None:
        if said := BREAKS.sub("", text).strip():
            self.left_out.append(Dropped(reason, said, None))

    def _characters(self, element: etree._Element, line: _Line) -> None:
        text = re.sub(r"[\t\n\r]", " ", element.text or "")
        kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        line.add(text if kept else text.strip(" "))

    def _break(self, element: etree._Element, line: _Line) -> None:
        line.add(PAGE_BREAK if element.get(w("type")) == "page" else "\n")

    def _symbol(self, element: etree._Element, line: _Line) -> None:
        code = element.get(w("char"), "")
        if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
            return
        point = int(code, 16)
        if point in PRIVATE or point < 0x100:
            row = SYMBOLS.get(element.get(w("font"), "").lower(), {})
            line.add(row.get(point & 0xFF, "" if point in PRIVATE else chr(point)))
        elif not 0xD800 <= point < 0xE000:
            line.add(chr(point))

    def _control(self, element: etree._Element, line: _Line) -> None:
        if not is_prompt(element):
            self._inside(element.find(w("sdtContent")), line)

    def _ruby(self, element: etree._Element, line: _Line) -> None:
        self._inside(element.find(w("rubyBase")), line)

    def _simple_field(self, element: etree._Element, line: _Line) -> None:
        line.numbers_page |= _is_page_number(element.get(w("instr"), ""))
        self._inside(element, line)

    def _field_character(self, element: etree._Element, line: _Line) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            line.fields.append(_Field())
            line.codes_open += 1
        elif kind == "separate" and line.fields and not line.fields[-1].in_result:
            line.fields[-1].in_result = True
            line.codes_open -= 1
        elif kind == "end" and line.fields:
            done = line.fields.pop()
            line.codes_open -= not done.in_result
            line.numbers_page |= _is_page_number(done.code)
            if not done.in_result and (enclosed := ENCLOSED.search(done.code)):
                line.add(_encircled(enclosed.group(1)))

    def _field_code(self, element: etree._Element, line: _Line) -> None:
        if line.fields and not line.fields[-1].in_result and len(line.fields[-1].code) < MAX_CODE:
            line.fields[-1].code += element.text or ""

    def _note(self, element: etree._Element, line: _Line) -> None:
        kind = "endnote" if element.tag == w("endnoteReference") else "footnote"
        if text := self._notes.pop(f"{kind} {element.get(w('id'))}", None):
            line.below.append(f"{NEW_PARAGRAPH}注：{text}")

    def _drawing(self, element: etree._Element, line: _Line) -> None:
        boxes = list(text_boxes(element))
        self.pictures += not boxes
        for box in boxes:
            lines = [BREAKS.sub("", one) for one in self.story(box)]
            (line.above if hangs_above(element) else line.below).extend(lines)

    def _table(self, table: etree._Element) -> list[str]:
        lines: list[str] = []
        for row in unwrapped(table, ROWS):
            properties = row.find(w("trPr"))
            if properties is not None and (properties.find(w("del")) is not None or switched_on(properties, "hidden")):
                continue
            lines += self._row(row, _columns(properties, "gridBefore"))
        return lines

    def _row(self, row: etree._Element, empty_before: int) -> list[str]:
        cells = [""] * empty_before
        nested: list[str] = []
        whole: list[str] = []
        count = 0
        for cell in unwrapped(row, CELLS):
            properties = cell.find(w("tcPr"))
            if properties is not None and properties.find(w("cellDel")) is not None:
                continue
            texts, tables, in_order = self._cell(cell)
            goes_on = any(setting(properties, merge) in ("", "continue") for merge in ("vMerge", "hMerge"))
            cells += ["" if goes_on else _one_line(texts), *[""] * (_columns(properties, "gridSpan") - 1)]
            nested += tables
            whole += in_order
            count += 1
        return whole if count == 1 else [*_row_line(cells), *nested]

    def _cell(self, cell: etree._Element) -> tuple[list[str], list[str], list[str]]:
        """The lines of its paragraphs, those of the tables in it, and all in their order."""
        outside, self._carried = self._carried, []
        self._open_cells += 1
        texts: list[str] = []
        tables: list[str] = []
        in_order: list[str] = []
        for block in unwrapped(cell, BLOCKS):
            lines = self.lines(block)
            (tables if block.tag == TBL else texts).extend(lines)
            in_order += lines
        rest = self.rest()
        self._carried = outside
        self._open_cells -= 1
        return [*texts, *rest], tables, [*in_order, *rest]


def _columns(properties: etree._Element | None, name: str) -> int:
    return min(max(0, integer(setting(properties, name))), MAX_COLUMNS)


def _is_page_number(code: str) -> bool:
    return code.upper().split()[:1] in (["PAGE"], ["NUMPAGES"], ["SECTIONPAGES"])


def _encircled(sign: str) -> str:
    """
    >>> _encircled("7"), _encircled("密")
    ('⑦', '（密）')
    """
    if sign.isascii() and sign.isdigit() and 1 <= int(sign) <= 20:
        return chr(ord("①") + int(sign) - 1)
    return f"（{sign}）"


def _printed(text: str, number: str | None, *, indented: bool, bare_number: bool) -> list[str]:
    """The lines of a paragraph with its number and indentation; breaks before the text stay before the number.

    `bare_number`: a number with nothing behind it counts as text, as in the first column of a table.
    """
    said = text.lstrip(PAGE_BREAK + RENDERED_BREAK)
    breaks = text[: len(text) - len(said)]
    if not said.strip(" \t\n\u3000" + PAGE_BREAK + RENDERED_BREAK):
        return [breaks + (number or "").strip() * bare_number + "".join(BREAKS.findall(said))]
    begins = NEW_PARAGRAPH if number == "" or (indented and not number and said[0] not in " \t\u3000") else ""
    return [line.rstrip(" \t\u3000") for line in f"{breaks}{begins}{number or ''}{said}".split("\n")]


def _one_line(texts: Iterable[str]) -> str:
    return " ".join(filter(None, (text.strip(" \t\u3000") for text in texts)))


def _row_line(cells: list[str]) -> list[str]:
    """The line of a table row; the page breaks in its cells are one break, which stands side by side in them.

    >>> _row_line(["1", "报送总结", "", "5月底前", ""])
    ['\u3000\u30001 | 报送总结 |  | 5月底前']
    """
    breaks = max((BREAKS.findall(cell) for cell in cells), key=len, default=[])
    before = next((cell for cell in cells if cell), "").startswith((PAGE_BREAK, RENDERED_BREAK))
    said = row_of_cells([BREAKS.sub("", cell) for cell in cells])
    line = NEW_PARAGRAPH + said if said else ""
    first, rest = (breaks[:1], breaks[1:]) if before else ([], breaks)
    return ["".join(first) + line + "".join(rest)] if line or breaks else []

"""Word files put together from their XML, as small as Word opens them. Body and parts in, a .docx out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import docx

from ingest.structure.numbering import Style, read_number

SCHEMAS = "http://schemas.openxmlformats.org"
NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": f"{SCHEMAS}/wordprocessingml/2006/main",
        "r": f"{SCHEMAS}/officeDocument/2006/relationships",
        "m": f"{SCHEMAS}/officeDocument/2006/math",
        "mc": f"{SCHEMAS}/markup-compatibility/2006",
        "wp": f"{SCHEMAS}/drawingml/2006/wordprocessingDrawing",
        "a": f"{SCHEMAS}/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
TYPES = f'xmlns="{SCHEMAS}/package/2006/content-types"'
LINKS = f'xmlns="{SCHEMAS}/package/2006/relationships"'
KIND = f"{SCHEMAS}/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {  # part -> its root element and the kind of its relationship and content type
    "styles": ("styles", "styles"),
    "numbering": ("numbering", "numbering"),
    "footnotes": ("footnotes", "footnotes"),
    "endnotes": ("endnotes", "endnotes"),
    "header1": ("hdr", "header"),
    "footer1": ("ftr", "footer"),
}


def write_docx(path: Path, body: str, *, strict: bool = False, **parts: str) -> Path:
    """A .docx whose main text is `body`; `parts` by name: styles, numbering, footnotes, endnotes, header1, footer1.

    A part can be referred to by its name as relationship id.
    """
    files = {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{PARTS[name][0]} {NAMES}>{content}</w:{PARTS[name][0]}>"
    files["_rels/.rels"] = _links({"main": ("officeDocument", "word/document.xml")})
    files["word/_rels/document.xml.rels"] = _links({name: (PARTS[name][1], f"{name}.xml") for name in parts})
    files["[Content_Types].xml"] = _types(parts)
    if strict:
        files = {name: _strict(content) for name, content in files.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return path


def _links(targets: Mapping[str, tuple[str, str]]) -> str:
    rows = (f'<Relationship Id="{key}" Type="{KIND}/{kind}" Target="{to}"/>' for key, (kind, to) in targets.items())
    return f"<Relationships {LINKS}>{''.join(rows)}</Relationships>"


def _types(parts: Mapping[str, str]) -> str:
    kinds = {"document": "document.main", **{name: PARTS[name][1] for name in parts}}
    rows = (
        f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f"<Types {TYPES}>{defaults}{''.join(rows)}</Types>"


def _strict(content: str) -> str:
    """“Strict Open XML”: the same names in namespaces of their own."""
    strict = "http://purl.oclc.org/ooxml"
    return (
        content.replace(f"{SCHEMAS}/wordprocessingml/2006/", f"{strict}/wordprocessingml/")
        .replace(f"{SCHEMAS}/officeDocument/2006/", f"{strict}/officeDocument/")
        .replace(f"{SCHEMAS}/drawingml/2006/", f"{strict}/drawingml/")
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", properties: str = "") -> str:
    """A paragraph; text that begins with `<` is XML already."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{text if text.startswith('<') else run(text)}</w:p>"


def numbered(text: str, num_id: int, level: int = 0) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'
    return paragraph(text, numbering)


def level(index: int, number_format: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def row(*cells: str) -> str:
    """A table row; a cell that begins with `<` is XML already."""
    return f"<w:tr>{''.join(one if one.startswith('<w:tc>') else cell(one) for one in cells)}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    content = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def text_box(content: str, place: str = "") -> str:
    """A run with a text box as Word writes it: as DrawingML, and once more as VML for older programs."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        f"{place}<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def field(code: str, result: str) -> str:
    """A field of runs: begin, code, separator, result, end."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f'{mark("begin")}<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        f"{mark('separate')}{run(result)}{mark('end')}"
    )


def write_typed(path: Path, texts: Sequence[str]) -> Path:
    """Paragraphs as python-docx writes them, in Word's own template."""
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))
    return path


LISTS = {  # printed -> the list that prints it: number format and pattern
    re.compile(r"[一二三四五六七八九十]+、"): ("chineseCountingThousand", "%1、"),
    re.compile(r"（[一二三四五六七八九十]+）"): ("chineseCounting", "（%1）"),
    re.compile(r"\([一二三四五六七八九十]+\)"): ("japaneseCounting", "(%1)"),
    re.compile(r"（\d+）"): ("decimal", "（%1）"),
    re.compile(r"\d+\.(?!\d)"): ("decimal", "%1."),
    re.compile(r"[一二三四五六七八九十]+是"): ("chineseCounting", "%1是"),
}


def numbered_by_word(texts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(paragraph, definition, use) with the printed number taken off and given to a list that starts with it."""
    for key, text in enumerate(texts, 1):
        number = read_number(text)
        found = next((rule for rule in LISTS if rule.match(text)), None)
        if number is None or found is None or number.style is Style.ARTICLE:
            yield paragraph(text), "", ""
            continue
        number_format, pattern = LISTS[found]
        printed = found.match(text)
        assert printed is not None
        definition = abstract(key, level(0, number_format, pattern, start=number.value))
        yield numbered(text[printed.end() :], key), definition, num(key, key)


def write_numbered(path: Path, texts: Sequence[str]) -> Path:
    """The first paragraph in a box, the second half in a frame (a table of one cell), all numbers automatic."""
    made = list(numbered_by_word(texts))
    top = '<wp:positionV relativeFrom="page"><wp:posOffset>900000</wp:posOffset></wp:positionV>'
    middle = len(texts) // 2
    first, second = (one[0] for one in made[:2])
    body = (
        second.replace("</w:pPr>", f"</w:pPr>{text_box(first, top)}", 1)
        + "".join(one[0] for one in made[2:middle])
        + table(row(cell("".join(one[0] for one in made[middle:]))))
    )
    numbering = "".join(one[1] for one in made) + "".join(one[2] for one in made)
    return write_docx(path, body, numbering=numbering)

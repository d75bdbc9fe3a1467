"""The lines that a browser shows of a web page: a block or a <br> ends one, a table row is one. Article -> lines.

Source: WHATWG HTML, 15.3 (what is shown as a block), 4.9 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from ingest.readers.article import BLOCK_TAGS, DOCUMENT, Article, is_unseen
from ingest.readers.cells import row
from ingest.readers.clutter import DATELINE

BLANKS = re.compile(r"[ \t\r\n\f]+")
INDENT_STYLE = re.compile(r"text-indent\s*:\s*[1-9]", re.IGNORECASE)
NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
INDENT = "\u3000\u3000"
LONG_CELL = 300  # characters; a table with such a cell lays out a page
MAX_COLUMNS = 60
TABLE_PARTS = frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "colgroup", "col"})
META_LABEL = re.compile(
    r"(?:标题|名称|信息名称|文件名称|索引号|信息索引|主题分类|信息分类|体裁分类|组配分类|发文机关|发布机构|发文单位|发布单位|制发机关|"
    r"成文日期|发文日期|发布日期|发布时间|生成日期|公开日期|印发日期|发文字号|文号|文件编号|发布文号|主题词|关键词|有效性|时效性|效力状态|"
    r"公开方式|公开范围|公开类别|公开属性|公开时限|服务对象|来源|信息来源|语种|载体类型)[:：]"
)
LABEL_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff：:])")
# Below the title a site prints what it knows in inline elements, which its style sets apart.
APART = "\x1f"
SET_APART = re.compile(r"来源|作者|浏览|点击|阅读|字[体号]|分享|^\s*\d{4}-\d{1,2}-\d{1,2}")


def lines_of(article: Article) -> Iterator[tuple[str, bool]]:
    """The lines that a browser shows of the article, each with whether it stands in its core.

    Blanks in front of a line are kept.
    """
    pieces: list[str] = []
    indented = in_core = False
    skipped = article.furniture
    counters: list[int] = []  # of the numbered lists that are open; 0 for a list without numbers
    walk = etree.iterwalk(article.root, events=("start", "end"))

    def line() -> Iterator[tuple[str, bool]]:
        nonlocal indented
        words = "".join(pieces).replace("\xa0", " ").rstrip()
        words = words.replace(APART, " " if DATELINE.match(words.strip()) and SET_APART.search(words) else "")
        pieces.clear()
        if words.strip():
            yield (INDENT + words.strip() if indented else words.strip("\t\r\n\f")), in_core
        indented = False

    for event, element in walk:
        tag = element.tag
        if event == "start":
            if is_unseen(element) or element in skipped:
                walk.skip_subtree()
                continue
            if tag in BLOCK_TAGS:
                yield from line()
                in_core = in_core or element is article.core
                indented = INDENT_STYLE.search(element.get("style") or "") is not None
            elif pieces:
                pieces.append(APART)
            if tag == "br":
                yield from line()
            elif tag in ("ol", "ul"):
                numbered = tag == "ol" and not NO_NUMBERS.search(element.get("style") or "")
                counters.append(_first_number(element) if numbered else 0)
            elif tag == "li" and counters and counters[-1]:
                pieces.append(f"{counters[-1]}. ")
                counters[-1] += 1
            elif tag == "table" and _is_data(element):
                yield from ((words, in_core) for words in _rows(element, article))
                walk.skip_subtree()
                continue
            elif tag == "a" and not "".join(element.itertext()).strip():
                pieces.append(_name_of_document(element.get("href") or ""))
            _say(pieces, element.text, tag == "pre")
            continue
        if not (is_unseen(element) or element in skipped):
            if tag in ("ol", "ul") and counters:
                counters.pop()
            elif tag == "a":
                pieces.append(_hidden_address(element, pieces))
            if tag in BLOCK_TAGS:
                yield from line()
                in_core = in_core and element is not article.core
        if element is not article.root:
            _say(pieces, element.tail, False)
    yield from line()


def _say(pieces: list[str], text: str | None, as_typed: bool) -> None:
    if not text:
        return
    words = text if as_typed else BLANKS.sub(" ", text)
    if words.startswith(" ") and (not pieces or pieces[-1].endswith(" ")):
        words = words[1:]
    if words:
        pieces.append(words)


def _first_number(element: etree._Element) -> int:
    start = element.get("start") or "1"
    return int(start) if start.isascii() and start.isdigit() and 0 < len(start) <= 4 else 1


def _name_of_document(href: str) -> str:
    """The name of the file behind a link that shows a picture only."""
    try:
        name = unquote(urlsplit(href[:2000]).path.rsplit("/", 1)[-1])
    except ValueError:
        return ""
    return name if DOCUMENT.search(name) and "\n" not in name else ""


def _hidden_address(link: etree._Element, said: list[str]) -> str:
    """An e-mail address or telephone that only the target of a link holds."""
    scheme, _, address = (link.get("href") or "")[:300].partition(":")
    address = unquote(address.partition("?")[0]).strip()
    if scheme.strip().lower() not in ("mailto", "tel") or not address or address in "".join(said):
        return ""
    return f" {address} "


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds rows of data, and not the layout of a page: no table in it, no prose, two columns."""
    if table.find(".//table") is not None:
        return False
    columns = 0
    for tr in table.iter("tr"):
        filled = 0
        for cell in tr.iterchildren("td", "th"):
            size = sum(len(text.strip()) for text in cell.itertext())
            if size > LONG_CELL:
                return False
            filled += size > 0
        columns = max(columns, filled)
    return columns >= 2


def _rows(table: etree._Element, article: Article) -> Iterator[str]:
    """One line a row. A cell over several rows or columns stands once, where it begins; the others keep their places."""
    for part in table.iter("table", "tbody", "thead", "tfoot"):
        for child in part:
            if child.tag in TABLE_PARTS or is_unseen(child) or child in article.furniture:
                continue
            if words := _words(child, article):  # its caption; or what a page forgot to put into a cell
                yield words
    below: dict[int, int] = {}  # column -> rows that a cell from above still covers
    for tr in table.iter("tr"):
        if tr in article.furniture:
            continue
        cells: list[str] = []
        covered = {column for column, rows in below.items() if rows > 0}
        below = {column: rows - 1 for column, rows in below.items() if rows > 1}

        def skip(cells: list[str] = cells, covered: set[int] = covered) -> None:
            while len(cells) in covered:
                cells.append("")

        for cell in tr.iterchildren("td", "th"):
            skip()
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(cells), min(len(cells) + wide, MAX_COLUMNS)):
                if high > 1:
                    below[column] = high - 1
            cells += [_words(cell, article), *[""] * (wide - 1)]
            if len(cells) >= MAX_COLUMNS:
                break
        if line := row(cells):
            yield from _pairs(line)


def _span(cell: etree._Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), MAX_COLUMNS) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _words(cell: etree._Element, article: Article) -> str:
    pieces: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if is_unseen(element) or element in article.furniture:
                walk.skip_subtree()
                continue
            pieces.append(" " if element.tag in BLOCK_TAGS or element.tag == "br" else "")
            pieces.append(element.text or "")
        else:
            pieces.append(" " if element.tag in BLOCK_TAGS else "")
            pieces.append(element.tail or "" if element is not cell else "")
    words = " ".join("".join(pieces).split())
    return LABEL_GAPS.sub("", words) if words.endswith(("：", ":")) and len(words) <= 20 else words


def _pairs(line: str) -> list[str]:
    """A row of what the site knows of the notice (索引号, 发文字号, …) as one line each; any other row as it is."""
    cells = [cell for cell in line.split(" | ") if cell]
    if not all(META_LABEL.match(LABEL_GAPS.sub("", cell)) for cell in cells):
        return [line]
    return [LABEL_GAPS.sub("", cell) if cell.endswith(("：", ":")) else cell for cell in cells]

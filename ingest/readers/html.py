"""Web pages: the notice without the site around it, one line a paragraph, one line a table row. Path -> Pages.

A paragraph that is indented, by blanks or by its style, keeps two blanks in front: so the next step knows it for a
beginning and not for the rest of a sentence that was cut.

Source: WHATWG HTML, 13.2.3 (encodings) and 15.3 (what is shown as a block); lxml (libxml2) does the parsing.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from ingest.errors import UnreadableFile
from ingest.model import Dropped, Pages
from ingest.readers.article import (
    BLOCK_TAGS,
    DOCUMENT,
    MIN_TITLE,
    NOTICE_TITLE,
    Article,
    find_article,
    is_hidden,
    is_unseen,
    tight,
)
from ingest.readers.cells import row
from ingest.readers.clutter import DATELINE, SITE, without_clutter
from ingest.readers.isolate import Limits, isolated
from ingest.readers.marks import superscript
from ingest.readers.txt import BOMS, bytes_of

MAX_TAGS = 1_000_000  # 100,000 rows of a table; a notice has a few hundred
SMALL = 300_000  # bytes; most pages have 50,000
LIMITS = Limits(seconds=60, memory_mb=3000)  # 19 MB of ordinary paragraphs take 7 s and 300 MB
MAX_DAMAGE = 0.01  # of the characters of a page that may be unreadable
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
HEAD_BYTES = 8192
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd-\uffff\ud800-\udfff]")
TOO_DEEP = "Excessive depth"

BLANKS = re.compile(r"[ \t\r\n\f]+")
INDENT_STYLE = re.compile(r"text-indent\s*:\s*[1-9]", re.IGNORECASE)
NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
INDENT = "\u3000\u3000"
LONG_CELL = 300  # characters; a table with such a cell lays out a page
MAX_COLUMNS = 60
MIN_TITLE_LINE = 6  # characters of a line that can begin a title by itself
TITLE_WITHIN = 30  # lines
PUBLISHED_WITHIN = 8  # lines from the title on, in which a page prints its date
META_LABEL = re.compile(
    r"(?:标题|名称|信息名称|文件名称|索引号|信息索引|主题分类|信息分类|体裁分类|组配分类|发文机关|发布机构|发文单位|发布单位|制发机关|"
    r"成文日期|发文日期|发布日期|发布时间|生成日期|公开日期|印发日期|发文字号|文号|文件编号|发布文号|主题词|关键词|有效性|时效性|效力状态|"
    r"公开方式|公开范围|公开类别|公开属性|公开时限|服务对象|来源|信息来源|语种|载体类型)[:：]"
)
LABEL_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff：:])")
PUBLISHED = re.compile(r"(?:发布|发文|成文|印发)?(?:时间|日期)\s*[:：]\s*\d{4}")
DATE = re.compile(r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}日?")
# Below the title a site prints what it knows in inline elements, which its style sets apart.
APART = "\x1f"
SET_APART = re.compile(r"来源|作者|浏览|点击|阅读|字[体号]|分享")
SITE_BELOW = re.compile(
    r"(?:技术支持|网站(?:建设|维护|管理|制作)|主管单位|主办单位|承办单位|运行维护|备案号|联系我们)\s*[:：].*"
)
HIDDEN = "hidden or struck out"


def decode_page(data: bytes, name: str) -> str:
    """The text of a page, in the encoding of its mark, its declaration, or what Chinese pages use without one.

    Valid UTF-8 is UTF-8 whatever the page declares: a Chinese page in another encoding never is by chance.

    >>> decode_page('<meta charset="gb2312">朱镕基'.encode("gb18030"), "a.html")
    '<meta charset="gb2312">朱镕基'
    """
    marked = next((codec for bom, codec in BOMS if data.startswith(bom)), None)
    declared = DECLARED.search(data[:HEAD_BYTES])
    named = _known_codec(declared.group(1).decode("ascii")) if declared else None
    for codec in (marked,) if marked else ("utf-8", named, "gb18030"):
        try:
            if codec:
                return _readable(data.decode(codec), name)
        except UnicodeDecodeError:
            continue
    # Damaged: the encoding in which it is damaged least.
    texts = [
        data.decode(codec, errors="replace")
        for codec in ((marked,) if marked else (named, "utf-8", "gb18030"))
        if codec
    ]
    return _readable(min(texts, key=lambda text: text.count("\ufffd")), name)


def _known_codec(declared: str) -> str | None:
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        return None
    # Pages that say GB 2312 mean the largest set, as browsers read them; UTF-16 cannot have declared itself in ASCII.
    return "gb18030" if codec in ("gb2312", "gbk") else None if codec.startswith("utf-16") else codec


def _readable(text: str, name: str) -> str:
    left = UNREADABLE.sub("", text)
    if len(text) - len(left) > MAX_DAMAGE * len(text) + 1:
        raise UnreadableFile(f"{name}: not a web page, or in an unknown encoding; save it as UTF-8")
    return left


def _parse(text: str, name: str) -> etree._Element:
    if text.count("<") > MAX_TAGS:
        raise UnreadableFile(f"{name}: more than {MAX_TAGS:,} tags; no notice is as long: split it")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.LxmlError, ValueError) as exc:
        raise UnreadableFile(f"{name}: not a web page ({exc}); save it again from the browser") from exc
    if root is None:
        raise UnreadableFile(f"{name}: holds no text; check the file")
    if any(TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableFile(f"{name}: its elements are nested too deeply; save it again from the browser as text")
    for raised in root.iter("sup"):
        for element in raised.iter():
            element.text = superscript(element.text or "")
            if element is not raised:
                element.tail = superscript(element.tail or "")
    return root


def _lines(article: Article) -> Iterator[tuple[str, bool]]:
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


def _notice(article: Article) -> tuple[list[str], list[str]]:
    """The lines of the notice, and what is left out. Above the title stay its letterhead and what the site knows of it,
    not the site. No lines where there is nothing but a title.
    """
    left_out: list[str] = []
    shown: list[tuple[str, bool]] = []
    for line, in_core in _lines(article):
        left = without_clutter(line)
        if left.strip():
            shown.append((left, in_core))
        if tight(left) != tight(line):
            left_out.append(line.strip())
    core_ends = max((i for i, (_, in_core) in enumerate(shown) if in_core), default=len(shown)) + 1
    foot = next((i for i in range(core_ends, len(shown)) if SITE_BELOW.fullmatch(shown[i][0].strip())), len(shown))
    left_out += [line.strip() for line, _ in shown[foot:]]
    del shown[foot:]
    lines = [line for line, _ in shown]
    title = tight(article.title or "")
    at, end = _find_title(lines, title)
    if not tight("".join(lines[:at] + lines[end:])):
        return [], left_out
    if end == 0 and title:
        lines.insert(0, article.title or "")
        shown.insert(0, ("", False))
        end = 1
    above: list[str] = []
    for line, in_core in shown[:at]:
        kept = (in_core or META_LABEL.match(line)) and not _says_nothing(line, title)
        (above if kept else left_out).append(line)
    below = lines[at:]
    if not any(PUBLISHED.search(line) for line in above + below[:PUBLISHED_WITHIN]):
        below[end - at : end - at] = _dateline(article)
    return above + below, left_out


def _beside(article: Article) -> Iterator[Dropped]:
    """What the page shows and `_lines` passes over: the site around the article, and furniture in it."""
    around = set(article.root.iterancestors())
    words: list[str] = []
    reason = SITE
    skipped = 0  # how many elements that are left out stand around this place
    walk = etree.iterwalk(article.body, events=("start", "end"))
    for event, element in walk:
        if is_unseen(element):
            if event == "start":
                walk.skip_subtree()
            elif skipped:
                words.append(element.tail or "")
            continue
        inside = element is article.root or element in around
        if event == "start":
            skipped += not inside and (skipped > 0 or element in article.furniture or element.getparent() in around)
            if skipped == 1:
                reason = HIDDEN if is_hidden(element) else SITE
            if skipped:
                words.append(f" {element.text or ''}")
            continue
        skipped -= skipped > 0 and not inside
        if skipped or element.getparent() in around:
            words.append(f" {element.tail or ''}")
        if not skipped and (said := " ".join("".join(words).split())):
            yield Dropped(reason, said, None)
        words = words if skipped else []


def _find_title(lines: Sequence[str], title: str) -> tuple[int, int]:
    """The lines [first, end) that make up the title; (0, 0) where it does not stand.

    In the name of a page the names of its site may stand in front: then the line that it ends with is the title.
    """
    for first in range(len(lines)):
        words, end = "", first
        while end < len(lines) and title.startswith(words + tight(lines[end])) and words != title:
            words += tight(lines[end])
            end += 1
        if words and (words == title or (end == first + 1 and len(words) >= MIN_TITLE_LINE)):
            return first, end
    for first, line in enumerate(lines[:TITLE_WITHIN]):
        words = tight(line)
        if len(words) > MIN_TITLE and title.endswith(words) and NOTICE_TITLE.search(words):
            return first, first + 1
    return 0, 0


def _says_nothing(line: str, title: str) -> bool:
    """Whether the site names a thing and does not give it, or gives the title once more."""
    return bool(META_LABEL.match(line)) and (
        line.rstrip().endswith(("：", ":")) or (bool(title) and title in tight(line))
    )


def _dateline(article: Article) -> list[str]:
    found = DATE.search(article.published or "")
    if found is None:
        return []
    source = f" 来源：{article.source}" if article.source else ""
    return [f"发布时间：{found.group()}{source}"]


def read_html(path: Path) -> Pages:
    """The notice in a web page; raises UnreadableFile."""
    data = bytes_of(path)
    # What a hostile page can cost libxml2 grows with the square of its size.
    return read_page(data, path.name) if len(data) <= SMALL else isolated(LIMITS, path.name, read_page, data, path.name)


def read_page(data: bytes, name: str) -> Pages:
    """The same of the bytes of a page; `name` is for the message."""
    article = find_article(_parse(decode_page(data, name), name))
    lines, left_out = _notice(article)
    if not lines:
        raise UnreadableFile(
            f"{name}: holds no text of a notice; if it shows pictures of pages or a list of links, ingest these"
        )
    dropped = (*_beside(article), *(Dropped(SITE, words, None) for words in left_out))
    return Pages(("\n".join(lines),), numbered=False, dropped=dropped)

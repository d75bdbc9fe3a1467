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

from lxml import etree

from ingest.errors import UnreadableFile
from ingest.model import Dropped, Pages
from ingest.readers.article import (
    CHANNEL,
    MIN_TITLE,
    NOTICE_TITLE,
    Article,
    find_article,
    is_hidden,
    is_unseen,
    tight,
)
from ingest.readers.clutter import SITE, without_clutter
from ingest.readers.html_lines import META_LABEL, lines_of
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

MIN_TITLE_LINE = 6  # characters of a line that can begin a title by itself
TITLE_WITHIN = 30  # lines
FIRST_LINES = 3  # of the text itself, one of which may be the title
TITLE_END = re.compile(r"(?:通知|公告|通告|通报|意见|方案|办法|规定|细则|函)$")
PUBLISHED_WITHIN = 8  # lines from the title on, in which a page prints its date
PUBLISHED = re.compile(r"(?:发布|发文|成文|印发)?(?:时间|日期)\s*[:：]\s*\d{4}")
DATE = re.compile(r"\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}日?")
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
    head = root.find("head")
    if head is not None and root.find("body") is None:
        head.tag = "body"  # where <body> is left out, libxml2 takes the elements of HTML 5 for some of the head
    for raised in root.iter("sup"):
        for element in raised.iter():
            element.text = superscript(element.text or "")
            if element is not raised:
                element.tail = superscript(element.tail or "")
    return root


def _notice(article: Article) -> tuple[list[str], list[str]]:
    """The lines of the notice, and what is left out. Above the title stay its letterhead and what the site knows of it,
    not the site. No lines where there is nothing but a title.
    """
    left_out: list[str] = []
    shown: list[tuple[str, bool]] = []
    for line, in_core in lines_of(article):
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
    at, end = _find_title(lines, title) if title else _last_title(shown)
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
    """What the page shows and `lines_of` passes over: the site around the article, and furniture in it."""
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


def _last_title(shown: Sequence[tuple[str, bool]]) -> tuple[int, int]:
    """Where a page does not name its notice: the last title above its text; (0, 0) without one."""
    text = next((i for i, (_, in_core) in enumerate(shown) if in_core), 0)
    for i in range(min(text + FIRST_LINES, len(shown)) - 1, -1, -1):
        line = tight(shown[i][0])
        if len(line) > MIN_TITLE and TITLE_END.search(line) and not CHANNEL.fullmatch(line):
            return i, i + 1
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

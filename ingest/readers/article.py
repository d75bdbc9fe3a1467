"""Where in a web page the notice stands, and what inside it is furniture of the site. A parsed page in, an `Article` out.

No list of sites: the notice is the innermost element with nearly all prose of the page, widened to its title.
Menus, breadcrumbs and related news are recognised as blocks of links, the rest by what pages call their parts.

Source: the pages of ministries, provinces and cities as seen; 政府网站发展指引（国办发〔2017〕47号）, annex 2, which
prescribes the meta tags ArticleTitle, PubDate and ContentSource.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from lxml import etree

_UNSEEN_TAGS = (
    "script style noscript noframes template iframe object embed svg canvas video audio map select option button "
    "textarea input head title meta link rt rp nav"
)
UNSEEN_TAGS = frozenset(_UNSEEN_TAGS.split())
STRUCK_TAGS = frozenset({"del", "s", "strike"})
FURNITURE_TAGS = frozenset({"header", "footer", "aside"})
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
BLOCK_TAGS = frozenset(_BLOCK_TAGS.split())
PARAGRAPH_TAGS = frozenset({"p", "pre", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "address", "caption"})
LISTING_TAGS = frozenset({"div", "ul", "ol", "dl", "table", "section", "td", "tr", "p"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
# Whole words of class and id. What holds the title, an attachment or most of the prose is kept under any name.
_FURNITURE_NAMES = (
    "nav navbar navigation menu topnav subnav header top topbar footer foot bottom copyright breadcrumb breadcrumbs "
    "crumb crumbs position curpos curposition location dqwz mbx weizhi share sharebox bdsharebuttonbox fenxiang social "
    "print dayin fontsize zihao toolbar tools qrcode ewm erweima sidebar side related relate relatednews xgxx xgyd "
    "recommend search searchbox sousuo login banner logo friendlink friendlinks yqlj prevnext pagination pager comment "
    "comments feedback beian icp wza popup modal mask"
)
FURNITURE_NAMES = frozenset(_FURNITURE_NAMES.split())
FURNITURE_PART = re.compile(r"breadcrumb|bdshare|share-?b|copyright|qrcode|footer|erweima|wuzhangai", re.IGNORECASE)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[-\w]*\s*:\s*line-through", re.IGNORECASE
)
DOCUMENT = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar|7z|txt|rtf|pptx?|jpe?g|png|tiff?)\b", re.IGNORECASE)
ATTACHMENT = re.compile(r"附\s*件|附\s*表")
PROSE = re.compile(r"[。；，：、]")
FOOT = re.compile(r"版权所有|ICP备|公网安备|网站标识码|Copyright", re.IGNORECASE)
NOTICE_TITLE = re.compile(r"关于|(?:通知|公告|通告|通报|意见|方案|办法|规定|细则|函|令)\s*$")
CHANNEL = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}(?:通知|公告|公示|通报|文件|公开|动态))|.{0,5}|(?:通知|公告|公示|政策).{0,6}"
)  # 通知公告
SAYS_SOMETHING = re.compile(r"\d{5,}|\d\s*[月日号]|@")  # a telephone, a date, an address: no name makes it furniture
DATE_ONLY = re.compile(r"[\[(（]?\d{2,4}[-./年]\d{1,2}[-./月]\d{1,2}日?(?:\d{1,2}:\d{2}(?::\d{2})?)?[\])）]?")
PAGE_TITLE_SPLIT = re.compile(r"\s*[-_|—–>]+\s*")

MOST = 0.85  # of the prose of a page: the rest is furniture that no rule saw
LINK_SHARE = 0.6  # of the characters of a block of links
MIN_LINKS = 3
MAX_FOOT = 600  # characters of the foot of a page, the address and telephone of the site among them
MAX_TITLE = 200
MIN_TITLE = 6
MAX_TITLES = 10  # places in a page where its title stands
WIDER = 2  # levels that an article without a title in the page is widened by, for attachments beside the text
META = {"articletitle": "title", "pubdate": "published", "contentsource": "source"}


@dataclass(frozen=True, slots=True)
class Article:
    """The element that holds the notice, the elements inside it to leave out, and what the page says of itself."""

    body: etree._Element
    root: etree._Element
    core: etree._Element  # in it nearly all of the prose; between it and the root the title and what is beside it
    furniture: frozenset[etree._Element]
    title: str | None
    published: str | None
    source: str | None


class _Weight(NamedTuple):
    """What is kept of a tally."""

    prose: int
    foot: bool


@dataclass(slots=True)
class _Tally:
    """What stands in one element and below."""

    text: int = 0
    prose: int = 0
    linked: int = 0
    links: int = 0
    kept: bool = False  # a title, a document or 附件 is in it
    foot: bool = False  # the foot of the page is in it, or was
    words: str | None = ""  # its text as long as that is short

    def add(self, other: _Tally) -> None:
        self.text += other.text
        self.prose += other.prose
        self.linked += other.linked
        self.links += other.links
        self.kept = self.kept or other.kept
        self.foot = self.foot or other.foot
        self.say(other.words)

    def say(self, words: str | None) -> None:
        joined = None if self.words is None or words is None else self.words + words
        self.words = joined if joined is None or len(joined) <= MAX_TITLE else None


def find_article(page: etree._Element) -> Article:
    """The notice in a page."""
    meta = _meta(page)
    body = page.find("body")
    body = page if body is None else body
    names = _title_names(page, meta.get("title"))
    total = sum(_prose(text) for text in _texts(body))
    tallies, furniture, titles = _survey(body, names, total)
    core = _narrow(body, tallies)
    furniture = {one for one in furniture if not _only_named_so(one, core, body)}
    title = next((one for one in titles if one not in furniture), None)
    root = _widen(core, title, tallies, body)
    words = _tight_title(title) if title is not None else meta.get("title") or _page_title(page)
    return Article(body, root, core, frozenset(furniture), words, meta.get("published"), meta.get("source"))


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser shows nothing of it, or what it shows is no text of the page."""
    return not isinstance(element.tag, str) or element.tag in UNSEEN_TAGS


def is_hidden(element: etree._Element) -> bool:
    """Whether a style hides it, or it is struck out. Some pages hide their whole text until a script has run."""
    style = element.get("style")
    return (
        "hidden" in element.attrib
        or element.tag in STRUCK_TAGS
        or (style is not None and HIDDEN.search(style) is not None)
    )


def tight(text: str) -> str:
    return "".join(text.split())


def _meta(page: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        name = META.get((element.get("name") or "").strip().lower())
        content = " ".join((element.get("content") or "").split())
        if name and content and len(content) <= MAX_TITLE:
            found.setdefault(name, content)
    return found


def _title_names(page: etree._Element, meta_title: str | None) -> frozenset[str]:
    """How the page names its notice: in its meta tag, and in <title> before the names of the site."""
    names = {tight(meta_title)} if meta_title else set()
    pieces = _title_pieces(page)
    names |= {tight(piece) for piece in pieces} | {tight("".join(pieces[:2]))}
    return frozenset(name for name in names if MIN_TITLE <= len(name) <= MAX_TITLE)


def _title_pieces(page: etree._Element) -> list[str]:
    """What <title> holds: the title of the notice, then the names of the site."""
    shown = page.find(".//title")
    return PAGE_TITLE_SPLIT.split(" ".join((shown.text or "")[: 2 * MAX_TITLE].split())) if shown is not None else []


def _page_title(page: etree._Element) -> str | None:
    """The title of the notice where only the browser's tab shows it."""
    first = next(iter(_title_pieces(page)), "")
    return first if NOTICE_TITLE.search(first) and not CHANNEL.fullmatch(first) else None


def _prose(text: str) -> int:
    return len(text) if PROSE.search(text) else 0


def _texts(body: etree._Element) -> Iterator[str]:
    """The texts of a page that could be prose, those of scripts left out."""
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in UNSEEN_TAGS:
                walk.skip_subtree()
            elif element.text:
                yield element.text
        if event == "end" and element.tail:
            yield element.tail


def _survey(
    body: etree._Element, names: frozenset[str], total: int
) -> tuple[dict[etree._Element, _Weight], set[etree._Element], list[etree._Element]]:
    """Count every block from the inside out; what is furniture counts for nothing further out."""
    tallies: dict[etree._Element, _Weight] = {}
    furniture: set[etree._Element] = set()
    titles: list[etree._Element] = []
    headings: list[etree._Element] = []
    stack: list[_Tally] = [_Tally()]
    in_link = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            here = _Tally()
            stack.append(here)
            if not isinstance(tag, str) or tag in UNSEEN_TAGS:
                walk.skip_subtree()
            else:
                in_link += tag == "a"
                _count(here, element.text, in_link)
            continue
        here = stack.pop()
        if isinstance(tag, str) and tag not in UNSEEN_TAGS:
            if tag == "a":
                in_link -= 1
                here.links += 1
                here.kept = here.kept or DOCUMENT.search(element.get("href") or "") is not None
            named = here.words is not None and tight(here.words) in names
            if named and len(titles) < MAX_TITLES and not any(inner in titles for inner in element.iter()):
                titles.append(element)
            elif tag in HEADINGS and here.words and NOTICE_TITLE.search(here.words):
                headings.append(element)
            here.kept = here.kept or named
            if _is_furniture(element, here, total):
                furniture.add(element)
                here = _Tally(foot=here.foot)
            elif tag in BLOCK_TAGS:
                tallies[element] = _Weight(here.prose, here.foot)
        stack[-1].add(here)
        _count(stack[-1], element.tail, in_link)
    return tallies, furniture, titles or headings[:1]


def _count(tally: _Tally, text: str | None, in_link: int) -> None:
    if not text or text.isspace():
        return
    bare = tight(text)
    size = 0 if DATE_ONLY.fullmatch(bare) else len(bare)  # in a list of links each has its date beside it
    tally.text += size
    if in_link:
        tally.linked += size
    else:
        tally.prose += _prose(text)
    tally.kept = tally.kept or ATTACHMENT.search(text) is not None
    tally.foot = tally.foot or FOOT.search(text) is not None
    tally.say(text)


def _is_furniture(element: etree._Element, here: _Tally, total: int) -> bool:
    if total and here.prose > total / 2:
        return False
    if is_hidden(element):
        return True
    if here.kept:
        return False
    tag = element.tag
    if tag in LISTING_TAGS and here.links >= MIN_LINKS and here.linked >= LINK_SHARE * here.text:
        return True
    if tag in FURNITURE_TAGS or (tag in BLOCK_TAGS and here.foot and here.text <= MAX_FOOT):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    if names == " ":
        return False
    return not FURNITURE_NAMES.isdisjoint(names.lower().split()) or FURNITURE_PART.search(names) is not None


def _only_named_so(element: etree._Element, core: etree._Element, body: etree._Element) -> bool:
    """Whether what a page calls its footer or the like stands in the notice, and says something: its signature, say."""
    inside = any(above is core or above.tag == "article" for above in element.iterancestors())
    if core is body or not inside or is_hidden(element):
        return False
    if next(element.iter("a"), None) is not None:
        return False
    words = tight("".join(islice(map(str, element.itertext()), MAX_FOOT)))
    return len(words) <= MAX_FOOT and SAYS_SOMETHING.search(words) is not None and FOOT.search(words) is None


def _narrow(body: etree._Element, tallies: dict[etree._Element, _Weight]) -> etree._Element:
    """The innermost block with nearly all prose. `tallies` stands in the order of closing: the innermost first."""
    whole = tallies.get(body)
    if whole is None or not whole.prose:
        return body
    for element, tally in tallies.items():
        if tally.prose >= MOST * whole.prose and _holds_paragraphs(element):
            return element
    return body


def _holds_paragraphs(element: etree._Element) -> bool:
    """Whether it can hold a notice, and is not its only long paragraph: title and signature stand beside that."""
    inner = element.iterdescendants("br", *BLOCK_TAGS)
    return element.tag not in PARAGRAPH_TAGS and next(inner, None) is not None


def _widen(
    root: etree._Element, title: etree._Element | None, tallies: dict[etree._Element, _Weight], body: etree._Element
) -> etree._Element:
    """Out to the element that holds the title, too; else a little, as long as no foot of a page comes in."""
    inside = set(root.iterancestors()) | {root}
    if title is not None:
        over = title if title in inside else next((up for up in title.iterancestors() if up in inside), None)
        if over is not None and over is not root and over in tallies:
            return over
    for _ in range(WIDER):
        above = root.getparent()
        if above is None or above not in tallies or tallies[above].foot:
            break
        root = above
    return root


def _tight_title(title: etree._Element) -> str:
    return " ".join("".join(map(str, title.itertext())).split())

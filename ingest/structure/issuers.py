"""Who issues a document: the signature, else the title's first words, else the head of the paper, else the organs above or
under the title, else the 版记, else the organ that decides on the campaign, else the organ a page names as its source,
else whose site it is.

A 司局函 names only the ministry on its paper; the 司 is then read off the line that names the contact's office.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Found, Span
from ingest.organs import is_organ
from ingest.structure.masthead import STATE, Head, Line, Tail, read_organs
from ingest.structure.titles import SITE

DEPARTMENT_PAPER = re.compile(r"(?P<ministry>.+?(?:部|总局|委员会|委|署))司?(?:（局）|局)+简?函")
PAPER_END = re.compile(r"(?:文件|公报|便笺|函|令)$")
OFFICE = re.compile(
    r"(?:联系人?(?:及电话|单位|部门)?\s*[:：]\s*|[（(])(?P<office>[\u4e00-\u9fff]{2,10}(?:司|局))(?=[\s）)])"
)

# A plan without signature says in its opening who holds the campaign: 某省商务厅会同相关部门决定举办…
DECIDES = re.compile(
    r"(?:^|[，。])(?P<organ>[\u4e00-\u9fff]{1,14}?(?:部|厅|局|委|委员会|政府|办公室))(?:会同|联合|商|将|决定|拟)[^。，]{0,30}?(?:举办|举行|开展|组织|实施)"
)
OPENING_LINES = 4
ABOUT = re.compile(r"关于|印发|转发|批转")
ORDERS = re.compile(r"(?P<organs>.+?)(?:令|公告|通告)")
SOURCE = re.compile(r"(?:信息|文章|稿件)?来源\s*[:：]\s*(?P<organ>[\u4e00-\u9fff]{2,30})")
MEDIA = re.compile(r"[网报台社刊]$|新闻|日报|融媒|客户端|公众号")
OFFICE_SITE = re.compile(r"(?:局|委员会|委|厅|部|署|办公室|协会|联合会|中心)$")
PLACE_SITE = re.compile(r"(?P<place>[\u4e00-\u9fff]{2,8}[省市县区州])(?:人民)?政府")
NO_PLACE = re.compile(r"[省市县区州](?!场)|本")  # 市商务局 says on its own site of which city; here nothing does
PAGE_LINES = 12  # in which a page names its source


def find_issuers(head: Head, tail: Tail, lines: Sequence[Line], site: str | None = None) -> tuple[Found, ...]:
    """The issuers in the order printed. Values are names as a reader would say them; spans show where they stand.

    `site` is the name that a page gives its site behind the title. It counts last: whoever posts a notice of others
    posts their signature as well. It stands outside the text, so the title that it stood behind is its place.
    """
    found = tail.issuers or _named_at_head(head, lines) or ((tail.printer,) if tail.printer else ())
    named = found or _deciding(lines) or _source(lines, site)
    if not named and site and head.title and OFFICE_SITE.search(site) and is_organ(site):
        named = (Found(site, head.title.span),)
    return tuple({one.value: Found(one.value.removeprefix(STATE), one.span) for one in named}.values())


def _named_at_head(head: Head, lines: Sequence[Line]) -> tuple[Found, ...]:
    if head.title and (named := _named_in_title(head.title)):
        return tuple(_in_full(one, head) for one in named)
    if head.paper and PAPER_END.search(head.paper.value):
        return (_from_paper(head.paper, lines),)
    return head.organs or _named_in_number(head.doc_number)


def _named_in_number(number: Found | None) -> tuple[Found, ...]:
    """商务部令2024年第2号, 财政部 税务总局公告2020年第8号 -> who orders or announces."""
    found = ORDERS.match(number.value) if number else None
    return read_organs(Line(number.span.start, found["organs"])) if number and found else ()


def _named_in_title(title: Found) -> tuple[Found, ...]:
    """商务部办公厅 财政部办公厅关于… -> both; 某市政府办公室印发《…》的通知, 某省政府转发某厅关于… -> who hands on."""
    before = ABOUT.split(title.value)[0]
    if before == title.value:
        return ()
    return read_organs(Line(title.span.start, before))


def _in_full(named: Found, head: Head) -> Found:
    """市商务局关于… under 天津市商务局文件 is 天津市商务局."""
    organ = PAPER_END.sub("", re.sub(r"\s", "", head.paper.value)).removeprefix(STATE) if head.paper else ""
    if head.paper and organ.endswith(named.value) and organ != named.value:
        return Found(organ, Span(head.paper.span.start, head.paper.span.start + len(organ)))
    longer = (one for one in head.organs if one.value.endswith(named.value))
    return next((one for one in longer if one.value.removeprefix(STATE) != named.value), named)


def _from_paper(paper: Found, lines: Sequence[Line]) -> Found:
    value = re.sub(r"\s", "", paper.value).removeprefix(STATE)
    department = DEPARTMENT_PAPER.fullmatch(value)
    if department is None:
        return Found(PAPER_END.sub("", value), paper.span)
    for line in lines:
        office = OFFICE.search(line.text)
        if office:
            return Found(
                department["ministry"] + office["office"],
                Span(line.start + office.start("office"), line.start + office.end("office")),
            )
    return Found(department["ministry"], paper.span)


def _deciding(lines: Sequence[Line]) -> tuple[Found, ...]:
    for line in lines[:OPENING_LINES]:
        found = DECIDES.search(line.text)
        if found:
            return (Found(found["organ"], Span(line.start + found.start("organ"), line.start + found.end("organ"))),)
    return ()


def _source(lines: Sequence[Line], site: str | None) -> tuple[Found, ...]:
    """来源：市商务局 under the title of a page; a newspaper issues nothing. Of which city the site says, or nobody."""
    for line in lines[:PAGE_LINES]:
        found = SOURCE.search(line.text)
        if not found or not is_organ(found["organ"]) or MEDIA.search(found["organ"]):
            continue
        name, place = found["organ"], PLACE_SITE.match(site or "")
        if NO_PLACE.match(name):
            if place is None or not place["place"].endswith(name[0]):
                continue
            name = place["place"] + name[1:]
        return (Found(name, Span(line.start + found.start("organ"), line.start + found.end("organ"))),)
    return ()


def site_of(title: Found | None, left_out: Sequence[str]) -> str | None:
    """The name of the site, from the title of the page as it stood above the notice: 关于…的通知 - 某市商务局.

    >>> title = Found("关于促消费的通知", Span(0, 8))
    >>> site_of(title, ["首页", "关于促消费的通知 - 某市商务局"]), site_of(title, ["另一通知 - 某市商务局"])
    ('某市商务局', None)
    """
    if title is None:
        return None
    for text in left_out:
        name = SITE.search(text)
        if name and re.sub(r"\s", "", text[: name.start()]) == re.sub(r"\s", "", title.value):
            return re.sub(r"^[\s\-_|–—]+", "", name.group())
    return None

"""Who issues a document: the signature, else the title's first words, else the head of the paper, else the 版记,
else the organ that decides on the campaign.

A 司局函 names only the ministry on its paper; the 司 is then read off the line that names the contact's office.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.masthead import STATE, Head, Line, Tail, is_organ
from ingest.model import Found, Span

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


def find_issuers(head: Head, tail: Tail, lines: Sequence[Line]) -> tuple[Found, ...]:
    """The issuers in the order printed. Values are names as a reader would say them; spans show where they stand."""
    if tail.issuers:
        return tuple(Found(issuer.value.removeprefix(STATE), issuer.span) for issuer in tail.issuers)
    if head.title and (named := _named_in_title(head.title)):
        return tuple(_in_full(one, head.paper) for one in named)
    if head.paper:
        return (_from_paper(head.paper, lines),)
    if tail.printer:
        return (tail.printer,)
    return _deciding(lines)


def _named_in_title(title: Found) -> tuple[Found, ...]:
    """商务部办公厅 财政部办公厅关于… -> both."""
    before, about, _ = title.value.partition("关于")
    if not about or not before:
        return ()
    found, at = [], 0
    for name in re.split(r"[\s、]+", before.strip()):
        if not is_organ(name):
            return ()
        at = title.value.index(name, at)
        found.append(Found(name, Span(title.span.start + at, title.span.start + at + len(name))))
        at += len(name)
    return tuple(found)


def _in_full(named: Found, paper: Found | None) -> Found:
    """市商务局关于… under 天津市商务局文件 is 天津市商务局."""
    organ = PAPER_END.sub("", re.sub(r"\s", "", paper.value)).removeprefix(STATE) if paper else ""
    if paper and organ.endswith(named.value) and organ != named.value:
        return Found(organ, Span(paper.span.start, paper.span.start + len(organ)))
    return named


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

"""Who guides, hosts, undertakes and supports a campaign, and where its venues are. Notice in, organisers out.

Two wordings: a label with a list (`协办单位：A、B`) and a sentence (`A、B和C联合指导`, `以湖北为主会场`). Words that say that an
organ is still to be chosen (`通过邀标方式确定`) are kept as printed: nobody is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.places import body_clauses, sentence_around
from ingest.model import Notice, Organiser, OrganiserRole, Span
from ingest.organs import CJK, is_organ, split_organs

VERBS = {
    "指导": OrganiserRole.GUIDE,
    "主办": OrganiserRole.HOST,
    "承办": OrganiserRole.UNDERTAKER,
    "协办": OrganiserRole.CO_ORGANISER,
    "支持": OrganiserRole.SUPPORTER,
}
TOGETHER = "(?:共同|联合|协同|牵头|具体|负责|特别|合作)?"
LABEL = re.compile(
    r"(?:(?P<role>指导|主办|承办|协办)(?:单位|机构|方)?|(?P<support>支持)(?:单位|机构))\s*[：:][ ]*(?P<value>[^\n。；;]*?)"
    r"(?=[\n。；;]|\s+\S{0,4}(?:指导|主办|承办|协办|支持|媒体)\S{0,4}[：:]|$)"
)
HEADING = re.compile(
    rf"(?:^|(?<=\n))[^\n{CJK}]*(?:[一二三四五六七八九十]+[）)、.．][ ]*)?{TOGETHER}(?P<role>指导|主办|承办|协办|支持)单位[：:]?[ ]*\n"
)
IS_ORGANISER = re.compile(rf"(?:为|是|作为|担任){TOGETHER}(?P<role>指导|主办|承办|协办|支持)单位")
DOES = re.compile(rf"{TOGETHER}(?P<role>指导|主办|承办|协办)(?=[，,。；;、）)]|的(?!企业)|下[，,]|$|\n)")
LIST = rf"[{CJK}A-Za-z0-9、（）()·]+"
LIST_BEFORE = re.compile(rf"(?<![“\"『{CJK}]){LIST}$")
MAX_LIST = 300  # characters that a list of organs before its verb may take
BY = re.compile(r"^[^、]*由|^[^、由]*?在")
NOT_YET_NAMED = re.compile(r"待定|待\S{0,4}确定|另行|方式确定|遴选确定|招标确定|尚未|公开征集|邀标")
WEB_FOOTER = re.compile(r"网站标识码|ICP备|版权所有|公网安备|技术支持")

MAIN = re.compile(
    rf"(?:以|将|在|定)(?P<a>[{CJK}、]{{1,20}}?)(?:作为|为|设立?|设置)主会场"
    rf"|主会场[：:][ ]*(?P<b>[^\n，,。；;]{{2,40}})"
    rf"|主会场(?:活动)?(?:设在|设于|位于|定在|为)(?P<c>[^\n，,。；;]{{2,40}})"
)
BRANCH = re.compile(
    rf"(?P<a>(?<![{CJK}A-Za-z0-9、（）()·]){LIST}?)(?:作为|为|设立?|设置|开设)(?:线下)?分会场"
    rf"|分会场[：:][ ]*(?P<b>[^\n。；;]{{2,120}})"
    rf"|分会场(?:设在|设于|位于|定在|为)(?P<c>[^\n，,。；;]{{2,60}})"
)
COUNTED = re.compile(r"[共等]\s*\d*\s*[一二三四五六七八九十]*\s*个?.*$")
CHOSEN = re.compile(r"^.*?(?:选择|选取|选定|确定|以|将|在|由)(?=[^、]*(?:、|$))")
OR_ELSE = re.compile(r"[（(].*|或(?:其[他它])?.*")


def find_organisers(notice: Notice) -> tuple[Organiser, ...]:
    """The organisers and venues of a notice, in printed order, each list once where it is stated."""
    found: list[Organiser] = []
    for clause in body_clauses(notice):
        own = clause.own.of(notice.text)
        stated = sorted([*_organs(own), *_venues(own)], key=lambda item: item[2].start)
        for role, names, place in stated:
            at = Span(clause.own.start + place.start, clause.own.start + place.end)
            span = sentence_around(notice.text, at, clause.own)
            fact = Organiser(clause=clause.id, span=span, role=role, names=names)
            if not any(
                known.role is role and known.clause == clause.id and set(names) <= set(known.names) for known in found
            ):
                found.append(fact)
    return tuple(found)


def _organs(text: str) -> Iterator[tuple[OrganiserRole, tuple[str, ...], Span]]:
    """(role, names, place) of every organiser stated in the text of one clause."""
    for match in LABEL.finditer(text):
        line_end = text.find("\n", match.end())
        names = read_value(match["value"])
        if names and not WEB_FOOTER.search(text, match.end(), line_end if line_end >= 0 else len(text)):
            yield VERBS[match["role"] or match["support"]], names, Span(match.start(), match.end("value"))
    for match in HEADING.finditer(text):
        listed: list[str] = []
        end = match.end()
        for line in text[match.end() :].split("\n"):
            names = read_value(line)
            if not names:
                break
            listed += names
            end += len(line) + 1
        if listed:
            yield VERBS[match["role"]], tuple(listed), Span(match.start(), min(end, len(text)))
    for pattern in (IS_ORGANISER, DOES):
        for match in pattern.finditer(text):
            before = LIST_BEFORE.search(text[max(0, match.start() - MAX_LIST) : match.start()])
            if before is None:
                continue
            names = split_organs(BY.sub("", before.group()))
            if pattern is DOES and any(name.endswith("部门") for name in names):
                continue  # 在主管部门指导下: nobody in particular
            if names and all(is_organ(name) and name != "政府" for name in names):
                yield VERBS[match["role"]], names, Span(match.start() - len(before.group()), match.end())


def read_value(value: str) -> tuple[str, ...]:
    """The names behind a label; nothing where the words are no list of names but what an organiser has to do.

    >>> read_value("海南惠农慈善基金会、省市电商行业协会")
    ('海南惠农慈善基金会', '省市电商行业协会')
    >>> read_value("通过邀标方式确定"), read_value("制定活动的细化方案并具体实施，配合省、市做好活动")
    (('通过邀标方式确定',), ())
    """
    value = value.strip()
    names = split_organs(value)
    if names and all(is_organ(name) for name in names):
        return names
    if len(value) <= 25 and NOT_YET_NAMED.search(value):
        return (value,)
    if len(names) > 1 and "，" not in value and any(map(is_organ, names)) and all(len(name) <= 15 for name in names):
        return names
    return ()


def _venues(text: str) -> Iterator[tuple[OrganiserRole, tuple[str, ...], Span]]:
    for role, pattern in ((OrganiserRole.MAIN_VENUE, MAIN), (OrganiserRole.BRANCH_VENUE, BRANCH)):
        for match in pattern.finditer(text):
            value = match["a"] or match["b"] or match["c"]
            names = read_places(value)
            if names:
                yield role, names, Span(match.start(), match.end())


def read_places(value: str) -> tuple[str, ...]:
    """The places of a list of venues.

    >>> read_places("初步选择辽宁、上海、青岛共9个配套活动丰富的地方"), read_places("海口市华彩海口湾（暂定）或其他商业综合体")
    (('辽宁', '上海', '青岛'), ('海口市华彩海口湾',))
    """
    listed = CHOSEN.sub("", COUNTED.sub("", OR_ELSE.sub("", value.strip())))
    names = tuple(name for name in re.split(r"[、，,\s]+|(?<=[市省区县])[和及与](?=.)", listed) if name)
    return names if all(len(name) <= 30 for name in names) else ()

"""The campaign a document is about: series, 届, year, region and period, from its title and opening.

(title, opening text, issued) -> Campaign. No list of known campaigns: what a campaign is called follows from how titles are built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.model import Campaign, Notice, Part, PartId, Span
from ingest.numerals import numeral, parse_numeral
from ingest.periods import Period, find_period
from ingest.regions import NATIONWIDE, PLACE, short_name
from ingest.times.resolve import DateContext, doc_year

# What campaigns are called, the telling words first; the bare ones at the end only count with a 届, a year or quotation marks.
TELLING = (
    "购物节|网购节|年货节|消费节|电商节|购物季|消费季|促销季|消费月|购物月|消费周|购物周|嘉年华|博览会|展销会|"
    "采购节|采购会|直播节|美食节|文化节|旅游节|丰收节|促销活动|促消费活动|消费券|以旧换新|购新补贴"
)
CAMPAIGN_WORD = f"{TELLING}|节|(?<![春夏秋冬])季|月|周|大赛|对接会|洽谈会|推介会|展览?会?|专项行动|行动|活动"
# A campaign that a question names, known here or not.
KNOWN_AS_CAMPAIGN = re.compile(
    rf"([\u4e00-\u9fffA-Za-z0-9]{{0,6}}?(?:{TELLING.replace('|促销活动|促消费活动', '').replace('|消费券|以旧换新|购新补贴', '')})|[进消服广链][博贸交]会|双十一|双11|双十二|双12|618|六一八|黑五)"
)
ORDINAL = r"第\s*(?P<ordinal>[一二三四五六七八九十百\d]{1,4})\s*届"
YEAR = r"(?P<year>20\d\d)\s*(?:年度?)?"
CORE = rf"(?P<core>[\u4e00-\u9fffA-Za-z0-9、·\-+]{{1,24}}?(?:{CAMPAIGN_WORD}))(?![\u4e00-\u9fff]*节)"
PLACES = rf"(?P<region>{NATIONWIDE}|全省|全市|{PLACE})"
# Most telling first: after a 届 or a year; after a place; anything that ends like a campaign.
NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<before>{PLACE})?\s*{ORDINAL}\s*(?:{YEAR})?\s*{PLACES}?\s*{CORE}",
        rf"(?P<before>{PLACE})?\s*{YEAR}\s*{PLACES}?\s*{CORE}",
        rf"{PLACES}\s*{CORE}",
        CORE,
    )
)
LEADING = re.compile(
    r"^.*?关于|^(?:组织|共同|联合|继续|深入|进一步|全面|扎实|切实|认真|公开|做好|举办|开展|印发|启动|推进|征集|参加|申报|办好|调整|撤销|延期|取消|变更|补充|更正|明确|加强|规范|延长|加力|支持|的|[《])+"
)
QUOTED = re.compile(r"[“\"]([^“”\"]{2,30})[”\"]")
NEVER = re.compile(
    r"^(?:节|季|行动|活动|[\d一二三四五六七八九十]{1,3}[月周季])$|(?:春节|中秋节|国庆节|元宵节|劳动节|端午节|元旦节|清明节|重阳节|儿童节|妇女节)$|季节|环节|情节|细节|调节|季度|[发开进扩拓]展$"
)


@dataclass(frozen=True, slots=True)
class CampaignName:
    """A campaign as a phrase names it."""

    series: str
    ordinal: int | None
    year: int | None
    region: str | None

    def full(self) -> str:
        """As a reader would say it: 第六届双品网购节, 2021全国网上年货节."""
        head = f"第{numeral(self.ordinal)}届" if self.ordinal else str(self.year or "")
        return f"{head}{self.region or ''}{self.series}"


def name_in(phrase: str) -> CampaignName | None:
    """The campaign that a title or a question names, or None.

    >>> name_in("关于举办“第六届双品网购节”的通知")
    CampaignName(series='双品网购节', ordinal=6, year=None, region=None)
    >>> name_in("商务部办公厅关于开展第三届“双品网购节”的通知").series
    '双品网购节'
    >>> name_in("“2021辽宁网上年货节”活动工作方案")
    CampaignName(series='网上年货节', ordinal=None, year=2021, region='辽宁')
    >>> name_in("2024海南网上年货节总体方案").region
    '海南'
    >>> name_in("关于开展“2025春季家电消费节”的通知").series
    '春季家电消费节'
    >>> name_in("关于延长2020年2月份纳税申报期限的通知")
    >>> name_in("关于应对疫情支持2020年中小企业发展的通知")
    """
    quoted = QUOTED.search(phrase)
    text = re.sub(r"[\s“”\"]", "", phrase)
    while "关于" in text or LEADING.match(text):
        shortened = LEADING.sub("", text)
        if shortened == text:
            break
        text = shortened
    for pattern in NAMES:
        for found in pattern.finditer(text):
            groups = found.groupdict()
            core = groups["core"]
            named = quoted is not None and re.sub(r"\s", "", quoted.group(1)).endswith(core)
            telling = named or re.search(rf"(?:{TELLING})$", core)
            if NEVER.search(core) or (pattern is NAMES[-1] and not telling):
                continue
            region = groups.get("region") or groups.get("before")
            ordinal, year = groups.get("ordinal"), groups.get("year")
            return CampaignName(
                core,
                parse_numeral(ordinal) if ordinal else None,
                int(year) if year else None,
                short_name(region) if region else None,
            )
    return None


def find_campaigns(notice: Notice) -> tuple[Part, ...]:
    """The parts, each with the campaign its title names; an attachment that names none has that of its document.

    The period is read in the part itself, else anywhere in its document.
    """
    document_of = {part.id: notice.document_of(part.id) for part in notice.parts}
    named = {part.id: _named(part, document_of[part.id]) for part in notice.parts}
    # Only what is about a campaign has the period of one.
    about = {document_of[part].id for part, name in named.items() if name}
    stretches = _stretches(notice)
    periods = {
        part.id: _period_of(notice, stretches[part.id], document_of[part.id])
        for part in notice.parts
        if part.id in stretches and document_of[part.id].id in about
    }
    of_document: dict[PartId, Period] = {}  # the first that any part of a document states
    for part in notice.parts:
        if period := periods.get(part.id):
            of_document.setdefault(document_of[part.id].id, period)
    found: list[Part] = []
    for part in notice.parts:
        name = named[part.id]
        stated = periods.get(part.id) or of_document.get(document_of[part.id].id)
        found.append(replace(part, campaign=_campaign(name, stated)) if name else part)
    return tuple(found)


def _named(part: Part, document: Part) -> CampaignName | None:
    """The campaign that the title of a part names, else that of its document."""
    titles = [one.masthead.title.value for one in (part, document) if one.masthead.title]
    return next((name for title in titles if (name := name_in(title))), None)


def _campaign(named: CampaignName, period: Period | None) -> Campaign:
    return Campaign(
        named.full(),
        named.series,
        named.ordinal,
        named.year,
        named.region,
        period.start if period else None,
        period.end if period else None,
        period.span if period else None,
    )


def _stretches(notice: Notice) -> dict[PartId, Span]:
    """From the first to the last character of each part."""
    found: dict[PartId, Span] = {}
    for clause in notice.clauses:
        before = found.get(clause.part, clause.span)
        found[clause.part] = Span(min(before.start, clause.span.start), max(before.end, clause.span.end))
    return found


def _period_of(notice: Notice, whole: Span, document: Part) -> Period | None:
    """The campaign's period as one part states it, with its place in the notice."""
    number = document.masthead.doc_number
    context = DateContext(issued=document.masthead.issued, doc_year=doc_year(number.value) if number else None)
    found = find_period(whole.of(notice.text), context)
    if found is None:
        return None
    return replace(found, span=Span(found.span.start + whole.start, found.span.end + whole.start))

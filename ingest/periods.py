"""The time of a campaign itself, as its document states it. Text in, first and last day out.

Under 活动时间 or 时间, else where the document says that the campaign is held. A launch, a forum or a training within it
has a time of its own, which is not that of the campaign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.model import Span
from ingest.times.corrections import in_force
from ingest.times.dates import CHANGED, DateMention, find_dates, is_superseded
from ingest.times.resolve import DateContext, resolve

# 活动时间：2024年4月28日—5月12日; 二、时间 and the range in the next line; 定于2021年1月20日—2月18日…开展
TIME_LABEL = re.compile(
    r"(?:^|[\n。；])[ \t\u3000*|]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?[ \t\u3000]*)?"
    r"(?:[^\n。；]{0,16}第[一二三四五六七八九十\d]{1,3}[条项款][ \t\u3000]*)?"
    r"(?P<whose>活动|举办|开展|实施|促销)?(?:时间|日期|期限|周期)[ \t\u3000*]*[:：|]?[ \t\u3000*]*\n?\s*"
    rf"(?:(?:由[^。；;]{{1,40}}?)?[，,]?现?(?:统一)?{CHANGED}|为|自|从)?[ \t\u3000]*$"
)
LABEL_WITHIN = 64  # characters
HELD_ON = re.compile(rf"(?:(?:定|拟|将)?于|在|自|从|{CHANGED})[ \t\u3000]*$")
HOLD = re.compile(r"举办|举行|开展|组织|实施|启动|推出")
HOLD_WITHIN = 60  # characters between the range and the verb: a motto may stand between
# What is held within a campaign: 启动仪式 above its 时间, 举办高峰论坛
EVENT = r"(?:仪式|发布会|论坛|峰会|培训|培训班|会议|动员会|部署会|吹风会|座谈会|对接会|推介会|讲座|沙龙|路演|闭幕式|开幕式|报名|报到)"
UNDER_EVENT = re.compile(rf"{EVENT}[^，。；\n]{{0,8}}[。：:]?[ \t\u3000*]*\n?[^\n]{{0,24}}$")
HOLDS_EVENT = re.compile(rf"[^，。；\n]{{0,24}}{EVENT}(?:[，。；\n]|$)")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, and where they are printed."""

    start: date
    end: date
    span: Span


NOTHING_KNOWN = DateContext()


def find_period(text: str, context: DateContext = NOTHING_KNOWN) -> Period | None:
    """The time of the campaign itself: the surest place that states one, of equals the first; a range before a day.

    >>> find_period("定于2021年1月20日—2月18日，以“全民乐购”为主题，开展年货节活动").end
    datetime.date(2021, 2, 18)
    >>> find_period("启动仪式\\n时间：2024年4月18日\\n二、活动时间\\n2024年4月20日—5月8日").end
    datetime.date(2024, 5, 8)
    """
    text = in_force(text)
    best: Period | None = None
    least = len(PLACES)
    for mention in find_dates(text):
        period = _period(mention, context)
        if period is None or is_superseded(text, mention.span):
            continue
        rank = _rank(text, mention)
        if rank is not None and rank < least:
            best, least = period, rank
    return best


# Where a period may stand, the surest place first.
PLACES = (
    "range under 活动时间",
    "range under 时间",
    "range in which it is held",
    "day under 活动时间",
    "day under 时间",
)


def _rank(text: str, mention: DateMention) -> int | None:
    """The place in `PLACES`, None where the date is of something else."""
    label = TIME_LABEL.search(text, max(mention.span.start - LABEL_WITHIN, 0), mention.span.start)
    if label:
        of_campaign = label["whose"] is not None
        above = text[max(label.start() - LABEL_WITHIN, 0) : label.start() + 1].rstrip("\n。； ")
        if not of_campaign and UNDER_EVENT.search(above.rpartition("\n")[2]):
            return None
        return (0 if of_campaign else 1) + (0 if mention.start else 3)
    ahead = text[mention.span.end : mention.span.end + HOLD_WITHIN].partition("。")[0]
    hold = HOLD.search(ahead)
    if not mention.start or hold is None or HOLDS_EVENT.match(ahead, hold.end()):
        return None
    return 2 if HELD_ON.search(text, max(mention.span.start - LABEL_WITHIN, 0), mention.span.start) else None


def _period(mention: DateMention, context: DateContext) -> Period | None:
    found = resolve(mention, context)
    if found.end is None or mention.end is None or mention.end.day is None or mention.qualifier:
        return None
    return Period(found.start or found.end, found.end, mention.span)

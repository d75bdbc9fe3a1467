"""How long something holds or takes: 有效期至2026年12月31日, 公示5个工作日, 提前3日公告. Words in, its name or its rule out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ingest.facts.deadlines.verbs import CJK
from ingest.times.dates import DateMention, find_dates
from ingest.times.resolve import DateContext, resolve
from ingest.times.time_rules import COUNT, WITHIN

# Of a paper or of goods the term is nobody's: 营业执照有效期至….
OF_PAPERS = re.compile(r"证|照|产品|商品|食品|药品|合同|授权|资质|许可|质量|合约|报价|样品")
VALID = re.compile(rf"(?P<what>[“”\d—–\-{CJK}]{{0,20}}有效期)(?:限)?(?:为|是|截止|延长|顺延)?[至到][\s*]*$")
NAME_WITHIN = 40  # characters before the date
IN_FORCE = re.compile(r"[\s*]*(?:正式)?(?:施行|执行|实施|生效|有效)")
BEGINS = re.compile(r"起[\s*]*(?:正式)?(?:施行|执行|实施|生效|有效)")
SUBJECT = re.compile(
    r"(?P<what>本(?:公告|通知|通告|办法|细则|方案|政策|措施|规定|规则|意见|实施细则|实施方案|实施意见))"
)
PAPER = r"日|天|周|个?工作日|个?自然日"
SHOWN = re.compile(
    rf"(?:^|[，,。；;：:\n])(?P<what>[^，,。；;：:\n\d]{{0,30}}公示)(?:时间|期限|期)?(?:原则上)?(?P<rule>(?:为|不少于|不得少于|不低于)?{COUNT}(?:{PAPER}))(?!前|后|{WITHIN})"
)
AHEAD_OF = re.compile(
    rf"(?P<rule>提前(?:至少)?{COUNT}(?:{PAPER}|个?月|小时)(?:以上)?)[，,]?"
    rf"(?P<what>(?:以?书面(?:形式)?)?(?:向[^，,。；;\n]{{1,20}}?)?(?:书面|公开)?(?:提出|提交|报送|公告|公示|告知|通知|报告|报备|申请|申报|备案|预约|说明)[^，,。；;\n）)]{{0,16}})"
)
RUN_WITHIN = re.compile(
    rf"(?P<what>[{CJK}]{{2,10}}?(?:时限|时间|周期))(?P<rule>(?:压缩|缩短|控制)(?:至|到|在|为){COUNT}(?:{PAPER}|小时|分钟)(?:{WITHIN})?)"
)


def valid_until(words: str, mention: DateMention) -> str | None:
    """What holds until then, None if nothing is said to.

    >>> words = "本细则自2026年2月5日起施行，有效期至2026年12月31日。"
    >>> [valid_until(words, mention) for mention in find_dates(words)]
    [None, '本细则有效期']
    """
    if mention.end is None or not mention.end.is_day or mention.start:
        return None
    found = VALID.search(words, max(mention.span.start - NAME_WITHIN, 0), mention.span.start)
    if found is None or OF_PAPERS.search(found["what"]):
        return None
    whose = SUBJECT.search(words, 0, found.start()) if found["what"] == "有效期" else None
    return f"{whose['what']}有效期" if whose else found["what"].removeprefix("原")


def valid_from(words: str, until: DateMention, context: DateContext) -> date | None:
    """The day from which it holds, where the words before say so."""
    if BEGINS.search(words, 0, until.span.start) is None:
        return None
    for one in find_dates(words[: until.span.start]):
        if one.qualifier == "起" and one.end and one.end.is_day and IN_FORCE.match(words, one.span.end):
            return resolve(one, context).end
    return None


def terms(words: str) -> Iterator[re.Match[str]]:
    """Stretches that give something a length of time without a date: what in `what`, how long in `rule`.

    >>> [(term["what"], term["rule"]) for term in terms("结果在官网公示5个工作日；终止的提前3日公告。")]
    [('结果在官网公示', '5个工作日'), ('公告', '提前3日')]
    """
    dated = any(one.end for one in find_dates(words))
    for pattern in (AHEAD_OF, RUN_WITHIN) if dated else (SHOWN, AHEAD_OF, RUN_WITHIN):
        yield from pattern.finditer(words)

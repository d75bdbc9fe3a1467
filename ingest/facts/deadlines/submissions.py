"""What must be handed in by a date: who, what, to whom. The words of a sentence and its dates in, Deadlines out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.facts.deadlines.duties import TAKE, Duty, read_duty
from ingest.facts.deadlines.setting import DUE, Setting, deadline, is_history, says_something, with_people
from ingest.facts.deadlines.steps import COMMA, CONDITION, NOT_DUE, NOTHING_BEHIND, ON, stands_after
from ingest.facts.deadlines.things import pair
from ingest.facts.deadlines.verbs import STRONG, THING, WITH_OBJECT
from ingest.model import Deadline, DeadlineKind, Span
from ingest.times.dates import DateMention, find_dates
from ingest.times.resolve import DateContext, resolve
from ingest.times.time_rules import COUNT, UNIT, WITHIN

# The thing between two dates of 8月1日前将方案、9月1日前将名单…报送
LINK = re.compile(
    rf"(?:分别)?{TAKE.pattern}(?P<what>[^，,。；;：:\n]{{0,40}}"
    r"(?:情况|材料|资料|信息|报告|数据|名单|清单|方案|计划|总结|小结|进展|成效|做法|经验|案例|线索|意见|建议|台账|表|书|稿|照片|视频|文件)"
    r"(?:[（(][^（）()\n]{1,30}[）)])?)(?:[、，,；;]?(?:以及|及|和|并)|[、，,；;])[于在]?[\s*]*"
)
NEAR = 20  # characters
OPEN = re.compile(r"即日|今日|(?:发布|印发|发文)之日")  # 即日起至2024年5月31日
LATER = re.compile(r"另行|为准")
OTHER_TIME = re.compile(r"及时|随时|另行|[后後]再|[后後]，")
AT_ONCE = "同时"
LIKEWISE = re.compile(
    r"(?P<word>同时[，,]?|[，,]并|[，,](?=电子[版档]|扫描件|纸质))(?=[将把]|发送|报送|提交|寄送|电子|扫描|纸质)"
)
TOGETHER = re.compile(r"(?:同时|同步|一并)$")
MUST = re.compile(r"请(?!求)|(?<![响供反适对相效])应(?![急用对商])|须|需(?!求)|务必|要(?![求点素闻])|分别")
DONE = re.compile(r"已|共|累计|曾|预计|暂停|停止|不[得准予能]|禁止|未能")
ONCE = re.compile(
    r"(?:原(?:定|需要?|应当?|拟)?|具备|曾|(?<!而)已经?(?:全部|陆续|分别|均|按[^，,。；;]{1,8}|[将把][^，,。；;]{1,30})?)[于在]?$"
)
REPORTING = re.compile(r"报送|上报|呈报|提交|反馈")
UNANCHORED = re.compile(rf"{COUNT}{UNIT}{WITHIN}")
SO_MUCH_LATER = re.compile(
    r"[\d一二两三四五六七八九十半](?:个?(?:工作日|自然日|星期|小时|月)|日|天|周|年|分钟)(?:之|以)?后$"
)
# 报名时间 as a heading, and 第一批：自本公告发布之日起至5月8日 under it
UNDER_LABEL = re.compile(
    r"[\s*]*(?:第[一二三四五六七八九十\d]{1,2}(?:批次?|期|轮)[：:])?(?:自|从)?本?(?:通知|公告|通告|文件)?[\s*]*"
)
BY_MEANS = re.compile(r"(?:期间)?(?:在线|网上|线上|统一|集中|(?:登录|通过|在)[^，,。；;]{2,30})?")
CYCLE = re.compile(r"[每逢].{1,3}")
OPEN_TO_ALL = re.compile(r"可(?!持续|靠)|登录|开放|接受|受理")
OPENING = re.compile(r"报名|填报|申报|申请|提交|报送|推荐|反馈|登记|投稿")


def duty_at(words: str, window: Span, dates: Sequence[DateMention], place: Span, heading: str) -> Duty | None:
    """The duty tied to a list of dates, whose words stand at `place`. Its verb's place counts from the start of the sentence."""
    held = Span(place.start - window.start, place.end - window.start)
    alone = UNDER_LABEL.fullmatch(words, 0, dates[0].span.start) and NOTHING_BEHIND.match(words, dates[-1].span.end)
    duty = read_duty(window.of(words), held, heading if alone else "")
    if duty is None:
        return None
    placed = replace(duty, verb=Span(duty.verb.start + window.start, duty.verb.end + window.start))
    return placed if _binds(words, dates, placed) else None


def _binds(words: str, dates: Sequence[DateMention], duty: Duty) -> bool:
    """Whether the verb makes the date a time to hand in, and not news of something handed in then."""
    last = dates[-1]
    if duty.is_label:
        return last.rule is None
    gap = words[last.span.end : duty.verb.start]
    apart = COMMA.search(gap) is not None
    ranged = any(one.start for one in dates)
    lead = words[max(dates[0].span.start - NEAR, 0) : dates[0].span.start]
    open_start = OPEN.match(words, dates[0].span.start) is not None
    if (
        (ranged or open_start)
        and OPEN_TO_ALL.search(COMMA.split(gap)[-1] if apart else COMMA.split(lead)[-1])
        and OPENING.match(words, duty.verb.start)
    ):
        return True  # 4月1日至4月30日，企业可登录系统申报; 公众可在4月1日至4月30日期间反馈意见
    if ranged and OPENING.match(words, duty.verb.start) and stands_after(ON, words, dates[0].span.start):
        return BY_MEANS.fullmatch(gap) is not None  # 企业于4月15日至5月10日在线填报
    if DONE.search(gap) or (apart and ranged) or ONCE.search(words, 0, dates[0].span.start):
        return (
            False  # 截至2月16日，共发送…; 4月28日—5月10日，指导企业…报送; 原需在3月申报的: news, a phase, another time
        )
    if last.qualifier == "截至" and apart and not MUST.search(gap):
        return False
    if last.rule and CYCLE.fullmatch(last.rule):
        bound = duty.to or REPORTING.match(words, duty.verb.start) or MUST.search(words, 0, duty.verb.start)
        return not apart and bool(bound) and STRONG.match(words, duty.verb.start) is not None
    if last.rule and UNANCHORED.fullmatch(last.rule):
        asked = re.search(THING, duty.what) and MUST.search(words, 0, duty.verb.start)
        if not (duty.to or asked):
            return False  # 24小时内将给出回复: what an office promises; 2小时内反馈企业核实: a step
    if last.rule and last.rule.endswith("起"):
        return OPENING.match(words, duty.verb.start) is not None
    if CONDITION.match(words, duty.verb.end):
        return False
    pressed = DUE.search(last.qualifier or "") or last.rule or MUST.search(lead.rpartition("。")[2] + gap)
    if STRONG.match(words, duty.verb.start):
        return bool(pressed or duty.to) and (duty.to is not None or not words.startswith("发送", duty.verb.start))
    return bool(pressed) and (not apart or (len(gap) <= NEAR and DUE.search(last.qualifier or "") is not None))


def may_be_due(words: str, dates: Sequence[DateMention]) -> bool:
    last = dates[-1]
    if words[: dates[0].span.start].endswith(("将", "把")):
        return False
    if last.rule:
        return not LATER.search(last.rule) and not SO_MUCH_LATER.fullmatch(last.rule)
    if last.end is None or last.qualifier in NOT_DUE:
        return False
    if last.end.is_day or last.end.part in ("底", "初", "上旬", "中旬", "下旬"):
        return True
    printed = last.end.month or last.end.month_shift or last.end.quarter or last.end.half
    return printed is not None and stands_after(ON, words, dates[0].span.start)


def chain_of(
    words: str, lists: Sequence[Sequence[DateMention]], start: int
) -> list[tuple[Sequence[DateMention], Duty]]:
    """于8月1日前将方案、9月1日前将名单、12月1日前将总结报送我部: the one verb at the end holds for every pair."""
    whats: list[str] = []
    for dates, following in pairwise(lists):
        link = LINK.fullmatch(words, dates[-1].span.end, following[0].span.start)
        if link is None or STRONG.search(link["what"]) or WITH_OBJECT.search(link["what"]):
            break
        whats.append(link["what"])
    last = lists[len(whats)]
    if not whats or not TAKE.match(words, last[-1].span.end) or not all(may_be_due(words, one) for one in lists[1:]):
        return []
    first = Span(lists[0][0].span.start, lists[0][-1].span.end)
    end = lists[len(whats) + 1][0].span.start if len(whats) + 1 < len(lists) else len(words)
    duty = duty_at(words, Span(last[0].span.start, end), last, Span(last[0].span.start, last[-1].span.end), "")
    if duty is None:
        return []
    lead = read_duty(
        words[start : first.end] + words[last[-1].span.end : end], Span(first.start - start, first.end - start)
    )
    duty = replace(duty, who=lead.who if lead else None)
    links = [(dates, replace(duty, what=what, items=(what,))) for dates, what in zip(lists, whats, strict=False)]
    return [*links, (last, duty)]


def submissions(
    span: Span, words: str, dates: Sequence[DateMention], duty: Duty, context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    also = _likewise(words, duty)
    for first in handed_in(span, words, dates, duty, context, setting):
        yield first
        if also and also[0] == AT_ONCE:
            same = f"{AT_ONCE}: the date before it"
            first = replace(first, rule=AT_ONCE, basis="; ".join(one for one in (same, first.basis) if one))
        if also:
            yield with_people(replace(first, what=also[1].what), also[1], setting)


def _likewise(words: str, duty: Duty) -> tuple[str, Duty] | None:
    """What else the sentence has handed in by the same time, behind 同时 or 并: 在线填报，并将纸质材料送市局."""
    joint = LIKEWISE.search(words, duty.verb.end)
    rest = words[joint.start() :] if joint else ""
    also = read_duty(rest, Span(0, len(joint["word"]))) if joint else None
    if joint is None or also is None or not says_something(also.what):
        return None
    word = joint["word"].strip("，,")
    strict = (
        word == AT_ONCE
        or TOGETHER.search(rest, 0, also.verb.start)
        or (also.to and STRONG.match(rest, also.verb.start))
    )
    if not strict or find_dates(rest[: also.verb.end]) or OTHER_TIME.search(rest, 0, also.verb.start):
        return None
    return word, replace(also, who=also.who or duty.who)


def handed_in(
    span: Span, words: str, dates: Sequence[DateMention], duty: Duty, context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    whats = pair(duty.items, len(dates), duty.what)
    stated = context.stated
    for what, mention in zip(whats, dates, strict=True):
        found = resolve(mention, replace(context, stated=stated, duty=True))
        if mention.rule and CYCLE.fullmatch(mention.rule) and not setting.official:
            continue  # 小编每天反馈留言: news, where nothing says that this is a notice
        if is_history(found, setting) or not says_something(what, labelled=duty.is_label):
            continue
        if mention.end and mention.end.year:
            stated = found.end
        base = deadline(DeadlineKind.SUBMISSION, what, span, mention, found, setting)
        yield with_people(base, duty, setting)

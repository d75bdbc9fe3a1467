"""Dated steps and periods: what happens on a date, or is announced later. The words of a sentence in, Deadlines out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.deadlines.setting import DUE, Setting, deadline, is_history, says_something
from ingest.facts.deadlines.steps import ON, TEN_DAYS, TIME_LABEL, stands_after, step_at, title_of
from ingest.facts.deadlines.submissions import LATER, OPEN
from ingest.facts.deadlines.terms import valid_from, valid_until
from ingest.facts.deadlines.within import limit_at
from ingest.model import Deadline, DeadlineKind, Span
from ingest.times.dates import DateMention
from ingest.times.resolve import DateContext, Resolved, resolve

OPENS = re.compile(r"(?P<label>(?:\d{4}年)?[\u4e00-\u9fff]{0,14}(?:时间|日期|安排|批次))[^，,。；;]{0,16}$")
LABEL_WITHIN = 60  # characters
EXTENDED = re.compile(
    r"(?:执行|实施|活动|促销|政策|展览|展期|补贴|使用|领取|兑付|有效)[\u4e00-\u9fff]{0,4}(?:期限|时间|期)[^，,。；;]{0,24}[，,]?现?(?:延长|延期|顺延)(?:至|到)[\s*]*$"
)
COMPLETION = re.compile(r"(?:完成|办结|结题|验收)(?:时间|时限|期限|日期)[：:为]*[ \t\u3000*]*$")
AHEAD = re.compile(r"将|拟|定于|计划|要|应|须|请|安排|步骤|进度")


def steps(
    span: Span, words: str, dates: Sequence[DateMention], context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    stated = context.stated
    for mention in dates:
        if mention.rule:
            yield from _announced_later(span, words, mention, setting)
            yield from _time_limit(span, words, mention, context, setting)
            continue
        found = resolve(mention, replace(context, stated=stated))
        if until := valid_until(words, mention):
            if found.end and not (setting.dates.issued and found.end < setting.dates.issued):
                holds = replace(found, start=valid_from(words, mention, context))
                yield deadline(DeadlineKind.PERIOD, until, span, mention, holds, setting)
            continue
        heading = "" if title_of(words).startswith(setting.heading) else setting.heading
        what = step_at(*_alone(words, mention, dates), found, heading)
        if what is None or not says_something(what) or is_history(found, setting):
            continue
        if found.end is None:
            if _is_vague(mention, setting):
                yield deadline(DeadlineKind.MILESTONE, what, span, mention, found, setting)
            continue
        if mention.end and mention.end.year:
            stated = found.end
        if OPEN.match(mention.span.of(words)) and mention.start is None:
            found = replace(found, start=None)  # 即日起至5月中旬
        if found.start and mention.start is None and COMPLETION.search(words, 0, mention.span.start):
            found = Resolved(found.end, None, found.basis)  # 完成时间：2021年12月
        ranged = found.start is not None and found.start != found.end
        issued = setting.dates.issued
        if not (
            ranged
            or (setting.official and not _is_told(words, mention, setting))
            or stands_after(TIME_LABEL, words, mention.span.start)
            or _is_ahead(words, mention)
        ):
            continue  # 2月19日召开新闻发布会: news
        if issued and found.end and found.end < issued and not stands_after(TIME_LABEL, words, mention.span.start):
            continue  # over when the notice was written
        if EXTENDED.search(words, max(mention.span.start - LABEL_WITHIN, 0), mention.span.start):
            yield deadline(DeadlineKind.PERIOD, what, span, mention, replace(found, start=None), setting)
            continue  # 实施期限延长至4月30日: the last day of something that has begun
        ranged = ranged or OPEN.match(mention.span.of(words)) is not None
        kind = DeadlineKind.PERIOD if ranged else DeadlineKind.MILESTONE
        found = found if ranged else replace(found, start=None)
        yield deadline(kind, what, span, mention, found, setting)


def _alone(words: str, mention: DateMention, dates: Sequence[DateMention]) -> tuple[str, DateMention]:
    """The words as they would be with this date in place of all of its list: 1月8日、1月15日发放 says 发放 of both."""
    if len(dates) == 1 or any(one.rule for one in dates):
        return words, mention
    start, end = dates[0].span.start, dates[-1].span.end
    place = Span(start, start + mention.span.end - mention.span.start)
    return words[:start] + mention.span.of(words) + words[end:], replace(mention, span=place)


def _is_told(words: str, mention: DateMention, setting: Setting) -> bool:
    """省政府新闻办于2月15日召开发布会, where only the issuer is known: nothing says whether that is past or to come."""
    dated = setting.dates.issued or setting.dates.doc_year or setting.addressees
    head = words[: mention.span.start]
    return not dated and stands_after(ON, words, mention.span.start) and bool(ON.sub("", head).strip(" \t　*"))


def _is_ahead(words: str, mention: DateMention) -> bool:
    """Whether the words say that it is still to come, where no masthead says that this is a notice."""
    return bool(DUE.search(mention.qualifier or "") or AHEAD.search(words, 0, mention.span.start))


def _is_vague(mention: DateMention, setting: Setting) -> bool:
    """5月初, 9月前, 9月中旬前: the year is known and the day is not; its words are worth keeping."""
    part = mention.end.part if mention.end else None
    month = mention.end is not None and mention.end.month is not None and part is None
    ends = part == "初" or ((part in TEN_DAYS or month) and "前" in (mention.qualifier or ""))
    return ends and bool(setting.dates.issued or setting.dates.doc_year)


def _time_limit(
    span: Span, words: str, mention: DateMention, context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    """自受理之日起5个工作日内完成初审: how long a step may take, its day where that can be counted."""
    what = limit_at(words, mention) if setting.official else None
    if what and says_something(what):
        yield deadline(DeadlineKind.MILESTONE, what, span, mention, resolve(mention, context), setting)


def _announced_later(span: Span, words: str, mention: DateMention, setting: Setting) -> Iterator[Deadline]:
    """报名时间另行通知: what is known is that it is not known yet."""
    label = OPENS.search(words[: mention.span.start]) if mention.rule and LATER.search(mention.rule) else None
    if label is None:
        return
    handing_in = re.search(r"报名|报送|提交|申报", label["label"])
    kind = DeadlineKind.SUBMISSION if handing_in else DeadlineKind.PERIOD
    yield deadline(kind, label["label"], span, mention, Resolved(), setting)

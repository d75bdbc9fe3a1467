"""Dated steps and periods: what happens on a date, or is announced later. The words of a sentence in, Deadlines out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.dates import DateMention
from ingest.facts.setting import DUE, Setting, deadline, is_history, says_something
from ingest.facts.steps import TIME_LABEL, stands_after, step_at, title_of
from ingest.facts.submissions import LATER, OPEN
from ingest.model import Deadline, DeadlineKind, Span
from ingest.resolve import DateContext, Resolved, resolve

OPENS = re.compile(r"(?P<label>[\u4e00-\u9fff]{0,14}(?:时间|日期))[^，,。；;]{0,16}$")
AHEAD = re.compile(r"将|拟|定于|计划|要|应|须|请|安排|步骤|进度")


def steps(
    span: Span, words: str, dates: Sequence[DateMention], context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    stated = context.stated
    for mention in dates:
        if mention.rule:
            yield from _announced_later(span, words, mention, setting)
            continue
        found = resolve(mention, replace(context, stated=stated))
        heading = "" if title_of(words).startswith(setting.heading) else setting.heading
        what = step_at(words, mention, found, heading)
        if what is None or not says_something(what) or is_history(found, setting):
            continue
        if found.end is None:
            if _is_vague(mention, setting):
                yield deadline(DeadlineKind.MILESTONE, what, span, mention, found, setting)
            continue
        if mention.end and mention.end.year:
            stated = found.end
        ranged = found.start is not None and found.start != found.end
        issued = setting.dates.issued
        if not (
            ranged
            or setting.official
            or stands_after(TIME_LABEL, words, mention.span.start)
            or _is_ahead(words, mention)
        ):
            continue  # 2月19日召开新闻发布会: news
        if issued and found.end < issued and not stands_after(TIME_LABEL, words, mention.span.start):
            continue  # over when the notice was written
        ranged = ranged or OPEN.match(mention.span.of(words)) is not None
        kind = DeadlineKind.PERIOD if ranged else DeadlineKind.MILESTONE
        found = found if ranged else replace(found, start=None)
        yield deadline(kind, what, span, mention, found, setting)


def _is_ahead(words: str, mention: DateMention) -> bool:
    """Whether the words say that it is still to come, where no masthead says that this is a notice."""
    return bool(DUE.search(mention.qualifier or "") or AHEAD.search(words, 0, mention.span.start))


def _is_vague(mention: DateMention, setting: Setting) -> bool:
    """5月初: the year is known and the day is not; its words are worth keeping."""
    return bool(mention.end and mention.end.part == "初" and (setting.dates.issued or setting.dates.doc_year))


def _announced_later(span: Span, words: str, mention: DateMention, setting: Setting) -> Iterator[Deadline]:
    """报名时间另行通知: what is known is that it is not known yet."""
    label = OPENS.search(words[: mention.span.start]) if mention.rule and LATER.search(mention.rule) else None
    if label is None:
        return
    handing_in = re.search(r"报名|报送|提交|申报", label["label"])
    kind = DeadlineKind.SUBMISSION if handing_in else DeadlineKind.PERIOD
    yield deadline(kind, label["label"], span, mention, Resolved(), setting)

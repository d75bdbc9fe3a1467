"""What must be done by when: 报送时限, 时间节点, 活动时间 and its phases. Notice -> Deadlines, each with its sentence.

A date is a deadline only if its sentence says so: a verb of handing in makes a submission, a dated step a milestone,
a range a period. Dates of laws and documents, of history and of the signature are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ingest.dates import CHANGED, DateMention, date_lists, find_dates, is_superseded
from ingest.facts.duties import (
    FILLER,
    SHELTERED,
    STRONG,
    TAKE,
    WITH_OBJECT,
    Duty,
    clause_subject,
    pair,
    read_duty,
)
from ingest.facts.recipients import level_of_recipient, level_of_subject, own_organ, who_in_full
from ingest.facts.sentences import sentences
from ingest.facts.steps import (
    COMMA,
    MAX_HEADING,
    NOT_DUE,
    NOTHING_BEHIND,
    ON,
    TIME_LABEL,
    stands_after,
    step_at,
    title_of,
)
from ingest.model import Clause, ClauseKind, Deadline, DeadlineKind, Level, Notice, Span
from ingest.numbering import read_number
from ingest.resolve import LATE_BY, DateContext, Resolved, doc_year, resolve
from ingest.time_rules import COUNT, UNIT, WITHIN

MAX_WHAT = 60  # characters of what is due, brackets and titles not counted; more is prose
BARE_VERB = re.compile(
    r"(?:首次|再次|分别|统一|及时|按时|汇总|书面|一并|集中|逐级|并)*"
    r"(?:报送|上报|呈报|呈送|报备|提交|递交|反馈|发送|寄送|邮寄|函复|函告|传真|汇总|[报寄送发交传])[至到往给]?"
)
REPLACED = re.compile(rf"(?P<old>“[^“”\n]{{1,80}}”)(?P<by>{CHANGED})“(?P<new>[^“”\n]{{1,80}})”")
# The thing between two dates of 8月1日前将方案、9月1日前将名单…报送
LINK = re.compile(
    rf"(?:分别)?{TAKE.pattern}(?P<what>[^，,。；;：:\n]{{0,40}}"
    r"(?:情况|材料|资料|信息|报告|数据|名单|清单|方案|计划|总结|小结|进展|成效|做法|经验|案例|线索|意见|建议|台账|表|书|稿|照片|视频|文件)"
    r"(?:[（(][^（）()\n]{1,30}[）)])?)(?:[、，,；;]?(?:以及|及|和|并)|[、，,；;])[于在]?[\s*]*"
)
TITLE_MARKS = re.compile(r"《[^》\n]*》")
EXPLAINED = re.compile(r"[\s*]*[（(][\s*]*(?:即|截至|截止)?[\s*]*")
SENTENCE_END = re.compile(r"[。；;，,！？]")

URGENT = re.compile(r"(?<!的)及时|尽快|随时|第一时间")
UPWARDS = re.compile(r"上报(?!的)")
REPORTED = re.compile(
    r"情况|材料|资料|信息|报告|问题|数据|名单|方案|总结|进展|成效|做法|经验|案例|动态|线索|意见|建议|台账|报表"
)
LATER = re.compile(r"另行|为准")
OPENS = re.compile(r"(?P<label>[\u4e00-\u9fff]{0,14}(?:时间|日期))[^，,。；;]{0,16}$")
OPEN = re.compile(r"即日|今日|发布之日|印发之日")  # 即日起至2024年5月31日
AHEAD = re.compile(r"将|拟|定于|计划|要|应|须|请|安排|步骤|进度")
LIKEWISE = re.compile(r"同时[，,]?(?=将)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the sentences of a clause are read against."""

    notice: Notice
    clause: Clause
    heading: str  # without its number
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]
    level: Level | None  # of the issuer
    dates: DateContext
    official: bool  # it says who issues it, to whom, when or under which number
    past: date | None  # whole dates before it are history


def find_deadlines(notice: Notice) -> tuple[Deadline, ...]:
    """Every deadline, milestone and period of a notice, in text order. Never raises, whatever the text."""
    found: list[Deadline] = []
    for clause in notice.clauses:
        if clause.kind is not ClauseKind.CLAUSE:
            continue
        setting = _setting(notice, clause)
        for sentence in sentences(notice.text, clause.own):
            found += _in_sentence(sentence, setting)
            words = sentence.of(notice.text)
            if len(words) <= MAX_HEADING and not SENTENCE_END.search(words) and not find_dates(words):
                setting = replace(setting, heading=title_of(words))
    return tuple(found)


def _setting(notice: Notice, clause: Clause) -> Setting:
    part = notice.part(clause.part)
    document = notice.document_of(clause.part)
    head = document.masthead
    campaign = part.campaign or document.campaign
    period = (campaign.start, campaign.end) if campaign and campaign.start and campaign.end else None
    number = doc_year(head.doc_number.value) if head.doc_number else None
    year = number or (campaign.year if campaign else None)
    return Setting(
        notice=notice,
        clause=clause,
        heading=title_of(clause.heading),
        issuers=tuple(issuer.value for issuer in head.issuers),
        addressees=tuple(addressee.value for addressee in head.addressees),
        level=document.level,
        dates=DateContext(head.issued, year, period, campaign.year if campaign else None),
        official=bool(head.issued or head.doc_number or head.addressees or head.issuers),
        past=head.issued - LATE_BY if head.issued else date(number - 1, 1, 1) if number else None,
    )


def _in_sentence(span: Span, setting: Setting) -> Iterator[Deadline]:
    words = _in_force(_unnumbered(span.of(setting.notice.text)))
    titles = [Span(match.start(), match.end()) for match in TITLE_MARKS.finditer(words)]
    mentions = [one for one in find_dates(words) if not any(title.holds(one.span) for title in titles)]
    lists = date_lists([one for one in mentions if not is_superseded(words, one.span)])
    eligible = [_may_be_due(words, dates) for dates in lists]
    handed_in = False
    start = reached = 0
    who: str | None = None  # of the duty before: 企业3月1日前提交材料，3月10日前提交承诺书
    lead: int | None = None  # where the words of a time begin whose date follows in brackets
    for index, dates in enumerate(lists):
        if dates[0].span.start < reached:
            continue  # inside what is handed in: 将上月情况报送
        if index + 1 < len(lists) and EXPLAINED.fullmatch(words, dates[-1].span.end, lists[index + 1][0].span.start):
            lead = dates[0].span.start if lead is None else lead
            continue  # 活动结束后一周内（5月20日前）: the date in brackets is what the rule comes to
        later = (one[0].span.start for one, may in zip(lists[index + 1 :], eligible[index + 1 :], strict=True) if may)
        end = next(later, len(words))
        context = replace(setting.dates, stated=_stated(mentions, dates[0].span.start))
        place = Span(dates[0].span.start if lead is None else lead, dates[-1].span.end)
        lead = None
        duty = _duty(words, Span(start, end), dates, place, setting.heading) if eligible[index] else None
        chain = _chain(words, lists[index:], start) if duty is None and eligible[index] else None
        if chain:
            handed_in = True
            start = reached = chain[-1][1].verb.end
            for link, linked in () if ONCE.search(words, 0, dates[0].span.start) else chain:
                near = replace(setting.dates, stated=_stated(mentions, link[0].span.start))
                yield from _handed_in(span, words, link, linked, near, setting)
        elif duty:
            duty = replace(duty, who=duty.who or who)
            who = duty.who
            handed_in = True
            yield from _submissions(span, words, dates, duty, context, setting)
            comma = COMMA.search(words, duty.verb.end, end)
            start = comma.end() if comma else end
            reached = duty.verb.end
        else:
            yield from _steps(span, words, dates, context, setting)
    if not handed_in and not lists:
        yield from _undated(span, words, setting)


def _unnumbered(words: str) -> str:
    """The words with the number they are printed under blotted out, every other character in its place."""
    number = read_number(words)
    if number is None or any(mention.span.start < number.end for mention in find_dates(words[: number.end + NEAR])):
        return words
    return " " * number.end + words[number.end :]


def _in_force(words: str) -> str:
    """“A”调整为“B”: A blotted out and B without its marks, every other character in its place."""
    return REPLACED.sub(lambda found: f"{' ' * len(found['old'])}{found['by']} {found['new']} ", words)


def _stated(mentions: Sequence[DateMention], before: int) -> date | None:
    """The last whole date printed before in the sentence: the year it gives holds for what follows."""
    for mention in reversed([one for one in mentions if one.span.start < before]):
        first = mention.start or mention.end
        if first and first.year and first.is_day:
            found = resolve(mention, DateContext())
            return found.start or found.end
    return None


# Submissions

NEAR = 20  # characters
DUE = re.compile(r"前|截|迟|晚|止")
MUST = re.compile(r"请(?!求)|(?<![响供反适对相效])应(?![急用对商])|须|需(?!求)|务必|要(?![求点素闻])|分别")
DONE = re.compile(r"已|共|累计|曾|预计|暂停|停止|不[得准予能]|禁止|未能")
ONCE = re.compile(
    r"(?:原(?:定|需要?|应当?|拟)?|具备|曾|(?<!而)已经?(?:全部|陆续|分别|均|按[^，,。；;]{1,8}|[将把][^，,。；;]{1,30})?)[于在]?$"
)
REPORTING = re.compile(r"报送|上报|呈报|提交|反馈")
UNANCHORED = re.compile(rf"{COUNT}{UNIT}{WITHIN}")
SO_MUCH_LATER = re.compile(
    r"[\d一二两三四五六七八九十半](?:个?(?:工作日|自然日|星期|月)|日|天|周|年|小时)(?:之|以)?后$"
)
CYCLE = re.compile(r"[每逢].{1,3}")
OPEN_TO_ALL = re.compile(r"可(?!持续|靠)|登录|开放|接受|受理")
OPENING = re.compile(r"报名|申报|申请|提交|报送|推荐")


def _duty(words: str, window: Span, dates: Sequence[DateMention], place: Span, heading: str) -> Duty | None:
    """The duty tied to a list of dates, whose words stand at `place`. Its verb's place counts from the start of the sentence."""
    held = Span(place.start - window.start, place.end - window.start)
    alone = not words[: dates[0].span.start].strip(" \t　*") and NOTHING_BEHIND.match(words, dates[-1].span.end)
    duty = read_duty(window.of(words), held, heading if alone else "")
    if duty is None:
        return None
    placed = replace(duty, verb=Span(duty.verb.start + window.start, duty.verb.end + window.start))
    return placed if _binds(words, dates, placed) else None


def _binds(words: str, dates: Sequence[DateMention], duty: Duty) -> bool:
    """Whether the verb makes the date a time to hand in, and not news of something handed in then."""
    last = dates[-1]
    labelled = duty.verb.start == duty.verb.end
    if labelled:
        return last.rule is None
    gap = words[last.span.end : duty.verb.start]
    apart = COMMA.search(gap) is not None
    ranged = any(one.start for one in dates)
    open_start = OPEN.match(words, dates[0].span.start) is not None
    if (
        (ranged or open_start)
        and apart
        and OPEN_TO_ALL.search(COMMA.split(gap)[-1])
        and OPENING.match(words, duty.verb.start)
    ):
        return True  # 4月1日至4月30日，企业可登录系统申报
    if DONE.search(gap) or (apart and ranged) or ONCE.search(words, 0, dates[0].span.start):
        return (
            False  # 截至2月16日，共发送…; 4月28日—5月10日，指导企业…报送; 原需在3月申报的: news, a phase, another time
        )
    if last.qualifier == "截至" and apart and not MUST.search(gap):
        return False
    if last.rule and CYCLE.fullmatch(last.rule):
        bound = duty.to or REPORTING.match(words, duty.verb.start) or MUST.search(words, 0, duty.verb.start)
        return not apart and bool(bound) and STRONG.match(words, duty.verb.start) is not None
    if last.rule and UNANCHORED.fullmatch(last.rule) and not (duty.to or MUST.search(words, 0, duty.verb.start)):
        return False  # 24小时内将给出回复: what an office promises
    if last.rule and last.rule.endswith("起"):
        return OPENING.match(words, duty.verb.start) is not None
    lead = words[max(dates[0].span.start - NEAR, 0) : dates[0].span.start]
    pressed = DUE.search(last.qualifier or "") or last.rule or MUST.search(lead.rpartition("。")[2] + gap)
    if STRONG.match(words, duty.verb.start):
        return bool(pressed or duty.to) and (duty.to is not None or not words.startswith("发送", duty.verb.start))
    return bool(pressed) and (not apart or (len(gap) <= NEAR and DUE.search(last.qualifier or "") is not None))


def _may_be_due(words: str, dates: Sequence[DateMention]) -> bool:
    last = dates[-1]
    if last.rule:
        return not LATER.search(last.rule) and not SO_MUCH_LATER.fullmatch(last.rule)
    if last.end is None or last.qualifier in NOT_DUE or words[: dates[0].span.start].endswith(("将", "把")):
        return False
    if last.end.is_day or last.end.part in ("底", "初", "上旬", "中旬", "下旬"):
        return True
    printed = last.end.month or last.end.month_shift or last.end.quarter or last.end.half
    return printed is not None and stands_after(ON, words, dates[0].span.start)


def _chain(words: str, lists: Sequence[Sequence[DateMention]], start: int) -> list[tuple[Sequence[DateMention], Duty]]:
    """于8月1日前将方案、9月1日前将名单、12月1日前将总结报送我部: the one verb at the end holds for every pair."""
    whats: list[str] = []
    for dates, following in pairwise(lists):
        link = LINK.fullmatch(words, dates[-1].span.end, following[0].span.start)
        if link is None or STRONG.search(link["what"]) or WITH_OBJECT.search(link["what"]):
            break
        whats.append(link["what"])
    last = lists[len(whats)]
    if not whats or not TAKE.match(words, last[-1].span.end) or not all(_may_be_due(words, one) for one in lists[1:]):
        return []
    first = Span(lists[0][0].span.start, lists[0][-1].span.end)
    end = lists[len(whats) + 1][0].span.start if len(whats) + 1 < len(lists) else len(words)
    duty = _duty(words, Span(last[0].span.start, end), last, Span(last[0].span.start, last[-1].span.end), "")
    if duty is None:
        return []
    lead = read_duty(
        words[start : first.end] + words[last[-1].span.end : end], Span(first.start - start, first.end - start)
    )
    duty = replace(duty, who=lead.who if lead else None)
    links = [(dates, replace(duty, what=what, items=(what,))) for dates, what in zip(lists, whats, strict=False)]
    return [*links, (last, duty)]


def _submissions(
    span: Span, words: str, dates: Sequence[DateMention], duty: Duty, context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    for first in _handed_in(span, words, dates, duty, context, setting):
        yield first
        likewise = LIKEWISE.search(words, duty.verb.end)
        also = read_duty(words[likewise.start() :], Span(0, 2)) if likewise else None
        if likewise and also and _says_something(also.what):
            same = f"{likewise.group().rstrip('，,')}: the date before it"
            second = replace(first, what=also.what, rule=same.partition(":")[0], basis=same)
            yield _with_people(second, replace(also, who=also.who or duty.who), setting)


def _handed_in(
    span: Span, words: str, dates: Sequence[DateMention], duty: Duty, context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    whats = pair(duty.items, len(dates), duty.what)
    stated = context.stated
    for what, mention in zip(whats, dates, strict=True):
        found = resolve(mention, replace(context, stated=stated, duty=True))
        if _is_history(found, setting) or not _says_something(what):
            continue
        if mention.end and mention.end.year:
            stated = found.end
        base = _deadline(DeadlineKind.SUBMISSION, what, span, mention, found, setting)
        yield _with_people(base, duty, setting)


def _says_something(what: str) -> bool:
    """Whether it names a thing or a step. Half a quotation, a bare verb, a date or a long stretch of prose is a misreading."""
    if what.count("“") != what.count("”") or what.find("”") < what.find("“") or BARE_VERB.fullmatch(what):
        return False
    if len(SHELTERED.sub("", what)) > MAX_WHAT:
        return False
    return not any(
        DUE.search(mention.qualifier or "") or len(mention.span.of(what)) == len(what) for mention in find_dates(what)
    )


def _with_people(deadline: Deadline, duty: Duty, setting: Setting) -> Deadline:
    labelled = duty.verb.start == duty.verb.end  # 报名时间：… speaks to whom it may concern, not to the addressees
    subject = duty.who if labelled else duty.who or clause_subject(setting.clause.own.of(setting.notice.text))
    who = subject if labelled else who_in_full(subject, setting.addressees)
    to = own_organ(duty.to, setting.issuers) if duty.to else None
    return replace(
        deadline,
        who=who,
        to=to,
        who_level=level_of_subject(subject, setting.addressees, setting.level) if who else None,
        to_level=level_of_recipient(to, setting.level) if to else None,
    )


def _deadline(
    kind: DeadlineKind, what: str, span: Span, mention: DateMention, found: Resolved, setting: Setting
) -> Deadline:
    """A fact with its dates; a time that could not be resolved keeps its words."""
    words = mention.span.of(span.of(setting.notice.text))
    end = mention.end
    opening = mention.start if kind is not DeadlineKind.SUBMISSION else None
    time = (opening or end).time if end else None
    is_period = kind is DeadlineKind.PERIOD
    return Deadline(
        clause=setting.clause.id,
        span=span,
        kind=kind,
        what=what,
        due=None if is_period else found.end,
        due_time=None if is_period else time,
        start=found.start,
        end=found.end if is_period else None,
        qualifier=mention.qualifier,
        rule=mention.rule or (None if found.end and end and not end.lunar else words),
        basis=found.basis,
        date_span=Span(span.start + mention.span.start, span.start + mention.span.end),
    )


def _is_history(found: Resolved, setting: Setting) -> bool:
    """A date printed in full that lies well before the notice: nothing can be due then."""
    return bool(found.end and found.basis is None and setting.past and found.end < setting.past)


def _undated(span: Span, words: str, setting: Setting) -> Iterator[Deadline]:
    """及时将情况报送我部: to be handed in at no stated date. Only where it goes to somebody or upwards."""
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), words)
    urgent = URGENT.search(masked)
    if urgent is None:
        return
    at = Span(urgent.start(), urgent.end())
    duty = read_duty(words, at)
    if (
        duty is None
        or not STRONG.match(words, duty.verb.start)
        or not (duty.to or UPWARDS.match(words, duty.verb.start))
        or not REPORTED.search(duty.what)
    ):
        return
    mention = DateMention(span=at, rule=urgent.group())
    base = _deadline(DeadlineKind.SUBMISSION, duty.what, span, mention, Resolved(), setting)
    yield _with_people(base, duty, setting)


# Milestones and periods


def _steps(
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
        if what is None or not _says_something(what) or _is_history(found, setting):
            continue
        if found.end is None:
            if _is_vague(mention, setting):
                yield _deadline(DeadlineKind.MILESTONE, what, span, mention, found, setting)
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
        yield _deadline(kind, what, span, mention, found, setting)


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
    yield _deadline(kind, label["label"], span, mention, Resolved(), setting)

"""What must be done by when: 报送时限, 时间节点, 活动时间 and its phases. Notice -> Deadlines, each with its sentence.

A date is a deadline only if its sentence says so: a verb of handing in makes a submission, a dated step a milestone,
a range a period. Dates of laws and documents, of history and of the signature are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.facts.deadlines.duties import CLOSES, SHORT_LABEL, Duty
from ingest.facts.deadlines.milestones import steps
from ingest.facts.deadlines.schedule import rows_of, scheduled
from ingest.facts.deadlines.setting import BARE_VERB, NOTHING_KNOWN, Setting, dates_printed, setting_of
from ingest.facts.deadlines.steps import COMMA, MAX_HEADING, title_of
from ingest.facts.deadlines.submissions import NEAR, ONCE, chain_of, duty_at, handed_in, may_be_due, submissions
from ingest.facts.deadlines.undated import limits, undated, without_repeats
from ingest.facts.deadlines.verbs import THING
from ingest.facts.sentences import sentences
from ingest.model import ClauseKind, Deadline, DeadlineKind, Notice, Span
from ingest.structure.numbering import read_number
from ingest.times.corrections import in_force
from ingest.times.dates import DateMention, date_lists, find_dates, is_superseded
from ingest.times.resolve import DateContext, resolve

TITLE_MARKS = re.compile(r"《[^》\n]*》")
TOPIC = re.compile(
    rf"[ \t　*]*(?P<thing>[^，,。；;：:\d]{{0,30}}?{THING})(?:请|应|须|需)?(?:于|在)"
)  # 名单请于5月1日前公示，并于5月8日前上报
HEADED = re.compile(
    rf"^(?:认真|切实)?(?:做好|加强|强化|抓好|规范|落实)?(?P<thing>[\u4e00-\u9fff]{{0,8}}?{THING})(?:报送|上报|提交|反馈)(?:工作|制度|机制|要求)?$"
)  # 做好数据报送
CLOSING = re.compile(r"[\s*]*[）)]")
FORWARDED = re.compile(r"汇总|审核|初审|把关|盖章")  # 材料5月1日前交县局；县局5月9日前汇总上报市局
GLUED = re.compile(r"[ \t\u3000*]*\d{1,2}[.．](?=20\d{2}年|\d{1,2}月)")  # 1.2023年上半年总结, 4.11月底前
LABEL_CELL = re.compile(
    r"^([ |\t　]*[^|\n]{2,12}(?:时间|日期|期限|时限)[ \t　]*)\|(?=[^|\n]*\|?$)"
)  # 报名时间 | 4月1日至4月10日
OF_SOMEBODY = re.compile(r"[\u4e00-\u9fff]{0,6}(?:推荐|申报|报送|提交)的")  # 分支机构推荐的，于5月15日前报送
BATCH = re.compile(r"^第[一二三四五六七八九十\d]{1,2}(?:期|批次?|轮|场)")
OPENED = re.compile(r"(?:正式)?(?:开放|开通|启用|上线|开启)[，,、；;]?(?:并|将|至|于|到)*")
EXPLAINED = re.compile(r"[\s*]*[（(][\s*]*(?:即|截至|截止)?[\s*]*")
SENTENCE_END = re.compile(r"[。；;，,！？]")


def find_deadlines(notice: Notice) -> tuple[Deadline, ...]:
    """Every deadline, milestone and period of a notice, in text order. Never raises, whatever the text."""
    rows = rows_of(notice)
    places = sorted(rows)
    found: list[Deadline] = []
    done: Span | None = None
    printed: tuple[date, date] | tuple[()] | None = None  # of the whole notice, where nothing else tells the year
    for clause in notice.clauses:
        if clause.kind is not ClauseKind.CLAUSE:
            continue
        setting = setting_of(notice, clause)
        if setting.official and setting.dates == NOTHING_KNOWN:
            printed = dates_printed(notice) or () if printed is None else printed
            setting = replace(setting, dates=replace(setting.dates, printed=printed or None))
        for sentence in sentences(notice.text, clause.own):
            at = bisect_right(places, sentence.start, key=lambda row: row.start) - 1
            if at >= 0 and sentence.start < places[at].end:
                found += scheduled(places[at], rows[places[at]], setting) if places[at] != done else ()
                done = places[at]
                continue
            facts = tuple(_in_sentence(sentence, setting))
            found += facts
            handed_in_now = [fact.what for fact in facts if fact.kind is DeadlineKind.SUBMISSION]
            words = sentence.of(notice.text)
            goes_on = words.endswith(("；", ";"))
            who = [fact.who for fact in facts if fact.kind is DeadlineKind.SUBMISSION] or [setting.who]
            setting = replace(
                setting,
                handed_in=handed_in_now[-1] if handed_in_now else None,
                who=who[-1] if goes_on and len(set(who)) == 1 else None,
            )
            if len(words) <= MAX_HEADING and not SENTENCE_END.search(words) and not find_dates(words):
                setting = replace(setting, heading=title_of(words))
    return without_repeats(found, notice)


def _in_sentence(span: Span, setting: Setting) -> Iterator[Deadline]:
    words = in_force(_unnumbered(LABEL_CELL.sub(r"\1：", span.of(setting.notice.text))))
    titles = [Span(match.start(), match.end()) for match in TITLE_MARKS.finditer(words)]
    mentions = [one for one in find_dates(words) if not any(title.holds(one.span) for title in titles)]
    in_time = [one for one in mentions if not is_superseded(words, one.span)]
    lists = date_lists(_opened(words, _yearly(words, in_time)))
    eligible = [may_be_due(words, dates) for dates in lists]
    start = reached = 0
    who: str | None = None  # of the duty before: 企业3月1日前提交材料，3月10日前提交承诺书
    what: str | None = None  # of that duty
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
        explained, lead = lead is not None, None
        duty = duty_at(words, Span(start, end), dates, place, setting.heading) if eligible[index] else None
        unclear = duty and (BARE_VERB.fullmatch(duty.what) or TOPIC.match(duty.what))
        if (duty and OF_SOMEBODY.fullmatch(duty.what) and (thing := what or setting.handed_in)) or (
            duty and unclear and (thing := _meant(words, start, duty, what or setting.handed_in, setting.heading))
        ):
            duty = replace(duty, what=thing, items=(thing,))
        chain = chain_of(words, lists[index:], start) if duty is None and eligible[index] else None
        if chain:
            start = reached = chain[-1][1].verb.end
            for link, linked in () if ONCE.search(words, 0, dates[0].span.start) else chain:
                near = replace(setting.dates, stated=_stated(mentions, link[0].span.start))
                yield from handed_in(span, words, link, linked, near, setting)
        elif duty:
            # 第一批商家申请时间为…，第二批申请时间为…: the second is not of the first
            duty = replace(duty, who=duty.who or (None if BATCH.search(duty.what) else who))
            who, what = duty.who, duty.what
            given = tuple(submissions(span, words, dates, duty, context, setting))
            # 5月8日前完成复核并上报: what is handed in has no name, what is done has
            named = "完成" in words[dates[-1].span.end : duty.verb.start] or dates[-1].rule
            done = not given and named
            yield from steps(span, words, dates, context, setting) if done else given
            yield from _step_before(span, words, dates, duty, context, setting)
            comma = COMMA.search(words, duty.verb.end, end)
            start = comma.end() if comma else end
            reached = duty.verb.end
        else:
            if explained and (close := CLOSING.match(words, place.end)):
                dates = (replace(dates[-1], span=Span(place.start, close.end())),)  # 春节前（2月9日前）
            yield from steps(span, words, dates, context, setting)
    last = max((reached, *(dates[-1].span.end for dates in lists if reached == 0)))
    comma = COMMA.search(words, last) if last else None
    rest = comma.end() if comma else len(words) if last else 0  # where nothing stands with a date any more
    if all(dates[-1].span.end <= rest for dates in lists):
        yield from undated(span, words, setting, rest)
    yield from limits(span, words, setting)


def _yearly(words: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """每年11月30日前报市局，市局于12月15日前报市政府: the day behind 每年 comes every year as well."""
    found: list[DateMention] = []
    every = False
    for one in mentions:
        every = (every or (one.rule or "").startswith("每年")) and not (one.end and one.end.year)
        bare = every and one.end and one.end.is_day and one.start is None and one.end.year_shift is None
        found.append(replace(one, end=None, rule=one.span.of(words)) if bare else one)
    return found


def _opened(words: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """申报系统于6月17日开放，7月12日关闭: one range, as 申报 is open from the one to the other."""
    found: list[DateMention] = []
    for one in mentions:
        before = found[-1] if found else None
        opened = (
            before
            and before.end
            and one.end
            and before.start is None
            and one.start is None
            and SHORT_LABEL.search(words, 0, before.span.start)
            and OPENED.fullmatch(words, before.span.end, one.span.start)
            and CLOSES.match(words, one.span.end)
        )
        if before and opened:
            found[-1] = replace(one, span=Span(before.span.start, one.span.end), start=before.end)
        else:
            found.append(one)
    return found


def _step_before(
    span: Span, words: str, dates: Sequence[DateMention], duty: Duty, context: DateContext, setting: Setting
) -> Iterator[Deadline]:
    """10月15日前完成预测，有关情况报我局: what must be done by then, beside what is handed in."""
    last = dates[-1]
    comma = COMMA.search(words, last.span.end + 1, duty.verb.start)
    if comma and last.end and "前" in (last.qualifier or ""):
        done = steps(span, words[: comma.start()], [last], context, setting)
        yield from (one for one in done if not any(item in one.what for item in duty.items))


def _meant(words: str, start: int, duty: Duty, before: str | None, heading: str) -> str | None:
    """What a verb without an object hands in: what was handed in before and is handed on, else what sentence or heading are about."""
    if before and FORWARDED.search(words, start, duty.verb.start):
        return before
    topic = TOPIC.match(duty.what) or TOPIC.match(words) or HEADED.search(heading)
    return topic["thing"] if topic else None


def _unnumbered(words: str) -> str:
    """The words with the number they are printed under blotted out, every other character in its place."""
    if glued := GLUED.match(words):
        return " " * glued.end() + words[glued.end() :]
    number = read_number(words)
    if number is None or any(mention.span.start < number.end for mention in find_dates(words[: number.end + NEAR])):
        return words
    return " " * number.end + words[number.end :]


def _stated(mentions: Sequence[DateMention], before: int) -> date | None:
    """The last whole date printed before in the sentence: the year it gives holds for what follows."""
    for mention in reversed([one for one in mentions if one.span.start < before]):
        first = mention.start or mention.end
        if first and first.year and first.is_day:
            found = resolve(mention, DateContext())
            return found.start or found.end
    return None

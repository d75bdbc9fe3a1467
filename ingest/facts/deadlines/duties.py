"""A duty to hand something in: who hands what to whom. The words of one sentence in, a Duty out.

`请各市局将A和B，分别于…报省商务厅`, `推荐企业名单请于…前报送我部(电子商务司)`, `…，各地向商务部报送A和B`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.deadlines.subjects import ACTOR, ACTOR_END, COMMA, NO_ACTOR, WHOSE, subject_of
from ingest.facts.deadlines.things import FILLER, LEADING, SEE_ATTACHMENT, SHELTERED, items_of, trimmed
from ingest.facts.deadlines.verbs import (
    BARE_MAILBOX,
    CJK,
    LABEL,
    MAILBOX,
    OBJECT_FIRST,
    RECIPIENT,
    STRONG,
    THING,
    TO_BEFORE,
    TO_BEHIND,
    TO_MAILBOX,
    TO_NAMED,
    WEAK,
    WITH_OBJECT,
)
from ingest.model import Span
from ingest.times.dates import CHANGED, LIMIT, find_dates

OPENING_WORDS = re.compile(
    r"^.*(?:将|把|明确|落实|范围内|其中|此外|(?<![其当集])中的|(?:规定|要求|所列)的)"
)  # of 在全国范围内将2月份纳税申报期限延长至…
TAKE = re.compile(r"(?<![即必])[将把](?![于在会要对以按为继组根同])")
LEAD_IN = re.compile(
    r"[，,\s]*(?:(?:(?<![申邀聘])请|(?<![响供适对相效])应|须|需|要|务必|必须|可|原则上|分别|统一|最迟|最晚|不迟于|不晚于|截至|截止|将|并|拟|均)*(?:于|在)?"
    r"(?:[本下]?(?:周|星期)[一二三四五六日天][（(])?)[\s*]*$"
)
# 参会报名：10月31日截止
SHORT_LABEL = re.compile(
    rf"(?P<what>[{CJK}]{{0,8}}(?:报名|申报|征集|投稿|受理|登记))(?:工作|通道|系统)?[：:]?(?:将?于)?[\s*]*$"
)
# 企业网上填报：4月1日至4月25日, of a list of steps
STEP_LABEL = re.compile(
    rf"(?:^|[。；;\s）)])(?:[{CJK}]{{1,8}}(?P<verb>填报|报名|申报|投稿)|(?P<alone>报名|申报|投稿))[：:][\s*]*$"
)
PUT_OFF = re.compile(
    rf"(?:时间|日期|期限|时限)[^，,。；;\n]{{0,12}}{CHANGED}[\s*]*$"
)  # 报送时间可延迟至2月底前完成，数据一律…报送
ENDS_AT = re.compile(r"(?:报名|申报|征集|投稿)(?:截止|截至)[到至于]?[\s*：:]*$")  # 企业报名截止5月6日，需提交：…
CLOSES = re.compile(r"[\s*]*(?:截止|关闭|结束)")
BEGUN = re.compile(r"(?P<what>报名|申报|征集|投稿|受理)[，,]$")  # 6月1日起组织申报，截止到6月30日
CLOSES_AT = re.compile(r"(?:^|[，,；;])[\s*]*截止(?:时间|日期|期限)[为是：:]*[\s*]*$")
CLOSED = re.compile(r"[\s*]*(?:截止|关闭)")
APPLYING = re.compile(r"(?:网上|线上|在线|集中|统一)?(?:报名|申报|申请|填报|申办|报送|提交|投稿|征集|登记|受理)")
LABEL_WITHIN = 60  # characters before a date: 报名时间由原定的4月10日至4月20日，现延长至…
LEAD_IN_WITHIN = 40  # characters
REACH = 90  # characters between a date and its verb: a list of what is handed in may stand between
ISSUED_AND = re.compile(r"(?:正式)?(?:印发|公布|发布|出台)[后後]?并?")  # 方案于6月1日前印发并报商务部
# 报送前一日数据 监测系统 of a row without bars; 报送活动方案、后2日报送成效
AGAIN = re.compile(r"重新(?:提交|申报|报送|填报|上传|申请)")
SAYS_SOMETHING = 2  # characters
NEXT = re.compile(r"(?<=[\u4e00-\u9fff]{2}) [\u4e00-\u9fff].*$|[、，][前后]\d.*$")
PASSED_ON = re.compile(
    r"(?:印发|转发|下发|发|通报|传达)给|(?:印发|转发|下发)(?:各|你|如下|[，,]|$)"
)  # 现将方案印发给你们，请于…
IN_BRACKETS = re.compile(r"[（(][^（）()\n]*[）)]")
OTHER_STEP = re.compile(r"召开|举办|举行|启动|印发|公布|发布|开幕|公示|部署")
STRETCHES = 4  # between marks, looked at for the thing
OBJECT = re.compile(r"[^，,。；;：:\n]+")
BIDDEN = re.compile(r"要|应|须|需|请|务必|抓紧|负责")
MAKING = r"(?:填写|建立|填报|准备|备齐|整理|梳理|汇总|完善|形成|撰写|编制|制定|制订|拟定|起草|编写|出具|填好)"
HANDLING = re.compile(
    rf"^(?:如实|认真|按要求|联合|共同|抓紧|尽快|及时|科学|研究|(?:审核)?汇总(?:[后後]|(?=形成|编制))|审核(?:通过)?[后後])*(?:(?:{MAKING}|完成|下载)好?[后後]?|(?:明确|确定|指定)(?=[一1]名))?(?:[一1]名)?"
)
MADE = re.compile(
    rf"(?:{MAKING}|提交|下载)(?:好|了)?(?P<thing>[^，,。；;：:\n]{{0,40}}{THING}(?:[（(][^（）()\n]{{1,30}}[）)])?)$"
)
CHOSEN = re.compile(r"(?:确定|推荐|遴选|选取|筛选|选派|选送)(?P<thing>[^，,。；;：:\n请应须于]{2,30})$")
A_THING = re.compile(rf"{THING}(?:[（(][^（）()\n]{{1,40}}[）)])?$|[》”](?:[（(][^（）()\n]{{1,20}}[）)])?$")


@dataclass(frozen=True, slots=True)
class Duty:
    """Words as printed; `items` are the coordinated things to hand in, `what` all of them."""

    what: str
    items: tuple[str, ...]
    who: str | None
    to: str | None
    verb: Span  # in the words read; empty where a label names the duty: 报名时间：…

    @property
    def is_label(self) -> bool:
        return self.verb.start == self.verb.end


def read_duty(sentence: str, dates: Span, heading: str = "") -> Duty | None:
    """The duty that a sentence ties to the dates printed at `dates`; None if nothing is to be handed in by then.

    >>> read_duty("推荐企业名单请于3月20日前报送我部(电子商务司)。", Span(8, 14))
    Duty(what='推荐企业名单', items=('推荐企业名单',), who=None, to='我部(电子商务司)', verb=Span(start=14, end=16))
    """
    masked = _mask(sentence, dates)
    verb = _verb_after(masked, dates.end)
    label = _labelled(sentence, dates, heading if verb is None else "")
    if verb is None or (
        label
        and (
            not STRONG.match(masked, verb.start())
            or ENDS_AT.search(sentence, 0, dates.start)
            or PUT_OFF.search(sentence, 0, dates.start)
        )
        and COMMA.search(masked, dates.end, verb.start())
    ):
        return label
    lead_in = LEAD_IN.search(masked, max(dates.start - LEAD_IN_WITHIN, 0), dates.start)
    before = lead_in.start() if lead_in else dates.start
    after = sentence[verb.end() :]
    recipient = RECIPIENT.match(after)
    recipient = recipient or TO_NAMED.match(sentence, verb.start())
    if recipient and OBJECT_FIRST.search(recipient["to"]):
        recipient = None  # 报送方案和总结至省厅: what stands behind the verb is handed in
    elif recipient is None or BARE_MAILBOX.match(recipient["to"]):
        recipient = MAILBOX.match(after) or recipient
    stretch = OBJECT.match(after)
    given = stretch.group() if stretch and not recipient else ""
    to_behind = TO_BEHIND.search(given)
    if to_behind is None or BARE_MAILBOX.match(to_behind["to"]):
        to_behind = TO_MAILBOX.search(given) or MAILBOX.search(given) or to_behind
    stretch_start = _last_comma(masked, verb.start())
    to_before = TO_BEFORE.search(sentence[stretch_start : verb.start()])
    to = next((match["to"] for match in (recipient, to_behind, to_before) if match), None)
    if not re.search(rf"[{CJK}]", given) or given in ("至", "到", "往"):
        given = ""  # 传真至024-…; 寄送至：某市某路1号
    if to_behind:
        given = given[: to_behind.start()]
    given = "" if IN_BRACKETS.fullmatch(given) else NEXT.sub("", given)
    taken = _taken(sentence, masked, dates, verb)
    weak = WEAK.match(masked, verb.start()) is not None
    if taken is not None and not (weak and TAKE.search(masked, dates.end, verb.start()) is None):
        what = taken
    elif weak:
        what = SEE_ATTACHMENT.sub("", verb.group() + given)
    else:
        made = _subject(sentence, masked, verb.start(), dates.end)
        again = AGAIN.match(sentence, dates.end)
        what = trimmed(given) or _subject(sentence, masked, before) or made or verb.group()
        what = again.group() if again and len(what) < SAYS_SOMETHING else what
    ends = [before]
    if taking := TAKE.search(masked):
        ends.append(taking.start())
    if to_before:
        ends.append(stretch_start + to_before.start())
    who = subject_of(sentence, masked, dates, min(ends), verb.start())
    return Duty(what, items_of(what), who, to, Span(verb.start(), verb.end()))


def _mask(sentence: str, dates: Span) -> str:
    """The sentence with titles, quotations, brackets and the dates blotted out: a verb in them is nobody's duty."""

    def blot(match: re.Match[str]) -> str:
        return match.group() if match.start() <= dates.start < match.end() else FILLER * len(match.group())

    blotted = SHELTERED.sub(blot, sentence)
    return blotted[: dates.start] + FILLER * (dates.end - dates.start) + blotted[dates.end :]


def _verb_after(masked: str, start: int) -> re.Match[str] | None:
    loose = WITH_OBJECT.search(masked, start)
    strict = STRONG.search(masked, start)
    if loose and not TAKE.search(masked, start, loose.start()) and (strict is None or loose.start() <= strict.start()):
        strict = loose
    for match in (strict, WEAK.search(masked, start)):
        if match is None or match.start() - start > REACH:
            continue
        gap = masked[start : match.start()]
        taken = TAKE.search(gap)
        if ISSUED_AND.fullmatch(gap) or not OTHER_STEP.search(gap[: taken.start()] if taken else gap):
            return match
    return None


def _labelled(sentence: str, dates: Span, heading: str) -> Duty | None:
    """报名时间：…; or a date that stands alone under the heading 报名时间."""
    at_hand = sentence[max(dates.start - LABEL_WITHIN, 0) : dates.start]
    for words in (at_hand, heading):
        labels = list(LABEL.finditer(words))
        if labels:
            label = labels[-1]
            named = re.search(rf"[{CJK}\d]{{0,16}}$", words[: label.start("verb")])
            before = named.group() if named else ""
            opened = OPENING_WORDS.sub("", before)  # 现将企业报名表报送时间…: nobody, behind such words
            who = before if opened == before and re.search(rf"{ACTOR_END}$", before) else None
            what = ("" if who else opened) + label["verb"] + label["object"]
            return Duty(what, (what,), who, None, Span(dates.start, dates.start))
    if (short := SHORT_LABEL.search(at_hand)) and CLOSES.match(sentence, dates.end):
        what = OPENING_WORDS.sub("", short["what"])
        return Duty(what, (what,), None, None, Span(dates.start, dates.start))
    if step := STEP_LABEL.search(at_hand):
        what = re.sub(r"^[。；;\s）)]", "", step.group()).rstrip("：: \t*")
        return Duty(what, (what,), None, None, Span(dates.start, dates.start))
    closes = CLOSES_AT.search(at_hand) or CLOSED.match(sentence, dates.end)
    if closes and (doing := list(APPLYING.finditer(sentence, 0, dates.start))):
        what = doing[-1].group()  # 证件3月20日起网上申办，截止时间为4月8日
        return Duty(what, (what,), None, None, Span(dates.start, dates.start))
    limit = LIMIT.search(at_hand)
    bound = at_hand[: limit.start()] if limit and limit["q"] != "截至" else ""
    if begun := BEGUN.search(bound):
        return Duty(begun["what"], (begun["what"],), None, None, Span(dates.start, dates.start))
    thing = trimmed(COMMA.split(bound)[-1])
    if A_THING.search(thing):
        return Duty(thing, items_of(thing), None, None, Span(dates.start, dates.start))  # 总结最迟不晚于5月25日
    return None


def _last_comma(masked: str, end: int) -> int:
    """Where the stretch between commas that ends at `end` begins."""
    return max((match.end() for match in COMMA.finditer(masked, 0, end)), default=0)


def _taken(sentence: str, masked: str, dates: Span, verb: re.Match[str]) -> str | None:
    """The object of 将 … 报: between date and verb, or before the date."""
    between = TAKE.search(masked, dates.end, verb.start())
    if between and (what := trimmed(sentence[between.end() : verb.start()])):
        return what
    ahead = TAKE.search(masked, 0, dates.start)
    lead_in = LEAD_IN.search(masked, max(dates.start - LEAD_IN_WITHIN, 0), dates.start)
    if ahead and lead_in and ahead.end() < lead_in.start():
        taken = sentence[ahead.end() : lead_in.start()]
        return None if PASSED_ON.search(taken) else trimmed(taken) or None
    return None


def _subject(sentence: str, masked: str, end: int, start: int = 0) -> str:
    """The thing itself in the last stretch before `end`: 活动总结请于…前报; …内，各地要形成总结报告报送."""
    stretches = _stretches_before(sentence, masked, end, start)
    nearest = "" if PASSED_ON.search(stretches[0]) else _without_subject(stretches[0], between=start > 0)
    if A_THING.search(nearest) and not find_dates(nearest):
        return nearest
    for words in stretches:
        if made := MADE.search(words):
            return trimmed(made["thing"])
    for words in stretches[1:]:
        named = _without_subject(words, between=start > 0)
        if (not nearest or find_dates(nearest)) and A_THING.search(named):
            return named  # 《统计表》，统计截止时间为6月30日，7月10日前报送
    chosen = next((found for words in stretches if (found := CHOSEN.search(words))), None)
    return nearest or (trimmed(chosen["thing"]) if chosen else "")


def _stretches_before(sentence: str, masked: str, end: int, start: int) -> list[str]:
    """The words between commas from `start` to `end`, the nearest first."""
    found: list[str] = []
    while True:
        comma = max(_last_comma(masked, end), start)
        found.append(sentence[comma:end])
        if comma <= start or len(found) > STRETCHES:
            return found
        end = comma - 1


def _without_subject(words: str, *, between: bool) -> str:
    """The words behind who acts and what is done to make the thing; `between` a date and its verb a subject is sure."""
    actor = ACTOR.match(words)
    if actor and actor.end() == len(words):
        return ""  # nothing but who acts
    acts = actor and (between or BIDDEN.match(words, actor.end()) or not WHOSE.match(words))
    if actor and acts and (between or not NO_ACTOR.search(actor["who"])):
        words = words[actor.end() :]
    return trimmed(HANDLING.sub("", LEADING.sub("", words)))

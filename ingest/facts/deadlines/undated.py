"""What must be done at no day that is named: 及时将情况报送我部, 方案报商务部备案, 送货时间不得超过30天.

The words of a sentence in, Deadlines without a day out: the words of the time in `rule`, None where nothing is said of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.deadlines.duties import Duty, read_duty
from ingest.facts.deadlines.setting import Setting, deadline, says_something, with_people
from ingest.facts.deadlines.terms import terms
from ingest.facts.deadlines.things import FILLER, SHELTERED
from ingest.facts.deadlines.verbs import CJK, REPORT, STRONG, THING
from ingest.facts.recipients import own_organ
from ingest.model import Deadline, DeadlineKind, Notice, PartId, Span
from ingest.times.dates import DateMention
from ingest.times.resolve import Resolved
from ingest.times.time_rules import COUNT

PERIODICALLY = r"按(?:日|天|周|旬|月|季度?|半年|年度?)(?=[^，,。；;]{0,16}(?:报送|上报|反馈|通报|报告))"
URGENT = re.compile(rf"(?<![的不])及时|尽快|随时|第一时间|立即|定期|{PERIODICALLY}")
UPWARDS = re.compile(r"上报(?!的)")
REPORTING = re.compile(r"(?:报送|上报|反馈|提交|函告)(?!的)")
TELLING = re.compile(
    rf"(?:报告|汇报)(?!的|制度|期|书|单)(?=[{CJK}]{{1,12}}(?:部|司|厅|局|委|办|部门|政府)[，,。；;]|[。；;]|$)"
)
# 要及时报送: who is addressed must; without it the words may describe what a company has to be capable of
ASKED = re.compile(r"(?:要|须|需|应当?|请|务必|并)(?:向[^，,。；;]{1,20})?$")
REPORTED = re.compile(
    r"情况|材料|资料|信息|报告|问题|数据|名单|方案|总结|进展|成效|做法|经验|案例|动态|线索|意见|建议|台账|报表|事项|事件|素材|稿件|舆情|事故|隐患|异常|波动"
)
GRAVE = re.compile(r"重大|重要|突发|异常|紧急|舆情|事故")  # 重大事项及时报告: whoever reads it must
REACH = 40  # characters from 及时 to its verb

# 方案报商务部备案: 报 and its recipient, with what is handed in before it
FILED = re.compile(rf"(?:{REPORT}|报(?:送|至)|上报|报备|反馈)(?P<behind>[^，,。；;]*)")
FILED_THING = re.compile(rf"(?:{THING}|细则|办法|制度|措施|预案|主体|企业|项目)(?:[（(][^（）()]*[）)])?$|》$")
ON_FILE = re.compile(r"备案(?!后|制|号|的|管理|价|登记|系统)")
SETTLED = re.compile(
    r"已|曾|(?:同意|批准|备案|审定|确认|公告|公示|签订|结束|完成|研究|讨论)[后後]$|一并|[如若]有?|未|可|凡|仍|再|自愿|同步|负责|有权|拟|将于"
)
ANOTHER_DAY = re.compile(r"[后後]|的|滚动|执行|实施|组织|批准|同意|审批")

ROLLING = re.compile(
    rf"(?P<rule>(?:后续)?将?(?:持续|长期|常年|全年|滚动|动态)(?:开放|受理|接受))(?P<what>[{CJK}]{{0,12}}?(?:申报|报名|申请|登记|入驻|征集))"
)
# How long something that must be done may take. What lasts is none: 活动时间不超过30天, 贴息期限不超过1年.
LASTING = (
    r"活动|会议|发言|培训|促销|演示|汇报|路演|营业|工作|有效|视频|停留|停车|宽限|延期|延长|展期|办展|演出|直播|休息|实习|"
    r"隔离|观察|试用|服务|间隔|累计|学习|上课|作业|连续|值班|加班"
)
LASTS = re.compile(
    rf"(?P<what>(?!{LASTING})[{CJK}]{{2}}(?:时间|时限))"
    rf"(?P<rule>(?:原则上|一般)?(?:均|应)?不(?:得|应|能)?(?:超过|超出|多于){COUNT}(?:个?(?:工作日|自然日)|日|天|小时)(?![前后後]))"
)


def undated(span: Span, words: str, setting: Setting, start: int = 0) -> Iterator[Deadline]:
    """What the words behind `start` have handed in or done, at no day they name. None of them may stand with a date."""
    words = " " * start + words[start:]
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), words)
    urgent = URGENT.search(masked, start)
    if urgent and (duty := _urgent(words, masked, urgent, setting)):
        yield _fact(span, duty, Span(urgent.start(), urgent.end()), urgent.group(), setting)
    elif urgent is None and (duty := _filed(words, masked, setting)):
        yield _fact(span, duty, duty.verb, None, setting)


def limits(span: Span, words: str, setting: Setting) -> Iterator[Deadline]:
    """Times that stand with no date at all: 后续持续开放申报; 送货时间原则上不得超过30天."""
    for kind, pattern in ((DeadlineKind.SUBMISSION, ROLLING), (DeadlineKind.MILESTONE, LASTS)):
        for match in pattern.finditer(words):
            place = Span(match.start("rule"), match.end("rule"))
            mention = DateMention(span=place, rule=match["rule"])
            yield deadline(kind, match["what"], span, mention, Resolved(), setting)
    for term in terms(words) if setting.official else ():
        place = Span(term.start("rule"), term.end("rule"))
        mention = DateMention(span=place, rule=term["rule"])
        yield deadline(DeadlineKind.MILESTONE, term["what"], span, mention, Resolved(), setting)


def without_repeats(found: Sequence[Deadline], notice: Notice) -> tuple[Deadline, ...]:
    """The facts without a duty of no stated time where its document gives the same recipient a time for such a thing."""
    parts = {clause.id: clause.part for clause in notice.clauses}
    documents = {part.id: notice.document_of(part.id).id for part in notice.parts}

    def place(one: Deadline) -> tuple[PartId, str | None]:
        return documents[parts[one.clause]], one.to

    timed: dict[tuple[PartId, str | None], set[str]] = defaultdict(set)
    for one in found:
        if one.due or one.rule:
            timed[place(one)] |= _nouns(one.what)
    return tuple(one for one in found if one.due or one.rule or one.end or not timed[place(one)] & _nouns(one.what))


def _nouns(what: str) -> set[str]:
    return set(re.findall(THING, what))


def _urgent(words: str, masked: str, urgent: re.Match[str], setting: Setting) -> Duty | None:
    at = Span(urgent.start(), urgent.end())
    duty = read_duty(words, at)
    telling = TELLING.search(masked, urgent.end(), urgent.end() + REACH)
    if (duty is None or not STRONG.match(words, duty.verb.start)) and telling:
        duty = _told(words, masked, urgent, telling)
    if duty is None or not REPORTED.search(duty.what) or not says_something(duty.what):
        return None
    if duty.to or UPWARDS.match(words, duty.verb.start):
        return duty
    spoken_to = bool(setting.addressees) and (duty.who is None or "各" in duty.who)
    grave = telling and GRAVE.search(duty.what)
    by_itself = urgent.group() == "随时" or urgent.group().startswith("按")
    asked = by_itself or grave or ASKED.search(masked, 0, urgent.start())
    return duty if spoken_to and asked and (telling or REPORTING.match(words, duty.verb.start)) else None


def _told(words: str, masked: str, urgent: re.Match[str], telling: re.Match[str]) -> Duty | None:
    """重大情况及时报告我厅: 报告 hands in what stands before it."""
    duty = read_duty(f"{words[: telling.start()]}报送□", Span(urgent.start(), urgent.end()))
    if duty is None:
        return None
    to = re.match(rf"[{CJK}]{{2,14}}", words[telling.end() :])
    return Duty(duty.what, duty.items, duty.who, to.group() if to else duty.to, duty.verb)


def _filed(words: str, masked: str, setting: Setting) -> Duty | None:
    """方案报商务部备案, 名单报送至市商务局: of who is addressed, to the office that writes, or to be kept on file."""
    for filed in FILED.finditer(masked):
        before = re.split(r"[，,；;：:\s]", masked[: filed.start()])[-1]
        if SETTLED.search(before) or ANOTHER_DAY.search(filed["behind"]):
            continue
        duty = read_duty(words, Span(filed.start(), filed.start()))
        if duty is None or duty.to is None or not FILED_THING.search(duty.what):
            continue
        to = own_organ(duty.to, setting.issuers)
        ours = any(to.startswith(issuer) or issuer.startswith(to) for issuer in setting.issuers)
        if (ours or ON_FILE.search(filed["behind"])) and says_something(duty.what):
            return duty
    return None


def _fact(span: Span, duty: Duty, at: Span, rule: str | None, setting: Setting) -> Deadline:
    mention = DateMention(span=at, rule=rule or "")
    found = deadline(DeadlineKind.SUBMISSION, duty.what, span, mention, Resolved(), setting)
    return with_people(replace(found, rule=rule), duty, setting)

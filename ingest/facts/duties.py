"""A duty to hand something in: who hands what to whom. The words of one sentence in, a Duty out.

`请各市局将A和B，分别于…报省商务厅`, `推荐企业名单请于…前报送我部(电子商务司)`, `…，各地向商务部报送A和B`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Span

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"

BODY = (
    r"(?:部|司|厅|局|委|委员会|办|办公室|处|科|室|署|中心|部门|协会|学会|商会|联合会|平台|系统|邮箱|公司|政府|"
    r"领导小组|小组|指挥部|组委会|秘书处|机构|单位|银行|窗口|专班|站|组)"
)
RECIPIENT = re.compile(
    rf"(?:一次)?(?:至|到|给|往|送)?(?:指定(?:的)?)?(?P<to>[{CJK}、]{{1,36}}{BODY}(?:[（(][{CJK}、]{{2,20}}[）)][{CJK}]{{0,12}})?)"
    r"(?=[，,。；;：:、\s\[(（*A-Za-z0-9□]|备案|审[核批定查]|汇总|存档|$)"
)

NOT_A_NOUN = (
    r"(?!的|材料|资料|表|单|单位|主体|对象|条件|要求|须知|流程|程序|方式|工作|系统|平台|意见|情况|信息|时间|截止|日期|期|"
    r"制度|机制|渠道|函|书|证|处|费|号|率|数|量|超|审核|审批|企业?名单|价|地)"
)
# 报 alone is a verb only before a recipient, and where no neighbour makes another word of it: 举报, 通报, 证券报.
REPORT = rf"(?<![举播海情预通简公周月日晨晚捷年季快汇申填上呈转回谎瞒虚电党])报(?![告道名表纸社价销废警考喜批错税备到经国账关])给?(?={RECIPIENT.pattern.replace('?P<to>', '?:')})"
STRONG = re.compile(
    rf"(?:(?:报送|上报|呈报|呈送|报备|提交|递交|反馈|发送|寄送|邮寄|函复|函告){NOT_A_NOUN}|{REPORT}|报[至往]|(?:寄|送|发|交|传真|传|汇总)(?:至|到|往))"
)
# With nothing taken up by 将 before it, 反馈意见 and 报送情况 are verb and object.
WITH_OBJECT = re.compile(r"(?:报送|上报|呈报|报备|提交|递交|反馈|发送|寄送|邮寄|填报|上传|录入|签订|签署)(?!的|费)")
WEAK = re.compile(
    rf"(?:申报|填报|报名|备案|登记|签署|签订|签约|注册(?!企业|资本|商标|会计)|录入|上传|推荐|汇报|申请|回复|报到){NOT_A_NOUN}"
)
# 报名时间, 材料提交截止日期: the verb is part of the label of the date.
LABEL = re.compile(
    r"(?P<verb>报名|申报|报送|提交|递交|受理|征集|填报|登记|推荐|申请|投稿|材料接收|收件|反馈|注册(?=(?:报名)?(?:截止)?(?:时间|日期)[：:为])|签约)"
    r"(?P<object>[^，。；：:费证执\n]{0,6}?)(?:起止|截止)?(?:时间|日期|期限|时限|截止|阶段)(?=[^，,。；;\n]{0,10}$)"
)

TO_BEHIND = re.compile(
    rf"(?:至|到|给)(?P<to>[{CJK}]{{1,30}}{BODY}(?:[（(][{CJK}]{{2,20}}[）)])?)(?=[，,。；;：:、\s\[(（A-Za-z0-9]|$)"
)
OBJECT_FIRST = re.compile(r"(?<!周)[至到往]|(?<!供)给(?!排水)")
# 报至省商务厅电商处张三: a person behind the office.
TO_NAMED = re.compile(
    rf".{{1,2}}[至到往](?P<to>[{CJK}]{{1,30}}(?:厅|局|部|委|司|处|科|办公室|室|中心))(?=[{CJK}]{{2,4}}[（(，,。；;]|同志)"
)
TO_BEFORE = re.compile(
    rf"(?:向|给|往|经|到)(?P<to>[{CJK}（）()、]{{1,36}}{BODY}(?:[（(][{CJK}]{{2,20}}[）)])?)"
    r"(?:(?:统一|书面|及时|分别|进行|正式|提出|如实|集中)*)$"
)
EMAIL = r"[A-Za-z0-9_.+-]{1,64}[@＠][A-Za-z0-9-]{1,64}(?:[.．][A-Za-z0-9-]{1,24}){1,4}"
BARE_MAILBOX = re.compile(rf"[{CJK}]{{0,3}}(?:电子)?邮箱$")
MAILBOX = re.compile(rf"(?:至|到|往)?(?:[{CJK}]{{0,10}}邮[箱件])?[:：\s\[（(]*(?P<to>{EMAIL})")
TO_MAILBOX = re.compile(rf"[至到往][{CJK}]{{0,10}}[:：\s\[(（]*(?P<to>{EMAIL})")

ACTOR_END = (
    r"(?:主管部门|部门|单位|企业|公司|平台|厅|局|委员会|委|机构|协会|主体|申报人|申请人|各地|地方|"
    r"街道|镇|商户|商家|学校|高校|园区|基地|银行|消费者|居民|市民|人员|个人|省|市|区|县|[县市区][（(][省市区县州盟、，]{1,7}[）)])"
)
ACTOR = re.compile(
    rf"(?:请|由|要求|督促|指导)?(?P<who>[{CJK}、（）()“”0-9]{{0,40}}?{ACTOR_END}(?:和[{CJK}]{{2,12}}(?:部门|单位|企业))?)"
    r"(?=要|应|须|需|请|可|将|把|于|在|分别|向|按|负责|必须|即可|务必|组织|开展|结合|根据|通过|对|报|提交|推荐|填写|登录|完成|\d{1,4}年|\d{1,2}月|每[月周季旬]|做好|认真|积极|高度|切实|主动|加强|$)"
)
NO_ACTOR = re.compile(
    r"^(?:必须|[、将把请于并及和要应须向经由对在为如会以从至与同本我报到]|根据|按照|依据|指导|督促|加强|通过|做好|组织|其中|总结|登录|填写|完成|.{0,2}(?:支持|引导|鼓励|帮助|动员))|的$"
)
COMMA = re.compile(r"[，,；;：:\s]")
OPENING_WORDS = re.compile(r"^.*(?:将|把|明确|落实|范围内|其中|此外)")  # of 在全国范围内将2月份纳税申报期限延长至…

TAKE = re.compile(r"(?<![即必])[将把](?![于在会要对以按为继组根同])")
LEAD_IN = re.compile(
    r"[，,\s]*(?:(?:请|应|须|需|要|务必|必须|可|原则上|分别|统一|最迟|最晚|不迟于|不晚于|截至|截止|将|并|拟|均)*(?:于|在)?)[\s*]*$"
)
TRAILING = re.compile(
    r"(?:[，,]?(?:分别|统一|一并|及时|按时|如实|汇总后?|审核(?:通过)?后?|加盖[^，,]{0,8}章后?|盖章后?|行文后?|书面|正式|集中|逐级|直接|"
    r"报请|以[^，,]{1,12}(?:形式|方式)|通过[^，,]{1,20}|经[^，,]{1,16}后|(?:向|由)[^，,]{1,24}|要|(?<!申)请|应当?|须))+$"
)
LEADING = re.compile(r"^(?:[，,、：:\s*]|[一两\d]次|请|要|须|应|并|各自|本地区?的?|当地的)+")
AND = re.compile(r"以及|(?<![涉普以触危惠])及(?![时其])|(?<!参)与(?!会)|[和、](?!谐)")
SHELTERED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")
WHOSE = re.compile(rf"^各[{CJK}]{{0,12}}?(?:部门|单位|企业|地区|地|省|市)(?=[{CJK}“])")


@dataclass(frozen=True, slots=True)
class Duty:
    """Words as printed; `items` are the coordinated things to hand in, `what` all of them."""

    what: str
    items: tuple[str, ...]
    who: str | None
    to: str | None
    verb: Span  # in the words read


NUMBER = re.compile(r"^[\s*]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?[\s*]*")
SUBJECT_REACH = 1_000  # characters; so many stretches of prose are shorter
SUBJECT_WITHIN = 4  # stretches between marks, the heading among them
ACTING = re.compile(r"要|应|须|需|可|将|在|根据|按照|负责|必须")
LEAD_IN_WITHIN = 40  # characters
REACH = 90  # characters between a date and its verb: a list of what is handed in may stand between
OTHER_STEP = re.compile(r"召开|举办|举行|启动|印发|公布|发布|开幕|公示|部署")
OBJECT = re.compile(r"[^，,。；;：:\n]+")
ORGANISING = re.compile(r"(?:组织|开展|举办|参加|落实|推进|贯彻)")
HANDLING = re.compile(r"^(?:如实|认真|按要求)?(?:填写|填报|准备|备齐|整理|汇总|完善|形成|撰写|编制)(?:好)?")
SEE_ATTACHMENT = re.compile(r"[（(](?:详见|见|参见|参照)附?[^（）()]{0,12}[）)]$")
TERM = re.compile(r"上?半年|下半年|全年|年度|中期|第?[一二三四]季度")  # 半年、全年工作总结
FILLER = "□"


def read_duty(sentence: str, dates: Span, heading: str = "") -> Duty | None:
    """The duty that a sentence ties to the dates printed at `dates`; None if nothing is to be handed in by then.

    >>> read_duty("推荐企业名单请于3月20日前报送我部(电子商务司)。", Span(8, 14))
    Duty(what='推荐企业名单', items=('推荐企业名单',), who=None, to='我部(电子商务司)', verb=Span(start=14, end=16))
    """
    masked = _mask(sentence, dates)
    verb = _verb_after(masked, dates.end)
    if verb is None:
        return _labelled(sentence, dates, heading)
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
    to_before = TO_BEFORE.search(sentence[_last_comma(masked, verb.start()) : verb.start()])
    to = next((match["to"] for match in (recipient, to_behind, to_before) if match), None)
    if not re.search(rf"[{CJK}]", given):
        given = ""  # 传真至024-…
    if to_behind:
        given = given[: to_behind.start()]
    taken = _taken(sentence, masked, dates, verb)
    if WEAK.match(masked, verb.start()):
        what = SEE_ATTACHMENT.sub("", verb.group() + given)
    elif taken is not None:
        what = taken
    else:
        made = _subject(sentence, masked, verb.start(), dates.end)
        what = _trimmed(given) or _subject(sentence, masked, before) or made or verb.group()
    ends = [before, *(found.start() for found in (TAKE.search(masked), to_before) if found)]
    who = _who(sentence, masked, dates, min(ends), verb.start())
    return Duty(what, _items(what), who, to, Span(verb.start(), verb.end()))


def pair(items: Sequence[str], count: int, whole: str) -> tuple[str, ...]:
    """What is due on each of `count` dates.

    As many dates as items: in order. More dates: the last item is for the last date, the first for those before.
    Fewer dates: everything each time.

    >>> pair(("阶段性活动情况", "最后工作总结"), 3, "阶段性活动情况和最后工作总结")
    ('阶段性活动情况', '阶段性活动情况', '最后工作总结')
    """
    if count == len(items):
        return tuple(items)
    if count > len(items) > 1:
        return (*(items[0],) * (count - len(items) + 1), *items[1:])
    return (whole,) * count


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
        if not OTHER_STEP.search(gap[: taken.start()] if taken else gap):
            return match
    return None


def _labelled(sentence: str, dates: Span, heading: str) -> Duty | None:
    """报名时间：…; or a date that stands alone under the heading 报名时间."""
    at_hand = sentence[max(dates.start - 24, 0) : dates.start]
    for words in (at_hand, heading):
        labels = list(LABEL.finditer(words))
        if labels:
            label = labels[-1]
            named = re.search(rf"[{CJK}\d]{{0,16}}$", words[: label.start("verb")])
            before = named.group() if named else ""
            who = before if re.search(rf"{ACTOR_END}$", before) else None
            what = ("" if who else OPENING_WORDS.sub("", before)) + label["verb"] + label["object"]
            return Duty(what, (what,), who, None, Span(dates.start, dates.start))
    return None


def _last_comma(masked: str, end: int) -> int:
    """Where the stretch between commas that ends at `end` begins."""
    return max((match.end() for match in COMMA.finditer(masked, 0, end)), default=0)


def _taken(sentence: str, masked: str, dates: Span, verb: re.Match[str]) -> str | None:
    """The object of 将 … 报: between date and verb, or before the date."""
    between = TAKE.search(masked, dates.end, verb.start())
    if between and (what := _trimmed(sentence[between.end() : verb.start()])):
        return what
    ahead = TAKE.search(masked, 0, dates.start)
    lead_in = LEAD_IN.search(masked, max(dates.start - LEAD_IN_WITHIN, 0), dates.start)
    if ahead and lead_in and ahead.end() < lead_in.start():
        return _trimmed(sentence[ahead.end() : lead_in.start()]) or None
    return None


def _subject(sentence: str, masked: str, end: int, start: int = 0) -> str:
    """The thing itself in the last stretch before `end`: 活动总结请于…前报; …内，各地要形成总结报告报送."""
    words = sentence[max(_last_comma(masked, end), start) : end]
    actor = ACTOR.match(words)
    if actor and (start or not (NO_ACTOR.search(actor["who"]) or WHOSE.match(words))):
        words = words[actor.end() :]
    return _trimmed(HANDLING.sub("", LEADING.sub("", words)))


def _trimmed(words: str) -> str:
    """What is handed in, without adverbs around it and without those whose it is."""
    what = LEADING.sub("", TRAILING.sub("", words.strip(" \t\u3000*")))
    owner = WHOSE.match(what)
    if owner:
        rest = what[owner.end() :]
        masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), rest)
        cut = masked.find("的") + 1 if ORGANISING.match(rest) else 0
        what = rest[cut:]
    return SEE_ATTACHMENT.sub("", what.strip(" \t\u3000*，,、"))


def _items(what: str) -> tuple[str, ...]:
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), what)
    items, start = [], 0
    for mark in AND.finditer(masked):
        items.append(what[start : mark.start()])
        start = mark.end()
    whole = (*items, what[start:])
    if any(len(item) < 2 for item in whole):
        return (what,)  # 一、二季度总结 is one thing
    term = TERM.match(whole[-1])
    shared = whole[-1][term.end() :] if term else ""
    return tuple(item + shared if TERM.fullmatch(item) else item for item in whole)


def _who(sentence: str, masked: str, dates: Span, before: int, verb: int) -> str | None:
    """The subject: between the date and 向 or 将, else in front of both."""
    stretches: list[str] = []
    for start, end in ((dates.end, verb), (0, min(before, dates.start))):
        position = start
        parts: list[str] = []
        for mark in COMMA.finditer(masked, start, end):
            parts.append(sentence[position : mark.start()])
            position = mark.end()
        stretches += reversed([*parts, sentence[position:end]])
    for stretch in stretches:
        actor = ACTOR.match(stretch.lstrip(" \t\u3000*"))
        if actor and not NO_ACTOR.search(actor["who"]):
            return actor["who"]
    return None


def clause_subject(text: str) -> str | None:
    """Who a clause speaks to, from its first words.

    >>> clause_subject("（四）强化宣传。各地商务主管部门要密切关注各项活动开展情况。")
    '各地商务主管部门'
    """
    for stretch in re.split(r"[\n。，,；;]", text[:SUBJECT_REACH])[:SUBJECT_WITHIN]:
        actor = ACTOR.match(NUMBER.sub("", stretch))
        if actor is None or NO_ACTOR.search(actor["who"]):
            continue
        described = "的" in actor["who"]  # 有意向参加活动的企业，…
        if ACTING.match(NUMBER.sub("", stretch)[actor.end() :]) or (
            described and actor.end() == len(NUMBER.sub("", stretch))
        ):
            return actor["who"]
    return None

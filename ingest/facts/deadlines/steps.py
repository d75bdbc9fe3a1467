"""What happens on a date: a dated step, a phase, the time of the campaign. Words around a date in, its name out.

`3月31日前，召开部署会`, `（一）动员部署阶段（4月1日—4月20日）`, `活动时间：…`, `启动仪式定于…举行`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.facts.deadlines.things import FILLER, SHELTERED
from ingest.structure.numbering import read_number
from ingest.times.dates import CHANGED, DateMention
from ingest.times.resolve import Resolved

NUMBER = re.compile(
    r"^[\s*]*(?:[（(][一二三四五六七八九十百\d]{1,4}[）)][、.．]?|[一二三四五六七八九十百\d]{1,4}[、.．]|第.{1,4}[章节条])?[\s*]*"
)
COMMA = re.compile(r"[，,；;]")
MARK = re.compile(r"[，,。；;\n]")
HEAD = 64  # characters before a date that may say what it is for
SAYS_SOMETHING = 4  # characters: a verb and its object
MAX_HEADING = 24  # characters of a line that stands above a date and names it: 报名时间
TEN_DAYS = ("上旬", "中旬", "下旬")
NOT_DUE = frozenset({"起", "后", "後", "之后", "之後", "以后", "以後"})  # something begins then

STEP = re.compile(
    r"召开|举办|举行|启动|印发|发布|公布|公告|开展|(?<!社会)(?<!公益)组织(?!部|委员?|成员|机构)|完成|部署|培训|公示|开幕|闭幕|上线|评审|评选|评定|遴选|验收|检查|督查|督导|"
    r"总结|建成|出台|制定|发放|抽奖|颁奖|路演|巡展|监测|预热|筹备|动员|宣传|指导|推进|实施|仪式|大会|会议|"
    r"(?:动员|吹风|座谈|推介|对接|视频|洽谈|博览|展销|订货|交流)会"
)
# Of these only the nearest words are looked at: they stand in many sentences that are about something else.
WORK = re.compile(
    r"张贴|悬挂|安排|拨付|兑付|对接|签订|签约|搭建|摸排|梳理|审核|初审|复审|复核|核查|报名|申报|征集|投票|推荐|受理|办理|"
    r"登录(?![号名密])|申领|开抢|开售|补发|到账|退回|收回|缴回|上缴|整改|补齐|补正|清算|结算|发券|自查|自评|抽查|核验|调试|缴纳|布展|撤展|参展|"
    r"推出|投放|下达|下拨|竣工|投产|更换|更新|办结|领取|(?:系统|平台|通道|端口|入口)(?:关闭|开放|开通)|(?:关闭|开放|开通)[^，,。；;]{0,6}(?:系统|平台|通道|端口|入口)"
)
OPEN_TO = re.compile(
    r"(?:给予|予以)[^，,。；;]{1,30}?(?:补贴|补助|优惠|奖励)|(?<![不许认])可(?:以|凭[^，,。；;]{1,12})?(?:申请|享受|领取|报名|参加|办理|登录)[^，,。；;]{1,30}"
)  # within a range
UNDER_WHICH = re.compile(r"(?:[后後时]|期间|以来)$")  # 在2月份申报期限延长后
BENEFIT = re.compile(r"免[收征费除交缴]|减免|减半|[可能]享受|优惠")  # what somebody gets until then
STEP_AT_ONCE = re.compile(
    rf"(?:(?:会同|联合)[^，,。；;]{{1,14}}?)?(?:全面|正式|集中|陆续|统一|同步|适时|基本|全部)?(?:进行)?(?:{STEP.pattern}|{WORK.pattern})"
)
# 要在2月底前兑付补贴资金: what must be done by then is a step, whatever its verb
# 9月15日前我厅将组织核查
SOMEBODY_WILL = re.compile(rf"[\u4e00-\u9fff]{{1,12}}(?:将|应|须|要|负责)(?:{STEP.pattern}|{WORK.pattern})")
TAKEN = re.compile(
    rf"[将把](?!于)[^，,。；;]{{1,30}}?(?:{STEP.pattern}|{WORK.pattern}|到位|落实)"
)  # 7月15日前将资金拨付到位
MUST_BY = re.compile(
    r"(?:请|应当?|必?须|务必|需要?|要|确保|力争)(?:[^，。；：]{0,12}?(?:部门|单位|企业|平台|各地|各?[省市县区州]|局|厅|委))?(?:分别|统一|尽快)?(?:于|在)?[\s*]*$"
)
# 6月25日前形成总报告: whatever is made or settled by a day in a list of things to do
BY_THEN = re.compile(
    r"(?:研究|进一步|及时|全面|初步|抓紧|全部|尽快|分别|统一|联合)*(?:确定|形成|明确|建立|成立|组建|建成|编制|起草|拟定|提出(?=[^，,。；;]{0,12}(?:申请|意见|方案|建议|计划|名单))|落实|配备|配齐|选定|产生|搭建|修订|更新|上架|备货|通报|汇总|对接|办理|申办|进行|提交|到位|录入)(?![的后])"
)
# 内容有变化的，可在7月28日前更新
MAY_BY = re.compile(r"可(?:以|自行)?(?:于|在)?[\s*]*$")
MENDS = re.compile(r"(?:自行|登录[^，,。；;]{1,12}|在线)?(?:更新|修改|更正|补充|撤回|变更|调整|重新|补报|补交|补正)")
ON = re.compile(rf"(?:{CHANGED}|(?:决定|定|拟|将|暂定|计划|预计|原定)?(?<!已)(?<!已经)(?:于|在)|预计|自|从)[\s*]*$")
TIME_LABEL = re.compile(
    r"(?:^|[，,。；;：:\s*”》）)]|\d[.．、])(?P<label>(?!发布|印发|发文|收文|签发|成文|咨询|办公|工作|上班|营业|更新|截止|接待|[\u4e00-\u9fff]{0,8}?(?:统计|成立|设立|注册|登记|出生|生产|开票|数据|入库)(?:截止)?(?:时间|日期))[\u4e00-\u9fff]{0,10}?(?:时间|日期|期限|时限|阶段|(?:公示|征集|活动|实施|促销|执行|开放|换展|布展|撤展|投票|使用|领取)期))"
    rf"[\s*]*(?:(?:(?:由|原定|原为|原计划)[^。；;]{{1,40}}?)?[，,]?现?(?:统一)?{CHANGED}|(?:为[^，,。；;]{{1,8}}[，,])?即|为|是|定于|定为)?[:：]?[\s*]*(?:自|从|为)?[\s*]*$"
)
NO_DAY_OF_ITS_OWN = re.compile(r"(?:期间)?的|至|到(?![达位岗货账场站])")
# （一）启动仪式：5月9日, 理论考试：9月6日上午9:00在…举行, 公示：7月
NAMED_STEP = re.compile(
    r"(?:^|[。；;\s]|[）)、.．])(?P<label>[^，,。；;：:、（()）\s\d][^，,。；;：:（()）\s]{0,15}?(?<![学年])"
    r"(?:仪式|活动|大会|会议|论坛|[会展节赛季]|考试|笔试|面试|培训|评审|公示|审核|推荐|填报|申报|报名|报到|开班|验收|复核|核查|评选|颁奖|启动|开幕|闭幕|"
    r"布展|撤展|路演|发放|投票|领取)(?:暨[\u4e00-\u9fff]{2,8})?)[：:][\s*]*$"
    r"|(?:^|[。；;\s])(?P<short>评审|公示|考试|面试|培训|审核|初赛|复赛|决赛|报到|验收|(?:领取|办理|缴纳)[\u4e00-\u9fff]{2,6})[：:][\s*]*$"
)
# 7月1日—15日为资格审查阶段
IS_STAGE = re.compile(
    r"(?:均|皆)?[为是](?P<name>[^，,。；;：:]{1,20}?(?:阶段|环节|时段|高峰期?|[^效保质有]期|(?!工作|休息|节假|法定|生效|起算)[\u4e00-\u9fff]{2,8}日|(?:宣传|活动|消费|促销|开放|体验|主题)[周月日]”?))(?=[，,。；;）)]|$)"
)
TIME_ITSELF = re.compile(r"(?:时间|日期|期限|时段)$")  # not 时间安排, under which each date has a step of its own
# 第一期5月1日至5月5日
BATCH = re.compile(
    r"(?P<label>第[一二三四五六七八九十\d]{1,2}(?:期|批次?|轮|场|阶段))[：:]?(?:活动|发放)?(?:时间)?(?:为|[：:])?[\s*]*$"
)
BATCHES = re.compile(
    r"(?P<of>[^，,。；;：:]{2,12}?)(?:共?分|将分)[一二三四五六七八九十两\d]{1,2}(?:期|批次?|轮|场|个?阶段)"
)
# （6月8日14:00—18:00报到）
IN_BRACKETS = re.compile(r"[（(][\s*]*$")
HELD_THEN = re.compile(
    r"[\s*]*(?:为)?(?P<name>报到|签到|布展|撤展|离会|返程|彩排|候场|开幕|闭幕)[\u4e00-\u9fff]{0,4}[）)]"
)
STAGE = re.compile(r"期间$|有效期[^（）()]{0,6}$|阶段|环节|时间|筹备|启动|预热|实施|总结|评审|评选|申报|活动|仪式|会$")
BEFORE_BRACKET = re.compile(r"(?P<label>[^\s，。；：,;:（()）][^，。；：,;:（()）\n]{1,29})[（(][\s*]*(?:时间[:：])?$")
# 启动仪式原定4月28日举行，现推迟至…
MOVED = re.compile(
    rf"(?:^|[，,。；;：:])(?P<what>[^，,。；;：:]{{2,20}}?)(?:由|的?时间)?原(?:定|计划|拟)[^。；;]*{CHANGED}$"
)
# 原定2月8日举办的“冰雪购物夜”活动推迟至…
MOVED_EVENT = re.compile(
    rf"原(?:定|计划|拟)[^，,。；;]{{1,20}}(?:举办|举行|召开|开展|进行|开始)的(?P<what>[^，,。；;]{{2,24}}?)(?:，?现|将)?{CHANGED}$"
)
NOTHING_BEHIND = re.compile(r"[\s*]*(?:[（(。；;）)]|$)")
PAST = re.compile(
    r"^(?:正式|联合)?(?:印发|发布|公布|出台|制定)[^，]{0,6}《|"
    r"已经?|曾|以来|(?<!为)了|累计|同比|[^，]{0,8}共[^，]{0,8}\d|^(?:印发|发布|通过|公布|修订|出台)并|^起?(?:施行|实施|执行|生效|废止)|^\s*印发?$|^(?:至今|前成立)|"
    r"^.{0,8}(?:举行|召开|举办|申报|发布|印发|开展|启动|实施|公布)的"
)
RESULTS = re.compile(
    r"累计|同比|增长|(?:实现|达|完成)[^，。；]{0,10}?\d+(?:\.\d+)?[万亿%％]"
)  # 上半年，全省…累计销售2亿元
AIMS = re.compile(r"力争|确保|目标|计划|预计|预期")
# 5月20日前报名的享受优惠: what follows from it, not what must be done
CONDITION = re.compile(r"[^，,。；;]{0,30}的(?=享受|视为|视同|不予|予以|给予|可|均|一律|优先|按|[，,。；;]|$)")
ONLY_WHO = re.compile(
    r"(?:会同|联合).*(?:机构|部门|单位|企业|平台|协会|局|厅|委|部|司|等)$"
)  # 平台会同机构，对…进行监测
DIARY = re.compile(r"日程|议程|行程")
PLACE_ONLY = re.compile(r"(?:正式)?在[^，,。；;]{1,40}(?:举办|举行|召开|开展|启动|开幕)$")  # of what the heading names
EVENT = re.compile(r"(?:仪式|活动|大会|会议|论坛|大赛|比赛|.[会展节赛])$")
OVER = re.compile(r"[\s*]*(?:(?:结束|截止|止)[\s*]*(?:[，,。；;）)]|$)|[，,](?:为期|历时)|[。；;）)]|$)")
WEB_PAGE = re.compile(r"\s*(?:\||编辑|来源|浏览|字体|作者|责任|点击)")
LEFT_OPEN = re.compile(r"[（(][^（）()]*$")
ENDED = re.compile(r"(?:全部|全面|基本)?(?:结束|完成|完毕|办结|到位)(?=[，,。；;]|$)")
ENDING = re.compile(
    r"(?:^|[，,。；;：:\s])(?P<what>[\u4e00-\u9fff]{2,12}(?:工作|任务|清算|结算|审核|评审|整改|验收|项目|资金))(?:于|在)?$"
)
WITHOUT_OBJECT = re.compile(r"完成[\u4e00-\u9fff]{2}")
ABOUT = re.compile(r"(?:^|[，,。；;])[\s*]*(?:对于|对|针对)(?P<thing>[^，,。；;：:]{2,20})，[^，,。；;]{0,6}$")
HELD = re.compile(r"(?:指导|组织|联合|共同)*(?:举办|举行|开展|组织|启动|推出)[^，。；;\n]{2,60}")
PLAN = re.compile(r"(?:时间|进度|工作|活动|日程|总体|阶段|实施)(?:安排|步骤|进度|节点)|时间表|日程|路线图")
STAMP = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}$")  # 时间：2020-02-21 on a web page
DONE_BY = re.compile(r"(?:完成|办结)(?:时间|时限|期限|日期)$")
AND_PLACE = re.compile(r"(?<=时间)(?:和|及|与|、)(?:活动|举办|培训)?地点$")
PLAIN_TIME = re.compile(r"^(?:活动|举办|开展)?(?:时间|日期)$")


def title_of(heading: str) -> str:
    """A heading without its number and marks: 二、时间 -> 时间."""
    words = heading.lstrip(" \t　*")
    number = read_number(words)
    return NUMBER.sub("", words[number.end :] if number else words).strip(" \t　*：:。")


def stands_after(preposition: re.Pattern[str], words: str, position: int) -> bool:
    """Whether what ends at `position` ends so; only the nearest words are looked at."""
    return preposition.search(words, max(position - HEAD, 0), position) is not None


def step_at(words: str, mention: DateMention, found: Resolved, heading: str) -> str | None:
    """What happens then, or None if the date is only mentioned.

    >>> from ingest.times.dates import find_dates
    >>> words = "4月23日左右,召开媒体吹风会,进行活动预热。"
    >>> step_at(words, find_dates(words)[0], Resolved(), "")
    '召开媒体吹风会'
    """
    head, tail = words[: mention.span.start], words[mention.span.end :]
    ranged = found.start is not None
    near = head[-HEAD:]
    bracketed = BEFORE_BRACKET.search(near)
    number = NUMBER.match(head)
    numbered = bracketed and number and head[number.end() :].startswith(bracketed["label"])
    closed = tail.lstrip().startswith(("）", ")", "，", "。"))
    if (
        bracketed
        and closed
        and not bracketed["label"].endswith(("假期", "放假"))
        and (numbered or STAGE.search(bracketed["label"]))
    ):
        return NUMBER.sub("", bracketed["label"]).strip()
    if moved := MOVED_EVENT.search(near):
        return moved["what"]
    if IN_BRACKETS.search(near) and (then := HELD_THEN.match(tail)):
        return str(then["name"])
    stamp = STAMP.match(mention.span.of(words))
    if NO_DAY_OF_ITS_OWN.match(tail):
        return None
    if stage := IS_STAGE.match(tail):
        return re.sub(r"^“([^“”]+)”$", r"\1", stage["name"])
    if (batch := BATCH.search(near)) and (ranged or mention.qualifier in NOT_DUE):
        of = BATCHES.search(head)
        return f"{NUMBER.sub('', of['of']) if of else ''}{batch['label']}"
    if (label := TIME_LABEL.search(near)) and not WEB_PAGE.match(tail):
        if stamp and PLAIN_TIME.match(label["label"]):
            return None
        return _labelled(label["label"], heading, ranged)
    if (listed_as := NAMED_STEP.search(near)) and not WEB_PAGE.match(tail) and not stamp:
        return str(listed_as["label"] or listed_as["short"])
    bare = not NUMBER.sub("", head).strip(" \t　*")
    if ranged and TIME_ITSELF.search(heading) and NUMBER.sub("", head).strip(" \t　*") in ("自", "从"):
        return _labelled(heading, heading, ranged)  # 实施时间 / 自2月1日起至12月31日止，用完即止
    if bare and NOTHING_BEHIND.match(tail):
        if stamp and not ranged:
            return None
        return _labelled(heading, heading, ranged) if re.search(r"时间|日期|期限|阶段", heading) else None
    if bare and COMMA.match(tail) and TIME_ITSELF.search(heading) and not STEP_AT_ONCE.match(tail, 1):
        return _labelled(heading, heading, ranged)  # 8月下旬至10月上旬，9月23日前后集中开展
    if CONDITION.match(tail):
        return None
    planned = PLAN.search(head.partition("：")[0]) or PLAN.search(heading) or re.match(r"[\s*]*请", head)
    listed = bare or re.search(r"[，,；;：:、][\s*]*$", near) is not None
    if (
        mention.end
        and not mention.end.is_day
        and not (mention.end.part in TEN_DAYS and listed and STEP_AT_ONCE.match(tail))
        and not (
            (mention.end.part == "底" or (mention.end.part is None and mention.end.month))
            and "前" in (mention.qualifier or "")
            and (listed or MUST_BY.search(near) or ON.search(near) or ENDING.search(near))
        )
        and (
            mention.qualifier in NOT_DUE
            or not (COMMA.match(tail) or ON.search(near) or (planned and listed and STEP_AT_ONCE.match(tail)))
        )
    ):
        return None
    if OVER.match(tail) and ranged:
        return _subject_of_step(head) or None  # 本次活动从…开始，至…结束
    first = re.sub(r"^期间(?!的)", "", tail).lstrip(" \t　*，,：:")
    stretches = stretches_of(first)
    must = MUST_BY.search(near) and "前" in (mention.qualifier or "")
    if (PAST.search(stretches[0]) and not must) or (ranged and RESULTS.search(first) and not AIMS.search(first)):
        return None
    if must and len(stretches[0]) >= SAYS_SOMETHING:
        return stretches[0].strip()
    if ranged and (open_to := OPEN_TO.search(first)):
        return open_to.group()
    if MAY_BY.search(near) and "前" in (mention.qualifier or "") and MENDS.match(first):
        return stretches[0].strip()
    if UNDER_WHICH.search(stretches[0]) or (BENEFIT.search(stretches[0]) and not ranged):
        return None
    if bare and DIARY.search(heading) and len(first) <= HEAD:
        return first.strip(" 。；;").partition(" ")[0] or None  # the place stands behind a blank
    closing = ENDING.search(near) if ENDED.match(first) else None
    if closing and "前" in (mention.qualifier or ""):
        return closing["what"] + stretches[0]  # 全部清算工作3月底前结束
    by_then = "前" in (mention.qualifier or "") and (
        SOMEBODY_WILL.match(first) or TAKEN.match(first) or BY_THEN.match(first)
    )
    if not (by_then or STEP.search("，".join(stretches[:2])) or WORK.search(stretches[0])):
        return None
    if bare and tail[:1].isspace() and not STEP.match(first):
        return None  # a date of signature, run into the next line
    if not bare and not ON.search(near) and not (listed and (by_then or STEP_AT_ONCE.match(first))):
        return None
    if first.startswith("以") and (held := HELD.search(first)):
        return held.group()
    joint = stretches[1:2] and ONLY_WHO.search(stretches[0])
    done = ("，".join(stretches[:2]) if joint else stretches[0]).strip(" \t　）)：:")
    done = LEFT_OPEN.sub("", done)
    named = _subject_of_step(head)
    if not named and WITHOUT_OBJECT.fullmatch(done) and (about := ABOUT.search(head)):
        named = about["thing"]  # 对已发布的宣传物料，于7月25日前完成更换
    if not named and (
        (PLACE_ONLY.match(done) and EVENT.search(heading)) or (done == "完成" and not PLAN.search(heading))
    ):
        named = heading
    return f"{named}{done}" or None


def stretches_of(words: str) -> list[str]:
    """The words between marks; a mark inside a quotation parts nothing: 以“全民乐购，约惠辽宁”为主题."""
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), words)
    cuts = [-1, *(mark.start() for mark in MARK.finditer(masked)), len(words)]
    return [words[left + 1 : right] for left, right in pairwise(cuts)]


def _subject_of_step(head: str) -> str:
    """启动仪式定于…举行: who or what comes before 于, if anything does."""
    if moved := MOVED.search(head[-HEAD:]):
        return NUMBER.sub("", moved["what"])
    on = ON.search(head[-HEAD:])
    subject = re.split(r"[，,。；;：:\s]", head[-HEAD:][: on.start()])[-1] if on else ""
    return (
        re.sub(r"^(?:并?请|经|由|并|拟(?!推荐))|(?:请|应当?|须|需|要)$", "", NUMBER.sub("", subject))
        if len(subject) <= MAX_HEADING
        else ""
    )


def _labelled(label: str, heading: str, ranged: bool) -> str:
    """时间：… under 启动仪式 is the time of that; under 时间 or 活动时间 it is that of the campaign."""
    if (
        PLAIN_TIME.match(label)
        and heading
        and not PLAIN_TIME.match(heading)
        and (not ranged or label in ("时间", "日期"))
    ):
        return AND_PLACE.sub("", heading)
    if DONE_BY.match(label) and heading and not DONE_BY.match(heading):
        return f"{heading}{label}"  # 完成时间：2021年12月
    return "活动时间" if label in ("时间", "日期") else label

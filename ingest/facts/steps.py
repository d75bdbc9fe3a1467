"""What happens on a date: a dated step, a phase, the time of the campaign. Words around a date in, its name out.

`3月31日前，召开部署会`, `（一）动员部署阶段（4月1日—4月20日）`, `活动时间：…`, `启动仪式定于…举行`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.dates import DateMention
from ingest.facts.duties import FILLER, SHELTERED
from ingest.numbering import read_number
from ingest.resolve import Resolved

NUMBER = re.compile(
    r"^[\s*]*(?:[（(][一二三四五六七八九十百\d]{1,4}[）)][、.．]?|[一二三四五六七八九十百\d]{1,4}[、.．]|第.{1,4}[章节条])?[\s*]*"
)
COMMA = re.compile(r"[，,；;]")
MARK = re.compile(r"[，,。；;\n]")
HEAD = 64  # characters before a date that may say what it is for
SAYS_SOMETHING = 4  # characters: a verb and its object
MAX_HEADING = 24  # characters of a line that stands above a date and names it: 报名时间
NOT_DUE = frozenset({"起", "后", "後", "之后", "之後", "以后", "以後"})  # something begins then

STEP = re.compile(
    r"召开|举办|举行|启动|印发|发布|公布|公告|开展|(?<!社会)(?<!公益)组织(?!部|委员?|成员|机构)|完成|部署|培训|公示|开幕|闭幕|上线|评审|评选|评定|遴选|验收|检查|督查|督导|"
    r"总结|建成|出台|制定|发放|抽奖|颁奖|路演|巡展|监测|预热|筹备|动员|宣传|指导|推进|实施|仪式|大会|会议|"
    r"(?:动员|吹风|座谈|推介|对接|视频|洽谈|博览|展销|订货|交流)会"
)
STEP_AT_ONCE = re.compile(rf"(?:全面|正式|集中|陆续|统一|同步|适时|基本|全部)?(?:{STEP.pattern})")
# 要在2月底前兑付补贴资金: what must be done by then is a step, whatever its verb
MUST_BY = re.compile(
    r"(?:请|应当?|必?须|务必|需要?|要|确保|力争)(?:[^，。；：]{0,12}?(?:部门|单位|企业|平台|各地|局|厅|委))?(?:分别|统一|尽快)?(?:于|在)?[\s*]*$"
)
ON = re.compile(r"(?:(?:定|拟|将|暂定|计划|预计|原定)?(?<!已)(?<!已经)(?:于|在)|自|从)[\s*]*$")
TIME_LABEL = re.compile(
    r"(?:^|[，,。；;：:\s*]|\d[.．、])(?P<label>(?!发布|印发|发文|收文|签发|成文|咨询|办公|工作|上班|营业|更新|截止|接待)[\u4e00-\u9fff]{0,10}?(?:时间|日期|期限|阶段|(?:公示|征集|活动|实施|促销|执行|开放)期))"
    r"[\s*]*(?:为|是|定于|定为)?[:：]?[\s*]*(?:自|从|为)?[\s*]*$"
)
STAGE = re.compile(r"阶段|环节|时间|筹备|启动|预热|实施|总结|评审|评选|申报|活动|仪式|会$")
BEFORE_BRACKET = re.compile(r"(?P<label>[^\s，。；：,;:（()）][^，。；：,;:（()）\n]{1,29})[（(][\s*]*(?:时间[:：])?$")
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
OVER = re.compile(r"[\s*]*(?:结束|截止|止)?[\s*]*(?:[。；;）)]|$)")
WEB_PAGE = re.compile(r"\s*(?:\||编辑|来源|浏览|字体|作者|责任|点击)")
HELD = re.compile(r"(?:指导|组织|联合|共同)*(?:举办|举行|开展|组织|启动|推出)[^，。；;\n]{2,60}")
PLAN = re.compile(r"(?:时间|进度|工作|活动|日程|总体|阶段|实施)(?:安排|步骤|进度|节点)|时间表|日程|路线图")
STAMP = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}$")  # 时间：2020-02-21 on a web page
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

    >>> from ingest.dates import find_dates
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
    if bracketed and closed and (numbered or STAGE.search(bracketed["label"])):
        return NUMBER.sub("", bracketed["label"]).strip()
    stamp = STAMP.match(mention.span.of(words))
    if tail.startswith(("的", "期间的", "至", "到")):
        return None
    if (label := TIME_LABEL.search(near)) and not WEB_PAGE.match(tail):
        if stamp and PLAIN_TIME.match(label["label"]):
            return None
        return _labelled(label["label"], heading, ranged)
    bare = not NUMBER.sub("", head).strip(" \t　*")
    if bare and NOTHING_BEHIND.match(tail):
        if stamp and not ranged:
            return None
        return _labelled(heading, heading, ranged) if re.search(r"时间|日期|期限|阶段", heading) else None
    planned = PLAN.search(head.partition("：")[0]) or PLAN.search(heading) or re.match(r"[\s*]*请", head)
    listed = bare or re.search(r"[，,；;：:、][\s*]*$", near) is not None
    if (
        mention.end
        and not mention.end.is_day
        and (
            mention.qualifier in NOT_DUE
            or not (COMMA.match(tail) or ON.search(near) or (planned and listed and STEP_AT_ONCE.match(tail)))
        )
    ):
        return None
    if OVER.match(tail) and ranged:
        return _subject_of_step(head) or None  # 本次活动从…开始，至…结束
    first = re.sub(r"^期间(?!的)", "", tail).lstrip(" \t　*，,：:")
    stretches = _stretches(first)
    if PAST.search(stretches[0]) or (ranged and RESULTS.search(first) and not AIMS.search(first)):
        return None
    if MUST_BY.search(near) and "前" in (mention.qualifier or "") and len(stretches[0]) >= SAYS_SOMETHING:
        return stretches[0].strip()
    if not STEP.search("，".join(stretches[:2])):
        return None
    if bare and tail[:1].isspace() and not STEP.match(first):
        return None  # a date of signature, run into the next line
    if not bare and not ON.search(near) and not (listed and STEP_AT_ONCE.match(first)):
        return None
    if first.startswith("以") and (held := HELD.search(first)):
        return held.group()
    joint = "".join(stretches[1:2]) and re.search(r"会同|联合", stretches[0]) and not HELD.search(stretches[0])
    done = ("，".join(stretches[:2]) if joint else stretches[0]).strip()
    return f"{_subject_of_step(head)}{done}" or None


def _stretches(words: str) -> list[str]:
    """The words between marks; a mark inside a quotation parts nothing: 以“全民乐购，约惠辽宁”为主题."""
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), words)
    cuts = [-1, *(mark.start() for mark in MARK.finditer(masked)), len(words)]
    return [words[left + 1 : right] for left, right in pairwise(cuts)]


def _subject_of_step(head: str) -> str:
    """启动仪式定于…举行: who or what comes before 于, if anything does."""
    on = ON.search(head[-HEAD:])
    subject = re.split(r"[，,。；;：:\s]", head[-HEAD:][: on.start()])[-1] if on else ""
    return re.sub(r"^(?:并?请|经|由|并|拟)", "", NUMBER.sub("", subject)) if len(subject) <= MAX_HEADING else ""


def _labelled(label: str, heading: str, ranged: bool) -> str:
    """时间：… under 启动仪式 is the time of that; under 时间 or 活动时间 it is that of the campaign."""
    if (
        PLAIN_TIME.match(label)
        and heading
        and not PLAIN_TIME.match(heading)
        and (not ranged or label in ("时间", "日期"))
    ):
        return heading
    return "活动时间" if label in ("时间", "日期") else label

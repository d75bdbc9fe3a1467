"""What must be done within a time that is counted: 自受理之日起5个工作日内完成初审. The words of a sentence in, the step out."""

from __future__ import annotations

import re

from ingest.facts.deadlines.steps import COMMA, PAST, SAYS_SOMETHING, stands_after, stretches_of
from ingest.times.dates import DateMention
from ingest.times.time_rules import COUNT, UNIT, WITHIN

# What may have to be done within a time: 自受理之日起5个工作日内完成初审, 每年12月底前组织评价
WITHIN_TIME = re.compile(
    r"(?:[\u4e00-\u9fff（）()、]{0,16}?(?:应当?|须|要|需|将|负责))?(?:由[^，,。；;]{1,16}?)?(?:向[^，,。；;]{1,12}?)?(?:将[^，,。；;]{1,20}?)?(?:予以|及时|依法|全部|统一|一次性|书面|全面)?"
    r"(?:完成|办结|(?:电话|口头|书面)?报告|(?:会同|联合)[^，,。；;]{1,14}?(?:完成|审核|初审|审定|核查)|审核|初审|复审|审批|审定|核查|核实|核验|答复|回复|反馈|拨付|兑付|下[达拨]|分解|发放|补正|补齐|补充|整改|修改|修正|完善|重新|缴纳|签订|签署|"
    r"编制|制定|印发|公示|公布|组织|开展|缴清|付清|结清|[作做]出|送达|退[还回款]|发货|交付|安装|清算|结算|办理|提出|提供|提交|上传|公开|备案|通知|告知|"
    r"受理|启动|召开|核销|注销|移交|登记|申报|申请|报到|支付|退回|补发|验收|上线|汇总|总结|响应|兑现|到账)(?!的)"
)
# 项目建成后30日内，项目单位提出验收申请: nothing but who acts before the verb
ACTS_WITHIN = re.compile(
    rf"[\u4e00-\u9fff]{{2,12}}?(?:单位|企业|部门|机构|公司|平台|局|厅|委|中心)(?={WITHIN_TIME.pattern})"
)
MODAL = re.compile(r"(?:请|应当?|必?须|务必|需要?|要|原则上|于|在)*[\s*]*$")
LAST_MOMENT = re.compile(
    rf"(?:内|(?<!活动)(?<!开始)(?<!启动)(?<!举办)(?<!开展)前|{COUNT}{UNIT})$"
)  # before the campaign is any day
ASKED = re.compile(
    r"(?:请|应当?|必?须|务必|需要?|要|确保|力争|原则上|限期|限时|限|在|于)(?:[^，。；：]{0,12}?(?:部门|单位|企业|平台|各地|局|厅|委))?[\s*]*$"
)


NEXT_TIME = re.compile(r"、\d.*$")  # 30分钟内电话报告、2小时内书面报告
GRAVE = re.compile(
    r"(?:重大|突发|异常|紧急|安全)[^，,。；;：:]{0,8}$|\d[^，,。；;：:]{0,8}报告、$"
)  # 重大情况30分钟内报告
RECURRING = re.compile(r"每(?:周|星期)[一二三四五六日天]|每月\d|每季度.{0,4}\d|每年.{0,4}\d")
HELD_AGAIN = re.compile(r"[晚]?(?:定期|集中|统一)?(?:召开|通报|调度|公布|发布|举行)(?!的)")  # 每周五召开调度会


def limit_at(words: str, mention: DateMention) -> str | None:
    """What must be done within the time of a rule, or None where nothing must.

    >>> from ingest.times.dates import find_dates
    >>> words = "县级部门应在收到申请后5个工作日内完成初审，逾期视为同意。"
    >>> limit_at(words, find_dates(words)[0])
    '完成初审'
    """
    rule = mention.rule or ""
    if not LAST_MOMENT.search(rule) and not RECURRING.match(rule):
        return None
    first = stretches_of(words[mention.span.end :].lstrip(" \t　*，,：:"))[0].strip()
    first = NEXT_TIME.sub("", first)
    if RECURRING.match(rule) and HELD_AGAIN.match(first):
        return first
    anchored = not re.fullmatch(rf"{COUNT}{UNIT}(?:{WITHIN})?", rule)
    acts = WITHIN_TIME.match(first) or (anchored and ACTS_WITHIN.match(first))
    if not acts or PAST.search(first):
        return None
    asked = stands_after(ASKED, words, mention.span.start) or stands_after(GRAVE, words, mention.span.start)
    if not anchored and not asked:
        return None
    if len(first) >= SAYS_SOMETHING:
        return first
    # 补办应在疫情解除后三个月内完成; 发生异常情况的，要在2小时内报告
    before = (MODAL.sub("", one).removesuffix("的") for one in reversed(COMMA.split(words[: mention.span.start])))
    subject = next((one for one in before if one.strip()), "")
    return f"{subject}{first}" if subject else None

"""Times that are no single date: 每月5日前, 每周五17:00前, 自印发之日起10个工作日内, 另行通知. Text in, spans out.

Their words are kept as they are printed; nothing is computed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Span

GAP = r"[ \t\u3000\xa0*]{0,4}"  # page layout and markdown leave blanks and stars between the parts of a date
SMALL = r"(?:\d{1,2}|[〇○零一二三四五六七八九十廿卅]{1,3})"  # 5, ２０, 二十三
BEFORE = r"(?:之前|以前|前(?![往来期后]))"
CLOCK = rf"(?:(?:上午|下午|中午|晚上|早上)?{GAP}(?:\d{{1,2}}{GAP}[:：]{GAP}\d{{2}}|{SMALL}{GAP}[时点]半?)|下班)"

COUNT = rf"{GAP}(?:\d{{1,3}}|[一二两三四五六七八九十半]{{1,3}}){GAP}"
UNIT = r"(?:个?(?:工作日|自然日|日历日|星期|小时)|个半?月|半?(?:日|天|周|年|小时)|分钟)"
WITHIN = r"(?:之内|以内|内)"
# The words that name an event may not run over a mark, a number or a word that opens a duty.
# 自 and 收到 open it: before them stands who is spoken to.
EVENT = r"(?:申请|(?!自(?!然)|从|收到|接到)[^\s\d，。；、：:；！？,;（()）“”《》〔〕请于将应当须需在并要])"
FROM = r"(?:自|从)?(?:收到|接到)?"

CYCLE = r"(?:隔?[一二两三四五六\d]{0,2}个?(?:年度?|半年|季度?|半月|月|周|星期|工作日|日|天|旬))(?![前来活动])"
WEEKDAYS = r"[一二三四五六日天](?:、周?[一二三四五六日天]){0,4}"
DAYS = rf"{SMALL}{GAP}[日号](?:(?:、|和|及){SMALL}{GAP}[日号]){{0,3}}"
MONTH = rf"{SMALL}{GAP}月份?{GAP}(?:{SMALL}{GAP}[日号]|底|初|[上中下]旬|的?第{SMALL}个?(?:星期|周)[一二三四五六日天])?"
TO = rf"{GAP}(?:至|到|[-‐‑‒–—―－~～]{{1,2}}){GAP}"
AFTER_CYCLE = rf"(?:结束|终了)?[后後]?的?{COUNT}{UNIT}{WITHIN}"
AT = rf"(?:{AFTER_CYCLE}|[首末次]月{GAP}{DAYS}|的?{MONTH}(?:{TO}{MONTH}|(?:{BEFORE}?(?:、|和|及|，){MONTH}){{1,3}})?|的?{DAYS}|{WEEKDAYS}|底|末|初|[上中下]旬)"

# (words of which a text must hold one, the rule): most sentences state no time at all
RULES = tuple(
    (words, re.compile(pattern))
    for words, pattern in (
        # 每月5日前, 每周五17:00前, 每季度末月25日前, 每季度结束后10日内, 每两周
        (("每", "逢"), rf"[每逢]{CYCLE}{AT}?{GAP}(?:{CLOCK}(?:{TO}{CLOCK})?)?{GAP}{BEFORE}?"),
        # 季后18日前, as statistics are due
        (
            ("季后", "月后", "年后"),
            rf"(?:季|月|半年|年)后{GAP}{SMALL}{GAP}[日天]{GAP}(?:{WITHIN}|(?:{CLOCK})?{GAP}{BEFORE})",
        ),
        # 次月5日前, 次年1月底前: of a month or year that comes again and again
        (
            ("次月", "当月", "次年", "翌年", "当年", "第二年", "第三年", "每"),
            rf"(?<![至到\-–—－~～])(?:次月|当月|(?:次年|翌年|当年|第[二三]年|每个?[\u4e00-\u9fff]{{1,8}}年)的?)(?:{MONTH}|{DAYS}|底|[上中下]旬){BEFORE}?",
        ),
        # 自印发之日起10个工作日内, 活动结束后7日内, 收到通知后3个工作日内, 活动开始前5个工作日
        (
            ("之日", "次日", "当日", "当天"),
            rf"{FROM}{EVENT}{{0,24}}?(?:之日|次日|当日|当天)起?算?{COUNT}{UNIT}{WITHIN}?",
        ),
        (
            ("后", "前", "期满"),
            rf"(?<!\d){FROM}(?:“[^”\n]{{1,12}}”)?(?![前后及和或]){EVENT}{{1,24}}?(?:(?:之后|以后|后|期满){COUNT}{UNIT}(?:{WITHIN}|{BEFORE})?"
            rf"|(?:之前|以前|(?<![年提])前){COUNT}{UNIT}(?:{WITHIN}|{BEFORE}|(?=[，,、。；;将把向报提告通完办])))",
        ),
        (("之日起",), rf"(?:自|从)(?:收到|接到)?{EVENT}{{1,20}}?之日起(?!至|到|[-—–－~～])"),
        (
            ("次日", "当日", "当天"),
            rf"(?:(?:每[期场次轮天日]|活动|会议|展会)[^\s\d，。；、：]{{0,8}}?|[^\s\d，。；、：]{{1,8}}?)后的?(?:次日|当[日天])(?:{CLOCK})?{GAP}(?:{BEFORE}|{WITHIN})",
        ),
        (
            ("结束", "会后", "收到", "接到"),
            rf"(?:(?:活动|会议|展会|培训|比赛|全部)结束|会后|(?:收到|接到)本?(?:通知|公告|文件|函)){COUNT}{UNIT}{WITHIN}",
        ),
        (("内", "后"), rf"(?<![月\d])(?:{COUNT}{UNIT}|半月)(?:{WITHIN}|之后|以后|后(?!续))"),
        # offices close over them, so that the day before is seldom the one meant
        (
            ("前",),
            r"(?:元旦|春节|元宵节?|清明节?|劳动节|端午节?|中秋节?|国庆节?)(?:假期|长假|放假)?(?:之前|以前|前(?![后往期夕]))",
        ),
        (
            ("活动",),
            r"(?:(?:开展|举办|组织)[^\s\d，。；、：请于将应须]{0,8}?)?活动(?:开始|启动|举办|开展|结束|期满)?(?:之前|前(?![往来期])|之后|后(?!续))",
        ),
        (("即日起",), rf"(?:自|从)?即日起{COUNT}{UNIT}{WITHIN}"),
        (("另行",), r"另行(?:通知|公告|发布|公布)"),
        (("为准",), r"以[^\s，。；《》]{1,24}(?:通知|公告|公布)(?:的?时间)?为准"),
        (("即日起",), r"即日起(?!至|到|[-—–－~～])"),
    )
)


def find_rules(text: str) -> Iterator[Span]:
    """The stretches of text that state a time which is no single date, in text order, none inside another.

    >>> text = "请于每月5日前报送，并在活动结束后7日内总结。"
    >>> [span.of(text) for span in find_rules(text)]
    ['每月5日前', '活动结束后7日内']
    """
    found = sorted(
        (
            Span(match.start(), match.end())
            for words, rule in RULES
            if any(word in text for word in words)
            for match in rule.finditer(text)
        ),
        key=lambda span: (span.start, -span.end),
    )
    reached = 0
    for span in found:
        if span.start >= reached:
            yield span
            reached = span.end

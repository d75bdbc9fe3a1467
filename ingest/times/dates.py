"""Dates as notices print them. Text in, mentions out, each with its place, its printed parts and no guess.

`2021年4月28日—5月10日`, `3月31—4月22日`, `2025年12月26日11:00前`, `5月底前`, `4月12日、5月13日前`, `每月5日前`, `腊月二十三`.
What a part that is left out may be (mostly the year) is for `ingest.times.resolve` to infer from the document around it.

Source: GB/T 15835-2011 (出版物上数字用法), 5.1.2; lunar dates 5.2.2 (正月初五, in Chinese numerals).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.model import Span
from ingest.numerals import parse_numeral
from ingest.times.lunar import FESTIVALS, MONTHS
from ingest.times.time_rules import BEFORE, COUNT, GAP, SMALL, UNIT, WITHIN, find_rules

EVE = "除夕"


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, quarter, half or whole year as printed. A part that is not printed is None.

    Of a `lunar` point, year, month and day are those of 农历; its last day, 除夕, is the `part` of its month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None  # 上半年 1, 下半年 2
    part: str | None = None  # 初, 上旬, 中旬, 下旬, 底, 除夕: of the smallest unit printed
    year_shift: int | None = None  # 今年 0, 明年 1: counted from the issue of the document
    month_shift: int | None = None  # 本月 0, 下月 1
    later_years: int | None = None  # 次年 1 at the end of a range: counted from its start
    time: str | None = None  # HH:MM
    weekday: int | None = None  # 6月第3个星期日: 6, Monday being 0
    nth: int | None = None  # of that weekday in its month
    lunar: bool = False
    leap: bool = False  # 闰月
    lunar_year: bool = False  # 农历2024年腊月: the year printed is the lunar one

    @property
    def is_day(self) -> bool:
        """Whether one day is meant, its year perhaps unsaid."""
        if self.part == EVE or self.weekday is not None:
            return True
        return self.day is not None and (self.month is not None or self.month_shift is not None)


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time. `end` is the day itself, or the last of a range that `start` opens.

    A `rule` has neither: its words are all there is (每月5日前).
    """

    span: Span
    end: Point | None = None
    start: Point | None = None
    qualifier: str | None = None  # 前, 之前, 左右, 起, 截至, ... as printed
    rule: str | None = None
    continues: bool = False  # a list: 5月13日前 continues 4月12日、


CN = "〇○零一二三四五六七八九十廿卅"
YEAR = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
DASH_MARKS = "-‐‑‒–—―─－﹣−~～〜"
DASH = rf"{GAP}(?:(?:起|开始|启动|开幕)(?:实施|执行|举办|举行|开展)?{GAP}[，,]?{GAP})?(?:持续|延续)?(?:至|到|[{DASH_MARKS}]{{1,3}}){GAP}"

YEAR_WORDS = {"今年": 0, "本年度": 0, "本年": 0, "明年": 1, "去年": -1}
MONTH_WORDS = {"本月": 0, "下个月": 1, "下月": 1, "上个月": -1, "上月": -1}
LATER_YEARS = {"次年": 1, "翌年": 1, "第二年": 1, "当年": 0, "同年": 0}

YEAR_PART = (
    rf"(?:(?P<year>{YEAR}){GAP}年度?|(?P<short>\d{{2}})年(?=\d{{1,2}}月\d{{1,2}}[日号]|第?[一二三四]季度)"
    rf"|(?P<year_word>{'|'.join(YEAR_WORDS)}))"
)
MONTH_PART = rf"(?:(?P<month>{SMALL}){GAP}月份?|(?P<month_word>{'|'.join(MONTH_WORDS)}))"
WEEKDAY_NAMES = "一二三四五六日"
DATED = rf"(?:{YEAR_PART}{GAP})?{MONTH_PART}{GAP}的?"

# Before a dash the last unit may be left to the other side: 3月31—4月22日, 4月12-19日, 2018年1－9月, 2——4月.
CUT_SHORT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{DATED}(?P<day>{SMALL})(?={DASH}(?:{YEAR}{GAP}年{GAP})?(?:{SMALL}{GAP}月{GAP})?{SMALL}{GAP}[日号])",
        rf"(?:{YEAR_PART}{GAP})?(?P<month>{SMALL})(?={DASH}{SMALL}{GAP}月(?!{GAP}{SMALL}{GAP}[日号]))",
    )
)
WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?![\d%])",
        rf"{DATED}(?:(?P<day>{SMALL}){GAP}[日号]|(?P<part>上旬|中旬|下旬|底|末|初(?!{SMALL})))",
        rf"(?:{YEAR_PART}{GAP})?(?<!前)(?:第?(?P<quarter>[一二三四1-4])|首){GAP}季度(?P<part>末|底)?",
        rf"(?:{YEAR_PART}{GAP})?(?<![每近])(?P<half>[上下])半年(?!度)",
        rf"(?:{YEAR_PART}{GAP})?{MONTH_PART}{GAP}的?第(?P<nth>{SMALL})个?(?:星期|周|礼拜)(?P<weekday>[{WEEKDAY_NAMES}天])",
        rf"(?:{YEAR_PART}{GAP})?{MONTH_PART}(?![饼球亮票息薪租供龄初廿十]|份?的?第|{GAP}[×xX＿_])",
        rf"{YEAR_PART}(?:{GAP}(?P<part>底|末|初))?",
        r"(?<!每)(?<![\d一二两三四五六七八九十几多])年(?P<part>底|末)",
    )
)
LUNAR_CALENDAR = "农历|阴历|旧历"
LUNAR_DAY = rf"(?:初{SMALL}|[廿卅][一二三四五六七八九]?|[一二三]?十[一二三四五六七八九]?)"
LUNAR = re.compile(
    rf"(?P<before>{LUNAR_CALENDAR})?{GAP}(?:{YEAR_PART}{GAP}的?)?(?P<calendar>{LUNAR_CALENDAR})?{GAP}"
    rf"(?:(?P<leap>闰)?(?P<month>(?<![真修更改订纠矫指校])正|腊|冬|十[一二]|[一二三四五六七八九十])月(?P<day>{LUNAR_DAY})?日?(?![度份报薪均季])"
    rf"|(?P<eve>除夕|大年三十)(?!夜)|大年(?P<new>初{SMALL}))"
)
# The name of a festival is a day only where it opens or closes a range, or is called one: 春节期间 is a season.
FESTIVE = rf"(?P<festival>元旦|{'|'.join(FESTIVALS)}|国庆)节?"
FESTIVAL = re.compile(rf"(?:{YEAR_PART}{GAP})?{FESTIVE}(?=当[天日]|之日|{DASH}[\d{CN}{''.join(MONTHS)}除元])")
FESTIVAL_AT_END = re.compile(FESTIVE)
SOLAR_FESTIVALS = {"元旦": (1, 1), "国庆": (10, 1)}
MAYBE_DATE = re.compile(rf"[\d{CN}今本明去上下第年首农阴旧闰除大国元春端中重{''.join(MONTHS)}]")
BARE_DAY = re.compile(rf"(?P<day>{SMALL}){GAP}[日号](?!之?内|以内)")
SO_FAR = re.compile(rf"{YEAR_PART}{GAP}前{GAP}(?:(?P<months>{SMALL}){GAP}个月|(?P<quarters>[二两三23]){GAP}个?季度)")
BARE_PART = re.compile(r"(?P<part>[中下]旬)|月[底末]")
LUNAR_BARE_DAY = re.compile(rf"(?P<day>{LUNAR_DAY})")
LATER_YEAR = re.compile(rf"(?P<word>{'|'.join(LATER_YEARS)}){GAP}")

ASIDE = re.compile(
    rf"{GAP}[（(]{GAP}(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:农历|腊月|正月|除夕|元宵|元旦|春节|小年)[^（）()\n]{{0,24}}|含(?:当[日天]|本日)?){GAP}[）)]"
)
TIME = re.compile(
    rf"{GAP}(?P<half>上午|下午|中午|晚上|晚|早上|凌晨|傍晚)?{GAP}"
    rf"(?:(?P<hour>\d{{1,2}}){GAP}[:：]{GAP}(?P<minute>\d{{2}})(?!\d)(?:[:：]\d{{2}})?"
    rf"|(?P<hour_word>{SMALL}){GAP}[时点](?![间限期代段尚位名机])"
    rf"(?:(?P<minute_word>{SMALL})分|(?P<half_past>半)|整)?)"
)
HALF_DAY = re.compile(rf"{GAP}(?:全天|上午|下午|中午|晚上|晚(?!会|于)|早上|凌晨)(?!前)")
AFTERNOON = frozenset({"下午", "晚上", "晚", "傍晚"})

DASHED = re.compile(DASH)
QUALIFIER = re.compile(
    rf"{GAP}(?P<q>前后|(?:下班|上午|中午|下午|晚上)?(?:之前|以前|前(?![往来期后夕去述款置面台沿]|提(?![交出供报请])|{SMALL}个?[季月周天年]))"
    r"|左右|之[后後]|以[后後]|[后後](?![续期者台备勤果])|起(?![草诉点步到动])|止)"
)
COUNTED_FROM = frozenset({"起", "后", "之后", "以后"})  # 2024年5月1日起10个工作日内 is a rule as a whole
LIMIT = re.compile(
    r"(?P<q>截至|截止|(?:最[迟晚]|至迟)?不得?[晚迟]于|最迟|最晚|至迟)(?:到|至|于)?(?:日期|时间)?(?:为|是)?[:：]?[ \t\u3000*]{0,4}$"
)
OPEN_START = re.compile(rf"(?:即日|今日|(?:发布|印发|发文)之日){DASH}$")
WEEKDAY_BEFORE = re.compile(r"[本下]?(?:周|星期)[一二三四五六日天][（(]$")  # 下周五（5月10日）17:00前
LINK = re.compile(rf"{GAP}(?:、|和|及|以及|与|或|[，,](?:和|及|以及)?){GAP}")
CENTURY = 2000  # of a year of two digits
LOOK_BACK = 24  # characters: 原定案例报送截止时间为 and 即日起至 are shorter
# 原定于X举办, X调整为Y, “X报送总结”调整为“Y报送总结”: X no longer holds
ONCE_SET = re.compile(
    r"原(?:定的?|计划|拟|为|本|先|于|(?:定|计划)?[^，,。；;\n]{0,14}(?:时间|日期|期限)(?:为|是)?)"
    r"(?:于|在|自|从|为|到)?[\s*:：]*$|(?:此前|之前|前期)已经?[^，,。；;\n]{0,8}[\s*]*$"
)
CHANGED = r"(?:统一|相应|可)?(?:(?:调整|变更|放宽|修改|修正|修订|更正|更改|改|延长|延期|延迟|推迟|顺延|提前|延)(?:为|至|到|成|在|于)|应[为是])"
CHANGED_TO = re.compile(rf"(?:[^“”。\n]{{0,40}}”)?[\s*]*(?:[，,]?现)?{CHANGED}|[^“”。\n]{{0,40}}”[，,]{CHANGED}")
# 由7月25日在奥帆中心举行调整为…; not 由5月1日起调整为…
CHANGED_FROM = re.compile(r"由(?:原来?的?|原定于?)?[“\s*]*$")
CHANGED_LATER = re.compile(rf"[^。；;\n]{{0,40}}?(?<!不){CHANGED}")


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Every expression of time in text order, none inside another.

    >>> text = "请于4月12日、5月13日前报我司，此后每月5日前报送。"
    >>> [(m.span.of(text), m.qualifier, m.rule) for m in find_dates(text)]
    [('4月12日', '前', None), ('5月13日前', '前', None), ('每月5日前', '前', '每月5日前')]
    """
    rules = tuple(find_rules(text))
    starts = [rule.start for rule in rules]
    found: list[DateMention] = []
    position = 0
    while candidate := MAYBE_DATE.search(text, position):
        position = candidate.start()
        before = bisect_right(starts, position) - 1
        if before >= 0 and position < rules[before].end:
            position = rules[before].end
            continue
        mention = _mention_at(text, position, found[-1] if found else None)
        if mention is None:
            position += 1
            continue
        found.append(mention)
        position = mention.span.end
    counted = {mention.span.end: mention for mention in found if mention.qualifier in COUNTED_FROM}
    ruled = [_ruled(text, Span(counted[r.start].span.start, r.end) if r.start in counted else r) for r in rules]
    dated = [mention for mention in found if not any(_overlap(mention.span, rule.span) for rule in ruled)]
    return _share_qualifiers(_linked(text, sorted([*dated, *ruled], key=lambda mention: mention.span)))


def _linked(text: str, mentions: Sequence[DateMention]) -> list[DateMention]:
    """1月15日、1月31日前及活动结束后10日内: a counted time at the end of a list of days goes on with it."""
    linked = list(mentions[:1])
    for before, one in pairwise(mentions):
        counted = one.rule is not None and re.search(rf"{COUNT}{UNIT}{WITHIN}$", one.rule)
        listed = counted and before.end and before.end.is_day and LINK.fullmatch(text, before.span.end, one.span.start)
        linked.append(replace(one, continues=True) if listed else one)
    return linked


def date_lists(mentions: Sequence[DateMention]) -> tuple[tuple[DateMention, ...], ...]:
    """Mentions that are printed as one list stand together: 1月29日、2月8日和2月18日."""
    lists: list[list[DateMention]] = []
    for mention in mentions:
        if mention.continues and lists:
            lists[-1].append(mention)
        else:
            lists.append([mention])
    return tuple(tuple(one) for one in lists)


def is_superseded(text: str, span: Span) -> bool:
    """Whether the words around a date say that another one has taken its place.

    >>> words = "原定于3月1日举办，调整至4月1日举办"
    >>> [is_superseded(words, mention.span) for mention in find_dates(words)]
    [True, False]
    """
    head = text[max(span.start - LOOK_BACK, 0) : span.start]
    if CHANGED_FROM.search(head) and not span.of(text).endswith("起"):
        return CHANGED_LATER.match(text, span.end) is not None
    return ONCE_SET.search(head) is not None or CHANGED_TO.match(text, span.end) is not None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _ruled(text: str, span: Span) -> DateMention:
    words = span.of(text)
    ending = re.search(rf"{BEFORE}$", words)
    return DateMention(span=span, rule=words, qualifier=ending.group() if ending else None)


def _share_qualifiers(mentions: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """What stands behind the last date of a list holds for all of it."""
    shared: list[DateMention] = []
    for one in date_lists(mentions):
        plain = all(mention.qualifier is None for mention in one[:-1])
        shared.extend(replace(mention, qualifier=one[-1].qualifier) if plain else mention for mention in one)
    return tuple(shared)


def _mention_at(text: str, position: int, previous: DateMention | None) -> DateMention | None:
    between = text[previous.span.end : position] if previous else ""
    listed = previous is not None and previous.end is not None and LINK.fullmatch(between) is not None
    if so_far := _so_far(text, position):
        return so_far
    read = _lunar(text, position) or _festival(text, position, FESTIVAL)
    read = read or _point(text, position, CUT_SHORT) or _point(text, position, WHOLE)
    if read is None and listed and previous and previous.end:
        read = _bare_day(text, position, previous.end)
    elif "，" in between or "," in between:
        listed = False  # a comma joins bare days (9月10号，11号), not whole dates
    if read is None:
        return None
    point, end = read
    weekday = WEEKDAY_BEFORE.search(text, max(position - LOOK_BACK, 0), position)
    if weekday and text[end : end + 1] in ("）", ")"):
        position, end = weekday.start(), end + 1
    point, end = _with_time(text, point, end)
    closing = _closing(text, point, end)
    start, last, end = (point, *closing) if closing else (None, point, end)
    head = text[max(position - LOOK_BACK, 0) : position]
    if since := OPEN_START.search(head):
        position -= len(since.group())
    after, limit = QUALIFIER.match(text, end), LIMIT.search(head)
    if after:
        return DateMention(Span(position, after.end()), last, start, after["q"], continues=listed)
    return DateMention(Span(position, end), last, start, limit["q"] if limit else None, continues=listed)


def _point(text: str, position: int, patterns: Sequence[re.Pattern[str]]) -> tuple[Point, int] | None:
    """The point printed at `position` and where it ends."""
    if _inside_number(text, position):
        return None
    for pattern in patterns:
        match = pattern.match(text, position)
        if match is None:
            continue
        printed = {name: words for name, words in match.groupdict().items() if words}
        year = parse_numeral(printed.get("year", ""))
        if "short" in printed:
            year = CENTURY + int(printed["short"])
        point = Point(
            year=year,
            month=parse_numeral(printed.get("month", "")),
            day=parse_numeral(printed.get("day", "")),
            quarter=1 if match.group().endswith("首季度") else parse_numeral(printed.get("quarter", "")),
            half="上下".index(printed["half"]) + 1 if "half" in printed else None,
            part="底" if printed.get("part") == "末" else printed.get("part"),
            year_shift=YEAR_WORDS.get(printed.get("year_word", "")),
            month_shift=MONTH_WORDS.get(printed.get("month_word", "")),
            weekday=WEEKDAY_NAMES.index(printed["weekday"].replace("天", "日")) if "weekday" in printed else None,
            nth=parse_numeral(printed.get("nth", "")),
        )
        if _readable(point, printed):
            return point, match.end()
    return None


def _readable(point: Point, printed: Mapping[str, str]) -> bool:
    """Whether every numeral was one, and none is beyond all calendars: 13月 and 32日 are no dates, 2月30日 is a wrong one."""
    numbers = (("year", point.year), ("month", point.month), ("day", point.day), ("quarter", point.quarter))
    if any(name in printed and value is None for name, value in numbers):
        return False
    return point.month in (None, *range(1, 13)) and point.day in (None, *range(1, 32)) and point.year != 0


def _inside_number(text: str, position: int) -> bool:
    """Whether the digits go on a number, a doc number, a lunar date or a year not understood: 12.5月, 第3月, 农历八月."""
    before = text[position - 1 : position]
    if before == "历" or (before == "年" and text[position - 2 : position - 1].isdigit()):
        return True
    if before.isdigit() or (before and before in f"〔﹝第{CN}"):
        return True
    return (
        before in (".", "/")
        and text[position - 2 : position - 1].isdigit()
        and not text[position : position + 4].isdigit()
    )


def _so_far(text: str, position: int) -> DateMention | None:
    """今年前三季度, 2022年前11个月: the year up to then."""
    match = SO_FAR.match(text, position)
    months = parse_numeral(match["months"] or "") if match else None
    quarters = parse_numeral(match["quarters"] or "") if match else None
    if match is None or not (months in range(2, 12) or quarters in range(2, 4)):
        return None
    first = Point(parse_numeral(match["year"] or ""), month=1, year_shift=YEAR_WORDS.get(match["year_word"] or ""))
    return DateMention(Span(match.start(), match.end()), replace(first, month=months, quarter=quarters), first)


def _lunar(text: str, position: int) -> tuple[Point, int] | None:
    """正月十五, 腊月廿三, 农历八月十五, 除夕. Of 五月十五 nothing says that it is lunar, of 五月初五 the day does."""
    match = LUNAR.match(text, position)
    if match is None or _inside_number(text, position):
        return None
    year, shift = parse_numeral(match["year"] or ""), YEAR_WORDS.get(match["year_word"] or "")
    dated = Point(year=year, year_shift=shift, lunar=True, lunar_year=match["before"] is not None)
    if match["eve"]:
        return replace(dated, month=MONTHS["腊"], part=EVE), match.end()
    printed = match["new"] or match["day"] or ""
    month = 1 if match["new"] else MONTHS.get(match["month"]) or parse_numeral(match["month"])
    day = parse_numeral(printed.removeprefix("初"))
    surely = match["before"] or match["calendar"] or match["new"] or match["month"] in MONTHS
    if month is None or (printed and day is None) or not (surely or printed.startswith(("初", "廿", "卅"))):
        return None
    return replace(dated, month=month, day=day, leap=match["leap"] is not None), match.end()


def _festival(text: str, position: int, pattern: re.Pattern[str]) -> tuple[Point, int] | None:
    match = pattern.match(text, position)
    if match is None:
        return None
    named = match.groupdict()
    year, shift = parse_numeral(named.get("year") or ""), YEAR_WORDS.get(named.get("year_word") or "")
    lunar = match["festival"] in FESTIVALS
    month, day = (FESTIVALS if lunar else SOLAR_FESTIVALS)[match["festival"]]
    return Point(year=year, month=month, day=day, year_shift=shift, lunar=lunar, lunar_year=lunar), match.end()


def _bare_day(text: str, position: int, month_of: Point) -> tuple[Point, int] | None:
    """A day that leaves its month to the date before it."""
    match = (LUNAR_BARE_DAY if month_of.lunar else BARE_DAY).match(text, position)
    day = parse_numeral(match["day"].removeprefix("初")) if match else None
    if match is None or day is None or not 1 <= day <= 31 or not month_of.is_day:
        return None
    return replace(month_of, year=None, day=day, part=None, time=None), match.end()


def _bare_part(text: str, position: int, month_of: Point) -> tuple[Point, int] | None:
    """至中旬, 至月底: of the month before it."""
    match = BARE_PART.match(text, position)
    if match is None or month_of.lunar or (month_of.month is None and month_of.month_shift is None):
        return None
    return replace(month_of, year=None, day=None, part=match["part"] or "底", time=None), match.end()


def _with_time(text: str, point: Point, end: int) -> tuple[Point, int]:
    """The point with the weekday in brackets skipped and the time of day behind it read."""
    if point.day is None:
        return point, end
    if aside := ASIDE.match(text, end):
        end = aside.end()
    if (match := TIME.match(text, end)) and (time := _clock(match)):
        return replace(point, time=time), match.end()
    half_day = HALF_DAY.match(text, end)
    return point, half_day.end() if half_day else end


def _clock(match: re.Match[str]) -> str | None:
    """HH:MM on the clock of 24 hours, None if there is no such time."""
    hour = parse_numeral(match["hour"] or match["hour_word"])
    minute = 30 if match["half_past"] else parse_numeral(match["minute"] or match["minute_word"] or "0")
    if hour is None or minute is None or hour * 60 + minute > 24 * 60 or minute > 59:
        return None
    if match["half"] in AFTERNOON and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}"


def _closing(text: str, opening: Point, end: int) -> tuple[Point, int] | None:
    """The other end of a range, behind a dash."""
    dash = DASHED.match(text, end)
    if dash is None:
        return None
    position = dash.end()
    later = LATER_YEAR.match(text, position)
    start = later.end() if later else position
    read = _lunar(text, start) or _point(text, start, WHOLE) or _bare_day(text, position, opening)
    read = read or _festival(text, start, FESTIVAL_AT_END) or _bare_part(text, position, opening)
    if read is not None:
        point, end = _with_time(text, *read)
        return (replace(point, later_years=LATER_YEARS[later["word"]]) if later else point), end
    if opening.time and (match := TIME.match(text, position)) and (time := _clock(match)):
        return replace(opening, time=time), match.end()
    return None

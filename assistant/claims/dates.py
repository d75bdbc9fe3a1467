"""Whether the dates of a line are those of its quotes, said of the thing they are printed of, a last day as a last day.

(folded line, Source) -> Problems. A date of which a part is not printed must be called computed (推算) in the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.claims.days import DAY, Day, mentions, read_days
from assistant.claims.parties import parties_fit
from assistant.claims.source import Problem, Source
from assistant.claims.text import CN, TAKEN, covered, first_hints, fold
from ingest.model import Deadline, DeadlineKind
from ingest.numerals import parse_numeral

HOUR = r"(?:上午|下午|中午|晚上)?(?:\d{1,2}(?:时|:\d{2}))?"
TO = re.compile(rf"{HOUR}起?(?:至|到|-{{1,2}}|~)")
OPENING = re.compile(rf"{TO.pattern}|{HOUR}(?:起|开始|启动|开幕|举[办行])")
PRINTED_RANGE = re.compile(
    rf"(?<!\d)(\d{{1,2}})月(\d{{1,2}})[日号]?{TO.pattern}(?:\d{{4}}年)?(?:(\d{{1,2}})月)?(\d{{1,2}})[日号]"
)
DAYS = re.compile(r"共(\d+)天")
WEEKDAY = re.compile(r"[,]?(?:星期|周)(?P<name>[一二三四五六日天])(?:[,]?据?[^(),]{0,10}推算)?")
WEEKDAYS = "一二三四五六日"
COMPUTED = "推算"
# What a date is to the thing: its last day, the day itself or about it, its first day.
AROUND_DAY = re.compile(r"(?:上午|下午|中午|晚上)?(?:\d{1,2}[时点]整?|\|)?")  # the hour; a time of day was taken out
AFTER = re.compile(r"[以之过]?[后後]")
ABOUT = re.compile(r"左右|前后|上下")
BEFORE = re.compile(r"以前|之前|前(?!后)")
CLOCK = re.compile(r"^(?:上午|下午|中午|晚上)?(?:\d{1,2}(?:[时点]整?|:\d{2})|\|)")
EARLIEST = re.compile(r"(?:最早|不早于|(?<!不)[晚迟]于|(?<!不)超过)(?:须|应|可)?[于在]?$")
FROM = re.compile(r"从|自")
LATEST = re.compile(r"截[止至]|最[晚迟]|至迟|不[晚迟]于")
NEXT_DAY = re.compile(rf"[、,和及与]{DAY.pattern}")
HELD = re.compile(rf"{HOUR}(?:举[办行]|开展|进行)")  # behind a range: of all its days
LAUNCHED = re.compile(rf"{HOUR}(?:启动|开幕|举[办行]|开始)")


def check_dates(text: str, source: Source) -> Iterator[Problem]:
    """Every date and every range is held, and said of what it is printed of."""
    days = list(read_days(text))
    computed = COMPUTED in text
    for day in days:
        if not date_holds(day, computed, source):
            yield Problem("date", day.value.isoformat())
    for first, last in pairwise(days):
        if TO.fullmatch(text[first.end : last.start]) and not _range_holds(first, last, source):
            yield Problem("range", f"{first.value.isoformat()}..{last.value.isoformat()}")
    if not _said_of_its_own(text, days, source):
        yield Problem("date_of_another", text[:40])
    for day in days:
        printed = {_side(held, one) for held in source.texts for one in read_days(held) if one.is_one_of((day.value,))}
        if (side := _side(text, day)) and printed and side not in printed and (side == "after" or printed == {"after"}):
            yield Problem("date", day.value.isoformat())


def _side(text: str, day: Day) -> str | None:
    """Whether a time is said to be before a date or after it."""
    tail = CLOCK.sub("", text[day.end : day.end + 16])
    return "before" if BEFORE.match(tail) else "after" if AFTER.match(tail) else None


def date_holds(day: Day, computed: bool, source: Source) -> bool:
    """Printed in full in a quote, or inferred by the library at that place and called inferred."""
    for text in source.texts:
        for printed in read_days(text):
            # A year that the date before it gives is given by it in the quote as in the line.
            whole = not day.dated or not day.with_year or _prints_year(text, printed)
            if day.is_one_of((printed.value,)) and whole:
                return True
    return any(
        day.is_one_of((fact.due, fact.start, fact.end))
        and (fact.basis is None or computed)
        and (fact.rule is not None or _prints(day, source.texts))
        for fact in source.deadlines
    )


def _prints(day: Day, texts: Sequence[str]) -> bool:
    """Whether a day stands in the quotes, and not in other months only: a fact may be misread, its quote is printed."""
    months = {one.value.month for text in texts for one in read_days(text) if one.value.day == day.value.day}
    return (not months or day.value.month in months) and any(_prints_day(day.value.day, text) for text in texts)


def _prints_year(text: str, printed: Day) -> bool:
    return text[printed.start : printed.start + 4].isdigit()


def _prints_day(day: int, text: str) -> bool:
    """Whether a day stands in a quote, in Chinese numerals too, or as the end or start of a month that has no number."""
    if re.search(rf"(?<!\d)0?{day}(?!\d)", text) or re.search(r"[底末初旬]|季度", text):
        return True
    return any(parse_numeral(found) == day for found in re.findall(rf"([{CN}]+)[日号]", text))


def _range_holds(first: Day, last: Day, source: Source) -> bool:
    """The library read this very range there, or it is printed."""
    for fact in source.deadlines:
        if first.is_one_of((fact.start,)) and last.is_one_of((fact.end, fact.due)):
            return True
    ends = (first.value.month, first.value.day, last.value.month, last.value.day)
    for text in source.texts:
        for found in PRINTED_RANGE.finditer(text):
            month, day, last_month, last_day = (int(group) if group else None for group in found.groups())
            if ends == (month, day, last_month or month, last_day):
                return True
    return False


def _said_of_its_own(text: str, days: Sequence[Day], source: Source) -> bool:
    """Whether each date is said of the thing it is printed of, where a quote dates several, and not a start as an end.

    分别: so many things, so many dates, in one order; else a date belongs to the thing named before it.
    """
    things = _things_in(text, days, source)

    def fits(day: Day, what: str | None) -> bool:
        facts = [fact for fact in source.deadlines if what is None or fold(fact.what) == what]
        fitting = [fact for fact in facts if _in_rule(fact, day, text) or _dates(fact, day, text)]
        named = _piece_at(text, day.start) if len(days) > 1 else text
        return any(parties_fit(fact, named, source) for fact in fitting)

    if not things:
        return not any(mentions(source.deadlines, day) and not fits(day, None) for day in days)
    if _as_printed(text, days, things, source):
        return True
    if len(things) == len(days) and all(fits(day, what) for day, (_, what) in zip(days, things, strict=True)):
        return True
    if _dated_in_each_piece(text, days, things) and all(
        fits(day, what)
        for day in days
        for start, what in things
        if _comma_piece(text, start) == _comma_piece(text, day.start)
    ):
        return True
    opened = 0
    for day in days:
        before = [what for start, what in things if start < day.start]
        named = [what for start, what in things if opened <= start < day.start] or before[-1:] or [things[0][1]]
        known = mentions(source.deadlines, day)
        if not (all(fits(day, what) for what in named) if known else _printed_before(text, day, source)):
            return False
        opened = day.end
    return True


def _dated_in_each_piece(text: str, days: Sequence[Day], things: Sequence[tuple[int, str]]) -> bool:
    """Whether each date stands between the same commas as a thing: 于1月29日将阶段性情况报…，于2月18日报送总结."""
    named = {_comma_piece(text, start) for start, _ in things}
    return {_comma_piece(text, day.start) for day in days} == named


def _comma_piece(text: str, offset: int) -> int:
    """Where the piece between two commas begins that holds a place."""
    return max(text.rfind(mark, 0, offset) for mark in ",;。|")


def _as_printed(text: str, days: Sequence[Day], things: Sequence[tuple[int, str]], source: Source) -> bool:
    """Whether all dates with all their things stand so in a quote, commas aside: 1月30日、2月9日将阶段性情况及总结."""
    start = min(days[0].start, things[0][0]) if days else 0
    end = max(days[-1].end, *(at + len(what) for at, what in things)) if days else 0
    said = text[start:end].replace(",", "")
    return len(days) > 1 and any(said in held.replace(",", "") for held in source.texts)


def _printed_before(text: str, day: Day, source: Source) -> bool:
    """Whether a date that was read as nothing's stands in a quote behind the very words it has before it: 纸质件于8月5日."""
    said = re.split(r"[,;。:]", text[: day.end])[-1]
    return len(said) > day.end - day.start + 1 and source.prints(said)


def _piece_at(text: str, offset: int) -> str:
    """The piece of a line, between semicolons or full stops, that holds a place."""
    end = re.compile(r"[;。]").search(text, offset)
    return text[max(text.rfind(mark, 0, offset) for mark in ";。") + 1 : end.start() if end else len(text)]


def _things_in(text: str, days: Sequence[Day], source: Source) -> list[tuple[int, str]]:
    """Where a line names what its quotes date; of two names one inside the other the longer.

    Before a date that has no full name before it, two characters that only one of the names has will do: 总结.
    """
    whats = {fold(fact.what) for fact in source.deadlines}
    places = [(found.start(), found.end(), what) for what in whats for found in re.finditer(re.escape(what), text)]
    parties = covered(text, (one for fact in source.deadlines for one in (fact.who, fact.to)))
    things = [
        (start, what)
        for start, end, what in places
        if start not in parties and not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in places)
    ]
    if len(whats) > 1:
        opened = 0
        for n, day in enumerate(days):
            if not any(opened <= start < day.start for start, _ in things):
                closed = days[n + 1].start if n + 1 < len(days) else len(text)
                named = [one for one in things if day.end <= one[0] < closed]
                hints = first_hints(text, opened, day.start, whats)
                things += hints or named or first_hints(text, day.end, closed, whats)
            opened = day.end
    return sorted(set(things))


def _in_rule(fact: Deadline, day: Day, text: str) -> bool:
    """Whether a day stands in the words of a time that comes again: 每年1月15日前."""
    rule = re.escape(fold(fact.rule or ""))
    return any(found.start() <= day.start and day.end <= found.end() for found in re.finditer(rule, text))


def _dates(fact: Deadline, day: Day, text: str) -> bool:
    """Whether a deadline is on a day as a line says it: its last day as a last day, its first as a first."""
    lead, tail = text[: day.start], text[AROUND_DAY.match(text, day.end).end() :]  # type: ignore[union-attr]
    qualifier = fold(fact.qualifier or "")
    if EARLIEST.search(lead) or (AFTER.match(tail) and not AFTER.fullmatch(qualifier)):
        return False
    if BEFORE.match(tail) and AFTER.fullmatch(qualifier):
        return False
    if qualifier in ("左右", "前后", "上下") and not tail.startswith(qualifier):
        return False
    if BEFORE.fullmatch(qualifier) and fact.start is None and not _is_last(text, day):
        return False
    if ABOUT.match(tail) and not tail.startswith(qualifier or TAKEN):
        return False
    closing = (fact.due, fact.end)
    ends_range = re.search(rf"{TO.pattern}$", lead) is not None and HELD.match(text, day.end) is not None
    if FROM.search(lead[-1:]) or (OPENING.match(text, day.end) and not ends_range):
        if day.is_one_of((fact.start,)):
            return True
        happens = fact.kind is DeadlineKind.MILESTONE and LAUNCHED.match(text, day.end)
        from_then = qualifier in ("起", "始", "开始") or (fact.start == fact.end and fact.start is not None)
        return bool(happens or from_then) and day.is_one_of(closing)
    if day.is_one_of(closing):
        return True
    return not any(closing) and day.is_one_of((fact.start,)) and not BEFORE.match(tail)


def _is_last(text: str, day: Day) -> bool:
    """Whether a line speaks of a date as of the last day, or so of the next date of a list: 4月12日、5月13日前."""
    end = day.end
    while True:
        after = AROUND_DAY.match(text, end)
        end = after.end() if after else end
        if BEFORE.match(text, end) or LATEST.match(text, end) or LATEST.search(text, 0, day.start):
            return True
        following = NEXT_DAY.match(text, end)
        if following is None:
            return False
        end = following.end()


def without_length(text: str, days: Sequence[Day]) -> str:
    """A length in days that is said to be computed and is right needs no quote of its own."""
    counted = DAYS.search(text)
    if counted and COMPUTED in text and days:
        length = (days[:2][-1].value - days[0].value).days + 1
        return text.replace(counted.group(), TAKEN) if int(counted.group(1)) == length else text
    return text


def without_weekdays(text: str, source: Source) -> tuple[str, list[Problem]]:
    """A line without the days of the week that it says are computed and that are right; Problems of the others.

    >>> nothing = Source((), ())
    >>> without_weekdays("2021年1月20日(星期三,据日期推算)开始", nothing)
    ('2021年1月20日开始', [])
    >>> [problem.code for problem in without_weekdays("2021年1月20日(星期四,据日期推算)开始", nothing)[1]]
    ['weekday']
    """
    rest, problems, at = "", [], 0
    for day in read_days(text):
        found = re.compile(rf"\((?:{WEEKDAY.pattern})\)").match(text, day.end)
        if found is None or source.prints(text[day.start : found.end()]):
            continue
        known = day.dated and COMPUTED in text
        if not known or WEEKDAYS[day.value.weekday()] != found["name"].replace("天", "日"):
            problems.append(Problem("weekday", found.group()))
        rest, at = rest + text[at : day.end], found.end()
    return rest + text[at:], problems

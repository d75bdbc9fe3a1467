"""What a line of an answer claims, against what its quotes hold: values, what they are said of, and the words around them.

(line, Source) -> Problems. A value is held where it is printed in a quote that the line cites, or where the library read
it at that very place. A date of which a part is not printed must be called computed (推算) in the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.model import Quote
from ingest.masthead import DOC_NUMBER
from ingest.model import (
    Contact,
    Deadline,
    DeadlineKind,
    LawReference,
    Notice,
    Organiser,
    OrganiserRole,
    Prohibition,
)
from ingest.numerals import parse_numeral

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
CN = "一二三四五六七八九十百千万两"

NAME = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
DAY = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})(?!\d)[日号]?"
    r"|(?P<short_month>\d{1,2})月(?P<short_day>\d{1,2})[日号])"
)
CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?:(?:-{1,2}|~|至)\d{1,2}:\d{2})?(?![\d:])")
HOUR = r"(?:上午|下午|中午|晚上)?(?:\d{1,2}(?:时|:\d{2}))?"
TO = re.compile(rf"{HOUR}起?(?:至|到|-{{1,2}}|~)")
OPENING = re.compile(rf"{TO.pattern}|{HOUR}(?:起|开始|启动|开幕|举[办行])")
PRINTED_RANGE = re.compile(
    rf"(?<!\d)(\d{{1,2}})月(\d{{1,2}})[日号]?{TO.pattern}(?:\d{{4}}年)?(?:(\d{{1,2}})月)?(\d{{1,2}})[日号]"
)
PHONE = re.compile(
    r"(?<!\d)(?:\d{1,4}-\d{7,8}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|\d{7,8})(?:[-转]\d{1,6})?(?!\d)"
)
CHANNEL = re.compile(r"传真|电话|手机|座机")
ATTACHMENT = re.compile(rf"附件(?:\d+|[{CN}]+)")
NUMBER = re.compile(r"(\d+(?:\.\d+)?) ?([^\s\d,;:|。]?)")
COUNTED = re.compile(rf"第[{CN}]{{1,4}}[届批条章期轮次季]|[{CN}]{{1,4}}[个家名项届份场天日月年周倍折部种人元]")
DAYS = re.compile(r"共(\d+)天")
PLACE = re.compile(
    rf"\|?(?:正文|转发文件|附件(?:\d+|[{CN}]+)?)(?:引言|结尾|版头|标题|落款|版记|第[{CN}\d]+[章节条]|[{CN}]+是?|\d+\)?|\([{CN}\d]+\)|[①-⑳])*:"
)
MARKED = re.compile(rf"\|?(\([{CN}\d]+\)|[{CN}]+、|\d+[.、](?!\d)|第[{CN}\d]+[章节条])")
WORDS = re.compile(rf"[{CJK}]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.@_/-]+")
ITEM = re.compile(rf"(?:^|(?<=[、,:|]))[{CJK}]{{2,4}}(?=[、,。|]|$)")

COMPUTED = "推算"
INFERRED = re.compile(r"\(年份据[^()]*推算\)")
TAKEN = "|"  # stands where something proved was taken out of a line
LONG_QUOTE = 12  # characters; a shorter quote with a number in it does not vouch for that number elsewhere
# What stands before a 文号 in running text and is no part of it.
LEADS = re.compile(r"(?:按照|根据|依据|依照|遵照|执行|落实|贯彻|印发|转发|文件|[依据和及与的以见由于即号是为])$")
# The words of our own sentences, see assistant.wording and the answerers. Whatever else a line says stands in its quotes.
OWN_WORDS = frozenset(
    {
        *("须于", "前报", "须报", "报送", "须严格", "须遵守", "须执行", "遵守", "执行", "时间未写明"),
        *("以前", "之前", "左右", "截止", "开始", "结束", "分别", "以及", "时间", "活动时间", "年份"),
        *("据活动时间推算", "据发文字号推算", "据成文日期推算", "据通知推算", "据起止日期推算"),
        *("电话", "传真", "邮箱", "地址", "联系人", "主题", "口号", "原则"),
        *("发文字号", "发文单位", "成文日期", "印发日期", "主送", "标题", "抄送"),
        *("指导单位", "主办单位", "承办单位", "协办单位", "支持单位", "主会场", "分会场"),
    }
)
# Characters that only join. What they may turn round (从, 自, 起, 前: a date; 报: a recipient) is compared by itself.
JOINTS = frozenset("以于前报至到起的和与及为是由在将请等共均并向从自")
LONGEST_OWN = max(map(len, OWN_WORDS))
CAMPAIGN_TIME = "活动时间"
MUST = "须"  # only between a party and a duty that were read in the quote

# What a date is to the thing: its last day, the day itself or about it, its first day.
AROUND_DAY = re.compile(r"(?:上午|下午|中午|晚上)?(?:\d{1,2}[时点]整?|\|)?")  # the hour; a time of day was taken out
AFTER = re.compile(r"[以之过]?[后後]")
ABOUT = re.compile(r"左右|前后|上下")
BEFORE = re.compile(r"以前|之前|前(?!后)")
EARLIEST = re.compile(r"(?:最早|不早于|(?<!不)[晚迟]于|(?<!不)超过)(?:须|应|可)?[于在]?$")
FROM = re.compile(r"从|自")
LATEST = re.compile(r"截[止至]|最[晚迟]|至迟|不[晚迟]于")
NEXT_DAY = re.compile(rf"[、,和及与]{DAY.pattern}")
LAUNCHED = re.compile(rf"{HOUR}(?:启动|开幕|举[办行]|开始)")
# Bounds of a number, by what they say.
BOUNDS = {
    **dict.fromkeys(
        ("不超过", "不多于", "不高于", "不大于", "最多", "至多", "以内", "之内", "以下", "低于", "少于"), "most"
    ),
    **dict.fromkeys(("至少", "最少", "不少于", "不低于", "起码", "以上", "超过", "多于", "高于"), "least"),
    **dict.fromkeys(("约", "左右", "余"), "about"),
}
BOUND = re.compile("|".join(sorted(BOUNDS, key=len, reverse=True)))
COUNT = re.compile(rf"(?P<number>\d+(?:\.\d+)?|[{CN}]+)(?P<unit>[个家名项份场天人元万亿倍折部种%])")
NEGATION = re.compile(rf"[不无未勿没非免禁][{CJK}]{{2}}")
NEGATIVE = frozenset("不无未勿没非免禁")
FORBIDS = re.compile(r"严禁|禁止|不得|不准|不许|不可|不能|杜绝")
HAND_TO = re.compile(
    r"(?:(?<![申通汇预举填])报(?![名告道价表销备刊纸批])|(?<![提成移])交(?![流易付通互])|提交|移交|寄|反馈|送(?![货餐达]))(?:送|交)?(?:至|到|给|往)?"
)
ORGAN = re.compile(rf"[{CJK}]{{0,4}}[厅局司处室委部办组科]")
ROLES: tuple[tuple[re.Pattern[str], OrganiserRole], ...] = (
    (re.compile(r"(?:共同|联合)?指导单位|(?:共同|联合)指导"), OrganiserRole.GUIDE),
    (re.compile(r"主办(?:单位)?"), OrganiserRole.HOST),
    (re.compile(r"承办(?:单位)?"), OrganiserRole.UNDERTAKER),
    (re.compile(r"协办(?:单位)?"), OrganiserRole.CO_ORGANISER),
    (re.compile(r"支持单位"), OrganiserRole.SUPPORTER),
    (re.compile(r"主会场"), OrganiserRole.MAIN_VENUE),
    (re.compile(r"分会场"), OrganiserRole.BRANCH_VENUE),
)
LABELLED = re.compile(r"\|*(发文单位|主送|主题|口号|原则):")
LABEL = re.compile(r":|[是为由有]|设在")  # what stands between a role and who has it


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft is not proved: a stable code, and what does not hold."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Source:
    """What one line may rest on: the quotes it cites, and what the library read at their places."""

    quotes: tuple[str, ...]  # as printed
    texts: tuple[str, ...]  # folded
    deadlines: tuple[Deadline, ...] = ()
    contacts: tuple[Contact, ...] = ()
    laws: tuple[LawReference, ...] = ()
    organisers: tuple[Organiser, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    labelled: frozenset[tuple[str, str]] = frozenset()  # (发文单位, its name), (口号, its words), folded
    words: tuple[str, ...] = ()  # names and things the library read at these places, folded
    documents: frozenset[str] = frozenset()  # how answers name the documents quoted, folded
    places: frozenset[str] = frozenset()  # and the clauses: 正文三（二）
    doc_numbers: frozenset[str] = frozenset()  # of the documents quoted

    def prints(self, words: str) -> bool:
        """Whether one of the quotes holds the folded words."""
        return any(words in text for text in self.texts)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a line states it, with its place; `dated` is False where no year is said."""

    value: date
    dated: bool
    start: int
    end: int

    def is_one_of(self, days: Iterable[date | None]) -> bool:
        if self.dated:
            return self.value in days
        return any(day and (day.month, day.day) == (self.value.month, self.value.day) for day in days)


def fold(text: str) -> str:
    """One form for comparing: width folded, brackets of one kind, no blanks, one dash.

    >>> fold("商办电函［2021］11 号") == fold("商办电函〔2021〕11号")
    True
    """
    return re.sub(r"[\s*]+", "", _width(text))


def _width(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\[﹝]", "〔", re.sub(r"[\]﹞]", "〕", text))
    return re.sub(r"[—–－―─‐]", "-", text)


def one_line(text: str) -> str:
    """How an answer prints a quote that runs over several lines.

    >>> one_line("（一）前期筹备。\\n2021年12月7日-31日")
    '（一）前期筹备。 2021年12月7日-31日'
    """
    return re.sub(r"\s*\n\s*", " ", text).strip()


def source_of(quotes: Sequence[Quote], notice_of: Callable[[Quote], Notice]) -> Source:
    """The source that quotes make."""
    deadlines: list[Deadline] = []
    contacts: list[Contact] = []
    laws: list[LawReference] = []
    organisers: list[Organiser] = []
    prohibitions: list[Prohibition] = []
    labelled: set[tuple[str, str]] = set()
    words: set[str] = set()
    documents: set[str] = set()
    places: set[str] = set()
    doc_numbers: set[str] = set()
    for quote in quotes:
        notice = notice_of(quote)
        facts = notice.facts
        document = notice.document_of(notice.clause(quote.clause).part)
        head = document.masthead
        documents |= document_names(notice, quote)
        places.add(fold(notice.clause(quote.clause).label))
        words |= {fold(found.value) for found in (*head.issuers, *head.addressees) if quote.span.holds(found.span)}
        for label, stated in (("发文单位", head.issuers), ("主送", head.addressees)):
            labelled |= {(label, fold(found.value)) for found in stated if quote.span.holds(found.span)}
        labelled |= {(one.kind.value, fold(one.text)) for one in facts.themes if quote.span.holds(one.span)}
        if document.campaign:
            words.add(fold(document.campaign.name))
        if head.doc_number:
            doc_numbers.add(head.doc_number.value)
        for deadline in facts.deadlines:
            if quote.span.holds(deadline.date_span or deadline.span):
                deadlines.append(deadline)
                words |= {fold(one) for one in (deadline.what, deadline.who, deadline.to, deadline.rule) if one}
        for contact in facts.contacts:
            if quote.span.holds(contact.span):
                contacts.append(contact)
                words |= {fold(one) for one in (*contact.names, *contact.addresses, contact.organisation) if one}
        for law in facts.laws:
            if quote.span.holds(law.span):
                laws.append(law)
                words |= {fold(one) for one in (*law.bound, law.duty) if one}
        held = [one for one in facts.organisers if quote.span.holds(one.span)]
        organisers += held
        words |= {fold(name) for one in held for name in one.names}
        prohibitions += [one for one in facts.prohibitions if quote.span.holds(one.span)]
        words |= {fold(one.text) for one in facts.themes if quote.span.holds(one.span)}
    return Source(
        tuple(quote.text for quote in quotes),
        tuple(fold(quote.text) for quote in quotes),
        tuple(deadlines),
        tuple(contacts),
        tuple(laws),
        tuple(organisers),
        tuple(prohibitions),
        frozenset(labelled),
        tuple(sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word))),
        frozenset(documents),
        frozenset(places),
        frozenset(doc_numbers),
    )


def document_names(notice: Notice, quote: Quote) -> set[str]:
    """How answers name the document of a quote, folded."""
    head = notice.document_of(notice.clause(quote.clause).part).masthead
    title = head.title.value if head.title else notice.source
    names = {fold(f"《{title}》")}
    if head.doc_number:
        names.add(fold(f"《{title}》（{head.doc_number.value}）"))
    return names


def check_claims(text: str, source: Source) -> Iterator[Problem]:
    """What a line states beyond its quotes; `text` comes without citation marks."""
    rest = _without_names(fold(text), source)
    yield from _check_labels(rest, source)
    rest = _without_quotations(rest, source)
    if wrong := PLACE.match(rest):
        yield Problem("place", wrong.group())
    if (mark := MARKED.match(rest)) and not source.prints(mark.group(1)):
        yield Problem("place", mark.group(1))
    for check in (_check_recipients, _check_parties, _check_forbidden, _check_roles, _check_pairs, _check_bound):
        yield from check(rest, source)
    for pattern, code, holds in TOKENS:
        for found in pattern.finditer(rest):
            if not holds(found.group(), source):
                yield Problem(code, found.group())
        rest = pattern.sub(TAKEN, rest)
    yield from _check_dates(rest, source)
    days = list(read_days(rest))
    rest = _without_length(rest, days)
    rest = DAY.sub(TAKEN, rest)
    for found in PHONE.finditer(rest):
        label = [channel.group() for channel in CHANNEL.finditer(rest, 0, found.start())]
        if not _phone_holds(found.group(), label[-1] if label else None, source):
            yield Problem("phone", found.group())
    rest = PHONE.sub(TAKEN, rest)
    for word in source.words:
        rest = rest.replace(word, TAKEN)
    for check in (_check_numbers, _check_limits, _check_negations, _check_words):
        yield from check(rest, source)


def _check_labels(text: str, source: Source) -> Iterator[Problem]:
    """What is called the issuer, the addressee, the theme or the slogan was read as that, or stands behind that word."""
    found = LABELLED.match(text)
    if found is None or source.prints(text[found.start(1) : found.end() + 2]):
        return
    if not any(label == found.group(1) and text.startswith(value, found.end()) for label, value in source.labelled):
        yield Problem("label", text[found.start(1) :][:40])


def _without_names(text: str, source: Source) -> str:
    for name in sorted(source.documents, key=lambda one: (-len(one), one)):
        text = text.replace(name, TAKEN)
    for place in source.places:
        text = re.sub(rf"(^|\|){re.escape(place)}(?=:|$)", TAKEN, text)
    return text


def _without_quotations(text: str, source: Source) -> str:
    """A line without what it says word for word: nothing in it can be wrong."""
    for quote in sorted((_without_names(quote, source) for quote in source.texts), key=len, reverse=True):
        if quote.strip(TAKEN) and (len(quote) >= LONG_QUOTE or not re.search(r"\d", quote)):
            text = re.sub(rf"(?<!\d){re.escape(quote)}(?!\d)", TAKEN, text)
    return text


def _doc_number_holds(value: str, source: Source) -> bool:
    """The same 文号; in running text words may stand before its 机关代字, in the line as in the quote."""
    found = _plain_number(value)
    known = {_plain_number(one) for one in source.doc_numbers}
    known |= {_plain_number(one.group()) for text in source.texts for one in DOC_NUMBER.finditer(text)}
    for one in known:
        if found == one:
            return True
        longer, shorter = (one, found) if len(one) > len(found) else (found, one)
        if longer.endswith(shorter) and LEADS.search(longer.removesuffix(shorter)):
            return True
    return False


def _plain_number(doc_number: str) -> str:
    return re.sub(r"[〔〕()第]", "-", fold(doc_number))


def _name_holds(value: str, source: Source) -> bool:
    return source.prints(value) or any(value in (fold(f"《{law.name}》"), fold(law.title)) for law in source.laws)


def _email_holds(value: str, source: Source) -> bool:
    return any(value in EMAIL.findall(fold_lines(quote)) for quote in source.quotes)


def fold_lines(text: str) -> str:
    """`fold`, with a blank where there was one: numbers that stand apart stay apart."""
    return re.sub(r"[\s*]+", " ", _width(text))


def _clock_holds(value: str, source: Source) -> bool:
    if any(re.search(rf"(?<![\d:]){re.escape(value)}(?![\d:])", text) for text in source.texts):
        return True
    return value in {deadline.due_time for deadline in source.deadlines}


def _attachment_holds(value: str, source: Source) -> bool:
    return any(re.search(rf"{value}(?![\d{CN}])", text) for text in (*source.texts, *source.words, *source.documents))


# (what it looks like in a folded line, code of the problem, whether the source holds it); taken out in this order
TOKENS: tuple[tuple[re.Pattern[str], str, Callable[[str, Source], bool]], ...] = (
    (DOC_NUMBER, "doc_number", _doc_number_holds),
    (NAME, "name", _name_holds),
    (EMAIL, "email", _email_holds),
    (CLOCK, "time", _clock_holds),
    (ATTACHMENT, "attachment", _attachment_holds),
)


def read_days(text: str) -> Iterator[Day]:
    """The dates a folded line states; one without a year has that of the date before it.

    >>> [day.value.isoformat() for day in read_days("2024年4月28日至5月12日")]
    ['2024-04-28', '2024-05-12']
    """
    year: int | None = None
    for found in DAY.finditer(text):
        year = int(found["year"]) if found["year"] else year
        month, day = found["month"] or found["short_month"], found["day"] or found["short_day"]
        try:
            value = date(year or 1, int(month), int(day))
        except ValueError:
            value = date.min  # no such day: no quote can hold it
        yield Day(value, year is not None, found.start(), found.end())


def _check_dates(text: str, source: Source) -> Iterator[Problem]:
    days = list(read_days(text))
    computed = COMPUTED in text
    for day in days:
        if not _date_holds(day, computed, source):
            yield Problem("date", day.value.isoformat())
    for first, last in pairwise(days):
        if TO.fullmatch(text[first.end : last.start]) and not _range_holds(first, last, source):
            yield Problem("range", f"{first.value.isoformat()}..{last.value.isoformat()}")
    if not _said_of_its_own(text, days, source):
        yield Problem("date_of_another", text[:40])


def _date_holds(day: Day, computed: bool, source: Source) -> bool:
    """Printed in full in a quote, or inferred by the library at that place and called inferred."""
    for text in source.texts:
        for printed in read_days(text):
            if day.is_one_of((printed.value,)) and (not day.dated or _prints_year(text, printed)):
                return True
    return any(
        day.is_one_of((fact.due, fact.start, fact.end))
        and (fact.basis is None or computed)
        and (fact.rule is not None or any(_prints_day(day.value.day, text) for text in source.texts))
        for fact in source.deadlines
    )


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
        fitting = [fact for fact in facts if _dates(fact, day, text)]
        named = _piece_at(text, day.start) if len(days) > 1 else text
        return any(_parties_fit(fact, named, source) for fact in fitting)

    if not things:
        return not any(_mentions(source.deadlines, day) and not fits(day, None) for day in days)
    if len(things) == len(days) and all(fits(day, what) for day, (_, what) in zip(days, things, strict=True)):
        return True
    opened = 0
    for day in days:
        before = [what for start, what in things if start < day.start]
        named = [what for start, what in things if opened <= start < day.start] or before[-1:] or [things[0][1]]
        if not all(fits(day, what) for what in named):
            return False
        opened = day.end
    return True


def _mentions(facts: Iterable[Deadline], day: Day) -> bool:
    return any(day.is_one_of((fact.due, fact.start, fact.end)) for fact in facts)


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
    parties = _inside(text, (one for fact in source.deadlines for one in (fact.who, fact.to)))
    things = [
        (start, what)
        for start, end, what in places
        if start not in parties and not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in places)
    ]
    if len(whats) > 1:
        opened = 0
        for day in days:
            if not any(opened <= start < day.start for start, _ in things):
                things += _hinted(text, opened, day.start, whats)
            opened = day.end
    return sorted(things)


def _hinted(text: str, start: int, end: int, whats: Iterable[str]) -> list[tuple[int, str]]:
    """Where a stretch of a line first holds two characters that stand side by side in one of the names only."""
    hints: list[tuple[int, str]] = []
    pairs = {what: {what[n : n + 2] for n in range(len(what) - 1)} for what in whats}
    for what, own in pairs.items():
        only = own.difference(*(other for name, other in pairs.items() if name != what))
        first = next((at for at in range(start, end - 1) if text[at : at + 2] in only), None)
        if first is not None:
            hints.append((first, what))
    return hints


def _parties_fit(fact: Deadline, text: str, source: Source) -> bool:
    """Whether nobody is named who belongs to another deadline of the quotes only: who hands in, and to whom."""
    own = sorted((fold(one) for one in (fact.what, fact.who, fact.to, fact.rule) if one), key=len, reverse=True)
    others = {fold(one) for other in source.deadlines for one in (other.who, other.to) if one}
    if fact.kind is DeadlineKind.SUBMISSION:
        others |= {fold(name) for organiser in source.organisers for name in organiser.names}
    for word in own:
        text = text.replace(word, TAKEN)
    return not any(other in text for other in others if not any(other in word for word in own))


def _dates(fact: Deadline, day: Day, text: str) -> bool:
    """Whether a deadline is on a day as a line says it: its last day as a last day, its first as a first."""
    lead, tail = text[: day.start], text[AROUND_DAY.match(text, day.end).end() :]  # type: ignore[union-attr]
    qualifier = fold(fact.qualifier or "")
    if EARLIEST.search(lead) or (AFTER.match(tail) and not AFTER.fullmatch(qualifier)):
        return False
    if qualifier in ("左右", "前后", "上下") and not tail.startswith(qualifier):
        return False
    if BEFORE.fullmatch(qualifier) and fact.start is None and not _is_last(text, day):
        return False
    if ABOUT.match(tail) and not tail.startswith(qualifier or TAKEN):
        return False
    closing = (fact.due, fact.end)
    if FROM.search(lead[-1:]) or OPENING.match(text, day.end):
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


def _without_length(text: str, days: Sequence[Day]) -> str:
    """A length in days that is said to be computed and is right needs no quote of its own."""
    counted = DAYS.search(text)
    if counted and COMPUTED in text and days:
        length = (days[:2][-1].value - days[0].value).days + 1
        return text.replace(counted.group(), TAKEN) if int(counted.group(1)) == length else text
    return text


def _phone_holds(phone: str, label: str | None, source: Source) -> bool:
    """Read at that place as what the line calls it (an area code may be printed once for several), or printed so."""
    digits = re.sub(r"\D", "", phone)
    faxes = {re.sub(r"\D", "", one) for contact in source.contacts for one in contact.faxes}
    phones = {re.sub(r"\D", "", one) for contact in source.contacts for one in contact.phones}
    if digits in faxes | phones:
        return label is None or digits in (faxes if label == "传真" else phones)
    # Numbers are grouped by dashes; by blanks only behind an area code and within what needs none.
    blanks = " " if re.match(r"1[3-9]|[48]00", digits) else ""
    area = re.match(r"0(?:10|2\d|[3-9]\d{2})", digits)
    head = area.group() if area else ""
    rest = rf"[-()转{blanks}]{{0,2}}".join(digits.removeprefix(head))
    printed = re.compile(rf"(?<!\d){head}{'[-() ]{0,2}' if head else ''}{rest}(?!\d)")
    return any(printed.search(fold_lines(quote)) for quote in source.quotes)


def _check_recipients(text: str, source: Source) -> Iterator[Problem]:
    """Whoever something is handed in to is the recipient that was read there, or stands so in the quote."""
    if not source.deadlines:
        return
    text = INFERRED.sub(TAKEN, text)
    inside = _inside(text, (one for fact in source.deadlines for one in (fact.what, fact.who)))
    recipients = [re.sub(r"[()]", "", fold(fact.to)) for fact in source.deadlines if fact.to]
    for found in HAND_TO.finditer(text):
        if found.start() in inside or any(text.startswith(fold(fact.what), found.end()) for fact in source.deadlines):
            continue
        tail = re.sub(r"[()]", "", text[found.end() :])
        run = WORDS.match(tail)
        if run is None or any(re.search(HAND_TO.pattern + re.escape(run.group()[:4]), one) for one in source.texts):
            continue
        named = next((one for one in recipients if tail.startswith(one)), None)
        if named is not None and not ORGAN.match(tail.removeprefix(named)):
            continue
        if not any(len(run.group()) > 1 and one.startswith(run.group()) for one in recipients):
            yield Problem("recipient", f"{found.group()}{run.group()}")


def _inside(text: str, words: Iterable[str | None]) -> set[int]:
    """The places of a text that are covered by words of facts."""
    found = (at.span() for word in words if word for at in re.finditer(re.escape(fold(word)), text))
    return {at for start, end in found for at in range(start, end)}


def _check_parties(text: str, source: Source) -> Iterator[Problem]:
    """Who hands in and who receives are of one deadline, and nobody else is put in front of a date."""
    for piece in re.split(r"[;。]", text):
        givers = any(fact.who and fold(fact.who) in piece for fact in source.deadlines)
        takers = any(fact.to and fold(fact.to) in piece for fact in source.deadlines)
        if givers and takers and not any(_parties_fit(fact, piece, source) for fact in source.deadlines):
            yield Problem("parties", piece[:40])
        label = re.match(rf"\|*([{CJK}]{{2,}}):", piece)
        if label is None or not any(_mentions(source.deadlines, day) for day in read_days(piece)):
            continue
        known = {fold(one) for fact in source.deadlines for one in (fact.who, fact.what) if one}
        said = label.group(1)
        if said == CAMPAIGN_TIME and not all(_may_be_period(day, source) for day in read_days(piece)):
            yield Problem("parties", said)
        if said in OWN_WORDS or source.prints(label.group(1) + ":") or any(said in one or one in said for one in known):
            continue
        if not any(_hinted(said, 0, len(said), [fold(fact.what)]) for fact in source.deadlines):
            yield Problem("parties", said)


def _may_be_period(day: Day, source: Source) -> bool:
    """Whether a date is of a period, or was not read as that of anything else: a launch is not the campaign."""
    kinds = {fact.kind for fact in source.deadlines if _mentions((fact,), day)}
    return not kinds or DeadlineKind.PERIOD in kinds


def _check_roles(text: str, source: Source) -> Iterator[Problem]:
    """Who is said to have a role has it: behind its label, or before 主办 and 为主会场."""
    found = sorted(
        ((one.start(), one.end(), role) for pattern, role in ROLES for one in pattern.finditer(text)),
        key=lambda one: one[:2],
    )
    for n, (start, end, role) in enumerate(found):
        labels = LABEL.match(text, end) is not None
        before, after = found[n - 1][1] if n else 0, found[n + 1][0] if n + 1 < len(found) else len(text)
        piece = text[end:after] if labels else text[before:start]
        holders = {fold(name) for one in source.organisers if one.role is role for name in one.names}
        others = {fold(name) for one in source.organisers if one.role is not role for name in one.names}
        if not holders:
            context = text[start : end + 3] if labels else text[max(before, start - 3) : end]
            if not source.prints(context):
                yield Problem("role", text[start:end])
        elif not any(name in piece for name in holders):
            yield Problem("role", text[start:end])
        else:
            for name in sorted(holders, key=len, reverse=True):
                piece = piece.replace(name, TAKEN)
            yield from (Problem("role", name) for name in sorted(others) if name in piece)


def _check_pairs(text: str, source: Source) -> Iterator[Problem]:
    """A person beside a number has it: printed side by side, or all persons or all numbers of one contact are named."""
    people = sorted({fold(name) for one in source.contacts for name in one.names}, key=len, reverse=True)
    if not people:
        return
    names: set[str] = set()
    numbers: set[str] = set()
    groups: list[tuple[set[str], set[str]]] = []
    for found in re.finditer("|".join([*map(re.escape, people), PHONE.pattern]), text):
        if found.group() in people:
            if numbers:
                groups.append((names, numbers))
                names, numbers = set(), set()
            names.add(found.group())
        else:
            numbers.add(re.sub(r"\D", "", found.group()))
    groups.append((names, numbers))
    for who, called in groups:
        if who and called and not any(_are_of(who, called, one, source) for one in source.contacts):
            yield Problem("pair", "、".join(sorted(who)))


def _are_of(who: set[str], called: set[str], contact: Contact, source: Source) -> bool:
    names = {fold(name) for name in contact.names}
    phones, faxes = ({re.sub(r"\D", "", one) for one in values} for values in (contact.phones, contact.faxes))
    if not who <= names or not called <= phones | faxes:
        return False
    if who == names or phones <= called or (faxes <= called and not called & phones):
        return True
    return all(
        any(
            re.search(rf"{re.escape(name)}[^\d、]{{0,8}}{'[-() ]{0,2}'.join(number[-8:])}", fold_lines(quote))
            for quote in source.quotes
            for name in who
        )
        for number in called
    )


def _check_bound(text: str, source: Source) -> Iterator[Problem]:
    """Who is said to be bound by a law is bound by that law there."""
    bound = {fold(one) for law in source.laws for one in law.bound}
    said = {one for one in bound if one in NAME.sub(TAKEN, text)}
    said = {one for one in said if not any(one != other and one in other for other in said)}
    if not said:
        return
    for name in NAME.finditer(text):
        facts = [law for law in source.laws if name.group() in (fold(f"《{law.name}》"), fold(law.title))]
        if facts and not any(said & {fold(one) for one in law.bound} for law in facts):
            yield Problem("bound", name.group())


def _check_numbers(text: str, source: Source) -> Iterator[Problem]:
    """Every number stands in a quote before the same word: 5家 does not prove 5元."""
    printed = {
        (_bare(number), unit)
        for held in (*(fold_lines(quote) for quote in source.quotes), *source.words)
        for number, unit in NUMBER.findall(DAY.sub(TAKEN, held))
    }
    numbers = {_bare(number) for quote in source.quotes for number, _ in NUMBER.findall(fold_lines(quote))}
    for number, unit in NUMBER.findall(text):
        if (_bare(number), unit) not in printed if unit else _bare(number) not in numbers:
            yield Problem("number", f"{number}{unit}")
    for found in COUNTED.finditer(text):
        if not source.prints(found.group()):
            yield Problem("number", found.group())


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"


def _check_forbidden(text: str, source: Source) -> Iterator[Problem]:
    """What a line says is forbidden is what the quote forbids, in its words."""
    inside = _inside(text, source.words)
    for found in FORBIDS.finditer(text):
        if found.start() not in inside and not source.prints(text[found.start() : found.end() + 2]):
            yield Problem("negation", text[found.start() : found.end() + 2])


def _check_limits(text: str, source: Source) -> Iterator[Problem]:
    """A number keeps its bound: 不超过5家 is neither 至少5家 nor 5家."""
    printed = [limit for held in (*source.texts, *source.words) for limit in _limits(held)]
    for count, bound in _limits(text):
        bounds = {other for one, other in printed if one == count}
        if bounds and bound not in bounds:
            yield Problem("limit", count)


def _limits(text: str) -> Iterator[tuple[str, str | None]]:
    text = DAY.sub(TAKEN, text)
    for found in COUNT.finditer(text):
        lead = re.split(r"[,;:。、\d]", text[: found.start()])[-1][-7:]
        tail = re.match(rf"[{CJK}]{{0,4}}", text[found.end() :])
        near = [*BOUND.findall(lead)[-1:], *(BOUND.findall(tail.group())[:1] if tail else [])]
        yield f"{_bare(found['number'])}{found['unit']}", BOUNDS[near[0]] if near else None


def _check_negations(text: str, source: Source) -> Iterator[Problem]:
    """Nothing is denied that the quote does not deny, nor the other way round; what is forbidden stays forbidden."""
    for found in NEGATION.finditer(text):
        if not source.prints(found.group()):
            yield Problem("negation", found.group())
    for held in source.texts:
        for found in NEGATION.finditer(held):
            if (said := _affirmed(found.group(), text)) and not any(
                _affirmed(found.group(), one) for one in source.texts
            ):
                yield Problem("negation", said)
    for prohibition in source.prohibitions:
        for what in re.split(r"[、,和及或]|以及", fold(prohibition.what)):
            at = text.find(what) if len(what) >= 4 else -1
            if at >= 0 and not FORBIDS.search(text, 0, at) and sum(one.count(what) for one in source.texts) == 1:
                yield Problem("negation", what)


def _affirmed(negation: str, text: str) -> str | None:
    """The words behind a negation, where a text has them without it."""
    words = negation[1:]
    if words[0] in NEGATIVE:
        return None
    found = any(at.start() == 0 or text[at.start() - 1] != negation[0] for at in re.finditer(re.escape(words), text))
    return words if found else None


def _check_words(text: str, source: Source) -> Iterator[Problem]:
    """The words that are left are those of the quotes or our own, and whoever is named beside a telephone stands there."""
    for found in WORDS.finditer(text):
        after_number = found.start() > 0 and text[found.start() - 1].isdigit()
        if found.group() != MUST and (rest := _unsaid(found.group(), source, after_number)):
            yield Problem("words", rest)
    printed = " ".join((*source.texts, *source.words)).lower()
    for found in LATIN.finditer(text):
        if found.group().lower() not in printed:
            yield Problem("words", found.group())
    if source.contacts:
        for found in ITEM.finditer(text):
            if found.group() not in OWN_WORDS and not source.prints(found.group()):
                yield Problem("person", found.group())


def _unsaid(run: str, source: Source, after_number: bool) -> str:
    """What is left of a run of characters behind the last that pieces of the quotes and our own words can make up."""
    reached = [True] + [False] * len(run)
    reached[1] = after_number  # a measure word: compared with its number
    for at in range(len(run)):
        if not reached[at]:
            continue
        if run[at] in JOINTS:
            reached[at + 1] = True
        for end in range(at + 2, len(run) + 1):
            piece = run[at:end]
            printed = source.prints(piece) or any(piece in word for word in source.words)
            reached[end] = reached[end] or printed or piece in OWN_WORDS
            if not printed and end - at >= LONGEST_OWN:
                break
    return "" if reached[-1] else run[max(at for at in range(len(run) + 1) if reached[at]) :]

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
from ingest.model import Contact, Deadline, LawReference, Notice
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
PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|\d{7,8})(?:[-转]\d{1,6})?(?!\d)")
CHANNEL = re.compile(r"传真|电话|手机|座机")
ATTACHMENT = re.compile(rf"附件(?:\d+|[{CN}]+)")
NUMBER = re.compile(r"(\d+(?:\.\d+)?) ?([^\s\d,;:|。]?)")
COUNTED = re.compile(rf"第[{CN}]{{1,4}}[届批条章期轮次季]|[{CN}]{{1,4}}[个家名项届份场天日月年周倍折部种人元]")
DAYS = re.compile(r"共(\d+)天")
PLACE = re.compile(
    rf"\|?(?:正文|转发文件|附件(?:\d+|[{CN}]+)?)(?:引言|结尾|版头|标题|落款|版记|第[{CN}\d]+[章节条]|[{CN}]+是?|\d+\)?|\([{CN}\d]+\)|[①-⑳])*:"
)
MARKED = re.compile(rf"\|?(\([{CN}\d]+\)|[{CN}]+、|\d+[.、](?!\d)|第[{CN}\d]+[章节条])")
WORDS = re.compile(rf"[{CJK}]{{2,}}")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.@_/-]+")
ITEM = re.compile(rf"(?:^|(?<=[、,:|]))[{CJK}]{{2,4}}(?=[、,。|]|$)")

COMPUTED = "推算"
TAKEN = "|"  # stands where something proved was taken out of a line
LONG_QUOTE = 12  # characters; a shorter quote with a number in it does not vouch for that number elsewhere
# What stands before a 文号 in running text and is no part of it.
LEADS = re.compile(r"(?:按照|根据|依据|依照|遵照|执行|落实|贯彻|印发|转发|文件|[依据和及与的以见由于即号是为])$")
# The words of our own sentences, see assistant.wording and the answerers.
OWN_WORDS = [
    "须于",
    "前报",
    "须报",
    "报送",
    "须严格",
    "须遵守",
    "须执行",
    "遵守",
    "执行",
    "电话",
    "传真",
    "邮箱",
    "地址",
    "联系人",
    "年份据",
    "据活动时间推算",
    "据发文字号推算",
    "据成文日期推算",
    "据通知推算",
    "据起止日期推算",
    "活动时间",
    "发文字号",
    "发文单位",
    "成文日期",
    "印发日期",
    "主送",
    "标题",
    "抄送",
    "主题",
    "口号",
    "原则",
    "指导单位",
    "主办单位",
    "承办单位",
    "协办单位",
    "支持单位",
    "主会场",
    "分会场",
    "时间",
    "左右",
]
SUPPORTED = 0.7  # share of the word pairs; answers made from facts miss one at most
FEW = 2  # so many word pairs may be our own: a connective


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
        words |= {fold(name) for one in facts.organisers if quote.span.holds(one.span) for name in one.names}
        words |= {fold(one.text) for one in facts.themes if quote.span.holds(one.span)}
    return Source(
        tuple(quote.text for quote in quotes),
        tuple(fold(quote.text) for quote in quotes),
        tuple(deadlines),
        tuple(contacts),
        tuple(laws),
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
    rest = _without_quotations(_without_names(fold(text), source), source)
    if wrong := PLACE.match(rest):
        yield Problem("place", wrong.group())
    if (mark := MARKED.match(rest)) and not source.prints(mark.group(1)):
        yield Problem("place", mark.group(1))
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
    yield from _check_numbers(rest, source)
    yield from _check_words(rest, source)


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
    things = _things_in(text, source)
    opens = [_opens(text, day) for day in days]
    if not things:
        return not any(
            any(_dates(fact, day, True) for fact in source.deadlines)
            and not any(_dates(fact, day, opening) for fact in source.deadlines)
            for day, opening in zip(days, opens, strict=True)
        )

    def fits(day: Day, opening: bool, what: str) -> bool:
        return any(_dates(fact, day, opening) for fact in source.deadlines if fold(fact.what) == what)

    if len(things) == len(days) and all(
        fits(day, opening, what) for day, opening, (_, what) in zip(days, opens, things, strict=True)
    ):
        return True
    for day, opening in zip(days, opens, strict=True):
        before = [what for start, what in things if start < day.start]
        if not fits(day, opening, before[-1] if before else things[0][1]):
            return False
    return True


def _things_in(text: str, source: Source) -> list[tuple[int, str]]:
    """Where a line names what its quotes date; of two names one inside the other the longer."""
    whats = {fold(fact.what) for fact in source.deadlines}
    places = [(found.start(), found.end(), what) for what in whats for found in re.finditer(re.escape(what), text)]
    return sorted(
        (start, what)
        for start, end, what in places
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in places)
    )


def _opens(text: str, day: Day) -> bool:
    """Whether a line speaks of a date as of a beginning."""
    return bool(OPENING.match(text, day.end)) or text[: day.start].endswith(("从", "自"))


def _dates(fact: Deadline, day: Day, opening: bool) -> bool:
    """Whether a deadline is on a day; the first day of a range only where the line speaks of a beginning."""
    closing = (fact.due, fact.end)
    return day.is_one_of(closing) or ((opening or not any(closing)) and day.is_one_of((fact.start,)))


def _without_length(text: str, days: Sequence[Day]) -> str:
    """A length in days that is said to be computed and is right needs no quote of its own."""
    counted = DAYS.search(text)
    if counted and COMPUTED in text and len(days) >= 2:
        length = (days[1].value - days[0].value).days + 1
        return text.replace(counted.group(), TAKEN) if int(counted.group(1)) == length else text
    return text


def _phone_holds(phone: str, label: str | None, source: Source) -> bool:
    """Read at that place as what the line calls it (an area code may be printed once for several), or printed so."""
    digits = re.sub(r"\D", "", phone)
    faxes = {re.sub(r"\D", "", one) for contact in source.contacts for one in contact.faxes}
    phones = {re.sub(r"\D", "", one) for contact in source.contacts for one in contact.phones}
    if digits in faxes | phones:
        return label is None or digits in (faxes if label == "传真" else phones)
    printed = re.compile(r"(?<!\d)" + r"[-() 转]{0,2}".join(digits) + r"(?!\d)")
    return any(printed.search(fold_lines(quote)) for quote in source.quotes)


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


def _check_words(text: str, source: Source) -> Iterator[Problem]:
    """The words that are left are mostly those of the quotes, and whoever is named beside a telephone stands there."""
    pairs = [pair for run in WORDS.findall(text) for pair in pairwise(run)]
    own = {pair for word in OWN_WORDS for pair in pairwise(word)}
    held = own | {pair for words in (*source.texts, *source.words) for pair in pairwise(words)}
    missing = [pair for pair in pairs if pair not in held]
    if len(missing) > FEW and 1 - len(missing) / len(pairs) < SUPPORTED:
        yield Problem("words", text[:40])
    printed = " ".join((*source.texts, *source.words)).lower()
    for found in LATIN.finditer(text):
        if found.group().lower() not in printed:
            yield Problem("words", found.group())
    if source.contacts:
        for found in ITEM.finditer(text):
            if found.group() not in OWN_WORDS and not source.prints(found.group()):
                yield Problem("person", found.group())

"""What a free sentence claims against one quote: all that is compared in a line of ours, and where its words come from.

(sentence without marks, Source of one quote) -> Problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.claims import check_claims
from assistant.claims.alignment import check_alignment
from assistant.claims.cards import is_entry
from assistant.claims.contacts import PHONE, check_phones
from assistant.claims.dates import COMPUTED, date_holds, without_length, without_weekdays
from assistant.claims.days import DAY, mentions, read_days
from assistant.claims.derived import derives
from assistant.claims.numbers import BOUND
from assistant.claims.parties import ROLES
from assistant.claims.passage import CONDITION, passage_of
from assistant.claims.sayings import RUN, Piece, is_ours, pieces_of, plain, plain_lines, tokens_of, without_brackets
from assistant.claims.source import Problem, Source
from assistant.claims.stating import check_channels, check_stated
from assistant.claims.text import CJK, CN, NAME, TAKEN, fold
from assistant.claims.values import TOKENS
from assistant.claims.words import check_latin, check_persons
from ingest.numerals import parse_numeral

THINGS = re.compile(r"分?(?P<number>[两二三四五六七八九])(?P<unit>[次类项份])(?:材料|内容)?")
UNITS = "个家名项份场天人元万亿倍折部种"
BOUNDED = re.compile(rf"(?:{BOUND.pattern})?\d+(?:\.\d+)?[{UNITS}%]+(?:月|工作日|小时|周)?(?:{BOUND.pattern})?")
SHORT_BRACKET = re.compile(rf"\(([{CJK}]{{1,6}})\)")  # part of a name: 各市(区), 商务部(外资司)
ABOUT = re.compile(rf"(?:在|就|关于|对于)?(?P<topic>[{CJK}]{{2,10}})方面,")  # 在快递包装方面
NAMELESS = re.compile(r"[上下中]午|晚上|.*(?:主题|口号|原则)")  # compared with their values
DOING = re.compile(r"开展|举办|举行|进行|召开|组织|完成|活动")
PLACE = re.compile(
    rf"(?:根据|按照|依据)?(?:本|该)?(?:通知|方案|文件)?(?:正文)?第(?P<first>[{CN}]+)(?:条|部分|点|章)"
    rf"(?:第?\(?(?P<second>[{CN}\d]+)\)?[项款点条])?的?(?:规定|要求)?,?"
)
PLACE_NAME = re.compile(rf"[{CJK}]{{2,7}}?[省市县区]")  # that an issuer calls 我市
SHORTEST = 4  # characters of an organ's short name
INFERRED = re.compile(r"\([^()]*推算[^()]*\)")
SUM = re.compile(rf"(?P<what>[{CJK}]{{2,12}})(?:主要)?(?:包括|有):?(?P<items>[^,;。:()]*[、和][^,;。:()]*?)等?[。]?")
FORCE = re.compile(r"[可须应均]|不得")  # a condition that says what follows from it is none by itself
SHUT_OUT = re.compile(r"[不无未非除禁免拒]|避免|防止|停止|暂停|取消|减少")
ITEMS = re.compile(r"、|和|以及|及")
LABELS = re.compile(r",(?=(?:活动)?(?:主题|口号|时间|地点|地址|邮箱|联系人|联系电话|电话|传真)(?:是|为|:))")


def check_prose(text: str, source: Source, asked: str = "") -> Iterator[Problem]:
    """What a sentence states beyond the quote; `text` comes without citation marks.

    `asked` is the question: a condition that it sets need not be said again.
    """
    said, held = plain(text), plain_source(source)
    said, problems = without_weekdays(said, held)
    if problems or (problems := list(check_channels(said))):
        yield from problems
        return
    if is_entry(said, held.quotes) or _is_sum(said, held):
        return
    if (years := _derived(said, held, plain(asked))) is not None:
        yield from years
        return
    if ";" in said.strip(";") and not any(
        problem for part in filter(None, said.split(";")) for problem in check_prose(part, source, asked)
    ):
        return
    labelled = [part for part in LABELS.split(said) if part]
    if len(labelled) > 1 and not any(problem for part in labelled for problem in check_prose(part, source, asked)):
        return
    said = without_counts(said, held)
    pieces = pieces_of(source.quotes)
    yield from check_claims(said, held, words=_check_names)
    yield from check_stated(said, held)
    text, facts = without_values(said, held)
    yield from check_alignment(text, said, pieces, facts)
    yield from _check_free(text, said, pieces, facts, held)


def _is_sum(said: str, held: Source) -> bool:
    """Whether a sentence turns the sum of a list round, which the quote prints behind it: 渠道包括甲、乙等 of 甲、乙等渠道."""
    found = SUM.fullmatch(said)
    if found is None:
        return False
    items = ITEMS.split(found["items"])
    for text in held.texts:
        for printed in re.finditer(rf"(?P<items>[^,;。:()]*[、和][^,;。:()]*?)等{re.escape(found['what'])}", text):
            first, *others = ITEMS.split(printed["items"])
            lead = first.removesuffix(items[0])
            if not SHUT_OUT.search(lead) and all(item in others or first in (item, lead + item) for item in items):
                return True
    return False


def _derived(said: str, held: Source, asked: str) -> list[Problem] | None:
    """What does not hold of the years of a sentence that is the quote but for what changes nothing; None: it is not that."""
    names = {*held.documents, *held.campaigns}
    if held.contacts and not any(check_phones(said, held)):
        names |= {"电话", "联系电话", "联系人"}
    passages = [passage_of(plain_lines(quote)) for quote in held.quotes]
    bare = INFERRED.sub("", without_length(said, list(read_days(said))))
    bare = _speaking_as_printed(_without_place(bare, held), held)
    if (about := ABOUT.match(bare)) and any(about["topic"] in text for text in held.texts):
        bare = bare[about.end() :]
    topics = {*held.topics, *(plain(one.what) for one in held.deadlines if not any(read_days(said)))}
    if not derives(bare, passages, names, topics, asked):
        return None
    return [
        Problem("date", day.value.isoformat()) for day in read_days(said) if not date_holds(day, COMPUTED in said, held)
    ]


def _without_place(said: str, held: Source) -> str:
    """A sentence without the clause that it names first, where that is the clause quoted: 根据通知第三条第（三）项，"""
    found = PLACE.match(said)
    if found is None:
        return said
    ends = found["first"] + (f"({found['second']})" if found["second"] else "")
    return said[found.end() :] if any(place.endswith(ends) for place in held.places) else said


def _speaking_as_printed(said: str, held: Source) -> str:
    """A sentence that calls the issuer 我厅 where the quote does."""
    for issuer in held.issuers:
        issuer = issuer.removesuffix("办公室").removesuffix("办公厅")
        ours = "我" + (issuer[-2:] if issuer.endswith("中心") else issuer[-1:])
        if any(ours in text for text in held.texts):
            for n in range(len(issuer) - 2):
                said = said.replace(issuer[n:], ours)
    for place in {found.group() for issuer in held.issuers if (found := PLACE_NAME.match(issuer))}:
        for ours in ("我" + place[-1], "本" + place[-1]):
            if any(ours in text for text in held.texts):
                said = said.replace(place, ours)
    return said


def plain_source(source: Source) -> Source:
    """A source in the form that sentences are compared in."""
    return replace(
        source,
        texts=tuple(plain(text) for text in source.texts),
        words=tuple(plain(word) for word in source.words),
        labelled=frozenset((label, plain(value)) for label, value in source.labelled),
        documents=frozenset(plain(name) for name in source.documents | source.campaigns),
        places=frozenset(plain(place) for place in source.places),
        topics=frozenset(plain(topic) for topic in source.topics),
        campaigns=frozenset(plain(name) for name in source.campaigns),
    )


def without_values(said: str, held: Source) -> tuple[str, dict[str, str]]:
    """A sentence without what is compared as a value: dates, numbers to call, names; a mail address stays.

    The words of the facts that these belong to become one character each; what each stands for comes along.
    """
    rest = INFERRED.sub(TAKEN, said)
    for name in sorted(held.documents | held.campaigns, key=len, reverse=True):
        rest = rest.replace(name, TAKEN)
    for word in sorted(_labelled(rest, held), key=len, reverse=True):
        rest = rest.replace(word, TAKEN)
    rest = SHORT_BRACKET.sub(r"\1", rest)
    words = sorted({*_words_of_facts(rest, held)}, key=lambda word: (-len(word), word))
    facts = {chr(0xE000 + n): word for n, word in enumerate(words)}
    for marker, word in facts.items():
        rest = rest.replace(word, marker)
    facts = {marker: without_brackets(word) for marker, word in facts.items()}
    for pattern, code, _ in TOKENS:
        rest = rest if code == "email" else pattern.sub(TAKEN, rest)
    rest = SHORT_BRACKET.sub(r"\1", PHONE.sub(TAKEN, DAY.sub(TAKEN, rest)))
    return (BOUND.sub("", BOUNDED.sub("", rest)) if re.search(r"\d", rest) else rest), facts


def _check_free(
    text: str, said: str, pieces: Sequence[Piece], facts: Mapping[str, str], held: Source
) -> Iterator[Problem]:
    """Whoever words a sentence freely says what the library read, and its conditions: for all else there is the quote's
    own order. A word of the notice in another place may say anything.
    """
    stated = [_bare(word) for word in _things_stated(said, held)]
    conditions = {_bare(one) for piece in pieces if CONDITION.search(one := piece.text) and not FORCE.search(one)}
    for chunk in re.split(r"[,;。]", text):
        if _bare(chunk) in conditions:
            continue
        tokens = [token for run in RUN.findall(chunk) if run not in facts for token in tokens_of(run, pieces)[0]]
        words = [
            _bare(token.text)
            for token in tokens
            if token.printed and "@" not in token.text and not NAMELESS.fullmatch(token.text)
        ]
        for word in stated:
            inside = [one for one in words if one in word]
            rest = word
            for one in sorted(inside, key=len, reverse=True):
                rest = rest.replace(one, "", 1)
            if not DOING.sub("", rest):
                words = [one for one in words if one not in inside]
        if words:
            yield Problem("free", words[0])


def _things_stated(said: str, held: Source) -> Iterator[str]:
    """What the facts that a sentence states are about, and who has to see to it."""
    for deadline in held.deadlines:
        named = deadline.rule is not None and plain(deadline.rule) in said
        if named or any(mentions((deadline,), day) for day in read_days(said)):
            yield from (plain(one) for one in (deadline.what, deadline.who) if one)
            yield from re.split(r"、|以及|[和及]", plain(deadline.what))
    for law in held.laws:
        if fold(law.name) in NAME.findall(said):
            yield from (plain(one) for one in (*law.bound, law.duty) if one)


def _bare(text: str) -> str:
    """Without brackets and what only joins."""
    return re.sub(r"[的将把于在由对为是:()须还并且而也|]", "", text)


def _words_of_facts(said: str, held: Source) -> Iterator[str]:
    """The words of the facts whose values a sentence states: compared with these, wherever they stand in the quote."""
    has_day = any(read_days(said))
    for deadline in held.deadlines:
        named = deadline.rule is not None and plain(deadline.rule) in said
        if named or (has_day and any(mentions((deadline,), day) for day in read_days(said))):
            yield from (plain(one) for one in (deadline.what, deadline.who, deadline.rule) if one)
            yield from _short_names(deadline.to, said)
    for contact in held.contacts:
        yield from (plain(one) for one in (*contact.names, *contact.addresses) if one)
        yield from _short_names(contact.organisation, said)


def _short_names(organ: str | None, said: str) -> Iterator[str]:
    """How a sentence may call an organ: in full, or without what stands before its own name: 省商务厅电子商务处."""
    full = without_brackets(plain(organ or ""))
    if full and full in said:
        yield full
    yield from (full[n:] for n in range(max(0, len(full) - SHORTEST + 1)) if full[n:] in said)


def _labelled(said: str, held: Source) -> Iterator[str]:
    """Who has the roles that a sentence names, and the themes and slogans in it: compared with their labels."""
    for organiser in held.organisers:
        if any(role is organiser.role and pattern.search(said) for pattern, role in ROLES):
            yield from (plain(name) for name in organiser.names)
    yield from (value for _, value in held.labelled if value in said)


def without_counts(said: str, held: Source) -> str:
    """A sentence without a right count of the things or days it then names: 两类材料, 分三次."""
    days = {day.value for day in read_days(said)}
    whats = {plain(one.what) for one in held.deadlines if plain(one.what) in said}

    def right(found: re.Match[str]) -> str:
        number = parse_numeral(found["number"].replace("两", "二"))
        return "" if number == (len(days) if found["unit"] == "次" else len(whats)) else found.group()

    return THINGS.sub(right, said)


def _check_names(rest: str, held: Source) -> Iterator[Problem]:
    yield from check_latin(rest, held)
    yield from check_persons(rest, held, is_ours)

"""What a retold answer leaves out of the answer it retells: a date, a number, a law, or what the question asked for.

proved draft, its query, the sentences kept -> Problems. A true sentence beside the point is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answers.contacts import CHANNELS, EVERYTHING
from assistant.answers.weighing import types_asked
from assistant.claims import CLOCK, NAME, Problem, fold, read_days
from assistant.claims.passage import CONDITION
from assistant.claims.sayings import plain
from assistant.evidence import NEAR, holds
from assistant.model import Draft, Kind, Query
from ingest.model import Contact, Notice, NoticeId

MARK = re.compile(r"\[(\d{1,3})\]")
LENGTH = re.compile(r"(?<=共)\d+天")
PASSAGE = re.compile(r"^(?:《.+?》(?:（[^）]+）)?)?(?:正文|附件\S{0,4}|转发文件)[^：。]{0,24}：")
RULE = re.compile(r"原文为“([^“”]+)”")
LISTED = re.compile(r".{2}(?:单位|会场)|主题|口号|原则")
WHOM = re.compile(r"谁|给哪|哪个部门|报哪|交到哪|报到哪|什么部门|哪里")
WHO = "联系人"
TITLE = re.compile(
    r"^(?:[（(][^）)]{1,3}[）)]|[一二三四五六七八九十]+[是、])\s*[^。]{2,24}。(?=.)"
)  # of a clause: it heads what it says
ENOUGH = 0.5  # share of the question's words in the answer that the retold one must hold
MOST = 0.8  # share of a passage's characters that are enough of it, whatever they are
LITTLE = 12  # characters of a passage's retelling that are too few to be one

Notices = Callable[[NoticeId], Notice | None]


def find_losses(draft: Draft, query: Query, said: Sequence[str]) -> Iterator[Problem]:
    """What of a draft the sentences do not say; nothing where they answer as much."""
    if not said:
        yield Problem("nothing_left", "")
        return
    led: set[object] = set()
    types = types_asked(query.wording)
    for line in draft.text.split("\n"):
        numbers = {int(one) for one in MARK.findall(line)}
        if not numbers:
            continue
        told = _told_of(line, said)
        if draft.kind is Kind.LAWS:  # which law, not which clause
            told = "\n".join(said)
        if draft.kind is Kind.CONTACTS:
            continue
        if draft.kind is Kind.CLAUSES and not _is_label(line):
            document = draft.quotes[min(numbers) - 1].notice
            listed = PASSAGE.match(line) is None and bool(led)
            # 准备几份: the line that says how many is enough
            further = not all(one.search(line) for one in types) if listed and types else not listed and document in led
            led.add(document)
            if not further:
                yield from _lost_passage(line, told, query)
        else:
            yield from _lost_values(line, told, query)
    for stated in draft.facts.contacts:
        yield from _lost_channels(stated.fact, draft.text, "\n".join(said), query)
    if WHOM.search(query.wording):
        for due in draft.facts.deadlines:
            if due.fact.to and fold(due.fact.to) in fold(draft.text):
                to = plain(due.fact.to)
                if not any(to in plain(one) or to[-4:] in plain(one) for one in said):
                    yield Problem("lost", due.fact.to)


def _told_of(line: str, said: Sequence[str]) -> str:
    """The sentences that cite what a line cites."""
    numbers = set(MARK.findall(line))
    return "\n".join(one for one in said if numbers & set(MARK.findall(one)))


def _is_label(line: str) -> bool:
    """主题：数享生活[1]: a value behind its name, and not a passage."""
    return bool(re.match(r"(?:主题|口号|原则)：", line))


def _lost_values(line: str, told: str, query: Query) -> Iterator[Problem]:
    """Dates, names, lengths and listed things of a line of facts."""
    del query
    text, held = fold(MARK.sub("", line)), plain(told)
    days = list(read_days(held))
    rule = RULE.search(line)
    counted = rule is not None and plain(rule[1]) in plain(told)  # the words from which the date was computed
    for day in read_days(text) if not counted else ():
        same = [one for one in days if (one.value.month, one.value.day) == (day.value.month, day.value.day)]
        if not any(not one.dated or not day.dated or one.value == day.value for one in same):
            yield Problem("lost", day.value.isoformat())
    for pattern in (NAME, CLOCK, LENGTH):
        for found in pattern.finditer(text):
            if found.group() not in held:
                yield Problem("lost", found.group())
    label, _, values = MARK.sub("", line).rstrip("。").partition("：")
    if LISTED.fullmatch(label):  # 指导单位：商务部、邮政局
        for value in re.split(r"、", values):
            if plain(value) not in plain(told):
                yield Problem("lost", value)


def _lost_channels(contact: Contact, text: str, said: str, query: Query) -> Iterator[Problem]:
    """The channels that were asked for; all that were answered where none was."""
    asked = [(word, values) for pattern, word, values in CHANNELS if pattern.search(query.wording)]
    if not asked or (EVERYTHING.search(query.wording) and WHO not in [word for word, _ in asked]):
        asked = [(word, values) for _, word, values in CHANNELS]
    digits, held = re.sub(r"\D", "", text), re.sub(r"\D", "", said)
    for word, values in asked:
        for value in values(contact):
            number = re.sub(r"\D", "", value)
            numeric = word in ("电话", "传真")
            answered = number in digits if numeric else plain(value) in plain(text)
            told = (number in held or number[-8:] in held) if numeric else plain(value) in plain(said)
            if answered and not told:
                yield Problem("lost", word)


def _lost_passage(line: str, told: str, query: Query) -> Iterator[Problem]:
    """Of a passage word for word what the question asked for: its words, and the kind of thing."""
    body = PASSAGE.sub("", MARK.sub("", line))
    held = plain(told)
    if len(held) < min(LITTLE, len(plain(body)) // 2):
        yield Problem("lost", body[:20])
        return
    if len(held) >= MOST * len(plain(body)):
        return  # nearly all of it
    # What the question itself sets as a condition need not be said again.
    rest = "，".join(one for one in re.split("，", TITLE.sub("", body)) if not CONDITION.search(plain(one)))
    known = [term for term in query.terms if holds(term, rest) >= NEAR]
    kept = [term for term in known if holds(term, told) >= NEAR or plain(term) in held]
    if known and len(kept) < ENOUGH * len(known):
        yield Problem("lost", "、".join(term for term in known if term not in kept))
    for pattern in types_asked(query.wording):
        if pattern.search(body) and not pattern.search(told):
            yield Problem("lost", pattern.pattern[:20])

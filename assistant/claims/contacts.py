"""Telephone and fax numbers: held as what the line calls them, and beside the person who has them.

(folded line, Source) -> Problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.claims.source import Problem, Source
from assistant.claims.text import fold, fold_lines
from ingest.model import Contact

PHONE = re.compile(
    r"(?<!\d)(?:\d{1,4}-\d{7,8}|0\d{2,3}-?\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}|\d{7,8})(?:[-转]\d{1,6})?(?!\d)"
)
FAX, BOTH = "传真", "电话/传真"
CHANNEL = re.compile(r"传 ?真|电 ?话|手 ?机|座 ?机")
SAID = re.compile(r"传真|电话|手机|座机|致电|拨打")
BEHIND = re.compile(rf" ?\((?:{CHANNEL.pattern}|[/、兼及和])+\)")
CALLED = re.compile(rf"(?:{CHANNEL.pattern})(?:\(?[/、兼及和]?(?:{CHANNEL.pattern})\)?)*")


def check_phones(text: str, source: Source) -> Iterator[Problem]:
    """Every number is held as what the line calls it."""
    for found in PHONE.finditer(text):
        if not _phone_holds(found.group(), called_before(text, found.start()), source):
            yield Problem("phone", found.group())


def called_before(text: str, end: int) -> str | None:
    """What a line calls the number that begins at a place; who 致电 or 拨打 uses a telephone."""
    said = SAID.findall(text, 0, end)
    return None if not said else FAX if said[-1] == FAX else "电话"


def _phone_holds(phone: str, label: str | None, source: Source) -> bool:
    """Read at that place as what the line calls it (an area code may be printed once for several), or printed so."""
    digits = re.sub(r"\D", "", phone)
    faxes = {re.sub(r"\D", "", one) for contact in source.contacts for one in contact.faxes}
    phones = {re.sub(r"\D", "", one) for contact in source.contacts for one in contact.phones}
    if digits in faxes | phones:
        return label is None or digits in (faxes if label == "传真" else phones)
    return has_number(digits, label, source.quotes)


def has_number(digits: str, label: str | None, quotes: Iterable[str]) -> bool:
    """Whether a number is printed, and not as a fax where it is called a telephone, nor the other way round."""
    for line in map(fold_lines, quotes):
        for found in pattern_of(digits).finditer(line):
            channel = channel_of(line, found.start(), found.end())
            if label is None or channel == BOTH or (channel == FAX) is (label == FAX):
                return True
    return False


def pattern_of(digits: str) -> re.Pattern[str]:
    """A number as it may be grouped: by dashes; by blanks only behind an area code and within what needs none."""
    blanks = " " if re.match(r"1[3-9]|[48]00", digits) else ""
    area = re.match(r"0(?:10|2\d|[3-9]\d{2})", digits)
    head = area.group() if area else ""
    rest = rf"[-()转{blanks}]{{0,2}}".join(digits.removeprefix(head))
    return re.compile(rf"(?<!\d){head}{'[-() ]{0,2}' if head else ''}{rest}(?!\d)")


def channel_of(line: str, start: int, end: int) -> str | None:
    """What a printed number is: 传真 where that word stands behind it in brackets or nearest before it.

    >>> line = "肖鹏 010-68205665/66016906(传真)"
    >>> channel_of(line, 3, 15), channel_of(line, 16, 24)
    (None, '传真')
    """
    if found := BEHIND.match(line, end):
        return FAX if FAX in found.group().replace(" ", "") else None
    before = list(CALLED.finditer(line, 0, start))
    if not before:
        return None
    channels = {one.replace(" ", "") for one in CHANNEL.findall(before[-1].group())}
    return (BOTH if len(channels) > 1 else FAX) if FAX in channels else None


def check_pairs(text: str, source: Source) -> Iterator[Problem]:
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

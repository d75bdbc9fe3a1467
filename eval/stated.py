"""What an answer states: its dates, telephone numbers and laws, read off its text and its facts.

On purpose not the program's own reading of dates and numbers: a measure that shares a fault cannot see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from ingest.model import BINDING_LAWS

Fact = Mapping[str, Any]  # of the contract's JSON
BINDING = frozenset(category.value for category in BINDING_LAWS)

_DAY = re.compile(
    r"(?:(?P<year>\d{4})\s*年\s*)?(?:(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})(?:\s*日)?|(?P<only_day>\d{1,2})\s*日)"
)
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_LIST_MARK = re.compile(r"\s*(?:[、，,和及与至到—–~～-]|以及){1,2}\s*")  # between two dates that share a year
_PHONE = re.compile(r"(?<![\d-])(0\d{2,3})[-—–－ ](\d{7,8})(?!\d)")
_NAMED = re.compile(r"《([^《》]+)》")
_LAW_NAME = re.compile(r"(?:法|条例|办法|规定)(?:（.+）)?$")


def dates_in(text: str) -> frozenset[date]:
    """Dates with a year, their own or that of the date before them in the same list.

    >>> sorted(day.isoformat() for day in dates_in("2021年1月30日、2月9日报送，3月1日不算"))
    ['2021-01-30', '2021-02-09']
    >>> sorted(day.isoformat() for day in dates_in("2021年3月31—4月22日"))
    ['2021-03-31', '2021-04-22']
    """
    found = {_day(*(int(part) for part in match.groups())) for match in _ISO_DAY.finditer(text)}
    year = month = end = None
    for match in _DAY.finditer(text):
        in_list = end is not None and _LIST_MARK.fullmatch(text, end, match.start()) is not None
        year = int(match["year"]) if match["year"] else year if in_list else None
        month = int(match["month"]) if match["month"] else month if in_list else None
        end = match.end()
        if year is not None and month is not None:
            found.add(_day(year, month, int(match["day"] or match["only_day"])))
    return frozenset(day for day in found if day is not None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def phones_in(text: str) -> frozenset[str]:
    """Numbers with their area code, hyphen in ASCII.

    >>> sorted(phones_in("电话：010—85093723，传真 010-66016906"))
    ['010-66016906', '010-85093723']
    """
    return frozenset(f"{area}-{number}" for area, number in _PHONE.findall(text))


def laws_in(text: str) -> frozenset[str]:
    """Names in 《》 that end as laws, regulations and rules do, without the state's name before them.

    >>> sorted(laws_in("《中华人民共和国价格法》《关于举办“第六届双品网购节”的通知》"))
    ['价格法']
    """
    return frozenset(
        name.removeprefix("中华人民共和国") for name in _NAMED.findall(text) if _LAW_NAME.search(name) is not None
    )


def dates_of(text: str, deadlines: Iterable[Fact]) -> frozenset[date]:
    """Those of a text, and of deadlines as the contract writes them."""
    days = (fact[name] for fact in deadlines for name in ("due", "start", "end"))
    return dates_in(text) | {date.fromisoformat(day[:10]) for day in days if day}


def phones_of(text: str, contacts: Iterable[Fact]) -> frozenset[str]:
    return phones_in(text) | {number for fact in contacts for number in (*fact["phones"], *fact["faxes"])}


def laws_of(text: str, laws: Iterable[Fact]) -> frozenset[str]:
    return laws_in(text) | {fact["name"] for fact in laws if fact["category"] in BINDING}

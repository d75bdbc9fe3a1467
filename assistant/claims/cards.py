"""Entries of a list of contacts: 陈立群（政策咨询），0579-66120318. What stands in one entry belongs together, in any order.

(plain part of a sentence, quotes) -> whether it says nothing but what one entry holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.claims.contacts import PHONE, called_before, has_number
from assistant.claims.sayings import RUN, pieces_of, plain_lines, tokens_of
from assistant.claims.values import EMAIL

LONGEST = 120  # characters of an entry; what is longer is prose
ENTRY_END = re.compile(r"[;。\n]")
BETWEEN = re.compile(r"[、/,或和及]*|[、/,(]*传真[:)]*")
STATES = re.compile(r"[不无未没非勿禁]|应当|必须|务必|须|逾期|截止|之前")


def is_entry(said: str, quotes: Sequence[str]) -> bool:
    """Whether a sentence only names persons, their tasks and how to reach them, all of one entry of a quote.

    >>> is_entry("系统操作请联系方晓梅,电话0579-2", ["陈立群（政策咨询），0579-66120318；方晓梅（系统操作），0579-66120325"])
    False
    """
    if STATES.search(said) or not (PHONE.search(said) or EMAIL.search(said)):
        return False
    return any(_says(said, entry) for quote in quotes for entry in entries_of(quote))


def entries_of(quote: str) -> Iterator[str]:
    """The entries of a quote, each with something to call or write to, and one number or numbers of one kind only."""
    for entry in ENTRY_END.split(plain_lines(quote)):
        if len(entry) <= LONGEST and not STATES.search(entry) and (PHONE.search(entry) or EMAIL.search(entry)):
            yield entry


def _says(said: str, entry: str) -> bool:
    if not set(EMAIL.findall(said)) <= set(EMAIL.findall(entry)):
        return False
    for found in PHONE.finditer(said):
        if not has_number(re.sub(r"\D", "", found.group()), called_before(said, found.start()), [entry]):
            return False
    for one, other in pairwise(PHONE.finditer(entry)):
        if not BETWEEN.fullmatch(entry[one.end() : other.start()]):
            return False  # two numbers with a word between: whose is whose is told by the order alone
    rest = EMAIL.sub("|", PHONE.sub("|", said))
    if re.search(r"\d", rest):
        return False
    return not any(tokens_of(run, pieces_of([entry]))[1] for run in RUN.findall(rest))

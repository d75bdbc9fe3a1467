"""What a line of an answer claims, against what its quotes hold: values, what they are said of, and the words around them.

(line, Source) -> Problems. A value is held where it is printed in a quote that the line cites, or where the library read
it at that very place. A date of which a part is not printed must be called computed (推算) in the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.claims.contacts import PHONE, check_pairs, check_phones
from assistant.claims.dates import check_dates, without_length
from assistant.claims.days import DAY, read_days
from assistant.claims.numbers import check_limits, check_numbers
from assistant.claims.parties import check_bound, check_labels, check_parties, check_recipients, check_roles
from assistant.claims.polarity import check_forbidden, check_negations
from assistant.claims.quoted import check_place, without_names, without_quotations
from assistant.claims.source import Problem, Source, document_names, source_of
from assistant.claims.text import NAME, TAKEN, fold, one_line
from assistant.claims.values import CLOCK, EMAIL, TOKENS
from assistant.claims.verdicts import check_day_verdict, check_verdict
from assistant.claims.words import check_words

__all__ = [
    "CLOCK",
    "EMAIL",
    "NAME",
    "PHONE",
    "Problem",
    "Source",
    "check_claims",
    "check_day_verdict",
    "document_names",
    "fold",
    "one_line",
    "read_days",
    "source_of",
]


Check = Callable[[str, Source], Iterator[Problem]]


def check_claims(text: str, source: Source, *, words: Check = check_words) -> Iterator[Problem]:
    """What a line states beyond its quotes; `text` comes without citation marks.

    `words` looks at the words that are left once all values are taken out; what writes freely has other ones than we.
    """
    rest = without_names((yield from check_verdict(fold(text), source)), source)
    yield from check_labels(rest, source)
    rest = without_quotations(rest, source)
    for check in (check_place, check_recipients, check_parties, check_forbidden, check_roles, check_pairs, check_bound):
        yield from check(rest, source)
    for pattern, code, holds in TOKENS:
        for found in pattern.finditer(rest):
            if not holds(found.group(), source):
                yield Problem(code, found.group())
        rest = pattern.sub(TAKEN, rest)
    yield from check_dates(rest, source)
    days = list(read_days(rest))
    rest = without_length(rest, days)
    rest = DAY.sub(TAKEN, rest)
    yield from check_phones(rest, source)
    rest = PHONE.sub(TAKEN, rest)
    for word in source.words:
        rest = rest.replace(word, TAKEN)
    for check in (check_numbers, check_limits, check_negations):
        yield from check(rest, source)
    yield from words(rest, source)

"""What of a line names its document and its clause, or says the quote word for word: nothing in it can be wrong.

(folded line, Source) -> the line with TAKEN in these places; Problems of a clause that is not one of those quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims.source import Problem, Source
from assistant.claims.text import CN, TAKEN, places

PLACE = re.compile(
    rf"\|?(?:正文|转发文件|附件(?:\d+|[{CN}]+)?)(?:引言|结尾|版头|标题|落款|版记|第[{CN}\d]+[章节条]|[{CN}]+是?|\d+\)?|\([{CN}\d]+\)|[①-⑳])*:"
)
MARKED = re.compile(rf"\|?(\([{CN}\d]+\)|[{CN}]+、|\d+[.、](?!\d)|第[{CN}\d]+[章节条])")
LONG_QUOTE = 12  # characters; a shorter quote with a number in it does not vouch for that number elsewhere


def without_names(text: str, source: Source) -> str:
    """A line without the names of the documents quoted, nor the labels of the clauses at its head."""
    for name in sorted(source.documents, key=lambda one: (-len(one), one)):
        text = text.replace(name, TAKEN)
    for place in source.places:
        text = re.sub(rf"(^|\|){re.escape(place)}(?=:|$)", TAKEN, text)
    return text


def without_quotations(text: str, source: Source) -> str:
    """A line without what it says word for word: nothing in it can be wrong."""
    for quote in sorted((without_names(quote, source) for quote in source.texts), key=len, reverse=True):
        if quote.strip(TAKEN) and (len(quote) >= LONG_QUOTE or not re.search(r"\d", quote)):
            text = _without(quote, text)
    return text


def _without(quote: str, text: str) -> str:
    """A line without a quote, where it is not a part of a longer number.

    >>> _without("5日前", "15日前，5日前"), _without("3月5", "3月5,3月51")
    ('15日前，|', '|,3月51')
    """
    for at in reversed(list(places(quote, text))):
        end = at + len(quote)
        if not (text[at - 1 : at].isdecimal() or text[end : end + 1].isdecimal()):
            text = text[:at] + TAKEN + text[end:]
    return text


def check_place(text: str, source: Source) -> Iterator[Problem]:
    """A line opens with no clause but those quoted, whose labels are taken out, and with no mark that is not printed."""
    if wrong := PLACE.match(text):
        yield Problem("place", wrong.group())
    if (mark := MARKED.match(text)) and not source.prints(mark.group(1)):
        yield Problem("place", mark.group(1))

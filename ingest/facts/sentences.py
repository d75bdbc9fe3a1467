"""Sentences of a stretch of text: what a fact quotes. Text and span in, spans out.

A sentence ends at 。！？； or with its line. A mark inside brackets or a title ends nothing:
（收件地址：…；收件人：…） stays in the sentence it explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.model import Span

# A run of 1,000 signs without an end is no sentence; the bound keeps hostile text from costing more than its length.
SENTENCE = re.compile(
    r"(?:《[^《》\n]{1,80}》|（[^（）\n]{1,200}）|\([^()\n]{1,200}\)|“[^“”\n]{1,80}”|[^。！？；;\n]){1,1000}[。！？；;]*"
)


def sentences(text: str, within: Span) -> Iterator[Span]:
    """The sentences of `text[within]`, without blanks at their edges.

    >>> text = "一、报名\\n请于5月1日前报我司（电话：1；传真：2）；逾期不候。"
    >>> [span.of(text) for span in sentences(text, Span(0, len(text)))]
    ['一、报名', '请于5月1日前报我司（电话：1；传真：2）；', '逾期不候。']
    """
    for match in SENTENCE.finditer(text, within.start, within.end):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - len(words) + len(words.rstrip())
        if start < end:
            yield Span(start, end)

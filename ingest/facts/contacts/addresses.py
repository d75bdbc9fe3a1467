"""Where to send things: the address behind 地址 or 寄至. Text and the place of the label in, the address out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.contacts.labels import MAIL, SEND_TO
from ingest.model import Span
from ingest.organs import CJK

END = re.compile(r"[；;。\n，,](?![^（(]*[）)])|\s{2,}|\s(?=[\d一二三四五六七八九十]+[年、.．])")
POSTAL = re.compile(rf"{MAIL}|{SEND_TO}")
MIN_CHARACTERS = 4  # Chinese ones; 地址：本页 is none


@dataclass(frozen=True, slots=True)
class Address:
    span: Span
    is_postal: bool  # announced as one to send to, so that it is a contact by itself


def read_address(text: str, label: Span, limit: int) -> Address | None:
    """The address behind a label; it may hold numbers (257号607办公室) that are no telephones. None where there is none.

    >>> text = "邮寄地址：惠风东路257号商务大厦607室（邮编315000）；收件人：徐老师"
    >>> found = read_address(text, Span(0, 5), text.index("收件人"))
    >>> found and (found.span.of(text), found.is_postal)
    ('惠风东路257号商务大厦607室（邮编315000）', True)
    """
    stop = END.search(text, label.end + 1, limit)
    printed = text[label.end : stop.start() if stop else limit]
    value = printed.strip(" 　（(*")
    if len(re.findall(rf"[{CJK}]", value)) < MIN_CHARACTERS or re.search(r"www|http", value):
        return None
    start = label.end + printed.index(value)
    return Address(Span(start, start + len(value)), POSTAL.match(label.of(text)) is not None)

"""Values that are held as a whole or not at all: a 文号, the name of a document, an address, a time of day, an attachment.

(value in a folded line, Source) -> whether a quote prints it, or the library read it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.claims.source import Source
from assistant.claims.text import CN, NAME, fold, fold_lines
from ingest.structure.masthead import DOC_NUMBER

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
CLOCK = re.compile(r"(?<![\d:])\d{1,2}:\d{2}(?:(?:-{1,2}|~|至)\d{1,2}:\d{2})?(?![\d:])")
ATTACHMENT = re.compile(rf"附件(?:\d+|[{CN}]+)")
# What stands before a 文号 in running text and is no part of it.
LEADS = re.compile(r"(?:按照|根据|依据|依照|遵照|执行|落实|贯彻|印发|转发|文件|[依据和及与的以见由于即号是为])$")


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

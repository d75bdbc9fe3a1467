"""What an answer showed, line by line, so that 第二个呢 and 原文呢 can point to it. A Draft in, Items out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.grid import cells_of
from assistant.model import Draft, Item, Status
from ingest.model import Notice, NoticeId

MARK = re.compile(r"\[(\d+)\]")
NAMES = re.compile(r"《([^《》]+)》")
MAX_LINES = 40  # nobody counts further


def shown_in(draft: Draft, find: Callable[[NoticeId], Notice | None]) -> tuple[Item, ...]:
    """The lines of an answer with the places they rest on; a first line that heads the others does not count."""
    if draft.status is not Status.ANSWERED:
        return ()
    found: list[Item] = []
    lines = [line for line in draft.text.split("\n") if MARK.search(line) and not cells_of(line)]
    for number, line in enumerate(lines[:MAX_LINES], 1):
        words = MARK.sub("", line).strip()
        for mark in dict.fromkeys(MARK.findall(line)):
            quote = draft.quotes[int(mark) - 1]
            notice = find(quote.notice)
            if notice is not None:
                document = notice.document_of(notice.clause(quote.clause).part).id
                names = tuple(NAMES.findall(words))
                found.append(Item(number, quote.notice, document, quote.clause, quote.span, words, names))
    if len(found) > 2 and _heads(found[0], found[1], find):
        return tuple(replace(item, line=item.line - 1) for item in found)
    return tuple(found)


def _heads(first: Item, second: Item, find: Callable[[NoticeId], Notice | None]) -> bool:
    """Whether the clause of a line stands above that of the next."""
    notice = find(second.notice)
    return notice is not None and notice.clause(second.clause).parent == first.clause

"""A contact while it is being gathered: the values that belong together, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from ingest.facts.contacts.phones import PhoneNumber

ROWS_APART = re.compile(r"[\s、，,；;。）)]*")


class Source(Enum):
    """How a contact came by its organ."""

    PRINTED = "printed in front of it"
    ASIDE = "in brackets behind a name or number: of that one alone"
    INHERITED = "that of the contact before it"


@dataclass(slots=True)
class Block:
    """A contact while it is being gathered."""

    start: int
    end: int
    organ: str | None = None
    organ_is: Source = Source.PRINTED
    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    faxes: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    is_row: bool = False  # the number stands directly behind its owner, as in the rows of a list
    coded: PhoneNumber | None = None  # the last one with an area code

    @property
    def reachable(self) -> bool:
        return bool(self.phones or self.faxes or self.emails)

    @property
    def says_something(self) -> bool:
        return self.reachable or bool(self.names or self.addresses)

    def put(self, values: list[str], value: str, end: int) -> None:
        if value not in values:
            values.append(value)
        self.end = max(self.end, end)


def are_rows(blocks: Sequence[Block], text: str, at: int) -> bool:
    """Whether two contacts are rows of a list of which a line at `at` speaks as a whole: 传真 or 邮箱 below all of them."""
    if len(blocks) < 2 or "\n" not in text[blocks[-1].end : at]:
        return False
    has_own = any(row.faxes or row.emails or row.addresses for row in blocks)
    apart = text[blocks[-2].end : blocks[-1].start]
    return all(row.is_row for row in blocks) and not has_own and ROWS_APART.fullmatch(apart) is not None


def organ_of_rows(blocks: Sequence[Block]) -> str | None:
    """The organ that all the last rows have; None where they have several."""
    organs: set[str | None] = set()
    for row in reversed(blocks):
        if not row.is_row:
            break
        organs.add(row.organ)
    return organs.pop() if len(organs) == 1 else None


def with_closing_bracket(text: str, block: Block) -> int:
    """Where the quote of a contact ends: behind the bracket that closes one opened in it."""
    inside = text[block.start : block.end]
    is_open = len(re.findall(r"[（(]", inside)) > len(re.findall(r"[）)]", inside))
    return block.end + (is_open and re.match(r"[）)]", text[block.end :]) is not None)

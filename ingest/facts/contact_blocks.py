"""A contact while it is being gathered: the values that belong together, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ingest.facts.phones import PhoneNumber


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

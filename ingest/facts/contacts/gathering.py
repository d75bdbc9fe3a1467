"""The contact that is being gathered while a run is read: when one begins, what is remembered, when it is done."""

from __future__ import annotations

from ingest.facts.contacts.blocks import Block, Source, organ_of_rows, with_closing_bracket
from ingest.facts.contacts.labels import Field
from ingest.facts.contacts.phones import PhoneNumber
from ingest.facts.contacts.tokens import Token

MAX_ABOVE = 80  # characters from an organ to the first value below it, for both to be one quote


class Gathering:
    """What is known of the run read so far. One instance a run."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[Block] = []
        self.block: Block | None = None
        self.field: Field | None = None
        self.filled = False  # whether the label has had its value
        self.label_start: int | None = None  # of the label that no value has followed yet
        self.organ: tuple[str, int] | None = None  # an organ that no value has followed yet, and where it stands
        self.last: Token | None = None  # the last name, organ or number, if nothing but marks came behind it
        self.prose = 0  # characters of other words since the last value
        self.skip_to = 0
        self.number_first = False  # whether each number stands in front of its person
        self.area: PhoneNumber | None = None  # the last number of this line with an area code

    def _share(self, at: int) -> None:
        """Begin the contact of all the rows above, of their organ where they have one."""
        self._close()
        opened = self._open(at)
        opened.organ, opened.organ_is = organ_of_rows(self.done), Source.INHERITED

    def _open(self, at: int) -> Block:
        if self.block is None:
            start = at
            above = self.organ[1] if self.organ else None
            if above is not None and at - above <= MAX_ABOVE:
                start = min(start, above)
            if self.label_start is not None and not (
                above is not None and above > self.label_start and "\n" in self.text[self.label_start : at]
            ):
                start = min(start, self.label_start)
            self.block = Block(start, at, organ=self.organ[0] if self.organ else None)
        self.label_start, self.organ = None, None
        return self.block

    def _took(self, token: Token) -> None:
        self.last, self.filled, self.prose = token, True, 0

    def _line_ends(self) -> None:
        self.area = None
        if self.filled:
            self.field = None if self.field not in (Field.FREE, Field.ANY) else self.field
        if self.field is Field.NONE:
            self.field = None
        if (
            self.block is None
            and self.label_start is not None
            and self.field not in (Field.FREE, Field.ANY, Field.PERSON)
        ):
            self.label_start = None

    def _close(self) -> None:
        block = self.block
        if block and block.says_something:
            block.end = with_closing_bracket(self.text, block)
            self.done.append(block)
        self.block, self.prose = None, 0

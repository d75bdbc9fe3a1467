"""Whom to ask: names, numbers and addresses that belong together, as one contact. Notice in, contacts out."""

from __future__ import annotations

import re

from ingest.facts.contacts.blocks import Block
from ingest.facts.contacts.pairing import read_blocks
from ingest.facts.places import clause_holding, stretches
from ingest.model import Contact, Notice, Part, Span
from ingest.organs import complete_organ

PUBLIC = re.compile(r"1\d{4}|9[56]\d{3,4}")
OURS = re.compile(r"^我(?:部|厅|局|委|司|处|办|会|院|省|市|县|区|盟|州)")  # 我厅电子商务处, 我司: of the issuer


def find_contacts(notice: Notice) -> tuple[Contact, ...]:
    """The contacts of a notice in printed order; an organ that is not printed is the issuer of the document."""
    contacts = []
    for part, stretch in stretches(notice):
        document = notice.document_of(part.id)
        for block in read_blocks(stretch.of(notice.text)):
            span = Span(stretch.start + block.start, stretch.start + block.end)
            contacts.append(
                Contact(
                    clause=clause_holding(notice, span).id,
                    span=span,
                    names=tuple(block.names),
                    organisation=None if is_public_line(block) else organisation(block.organ, document),
                    phones=tuple(block.phones),
                    faxes=tuple(block.faxes),
                    emails=tuple(block.emails),
                    addresses=tuple(block.addresses),
                )
            )
    return tuple(contacts)


def is_public_line(block: Block) -> bool:
    """Whether it is a number everybody knows, printed without an owner: 12345, 12315. It is not the issuer's."""
    of_somebody = block.organ or block.names or block.faxes or block.emails or block.addresses
    return not of_somebody and all(PUBLIC.fullmatch(phone) for phone in block.phones)


def organisation(printed: str | None, document: Part) -> str | None:
    """The printed organ with its full name; else the issuers, joined where a notice has several."""
    issuers = [issuer.value for issuer in document.masthead.issuers]
    if printed:
        own = OURS.sub("", printed)
        return complete_organ(own, issuers) if own else "、".join(issuers) or None
    return "、".join(issuers) or None

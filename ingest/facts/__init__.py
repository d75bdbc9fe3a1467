"""What a notice states, read off its clauses. One extractor per kind of fact, one line each in `EXTRACTORS`.

Notice -> Facts. An extractor never raises on text, and every fact knows its clause and the words that state it.
"""

from __future__ import annotations

from ingest.facts.amendments import find_amendments
from ingest.facts.contacts.find import find_contacts
from ingest.facts.deadlines.find import find_deadlines
from ingest.facts.laws.find import find_laws
from ingest.facts.organisers import find_organisers
from ingest.facts.prohibitions import find_prohibitions
from ingest.facts.themes import find_themes
from ingest.model import Facts, Notice


def find_facts(notice: Notice) -> Facts:
    """Run every extractor over a notice whose clauses and campaigns are known."""
    return Facts(
        deadlines=find_deadlines(notice),
        contacts=find_contacts(notice),
        laws=find_laws(notice),
        organisers=find_organisers(notice),
        themes=find_themes(notice),
        amendments=find_amendments(notice),
        prohibitions=find_prohibitions(notice),
    )

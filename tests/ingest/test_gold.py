"""The parser against the gold table: what a careful person reads in the five notices (tests/gold/README.md).

Every comparison runs both ways: what the gold states and the parser lacks is `missing`,
what the parser states and the gold does not know is `unexpected`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.model import ClauseKind, Notice, Part
from ingest.parse import parse_notice
from ingest.readers import read

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "tests" / "gold").glob("*.yaml"))

Entry = Mapping[str, Any]

SPACE = re.compile(r"\s")
QUOTES = re.compile(r"[“”\"《》]")
BRACKETS = re.compile(r"[（）()]")
HALF_TO_FULL = str.maketrans(",();:", "，（）；：")


@pytest.fixture(scope="module", params=GOLD, ids=lambda path: path.stem)
def gold(request: pytest.FixtureRequest) -> Entry:
    table: Entry = yaml.safe_load(request.param.read_text("utf-8"))
    return table


@pytest.fixture(scope="module")
def notice(gold: Entry) -> Notice:
    source = gold["source"]
    return parse_notice(read(ROOT / "notices" / source), source)


def tight(text: str) -> str:
    """Without spaces and with full-width punctuation: the rest is what was printed.

    >>> tight("(二) 预热 启动")
    '（二）预热启动'
    """
    return SPACE.sub("", text).translate(HALF_TO_FULL)


def bare(text: str) -> str:
    """Tight, without quotation marks and brackets: how one says a name.

    >>> bare("商务部（电子商务司）") == bare("商务部电子商务司")
    True
    """
    return BRACKETS.sub("", QUOTES.sub("", tight(text)))


def readings(expected: Any) -> list[Any]:
    return expected if isinstance(expected, list) else [expected]


def is_one_of(expected: Any, got: Any) -> bool:
    return got in readings(expected)


def says_one_of(expected: Any, got: str | None) -> bool:
    """The same name, however it is punctuated."""
    return (got and bare(got)) in [value and bare(value) for value in readings(expected)]


def is_about_one_of(expected: Any, got: str) -> bool:
    """One of the two names the other: 活动总结 and 活动总结材料."""
    return any(bare(value) in bare(got) or bare(got) in bare(value) for value in readings(expected))


def same_set(expected: list[str], got: list[str]) -> bool:
    return {tight(value) for value in expected} == {tight(value) for value in got}


def prints(expected: str, got: str) -> bool:
    return tight(expected) in tight(got)


RULES: Mapping[str, Callable[[Any, Any], bool]] = {
    "kind": is_one_of,
    "role": is_one_of,
    "label": is_one_of,
    "code": is_one_of,
    "reason": is_one_of,
    "category": is_one_of,
    "qualifier": is_one_of,
    "issued": is_one_of,
    "level": is_one_of,
    "due": is_one_of,
    "start": is_one_of,
    "end": is_one_of,
    "ordinal": is_one_of,
    "year": is_one_of,
    "at": is_one_of,
    "region": is_one_of,
    "title": says_one_of,
    "doc_number": says_one_of,
    "campaign": says_one_of,
    "series": says_one_of,
    "name": says_one_of,
    "who": says_one_of,
    "to": says_one_of,
    "organisation": says_one_of,
    "what": is_about_one_of,
    "names": same_set,
    "phones": same_set,
    "faxes": same_set,
    "emails": same_set,
    "issuers": same_set,
    "addressees": same_set,
    "quote": prints,
    "text": prints,
    "year_printed": lambda expected, got: expected == got,
}


def fits(expected: Entry, got: Entry) -> bool:
    return all(RULES[key](value, got[key]) for key, value in expected.items() if key != "arguable")


def diff(expected: Sequence[Entry], got: Sequence[Entry]) -> str:
    """Both sides of the difference, a line each; an `arguable` entry may be there or not."""
    missing = [one for one in expected if not one.get("arguable") and not any(fits(one, other) for other in got)]
    unexpected = [other for other in got if not any(fits(one, other) for one in expected)]
    return "".join([*(_line("missing   ", one) for one in missing), *(_line("unexpected", one) for one in unexpected)])


def _line(side: str, entry: Entry) -> str:
    return f"\n{side} " + "  ".join(f"{key}: {value}" for key, value in entry.items() if value is not None)


def words(notice: Notice, fact: Any) -> dict[str, str]:
    """Where a fact stands, and in which words."""
    return {"at": notice.clause(fact.clause).label, "quote": fact.span.of(notice.text)}


def document(part: Part) -> Entry:
    head = part.masthead
    return {
        "label": part.label,
        "title": head.title.value if head.title else None,
        "doc_number": head.doc_number.value if head.doc_number else None,
        "issuers": [issuer.value.removeprefix("中华人民共和国") for issuer in head.issuers],
        "addressees": ["、".join(addressee.value for addressee in head.addressees)] if head.addressees else [],
        "issued": head.issued,
        "level": part.level.value if part.level else None,
        "campaign": part.campaign.name if part.campaign else None,
    }


def test_every_word_of_the_gold_table_is_printed_in_its_notice(gold: Entry) -> None:
    printed = tight((ROOT / "notices" / gold["source"]).read_text("utf-8"))

    def stated() -> Iterator[str]:
        yield from gold["clauses"].values()
        yield from gold["whole"] + gold["nowhere"]
        yield from (entry["quote"] for entry in gold["deadlines"] + gold["anomalies"])
        yield from (entry["name"] for entry in gold["laws"])
        yield from (entry["text"] for entry in gold["themes"]["stated"] + gold["themes"]["arguable"] + gold["dropped"])
        yield from (name for entry in gold["organisers"] + gold["contacts"] for name in entry["names"])

    assert [text for text in stated() if tight(text) not in printed] == []


def test_documents_of_a_file_have_their_own_masthead(gold: Entry, notice: Notice) -> None:
    documents = [document(part) for part in notice.parts if part.host is None or part.embedded]

    difference = diff(gold["documents"], documents)
    assert not difference, difference


def test_attachments_are_parts_with_a_title(gold: Entry, notice: Notice) -> None:
    attached = [document(part) for part in notice.parts if part.host is not None and not part.embedded]

    difference = diff(gold["attachments"], attached)
    assert not difference, difference


def test_campaigns_and_their_periods(gold: Entry, notice: Notice) -> None:
    campaigns: list[Entry] = [
        {
            "name": part.campaign.name,
            "series": part.campaign.series,
            "ordinal": part.campaign.ordinal,
            "year": part.campaign.year,
            "region": part.campaign.region,
            "start": part.campaign.start,
            "end": part.campaign.end,
        }
        for part in notice.parts
        if part.campaign is not None
    ]

    difference = diff(gold["campaigns"], campaigns)
    assert not difference, difference


def test_clauses_are_the_printed_ones_in_printed_order(gold: Entry, notice: Notice) -> None:
    labels = [
        clause.label
        for clause in notice.clauses
        if clause.kind is ClauseKind.CLAUSE and len(clause.path) > 1 and clause.label not in gold["arguable"]
    ]

    assert labels == list(gold["clauses"])


def test_headings_begin_with_the_printed_words(gold: Entry, notice: Notice) -> None:
    headings = {clause.label: tight(clause.heading) for clause in notice.clauses}
    wrong = {
        path: (expected, headings.get(path))
        for path, expected in gold["clauses"].items()
        if not _begins_alike(tight(expected), headings.get(path, ""))
    }

    assert wrong == {}


def _begins_alike(expected: str, got: str) -> bool:
    """One may be cut shorter than the other, but not to less than its number and a word."""
    return len(got) >= min(4, len(expected)) and (got.startswith(expected) or expected.startswith(got.rstrip("。…")))


def test_deadlines_milestones_and_periods(gold: Entry, notice: Notice) -> None:
    dated = [
        {
            "kind": fact.kind.value,
            "who": fact.who,
            "what": fact.what,
            "to": fact.to,
            "due": fact.due,
            "start": fact.start,
            "end": fact.end,
            "qualifier": fact.qualifier,
            "year_printed": fact.basis is None,
            **words(notice, fact),
        }
        for fact in notice.facts.deadlines
        if fact.due or fact.start or fact.end
    ]

    difference = diff(gold["deadlines"], dated)
    assert not difference, difference


def test_contacts(gold: Entry, notice: Notice) -> None:
    contacts = [
        {
            "names": list(fact.names),
            "organisation": fact.organisation,
            "phones": list(fact.phones),
            "faxes": list(fact.faxes),
            "emails": list(fact.emails),
            **words(notice, fact),
        }
        for fact in notice.facts.contacts
    ]

    difference = diff(gold["contacts"], contacts)
    assert not difference, difference


def test_laws_and_other_texts_referred_to(gold: Entry, notice: Notice) -> None:
    laws = [
        {
            "name": fact.name,
            "category": fact.category.value,
            "doc_number": fact.doc_number,
            **words(notice, fact),
        }
        for fact in notice.facts.laws
    ]

    difference = diff(gold["laws"], laws)
    assert not difference, difference


def test_organisers_and_venues(gold: Entry, notice: Notice) -> None:
    names: dict[tuple[str, str], list[str]] = {}
    for fact in notice.facts.organisers:
        names.setdefault((fact.role.value, notice.clause(fact.clause).label), []).extend(fact.names)
    organisers = [{"role": role, "at": at, "names": found} for (role, at), found in names.items()]

    difference = diff(gold["organisers"], organisers)
    assert not difference, difference


def test_themes_slogans_and_principles(gold: Entry, notice: Notice) -> None:
    themes = [{"kind": fact.kind.value, "text": fact.text, **words(notice, fact)} for fact in notice.facts.themes]
    arguable = [{**entry, "arguable": True} for entry in gold["themes"]["arguable"]]

    difference = diff(gold["themes"]["stated"] + arguable, themes)
    assert not difference, difference


def test_mistakes_of_the_source_are_reported(gold: Entry, notice: Notice) -> None:
    anomalies = [
        {
            "code": anomaly.code,
            "quote": anomaly.span.of(notice.text),
            "at": notice.clause(anomaly.clause).label if anomaly.clause else None,
        }
        for anomaly in notice.anomalies
    ]

    difference = diff(gold["anomalies"], anomalies)
    assert not difference, difference


def test_what_is_dropped_is_recorded_with_its_reason(gold: Entry, notice: Notice) -> None:
    dropped = [{"reason": one.reason, "text": one.text} for one in notice.dropped]

    difference = diff(gold["dropped"], dropped)
    assert not difference, difference


def test_sentences_cut_by_a_page_stand_whole_in_one_clause(gold: Entry, notice: Notice) -> None:
    clauses = [tight(clause.own.of(notice.text)) for clause in notice.clauses]

    assert [text for text in gold["whole"] if not any(tight(text) in clause for clause in clauses)] == []


def test_layout_debris_and_imprint_are_in_no_clause(gold: Entry, notice: Notice) -> None:
    clauses = [clause for clause in notice.clauses if clause.kind is ClauseKind.CLAUSE]
    found = {
        text: clause.label
        for text in gold["nowhere"]
        for clause in clauses
        if tight(text) in tight(clause.own.of(notice.text))
    }

    assert found == {}

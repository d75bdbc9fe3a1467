"""Whoever is answered from a notice that was changed is told so, by which notice, and what that means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.amended import warn_amended, with_amending
from assistant.model import Caveat, Kind, Query
from assistant.scope import documents_of
from ingest.model import Amendment, AmendmentKind, ClauseId, Notice
from tests.fakes import REPORT, TITLE, FakeShelf, make_answer, make_campaign_notice, make_refusal, place

DAY = date(2024, 5, 1)
NOTICE = make_campaign_notice()


def amending(kind: AmendmentKind) -> Notice:
    """The notice made by hand under another title, changing the first one."""
    notice = make_campaign_notice("f9")
    head = notice.main.masthead
    title = head.title and replace(head.title, value="关于第六届双品网购节有关事项的通知")
    head = replace(head, title=title, doc_number=None, issued=date(2024, 4, 30))
    fact = Amendment(clause=ClauseId("c"), span=place(REPORT), kind=kind, doc_number="商电促进函〔2024〕40号")
    parts = (replace(notice.main, masthead=head), *notice.parts[1:])
    return replace(notice, parts=parts, facts=replace(notice.facts, amendments=(fact,)))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (AmendmentKind.EXTENSION, "延期，请以延期后的时间为准。"),
        (AmendmentKind.SUPPLEMENT, "补充，请一并查阅。"),
        (AmendmentKind.REPEAL, "废止，其内容不再有效。"),
    ],
)
def test_an_answer_names_the_notice_that_changed_what_it_cites(kind: AmendmentKind, said: str) -> None:
    shelf = FakeShelf((NOTICE, amending(kind)))
    answer = make_answer("总结何时交", DAY)

    warned = warn_amended(answer, shelf.relations(), shelf.notice)

    message = f"《{TITLE}》（商电促进函〔2024〕40号）已由《关于第六届双品网购节有关事项的通知》{said}"
    assert warned.warnings == (Caveat("amended", message, 1), *answer.warnings)
    assert replace(warned, warnings=answer.warnings) == answer


def test_a_refusal_that_shows_the_nearest_clause_warns_as_well() -> None:
    shelf = FakeShelf((NOTICE, amending(AmendmentKind.REPEAL)))

    (warning,) = warn_amended(make_refusal("补贴多少", DAY), shelf.relations(), shelf.notice).warnings

    assert (warning.code, warning.citation) == ("amended", None)


def test_nothing_is_said_of_a_notice_that_stands_as_it_was() -> None:
    shelf = FakeShelf((NOTICE,))
    answer = make_answer("总结何时交", DAY)

    assert warn_amended(answer, shelf.relations(), shelf.notice) == answer


@pytest.mark.parametrize(
    ("kind", "amendment", "expected"),
    [
        (Kind.DEADLINES, AmendmentKind.EXTENSION, ["f9", "a1b2c3"]),
        (Kind.DEADLINES, AmendmentKind.REPEAL, ["a1b2c3"]),
        (Kind.CONTACTS, AmendmentKind.EXTENSION, ["a1b2c3"]),
    ],
)
def test_asked_for_times_the_changing_notice_comes_first(
    kind: Kind, amendment: AmendmentKind, expected: list[str]
) -> None:
    shelf = FakeShelf((NOTICE, amending(amendment)))
    documents = documents_of(shelf.entries())
    about = [one for one in documents if one.notice == NOTICE.id]

    found = with_amending(Query("何时", kind, DAY), about, documents, shelf.relations())

    assert [one.notice for one in found] == expected

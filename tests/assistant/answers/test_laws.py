"""Which laws are to be followed, as printed; a law that is not printed is not said."""

from __future__ import annotations

from assistant.model import Status
from tests.assistant.build import Desk


def test_the_laws_of_one_notice_with_whom_they_bind(desk: Desk) -> None:
    answer = desk.ask("第六届双品网购节要遵守哪些法律")

    assert answer.text == "参与活动企业须严格遵守《电子商务法》《反垄断法》《价格法》。[1]"
    assert [stated.fact.name for stated in answer.facts.laws] == ["电子商务法", "反垄断法", "价格法"]


def test_each_edition_has_its_own_list(desk: Desk) -> None:
    assert "《价格法》" not in desk.ask("第三届双品网购节要遵守哪些法律").text


def test_a_law_that_is_asked_for_and_not_printed_is_not_stated(desk: Desk) -> None:
    assert desk.ask("第三届双品网购节要遵守《价格法》吗").status is Status.NOT_STATED
    assert desk.ask("海南年货节要遵守哪些法律").status is Status.NOT_STATED


def test_an_article_that_is_not_printed_is_not_stated(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节卖假货违反的是电子商务法第几条").status is Status.NOT_STATED

"""About the notices themselves: which there are, their number, issuer and date."""

from __future__ import annotations

from assistant.model import Status
from tests.assistant.build import Desk


def test_all_notices_newest_first_each_with_its_citation(desk: Desk) -> None:
    answer = desk.ask("现在有哪些通知")

    assert [line.split("》")[0] for line in answer.text.split("\n")] == [
        "《关于举办“第六届双品网购节”的通知",
        "《2024海南网上年货节总体方案",
        "《商务部办公厅关于开展第三届“双品网购节”的通知",
    ]
    assert len({citation.notice_id for citation in answer.citations}) == 3


def test_a_number_an_issuer_and_a_date(desk: Desk) -> None:
    assert "商办电函〔2021〕107号" in desk.ask("第三届双品网购节通知的文号").text
    assert "商务部电子商务司" in desk.ask("第六届双品网购节的通知是哪个部门发的").text
    assert "2021年3月15日" in desk.ask("第三届双品网购节通知是哪天印发的").text


def test_a_plan_without_number_or_date_has_none(desk: Desk) -> None:
    assert desk.ask("海南年货节方案的文号是多少").status is Status.NOT_STATED
    assert desk.ask("第六届双品网购节通知的成文日期").status is Status.NOT_STATED


def test_the_notices_that_mention_a_law(desk: Desk) -> None:
    answer = desk.ask("哪些通知提到了《价格法》")

    assert {citation.doc_number for citation in answer.citations} == {"商电促进函〔2024〕40号"}


def test_the_number_of_another_text_is_not_that_of_the_notice(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节通知里提到的《电子商务法》是几号文").status is not Status.ANSWERED

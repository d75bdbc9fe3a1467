"""Which documents a question is about: never another campaign's, never another document's of the same file."""

from __future__ import annotations

import pytest

from assistant.model import CampaignRef
from assistant.scope import aliases, choose_documents, fits, organ_named
from assistant.understanding.understand import Catalogue, understand
from tests.assistant.build import AS_OF, Desk, documents, make_desk

TWO_IN_ONE = (
    "辽宁省商务厅\n辽商电商函〔2021〕15号\n辽宁省商务厅关于开展“2021辽宁网上年货节”活动的通知\n各市商务局：\n请于1月29日前报省商务厅。\n"
    "附件：商务部办公厅关于开展“2021全国网上年货节”活动的通知\n辽宁省商务厅\n2021年1月15日\n"
    "商务部办公厅\n商办电函〔2021〕11号\n商务部办公厅关于开展“2021全国网上年货节”活动的通知\n各省商务主管部门：\n请于1月30日前报商务部。\n"
)


def titles(desk: Desk, question: str) -> list[str]:
    query = understand(question, Catalogue(documents(desk), frozenset()), as_of=AS_OF)
    return [document.title for document in choose_documents(query, documents(desk))]


def test_documents_stand_newest_first(desk: Desk) -> None:
    assert [document.source for document in documents(desk)] == [
        "2024-双品网购节.txt",
        "2024-网上年货节-海南.txt",
        "2021-双品网购节.txt",
    ]


def test_a_notice_forwarded_in_another_is_a_document_of_its_own() -> None:
    letter, forwarded = sorted(documents(make_desk(TWO_IN_ONE)), key=lambda one: one.part)

    assert (letter.doc_number, forwarded.doc_number) == ("辽商电商函〔2021〕15号", "商办电函〔2021〕11号")
    assert letter.parts.isdisjoint(forwarded.parts)
    assert (letter.campaign and letter.campaign.region, forwarded.campaign and forwarded.campaign.region) == (
        "辽宁",
        "全国",
    )


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("第三届双品网购节要报什么", ["商务部办公厅关于开展第三届“双品网购节”的通知"]),
        ("2021年双品节要报什么", ["商务部办公厅关于开展第三届“双品网购节”的通知"]),
        ("商办电函[2021]107号讲什么", ["商务部办公厅关于开展第三届“双品网购节”的通知"]),
        ("商办电函〔2021〕108号讲什么", []),
        ("第四届双品网购节要报什么", []),
        ("2023年双品节要报什么", []),
        ("双11要报什么", []),
        ("辽宁年货节的联系人", []),
        ("海南年货节的联系人", ["2024海南网上年货节总体方案"]),
        (
            "双品节的联系人",
            ["关于举办“第六届双品网购节”的通知", "商务部办公厅关于开展第三届“双品网购节”的通知"],
        ),
    ],
)
def test_every_name_a_question_gives_must_fit(question: str, source: list[str], desk: Desk) -> None:
    assert titles(desk, question) == source


def test_an_edition_is_known_by_the_year_of_its_start(desk: Desk) -> None:
    sixth, hainan, third = documents(desk)

    assert [document.year for document in (sixth, hainan, third)] == [2024, 2024, 2021]
    assert fits(CampaignRef(("双品网购节",), (3,), (2021,)), third)
    assert not fits(CampaignRef(("双品网购节",), (3,), (2024,)), third)
    assert not fits(CampaignRef(("双品网购节",), (3,)), sixth)
    assert not fits(CampaignRef(("双品网购节",)), hainan)


def test_short_names_are_endings_and_first_words() -> None:
    assert {"双品节", "双品", "网购节"} <= set(aliases("双品网购节"))
    assert "节" not in aliases("双品网购节")


@pytest.mark.parametrize(
    ("question", "issuer", "named"),
    [
        ("工信部的联系人是谁", "工业和信息化部消费品工业司", "工信部"),
        ("商务部电话", "商务部电子商务司", "商务部"),
        ("商务部电话", "辽宁省商务厅", None),
        ("辽宁省商务厅电话", "辽宁省商务厅", "辽宁省商务厅"),
    ],
)
def test_an_issuer_is_named_in_full_or_in_short(question: str, issuer: str, named: str | None) -> None:
    assert organ_named(question, issuer) == named

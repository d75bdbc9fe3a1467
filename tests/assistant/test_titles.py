"""Notices without a campaign are spoken of by where they apply and what they are about."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assistant.build import Desk, make_desk

NOTICES = (
    "关于公开征集2026年青禾区家电以旧换新参与企业的通知\n各有关单位：\n一、报名条件\n依法注册登记。\n联系人：李明，电话：0571-88880001。\n",
    "关于组织开展2026年全市数码商品以旧换新参与企业遴选的通知\n各县商务局：\n一、报名条件\n有实体门店。\n联系人：王芳，电话：0571-88880002。\n",
    "关于做好外资企业复工复产服务工作的通知\n各区商务局：\n一、保障措施\n协助企业备齐防疫物资。\n二、加强服务\n一企一策。\n联系人：赵强，电话：0571-88880003。\n",
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return make_desk(*NOTICES)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("青禾区以旧换新找谁？", "李明"),
        ("复工复产的联系人是谁", "赵强"),
        ("外资企业复工复产打哪个电话", "0571-88880003"),
    ],
)
def test_a_place_or_a_topic_of_a_title_names_its_notice(desk: Desk, question: str, who: str) -> None:
    answer = desk.ask(question)

    assert who in answer.text
    assert len({citation.notice_id for citation in answer.citations}) == 1


def test_words_that_many_titles_share_name_none(desk: Desk) -> None:
    answer = desk.ask("企业的联系人是谁")

    assert len({citation.notice_id for citation in answer.citations}) == len(NOTICES)


def test_a_word_of_a_title_alone_asks_for_nothing(desk: Desk) -> None:
    assert "加强服务" in desk.ask("复工复产有哪些措施").text


def test_a_search_is_not_kept_to_a_notice_whose_title_a_question_repeats(desk: Desk) -> None:
    hits = desk.assistant.search("复工复产的企业要依法注册登记吗", as_of=date(2026, 1, 1), limit=10)

    assert len({hit.notice.id for hit in hits}) > 1


def test_a_notice_of_another_place_is_not_meant_however_alike_its_title(desk: Desk) -> None:
    """天津 is in no title here: the notice of 青禾区 must not answer for it."""
    answer = desk.ask("天津家电以旧换新参与企业的联系人是谁")

    assert len({citation.notice_id for citation in answer.citations}) != 1


def test_a_title_names_no_notice_where_what_is_asked_stands_in_another(desk: Desk) -> None:
    """复工复产 is in one title alone; kitchens that start again are dealt with elsewhere."""
    kitchens = (
        "关于加强餐饮行业管理的通知\n各区商务局：\n一、经营要求\n餐饮单位复工复产前应当对厨房、餐具进行全面消毒。\n"
        "联系人：孙洁，电话：0571-88880004。\n"
    )
    answer = make_desk(*NOTICES, kitchens).ask("餐饮单位复工复产前厨房餐具要消毒吗")

    assert "全面消毒" in answer.text
    assert {citation.title for citation in answer.citations} == {"关于加强餐饮行业管理的通知"}


def test_a_year_rules_out_the_notice_of_another_year_and_no_other() -> None:
    def notice(year: int, who: str) -> str:
        return f"关于组织申报{year}年度物流标准化试点的通知\n各有关单位：\n一、条件\n依法登记。\n联系人：{who}，电话：0571-8888000{year % 10}。\n"

    desk = make_desk(notice(2024, "李明"), notice(2025, "王芳"))

    assert desk.ask("2024年物流标准化试点的联系人是谁").text.count("王芳") == 0
    assert "王芳" in desk.ask("2025年度物流标准化试点联系人").text
    assert all(who in desk.ask("物流标准化试点的联系人是谁").text for who in ("李明", "王芳"))

"""Notices without a campaign are spoken of by where they apply and what they are about."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.model import Status
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


def like_named(*titles: str) -> Desk:
    """Notices that say the same, each with a person of its own: 联系人一, 联系人二 …"""
    people = ("李明", "王芳", "赵强", "孙洁")
    return make_desk(
        *(
            f"青禾市商务局文件\n青商函〔2026〕{n + 1}号\n{title}\n各有关单位：\n一、要求\n依法登记。\n联系人：{who}，电话：0571-8888000{n}。\n"
            f"青禾市商务局\n2026年{n + 1}月5日\n"
            for n, (title, who) in enumerate(zip(titles, people, strict=False))
        )
    )


FESTIVAL = (
    "关于举办“第七届品质网购节”的通知",
    "关于“第七届品质网购节”延期举办的通知",
    "关于“第七届品质网购节”有关事项的补充通知",
)


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("第七届品质网购节延期的通知联系谁", ["王芳"]),
        ("品质网购节补充通知的联系人", ["赵强"]),
        ("第七届品质网购节1月发的通知联系人是谁", ["李明"]),
        ("关于举办“第七届品质网购节”的通知联系谁", ["李明"]),
        ("第七届品质网购节联系谁", ["李明", "王芳", "赵强"]),
    ],
)
def test_of_the_notices_about_one_campaign_the_one_is_meant_that_does_what_is_said(
    question: str, who: list[str]
) -> None:
    text = like_named(*FESTIVAL).ask(question).text

    assert [one for one in ("李明", "王芳", "赵强") if one in text] == who


@pytest.mark.parametrize(
    ("titles", "question"),
    [
        (FESTIVAL, "第七届品质网购节取消举办的通知联系谁"),
        (
            ("关于举办农村电商培训班（第一期）的通知", "关于举办农村电商培训班（第二期）的通知"),
            "农村电商培训班第三期联系人",
        ),
        (("关于组织申报省级数字商务集聚区的通知",), "国家级数字商务集聚区申报联系人"),
        (("关于举办夏季老字号嘉年华的通知", "关于举办秋季老字号嘉年华的通知"), "冬季老字号嘉年华的联系人是谁"),
    ],
)
def test_a_notice_that_only_has_like_named_ones_here_is_not_answered_from_them(
    titles: tuple[str, ...], question: str
) -> None:
    answer = like_named(*titles).ask(question)

    assert answer.status is Status.NOT_FOUND
    assert answer.text.startswith("没有“")


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("农村电商培训班（第二期）联系人", ["王芳"]),
        ("农村电商培训班联系人", ["李明", "王芳"]),
        ("示范企业和示范园区评选联系谁", ["赵强", "孙洁"]),
    ],
)
def test_titles_that_are_repeated_as_much_are_all_meant(question: str, who: list[str]) -> None:
    titles = (
        "关于举办农村电商培训班（第一期）的通知",
        "关于举办农村电商培训班（第二期）的通知",
        "关于评选电子商务示范企业的通知",
        "关于评选电子商务示范园区的通知",
    )
    text = like_named(*titles).ask(question).text

    assert [one for one in ("李明", "王芳", "赵强", "孙洁") if one in text] == who


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("关于做好2026年云上消博会的通知的联系人是谁", ["李明"]),
        ("2026年云上消博会联系谁", ["李明"]),
        ("关于开展消费促进月的通知联系谁", ["王芳"]),
    ],
)
def test_a_whole_title_or_a_fair_in_one_names_its_notice(question: str, who: list[str]) -> None:
    titles = ("关于做好2026年云上消博会的通知", "关于开展消费促进月的通知", "关于开展春季消费促进月的通知")
    text = like_named(*titles).ask(question).text

    assert [one for one in ("李明", "王芳", "赵强") if one in text] == who


def test_a_fair_of_another_year_than_asked_for_is_not_here() -> None:
    answer = like_named("关于做好2026年云上消博会的通知").ask("2025年云上消博会联系谁")

    assert answer.status is Status.NOT_FOUND

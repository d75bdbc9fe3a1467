"""What a question asks, about which campaign, between whom: in the words officials and merchants use."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import BadQuestion
from assistant.model import CampaignRef, Kind, Query
from assistant.understanding.spelling import by_sound
from assistant.understanding.understand import MAX_QUESTION, Catalogue, clean, find_levels, understand
from ingest.model import Level
from tests.assistant.build import AS_OF, Desk, documents


def understood(desk: Desk, question: str, *, as_of: date = AS_OF, previous: Query | None = None) -> Query:
    laws = frozenset({"电子商务法", "固体废物污染环境防治法", "价格法"})
    return understand(question, Catalogue(documents(desk), laws), as_of=as_of, previous=previous)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("第六届双品网购节的总结材料最晚什么时候交？", Kind.DEADLINES),
        ("材料啥时候交", Kind.DEADLINES),
        ("总结报给谁", Kind.DEADLINES),
        ("要报送哪些材料", Kind.DEADLINES),
        ("联系人是谁", Kind.CONTACTS),
        ("电 话 多少", Kind.CONTACTS),
        ("传真号发一下", Kind.CONTACTS),
        ("要遵守哪些法律法规", Kind.LAWS),
        ("有没有提到《价格法》", Kind.LAWS),
        ("活动什么时候开始", Kind.PERIOD),
        ("活动持续几天", Kind.PERIOD),
        ("主办单位是谁", Kind.ORGANISERS),
        ("分会场有哪些", Kind.ORGANISERS),
        ("有哪些通知", Kind.NOTICES),
        ("通知的文号是多少", Kind.NOTICES),
        ("这个通知是哪个部门发的", Kind.NOTICES),
        ("怎么保护消费者权益", Kind.CLAUSES),
        ("你能做什么", Kind.HELP),
    ],
)
def test_the_words_of_a_question_say_its_kind(question: str, kind: Kind, desk: Desk) -> None:
    assert understood(desk, question).kind is kind


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("第六届双品网购节", CampaignRef(("双品网购节",), (6,))),
        ("双品节联系人", CampaignRef(("双品网购节",))),
        ("第三届双品节总结", CampaignRef(("双品网购节",), (3,))),
        ("第3届网购节总结", CampaignRef(("双品网购节",), (3,))),
        ("2021年双品网购节总结", CampaignRef(("双品网购节",), (), (2021,))),
        ("21年双品网购节总结", CampaignRef(("双品网购节",), (), (2021,))),
        ("今年双品节总结", CampaignRef(("双品网购节",), (), (2024,))),
        ("年货节什么时候", CampaignRef(("网上年货节",))),
        ("海南年货节什么时候", CampaignRef(("网上年货节",), (), (), "海南")),
        ("活动时间是什么时候", CampaignRef()),
    ],
)
def test_a_campaign_is_named_in_full_or_as_people_say(question: str, ref: CampaignRef, desk: Desk) -> None:
    assert understood(desk, question).campaign == ref


@pytest.mark.parametrize("question", ["双11补贴多少", "618什么时候开始", "湖南美食节的联系人"])
def test_a_campaign_of_no_notice_is_told_apart(question: str, desk: Desk) -> None:
    assert understood(desk, question).unknown_campaign is not None


def test_a_year_in_a_question_about_a_given_notice_is_a_year_that_it_speaks_of(desk: Desk) -> None:
    answer = desk.ask("2019年没守过行规的还要遵守行业规范吗？", notice=desk.notices[1])

    assert [citation.label for citation in answer.citations] == ["附件 一"]


def test_what_is_asked_for_is_left_when_names_and_words_of_asking_are_taken_off(desk: Desk) -> None:
    assert understood(desk, "第六届双品网购节的总结材料最晚什么时候交？").terms == ("总结", "材料")
    assert understood(desk, "请问双品节对消费券有什么要求呢").terms == ("消费券",)


@pytest.mark.parametrize(
    ("question", "levels"),
    [
        ("市里的总结几号报省厅", (Level.CITY, Level.PROVINCE)),
        ("省里什么时候向商务部报总结", (Level.PROVINCE, Level.MINISTRY)),
        ("总结几号报", (None, None)),
    ],
)
def test_who_reports_to_whom(question: str, levels: tuple[Level | None, Level | None]) -> None:
    assert find_levels(question) == levels


def test_a_number_a_law_and_a_place_are_read_off_the_question(desk: Desk) -> None:
    query = understood(desk, "商电促进函〔2024〕40号第二部分（三）提到《电子商务法》了吗")

    assert [document.doc_number for document in documents(desk) if document.part in query.documents] == [
        "商电促进函〔2024〕40号"
    ]
    assert query.laws == ("电子商务法",)
    assert query.place == ("第二部分", "(三)")


class TestFollowUp:
    """A follow-up takes from the question before what it leaves out, and nothing else."""

    def test_the_campaign_stays_when_only_the_kind_changes(self, desk: Desk) -> None:
        first = understood(desk, "第六届双品网购节的总结材料最晚什么时候交？")
        second = understood(desk, "那联系人呢", previous=first)

        assert (second.kind, second.campaign) == (Kind.CONTACTS, CampaignRef(("双品网购节",), (6,)))

    def test_what_was_asked_stays_when_only_the_edition_changes(self, desk: Desk) -> None:
        first = understood(desk, "第六届双品网购节的总结材料最晚什么时候交？")
        second = understood(desk, "第三届呢", previous=first)

        assert (second.kind, second.campaign) == (Kind.DEADLINES, CampaignRef(("双品网购节",), (3,)))
        assert second.terms == first.terms

    def test_a_question_that_names_all_takes_nothing(self, desk: Desk) -> None:
        first = understood(desk, "第六届双品网购节的总结材料最晚什么时候交？")
        alone = understood(desk, "海南年货节承办单位是谁")

        assert understood(desk, "海南年货节承办单位是谁", previous=first) == alone


def test_control_characters_and_blanks_say_nothing() -> None:
    assert clean(" 材料\x00啥时候\n\n交\u200b？ ") == "材料 啥时候 交 ？"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "empty_question"),
        (" \n\u3000\x00", "empty_question"),
        ("问" * (MAX_QUESTION + 1), "question_too_long"),
    ],
)
def test_what_is_no_question_is_refused_in_chinese(question: str, code: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        clean(question)
    assert caught.value.code == code
    assert "问题" in str(caught.value)


@pytest.mark.parametrize(
    ("question", "ordinals"),
    [
        ("双品网购节上一届什么时候办的", (5,)),
        ("双品网购节再上一届什么时候办的", (4,)),
        ("双品网购节上上届的联系人", (4,)),
        ("近两届双品网购节的联系人", (6, 3)),
        ("双品网购节最早一届的联系人", (3,)),
        ("最新一届双品网购节的联系人", (6,)),
    ],
)
def test_an_edition_may_be_named_by_its_order(question: str, ordinals: tuple[int, ...], desk: Desk) -> None:
    assert understood(desk, question).campaign.ordinals == ordinals


def test_the_one_before_is_counted_from_the_edition_spoken_of(desk: Desk) -> None:
    sixth = understood(desk, "第六届双品网购节几号结束")
    fifth = understood(desk, "上一届呢", previous=sixth)

    assert understood(desk, "再往前一届呢", previous=fifth).campaign.ordinals == (4,)


def test_three_years_ago_is_not_two(desk: Desk) -> None:
    assert understood(desk, "大前年的年货节谁指导").campaign.years == (2021,)


def test_who_says_what_he_is_has_not_mistyped_where_he_is() -> None:
    assert by_sound("我是区商务局的", {"我市区"}) == "我是区商务局的"

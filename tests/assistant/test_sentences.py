"""The gate for sentences of a model, over two invented notices: what it must let through, and what it must not."""

from __future__ import annotations

import pytest

from assistant.sentences import SentenceGate, segments_of
from tests.assistant.build import Desk, draft_of, make_desk

SHOPPING = (
    "江苏省商务厅关于开展2025“苏新消费·冬季购物节”活动的通知\n各设区市商务局：\n"
    "定于2025年12月15日至2026年2月28日在全省范围内开展2025“苏新消费·冬季购物节”活动。现将有关事项通知如下：\n"
    "一、促销活动\n有条件的地区可发放消费券，单张面额原则上不超过200元。\n"
    "二、市场秩序\n各参与企业应严格遵守《消费者权益保护法》《价格法》等法律法规，不得先涨价后打折，不得利用虚假宣传误导消费者。\n"
    "三、绿色消费\n鼓励家电销售企业开展旧家电免费上门回收，推广使用可降解包装，减少一次性塑料制品使用。\n"
    "四、工作要求\n各设区市商务局要制定活动实施方案，于2025年12月10日前将实施方案和联络员名单报送省商务厅流通处。\n"
    "联系人：周敏，电话：025-57710333，传真：025-57710110；邮箱：ltc@jscom.example.cn\n江苏省商务厅\n2025年11月28日\n"
)
EXPO = (
    "关于组织参加第八届丝路电商博览会的通知\n陕商函〔2025〕76号\n各市（区）商务局：\n"
    "第八届丝路电商博览会将于2025年9月18日至21日在西安国际会展中心举办。\n"
    "一、参展范围\n每个市（区）推荐参展企业不少于8家，总数不超过15家。\n"
    "二、参展费用\n标准展位（9平方米）每个3000元，特装展位每平方米280元。\n"
    "联系人：马建国 029-63913882\n陕西省商务厅\n2025年6月20日\n"
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return make_desk(SHOPPING, EXPO)


def judged(desk: Desk, question: str, sentence: str) -> str | None:
    """The sentence as it would be shown beside the answer to a question; None where it is dropped."""
    answer = desk.ask(question)
    assert answer.citations, answer.text
    return SentenceGate(draft_of(answer), desk.find).judge(sentence).text


PLAN = "苏新消费冬季购物节的实施方案什么时候报"
COUPON = "苏新消费冬季购物节消费券面额多少"
LAWS = "苏新消费冬季购物节企业要遵守哪些法律"
GREEN = "苏新消费冬季购物节绿色消费有什么要求"
CONTACT = "苏新消费冬季购物节的联系方式"
COUNT = "丝路电商博览会每个市推荐多少家企业"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (PLAN, "各设区市商务局应于2025年12月10日前，将实施方案和联络员名单报送省商务厅流通处。[1]"),
        (PLAN, "实施方案的报送截止时间是2025年12月10日前，报送对象是省商务厅流通处。[1]"),
        (PLAN, "请各设区市商务局在2025年12月10日前提交活动实施方案和联络员名单。[1]"),
        (COUPON, "有条件的地区可发放消费券，单张面额原则上不超过200元。[1]"),
        (LAWS, "参与企业需严格遵守《消费者权益保护法》和《价格法》。[1]"),
        (LAWS, "按照通知要求，各参与企业不得先涨价后打折，不得利用虚假宣传误导消费者。[1]"),
        (GREEN, "通知鼓励家电销售企业开展旧家电免费上门回收，推广使用可降解包装。[1]"),
        (CONTACT, "如有疑问，请联系周敏，电话：025-57710333。[1]"),
        (CONTACT, "联系人是周敏，传真为025-57710110，邮箱为ltc@jscom.example.cn。[1]"),
        (COUNT, "每个市（区）至少推荐8家参展企业，总数不超过15家。[1]"),
    ],
)
def test_what_the_notice_says_in_other_words_is_shown(question: str, sentence: str, desk: Desk) -> None:
    assert judged(desk, question, sentence) == sentence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        # who, to whom, when
        (PLAN, "各县商务局应于2025年12月10日前报送实施方案。[1]"),
        (PLAN, "参与企业应于2025年12月10日前报送实施方案。[1]"),
        (PLAN, "实施方案于2025年12月10日前报送省发展改革委。[1]"),
        (PLAN, "省商务厅流通处应于2025年12月10日前将实施方案报送各设区市商务局。[1]"),
        (PLAN, "各设区市商务局应于2025年12月10日后报送实施方案。[1]"),
        (PLAN, "各设区市商务局应于2026年12月10日前报送实施方案。[1]"),
        # what narrows
        (COUPON, "各地要发放消费券，单张面额不超过200元。[1]"),
        (COUPON, "消费券单张面额不超过200元。[1]"),
        (COUPON, "消费券单张面额为200元。[1]"),
        (COUPON, "有条件的地区必须发放消费券。[1]"),
        (COUPON, "有条件的地区可发放消费券，单张面额原则上不低于200元。[1]"),
        # what binds whom, what is forbidden
        (LAWS, "消费者应严格遵守《消费者权益保护法》。[1]"),
        (LAWS, "各设区市商务局应严格遵守《价格法》。[1]"),
        (LAWS, "各参与企业可以先涨价后打折。[1]"),
        (LAWS, "各参与企业不得打折。[1]"),
        (LAWS, "各参与企业应严格遵守《价格法》，逾期不改的将被取消资格。[1]"),
        # what is encouraged of whom
        (GREEN, "家电销售企业必须开展旧家电免费上门回收。[1]"),
        (GREEN, "家电销售企业应开展旧家电免费上门回收。[1]"),
        (GREEN, "消费者应开展旧家电免费上门回收。[1]"),
        (GREEN, "推广一次性塑料制品使用。[1]"),
        (GREEN, "鼓励家电销售企业使用一次性塑料制品。[1]"),
        # numbers of people, people of numbers
        (CONTACT, "联系人是周敏，电话025-57710110。[1]"),
        (CONTACT, "联系人是周明，电话025-57710333。[1]"),
        (CONTACT, "周敏是省发展改革委的联系人。[1]"),
        (COUNT, "每个市（区）推荐参展企业不超过8家。[1]"),
        (COUNT, "每个市（区）推荐参展企业不少于15家，总数不超过8家。[1]"),
    ],
)
def test_what_it_does_not_say_is_not(question: str, sentence: str, desk: Desk) -> None:
    assert judged(desk, question, sentence) is None


def test_a_sentence_needs_a_citation_that_is_there(desk: Desk) -> None:
    true = "有条件的地区可发放消费券，单张面额原则上不超过200元。"

    assert judged(desk, COUPON, true + "[1]") is not None
    for wrong in (true, true + "[9]", true + "[0]"):
        assert judged(desk, COUPON, wrong) is None


def test_a_statement_rests_on_one_quote() -> None:
    """Both halves are printed, in two clauses; together they say what neither says."""
    desk = make_desk(
        "关于举办第二届茶叶节的通知\n各区商务局：\n一、报送\n各区商务局于2025年3月1日前报送总结。\n"
        "二、参展\n茶叶企业于2025年2月1日前报送参展报名表。\n"
    )
    question = "第二届茶叶节要报什么材料，什么时候报"

    assert judged(desk, question, "各区商务局于2025年3月1日前报送总结[1]，茶叶企业于2025年2月1日前报送参展报名表[2]。")
    assert judged(desk, question, "茶叶企业于2025年3月1日前报送总结。[1][2]") is None
    assert judged(desk, question, "茶叶企业[2]于2025年3月1日前报送总结[1]。") is None


def test_a_mark_in_the_middle_of_a_statement_ends_none() -> None:
    assert segments_of("茶叶企业[2]于3月1日前报送总结[1]。") == [("茶叶企业于3月1日前报送总结。", (2, 1))]
    assert segments_of("总结于3月1日前报送[1]，电话12345678[2]。") == [
        ("总结于3月1日前报送", (1,)),
        ("，电话12345678。", (2,)),
    ]

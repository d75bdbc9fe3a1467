"""A question in other words than the notice's is answered by what it means; one that only shares words with it is not."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import make_desk

TRADE_IN = (
    "关于开展家电以旧换新活动的通知\n各区商务局：\n现就有关事项通知如下：\n"
    "一、补贴标准\n按照销售价格的15%给予补贴。\n"
    "二、配送\n企业应提供免费送货服务，送货时间原则上不得超过30天，未按时送货的产品不纳入补贴范围。\n"
    "三、发票\n每张发票仅限对应一件补贴产品，不得将赠品纳入开票范围。\n"
    "四、退出\n参与企业自愿退出的，应向区商务局提出书面申请，由区商务局终止其资格。\n"
    "五、宣传\n通过报纸、电视开展宣传。\n"
    "六、监督\n发现骗取补贴的，取消参与资格，追回补贴资金。\n"
)


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("骗补的抓到了怎么收拾？", "正文 六"),
        (
            "送货最长不能超过多少天？",
            "正文 二",
        ),  # a length that some date rule was read off, but not asked about by name
        ("不想干了得办什么手续？", "正文 四"),
        ("开单子能不能把搭送的东西写上？", "正文 三"),
    ],
)
def test_everyday_words_find_the_clause_that_says_it_otherwise(question: str, label: str) -> None:
    desk = make_desk(TRADE_IN)

    answer = desk.ask(question, notice=desk.notices[0])

    assert answer.status is Status.ANSWERED
    assert label in [citation.label for citation in answer.citations[:3]]


def test_a_clause_of_an_attachment_stands_under_its_title() -> None:
    desk = make_desk(
        "关于举办丰收节的通知\n各区商务局：\n请组织企业参加，处理好投诉。\n附件：承诺书\n2025年5月1日\n"
        "附件\n承诺书\n我公司承诺：\n一、遵守法律，诚信经营。\n二、建立高效机制处理投诉。\n"
    )

    answer = desk.ask("承诺书里对投诉有什么承诺？", notice=desk.notices[0])

    assert "附件 二" in [citation.label for citation in answer.citations[:3]]


@pytest.mark.parametrize(
    "question",
    [
        "送货迟到了怎么赔？",  # about delivery, and no word of compensation
        "宣传找哪些电台？",
        "发票的工本费是多少？",
        "宣传经费多少钱？",
        "补贴每台最高多少？",
        "公示在哪个网站？",
        "赠品要提供保修卡吗？",
        "参与企业是哪家公司？",
        "发票长什么样？",
        "配送给赠品吗？",
        "给门店发保证金吗？",
        "书面申请要不要盖公章？",
    ],
)
def test_a_clause_about_the_same_words_is_no_answer_without_the_thing_asked_for(question: str) -> None:
    desk = make_desk(TRADE_IN)

    answer = desk.ask(question, notice=desk.notices[0])

    assert (answer.status, answer.citations) == (Status.NOT_STATED, ())


def test_one_of_several_cases_is_quoted_with_the_others() -> None:
    desk = make_desk(
        "关于组织参加2025年食品博览会的通知\n各有关企业：\n现将有关事项通知如下：\n一、费用\n"
        "企业自行退展的：9月20日前提出的，退还50%费用；9月20日后提出的，不予退还。\n二、其他\n请做好准备。\n某市商务局\n2025年8月1日\n"
    )

    answer = desk.ask("退展退还费用的比例是多少", notice=desk.notices[0])

    assert "不予退还" in answer.text


ENTERPRISES = (
    "关于举办2025年网络购物节的通知\n各市商务局：\n现将有关事项通知如下：\n一、参加企业\n各市推荐参加活动的企业，不超过5家。\n"
    "二、促消费\n指导平台推出{}优惠举措。\n三、承诺\n参加活动的企业遵守承诺。\n某省商务厅\n2025年8月1日\n"
)


@pytest.mark.parametrize("question", ["给参加活动的企业发补贴吗", "参加活动的企业给不给补贴"])
def test_what_a_question_asks_whether_it_is_there_stands_in_what_answers(question: str) -> None:
    there, not_there = make_desk(ENTERPRISES.format("补贴")), make_desk(ENTERPRISES.format(""))

    assert [one.quote for one in there.ask(question, notice=there.notices[0]).citations] == [
        "指导平台推出补贴优惠举措。"
    ]
    assert not_there.ask(question, notice=not_there.notices[0]).status is Status.NOT_STATED

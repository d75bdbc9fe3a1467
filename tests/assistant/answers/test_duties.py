"""What somebody has to do, by what he calls himself and what notices call him."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import Desk, make_desk

PLAN = (
    "某省商务厅\n某商函〔2024〕9号\n关于开展2024某省购物节的通知\n各市县商务局：\n现就有关事项通知如下：\n"
    "一、组织机构\n承办单位：通过公开方式确定。\n"
    "二、责任分工\n（一）某省商务厅：负责活动统筹，制定总体方案。\n"
    "（二）各市县商务主管部门：负责本市县的活动，组织当地企业参与。\n"
    "（三）各电商平台：设立专区，发放优惠券。\n"
    "（四）承办单位：制定细化方案并具体实施。\n"
    "三、工作要求\n督促参与活动企业不得虚假宣传。各参与企业必须在活动前签署《承诺书》。\n"
    "引导快递物流企业增强配送能力，保障商品供应链畅通。\n"
)


@pytest.fixture(scope="module")
def plan() -> Desk:
    return make_desk(PLAN)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("我是县商务局的，购物节要做什么", ["负责本市县的活动"], ["制定总体方案", "签署"]),
        ("我们是平台企业，需要做什么", ["设立专区", "签署《承诺书》"], ["制定细化方案"]),
        ("购物节承办单位要干啥", ["制定细化方案"], ["通过公开方式确定"]),
        ("我们是快递公司，有什么要求", ["增强配送能力"], ["设立专区"]),
        ("购物节谁来组织企业参加", ["各市县商务主管部门"], ["通过公开方式确定"]),
    ],
)
def test_duties_are_those_of_the_one_who_asks(question: str, said: list[str], unsaid: list[str], plan: Desk) -> None:
    answer = plan.ask(question)

    assert answer.status is Status.ANSWERED
    assert all(words in answer.text for words in said)
    assert not any(words in answer.text for words in unsaid)


def test_what_is_to_be_signed_is_no_other_paper() -> None:
    answer = make_desk(PLAN + "请各市县商务局于5月20日前将总结报省商务厅。\n").ask("我们是商家，要签什么")

    assert "签署《承诺书》" in answer.text and "总结" not in answer.text


def test_what_another_department_hands_in_is_not_asked_of_this_one() -> None:
    letter = PLAN + "请各县商务局于5月20日前将总结报省商务厅。\n"
    commerce, industry = (make_desk(letter).ask(f"我是县{office}的，总结几号交") for office in ("商务局", "工信局"))

    assert "2024年5月20日" in commerce.text
    assert industry.status is Status.NOT_STATED


def test_duties_are_those_of_the_notice_that_is_about_it() -> None:
    relief = PLAN.replace("关于开展2024某省购物节的通知", "关于做好外资企业复工复产服务的通知").replace(
        "设立专区", "帮助复工"
    )
    answer = make_desk(PLAN, relief).ask("我们是平台企业，复工复产要做什么")

    assert "帮助复工" in answer.text and "设立专区" not in answer.text


def test_a_body_that_is_only_listed_has_no_stated_duties(desk: Desk) -> None:
    answer = desk.ask("第六届双品网购节中国消费者协会具体干什么")

    assert answer.status is Status.NOT_STATED
    assert "中国消费者协会" in answer.text

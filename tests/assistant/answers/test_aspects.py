"""A section asked for by what it is about is shown in its own words, of the notice that the question names by its title."""

from __future__ import annotations

import pytest

from tests.assistant.build import Desk, make_desk

FUND = """青川市商务局文件

青商发〔2025〕18号

关于组织申报2025年度市级电子商务发展专项资金的通知

各县（区）商务主管部门：

现就专项资金申报工作通知如下：

一、申报条件

（一）在青川市依法登记注册，经营满2年；

（二）未被列入严重失信主体名单。

二、申报材料

（一）专项资金申请报告；

（二）营业执照复印件。

三、申报程序

（一）企业申报。申报企业于2025年6月20日前将申报材料报所在县（区）商务主管部门。

（二）专家评审。市商务局组织专家评审，必要时可开展现场核查。

联系人：周明远，电话：0839-3366127

青川市商务局
2025年5月12日
"""
COURSE = """全国跨境电商人才培养中心

跨培字〔2025〕9号

关于举办跨境电商合规经营专题培训班的通知

各有关单位：

定于2025年10月举办两期培训班。

一、培训时间和地点

第一期：2025年10月13日至16日，地点为宁川市江畔酒店。

第二期：2025年10月27日至30日，地点为桐城市金桂宾馆。

二、报名

供应链企业报名需提交：营业执照、质检报告。本活动不收取任何参训费用。

三、评选范围和名额

共评选优秀学员30名。每个单位推荐不超过2个。

全国跨境电商人才培养中心
2025年9月1日
"""
PRIZE = """中国县域商业联合会文件

中县商联〔2026〕14号

关于评选表彰全国县域商业先进集体和先进个人的通知

各会员单位：

一、评选条件

（一）先进集体应具备下列条件：

1. 领导班子团结；
2. 营业收入增长。

（二）先进个人应具备下列条件：

1. 爱岗敬业；
2. 遵纪守法。

中国县域商业联合会
2026年3月2日
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return make_desk(FUND, COURSE, PRIZE)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青川市电子商务发展专项资金申报条件有哪些", ["经营满2年", "严重失信主体名单"]),
        ("青川市专项资金要交哪些材料", ["申请报告", "营业执照复印件"]),
        ("青川市电商专项资金申报程序", ["申报企业于2025年6月20日前", "必要时可开展现场核查"]),
        ("跨境电商合规经营培训班时间地点", ["江畔酒店", "金桂宾馆"]),
        ("跨境电商合规经营培训班供应链企业报名要提交什么材料", ["质检报告"]),
        ("跨境电商合规经营培训班要交钱吗", ["不收取任何参训费用"]),
    ],
)
def test_a_section_is_shown_in_its_own_words(desk: Desk, question: str, said: list[str]) -> None:
    answer = desk.ask(question)

    assert answer.status.value == "answered"
    assert all(words in answer.text for words in said)
    assert len({citation.notice_id for citation in answer.citations}) == 1


def test_of_two_sets_of_conditions_the_one_asked_for_is_shown(desk: Desk) -> None:
    answer = desk.ask("全国县域商业先进集体的评选条件")

    assert "营业收入增长" in answer.text and "爱岗敬业" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "加油机专项资金的申报条件",
        "跨境电商合规经营培训班第三期什么时候",
        "青川市体育产业专项资金申报条件有哪些",
        "全国县域教育先进集体的评选条件",
    ],
)
def test_a_piece_that_any_title_may_have_names_no_notice_and_a_batch_that_is_not_there_is_refused(
    desk: Desk, question: str
) -> None:
    assert desk.ask(question).status.value != "answered"


def test_a_question_about_one_of_them_is_not_answered_with_the_number_of_all(desk: Desk) -> None:
    answer = desk.ask("跨境电商合规经营培训班每个单位可以推荐几家")

    assert "2个" in answer.text and "30名" not in answer.text

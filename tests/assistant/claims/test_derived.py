"""What a sentence may change of a passage and still say it, and what it may not."""

from __future__ import annotations

import pytest

from assistant.claims.derived import derives
from assistant.claims.passage import passage_of
from assistant.claims.sayings import plain, plain_lines

GRADES = (
    "连续两年被评为AAA级的，可以减少检查频次；被评为B级的，应当在三个月内完成整改；"
    "整改不合格的，依法暂停受理其新增车辆业务。"
)
FUNDS = "对经认定的直播基地，按照实际投入的30%给予补助，单个项目最高不超过100万元。"
FRAUD = (
    "各申报企业要对申报材料的真实性负责。对弄虚作假、骗取专项资金的，一经查实，追回已拨付资金，"
    "三年内不得申报市级商务领域专项资金，并依照《财政违法行为处罚处分条例》处理。"
)
TERMS = "第一期请于2025年9月28日前报名，第二期请于2025年10月15日前报名。"
FEES = "培训费每人1800元，含资料费、证书费。食宿统一安排，费用自理。商务主管部门工作人员免收培训费。"
SCORES = "专家评审得分占70%，网络投票得分占30%。"
PRIZES = "一等奖1名，奖金5000元，二等奖3名，奖金2000元。"
PRODUCTS = "第三届已获评且在有效期内的产品不参加本届评选。"
CALLS = "质量发展科 陆子衡，电话：6688213；技术支持 佟雨，电话：6688290"


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (GRADES, "根据通知，连续两年被评为AAA级的，可减少检查频次。"),
        (GRADES, "被评为B级的，须在三个月内完成整改；整改不合格的，将依法暂停受理其新增车辆业务。"),
        (FUNDS, "对经认定的直播基地，按实际投入的30%给予补助，单个项目最高100万元。"),
        (FRAUD, "对弄虚作假、骗取专项资金的，将追回已拨付资金，并且三年内不得申报市级商务领域专项资金。"),
        (TERMS, "第一期应在9月28日之前报名，第二期应在10月15日之前报名。"),
        (FEES, "培训费为每人1800元，包含资料费和证书费。"),
        (FEES, "此外，商务主管部门工作人员免收培训费。"),
        (SCORES, "其中，网络投票得分占30%。"),
    ],
)
def test_the_words_of_a_passage_may_be_joined_otherwise_and_whole_clauses_left_out(quote: str, sentence: str) -> None:
    assert says(quote, sentence)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (GRADES, "被评为AAA级的，可以减少检查频次。"),  # a condition is left out
        (GRADES, "被评为B级的，依法暂停受理其新增车辆业务。"),  # what another condition leads to
        (GRADES, "连续两年被评为AAA级的，应当减少检查频次。"),  # a duty of what may be
        (FUNDS, "按照实际投入的30%给予补助，单个项目最高不超过100万元。"),
        (FUNDS, "对直播基地，按照实际投入的30%给予补助。"),
        (FRAUD, "各申报企业三年内不得申报市级商务领域专项资金。"),  # said of somebody else
        (FRAUD, "对弄虚作假、骗取专项资金的，三年内可以申报市级商务领域专项资金。"),
        (TERMS, "第一期请于2025年10月15日前报名，第二期请于2025年9月28日前报名。"),
        (TERMS, "第一期、第二期均请于2025年9月28日前报名。"),
        (FEES, "工作人员免收培训费。"),  # wider than it is
        (FEES, "培训费每人1800元，含食宿费。"),
        (SCORES, "专家评审得分占30%，网络投票得分占70%。"),
        (PRIZES, "一等奖1名，奖金2000元。"),
        (PRODUCTS, "第三届已获评的产品不参加本届评选。"),
        (CALLS, "质量发展科陆子衡，电话：6688290。"),
    ],
)
def test_what_turns_a_passage_round_is_no_way_of_saying_it(quote: str, sentence: str) -> None:
    assert not says(quote, sentence)


def test_a_condition_that_the_question_sets_need_not_be_said_again() -> None:
    assert says(FRAUD, "追回已拨付资金。", asked="弄虚作假骗取专项资金怎么处理")
    assert not says(FRAUD, "追回已拨付资金。", asked="专项资金什么时候拨付")


def test_a_number_of_things_is_counted() -> None:
    guides = "共同指导单位：商务部、工业和信息化部、邮政局。"

    assert says(guides, "共同指导单位共3家：商务部、工业和信息化部、邮政局。")
    assert not says(guides, "共同指导单位共4家：商务部、工业和信息化部、邮政局。")


def says(quote: str, sentence: str, asked: str = "") -> bool:
    return derives(plain(sentence), [passage_of(plain_lines(quote))], asked=plain(asked))

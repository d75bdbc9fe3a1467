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


HANDING_IN = "各县商务局应于4月3日前完成初审，并将推荐名单报送市商务局消费促进科；市商务局组织复核，结果公示5个工作日。"
WATCHING = "1月10日-2月7日,数据平台会同第三方机构,对促销情况进行实时监测。"
GRANT = "交回旧车并购买新车的，按新车售价的20%给予补贴，每辆最高不超过500元。购买铅酸电池新车的，每辆另行补贴100元。"
PAY = "对见习单位按每人每月1800元给予补贴；留用率达到50%以上的，补贴标准提高到每人每月2200元。"
LEDGER = "参与商户应当于每月10日前报送上月销售台账，销售台账保存期限不少于3年。"
CHEATS = "存在虚假交易、骗取补贴资金等行为的，取消参与资格，追回补贴资金；涉嫌犯罪的，移送司法机关处理。"
INVOICE = "不允许多件产品合开一张发票，不允许将赠品纳入开票范围。"
GOODS = "重点保障蔬菜、肉类、蛋类3类生活必需品供应。"
PLANS = "具体支持方向、比例及标准由省级商务和财政主管部门确定，有关支持方案报商务部备案。"
RELIEF = "各省可根据基金承受能力，免征中小微企业单位缴费部分，免征期限不超过5个月。"
RANGE = "物资的具体范围，由国家发展改革委确定。对购置的设备，允许一次性计入当期成本费用。免征期限不超过5个月。"
UPLOAD = "请登录小程序填写报名信息，并上传营业执照、门店照片和承诺书。"


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (HANDING_IN, "4月3日前，各县商务局应完成初审。"),
        (HANDING_IN, "各县商务局完成初审，时间为4月3日前。"),
        (HANDING_IN, "市商务局负责组织复核。"),
        (WATCHING, "数据平台会同第三方机构，在1月10日至2月7日期间对促销情况进行实时监测。"),
        (WATCHING, "促销情况由数据平台会同第三方机构进行实时监测，时间为1月10日至2月7日。"),
        (GRANT, "交回旧车并购买新车的，可获得新车售价20%的补贴，每辆最高500元。"),
        (GRANT, "补贴标准为新车售价的20%，每辆不超过500元，前提是交回旧车并购买新车。"),
        (GRANT, "如果购买铅酸电池新车，每辆再补贴100元。"),
        (PAY, "对见习单位的补贴标准为每人每月1800元；留用率达到50%以上的，提高到每人每月2200元。"),
        (LEDGER, "参与商户应于每月10日前报送上月的销售台账，台账至少保存3年。"),
        (CHEATS, "骗取补贴资金的，将被取消参与资格，并被追回补贴资金。"),
        (INVOICE, "多件产品不得合开一张发票，赠品不得纳入开票范围。"),
        (GOODS, "重点保障3类生活必需品供应：蔬菜、肉类、蛋类。"),
        (GOODS, "重点保障的生活必需品共3类，包括蔬菜、肉类和蛋类。"),
        (PLANS, "省级商务和财政主管部门负责确定具体支持方向、比例及标准。"),
        (UPLOAD, "需要上传的材料有营业执照、门店照片和承诺书。"),
        (RANGE, "国家发展改革委负责确定物资的具体范围。"),
        (RANGE, "购置的设备可一次性计入当期成本费用。"),
        (RANGE, "免征期限最长5个月。"),
        (RELIEF, "各省可根据基金承受能力，免征中小微企业单位缴费部分。"),
        (RELIEF, "免征期限不超过5个月。"),
    ],
)
def test_a_time_an_agent_and_a_condition_may_stand_elsewhere_beside_the_same_words(quote: str, sentence: str) -> None:
    assert says(quote, sentence)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (HANDING_IN, "各县商务局应完成初审，4月3日前将推荐名单报送市商务局消费促进科。"),  # the time of another clause
        (HANDING_IN, "4月3日前，市商务局组织复核。"),
        (HANDING_IN, "各县商务局应完成初审，时间为4月3日后。"),
        (HANDING_IN, "复核由各县商务局组织。"),
        (WATCHING, "对数据平台会同第三方机构进行实时监测。"),  # who acts is acted on
        (WATCHING, "数据平台由第三方机构对促销情况进行实时监测。"),
        (GRANT, "可获得新车售价20%的补贴，每辆最高500元。"),
        (GRANT, "补贴标准为新车售价的20%，前提是购买铅酸电池新车。"),
        (GRANT, "交回旧车并购买新车的，每辆再补贴100元。"),
        (PAY, "对见习单位的补贴标准为每人每月2200元。"),
        (PAY, "留用率达到50%以上的，补贴标准提高到每人每月1800元。"),
        (LEDGER, "参与商户应报送上月销售台账，销售台账于每月10日前保存。"),
        (CHEATS, "涉嫌犯罪的，取消参与资格，追回补贴资金。"),
        (CHEATS, "骗取补贴资金的，将被移送司法机关处理。"),
        (INVOICE, "多件产品可以合开一张发票，赠品不得纳入开票范围。"),
        (GOODS, "重点保障4类生活必需品供应：蔬菜、肉类、蛋类。"),
        (PLANS, "商务部确定具体支持方向、比例及标准。"),
        (PLANS, "有关支持方案由商务部确定。"),
        (UPLOAD, "需要上传的材料有营业执照、门店照片和身份证。"),
        (RANGE, "物资的具体范围由生产企业确定。"),
        (RELIEF, "免征中小微企业单位缴费部分。"),  # what may be done is not what is done
        (RELIEF, "免征中小微企业单位缴费部分，免征期限不超过5个月。"),
        (RANGE, "购置的设备应一次性计入当期成本费用。"),
        (RANGE, "免征期限至少5个月。"),
    ],
)
def test_nothing_changes_its_time_its_agent_or_its_condition(quote: str, sentence: str) -> None:
    assert not says(quote, sentence)


def test_who_a_title_is_about_may_be_named_and_nobody_else_of_a_title() -> None:
    prices = [passage_of(plain_lines("应当明码标价，不得先涨价后补贴。"))]

    assert derives(plain("参与商户应当明码标价。"), prices, topics=["参与商户责任"])
    assert not derives(plain("消费者应当明码标价。"), prices, topics=["消费者权益保护"])


def says(quote: str, sentence: str, asked: str = "") -> bool:
    return derives(plain(sentence), [passage_of(plain_lines(quote))], asked=plain(asked))

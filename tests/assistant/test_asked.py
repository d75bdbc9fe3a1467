"""What kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from assistant.asked import asked_noun, wanted


@pytest.mark.parametrize(
    ("question", "name", "says_it", "does_not"),
    [
        ("年夜饭套餐多少钱一份", "金额或比例", "每份套餐298元", "推出千道精品菜肴外卖送餐"),
        ("视频会议几点开", "几点", "视频会议于14:30召开", "活动前将召开视频会议"),
        ("投诉要在几天内答复", "天数", "应于5个工作日内答复", "建立高效投诉处理机制"),
        ("每台最高补多少", "上限", "每台补贴不超过2000元", "发放以旧换新补贴"),
        ("承诺书没履行会被怎么罚", "如何处罚", "取消参与资格", "各企业须签署承诺书"),
        ("外卖迟到了怎么赔", "如何赔偿", "先行赔付", "提升餐饮配送体验"),
        ("材料要不要盖公章", "是否盖章", "一式两份，加盖公章", "报送总结材料"),
        ("直播间的主播要什么证", "证照", "须持有营业执照", "帮助主播选品带货"),
        ("活动由谁牵头", "由谁负责", "由市商务局牵头", "丰富节日供应"),
        ("承诺书要交几份", "份数", "申报材料一式两份", "各企业须签署《承诺书》"),
        ("公示期多长", "天数", "公示期为5个工作日", "通过后予以公示"),
        ("评审专家有几位", "数量", "由7位专家评审", "组织专家评审"),
        ("每人能领几张券", "数量", "每人限领2张", "发放优惠券"),
        ("吹风会在哪里召开", "地点", "在市政府新闻发布厅召开吹风会", "在2024年春节期间召开吹风会"),
        ("申请表从哪里下载", "网址或平台", "登录服务平台下载申请表", "培育电商平台"),
        ("启动仪式由谁主持", "姓名或名称", "主持人：王某", "时间：18：00-20：00"),
        ("年夜饭要提前几天订", "天数", "请提前3天预订", "推出年夜饭外卖"),
        ("启动仪式在沈阳哪里办", "地点", "启动仪式在沈阳市中街广场举行", "发挥大连、沈阳等城市优势"),
        ("一共拿出多少钱", "总额", "安排资金3亿元", "可安排不超过70%的资金"),
        ("走高速免费不", "是否收费", "免收车辆通行费", "支持企业做好货源组织"),
        ("专家评审多少分算过", "如何评分", "得分不低于80分", "组织专家评审"),
        ("镇里初审找哪个科", "哪个科室", "报经济发展科初审", "经镇政府初审"),
        ("哪个县卖得最好", "排名", "销售额居首的是甲县", "各县商务主管部门负责"),
        ("没报总结会怎么样", "如何处罚", "逾期不报的取消资格", "请报送总结"),
        ("网店在哪儿报名", "报名渠道", "登录系统注册", "加强与支付机构合作"),
        ("加一个会场找谁批", "由谁审批", "报省厅批准", "联系人：张三"),
        ("培训的腾讯会议号是多少", "号码", "会议号：123456789", "线上（腾讯会议）"),
        ("打广告最多能花几成", "上限", "比例不得超过15%", "用于宣传推广"),
        ("主要进哪国的货", "是哪些国家", "采购日韩跨境电商货源", "采购国内货源"),
        ("旧机子一台折好多钱", "金额或比例", "每台折价50元", "提供旧机折现服务"),
    ],
)
def test_a_sentence_answers_only_with_the_kind_of_thing_asked_for(
    question: str, name: str, says_it: str, does_not: str
) -> None:
    kinds = {one.name: one for one in wanted(question)}

    assert name in kinds
    assert kinds[name].holds.search(says_it)
    assert not kinds[name].holds.search(does_not)


def test_how_long_something_lasts_does_not_ask_when_it_is() -> None:
    assert [one.name for one in wanted("资格有效期是多久")] == ["天数"]


@pytest.mark.parametrize("question", ["怎么照顾老年人", "退货的钱走哪条路退", "对包装有什么要求", "企业要守哪些规矩"])
def test_a_question_about_how_or_what_asks_for_no_kind_of_thing(question: str) -> None:
    assert wanted(question) == ()


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("吹风会邀请了哪些报社", "报社"),
        ("主播的出场费是多少", "出场费"),
        ("销售额目标是多少亿", "目标"),
        ("哪些家电品类可以报名", "品类"),  # a verb ends the name
        ("在哪些平台举办", "平台"),
        ("有什么要求", None),
        ("补贴比例是多少", None),  # 15% says it without the word
        ("要和哪些部门配合", None),
    ],
)
def test_the_thing_asked_for_by_name(question: str, noun: str | None) -> None:
    assert asked_noun(question) == noun


@pytest.mark.parametrize("question", ["那几个国家的特产有直播吗", "好多人没赶上还有机会吗", "等了好久才受理找谁说"])
def test_a_number_that_is_only_spoken_of_is_not_asked_for(question: str) -> None:
    assert not {"数量", "天数"} & {one.name for one in wanted(question)}


def test_a_sum_that_is_handed_out_is_not_asked_for_by_name() -> None:
    assert asked_noun("头一回评上能拿多少钱") is None

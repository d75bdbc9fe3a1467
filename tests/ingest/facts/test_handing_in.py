"""Who hands in what to whom, in the many ways offices write it."""

from __future__ import annotations

import pytest

from ingest.facts.deadlines.find import find_deadlines
from ingest.facts.recipients import own_organ, who_in_full
from ingest.model import DeadlineKind
from tests.ingest.build import make_notice
from tests.ingest.facts.offices import duties, of_province


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("推荐企业名单请于4月25日前报国家邮政局。", ("各市商务局", "推荐企业名单", "国家邮政局", "2024-04-25")),
        ("方案请于4月25日前报市经济和信息化局。", ("各市商务局", "方案", "市经济和信息化局", "2024-04-25")),
        (
            "发言材料（不超过1500字）4月16日前发省商务厅邮箱。",
            ("各市商务局", "发言材料（不超过1500字）", "辽宁省商务厅", "2024-04-16"),
        ),
        ("各单位请于4月16日前将样品送市商务局。", ("各单位", "样品", "市商务局", "2024-04-16")),
        (
            "县（市、区）商务主管部门自受理之日起，于5月17日前将推荐名单报设区市商务局。",
            ("县（市、区）商务主管部门", "推荐名单", "设区市商务局", "2024-05-17"),
        ),
        ("各寄递企业总部每日9时前报送前一日业务量数据。", ("各寄递企业总部", "前一日业务量数据", None, "每日9时前")),
        ("6月20日前，各市形成总结材料报省商务厅服务业处。", ("各市", "总结材料", "辽宁省商务厅服务业处", "2024-06-20")),
        ("公众可在2024年4月6日至5月6日期间通过以下途径反馈意见。", ("公众", "意见", None, "2024-05-06")),
        (
            "请参会代表填写《参会回执》，务必于5月31日前发送至会务组。",
            ("参会代表", "《参会回执》", "会务组", "2024-05-31"),
        ),
    ],
)
def test_who_what_and_to_whom(text: str, duty: tuple[str | None, str, str | None, str]) -> None:
    assert duties(of_province(text)) == [duty]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("企业报名表请于6月20日前报所在地商务局。", "企业报名表"),
        ("企业推荐表请于6月20日前报所在地商务局。", "企业推荐表"),
        ("补贴申请须于6月20日24:00前通过平台提交。", "补贴申请"),
        ("各市于6月20日前将审核通过明细和资金需求报省商务厅。", "审核通过明细和资金需求"),
        ("请于6月20日前将清算报告联合上报省商务厅。", "清算报告"),
        ("请各市于6月20日前将活动总结、典型案例以及高清图片打包发至a@ln.gov.cn。", "活动总结、典型案例以及高清图片"),
        ("各市要抓紧制定活动方案，6月20日前报送省商务厅。", "活动方案"),
        ("各市要明确一名联络员，于6月20日前报省商务厅。", "联络员"),
        ("各市要于6月20日前制定工作方案，明确任务分工，并报省商务厅备案。", "工作方案"),
        ("企业向区局提交申请材料，区局审核汇总后于6月20日前报送省商务厅。", "申请材料"),
        ("1.2023年上半年工作总结，6月20日前报送；", "2023年上半年工作总结"),
        ("2.《统计表》，统计截止时间为2023年6月30日，6月20日前报送；", "《统计表》"),
        ("遇有重大突发事件，须在6月20日前上报。", "重大突发事件"),
        ("最终总结最迟不得晚于6月20日。", "最终总结"),
        ("首次报送时间为6月20日。", "首次报送"),
        ("申报纳税期限在此前已延至6月10日的基础上，再次延长至6月20日（周四）。", "申报纳税"),
        ("请于6月20日前将《推荐表》（见附件2）加盖公章后扫描发送至工作邮箱。", "《推荐表》"),
        ("请于6月20日前将本省活动安排通过官网填报。", "本省活动安排"),
        ("请各单位6月20日前报参会名单。", "参会名单"),
        ("各地可组织企业申报，截止到6月20日。", "申报"),
        ("申报材料（纸质件一式五份）请于6月20日前寄送至：某市某路2号，邮编100731。", "申报材料（纸质件一式五份）"),
        ("请企业于6月20日前填写报名表并加盖公章后发送至组委会邮箱。", "报名表"),
        ("各地方案应于6月20日前印发并报商务部备案。", "方案"),
        ("请各地于6月20日前，确定1—2家重点企业，报商务部备案。", "1—2家重点企业"),
        ("各市登录官网下载申报表，填写后于6月20日前发至a@ln.gov.cn。", "申报表"),
        ("请于6月20日前完成清算资料提交。", "清算资料"),
        ("名单下周四（6月20日）前发送至市商务局。", "名单"),
        ("参会报名：6月20日截止，额满即止。", "参会报名"),
        ("报名时间从发文之日起至6月20日止，报名企业扫描二维码填报信息即可。", "报名"),
        ("活动总结报送时间不变，仍为6月20日。", "活动总结报送"),
        ("各市商务局汇总上报时间由6月10日调整为6月20日。", "各市商务局汇总上报"),
        ("报名截止时间由原定的6月10日至6月15日，现延长至6月20日。", "报名"),
    ],
)
def test_what_is_handed_in_is_the_thing_itself(text: str, what: str) -> None:
    assert [(one, due) for _, one, _, due in duties(of_province(text))] == [(what, "2024-06-20")]


@pytest.mark.parametrize("opening", ["现将", "《关于组织企业报名的通知》中的"])
def test_words_that_open_a_sentence_hand_nothing_in(opening: str) -> None:
    text = f"{opening}企业报名表报送时间由6月10日延长至6月20日。"

    assert [(who, what, due) for who, what, _, due in duties(of_province(text))] == [
        (None, "企业报名表报送", "2024-06-20")
    ]


def test_what_was_handed_in_before_is_handed_on() -> None:
    text = "申报材料于5月10日前交至县商务局；各县于5月20日前汇总并联合行文上报市商务局、市财政局各一份。"

    assert [(what, to, due) for _, what, to, due in duties(of_province(text))] == [
        ("申报材料", "县商务局", "2024-05-10"),
        ("申报材料", "市商务局、市财政局", "2024-05-20"),
    ]


def test_a_second_form_of_it_goes_along() -> None:
    text = "请于4月30日前将总结报我厅，电子版发a@ln.gov.cn。"

    assert [(what, to) for _, what, to, _ in duties(of_province(text))] == [
        ("总结", "辽宁省商务厅"),
        ("电子版", "a@ln.gov.cn"),
    ]


def test_what_was_filled_in_is_reported_after_it_was_checked() -> None:
    text = "各企业请于4月29日前登录平台填报信息，省级部门于5月10日前完成审核并上报。"

    assert [(what, due) for _, what, _, due in duties(of_province(text))] == [
        ("信息", "2024-04-29"),
        ("信息", "2024-05-10"),
    ]


def test_a_counted_time_may_end_a_list_of_dates() -> None:
    text = "各地要将方案、台账和总结分别于4月15日、4月30日前及活动结束后10日内报省商务厅。"

    assert [(what, when) for _, what, _, when in duties(of_province(text))] == [
        ("方案", "2024-04-15"),
        ("台账", "2024-04-30"),
        ("总结", "活动结束后10日内"),
    ]


def test_what_the_sentence_is_about_is_handed_in() -> None:
    shown, handed_in = find_deadlines(of_province("拟推荐名单请于6月10日公示，并于6月20日前正式行文上报。"))

    assert (shown.kind, shown.what) == (DeadlineKind.MILESTONE, "拟推荐名单公示")
    assert (handed_in.kind, handed_in.what) == (DeadlineKind.SUBMISSION, "拟推荐名单")


def test_where_an_office_is_set_up_is_no_part_of_its_name() -> None:
    text = "请各单位于6月20日前将信息报领导小组办公室（设在市商务局）。"

    assert [to for _, _, to, _ in duties(of_province(text))] == ["领导小组办公室"]


def test_what_comes_again_and_again_is_a_duty_only_in_a_notice() -> None:
    text = "她每天还要及时向商务局反馈网友的意见。"

    assert duties(make_notice(text)) == []
    assert len(duties(of_province(text))) == 1


def test_two_terms_share_the_thing_they_are_terms_of() -> None:
    text = "4月10日、5月9日分别报送首日和全程销售数据。"

    assert [what for _, what, _, _ in duties(of_province(text))] == ["首日销售数据", "全程销售数据"]


def test_a_step_and_what_is_handed_in_about_it_have_the_same_day() -> None:
    first, second = find_deadlines(of_province("各企业总部要在6月20日前完成预测，有关情况书面报省商务厅。"))

    assert (first.kind, first.what, first.who) == (DeadlineKind.SUBMISSION, "有关情况", "各企业总部")
    assert (second.kind, second.what, second.due) == (DeadlineKind.MILESTONE, "完成预测", first.due)


def test_whose_findings_are_handed_in_is_who_hands_them_in() -> None:
    text = "总局开展监测，各地发现的案件线索应在24小时内报总局。"

    assert [(who, when) for who, _, _, when in duties(of_province(text))] == [("各市商务局", "24小时内")]


def test_what_goes_along_by_the_same_date_is_a_second_duty() -> None:
    text = "申报单位于4月30日前登录平台在线填报，并将纸质材料一式两份送所在县（市、区）商务主管部门。"

    assert duties(of_province(text)) == [
        ("申报单位", "填报", None, "2024-04-30"),
        ("申报单位", "纸质材料", "所在县（市、区）商务主管部门", "2024-04-30"),
    ]
    assert [
        what for _, what, _, _ in duties(of_province("请于4月30日前将总结报我厅，同时发送电子版至a@ln.gov.cn。"))
    ] == [
        "总结",
        "电子版",
    ]


@pytest.mark.parametrize(
    "behind", ["并将审核结果及时反馈省商务厅", "同时将每月进展另行报送省商务厅", "并将公示后再报送省商务厅"]
)
def test_what_has_a_time_of_its_own_does_not_go_along(behind: str) -> None:
    assert len(duties(of_province(f"请于4月30日前将总结报我厅，{behind}。"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "5月20日前报名缴费的享受早鸟价。",
        "5月20日前提交申请的，按原标准执行。",
        "原定案例报送截止时间为5月20日。",
        "某公司公布信息，截至5月20日，共有5例。",
        "2024年5月20日印发国家标准。",
        "旧车应于2024年5月20日前登记在申请人名下。",
        "截至5月20日前，尚未登记有旅居史、接触史等在本市人员必须主动报告。",
        "请于5月20日前抄送国家发展改革委。",
        "11月10日前在北京新发地举办，由省农业农村厅牵头。",
    ],
)
def test_what_is_not_handed_in(text: str) -> None:
    assert [one for one in find_deadlines(of_province(text)) if one.kind.value == "submission"] == []


@pytest.mark.parametrize(
    ("printed", "issuer", "full"),
    [
        ("省商务厅消费促进处", "山东省商务厅办公室", "山东省商务厅消费促进处"),
        ("区商务委市场科", "静安区商务委员会", "静安区商务委市场科"),
        ("省商务厅、省财政厅", "辽宁省商务厅", "辽宁省商务厅、省财政厅"),
        ("协会秘书处", "中国百货商业协会", "中国百货商业协会秘书处"),
        ("组委会秘书处", "辽宁省商务厅", "组委会秘书处"),
        ("领导小组办公室", "辽宁省商务厅", "领导小组办公室"),
        ("我局电商科", "辽宁省商务厅", "我局电商科"),
    ],
)
def test_a_recipient_is_completed_only_by_the_office_it_belongs_to(printed: str, issuer: str, full: str) -> None:
    assert own_organ(printed, [issuer]) == full


def test_everywhere_is_the_addressees_where_they_are_named_one_by_one() -> None:
    named = "辽宁、浙江、广东商务、财政主管部门"

    assert who_in_full("各地", [named]) == named


def test_one_who_is_described_by_what_he_does_is_not_the_whole_sentence() -> None:
    text = "活动中好的做法请于5月20日前反馈我厅。"

    assert [who for who, *_ in duties(make_notice(text))] == [None]


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        (
            "《平台交易情况》（E202表），各单位于季后12日18:00前报送。",
            ("各单位", "《平台交易情况》（E202表）", None, "季后12日18:00前"),
        ),
        ("供应链企业报名截止4月6日，需提交：1. 营业执照；", ("供应链企业", "报名", None, "2024-04-06")),
        ("企业网上填报：2024年4月1日9时至4月25日18时；", (None, "企业网上填报", None, "2024-04-25")),
        (
            "各省级行业组织审核把关，并征求部门意见，于4月30日前将推荐材料报市商务局。",
            ("各省级行业组织", "推荐材料", "市商务局", "2024-04-30"),
        ),
    ],
)
def test_forms_registrations_and_lists_of_steps(text: str, duty: tuple[str | None, str, str | None, str]) -> None:
    assert duties(of_province(text)) == [duty]


def test_the_second_batch_is_not_handed_in_by_the_first() -> None:
    text = "第一批商家申请时间为4月12日至4月20日，第二批申请时间为5月2日至5月10日。"

    assert duties(of_province(text)) == [
        ("第一批商家", "申请", None, "2024-04-20"),
        (None, "第二批申请", None, "2024-05-10"),
    ]


def test_what_a_branch_recommends_is_what_was_spoken_of() -> None:
    text = "各市商务局于4月30日前将推荐材料报评选办公室。分支机构推荐的，于5月15日前报送。"

    assert [duty[:2] for duty in duties(of_province(text))] == [("各市商务局", "推荐材料"), ("分支机构", "推荐材料")]


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        (
            "第十二条  参与企业应于每月8日前，向所在区商务主管部门报送上月清算资料。",
            ("参与企业", "上月清算资料", "所在区商务主管部门", "每月8日前"),
        ),
        (
            "请各乡（镇）确定1名带队人员，于4月6日前将带队人员姓名报县服务中心。",
            ("各乡（镇）", "带队人员姓名", "县服务中心", "2024-04-06"),
        ),
        (
            "参会人员照片须在4月1日之前交至证件组（逾期不办）。",
            ("各市商务局", "参会人员照片", "证件组", "2024-04-01"),
        ),
        (
            "纸质材料由设区市商务局于4月2日（星期二）下班前送达省商务厅电子商务处（南昌市站前路60号）。",
            ("设区市商务局", "纸质材料", "辽宁省商务厅电子商务处", "2024-04-02"),
        ),
        (
            "请参会企业围绕一季度情况准备发言，发言提纲（电子版）4月2日上午下班前一并发来。",
            ("参会企业", "发言提纲（电子版）", None, "2024-04-02"),
        ),
        (
            "每期结束后次日12:00前报送成交快报。",
            ("各市商务局", "成交快报", None, "每期结束后次日12:00前"),
        ),
        ("全部结束一周内报送书面总结。", ("各市商务局", "书面总结", None, "全部结束一周内")),
        ("证件3月20日起网上申办，截止时间为4月8日。", (None, "网上申办", None, "2024-04-08")),
        (
            "结算资料须在2024年4月10日（含当日）前递交至各区商务局。",
            ("各市商务局", "结算资料", "各区商务局", "2024-04-10"),
        ),
        (
            "现将《实施方案》印发给你们，请于4月20日前制定本地区细化方案并报省商务厅备案。",
            ("各市商务局", "细化方案", "辽宁省商务厅", "2024-04-20"),
        ),
        (
            "享受资金支持的企业自资金到账之日起3年内不得迁出，并应于每半年结束后10日内报送经营数据。",
            ("享受资金支持的企业", "经营数据", None, "每半年结束后10日内"),
        ),
        (
            "四是统计报送时间可延迟至4月底前完成，统计数据一律通过内网报送。",
            (None, "统计报送", None, "2024-04-30"),
        ),
        ("未通过的可在收到短信后7日内重新提交。", ("各市商务局", "重新提交", None, "收到短信后7日内")),
        (
            "各企业对照清单自查，建立隐患台账，于4月16日前报属地镇（街道）。",
            ("各企业", "隐患台账", "属地镇（街道）", "2024-04-16"),
        ),
        (
            "纸质版一式两份于4月25日前寄送至省商务厅对外贸易处（以寄出日期为准）。",
            ("各市商务局", "纸质版", "辽宁省商务厅对外贸易处", "2024-04-25"),
        ),
        ("4.11月底前，各市将总结材料报送我厅。", ("各市", "总结材料", "辽宁省商务厅", "2024-11-30")),
        (
            "示范企业应于每年1月31日前、7月31日前向所在地商务局报送经营情况。",
            ("示范企业", "经营情况", "所在地商务局", "每年1月31日前、7月31日前"),
        ),
    ],
)
def test_who_hands_in_to_whom_and_when(text: str, duty: tuple[str | None, ...]) -> None:
    assert duties(of_province(text)) == [duty]


def test_behind_a_semicolon_the_same_hand_in() -> None:
    text = "（一）参会企业请于4月3日前在小程序报名；需要搭建展位的，须于3月25日前提交设计图纸。"

    assert [who for who, *_ in duties(of_province(text))] == ["参会企业", "参会企业"]


def test_a_day_behind_a_yearly_one_comes_every_year_too() -> None:
    text = "各责任单位于每年11月30日前将落实情况报省商务厅，省商务厅于12月15日前汇总报省政府。"

    assert [(who, by) for who, _, _, by in duties(of_province(text))] == [
        ("各责任单位", "每年11月30日前"),
        ("省商务厅", "12月15日前"),
    ]


def test_papers_that_go_the_same_way_are_named_without_the_remark_behind_them() -> None:
    text = "各地推荐案例不超过3个，5月31日前通过系统在线提交，纸质件同步寄送（以寄出邮戳为准）。"

    assert [what for _, what, _, _ in duties(of_province(text))] == ["推荐案例", "纸质件"]

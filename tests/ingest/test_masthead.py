"""What names a document, read off the lines around its body."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.model import Dropped, Found, Level, Masthead, Pages, Span
from ingest.parse import parse_notice
from ingest.structure.head import read_addressees
from ingest.structure.masthead import Line, is_doc_number, level_of, names_organs
from tests.assistant.build import parsed

FULL = (
    "商务部办公厅文件\n商办电函〔2021〕11号 签发人：王某\n特 急\n商务部办公厅关于开展促消费\n活动的通知\n各省商务主管部门：\n"
    "请参加。\n（此件公开发布）\n商务部办公厅\n2021年1月8日\n抄送：国务院办公厅。\n商务部办公厅 2021年1月9日印发\n"
)


def head_of(text: str) -> Masthead:
    return parsed(text).main.masthead


def test_every_element_is_read_with_its_place() -> None:
    notice = parsed(FULL)
    head = notice.main.masthead

    assert head.title == Found("商务部办公厅关于开展促消费活动的通知", Span(33, 52))
    assert head.doc_number == Found("商办电函〔2021〕11号", Span(9, 22))
    assert [issuer.value for issuer in head.issuers] == ["商务部办公厅"]
    assert [addressee.value for addressee in head.addressees] == ["各省商务主管部门"]
    assert head.issued == date(2021, 1, 8)  # 成文日期 before 印发日期
    assert head.issued_span is not None and head.issued_span.of(notice.text) == "2021年1月8日"
    assert [clause.path[1] for clause in notice.clauses] == ["版头", "引言", "落款", "版记"]


def test_where_only_the_printing_is_dated_that_dates_the_notice() -> None:
    text = "关于开展促消费活动的通知\n各区：\n请参加。\n商务部办公厅\n2021年3月15日印发\n"

    head = head_of(text)
    assert (head.issued, [issuer.value for issuer in head.issuers]) == (date(2021, 3, 15), ["商务部办公厅"])


def test_a_day_that_does_not_exist_dates_nothing() -> None:
    assert head_of("关于促消费的通知\n各区：\n请参加。\n某市商务局\n2021年2月30日\n").issued is None


def test_two_ministries_issue_together() -> None:
    head = head_of("商务部办公厅 财政部办公厅关于开展促消费活动的通知\n各省：\n请参加。\n")

    assert [issuer.value for issuer in head.issuers] == ["商务部办公厅", "财政部办公厅"]


def test_the_department_of_a_department_letter_is_named_by_its_contact() -> None:
    text = (
        "中华人民共和国商务部司（局）函\n商电促进函〔2024〕40号\n关于举办“第六届双品网购节”的通知\n各省：\n请参加。\n"
        "联系人：电子商务司 王殿宁\n电话：010-65197902\n"
    )

    assert [issuer.value for issuer in head_of(text).issuers] == ["商务部电子商务司"]


def test_a_plan_without_signature_is_issued_by_who_decides_on_it() -> None:
    text = "2024海南网上年货节总体方案\n为保障供应，海南省商务厅会同相关部门决定举办2024海南网上年货节。\n一、时间\n1月。\n二、地点\n海口。\n"

    assert [issuer.value for issuer in head_of(text).issuers] == ["海南省商务厅"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各市商务局、沈抚示范区商务主管部门：", ["各市商务局", "沈抚示范区商务主管部门"]),
        (
            "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门：",
            ["各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门"],
        ),
        ("各区、县（市）商务局，各有关企业：", ["各区、县（市）商务局", "各有关企业"]),
        (
            "各省交通运输厅（局、委）、发展改革委、经信委（经信厅、工信厅），各铁路局集团公司：",
            ["各省交通运输厅（局、委）", "发展改革委", "经信委（经信厅、工信厅）", "各铁路局集团公司"],
        ),
        ("各省、自治区、直辖市人力资源社会保障厅（局）：", ["各省、自治区、直辖市人力资源社会保障厅（局）"]),
        ("各区人民政府，市政府各委、办、局：", ["各区人民政府", "市政府各委、办、局"]),
        ("各县（市）、区人民政府：", ["各县（市）、区人民政府"]),
        ("部属各高等学校：", ["部属各高等学校"]),
        ("尊敬的纳税人：", ["尊敬的纳税人"]),
        ("活动时间如下：", []),
        ("现将活动按以下安排进行：", []),
        ("经市政府、各有关单位：", []),
        ("联系电话：", []),
        ("各地要做到：", []),
    ],
)
def test_addressees_end_in_a_colon_and_are_organs(line: str, names: list[str]) -> None:
    assert [found.value for found in read_addressees(Line(0, line))] == names


@pytest.mark.parametrize("line", ["商电促进函〔2024〕40号", "辽商电商函[2021] 15 号", "国办发（2020）第32号"])
def test_a_number_alone_on_its_line_is_a_document_number(line: str) -> None:
    assert is_doc_number(line)
    assert not is_doc_number(f"按照{line}要求")


@pytest.mark.parametrize(
    ("line", "organ"),
    [
        ("辽宁省商务厅办公室", True),
        ("商务部（电子商务司）", True),
        ("二、指导单位", False),
        ("加强部门协同，服务企业", False),
        ("2021年3月15日", False),
    ],
)
def test_an_organ_says_nothing_else(line: str, organ: bool) -> None:
    assert names_organs(line) is organ


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("工业和信息化部（消费品工业司）", Level.MINISTRY),
        ("国家邮政局", Level.MINISTRY),
        ("各省、自治区、直辖市商务主管部门", Level.PROVINCE),
        ("海南省商务厅", Level.PROVINCE),
        ("沈阳市商务局", Level.CITY),
        ("大理州商务局", Level.CITY),
        ("上海市商务委员会", Level.PROVINCE),
        ("上海市浦东新区商务委员会", Level.COUNTY),
        ("四川省应对突发事件应急指挥部", Level.PROVINCE),
        ("中共海南省委宣传部", Level.PROVINCE),
        ("国家税务总局厦门市税务局", Level.CITY),
        ("国家税务总局", Level.MINISTRY),
        ("宁波市鄞州区商务局", Level.COUNTY),
        ("各有关企业", Level.ENTERPRISE),
        ("王殿宁", None),
    ],
)
def test_the_name_of_an_organ_says_its_level(organ: str, level: Level | None) -> None:
    assert level_of(organ) is level


@pytest.mark.parametrize(
    ("lines", "title", "issuers"),
    [
        # the organ above 关于… issues; it is no part of the title
        ("某市商务局\n关于开展促消费活动的通知\n", "关于开展促消费活动的通知", ["某市商务局"]),
        # no paper of theirs has the 文号 below 关于…: the title begins with them
        (
            "某市商务局\n某市财政局\n关于促消费的通知\n某商发〔2024〕5号\n",
            "某市商务局 某市财政局关于促消费的通知",
            ["某市商务局", "某市财政局"],
        ),
        ("某市商务局\n某市商务局\n关于促消费的通知\n某商发〔2024〕5号\n", "某市商务局关于促消费的通知", ["某市商务局"]),
        ("某市商务局\n某商发〔2024〕5号\n关于促消费的通知\n", "关于促消费的通知", ["某市商务局"]),
        # organs on lines of their own, the last of which goes on with 关于
        (
            "财政部\n海关总署\n税务总局关于免税政策的公告\n",
            "财政部 海关总署 税务总局关于免税政策的公告",
            ["财政部", "海关总署", "税务总局"],
        ),
        # the site of a government above the title of one of its offices
        ("某市人民政府\n某市商务局关于开展促消费活动的通知\n", "某市商务局关于开展促消费活动的通知", ["某市商务局"]),
        (
            "某市人民政府办公室印发《促消费若干措施》的通知\n",
            "某市人民政府办公室印发《促消费若干措施》的通知",
            ["某市人民政府办公室"],
        ),
        (
            "某省人民政府办公厅转发省商务厅、财政厅关于促消费若干措施的通知\n",
            "某省人民政府办公厅转发省商务厅、财政厅关于促消费若干措施的通知",
            ["某省人民政府办公厅"],
        ),
        # a title that the page cut before its issuer's name was at an end
        ("四川省应对突发事件\n应急指挥部公告\n", "四川省应对突发事件应急指挥部公告", []),
        # the column of a site is no title
        ("通知公告\n某市促消费活动方案\n", "某市促消费活动方案", []),
        # what a page calls the notice, and the notice's own title below
        (
            "某省出台促消费20条措施\n中共某省委\n某省人民政府\n关于促进消费的若干意见\n",
            "关于促进消费的若干意见",
            ["中共某省委", "某省人民政府"],
        ),
        ("某商发〔2024〕5号某市商务局关于促消费的通知\n", "某市商务局关于促消费的通知", ["某市商务局"]),
        # the kind of the document below what it is about, and alone
        ("第九届中国（某市）数字贸易博览会\n邀 请 函\n", "第九届中国（某市）数字贸易博览会邀请函", []),
        ("某市商务局\n邀请函\n", "邀请函", ["某市商务局"]),
        ("某市商务局\n公　告\n2026年第7号\n关于发放消费券的公告\n", "关于发放消费券的公告", ["某市商务局"]),
        # the way to the page, however long, and its greeting
        (
            "欢迎访问某市商务局！今天是2026年3月1日\n您当前所在的位置：首页 > 政务公开 > 政府信息公开 > 法定主动公开内容 > 部门文件 > 正文\n"
            "关于促消费的通知\n",
            "关于促消费的通知",
            [],
        ),
        ("首页 > 通知公告 > 某市商务局关于促消费的通知\n", "某市商务局关于促消费的通知", ["某市商务局"]),
        ("【通知】某市商务局关于促消费的通知（某商发〔2024〕5号）\n", "某市商务局关于促消费的通知", ["某市商务局"]),
        # no word that ends titles: the headline over the text
        ("某市启动汽车消费补贴申报\n", "某市启动汽车消费补贴申报", []),
    ],
)
def test_a_title_is_what_the_document_is_called(lines: str, title: str, issuers: list[str]) -> None:
    head = head_of(f"{lines}各区要认真组织，确保取得实效，并及时报告进展。\n一、时间\n1月。\n二、地点\n广场。\n")

    assert head.title is not None
    assert (head.title.value, [issuer.value for issuer in head.issuers]) == (title, issuers)


def test_a_first_line_that_states_something_is_no_title() -> None:
    notice = parsed("报名时间2024年3月1日至3月20日\n请各企业踊跃报名。\n")

    assert notice.main.masthead.title is None
    assert [clause.kind.value for clause in notice.clauses] == ["clause"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("财政部 税务总局公告2020年第8号", "财政部 税务总局公告2020年第8号"),
        ("财政部\n税务总局公告2020年第8号", "财政部 税务总局公告2020年第8号"),
        ("商务部令2020年第3号", "商务部令2020年第3号"),
        ("2020年第2号", "2020年第2号"),
        ("文号：某商发〔2024〕5号", "某商发〔2024〕5号"),
    ],
)
def test_an_announcement_has_a_number_too(line: str, number: str) -> None:
    head = head_of(f"关于免税政策的公告\n{line}\n现公告如下：\n一、免税。\n")

    assert head.doc_number is not None and head.doc_number.value == number


@pytest.mark.parametrize(
    ("signature", "issuers", "issued"),
    [
        ("中国人民银行\n财政部 银保监会 证监会\n国家外汇管理局\n2020年1月31日\n", 5, date(2020, 1, 31)),
        ("商务部办公厅  财政部办公厅 2020年2月11日\n", 2, date(2020, 2, 11)),
        ("某县商务局\n2020年2月15日 （信息公开形式：主动公开）\n", 1, date(2020, 2, 15)),
        ("某县商务局\n2020年2月5日 扫一扫在手机打开当前页\n", 1, date(2020, 2, 5)),
        ("某县商务局（代章）\n2020.2.5\n", 1, date(2020, 2, 5)),
        ("“丝路拾遗”文创消费展组委会办公室\n（某市文化和旅游局 代章）\n2020年2月5日\n", 1, date(2020, 2, 5)),
        ("某博览会组委会秘书处\n（代章单位：某市会展服务中心）\n2020年2月5日\n", 1, date(2020, 2, 5)),
        ("第九届数字贸易博览会组委会\n二〇二〇年二月\n", 1, None),
        ("主办单位：某县商务局\n承办单位：某县电子商务协会\n2020年2月5日\n", 1, date(2020, 2, 5)),
        ("二、请于2020年2月5日 前报送\n", 0, None),
        ("2020年2月10日 启动仪式\n2020年2月12日 培训会\n", 0, None),
        ("各地工作进展请及时报告。\n某县商务局\n", 1, None),
        ("主办单位：\n某县商务局\n某县财政局\n", 0, None),
        ("联系人：张三\n电话：1234567\n附：回执表\n二〇二五年六月十八日\n", 0, date(2025, 6, 18)),
    ],
)
def test_who_signs_and_when(signature: str, issuers: int, issued: date | None) -> None:
    head = head_of(f"关于促消费的通知\n各区商务局：\n请认真组织。\n{signature}")

    assert (len(head.issuers), head.issued) == (issuers, issued)


def test_a_name_that_runs_over_two_lines_of_a_signature_is_one() -> None:
    notice = parsed(
        "关于促消费的通知\n各区商务局：\n请认真组织。\n山东省应对突发事件的\n联防联控工作领导小组\n2020年2月5日\n"
    )

    assert [issuer.value for issuer in notice.main.masthead.issuers] == ["山东省应对突发事件的联防联控工作领导小组"]
    assert [clause.label for clause in notice.clauses] == ["正文 版头", "正文 引言", "正文 落款"]


def test_a_page_that_names_an_office_as_its_source_names_the_issuer() -> None:
    page = "关于促消费的公告\n发布时间：2024-03-01 来源：{}\n现公告如下：\n一、时间\n3月。\n二、地点\n广场。\n"

    assert [issuer.value for issuer in head_of(page.format("甲市商务局")).issuers] == ["甲市商务局"]
    assert head_of(page.format("甲市日报社")).issuers == ()
    assert head_of(page.format("市商务局")).issuers == ()  # of which city is not printed


def test_addressees_without_the_colon_that_a_page_lost() -> None:
    head = head_of(
        "关于促消费的通知\n各县、区（开发区）商务主管部门\n为扩大消费，现就有关事项通知如下：\n一、时间\n3月。\n"
    )

    assert [found.value for found in head.addressees] == ["各县、区（开发区）商务主管部门"]


def test_what_a_story_says_below_its_headline_issues_nothing() -> None:
    head = head_of("某省加强市场保供\n我省召开新闻发布会\n2月2日，某省商务厅介绍保供情况。\n一、时间\n1月。\n")

    assert head.title is not None and head.title.value == "某省加强市场保供"
    assert head.issuers == ()


@pytest.mark.parametrize(
    ("site", "line", "issuers"),
    [
        ("青岛市商务局", "", ["青岛市商务局"]),
        ("青岛市人民政府", "", []),  # a government's site posts what all its offices issue
        ("青岛市人民政府", "发布时间：2024-03-01 来源：市商务局\n", ["青岛市商务局"]),
        ("山东省人民政府", "发布时间：2024-03-01 来源：市商务局\n", []),
    ],
)
def test_whose_site_a_page_stood_on_tells_the_issuer_where_nothing_else_does(
    site: str, line: str, issuers: list[str]
) -> None:
    text = f"关于促消费的公告\n{line}现公告如下：\n一、时间\n3月。\n二、地点\n广场。\n"
    page = Pages((text,), numbered=False, dropped=(Dropped("site", f"关于促消费的公告 - {site}", None),))

    assert [issuer.value for issuer in parse_notice(page, "公告.html").main.masthead.issuers] == issuers


def test_the_note_under_the_title_dates_a_decision() -> None:
    head = head_of(
        "某市人大常委会关于促进消费的决定\n（2025年3月28日某市第十六届人民代表大会常务委员会第二十次会议通过）\n为了促进消费，决定如下：\n一、加强领导。\n二、加强监管。\n"
    )

    assert head.issued == date(2025, 3, 28)


def test_an_order_is_issued_by_whom_its_number_names_and_hands_on_what_it_makes_known() -> None:
    notice = parsed(
        "商务部令2024年第2号\n《零售商促销行为管理办法》已经商务部第5次部务会议审议通过，现予公布，自2024年8月1日起施行。\n部长 王某某\n2024年5月20日\n"
        "零售商促销行为管理办法\n第一条 为了规范促销行为，制定本办法。\n第二条 本办法自2024年8月1日起施行。\n"
    )
    head = notice.main.masthead

    assert ([issuer.value for issuer in head.issuers], head.issued) == (["商务部"], date(2024, 5, 20))
    assert [part.masthead.title and part.masthead.title.value for part in notice.parts] == [
        None,
        "零售商促销行为管理办法",
    ]


def test_an_urgency_may_share_the_line_of_the_number() -> None:
    head = head_of(
        "特急 某商明电〔2025〕3号\n某市商务局关于做好保供工作的紧急通知\n各区商务局：\n一、监测。\n二、保供。\n"
    )

    assert head.doc_number is not None and head.doc_number.value == "某商明电〔2025〕3号"


def test_a_clause_with_brackets_at_both_ends_is_no_note_under_the_title() -> None:
    notice = parsed("某市促消费方案\n（一）总体要求（试行）\n要重视。\n（二）重点任务（暂定）\n要落实。\n")

    assert [clause.path[-1] for clause in notice.clauses] == ["版头", "（一）", "（二）"]


@pytest.mark.parametrize(
    "known",
    [
        "索引号 | 000013338/2025-01 | 信息分类 | 电子商务\n文号 | 商办电函〔2025〕101号 | 有效性 | 有效",
        "- 索引号：0110/2025-01\n- 发文单位：某省商务厅\n- 发文日期：2025年4月12日\n- 效力状态：有效\n商办电函〔2025〕101号",
        "【发布单位】某司 【发布文号】商办电函〔2025〕101号 【发文日期】2025-04-04",
        "[主题分类]\n综合政务\n[成文日期]\n2025-04-02\n[发文字号]\n商办电函〔2025〕101号",
        "主题分类：\n综合政务\n成文日期：\n2025年4月2日\n发文字号：\n商办电函〔2025〕101号",
        "[ 索引号 ] hd0002/2025   [ 主题分类 ] 商贸\n[ 发布机构 ] 某局   [ 成文日期 ] 2025-04-02\n商办电函〔2025〕101号",
    ],
)
def test_what_a_site_knows_of_a_notice_stands_above_its_text_and_not_in_it(known: str) -> None:
    notice = parsed(f"关于举办购物节的通知\n{known}\n各市商务局：\n请参加。\n某省商务厅\n2025年4月2日\n")
    head = notice.main.masthead

    assert head.title and head.title.value == "关于举办购物节的通知"
    assert head.doc_number and head.doc_number.value == "商办电函〔2025〕101号"
    assert [one.value for one in head.addressees] == ["各市商务局"]
    assert notice.clauses[1].heading == "请参加"


def test_a_row_of_a_site_above_the_title_is_no_title() -> None:
    rows = "索引号：0031/2025-12 | 信息分类：商贸 / 公告\n名称：某市家电换新公告 | 文号：无"
    notice = parsed(f"{rows}\n某市家电换新公告\n各家电企业：\n现公开征集参与企业。\n某市商务局\n2025年4月14日\n")

    title = notice.main.masthead.title
    assert title and title.value == "某市家电换新公告"


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ("2026-06-02 11:20　来源：某市商务局电商科　点击：87　[大 中 小]\n某商电〔2026〕15号\n", "某商电〔2026〕15号"),
        ("2026年06月02日 11:20\n某商电〔2026〕15号\n", "某商电〔2026〕15号"),
        ("某商电〔2026〕15号          2026年6月1日\n", "某商电〔2026〕15号"),
        ("某协〔2026〕字第12号\n", "某协〔2026〕字第12号"),
        ("某会展〔2026〕函第6号\n", "某会展〔2026〕函第6号"),
        ("发布机构 某市商务局 文号 某商电〔2026〕15号\n", "某商电〔2026〕15号"),
        ("〔2026〕第7号\n", "〔2026〕第7号"),
        ("政策文号：某商电〔2026〕15号\n", "某商电〔2026〕15号"),
    ],
)
def test_the_number_and_the_addressees_are_read_below_what_a_page_prints_under_the_title(
    lines: str, number: str
) -> None:
    head = head_of(f"关于举办购物节的通知\n{lines}各县商务局：\n请认真组织。\n某市商务局\n2026年6月1日\n")

    assert (head.doc_number and head.doc_number.value, [one.value for one in head.addressees]) == (
        number,
        ["各县商务局"],
    )


def test_a_number_in_brackets_behind_a_title_is_its_number() -> None:
    head = head_of("某市商务局关于举办购物节的通知（某商电〔2026〕15号）\n各县商务局：\n请认真组织。\n")

    assert (head.title and head.title.value) == "某市商务局关于举办购物节的通知"
    assert (head.doc_number and head.doc_number.value) == "某商电〔2026〕15号"

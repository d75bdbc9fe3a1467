"""The clause tree: mistakes in the numbering are kept as printed and reported, prose stays prose."""

from __future__ import annotations

import pytest

from ingest.structure.numbering import read_number
from ingest.structure.pieces import heading_of
from tests.assistant.build import parsed

HEAD = "商务部办公厅关于开展促消费活动的通知\n各省商务主管部门：\n现就有关事项通知如下：\n"


def labels(body: str) -> list[str]:
    """The clauses below the masthead and the lead."""
    return [clause.label.removeprefix("正文 ") for clause in parsed(HEAD + body).clauses[2:]]


def faults(body: str) -> list[tuple[str, str]]:
    return [(anomaly.code, anomaly.message) for anomaly in parsed(HEAD + body).anomalies]


def test_a_missing_section_is_reported_and_nothing_is_renumbered() -> None:
    body = "一、总体安排\n加强领导。\n二、主要内容\n丰富供给。\n四、工作要求\n加强统筹。\n五、责任分工\n各负其责。\n"

    assert labels(body) == ["一", "二", "四", "五"]
    assert faults(body) == [("missing_number", "原文缺少序号“三”，直接由上一条跳到“四”。")]


def test_a_number_printed_twice_stands_twice() -> None:
    body = (
        "一、责任分工\n（一）省商务厅：统筹。\n（二）其它单位：监督。\n（三）市县：落实。\n（四）电商平台：促销。\n"
        "（五）承办单位：实施。\n（五）协办单位：配合。\n"
    )

    assert labels(body) == ["一", *(f"一 （{n}）" for n in "一二三四五五")]
    assert faults(body) == [("duplicate_number", "序号“（五）”出现两次，原文如此。")]


def test_an_arabic_number_among_chinese_ones_keeps_its_print() -> None:
    body = "一、活动安排\n（一）活动名称\n网上年货节。\n（二）活动主题\n数商惠民。\n（3） 活动时间\n1月18日。\n（四）活动地点\n海口。\n"

    assert labels(body) == ["一", "一 （一）", "一 （二）", "一 （3）", "一 （四）"]
    assert faults(body) == [("mixed_numbering", "序号“（3）”与同级序号写法不一致，原文如此。")]


@pytest.mark.parametrize(
    "body",
    [
        "一、总体要求\n要重视。\n一、二线城市要带头促消费。\n二、重点任务\n做好供应。\n",
        "一、总体要求\n要重视。\n二、三线城市要跟进。\n二、重点任务\n做好供应。\n",
        "一、总体要求\n要重视。\n二、重点任务\n二、三线城市要跟进，扩大消费。\n三、工作要求\n",
    ],
)
def test_prose_that_begins_like_a_heading_heads_nothing(body: str) -> None:
    numbers = [label for label in labels(body) if len(label) == 1]

    assert numbers in (["一", "二"], ["一", "二", "三"])
    assert faults(body) == []


def test_first_and_second_inside_a_sentence_are_clauses_of_their_own() -> None:
    body = "一、任务\n（一）丰富供应。一是增加绿色商品。二是开展专场，促进上行。三是鼓励创新。\n（二）优化环境。要一是一、二是二。\n"

    assert labels(body) == ["一", "一 （一）", "一 （一） 一是", "一 （一） 二是", "一 （一） 三是", "一 （二）"]


def test_a_lone_firstly_is_prose() -> None:
    assert labels("一、任务\n宣传是重点，一是关键，要抓好。\n二、要求\n做好。\n") == ["一", "二"]


def test_every_list_counts_by_itself() -> None:
    body = "一、报名\n1.企业报名\n2.审核\n二、管理\n1.公示\n2.退出\n（1）自愿；\n（2）强制。\n"

    assert labels(body) == ["一", "一 1", "一 2", "二", "二 1", "二 2", "二 2 （1）", "二 2 （2）"]
    assert faults(body) == []


def test_articles_go_on_counting_from_chapter_to_chapter() -> None:
    notice = parsed(
        "某省促进消费条例\n第一章 总则\n第一条 为了促进消费，制定本条例。\n第二条 本条例适用于本省。\n"
        "第二章 附则\n第三条 本条例自发布之日起施行。\n"
    )

    assert [clause.label for clause in notice.clauses[1:]] == [
        "正文 第一章",
        "正文 第一章 第一条",
        "正文 第一章 第二条",
        "正文 第二章",
        "正文 第二章 第三条",
    ]
    assert notice.anomalies == ()


@pytest.mark.parametrize(
    ("body", "closing"),
    [
        # behind the last item of a list, what is handed in by when is about the whole notice
        (
            "一、领导\n做好。\n二、要求\n（一）重视。要抓。\n（二）宣传。要快。\n各地筹备情况请于4月12日前报我司。\n",
            "各地筹备情况请于4月12日前报我司",
        ),
        ("一、领导\n要重视。\n二、宣传\n要及时。\n联系人：王殿宁\n电话：010-65197902\n", "联系人：王殿宁"),
        ("一、领导\n要重视。\n二、宣传\n要及时。\n特此通知。\n", "特此通知"),
        ("请踊跃参加。\n联 系 人：张三\n", "联系人：张三"),
        # whom the persons below work for stands with them
        ("一、领导\n要重视。\n二、宣传\n要及时。\n大会组委会秘书处\n联系人：王芳\n", "大会组委会秘书处"),
        ("一、领导\n要重视。\n二、宣传\n要及时。\n联系科室：流通科\n联系人：王芳\n", "联系科室：流通科"),
    ],
)
def test_what_closes_a_notice_belongs_to_no_section(body: str, closing: str) -> None:
    notice = parsed(HEAD + body)

    assert (notice.clauses[-1].label, notice.clauses[-1].heading) == ("正文 结尾", closing)


def test_a_paragraph_under_a_title_belongs_to_it() -> None:
    body = "一、领导\n要重视。\n要配合。\n二、宣传\n要及时。\n要深入。\n"

    assert labels(body) == ["一", "二"]


def test_a_list_of_names_under_attachments_heads_nothing() -> None:
    body = "一、领导\n要重视。\n二、宣传\n要及时。\n附件：1.活动总体方案\n2.承诺书\n"

    assert labels(body) == ["一", "二", "结尾"]


def test_the_heading_of_a_sentence_is_its_first_words() -> None:
    piece = "（二）各地商务主管部门要会同有关部门和单位，按照统一时间统一标识的要求，指导当地有影响力的电商平台开展线上销售。"

    assert heading_of(piece, read_number(piece)) == ("（二）各地商务主管部门要会同有关部门和单位", False)


def test_a_numbering_that_runs_through_the_sections_is_no_mistake() -> None:
    body = (
        "一、强化支持\n（一）扩大生产。鼓励增产。\n（二）给予贴息。按规定贴息。\n二、减轻负担\n（三）减免税收。依法减免。\n（四）减免租金。鼓励减租。\n"
        "三、强化服务\n1.简化流程。一次办结。\n（五）优化审批。即来即办。\n2.公开进度。网上可查。\n"
    )

    assert labels(body) == [
        "一", "一 （一）", "一 （二）", "二", "二 （三）", "二 （四）", "三", "三 1", "三 （五）", "三 2",
    ]  # fmt: skip
    assert faults(body) == []


def test_a_gap_in_a_running_numbering_is_reported() -> None:
    body = "一、支持\n（一）生产。扩产。\n（二）贴息。减息。\n二、减负\n（四）税收。减税。\n（五）租金。减租。\n"

    assert labels(body) == ["一", "一 （一）", "一 （二）", "二", "二 （四）", "二 （五）"]
    assert faults(body) == [("missing_number", "原文缺少序号“（三）”，直接由上一条跳到“（四）”。")]


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("要抓好三件事。首先，摸清底数。其次，落实到人。最后，抓好总结。", ["首先", "其次", "最后"]),
        ("要求如下：首先要摸清底数；其次要落实到人；再次，要抓好总结。", ["首先", "其次", "再次"]),
        ("具体如下：第一，摸清底数。第二，落实到人。第三，抓好总结。", ["第一", "第二", "第三"]),
        ("首先，摸清底数。其次，落实到人。第三，抓好总结。第四，及时上报。", ["首先", "其次", "第三", "第四"]),
        ("参加人员：①分管负责人1名；②企业代表，名额不限。", ["①", "②"]),
        ("填报说明见附注①，其余见附注②。", []),
        ("打通服务群众最后一公里，首先要重视。", []),
        ("各地首先要重视，其次是落实，但不必再次报送。", []),
        ("第一产业和第二产业同步，第一，要重视。", []),
    ],
)
def test_first_second_and_last_are_clauses_where_they_enumerate(sentence: str, items: list[str]) -> None:
    assert labels(f"一、任务\n{sentence}\n二、要求\n做好。\n") == ["一", *(f"一 {item}" for item in items), "二"]


def test_a_list_that_begins_with_first_and_second_goes_on_with_third() -> None:
    body = "首先，摸清底数。\n其次，落实到人。\n第三，抓好总结。\n第四，及时上报。\n"

    assert labels(body) == ["首先", "其次", "第三", "第四"]
    assert faults(body) == []


def test_letters_head_clauses_and_letters_with_numbers_those_below() -> None:
    body = "A. 展会概况\nA1. 展览面积\nA2. 参展企业\nB. 参展费用\nB1. 标准展位\nC. 联系方式\n略。\n"

    assert labels(body) == ["A", "A A1", "A A2", "B", "B B1", "C"]


def test_first_with_the_comma_of_a_list_heads_a_clause_and_a_pair_of_ordinals_none() -> None:
    body = "第一、补贴对象\n个人。\n第二、补贴标准\n1000元。\n第一、第二批资金用完即止。\n第三、申领流程\n略。\n"

    assert labels(body) == ["第一", "第二", "第三"]


def test_an_item_may_begin_with_a_month() -> None:
    body = "一、要求\n3.发放消费券的，不得限定对象。\n4.11月底前，报送总结。\n5.举办活动的，保障安全。\n"

    assert labels(f"一、时间\n1.预热。\n2.促销。\n{body.split(chr(10), 1)[1]}") == ["一", *(f"一 {n}" for n in "12345")]


def test_first_and_second_may_have_a_paragraph_each() -> None:
    body = "一、任务\n首先，摸清底数。\n其次，落实到人。\n最后，抓好总结。\n二、要求\n首先，要重视。\n还要落实。\n"

    assert labels(body) == ["一", "一 首先", "一 其次", "一 最后", "二"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # a part, a chapter, a section, an article with its supplement
        (
            "第一部分 总体要求\n一、目标\n扩消费。\n第二部分 活动内容\n一、启动\n办仪式。\n二、展销\n办展会。\n",
            ["第一部分", "第一部分 一", "第二部分", "第二部分 一", "第二部分 二"],
        ),
        (
            "第一章 职责\n第一节 省级\n第一条 省级负责审核。\n第二节 市县\n第二条 市县负责初审。\n第二条之一 可以委托初审。\n第三条 应当公示。\n",
            [
                "第一章",
                "第一章 第一节",
                "第一章 第一节 第一条",
                "第一章 第二节",
                "第一章 第二节 第二条",
                "第一章 第二节 第二条之一",
                "第一章 第二节 第三条",
            ],
        ),
        # named items, stages and steps
        (
            "一、主题活动\n活动一：汽车展销\n（一）时间：10月1日\n（二）地点：体育场\n活动二：家电下乡\n（一）时间：10月5日\n（二）地点：乡镇\n",
            [
                "一",
                "一 活动一",
                "一 活动一 （一）",
                "一 活动一 （二）",
                "一 活动二",
                "一 活动二 （一）",
                "一 活动二 （二）",
            ],
        ),
        (
            "一、步骤\n第一阶段（3月）：动员\n第二阶段（4月）：实施\n二、申领\n第一步：登录；\n第二步：领取。\n",
            ["一", "一 第一阶段", "一 第二阶段", "二", "二 第一步", "二 第二步"],
        ),
        # decimals, with a blank and without
        (
            "一、报送\n1.1报送方案\n1.1.1 月报每月5日前报。\n1.1.2 年报12月前报。\n1.2报送总结\n2.1 其他\n2.2 附则\n",
            ["一", "一 1.1", "一 1.1 1.1.1", "一 1.1 1.1.2", "一 1.2", "一 2.1", "一 2.2"],
        ),
        ("一、其他\na）按时反馈；\nb）及时更新。\n二、附则\n", ["一", "一 a）", "一 b）", "二"]),
        (
            "会议强调，一要摸清底数，二要突出重点，三要压实责任。\n一、资金\n落实。\n二、场地\n落实。\n",
            ["一要", "二要", "三要", "一", "二"],
        ),
        # what follows a number may be any word
        ("一、范围\n1.家电\n2.年货\n3.日用品\n4.件数不限\n", ["一", "一 1", "一 2", "一 3", "一 4"]),
        ("一、新车\n要补贴。\n二、旧车\n要收购。\n三、二手车交易\n要规范。\n", ["一", "二", "三"]),
    ],
)
def test_lists_of_every_kind(body: str, expected: list[str]) -> None:
    assert [label for label in labels(body) if label != "引言"] == expected
    assert faults(body) == []


@pytest.mark.parametrize(
    "line",
    [
        "1.5万家企业参加。",
        "3.5倍于去年。",
        "活动一开始就要抓好。",
        "第一步要走稳。",
        "第一部分资金用于促销。",
        "C. 其他",
    ],
)
def test_a_quantity_or_a_word_alone_heads_nothing(line: str) -> None:
    assert labels(f"一、总体要求\n要重视。\n{line}\n二、重点任务\n做好供应。\n") == ["一", "二"]


@pytest.mark.parametrize(
    ("body", "last"),
    [
        (
            "一、领导\n要重视。\n二、信息报送\n请于每周五16:00前报送进展。\n",
            ("二", "二、信息报送\n请于每周五16:00前报送进展。"),
        ),
        (
            "一、领导\n要重视。\n二、联系方式\n联系人：王芳\n电话：1234567\n",
            ("二", "二、联系方式\n联系人：王芳\n电话：1234567"),
        ),
        ("一、领导\n要重视。\n二、联系方式\n市商务局流通科\n联系人：王芳\n附件：名单\n", ("结尾", "附件：名单")),
    ],
)
def test_what_stands_first_below_a_bare_title_is_its_text(body: str, last: tuple[str, str]) -> None:
    notice = parsed(HEAD + body)

    assert (notice.clauses[-1].path[-1], notice.clauses[-1].own.of(notice.text).strip()) == last


def test_articles_are_believed_however_many_are_missing() -> None:
    notice = parsed(
        "某省促进消费条例\n第十二条 为了促进消费，制定本条例。\n第十三条“菜篮子”工程由市县负责。\n第二十一条 本条例由某省商务厅解释。\n第二十二条 本条例自发布之日起施行。\n"
    )

    assert [clause.path[-1] for clause in notice.clauses[1:]] == ["第十二条", "第十三条", "第二十一条", "第二十二条"]
    assert [anomaly.message for anomaly in notice.anomalies] == [
        "编号由“第十二条”开始，原文如此。",
        "原文缺少序号“第十四条”至“第二十条”，直接由上一条跳到“第二十一条”。",
    ]


def test_every_speaker_counts_anew() -> None:
    body = "张某：一是摸清底数。二是落实到人。\n李某：一是加强宣传。二是加强监管。\n"

    assert labels(body) == ["一是", "二是", "一是", "二是"]
    assert faults(body) == []


def test_the_last_of_a_list_of_names_has_no_contacts() -> None:
    notice = parsed(HEAD + "一、东部\n1.德清县\n2.沛县\n二、中部\n3.舒城县\n4.浚县\n联系人：赵一\n电话：1234567\n")

    assert [(clause.path[-1], clause.own.of(notice.text).split("\n")[0]) for clause in notice.clauses[-2:]] == [
        ("4", "4.浚县"),
        ("结尾", "联系人：赵一"),
    ]

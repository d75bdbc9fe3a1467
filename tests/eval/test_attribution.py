"""Citation recall and precision as ALCE defines them, on statements one can check by hand."""

import pytest

from eval.attribution import idle, uncited, unsupported

REPORT = "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。"
PHONES = "联系人：电子商务司 王殿宁 李旺源\n电 话：010-65197902 85093748\n邮 箱：yycjc@mofcom.gov.cn"
PACKAGING = "推广原发包装，减少过度包装，鼓励使用可降解包装。"


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        ("活动总结材料须于5月13日前报送。", [REPORT]),
        ("活动总结材料须于2024年5月13日前报送（年份据发文字号推算）。", [REPORT]),
        ("电话010-65197902、010-85093748。", [PHONES]),
        ("邮箱yycjc@mofcom.gov.cn。", [PHONES]),
        ("正文 三 （三）：推广原发包装，减少过度包装。", [PACKAGING]),
        ("5月13日前报送，电话010-65197902。", [REPORT, PHONES]),
    ],
)
def test_a_statement_that_is_in_what_it_cites(statement: str, quotes: list[str]) -> None:
    assert unsupported(statement, quotes) is None


@pytest.mark.parametrize(
    ("statement", "lacking"),
    [
        ("活动总结材料须于5月31日前报送。", "31"),
        ("活动总结材料须于2024年5月13日前报送。", "2024"),
        ("电话010-65197903。", "010"),
        ("邮箱yycjc@mofcom.com。", "yycjc@mofcom.com"),
        ("须遵守《价格法》。", "《价格法》"),
        ("消费者可以申请七天无理由退货。", "消费者可以申请七天无理由退货。"),
    ],
)
def test_a_statement_that_is_not(statement: str, lacking: str) -> None:
    assert unsupported(statement, [REPORT]) == lacking


def test_each_line_stands_for_itself_and_needs_its_own_citation() -> None:
    text = "《甲通知》：\n活动总结材料5月13日前报送。[1]\n电话010-65197902。\n甲通知没有写明传真。"

    assert [(one.text, lacking) for one, lacking in uncited(text, [REPORT, PHONES])] == [
        ("活动总结材料5月13日前报送。", None),
        ("电话010-65197902。", "no citation"),
    ]


def test_a_citation_is_idle_if_it_alone_proves_nothing_and_the_others_do_without_it() -> None:
    text = "5月13日前报送，电话010-65197902。[1][2][3]"

    assert [(n, is_idle) for _, n, is_idle in idle(text, [REPORT, PHONES, PACKAGING])] == [
        (1, False),
        (2, False),
        (3, True),
    ]


def test_all_citations_of_an_unsupported_statement_are_idle() -> None:
    assert [is_idle for _, _, is_idle in idle("6月1日前报送。[1][2]", [REPORT, PHONES])] == [True, True]

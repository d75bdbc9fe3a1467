"""What heads a clause and what only begins like it."""

from __future__ import annotations

import pytest

from ingest.structure.numbering import Number, Style, read_number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("第三条 参与企业应当守法", Number(Style.ARTICLE, 3, "第三条", 3)),
        ("第十二章 附则", Number(Style.CHAPTER, 12, "第十二章", 4)),
        ("第一节 总体要求", Number(Style.SECTION, 1, "第一节", 3)),
        ("一、总体安排", Number(Style.COMMA, 1, "一", 2)),
        ("十一. 其他", Number(Style.COMMA, 11, "十一", 4)),
        ("（一）优选商品", Number(Style.PAREN, 1, "（一）", 3)),
        ("(二) 预热启动", Number(Style.PAREN, 2, "（二）", 4)),
        ("（ 三 ）、总结", Number(Style.PAREN, 3, "（三）", 6)),
        ("1.企业报名", Number(Style.DOT, 1, "1", 2)),
        ("2、审核", Number(Style.DOT, 2, "2", 2)),
        ("（3） 活动时间", Number(Style.PAREN_ARABIC, 3, "（3）", 4)),
        ("1）营业执照", Number(Style.HALF_PAREN, 1, "1）", 2)),
        ("①身份证", Number(Style.CIRCLED, 1, "①", 1)),
        ("一是增加商品", Number(Style.SPOKEN, 1, "一是", 2)),
    ],
)
def test_every_style_is_read_with_its_normal_form(line: str, number: Number) -> None:
    assert read_number(line) == number


@pytest.mark.parametrize(
    "line",
    [
        "3.5万家企业参加",
        "3月20日,各地报送名单",
        "2021年4月28日",
        "一般要求",
        "一是否参加由企业自定",
        "第三条线路",
        "第一章的内容",
        "010-85093723",
        "（暂定）",
        "（2021年修订）",
        "",
    ],
)
def test_a_quantity_a_date_or_a_word_is_no_number_of_a_clause(line: str) -> None:
    assert read_number(line) is None

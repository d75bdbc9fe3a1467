"""Two versions of a notice: what was added, taken out, changed and moved, in clauses and in facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.compare import Change, Difference, Edit, compare, word_changes
from ingest.model import Notice, Pages
from ingest.parse import parse_notice

FIRST = """关于举办“惠享生活”直播大赛的通知

各市商务局：

现就有关事项通知如下：

一、参赛范围

全省电商企业均可报名参加本次大赛。

二、工作要求

各市商务局要督促参赛企业严格遵守《电子商务法》等法律法规。

请于2024年4月12日前将推荐名单报送省商务厅。

联系人：王小明，电话：0571-87050001

浙江省商务厅

2024年3月1日
"""


def parsed(text: str) -> Notice:
    return parse_notice(Pages((text,), numbered=False), "通知.txt")


def changes(difference: Difference) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.change.value, one.before.label if one.before else None, one.after.label if one.after else None)
        for one in difference.clauses
    ]


def test_the_same_text_is_no_difference_however_it_is_laid_out() -> None:
    assert not compare(parsed(FIRST), parsed(FIRST.replace("\n\n", "\n")))


def test_a_deadline_that_moved_is_one_change_from_then_to_now() -> None:
    difference = compare(parsed(FIRST), parsed(FIRST.replace("4月12日", "4月30日")))

    assert changes(difference) == [("changed", "正文 结尾", "正文 结尾")]
    words = [(one.edit.value, one.text) for one in difference.clauses[0].words if one.edit is not Edit.KEPT]
    assert words == [("removed", "2024年4月12日"), ("added", "2024年4月30日")]
    (moved,) = difference.deadlines
    assert moved.before is not None
    assert moved.after is not None
    assert [str(one.due) for one in (moved.before, moved.after)] == ["2024-04-12", "2024-04-30"]
    assert (difference.contacts, difference.laws) == ((), ())


def test_a_section_put_in_moves_those_behind_it_and_changes_none() -> None:
    longer = FIRST.replace("二、工作要求", "二、奖项设置\n\n设一等奖三名，颁发证书和奖杯。\n\n三、工作要求")

    assert changes(compare(parsed(FIRST), parsed(longer))) == [
        ("added", None, "正文 二"),
        ("moved", "正文 二", "正文 三"),
    ]
    assert changes(compare(parsed(longer), parsed(FIRST))) == [
        ("removed", "正文 二", None),
        ("moved", "正文 三", "正文 二"),
    ]


def test_contacts_and_laws_that_were_added_dropped_or_changed() -> None:
    other = FIRST.replace("0571-87050001", "0571-87059999").replace("《电子商务法》", "《价格法》《广告法》")

    difference = compare(parsed(FIRST), parsed(other))

    (contact,) = difference.contacts
    assert contact.change is Change.CHANGED
    assert contact.after is not None
    assert contact.after.phones == ("0571-87059999",)
    laws = [(one.change.value, law.name) for one in difference.laws for law in (one.before, one.after) if law]
    assert laws == [("added", "价格法"), ("added", "广告法"), ("removed", "电子商务法")]


LONGER = FIRST.replace(
    "二、工作要求\n",
    "活动主题：惠享生活 乐购浙里\n\n主办单位：浙江省商务厅、浙江省财政厅\n\n二、工作要求\n\n严禁刷单炒信。活动期间，参赛企业不得强制搭售。\n",
)


def test_what_is_forbidden_is_compared_with_whom_and_when() -> None:
    other = LONGER.replace("严禁刷单炒信。", "严禁价格欺诈。").replace("活动期间，参赛企业不得", "参赛企业不得")

    found = [(one.change.value, one.before, one.after) for one in compare(parsed(LONGER), parsed(other)).prohibitions]

    assert [(change, before and before.what, after and after.what) for change, before, after in found] == [
        ("changed", "刷单炒信", "价格欺诈"),
        ("changed", "强制搭售", "强制搭售"),
    ]
    _, before, after = found[1]
    assert before is not None
    assert after is not None
    assert (before.condition, after.condition) == ("活动期间", None)


def test_a_prohibition_that_is_new_is_added() -> None:
    difference = compare(parsed(FIRST), parsed(LONGER))

    assert [(one.change.value, one.after and one.after.what) for one in difference.prohibitions] == [
        ("added", "刷单炒信"),
        ("added", "强制搭售"),
    ]


def test_organisers_themes_and_recipients_are_compared() -> None:
    other = (
        LONGER.replace("浙江省财政厅", "浙江省邮政管理局")
        .replace("乐购浙里", "乐享浙里")
        .replace("报送省商务厅", "报送省财政厅")
    )

    difference = compare(parsed(LONGER), parsed(other))

    assert [
        (one.change.value, one.before and one.before.names, one.after and one.after.names)
        for one in difference.organisers
    ] == [("changed", ("浙江省商务厅", "浙江省财政厅"), ("浙江省商务厅", "浙江省邮政管理局"))]
    assert [(one.before and one.before.text, one.after and one.after.text) for one in difference.themes] == [
        ("惠享生活 乐购浙里", "惠享生活 乐享浙里")
    ]
    assert [one.change.value for one in difference.deadlines] == ["changed"]


def test_the_masthead_is_compared() -> None:
    other = FIRST.replace("各市商务局：", "各市商务局、财政局：").replace("2024年3月1日", "2024年3月8日")

    assert [(one.name.value, one.before, one.after) for one in compare(parsed(FIRST), parsed(other)).names] == [
        ("addressees", ("各市商务局",), ("各市商务局", "财政局")),
        ("issued", ("2024-03-01",), ("2024-03-08",)),
    ]
    assert compare(parsed(FIRST), parsed(FIRST)).names == ()


@given(st.text("请于4月5日前报送。 \n", max_size=60), st.text("请于4月5日前报送。 \n", max_size=60))
def test_the_words_of_a_change_are_both_texts(before: str, after: str) -> None:
    words = word_changes(before, after)

    assert "".join(one.text for one in words if one.edit is not Edit.ADDED) == before
    assert "".join(one.text for one in words if one.edit is not Edit.REMOVED) == after


@pytest.mark.parametrize("length", [20_000])
def test_a_long_clause_that_changed_altogether_is_not_compared_word_by_word(length: int) -> None:
    assert [one.edit for one in word_changes("甲" * length, "乙" * length)] == [Edit.REMOVED, Edit.ADDED]

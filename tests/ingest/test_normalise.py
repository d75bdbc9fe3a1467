"""Page layout is undone, and nothing is thrown away silently."""

from __future__ import annotations

import pytest

from ingest.model import Dropped, Pages
from ingest.normalise import CanonicalText, close_spaces, goes_on, normalise


def text_of(*pages: str, numbered: bool = False) -> str:
    return normalise(Pages(pages, numbered)).text


def test_a_sentence_cut_by_a_page_is_whole_and_the_page_still_starts_there() -> None:
    cut = normalise(
        Pages(("统一时间、统一标识，聚焦品牌、品质开\n— 3 —", "展各具特色的配套活动，抓好落实。"), numbered=True)
    )

    assert cut.text == "统一时间、统一标识，聚焦品牌、品质开展各具特色的配套活动，抓好落实。"
    assert (cut.page_starts, cut.page_of(17), cut.page_of(18)) == ((0, 18), 1, 2)
    assert cut.dropped == (Dropped("page number", "— 3 —", 1),)


def test_without_real_pages_no_page_is_known() -> None:
    plain = normalise(Pages(("一、总体要求", "二、重点任务\n（看不清）"), numbered=False))

    assert plain == CanonicalText("一、总体要求\n二、重点任务", (), (Dropped("scanner debris", "（看不清）", None),))


@pytest.mark.parametrize("number", ["— 4 —", "-4-", "– 12 –", "第 3 页", "第3页 共9页", "第3页/共9页"])
def test_a_page_number_is_dropped_wherever_it_stands(number: str) -> None:
    assert text_of(f"一、要求\n{number}\n二、时间") == "一、要求\n二、时间"


def test_a_bare_number_is_a_page_number_only_at_the_edge_of_a_page() -> None:
    assert text_of("一、要求\n100\n二、时间\n1", "三、总结\n2", numbered=True) == "一、要求\n100\n二、时间\n三、总结"
    assert text_of("一、要求\n7") == "一、要求\n7"  # one page has no number


def test_what_a_transcriber_could_not_read_is_dropped_with_the_scrap_above_it() -> None:
    pages = Pages(("井 南 集\n\n（此处为模糊不清的正文内容，文字难以辨识）\n商务部办公厅",), numbered=True)
    found = normalise(pages)

    assert found.text == "商务部办公厅"
    assert [(one.reason, one.text) for one in found.dropped] == [
        ("scanner debris", "井 南 集"),
        ("scanner debris", "（此处为模糊不清的正文内容，文字难以辨识）"),
    ]


@pytest.mark.parametrize("line", ["（此件公开发布）", "商标模糊不清的商品（如标签）不得销售。", "(看得清)"])
def test_a_bracket_or_a_blurred_label_is_no_debris(line: str) -> None:
    assert text_of(f"一、要求\n{line}") == f"一、要求\n{line}"


def test_a_footnote_digit_goes_and_a_number_stays() -> None:
    assert (
        text_of("向综合性消费载体升级。2\n电话：65197902\n共计：31")
        == "向综合性消费载体升级。\n电话：65197902\n共计：31"
    )


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("“2021 全国 网上年货节”活动", "“2021全国网上年货节”活动"),
        ("共 9 个分会场", "共9个分会场"),
        ("2021 年 1 月 20 日—2 月 18 日", "2021年1月20日—2月18日"),
        ("承 诺 书", "承诺书"),
        ("联 系 人：张三", "联系人：张三"),
        ("联系人：杜四龙 尹 涛", "联系人：杜四龙 尹涛"),
        ("电 话：024-86890383 86911695", "电话：024-86890383 86911695"),
        ("肖 鹏 010-68205665", "肖鹏 010-68205665"),
        ("商务部办公厅 财政部办公厅", "商务部办公厅 财政部办公厅"),
        ("序号          单位", "序号        单位"),  # a gap of a table stays one
    ],
)
def test_blanks_inside_words_are_closed_and_those_between_names_stay(printed: str, meant: str) -> None:
    assert close_spaces(printed) == meant


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("组织电商企业，统一时间、统一标识，聚焦品牌、品质开", "展各具特色的配套活动。"),
        ("关于开展“2021全国网上年货节”活动", "的通知"),
        ("严格遵守法律法规，严禁“二选一”“大数据杀熟”以及销售假冒伪劣商", "品等违法违规行为，维护公平竞争。"),
        ("根据《国务院办公厅关于", "加快发展的意见》要求"),
        ("联系电话", "：010-65197902"),
        ("各地商务、", "邮政部门"),
    ],
)
def test_what_a_break_has_cut_goes_on(before: str, after: str) -> None:
    assert goes_on(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("工业和信息化部消费品工业司", "2021年12月28日"),
        ("一、总体安排", "活动时间，另行通知。"),
        ("各地要做好工作，抓好落实。", "活动结束后，要及时总结。"),
        ("各地要做好工作，组织企业参加促销活动", "（二）加强服务，优化环境。"),
        ("各地要做好工作，组织企业参加促销活动", "联系人：王殿宁，李旺源"),
        ("各地要做好工作，组织企业参加促销活动", "\u3000\u3000活动结束后，要及时总结。"),
        ("省财政厅经济建设处 邵一鸣 0571-87058406 ——", "省文化和旅游厅市场处 应洁 0571-85212730"),
        ("——————————", "某省商务厅"),
        ("他们说“要重视。这是前一句忘了关上的引号。", "各地要抓好落实，及时总结。"),
    ],
)
def test_a_new_paragraph_is_not_joined(before: str, after: str) -> None:
    assert not goes_on(before, after.replace("\u3000", "  "))


def test_invisible_characters_are_dropped_and_told() -> None:
    found = normalise(Pages(("联系\u200b电话\ufeff：1\x00\t2",), numbered=True))

    assert found.text == "联系电话：1 2"
    assert found.dropped == (Dropped("control characters", "\u200b\ufeff\x00", 1),)


CUT_AT_A_MARGIN = """    为贯彻落实国务院关于促进城乡融合发展的决策部署和省委工作要
求，加快健全全省县域商业网络，现就有关事项通知如下：
    各市于2026年4月15日前将实施方案报送省商务厅市场建设处并抄
送省财政厅经济建设处备案。
    （二）发展农村物流共同配送。认真落实《中华人民共和国邮政法》
《快递暂行条例》等规定，推动邮政、供销、快递、商贸流通企业共
                          — 3 —
同整合县域物流资源，日均处理能力不低于5万件。
    联系人：罗敏，邮箱：lm@example.com
技术咨询（某某职业技术学院商学院）：钟伟，电话：028-86661234
"""


def test_a_text_cut_at_a_margin_has_its_paragraphs_whole_and_apart() -> None:
    text = normalise(Pages((CUT_AT_A_MARGIN,), numbered=False)).text

    assert text.split("\n") == [
        "为贯彻落实国务院关于促进城乡融合发展的决策部署和省委工作要求，加快健全全省县域商业网络，现就有关事项通知如下：",
        "各市于2026年4月15日前将实施方案报送省商务厅市场建设处并抄送省财政厅经济建设处备案。",
        "（二）发展农村物流共同配送。认真落实《中华人民共和国邮政法》《快递暂行条例》等规定，推动邮政、供销、快递、商贸流通企业共"
        "同整合县域物流资源，日均处理能力不低于5万件。",
        "联系人：罗敏，邮箱：lm@example.com",
        "技术咨询（某某职业技术学院商学院）：钟伟，电话：028-86661234",
    ]


def test_bare_numbers_that_count_the_pages_of_a_text_cut_at_a_margin_are_dropped() -> None:
    page = ("各市州商务局要会同有关部门，组织大型商超、电商平台开设帮扶专区和\n" * 9) + "{}\n"
    text = normalise(Pages(("".join(page.format(n) for n in (1, 2)) + "联系电话：\n65197902\n",), numbered=False))

    assert [one.text for one in text.dropped] == ["1", "2"]
    assert text.text.endswith("65197902")


def test_the_number_of_a_row_is_no_page_number() -> None:
    table = "轮次\n时间\n面额\n1\n5月1日\n满100减30\n2\n5月15日\n满200减60\n"

    assert "1\n5月1日" in normalise(Pages((table,), numbered=False)).text

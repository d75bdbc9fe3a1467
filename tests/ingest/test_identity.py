"""A corrected notice stays the same notice; two notices never become one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.identity import identify, is_version_of, says_the_same, under_id
from ingest.model import Notice, NoticeId, Pages
from ingest.parse import parse_notice
from tests.ingest.build import make_notice

TITLE = "关于举办“第六届双品网购节”的通知"
NUMBER = "商电促进函〔2024〕40号"
BODY = (
    "各地商务主管部门要聚焦老年人、外籍来华人员等群体需求和习惯，指导电商企业加强与商业银行、支付机构等合作，"
    "丰富语言、支付等选项功能。各地组织开展活动的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。"
)
OTHER_BODY = (
    "现将消费品以旧换新补贴资金审核结果予以公示，公示期内任何单位和个人均可来电反映，逾期不予受理。"
    "企业应当如实提供销售台账、发票和物流凭证，并对所提供材料的真实性负责。"
)


def notice(
    notice_id: str,
    *,
    title: str | None = TITLE,
    number: str | None = NUMBER,
    issued: date | None = date(2024, 3, 20),
    source: str = "通知.txt",
    body: str = BODY,
) -> Notice:
    made = make_notice(body, title=title, doc_number=number, issued=issued)
    return replace(made, id=NoticeId(notice_id), source=source)


OLD = notice("old")


@pytest.mark.parametrize(
    "new",
    [
        notice("new", title="关于举办“第六届双品网购节”有关事项的通知"),
        notice("new", issued=date(2024, 3, 21)),
        notice("new", number="商电促进函[2024] 第40号", source="通知（盖章）.docx"),
        notice("new", title="关于举办「第六届 双品网购节」的通知", source="通知.pdf"),
        notice("new", number=None, body=BODY.replace("5月13日", "5月31日")),
    ],
    ids=["corrected title", "corrected date", "other brackets in the number", "other marks in the title", "no number"],
)
def test_a_corrected_or_copied_notice_is_the_same_notice(new: Notice) -> None:
    assert identify(new, [notice("another", number="商电促进函〔2023〕9号", issued=date(2023, 3, 1)), OLD]) == "old"


@pytest.mark.parametrize(
    "new",
    [
        notice("new", number="商电促进函〔2024〕41号"),
        notice("new", title="关于公示补贴资金审核结果的通知", body=OTHER_BODY),
        notice("new", number=None, issued=date(2023, 3, 20)),
        notice("new", number=None, body=OTHER_BODY),
        notice("new", number=None, title=None),
    ],
    ids=["another number", "number misread from another text", "last year's", "another text", "no title"],
)
def test_in_doubt_two_notices_stay_two(new: Notice) -> None:
    assert identify(new, [OLD]) == "new"


def test_two_untitled_files_of_one_name_are_two_notices() -> None:
    scan = notice("by-name", title=None, number=None, issued=None, source="扫描件.pdf")
    other = replace(scan, text=OTHER_BODY)

    found = identify(other, [scan])

    assert found not in ("by-name", "")
    assert identify(other, [scan]) == found  # the same every time
    assert identify(replace(other, text=OTHER_BODY.replace("逾期", "过期")), [scan, under_id(other, found)]) == found


def test_last_years_notice_on_the_same_campaign_is_unlike_this_years() -> None:
    last_year = notice("a", number=None, issued=None)
    this_year = notice("b", number=None, issued=None, body=OTHER_BODY + BODY[:20])

    assert not is_version_of(this_year, last_year)


def test_under_another_id_everything_points_to_the_same_places() -> None:
    text = f"{NUMBER}\n{TITLE}\n各省商务主管部门：\n一、总体安排\n请于2024年5月13日前报送总结。\n附件\n一、目的\n联系人：王殿宁 010-65197902\n"
    parsed = parse_notice(Pages((text,), numbered=False), "通知.txt")

    moved = under_id(parsed, NoticeId("other"))

    assert moved.id == "other"
    assert {part.id.partition(".")[0] for part in moved.parts} == {"other"}
    assert [clause.id.partition(".")[0] for clause in moved.clauses] == ["other"] * len(parsed.clauses)
    assert [moved.clause(one.clause).path for one in moved.facts.deadlines] == [
        parsed.clause(one.clause).path for one in parsed.facts.deadlines
    ]
    assert under_id(moved, parsed.id) == parsed


def test_the_same_words_in_another_layout_say_the_same() -> None:
    text = f"{NUMBER}\n{TITLE}\n各省商务主管部门：\n请于2024年5月13日前报送总结。\n联系人：王殿宁 010-65197902\n"
    old = parse_notice(Pages((text,), numbered=False), "通知.txt")

    def came(changed: str, source: str = "通知.txt") -> Notice:
        return parse_notice(Pages((changed,), numbered=False), source)

    assert says_the_same(came(text.replace("\n", "\n\n") + "浏览次数：35次\n"), old)
    assert not says_the_same(came(text.replace("13日", "31日")), old)
    assert not says_the_same(came(text.replace("65197902", "65197903")), old)
    assert not says_the_same(came(text, "另一份.txt"), old)

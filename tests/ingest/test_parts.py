"""One file can hold several documents: attachments, and notices with a masthead of their own."""

from __future__ import annotations

from ingest.model import Notice
from tests.assistant.build import parsed

HEAD = "关于开展促消费活动的通知\n各市商务局：\n请执行。\n"


def parts(notice: Notice) -> list[tuple[str, str | None]]:
    return [(part.label, part.masthead.title.value if part.masthead.title else None) for part in notice.parts]


def test_attachments_begin_at_their_headers() -> None:
    notice = parsed(HEAD + "附件1\n申请表\n企业名称\n附 件 2：\n承诺书\n一、守法。\n二、诚信。\n")

    assert parts(notice) == [("正文", "关于开展促消费活动的通知"), ("附件1", "申请表"), ("附件2", "承诺书")]
    assert [clause.label for clause in notice.clauses if clause.path[0] == "附件2"] == [
        "附件2 标题",
        "附件2 一",
        "附件2 二",
    ]


def test_an_attachment_without_a_header_begins_at_the_title_that_was_announced() -> None:
    notice = parsed(
        HEAD
        + "附件：1. 第三届“双品网购节”活动总体方案\n2. 承诺书\n第三届 “双品网购节” 活动总体方案\n一、目的\n促消费。\n承 诺 书\n一、守法。\n"
    )

    assert parts(notice)[1:] == [("附件1", "第三届“双品网购节”活动总体方案"), ("附件2", "承诺书")]


def test_the_only_attachment_has_no_number() -> None:
    notice = parsed(
        HEAD + "附件：“2022全国网上年货节”工作方案\n附件\n“2022 全国网上年货节” 工作方案\n一、时间\n1月。\n"
    )

    assert [label for label, _ in parts(notice)] == ["正文", "附件"]


def test_two_attachments_of_one_number_are_told_apart() -> None:
    notice = parsed(HEAD + "附件1\n方案\n一、目的\n附件1\n另一方案\n一、时间\n附件1\n第三方案\n一、地点\n")

    assert [label for label, _ in parts(notice)] == ["正文", "附件1", "附件1（2）", "附件1（3）"]


def test_the_mention_of_an_attachment_begins_none() -> None:
    notice = parsed(HEAD + "一、参与主体\n依照活动方案（详见附件1）组织。\n附件1所列企业优先。\n二、时间\n1月。\n")

    assert [label for label, _ in parts(notice)] == ["正文"]


def test_a_forwarded_notice_keeps_its_own_attachment() -> None:
    notice = parsed(
        "某省商务厅\n某商函〔2021〕15号\n关于转发促消费通知的通知\n各市商务局：\n请执行。\n附件：商务部办公厅关于开展促消费活动的通知\n"
        "某省商务厅\n2021年1月15日\n商务部办公厅\n商办电函〔2021〕11号\n商务部办公厅关于开展促消费活动的通知\n各省：\n请参加。\n"
        "附件1\n活动方案\n一、目的\n"
    )
    main, forwarded, plan = notice.parts

    assert (forwarded.embedded, plan.embedded) == (True, False)
    assert notice.document_of(forwarded.id).id == forwarded.id
    assert (main.masthead.doc_number, forwarded.masthead.doc_number) != (None, None)


def test_the_names_of_attachments_below_their_header_are_a_list_and_no_attachment() -> None:
    notice = parsed(
        HEAD + "一、时间\n1月。\n附件：\n1.卫生防护指南\n2.信息登记表（式样）\n某市商务局\n某市财政局\n2024年2月3日\n"
    )

    assert parts(notice) == [("正文", "关于开展促消费活动的通知")]
    assert [issuer.value for issuer in notice.main.masthead.issuers] == ["某市商务局", "某市财政局"]


def test_the_only_attachment_may_be_a_numbered_list_itself() -> None:
    notice = parsed(HEAD + "附件：\n1.企业应当依法登记。\n2.企业应当信用良好。\n")

    assert [label for label, _ in parts(notice)] == ["正文", "附件"]


FORWARDING = (
    "某省商务厅\n某商函〔2021〕15号\n关于转发促消费通知的通知\n各市商务局：\n请执行。\n"
    "附件：1.商务部办公厅关于开展促消费活动的通知\n2.某省活动方案\n某省商务厅\n2021年1月15日\n"
    "商务部办公厅\n商办电函〔2021〕11号\n商务部办公厅关于开展促消费活动的通知\n各省：\n请参加。\n"
    "附件：1.总体方案\n2.承诺书\n商务部办公厅\n2021年1月8日\n"
)


def hosts(notice: Notice) -> list[tuple[str, str | None, str | None]]:
    """(label, title, title of the document it belongs to) of each part but 正文."""
    return [
        (
            part.label,
            part.masthead.title.value if part.masthead.title else None,
            owner.value if (owner := notice.document_of(part.id).masthead.title) else None,
        )
        for part in notice.parts[1:]
    ]


def test_attachments_of_an_embedded_notice_belong_to_it() -> None:
    notice = parsed(
        FORWARDING + "附件1\n总体方案\n一、目的\n附件2\n承诺书\n一、守法。\n附件2\n某省活动方案\n一、时间\n1月。\n"
    )

    assert hosts(notice) == [
        ("附件1", "商务部办公厅关于开展促消费活动的通知", "商务部办公厅关于开展促消费活动的通知"),
        ("附件1（2）", "总体方案", "商务部办公厅关于开展促消费活动的通知"),
        ("附件2", "承诺书", "商务部办公厅关于开展促消费活动的通知"),
        ("附件2（2）", "某省活动方案", "关于转发促消费通知的通知"),
    ]


def test_an_embedded_notice_announces_the_titles_of_its_attachments() -> None:
    notice = parsed(FORWARDING + "总体方案\n一、目的\n促消费。\n某省活动方案\n一、时间\n1月。\n")

    assert [(title, owner) for _, title, owner in hosts(notice)[1:]] == [
        ("总体方案", "商务部办公厅关于开展促消费活动的通知"),
        ("某省活动方案", "关于转发促消费通知的通知"),
    ]


def test_a_title_of_three_lines_is_found_where_it_was_announced() -> None:
    notice = parsed(
        "关于印发某市应对市场波动促进消费若干措施的通知\n各区：\n现将《某市应对市场波动促进消费若干措施》印发给你们。\n某市商务局\n2024年3月1日\n"
        "某市应对市场波动\n促进消费\n若干措施\n为扩大消费，制定本措施。\n"
    )

    assert parts(notice)[1:] == [("附件", "某市应对市场波动促进消费若干措施")]


def test_a_notice_forwarded_twice_stands_in_the_one_that_forwards_it() -> None:
    notice = parsed(
        "甲市商务局转发省商务厅关于转发促消费通知的通知\n各县商务局：\n请执行。\n附件：某省商务厅关于转发促消费通知的通知\n甲市商务局\n2025年1月6日\n"
        "某省商务厅\n某商电商〔2025〕3号\n某省商务厅关于转发促消费通知的通知\n各市商务局：\n请执行。\n附件：商务部办公厅关于促消费的通知\n某省商务厅\n2025年1月3日\n"
        "附件\n商务部办公厅\n商办电函〔2024〕601号\n商务部办公厅关于促消费的通知\n各省商务主管部门：\n一、时间\n1月。\n附件：1.活动方案\n2.承诺书\n"
        "商务部办公厅\n2024年12月30日\n附件1\n活动方案\n一、目的\n附件2\n承诺书\n一、守法。\n"
    )
    titles = {part.id: part.masthead.title.value if part.masthead.title else "" for part in notice.parts}

    assert [(part.embedded, titles[part.id], titles[part.host]) for part in notice.parts if part.host] == [
        (True, "某省商务厅关于转发促消费通知的通知", "甲市商务局转发省商务厅关于转发促消费通知的通知"),
        (True, "商务部办公厅关于促消费的通知", "某省商务厅关于转发促消费通知的通知"),
        (False, "活动方案", "商务部办公厅关于促消费的通知"),
        (False, "承诺书", "商务部办公厅关于促消费的通知"),
    ]


def test_a_draft_says_so_in_its_title() -> None:
    notice = parsed(HEAD + "附件：若干措施（征求意见稿）\n附件\n若干措施\n（征求意见稿）\n一、稳定大宗消费\n")

    assert parts(notice)[1:] == [("附件", "若干措施（征求意见稿）")]


def test_a_short_letter_and_the_notice_it_hands_on_may_have_one_title() -> None:
    notice = parsed(
        "某省商务厅\n关于开展网上年货节活动的通知\n各市商务局：\n请执行。\n附件：商务部办公厅关于开展网上年货节活动的通知\n某省商务厅\n2021年1月15日\n"
        "商务部办公厅\n商办电函〔2021〕11号\n关于开展网上年货节活动的通知\n各省：\n请参加。\n商务部办公厅\n2021年1月8日\n"
    )

    assert [
        (part.embedded, part.masthead.doc_number and part.masthead.doc_number.value, part.masthead.addressees[0].value)
        for part in notice.parts
    ] == [(False, None, "各市商务局"), (True, "商办电函〔2021〕11号", "各省")]


def test_a_notice_that_is_handed_on_is_a_document_of_its_own_with_its_number_below_its_title() -> None:
    notice = parsed(
        "某省商务厅转发商务部办公厅通知的函\n各市商务局：\n现将《商务部办公厅关于促消费的通知》（商办函〔2020〕5号）转发给你们。\n"
        "某省商务厅\n2020年2月24日\n商务部办公厅关于促消费的通知\n商办函〔2020〕5号\n各省商务主管部门：\n一、加强领导。\n商务部办公厅\n2020年2月13日\n"
    )
    letter, handed_on = notice.parts

    assert letter.masthead.issued and letter.masthead.issued.isoformat() == "2020-02-24"
    assert handed_on.masthead.doc_number and handed_on.masthead.doc_number.value == "商办函〔2020〕5号"
    assert handed_on.masthead.issued and handed_on.masthead.issued.isoformat() == "2020-02-13"


def test_the_title_of_an_attachment_may_be_broken_over_lines() -> None:
    notice = parsed(
        "关于印发方案的通知\n各区：\n请认真执行。\n附件：某市2026年商业体系建设行动工作方案\n某局\n2026年3月1日\n"
        "附件\n某市2026年商业体系建设\n行动工作方案\n一、总体要求\n建成。\n二、任务\n做好。\n"
    )

    assert parts(notice)[1] == ("附件", "某市2026年商业体系建设行动工作方案")


def test_an_unlisted_title_of_an_attachment_may_be_broken_too() -> None:
    notice = parsed(
        "关于活动的通知\n各区：\n请参加。\n某局\n2026年3月1日\n附件1\n某市2026年商业体系建设\n行动工作方案\n一、要求\n做好。\n"
    )

    assert parts(notice)[1] == ("附件1", "某市2026年商业体系建设行动工作方案")

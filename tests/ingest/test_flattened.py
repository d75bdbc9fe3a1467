"""A text that a page put on one line gets its paragraphs back: what was two lines is two, what was one stays one."""

from __future__ import annotations

import pytest

from ingest.flattened import unflatten
from tests.assistant.build import parsed


@pytest.mark.parametrize(
    ("line", "paragraphs"),
    [
        # a chapter's number and its title stood on one line
        (
            "第一章 总则 第一条 为扩大消费，制定本办法。 第二条 本办法适用于本市。",
            ["第一章 总则", "第一条 为扩大消费，制定本办法。", "第二条 本办法适用于本市。"],
        ),
        ("一、目标 1. 扩大消费。 2. 促进增长。", ["一、目标", "1. 扩大消费。", "2. 促进增长。"]),
        # a label set wide is one word
        (
            "联系人：张三 电 话：010-65197902 传 真：010-65197901",
            ["联系人：张三", "电话：010-65197902", "传真：010-65197901"],
        ),
    ],
)
def test_a_number_stays_with_its_title_and_a_label_is_one_word(line: str, paragraphs: list[str]) -> None:
    assert unflatten(f"请执行。 {line}")[1:] == paragraphs


def test_what_a_letter_hands_on_begins_behind_its_signature() -> None:
    measures = " ".join(
        f"{number}、第{number}项任务 各有关部门要按照职责分工，加强协同配合，认真抓好落实。"
        for number in "一二三四五六七八"
    )
    notice = parsed(
        "某市人民政府办公室关于印发某市促消费若干措施的通知 各区人民政府： 《某市促消费若干措施》已经市政府同意，现印发给你们，请遵照执行。"
        f" 某市人民政府办公室 2024年3月1日 某市促消费若干措施 为扩大消费，制定本措施。 {measures}"
    )

    assert [(part.label, part.masthead.title and part.masthead.title.value) for part in notice.parts] == [
        ("正文", "某市人民政府办公室关于印发某市促消费若干措施的通知"),
        ("附件", "某市促消费若干措施"),
    ]
    assert [issuer.value for issuer in notice.main.masthead.issuers] == ["某市人民政府办公室"]
    assert (
        len([clause for clause in notice.clauses if clause.path[0] == "附件" and clause.path[1] in "一二三四五六七八"])
        == 8
    )

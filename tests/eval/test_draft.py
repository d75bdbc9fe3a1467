"""Unhappy verdicts become cases that run only when a person has finished them, and say nothing about who asked."""

import json
from datetime import date
from pathlib import Path

import pytest

from eval.cases import BadSet
from eval.draft import draft_set
from eval.load import load_set

TODAY = date(2024, 5, 1)
NOTICE = "2024-双品网购节-商务部.txt"
DOWN = {
    "verdict": "down",
    "question": "总结呢？",
    "turns": ["第六届双品网购节什么时候办？"],
    "as_of": "2024-04-01",
    "notice": NOTICE,
    "answer": "活动总结材料须于2024年5月31日前报送。[1]",
    "comment": "日期不对",
}


def drafted(*verdicts: dict[str, object]) -> str:
    return draft_set((json.dumps(one, ensure_ascii=False) for one in verdicts), name="drafts", today=TODAY)


def test_a_draft_is_a_case_but_for_its_status(tmp_path: Path) -> None:
    path = tmp_path / "drafts.yaml"
    path.write_text(drafted(DOWN), "utf-8")

    with pytest.raises(BadSet) as caught:
        load_set(path, [NOTICE])
    assert [problem.split(": ", 1)[1] for problem in caught.value.problems] == [
        "unknown status ''; known: answered (已回答), not_stated (未写明), not_found (未找到), out_of_scope (超出范围), ambiguous (有歧义)"
    ]

    path.write_text(drafted(DOWN).replace("status: ''", "status: answered\n    dates: [2024-05-13]"), "utf-8")
    (case,) = load_set(path, [NOTICE]).cases
    assert (case.id, case.question, case.turns, case.as_of, case.notice, case.note) == (
        "drafts-1",
        "总结呢？",
        ("第六届双品网购节什么时候办？",),
        date(2024, 4, 1),
        NOTICE,
        "said: 活动总结材料须于2024年5月31日前报送。[1]；comment: 日期不对",
    )


def test_happy_ones_and_repetitions_are_left_out() -> None:
    text = drafted({"verdict": "up", "question": "联系人？"}, DOWN, DOWN, {"verdict": "down", "question": "传真？"})

    assert [line for line in text.splitlines() if "question:" in line] == ["  question: 总结呢？", "  question: 传真？"]
    assert "as_of: 2024-05-01" in text


def test_who_asked_stays_unknown() -> None:
    telling = DOWN | {
        "user": "张三",
        "ip": "10.1.2.3",
        "question": "回我 zhang@corp.cn 或 138 1234 5678，身份证11010519491231002X，010-65197902是传真吗？",
        "comment": "找我 +86 13912345678",
    }
    text = drafted(telling)

    for personal in ("张三", "10.1.2.3", "zhang", "5678", "11010519491231002X", "139"):
        assert personal not in text
    assert "010-65197902是传真吗？" in text


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"verdict": "down"}',
        '{"verdict": "sideways", "question": "甲？"}',
        '{"verdict": "down", "question": 1}',
    ],
)
def test_a_line_that_is_no_verdict_is_named(line: str) -> None:
    with pytest.raises(BadSet, match=r"^line 2: no verdict"):
        draft_set(["", line], name="drafts", today=TODAY)

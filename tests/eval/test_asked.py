"""What counts as right, refused and wrong when a notice is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eval.asked import main
from tests.eval.test_understanding import TEXT


def case(question: str, evidence: str, *, answerable: bool = True) -> dict[str, Any]:
    return {"doc": "a", "type": "direct", "question": question, "answerable": answerable, "evidence": evidence}


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        (
            case("总结材料什么时候报？", "2026年5月20日12:00前将**总结材料**报省商务厅"),
            "| direct | 1 | 0 | 0 | 100.0% |",
        ),
        (case("总结材料什么时候报？", "邮箱：ws@example.com"), "| direct | 0 | 0 | 1 | 0.0% |"),
        (case("摊位费怎么退？", "摊位费退还"), "| direct | 0 | 1 | 0 | 0.0% |"),
        (case("摊位费怎么退？", "", answerable=False), "| direct | 1 | 0 | 0 | 100.0% |"),
        (case("总结材料什么时候报？", "", answerable=False), "| direct | 0 | 0 | 1 | 0.0% |"),
    ],
)
def test_the_table_counts_what_came_of_each_question(tmp_path: Path, asked: dict[str, Any], row: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "questions.json").write_text(json.dumps([asked]), encoding="utf-8")
    done = CliRunner().invoke(main, [str(tmp_path), "--faults"])
    assert done.exit_code == 0
    assert row in done.stdout
    assert (asked["question"] in done.stdout) == (" 1 | 0 | 0 |" not in row)


def test_a_notice_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "questions.json").write_text(json.dumps([case("联系人是谁？", "王伟")]), encoding="utf-8")
    done = CliRunner().invoke(main, [str(tmp_path)])
    assert done.exit_code == 2
    assert "no readable notice for a" in done.stderr

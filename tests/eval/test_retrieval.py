"""The retrieval command reads a set, asks our search as answers do, and says how often the right page came first."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from eval.retrieval import main

PAGES = {
    "a": "关于报送总结的通知\n请于5月13日前将活动总结材料报送市商务局。",
    "b": "关于垃圾分类的通知\n厨余垃圾每日上门收运。",
}


def write_set(folder: Path, questions: list[dict[str, str]]) -> Path:
    lines = [json.dumps({"id": name, "text": text}, ensure_ascii=False) for name, text in PAGES.items()]
    (folder / "documents.jsonl").write_text("\n".join(lines), "utf-8")
    asked = [json.dumps(one, ensure_ascii=False) for one in questions]
    (folder / "questions.jsonl").write_text("\n".join(asked) + "\n", "utf-8")
    return folder


def test_the_share_of_questions_whose_page_comes_first_is_printed_beside_llamaindex(tmp_path: Path) -> None:
    folder = write_set(
        tmp_path,
        [
            {"question": "总结材料报送给谁", "document": "a"},
            {"question": "厨余垃圾多久收一次", "document": "a"},  # a wrong key: only second
        ],
    )

    done = CliRunner().invoke(main, ["ncp_policy", str(folder)])

    assert done.exit_code == 0, done.output
    ours, theirs = (line.split(" | ") for line in done.stdout.splitlines()[2:])
    assert ours[:3] == ["| campaign", "0.500", "1.000"]
    assert theirs[0] == "| LlamaIndex"
    assert theirs[2] == "1.000"

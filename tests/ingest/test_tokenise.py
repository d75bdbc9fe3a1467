"""Documents and questions are cut alike, whatever width, case or mark they are written in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.tokenise import cache_folder, characters, pairs, words


def test_width_and_case_make_no_difference() -> None:
    assert words("ＡＰＰ端２０２４年") == words("app端2024年") == ("app", "端", "2024", "年")


def test_marks_are_no_words_and_numbers_keep_their_digits() -> None:
    assert words("传真：010-65197902，占比50%。") == ("传真", "010", "65197902", "占", "比", "50")


def test_pairs_do_not_reach_across_marks_or_digits() -> None:
    assert pairs("报送，材料") == ("报送", "材料")
    assert "月报" not in pairs("4月12日报送")


def test_single_characters_are_only_chinese_ones() -> None:
    assert characters("第6届“双品”APP") == ("第", "届", "双", "品")


@given(st.text())
def test_tokens_hold_no_blank_and_are_never_empty(text: str) -> None:
    for token in words(text) + pairs(text) + characters(text):
        assert token
        assert not any(character.isspace() for character in token)


def test_the_dictionary_is_cached_in_a_folder_of_the_user(tmp_path: Path) -> None:
    assert cache_folder({}, tmp_path) == tmp_path / ".cache" / "campaign-assistant"
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path / "x")}, tmp_path) == tmp_path / "x" / "campaign-assistant"


def test_processes_that_start_together_agree_and_say_nothing(tmp_path: Path) -> None:
    program = "from ingest.tokenise import words; print(words('报送活动总结材料'))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(3)
    ]

    assert [process.communicate() for process in running] == [("('报送', '活动', '总结', '材料')\n", "")] * 3
    assert len(list((tmp_path / "campaign-assistant").iterdir())) == 1


def test_without_a_folder_to_write_to_it_still_works(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-c", "from ingest.tokenise import words; print(words('报送材料'))"],
        env={"XDG_CACHE_HOME": str(tmp_path / "file"), "PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.stdout, done.stderr) == ("('报送', '材料')\n", "")

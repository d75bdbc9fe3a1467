"""What people say leads to what notices write."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.synonyms import LAY_WORDS, BadWordList, lay_words_in, read_lay_words
from ingest.tokenise import words


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("老外刷卡方便吗", {"外籍", "支付", "便利"}),
        ("乡下的快递多久送到", {"农村", "寄递"}),
        ("老板拖欠工资怎么办", {"用人单位", "劳动报酬"}),
    ],
)
def test_everyday_words_bring_the_words_of_notices(question: str, office: set[str]) -> None:
    found = {word for meant in lay_words_in(question, words(question)).values() for word in meant}

    assert office <= found


def test_the_longest_lay_word_counts() -> None:
    assert list(lay_words_in("打工的要加班吗", words("打工的要加班吗"))) == ["打工的", "加班"]


def test_a_lay_word_of_one_character_counts_only_as_a_word() -> None:
    assert "钱" in lay_words_in("这笔钱归谁", ("这笔", "钱", "归", "谁"))
    assert "钱" not in lay_words_in("价钱", ("价钱",))


def test_the_word_list_is_broad_and_every_line_can_be_read() -> None:
    bundled = read_lay_words()

    assert len(bundled) > 800
    assert all(one.strip() == one and one for lay, office in bundled.items() for one in (lay, *office))


def test_a_line_that_is_no_pair_is_named(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# head\n老外 外籍\n", "utf-8")

    with pytest.raises(BadWordList, match=r"words\.txt:2: "):
        read_lay_words(path)


def test_the_word_list_comes_with_the_package() -> None:
    assert LAY_WORDS.is_file()

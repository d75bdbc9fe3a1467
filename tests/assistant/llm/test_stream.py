"""Sentences are there as soon as they are complete, with their citation marks, however the text is cut into pieces."""

from __future__ import annotations

import pytest

from assistant.llm.stream import Line, Sentences


def cut(text: str, size: int) -> list[Line]:
    sentences = Sentences()
    lines = [line for at in range(0, len(text), size) for line in sentences.feed(text[at : at + size])]
    return [*lines, *sentences.close()]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_pieces_decide_nothing(size: int) -> None:
    text = "《第六届通知》：\n总结于5月13日前报送。[1][2]筹备情况于4月12日前报送【1】。\n\n联系人是王殿宁。［3］"

    assert cut(text, size) == [
        Line("《第六届通知》：", True),
        Line("总结于5月13日前报送。[1][2]", True),
        Line("筹备情况于4月12日前报送[1]。", False),
        Line("联系人是王殿宁。[3]", True),
    ]


def test_a_sentence_waits_for_the_marks_behind_its_full_stop() -> None:
    sentences = Sentences()

    assert list(sentences.feed("总结于5月13日前报送。")) == []
    assert list(sentences.feed("[")) == []
    assert list(sentences.feed("1]")) == []
    assert list(sentences.feed("联系人")) == [Line("总结于5月13日前报送。[1]", True)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("总结于5月13日前报送【1】。", "总结于5月13日前报送[1]。"),
        ("总结于5月13日前报送[1, 2]。", "总结于5月13日前报送[1][2]。"),
        ("总结于5月13日前报送[来源1]。", "总结于5月13日前报送[1]。"),
        ("总结于5月13日前报送[^1]。", "总结于5月13日前报送[1]。"),
        ("- **总结**于5月13日前报送[1]。", "总结于5月13日前报送[1]。"),
        ("1. 总结于5月13日前报送[1]。", "总结于5月13日前报送[1]。"),
        ("### 总结于5月13日前报送[1]。", "总结于5月13日前报送[1]。"),
        ("总结于5月13日前报送（1）。", "总结于5月13日前报送[1]。"),
        ("总结于5月13日前报送①。", "总结于5月13日前报送[1]。"),
        ("总结于5月13日前报送。[[1]](#1)", "总结于5月13日前报送。[1]"),
        ("总结于5月13日前报送。（来源：[1]）", "总结于5月13日前报送。[1]"),
        ("总结于5月13日前报送。\n【原文1】", "总结于5月13日前报送。[1]"),
        ("根据原文[1]，总结于5月13日前报送。", "总结于5月13日前报送。[1]"),
        ("回答：总结于`5月13日前`报送。[1]", "总结于5月13日前报送。[1]"),
        ("**答：**总结于*5月13日*前报送。[1]</s>", "总结于5月13日前报送。[1]"),
        ("总结于５月１３日前报送。［１］", "总结于5月13日前报送。[1]"),
        ("| 总结 | 5月13日前[1] |", "总结：5月13日前[1]"),
        ("联系方式见[1]。", "联系方式见[1]。"),
        ("商办电函[2021]11号印发总结要求[1]。", "商办电函[2021]11号印发总结要求[1]。"),  # no mark: a year
    ],
)
def test_marks_and_markup_of_models_come_in_one_form(written: str, said: str) -> None:
    assert [line.text for line in cut(written, 3)] == [said]


def test_the_number_of_the_next_item_is_no_mark_of_the_sentence_before() -> None:
    assert [line.text for line in cut("总结于5月13日前报送。[1]\n（2）筹备情况于4月12日前报送。[1]", 3)] == [
        "总结于5月13日前报送。[1]",
        "筹备情况于4月12日前报送。[1]",
    ]


def test_what_a_model_thinks_aloud_is_not_part_of_its_answer() -> None:
    assert [line.text for line in cut("<think>总结是5月31日。还是13日？</think>总结于5月13日前报送。[1]", 4)] == [
        "总结于5月13日前报送。[1]"
    ]
    assert cut("<think>总结是5月31日。", 4) == []
    assert [line.text for line in cut("总结是5月31日？\n</think>\n总结于5月13日前报送。[1]", 1000)] == [
        "总结于5月13日前报送。[1]"
    ]


def test_a_text_without_a_full_stop_is_cut_somewhere() -> None:
    assert all(len(line.text) < 1000 for line in cut("报送" * 2000, 50))

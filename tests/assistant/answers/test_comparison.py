"""Editions side by side: every cell says what its own notice says, and shows where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.grid import cells_of, flattened
from assistant.model import Kind, Status
from assistant.verify import check
from tests.assistant.build import Desk, draft_of

LAWS = "第三届和第六届双品网购节遵守的法律有哪些不同"


def row(text: str, label: str) -> list[str]:
    return next(cells[1:] for line in text.split("\n") if (cells := cells_of(line)) and cells[0] == label)


def test_laws_that_only_one_edition_lists_have_a_row_of_their_own(desk: Desk) -> None:
    answer = desk.ask(LAWS)

    assert answer.kind is Kind.COMPARISON
    sixth, third = row(answer.text, "只在这份中列出")
    assert [name for name in ("《反垄断法》", "《价格法》", "《电子商务法》") if name in sixth] == [
        "《反垄断法》",
        "《价格法》",
    ]
    assert third.startswith("《消费者权益保护法》[")


def test_every_cell_carries_a_citation_of_its_own_notice(desk: Desk) -> None:
    answer = desk.ask("第三届和第六届双品网购节有什么区别")

    titles = {citation.n: citation.title for citation in answer.citations}
    for label in ("活动时间", "报送时限", "须遵守的法律法规", "联系方式"):
        sixth, third = row(answer.text, label)
        assert {titles[n] for n in titles if f"[{n}]" in sixth} == {"关于举办“第六届双品网购节”的通知"}
        assert {titles[n] for n in titles if f"[{n}]" in third} == {"商务部办公厅关于开展第三届“双品网购节”的通知"}


def test_what_changed_from_one_edition_to_the_next(desk: Desk) -> None:
    answer = desk.ask("两届双品网购节的活动时间有什么变化")

    sixth, third = row(answer.text, "活动时间")
    assert "2024年4月28日至5月12日" in sixth
    assert "2021年4月28日至5月10日" in third


def test_an_edition_that_is_not_here_is_named_and_not_made_up(desk: Desk) -> None:
    answer = desk.ask("第六届和第五届双品网购节的活动时间对比")

    assert "没有“第五届双品网购节”的通知。" in answer.text
    assert "2021" not in answer.text


@pytest.mark.parametrize(
    ("true", "false", "code"),
    [
        ("2024年4月28日至5月12日", "2024年4月28日至5月10日", "date"),
        ("《反垄断法》[1]<br>", "《电子商务法》[1]<br>《反垄断法》[1]<br>", "only_here"),
        ("| 须遵守的法律法规 |", "| 必须遵守的全部法律 |", "row"),
    ],
)
def test_a_cell_that_its_notice_does_not_bear_out_is_refused(true: str, false: str, code: str, desk: Desk) -> None:
    question = LAWS if "《" in true or "法律" in true else "第三届和第六届双品网购节活动时间对比"
    draft = draft_of(desk.ask(question))
    assert true in draft.text

    problems = check(replace(draft, text=draft.text.replace(true, false)), desk.find)

    assert code in {problem.code for problem in problems}


def test_a_cell_may_not_be_proved_by_the_notice_of_another_column(desk: Desk) -> None:
    draft = draft_of(desk.ask("第三届和第六届双品网购节活动时间对比"))
    swapped = draft.text.replace("[1]", "[x]").replace("[2]", "[1]").replace("[x]", "[2]")

    assert "other_document" in {problem.code for problem in check(replace(draft, text=swapped), desk.find)}


def test_a_terminal_shows_the_same_without_a_table(desk: Desk) -> None:
    answer = desk.ask(LAWS)

    assert "| --- |" not in flattened(answer.text)
    assert "只在这份中列出\n" in flattened(answer.text)


def test_words_of_comparing_about_one_edition_compare_nothing(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节推广不同的产品吗").kind is not Kind.COMPARISON


def test_more_notices_than_fit_side_by_side_are_asked_for_by_name(desk: Desk) -> None:
    answer = desk.ask("历届双品网购节的联系人有什么变化")

    assert answer.status is Status.ANSWERED


def test_what_one_edition_does_not_list_is_read_off_the_others(desk: Desk) -> None:
    answer = desk.ask("双品网购节哪些法规是2021年没有的")

    heading, names, silent = answer.text.split("\n")
    assert heading.startswith("《关于举办“第六届双品网购节”的通知》")
    assert names == "《反垄断法》《价格法》[1]"
    assert silent.startswith("《商务部办公厅关于开展第三届“双品网购节”的通知》") and "没有写明这些法律法规" in silent


@pytest.mark.parametrize("question", ["第三届和第四届双品网购节有什么区别", "双品网购节今年比2023年多了哪些要求"])
def test_a_side_that_is_not_here_is_named_and_nothing_is_compared(question: str, desk: Desk) -> None:
    answer = desk.ask(question)

    assert answer.status is Status.NOT_FOUND
    assert answer.text.startswith(("没有“第四届双品网购节”的通知。", "没有“2023双品网购节”的通知。"))


def test_two_campaigns_are_compared_each_in_its_own_edition(desk: Desk) -> None:
    answer = desk.ask("海南年货节和第六届双品网购节的活动时间有啥不一样")

    assert "2024年1月18日" in answer.text and "2024年4月28日" in answer.text
    assert "2021年" not in answer.text


def test_which_edition_lacks_it_is_the_one_named_last(desk: Desk) -> None:
    answer = desk.ask("第三届双品网购节的法律里哪些是第六届没有的")

    assert "《消费者权益保护法》" in answer.text and "《价格法》" not in answer.text

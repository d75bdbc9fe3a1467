"""Of very many notices that fit, an answer gives the newest that state what is asked, and says how many others there are."""

from __future__ import annotations

import re

import pytest

from assistant.model import Answer, Status
from assistant.narrow import MANY_DOCUMENTS, SHOWN
from tests.assistant.build import Desk, make_desk

COUNT = MANY_DOCUMENTS + 10
NAMES = ("王丽华", "张伟民", "李国强")


def notice(n: int) -> str:
    """The n-th notice is the n-th oldest. Each third gives a fax, each other one a day for its summary, in May or June."""
    year, month = 2018 + n // 12, 1 + n % 12
    lines = [
        f"某市商务局文件\n某商函〔{year}〕{n + 1}号\n某市商务局关于举办{year}年第{n + 1}期消费促进月的通知\n各区商务局：",
        f"现就{year}年第{n + 1}期消费促进月有关事项通知如下：\n一、活动时间\n{year}年{month}月3日至{month}月20日。",
        f"二、守法经营\n参与企业应当遵守{'《电子商务法》' if n % 2 else '《食品安全法》'}等法律法规。",
    ]
    if n % 2:
        lines.append(f"请于{year + 1}年{5 + n % 4 // 2}月25日前将活动总结材料报我局。")
    lines.append(
        f"联系人：{NAMES[n % 3]}\n电 话：010-8509{1000 + n}" + (f"\n传 真：010-6519{1000 + n}" if n % 3 == 0 else "")
    )
    lines.append(f"某市商务局\n{year}年{month}月1日")
    return "\n".join(lines)


@pytest.fixture(scope="module")
def many() -> Desk:
    return make_desk(*(notice(n) for n in range(COUNT)))


def remarks(answer: Answer) -> list[str]:
    return [one.message for one in answer.warnings if one.code == "more_notices"]


def numbers(answer: Answer) -> list[int]:
    """The 文号 of the notices an answer is about, as it gives them."""
    return [int(one) for one in re.findall(r"〔\d{4}〕(\d+)号", answer.text)]


def test_the_newest_are_given_and_the_others_counted(many: Desk) -> None:
    answer = many.ask("联系人是谁？")

    assert numbers(answer) == list(range(COUNT, COUNT - SHOWN, -1))
    assert remarks(answer) == [f"另有{COUNT - SHOWN}份通知也写有联系人，未一一列出；请写明是哪个活动。"]


def test_only_those_are_counted_that_state_what_is_asked(many: Desk) -> None:
    answer = many.ask("传真是多少？")

    assert numbers(answer) == [n + 1 for n in range(COUNT - 1, -1, -1) if n % 3 == 0][:SHOWN]
    assert "传真010-65191057" in answer.text
    assert remarks(answer) == []  # 20 of 60 have one


def test_a_person_is_found_however_old_the_notice(many: Desk) -> None:
    answer = many.ask("010-85091000是谁的电话？")

    assert answer.status is Status.ANSWERED
    assert numbers(answer) == [1]
    assert remarks(answer) == []


def test_a_law_is_counted_by_its_name(many: Desk) -> None:
    answer = many.ask("哪些通知提到《电子商务法》？")

    assert numbers(answer)[:2] == [COUNT, COUNT - 2]
    assert remarks(answer) == ["另有10份通知也提到《电子商务法》，未一一列出；请写明是哪个活动。"]


def test_a_month_is_looked_for_in_all_notices(many: Desk) -> None:
    answer = many.ask("6月要交什么？")

    assert answer.status is Status.ANSWERED
    assert len(numbers(answer)) == COUNT // 4
    assert re.findall(r"(\d+)月25日", answer.text) == ["6"] * (COUNT // 4)


def test_the_oldest_is_the_oldest_of_all(many: Desk) -> None:
    assert numbers(many.ask("最早的通知是哪份？")) == [1]


def test_a_list_says_how_many_it_leaves_out(many: Desk) -> None:
    answer = many.ask("有哪些通知？")

    assert numbers(answer) == list(range(COUNT, COUNT - SHOWN, -1))
    assert remarks(answer) == [f"另有{COUNT - SHOWN}份通知也符合，未一一列出；请写明是哪个活动。"]


def test_what_was_not_looked_into_is_not_said_to_be_silent(many: Desk) -> None:
    answer = many.ask("主办单位是谁？")

    assert answer.status is Status.NOT_FOUND
    assert "都没有写明" not in answer.text


def test_what_none_states_is_said_of_all(many: Desk) -> None:
    answer = many.ask("联系邮箱是多少？")

    assert answer.status is Status.NOT_STATED
    assert answer.text == "现有相关通知都没有写明邮箱。"
    assert remarks(answer) == []

"""A deadline that the library holds wrongly does not reach a user: its quote prints another day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.ask import Assistant
from assistant.model import Answer
from ingest.model import Notice
from tests.assistant.build import AS_OF, NoMeanings, PairIndex, parsed
from tests.fakes import FakeShelf

NOTICE = """商务部电子商务司函
商电促进函〔2024〕40号
关于举办“第六届双品网购节”的通知
各地商务主管部门：
请参加。
筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。
商务部电子商务司
2024年3月20日
"""


def asked(notice: Notice) -> Answer:
    assistant = Assistant(FakeShelf((notice,)), PairIndex((notice,)), NoMeanings())
    return assistant.ask("第六届双品网购节的总结材料最晚什么时候交？", as_of=AS_OF)


def test_what_is_read_rightly_is_answered() -> None:
    assert "2024年5月13日前" in asked(parsed(NOTICE)).text


@pytest.mark.parametrize("days", [-30, -1, 1, 2, 30, 31])
def test_a_day_that_the_quote_prints_in_another_month_or_not_at_all_is_refused(days: int) -> None:
    notice = parsed(NOTICE)
    moved = tuple(replace(one, due=one.due and one.due + timedelta(days)) for one in notice.facts.deadlines)
    answer = asked(replace(notice, facts=replace(notice.facts, deadlines=moved)))

    assert answer.citations == ()
    assert "日前" not in answer.text

"""Whether a passage supports a question, by the words it holds."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evidence import ABSENT, BESIDE, MEANT, NEAR, RELATED, Evidence, clues, holds
from assistant.model import Kind, Query
from ingest.embed import Vectors
from tests.assistant.build import AS_OF, NoMeanings


class TwoMeanings:
    """灵敏 is near to 敏捷; every other word means something of its own."""

    name = "two"
    dimension = 2

    def embed(self, texts: object) -> Vectors:
        near = {"敏捷": (1.0, 0.0), "灵敏": (0.8, 0.6)}
        return np.array([near.get(text, (0.0, -1.0)) for text in texts], np.float32)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("term", "text", "held"),
    [
        ("总结材料", "活动总结材料，请于5月13日前报我司", 1.0),
        ("老外", "聚焦外籍来华人员需求", 1.0),  # what lay people say
        ("假货", "严禁销售假冒伪劣商品", 1.0),
        ("退回来", "提交后不予退回", 1.0),  # where an act leads to is left out
        ("最后工作总洁", "最后工作总结", NEAR),  # one wrong character
        ("天气", "活动总结报送", 0.0),
        ("补贴", "发放电子消费券", 0.0),
        ("谁拍板", "由我部研究后确定", MEANT),  # what notices write for it
        ("动员", "共同组织开展活动", 0.0),  # notices use the word themselves: it means what it says
    ],
)
def test_a_word_is_held_as_written_as_meant_or_nearly(term: str, text: str, held: float) -> None:
    assert holds(term, text) == held


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    texts = ["活动总结", "活动时间", "活动主题", "活动承诺书"]
    weights = Evidence(NoMeanings()).weigh(("活动", "承诺书", "天气"), texts)

    assert weights["承诺书"] > weights["活动"]
    assert weights["天气"] == ABSENT


def test_coverage_is_the_weighted_share_of_the_words() -> None:
    evidence = Evidence(NoMeanings())
    weights = {"承诺书": 3.0, "签署": 1.0}

    assert evidence.coverage(("承诺书", "签署"), weights, "签署《承诺书》") == 1.0
    assert evidence.coverage(("承诺书", "签署"), weights, "附件：承诺书") == 0.75
    assert evidence.coverage((), {}, "附件：承诺书") == 0.0


def test_a_word_near_in_meaning_counts_less_than_the_word() -> None:
    evidence = Evidence(TwoMeanings())

    assert evidence.match("敏捷", "做出敏捷的反应") == 1.0
    assert evidence.match("敏捷", "做出灵敏的反应") == RELATED
    assert evidence.match("敏捷", "做出错误的反应") == 0.0


def test_a_word_near_in_meaning_counts_for_still_less_where_another_passage_has_the_word() -> None:
    evidence = Evidence(TwoMeanings())
    weights = {"敏捷": 1.0}

    assert evidence.coverage(("敏捷",), weights, "做出灵敏的反应") == RELATED
    assert evidence.coverage(("敏捷",), weights, "做出灵敏的反应", {"敏捷"}) == BESIDE * RELATED
    assert evidence.coverage(("敏捷",), weights, "做出敏捷的反应", {"敏捷"}) == 1.0


def test_everyday_phrases_are_clues_as_a_whole_but_not_inside_a_name() -> None:
    query = Query(
        "网上年货节由谁拍板",
        Kind.CLAUSES,
        AS_OF,
        wording="网上年货节最后由谁拍板",
        campaign_words="网上年货节",
        terms=("最后", "拍板"),
    )

    assert clues(query) == ("谁拍板", "最后")

"""A reranker that settings name reads the best clauses again and puts them in order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.ask import Assistant
from assistant.rerank import RERANKED, OnnxCrossEncoder, rerank, reranker_named
from assistant.retrieve import Hit
from ingest.errors import ModelUnusable
from ingest.model import ClauseKind
from tests.assistant.build import AS_OF, FILES, NoMeanings, PairIndex, make_desk, parsed
from tests.fakes import FakeShelf
from tests.onnx_model import WORDS, write_cross_encoder

WEIGHTS = np.zeros((len(WORDS), 1), np.float32)
WEIGHTS[WORDS.index("假")] = 5.0
WEIGHTS[WORDS.index("总")] = 1.0


def test_a_cross_encoder_in_a_folder_scores_pairs(tmp_path: Path) -> None:
    write_cross_encoder(tmp_path, WEIGHTS)

    assert OnnxCrossEncoder(tmp_path)("假？", ["总结", "假货", "材料"]) == pytest.approx([6.0, 10.0, 5.0])
    assert reranker_named(f"onnx:{tmp_path}")("假？", ["总结"]) == pytest.approx([6.0])


def test_a_model_that_gives_more_than_a_score_is_no_cross_encoder(tmp_path: Path) -> None:
    write_cross_encoder(tmp_path, np.zeros((len(WORDS), 3), np.float32))

    with pytest.raises(ModelUnusable, match="this is no cross-encoder"):
        OnnxCrossEncoder(tmp_path)("假？", ["总结"])


@pytest.mark.parametrize("name", ["", "onnx:", "bert", "openai:x"])
def test_what_is_no_reranker_is_refused(name: str) -> None:
    with pytest.raises(ModelUnusable, match="use onnx:FOLDER or fastembed:NAME"):
        reranker_named(name)


def test_only_the_first_clauses_change_places_and_the_places_keep_their_scores() -> None:
    notice = parsed("关于报送的通知\n" + "".join(f"{n}.第{n}项。\n" for n in range(1, RERANKED + 4)))
    clauses = [clause for clause in notice.clauses if clause.kind is ClauseKind.CLAUSE][: RERANKED + 2]
    hits = [Hit(notice, clause, 100.0 - n) for n, clause in enumerate(clauses)]

    found = rerank("问", hits, lambda question, texts: range(len(texts)))

    assert [hit.clause.id for hit in found[:RERANKED]] == [hit.clause.id for hit in hits[:RERANKED]][::-1]
    assert found[RERANKED:] == hits[RERANKED:]
    assert [hit.score for hit in found] == [hit.score for hit in hits]


def test_a_search_comes_in_the_order_of_the_reranker() -> None:
    desk = make_desk()
    without = desk.assistant.search("推荐企业名单", as_of=AS_OF, limit=5)
    notices = tuple(parsed(text, source) for source, text in FILES.items())
    assistant = Assistant(
        FakeShelf(notices),
        PairIndex(notices),
        NoMeanings(),
        reranker=lambda question, texts: [-len(text) for text in texts],
    )

    found = assistant.search("推荐企业名单", as_of=AS_OF, limit=5)

    assert {hit.clause.id for hit in found} == {hit.clause.id for hit in without}
    assert [len(hit.clause.own.of(hit.notice.text)) for hit in found] == sorted(
        len(hit.clause.own.of(hit.notice.text)) for hit in without
    )

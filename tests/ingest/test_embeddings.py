"""Embeddings that settings name: a model in a folder, an endpoint; what is wrong with one is said in a line."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Callable
from pathlib import Path

import httpx
import numpy as np
import pytest

from ingest.embeddings import embedding_named
from ingest.errors import IndexMismatch, ModelUnusable
from ingest.openai import ATTEMPTS, BATCH, OpenAIEmbedding
from ingest.store import open_store
from tests.onnx_model import WORDS, write_embedding

ROWS = np.zeros((len(WORDS), 2), np.float32)
ROWS[WORDS.index("总")] = ROWS[WORDS.index("结")] = (3.0, 0.0)
ROWS[WORDS.index("假")] = ROWS[WORDS.index("货")] = (0.0, 2.0)


def test_a_model_in_a_folder_gives_unit_vectors_and_padding_does_not_count(tmp_path: Path) -> None:
    write_embedding(tmp_path, ROWS)
    embedding = embedding_named(f"huggingface:{tmp_path}")

    vectors = embedding.embed(["总结", "假货假货假货", "总假"])

    assert embedding.dimension == 2
    assert np.allclose(vectors, [(1, 0), (0, 1), (3 / 13**0.5, 2 / 13**0.5)], atol=1e-6)
    assert embedding.embed([]).shape == (0, 2)


def test_a_model_that_says_so_is_read_by_its_first_token(tmp_path: Path) -> None:
    write_embedding(tmp_path, ROWS)
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')

    assert np.allclose(embedding_named(f"huggingface:{tmp_path}").embed(["总假"]), [(1, 0)])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("huggingface:{folder}", "no tokenizer.json and no model.onnx here"),
        ("word2vec:x", "names no embedding; use static, fastembed:…, huggingface:…, openai:…"),
        ("openai:", "names no embedding"),
        ("openai:bge-m3", "CAMPAIGN_EMBEDDING_BASE_URL is not set"),
    ],
)
def test_what_is_no_embedding_is_refused_with_what_to_do(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ModelUnusable, match=reason):
        embedding_named(name.format(folder=tmp_path))


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    write_embedding(tmp_path, ROWS)
    (tmp_path / "model.onnx").write_bytes(b"no model")

    with pytest.raises(ModelUnusable, match=r"model\.onnx: "):
        embedding_named(f"huggingface:{tmp_path}").embed(["总结"])


def endpoint(answer: Callable[[httpx.Request], httpx.Response], waits: list[float]) -> OpenAIEmbedding:
    return OpenAIEmbedding(
        "m", "http://models/v1/", "secret", transport=httpx.MockTransport(answer), sleep=waits.append
    )


def lengths(request: httpx.Request, dimension: int = 2) -> httpx.Response:
    """A vector that says how long its text is; in reverse order, as the standard allows."""
    texts = json.loads(request.content)["input"]
    rows = [{"index": n, "embedding": [float(len(text))] + [1.0] * (dimension - 1)} for n, text in enumerate(texts)]
    return httpx.Response(200, json={"data": rows[::-1]})


def test_an_endpoint_is_asked_in_batches_and_its_vectors_are_put_in_order() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return lengths(request)

    texts = ["长" * (n % 7 + 1) for n in range(BATCH + 3)]
    vectors = endpoint(answer, []).embed(texts)

    assert [len(json.loads(one.content)["input"]) for one in asked[:2]] == [BATCH, 3]
    assert (str(asked[0].url), asked[0].headers["authorization"]) == ("http://models/v1/embeddings", "Bearer secret")
    assert np.allclose(vectors[:, 0] / vectors[:, 1], [len(text) for text in texts], rtol=1e-5)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_an_endpoint_that_is_busy_is_asked_again_later() -> None:
    answers = iter((httpx.Response(429), httpx.Response(503)))
    waits: list[float] = []

    vectors = endpoint(lambda request: next(answers, None) or lengths(request), waits).embed(["总结"])

    assert vectors.shape == (1, 2)
    assert waits == [0.5, 1.0]


def test_an_endpoint_that_refuses_is_not_asked_again() -> None:
    waits: list[float] = []

    with pytest.raises(ModelUnusable, match=r"status 401.*CAMPAIGN_EMBEDDING_BASE_URL"):
        endpoint(lambda request: httpx.Response(401), waits).embed(["总结"])
    assert waits == []


def test_an_endpoint_that_stays_silent_is_given_up() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    waits: list[float] = []
    with pytest.raises(ModelUnusable, match="connection refused"):
        endpoint(silent, waits).embed(["总结"])
    assert len(waits) == ATTEMPTS - 1


def test_vectors_that_change_their_dimension_are_refused() -> None:
    dimensions = iter((2, 3))
    embedding = endpoint(lambda request: lengths(request, next(dimensions)), [])

    assert embedding.dimension == 2
    with pytest.raises(ModelUnusable, match="vectors of 3 dimensions, before 2"):
        embedding.embed(["总结"])


@pytest.mark.parametrize("answer", [{"data": []}, {"error": "no"}, {"data": [{"index": 0, "embedding": "x"}]}])
def test_an_answer_without_vectors_is_refused(answer: object) -> None:
    with pytest.raises(ModelUnusable):
        endpoint(lambda request: httpx.Response(200, json=answer), []).embed(["总结"])


def test_an_index_made_with_another_embedding_asks_for_a_reindex(tmp_path: Path) -> None:
    write_embedding(tmp_path / "model", ROWS)
    open_store(tmp_path / "data").close()

    with pytest.raises(IndexMismatch, match=r"built with embedding zh-static-128.*run `campaign reindex`"):
        open_store(tmp_path / "data", embedding=embedding_named(f"huggingface:{tmp_path / 'model'}"))


def test_fastembed_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    class TextEmbedding:
        def __init__(self, model_name: str) -> None:
            self.model_name = model_name

        def embed(self, texts: list[str]) -> list[list[float]]:
            return [[3.0, 4.0] for _ in texts]

    with pytest.raises(ModelUnusable, match="fastembed is not installed; run `pip install fastembed`"):
        embedding_named("fastembed:bge").embed(["总结"])
    monkeypatch.setitem(sys.modules, "fastembed", types.SimpleNamespace(TextEmbedding=TextEmbedding))  # type: ignore[arg-type]
    embedding = embedding_named("fastembed:bge")

    assert (embedding.name, embedding.dimension) == ("fastembed:bge", 2)
    assert np.allclose(embedding.embed(["总结"]), [(0.6, 0.8)])

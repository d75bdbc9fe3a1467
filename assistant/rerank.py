"""Put the best clauses in a better order: a cross-encoder reads question and clause together.

Off by default. (question, Hits) -> Hits: only the first ones are read again, and only their order changes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from assistant.retrieve import Hit
from ingest.errors import ModelUnusable
from ingest.onnx import OnnxModel

RERANKED = 20  # clauses read again; about 20 ms each on one core with a small model

# (question, texts) -> how well each text answers, higher is better
Scores = Callable[[str, Sequence[str]], Sequence[float]]


class OnnxCrossEncoder:
    """A cross-encoder in a folder, run by ONNX Runtime: one logit a pair, or two of which the second says yes."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelUnusable where the folder holds no model."""
        self._model = OnnxModel(folder)

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        scores: list[float] = []
        for output in self._model.run([(question, text) for text in texts]):
            logits = output.values.reshape(len(output.values), -1)
            if logits.shape[1] > 2:
                raise ModelUnusable(
                    f"{self._model.folder}: gives {logits.shape[1]} values a pair; this is no cross-encoder"
                )
            scores += np.asarray(logits[:, -1], np.float64).tolist()
        return scores


class FastEmbedCrossEncoder:
    """A cross-encoder of fastembed's own list, which it fetches itself."""

    def __init__(self, model: str) -> None:
        try:
            cross_encoder = import_module("fastembed.rerank.cross_encoder")  # no dependency of ours: ingest.embeddings
        except ImportError as exc:
            raise ModelUnusable("fastembed is not installed; run `pip install fastembed`") from exc
        try:
            self._model: Any = cross_encoder.TextCrossEncoder(model_name=model)
        except (ValueError, OSError, RuntimeError) as exc:
            raise ModelUnusable(f"fastembed:{model}: {str(exc).partition(chr(10))[0]}") from exc

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        return [float(score) for score in self._model.rerank(question, list(texts))]


def reranker_named(name: str) -> Scores:
    """The reranker a setting names: `onnx:FOLDER` or `fastembed:NAME`. Raises ModelUnusable."""
    kind, _, model = name.partition(":")
    if kind == "onnx" and model:
        return OnnxCrossEncoder(Path(model))
    if kind == "fastembed" and model:
        return FastEmbedCrossEncoder(model)
    raise ModelUnusable(f"{name!r} names no reranker; use onnx:FOLDER or fastembed:NAME")


def rerank(question: str, hits: Sequence[Hit], scores: Scores) -> list[Hit]:
    """The first hits in the order of `scores`, with the scores the first places had; the rest behind them as they were."""
    first, rest = list(hits[:RERANKED]), list(hits[RERANKED:])
    if len(first) < 2:
        return list(hits)
    found = scores(question, [hit.clause.own.of(hit.notice.text) for hit in first])
    order = sorted(range(len(first)), key=lambda n: (-found[n], n))
    return [replace(first[n], score=place.score) for n, place in zip(order, first, strict=True)] + rest

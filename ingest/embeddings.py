"""Embeddings by configuration. A name like `static` or `openai:bge-m3` in, an `Embedding` out.

| name | what |
| --- | --- |
| `static` | the one that comes with the program |
| `fastembed:NAME` | a model that fastembed knows and fetches itself (`pip install fastembed`) |
| `huggingface:PATH` | a folder with `tokenizer.json` and `model.onnx`, as exported for ONNX Runtime |
| `openai:MODEL` | any endpoint that speaks OpenAI's `/embeddings` |

Vectors are scaled to length 1. An index knows by the name with what it was built, and refuses another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from ingest.embed import Embedding, StaticEmbedding, Vectors, unit
from ingest.errors import ModelUnusable
from ingest.onnx import OnnxModel, pooled, pools_by_first


class FastEmbedEmbedding:
    """A model of fastembed's own list."""

    def __init__(self, model: str) -> None:
        self.name = f"fastembed:{model}"
        self._name_of_model = model

    @cached_property
    def dimension(self) -> int:
        return int(self.embed(["维"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return unit(np.array(list(self._model.embed(list(texts))), np.float32))

    @cached_property
    def _model(self) -> Any:
        try:
            # No dependency of ours: its releases ask for an older huggingface-hub than the one in our lock.
            fastembed = import_module("fastembed")
        except ImportError as exc:
            raise ModelUnusable("fastembed is not installed; run `pip install fastembed`") from exc
        try:
            return fastembed.TextEmbedding(model_name=self._name_of_model)
        except (ValueError, OSError, RuntimeError) as exc:
            raise ModelUnusable(f"{self.name}: {str(exc).partition(chr(10))[0]}") from exc


class OnnxEmbedding:
    """A model in a folder, run by ONNX Runtime."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelUnusable where the folder holds no model."""
        self.name = f"huggingface:{folder}"
        self._model = OnnxModel(folder)
        self._by_first = pools_by_first(folder)

    @cached_property
    def dimension(self) -> int:
        return int(self.embed(["维"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return unit(np.concatenate([pooled(output, self._by_first) for output in self._model.run(texts)]))


def _openai(model: str, base_url: str | None, api_key: str | None) -> Embedding:
    if base_url is None:
        raise ModelUnusable("CAMPAIGN_EMBEDDING_BASE_URL is not set: where does openai:MODEL live?")
    from ingest.openai import OpenAIEmbedding  # its HTTP client takes a moment to load, and most run without

    return OpenAIEmbedding(model, base_url, api_key)


KINDS: Mapping[str, Callable[[str, str | None, str | None], Embedding]] = MappingProxyType(
    {
        "fastembed": lambda model, base_url, api_key: FastEmbedEmbedding(model),
        "huggingface": lambda folder, base_url, api_key: OnnxEmbedding(Path(folder)),
        "openai": _openai,
    }
)


def embedding_named(name: str, base_url: str | None = None, api_key: str | None = None) -> Embedding:
    """The embedding a setting names. Raises ModelUnusable.

    >>> embedding_named("static").name
    'zh-static-128'
    """
    if name == "static":
        return StaticEmbedding()
    kind, _, model = name.partition(":")
    if kind not in KINDS or not model:
        raise ModelUnusable(f"{name!r} names no embedding; use static, {', '.join(f'{kind}:…' for kind in KINDS)}")
    return KINDS[kind](model, base_url, api_key)

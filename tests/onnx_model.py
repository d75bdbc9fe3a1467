"""Tiny models in ONNX's file format, written by hand: no weights are downloaded, and none lie in the repository.

Format: protocol buffers, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; only the fields used here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

FLOAT, INT64 = 1, 7
WORDS = ("[PAD]", "[UNK]", "总", "结", "材", "料", "假", "货")


def write_tokenizer(folder: Path) -> None:
    """One token a character; those it does not know are [UNK]."""
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": False},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {word: n for n, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")


def write_embedding(folder: Path, rows: np.ndarray) -> None:
    """A model that gives each token its row: (texts, tokens, dimension)."""
    gather = _node("Gather", ("rows", "input_ids"), "hidden")
    _write(folder, [gather], {"rows": rows}, "hidden", 3)


def write_cross_encoder(folder: Path, weights: np.ndarray) -> None:
    """A model that gives a pair the sum of its tokens' weights, (tokens known, 1): (texts, 1)."""
    gather = _node("Gather", ("rows", "input_ids"), "hidden")
    total = _node("ReduceSum", ("hidden", "axes"), "logits", keepdims=0)
    _write(folder, [gather, total], {"rows": weights, "axes": np.array([1], np.int64)}, "logits", 2)


def _write(folder: Path, nodes: Sequence[bytes], constants: dict[str, np.ndarray], output: str, rank: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(folder)
    graph = b"".join(_bytes(1, node) for node in nodes) + _bytes(2, b"g")
    graph += b"".join(_bytes(5, _tensor(name, values)) for name, values in constants.items())
    graph += _bytes(11, _value("input_ids", INT64, 2)) + _bytes(12, _value(output, FLOAT, rank))
    model = _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, b"") + _number(2, 13))
    (folder / "model.onnx").write_bytes(model)


def _node(kind: str, inputs: Sequence[str], output: str, **attributes: int) -> bytes:
    node = b"".join(_bytes(1, name.encode()) for name in inputs) + _bytes(2, output.encode()) + _bytes(4, kind.encode())
    for name, value in attributes.items():
        node += _bytes(5, _bytes(1, name.encode()) + _number(3, value) + _number(20, 2))
    return node


def _tensor(name: str, values: np.ndarray) -> bytes:
    kind = INT64 if values.dtype == np.int64 else FLOAT
    data = values.astype(np.int64 if kind == INT64 else np.float32).tobytes()
    return (
        b"".join(_number(1, size) for size in values.shape)
        + _number(2, kind)
        + _bytes(8, name.encode())
        + _bytes(9, data)
    )


def _value(name: str, kind: int, rank: int) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, f"{name}{n}".encode())) for n in range(rank))
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)

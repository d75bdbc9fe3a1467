"""Models that run on this machine without a framework: a folder with `tokenizer.json` and `model.onnx`, ONNX Runtime.

The layout is that of exported Hugging Face models: `model.onnx` beside the tokenizer or in `onnx/`; nothing is downloaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.errors import ModelUnusable

MAX_TOKENS = 512  # what models of the BERT family take
BATCH = 32

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Output:
    """What a model made of a batch: its first output, and which tokens were no padding."""

    values: Array  # (texts, tokens, dimension), (texts, dimension) or (texts, labels)
    mask: Array  # (texts, tokens), 1 or 0


class OnnxModel:
    """A model with its tokenizer. Loaded when first run."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelUnusable where a file is missing."""
        self.folder = folder
        models = [path for path in (folder / "model.onnx", folder / "onnx" / "model.onnx") if path.is_file()]
        missing = [
            name
            for name, there in (("tokenizer.json", (folder / "tokenizer.json").is_file()), ("model.onnx", models))
            if not there
        ]
        if missing:
            raise ModelUnusable(f"{folder}: no {' and no '.join(missing)} here; name the folder of an exported model")
        self._model = models[0]

    def run(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> Iterator[Output]:
        """Outputs in batches, in the order of `texts` or pairs of texts. Raises ModelUnusable."""
        for start in range(0, len(texts), BATCH):
            encoded = self._tokenizer.encode_batch(list(texts[start : start + BATCH]))
            inputs = {
                "input_ids": np.array([one.ids for one in encoded], np.int64),
                "attention_mask": np.array([one.attention_mask for one in encoded], np.int64),
                "token_type_ids": np.array([one.type_ids for one in encoded], np.int64),
            }
            asked = {one.name: inputs[one.name] for one in self._session.get_inputs() if one.name in inputs}
            try:
                values = self._session.run(None, asked)[0]
            except _onnx_errors() as exc:
                raise ModelUnusable(f"{self._model}: {_first_line(exc)}") from exc
            yield Output(np.asarray(values, np.float32), inputs["attention_mask"])

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # takes a moment to load: only for those who run a model

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(str(self._model), options, providers=["CPUExecutionProvider"])
        except _onnx_errors() as exc:
            raise ModelUnusable(f"{self._model}: {_first_line(exc)}") from exc

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        path = self.folder / "tokenizer.json"
        try:
            json.loads(path.read_text("utf-8"))  # the package itself raises plain `Exception` for any fault
        except ValueError as exc:
            raise ModelUnusable(f"{path}: {exc}") from exc
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.enable_truncation(MAX_TOKENS)
        padding = tokenizer.padding or {}
        tokenizer.enable_padding(pad_id=padding.get("pad_id", 0), pad_token=padding.get("pad_token", "[PAD]"))
        return tokenizer


def pooled(output: Output, by_first: bool) -> Array:
    """One vector a text: the first token's, or the mean over the tokens that are no padding; (texts, dimension)."""
    if output.values.ndim == 2:
        return output.values
    if by_first:
        return np.asarray(output.values[:, 0])
    mask = output.mask[:, :, None].astype(np.float32)
    return np.asarray((output.values * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1.0))


def pools_by_first(folder: Path) -> bool:
    """Whether the model says that the first token stands for the text (sentence-transformers' `1_Pooling`)."""
    try:
        config = json.loads((folder / "1_Pooling" / "config.json").read_text("utf-8"))
    except FileNotFoundError:
        return False
    except ValueError as exc:
        raise ModelUnusable(f"{folder / '1_Pooling' / 'config.json'}: {exc}") from exc
    return bool(config.get("pooling_mode_cls_token"))


def _onnx_errors() -> tuple[type[Exception], ...]:
    """ONNX Runtime has a class for each kind of fault and none above them."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    found = (one for one in vars(state).values() if isinstance(one, type) and issubclass(one, Exception))
    return (*found, ValueError)


def _first_line(exc: Exception) -> str:
    return str(exc).strip().partition("\n")[0] or type(exc).__name__

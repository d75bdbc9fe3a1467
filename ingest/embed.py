"""Texts in, unit vectors out. The default needs no model run and no network; others come in by configuration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ingest.tokenise import words

Vectors = npt.NDArray[np.float32]  # (n, dimension), rows of length 1; a row of zeros for a text nothing is known of

STATIC_FILE = Path(__file__).parent / "data" / "zh-static-128.npz"


class Embedding(Protocol):
    """A name that changes when the vectors change, their dimension, and the vectors themselves."""

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors in the order of `texts`."""


class StaticEmbedding:
    """Mean of the rows of a text's words and of the characters of its longer words, scaled to length 1.

    File layout and training: ingest/data/README.md.
    """

    name = "zh-static-128"
    dimension = 128

    def __init__(self, path: Path = STATIC_FILE) -> None:
        self._path = path

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            if rows := list(self._rows(text)):
                mean = self._matrix[rows].mean(axis=0)
                vector[:] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors

    def _rows(self, text: str) -> Iterator[int]:
        of_word, of_character = self._tables
        for word in words(text):
            row = of_word.get(word)
            if row is not None:
                yield row
            if row is None or len(word) > 1:
                yield from (of_character[character] for character in word if character in of_character)

    @cached_property
    def _matrix(self) -> Vectors:
        with np.load(self._path) as data:
            matrix: Vectors = data["vectors"].astype(np.float32) * data["scales"].astype(np.float32)[:, None]
        return matrix

    @cached_property
    def _tables(self) -> tuple[dict[str, int], dict[str, int]]:
        with np.load(self._path) as data:
            tokens, characters = data["tokens"].tolist(), data["characters"].tolist()
        of_word: dict[str, int] = {}
        for row, token in enumerate(tokens):
            of_word.setdefault(token.lower(), row)  # questions come lower-cased; rows are in order of frequency
        return of_word, {character: len(tokens) + row for row, character in enumerate(characters)}


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays.

    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0), np.float32)

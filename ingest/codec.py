"""Notices and facts to JSON and back, and the fingerprints of what was stored."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, NewType, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

Edition = NewType("Edition", str)
"""Fingerprint of one stored form of a notice. Equal editions have equal clauses, so index entries that carry an
edition can never be wrong about it, however they came to be there."""


def encode(value: object) -> str:
    """A dataclass of the vocabulary as JSON."""
    kind: Any = type(value)
    return _adapter(kind).dump_json(value).decode("utf-8")


def encode_all(kind: type[T], values: tuple[T, ...]) -> str:
    return _adapter(tuple[kind, ...]).dump_json(values).decode("utf-8")  # type: ignore[valid-type]


def decode(kind: type[T], body: str) -> T:
    """The value that `encode` wrote.

    >>> from ingest.model import Span
    >>> decode(Span, encode(Span(2, 7)))
    Span(start=2, end=7)
    """
    hashable: Any = kind
    value: T = _adapter(hashable).validate_json(body)
    return value


def decode_all(kind: type[T], body: str) -> tuple[T, ...]:
    values: tuple[T, ...] = _adapter(tuple[kind, ...]).validate_json(body)  # type: ignore[valid-type]
    return values


def digest_of(file: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(file).hexdigest()


def edition_of(body: str) -> Edition:
    """The fingerprint of an encoded notice."""
    return Edition(hashlib.sha256(body.encode("utf-8")).hexdigest()[:20])


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)

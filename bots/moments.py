"""Milliseconds since 1970, as the tables of chats keep moments."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], float]  # seconds since 1970, the same in all processes


def in_ms(seconds: float) -> int:
    """
    >>> in_ms(1.5)
    1500
    """
    return round(seconds * 1000)

"""Reading very many objects that stay. Python's collector goes through all objects whenever their number has grown by a
quarter: half a second each time at a million of them, again and again while they are read and in the middle of a question.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 1_000  # things read at once, from which this is worth it


@contextmanager
def lasting(count: int) -> Iterator[None]:
    """What is made inside stays: where it is many, the collector lets it be, then and later.

    It goes by the number of references all the same: only what holds itself in a circle would never be freed.
    """
    if count < MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

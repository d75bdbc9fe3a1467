"""A parser in a child process: what it returns comes back, what happens to it does not."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from ingest.errors import UnreadableFile
from ingest.readers.isolate import ALLOWANCE, Limits, allowed, isolated

LIMITS = Limits(seconds=20, memory_mb=500)


def test_the_answer_of_the_child_comes_back() -> None:
    assert isolated(LIMITS, "a.pdf", json.loads, '{"页": 1}') == {"页": 1}


@pytest.mark.parametrize(
    ("function", "arguments", "limits", "message"),
    [
        (os.abort, (), LIMITS, "a.pdf: its parser crashed"),
        (os._exit, (0,), LIMITS, "a.pdf: its parser crashed"),
        (bytes, (10**10,), LIMITS, "needed more than 500 MB"),
        (time.sleep, (60,), Limits(seconds=0.5, memory_mb=500), "a.pdf: not read within 0 seconds"),
        (json.loads, ("{",), LIMITS, "a.pdf: its parser failed (json.decoder.JSONDecodeError"),
    ],
)
def test_a_crash_a_hang_and_an_exception_of_the_child_are_one_line_each(
    function: Callable[..., object], arguments: tuple[Any, ...], limits: Limits, message: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        isolated(limits, "a.pdf", function, *arguments)

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_the_operator_grants_reaches_the_child() -> None:
    before = ALLOWANCE.set(3.0)
    try:
        assert isolated(LIMITS, "a.pdf", allowed, 1) == 3
    finally:
        ALLOWANCE.reset(before)


def test_twice_the_allowance_is_twice_the_time() -> None:
    short = Limits(seconds=0.05, memory_mb=500)
    with pytest.raises(UnreadableFile, match="not read within"):
        isolated(short, "a.pdf", time.sleep, 1.0)
    before = ALLOWANCE.set(400.0)
    try:
        isolated(short, "a.pdf", time.sleep, 1.0)
    finally:
        ALLOWANCE.reset(before)

"""What other packages add to the service: routes, and work that goes on beside it. Found as entry points, as commands are.

`assistant` may not import those packages; they name a function under the group `campaign.services` in pyproject.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from typing import Protocol

from fastapi import APIRouter

from assistant.services import Archive

GROUP = "campaign.services"


@dataclass(frozen=True, slots=True)
class Extension:
    """Routes, and a context that is entered while the service runs."""

    routes: APIRouter
    running: Callable[[], AbstractAsyncContextManager[None]]


class MakeExtension(Protocol):
    """None where the environment asks for nothing of it. Raises `assistant.settings.BadSettings`."""

    def __call__(self, archive: Archive, env: Mapping[str, str], today: Callable[[], date]) -> Extension | None: ...


def find_extensions(archive: Archive, env: Mapping[str, str], today: Callable[[], date]) -> list[Extension]:
    """All that is installed and asked for, in the order of their names."""
    found = sorted(entry_points(group=GROUP), key=lambda one: one.name)
    makers: list[MakeExtension] = [one.load() for one in found]
    made = (make(archive, env, today) for make in makers)
    return [extension for extension in made if extension is not None]

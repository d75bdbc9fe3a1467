"""A library, a Bot API server, and the real line between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bots.office import open_desk
from tests.bots.telegram.fake_telegram import FakeTelegram


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    with open_desk(folder):
        pass
    return folder


@pytest.fixture
def library(filled: Path, tmp_path: Path) -> Path:
    """The bundled notices, and no chats yet."""
    return Path(shutil.copytree(filled, tmp_path / "library"))


@pytest.fixture
def fake() -> Iterator[FakeTelegram]:
    with FakeTelegram() as fake:
        yield fake

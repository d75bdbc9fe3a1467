"""One small library for all tests of a process, and LlamaIndex's store of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.libraries import library_of, peer_of

CLAUSES = 33  # of three notices


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library_of(CLAUSES, tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="session")
def peer(library: Path) -> Path:
    return peer_of(library)

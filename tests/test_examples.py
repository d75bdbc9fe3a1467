"""The examples in the documents run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from assistant.settings import Settings
from assistant.wire import open_archive

ROOT = Path(__file__).parents[1]


def test_a_query_engine_of_llamaindex_runs_over_our_clauses(tmp_path: Path) -> None:
    with open_archive(Settings(data_dir=tmp_path)) as archive:
        archive.ingest([archive.bundled], lambda outcome: None)
    done = subprocess.run(
        [sys.executable, "docs/examples/llamaindex_pipeline.py"],
        cwd=ROOT,
        env={**os.environ, "CAMPAIGN_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "5 notices, " in done.stdout
    assert "请于4月12日、5月13日前报我司" in done.stdout

"""Commands are timed, and watched for memory, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench import watch
from eval.bench.load import Load, ask_all
from eval.bench.processes import BenchFailed, run, serving, size_mb

SLEEPS_WITH_40_MB = "import time; held = b'x' * 40_000_000; time.sleep(1.2); print('done')"
SERVICE = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "0"); self.end_headers()
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if body == b"good" else 500); self.send_header("Content-Length", "0"); self.end_headers()

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read from Linux's /proc")
def test_memory_of_a_command_is_what_its_processes_held_and_not_what_held_the_one_that_started_it() -> None:
    started_child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEPS_WITH_40_MB!r}])"

    done = run([sys.executable, "-c", started_child])

    assert done.printed == "done\n"
    assert done.highest_mb is not None and 40 < done.highest_mb < 70


def test_a_command_that_fails_is_told_with_its_last_word() -> None:
    with pytest.raises(BenchFailed, match="ended with status 3: no such library"):
        run([sys.executable, "-c", "import sys; print('no such library', file=sys.stderr); sys.exit(3)"])


def test_a_measurement_that_is_stopped_takes_its_command_along(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; print('started', flush=True); time.sleep(60)"]
    watching = [sys.executable, "-I", "-S", watch.__file__, str(tmp_path / "seen.json"), *command]
    with subprocess.Popen(watching, stdout=subprocess.PIPE, text=True) as watched:
        assert watched.stdout is not None
        assert watched.stdout.readline() == "started\n"
        watched.terminate()
        watched.wait()

        assert watched.stdout.read() == ""  # which ends when nobody is left who could write


def test_our_settings_do_not_reach_what_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGN_DATABASE_URL", "postgresql://in-use")

    printed = run(
        [sys.executable, "-c", "import os; print([name for name in os.environ if 'CAMPAIGN' in name])"]
    ).printed

    assert printed == "[]\n"


def test_every_question_is_asked_once_whatever_the_number_of_clients() -> None:
    with serving(lambda port: [sys.executable, "-c", SERVICE, str(port)]) as service:
        for clients in (1, 3, 8):
            assert len(ask_all(service.port, "/ask", [b"good"] * 7, clients).times_s) == 7
        with pytest.raises(BenchFailed, match="status 500"):
            ask_all(service.port, "/ask", [b"good", b"bad"], 2)


def test_a_service_that_ends_at_once_is_not_waited_for() -> None:
    with (
        pytest.raises(BenchFailed, match="ended with status 4"),
        serving(lambda port: [sys.executable, "-c", "raise SystemExit(4)"]),
    ):
        pass


def test_questions_a_second_are_of_all_clients_together() -> None:
    assert Load((1.0, 1.0, 1.0, 1.0), took_s=2.0).a_second == 2.0


def test_a_folder_is_as_large_as_its_files(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a").write_bytes(b"x" * 1_500_000)
    (tmp_path / "b").write_bytes(b"x" * 500_000)

    assert size_mb(tmp_path) == 2.0

"""Commands in processes of their own: how long they take, what memory they hold, and services to ask over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from eval.bench import watch

CAMPAIGN = (sys.executable, "-c", "from assistant.cli import main; main()")  # what the command itself runs
NO_SUPPORT = 3  # how `campaign ask` ends where the notices support no answer: it has searched all the same
START_TIMEOUT_S = 300.0  # 200,000 clauses are opened in seconds by us, in half a minute by others
READY_TIMEOUT_S = 30.0


class BenchFailed(click.ClickException):
    """Something that was to be measured does not work."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ended well: what it printed, and the most memory its processes held together (Linux, else None)."""

    took_s: float
    highest_mb: float | None
    printed: str


@dataclass(frozen=True, slots=True)
class Service:
    pid: int
    port: int

    def memory_mb(self) -> dict[str, float]:
        """Resident memory now (VmRSS) and at its highest (VmHWM); empty where there is no /proc."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return {}
        sizes = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line)
        return {key: int(sizes[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM")}


def run(command: Sequence[str], ending: Collection[int] = (0,)) -> Run:
    """Run a command to its end. Raises BenchFailed with its last word where it ends with another status than `ending`."""
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as folder:
        seen = Path(folder) / "seen.json"
        # Started by a process of a few megabytes: a copy of this one would begin with all the memory that this one holds.
        watched = [sys.executable, "-I", "-S", watch.__file__, str(seen), *command]
        done = subprocess.run(watched, env=own_env(), capture_output=True, text=True, errors="replace", check=False)
        if done.returncode not in ending:
            lines = done.stderr.strip().splitlines() or ["no message"]
            raise BenchFailed(f"{_named(command)} ended with status {done.returncode}: {lines[-1]}")
        found = json.loads(seen.read_text("utf-8"))
    return Run(found["took_s"], found["highest_mb"], done.stdout)


def median_s(command: Sequence[str], times: int) -> float:
    """Seconds from the start of a process that asks to its end: the median of several."""
    return statistics.median(run(command, (0, NO_SUPPORT)).took_s for _ in range(times))


@contextmanager
def serving(command_on: Callable[[int], Sequence[str]]) -> Iterator[Service]:
    """A service on a free port, which its command is given, from when `/readyz` says 200 until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = list(command_on(port))
    with subprocess.Popen(command, env=own_env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(process, port, _named(command))
            yield Service(process.pid, port)
        finally:
            process.terminate()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, name: str) -> None:
    give_up_at = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up_at:
        if process.poll() is not None:
            raise BenchFailed(f"{name} ended with status {process.returncode}; run it by hand to see why")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_TIMEOUT_S)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)  # not listening yet
        finally:
            connection.close()
    raise BenchFailed(f"{name} was not ready after {START_TIMEOUT_S:.0f} s")


def own_env() -> dict[str, str]:
    """Without our settings: a database in use is not for measuring."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}


def size_mb(folder: Path) -> float:
    """What the files below a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _named(command: Sequence[str]) -> str:
    """A command as a person would type it.

    >>> _named([*CAMPAIGN, "ask", "--data-dir", "/x"]), _named([sys.executable, "-m", "eval.bench.peer.read", "/x"])
    ('campaign ask', 'eval.bench.peer.read')
    """
    ours = tuple(command[: len(CAMPAIGN)]) == CAMPAIGN
    return f"campaign {command[len(CAMPAIGN)]}" if ours else command[2]

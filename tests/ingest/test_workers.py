"""Work on other cores comes back in order, and one job that kills its process takes no other along."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ingest.workers import Job, results

ROOT = Path(__file__).parents[2]


def square(number: int) -> int:
    if number == 13:
        os._exit(1)
    return number * number


def died(number: int) -> int:
    return -number


@pytest.mark.parametrize("processes", [0, 2])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    items: list[str | Job[int]] = ["a", Job(1), Job(2), "b", *map(Job, range(3, 8)), "c"]

    found = list(results(items, square, died, here=1, processes=processes))

    assert found == ["a", 1, 4, "b", 9, 16, 25, 36, 49, "c"]


def test_a_job_that_kills_its_process_fails_alone() -> None:
    found = list(results(map(Job, range(10, 16)), square, died, here=0, processes=2))

    assert found == [100, 121, 144, -13, 196, 225]


def test_where_no_process_can_be_started_the_work_is_done_here(tmp_path: Path) -> None:
    """A script that does not guard its main part runs again in each process, which is refused."""
    script = tmp_path / "script.py"
    script.write_text(
        "from ingest.workers import Job, results\n"
        "print(list(results([Job(-2), Job(3)], abs, str, here=0, processes=1)))\n",
        encoding="utf-8",
    )

    done = subprocess.run(
        [sys.executable, str(script)], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )

    assert done.stdout == "[2, 3]\n"


def test_no_more_is_taken_on_than_may_be_held() -> None:
    taken: list[int] = []

    def jobs() -> object:
        for n in range(6):
            taken.append(n)
            yield Job(n, bytes=150_000_000)

    found = results(jobs(), square, died, here=0, processes=1)  # type: ignore[arg-type, var-annotated]

    assert next(found) == 0
    assert taken == [0, 1]
    found.close()  # type: ignore[attr-defined]


def slow(folder: Path) -> int:
    (folder / str(os.getpid())).touch()
    time.sleep(60)
    return 0


def work_until_killed(folder: Path, pipe: Connection) -> None:
    pipe.send("started")
    list(results([Job(folder)], slow, lambda _: 0, here=0, processes=1))


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
def test_processes_go_when_the_one_that_started_them_is_killed(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=work_until_killed, args=(tmp_path, there))
    process.start()
    assert here.recv() == "started"
    give_up = time.monotonic() + 30
    while not (started := list(tmp_path.iterdir())) and time.monotonic() < give_up:
        time.sleep(0.05)
    (worker,) = started
    process.kill()
    process.join()

    while alive(int(worker.name)) and time.monotonic() < give_up:
        time.sleep(0.05)

    assert not alive(int(worker.name))


def alive(pid: int) -> bool:
    """A process that nobody has waited for yet is dead all the same."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return False

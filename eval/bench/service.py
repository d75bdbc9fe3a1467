"""How fast and how large: the service measured from outside, as a user meets it. Prints a Markdown table.

`python -m eval.bench.service` reads `notices/` into a fresh library, starts `campaign serve` on a free port and asks it
the questions of the bundled set over HTTP, with one client and with several. Nothing is asserted here: times
depend on the machine, which the table names.
"""

from __future__ import annotations

import http.client
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.retrieve import CANDIDATES
from assistant.settings import BUNDLED_NOTICES, Settings
from assistant.wire import open_archive
from eval.bench.figures import Cell, Machine, Measured, Table
from eval.cases import BadSet, Case
from eval.load import load_set
from eval.report import percentile
from ingest.store import open_store

BUNDLED_SET = Path(__file__).parents[1] / "sets" / "bundled.yaml"
CAMPAIGN = (sys.executable, "-c", "from assistant.cli import main; main()")  # what the command itself runs
QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"
CLIENTS = (1, 8, 64)  # at once
WARM_UP_ASKS = 20  # first questions load dictionaries and fill caches; a user meets them once after a start
START_TIMEOUT_S = 60.0
ASK_TIMEOUT_S = 30.0

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A running `campaign serve`, and under which id it knows each file."""

    pid: int
    port: int
    notice_ids: Mapping[str, str]


class BenchFailed(click.ClickException):
    """Something that was to be measured does not work."""


@click.command()
@click.option("--asks", default=500, show_default=True, type=click.IntRange(1), help="Questions per measurement.")
@click.option("--starts", default=5, show_default=True, type=click.IntRange(1), help="Cold starts of `campaign ask`.")
def main(asks: int, starts: int) -> None:
    """Measure answers over HTTP, cold start, reading and memory on the bundled notices."""
    click.echo(f"{measure(asks, starts).markdown()}\n\n{Machine.this()}")


def measure(asks: int, starts: int) -> Table:
    """The service over the bundled notices, with one client and with several."""
    cases = _cases()
    with tempfile.TemporaryDirectory(prefix="campaign-bench-") as folder:
        rows = [
            measure_reading(folder),
            measure_cold_start(folder, starts),
            *measure_search(folder, cases, asks),
            *measure_answers(folder, cases, asks),
        ]
        with serving(folder) as service:
            ask_all(service, cases[:WARM_UP_ASKS], clients=1)
            rows += [row for clients in CLIENTS for row in measure_asking(service, cases, asks, clients)]
            rows += measure_memory(service)
    return Table(
        "The service over the bundled notices", "python -m eval.bench.service", ("what", "measured", "how"), tuple(rows)
    )


def measure_reading(folder: str) -> Row:
    started = time.perf_counter()
    _campaign("ingest", "--data-dir", folder, str(BUNDLED_NOTICES))
    took_s = time.perf_counter() - started
    return "reading the bundled notices", Measured(took_s, "s"), "`campaign ingest notices` into an empty library"


def measure_cold_start(folder: str, starts: int) -> Row:
    times = []
    for _ in range(starts):
        started = time.perf_counter()
        _campaign("ask", "--data-dir", folder, QUESTION)
        times.append(time.perf_counter() - started)
    return "cold start", Measured(statistics.median(times), "s"), f"`campaign ask`, median of {starts}"


def measure_search(folder: str, cases: Sequence[Case], asks: int) -> list[Row]:
    """Both indexes alone, in this process: what an answer waits for before it is made."""
    store = open_store(Path(folder))
    with store.opened():

        def search(case: Case) -> None:
            store.index.search_lexical(case.question, CANDIDATES)
            store.index.search_vector(case.question, CANDIDATES)

        return _percentiles("search alone", _timed(search, cases, asks), f"words and vectors, {asks} questions")


def measure_answers(folder: str, cases: Sequence[Case], asks: int) -> list[Row]:
    """Answers without HTTP, in this process."""
    with open_archive(Settings(data_dir=Path(folder))) as archive:
        assistant = archive.services.assistant

        def ask(case: Case) -> None:
            assistant.ask(case.question, as_of=case.as_of)

        return _percentiles("answer without HTTP", _timed(ask, cases, asks), f"in one process, {asks} questions")


def measure_asking(service: Service, cases: Sequence[Case], asks: int, clients: int) -> list[Row]:
    started = time.perf_counter()
    times = ask_all(service, _repeated(cases, asks), clients)
    took_s = time.perf_counter() - started
    name = "1 client" if clients == 1 else f"{clients} clients"
    how = f"{asks} questions over HTTP, {asks / took_s:.0f} a second"
    return _percentiles(f"question to answer, {name}", times, how)


def measure_memory(service: Service) -> list[Row]:
    """Resident memory now and at its highest; Linux only, elsewhere no rows."""
    status = Path(f"/proc/{service.pid}/status")
    if not status.exists():
        return []
    sizes = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line)
    named = (("VmRSS", "memory of the service"), ("VmHWM", "memory of the service, highest"))
    return [
        (what, Measured(int(sizes[key].split()[0]) / 1024, "MB"), f"{key} after all questions") for key, what in named
    ]


def _repeated(cases: Sequence[Case], asks: int) -> list[Case]:
    return list(itertools.islice(itertools.cycle(cases), asks))


def _timed(work: Callable[[Case], None], cases: Sequence[Case], asks: int) -> list[float]:
    """Seconds of each, after a warm-up."""
    for case in cases[:WARM_UP_ASKS]:
        work(case)
    times = []
    for case in _repeated(cases, asks):
        started = time.perf_counter()
        work(case)
        times.append(time.perf_counter() - started)
    return times


def _percentiles(what: str, times: Sequence[float], how: str) -> list[Row]:
    return [(f"{what}, p{percent}", Measured(percentile(times, percent) * 1000, "ms"), how) for percent in (50, 95)]


def ask_all(service: Service, cases: Sequence[Case], clients: int) -> list[float]:
    """Seconds each question took; every client keeps its connection and takes every n-th question."""
    with ThreadPoolExecutor(clients) as pool:
        shares = [cases[number::clients] for number in range(clients)]
        return [took for times in pool.map(lambda share: _ask_in_turn(service, share), shares) for took in times]


def _ask_in_turn(service: Service, cases: Sequence[Case]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=ASK_TIMEOUT_S)
    times = []
    for case in cases:
        notice_id = service.notice_ids[case.notice] if case.notice is not None else None
        question = {"question": case.question, "as_of": case.as_of.isoformat(), "notice_id": notice_id}
        body = json.dumps(question).encode()
        started = time.perf_counter()
        connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
        if response.status != 200:
            raise BenchFailed(f"POST /v1/ask: status {response.status} for {case.question!r}; see the service's log")
    connection.close()
    return times


@contextmanager
def serving(folder: str) -> Iterator[Service]:
    """`campaign serve` on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*CAMPAIGN, "serve", "--host", "127.0.0.1", "--port", str(port), "--data-dir", folder]
    with subprocess.Popen(command, env=_own_env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_ready(process, port)
            yield Service(process.pid, port, _notice_ids(port))
        finally:
            process.terminate()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < give_up_at:
        if process.poll() is not None:
            raise BenchFailed(f"campaign serve ended with status {process.returncode}; run it by hand to see why")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1.0)
        try:
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)  # not listening yet
        finally:
            connection.close()
    raise BenchFailed(f"campaign serve was not ready after {START_TIMEOUT_S:.0f} s")


def _notice_ids(port: int) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ASK_TIMEOUT_S)
    connection.request("GET", "/v1/notices")
    items = json.loads(connection.getresponse().read())["items"]
    connection.close()
    return {item["source"]: item["id"] for item in items}


def _campaign(*arguments: str) -> None:
    done = subprocess.run([*CAMPAIGN, *arguments], env=_own_env(), capture_output=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise BenchFailed(f"campaign {arguments[0]} ended with status {done.returncode}: {lines[-1]}")


def _own_env() -> dict[str, str]:
    """Without our settings: a database in use is not for measuring."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}


def _cases() -> tuple[Case, ...]:
    """The questions of the bundled set that need no conversation before them."""
    texts = {path.name: path.read_text("utf-8") for path in BUNDLED_NOTICES.glob("*.txt")}
    try:
        return tuple(case for case in load_set(BUNDLED_SET, texts).cases if not case.turns)
    except BadSet as exc:
        raise BenchFailed(str(exc)) from exc


if __name__ == "__main__":
    main()

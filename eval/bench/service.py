"""How fast and how large: the service measured from outside, as a user meets it. Prints a Markdown table.

`python -m eval.bench.service` reads `notices/` into a fresh library, starts `campaign serve` on a free port and asks it
the questions of the bundled set over HTTP, with one client and with several. Nothing is asserted here: times
depend on the machine, which the table names.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

import click

from assistant.retrieve import CANDIDATES
from assistant.settings import BUNDLED_NOTICES, Settings
from assistant.wire import open_archive
from eval.bench.figures import Cell, Machine, Measured, Table
from eval.bench.load import CLIENTS, ask_all
from eval.bench.processes import CAMPAIGN, BenchFailed, Service, median_s, run, serving
from eval.cases import BadSet, Case
from eval.load import load_set
from eval.report import percentile
from ingest.store import open_store

BUNDLED_SET = Path(__file__).parents[1] / "sets" / "bundled.yaml"
QUESTION = "第六届双品网购节的总结材料最晚什么时候交？"
WARM_UP_ASKS = 20  # first questions load dictionaries and fill caches; a user meets them once after a start

Row = tuple[Cell, ...]


@click.command()
@click.option("--asks", default=500, show_default=True, type=click.IntRange(1), help="Questions per measurement.")
@click.option("--starts", default=5, show_default=True, type=click.IntRange(1), help="Cold starts of `campaign ask`.")
def main(asks: int, starts: int) -> None:
    """Measure answers over HTTP, cold start, reading and memory on the bundled notices."""
    click.echo(f"{measure(asks, starts).section()}\n{Machine.this()}")


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
        ids = _notice_ids(folder)
        bodies = [_body(case, ids) for case in cases]
        with serving(lambda port: [*CAMPAIGN, "serve", "--data-dir", folder, "--port", str(port)]) as service:
            ask_all(service.port, "/v1/ask", bodies[:WARM_UP_ASKS], clients=1)
            rows += [row for clients in CLIENTS for row in measure_asking(service, bodies, asks, clients)]
            rows += measure_memory(service)
    return Table(
        "The service over the bundled notices", "python -m eval.bench.service", ("what", "measured", "how"), tuple(rows)
    )


def measure_reading(folder: str) -> Row:
    took_s = run([*CAMPAIGN, "ingest", "--data-dir", folder, str(BUNDLED_NOTICES)]).took_s
    return "reading the bundled notices", Measured(took_s, "s"), "`campaign ingest notices` into an empty library"


def measure_cold_start(folder: str, starts: int) -> Row:
    took_s = median_s([*CAMPAIGN, "ask", "--data-dir", folder, QUESTION], starts)
    return "cold start", Measured(took_s, "s"), f"`campaign ask`, median of {starts}"


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


def measure_asking(service: Service, bodies: Sequence[bytes], asks: int, clients: int) -> list[Row]:
    load = ask_all(service.port, "/v1/ask", list(islice(cycle(bodies), asks)), clients)
    name = "1 client" if clients == 1 else f"{clients} clients"
    how = f"{asks} questions over HTTP, {load.a_second:.0f} a second"
    return _percentiles(f"question to answer, {name}", load.times_s, how)


def measure_memory(service: Service) -> list[Row]:
    """Resident memory now and at its highest; Linux only, elsewhere no rows."""
    named = {"VmRSS": "memory of the service", "VmHWM": "memory of the service, highest"}
    return [
        (named[key], Measured(size, "MB"), f"{key} after all questions") for key, size in service.memory_mb().items()
    ]


def _timed(work: Callable[[Case], None], cases: Sequence[Case], asks: int) -> list[float]:
    """Seconds of each, after a warm-up."""
    for case in cases[:WARM_UP_ASKS]:
        work(case)
    times = []
    for case in islice(cycle(cases), asks):
        started = time.perf_counter()
        work(case)
        times.append(time.perf_counter() - started)
    return times


def _percentiles(what: str, times: Sequence[float], how: str) -> list[Row]:
    return [(f"{what}, p{percent}", Measured(percentile(times, percent) * 1000, "ms"), how) for percent in (50, 95)]


def _body(case: Case, ids: dict[str, str]) -> bytes:
    notice_id = ids[case.notice] if case.notice is not None else None
    asked = {"question": case.question, "as_of": case.as_of.isoformat(), "notice_id": notice_id}
    return json.dumps(asked).encode()


def _notice_ids(folder: str) -> dict[str, str]:
    """Under which id the library knows each file."""
    with open_store(Path(folder)).opened() as store:
        return {one.source: one.id for one in store.library.entries()}


def _cases() -> tuple[Case, ...]:
    """The questions of the bundled set that need no conversation before them."""
    texts = {path.name: path.read_text("utf-8") for path in BUNDLED_NOTICES.glob("*.txt")}
    try:
        return tuple(case for case in load_set(BUNDLED_SET, texts).cases if not case.turns)
    except BadSet as exc:
        raise BenchFailed(str(exc)) from exc


if __name__ == "__main__":
    main()

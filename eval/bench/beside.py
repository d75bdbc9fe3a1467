"""Ours beside LlamaIndex over the same library: from a cold start, over HTTP, in memory and on disk. Ratios of medians."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from eval.bench.answers import ALL, AS_OF, OURS, SEARCH, THEIRS, WARM_UP, Times
from eval.bench.figures import Measured
from eval.bench.libraries import Question, questions
from eval.bench.load import CLIENTS, Load, ask_all
from eval.bench.pairs import Pair
from eval.bench.processes import CAMPAIGN, Service, median_s, serving, size_mb
from eval.report import percentile
from ingest.store import open_store

FIRST_QUESTION = "对包装有什么要求？"
NOTE = (
    "Ratios are ours to theirs: below 1 we take less, for questions a second above 1 we answer more. Ours are whole "
    "answers with proved citations. LlamaIndex only retrieves 10 clauses: fusion of a persistent Chroma collection with the "
    "settings it comes with (ours has a denser graph, which finds more) and of BM25, one character a word, for cut at blanks "
    "it finds next to nothing in Chinese; in a FastAPI service of one process, as ours is."
)


@dataclass(frozen=True, slots=True)
class Side:
    """What was measured of one service: from cold, with each number of clients, and its memory and files in the end."""

    cold_s: float
    loads: dict[int, Load]
    memory_mb: float | None
    stored_mb: float


def measure(library: Path, peer: Path, asks: int, starts: int) -> tuple[Side, Side]:
    """Ours, theirs. Each service runs alone."""
    with open_store(library).opened() as store:
        asked = list(islice(questions(store), WARM_UP + asks))
    command = [*CAMPAIGN, "ask", "--data-dir", str(library), FIRST_QUESTION]
    cold_s = median_s(command, starts)
    with serving(lambda port: [*CAMPAIGN, "serve", "--data-dir", str(library), "--port", str(port)]) as service:
        ours = Side(cold_s, *_asked(service, "/v1/ask", [body_of(one) for one in asked]), size_mb(library))
    python = [sys.executable, "-m"]
    cold_s = median_s([*python, "eval.bench.peer.ask", str(peer), FIRST_QUESTION], starts)
    with serving(lambda port: [*python, "eval.bench.peer.serve", str(peer), str(port)]) as service:
        bodies = [json.dumps({"question": one.text}).encode() for one in asked]
        theirs = Side(cold_s, *_asked(service, "/ask", bodies), size_mb(peer))
    return ours, theirs


def body_of(question: Question) -> bytes:
    asked = {"question": question.text, "as_of": AS_OF.isoformat(), "notice_id": question.notice_id}
    return json.dumps(asked).encode()


def _asked(service: Service, path: str, bodies: Sequence[bytes]) -> tuple[dict[int, Load], float | None]:
    ask_all(service.port, path, bodies[:WARM_UP], clients=1)
    loads = {clients: ask_all(service.port, path, bodies[WARM_UP:], clients) for clients in CLIENTS}
    return loads, service.memory_mb().get("VmRSS")


def pairs_of(clauses: int, measured: Sequence[Times], ours: Side, theirs: Side) -> list[Pair]:
    """All figures over one library, `measured` being those in one process."""
    medians = {one.who: percentile(one.times_s, 50) for one in measured if (one.kind, one.clauses) == (ALL, clauses)}
    pairs = [
        Pair(what, _ms(medians[who]), _ms(medians[THEIRS]), f"in one process, p50{told}")
        for what, who, told in (
            ("search alone", SEARCH, ""),
            ("a whole answer", OURS, "; theirs is retrieval alone"),
        )
    ]
    for clients, load in ours.loads.items():
        beside = theirs.loads[clients]
        name = "1 client" if clients == 1 else f"{clients} clients"
        how = f"{len(load.times_s)} questions over HTTP"
        pairs += [
            Pair(
                f"{name}, p{percent}",
                _ms(percentile(load.times_s, percent)),
                _ms(percentile(beside.times_s, percent)),
                how,
            )
            for percent in (50, 95)
        ]
        pairs.append(Pair(f"{name}, questions a second", _a_second(load), _a_second(beside), how))
    pairs.append(
        Pair("cold start", Measured(ours.cold_s, "s"), Measured(theirs.cold_s, "s"), "a process that asks once, median")
    )
    if ours.memory_mb and theirs.memory_mb:
        pairs.append(
            Pair(
                "memory", Measured(ours.memory_mb, "MB"), Measured(theirs.memory_mb, "MB"), "VmRSS after all questions"
            )
        )
    pairs.append(
        Pair("on disk", Measured(ours.stored_mb, "MB"), Measured(theirs.stored_mb, "MB"), "ours with files and facts")
    )
    return pairs


def _ms(took_s: float) -> Measured:
    return Measured(took_s * 1000, "ms")


def _a_second(load: Load) -> Measured:
    return Measured(load.a_second, "/s")

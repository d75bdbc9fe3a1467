"""Questions over HTTP from several clients at once."""

from __future__ import annotations

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from eval.bench.processes import BenchFailed

CLIENTS = (1, 8, 64)  # at once
ASK_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds that each question took, and all of them together."""

    times_s: tuple[float, ...]
    took_s: float

    @property
    def a_second(self) -> float:
        return len(self.times_s) / self.took_s


def ask_all(port: int, path: str, bodies: Sequence[bytes], clients: int) -> Load:
    """Every client keeps its connection and posts every n-th body. Raises BenchFailed for an answer other than 200."""
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        shares = [bodies[number::clients] for number in range(clients)]
        times = [took for share in pool.map(lambda share: _ask_in_turn(port, path, share), shares) for took in share]
    return Load(tuple(times), time.perf_counter() - started)


def _ask_in_turn(port: int, path: str, bodies: Sequence[bytes]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ASK_TIMEOUT_S)
    times = []
    for body in bodies:
        started = time.perf_counter()
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
        if response.status != 200:
            raise BenchFailed(f"POST {path}: status {response.status} for {body.decode()!r}; see the service's log")
    connection.close()
    return times

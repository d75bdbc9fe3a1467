"""The retriever in a process of its own, asked question by question: neither side holds the other's memory."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from eval.bench.peer.store import open_retriever
from eval.bench.processes import BenchFailed

Timed = Callable[[str], float]  # question -> seconds that its retrieval took


@contextmanager
def retrieving(folder: Path) -> Iterator[Timed]:
    """Times of retrievals over a stored index; asked where its process has died, BenchFailed."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_retrieve, args=(there, folder), daemon=True)
    process.start()
    there.close()  # so that an end of the process is seen here

    def timed(question: str) -> float:
        try:
            here.send(question)
            took_s: float = here.recv()
        except (EOFError, OSError) as exc:
            raise BenchFailed(f"the process with LlamaIndex over {folder} ended; its last words are above") from exc
        return took_s

    try:
        yield timed
    finally:
        here.close()
        process.join()


def _retrieve(asked: Connection, folder: Path) -> None:
    retriever = open_retriever(folder)
    while True:
        try:
            question = asked.recv()
        except EOFError:  # nobody asks any more
            return
        started = time.perf_counter()
        retriever.retrieve(question)
        asked.send(time.perf_counter() - started)

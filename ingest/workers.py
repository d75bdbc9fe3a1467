"""Work on other cores, for batches that are worth starting processes for. Items and jobs in, results in the same order out.

Processes are spawned, not forked: the indexes and databases of this process hold threads and locks. A job that kills
its process fails alone, and the processes go when this one goes, however it goes.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")
T = TypeVar("T")

AHEAD = 128  # jobs begun before their result is asked for: enough to keep a core busy while a batch is stored
AHEAD_BYTES = 200_000_000  # of what they work on, which stays in memory meanwhile


@dataclass(frozen=True, slots=True)
class Job(Generic[A]):
    """Something to be worked on."""

    argument: A
    bytes: int = 0  # that it keeps in memory


@dataclass(frozen=True, slots=True)
class _Running(Generic[A, R]):
    job: Job[A]
    future: Future[R]


def results(
    items: Iterable[T | Job[A]],
    work: Callable[[A], R],
    crashed: Callable[[A], R],
    *,
    here: int,
    processes: int | None = None,
) -> Iterator[T | R]:
    """Each job's result, and each other item as it is, in order.

    The first `here` jobs are done in this process: starting another takes a second. `crashed` makes the result of a job
    whose process died; where none can be started, all is done here. `work` and what passes through it must be picklable. By default one core is left for the caller.
    """
    count = (os.cpu_count() or 1) - 1 if processes is None else processes
    waiting: deque[T | R | _Running[A, R]] = deque()
    done = 0
    with closing(_Processes(count)) as workers, closing(_Processes(1)) as quarantine:

        def result(one: T | R | _Running[A, R]) -> T | R:
            if not isinstance(one, _Running):
                return one
            try:
                return one.future.result()
            except BrokenProcessPool:  # this job or another one of that time; alone it will show
                if not quarantine.starts():
                    workers.usable = False
                    return work(one.job.argument)
            try:
                return quarantine.submit(work, one.job.argument).result()
            except BrokenProcessPool:
                return crashed(one.job.argument)

        for item in items:
            if not isinstance(item, Job):
                waiting.append(item)
            elif done < here or not workers.usable:
                done += 1
                waiting.append(work(item.argument))
            else:
                waiting.append(_Running(item, workers.submit(work, item.argument)))
            while waiting and (_far_ahead(waiting) or not isinstance(waiting[0], _Running)):
                yield result(waiting.popleft())
        while waiting:
            yield result(waiting.popleft())


def _far_ahead(waiting: Collection[object]) -> bool:
    held = sum(one.job.bytes for one in waiting if isinstance(one, _Running))
    return len(waiting) > AHEAD or held > AHEAD_BYTES


class _Processes:
    """Processes that start when there is first something to do, and anew after one died."""

    def __init__(self, count: int) -> None:
        self.usable = count > 0
        self._count = count
        self._executor: ProcessPoolExecutor | None = None

    def starts(self) -> bool:
        """Whether a process can be started at all: not from a script that lacks `if __name__ == "__main__"`."""
        try:
            self.submit(_nothing, None).result()
        except BrokenProcessPool:
            self.usable = False
        return self.usable

    def submit(self, work: Callable[[A], R], argument: A) -> Future[R]:
        if self._executor is not None:
            try:
                return self._executor.submit(work, argument)
            except BrokenProcessPool:
                self.close()
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(self._count, mp_context=context, initializer=_go_with_parent)
        return self._executor.submit(work, argument)

    def close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def _nothing(_: None) -> None:
    """A job that nobody can fail on."""


def _go_with_parent() -> None:
    """A worker waits for work on a pipe that it holds open itself: it would not notice that nobody is left to send any."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            wait([parent.sentinel])
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

"""Run a risky parser in a process of its own, so that its crash, its hang or its hunger stays there.

function, arguments, limits -> what the function returns. Used for parsers in C that read what strangers send.

The child is a new interpreter (a fork of a threaded service may deadlock) that limits itself before it imports the
parser. It runs as the same user and its answer is pickled: this contains accidents, it is no sandbox.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import pickle
import resource
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from ingest.errors import UnreadableFile

P = ParamSpec("P")
T = TypeVar("T")

MEGABYTE = 2**20
CHILD = "from ingest.readers.isolate import main; main()"

logger = logging.getLogger(__name__)

# What an operator grants on top of the limits below: 2 is twice the time, memory and pages. Set around a call of a reader.
ALLOWANCE: ContextVar[float] = ContextVar("allowance", default=1.0)


def allowed(most: int) -> int:
    """A number of pages or the like, times what the operator grants."""
    return int(most * ALLOWANCE.get())


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. `memory_mb` is address space, of which about a third is ever touched."""

    seconds: float
    memory_mb: int

    def times(self, factor: float) -> Limits:
        """As much more, or less."""
        return Limits(self.seconds * factor, int(self.memory_mb * factor))


def isolated(limits: Limits, name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `function` returns, run in a child; raises UnreadableFile, also for all that happens to the child.

    `function` stands at the top of its module; `name` is the file's, for the message.
    """
    target = (function.__module__, function.__qualname__)
    limits = limits.times(ALLOWANCE.get())
    job = pickle.dumps((target, args, kwargs, limits, ALLOWANCE.get()))
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    with subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    ) as child:
        try:
            answer, _ = child.communicate(job, timeout=limits.seconds)
        except subprocess.TimeoutExpired as exc:
            raise UnreadableFile(
                f"{name}: not read within {limits.seconds:.0f} seconds; split it or print it to a new file"
            ) from exc
        finally:
            child.kill()
    if child.returncode or not answer:
        # Memory that cannot be had ends a parser in C by a signal as often as by an error.
        raise UnreadableFile(
            f"{name}: its parser crashed ({child.returncode}) or needed more than {limits.memory_mb} MB; "
            "the file is damaged or too large: print it to a new file"
        )
    kind, value = pickle.loads(answer)
    if kind == "refused":
        raise UnreadableFile(value)
    if kind == "failed":
        logger.error("reader failed in %s.%s\n%s", *target, value)
        raise UnreadableFile(f"{name}: its parser failed ({value.strip().splitlines()[-1]}); please report this file")
    result: T = value
    return result


def main() -> None:
    """The child: one job from stdin, one answer to stdout, whatever the parser itself prints."""
    out = os.dup(1)
    os.dup2(2, 1)
    target, args, kwargs, limits, allowance = pickle.load(sys.stdin.buffer)
    ALLOWANCE.set(allowance)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, 1 + int(limits.seconds) * (os.cpu_count() or 1)),  # for a child whose parent was killed
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # the system allows even less
            resource.setrlimit(what, (most, most))
    answer: tuple[str, object]
    try:
        function = getattr(importlib.import_module(target[0]), target[1])
        answer = ("done", function(*args, **kwargs))
    except UnreadableFile as exc:
        answer = ("refused", str(exc))
    except MemoryError:
        os._exit(1)
    except Exception:  # the outermost loop of this process: a traceback for the parent's log
        answer = ("failed", traceback.format_exc())
    with os.fdopen(out, "wb") as file:
        pickle.dump(answer, file)

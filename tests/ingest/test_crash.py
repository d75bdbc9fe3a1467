"""Killed at any moment, nothing is lost and nothing is shown by halves.

Twice: at every step by name, and with SIGKILL at random moments.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ingest.codec import Edition
from ingest.doctor import doctor
from ingest.embed import StaticEmbedding
from ingest.index import ClauseIndex
from ingest.indexes.entries import entries_of
from ingest.library import Library
from ingest.model import Notice, NoticeId
from ingest.parse import PARSER_VERSION, parse_notice
from ingest.pipeline import ingest_paths, reindex, remove_notice
from ingest.readers import read
from ingest.store import Store, open_store
from ingest.tokenise import words

BUNDLED = Path(__file__).parents[2] / "notices"
COPIES = 3  # of each bundled notice, under other 文号 and titles
KILLS = 20
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["chromadb", "ingest.pipeline", "ingest.store"])


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fifteen different notices: the bundled ones with the number of the copy behind their titles."""
    folder = tmp_path_factory.mktemp("corpus")
    for path in sorted(BUNDLED.glob("*.txt")):
        notice = parse_notice(read(path), path.name)
        title = notice.main.masthead.title
        assert title is not None
        for copy in range(COPIES):
            text = f"{notice.text[: title.span.end]}之{copy + 1}{notice.text[title.span.end :]}"
            (folder / f"{copy}-{path.name}").write_text(text, encoding="utf-8")
    return folder


def nothing_by_halves(store: Store) -> None:
    """Every visible notice has all its entries in both indexes; searches find nothing of any other."""
    holdings = store.index.holdings()
    for notice_id, edition in store.library.editions().items():
        notice = store.library.notice(notice_id)
        assert notice is not None
        expected = {entry.key for entry in entries_of(edition, notice)}
        assert edition in holdings.notices
        assert expected <= holdings.words
        assert expected <= holdings.vectors
    visible = store.library.editions().keys()
    for hits in (store.index.search_lexical("活动总结材料", 50), store.index.search_vector("活动总结材料", 50)):
        assert {clause.partition(".")[0] for clause, _ in hits} <= set(visible)


class Killed(BaseException):
    """Stands for SIGKILL at a known place: nobody catches it."""


class DyingIndex(ClauseIndex):
    """Stops before or after one of its writes, as told."""

    def __init__(self, folder: Path, library: Library, step: str) -> None:
        super().__init__(folder, library.editions, StaticEmbedding(), parser_version=PARSER_VERSION)
        self._step = step

    def _die(self, step: str) -> None:
        if step == self._step:
            raise Killed

    def add(self, notices: Iterable[tuple[Edition, Notice]]) -> None:
        given = list(notices)
        self._die("before add")
        if self._step == "half of add":
            super().add(given[: len(given) // 2])
            raise Killed
        super().add(given)
        self._die("after add")

    def remove(self, editions: Sequence[Edition]) -> None:
        self._die("before remove")
        super().remove(editions)
        self._die("after remove")

    def rebuild(self, notices: Iterable[tuple[Edition, Notice]]) -> int:
        if self._step == "half of rebuild":
            notices = self._first(notices)
        count = super().rebuild(notices)
        self._die("after rebuild")
        return count

    def _first(self, notices: Iterable[tuple[Edition, Notice]]) -> Iterator[tuple[Edition, Notice]]:
        for n, pair in enumerate(notices):
            if n == 2:
                raise Killed
            yield pair


def die(data: Path, step: str, work: Callable[[Library, ClauseIndex], object]) -> None:
    with open_store(data).opened() as store:
        index = DyingIndex(data / "index", store.library, step)
        with pytest.raises(Killed):
            work(store.library, index)
        index.close()


def ids(store: Store) -> set[NoticeId]:
    return set(store.library.editions())


@pytest.mark.parametrize("step", ["before add", "half of add", "after add"])
def test_an_ingest_stopped_at_any_step_is_completed_by_the_next_opening(tmp_path: Path, step: str) -> None:
    data = tmp_path / "data"
    die(data, step, lambda library, index: ingest_paths([BUNDLED], library, index, report=print))

    with open_store(data).opened() as store:
        assert len(ids(store)) == 5  # stored is stored
        nothing_by_halves(store)
        assert doctor(store) == []


@pytest.mark.parametrize("step", ["before remove", "after remove"])
def test_a_new_version_stopped_while_the_old_one_is_cleared_away(tmp_path: Path, step: str) -> None:
    data, path = tmp_path / "data", tmp_path / "通知.txt"
    original = next(iter(sorted(BUNDLED.glob("2024-双品*")))).read_text("utf-8")
    path.write_text(original, encoding="utf-8")
    with open_store(data).opened() as store:
        ingest_paths([path], store.library, store.index, report=print)
    path.write_text(original.replace("5月13日", "5月31日"), encoding="utf-8")

    die(data, step, lambda library, index: ingest_paths([path], library, index, report=print))

    with open_store(data).opened() as store:
        (entry,) = store.library.entries()
        assert entry.version == 2
        nothing_by_halves(store)
        assert doctor(store) == []


@pytest.mark.parametrize("step", ["before remove", "after remove"])
def test_a_removal_stopped_at_any_step_is_a_removal(tmp_path: Path, step: str) -> None:
    data = tmp_path / "data"
    with open_store(data).opened() as store:
        ingest_paths([BUNDLED], store.library, store.index, report=print)
        gone, *kept = sorted(ids(store))

    die(data, step, lambda library, index: remove_notice(gone, library, index))

    with open_store(data).opened() as store:
        assert ids(store) == set(kept)
        nothing_by_halves(store)
        assert doctor(store) == []


@pytest.mark.parametrize("step", ["half of rebuild", "after rebuild"])
def test_a_reindex_stopped_at_any_step_leaves_a_whole_index_in_use(tmp_path: Path, step: str) -> None:
    data = tmp_path / "data"
    with open_store(data).opened() as store:
        ingest_paths([BUNDLED], store.library, store.index, report=print)
        before = store.index.search_lexical("活动总结材料", 10)

    die(data, step, lambda library, index: reindex(library, index, report=print))

    with open_store(data).opened() as store:
        assert store.index.search_lexical("活动总结材料", 10) == before
        nothing_by_halves(store)
        leftovers = ["leftover"] if step == "half of rebuild" else []
        assert [finding.code for finding in doctor(store)] == leftovers
        assert doctor(store) == []


def ingest_and_tell(data: Path, corpus: Path, pipe: Connection) -> None:
    """In a process of its own: say when it starts and which notices were reported as stored."""
    words("准备")  # load the dictionary before the clock runs
    with open_store(data).opened() as store:
        pipe.send("ready")
        ingest_paths([corpus], store.library, store.index, report=lambda outcome: pipe.send(outcome.notice_id))
    pipe.send("done")


def reindex_and_tell(data: Path, _corpus: Path, pipe: Connection) -> None:
    words("准备")
    with open_store(data).opened() as store:
        pipe.send("ready")
        reindex(store.library, store.index, report=lambda outcome: None)
    pipe.send("done")


def run_and_kill(
    target: Callable[[Path, Path, Connection], None], data: Path, corpus: Path, after_s: float
) -> tuple[list[str], float]:
    """What the process said until it was killed `after_s` seconds after its start, and how long it ran."""
    here, there = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=target, args=(data, corpus, there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    started = time.monotonic()
    killer = threading.Timer(after_s, process.kill)
    killer.start()
    said: list[str] = []
    try:
        while True:
            said.append(here.recv())
    except EOFError:
        ran_s = time.monotonic() - started
        killer.cancel()
        killer.join()
        process.join()
    process.close()
    here.close()
    return said, ran_s


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_killed_twenty_times_an_ingest_loses_nothing_and_shows_no_half(tmp_path: Path, corpus: Path) -> None:
    chance = random.Random(7)
    said, whole_s = run_and_kill(ingest_and_tell, tmp_path / "whole", corpus, after_s=600)
    assert said[-1] == "done"
    with open_store(tmp_path / "whole").opened() as store:
        everything = ids(store)
    assert len(everything) == 5 * COPIES
    cut_short = 0
    for kill in range(KILLS):
        data = tmp_path / f"killed-{kill}"
        reported, _ = run_and_kill(ingest_and_tell, data, corpus, after_s=chance.uniform(0, whole_s))
        cut_short += "done" not in reported
        with open_store(data).opened() as store:  # completes what was begun
            assert {NoticeId(name) for name in reported if name != "done"} <= ids(store) <= everything
            nothing_by_halves(store)
            assert doctor(store) == []
            ingest_paths([corpus], store.library, store.index, report=lambda outcome: None)
            assert ids(store) == everything
            assert doctor(store) == []
        shutil.rmtree(data)
    assert cut_short >= KILLS // 4  # the moments were well chosen


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_killed_again_and_again_in_one_place_an_ingest_gets_done(tmp_path: Path, corpus: Path) -> None:
    """Every run goes on where the one before it was killed; a reindex in between is killed as well."""
    chance = random.Random(3)
    data = tmp_path / "data"
    for _ in range(5):
        run_and_kill(ingest_and_tell, data, corpus, after_s=chance.uniform(0, 0.5))
        run_and_kill(reindex_and_tell, data, corpus, after_s=chance.uniform(0, 0.5))

    with open_store(data).opened() as store:
        nothing_by_halves(store)
        ingest_paths([corpus], store.library, store.index, report=lambda outcome: None)
        assert len(ids(store)) == 5 * COPIES
        assert {finding.code for finding in doctor(store)} <= {"leftover"}
        assert doctor(store) == []


def test_two_processes_ingest_at_once_while_a_third_searches(tmp_path: Path, corpus: Path) -> None:
    data = tmp_path / "data"
    halves = [tmp_path / "even", tmp_path / "odd"]
    for n, path in enumerate(sorted(corpus.iterdir())):
        halves[n % 2].mkdir(exist_ok=True)
        shutil.copy(path, halves[n % 2])
    with open_store(data).opened() as store:
        said: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda half=half: said.append(run_and_kill(ingest_and_tell, data, half, 600)[0]))
            for half in halves
        ]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            store.index.search_lexical("活动总结材料", 10)
            store.index.search_vector("活动总结材料", 10)
            time.sleep(0.02)

        assert [lines[-1] for lines in said] == ["done", "done"]
        assert len(ids(store)) == 5 * COPIES
        nothing_by_halves(store)
        assert doctor(store) == []

"""No room, no rights, two at once, killed while replacing: one clear line, nothing lost, nothing by halves."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ingest.doctor import doctor
from ingest.indexes.entries import entries_of
from ingest.model import NoticeId
from ingest.pipeline import Outcome, Result, ingest_paths
from ingest.store import Store, open_store
from ingest.tokenise import words

NOTICES = 12
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["chromadb", "ingest.pipeline", "ingest.store"])
CAMPAIGN = (sys.executable, "-c", "from assistant.cli import main; main()")

posix = pytest.mark.skipif(os.name != "posix", reason="limits and signals of POSIX")


def text(n: int, due: str) -> str:
    clauses = "\n\n".join(
        f"（{n}{k}）各单位要加强组织领导，明确专人负责，细化任务分工，确保第{k}项工作落到实处。" for k in range(12)
    )
    return (
        f"关于举办第{n}届直播大赛的通知\n\n浙商函〔2024〕{n}号\n\n各市商务局：\n\n现将有关事项通知如下：\n\n一、总体要求\n\n{clauses}\n\n"
        f"二、报送要求\n\n请于2024年{due}前将活动总结材料报送省商务厅。\n\n浙江省商务厅\n\n2024年3月1日\n"
    )


def write(folder: Path, due: str) -> Path:
    folder.mkdir(exist_ok=True)
    for n in range(1, NOTICES + 1):
        (folder / f"{n:02}.txt").write_text(text(n, due), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "in", "5月13日")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def ingest(store: Store, folder: Path) -> list[Outcome]:
    return list(ingest_paths([folder], store.library, store.index, report=lambda outcome: None).outcomes)


def nothing_by_halves(store: Store) -> None:
    holdings = store.index.holdings()
    for notice_id, edition in store.library.editions().items():
        notice = store.library.notice(notice_id)
        assert notice is not None
        assert {entry.key for entry in entries_of(edition, notice)} <= holdings.words & holdings.vectors
        assert edition in holdings.notices


@posix
@pytest.mark.parametrize("limit", [120_000, 400_000, 1_200_000])
def test_a_full_disk_is_one_clear_line_and_what_was_reported_is_there(folder: Path, data: Path, limit: int) -> None:
    """No file may grow beyond the limit, as on a disk that is full."""
    with open_store(data).opened():
        pass
    done = subprocess.run(
        [*CAMPAIGN, "ingest", "--data-dir", str(data), str(folder)],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )

    reported = set(re.findall(r"^added  \S+  (\S+)$", done.stdout, re.MULTILINE))
    if done.returncode != 0:
        (line,) = done.stderr.strip().splitlines()
        assert re.search(r"room|writable|disk", line), line
    with open_store(data, any_index=True).opened() as store:
        doctor(store)
        assert reported <= set(store.library.editions())
        nothing_by_halves(store)
        ingest(store, folder)
        assert len(store.library.editions()) == NOTICES
        assert doctor(store) == []


def ingest_and_tell(data: Path, folder: Path, pipe: Connection) -> None:
    words("准备")  # load the dictionary before the clock runs
    with open_store(data).opened() as store:
        pipe.send("ready")
        ingest_paths([folder], store.library, store.index, report=lambda outcome: pipe.send(outcome))
    pipe.send("done")


def said_until_killed(
    target: Callable[[Path, Path, Connection], None], data: Path, folder: Path, after_s: float
) -> Iterator[Outcome | str]:
    here, there = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=target, args=(data, folder, there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    killer = threading.Timer(after_s, lambda: os.kill(process.pid or 0, signal.SIGKILL))
    killer.start()
    try:
        while True:
            yield here.recv()
    except EOFError:
        killer.cancel()
        killer.join()
        process.join()


@posix
def test_killed_while_notices_are_replaced_each_is_wholly_old_or_wholly_new(folder: Path, data: Path) -> None:
    chance = random.Random(5)
    days = ["5月20日", "5月27日", "6月3日", "6月10日"]
    with open_store(data).opened() as store:
        before = {outcome.notice_id: 1 for outcome in ingest(store, folder)}
    for day in days:
        write(folder, day)
        said = list(said_until_killed(ingest_and_tell, data, folder, chance.uniform(0.05, 0.6)))
        with open_store(data).opened() as store:
            entries = {entry.id: entry.version for entry in store.library.entries()}
            assert entries.keys() == before.keys()
            replaced = {one.notice_id for one in said if isinstance(one, Outcome) and one.result is Result.NEW_VERSION}
            assert all(entries[NoticeId(notice_id)] == before[notice_id] + 1 for notice_id in replaced if notice_id)
            for notice_id, version in entries.items():
                shown = store.library.notice(notice_id)
                assert shown is not None
                assert (day in shown.text) == (version > before[notice_id])
                assert [one.version for one in store.library.history(notice_id)] == list(range(version, 0, -1))
                assert all(store.library.notice(notice_id, older) for older in range(1, version))
            nothing_by_halves(store)
            assert doctor(store) == []
            ingest(store, folder)
            before = {entry.id: entry.version for entry in store.library.entries()}
            found = store.index.search_lexical(f"活动总结材料{day}", NOTICES)
            assert {clause.partition(".")[0] for clause, _ in found} == set(before)


def test_two_processes_that_read_the_same_folder_at_once_make_each_notice_once(folder: Path, data: Path) -> None:
    with open_store(data).opened():
        pass
    said: list[list[Outcome | str]] = []
    threads = [
        threading.Thread(target=lambda: said.append(list(said_until_killed(ingest_and_tell, data, folder, 600))))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [lines[-1] for lines in said] == ["done", "done"]
    results = [one.result for lines in said for one in lines if isinstance(one, Outcome)]
    assert sorted(result.value for result in results) == ["added"] * NOTICES + ["unchanged"] * NOTICES
    with open_store(data).opened() as store:
        assert [entry.version for entry in store.library.entries()] == [1] * NOTICES
        assert doctor(store) == []

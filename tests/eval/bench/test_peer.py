"""What we are measured against finds what it was given, in a process of its own and over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from eval.bench.libraries import library_of, peer_of
from eval.bench.peer.clauses import nodes_of
from eval.bench.peer.read import main
from eval.bench.peer.serve import create_app
from eval.bench.peer.store import open_retriever
from eval.bench.peer.timed import retrieving
from eval.bench.processes import BenchFailed
from ingest.store import open_store

QUESTION = "对包装有什么要求？"
CLAUSES = 33


def test_what_is_kept_is_used_again(library: Path, peer: Path) -> None:
    written = {path: path.stat().st_mtime_ns for folder in (library, peer) for path in folder.rglob("*")}

    assert peer_of(library_of(CLAUSES, library.parent)) == peer

    assert {path: path.stat().st_mtime_ns for path in written} == written


def test_what_was_stopped_half_way_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "in.part").mkdir()
    (tmp_path / "in.part" / "half.txt").write_text("关于")

    library_of(11, tmp_path)

    assert [path.suffix for path in sorted((tmp_path / "in").iterdir())] == [".txt", ".jsonl"]
    assert not list(tmp_path.glob("*.part"))


def test_it_finds_a_clause_by_its_own_words_among_all_of_ours(library: Path, peer: Path) -> None:
    with open_store(library).opened() as store:
        nodes = {node.node_id: node.get_content() for node in nodes_of(store)}
    wanted, text = max(nodes.items(), key=lambda item: len(item[1]))

    hits = open_retriever(peer).retrieve(text)

    assert hits[0].node.node_id == wanted
    assert {hit.node.node_id for hit in hits} <= nodes.keys()


def test_its_service_answers_what_its_retriever_finds(peer: Path) -> None:
    retriever = open_retriever(peer)
    client = TestClient(create_app(retriever))

    answer = client.post("/ask", json={"question": QUESTION})

    assert client.get("/readyz").status_code == 200
    assert [one["id"] for one in answer.json()] == [hit.node.node_id for hit in retriever.retrieve(QUESTION)]


def test_files_are_read_as_its_users_read_them(library: Path, tmp_path: Path) -> None:
    files = library.parent / "in"
    text = next(files.glob("*.txt")).read_text("utf-8")

    read = CliRunner().invoke(main, [str(files), str(tmp_path / "store")])

    assert int(read.stdout) >= len(list(files.glob("*.txt")))
    assert open_retriever(tmp_path / "store").retrieve(text)[0].node.get_content() in text


def test_a_process_of_it_that_dies_ends_the_measurement(tmp_path: Path) -> None:
    with retrieving(tmp_path / "nothing here") as timed, pytest.raises(BenchFailed, match="ended"):
        timed(QUESTION)

"""The two indexes find what the library shows, nothing else, and say when they no longer fit."""

from __future__ import annotations

import dataclasses
import json
import math
import random
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.codec import Edition, edition_of, encode
from ingest.embed import StaticEmbedding, Vectors
from ingest.errors import IndexMismatch, StoreUnusable
from ingest.index import ClauseIndex
from ingest.indexes.entries import MAX_CHARACTERS, entries_of
from ingest.indexes.words import FIELDS, WEIGHTS
from ingest.model import Clause, ClauseId, ClauseKind, Found, Masthead, Notice, NoticeId, Part, PartId, Span
from ingest.tokenise import words

TEXTS = (
    "请于5月13日前将活动总结材料报我司。",
    "各地要加强组织领导，做好宣传推广。",
    "严禁虚构交易、刷单炒信等行为。",
    "联系人：电子商务司，电话010-00000000。",
    "活动时间为4月28日至5月12日。",
    "鼓励电商企业开展以旧换新活动，方便消费者。",
    "推荐企业数量不超过5家。",
    "外籍来华人员支付便利化服务水平要提升。",
)


def notice(name: str, texts: Sequence[str] = TEXTS, kind: ClauseKind = ClauseKind.CLAUSE) -> Notice:
    """One clause for each text."""
    part = Part(PartId(f"{name}.p"), "正文")
    clauses, start = [], 0
    for n, text in enumerate(texts):
        span = Span(start, start + len(text))
        clauses.append(
            Clause(ClauseId(f"{name}.d.{n}"), part.id, None, kind, ("正文", str(n)), text[:5], span, span.end)
        )
        start = span.end
    return Notice(NoticeId(name), f"{name}.txt", "".join(texts), (part,), tuple(clauses))


def edition(of: Notice) -> Edition:
    return edition_of(encode(of))


class Shown(dict[NoticeId, Edition]):
    """What a library would show."""

    def __call__(self) -> dict[NoticeId, Edition]:
        return self

    def show(self, *notices: Notice) -> list[tuple[Edition, Notice]]:
        given = [(edition(n), n) for n in notices]
        self.update({n.id: e for e, n in given})
        return given


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def index(tmp_path: Path, shown: Shown) -> Iterator[ClauseIndex]:
    made = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=1)
    made.create()
    yield made
    made.close()


def ids(hits: list[tuple[ClauseId, float]]) -> list[str]:
    return [clause for clause, _ in hits]


def test_words_find_the_clause_that_says_it(index: ClauseIndex, shown: Shown) -> None:
    index.add(shown.show(notice("a")))

    assert ids(index.search_lexical("总结材料什么时候报", 1)) == ["a.d.0"]
    assert ids(index.search_lexical("最多推荐几家企业", 1)) == ["a.d.6"]
    assert index.search_lexical("？！", 5) == []


def test_scores_are_those_of_bm25(index: ClauseIndex, shown: Shown) -> None:
    """Against the formula, over words, pairs and single characters, each at its weight."""
    index.add(shown.show(notice("a")))
    question = "活动总结材料报送时间"

    def bm25(documents: Sequence[tuple[str, ...]], asked: tuple[str, ...], n: int) -> float:
        mean = sum(map(len, documents)) / len(documents)
        score = 0.0
        for term in set(asked):
            holding = sum(term in document for document in documents)
            times = Counter(documents[n])[term]
            rarity = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            length = 1 - 0.75 + 0.75 * len(documents[n]) / mean
            score += rarity * times * 2.2 / (times + 1.2 * length)
        return score

    expected = {
        f"a.d.{n}": sum(
            WEIGHTS[name] * bm25([cut(text) for text in TEXTS], cut(question), n) for name, cut in FIELDS.items()
        )
        for n in range(len(TEXTS))
    }

    found = dict(index.search_lexical(question, len(TEXTS)))

    assert found == pytest.approx({name: score for name, score in expected.items() if score}, rel=2e-3)


def test_a_notice_is_found_by_what_its_clauses_say_together(index: ClauseIndex, shown: Shown) -> None:
    index.add(shown.show(notice("a", ("推荐企业数量不超过5家。", "请于5月13日前报送。")), notice("b", ("推荐企业。",))))

    found = [name for name, _ in index.search_notices("推荐企业几号报送", 5)]

    assert found == ["a", "b"]
    assert [name for name, _ in index.search_notices("推荐企业", 5, [NoticeId("b")])] == ["b"]
    index.remove([shown.pop(NoticeId("a"))])
    assert [name for name, _ in index.search_notices("推荐企业几号报送", 5)] == ["b"]
    assert index.holdings().notices == set(shown.values())


def test_vectors_give_the_cosine(index: ClauseIndex, shown: Shown) -> None:
    index.add(shown.show(notice("a")))
    question = "外国人付钱方便吗"
    embedding = StaticEmbedding()
    cosines = embedding.embed(TEXTS) @ embedding.embed([question])[0]

    found = index.search_vector(question, len(TEXTS))

    assert dict(found) == pytest.approx({f"a.d.{n}": float(c) for n, c in enumerate(cosines)}, abs=1e-4)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert index.search_vector("？！", 5) == []


@pytest.mark.parametrize("search", ["search_lexical", "search_vector"])
def test_only_what_the_library_shows_is_found(index: ClauseIndex, shown: Shown, search: str) -> None:
    for name in "abcdef":
        index.add(shown.show(notice(name)))
    for name in "abcde":
        del shown[NoticeId(name)]

    found = getattr(index, search)("活动总结材料", 3)

    assert len(found) == 3
    assert {clause.split(".")[0] for clause in ids(found)} == {"f"}
    shown.clear()
    assert getattr(index, search)("活动总结材料", 3) == []


@pytest.mark.parametrize("search", ["search_lexical", "search_vector"])
def test_a_search_can_be_kept_to_some_notices(index: ClauseIndex, shown: Shown, search: str) -> None:
    index.add(shown.show(*map(notice, "abcdef")))
    among = [NoticeId("b"), NoticeId("e"), NoticeId("unknown")]

    found = getattr(index, search)("活动总结材料", 6, among)

    assert {clause.split(".")[0] for clause in ids(found)} == {"b", "e"}
    assert ids(found)[:2] == ["b.d.0", "e.d.0"]  # equal scores: by id
    assert getattr(index, search)("活动总结材料", 5, [NoticeId("unknown")]) == []
    assert getattr(index, search)("活动总结材料", 5, []) == []


def test_filtering_many_notices_gives_what_filtering_each_exactly_would(tmp_path: Path, shown: Shown) -> None:
    """Beyond EXACT_UP_TO entries vectors are over-fetched and joined instead of scored one by one."""
    chance = random.Random(0)
    known = [word for text in TEXTS for word in words(text)]
    many = [notice(f"n{k}", ["".join(chance.sample(known, 12)) for _ in TEXTS]) for k in range(700)]
    index = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=1)
    index.rebuild(shown.show(*many))
    among = [n.id for n in many if int(n.id[1:]) % 5]

    found = index.search_vector("虚构交易", 10, among)

    embedding = StaticEmbedding()
    clauses = [(c, c.own.of(n.text)) for n in many if n.id in set(among) for c in n.clauses]
    cosines = embedding.embed([text for _, text in clauses]) @ embedding.embed(["虚构交易"])[0]
    best = sorted(cosines.tolist(), reverse=True)[:10]
    assert [score for _, score in found] == pytest.approx(best, abs=1e-3)
    assert {clause.split(".")[0] for clause, _ in found} <= set(among)
    index.close()


def test_adding_twice_changes_nothing_and_removing_leaves_nothing(index: ClauseIndex, shown: Shown) -> None:
    given = shown.show(notice("a"), notice("b"))
    index.add(given)
    before = index.holdings()
    index.add(given)

    assert index.holdings() == before
    assert before.words == before.vectors == {entry.key for e, n in given for entry in entries_of(e, n)}

    index.remove([given[0][0], Edition("never-there")])
    assert index.holdings().words == index.holdings().vectors == {e.key for e in entries_of(*given[1])}


def test_masthead_signature_and_colophon_are_not_searched(index: ClauseIndex, shown: Shown) -> None:
    index.add(shown.show(notice("a", kind=ClauseKind.MASTHEAD), notice("b", kind=ClauseKind.COLOPHON)))

    assert index.holdings().words == frozenset()


def test_a_clause_is_found_by_the_titles_above_it() -> None:
    text = "附件2\n三、工作要求\n（一）不超过5家。"
    part = Part(PartId("p"), "附件2", Masthead(title=Found("推荐企业名单", Span(0, 3))))
    upper = Clause(
        ClauseId("c0"), part.id, None, ClauseKind.CLAUSE, ("附件2", "三"), "三、工作要求", Span(4, len(text)), 11
    )
    lower = Clause(
        ClauseId("c1"),
        part.id,
        upper.id,
        ClauseKind.CLAUSE,
        ("附件2", "三", "（一）"),
        "（一）",
        Span(11, len(text)),
        len(text),
    )
    given = Notice(NoticeId("n"), "n.txt", text, (part,), (upper, lower))

    assert [entry.text for entry in entries_of(Edition("e"), given)] == [
        "推荐企业名单\n三、工作要求\n",
        "推荐企业名单\n三、工作要求\n（一）不超过5家。",
    ]


def test_a_very_long_clause_is_found_once_by_its_best_piece(index: ClauseIndex, shown: Shown) -> None:
    long = "各地要加强组织领导。" * 80 + "推荐企业不超过5家。" + "各地要加强组织领导。" * 80
    index.add(shown.show(notice("a", [long, "推荐企业名单见附件。"])))

    assert len(index.holdings().words) > len(long) // MAX_CHARACTERS
    assert ids(index.search_lexical("推荐企业不超过几家", 5)) == ["a.d.0", "a.d.1"]


def test_what_another_process_adds_is_found_without_reopening(tmp_path: Path, shown: Shown) -> None:
    """Embedded Chroma keeps its graph in memory: without our marks the newer vectors would never be found."""
    index = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=1)
    index.create()
    index.add(shown.show(notice("a")))
    assert ids(index.search_vector("活动总结材料", 1)) == ["a.d.0"]

    given = shown.show(notice("b", ["推荐企业数量不超过5家。"]))
    program = """
import sys
from pathlib import Path
from ingest.codec import Edition, decode
from ingest.embed import StaticEmbedding
from ingest.index import ClauseIndex
from ingest.model import Notice
index = ClauseIndex(Path(sys.argv[1]), dict, StaticEmbedding(), parser_version=1)
index.add([(Edition(sys.argv[2]), decode(Notice, sys.argv[3]))])
"""
    arguments = [str(tmp_path / "index"), given[0][0], encode(given[0][1])]
    subprocess.run([sys.executable, "-c", program, *arguments], check=True)

    assert ids(index.search_vector("推荐企业数量", 2)) == ["a.d.6", "b.d.0"]
    assert set(ids(index.search_lexical("推荐企业数量", 2))) == {"a.d.6", "b.d.0"}
    # and writing after it does not overwrite what it wrote
    index.add(shown.show(notice("c")))
    everything = {entry.key for name in "abc" for entry in entries_of(shown[NoticeId(name)], _of(name))}
    assert index.holdings().words == index.holdings().vectors == everything
    index.close()


def _of(name: str) -> Notice:
    return notice("b", ["推荐企业数量不超过5家。"]) if name == "b" else notice(name)


class OtherEmbedding:
    """A stand-in for a model chosen by configuration."""

    name = "other"
    dimension = 3

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.tile(np.array([1, 0, 0], np.float32), (len(texts), 1))


def test_an_index_built_with_other_settings_says_what_to_do(tmp_path: Path, index: ClauseIndex, shown: Shown) -> None:
    index.add(shown.show(notice("a")))
    other = ClauseIndex(tmp_path / "index", shown, OtherEmbedding(), parser_version=1)
    newer = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=2)

    with pytest.raises(
        IndexMismatch, match=r"embedding zh-static-128, this program asks for other; run `campaign reindex`"
    ):
        other.check()
    with pytest.raises(IndexMismatch, match=r"parser 1, this program asks for 2; run `campaign reindex`"):
        newer.search_lexical("活动", 1)

    other.rebuild([(edition(notice("a")), notice("a"))])

    assert len(other.search_vector("活动", 5)) == 5
    with pytest.raises(IndexMismatch, match="run `campaign reindex`"):
        index.check()  # who had it open before is told as well


def test_a_rebuild_leaves_one_generation_and_searchers_follow_it(
    tmp_path: Path, index: ClauseIndex, shown: Shown
) -> None:
    given = shown.show(notice("a"), notice("b"))
    index.add(given)
    reader = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=1)
    before = reader.search_lexical("活动总结材料", 4)
    (tmp_path / "index" / "g-killed-half-way").mkdir()

    count = index.rebuild(given)

    assert count == 2 * len(TEXTS)
    assert reader.search_lexical("活动总结材料", 4) == before
    assert reader.search_vector("活动总结材料", 4) == index.search_vector("活动总结材料", 4)
    assert len(list((tmp_path / "index").glob("g-*"))) == 1


@pytest.mark.parametrize("content", ["", "not json", "[]", json.dumps({"generation": "g-1"})])
def test_a_spoilt_note_of_the_generation_asks_for_a_rebuild(tmp_path: Path, shown: Shown, content: str) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "built.json").write_text(content, encoding="utf-8")
    index = ClauseIndex(folder, shown, StaticEmbedding(), parser_version=1)

    with pytest.raises(IndexMismatch, match="run `campaign reindex`"):
        index.search_lexical("活动", 1)

    index.rebuild(shown.show(notice("a")))
    assert index.search_lexical("活动", 1)
    index.close()


def test_an_index_whose_files_are_spoilt_asks_for_a_rebuild(tmp_path: Path, index: ClauseIndex, shown: Shown) -> None:
    index.add(shown.show(notice("a")))
    index.close()
    (generation,) = (tmp_path / "index").glob("g-*")
    (generation / "vectors" / "chroma.sqlite3").write_bytes(b"x" * 4096)
    (generation / "words" / "meta.json").write_bytes(b"x")
    again = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=1)

    with pytest.raises(IndexMismatch, match=r"word index cannot be opened .*run `campaign reindex`"):
        again.search_lexical("活动", 1)
    shutil.rmtree(generation / "words")
    with pytest.raises(IndexMismatch, match=r"vector index cannot be used .*run `campaign reindex`"):
        again.search_vector("活动", 1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("the `chroma` command is not installed beside this Python")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(program), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait()


ON_A_SERVER = """
import sys
from pathlib import Path
from ingest.embed import StaticEmbedding
from ingest.errors import IndexMismatch
from ingest.index import ClauseIndex
from ingest.model import NoticeId
from tests.ingest.test_index import Shown, ids, notice

shown, folder, url = Shown(), Path(sys.argv[1]), sys.argv[2]
index = ClauseIndex(folder, shown, StaticEmbedding(), parser_version=1, chroma_url=url)
index.create()
given = shown.show(notice("a"), notice("b"))
index.add(given)
print(ids(index.search_vector("活动总结材料", 2)))
print(ids(index.search_vector("活动总结材料", 1, [NoticeId("b")])))
print(index.rebuild(given), index.holdings().vectors == index.holdings().words)
try:
    ClauseIndex(folder, shown, StaticEmbedding(), parser_version=1).check()
except IndexMismatch as exc:
    print(str(exc).partition("asks for ")[2])
"""


def test_vectors_may_live_on_a_chroma_server(tmp_path: Path, server: str) -> None:
    """In a process of its own: Chroma's client leaves its connections to the collector, with a warning each."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ON_A_SERVER, str(tmp_path / "index"), server],
        env={"PYTHONPATH": ".", "PYTHONIOENCODING": "utf-8", "XDG_CACHE_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )

    assert done.stdout.splitlines() == [
        "['a.d.0', 'b.d.0']",
        "['b.d.0']",
        "16 True",
        "embedded; run `campaign reindex`",
    ]


def test_a_chroma_server_that_is_down_is_named(tmp_path: Path, shown: Shown) -> None:
    index = ClauseIndex(tmp_path / "index", shown, StaticEmbedding(), parser_version=1, chroma_url="http://127.0.0.1:1")
    index.create()

    with pytest.raises(StoreUnusable, match=r"http://127\.0\.0\.1:1: the Chroma server .* CAMPAIGN_CHROMA_URL"):
        index.add(shown.show(notice("a")))


def test_the_edition_follows_every_change_of_a_notice() -> None:
    given = notice("a")
    assert edition(given) == edition(notice("a"))
    assert edition(given) != edition(dataclasses.replace(given, source="other.txt"))

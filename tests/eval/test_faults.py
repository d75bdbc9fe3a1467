"""Faults planted where they happen make `campaign eval` fail, and its report names the stage and what was seen there.

The baseline is what the sound program scores on the same questions. Each fault goes in by a door that is there: a parser,
an index, a model.
"""

import json
import random
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.ask import Assistant
from assistant.commands.common import World
from assistant.llm.port import Prompt
from assistant.llm.prompt import PromptFile
from assistant.llm.prose import ProseWriter
from assistant.retrieve import Searches
from assistant.services import Services
from assistant.settings import Settings
from eval.cli import command
from ingest.embed import StaticEmbedding
from ingest.model import ClauseId, Notice, NoticeId, Pages
from ingest.parse import parse_notice
from ingest.pipeline import PARSER, Parser, ingest_paths
from ingest.readers import read
from ingest.store import Store, open_store

ROOT = Path(__file__).parents[2]
SIXTH = "2024-双品网购节-商务部.txt"

SET = f"""\
name: planted
as_of: 2024-04-01
cases:
- id: summary
  question: 第六届双品网购节的总结材料最晚什么时候交？
  expect: {{status: answered, kind: deadlines, dates: [2024-05-13], quote: 请于4月12日、5月13日前报我司, notice: {SIXTH}}}
- id: preparation
  question: 第六届双品网购节的筹备情况几号前报？
  expect: {{status: answered, kind: deadlines, dates: [2024-04-12], clause: 正文 结尾, notice: {SIXTH}}}
- id: elderly
  question: 第六届双品网购节对老年人有什么要求？
  expect: {{status: answered, clause: 正文 三 （二）, quote: 聚焦老年人、外籍来华人员等群体需求和习惯, notice: {SIXTH}}}
- id: packaging
  question: 第六届双品网购节对快递包装有什么要求？
  expect: {{status: answered, clause: 正文 三 （三）, notice: {SIXTH}}}
- id: exports
  question: 第六届双品网购节对国潮出海怎么说？
  expect: {{status: answered, clause: 正文 二 （二）, notice: {SIXTH}}}
- id: africa
  question: 第六届双品网购节的云品非洲怎么做？
  expect: {{status: answered, clause: 正文 二 （二）, notice: {SIXTH}}}
- id: weather
  question: 今天天气怎么样？
  expect: {{status: out_of_scope}}
"""


@dataclass
class ShuffledIndex:
    """Finds what the index finds, in an order of chance."""

    index: Searches

    def search_lexical(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[ClauseId, float]]:
        return self._shuffled(self.index.search_lexical(text, limit, notice_ids, also), text)

    def search_vector(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None
    ) -> list[tuple[ClauseId, float]]:
        return self._shuffled(self.index.search_vector(text, limit, notice_ids), text)

    def search_notices(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[NoticeId, float]]:
        return self.index.search_notices(text, limit, notice_ids, also)

    def _shuffled(self, found: list[tuple[ClauseId, float]], seed: str) -> list[tuple[ClauseId, float]]:
        names = [name for name, _ in found]
        random.Random(seed).shuffle(names)
        return [(name, score) for name, (_, score) in zip(names, found, strict=True)]


@dataclass
class RetellingModel:
    """Gives the proved answer back as its prompt has it; without its citation marks if the prompt drops them."""

    drops_marks: bool
    name: str = "retelling"

    def stream(self, prompt: Prompt) -> Iterator[str]:
        answer = prompt.user.split("<已核对的答案>\n", 1)[1].split("\n</已核对的答案>", 1)[0]
        yield re.sub(r"\[\d\]", "", answer) if self.drops_marks else answer


@dataclass
class PlantedArchive:
    """The bundled notices, read by `parser`, searched by `index`, worded by `model`: the doors for faults."""

    store: Store
    shuffled: bool
    model: RetellingModel | None

    @property
    def shelf(self) -> Any:
        return self.store.library

    @property
    def services(self) -> Services:
        index: Searches = ShuffledIndex(self.store.index) if self.shuffled else self.store.index
        writer = None
        if self.model is not None:
            prompt = PromptFile.load(ROOT / "prompts" / "answer.zh.md", frozenset({"question", "answer", "sources"}))
            writer = ProseWriter(self.model, prompt, self.store.library.notice)
        return Services(Assistant(self.store.library, index, StaticEmbedding(), writer=writer), self.store.library)


@dataclass
class Planted:
    """`World.open_archive` with faults."""

    folder: Path
    parser: Parser = PARSER
    shuffled: bool = False
    model: RetellingModel | None = None
    opened: int = field(default=0)

    @contextmanager
    def __call__(self, settings: Settings, *, repair: bool) -> Iterator[Any]:
        self.opened += 1
        with open_store(self.folder / f"library-{self.opened}").opened() as store:
            ingest_paths(
                [ROOT / "notices" / SIXTH], store.library, store.index, report=lambda *_: None, parser=self.parser
            )
            yield PlantedArchive(store, self.shuffled, self.model)


def evaluate(tmp_path: Path, planted: Planted, *args: str) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "set.yaml"
    file.write_text(SET, "utf-8")
    world = World({}, lambda: date(2024, 4, 1), planted)
    result = CliRunner().invoke(command, [str(file), "--json", *args], obj=world)
    if not result.stdout:
        raise AssertionError(result.exception)
    return result.exit_code, json.loads(result.stdout)["sets"][0]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the sound program scores: everything right."""
    folder = tmp_path_factory.mktemp("sound")
    file = folder / "baseline.json"
    exit_code, report = evaluate(folder, Planted(folder), "--save-baseline", str(file), "--fail-on", "failure")
    assert (exit_code, report["right"]) == (0, 7)
    return file


def causes(report: dict[str, Any]) -> dict[str, str]:
    return {
        case["id"]: f"{case['cause']['stage']}: {case['cause']['words']}" for case in report["cases"] if case["cause"]
    }


def test_the_sound_program_passes_its_own_baseline(tmp_path: Path, baseline: Path) -> None:
    exit_code, report = evaluate(tmp_path, Planted(tmp_path), "--baseline", str(baseline))

    assert (exit_code, report["refused"], causes(report)) == (0, [], {})


def test_a_wrong_date_from_an_extractor(tmp_path: Path, baseline: Path) -> None:
    def one_day_late(pages: Pages, source: str) -> Notice:
        notice = parse_notice(pages, source)
        deadlines = [replace(one, due=one.due + timedelta(1)) if one.due else one for one in notice.facts.deadlines]
        return replace(notice, facts=replace(notice.facts, deadlines=tuple(deadlines)))

    planted = Planted(tmp_path, parser=replace(PARSER, parse=one_day_late))
    exit_code, report = evaluate(tmp_path, planted, "--baseline", str(baseline))

    late = "2024-04-13、2024-04-28、2024-05-12、2024-05-14"
    assert exit_code == 1
    assert report["refused"][0] == (
        "2 were right before: summary, preparation; cause: 2 facts (the fact was not read off the notice, or wrongly)"
    )
    assert causes(report) == {
        "summary": f"facts: {SIXTH}: no dates 2024-05-13 among the facts that were read: {late}",
        "preparation": f"facts: {SIXTH}: no dates 2024-04-12 among the facts that were read: {late}",
    }


def cut_by_a_page(mark: str) -> Parser:
    """Reads the notice as if a page ended, with its number, in the middle of the sentence with the dates."""

    def read_cut(path: Path, allowance: float) -> Pages:
        pages = read(path)
        texts = [text.replace("请于4月12日、", f"请于4月12\n{mark}\f日、").split("\f") for text in pages.texts]
        return replace(pages, texts=tuple(page for parts in texts for page in parts))

    return replace(PARSER, read=read_cut)


def test_a_broken_pass(tmp_path: Path, baseline: Path) -> None:
    """The pass that takes off page numbers does its work; then there is a number that it leaves where it is."""
    sound = Planted(tmp_path / "sound", parser=cut_by_a_page("— 5 —"))
    exit_code, report = evaluate(tmp_path, sound, "--baseline", str(baseline))
    assert (exit_code, causes(report)) == (0, {})

    broken = Planted(tmp_path / "broken", parser=cut_by_a_page("—第5页；—"))
    exit_code, report = evaluate(tmp_path, broken, "--baseline", str(baseline))

    assert exit_code == 1
    assert causes(report)["summary"] == (
        f"reading: {SIXTH}, as it was read, does not print “请于4月12日、5月13日前报我司”"
    )
    assert "reading (the notice is not read as it is printed)" in report["refused"][0]


def test_a_shuffled_ranking(tmp_path: Path, baseline: Path) -> None:
    exit_code, report = evaluate(tmp_path, Planted(tmp_path, shuffled=True), "--baseline", str(baseline))

    assert exit_code == 1
    (fell, *_) = report["refused"]
    assert fell.startswith("search: recall@1 fell from 1.000 to ")
    assert "over 6 cases, in " in fell


def test_a_model_that_cites_passes_and_a_prompt_that_drops_citations_does_not(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    citing = Planted(tmp_path / "citing", model=RetellingModel(drops_marks=False))
    _, report = evaluate(tmp_path, citing, "--save-baseline", str(file))
    assert next(case for case in report["cases"] if case["id"] == "summary")["values"]["model_words"] == 1.0

    dropping = Planted(tmp_path / "dropping", model=RetellingModel(drops_marks=True))
    exit_code, report = evaluate(tmp_path, dropping, "--baseline", str(file))

    assert exit_code == 1
    assert report["metrics"]["model_words"]["value"] == 0.0
    assert causes(report)["summary"].startswith("gate: ")
    assert "gate (the gate did not let the words through)" in report["refused"][0]

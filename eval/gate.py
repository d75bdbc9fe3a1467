"""How tight the gate is, and how wide: a scripted model lies and tells the truth over HTTP, and what reaches a user is read.

`python -m eval.gate` reads the bundled notices into a library of its own and runs `sets/gate/true.yaml`,
`sets/gate/false.yaml` and what `eval.mutations` makes of the true ones through the whole assistant; then `eval.gate_kinds` on
notices of other kinds and on freer wording. Exit status 1 if one false statement reaches a user, or fewer than 98 % of the true drafts of the
bundled notices pass.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import yaml

from assistant.ask import answer_of
from assistant.claims import fold
from assistant.commands.common import set_up_logging
from assistant.model import EXTRACTIVE, Answer, Token
from assistant.services import Archive, Services
from assistant.settings import ModelSettings, Settings
from assistant.wire import make_model, make_writer, open_archive
from eval.gate_kinds import KINDS, NOTICES, PHRASING, Retold, run_groups
from eval.mutations import Lie, Truth, lies_of
from eval.run import current_notices
from eval.scripted import Scripted, says, serving
from ingest.model import Facts, Notice, NoticeId

SETS = Path(__file__).parent / "sets" / "gate"
AS_OF = date(2024, 4, 1)
MODEL = "scripted"
ENOUGH = 0.98  # of true drafts
LIMIT_S = 20.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a user was shown: the pieces of the stream, and the answer."""

    tokens: tuple[str, ...]
    answer: Answer

    def holds(self, words: str) -> bool:
        """Whether words reached the user, on the way or at the end; citation marks and blanks aside as in both."""
        shown = fold("".join(self.tokens)) + "|" + fold(self.answer.text)
        return fold(words) in shown


@dataclass(frozen=True, slots=True)
class Result:
    """The figures, with a line for each failure."""

    lies: int
    reached: tuple[Lie, ...]
    kinds: Mapping[str, int]
    fell_back: int
    truths: int
    refused: tuple[str, ...]  # questions of true drafts that were not used

    @property
    def passed(self) -> bool:
        return not self.reached and len(self.refused) <= (1 - ENOUGH) * self.truths


@dataclass(frozen=True, slots=True)
class Bench:
    """An assistant whose model says what it is told to."""

    services: Services
    model: Scripted
    notices: Mapping[NoticeId, Notice]

    def ask(self, question: str, text: str) -> Seen:
        self.model.script = lambda _request: says(text)
        events = list(self.services.assistant.ask_stream(question, as_of=AS_OF))
        tokens = tuple(event.text for event in events if isinstance(event, Token))
        return Seen(tokens, answer_of(events))

    def truth(self, question: str, text: str) -> Truth:
        """A true draft with the answer it retells, which is had from a model that says nothing."""
        answer = self.ask(question, "").answer
        cited = {one.notice_id for one in answer.citations}
        others = [notice.facts for notice_id, notice in sorted(self.notices.items()) if notice_id not in cited]
        elsewhere = Facts(
            deadlines=tuple(one for facts in others for one in facts.deadlines),
            contacts=tuple(one for facts in others for one in facts.contacts),
        )
        return Truth(question, text, answer, elsewhere)


def retold_passages() -> tuple[Retold, ...]:
    """The figures on passages of notices of other kinds, in a library of their own beside the bundled ones."""
    with _library(NOTICES) as (archive, model, settings):
        endpoint = make_model(settings)
        writer = make_writer(endpoint, settings, archive.shelf)
        held = list(current_notices(archive.shelf).values())
        notice = archive.shelf.notice
        return tuple(run_groups(name, held, writer, model, notice, AS_OF) for name in (KINDS, PHRASING))


@contextmanager
def _library(*folders: Path) -> Iterator[tuple[Archive, Scripted, ModelSettings]]:
    """A library of the bundled notices and those of some folders, and a scripted model, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="campaign-gate-") as folder, serving(lambda _request: says("")) as model:
        settings = ModelSettings(model.base_url, MODEL, timeout_s=LIMIT_S)
        with open_archive(Settings(data_dir=Path(folder), llm=settings)) as archive:
            archive.ingest([archive.bundled, *folders], lambda *_: None)
            yield archive, model, settings


@contextmanager
def bench() -> Iterator[Bench]:
    """A library of the bundled notices, and a scripted model, for as long as the block runs."""
    with _library() as (archive, model, _):
        yield Bench(archive.services, model, current_notices(archive.shelf))


def read_cases(name: str) -> list[dict[str, str]]:
    cases: list[dict[str, str]] = yaml.safe_load((SETS / name).read_text("utf-8"))
    return cases


def run(on: Bench) -> Result:
    """All drafts, each asked and answered as in production."""
    refused: list[str] = []
    lies = [
        Lie("by hand", one["asks"], one["says"], one.get("lie") or body_of(one["says"]))
        for one in read_cases("false.yaml")
    ]
    truths = read_cases("true.yaml")
    for one in truths:
        if on.ask(one["asks"], one["says"]).answer.generated_by != MODEL:
            refused.append(one["asks"])
        else:
            lies += lies_of(on.truth(one["asks"], one["says"]))
    reached: list[Lie] = []
    fell_back = 0
    for lie in lies:
        seen = on.ask(lie.asks, lie.says)
        fell_back += seen.answer.generated_by == EXTRACTIVE
        if seen.holds(lie.lie) and (lie.kind != "no citation" or _uncited(lie.lie, seen)):
            reached.append(lie)
    return Result(len(lies), tuple(reached), Counter(lie.kind for lie in lies), fell_back, len(truths), tuple(refused))


def body_of(text: str) -> str:
    """A sentence as it must not be shown: without its mark, whatever the gate adds behind it."""
    return text.split("[")[0].rstrip("。")


def _uncited(sentence: str, seen: Seen) -> bool:
    """Whether a sentence was shown without a mark: the same words with one are true."""
    shown = ["".join(seen.tokens), *seen.answer.text.split("\n")]
    return any(fold(sentence) in fold(line) and "[" not in line for line in shown)


def lines(result: Result) -> Sequence[str]:
    """The figures for a reader."""
    passed = result.truths - len(result.refused)
    return (
        f"false drafts            {result.lies}",
        f"  false statements that reached a user   {len(result.reached)}",
        f"  answered without the model instead     {result.fell_back}",
        *(f"  {count:4d}  {kind}" for kind, count in sorted(result.kinds.items())),
        *(f"  REACHED ({lie.kind}) {lie.asks} <- {lie.says!r}: {lie.lie!r}" for lie in result.reached),
        f"true drafts             {result.truths}",
        f"  passed                                 {passed} ({passed / result.truths:.1%})",
        *(f"  not used: {question}" for question in result.refused),
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def main(as_json: bool) -> None:
    """Measure the gate on false and true drafts of a scripted model."""
    set_up_logging(logging.ERROR)
    with bench() as on:
        result = run(on)
    others = retold_passages()
    passed = result.passed and not any(one.reached for one in others)
    if as_json:
        document = {
            "false_drafts": result.lies,
            "reached": [{"kind": lie.kind, "asks": lie.asks, "says": lie.says} for lie in result.reached],
            "true_drafts": result.truths,
            "not_used": list(result.refused),
            "retold": [
                {
                    "set": one.name,
                    "false_drafts": one.lies,
                    "reached": list(one.reached),
                    "true_drafts": one.truths,
                    "not_shown_in_full": list(one.refused),
                }
                for one in others
            ],
            "passed": passed,
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join((*lines(result), *(line for one in others for line in one.lines()))))
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()

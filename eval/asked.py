"""Questions about notices that people have read, each asked of one notice: answered with the right clause, or refused.

`python -m eval.asked FOLDER` reads `FOLDER/questions.json`, a list of `{doc, type, question, answerable, evidence}`, and the
notices it names (`doc` is the stem of a file). An answerable question is right when one of the first three citations holds
the words of its evidence; one that is not answerable is right when it is refused. Prints a Markdown table; with `--faults`
every wrong one.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from assistant.model import Answer, Status
from assistant.settings import Settings
from assistant.wire import open_archive
from ingest.pipeline import Result

QUESTIONS = "questions.json"
FIRST = 3  # citations looked at
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")  # of a page kept as markdown
SHARED = 12  # characters of a long evidence that a quote must share, in one piece


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came of it: `right`, `refused` or `wrong` (answered with something else, or at all)."""

    kind: str
    question: str
    outcome: str
    said: str


def judge(case: dict[str, Any], answer: Answer) -> str:
    """What came of a question."""
    answered = answer.status is Status.ANSWERED
    if not case["answerable"]:
        return "wrong" if answered else "right"
    if not answered:
        return "refused"
    quotes = [one.quote for one in answer.citations[:FIRST]]
    return "right" if any(holds_evidence(quote, case["evidence"]) for quote in quotes) else "wrong"


def table(asked: Iterable[Asked]) -> str:
    counted = Counter((one.kind, one.outcome) for one in asked)
    lines = ["| questions | right | refused | wrong | share right |", "| --- | --- | --- | --- | --- |"]
    for kind in dict.fromkeys(kind for kind, _ in counted):
        right, refused, wrong = (counted[kind, outcome] for outcome in ("right", "refused", "wrong"))
        lines.append(f"| {kind} | {right} | {refused} | {wrong} | {right / (right + refused + wrong):.1%} |")
    return "\n".join(lines)


def ask_all(folder: Path, as_of: date) -> list[Asked]:
    """Read the notices into a library of their own and ask. Raises click.UsageError for a folder that does not fit."""
    cases = json.loads((folder / QUESTIONS).read_text(encoding="utf-8"))
    paths = sorted({path for case in cases for path in folder.glob(f"{case['doc']}.*")})
    with tempfile.TemporaryDirectory(prefix="campaign-asked-") as data, open_archive(Settings(Path(data))) as archive:
        report = archive.ingest(paths, lambda outcome: None)
        ids = {Path(str(one.path)).stem: one.notice_id for one in report.outcomes if one.result is Result.ADDED}
        missing = sorted({case["doc"] for case in cases} - ids.keys())
        if missing:
            raise click.UsageError(f"{folder}: no readable notice for {', '.join(missing)}")
        assistant = archive.services.assistant
        asked = []
        for case in cases:
            answer = assistant.ask(case["question"], as_of=as_of, notice_id=ids[case["doc"]])
            said = " ".join(answer.text.split())
            asked.append(Asked(case["type"], case["question"], judge(case, answer), said))
        return asked


def holds_evidence(quote: str, evidence: str) -> bool:
    """Whether a quote and the words that answer are the same place: one within the other, or a long piece in common."""
    quote, evidence = _plain(quote), _plain(evidence)
    if quote in evidence or evidence in quote:
        return True
    return any(evidence[at : at + SHARED] in quote for at in range(len(evidence) - SHARED + 1))


def _plain(text: str) -> str:
    """Letters, digits and characters alone, as brackets, spaces and the marks of a web page differ."""
    return re.sub(r"[\W_]", "", LINK.sub(r"\1", text))


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default="2026-01-01", show_default=True)
@click.option("--faults", is_flag=True, help="Show every question that is not right.")
def main(folder: Path, as_of: Any, faults: bool) -> None:
    """Ask the questions of FOLDER/questions.json, each of the notice it is about."""
    if not (folder / QUESTIONS).is_file():
        raise click.UsageError(f"{folder} has no {QUESTIONS}")
    asked = ask_all(folder, as_of.date())
    click.echo(table(asked))
    for one in asked if faults else ():
        if one.outcome != "right":
            click.echo(f"{one.kind}  {one.outcome}  {one.question}\n    {one.said}")


if __name__ == "__main__":
    main()

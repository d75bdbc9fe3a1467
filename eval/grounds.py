"""Learn when a question is answered, and show how well that holds on notices it was not learned from.

`python -m eval.grounds SET...` reads question sets over the bundled notices and takes the questions about clauses that name
one notice. Each gives the signs of what was found for it (`assistant.grounds`) and whether the expected quote was among the
passages that would be shown. A logistic regression (L2, Newton's method) weighs the signs. It is judged leave-one-notice-out,
and on the questions of `--also FOLDER` (format of `eval.asked`), which are never learned from. `--write` puts the weights
where the program reads them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from assistant.answers.draft import Case as Question
from assistant.answers.passages import HITS
from assistant.answers.weighing import MAX_CLAUSES, find_passages, signs_of
from assistant.ask import Assistant
from assistant.evidence import Evidence, clues
from assistant.grounds import NAMES, WEIGHTS, Signs
from assistant.model import Kind
from assistant.scope import choose_documents, documents_of
from assistant.settings import BUNDLED_NOTICES
from eval.asked import QUESTIONS, holds_evidence
from eval.load import load_set
from ingest.embed import StaticEmbedding
from ingest.model import NoticeId
from ingest.pipeline import ingest_paths
from ingest.store import Store, open_store

Rows = npt.NDArray[np.float64]

RIDGE = 3.0  # of weights of signs scaled to a standard deviation of 1
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
AS_OF = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Told:
    """A question with a known answer: its words, or None where the notice does not say it."""

    question: str
    source: str  # name of the notice's file
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """What was found for one question; `right` where the passages shown would hold the answer."""

    told: Told
    signs: Signs
    right: bool


def of_sets(paths: Sequence[Path], notices: Collection[str]) -> list[Told]:
    """The questions of sets that ask one notice and are answered by a quote, or not at all. Raises BadSet."""
    found = []
    for path in paths:
        for case in load_set(path, notices).cases:
            source = case.notice or (case.expect.notices[0] if len(case.expect.notices) == 1 else None)
            if source is None or case.turns:
                continue
            if case.expect.must_not_answer:
                found.append(Told(case.question, source, None))
            elif case.expect.quote:
                found.append(Told(case.question, source, case.expect.quote))
    return found


def of_folder(folder: Path) -> list[Told]:
    """The questions beside notices that people have read."""
    names = {path.stem: path.name for path in folder.iterdir() if path.suffix != ".json"}
    return [
        Told(case["question"], names[case["doc"]], case["evidence"] if case["answerable"] else None)
        for case in json.loads((folder / QUESTIONS).read_text("utf-8"))
    ]


def examples(told: Sequence[Told], files: Sequence[Path]) -> Iterator[Example]:
    """What is found for each question that is about clauses and finds a passage at all."""
    with tempfile.TemporaryDirectory(prefix="campaign-grounds-") as folder, open_store(Path(folder)).opened() as store:
        ingest_paths(files, store.library, store.index, report=lambda outcome: None)
        ids = {entry.source: entry.id for entry in store.library.entries()}
        assistant, meanings = Assistant(store.library, store.index, StaticEmbedding()), Evidence(StaticEmbedding())
        for one in told:
            question = _question(one, ids[one.source], store, assistant, meanings)
            if question.query.kind is not Kind.CLAUSES or not question.documents:
                continue
            weighed = find_passages(question, question.search(HITS), clues(question.query))
            if weighed.passages and weighed.terms:
                shown = [passage.span.of(passage.notice.text) for passage in weighed.passages[:MAX_CLAUSES]]
                right = one.evidence is not None and any(holds_evidence(text, one.evidence) for text in shown)
                yield Example(one, signs_of(question, weighed), right)


def _question(told: Told, notice: NoticeId, store: Store, assistant: Assistant, meanings: Evidence) -> Question:
    query = replace(assistant.read(told.question, as_of=AS_OF), notice_id=notice)
    return Question(
        query,
        choose_documents(query, documents_of(store.library.entries())),
        store.library,
        meanings.for_question(),
        lambda limit: assistant.search(told.question, as_of=AS_OF, limit=limit, notice_id=notice),
    )


def learn(found: Sequence[Example]) -> Rows:
    """The weights of the signs and, last, of none: for signs as they are, not scaled."""
    rows = _rows(found)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack([(rows - mean) / scale, np.ones(len(rows))])
    right = np.array([one.right for one in found], float)
    ridge = np.append(np.full(len(NAMES), RIDGE), 1e-9)
    weights = np.zeros(len(NAMES) + 1)
    for _ in range(25):
        likely = _sigmoid(design @ weights)
        gradient = design.T @ (likely - right) + ridge * weights
        curvature = (design * (likely * (1 - likely))[:, None]).T @ design + np.diag(ridge)
        weights = weights - np.linalg.solve(curvature, gradient)
    unscaled = weights[:-1] / scale
    return np.append(unscaled, weights[-1] - unscaled @ mean)


def likely(weights: Rows, found: Sequence[Example]) -> Rows:
    """The probability that each is right."""
    return _sigmoid(_rows(found) @ weights[:-1] + weights[-1])


def leave_one_notice_out(found: Sequence[Example]) -> Rows:
    """For each example the probability by weights learned from the other notices."""
    sources = np.array([one.told.source for one in found])
    result = np.zeros(len(found))
    for source in sorted(set(sources)):
        held = sources == source
        weights = learn([one for one, out in zip(found, held, strict=True) if not out])
        result[held] = likely(weights, [one for one, out in zip(found, held, strict=True) if out])
    return result


def table(name: str, found: Sequence[Example], probability: Rows) -> str:
    """What would be answered at each threshold."""
    stated = np.array([one.told.evidence is not None for one in found])
    right = np.array([one.right for one in found])
    lines = [f"| {name}: answered at | right, of {stated.sum()} stated | not right | of {(~stated).sum()} not stated |"]
    lines.append("| ---: | ---: | ---: | ---: |")
    for threshold in THRESHOLDS:
        answered = probability >= threshold
        counts = (answered & right).sum(), (answered & stated & ~right).sum(), (answered & ~stated).sum()
        lines.append(f"| {threshold} | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines)


def _rows(found: Sequence[Example]) -> Rows:
    return np.array([astuple(one.signs) for one in found], float)


def _sigmoid(values: Rows) -> Rows:
    return np.asarray(1 / (1 + np.exp(-values)), np.float64)


@click.command()
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--also", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Put the weights where the program reads them.")
def main(sets: Sequence[Path], also: Sequence[Path], write: bool) -> None:
    """Learn from SETS, print how well it holds elsewhere."""
    files = sorted(path for path in BUNDLED_NOTICES.iterdir() if path.is_file())
    found = list(examples(of_sets(sets, [path.name for path in files]), files))
    weights = learn(found)
    click.echo(table("left-out notices", found, leave_one_notice_out(found)))
    for folder in also:
        others = list(examples(of_folder(folder), [path for path in folder.iterdir() if path.suffix != ".json"]))
        click.echo(table(str(folder), others, likely(weights, others)))
    named = {name: round(float(weight), 4) for name, weight in zip((*NAMES, "bias"), weights, strict=True)}
    click.echo(json.dumps(named))
    if write:
        command = f"python -m eval.grounds {' '.join(map(str, sets))} --write"
        WEIGHTS.write_text(json.dumps({"made_by": command, "weights": named}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

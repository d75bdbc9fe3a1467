"""Which notice a question means: named rightly, amid others, wrongly, or not at all.

`python -m eval.naming` asks `sets/naming/meant.yaml`: notices of like names, all made up, and questions that mean one, several
or none of them; judged is the whole answer, by the notices it cites. `python -m eval.naming --pages PATH` takes a folder of
pages and questions as of `ncp_policy` or `eval.like_named`; judged is which notice understanding pins each question to.
With `--faults` every question that is not right.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from assistant.model import Answer, Status
from assistant.settings import Settings
from assistant.wire import open_archive
from eval.retrieval import AS_OF, SETS, library_of
from ingest.model import ClauseId, NoticeId, notice_of

MEANT = Path(__file__).parent / "sets" / "naming" / "meant.yaml"
AREA = "0579"
# Right: the notice meant and no other. Amid: the right one, and others under their own names. None: no notice is named, or
# the question is refused.
RIGHT, AMID, WRONG, NONE = OUTCOMES = ("right", "amid", "wrong", "none")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came of it."""

    kind: str
    question: str
    outcome: str
    said: str


def filed(notice: Mapping[str, Any], number: int) -> str:
    """A notice of the set as a file: its masthead, what it says, a day and a person of its own."""
    issued, due = notice["issued"], notice["due"]
    says = f"一、主要内容\n{notice['says']}\n" if "says" in notice else "一、主要内容\n各单位要精心组织，做好宣传。\n"
    return (
        f"{notice['issuer']}文件\n{notice['number']}\n{notice['title']}\n各有关单位：\n现就有关事项通知如下：\n{says}"
        f"二、报送要求\n请于{due.year}年{due.month}月{due.day}日前将{notice.get('what', '有关材料')}报送{notice['issuer']}。\n"
        f"联系人：{notice['who']}，联系电话：{AREA}-8231{1000 + number}。\n"
        f"{notice['issuer']}\n{issued.year}年{issued.month}月{issued.day}日\n"
    )


def ask_meant(path: Path = MEANT) -> list[Asked]:
    """The questions of a set of like-named notices, each judged by what its answer cites."""
    held = yaml.safe_load(path.read_text("utf-8"))
    with (
        tempfile.TemporaryDirectory(prefix="campaign-naming-") as folder,
        open_archive(Settings(Path(folder) / "data")) as archive,
    ):
        files = Path(folder) / "files"
        files.mkdir()
        for number, notice in enumerate(held["notices"]):
            (files / f"{notice['key']}.txt").write_text(filed(notice, number), "utf-8")
        report = archive.ingest([files], lambda outcome: None)
        ids = {Path(str(one.path)).stem: one.notice_id for one in report.outcomes if one.notice_id}
        asked = []
        for case in held["questions"]:
            answer = archive.services.assistant.ask(case["ask"], as_of=AS_OF)
            outcome = judge({ids[key] for key in case["of"]}, answer)
            said = f"{answer.status.value}: {' '.join(answer.text.split())}"
            asked.append(Asked(case["kind"], case["ask"], outcome, said))
        return asked


def judge(meant: Collection[NoticeId], answer: Answer) -> str:
    """What came of a question that means these notices; without any it is to be refused."""
    cited = {one.notice_id for one in answer.citations} if answer.status is Status.ANSWERED else set()
    if not meant:
        return WRONG if cited else RIGHT
    if not cited:
        return RIGHT if answer.status is Status.AMBIGUOUS and len(meant) > 1 else NONE
    if cited == meant:
        return RIGHT
    # One of several that are meant, picked without a word of the others, is as wrong as another.
    return AMID if cited > set(meant) else WRONG


def name_pages(folder: Path) -> list[Asked]:
    """The questions about pages, kept as those of `ncp_policy`, each judged by the notices it is pinned to."""
    task = SETS["ncp_policy"](folder)
    with (
        tempfile.TemporaryDirectory(prefix="campaign-naming-") as made,
        library_of(task, Path(made)) as (assistant, notices),
    ):
        asked = []
        for question, pages in task.questions:
            named = {notice_of(ClauseId(part)) for part in assistant.understand(question, as_of=AS_OF).documents}
            right = {notices[page] for page in pages}
            outcome = NONE if not named else RIGHT if named <= right else AMID if named & right else WRONG
            asked.append(Asked("pages", question, outcome, "、".join(sorted(named))))
        return asked


def table(asked: Sequence[Asked]) -> str:
    """Markdown: a line for each kind of question, and one for all."""
    counted = Counter((one.kind, one.outcome) for one in asked)
    lines = [f"| questions | {' | '.join(OUTCOMES)} |", f"| --- |{' ---: |' * len(OUTCOMES)}"]
    for kind in dict.fromkeys(one.kind for one in asked):
        lines.append(f"| {kind} | {' | '.join(str(counted[kind, outcome]) for outcome in OUTCOMES)} |")
    total = Counter(one.outcome for one in asked)
    return "\n".join([*lines, f"| all | {' | '.join(str(total[outcome]) for outcome in OUTCOMES)} |"])


@click.command()
@click.option(
    "--pages", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder of pages and questions."
)
@click.option("--faults", is_flag=True, help="Show every question that is not right.")
def main(pages: Path | None, faults: bool) -> None:
    """Ask which notice is meant, of notices of like names or of PAGES."""
    asked = name_pages(pages) if pages else ask_meant()
    click.echo(table(asked))
    for one in asked if faults else ():
        if one.outcome not in (RIGHT, NONE if pages else RIGHT):
            click.echo(f"{one.kind}  {one.outcome}  {one.question}\n    {one.said}")


if __name__ == "__main__":
    main()

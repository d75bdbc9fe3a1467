"""The gate on passages retold, rightly and wrongly, by a scripted model: of notices of kinds it was not made with, and in
words that go their own way.

A file of `SETS` with the bundled notices and `sets/gate/notices/` in, the figures out. The answer that is retold is the passages themselves,
so that neither search nor understanding has a part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.claims import one_line
from assistant.llm.prose import ProseWriter, Told
from assistant.model import Answer, Draft, Kind, Query, Quote, Status, Token
from assistant.verify import Notices, prove
from eval.scripted import Scripted, says
from ingest.model import ClauseId, Notice, Span

SETS = Path(__file__).parent / "sets" / "gate"
NOTICES = SETS / "notices"
KINDS, PHRASING = "kinds.yaml", "phrasing.yaml"
FIRST_QUOTE = 1


@dataclass(frozen=True, slots=True)
class Group:
    """A question, the passages that answer it, and what a model makes of them."""

    asks: str
    cites: tuple[str, ...]
    true: tuple[str, ...]
    false: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retold:
    """The figures. `reached`: false drafts of which something was shown; `refused`: true ones of which something was not."""

    name: str  # of the set
    truths: int
    refused: tuple[str, ...]
    lies: int
    reached: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        passed = self.truths - len(self.refused)
        yield f"{self.name:22}  {self.lies} false drafts, {self.truths} true ones"
        yield f"  false statements that reached a user   {len(self.reached)}"
        yield from (f"  REACHED {draft!r}" for draft in self.reached)
        yield f"  true drafts shown in full              {passed} ({passed / self.truths:.1%})"


def read_groups(name: str) -> list[Group]:
    rows: list[Mapping[str, Any]] = yaml.safe_load((SETS / name).read_text("utf-8"))
    return [Group(str(one["asks"]), *(tuple(one[name]) for name in ("cites", "true", "false"))) for one in rows]


def run_groups(
    name: str, held: Sequence[Notice], writer: ProseWriter, model: Scripted, notices: Notices, as_of: date
) -> Retold:
    """All drafts of a set over real HTTP; `held` are the notices that hold the passages."""
    refused, reached = [], []
    groups = read_groups(name)
    for group in groups:
        draft = Draft(
            Status.ANSWERED,
            Kind.CLAUSES,
            "\n".join(f"{one_line(passage)}[{n}]" for n, passage in enumerate(group.cites, FIRST_QUOTE)),
            tuple(quote_of(passage, held) for passage in group.cites),
        )
        query = Query(group.asks, Kind.CLAUSES, as_of, wording=group.asks)
        answer = prove(draft, query, notices, trace_id="gate")
        for text in group.true:
            _, told = _tell(text, answer, draft, query, writer, model)
            # A line that cites nothing heads others and is left out; a sentence need not say all that the passages say.
            if any(problem.code not in ("uncited_sentence", "lost") for problem in told.dropped):
                refused.append(text)
        for text in group.false:
            shown, _ = _tell(text, answer, draft, query, writer, model)
            if shown:
                reached.append(text)
    truths, lies = (sum(len(getattr(group, kind)) for group in groups) for kind in ("true", "false"))
    return Retold(name, truths, tuple(refused), lies, tuple(reached))


def quote_of(passage: str, held: Sequence[Notice]) -> Quote:
    """Where a passage stands; raises LookupError if it stands nowhere."""
    for notice in held:
        start = notice.text.find(passage)
        if start >= 0:
            span = Span(start, start + len(passage))
            inside = [clause for clause in notice.clauses if clause.span.holds(span)]
            narrowest: ClauseId = min(inside, key=lambda one: one.span.end - one.span.start).id
            return Quote(notice.id, narrowest, span, passage)
    raise LookupError(f"no notice holds {passage[:40]!r}")


def _tell(
    text: str, answer: Answer, draft: Draft, query: Query, writer: ProseWriter, model: Scripted
) -> tuple[list[Token], Told]:
    """What of a text is shown, and how it went."""
    model.script = lambda _request: says(text)
    shown: list[Token] = []
    pieces = writer.tell(answer, draft, query)
    while True:
        try:
            shown.append(next(pieces))
        except StopIteration as end:
            told: Told = end.value
            return shown, told

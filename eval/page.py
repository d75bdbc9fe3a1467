"""The report as one page that needs nothing else: no script, no network, readable on a telephone and on paper.

Judged sets in, HTML out. Failures come first, those that were right before at their head; each with the cited clause
marked in its context, what was expected marked in its, and the trace: understood, found, dropped by the gate, worded by a language model. Nothing is
told by colour alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.cases import Expectation
from eval.causes import STAGES, Cause, cause_of
from eval.codes import dropped_words, wording_words
from eval.metrics import METRICS
from eval.passing import Judged
from eval.ranking import is_below
from eval.report import Report, Score, expected
from eval.run import Result
from eval.sources import Source
from eval.verdict import Seen

TEMPLATES = Path(__file__).parent / "templates"
CONTEXT = 90  # characters on either side of a quote
CLAUSE_SHOWN = 240  # of an expected clause without a quote
HITS_SHOWN = 8
WORSE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart; shares of 1."""

    label: str
    value: float
    low: float
    high: float
    cases: int
    missed: int
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words marked in their context."""

    where: str
    before: str
    marked: str
    after: str
    n: int | None = None  # of the citation


@dataclass(frozen=True, slots=True)
class Hit:
    rank: int
    where: str
    score: float
    expected: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One result as the page shows it: wrong, or right and worse than in the baseline."""

    result: Result
    mark: str  # broken, new, still wrong, worse, or nothing without a baseline
    cause: Cause | None  # of a wrong one
    expected: dict[str, str]
    cited: tuple[Excerpt, ...]
    wanted: tuple[Excerpt, ...]
    hits: tuple[Hit, ...]
    dropped: tuple[str, ...]  # by the gate
    worded: str  # by a language model


@dataclass(frozen=True, slots=True)
class Section:
    """One set."""

    judged: Judged
    metrics: tuple[Bar, ...]
    kinds: tuple[Bar, ...]
    tags: tuple[Bar, ...]
    causes: tuple[Bar, ...]
    worded: tuple[tuple[str, int], ...]  # by a language model: what became of it, and how often
    failures: tuple[Shown, ...]
    worse: tuple[Shown, ...]  # right, and a metric fell in them

    @property
    def report(self) -> Report:
        return self.judged.report

    @property
    def right(self) -> tuple[Result, ...]:
        return tuple(result for result in self.report.results if result.right)


def page_html(judged: Sequence[Judged], made: date) -> str:
    """The page. `made` is the day it is made on."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    return template.render(
        sections=[_section(one) for one in judged], made=made, passed=all(one.passed for one in judged), stages=STAGES
    )


def _section(judged: Judged) -> Section:
    report = judged.report
    failures = [_shown(result, judged) for result in report.failures]
    order = {"broken": 0, "new": 1}
    return Section(
        judged=judged,
        metrics=tuple(
            Bar(name, one.value, one.low, one.high, one.cases, report.missed(name), METRICS[name].decides)
            for name, one in report.by_metric().items()
        ),
        kinds=_bars(report.by_kind()),
        tags=_bars(report.by_tag()),
        causes=tuple(
            Bar(stage, len(pairs) / len(failures), 0.0, 0.0, len(pairs), len(pairs))
            for stage, pairs in report.causes().items()
        ),
        worded=tuple(Counter(filter(None, map(_worded, report.results))).most_common()),
        worse=_worse(judged),
        failures=tuple(sorted(failures, key=lambda one: (not one.result.harmful, order.get(one.mark, 2)))),
    )


def _worded(result: Result) -> str:
    trace = result.seen.trace if result.seen is not None else None
    return wording_words(trace.wording) if trace is not None else ""


def _bars(scores: dict[str, Score]) -> tuple[Bar, ...]:
    return tuple(
        Bar(name, score.share, score.share, score.share, score.of, score.of - score.right)
        for name, score in sorted(scores.items(), key=lambda pair: (pair[1].share, pair[0]))
    )


def _worse(judged: Judged) -> tuple[Shown, ...]:
    drops = judged.comparison.drops if judged.comparison is not None else ()
    right = {result.case.id: result for result in judged.report.results if result.right}
    fell = dict.fromkeys(case for drop in drops for case in drop.cases if case in right)
    return tuple(_shown(right[case], judged) for case in list(fell)[:WORSE_SHOWN])


def _shown(result: Result, judged: Judged) -> Shown:
    seen = result.seen
    return Shown(
        result=result,
        mark=_mark(result, judged) if not result.right else "worse",
        cause=cause_of(result) if not result.right else None,
        expected=expected(result.case.expect),
        cited=_cited(seen) if seen is not None else (),
        wanted=_wanted(seen) if seen is not None else (),
        hits=_hits(result, seen) if seen is not None else (),
        dropped=tuple(map(dropped_words, seen.trace.dropped)) if seen is not None and seen.trace is not None else (),
        worded=_worded(result),
    )


def _mark(result: Result, judged: Judged) -> str:
    then = judged.comparison
    if then is None:
        return ""
    groups = (("broken", then.broken), ("still wrong", then.still), ("new", then.new))
    return next((name for name, results in groups if result in results), "")


def _cited(seen: Seen) -> tuple[Excerpt, ...]:
    excerpts = []
    for one in (*seen.reply.citations, *seen.reply.nearest):
        source = seen.sources.get(one.notice_id)
        where = f"{seen.source(one)} · {one.label}"
        if source is None:
            excerpts.append(Excerpt(where, "", one.quote, "", one.n))
        else:
            excerpts.append(_excerpt(where, source.text, one.start, one.end, one.n))
    return tuple(excerpts)


def _wanted(seen: Seen) -> tuple[Excerpt, ...]:
    """What the case expects to be cited, where it stands."""
    case = seen.case
    names = case.expect.notices or ((case.notice,) if case.notice else ())
    sources = [source for name in names if (source := seen.sources.named(name)) is not None]
    return tuple(excerpt for source in sources if (excerpt := _expected_in(source, case.expect)) is not None)


def _expected_in(source: Source, expect: Expectation) -> Excerpt | None:
    if expect.quote is not None:
        spaced = r"\s*".join(re.escape(character) for character in re.sub(r"\s", "", expect.quote))
        found = re.search(spaced, source.text)
        if found is None:
            return None
        around = source.holding(found.start(), found.end())
        label = f" · {around[-1].label}" if around else ""
        return _excerpt(f"{source.name}{label}", source.text, found.start(), found.end())
    place = next((one for one in source.places if is_below(one.label, expect.clauses)), None)
    if place is None:
        return None
    return _excerpt(
        f"{source.name} · {place.label}", source.text, place.start, min(place.end, place.start + CLAUSE_SHOWN)
    )


def _excerpt(where: str, text: str, start: int, end: int, n: int | None = None) -> Excerpt:
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    return Excerpt(
        where,
        ("…" if first else "") + text[first:start].lstrip(),
        text[start:end],
        text[end:last].rstrip() + ("…" if last < len(text) else ""),
        n,
    )


def _hits(result: Result, seen: Seen) -> tuple[Hit, ...]:
    if seen.trace is None:
        return ()
    wanted = frozenset().union(*result.expected)
    return tuple(
        Hit(rank, f"{seen.sources.name_of(found.notice_id)} · {found.label}", found.score, found.clause_id in wanted)
        for rank, found in enumerate(seen.trace.found, 1)
        if rank <= HITS_SHOWN or found.clause_id in wanted
    )

"""Which stage a wrong answer went wrong in: the first of `STAGES` that shows a fault.

First what is read off the file, since all that follows rests on it; then what the gate stopped, since it says why itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from eval.codes import dropped_words
from eval.metrics import FACTS, expected_facts
from eval.run import Result
from eval.verdict import Seen

STAGES = {
    "service": "the service gave no answer",
    "reading": "the notice is not read as it is printed",
    "facts": "the fact was not read off the notice, or wrongly",
    "gate": "the gate did not let the words through",
    "understanding": "the question was taken for another",
    "search": "the clause was not found",
    "refusal": "what was found was not taken for an answer",
    "invention": "something was answered that must not be",
    "answer": "the answer was not put together as it should be",
}
FAR = 10  # a clause at a later rank is not found
SHOWN = 8  # facts that were read instead


@dataclass(frozen=True, slots=True)
class Cause:
    """`stage` is a key of `STAGES`; `words` say what was seen there."""

    stage: str
    words: str


def cause_of(result: Result) -> Cause:
    """The likely cause of a wrong result: evidence, not proof."""
    seen = result.seen
    if seen is None:
        return Cause("service", result.fault or "no answer")
    if "reading" in result.misses:
        return Cause("reading", result.misses["reading"][0])
    unread = _unread(seen)
    if unread is not None:
        return Cause("facts", unread)
    if seen.trace is not None and seen.trace.dropped and "false_answers" not in result.misses:
        return Cause("gate", "; ".join(map(dropped_words, seen.trace.dropped)))
    mistaken = _mistaken(result, seen)
    if mistaken is not None:
        return Cause("understanding", mistaken)
    unranked = _unranked(result, seen)
    if unranked is not None:
        return Cause("search", unranked)
    if "false_answers" in result.misses:
        return Cause("invention", result.misses["false_answers"][0])
    if "false_refusals" in result.misses:
        near = _nearest(seen)
        found = f", though the search has the clause at rank {near}" if near is not None else ""
        return Cause("refusal", f"{seen.reply.status.value}{found}")
    return Cause("answer", result.reasons[0])


def _mistaken(result: Result, seen: Seen) -> str | None:
    """What the question was taken for that it is not."""
    if "kind" in result.misses:
        return f"kind of question: {result.misses['kind'][0]}"
    heard = seen.trace.understood if seen.trace is not None else {}
    unknown = next((heard[name] for name in ("no such campaign", "no such number") if name in heard), None)
    if unknown is not None and "false_refusals" in result.misses:
        return f"it was heard to speak of “{unknown}”, of which there is no notice"
    other = [miss for miss in result.misses.get("notice", ()) if miss.startswith("not asked for")]
    return f"answered from another notice: {other[0]}" if other else None


def _unranked(result: Result, seen: Seen) -> str | None:
    """What the search did not bring, or brought behind what was then answered with. Facts are not searched for."""
    if seen.ranks is None or {"dates", "phones", "laws"} & result.misses.keys():
        return None
    far = [rank for rank in seen.ranks if rank is None or rank > FAR]
    if far:
        return "the expected clause: " + "、".join("not found" if rank is None else f"rank {rank}" for rank in far)
    near = _nearest(seen)
    if {"clause", "quote"} & result.misses.keys() and seen.reply.citations and near is not None and near > 1:
        return f"the expected clause has rank {near}, another was taken"
    return None


def _nearest(seen: Seen) -> int | None:
    return min((rank for rank in seen.ranks or () if rank is not None), default=None)


def _unread(seen: Seen) -> str | None:
    """A fact that the answer lacks and that no notice it should stand in (or cites) was read to hold."""
    expect = seen.case.expect
    named = expect.notices or ((seen.case.notice,) if seen.case.notice else ())
    names = named or tuple(dict.fromkeys(seen.source(one) for one in seen.reply.citations))
    sources = [source for name in names if (source := seen.sources.named(name)) is not None]
    if not sources:
        return None
    expected = expected_facts(seen.case)
    for kind, stated in FACTS.items():
        read = {str(one) for source in sources for one in getattr(source, kind)}
        lacking = sorted(expected[kind] - set(stated(seen.reply)) - read)
        if lacking:
            there = "、".join(sorted(read)[:SHOWN]) or "none"
            return f"{'、'.join(names)}: no {kind} {'、'.join(lacking)} among the facts that were read: {there}"
    return None

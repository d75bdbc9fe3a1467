"""Follow-ups about the answer before: one line of its list, its words as printed, its clauses in full. A Case in, a Draft out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.answers.draft import Case, Writer, not_stated
from assistant.model import Aim, Draft, FactsFound, Item, Kind, Pointer, Quote, Status
from assistant.understanding.parts import FACT_KINDS
from assistant.verify import one_line
from ingest.model import Clause, Notice, Span

MARK = re.compile(r"\[(\d+)\]")
MAX_CLAUSES = 3
LONG = 900  # characters; what a chat shows of clauses in full
ALL_OF = {
    Kind.DEADLINES: "其他要报送的材料或时间",
    Kind.CONTACTS: "其他联系方式",
    Kind.LAWS: "其他须遵守的法律法规",
    Kind.PERIOD: "其他活动时间",
    Kind.ORGANISERS: "其他单位",
}
GONE = "没有找到能回答这个问题的通知条款。请写明是哪个活动，或换一种说法。"


def answer_back(case: Case, pointer: Pointer, answer: Callable[[Case], Draft]) -> Draft:
    """The answer to a follow-up that points into the one before; `answer` gives that of its kind."""
    query = case.query
    if pointer.aim is Aim.BEYOND:
        return Draft(Status.NOT_FOUND, query.kind, f"上一个回答里没有“{pointer.words}”。")
    if pointer.aim is Aim.REASON:
        nearest = [
            Quote(item.notice, clause.id, item.span, item.span.of(notice.text))
            for notice, clause, item in _places(case, pointer)
        ]
        return not_stated(case, "原因", nearest)
    if pointer.aim is Aim.REST:
        return _with_rest(case, answer(case))
    if pointer.aim is Aim.ITEM and query.kind in FACT_KINDS:
        return _only_line(answer(case), pointer.items[0])
    writer = Writer(query.kind)
    for notice, clause, item in _places(case, pointer):
        if pointer.aim is Aim.VERBATIM:
            _write(writer, notice, clause, item.span)
        else:
            _write_whole(writer, notice, clause)
    return writer.draft() if writer.quotes else Draft(Status.NOT_FOUND, query.kind, GONE)


def _places(case: Case, pointer: Pointer) -> Iterator[tuple[Notice, Clause, Item]]:
    """The places pointed to that are still in the library, each once."""
    seen: set[tuple[str, str, Span]] = set()
    for item in pointer.items:
        notice = case.shelf.notice(item.notice)
        clause = next((one for one in notice.clauses if one.id == item.clause), None) if notice else None
        if notice is None or clause is None or not clause.span.holds(item.span):
            continue
        place = (item.notice, item.clause, item.span if pointer.aim is Aim.VERBATIM else clause.span)
        if place not in seen and len(seen) < MAX_CLAUSES:
            seen.add(place)
            yield notice, clause, item


def _write(writer: Writer, notice: Notice, clause: Clause, span: Span) -> None:
    writer.say(f"{clause.label}：{one_line(span.of(notice.text))}", [writer.cite(notice, clause.id, span)])


def _write_whole(writer: Writer, notice: Notice, clause: Clause) -> None:
    """A clause with all below it, as far as a chat shows it."""
    below = [one for one in notice.clauses if clause.span.holds(one.span) and one.own.of(notice.text).strip()]
    said = sum(len(line) for line in writer.lines)
    for one in below:
        own = _trimmed(one.own, notice.text)
        if said and said + own.end - own.start > LONG:
            return
        said += own.end - own.start
        _write(writer, notice, one, own)


def _trimmed(span: Span, text: str) -> Span:
    said = span.of(text)
    start = span.start + len(said) - len(said.lstrip())
    return Span(start, span.end - len(said) + len(said.rstrip()))


def _only_line(draft: Draft, item: Item) -> Draft:
    """Of an answer the line that the answer before showed as this item; all of it where that line is not in it."""
    line = next((one for one in draft.text.split("\n") if MARK.sub("", one).strip() == item.words), None)
    if line is None or draft.status is not Status.ANSWERED:
        return draft
    numbers = [int(mark) for mark in dict.fromkeys(MARK.findall(line))]
    quotes = tuple(draft.quotes[n - 1] for n in numbers)
    kept = {n: at for at, n in enumerate(numbers, 1)}
    facts = draft.facts
    return replace(
        draft,
        text=MARK.sub(lambda mark: f"[{kept[int(mark[1])]}]", line),
        quotes=quotes,
        facts=FactsFound(
            tuple(one for one in facts.deadlines if one.fact.what in line and _quoted(one.fact.span, quotes)),
            tuple(one for one in facts.contacts if _quoted(one.fact.span, quotes)),
            tuple(one for one in facts.laws if one.fact.name in line and _quoted(one.fact.span, quotes)),
        ),
        warnings=tuple(
            replace(one, citation=kept[one.citation])
            for one in draft.warnings
            if one.citation is not None and one.citation in kept
        ),
    )


def _quoted(span: Span, quotes: tuple[Quote, ...]) -> bool:
    return any(quote.span.holds(span) for quote in quotes)


def _with_rest(case: Case, draft: Draft) -> Draft:
    """A list of facts again, and that there are no more of them."""
    if draft.status is not Status.ANSWERED or draft.kind not in ALL_OF or len(case.documents) != 1:
        return draft
    silent = not_stated(case, ALL_OF[draft.kind])
    return replace(draft, text=f"{draft.text}\n{silent.text}")

"""Passages that answer a question in the notice's own words, and the refusal where none does.

(Case, hits) -> Passages, the best first. What decides is evidence: how many of the question's content words the passage holds,
and whether it holds the kind of thing asked for (an amount, a count, a time). Without both the notice does not say it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import lexicon
from assistant.answers.draft import Case, Writer, not_stated
from assistant.answers.weighing import (
    HELD,
    MAX_CLAUSES,
    SHORT,
    Passage,
    Weighed,
    find_passages,
    paragraph_at,
    signs_of,
    thing_asked_for,
)
from assistant.asked import GENERAL, LENGTH, MEASURES, PLACES, PLAIN, wanted
from assistant.evidence import NEAR, clues, holds
from assistant.grounds import bundled_weights
from assistant.model import Draft, Kind, Quote, Status
from assistant.retrieve import Hit
from assistant.verify import one_line
from ingest.facts.sentences import sentences
from ingest.model import Clause, Notice, Span

HITS = 30  # clauses looked at; the weights of words are read off them
LIKELY = 0.4  # probability from which a question is answered; `python -m eval.grounds` shows what others would do
SURE = 0.6  # coverage from which the best passage needs no others beside it
ENOUGH_UNNAMED = 0.55  # coverage where the question names no campaign: it may well be about something else
# Words of a question that the notices print, and their share: then it is about what they are about.
MIN_PRINTED = 2
MOSTLY = 0.75
A_DAY = re.compile(r"几[号日月]|哪[一几]?[天日]|日期")
DOMAIN = re.compile(
    r"通知|方案|活动|企业|商务|补贴|材料|促销|电商|平台|消费|购物|节日|商品|商家|直播|报送|主管部门|报名|逾期|延期|公章|盖章|系统|上传|奖金|奖励|罚款|处罚|资格|条件|报名费"
)


def passages_answer(case: Case, kind: Kind = Kind.CLAUSES) -> Draft:
    """The passages that say what is asked, if the signs are that they do."""
    hits = case.search(HITS)
    weighed = find_passages(case, hits, clues(case.query))
    found = weighed.passages if case.named else tuple(_plainly_about(weighed, case))
    if not found or not weighed.terms or (case.named and bundled_weights().likely(signs_of(case, weighed)) < LIKELY):
        return _refusal(case, hits, found[0] if found else None, weighed)
    writer = Writer(kind)
    if thing_asked_for(case.query.wording):  # 发补贴吗: what speaks of 企业 only is no answer beside what holds 补贴
        found = tuple(one for one in found if one.about) or found
    best = found[0]
    beside = 0.9 if best.evidence >= SURE else 0.0  # in other words than the notice's, the best may be the third
    kept = [one for one in found if one.evidence >= beside * best.evidence and one.rank >= 0.6 * best.rank]
    for passage in kept[:MAX_CLAUSES]:
        write_passage(writer, case, passage)
    return writer.draft()


def _plainly_about(weighed: Weighed, case: Case) -> list[Passage]:
    """The passages that hold most of what is asked, and one word of it as it is written: for a question that names no campaign."""
    if not weighed.passages or weighed.passages[0].evidence < ENOUGH_UNNAMED:
        return []
    return [
        one
        for one in weighed.passages
        if one.about
        and one.inside
        and any(holds(term, one.text) >= NEAR for term in weighed.terms)
        and _is_of_subject(one, weighed, case)
    ]


def _is_of_subject(passage: Passage, weighed: Weighed, case: Case) -> bool:
    """Whether the notice speaks of everything that is asked about: 加油机专项整治 is not that of scales."""
    return all(
        holds(term, passage.notice.text) or case.evidence.match(term, passage.text) >= HELD
        for term in weighed.terms
        if term not in GENERAL and term not in PLAIN
    )


def write_passage(writer: Writer, case: Case, passage: Passage) -> None:
    """Where it stands and what it says, word for word; a clause that only heads others with their headings."""
    notice, clause = passage.notice, passage.clause
    children = [one for one in notice.clauses if one.parent == clause.id]
    document = next(one for one in case.documents if clause.part in one.parts)
    number = writer.cite(notice, clause.id, passage.span)
    where = f"{document.name}{clause.label}：" if len(case.documents) > 1 else f"{clause.label}："
    writer.say(f"{where}{one_line(passage.span.of(notice.text))}", [number])
    if children and len(clause.own.of(notice.text).strip()) <= len(clause.heading) + 60:
        for child in children:
            own = child.own.of(notice.text)
            told = any(holds(term, own) >= NEAR for term in case.query.terms if term not in GENERAL)
            span = (
                paragraph_at(notice, child, child.own.start)
                if told and len(own) <= SHORT
                else first_words(notice, child)
            )
            writer.say(span.of(notice.text), [writer.cite(notice, child.id, span)])


def first_words(notice: Notice, clause: Clause) -> Span:
    """The first sentence of a clause: its number and title."""
    first = next(sentences(notice.text, clause.own))
    length = min(len(clause.heading), first.end - first.start)
    return Span(first.start, first.start + length) if length else first


def timed_clause(case: Case) -> Draft | None:
    """A clause that says when, where no dated fact fits: 活动前, 及时, 另行通知."""
    terms = tuple(term for term in case.query.terms if term not in MEASURES and term not in PLACES)
    if not terms:
        return None
    lasts = any(one.name == LENGTH for one in wanted(case.query.wording))
    hits = case.search(HITS)
    weighed = find_passages(case, hits, terms)
    weights = case.evidence.weigh(terms, weighed.texts)
    for passage in [one for one in weighed.passages if one.about and one.inside][:3]:
        said = passage.span.of(passage.notice.text)
        if not lasts and any(_overlap(passage.span, fact.span) for fact in passage.notice.facts.deadlines):
            continue  # its date was looked at and does not answer the question
        if A_DAY.search(case.query.wording) and not re.search(r"\d|每", said):
            continue  # 几号开: 活动前 names no day
        hands_in = not lexicon.HAND_IN.search(case.query.wording) or lexicon.HAND_IN.search(said)
        if hands_in and case.evidence.coverage(terms, weights, f"{passage.clause.heading}\n{said}") >= 0.8:
            writer = Writer(case.query.kind)
            write_passage(writer, case, passage)
            return writer.draft()
    return None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def nearest_of(hits: Sequence[Hit]) -> tuple[Quote, ...]:
    """The clause nearest to a question that is not answered."""
    for hit in hits:
        spans = list(sentences(hit.notice.text, hit.clause.own))
        if spans:
            return (Quote(hit.notice.id, hit.clause.id, spans[0], spans[0].of(hit.notice.text)),)
    return ()


def out_of_scope() -> Draft:
    """Not a question about notices."""
    return Draft(
        Status.OUT_OF_SCOPE,
        Kind.HELP,
        "我只回答活动通知里的内容，例如报送时限、联系人、活动时间、须遵守的法律法规。",
        suggestions=("有哪些通知？", "最近要报送什么材料？"),
    )


def _refusal(case: Case, hits: Sequence[Hit], best: Passage | None, weighed: Weighed) -> Draft:
    asked = next((one.name for one in wanted(case.query.wording)), "这一点")
    if case.named:
        return not_stated(case, asked, nearest_of(hits))
    near = best is not None and best.evidence >= 0.3
    told = [term for term in weighed.terms if term not in GENERAL and term not in PLAIN]
    printed = sum(any(holds(term, text) >= NEAR for text in weighed.texts) for term in told)
    if (
        near
        or (printed >= MIN_PRINTED and printed >= MOSTLY * len(told))
        or DOMAIN.search(case.query.wording)
        or lexicon.HAND_IN.search(case.query.wording)
    ):
        return Draft(
            Status.NOT_FOUND,
            Kind.CLAUSES,
            "没有找到能回答这个问题的通知条款。请写明是哪个活动，或换一种说法。",
            nearest=nearest_of(hits) if near else (),
            suggestions=("有哪些通知？",),
        )
    return out_of_scope()

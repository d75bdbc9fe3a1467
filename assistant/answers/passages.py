"""Passages that answer a question in the notice's own words, and the refusal where none does.

(Case, hits) -> Passages, the best first. What decides is evidence: how many of the question's content words the passage holds,
and whether it holds the kind of thing asked for (an amount, a count, a time). Without both the notice does not say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import lexicon
from assistant.answers.draft import Case, Writer, not_stated
from assistant.asked import GENERAL, LENGTH, MEASURES, PLACES, PLAIN, asked_noun, wanted
from assistant.evidence import ABSENT, ABSENT_UNNAMED, NEAR, clues, holds
from assistant.model import Draft, Kind, Quote, Status
from assistant.retrieve import Hit
from assistant.synonyms import is_office_word
from assistant.verify import one_line
from ingest.facts.sentences import sentences
from ingest.model import Clause, Notice, Span
from ingest.structure.numbering import read_number

HITS = 30  # clauses looked at; the weights of words are read off them
ENOUGH = 0.25  # coverage of the content words; measured on eval/sets/bundled.yaml and paraphrase.yaml
SURE = 0.6  # coverage from which the best passage needs no others beside it
ENOUGH_UNNAMED = 0.55  # where the question names no campaign, more must agree
HELD = 0.4  # how well a passage must hold the thing asked for by name
SHORT = 260  # characters of a paragraph quoted whole; of a longer one the best sentence and what fits behind it
MAX_CLAUSES = 3
A_DAY = re.compile(r"几[号日月]|哪[一几]?[天日]|日期")
GIVEN = re.compile(
    r"(?:发|给|有|收|交|享受|领|设|付|提供|出示|缴纳|穿|带)([\u4e00-\u9fff]{2,4})(?:吗|么)[？?。]*$"
)  # what is there or not: 发补贴吗
DOMAIN = re.compile(
    r"通知|方案|活动|企业|商务|补贴|材料|促销|电商|平台|消费|购物|节日|商品|商家|直播|报送|主管部门|报名|逾期|延期|公章|盖章|系统|上传|奖金|奖励|罚款|处罚|资格|条件|报名费"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one clause with its evidence."""

    notice: Notice
    clause: Clause
    span: Span
    evidence: float
    rank: float


def passages_answer(case: Case, kind: Kind = Kind.CLAUSES) -> Draft:
    """The passages that hold most of the question's words and the type of thing it asks for."""
    hits = case.search(HITS)
    terms = clues(case.query)
    found = find_passages(case, hits, terms)
    best = found[0] if found else None
    enough = ENOUGH if case.named else ENOUGH_UNNAMED
    if best is None or not terms or best.evidence < enough:
        return _refusal(case, hits, best)
    writer = Writer(kind)
    beside = 0.9 if best.evidence >= SURE else 0.7  # in other words than the notice's, the best may be the second
    kept = [one for one in found if one.evidence >= max(enough, beside * best.evidence) and one.rank >= 0.6 * best.rank]
    for passage in kept[:MAX_CLAUSES]:
        write_passage(writer, case, passage)
    return writer.draft()


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
            span = first_words(notice, child)
            writer.say(span.of(notice.text), [writer.cite(notice, child.id, span)])


def find_passages(case: Case, hits: Sequence[Hit], terms: Sequence[str]) -> list[Passage]:
    """The best passage of each clause found, the strongest evidence first."""
    texts = [_context(hit.notice, hit.clause) for hit in hits]
    weights = case.evidence.weigh(terms, texts, ABSENT if case.named else ABSENT_UNNAMED)
    written = frozenset(term for term in terms if any(holds(term, text) >= NEAR for text in texts))
    types = types_asked(case.query.wording)
    noun = asked_noun(case.query.wording)
    whether = GIVEN.search(case.query.wording)
    passages: list[Passage] = []
    for hit, text in zip(hits, texts, strict=True):
        if not hit.clause.own.of(hit.notice.text).strip():
            continue
        span = best_span(
            hit.notice,
            hit.clause,
            lambda sentence: case.evidence.coverage(terms, weights, sentence, written),
            types,
            around=all(one.around for one in wanted(case.query.wording)),
        )
        if span is None:
            continue
        if noun and case.evidence.match(noun, text) < HELD:
            continue  # about something else: 邀请了哪些报社
        inside = case.evidence.coverage(terms, weights, f"{hit.clause.heading}\n{span.of(hit.notice.text)}", written)
        evidence = case.evidence.coverage(terms, weights, text, written)
        if types:  # the sentence that holds the type of thing asked for must be about what is asked
            evidence = min(evidence, 2 * inside)
        if _only_about_everything(terms, text, case):
            continue  # 参加 and 商家 stand in many clauses; what is asked about them, 交费 or 报名, does not stand here
        if whether and whether.group(1) not in PLAIN and not case.evidence.match(whether.group(1), text):
            continue  # 给主播发补贴吗: a clause without 补贴 says neither yes nor no
        if not case.named and not any(holds(term, text) >= NEAR for term in terms):
            continue  # only near in meaning, and no campaign named: not enough to go by
        if not inside:
            continue
        heading = case.evidence.coverage(terms, weights, hit.clause.heading, written)
        rank = hit.score + evidence + 0.5 * inside + 0.5 * heading
        passages.append(Passage(hit.notice, hit.clause, span, evidence, rank))
    return sorted(passages, key=lambda one: (-one.rank, one.clause.id))


def _only_about_everything(terms: Sequence[str], text: str, case: Case) -> bool:
    """Whether a passage holds nothing of a question but words that any clause may hold, though it asks for more.

    A word that notices themselves use must stand there: one that is only near in meaning is another thing.
    """
    told = [term for term in terms if term not in GENERAL and term not in PLACES]
    return bool(told) and not any(
        holds(term, text) >= NEAR if is_office_word(term) else case.evidence.match(term, text) >= HELD for term in told
    )


def types_asked(question: str) -> list[re.Pattern[str]]:
    """What a passage must hold to answer: an amount, a count of what is asked for, a time, an address on the net.

    >>> [all(one.search(said) for one in types_asked("有多少人参加")) for said in ("时间：18：00", "约100人")]
    [False, True]
    """
    types = [one.holds for one in wanted(question)]
    counted = lexicon.COUNTED.search(question)
    if counted and lexicon.HOLDS_COUNT in types:
        types.append(re.compile(rf"[\d一二三四五六七八九十百千万两]\s*[余多]?\s*[家个名户]?\s*{counted.group(1)}"))
    return types


def best_span(
    notice: Notice,
    clause: Clause,
    score: Callable[[str], float],
    types: Sequence[re.Pattern[str]],
    *,
    around: bool = False,
) -> Span | None:
    """The stretch of a clause's own text to quote: the best paragraph if it is short, else sentences of it.

    None where no sentence holds the type of thing asked for.
    """
    found = list(sentences(notice.text, clause.own))
    if len(found) > 1 and found[0].of(notice.text) == clause.heading:
        found = found[1:]  # a title by itself says nothing
    fitting = [one for one in found if all(pattern.search(_without_number(one.of(notice.text))) for pattern in types)]
    if not fitting:
        return None
    best = max(fitting, key=lambda one: (score(one.of(notice.text)), -one.start))
    if types and not around:
        return best
    paragraph = paragraph_at(notice, clause, best.start)
    if paragraph.end - paragraph.start <= SHORT:
        return paragraph
    end = best.end
    for one in found:
        if best.end <= one.start and one.end <= min(paragraph.end, best.start + SHORT):
            end = one.end
    return Span(best.start, end)


def _without_number(sentence: str) -> str:
    number = read_number(sentence)
    return sentence[number.end :] if number else sentence


def paragraph_at(notice: Notice, clause: Clause, offset: int) -> Span:
    """The paragraph of a clause's own text that holds a place, without blanks at its edges."""
    start = max(clause.span.start, notice.text.rfind("\n", 0, offset) + 1)
    end = notice.text.find("\n", offset, clause.own_end)
    return Span(start, end if end >= 0 else clause.own_end)


def first_words(notice: Notice, clause: Clause) -> Span:
    """The first sentence of a clause: its number and title."""
    first = next(sentences(notice.text, clause.own))
    length = min(len(clause.heading), first.end - first.start)
    return Span(first.start, first.start + length) if length else first


def timed_clause(case: Case) -> Draft | None:
    """A clause that says when, where no dated fact fits: 活动前, 及时, 另行通知."""
    terms = tuple(term for term in case.query.terms if term not in MEASURES)
    if not terms:
        return None
    lasts = any(one.name == LENGTH for one in wanted(case.query.wording))
    hits = case.search(HITS)
    for passage in find_passages(case, hits, terms)[:3]:
        weights = case.evidence.weigh(terms, [_context(hit.notice, hit.clause) for hit in hits])
        said = passage.span.of(passage.notice.text)
        if not lasts and any(_overlap(passage.span, fact.span) for fact in passage.notice.facts.deadlines):
            continue  # its date was looked at and does not answer the question
        if A_DAY.search(case.query.wording) and not re.search(r"\d|每", said):
            continue  # 几号开: 活动前 names no day
        hands_in = not lexicon.HAND_IN.search(case.query.wording) or lexicon.HAND_IN.search(said)
        if hands_in and case.evidence.coverage(terms, weights, said) >= 0.8:
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


def _refusal(case: Case, hits: Sequence[Hit], best: Passage | None) -> Draft:
    asked = next((one.name for one in wanted(case.query.wording)), "这一点")
    if case.named:
        return not_stated(case, asked, nearest_of(hits))
    near = best is not None and best.evidence >= 0.3
    if near or DOMAIN.search(case.query.wording) or lexicon.HAND_IN.search(case.query.wording):
        return Draft(
            Status.NOT_FOUND,
            Kind.CLAUSES,
            "没有找到能回答这个问题的通知条款。请写明是哪个活动，或换一种说法。",
            nearest=nearest_of(hits) if near else (),
            suggestions=("有哪些通知？",),
        )
    return out_of_scope()


def _context(notice: Notice, clause: Clause) -> str:
    """A clause's own text under the headings above it, and under the title of its attachment."""
    part = notice.part(clause.part)
    attached = part.host is not None and not part.embedded
    headings = [part.masthead.title.value] if attached and part.masthead.title else []
    above_all = len(headings)
    parent = clause.parent
    while parent is not None:
        above = notice.clause(parent)
        headings.insert(above_all, above.heading)
        parent = above.parent
    return "\n".join([*headings, clause.own.of(notice.text)])

"""The passages nearest to a question, and the signs that they answer it.

(Case, hits) -> Passages, the best first, and Signs of the best for `assistant.grounds`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import lexicon
from assistant.answers.draft import Case
from assistant.asked import GENERAL, PLACES, PLAIN, TIME, asked_noun, wanted
from assistant.evidence import ABSENT, ABSENT_UNNAMED, NEAR, holds
from assistant.grounds import MAX_MARKS, Signs
from assistant.retrieve import Hit
from assistant.synonyms import is_office_word, lay_words_in, office_words
from ingest.facts.sentences import sentences
from ingest.model import Clause, Notice, Span
from ingest.structure.numbering import read_number
from ingest.tokenise import characters, pieces, words

MAX_CLAUSES = 3  # shown of an answer
HELD = 0.4  # how well a passage must hold the thing asked for by name
HOLDS_DAY = re.compile(
    r"\d+\s*个?(?:年|月|日|天|号|周|工作日)|之日|每[日周月年]|另行通知|(?<![当目此提生])前(?![期述款往景沿提])|月[初底末]|[上中下]旬"
)
SHORT = 260  # characters of a paragraph quoted whole; of a longer one the best sentence and what fits behind it
GIVEN = re.compile(
    r"(?:发|给|有|收|交|享受|领|设|付|提供|出示|缴纳|穿|带)(?P<thing>[\u4e00-\u9fff]{2,4})(?:吗|么)[？?。]*$"
)  # what is there or not: 发补贴吗
OR_NOT = re.compile(r"([发给收交免送补退包管设付])[不没]\1(?P<thing>[\u4e00-\u9fff]{2,4})[？?。]*$")  # 给不给补贴
WHETHER = re.compile(
    r"要不要|能不能|可不可以|可以|可否|会不会|有没有|需不需要|用不用|是否|让不让|允不允许|得不得|需要|还能|能(?![源力量耗够])|([\u4e00-\u9fff])[不没]\1"
)
MEASURED = re.compile(r"(?<![哪那这好十头前])几([针箱瓶盒袋桌间层轮级档节门颗棵亩])(?!目)")  # 要打几针
# What a question counts by, and what notices do: 几家: 不超过6个; 几回: 100场.
COUNTED_AS = {**dict.fromkeys("家个名人位", "[家个名人位]"), "回": "[回场次]", "遍": "[遍次]"}
LAW_TITLE = re.compile(r"《[^《》]{2,40}(?:法|条例)》")  # 《个人信息保护法》 speaks of no 个人
CASE = re.compile(r"的[，,][^；;]*[；;]\s*$")  # one of several cases, with another behind it
ORDINAL = re.compile(
    r"第?[一二三四1-4]季度|第[一二三四五六七八九十\d]+(?:批次?|阶段|条|档|类)"
)  # which of several: no other will do
EITHER = re.compile(
    r"按([\u4e00-\u9fff]{1,2}?)[算补发收交给报计]?[，,]?还是按([\u4e00-\u9fff]{1,2}?)(?=[算补发收交给报计？?]|$)"
)  # 按户补还是按台补: a sentence that answers names one of them


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one clause with its evidence."""

    notice: Notice
    clause: Clause
    span: Span
    text: str  # the clause under the headings above it
    evidence: float  # coverage by the clause and the headings above it
    inside: float  # coverage by the stretch and the heading of its clause
    rank: float
    about: bool  # it holds more than words that any clause may hold, and what is asked whether there is


@dataclass(frozen=True, slots=True)
class Weighed:
    """The passages for the terms of a question, the best first. `texts` are those of all clauses looked at."""

    terms: tuple[str, ...]
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]


def find_passages(case: Case, hits: Sequence[Hit], terms: Sequence[str]) -> Weighed:
    """The best passage of each clause found that holds the type of thing asked for, and the thing itself where it is named."""
    wording = case.query.wording
    texts = [context(hit.notice, hit.clause) for hit in hits]
    terms = tuple(dict.fromkeys(piece for term in terms for piece in _uncut(term, texts)))
    weights = case.evidence.weigh(terms, texts, ABSENT if case.named else ABSENT_UNNAMED)
    written = frozenset(term for term in terms if any(holds(term, text) >= NEAR for text in texts))
    types = types_asked(wording)
    around = all(one.around for one in wanted(wording))
    noun = asked_noun(wording)
    thing = thing_asked_for(wording)
    exact = [term for term in terms if term.isascii()]
    ordinals = [one.removeprefix("第") for one in ORDINAL.findall(wording)]
    passages: list[Passage] = []
    for hit, text in zip(hits, texts, strict=True):
        if not hit.clause.own.of(hit.notice.text).strip():
            continue
        span = best_span(
            hit.notice,
            hit.clause,
            lambda sentence: case.evidence.coverage(terms, weights, sentence, written),
            types,
            around=around,
        )
        if span is None:
            continue
        if noun and case.evidence.match(noun, text) < HELD:
            continue  # about something else: 邀请了哪些报社
        if not all(holds(term, text) for term in exact) or not all(one in text for one in ordinals):
            continue  # a number or a name in Latin letters is meant exactly: 能不能刷visa, 第三季度
        inside = case.evidence.coverage(terms, weights, f"{hit.clause.heading}\n{span.of(hit.notice.text)}", written)
        evidence = case.evidence.coverage(terms, weights, text, written)
        if types and not inside:
            continue  # the sentence that holds the type of thing asked for must be about what is asked
        if types:
            evidence = min(evidence, 2 * inside)
        if not evidence and len(terms) == 1 and len(pieces(terms[0])) == 1:
            continue  # a single word, and it stands nowhere
        heading = case.evidence.coverage(terms, weights, hit.clause.heading, written)
        given = thing is None or thing in PLAIN or _speaks_of(thing, text, case)
        passages.append(
            Passage(
                hit.notice,
                hit.clause,
                span,
                text,
                evidence,
                inside,
                hit.score + evidence + 0.5 * inside + 0.5 * heading,
                about=given and not _only_about_everything(terms, text, case),
            )
        )
    passages.sort(key=lambda one: (-one.rank, one.clause.id))
    return Weighed(terms, tuple(passages), tuple(texts))


def thing_asked_for(wording: str) -> str | None:
    """What a question asks whether it is there.

    >>> thing_asked_for("给企业发补贴吗？"), thing_asked_for("给不给补贴"), thing_asked_for("怎么补贴")
    ('补贴', '补贴', None)
    """
    found = GIVEN.search(wording) or OR_NOT.search(wording)
    return found.group("thing") if found else None


def _uncut(term: str, texts: Sequence[str]) -> Sequence[str]:
    """A term without the character that everyday speech ran into it, where no text holds the whole: 公司跟 -> 公司."""
    if len(term) < 3 or len(pieces(term)) == 1 or any(holds(term, text) >= NEAR for text in texts):
        return (term,)
    if term[-1] in lexicon.RUN_ON and len(pieces(term[:-1])) == 1:
        return (term[:-1],)
    if term[0] in lexicon.RUN_ON and len(pieces(term[1:])) == 1:
        return (term[1:],)
    return (term,)


def signs_of(case: Case, weighed: Weighed) -> Signs:
    """The signs that the first passages answer the question. Raises IndexError where there is no passage."""
    wording, terms, evidence = case.query.wording, weighed.terms, case.evidence
    weights = evidence.weigh(terms, weighed.texts)
    told = [term for term in terms if term not in PLAIN and term not in GENERAL]
    best = max(weighed.passages[:MAX_CLAUSES], key=lambda one: evidence.coverage(told, weights, one.text))
    text = best.text
    real = [term for term in terms if len(pieces(term)) == 1]
    missing = sum(weights[term] for term in real if term in told and evidence.match(term, text) < HELD)
    printed = sum(any(holds(term, one) >= NEAR for one in weighed.texts) for term in terms)
    last = max(told, key=lambda term: wording.find(term) + len(term), default=None)
    off_focus = 1 - evidence.match(last, text) if last else 0.0
    first = weighed.passages[0]
    second = weighed.passages[1].rank if len(weighed.passages) > 1 else 0.0
    phrases = [phrase for phrase in lay_words_in(wording, words(wording)) if office_words(phrase)]
    lay = [phrase for phrase in phrases if holds(phrase, text) >= NEAR]
    count = max(len(terms), 1)
    return Signs(
        letters=_letters(wording, best, weighed.texts),
        lead=min(first.rank - second, 1.0),
        missing=missing / (sum(weights.values()) or 1.0),
        off_focus=printed / count * off_focus,
        unsaid=_unsaid(case, told, weighed.passages[:MAX_CLAUSES]),
        general=float(not best.about),
        everyday=float(min(len(set(lexicon.EVERYDAY.findall(wording))), MAX_MARKS)),
        lay=min(len(lay) / count, 1.0),
    )


def _unsaid(case: Case, told: Sequence[str], passages: Sequence[Passage]) -> float:
    """How badly passages hold what stands behind 要不要 or 能不能: 转让, of 团购券能不能转让. 0 where nothing is asked so."""
    wording = case.query.wording
    whether = WHETHER.search(wording)
    asked = [term for term in told if whether and wording.find(term) >= whether.end()]
    return 1 - max((case.evidence.match(term, one.text) for term in asked for one in passages), default=1.0)


def _letters(wording: str, passage: Passage, texts: Sequence[str]) -> float:
    """The weighted share of a question's characters that one sentence of a clause holds."""
    rest = lexicon.ASKING.sub(" ", wording)
    asked = {one for one in characters(rest) if one not in lexicon.FUNCTION}
    weights = {one: math.log((len(texts) + 1) / (sum(one in text for text in texts) + 0.5)) for one in asked}
    total = sum(weights.values())
    said = [span.of(passage.notice.text) for span in sentences(passage.notice.text, passage.clause.own)]
    return max((sum(weights[one] for one in asked if one in sentence) for sentence in said), default=0.0) / (
        total or 1.0
    )


def _only_about_everything(terms: Sequence[str], text: str, case: Case) -> bool:
    """Whether a passage holds nothing of a question but words that any clause may hold, though it asks for more.

    A word that notices themselves use must stand there: one that is only near in meaning is another thing.
    """
    told = [term for term in terms if term not in GENERAL and term not in PLACES]
    return bool(told) and not any(_speaks_of(term, text, case) for term in told)


def _speaks_of(term: str, text: str, case: Case) -> bool:
    """Whether a passage holds a word: as it stands where notices use it themselves, else in its meaning."""
    return holds(term, text) >= NEAR if is_office_word(term) else case.evidence.match(term, text) >= HELD


def types_asked(question: str) -> list[re.Pattern[str]]:
    """What a passage must hold to answer: an amount, a count of what is asked for, a time, an address on the net.

    >>> [all(one.search(said) for one in types_asked("有多少人参加")) for said in ("时间：18：00", "约100人")]
    [False, True]
    """
    types = [
        HOLDS_DAY if one.name == TIME and lexicon.EXACT_DAY.search(question) else one.holds for one in wanted(question)
    ]
    either = EITHER.search(question)
    if either:
        types.append(re.compile("|".join(map(re.escape, either.groups()))))
    measured = MEASURED.search(question)
    if measured:
        types.append(re.compile(rf"[\d一二两三四五六七八九十百千]\s*{measured.group(1)}"))
    counted = lexicon.COUNTED.search(question)
    if counted and lexicon.HOLDS_COUNT in types:
        unit = COUNTED_AS.get(counted.group(1), counted.group(1))
        types.append(re.compile(rf"[\d一二三四五六七八九十百千万两]\s*[余多]?\s*[家个名户]?\s*{unit}"))
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
        return _with_other_cases(best, found, notice)
    paragraph = paragraph_at(notice, clause, best.start)
    if paragraph.end - paragraph.start <= SHORT:
        return paragraph
    end = best.end
    for one in found:
        if best.end <= one.start and one.end <= min(paragraph.end, best.start + SHORT):
            end = one.end
    return Span(best.start, end)


def _with_other_cases(best: Span, found: Sequence[Span], notice: Notice) -> Span:
    """A case with the others of its sentence: 9月20日前提出的，退还50%；9月20日后提出的，不予退还. Half of it would mislead."""
    at = found.index(best)
    first = last = at
    while first and CASE.search(found[first - 1].of(notice.text)):
        first -= 1
    while CASE.search(found[last].of(notice.text)) and last + 1 < len(found):
        last += 1
    whole = Span(found[first].start, found[last].end)
    return whole if whole.end - whole.start <= SHORT else best


def _without_number(sentence: str) -> str:
    number = read_number(sentence)
    return sentence[number.end :] if number else sentence


def paragraph_at(notice: Notice, clause: Clause, offset: int) -> Span:
    """The paragraph of a clause's own text that holds a place, without blanks at its edges."""
    start = max(clause.span.start, notice.text.rfind("\n", 0, offset) + 1)
    end = notice.text.find("\n", offset, clause.own_end)
    return Span(start, end if end >= 0 else clause.own_end)


def context(notice: Notice, clause: Clause) -> str:
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
    return LAW_TITLE.sub("《》", "\n".join([*headings, clause.own.of(notice.text)]))

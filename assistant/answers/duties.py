"""What somebody has to do: the sentences of which he is the subject, and those that have others see to it. A Case in, a Draft out.

Of many such sentences a chat is shown the titles of the clauses; the clauses themselves on demand (第二个详细点).
"""

from __future__ import annotations

import re

from assistant.answers.draft import Case, Writer, heading_line, not_stated
from assistant.answers.passages import first_words
from assistant.answers.verdicts import same_organ
from assistant.model import Draft, Kind
from assistant.scope import Document
from assistant.understanding.roles import (
    ACTS,
    BRINGS_IN,
    BROUGHT_IN,
    OF_THE_PROVINCE,
    ROLES,
    VERBS,
    actor_asked_about,
    is_local,
)
from assistant.verify import one_line
from ingest.facts.sentences import sentences
from ingest.model import Clause, ClauseKind, Notice, Span
from ingest.structure.numbering import read_number

ENOUGH = 600  # characters; more is shown by titles
BODY = re.compile(r"[\u4e00-\u9fff]{2,10}(?:联合会|协会|商会|基金会|研究院|学会|联盟|集团)$")
MIN_NAME = 4  # characters of the end of a name by which somebody is called
MAX_CLAUSES = 6  # that only have others see to it
BEFORE = r"[^，。；：:,;]{0,14}?"
MUST = r"[^，。；,;]{0,10}?(?:要(?![求素点])|(?<!供)应(?![链急用对])|须|需(?!求)|负责|不得|严禁|：|:|会同)"
SEES_TO = r"(?:指导|引导|要求|鼓励|支持|组织|动员|推动|教育|监督)"
LISTING = re.compile(r"(?:人员|对象|范围|参加(?:人员|单位)|名单)[：:]")


def answer_duties(case: Case) -> Draft | None:
    """The duties of the one a question asks about, grouped by notice; None where it asks of nobody's or none is printed."""
    actor = actor_asked_about(case.query.wording)
    if actor is None:
        return None
    obliged = rf"(?:督促|责令)[^，。；,;]{{0,14}}?(?:{actor.pattern})"
    subject = re.compile(
        rf"{obliged}|^(?:请)?(?:{BEFORE}(?:{actor.pattern}){MUST}|各[^，。；：:,;]{{0,6}}(?:{actor.pattern}))"
    )
    local = is_local(case.query.wording)
    held = re.compile(rf"{SEES_TO}[^，。；,;]{{0,14}}?(?:{actor.pattern})")
    found: list[tuple[Notice, Clause, Span]] = []
    held_to: list[tuple[Notice, Clause, Span]] = []
    for document in _about(case, actor):
        notice = case.notice(document)
        listed = [fact.span for fact in notice.facts.organisers]
        own: list[tuple[Notice, Clause, Span]] = []
        others: list[tuple[Notice, Clause, Span]] = []
        for clause in notice.clauses:
            if clause.part not in document.parts or clause.kind is not ClauseKind.CLAUSE:
                continue
            for span in sentences(notice.text, clause.own):
                said = _without_number(span.of(notice.text))
                if LISTING.match(said) or any(span.holds(one) or one.holds(span) for one in listed):
                    continue  # who they are, and not what they do
                if local and OF_THE_PROVINCE.match(said):
                    continue
                if subject.search(said):
                    own.append((notice, clause, span))
                elif held.search(said):
                    others.append((notice, clause, span))
        # 海南省商务厅负责什么: of it by its own name, where it is named
        exact = [one for one in own if any(organ in one[2].of(notice.text) for organ in case.query.organs)]
        found += exact or own
        held_to += others
    found = found or held_to[:MAX_CLAUSES]
    if not found and (role := ROLES.search(case.query.wording)) and case.named:
        return not_stated(case, f"{role.group()}的任务")  # who it is stands there, and nothing else
    return _written(case, found) if found else None


def answer_duties_of(case: Case) -> Draft | None:
    """The duties of an organ or a body called by its name; that none is stated where it is only listed or not printed.

    None where the question asks of nobody's.
    """
    acts = ACTS.search(case.query.wording)
    if acts is None or not case.named:
        return None
    body = BODY.search(acts["who"])
    organ = next((one for one in case.query.organs if one in acts["who"]), body.group() if body else None)
    found: list[tuple[Notice, Clause, Span]] = []
    for document in case.documents:
        notice = case.notice(document)
        listed = {name for fact in notice.facts.organisers for name in fact.names}
        organ = organ or next((name for name in listed if len(_tail(acts["who"], name)) >= MIN_NAME), None)
        if organ is None:
            continue
        names = {organ, *(name for name in listed if same_organ(organ, name))}
        subject = re.compile(
            rf"^{BEFORE}(?:{'|'.join(map(re.escape, names))})(?:{MUST}|[^，。；,;]{{0,10}}?(?:牵头|配合|承担))"
        )
        spans = [fact.span for fact in notice.facts.organisers]
        for clause in notice.clauses:
            if clause.part in document.parts and clause.kind is ClauseKind.CLAUSE:
                found += [
                    (notice, clause, span)
                    for span in sentences(notice.text, clause.own)
                    if subject.search(_without_number(span.of(notice.text)))
                    and not any(span.holds(one) or one.holds(span) for one in spans)
                ]
    if organ is None:
        return None
    return _written(case, found) if found else not_stated(case, f"“{organ}”的任务")


def _tail(said: str, name: str) -> str:
    """The longest end of a name that a stretch of a question ends with or holds: 惠农慈善基金会, of 海南惠农慈善基金会."""
    return next((name[at:] for at in range(len(name)) if name[at:] in said), "")


def _about(case: Case, actor: re.Pattern[str]) -> tuple[Document, ...]:
    """The documents whose titles hold what the question is about beside the one who asks; all where none does."""
    words = [term for term in case.query.terms if not actor.search(term) and not case.named]
    titled = tuple(one for one in case.documents if any(word in one.title for word in words))
    return titled or case.documents


def answer_bringing_in(case: Case) -> Draft | None:
    """Who has to bring others in: 谁来组织企业参加. None where the question does not ask that or no sentence says it."""
    asked = BRINGS_IN.search(case.query.wording)
    if asked is None:
        return None
    verbs = VERBS.get(asked["verb"], asked["verb"])
    says = re.compile(
        rf"^[^，。；：,;]{{0,24}}?(?:部门|[厅局委](?!托)|政府|协会|单位|我[部司厅局委会])[^。；;]{{0,40}}?(?:{verbs})[^，。；,;]{{0,16}}?(?:{BROUGHT_IN})"
    )
    found: list[tuple[Notice, Clause, Span]] = []
    for document in case.documents:
        notice = case.notice(document)
        for clause in notice.clauses:
            if clause.part in document.parts and clause.kind is ClauseKind.CLAUSE:
                own = sentences(notice.text, clause.own)
                found += [(notice, clause, span) for span in own if says.search(_without_number(span.of(notice.text)))]
    return _written(case, found[:MAX_CLAUSES]) if found else None


def _written(case: Case, found: list[tuple[Notice, Clause, Span]]) -> Draft:
    writer = Writer(Kind.CLAUSES)
    in_full = sum(span.end - span.start for _, _, span in found) <= ENOUGH
    for document in case.documents:
        mine = [one for one in found if one[0].id == document.notice and one[1].part in document.parts]
        if mine and (len(case.documents) > 1 or not case.pins(document)):
            writer.say(heading_line(case, document))
        seen: set[str] = set()
        for notice, clause, span in mine:
            if in_full:
                writer.say(f"{clause.label}：{one_line(span.of(notice.text))}", [writer.cite(notice, clause.id, span)])
            elif clause.id not in seen:
                seen.add(clause.id)
                title = first_words(notice, clause)
                title = title if title.end <= span.start else _cut(span, notice)
                writer.say(
                    f"{clause.label}：{one_line(title.of(notice.text))}", [writer.cite(notice, clause.id, title)]
                )
    return writer.draft()


def _cut(span: Span, notice: Notice) -> Span:
    """The first clause of a long sentence: up to the first stop that leaves something said."""
    said = span.of(notice.text)
    stop = next((found.start() for found in re.finditer(r"[，。；,;]", said) if found.start() >= 24), len(said))
    return Span(span.start, span.start + stop)


def _without_number(sentence: str) -> str:
    number = read_number(sentence)
    return sentence[number.end :] if number else sentence

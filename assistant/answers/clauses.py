"""Everything a notice says in words: a place named by its number, themes and slogans, a name, else the passage that says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import lexicon
from assistant.answers.contacts import contact_line, not_said_of
from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of
from assistant.answers.outline import answer_attachment, answer_broadly, answer_section
from assistant.answers.overview import answer_overview, asks_for_all
from assistant.answers.passages import (
    first_words,
    nearest_of,
    out_of_scope,
    passages_answer,
    write_passage,
)
from assistant.answers.verdicts import answer_permission, listed, silent_on, silent_on_formality
from assistant.answers.weighing import MAX_CLAUSES, Passage, best_span
from assistant.evidence import holds
from assistant.model import Draft, Kind, Quote, Status
from assistant.scope import Document
from assistant.verify import one_line
from assistant.wording import listing
from ingest.model import Clause, ClauseKind, Notice, Stated, ThemeKind
from ingest.numerals import parse_numeral

MIN_TITLE = 3
AS_A_WHOLE = re.compile(r"什么|哪些|几条|多少条|内容|啥")
TAKES_PART = re.compile(r"参[与加]|在[不内里]|是不是|有没有|有.{0,12}吗|包括|算不算|也是")
THEMES: tuple[tuple[re.Pattern[str], ThemeKind], ...] = (
    (re.compile(r"口号|标语|slogan", re.IGNORECASE), ThemeKind.SLOGAN),
    (re.compile(r"主题"), ThemeKind.THEME),
    (re.compile(r"什么原则|哪些原则|原则(?:是|有)"), ThemeKind.PRINCIPLE),
)


def answer_clauses(case: Case) -> Draft:
    """The clauses that say what is asked, or that the notice does not say it."""
    if case.query.place:
        return _answer_place(case)
    if asks_for_all(case):
        return answer_overview(case)
    if unstated := silent_on_formality(case):
        return unstated
    for read in (
        answer_permission,
        answer_attachment,
        answer_section,
        _answer_theme,
        _answer_name,
        _answer_part,
        answer_broadly,
    ):
        found = read(case)
        if found is not None:
            return found
    task = lexicon.TASK.search(case.query.wording)
    if task and not (
        case.named and any(task.group() in text for text in case.texts())
    ):  # 基金, of a 基金会 that takes part
        rain = case.named and lexicon.WEATHER.search(case.query.wording)  # 下雨改期吗: of the campaign, not of today
        return not_stated(case, "这一点", nearest_of(case.search(1))) if rain else out_of_scope()
    draft = passages_answer(case)
    if draft.status is Status.OUT_OF_SCOPE and lexicon.PERMITTED.search(case.query.wording):
        return Draft(
            Status.NOT_FOUND, Kind.CLAUSES, "没有找到能回答这个问题的通知条款。请写明是哪个活动，或换一种说法。"
        )
    return (silent_on(case, draft.nearest) if draft.status is Status.ANSWERED else None) or draft


def _answer_theme(case: Case) -> Draft | None:
    """Theme, slogan or principle, from the facts; None where the question asks for none of them."""
    wanted = {kind for pattern, kind in THEMES if pattern.search(case.query.wording)}
    others = [term for term in case.query.terms if not any(pattern.search(term) for pattern, _ in THEMES)]
    if not wanted or len(others) > 1:
        return None
    writer = Writer(Kind.CLAUSES)
    for document in case.documents:
        notice = case.notice(document)
        facts = [
            fact for fact in notice.facts.themes if fact.kind in wanted and part_of(notice, fact) in document.parts
        ]
        if others and facts:
            facts = [fact for fact in facts if any(holds(term, fact.span.of(notice.text)) for term in others)] or facts
        if facts and len(case.documents) > 1:
            writer.say(heading_line(case, document))
        seen: dict[tuple[ThemeKind, str], list[int]] = {}
        for fact in facts:
            seen.setdefault((fact.kind, fact.text), []).append(writer.cite_fact(notice, fact))
        for (kind, text), numbers in seen.items():
            writer.say(f"{kind.value}：{text}", numbers)
        for kind in sorted(wanted - {kind for kind, _ in seen}, key=lambda one: one.value) if seen else ():
            writer.say(f"{document.name}没有写明{kind.value}。")
    if not writer.quotes:
        return not_stated(case, "、".join(sorted(kind.value for kind in wanted)), nearest_of(case.search(1)))
    return writer.draft()


def _answer_name(case: Case) -> Draft | None:
    """A person or organ that the facts know by name: the line that names it."""
    writer = Writer(Kind.CLAUSES)
    for document in case.documents:
        notice = case.notice(document)
        for person in notice.facts.contacts:
            named_here = [name for name in person.names if name in case.query.terms]
            if part_of(notice, person) in document.parts and named_here:
                line = person.span.of(notice.text)
                if beyond := not_said_of(case, named_here[0], line):
                    return not_stated(case, beyond, [Quote(notice.id, person.clause, person.span, line)])
                writer.kind = Kind.CONTACTS
                writer.say(contact_line(person), [writer.cite_fact(notice, person)])
                writer.contacts.append(Stated(notice.id, part_of(notice, person), person))
        if not TAKES_PART.search(case.query.wording) or lexicon.hands_in(case.query.wording):
            continue  # 怎么发给商务部，有没有系统: not whether 商务部 takes part
        for organiser in notice.facts.organisers:
            named = [
                name
                for name in organiser.names
                if any(name.endswith(term) for term in (*case.query.terms, *case.query.organs))
            ]
            if part_of(notice, organiser) in document.parts and named:
                writer.kind = Kind.ORGANISERS
                verdict = listed(case, organiser.names, organiser.span.of(notice.text))
                writer.say(
                    f"{verdict}{organiser.role.value}：{listing(organiser.names)}。",
                    [writer.cite_fact(notice, organiser)],
                )
    return writer.draft() if writer.quotes else None


def _answer_part(case: Case) -> Draft | None:
    """An attachment asked for as a whole by its title: 承诺书要承诺什么, 总体方案有哪些内容. Its clauses by their titles."""
    if not AS_A_WHOLE.search(case.query.wording) or len(case.query.terms) > 2:
        return None
    writer = Writer(Kind.CLAUSES)
    for document in case.documents:
        notice = case.notice(document)
        for part in notice.parts:
            title = part.masthead.title
            if part.id == document.part or part.id not in document.parts or title is None:
                continue
            if not any(len(term) >= MIN_TITLE and title.value.endswith(term) for term in case.query.terms):
                continue
            writer.say(f"{document.name}：")
            for clause in notice.clauses:
                if clause.part == part.id and clause.parent is None and clause.kind is ClauseKind.CLAUSE:
                    span = first_words(notice, clause)
                    writer.say(one_line(span.of(notice.text)), [writer.cite(notice, clause.id, span)])
    return writer.draft() if writer.quotes else None


def _answer_place(case: Case) -> Draft:
    """A clause named by its number: 附件1, 第三部分, （二）."""
    found: list[tuple[Document, Notice, Clause]] = []
    for document in case.documents:
        notice = case.notice(document)
        clauses = [one for one in notice.clauses if one.part in document.parts and one.kind is ClauseKind.CLAUSE]
        for token in case.query.place:
            clauses = [one for one in clauses if _at_place(one, token)]
        own = [one for one in clauses if one.part == document.part]
        titled_here = [one for one in clauses if _in_titled_part(notice, one, case.query.terms)]
        clauses = titled_here or own or clauses  # 第二部分 without a title is that of 正文
        if clauses:
            top = min(len(one.path) for one in clauses)
            found += [(document, notice, one) for one in clauses if len(one.path) == top]
    if not found:
        if len(case.query.terms) > 1:
            return passages_answer(case)
        if case.named:
            return not_stated(case, f"“{''.join(case.query.place)}”", ())
        return out_of_scope()
    titled = [one for one in found if _in_titled_part(one[1], one[2], case.query.terms)]
    if titled:  # 承诺书第四条: the part is named by its title
        found = titled
    if len({document.part for document, _, _ in found}) > 1 and not case.named:
        names = tuple(f"{document.name}{''.join(case.query.place)}讲什么？" for document in case.documents)
        return Draft(Status.AMBIGUOUS, Kind.CLAUSES, "请写明是哪一份通知。", suggestions=names[:6])
    if len(case.query.terms) > 1 and not titled:
        return passages_answer(case)
    writer = Writer(Kind.CLAUSES)
    for document, notice, clause in found[:MAX_CLAUSES]:
        span = best_span(notice, clause, lambda _: 0.0, ())
        if span is not None:
            write_passage(writer, case, Passage(notice, clause, span, "", 1.0, 1.0, 1.0, about=True))
        del document
    return writer.draft()


def _in_titled_part(notice: Notice, clause: Clause, terms: Sequence[str]) -> bool:
    title = notice.part(clause.part).masthead.title
    return title is not None and any(term in title.value for term in terms)


def _at_place(clause: Clause, token: str) -> bool:
    digits = re.sub(r"[^一二三四五六七八九十\d]", "", token)
    number = parse_numeral(digits)
    if token.startswith("附件"):
        return clause.path[0] in (f"附件{number}", "附件")
    if token.startswith(("（", "(")):
        return any(parse_numeral(label.strip("（）")) == number for label in clause.path[1:] if label.startswith("（"))
    return len(clause.path) > 1 and any(
        parse_numeral(re.sub(r"^第|[章节条]$", "", label)) == number for label in clause.path[1:2]
    )

"""Who guides, hosts, undertakes and where the venues are: from the organiser facts of the documents."""

from __future__ import annotations

import re

from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of
from assistant.answers.passages import nearest_of
from assistant.answers.verdicts import listed, same_organ
from assistant.lexicon import ROLES
from assistant.model import Draft, Kind
from assistant.scope import Document
from assistant.wording import listing
from ingest.model import Notice, Organiser, OrganiserRole

MIN_NAME = 2  # characters of a place; a short name of an organ is longer
VENUES = frozenset({OrganiserRole.MAIN_VENUE, OrganiserRole.BRANCH_VENUE})


def answer_organisers(case: Case) -> Draft:
    """The organisers of the roles asked for, all roles where none is."""
    wanted = {role for pattern, role in ROLES if pattern.search(case.query.wording)}
    writer = Writer(Kind.ORGANISERS)
    answered: list[tuple[Document, Notice, list[Organiser]]] = []
    naming: list[tuple[Document, Notice, list[Organiser]]] = []  # those that name what the question names
    for document in case.documents:
        notice = case.notice(document)
        facts = [fact for fact in notice.facts.organisers if part_of(notice, fact) in document.parts]
        chosen = [fact for fact in facts if fact.role in wanted] if wanted else _of_organs(case, facts)
        if chosen:
            answered.append((document, notice, chosen))
        if named := [fact for fact in chosen if _names_one(fact, case)]:
            naming.append((document, notice, named))
    if not answered:
        what = listing(sorted(role.value for role in wanted)) if wanted else "主办、承办或指导单位"
        return not_stated(case, what, nearest_of(case.search(1)))
    answered = naming or answered
    for document, notice, facts in answered:
        if len(answered) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for fact in facts:
            printed = fact.span.of(notice.text)
            names = [_as_printed(name, printed) for name in fact.names]
            verdict = listed(case, fact.names, printed) if len(facts) == 1 else ""
            writer.say(f"{verdict}{fact.role.value}：{listing(names)}。", [writer.cite_fact(notice, fact)])
    return writer.draft()


def _names_one(fact: Organiser, case: Case) -> bool:
    """Whether somebody whom the question names is among them."""
    asked = [one for one in (*case.query.organs, *case.query.terms) if len(one) >= MIN_NAME]
    return any(one == name or (len(one) > MIN_NAME and same_organ(one, name)) for one in asked for name in fact.names)


def _of_organs(case: Case, facts: list[Organiser]) -> list[Organiser]:
    """Of a question that names no role: all, but no venues where it asks about an organ."""
    return [fact for fact in facts if not case.query.organs or fact.role not in VENUES]


def _as_printed(name: str, sentence: str) -> str:
    """A name with the note in brackets behind it: 华彩海口湾（暂定）."""
    note = re.search(rf"{re.escape(name)}(（[^）]{{1,12}}）)", sentence)
    return name + note.group(1) if note else name

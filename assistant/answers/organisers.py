"""Who guides, hosts, undertakes and where the venues are: from the organiser facts of the documents."""

from __future__ import annotations

import re

from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of
from assistant.answers.passages import nearest_of
from assistant.lexicon import ROLES
from assistant.model import Draft, Kind
from assistant.scope import Document
from assistant.wording import listing
from ingest.model import Notice, Organiser


def answer_organisers(case: Case) -> Draft:
    """The organisers of the roles asked for, all roles where none is."""
    wanted = {role for pattern, role in ROLES if pattern.search(case.query.wording)}
    writer = Writer(Kind.ORGANISERS)
    answered: list[tuple[Document, Notice, list[Organiser]]] = []
    naming: list[tuple[Document, Notice, list[Organiser]]] = []  # those that name what the question names
    for document in case.documents:
        notice = case.notice(document)
        facts = [fact for fact in notice.facts.organisers if part_of(notice, fact) in document.parts]
        chosen = [fact for fact in facts if not wanted or fact.role in wanted]
        if chosen:
            answered.append((document, notice, chosen))
        if named := [fact for fact in chosen if set(fact.names) & set(case.query.terms)]:
            naming.append((document, notice, named))
    if not answered:
        what = listing(sorted(role.value for role in wanted)) if wanted else "主办、承办或指导单位"
        return not_stated(case, what, nearest_of(case.search(1)))
    answered = naming or answered
    for document, notice, facts in answered:
        if len(answered) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for fact in facts:
            names = [_as_printed(name, fact.span.of(notice.text)) for name in fact.names]
            writer.say(f"{fact.role.value}：{listing(names)}。", [writer.cite_fact(notice, fact)])
    return writer.draft()


def _as_printed(name: str, sentence: str) -> str:
    """A name with the note in brackets behind it: 华彩海口湾（暂定）."""
    note = re.search(rf"{re.escape(name)}(（[^）]{{1,12}}）)", sentence)
    return name + note.group(1) if note else name

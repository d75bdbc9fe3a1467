"""Which laws must be followed, by whom: from the law references of the documents."""

from __future__ import annotations

import re

from assistant import lexicon
from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of
from assistant.answers.passages import nearest_of, passages_answer
from assistant.model import Draft, Kind
from assistant.scope import Document
from assistant.verify import one_line
from assistant.wording import listing
from ingest.model import BINDING_LAWS, LawCategory, LawReference, Notice, Stated

ARTICLE = re.compile(r"第几条|哪一?条(?!例)|第几款")
PREPOSITIONS = frozenset({"按", "按照", "依", "依照", "依据", "根据"})  # the verb stands behind the law: 按…办理
BASES = frozenset({LawCategory.NORMATIVE})


def answer_laws(case: Case) -> Draft:
    """The binding laws of each document; guidelines or bases where those are asked for; one law where it is named."""
    writer = Writer(Kind.LAWS)
    answered: list[tuple[Document, Notice, list[LawReference]]] = []
    for document in case.documents:
        notice = case.notice(document)
        facts = [fact for fact in notice.facts.laws if part_of(notice, fact) in document.parts]
        chosen = _choose(case, facts)
        if chosen:
            answered.append((document, notice, chosen))
    if ARTICLE.search(case.query.wording):
        answered = [
            (document, notice, printed)
            for document, notice, facts in answered
            if (printed := [f for f in facts if f.articles])
        ]
        if not answered:
            return not_stated(case, "是哪一条", nearest_of(case.search(1)))
    if not answered and case.query.terms and lexicon.GUIDELINE_ASKED.search(case.query.wording):
        return passages_answer(case)  # 按什么标准操作: a standard need not be a document with a name
    if not answered:
        what = "".join(f"《{law}》" for law in case.query.laws) or "须遵守的法律法规"
        return not_stated(case, what, nearest_of(case.search(1)))
    for document, notice, facts in answered:
        if len(answered) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for group in _by_sentence(facts):
            first = group[0]
            who = f"{listing(first.bound)}须" if first.bound else ""
            duty = first.duty or ("遵守" if first.category in BINDING_LAWS else "执行")
            names = "".join(
                dict.fromkeys(fact.title if fact.title.startswith("《") else f"《{fact.name}》" for fact in group)
            )
            said = first.span.of(notice.text) if duty in PREPOSITIONS else f"{who}{duty}{names}。"
            writer.say(one_line(said), [writer.cite_fact(notice, first)])
            writer.laws += [Stated(notice.id, part_of(notice, fact), fact) for fact in group]
    return writer.draft()


def _choose(case: Case, facts: list[LawReference]) -> list[LawReference]:
    query = case.query
    if query.laws:
        return [fact for fact in facts if fact.name in query.laws]
    if lexicon.GUIDELINE_ASKED.search(query.wording):
        return [fact for fact in facts if fact.category is LawCategory.GUIDELINE]
    if "依据" in query.wording or "根据" in query.wording:
        return [fact for fact in facts if fact.category in BASES] or [f for f in facts if f.category in BINDING_LAWS]
    return [fact for fact in facts if fact.category in BINDING_LAWS]


def _by_sentence(facts: list[LawReference]) -> list[list[LawReference]]:
    """The references of one sentence with one duty together, in text order."""
    groups: dict[tuple[object, ...], list[LawReference]] = {}
    for fact in facts:
        groups.setdefault((fact.clause, fact.span, fact.duty, fact.bound), []).append(fact)
    return list(groups.values())

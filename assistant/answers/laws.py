"""Which laws must be followed, by whom: from the law references of the documents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import lexicon
from assistant.answers.clauses import nearest_of
from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of
from assistant.model import Draft, Kind
from assistant.scope import Document
from assistant.wording import listing
from ingest.model import BINDING_LAWS, LawCategory, LawReference, Notice, Stated

NO_LAW = re.compile(r"[守依违办方做说看想执立合无用啥么哪]法$")
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
    if not answered:
        named = case.query.laws or laws_named(case.query.terms)
        what = f"《{named[0]}》" if named else "须遵守的法律法规"
        return not_stated(case, what, nearest_of(case.search(1)))
    for document, notice, facts in answered:
        if len(answered) > 1:
            writer.say(heading_line(case, document))
        for group in _by_sentence(facts):
            first = group[0]
            who = f"{listing(first.bound)}须" if first.bound else ""
            duty = first.duty or ("遵守" if first.category in BINDING_LAWS else "执行")
            names = "".join(
                dict.fromkeys(fact.title if fact.title.startswith("《") else f"《{fact.name}》" for fact in group)
            )
            writer.say(f"{who}{duty}{names}。", [writer.cite_fact(notice, first)])
            writer.laws += [Stated(notice.id, part_of(notice, fact), fact) for fact in group]
    return writer.draft()


def _choose(case: Case, facts: list[LawReference]) -> list[LawReference]:
    query = case.query
    named = query.laws or laws_named(query.terms)
    if named:
        return [fact for fact in facts if any(is_named(fact.name, law) for law in named)]
    if lexicon.GUIDELINE_ASKED.search(query.question):
        return [fact for fact in facts if fact.category is LawCategory.GUIDELINE]
    if "依据" in query.question or "根据" in query.question:
        return [fact for fact in facts if fact.category in BASES] or [f for f in facts if f.category in BINDING_LAWS]
    return [fact for fact in facts if fact.category in BINDING_LAWS]


def laws_named(terms: Sequence[str]) -> tuple[str, ...]:
    """The content words that are names of laws: 价格法, 消费者权益保护法 (cut into 消费者 权益 保护法), 固废法.

    >>> laws_named(("遵守", "价格法")), laws_named(("法律", "守法"))
    (('价格法',), ())
    """
    return tuple(term for term in terms if re.fullmatch(r"[\u4e00-\u9fff]{2,}法", term) and not NO_LAW.search(term))


def is_named(law: str, short: str) -> bool:
    """Whether a law is meant by a name that may be its end or leave characters out: 固废法, 保护法 does not choose.

    >>> is_named("固体废物污染环境防治法", "固废法"), is_named("价格法", "电子商务法")
    (True, False)
    """
    rest = iter(law)
    return short in law or law in short or (short[0] == law[0] and all(character in rest for character in short))


def _by_sentence(facts: list[LawReference]) -> list[list[LawReference]]:
    """The references of one sentence with one duty together, in text order."""
    groups: dict[tuple[object, ...], list[LawReference]] = {}
    for fact in facts:
        groups.setdefault((fact.clause, fact.span, fact.duty, fact.bound), []).append(fact)
    return list(groups.values())

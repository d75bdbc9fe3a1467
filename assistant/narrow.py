"""Of very many documents that fit a question, those that are looked into, and how many others there are.

(Query, Documents) -> Narrowed. The library says which documents state the kind of fact that is asked for, in all of them,
and the newest of these are answered from. Where only the words of a clause can tell, those whose clauses are nearest are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from types import MappingProxyType

from assistant import lexicon
from assistant.answers.contacts import CHANNELS, EMAIL, terms_of_whom
from assistant.answers.deadlines import GENERIC, NAMES_A_DAY, days_fall_in
from assistant.answers.notices import LIST, NEWEST, ONE_END, issued_within, mentioned
from assistant.answers.period import PLAIN, runs_then
from assistant.model import Kind, Query, Window
from assistant.scope import Document, issued_by
from assistant.services import Shelf
from assistant.wording import listing
from ingest.mentions import Mentions
from ingest.model import BINDING_LAWS, Contact, Deadline, DeadlineKind, Fact, LawCategory, LawReference, PartId

MANY_DOCUMENTS = 50  # up to here all are looked into, one by one
SHOWN = 20  # of more; what a reader still takes in
# The fields of a contact that hold what is asked for.
FIELDS: Mapping[str, str] = MappingProxyType(
    {"传真": "faxes", "邮箱": "emails", "地址": "addresses", "手机号": "phones", "电话": "phones", "联系人": "names"}
)
# What may be lacking, beside what a masthead says: see assistant.answers.notices.
LACKING: tuple[tuple[str, type[Fact]], ...] = (
    ("传真邮箱邮件电话号码联系", Contact),
    ("法律法规", LawReference),
    ("报交时限截止", Deadline),
)

Nearest = Callable[[], Collection[PartId]]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The documents to look into, newest first."""

    documents: tuple[Document, ...]
    passed_over: bool = False  # whether one that is not among them could answer too
    remark: str = ""  # what a reader of an answer from them should know of the others


def narrow(query: Query, documents: tuple[Document, ...], shelf: Shelf, nearest: Nearest) -> Narrowed:
    """The documents worth looking into; all of them up to `MANY_DOCUMENTS`."""
    if len(documents) <= MANY_DOCUMENTS or query.kind is Kind.COMPARISON:
        return Narrowed(documents)
    stating = NARROWING.get(query.kind, _by_words)(query, documents, shelf)
    if stating is not None:
        return stating
    parts = nearest()
    found = tuple(one for one in documents if not one.parts.isdisjoint(parts))
    kept = (found or documents)[:MANY_DOCUMENTS]
    # The clauses of all of them were searched for a passage: that needs no remark.
    remark = f"符合的通知很多，只查看了最相近的{len(kept)}份；请写明是哪个活动。"
    return Narrowed(kept, passed_over=True, remark="" if query.kind is Kind.CLAUSES else remark)


Narrowing = Callable[[Query, Sequence[Document], Shelf], Narrowed | None]


def _by_words(query: Query, documents: Sequence[Document], shelf: Shelf) -> None:
    """Only the words of the clauses can tell."""


def _newest(found: Sequence[Document], documents: Sequence[Document], states: str) -> Narrowed:
    """The newest of those that state it; where none does, the newest of all will say so."""
    others = max(len(found) - SHOWN, 0)
    remark = f"另有{others}份通知也{states}，未一一列出；请写明是哪个活动。" if others else ""
    return Narrowed(tuple(found or documents)[:SHOWN], others > 0, remark)


def _stating(documents: Sequence[Document], stated: Iterable[frozenset[PartId]]) -> list[Document]:
    """The documents that state all of what is looked for."""
    parts = reduce(frozenset.intersection, stated)
    return [one for one in documents if not one.parts.isdisjoint(parts)] if parts else []


def _contacts(query: Query, documents: Sequence[Document], shelf: Shelf) -> Narrowed | None:
    asked = [word for pattern, word, _ in CHANNELS if pattern.search(query.wording)]
    words = [*terms_of_whom(query), *EMAIL.findall(query.wording)]
    words += [organ for organ in query.organs if not any(issued_by(organ, one) for one in documents)]
    stated = [shelf.mentions(Contact, words=word).parts for word in words]
    stated += [shelf.mentions(Contact, field=FIELDS[word]).parts for word in asked]
    found = _stating(documents, stated or [shelf.mentions(Contact).parts])
    if not found and words:
        return None
    of = "".join(f"“{word}”" for word in words)
    return _newest(found, documents, f"写有{of}{'的' if of else ''}{listing(asked) if asked else '联系方式'}")


def _laws(query: Query, documents: Sequence[Document], shelf: Shelf) -> Narrowed:
    stated = [shelf.mentions(LawReference, words=law).parts for law in query.laws]
    if not stated:
        guides = lexicon.GUIDELINE_ASKED.search(query.wording) is not None
        categories = {LawCategory.GUIDELINE} if guides else BINDING_LAWS
        found = (shelf.mentions(LawReference, field="category", value=one.value).parts for one in categories)
        stated = [frozenset[PartId]().union(*found)]
    names = "".join(f"《{law}》" for law in query.laws)
    return _newest(_stating(documents, stated), documents, f"提到{names or '法律法规'}")


def _deadlines(query: Query, documents: Sequence[Document], shelf: Shelf) -> Narrowed | None:
    if lexicon.LATE.search(query.wording):
        return None
    terms = [one for one in query.terms if one not in GENERIC and not NAMES_A_DAY.search(one)]
    named = [shelf.mentions(Deadline, words=term).parts for term in terms]
    of = "".join(f"“{term}”" for term in terms)
    states = f"写有{of}{'这段时间' if query.window else ''}{'的' if of or query.window else ''}时限"
    submitted = partial(shelf.mentions, Deadline, field="kind", value=DeadlineKind.SUBMISSION.value)
    for look in (submitted, partial(shelf.mentions, Deadline)):
        mentions = look()
        if found := _stating(documents, [_within(mentions, query.window), *named]):
            return _newest(found, documents, states)
    return None if terms else _newest((), documents, states)


def _within(mentions: Mentions, window: Window) -> frozenset[PartId]:
    if not window:
        return mentions.parts
    dated = ((list(filter(None, days)), parts) for days, parts in mentions.by_days.items())
    return frozenset[PartId]().union(*(parts for days, parts in dated if days_fall_in(days, window)))


def _period(query: Query, documents: Sequence[Document], shelf: Shelf) -> Narrowed | None:
    asked = [term for term in query.terms if not PLAIN.fullmatch(term) and not NAMES_A_DAY.search(term)]
    if lexicon.WHAT_RUNS.search(query.wording) and not query.campaign:
        running = [one for one in documents if runs_then(one, query)]
        return _newest(running, documents, "在这段时间有活动")
    if asked:
        found = _stating(documents, [shelf.mentions(Deadline, words=term).parts for term in asked])
        return _newest(found, documents, "写有这个时间") if found else None
    dated = [one for one in documents if one.campaign is not None and one.campaign.start is not None]
    return _newest(dated, documents, "写有活动时间")


def _notices(query: Query, documents: Sequence[Document], shelf: Shelf) -> Narrowed | None:
    if lexicon.LACKING.search(query.wording):
        return _lacking(query, documents, shelf)
    documents = issued_within(query, documents)
    if query.laws:
        return _laws(query, documents, shelf)
    if at := ONE_END.search(query.wording):
        return Narrowed((documents[0] if at.group() in NEWEST else documents[-1],))
    if mentioned(query) and (LIST.search(query.wording) or not lexicon.HAND_IN.search(query.wording)):
        return None
    return _newest(documents, documents, "符合")


def _lacking(query: Query, documents: Sequence[Document], shelf: Shelf) -> Narrowed:
    """Those without any fact of the kind that may be lacking; a notice without a 文号 or date says so in its masthead."""
    for words, kind in LACKING:
        if any(word in query.wording for word in words):
            stating = shelf.mentions(kind).parts
            return _newest([one for one in documents if one.parts.isdisjoint(stating)], documents, "没有写明")
    return _newest([one for one in documents if one.doc_number is None or one.issued is None], documents, "没有写明")


NARROWING: Mapping[Kind, Narrowing] = MappingProxyType(
    {
        Kind.CONTACTS: _contacts,
        Kind.LAWS: _laws,
        Kind.DEADLINES: _deadlines,
        Kind.PERIOD: _period,
        Kind.NOTICES: _notices,
    }
)

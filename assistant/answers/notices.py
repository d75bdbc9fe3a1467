"""About the notices themselves: which there are, their 文号, issuer, date, addressees, and which of them mention something."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import lexicon
from assistant.answers.deadlines import answer_deadlines
from assistant.answers.draft import Case, Writer, not_stated, part_of
from assistant.answers.verdicts import answer_forbidden
from assistant.model import Draft, Kind, Query, Quote, Status
from assistant.scope import Document
from assistant.wording import day, listing
from ingest.facts.sentences import sentences
from ingest.model import BINDING_LAWS, ClauseKind, Contact, DeadlineKind, Notice, Span

LIST = re.compile(
    r"(?:哪[些几]|几[份个篇]|所有|全部|有什么|多少)[^，。？?]{0,12}(?:通知|文件|公告|方案)|通知.{0,3}(?:列表|清单|目录)"
)

FORBIDS = re.compile(r"禁止|严禁|不得|不准|不允许")
CITED = re.compile(r"《([^《》]{4,40})》")
OF_NOTICES = re.compile(r"通知|文件|文号|印发|方案|公告|发文|标题|主送|商务|目前|现在|库|字号|号文")
ONE_END = re.compile(r"最早|最新|最近|最后")
NEWEST = frozenset({"最新", "最近", "最后"})

Attribute = Callable[[Document, Notice], tuple[str, Span] | None]


def _doc_number(document: Document, notice: Notice) -> tuple[str, Span] | None:
    found = notice.part(document.part).masthead.doc_number
    return (f"发文字号：{found.value}。", found.span) if found else None


def _issuer(document: Document, notice: Notice) -> tuple[str, Span] | None:
    found = notice.part(document.part).masthead.issuers
    if not found:
        return None
    return f"发文单位：{listing([issuer.value for issuer in found])}。", Span(found[0].span.start, found[-1].span.end)


def _issued(document: Document, notice: Notice) -> tuple[str, Span] | None:
    head = notice.part(document.part).masthead
    if head.issued is None or head.issued_span is None:
        return None
    word = "印发日期" if "印发" in head.issued_span.of(notice.text) else "成文日期"
    return f"{word}：{day(head.issued)}。", head.issued_span


def _addressees(document: Document, notice: Notice) -> tuple[str, Span] | None:
    found = notice.part(document.part).masthead.addressees
    if not found:
        return None
    return f"主送：{listing([one.value for one in found])}。", Span(found[0].span.start, found[-1].span.end)


def _title(document: Document, notice: Notice) -> tuple[str, Span] | None:
    found = notice.part(document.part).masthead.title
    return (f"标题：《{found.value}》。", found.span) if found else None


def _copies(document: Document, notice: Notice) -> tuple[str, Span] | None:
    for clause in notice.clauses:
        if clause.part == document.part and clause.kind is ClauseKind.COLOPHON:
            for line in sentences(notice.text, clause.own):
                if line.of(notice.text).startswith("抄送"):
                    return line.of(notice.text), line
    return None


# (asked for by, what is then not stated, where it is read)
ATTRIBUTES: tuple[tuple[re.Pattern[str], str, Attribute], ...] = (
    (re.compile(r"文号|发文字号|第?几号文|什么号"), "发文字号", _doc_number),
    (
        re.compile(
            r"(?:谁|哪个|哪家|哪里|什么(?:单位|部门|机关))(?:[^，。]{0,6})?(?:印?发|下发|出)(?!货|放)|发文(?:单位|机关)|(?:印?发|下发)的?(?:单位|机关|部门)"
        ),
        "发文单位",
        _issuer,
    ),
    (
        re.compile(
            r"(?:哪天|几号|什么时候|啥时候|何时|哪年|哪一天|日期|时间)[^，。]{0,5}(?:印?发|下发)|(?:印?发|下发|成文)[^，。]{0,4}(?:日期|时间|哪天|几号|什么时候|啥时候|何时)|通知.{0,2}日期"
        ),
        "成文日期",
        _issued,
    ),
    (re.compile(r"抄送|抄给|抄了?一?份"), "抄送机关", _copies),
    (re.compile(r"主送|发给(?:谁|哪)|给谁的|印发给"), "主送机关", _addressees),
    (re.compile(r"标题|全称|叫什么"), "标题", _title),
)


def answer_notices(case: Case) -> Draft:
    """Attributes where the question asks for them, else the list of notices that fit."""
    asked = [(what, read) for pattern, what, read in ATTRIBUTES if pattern.search(case.query.wording)]
    if lexicon.LACKING.search(case.query.wording):
        return _lacking(case)
    mentions = mentioned(case.query)
    case = replace(case, documents=issued_within(case.query, case.documents))
    cited = CITED.search(case.query.wording) if any(read is _doc_number for _, read in asked) else None
    if cited and not any(cited.group(1) in document.title for document in case.documents):
        return _number_of(case, cited.group(1))
    if asked and not LIST.search(case.query.wording):
        return _attributes(case, asked)
    if mentions and lexicon.HAND_IN.search(case.query.wording):
        return answer_deadlines(case)  # 哪些通知要求报总结: those with a deadline for it, not those that speak of it
    if FORBIDS.search(case.query.wording) and (forbidden := answer_forbidden(case)):
        return forbidden
    documents = list(case.documents)
    if at := ONE_END.search(case.query.wording):
        documents = documents[:1] if at.group() in NEWEST else documents[-1:]
        mentions = []
    writer = Writer(Kind.NOTICES)
    if case.query.laws or mentions:
        return _mentioning(case, mentions)
    for document in documents:
        _write_document(writer, case, document)
    return writer.draft() if writer.quotes else not_stated(case, "标题")


def mentioned(query: Query) -> list[str]:
    """The things that a question looks for in notices: 哪些通知提到以旧换新."""
    return [term for term in query.terms if not OF_NOTICES.search(term)]


def issued_within(query: Query, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents issued in the time asked about, 2021年3月发的; all of them where none was."""
    first, last = query.window.first, query.window.last
    if first is None or last is None:
        return tuple(documents)
    return tuple(one for one in documents if one.issued and first <= one.issued <= last) or tuple(documents)


# (what may be lacking, how an answer calls it, whether a document has it)
HAVING: tuple[tuple[re.Pattern[str], str, Callable[[Document, Notice], bool]], ...] = (
    (re.compile(r"传真"), "传真", lambda document, notice: any(one.faxes for one in _contacts(document, notice))),
    (re.compile(r"邮箱|邮件"), "邮箱", lambda document, notice: any(one.emails for one in _contacts(document, notice))),
    (re.compile(r"电话|号码"), "电话", lambda document, notice: any(one.phones for one in _contacts(document, notice))),
    (re.compile(r"联系"), "联系方式", lambda document, notice: bool(_contacts(document, notice))),
    (
        re.compile(r"文号|字号"),
        "发文字号",
        lambda document, notice: notice.part(document.part).masthead.doc_number is not None,
    ),
    (
        re.compile(r"日期|落款"),
        "成文日期",
        lambda document, notice: notice.part(document.part).masthead.issued is not None,
    ),
    (
        re.compile(r"[报交]|时限|截止"),
        "报送时限",
        lambda document, notice: any(
            part_of(notice, one) in document.parts and one.kind is DeadlineKind.SUBMISSION
            for one in notice.facts.deadlines
        ),
    ),
    (
        re.compile(r"法律|法规"),
        "须遵守的法律法规",
        lambda document, notice: any(
            part_of(notice, one) in document.parts and one.category in BINDING_LAWS for one in notice.facts.laws
        ),
    ),
)


def _contacts(document: Document, notice: Notice) -> list[Contact]:
    return [one for one in notice.facts.contacts if part_of(notice, one) in document.parts]


def _lacking(case: Case) -> Draft:
    """The notices that do not have what the question asks for, each with its title."""
    named = next(((word, has) for pattern, word, has in HAVING if pattern.search(case.query.wording)), None)
    if named is None:
        return Draft(
            Status.NOT_FOUND, Kind.NOTICES, "没有找到能回答这个问题的通知条款。请写明是哪个活动，或换一种说法。"
        )
    word, has = named
    writer = Writer(Kind.NOTICES)
    for document in case.documents:
        notice = case.notice(document)
        title = notice.part(document.part).masthead.title
        if title is not None and not has(document, notice):
            number = writer.cite(notice, notice.clause_at(title.span.start).id, title.span)
            writer.say(f"{document.name}没有写明{word}。", [number])
    if writer.quotes:
        return writer.draft()
    return Draft(Status.NOT_FOUND, Kind.NOTICES, f"没有“不写{word}”的通知。")


def _attributes(case: Case, asked: list[tuple[str, Attribute]]) -> Draft:
    writer = Writer(Kind.NOTICES)
    for document in case.documents:
        notice = case.notice(document)
        said = [found for _, read in asked if (found := read(document, notice))]
        if not said:
            continue
        prefix = f"{document.name}" if len(case.documents) > 1 else ""
        for text, span in said:
            clause = notice.clause_at(span.start)
            writer.say(f"{prefix}{text}", [writer.cite(notice, clause.id, span)])
    if writer.quotes:
        return writer.draft()
    return not_stated(case, listing([what for what, _ in asked]), _title_quotes(case))


def _number_of(case: Case, title: str) -> Draft:
    """The 文号 that a notice prints behind another text that it names: 《…要点》（商办发〔2021〕3号)."""
    writer = Writer(Kind.NOTICES)
    printed = re.compile(rf"《[^《》]*{re.escape(title)}[^《》]*》\s*[（(]([^（）()]{{2,24}}号)[）)]")
    for document in case.documents:
        notice = case.notice(document)
        for clause in notice.clauses:
            if clause.part not in document.parts:
                continue
            for span in sentences(notice.text, clause.own):
                if found := printed.search(span.of(notice.text)):
                    writer.say(f"《{title}》：{found.group(1)}。", [writer.cite(notice, clause.id, span)])
    return writer.draft() if writer.quotes else not_stated(case, f"《{title}》的文号")


def _mentioning(case: Case, mentions: list[str]) -> Draft:
    """The notices that name a law or a thing, each with the sentence that does."""
    writer = Writer(Kind.NOTICES)
    for document in case.documents:
        notice = case.notice(document)
        for clause in notice.clauses:
            if clause.part not in document.parts:
                continue
            text = clause.own.of(notice.text)
            words = [f"《{law}》" for law in case.query.laws] or mentions
            if not all(word in text for word in words):
                continue
            at = clause.span.start + text.index(words[0])
            span = _sentence_at(notice, clause.own, at)
            writer.say(f"{document.name}：{span.of(notice.text).strip()}", [writer.cite(notice, clause.id, span)])
            break
    if writer.quotes:
        return writer.draft()
    return not_stated(case, listing([f"《{law}》" for law in case.query.laws] or mentions))


def _sentence_at(notice: Notice, within: Span, offset: int) -> Span:
    return next((one for one in sentences(notice.text, within) if one.start <= offset < one.end), within)


def _write_document(writer: Writer, case: Case, document: Document) -> None:
    notice = case.notice(document)
    head = notice.part(document.part).masthead
    if head.title is None:
        return
    number = writer.cite(notice, notice.clause_at(head.title.span.start).id, head.title.span)
    numbers = [number]
    text = document.name
    if head.issued is not None and head.issued_span is not None:
        numbers.append(writer.cite(notice, notice.clause_at(head.issued_span.start).id, head.issued_span))
        text += f"，{day(head.issued)}"
    writer.say(text + "。", numbers)


def _title_quotes(case: Case) -> list[Quote]:
    quotes: list[Quote] = []
    for document in case.documents:
        notice = case.notice(document)
        title = notice.part(document.part).masthead.title
        if title:
            quotes.append(
                Quote(notice.id, notice.clause_at(title.span.start).id, title.span, title.span.of(notice.text))
            )
    return quotes

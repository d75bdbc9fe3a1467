"""What a person reads in a terminal: answers, notices and tables as plain Chinese text. Ours in, lines out.

Every fact comes with the place it stands at, as everywhere. No colour, no box drawing: it can be piped and searched.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.grid import flattened
from assistant.model import Answer, Citation
from assistant.view import Named, Notices, campaigns_of, doc_number_of, document_name, due_status, title_of
from ingest.library import Entry
from ingest.model import (
    Clause,
    ClauseKind,
    Contact,
    Deadline,
    DeadlineKind,
    Dropped,
    Fact,
    LawReference,
    Notice,
    Prohibition,
    Stated,
)

DUE_WORDS = {"upcoming": "未到", "today": "今天", "past": "已过", "recurring": "定期", "undated": "无日期"}
DROPPED_WORDS = {
    "page number": "页码",
    "scanner debris": "扫描残留",
    "footnote digit": "脚注序号",
    "control characters": "控制字符",
    "site": "网站内容",
    "running head": "页眉页脚",
    "hidden or struck out": "隐藏或删去",
    "table of contents": "目录",
}
NOTHING = "没有符合条件的内容。"


def printable(text: str) -> str:
    """Without control characters: a file must not be able to steer the terminal of its reader.

    >>> printable("报送\\x1b[2J材料")
    '报送[2J材料'
    """
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def answer_text(answer: Answer) -> str:
    """The answer, what to beware of, the sources with their quotes, what to ask next."""
    blocks = [flattened(answer.text)]
    if answer.warnings:
        blocks.append(_lines("注意", (caveat.message for caveat in answer.warnings)))
    if answer.citations:
        blocks.append("出处\n" + "\n".join(f"[{one.n}] {_source(one)}" for one in answer.citations))
    if answer.nearest:
        blocks.append("最相近的原文\n" + "\n".join(f"  {_source(one)}" for one in answer.nearest))
    if answer.suggestions:
        blocks.append(_lines("可以接着问", answer.suggestions))
    return printable("\n\n".join(blocks))


def chat_text(answer: Answer, base_url: str) -> str:
    """The answer for a chat window that reads Markdown: its text, what to beware of, and the source list with links.

    Quotes stay as they are printed, to the character; two spaces before a line end keep the lines apart.
    """
    return in_markdown(answer.text) + sources_text(answer, base_url)


def sources_text(answer: Answer, base_url: str) -> str:
    """What follows the text of an answer in a chat window."""
    blocks = ["  \n".join(["注意", *(caveat.message for caveat in answer.warnings)])] if answer.warnings else []
    for title, citations in (("出处", answer.citations), ("最相近的原文", answer.nearest)):
        if citations:
            blocks.append(title + "\n\n" + "\n".join(_linked(one, base_url) for one in citations))
    return printable("".join(f"\n\n{block}" for block in blocks))


def in_markdown(text: str) -> str:
    """Lines of plain text as lines of Markdown."""
    return printable(text.replace("\n", "  \n"))


def _linked(citation: Citation, base_url: str) -> str:
    doc_number = f"（{citation.doc_number}）" if citation.doc_number else ""
    place = f"{citation.label} 第{citation.page}页" if citation.page is not None else citation.label
    quote = citation.quote.strip().replace("\n", "  \n  ")
    return f"- [{citation.n}] {citation.title}{doc_number} [{place}]({base_url}{citation.url})  \n  “{quote}”"


def notices_text(entries: Sequence[Entry]) -> str:
    """Two lines per notice: what names it, and how to ask for it."""
    if not entries:
        return NOTHING
    return printable("\n".join(_notice_item(entry) for entry in entries))


def notice_text(
    notice: Notice, *, version: int, as_of: date, amended: Sequence[str] = (), amends: Sequence[str] = ()
) -> str:
    """Masthead, what changes it and what it changes, clause tree, facts, what is odd in the source, what was left out."""
    masthead = notice.main.masthead
    head = [title_of(notice)]
    head += [f"文号：{masthead.doc_number.value}"] if masthead.doc_number else []
    head += [f"发文机关：{'、'.join(one.value for one in masthead.issuers)}"] if masthead.issuers else []
    head += [f"主送机关：{'、'.join(one.value for one in masthead.addressees)}"] if masthead.addressees else []
    head += [f"成文日期：{masthead.issued}"] if masthead.issued else []
    head += [f"活动：{one.name}{_period(one.start, one.end)}" for one in campaigns_of(notice)]
    head += [f"编号：{notice.id}　来源：{notice.source}　第{version}版"]
    facts = notice.facts
    organisers = (f"{one.role.value}：{'、'.join(one.names)}" for one in facts.organisers)
    themes = (f"{one.kind.value}：{one.text}" for one in facts.themes)
    blocks = [
        "\n".join(head),
        _lines("本通知已有变动", amended),
        _lines("本通知变动的文件", amends),
        "条款\n" + "\n".join(_tree(notice)),
        _lines("时限", (deadline_line(one, due_status(one, as_of)) for one in facts.deadlines)),
        _lines("联系人", (contact_line(one) for one in facts.contacts)),
        _lines("法律法规和文件", (law_line(one) for one in facts.laws)),
        _lines("禁止事项", (prohibition_line(one) for one in facts.prohibitions)),
        _lines("组织单位", organisers),
        _lines("主题和口号", themes),
        _lines("原文有疑", (f"{one.message}（{one.code}）" for one in notice.anomalies)),
        _lines("未收入正文", (f"{dropped_word(one)}：{one.text.strip()}" for one in notice.dropped)),
    ]
    return printable("\n\n".join(block for block in blocks if block))


def deadlines_text(stated: Sequence[Stated[Deadline]], notices: Notices, as_of: date) -> str:
    return _stated([(one, deadline_line(one.fact, due_status(one.fact, as_of))) for one in stated], notices)


def contacts_text(stated: Sequence[Stated[Contact]], notices: Notices) -> str:
    return _stated([(one, contact_line(one.fact)) for one in stated], notices)


def laws_text(stated: Sequence[Stated[LawReference]], notices: Notices) -> str:
    return _stated([(one, law_line(one.fact)) for one in stated], notices)


def when(deadline: Deadline) -> str:
    """The time of a deadline in words, the weekday left to the reader.

    >>> from ingest.model import ClauseId, Span
    >>> when(Deadline(clause=ClauseId("c"), span=Span(0, 9), kind=DeadlineKind.SUBMISSION, what="总结", due=date(2024, 5, 13), qualifier="前"))
    '2024-05-13前'
    >>> when(Deadline(clause=ClauseId("c"), span=Span(0, 9), kind=DeadlineKind.SUBMISSION, what="月报", rule="每月5日前"))
    '每月5日前'
    """
    last = deadline.due or deadline.end
    if deadline.start and last and deadline.start != last:
        words = f"{deadline.start}至{last}"
    else:
        words = f"{last or deadline.start or ''}"
    if words:
        words += f" {deadline.due_time}" if deadline.due_time else ""
        words += deadline.qualifier or ""
    if not deadline.rule:
        return words or "未写明日期"
    return f"{words}（{deadline.rule}）" if words else deadline.rule


def due_word(deadline: Deadline, status: str) -> str:
    """The status in Chinese; a period that includes the day is running."""
    return "进行中" if status == "today" and deadline.kind is DeadlineKind.PERIOD else DUE_WORDS[status]


def dropped_word(dropped: Dropped) -> str:
    """Why something was left out, in Chinese; a reason we have no word for stays as it is."""
    return DROPPED_WORDS.get(dropped.reason, dropped.reason)


def _stated(lines: Sequence[tuple[Stated[Fact], str]], notices: Notices) -> str:
    """Each fact under the notice it stands in, with its clause and quote."""
    shown: list[str] = []
    for one, line in lines:
        notice = notices(one.notice)
        if notice is None:
            continue
        clause = notice.clause(one.fact.clause)
        shown.append(
            f"{line}\n    {_one_line(document_name(notice, one.part))} {clause.label}\n    “{_one_line(one.fact.span.of(notice.text))}”"
        )
    return printable("\n".join(shown) if shown else NOTHING)


def _notice_item(entry: Entry) -> str:
    names = "、".join(f"{one.name}{_period(one.start, one.end)}" for one in campaigns_of(entry))
    repealed = "　已废止" if entry.state == "repealed" else ""
    return f"{entry.id}  {_named(entry)}{repealed}\n    {names or '未识别出活动'}　来源：{entry.source}"


def deadline_line(deadline: Deadline, status: str | None = None) -> str:
    """When, who, what and to whom; with a status, how it stands today."""
    who = f"{deadline.who}：" if deadline.who else ""
    receiver = f" → {deadline.to}" if deadline.to else ""
    standing = f"　{due_word(deadline, status)}" if status else ""
    return f"{when(deadline)}{standing}　{who}{deadline.what}{receiver}"


def contact_line(contact: Contact) -> str:
    named = (
        ("", contact.names),
        ("", (contact.organisation,) if contact.organisation else ()),
        ("电话 ", contact.phones),
        ("传真 ", contact.faxes),
        ("邮箱 ", contact.emails),
        ("地址 ", contact.addresses),
    )
    return "　".join(label + "、".join(values) for label, values in named if values)


def prohibition_line(prohibition: Prohibition) -> str:
    """Who must not do what, and when: 活动期间，参与活动的企业严禁销售假冒伪劣商品."""
    condition = f"{prohibition.condition}，" if prohibition.condition else ""
    return f"{condition}{prohibition.who or ''}{prohibition.word}{prohibition.what}"


def law_line(law: LawReference) -> str:
    title = law.title + (f"（{law.doc_number}）" if law.doc_number else "")
    articles = f"　{'、'.join(law.articles)}" if law.articles else ""
    duty = f"　{'、'.join(law.bound)}{law.duty or ''}" if law.bound or law.duty else ""
    return title + articles + duty


def _tree(notice: Notice) -> Iterable[str]:
    depths: dict[str, int] = {}
    part = None
    for clause in notice.clauses:
        if clause.part != part:
            part = clause.part
            title = notice.part(part).masthead.title
            yield f"  {notice.part(part).label}{f'　{_one_line(title.value)}' if title else ''}"
        depths[clause.id] = 1 + (depths[clause.parent] if clause.parent else 0)
        if clause.kind is ClauseKind.CLAUSE:
            yield "  " + "  " * depths[clause.id] + _clause(clause)


def _clause(clause: Clause) -> str:
    """`heading` begins with the printed number; a clause without one is named by its place."""
    heading = _one_line(clause.heading)
    return f"{clause.path[-1]}：{heading}" if clause.path[-1] in ("引言", "结尾") else heading


def _source(citation: Citation) -> str:
    doc_number = f"（{citation.doc_number}）" if citation.doc_number else ""
    page = f" 第{citation.page}页" if citation.page is not None else ""
    return f"{citation.title}{doc_number} {citation.label}{page}\n    “{_one_line(citation.quote)}”"


def _named(notice: Named) -> str:
    doc_number = doc_number_of(notice)
    return _one_line(title_of(notice)) + (f"（{doc_number}）" if doc_number else "")


def _period(start: date | None, end: date | None) -> str:
    return f"（{start}至{end}）" if start and end else f"（{start}起）" if start else ""


def _lines(title: str, lines: Iterable[str]) -> str:
    """A block under a title; nothing where there are no lines."""
    shown = [f"  {line}" for line in lines]
    return "\n".join([title, *shown]) if shown else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())

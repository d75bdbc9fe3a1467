"""Sections and attachments by their titles: 重点任务有哪些, 工作要求有几条, 承诺书是哪个附件, 有几个附件.

A section is answered with the titles of what stands below it, all of them; details are asked for by those titles.
"""

from __future__ import annotations

import re
import unicodedata

from assistant import lexicon
from assistant.answers.draft import Case, Writer, heading_line
from assistant.answers.passages import best_span, first_words
from assistant.model import Draft, Kind
from assistant.verify import one_line
from ingest.model import Clause, ClauseKind, Notice, Part

ASKS_FOR_ALL = re.compile(
    r"(?:有|包[括含]|是)?哪些[^，。？?怎如]{2,8}(?:$|[？?。])|(?:有|包[括含]|分为?|是)?(?:哪些?|什么|啥|几|多少)(?:个|条|项|点|步|部分|方面|大|种)*(?:内容|要求|任务|措施|工作|活动)?(?:$|[？?。])|哪几[个条项点步]|几[条项点步个]|分几|多少[条项点]"
)
NUMBERED = re.compile(r"^[\s（(]*[一二三四五六七八九十\d]+[）)、.．\s]*")
TITLE_END = re.compile(r"[。．:：；;，,\n]")
EACH = re.compile(r"^(?:各个?|其[他它]|所有)")
MIN_CHILDREN = 2
MIN_WORDS = 3  # characters of a title that a question may name a section by


def answer_section(case: Case) -> Draft | None:
    """The titles below the section that a question names by its title; None where it names none."""
    wording = _plain(case.query.wording)
    if not ASKS_FOR_ALL.search(case.query.wording):
        return None
    writer = Writer(Kind.CLAUSES)
    for document in case.documents:
        notice = case.notice(document)
        named = [
            (clause, title)
            for clause in notice.clauses
            if clause.part in document.parts
            and clause.kind is ClauseKind.CLAUSE
            and (title := _named_by(clause, wording))
            and len(children_of(notice, clause)) >= MIN_CHILDREN
        ]
        longest = max((len(title) for _, title in named), default=0)
        for clause, title in named:
            if len(title) < longest:
                continue
            if len(case.documents) > 1 or not case.pins(document):
                writer.say(heading_line(case, document))
            children = children_of(notice, clause)
            if meant := [one for one in children if _is_meant(one, case)]:  # 电商平台的责任分工: that of one of them
                for child in meant:
                    if (whole := best_span(notice, child, lambda _: 0.0, ())) is not None:
                        writer.say(one_line(whole.of(notice.text)), [writer.cite(notice, child.id, whole)])
                continue
            span = first_words(notice, clause)
            writer.say(one_line(span.of(notice.text)), [writer.cite(notice, clause.id, span)])
            for child in children:
                span = first_words(notice, child)
                writer.say(one_line(span.of(notice.text)), [writer.cite(notice, child.id, span)])
    return writer.draft() if writer.quotes else None


def answer_attachment(case: Case) -> Draft | None:
    """The attachments of the documents with their titles, or the one whose title the question names."""
    if not lexicon.ASKS_ATTACHMENT.search(case.query.wording):
        return None
    wording = _plain(case.query.wording)
    writer = Writer(Kind.CLAUSES)
    for document in case.documents:
        notice = case.notice(document)
        attached = [part for part in notice.parts if part.host == document.part and part.masthead.title]
        named = [part for part in attached if _named(part, wording, case)]
        chosen = named or ([] if case.query.terms and not _only_attachment(case) else attached)
        if chosen and (len(case.documents) > 1 or not case.pins(document)):
            writer.say(heading_line(case, document))
        for part in chosen:
            title = part.masthead.title
            if title is not None:
                clause = notice.clause_at(title.span.start)
                writer.say(f"{part.label}：{title.value}", [writer.cite(notice, clause.id, title.span)])
    return writer.draft() if writer.quotes else None


def _is_meant(clause: Clause, case: Case) -> bool:
    title = EACH.sub("", section_title(clause))
    return len(title) >= MIN_WORDS and title in _plain(case.query.wording)


def children_of(notice: Notice, clause: Clause) -> list[Clause]:
    return [one for one in notice.clauses if one.parent == clause.id and one.kind is ClauseKind.CLAUSE]


def _named_by(clause: Clause, wording: str) -> str:
    """The words by which a question names a section: its title, or a name quoted in it; empty where it does not."""
    quoted = [_plain(name) for name in re.findall(r"“([^”]+)”", clause.heading)]
    names = [name for name in (section_title(clause), *quoted) if len(name) >= MIN_WORDS and name in wording]
    return max(names, key=len, default="")


def section_title(clause: Clause) -> str:
    """The title of a clause without its number, folded: 重点任务, 数智赋能主题活动."""
    heading = NUMBERED.sub("", clause.heading)
    return _plain(TITLE_END.split(heading)[0])


def _named(part: Part, wording: str, case: Case) -> bool:
    title = part.masthead.title
    if title is None:
        return False
    plain = _plain(title.value)
    return plain in wording or any(len(term) >= MIN_WORDS and plain.endswith(term) for term in case.query.terms)


def _only_attachment(case: Case) -> bool:
    return all("附件" in term for term in case.query.terms)


def _plain(text: str) -> str:
    return re.sub(r"[\s“”\"'‘’《》]", "", unicodedata.normalize("NFKC", text))

"""Sections and attachments by their titles: 重点任务有哪些, 工作要求有几条, 承诺书是哪个附件, 有几个附件.

A section is answered with the titles of what stands below it, all of them; details are asked for by those titles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant import lexicon
from assistant.answers.draft import Case, Writer, heading_line
from assistant.answers.passages import first_words
from assistant.answers.weighing import best_span
from assistant.model import Draft, Kind
from assistant.verify import one_line
from ingest.model import Clause, ClauseKind, Notice, Part, Span

ASKS_FOR_ALL = re.compile(
    r"(?:有|包[括含]|是)?哪些[^，。？?怎如]{2,8}(?:$|[？?。])|(?:有|包[括含]|分为?|是)?(?:哪些?|什么|啥|几|多少)(?:个|条|项|点|步|部分|方面|大|种)*(?:内容|要求|任务|措施|工作|活动)?(?:$|[？?。])|哪几[个条项点步]|几[条项点步个]|分几|多少[条项点]"
)
NUMBERED = re.compile(r"^[\s（(]*[一二三四五六七八九十\d]+[）)、.．\s]*")
TITLE_END = re.compile(r"[。．:：；;，,\n]")
EACH = re.compile(r"^(?:各个?|其[他它]|所有)")
MIN_CHILDREN = 2
SHORT = 110  # characters
MAX_DOCUMENTS = 3  # shown side by side; of more a reader is asked which
# What a question asks for that says nothing of its subject (有哪些要求, 搞什么活动), and how sections of it are titled.
BROAD: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"(?:有|是|提了?|列了?)?(?:哪些|什么|啥|几[条项点个])(?:具体|主要|工作|总体|相关)?的?要求|要求(?:都|主要)?(?:有|是)?(?:哪些|什么|啥|几[条项点])|的?(?:工作|总体|具体)?要求$"
        ),
        re.compile(r"要求$|保障(?:措施|举措)?$|有关事项$|注意事项$"),
    ),
    (
        re.compile(
            r"(?:分|有)?(?:哪|几)个?(?:些|几)?个?(?:步骤?|阶段)|(?:步骤|阶段|流程)(?:都|主要)?(?:有|是|分)?(?:哪些|什么|啥|几个?)"
        ),
        re.compile(r"步骤$|阶段$|进度(?:安排)?$|流程$|时间安排$"),
    ),
    (
        re.compile(
            r"(?:有|是|搞|办|开展|举办|组织)?(?:哪些|什么|啥|几[条项点个])(?:具体|主要|重点|配套|主题|特色)?的?(?:活动|任务|工作|内容|措施|举措|安排|动作|花样)(?:内容)?|(?:任务|措施|举措|活动内容|工作)(?:都|主要)?(?:有|是)?(?:哪些|什么|啥|几[条项点])|(?:干|做|搞)(?:些|点)?(?:什么|啥)|的?(?:主要|重点|具体)?(?:安排|任务|活动内容)$"
        ),
        re.compile(r"任务$|活动(?:内容|安排)$|措施$|举措$|工作(?:内容|安排)?$|(?:重点|主要)(?:活动|内容)$"),
    ),
)
BROAD_WORDS = re.compile(
    r"^(?:有关|主要|重点|具体|总体|工作|活动|任务|措施|举措|内容|安排|要求|步骤|阶段|流程|配套|主题|特色|动作|花样|主要干|主要做|主要搞|具体干|干|搞)+$"
)
TOP_LEVEL = 2  # labels in the path of a section: its part and its number
UNNUMBERED = ("引言", "结尾")
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
                span = short_or_title(notice, child)
                writer.say(one_line(span.of(notice.text)), [writer.cite(notice, child.id, span)])
    return writer.draft() if writer.quotes else None


def short_or_title(notice: Notice, clause: Clause) -> Span:
    """A clause of a line or two as it is; of a longer one, and of one that heads others, its title."""
    words = clause.own.of(notice.text)
    left, right = len(words) - len(words.lstrip()), len(words.rstrip())
    if not 0 < right - left <= SHORT or children_of(notice, clause):
        return first_words(notice, clause)
    return Span(clause.own.start + left, clause.own.start + right)


def answer_broadly(case: Case) -> Draft | None:
    """The titles of all that a notice asks for or plans, where the question names the campaign and nothing of it.

    有哪些要求 is answered by the section of that title; a notice without one is asked section by section: its own.
    None for a question with a subject of its own, and where no campaign is named.
    """
    asked = next((titles for pattern, titles in BROAD if pattern.search(case.query.wording)), None)
    if asked is None or not case.named or any(not BROAD_WORDS.search(term) for term in case.query.terms):
        return None
    writer = Writer(Kind.CLAUSES)
    for document in case.documents[:MAX_DOCUMENTS]:
        notice = case.notice(document)
        clauses = [one for one in notice.clauses if one.part in document.parts and one.kind is ClauseKind.CLAUSE]
        titled = [
            one
            for one in clauses
            if len(one.path) == TOP_LEVEL
            and asked.search(section_title(one))
            and len(children_of(notice, one)) >= MIN_CHILDREN
        ]
        shown = [line for one in titled for line in (one, *children_of(notice, one))] or _sections(clauses)
        if len(shown) < MIN_CHILDREN:
            continue
        if len(case.documents) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for clause in shown:
            span = short_or_title(notice, clause)
            writer.say(one_line(span.of(notice.text)), [writer.cite(notice, clause.id, span)])
    return writer.draft() if writer.quotes else None


def _sections(clauses: Sequence[Clause]) -> list[Clause]:
    """The numbered sections of the first part that has several."""
    for part in dict.fromkeys(one.part for one in clauses):
        found = [
            one for one in clauses if one.part == part and len(one.path) == TOP_LEVEL and one.path[-1] not in UNNUMBERED
        ]
        if len(found) >= MIN_CHILDREN:
            return found
    return []


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

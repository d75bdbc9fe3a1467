"""Which other notices a notice changes: 补充, 更正, 延期, 变更, 废止. Notice in, amendments out.

Two places say so: the title of a document (关于…的补充通知), whose lead then names what it changes, and single
sentences of a body (《…》同时废止). What is changed must be named, by 《title》, by 文号 or by the amending title itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.facts.laws.categories import LAW
from ingest.facts.laws.find import Mention, mentions
from ingest.facts.places import sentence_around
from ingest.identity import doc_number_key, title_key
from ingest.model import Amendment, AmendmentKind, Clause, ClauseKind, Found, Notice, PartId, Span
from ingest.organs import CJK
from ingest.structure.masthead import DOC_NUMBER

LEAD_CHARACTERS = 800  # of a body: where an amending notice names what it changes
MAX_GROUND = 60  # characters before a title that may say that it is only a ground
MIN_TITLE = 6  # characters; 《通知》 is a short form of something named before
SAME_SUBJECT = 0.5  # share of the character pairs of the shorter title that two titles must have in common

IN_TITLE: tuple[tuple[AmendmentKind, re.Pattern[str]], ...] = (
    (AmendmentKind.REPEAL, re.compile(r"废止|停止(?:执行|施行)|失效")),
    (AmendmentKind.CORRECTION, re.compile(r"更正|勘误")),
    (AmendmentKind.SUPPLEMENT, re.compile(r"(?:的|有关)?补充(?=通知|公告|通告|规定|说明|意见|事项|函)")),
    (AmendmentKind.EXTENSION, re.compile(r"延期|延长|顺延|推迟|展期")),
    (AmendmentKind.CHANGE, re.compile(r"调整|变更|修改|修订")),
)
SIGN_IN_TITLE = re.compile("|".join(pattern.pattern for _, pattern in IN_TITLE))
# What a sentence says of the document that it has named before these words.
IN_BODY: tuple[tuple[AmendmentKind, re.Pattern[str]], ...] = (
    (
        AmendmentKind.REPEAL,
        re.compile(r"(?<![尚未不])(?<!不得)(?:予以|同时|即行|一并|相应|自[^，。]{1,20}起)废止|停止执行|不再执行"),
    ),
    (AmendmentKind.CORRECTION, re.compile(r"更正(?:如下|为)|作(?:如下|以下)更正|勘误如下")),
    (AmendmentKind.SUPPLEMENT, re.compile(r"补充(?:通知|说明|规定|公告)?如下")),
    (AmendmentKind.EXTENSION, re.compile(r"(?:延期|延长|顺延|推迟)(?:至|到)")),
    (AmendmentKind.CHANGE, re.compile(r"(?:修改|调整|变更)(?:为|如下)|作(?:如下|以下)(?:修改|调整|变更)")),
)
ANY_SIGN = re.compile(
    r"废止|停止执行|停止施行|不再执行|失效|更正|勘误|补充|延期|延长|顺延|推迟|展期|调整|变更|修改|修订"
)
WORDS_BEFORE_NUMBER = re.compile(
    rf"^[{CJK}]*(?:印发|下发|发布|转发|根据|按照|依据|的|及|将|对|在|以)(?=[{CJK}]{{2,}}[〔﹝\[［【（(])"
)
HANDED_ON = re.compile(r"(?!已)[^，。；]{0,6}(?:印发|转发|发给|现予|公布如下)(?!实?施?[之以]?[后来])")  # not: 印发后，
ON_GROUND_OF = re.compile(r"(?:根据|按照?|依据|依照|参照|遵照|贯彻(?:落实)?|落实)[^《》，。；]{0,40}$")
CHANGES_NOTICES = re.compile(
    r"(?:通知|公告|通告|通报|意见|方案|办法|规定|细则|规则|指南|指引|要点|计划|措施|政策)(?:[（(].{1,12}[）)])?$"
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A document that the text names."""

    title: str | None
    doc_number: str | None
    span: Span


def find_amendments(notice: Notice) -> tuple[Amendment, ...]:
    """What the documents of a notice change, in text order; each target once, by its title before by its sentences."""
    if not ANY_SIGN.search(notice.text):
        return ()
    found: list[Amendment] = []
    for part in notice.parts:
        if part.masthead.title and (part.host is None or part.embedded):
            found += _by_title(notice, part.id, part.masthead.title)
    found += _by_sentence(notice)
    kept: dict[tuple[PartId, str], Amendment] = {}
    for one in found:
        document = notice.document_of(notice.clause(one.clause).part)
        target = doc_number_key(one.doc_number) if one.doc_number else title_key(one.title or "")
        kept.setdefault((document.id, target), one)
    return tuple(kept.values())


def subject(title: str) -> str:
    """What a title is about: without the issuer before 关于, without the kind of document, without what it changes.

    >>> subject("商务部办公厅关于举办“第六届双品网购节”的通知"), subject("关于延期举办第六届双品网购节的补充通知")
    ('举办第六届双品网购节', '举办第六届双品网购节')
    """
    core = title_key(title)
    core = SIGN_IN_TITLE.sub("", core)
    core = core[core.find("关于") + 2 :] if "关于" in core else core
    return re.sub(r"的?(?:通知|公告|通告|通报|函)$", "", core)


def _by_title(notice: Notice, part: PartId, title: Found) -> Iterator[Amendment]:
    own = [one for one in _named(title.value, 0, len(title.value)) if one.title]  # a bare 文号 there is its own
    signs = [
        (kind, sign)
        for kind, pattern in IN_TITLE
        if (sign := pattern.search(title.value)) and not any(one.span.holds(Span(*sign.span())) for one in own)
    ]
    if not signs:
        return
    kind = signs[0][0]
    target = own[0] if own else _in_lead(notice, part, title.value, kind)
    if target is None:
        # 补充 and 更正 say by themselves that something was there before; 调整 may be about anything.
        if kind not in (AmendmentKind.SUPPLEMENT, AmendmentKind.CORRECTION):
            return
        plain = SIGN_IN_TITLE.sub("", title.value)
        target = _Named(plain, None, title.span)
    in_title = bool(own) or target.span == title.span
    span = title.span if in_title else _sentence(notice, target.span)
    yield Amendment(
        clause=notice.clause_at(span.start).id,
        span=span,
        kind=kind,
        title=target.title,
        doc_number=target.doc_number,
    )


def _in_lead(notice: Notice, part: PartId, title: str, kind: AmendmentKind) -> _Named | None:
    """The document that the first sentences name: the one most like the amending title, else the first that is no ground.

    调整 is said of all things: there only a title on the same subject counts.
    """
    named: list[tuple[float, _Named]] = []
    left = LEAD_CHARACTERS
    for clause in _clauses(notice, part):
        stretch = Span(clause.own.start, min(clause.own_end, clause.own.start + left))
        left -= stretch.end - stretch.start
        for one in _named(notice.text, stretch.start, stretch.end):
            alike = _alike(subject(title), subject(one.title)) if one.title else 0.0
            ground = bool(
                ON_GROUND_OF.search(notice.text[max(stretch.start, one.span.start - MAX_GROUND) : one.span.start])
            )
            followed = ground and SIGN_IN_TITLE.search(one.title or "")  # a higher office prolongs, and so do we
            if followed or HANDED_ON.match(notice.text, one.span.end, stretch.end):
                continue
            if alike >= SAME_SUBJECT or (kind is not AmendmentKind.CHANGE and not ground):
                named.append((alike, one))
        if left <= 0:
            break
    return max(named, key=lambda scored: (scored[0], -scored[1].span.start))[1] if named else None


def _by_sentence(notice: Notice) -> Iterator[Amendment]:
    for clause in notice.clauses:
        if clause.kind is not ClauseKind.CLAUSE:
            continue
        for kind, pattern in IN_BODY:
            for sign in pattern.finditer(notice.text, clause.own.start, clause.own_end):
                sentence = sentence_around(notice.text, Span(*sign.span()), clause.own)
                for one in _named(notice.text, sentence.start, sign.start()):
                    before = notice.text[sentence.start : one.span.start]
                    bare = one.title is None and kind is not AmendmentKind.REPEAL
                    if not bare and not ON_GROUND_OF.search(before):
                        yield Amendment(
                            clause=clause.id, span=sentence, kind=kind, title=one.title, doc_number=one.doc_number
                        )


def _named(text: str, start: int, end: int) -> list[_Named]:
    """Documents of offices that text[start:end] names, in order: no laws, no short forms."""
    found = [one for mention in mentions(text, start, end) if (one := _of_mention(mention))]
    taken = [one.span for one in found]
    for bare in DOC_NUMBER.finditer(text, start, end):
        words = WORDS_BEFORE_NUMBER.match(bare.group())
        span = Span(bare.start() + (words.end() if words else 0), bare.end())
        if not any(other.start < span.end and span.start < other.end for other in taken):
            found.append(_Named(None, _number(span.of(text)), span))
    return sorted(found, key=lambda one: one.span)


def _of_mention(mention: Mention) -> _Named | None:
    number = DOC_NUMBER.search(mention.remark)
    if len(title_key(mention.inner)) < MIN_TITLE or LAW.search(mention.inner):
        return None
    if number is None and not CHANGES_NOTICES.search(mention.inner):
        return None
    return _Named(mention.inner, _number(number.group()) if number else None, Span(mention.span.start, mention.end))


def _number(printed: str) -> str:
    """As printed, without spaces and without the words before it.

    >>> _number("我厅印发的辽商电商函〔2021〕 15号")
    '辽商电商函〔2021〕15号'
    """
    return WORDS_BEFORE_NUMBER.sub("", re.sub(r"\s", "", printed))


def _clauses(notice: Notice, part: PartId) -> Iterator[Clause]:
    return (one for one in notice.clauses if one.part == part and one.kind is ClauseKind.CLAUSE)


def _sentence(notice: Notice, span: Span) -> Span:
    return sentence_around(notice.text, span, notice.clause_at(span.start).own)


def _alike(title: str, other: str) -> float:
    here, there = ({a + b for a, b in pairwise(text)} for text in (title, other))
    return len(here & there) / max(1, min(len(here), len(there)))

"""The last look at an answer made of facts: whether it holds the kind of thing asked for.

承办单位：通过邀标方式确定 is about 承办单位, and no answer to what it was paid: then the clauses are asked, which refuse what
none of them states.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import lexicon
from assistant.answers import ANSWERERS
from assistant.answers.aspects import answer_aspect
from assistant.answers.back import answer_back
from assistant.answers.draft import Case, Writer, not_stated
from assistant.answers.duties import answer_bringing_in, answer_duties, answer_duties_of
from assistant.answers.passages import passages_answer
from assistant.answers.verdicts import ROLE_WORD, same_organ
from assistant.asked import CLOCK, COPIES, COUNT, NAME, PLACE_NAMED, PRESENTS, SUM, TIME, wanted
from assistant.evidence import NEAR, holds
from assistant.model import Draft, Kind, Status
from assistant.verify import one_line
from ingest.facts.sentences import sentences
from ingest.model import Notice
from ingest.numerals import parse_numeral
from ingest.tokenise import words

# What facts of a kind need not hold, so that an answer made of them may leave it out.
LOOKED_FOR = {
    Kind.DEADLINES: frozenset({COPIES, SUM}),
    Kind.ORGANISERS: frozenset({COPIES, SUM, CLOCK, COUNT, NAME, TIME, PRESENTS, PLACE_NAMED}),
    Kind.CONTACTS: frozenset({CLOCK, SUM}),
}
# How a list of names is asked for: 主会场设在哪个城市, 哪几个部门联合指导. Whoever asks 要不要 asks for something else.
LISTING = frozenset(
    (
        "联合",
        "共同",
        "一起",
        "一块",
        "一块儿",
        "一同",
        "牵头",
        "出面",
        "联手",
        "地点",
        "设在",
        "放在",
        "定在",
        "地方",
        "城市",
        "省份",
        "具体",
        "参与",
        "参加",
    )
)
MUST = re.compile(r"要不要|需不需要|用不用|必须|得不得")
BATCH = re.compile(r"第([一二三四五六七八九十\d]{1,2})(批|期|轮)")
ASKS_ELSE = re.compile(r"谁|哪[里儿个家些几\d]|什么|啥|怎么|如何")
ASKS_WHERE = re.compile(r"(?:寄|邮|送|交)(?:送|到|往|去|给)*(?:哪里|哪儿|哪)")
SECTIONED = (Kind.CLAUSES, Kind.DEADLINES, Kind.PERIOD, Kind.LAWS)  # 申报条件, 提交哪些材料, 评选标准 are titles, too
TIMED = (Kind.DEADLINES, Kind.PERIOD)
ASKS_TIME = re.compile(
    r"时[候间](?!.*谁)|日期|期限|时限|截[止至]|何时|几[时号月日点天]|哪[一两几]?[天日年月]|多久|多会|最[晚迟]|多长|多少天|来得及|赶得"
)


def answer_of_kind(case: Case) -> Draft:
    """The answer to a question by its kind; by the clauses where the facts leave out what is asked for."""
    if case.query.pointer is not None:
        return answer_back(case, case.query.pointer, ANSWERERS[case.query.kind])
    if (batch := batch_not_there(case)) is not None:
        return not_stated(case, f"“{batch}”")
    if (other := another_name(case)) is not None:
        return not_stated(case, f"“{other}”")
    if case.query.kind in SECTIONED and (section := answer_aspect(case)):
        return section
    duties = None
    if case.query.kind is Kind.CLAUSES and not case.query.place:
        duties = answer_duties(case) or answer_duties_of(case) or answer_bringing_in(case)
    draft = duties or ANSWERERS[case.query.kind](case)
    if draft.status is Status.NOT_STATED and draft.kind is Kind.ORGANISERS and lexicon.WHEN.search(case.query.wording):
        dated = ANSWERERS[Kind.DEADLINES](replace(case, query=replace(case.query, kind=Kind.DEADLINES)))
        return dated if dated.status is Status.ANSWERED else draft  # 主会场对接会哪天在哪儿办
    if draft.status is Status.NOT_STATED and draft.kind in TIMED and _asks_something_else(case):
        said = passages_answer(case)  # 支持方案报哪里备案: where, and not when
        return said if said.status is Status.ANSWERED else draft
    if draft.status is Status.ANSWERED and draft.kind is Kind.ORGANISERS and _asks_beyond_names(case, draft):
        return ANSWERERS[Kind.CLAUSES](replace(case, query=replace(case.query, kind=Kind.CLAUSES)))
    if draft.status is not Status.ANSWERED or _holds_what_is_asked(case, draft):
        return draft
    return (_said_beside(case, draft) if draft.kind is Kind.CONTACTS else None) or passages_answer(case)


def batch_not_there(case: Case) -> str | None:
    """The batch or round a question asks about, where the notice it names has none of that number: 第三批 of two."""
    found = BATCH.search(case.query.wording)
    number = parse_numeral(found[1]) if found else None
    if found is None or number is None or not case.named or not case.documents:
        return None
    for notice in _notices(case):
        text = notice.text
        there = {parse_numeral(one) for one in re.findall(rf"([一二三四五六七八九十\d]{{1,2}}){found[2]}", text)}
        listed = {
            parse_numeral(one)
            for one in re.findall(
                rf"第?([一二三四五六七八九十\d]{{1,2}})、第?[一二三四五六七八九十\d]{{1,2}}{found[2]}", text
            )
        }
        split = {
            parse_numeral(one.replace("两", "二")) or 0
            for one in re.findall(rf"([一二两三四五六七八九十\d]{{1,2}}){found[2]}", text)
        }
        if number in there | listed or any(count and count >= number for count in split):
            return None
    return found.group()


def another_name(case: Case) -> str | None:
    """What a question names that is called like the campaign of a notice and is another: 汽车以旧换新, of 家电以旧换新."""
    query, name = case.query, case.query.campaign_words
    if not name or query.notice_id is not None or not case.documents:
        return None
    found = re.search(rf"([\u4e00-\u9fff]{{2,8}}){re.escape(name)}", query.wording)
    before = words(found[1])[-1:] if found else []
    if not before or len(before[0]) < 2 or before[0] not in query.terms:
        return None
    known = any(before[0] in one.text for one in _notices(case))
    return None if known else f"{before[0]}{name}"


def _asks_something_else(case: Case) -> bool:
    """Whether a question that was taken for one about a time asks for something else: in more than one word, or where."""
    wording = case.query.wording
    several = len(case.query.terms) > 1 or ASKS_WHERE.search(wording) is not None
    return several and bool(ASKS_ELSE.search(wording)) and not ASKS_TIME.search(wording)


def _asks_beyond_names(case: Case, draft: Draft) -> bool:
    """Whether a question says something of the organisers that the list of their names does not: 承办单位能不能转包."""
    query = case.query
    if lexicon.PERMITTED.search(query.wording) or MUST.search(query.wording):
        return True
    said = "".join(quote.text for quote in draft.quotes)
    names = {name for notice in _notices(case) for fact in notice.facts.organisers for name in fact.names}
    return not lexicon.YES_OR_NO.search(query.wording) and not all(
        ROLE_WORD.search(term)
        or term in LISTING
        or any(same_organ(term, name) for name in names)
        or holds(term, said) >= NEAR
        for term in query.terms
    )


def _said_beside(case: Case, draft: Draft) -> Draft | None:
    """The sentence right before or behind a contact that holds what is asked about it: 咨询时间：周一至周五9:30-17:00."""
    types = [one.holds for one in wanted(case.query.wording) if one.name in LOOKED_FOR[draft.kind]]
    writer = Writer(draft.kind)
    for quote in draft.quotes:
        notice = next(one for one in _notices(case) if one.id == quote.notice)
        said = list(sentences(notice.text, notice.clause(quote.clause).own))
        at = [n for n, span in enumerate(said) if span.start < quote.span.end and quote.span.start < span.end]
        for span in (*said[max(min(at) - 1, 0) : min(at)], *said[max(at) + 1 : max(at) + 2]) if at else ():
            if all(one.search(span.of(notice.text)) for one in types):
                writer.say(one_line(span.of(notice.text)), [writer.cite(notice, quote.clause, span)])
    return writer.draft() if writer.quotes else None


def _holds_what_is_asked(case: Case, draft: Draft) -> bool:
    due = draft.facts.deadlines if draft.kind is Kind.DEADLINES else ()
    if due and lexicon.TO_WHOM.search(case.query.wording) and not any(one.fact.to for one in due):
        return False  # 向哪个部门报名: when, but not to whom
    looked_for = LOOKED_FOR.get(draft.kind, frozenset())
    said = [quote.text for quote in draft.quotes]
    return all(
        any(one.holds.search(text) for text in said) or (one.name == COUNT and _can_be_counted(case, draft))
        for one in wanted(case.query.wording)
        if one.name in looked_for
    )


def _can_be_counted(case: Case, draft: Draft) -> bool:
    """Whether the answer lists several names: how many there are is seen."""
    quotes = {(quote.notice, quote.span) for quote in draft.quotes}
    return any(
        len(fact.names) > 1
        for notice in _notices(case)
        for fact in notice.facts.organisers
        if (notice.id, fact.span) in quotes
    )


def _notices(case: Case) -> list[Notice]:
    return list({document.notice: case.notice(document) for document in case.documents}.values())

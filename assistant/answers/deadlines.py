"""What must be handed in by when and to whom, and the dated steps: from the deadline facts of the documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant import lexicon
from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of, suggest
from assistant.answers.passages import passages_answer, timed_clause
from assistant.answers.verdicts import day_verdict
from assistant.asked import GENERAL
from assistant.evidence import NEAR, holds
from assistant.model import Caveat, Draft, Kind, Quote, Status, Window
from assistant.scope import Document
from assistant.understanding.phrases import HANDS_OVER
from assistant.understanding.roles import SIGNS, departments
from assistant.verify import one_line
from assistant.view import due_status
from assistant.wording import sentence
from ingest.facts.sentences import sentences
from ingest.model import Clause, Deadline, DeadlineKind, Level, Notice, Stated

# Words that stand for anything handed in: they choose nothing.
SIGNING_UP = frozenset({"报名", "申报", "申请", "参加", "参与"})
GENERIC = frozenset(
    {
        "材料",
        "东西",
        "资料",
        "文件",
        "情况",
        "表",
        "啥",
        "报告",
        "工作",
        "事项",
        "节点",
        "步骤",
        "阶段",
        "环节",
        "安排",
        "日程",
    }
)
ASKER = re.compile(r"[局厅部委司处]$|部门|单位|企业|公司|商家|商户")  # who asks or hands in; levels see to it
OF_ENTERPRISES = re.compile(r"企业|公司|商家|商户|平台|经营者|参与单位|申报单位|主播|门店|供应商")
HOW_OFTEN = re.compile(
    r"(?:多久|多长时间|几天|隔几天|多少天)[^，。？?]{0,8}一[次回]|一[周月天]几[次回]|[几多]少?[天周]一[次回报]"
)
RECURS = re.compile(r"每(?:个?[周日天月旬]|个?星期|半月)")
SURE = 3
FAIRLY = 2  # what fits less surely is left out where another document fits so
NAMES_A_DAY = re.compile(
    r"\d|月|日$|最近|近期|本周|下周|这周|上周|日子|今天|明天|后天|过期|到期|截止|安排|节点|季度|半年|年底|年末|国庆|五一|元旦|未来|接下来|今后|往后"
)
TOO_LATE = re.compile(r"逾期|超期|过期不|迟[报交]|未按[时期]|未在[^，。]{0,12}前|截止后")
MANY = 3  # warnings of one kind that are too many to read
DONE_WITH_IT = ("公布", "公示", "发布", "发放", "审核", "评审", "拨付", "兑付", "答复", "验收", "颁奖", "抽奖", "开奖")
TOGETHER = re.compile(r"以及|[和与及、]")
ENOUGH = 0.6  # share of the question's words that what is handed in must hold


def answer_deadlines(case: Case) -> Draft:
    """Every deadline of the documents that fits what is asked, newest document first."""
    if lexicon.LATE.search(case.query.wording):
        return _answer_late(case)
    writer = Writer(Kind.DEADLINES)
    found = [(document, *choose(case, document)) for document in case.documents]
    enough = min(FAIRLY, max((sure for _, sure, _ in found), default=0))
    if case.query.window and lexicon.hands_in(case.query.wording) and not _asks_of_things(case):
        handed_in = [
            (document, sure, [one for one in facts if one.kind is DeadlineKind.SUBMISSION])
            for document, sure, facts in found
        ]
        found = handed_in if any(facts for _, _, facts in handed_in) else found
    answered = [(document, merge(facts)) for document, sure, facts in found if facts and sure >= enough]
    if not answered and case.query.window:
        return not_stated(case, "这段时间要报送的材料或安排", ())
    if not answered and (case.query.from_level or case.query.to_level):
        return not_stated(case, "这一级的报送时限", _nearest(case))
    if not answered:
        if lexicon.WHO_HANDS_IN.search(case.query.wording):
            return passages_answer(case)
        if lexicon.MUST_HAND_IN.search(case.query.wording):
            said = passages_answer(case)  # 无需重复报送
            return said if said.status is Status.ANSWERED else not_stated(case, "这项报送要求", _nearest(case))
        return timed_clause(case) or not_stated(case, "这个时间", _nearest(case))
    if lexicon.EXACT_DAY.search(case.query.wording):
        vague = [(document, group[0]) for document, groups in answered for group in groups if is_vague(group[0])]
        answered = [
            (document, kept) for document, groups in answered if (kept := [g for g in groups if not is_vague(g[0])])
        ]
        if not answered:
            return _only_vague(case, *vague[0])
    for document, groups in answered:
        notice = case.notice(document)
        if len(answered) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        verdict = day_verdict(case, [group[0] for group in groups])
        for group in groups:
            write_deadline(writer, case, notice, group, verdict)
    writer.warnings = fewer_warnings(writer.warnings)
    writer.suggestions += suggest(case)
    return writer.draft()


def _asks_of_things(case: Case) -> bool:
    """Whether a question names what is handed in or due, beside the time."""
    return any(term not in GENERIC and not NAMES_A_DAY.search(term) for term in case.query.terms)


def _answer_late(case: Case) -> Draft:
    """What a notice says of things handed in too late; that it says nothing, with the clause of the time, where it does not."""
    writer = Writer(Kind.DEADLINES)
    for document in case.documents:
        notice = case.notice(document)
        for clause in notice.clauses:
            if clause.part not in document.parts:
                continue
            for span in sentences(notice.text, clause.own):
                if TOO_LATE.search(span.of(notice.text)):
                    where = "" if case.pins(document) else document.name
                    writer.say(
                        f"{where}{clause.label}：{one_line(span.of(notice.text))}",
                        [writer.cite(notice, clause.id, span)],
                    )
    if writer.quotes:
        return writer.draft()
    due = [
        (notice, fact)
        for document in case.documents
        for notice in (case.notice(document),)
        for fact in choose(case, document)[1]
    ]
    return not_stated(
        case,
        "逾期如何处理",
        [Quote(notice.id, fact.clause, fact.span, fact.span.of(notice.text)) for notice, fact in due],
    )


def fewer_warnings(warnings: Sequence[Caveat]) -> list[Caveat]:
    """Many deadlines that are over are said in one line; every other warning stays."""
    past = [one for one in warnings if one.code == "past"]
    if len(past) < MANY:
        return list(warnings)
    days = sorted({day for one in past for day in re.findall(r"\d{4}-\d{2}-\d{2}", one.message)})
    return [Caveat("past", f"已过的时限：{'、'.join(days)}。"), *(one for one in warnings if one.code != "past")]


def write_deadline(writer: Writer, case: Case, notice: Notice, group: Sequence[Deadline], verdict: str = "") -> None:
    """One line for a deadline that may stand in several clauses, with what a reader should beware of."""
    numbers = [writer.cite_fact(notice, fact) for fact in group]
    printed = group[0].date_span.of(notice.text) if group[0].date_span else None
    writer.say(verdict + sentence(group[0], printed), numbers)
    writer.deadlines += [Stated(notice.id, part_of(notice, fact), fact) for fact in group]
    fact = group[0]
    moment = fact.due or fact.end
    if due_status(fact, case.query.as_of) == "past" and moment is not None:
        word = "该时限" if fact.kind is DeadlineKind.SUBMISSION else "该时间"
        writer.warnings.append(Caveat("past", f"{word}已过（{moment.isoformat()}）。", numbers[0]))


def choose(case: Case, document: Document) -> tuple[int, list[Deadline]]:
    """The deadlines of one document that the question asks for, in text order, and how sure that is.

    3: by what is handed in or by the date asked about; 2: by the heading above it; 1: by the words around it;
    0: nothing fits.
    """
    query = case.query
    notice = case.notice(document)
    facts = [fact for fact in notice.facts.deadlines if part_of(notice, fact) in document.parts]
    own, other_departments = departments(query.wording)
    if own is not None:  # 我是工信局的: what commerce departments hand in is none of it
        facts = [fact for fact in facts if _is_of_department(fact, own, other_departments)]
    facts = [fact for fact in facts if _levels_fit(fact, query.from_level, query.to_level)]
    if lexicon.FROM_ENTERPRISE.search(query.wording):
        facts = [fact for fact in facts if fact.who and OF_ENTERPRISES.search(fact.who)] or facts
    if query.to_level is not None:  # 几号前把总结给省厅: the phases of the campaign go to nobody
        facts = [fact for fact in facts if fact.kind is DeadlineKind.SUBMISSION]
    terms = [term for term in query.terms if term not in GENERIC and not NAMES_A_DAY.search(term)]
    if lexicon.ASKS_PLACE.search(query.wording):
        terms = [term for term in terms if term not in ("地点", "地址")]  # 理论考试时间地点: the sentence has both
    if lexicon.HANDS_TO_WHOM.search(query.wording):
        terms = [term for term in terms if not any(term in organ for organ in query.organs)]  # who receives is shown
    if query.from_level and any(_place_of(organ) in _text_of(notice, document) for organ in query.organs):
        terms = [term for term in terms if not any(term in organ for organ in query.organs)]  # 沈阳市商务局: 各市局
    submissions = [fact for fact in facts if fact.kind is DeadlineKind.SUBMISSION]
    who_does = lexicon.WHO_HANDS_IN.search(query.wording) is not None
    hands_in = lexicon.hands_in(query.wording) or who_does or HANDS_OVER.search(query.wording) is not None
    # 名单什么时候公布 is not answered by when it is handed in.
    acts = [act for act in DONE_WITH_IT if act in query.wording and not hands_in]
    if SIGNS.search(query.wording):
        hands_in, terms = True, []
        facts = submissions = [fact for fact in submissions if "签" in fact.what]
    facts = [fact for fact in facts if all(act in _about(notice, fact) for act in acts)]
    if not terms:
        if query.window:
            within = [fact for fact in facts if falls_in(fact, query.window)]
            handed_in = [fact for fact in within if fact in submissions]
            # 要交什么 asks for nothing but what is handed in; 有什么截止 for any last day where there is no such thing
            chosen = (
                handed_in if lexicon.HAND_IN.search(query.wording) else (handed_in if hands_in else within) or within
            )
            return (SURE, chosen) if chosen else (0, [])
        dated = sorted(submissions, key=lambda fact: fact.due is None and fact.start is None)
        chosen = dated if hands_in or submissions else facts
        return (SURE, chosen) if chosen else (0, [])
    # A word that stands elsewhere in the document but not about this deadline means something else: 新增主体.
    parts = [one.own.of(notice.text) for one in notice.clauses if one.part in document.parts]
    known = [term for term in terms if not ASKER.search(term) and any(holds(term, text) >= NEAR for text in parts)]
    pool = [
        fact
        for fact in (submissions if hands_in else facts)
        if all(holds(term, _about(notice, fact)) >= NEAR for term in known)
    ]
    # What is handed in must be named; a step may be named by its heading or its sentence.
    views = ((SURE, _what),) if hands_in else ((SURE, _what), (2, _headed), (1, _about))
    for sure, view in views:
        scored = [(share(terms, view(notice, fact)), fact) for fact in pool]
        best = max((score for score, _ in scored), default=0.0)
        if best >= ENOUGH:
            found = [fact for score, fact in scored if score >= max(ENOUGH, 0.75 * best)]
            # 总结是5月12日前报吗: the summary's own day, whether it is that or another
            within = [fact for fact in found if falls_in(fact, query.window)]
            asks_whether = hands_in or lexicon.YES_OR_NO.search(query.wording)
            return (sure, within or found) if within or asks_whether else (0, [])
    if hands_in and (halves := _said_together(query.wording, query.terms)):  # 筹备情况和总结材料什么时候报
        each = [choose(replace(case, query=replace(query, terms=half)), document) for half in halves]
        if all(facts for _, facts in each):
            both = dict.fromkeys(fact for _, facts in each for fact in facts)
            return min(sure for sure, _ in each), sorted(both, key=lambda fact: fact.span.start)
    if lexicon.EVERYDAY.search(query.wording):  # words around it that no notice writes: 搭得气派点，图纸哪天前给
        things = [term for term in terms if term not in GENERAL and not ASKER.search(term)]
        named = [fact for fact in pool if any(holds(term, fact.what) >= NEAR for term in things)]
        if named and len(merge(named)) == 1:
            return 1, named
    recurring = [fact for fact in submissions if fact.rule and RECURS.match(fact.rule)]
    if HOW_OFTEN.search(query.wording) and len(recurring) == 1:
        return 1, recurring  # 多久往上交一回战报: there is but one
    if SIGNING_UP.issuperset(terms):  # of a notice that speaks of 申报材料 only: who takes part hands these in
        theirs = [fact for fact in submissions if fact.who and OF_ENTERPRISES.search(fact.who)]
        dated = [fact for fact in theirs if fact.due is not None or fact.start is not None]
        return (1, dated) if dated else (0, [])
    # Where no campaign is named, words of a title may name the document and not what is handed in.
    others = tuple(term for term in query.terms if term not in document.title)
    if not query.campaign.series and others and len(others) < len(query.terms):
        return choose(replace(case, query=replace(query, terms=others)), document)
    return 0, []


def _is_of_department(fact: Deadline, own: re.Pattern[str], others: Sequence[re.Pattern[str]]) -> bool:
    who = fact.who or ""
    return own.search(who) is not None or not any(other.search(who) for other in others)


def _said_together(wording: str, terms: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The words before and behind the “and” between two things that are handed in; nothing where there is none.

    >>> _said_together("筹备情况和总结材料什么时候报", ("筹备", "总结", "材料"))
    (('筹备',), ('总结', '材料'))
    """
    for joint in TOGETHER.finditer(wording):
        before = tuple(term for term in terms if term in wording[: joint.start()])
        behind = tuple(term for term in terms if term in wording[joint.end() :])
        if before and behind and set(before).isdisjoint(behind):
            return before, behind
    return ()


def _place_of(organ: str) -> str:
    """The place of an organ, which a notice prints where it speaks of it: 沈阳 of 沈阳市商务局."""
    return re.split(r"[省市区县]", organ)[0]


def _text_of(notice: Notice, document: Document) -> str:
    return "".join(one.own.of(notice.text) for one in notice.clauses if one.part in document.parts)


def falls_in(fact: Deadline, window: Window) -> bool:
    """Whether a deadline falls into the time asked about; a period that overlaps it does."""
    days = [day for day in (fact.due, fact.start, fact.end) if day]
    if not window:
        return True
    if not days:
        return bool(fact.rule and RECURS.match(fact.rule) and not window.days)
    return days_fall_in(days, window)


def days_fall_in(days: Sequence[date], window: Window) -> bool:
    """Whether one of some days, or a day between them, is of the time asked about."""
    if not window or not days:
        return not window
    if window.days:
        return any(_lies_within(month, day, min(days), max(days)) for month, day in window.days)
    if window.months:
        return any(day.month in window.months for day in days)
    return (window.first is None or max(days) >= window.first) and (window.last is None or min(days) <= window.last)


def _lies_within(month: int, day: int, first: date, last: date) -> bool:
    """Whether a day without a year lies in a period."""
    return any(
        (first.month, first.day) == (month, day)
        or (last.month, last.day) == (month, day)
        or ((month, day) != (2, 29) and first <= date(year, month, day) <= last)
        for year in {first.year, last.year}
    )


def is_vague(fact: Deadline) -> bool:
    """Whether no last day follows from what is said of the time: 及时, 自通知下发之日起."""
    open_ended = fact.rule is not None and fact.rule.endswith("起")
    return fact.due is None and fact.start is None and (open_ended or bool(lexicon.VAGUE.search(fact.rule or "及时")))


def _only_vague(case: Case, document: Document, fact: Deadline) -> Draft:
    notice = case.notice(document)
    quote = Quote(notice.id, fact.clause, fact.span, fact.span.of(notice.text))
    draft = not_stated(case, "具体日期", [quote])
    return replace(draft, text=f"{document.name}只要求“{fact.rule}”，没有写明具体日期。") if fact.rule else draft


def share(terms: Sequence[str], text: str) -> float:
    """The share of the terms that a text holds, by their length."""
    total = sum(len(term) for term in terms)
    return sum(len(term) * holds(term, text) for term in terms) / total if total else 0.0


def _what(notice: Notice, fact: Deadline) -> str:
    return f"{fact.what} {fact.who or ''} {fact.to or ''}"


def _headed(notice: Notice, fact: Deadline) -> str:
    headings = []
    clause: Clause | None = notice.clause(fact.clause)
    while clause is not None:
        headings.append(clause.heading)
        clause = notice.clause(clause.parent) if clause.parent else None
    return f"{_what(notice, fact)} {' '.join(headings)}"


def _about(notice: Notice, fact: Deadline) -> str:
    return f"{_headed(notice, fact)} {fact.span.of(notice.text)}"


def _levels_fit(fact: Deadline, from_level: Level | None, to_level: Level | None) -> bool:
    if from_level is not None and fact.who_level is not None and fact.who_level is not from_level:
        return False
    return to_level is None or fact.to_level is None or fact.to_level is to_level


def merge(facts: Sequence[Deadline]) -> list[list[Deadline]]:
    """Group what is the same deadline stated in several clauses: same day, one name holding the other."""
    groups: list[list[Deadline]] = []
    for fact in facts:
        for group in groups:
            first = group[0]
            same_day = (first.due, first.start, first.end, first.rule) == (fact.due, fact.start, fact.end, fact.rule)
            if same_day and first.kind is fact.kind and (first.what in fact.what or fact.what in first.what):
                group.append(fact)
                break
        else:
            groups.append([fact])
    return groups


def _nearest(case: Case) -> list[Quote]:
    hits = case.search(1)
    return [Quote(hit.notice.id, hit.clause.id, hit.clause.own, hit.clause.own.of(hit.notice.text)) for hit in hits]

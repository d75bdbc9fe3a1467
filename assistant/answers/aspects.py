"""A section asked for by what it is about: 申报条件有哪些, 要交哪些材料, 流程是什么, 时间地点, 标准, 名额. Its words, all of them.

Notices print such things under a title of that name. The section is shown with what stands below it, not with bare titles; where
several carry such a title, the one whose titles share most with the question. Without such a section the other answerers are asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.draft import Case, Writer, heading_line, not_stated
from assistant.answers.outline import NUMBERED, UNNUMBERED, children_of, section_title
from assistant.answers.passages import first_words
from assistant.evidence import holds
from assistant.model import Draft, Kind
from assistant.understanding.stretches import common_pieces, in_order
from assistant.verify import one_line
from ingest.facts.sentences import sentences
from ingest.model import Clause, ClauseKind, Notice, Span

MAX_DOCUMENTS = 3
MAX_SECTIONS = 2
MAX_TITLE = 20  # characters; more is prose
WHOLE = 220  # characters of a clause that is shown as it is; of a longer one its first sentences
ENOUGH = 1500  # characters of an answer in a chat; what goes beyond is shown by its first words
ASKS = r"(?:(?:具体|主要|分别)?(?:都|要|需要?|应该?)?(?:是|有|包[括含]|分为?|为|怎么)?(?:哪些?|什么|啥|怎样|怎么样?|如何|几[个条项步]?|多少)的?)"
HERE = r"(?:$|[？?。，,])"


@dataclass(frozen=True, slots=True)
class Aspect:
    """What a question asks for, and how a section that says it is titled. `words` are no subject of the question."""

    asked: re.Pattern[str]
    titled: re.Pattern[str]
    words: re.Pattern[str]
    said: re.Pattern[str] | None = None  # a sentence that says it where no section is titled so


def _aspect(noun: str, titled: str, *, also: str = "", said: str = "") -> Aspect:
    """条件是什么, 有哪些条件, 申报条件: the noun at the end of a question, behind a word of asking or before one."""
    more = f"|{also}" if also else ""
    return Aspect(
        re.compile(
            rf"(?:{noun})(?:{ASKS}[\u4e00-\u9fff]{{0,2}})?{HERE}|{ASKS}[\u4e00-\u9fff]{{0,4}}?(?:{noun}){HERE}{more}"
        ),
        re.compile(titled),
        re.compile(rf"^(?:{noun}|{ASKS})$"),
        re.compile(said) if said else None,
    )


ASPECTS: tuple[Aspect, ...] = (
    _aspect(
        "条件|资格|门槛",
        r"条件|资格",
        also=r"什么样的(?:企业|单位|人|产品|项目|商家).{0,4}(?:能|可以|才)|(?:满足|符合|具备)(?:什么|哪些|啥)",
    ),
    _aspect(
        "材料|资料",
        r"材料$|材料(?:要求|清单|目录)|所需材料",
        also=r"(?:交|提交|准备|带|提供)(?:些)?(?:什么|哪些|啥)(?:材料|资料|东西)?(?:$|[？?])",
        said=r"材料(?:主要)?(?:包括|有|为|如下|清单)|(?:应当?|需要?|须)(?:同时)?(?:提交|提供|携带|准备)(?:以下|下列|：|[^，。]{2,60}(?:[、和]|复印件|证明))",
    ),
    _aspect("程序|流程|步骤|环节", r"程序|流程|步骤|办法$|环节"),
    _aspect("阶段", r"阶段|步骤|工作安排|进度|时间安排|实施安排|程序", also=r"分几(?:个阶段|步)"),
    _aspect("标准", r"标准"),
    _aspect("范围|对象", r"范围|对象"),
    _aspect("目标", r"目标"),
    _aspect("种类|类别|类型", r"种类|类别|类型"),
    _aspect("内容", r"内容"),
    _aspect("重点(?:内容|环节|领域)?", r"重点"),
    _aspect(
        "(?:评选|表彰|推荐|认定|招募|招收)?(?:名额|数量|人数)",
        r"名额|数量|人数",
        also=r"(?<!每)(?:评选?|表彰|招募?|认定)多少[个名家人]",
    ),
    _aspect("奖项|奖励(?:办法|标准|措施)?", r"奖项|奖励"),
    _aspect(
        "时间(?:和|与|及|、)?地点",
        r"时间.{0,3}地点|地点|^(?:活动|举办|培训|会议|展会)?时间$|(?:培训|会议|考试)安排$",
        also=r"(?:什么时候|啥时候|何时|几号|哪天)[^，。？?]{0,4}(?:哪[里儿]|在哪|什么地方|何地)",
    ),
    _aspect("(?:报名|反馈|参与|领取|申请|申报)?(?:方式|方法|办法|途径)", r"方式|方法|办法|途径"),
    _aspect(
        "费用|收费",
        r"费用|收费",
        also=r"(?:费用|收费)(?:是|要)?(?:多少|怎么)|(?<!多少)(?:要|收|用|交)(?:不要)?(?:交|花)?(?:钱|费用?)(?:吗|么|不)|免费(?:吗|么|不)|收费(?:吗|么|不)",
        said=r"(?:不|免)(?:得|予)?(?:收取?|交|缴)[^，。；]{0,8}费|免[^，。；0-9元]{0,6}费|费用?由[^，。；]{1,20}(?:承担|自理)|费用?自理",
    ),
)
# Of these a sentence tells, not a section: 每家限报几个, 谁的条件.
OF_ONE = re.compile(r"每[个家人名户场]|限[报领购]|最多|不超过|谁|(?:能不能|可不可以|(?<!什)么|吗)[？?]?$")
DAY_ONLY = re.compile(r"什么时[候间]|啥时候|几[号月]|哪天|截止")
COUNTED = re.compile(r"多少[个名家人件项]([\u4e00-\u9fff]{2,4})")
# 不收取任何费用 holds of taking part, whatever the question calls that.
TAKING_PART = re.compile(r"^(?:参[加与赛展评]|比赛|活动|报名|评选|申报|要交|要钱|交钱|收费|费用|免费|评审|培训班?)+$")
OF_ALL = re.compile(r"不(?:得)?(?:向[^，。；]{1,12})?收取(?:任何)?[^，。；]{0,6}费")


def answer_aspect(case: Case) -> Draft | None:
    """The sections that the question asks for by what they are about; None where it asks for none, or no notice titles one so."""
    wording = case.query.wording
    if not case.named or case.query.place or len(case.documents) > MAX_DOCUMENTS:
        return None
    aspect = next((one for one in ASPECTS if one.asked.search(wording)), None)
    if aspect is None:
        return None
    free = aspect.asked.search("要钱吗") is not None
    when = aspect.asked.search("什么时候在哪里") is not None
    if (OF_ONE.search(wording) and not free) or (DAY_ONLY.search(wording) and not when):
        return None
    counted = COUNTED.search(wording)
    subject = [
        term
        for term in case.query.terms
        if not aspect.words.search(term)
        and not aspect.titled.search(term)
        and not (counted and counted[1].startswith(term))
        and not (when and term == "地点")
    ]
    titles = "".join(document.title for document in case.documents)
    subject = [term for term in subject if not in_order(term, titles)]  # 电商 in 电子商务
    writer = Writer(Kind.CLAUSES)
    silent = False
    for document in case.documents:
        notice = case.notice(document)
        clauses = [one for one in notice.clauses if one.part in document.parts and one.kind is ClauseKind.CLAUSE]
        titled = [one for one in clauses if aspect.titled.search(section_title(one)) and _is_title(notice, one)]
        titled = [one for one in titled if one.parent not in {other.id for other in titled}]
        meant = _meant(notice, titled, subject, wording) if titled else []
        said = [] if meant or aspect.said is None else _said(notice, clauses, aspect.said, subject, free=free)
        if not meant and not said:
            silent = silent or (bool(titled) and any(not holds(term, notice.text) for term in subject))
            continue
        if len(case.documents) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for clause in meant[:MAX_SECTIONS]:
            _write(writer, notice, clause, wording)
        for clause, span in said[:MAX_SECTIONS]:
            writer.say(f"{clause.label}：{one_line(span.of(notice.text))}", [writer.cite(notice, clause.id, span)])
    if silent and not writer.quotes and case.query.notice_id is None:
        return not_stated(case, "这一点")  # 非遗传承人申报条件: there are conditions, of something else
    return writer.draft() if writer.quotes else None


def _said(
    notice: Notice, clauses: Sequence[Clause], pattern: re.Pattern[str], subject: Sequence[str], *, free: bool
) -> list[tuple[Clause, Span]]:
    """The sentences that say it, of what the question is about."""
    found = []
    for clause in clauses:
        for span in sentences(notice.text, clause.own):
            words = span.of(notice.text)
            if not pattern.search(words):
                continue
            around = f"{_titles(notice, clause)}\n{clause.heading}\n{words}"
            of_all = free and OF_ALL.search(words) and all(TAKING_PART.search(term) for term in subject)
            if of_all or (subject and all(holds(term, around) for term in subject)):
                whole = clause.own.of(notice.text)
                left, right = len(whole) - len(whole.lstrip()), len(whole.rstrip())
                fits_whole = not free and right - left <= WHOLE
                found.append((clause, Span(clause.own.start + left, clause.own.start + right) if fits_whole else span))
                break
    return found


def _is_title(notice: Notice, clause: Clause) -> bool:
    """Whether a clause has a title, not only first words, and something under it or behind it."""
    title = section_title(clause)
    if clause.path[-1] in UNNUMBERED or not 2 <= len(title) <= MAX_TITLE:
        return False
    own = clause.own.of(notice.text).strip()
    behind = own[len(clause.heading) :][:1]
    ends = NUMBERED.sub("", clause.heading)[len(title) :][:1] or behind
    return ends in ("", "。", "：", ":", "\n", "（", "(") and (
        bool(children_of(notice, clause)) or len(own) > len(clause.heading) + 4
    )


def _meant(notice: Notice, titled: Sequence[Clause], subject: Sequence[str], wording: str) -> list[Clause]:
    """Those that speak of what the question is about: in their titles, else in their words; all where it names nothing."""
    by_title = {one.id: _shared(_titles(notice, one), wording) for one in titled}
    if subject:
        titled = [
            one
            for one in titled
            if all(holds(term, f"{_titles(notice, one)}\n{one.span.of(notice.text)}") for term in subject)
        ]
    most = max((by_title[one.id] for one in titled), default=0)
    return [one for one in titled if by_title[one.id] == most]


def _titles(notice: Notice, clause: Clause) -> str:
    """The titles above a clause and its own."""
    above = []
    parent = clause.parent
    while parent is not None:
        above.append(section_title(notice.clause(parent)))
        parent = notice.clause(parent).parent
    return "".join([*reversed(above), section_title(clause)])


def _shared(title: str, wording: str) -> int:
    """How many pairs of characters of a question a title holds."""
    return len(
        {wording[k : k + 2] for k in range(len(wording) - 1)} & {title[k : k + 2] for k in range(len(title) - 1)}
    )


def _write(writer: Writer, notice: Notice, clause: Clause, wording: str) -> None:
    """The clause, or of what stands below it those that the question names by their titles: of 先进集体, not of 先进个人."""
    children = children_of(notice, clause)
    above = _titles(notice, clause)
    named = {
        one.id: max(
            (len(piece) for piece in common_pieces(wording, section_title(one)) if piece not in above), default=0
        )
        for one in children
        if one.path[-1] not in UNNUMBERED and children_of(notice, one)
    }
    most = max(named.values(), default=0)
    chosen = [one for one in children if most and named.get(one.id) == most]
    for one in chosen or [clause]:
        _write_all(writer, notice, one)


def _write_all(writer: Writer, notice: Notice, clause: Clause) -> None:
    """A clause and everything below it, in the notice's words."""
    _say(writer, notice, clause)
    for child in children_of(notice, clause):
        _write_all(writer, notice, child)


def _say(writer: Writer, notice: Notice, clause: Clause) -> None:
    span = shown_of(notice, clause, WHOLE if sum(map(len, writer.lines)) < ENOUGH else 0)
    if span is not None:
        writer.say(one_line(span.of(notice.text)), [writer.cite(notice, clause.id, span)])


def shown_of(notice: Notice, clause: Clause, room: int) -> Span | None:
    """The clause's own words where there is room for them, else its first ones. None where it has no words of its own."""
    words = clause.own.of(notice.text)
    if not words.strip():
        return None
    left, right = len(words) - len(words.lstrip()), len(words.rstrip())
    if right - left <= room:
        return Span(clause.own.start + left, clause.own.start + right)
    first = first_words(notice, clause)
    end = first.end
    for sentence in sentences(notice.text, clause.own):
        if sentence.start >= first.start and sentence.end - first.start <= room:
            end = max(end, sentence.end)
    return Span(first.start, end)

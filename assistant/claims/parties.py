"""Who a line speaks of, and as what: who hands in and to whom, issuer and addressee, who organises, who a law binds.

(folded line, Source) -> Problems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims.days import Day, mentions, read_days
from assistant.claims.sayings import is_ours
from assistant.claims.source import Problem, Source
from assistant.claims.text import CJK, NAME, TAKEN, covered, first_hints, fold
from assistant.claims.words import OWN_WORDS, WORDS
from ingest.model import Deadline, DeadlineKind, OrganiserRole

INFERRED = re.compile(r"\(年份据[^()]*推算\)")
CAMPAIGN_TIME = "活动时间"
HAND_TO = re.compile(
    r"(?:(?<![申通汇预举填])报(?![名告道价表销备刊纸批])|(?<![提成移])交(?![流易付通互])|提交|移交|寄|反馈|送(?![货餐达]))(?:送|交)?(?:至|到|给|往)?"
)
ORGAN = re.compile(rf"[{CJK}]{{0,4}}[厅局司处室委部办组科]")
ROLES: tuple[tuple[re.Pattern[str], OrganiserRole], ...] = (
    (re.compile(r"(?:共同|联合)?指导单位|(?:共同|联合)指导"), OrganiserRole.GUIDE),
    (re.compile(r"主办(?:单位)?"), OrganiserRole.HOST),
    (re.compile(r"承办(?:单位)?"), OrganiserRole.UNDERTAKER),
    (re.compile(r"协办(?:单位)?"), OrganiserRole.CO_ORGANISER),
    (re.compile(r"支持单位"), OrganiserRole.SUPPORTER),
    (re.compile(r"主会场"), OrganiserRole.MAIN_VENUE),
    (re.compile(r"分会场"), OrganiserRole.BRANCH_VENUE),
)
NO_PARTY = re.compile(r"截止|时间|时限|期限|日期|要求|(?:指定)?(?:电子)?(?:邮箱|邮件)")  # 报送截止时间, 发送至邮箱
RECEIVER = re.compile(r"^(?:对象|单位|部门)(?:[是为]|:)")  # 报送对象是
LABELLED = re.compile(r"\|*(发文单位|主送|主题|口号|原则):")
LABEL = re.compile(r":|[是为由有]|设在|包括|包含|分别|(?=通过)")  # what stands between a role and who has it


def check_labels(text: str, source: Source) -> Iterator[Problem]:
    """What is called the issuer, the addressee, the theme or the slogan was read as that, or stands behind that word."""
    found = LABELLED.match(text)
    if found is None or source.prints(text[found.start(1) : found.end() + 2]):
        return
    if not any(label == found.group(1) and text.startswith(value, found.end()) for label, value in source.labelled):
        yield Problem("label", text[found.start(1) :][:40])


def check_recipients(text: str, source: Source) -> Iterator[Problem]:
    """Whoever something is handed in to is the recipient that was read there, or stands so in the quote."""
    if not source.deadlines:
        return
    text = INFERRED.sub(TAKEN, text)
    inside = covered(text, (one for fact in source.deadlines for one in (fact.what, fact.who)))
    texts = [re.sub(r"[()]", "", text) for text in source.texts]
    recipients = [re.sub(r"[()]", "", fold(fact.to)) for fact in source.deadlines if fact.to]
    for found in HAND_TO.finditer(text):
        if found.start() in inside or any(_is_thing(text, found.end(), fact) for fact in source.deadlines):
            continue
        tail = RECEIVER.sub("", re.sub(r"[()]", "", text[found.end() :]))
        run = WORDS.match(tail)
        if (
            run is None
            or NO_PARTY.match(tail)
            or any(re.search(HAND_TO.pattern + re.escape(run.group()[:4]), one) for one in texts)
        ):
            continue
        named = next((one for one in recipients if tail.startswith(one)), None)
        if named is not None and not ORGAN.match(tail.removeprefix(named)):
            continue
        if not any(len(run.group()) > 1 and one.startswith(run.group()) for one in recipients):
            yield Problem("recipient", f"{found.group()}{run.group()}")


def _is_thing(text: str, at: int, fact: Deadline) -> bool:
    """Whether what is handed in stands at a place, and not to whom: 提交活动实施方案."""
    start = text.find(fold(fact.what), at, at + len(fold(fact.what)) + 6)
    return start == at or (start > at and is_ours(text[at:start]))


def check_parties(text: str, source: Source) -> Iterator[Problem]:
    """Who hands in and who receives are of one deadline, and nobody else is put in front of a date."""
    for piece in re.split(r"[;。]", text):
        givers = any(fact.who and fold(fact.who) in piece for fact in source.deadlines)
        takers = any(fact.to and fold(fact.to) in piece for fact in source.deadlines)
        if givers and takers and not any(parties_fit(fact, piece, source) for fact in source.deadlines):
            yield Problem("parties", piece[:40])
        label = re.match(rf"\|*([{CJK}]{{2,}}):", piece)
        if label is None or not any(mentions(source.deadlines, day) for day in read_days(piece)):
            continue
        known = {fold(one) for fact in source.deadlines for one in (fact.who, fact.what) if one}
        said = label.group(1)
        if said == CAMPAIGN_TIME and not all(may_be_period(day, source) for day in read_days(piece)):
            yield Problem("parties", said)
        if (
            said in OWN_WORDS
            or is_ours(said)
            or source.prints(label.group(1) + ":")
            or any(said in one or one in said for one in known)
        ):
            continue
        if not any(first_hints(said, 0, len(said), [fold(fact.what)]) for fact in source.deadlines):
            yield Problem("parties", said)


def may_be_period(day: Day, source: Source) -> bool:
    """Whether a date is of a period, or was not read as that of anything else: a launch is not the campaign."""
    kinds = {fact.kind for fact in source.deadlines if mentions((fact,), day)}
    return not kinds or DeadlineKind.PERIOD in kinds


def parties_fit(fact: Deadline, text: str, source: Source) -> bool:
    """Whether nobody is named who belongs to another deadline of the quotes only: who hands in, and to whom."""
    own = sorted((fold(one) for one in (fact.what, fact.who, fact.to, fact.rule) if one), key=len, reverse=True)
    others = {fold(one) for other in source.deadlines for one in (other.who, other.to) if one}
    if fact.kind is DeadlineKind.SUBMISSION:
        others |= {fold(name) for organiser in source.organisers for name in organiser.names}
    for word in own:
        text = text.replace(word, TAKEN)
    return not any(other in text for other in others if not any(other in word for word in own))


def check_roles(text: str, source: Source) -> Iterator[Problem]:
    """Who is said to have a role has it: behind its label, or before 主办 and 为主会场."""
    found = sorted(
        ((one.start(), one.end(), role) for pattern, role in ROLES for one in pattern.finditer(text)),
        key=lambda one: one[:2],
    )
    for n, (start, end, role) in enumerate(found):
        labels = LABEL.match(text, end) is not None
        before, after = found[n - 1][1] if n else 0, found[n + 1][0] if n + 1 < len(found) else len(text)
        piece = text[end:after] if labels else text[before:start]
        if labels and n + 1 < len(found) and not LABEL.match(text, found[n + 1][1]):
            piece = piece.rpartition(",")[0] or piece  # 主会场设在湖北，其余各地为分会场
        elif not labels and n and LABEL.match(text, found[n - 1][1]):
            piece = piece.rpartition(",")[2]
        holders = {fold(name) for one in source.organisers if one.role is role for name in one.names}
        others = {fold(name) for one in source.organisers if one.role is not role for name in one.names}
        if not holders:
            context = text[start : end + 3] if labels else text[max(before, start - 3) : end]
            if not source.prints(context) and not any(context in topic for topic in source.topics):
                yield Problem("role", text[start:end])
        elif not any(name in piece for name in holders):
            yield Problem("role", text[start:end])
        else:
            for name in sorted(holders, key=len, reverse=True):
                piece = piece.replace(name, TAKEN)
            yield from (Problem("role", name) for name in sorted(others) if name in piece)


def check_bound(text: str, source: Source) -> Iterator[Problem]:
    """Who is said to be bound by a law is bound by that law there."""
    bound = {fold(one) for law in source.laws for one in law.bound}
    said = {one for one in bound if one in NAME.sub(TAKEN, text)}
    said = {one for one in said if not any(one != other and one in other for other in said)}
    if not said:
        return
    for name in NAME.finditer(text):
        facts = [law for law in source.laws if name.group() in (fold(f"《{law.name}》"), fold(law.title))]
        if facts and not any(said & {fold(one) for one in law.bound} for law in facts):
            yield Problem("bound", name.group())

"""What a free sentence makes of what the library read: who acts and is acted on, who gives, which number is what.

(plain sentence, plain Source of one quote) -> Problems. Dates and values are compared elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims.actors import PARTIES, is_same, opening_party, subject_of
from assistant.claims.contacts import PHONE
from assistant.claims.days import mentions, read_days
from assistant.claims.parties import may_be_period
from assistant.claims.sayings import plain
from assistant.claims.source import Problem, Source
from assistant.claims.text import NAME, TAKEN, fold
from ingest.model import DeadlineKind

LABEL = re.compile(r"(?:活动)?(主题|口号|原则)(?:是|为|:)")
TIME_OF = r"(?:的)?(?:活动|举办|开展)?(?:时间|日期)?(?:将|安排|定)*[是为:于在从自]+(?=\d)"
MAIL_AS_PHONE = re.compile(
    r"(?:电话|传真|手机|座机)(?:号码?)?[为是:]?[A-Za-z0-9._%+-]+@|(?:邮箱|邮件)(?:地址)?[为是:]?(?=\d{3,4}-\d{7}|\d{7,}(?![\d@A-Za-z.]))"
)
TO_PARTY = re.compile(rf"对于?(?P<whom>[^,;。对]{{0,12}}?(?:{PARTIES}|[厅局司部委](?=[将在于须应、进开])))")
ATTACHED = re.compile(r"(?:》|[\u4e00-\u9fff]{2})\(附件\d+\)")
MUST_CALL = re.compile(r"(?:应当?|必须|须|务必)(?:发送?|拨打|联系|致电|咨询)")


def check_stated(said: str, held: Source) -> Iterator[Problem]:
    """All that a sentence in words of its own may turn round."""
    for check in CHECKS:
        yield from check(said, held)


def check_channels(said: str) -> Iterator[Problem]:
    """An address for mail is no telephone."""
    if found := MAIL_AS_PHONE.search(said):
        yield Problem("label", found.group())


def _check_choices(said: str, held: Source) -> Iterator[Problem]:
    """甲或乙 is not 甲和乙; by which of several numbers one calls is for the caller to choose."""
    if PHONE.search(said) or "@" in said:
        if (found := MUST_CALL.search(said)) and not any(MUST_CALL.search(text) for text in held.texts):
            yield Problem("force", found.group())
        return
    for found in re.finditer("或", said):
        if not held.prints(said[max(0, found.start() - 1) : found.end() + 1]):
            yield Problem("choice", said[max(0, found.start() - 4) : found.end() + 4])


def _check_turned(said: str, held: Source) -> Iterator[Problem]:
    """Who acts is not acted on (对 before a party), and an attachment keeps its number."""
    for found in TO_PARTY.finditer(said):
        if not held.prints("对" + found["whom"][:2]) and not held.prints("对于" + found["whom"][:2]):
            yield Problem("role", found.group())
    for found in ATTACHED.finditer(said):
        if not held.prints(found.group()):
            yield Problem("attachment", found.group())


def _check_bound(said: str, held: Source) -> Iterator[Problem]:
    """Who is said to follow a law is bound by it there."""
    rest = said
    for name in held.documents:
        rest = rest.replace(name, TAKEN)
    who = subject_of(rest)
    if who is None:
        return
    for name in NAME.findall(said):
        bound = [plain(one) for law in held.laws if fold(law.name) == name for one in law.bound]
        behind = rest[rest.find(who) + len(who) :].replace("的", "")
        if not bound or any(one.replace("的", "") in behind for one in bound):
            continue  # 各地商务主管部门要督促参与活动企业严格遵守
        if not all(any(is_same(party, one) for one in bound) for party in re.split(r"[、和及]", who)):
            yield Problem("bound", f"{who}:{name}")


def _check_organisers(said: str, held: Source) -> Iterator[Problem]:
    """Organisers do something for the campaign, none of them to another: 商务部指导邮政局."""
    names = "|".join(re.escape(plain(name)) for one in held.organisers for name in one.names)
    to_another = rf"(?:{names})[^,;。:|]{{0,4}}(?:指导|主办|承办|协办|支持)(?:{names})|(?:对|向)(?:{names})"
    if names and (found := re.search(to_another, said)) and not held.prints(found.group()):
        yield Problem("role", found.group())


def _check_giver(said: str, held: Source) -> Iterator[Problem]:
    """Who is said to hand something in by a day is who hands it in, where the library read that."""
    for sentence in re.split(r"[;。]", said):
        days = list(read_days(sentence))
        facts = [one for one in held.deadlines if any(mentions((one,), day) for day in days)]
        givers = [plain(one.who) for one in facts if one.kind is DeadlineKind.SUBMISSION and one.who]
        named = NAME.sub(TAKEN, sentence)
        who = subject_of(named) or opening_party(named)
        if who is None or not givers or len(givers) < len(facts):
            continue
        if not any(who in giver or giver.endswith(who) or is_same(who, giver) for giver in givers):
            yield Problem("giver", who)


def _check_campaign_time(said: str, held: Source) -> Iterator[Problem]:
    """What is called the time of the campaign is not the day of its launch or of a report."""
    names = "|".join(sorted(map(re.escape, held.documents), key=len, reverse=True))
    for found in re.finditer(rf"(?:{names}){TIME_OF}|(?:活动|举办|开展){TIME_OF}", said):
        day = next((day for day in read_days(said) if day.start == found.end()), None)
        if day is not None and not may_be_period(day, held):
            yield Problem("period", found.group())


def _check_labels(said: str, held: Source) -> Iterator[Problem]:
    """What is called the theme, the slogan or a principle was read as that, or stands beside that word."""
    for found in LABEL.finditer(said):
        value = said[found.end() :]
        near = {one for label, one in held.labelled if label == found.group(1)}
        if near:
            if not any(one in value for one in near):
                yield Problem("label", found.group() + value[:20])
            continue
        if not any(
            re.search(
                rf"{found.group(1)}.{{0,6}}{re.escape(value[:4])}|{re.escape(value[:4])}.{{0,24}}{found.group(1)}", text
            )
            for text in held.texts
        ):
            yield Problem("label", found.group() + value[:20])


CHECKS = (
    _check_choices,
    _check_turned,
    _check_labels,
    _check_bound,
    _check_campaign_time,
    _check_organisers,
    _check_giver,
)

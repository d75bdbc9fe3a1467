"""What the sentences of a clause are read against, and the facts that are made of what they say.

Notice and clause -> Setting; a printed date with what it is for -> Deadline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ingest.facts.deadlines.duties import Duty
from ingest.facts.deadlines.steps import title_of
from ingest.facts.deadlines.subjects import clause_subject
from ingest.facts.deadlines.things import SHELTERED
from ingest.facts.recipients import level_of_recipient, level_of_subject, own_organ, who_in_full
from ingest.model import Clause, Deadline, DeadlineKind, Level, Notice, Span
from ingest.times.dates import DateMention, find_dates
from ingest.times.resolve import LATE_BY, DateContext, Resolved, doc_year, resolve

NOTHING_KNOWN = DateContext()
SAME_SEASON = timedelta(days=180)
MAX_WHAT = 60  # characters of what is due, brackets and titles not counted; more is prose
BARE_VERB = re.compile(
    r"(?!报到$)(?:首次|再次|分别|统一|及时|按时|汇总|书面|一并|集中|逐级|并)*"
    r"(?:报送|上报|呈报|呈送|报备|提交|递交|反馈|发送|寄送|邮寄|函复|函告|传真|汇总|[报寄送发交传])[至到往给]?"
)
AND_THEN = re.compile(r"，[并且再]")  # prose, no name
SENTENCE = re.compile(r"必须|应当")  # of a thing nothing is demanded
DUE = re.compile(r"前|截|迟|晚|止")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the sentences of a clause are read against."""

    notice: Notice
    clause: Clause
    heading: str  # without its number
    issuers: tuple[str, ...]
    addressees: tuple[str, ...]
    level: Level | None  # of the issuer
    dates: DateContext
    official: bool  # it says who issues it, to whom, when or under which number
    past: date | None  # whole dates before it are history
    handed_in: str | None = None  # what the sentence before in the clause has handed in
    who: str | None = None  # who hands that in, where a semicolon goes on with it


def setting_of(notice: Notice, clause: Clause) -> Setting:
    part = notice.part(clause.part)
    document = notice.document_of(clause.part)
    head = document.masthead
    campaign = part.campaign or document.campaign
    period = (campaign.start, campaign.end) if campaign and campaign.start and campaign.end else None
    number = doc_year(head.doc_number.value) if head.doc_number else None
    year = number or (campaign.year if campaign else None)
    return Setting(
        notice=notice,
        clause=clause,
        heading=title_of(clause.heading),
        issuers=tuple(issuer.value for issuer in head.issuers),
        addressees=tuple(addressee.value for addressee in head.addressees),
        level=document.level,
        dates=DateContext(head.issued, year, period, campaign.year if campaign else None),
        official=bool(head.issued or head.doc_number or head.addressees or head.issuers),
        past=head.issued - LATE_BY if head.issued else date(number - 1, 1, 1) if number else None,
    )


def dates_printed(notice: Notice) -> tuple[date, date] | None:
    """First and last of the whole dates a notice prints, None where they are more than half a year apart."""
    whole = [
        found
        for mention in find_dates(notice.text)
        if (point := mention.start or mention.end) and point.year and point.is_day
        if (found := resolve(mention, DateContext()).end)
    ]
    return (min(whole), max(whole)) if whole and max(whole) - min(whole) <= SAME_SEASON else None


def deadline(
    kind: DeadlineKind, what: str, span: Span, mention: DateMention, found: Resolved, setting: Setting
) -> Deadline:
    """A fact with its dates; a time that could not be resolved keeps its words."""
    words = mention.span.of(span.of(setting.notice.text))
    end = mention.end
    opening = mention.start if kind is not DeadlineKind.SUBMISSION else None
    time = (opening or end).time if end else None
    is_period = kind is DeadlineKind.PERIOD
    return Deadline(
        clause=setting.clause.id,
        span=span,
        kind=kind,
        what=what,
        due=None if is_period else found.end,
        due_time=None if is_period else time,
        start=found.start,
        end=found.end if is_period else None,
        qualifier=mention.qualifier,
        rule=mention.rule or (None if found.end and end and not end.lunar else words),
        basis=found.basis,
        date_span=Span(span.start + mention.span.start, span.start + mention.span.end),
    )


def with_people(deadline: Deadline, duty: Duty, setting: Setting) -> Deadline:
    # 报名时间：… speaks to whom it may concern, not to the addressees
    subject = duty.who
    if not duty.is_label:
        subject = duty.who or setting.who or clause_subject(setting.clause.own.of(setting.notice.text))
    who = subject if duty.is_label else who_in_full(subject, setting.addressees)
    to = own_organ(duty.to, setting.issuers) if duty.to else None
    return replace(
        deadline,
        who=who,
        to=to,
        who_level=level_of_subject(subject, setting.addressees, setting.level) if who else None,
        to_level=level_of_recipient(to, setting.level) if to else None,
    )


def says_something(what: str, *, labelled: bool = False) -> bool:
    """Whether it names a thing or a step. Half a quotation, a bare verb, a date or a long stretch of prose is a misreading.

    A label may be a bare verb: 首次报送时间为5月1日.
    """
    if what.count("“") != what.count("”") or what.find("”") < what.find("“"):
        return False
    if AND_THEN.search(what) or (not labelled and BARE_VERB.fullmatch(what)):
        return False
    if len(SHELTERED.sub("", what)) > MAX_WHAT or SENTENCE.search(SHELTERED.sub("", what)):
        return False
    return not any(
        DUE.search(mention.qualifier or "") or len(mention.span.of(what)) == len(what) for mention in find_dates(what)
    )


def is_history(found: Resolved, setting: Setting) -> bool:
    """A date printed in full that lies well before the notice: nothing can be due then."""
    return bool(found.end and found.basis is None and setting.past and found.end < setting.past)

"""The words of reminders, lists of a week and news: what, by when, to whom, from which notice.

Duties in, Messages out. What is said of a duty is a sentence of an answer and passes the same gate; around it stand only
days, counted from the proved one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from assistant.amended import warn_amended
from assistant.answers.draft import Writer
from assistant.changes import named
from assistant.model import Answer, Kind, Query
from assistant.services import Shelf
from assistant.verify import Unproved, prove
from assistant.wording import sentence
from bots.model import Look, Message, Run
from bots.reminding.changes import Change
from bots.reminding.duties import Duty, Held, printed_in
from bots.reminding.times import in_words
from bots.rendering import cited_runs
from ingest.model import AmendmentKind, DeadlineKind

logger = logging.getLogger(__name__)

REMOVED = "通知已撤下。"
NOT_IN_IT = "新版通知里没有这一条。"


class Wording:
    """`base_url` is where users reach the service; without it places have no links."""

    def __init__(self, shelf: Shelf, base_url: str | None) -> None:
        self._shelf = shelf
        self._base_url = base_url

    def reminder(self, held: Held, today: date) -> Message | None:
        """Of one duty, on a day before it or the day itself; None for what cannot be proved."""
        return self._message([(_counted(held.duty, today), [held])], today)

    def list_of_week(self, week: Sequence[Held], days: tuple[date, date]) -> Message | None:
        """What is to be handed in, then what else begins or takes place, by day; None where there is nothing."""
        first, last = days
        span = f"（{first.month}月{first.day}日至{last.month}月{last.day}日）"
        handed_in = [one for one in week if one.duty.kind is DeadlineKind.SUBMISSION]
        others = [one for one in week if one.duty.kind is not DeadlineKind.SUBMISSION]
        blocks = _by_day(f"本周要报什么{span}", handed_in)
        blocks += _by_day("本周其他安排" if handed_in else f"本周安排{span}", others)
        return self._message(blocks, first)

    def news(
        self, changes: Sequence[Change], find: Callable[[Duty], Held | None], *, new: bool, today: date
    ) -> Message | None:
        """What is different in the documents of one notice; `new` where nothing of it was known before.

        None where nothing of it can be proved.
        """
        runs: list[Run] = []
        answer, lines = self._proved([held for one in changes if (held := find(one.duty))], today)
        sound = [one for one in changes if one.withdrawn or one.duty.event.uid in lines]
        for document, group in groupby(sound, key=lambda one: one.duty.document):
            theirs = list(group)
            gone = self._why_gone(theirs[0].duty)
            head = "时限取消" if gone else "新通知" if new else "时限有变"
            runs += (Run(f"{head}：{document}", Look.STRONG), Run("\n"))
            if gone:
                said = "\n".join(f"{_day(one.duty)}：{one.duty.said}" for one in theirs)
                runs.append(Run(f"{gone}以下时限不再提醒：\n{said}\n"))
                continue
            for title, together in groupby(theirs, key=lambda one: _titled(one, listed=new)):
                said = "\n".join(_said(one, lines) for one in together)
                runs += (Run("\n"), Run(title, Look.STRONG), Run(f"\n{said}\n"))
        return Message((*runs, *self._beneath(answer))) if runs else None

    def _why_gone(self, duty: Duty) -> str:
        """Why nothing holds any more of what a document says; nothing where it is still in force."""
        if all(entry.id != duty.notice for entry in self._shelf.entries()):
            return REMOVED
        links = self._shelf.relations().on(duty.notice, duty.part)
        repealing = next((link for link in links if link.amendment.kind is AmendmentKind.REPEAL), None)
        return f"通知已由{named(repealing.by)}废止。" if repealing else ""

    # -- proving ---------------------------------------------------------------------------------------------------

    def _message(self, blocks: Sequence[tuple[str, Sequence[Held]]], today: date) -> Message | None:
        """Headed blocks of lines, and the sources of all of them."""
        answer, lines = self._proved([one for _, block in blocks for one in block], today)
        if answer is None:
            return None
        runs: list[Run] = []
        for title, block in blocks:
            told = [one.duty for one in block if one.duty.event.uid in lines]
            said = "".join(f"{_campaign(duty)}{lines[duty.event.uid]}\n" for duty in told)
            if said or not block:
                runs += (Run(title, Look.STRONG), Run(f"\n{said}"))
        return Message((*runs, *self._beneath(answer)))

    def _beneath(self, answer: Answer | None) -> Iterable[Run]:
        if answer is None:
            return
        for caveat in answer.warnings:
            yield Run(f"注意：{caveat.message}\n")
        yield from (Run("\n"), Run("出处", Look.STRONG), Run("\n"))
        yield from cited_runs(answer.citations, answer.text, self._base_url, False)

    def _proved(self, held: Iterable[Held], today: date) -> tuple[Answer | None, dict[str, str]]:
        """An answer that says all that can be proved, and its line for each duty, by name."""
        sound = [one for one in held if self._is_sound(one, today)]
        if not sound:
            return None, {}
        writer = self._written(sound)
        answer = self._prove(writer, today)
        lines = dict(zip((one.duty.event.uid for one in sound), writer.lines, strict=True))
        return warn_amended(answer, self._shelf.relations(), self._shelf.notice), lines

    def _is_sound(self, held: Held, today: date) -> bool:
        try:
            self._prove(self._written([held]), today)
        except Unproved as error:
            logger.error("not told uid=%s notice=%s: %s", held.duty.event.uid, held.duty.notice, _codes(error))
            return False
        return True

    def _prove(self, writer: Writer, today: date) -> Answer:
        query = Query(question="", kind=Kind.DEADLINES, as_of=today)
        return prove(writer.draft(), query, self._shelf.notice, trace_id="")

    def _written(self, held: Iterable[Held]) -> Writer:
        writer = Writer(Kind.DEADLINES)
        for one in held:
            notice = self._shelf.notice(one.duty.notice)
            if notice is None:
                raise LookupError(f"notice {one.duty.notice} left the library while it was being told of")
            fact = one.fact.fact
            writer.say(sentence(fact, printed_in(notice, fact)), [writer.cite_fact(notice, fact)])
            writer.deadlines.append(one.fact)
        return writer


def _titled(change: Change, *, listed: bool) -> str:
    """What became of a duty, and its days."""
    day = _day(change.duty)
    if change.withdrawn:
        return f"取消：{day}"
    if change.before is None:
        return day if listed else f"新增：{day}"
    return f"改动：{day}" if change.before.days == change.duty.days else f"改期：{_day(change.before)}改为{day}"


def _said(change: Change, lines: Mapping[str, str]) -> str:
    """A duty in the words of an answer: proved ones, or those in which it was told before."""
    duty, before = change.duty, change.before
    if change.withdrawn:
        return f"原为：{duty.said}{NOT_IN_IT}"
    line = lines[duty.event.uid]
    return f"{line}\n原为：{before.said}" if before and before.days == duty.days else line


def _campaign(duty: Duty) -> str:
    """What a duty belongs to, where its own words do not say it: 活动时间 alone says nothing in a list of several."""
    campaign = duty.parts[0].campaign if len(duty.parts) == 1 else None
    return f"【{campaign.name}】" if campaign and campaign.name not in re.sub("[“”]", "", duty.said) else ""


def _codes(error: Unproved) -> str:
    return ", ".join(sorted({problem.code for problem in error.problems}))


def _counted(duty: Duty, today: date) -> str:
    """How far off a duty is.

    今天到期：5月13日（周一）; 还有3天：5月13日（周一）到期; 明天开始：4月28日（周日，上班）
    """
    day = duty.day or duty.event.last
    left = (day - today).days
    does = "到期" if duty.is_last else "开始" if duty.kind is DeadlineKind.PERIOD else ""
    if left < 2:
        return f"{'明天' if left else '今天'}{does}：{in_words(day)}"
    return f"还有{left}天：{in_words(day)}{does}"


def _by_day(title: str, held: Sequence[Held]) -> list[tuple[str, Sequence[Held]]]:
    """A title that stands alone, then a block for each day."""
    if not held:
        return []
    days = groupby(sorted(held, key=_first_of), key=lambda one: _first_of(one)[0])
    return [(title, ()), *((in_words(day), tuple(block)) for day, block in days)]


def _first_of(held: Held) -> tuple[date, str]:
    duty = held.duty
    return duty.day or duty.event.last, duty.document


def _day(duty: Duty) -> str:
    """The day of a duty, or both ends of a stretch."""
    if duty.event.first != duty.event.last:
        return f"{in_words(duty.event.first)}至{in_words(duty.event.last)}"
    return in_words(duty.event.last) + (f" {duty.hour}" if duty.hour else "")

"""Timetables: rows under a heading 完成时限 or 报送时间, one thing to do in each. Notice -> Deadlines, each with its row.

| 序号 | 任务 | 责任单位 | 完成时限 |
| 1 | 报送活动总结 | 各乡镇 | 2月28日前 |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts.deadlines.duties import read_duty
from ingest.facts.deadlines.setting import Setting, deadline, is_history, says_something, with_people
from ingest.facts.deadlines.verbs import STRONG, WITH_OBJECT
from ingest.model import Deadline, DeadlineKind, Notice, Span
from ingest.times.dates import DateMention, find_dates
from ingest.times.resolve import resolve

BAR = "|"
LINE = re.compile(r"[^\n]+")
MAX_HEAD = 16  # characters of a cell in the first row
# 成立日期, 发布时间 tell what was.
TIME = re.compile(
    r"^(?!.*(?:成立|设立|注册|登记|出生|生产|有效|发证|获批|认定|发布|印发|签[订署]|公布|统计|更新|工作|营业)).*(?:时间|时限|日期|期限|节点|时段)(?:要求|安排|节点)?$"
)
# What is to be done, the more telling heads first.
TASKS = tuple(
    re.compile(pattern)
    for pattern in (r"任务|内容|事项|材料|举措|措施", r"工作|活动|项目", r"阶段|环节|步骤|流程|主题")
)
OWNER = re.compile(r"责任|牵头|负责|承办|主办|实施|报送|参加|参与")
OWNER_END = re.compile(r"(?:单位|部门|主体|处室|企业|地区|科室)$")
HANDED_IN = re.compile(r"报送|上报|提交|报名|申报|递交|反馈")
PLACE_OF_NUMBER = re.compile(r"^(?:序号|编号|No\.?)$", re.I)


@dataclass(frozen=True, slots=True)
class Head:
    """Which column holds what; a column that there is not is None."""

    time: int
    task: int
    owner: int | None
    hands_in: bool  # its time is one of handing in: 报送时间
    cells: int


def rows_of(notice: Notice) -> dict[Span, Head]:
    """The rows of the timetables of a notice, each with the head it stands under."""
    rows: dict[Span, Head] = {}
    head: Head | None = None
    for line in LINE.finditer(notice.text):
        cells = _cells(line.group())
        if len(cells) < 2:
            head = None if line.group().strip() else head
        elif (found := _head(cells)) is not None:
            head = found
        elif head and head.time < len(cells) <= head.cells:
            rows[Span(line.start(), line.end())] = head
    return rows


def scheduled(row: Span, head: Head, setting: Setting) -> Iterator[Deadline]:
    """What a row of a timetable says is to be done, and when."""
    text = setting.notice.text
    places = _places(row, text)
    cells = [place.of(text) for place in places]
    at = places[head.time]
    task = cells[head.task]
    who = cells[head.owner] if head.owner is not None and head.owner < len(cells) else ""
    stated = None
    for mention in find_dates(at.of(text)):
        if not task or not says_something(task):
            return
        found = resolve(mention, replace(setting.dates, stated=stated, duty=True))
        if is_history(found, setting):
            continue
        if mention.end and mention.end.year:
            stated = found.end
        placed = replace(
            mention, span=Span(at.start - row.start + mention.span.start, at.start - row.start + mention.span.end)
        )
        ranged = found.start is not None and found.start != found.end
        kind = DeadlineKind.PERIOD if ranged else DeadlineKind.MILESTONE
        if head.hands_in or STRONG.search(task) or WITH_OBJECT.search(task):
            yield _handed_in(row, task, who, placed, setting)
        elif found.end or mention.rule:
            base = deadline(kind, task, row, placed, found if ranged else replace(found, start=None), setting)
            yield replace(base, who=who or None)


def _handed_in(row: Span, task: str, who: str, mention: DateMention, setting: Setting) -> Deadline:
    """What the row has handed in, read as if it were the sentence 某单位于某日报送某物."""
    found = resolve(mention, replace(setting.dates, duty=True))
    day = "某日前"
    duty = read_duty(f"{who}于{day}{task}", Span(len(who) + 1, len(who) + 1 + len(day)))
    base = deadline(DeadlineKind.SUBMISSION, task, row, mention, found, setting)
    if duty is None or not says_something(duty.what):
        return replace(base, who=who or None)
    read = with_people(replace(base, what=duty.what), replace(duty, who=who or None), setting)
    return read


def _head(cells: list[str]) -> Head | None:
    """The columns, if this is the first row of a timetable: short words, one of them a time, another a thing to do."""
    if any(len(cell) > MAX_HEAD or find_dates(cell) for cell in cells):
        return None
    times = [i for i, cell in enumerate(cells) if TIME.search(cell)]
    if len(times) != 1:
        return None
    others = [i for i in range(len(cells)) if i != times[0] and not PLACE_OF_NUMBER.match(cells[i])]
    owners = [i for i in others if OWNER_END.search(cells[i]) and OWNER.search(cells[i])]
    owners = owners or [i for i in others if OWNER_END.search(cells[i])]
    tasks = [i for pattern in TASKS for i in others if i not in owners and pattern.search(cells[i])]
    if not tasks:
        return None
    return Head(times[0], tasks[0], owners[0] if owners else None, bool(HANDED_IN.search(cells[times[0]])), len(cells))


def _cells(line: str) -> list[str]:
    return [place.of(line) for place in _places(Span(0, len(line)), line)]


def _places(row: Span, text: str) -> list[Span]:
    """Where the cells of a line stand, without the blanks around them; bars at its ends bound no cell."""
    words = row.of(text)
    if BAR not in words:
        return []
    start, end = row.start + len(words) - len(words.lstrip()), row.start + len(words.rstrip())
    start += text[start:end].startswith(BAR)
    end -= text[start:end].endswith(BAR)
    found: list[Span] = []
    for cell in text[start:end].split(BAR):
        left = len(cell) - len(cell.lstrip())
        found.append(Span(start + min(left, len(cell)), start + max(left, len(cell.rstrip()))))
        start += len(cell) + 1
    return found

"""Timetables: rows under a heading 完成时限 or 报送时间, one thing to do in each. Notice -> Deadlines, each with its row.

| 序号 | 任务 | 责任单位 | 完成时限 |
| 1 | 报送活动总结 | 各乡镇 | 2月28日前 |

A page copied as text has lost the bars, and blanks stand between its cells.
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
PROSE = re.compile(r"[。；;]|，[^，]*，")
NUMBERED = re.compile(r"^\s*\d{1,3}[.．、]?\s*")
PLACE_OF_NUMBER = re.compile(r"^(?:序号|编号|No\.?)$", re.I)


@dataclass(frozen=True, slots=True)
class Head:
    """Which column holds what; a column that there is not is None."""

    time: int
    task: int
    owner: int | None
    hands_in: bool  # its time is one of handing in: 报送时间
    cells: int
    numbered: int  # 1 if the first column counts the rows


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says: where its time stands, what is to be done then and by whom (empty where it does not say)."""

    time: Span
    task: str
    owner: str
    hands_in: bool


def rows_of(notice: Notice) -> dict[Span, Row]:
    """The rows of the timetables of a notice, by where they stand."""
    rows: dict[Span, Row] = {}
    head: Head | None = None
    barred = False
    for line in LINE.finditer(notice.text):
        words = line.group()
        cells = _cells(words) or words.split()
        if len(cells) > 1 and (found := _head(cells)) is not None:
            head, barred = found, BAR in words
        elif head is None:
            continue
        elif (barred and BAR not in words) or (row := _row(Span(line.start(), line.end()), head, notice.text)) is None:
            in_table = BAR in words if barred else find_dates(words)
            head = None if words.strip() and not in_table else head
        else:
            rows[Span(line.start(), line.end())] = row
    return rows


def scheduled(place: Span, row: Row, setting: Setting) -> Iterator[Deadline]:
    """What a row of a timetable says is to be done, and when."""
    at, task, who = row.time, row.task, row.owner
    stated = None
    for mention in find_dates(at.of(setting.notice.text)):
        if not task or not says_something(task):
            return
        found = resolve(mention, replace(setting.dates, stated=stated, duty=True))
        if is_history(found, setting):
            continue
        if mention.end and mention.end.year:
            stated = found.end
        placed = replace(
            mention, span=Span(at.start - place.start + mention.span.start, at.start - place.start + mention.span.end)
        )
        ranged = found.start is not None and found.start != found.end
        kind = DeadlineKind.PERIOD if ranged else DeadlineKind.MILESTONE
        if row.hands_in or STRONG.search(task) or WITH_OBJECT.search(task):
            yield _handed_in(place, task, who, placed, setting)
        elif found.end or mention.rule:
            base = deadline(kind, task, place, placed, found if ranged else replace(found, start=None), setting)
            yield replace(base, who=who or None)


def _row(place: Span, head: Head, text: str) -> Row | None:
    """The cells of a row under the head, None where there are not those."""
    if BAR not in place.of(text):
        return _row_without_bars(place, head, text)
    places = _places(place, text)
    if not head.time < len(places) <= head.cells:
        return None
    cells = [one.of(text) for one in places]
    task = cells[head.task] if head.task < len(cells) else ""
    owner = cells[head.owner] if head.owner is not None and head.owner < len(cells) else ""
    return Row(places[head.time], task, owner, head.hands_in)


def _row_without_bars(place: Span, head: Head, text: str) -> Row | None:
    """1 启动仪式4月10日9:30中大门 市商务局: cells with blanks between them, some of which are lost beside a number.

    The date is sure, and of the cells on a side of it those that are as many as the head has there.
    """
    words = place.of(text)
    dates = [one for one in find_dates(words) if one.rule is None]
    if not dates or PROSE.search(words) or len(dates) > 1:
        return None
    before, behind = words[: dates[0].span.start], words[dates[0].span.end :]
    left = head.time - head.numbered
    ahead = [before.strip()] if left == 1 else before.split()
    if head.numbered:
        ahead = [NUMBERED.sub("", before).strip()] if left == 1 else NUMBERED.sub("", before).split()
    cells = {
        **_aligned(ahead, head.numbered, left),
        **_aligned(behind.split(), head.time + 1, head.cells - head.time - 1),
    }
    task = cells.get(head.task, "")
    if not task:
        return None
    owner = cells.get(head.owner, "") if head.owner is not None else ""
    start = place.start + dates[0].span.start
    return Row(Span(start, place.start + dates[0].span.end), task, owner, head.hands_in)


def _aligned(cells: list[str], first: int, count: int) -> dict[int, str]:
    """The cells by the number of their column, if they are as many as there are columns."""
    return {first + i: cell for i, cell in enumerate(cells)} if len(cells) == count else {}


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
    numbered = int(PLACE_OF_NUMBER.match(cells[0]) is not None)
    return Head(
        times[0], tasks[0], owners[0] if owners else None, bool(HANDED_IN.search(cells[times[0]])), len(cells), numbered
    )


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

"""The fields of a case and of what it expects: one line each, from which spreadsheets, checks and reports take them.

`ASKED` says what is asked, `EXPECTED` what a right answer holds. A new field of an expectation is a line here, how it is
read in `eval.load`, and a metric.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from eval.cases import Case, Expectation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """`values` are its words as they stand in a set, none where it says nothing."""

    chinese: str  # its column in a spreadsheet
    values: Callable[[T], Sequence[str]]
    column: str | None = None  # in English, where that is not its name
    required: bool = False
    whole: bool = False  # one value, whatever characters it holds


ASKED: Mapping[str, Field[Case]] = {
    "id": Field("编号", lambda case: [case.id], required=True, whole=True),
    "question": Field("问题", lambda case: [case.question], required=True, whole=True),
    "turns": Field("前面的问题", lambda case: case.turns),
    "as_of": Field("提问日期", lambda case: [case.as_of.isoformat()], whole=True),
    "notice": Field("针对通知", lambda case: _maybe(case.notice), whole=True),
    "tags": Field("标签", lambda case: case.tags),
    "note": Field("备注", lambda case: _maybe(case.note), whole=True),
}
EXPECTED: Mapping[str, Field[Expectation]] = {
    "status": Field("状态", lambda expect: [one.value for one in expect.statuses], required=True),
    "kind": Field("类别", lambda expect: [one.value for one in expect.kinds]),
    "dates": Field("日期", lambda expect: [day.isoformat() for day in expect.dates]),
    "phones": Field("电话", lambda expect: expect.phones),
    "laws": Field("法律法规", lambda expect: expect.laws),
    "names": Field("姓名", lambda expect: expect.names),
    "emails": Field("邮箱", lambda expect: expect.emails),
    "contains": Field("应含", lambda expect: expect.contains),
    "not_contains": Field("不应含", lambda expect: expect.not_contains),
    "only": Field("仅限", lambda expect: expect.only),
    "clause": Field("条款", lambda expect: expect.clauses),
    "quote": Field("引文", lambda expect: _maybe(expect.quote), whole=True),
    "notice": Field("出处通知", lambda expect: expect.notices, column="cites"),
    "warnings": Field("提醒", lambda expect: expect.warnings),
}

# Values that have a name of their own, and how they may also be called.
IN_CHINESE: Mapping[str, str] = {
    "answered": "已回答",
    "not_stated": "未写明",
    "not_found": "未找到",
    "out_of_scope": "超出范围",
    "ambiguous": "有歧义",
    "deadlines": "时限",
    "contacts": "联系人",
    "laws": "法律法规",
    "period": "活动时间",
    "organisers": "组织单位",
    "clauses": "条款",
    "comparison": "比较",
    "notices": "通知",
    "help": "帮助",
    "dates": "日期",
    "phones": "电话",
}
_IN_ENGLISH = {chinese: english for english, chinese in IN_CHINESE.items()}


def value_named(words: str) -> str:
    """A value by its own name, whichever it was called by.

    >>> value_named("未写明"), value_named("Answered"), value_named("no")
    ('not_stated', 'answered', 'no')
    """
    said = words.strip().casefold()
    return _IN_ENGLISH.get(said, said)


def required(fields: Mapping[str, Field[T]]) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if field.required)


def optional(fields: Mapping[str, Field[T]]) -> tuple[str, ...]:
    return tuple(name for name, field in fields.items() if not field.required)


def said(fields: Mapping[str, Field[T]], of: T) -> dict[str, Sequence[str]]:
    """Those fields that say something.

    >>> from assistant.model import Status
    >>> said(EXPECTED, Expectation((Status.NOT_STATED,), not_contains=("万元",)))
    {'status': ['not_stated'], 'not_contains': ('万元',)}
    """
    values = {name: field.values(of) for name, field in fields.items()}
    return {name: words for name, words in values.items() if words}


def _maybe(words: str | None) -> list[str]:
    return [words] if words else []

"""The cause that a report names is the first stage that shows a fault."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from assistant.model import Kind, Status
from assistant.trace import Trace
from assistant.view import answer_json
from eval.cases import Case, Expectation
from eval.causes import Cause, cause_of
from eval.metrics import measure
from eval.replies import Reply, reply_of
from eval.run import Result
from eval.targets import shelf_sources
from eval.verdict import Seen
from tests.fakes import FakeShelf, make_answer, make_campaign_notice, make_refusal

AS_OF = date(2024, 4, 1)
NOTICE = make_campaign_notice()
SHELF = FakeShelf((NOTICE,))
ANSWER = reply_of(answer_json(make_answer("总结？", AS_OF), SHELF.notice))
REFUSAL = reply_of(answer_json(make_refusal("总结？", AS_OF), SHELF.notice))
EXPECT = Expectation(
    statuses=(Status.ANSWERED,),
    kinds=(Kind.DEADLINES,),
    clauses=("正文 结尾",),
    notices=(NOTICE.source,),
)


def cause(
    reply: Reply, expect: Expectation = EXPECT, trace: Trace | None = None, ranks: tuple[int | None, ...] | None = (1,)
) -> Cause:
    case = Case(id="a", question="总结？", expect=expect, as_of=AS_OF, line=1)
    seen = Seen(case, reply, shelf_sources(SHELF), trace or Trace({}, ()), ranks)
    result = Result(case, seen, verdicts=measure(seen))
    assert not result.right
    return cause_of(result)


UNKNOWN = Trace({"no such campaign": "第九届双品网购节"}, ())
DROPPED = Trace({}, (), ("date: 2024-05-14",))


@pytest.mark.parametrize(
    ("found", "named"),
    [
        pytest.param(
            lambda: cause(ANSWER, replace(EXPECT, quote="请于5月31日前报我司", dates=(date(2024, 5, 31),)), DROPPED),
            Cause("reading", f"{NOTICE.source}, as it was read, does not print “请于5月31日前报我司”"),
            id="what is not read as printed comes before all else",
        ),
        pytest.param(
            lambda: cause(REFUSAL, replace(EXPECT, dates=(date(2024, 5, 31),)), DROPPED),
            Cause(
                "facts",
                f"{NOTICE.source}: no dates 2024-05-31 among the facts that were read: 2024-04-28、2024-05-12、2024-05-13",
            ),
            id="a fact that was not read off comes before what the gate said of it",
        ),
        pytest.param(
            lambda: cause(REFUSAL, replace(EXPECT, dates=(date(2024, 5, 13),)), DROPPED),
            Cause("gate", "a date that is not in what is cited: 2024-05-14"),
            id="a fact that was read off and then stopped",
        ),
        pytest.param(
            lambda: cause(replace(ANSWER, kind=Kind.PERIOD)),
            Cause("understanding", "kind of question: expected deadlines, got period"),
            id="another kind",
        ),
        pytest.param(
            lambda: cause(replace(REFUSAL, kind=Kind.DEADLINES), trace=UNKNOWN),
            Cause("understanding", "it was heard to speak of “第九届双品网购节”, of which there is no notice"),
            id="a campaign that is none",
        ),
        pytest.param(
            lambda: cause(ANSWER, replace(EXPECT, clauses=(), dates=(date(2024, 5, 13),), notices=("2021.txt",))),
            Cause("understanding", f"answered from another notice: not asked for: {NOTICE.source}"),
            id="another notice",
        ),
        pytest.param(
            lambda: cause(replace(REFUSAL, kind=Kind.DEADLINES), ranks=(None,)),
            Cause("search", "the expected clause: not found"),
            id="not found",
        ),
        pytest.param(
            lambda: cause(ANSWER, replace(EXPECT, clauses=("正文 二",)), ranks=(3,)),
            Cause("search", "the expected clause has rank 3, another was taken"),
            id="another clause ranked before it",
        ),
        pytest.param(
            lambda: cause(replace(REFUSAL, kind=Kind.DEADLINES), ranks=(2,)),
            Cause("refusal", "not_stated, though the search has the clause at rank 2"),
            id="found and refused",
        ),
        pytest.param(
            lambda: cause(ANSWER, Expectation((Status.NOT_STATED,)), ranks=None),
            Cause("invention", "must not be answered, and gives citations"),
            id="answered what must not be",
        ),
        pytest.param(
            lambda: cause(ANSWER, Expectation((Status.NOT_STATED,)), DROPPED, ranks=None),
            Cause("invention", "must not be answered, and gives citations"),
            id="what the gate stopped is no cause of what it let through",
        ),
        pytest.param(
            lambda: cause(ANSWER, replace(EXPECT, contains=("商务厅",))),
            Cause("answer", "wording: the text lacks “商务厅”"),
            id="all was there and not put together",
        ),
    ],
)
def test_the_cause_is_the_first_stage_that_shows_a_fault(found: Callable[[], Cause], named: Cause) -> None:
    assert found() == named


def test_no_answer_at_all() -> None:
    case = Case(id="a", question="总结？", expect=EXPECT, as_of=AS_OF, line=1)

    assert cause_of(Result(case, fault="HTTP 500: oops")) == Cause("service", "HTTP 500: oops")

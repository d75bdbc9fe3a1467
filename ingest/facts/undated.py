"""What must be handed in at no stated date: 及时将情况报送我部. The words of a sentence in, Deadlines with a rule out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.dates import DateMention
from ingest.facts.duties import FILLER, SHELTERED, read_duty
from ingest.facts.setting import Setting, deadline, with_people
from ingest.facts.verbs import STRONG
from ingest.model import Deadline, DeadlineKind, Span
from ingest.resolve import Resolved

URGENT = re.compile(r"(?<!的)及时|尽快|随时|第一时间")
UPWARDS = re.compile(r"上报(?!的)")
REPORTED = re.compile(
    r"情况|材料|资料|信息|报告|问题|数据|名单|方案|总结|进展|成效|做法|经验|案例|动态|线索|意见|建议|台账|报表"
)


def undated(span: Span, words: str, setting: Setting) -> Iterator[Deadline]:
    """及时将情况报送我部: to be handed in at no stated date. Only where it goes to somebody or upwards."""
    masked = SHELTERED.sub(lambda match: FILLER * len(match.group()), words)
    urgent = URGENT.search(masked)
    if urgent is None:
        return
    at = Span(urgent.start(), urgent.end())
    duty = read_duty(words, at)
    if (
        duty is None
        or not STRONG.match(words, duty.verb.start)
        or not (duty.to or UPWARDS.match(words, duty.verb.start))
        or not REPORTED.search(duty.what)
    ):
        return
    mention = DateMention(span=at, rule=urgent.group())
    base = deadline(DeadlineKind.SUBMISSION, duty.what, span, mention, Resolved(), setting)
    yield with_people(base, duty, setting)

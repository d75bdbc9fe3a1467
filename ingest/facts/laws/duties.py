"""By which verb a text is named, and who must follow it. The sentence up to the name in, verb and actors out."""

from __future__ import annotations

import re

from ingest.facts.actors import bound
from ingest.organs import CJK

DUTY = "遵守|遵循|遵照|恪守|执行|落实|贯彻|履行|符合|按照|依照|依据|根据|参照|对照|违反|依(?!法)"
GOVERNS = re.compile(
    rf"((?:严格|认真|全面|切实|自觉|坚决|深入|主动|共同|认真)?(?:贯彻(?:落实|执行)|学习贯彻|{DUTY}))"
    rf"(?:好|了)?[：:]?(?:我国|国家|本|相关|有关|[{CJK}、]{{2,30}}的?)?(?:[{CJK}]{{0,12}}(?:法律法规|规定|要求)(?:和|及|以及))?$"
)
# 按 takes many things: 按要求填写《…表》 names no ground
BY = re.compile(rf"((?:严格|切实)?按)(?:[{CJK}、]{{2,30}}(?:印发|发布|制定|出台|公布)的?)?$")
MUST_NOT = re.compile(r"(不得|严禁|禁止|不准|不能|不可)$")
FOLLOWED = re.compile(
    r"不[得准能可]违反|(?:严禁|禁止)违反|遵守|遵循|遵照|恪守|执行|履行|符合|落实|贯彻"
)  # duties; 根据 and 按照 only name a ground


def read_duty(before: str) -> tuple[str | None, tuple[str, ...]]:
    """The verb right before a name, and who is bound by it; `before` is the sentence up to the name.

    >>> read_duty("督促、指导电商企业、主播严格遵守")
    ('严格遵守', ('电商企业', '主播'))
    >>> read_duty("对于有实体经营场所的企业，要严格遵循")
    ('严格遵循', ('有实体经营场所的企业',))
    >>> read_duty("任何单位和个人不得违反")
    ('不得违反', ('任何单位', '个人'))
    >>> read_duty("医疗机构申明其性质，按"), read_duty("按要求填写")
    (('按', ()), (None, ()))
    >>> read_duty("现就有关事项通知如下：根据")
    ('根据', ())
    """
    verb = _last_verb(before) or BY.search(before)
    if verb is None:
        return None, ()
    duty, subject = verb[1], before[: verb.start()]
    if duty == "违反" and (must_not := MUST_NOT.search(subject)):
        return must_not[1] + duty, bound(subject[: must_not.start()])
    return duty, bound(subject) if FOLLOWED.search(duty) else ()


def _last_verb(before: str) -> re.Match[str] | None:
    """The governing verb that stands nearest to the name; nothing but modifiers may come between."""
    clause = re.split(r"[，,；;。]", before)[-1][-80:]
    offset = len(before) - len(clause)
    best = None
    at = offset
    while found := GOVERNS.search(before, at):
        best = found
        at = found.start() + 1
        if re.match(r"(?:严格|认真|全面|切实|自觉|坚决|深入|主动|共同|贯彻|学习)", found[1]):
            break
    return best

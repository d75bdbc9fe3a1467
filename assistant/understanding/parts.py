"""Several questions in one: where one ends and the next begins. A folded question in, its parts in order out.

A stretch that asks nothing (我们是平台企业, 老外付钱不方便) belongs to the question behind it, or, at the end, to the one before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant import lexicon
from assistant.model import Kind

FACT_KINDS = (Kind.DEADLINES, Kind.CONTACTS, Kind.LAWS, Kind.PERIOD, Kind.ORGANISERS)
MAX_PARTS = 6
MIN_PART = 4  # characters of a question that needs no mark to be one
# Greetings and thanks beside a question.
PLEASANTRY = re.compile(
    r"(?:你好|您好|大家好|在吗|在不在|请问(?:一下|下)?|想(?:请)?问(?:一下|下)?|打扰(?:了|一下|下)?|麻烦(?:了|你|您|问一?下)?|谢谢(?:你|您|啦|了)?|多谢|感谢|辛苦(?:你|您)?了?|"
    r"拜托了?|急+|在线等|好的?|嗯+|哦+|对了|老师|亲)[啊哈呀啦哦呢~]*"
)
STRONG = re.compile(
    r"[。；;？?！!]|以及|另外再?|顺便(?:再)?(?:问|说|讲|告诉我?)?(?:一下|下)?|(?<=[\u4e00-\u9fff]{4})还有(?=[\u4e00-\u9fff]{2})"
)
SEPARATOR = re.compile(rf"{STRONG.pattern}|[，,、]")
AND = re.compile(r"和|与|及|跟")
ASKS = re.compile(
    r"什么|啥|神马|谁|哪|多少|多久|多长|多大|几(?=[个家名人号日月天点时次份种条项届年位张场件])|吗|呢|怎|咋|如何|何时|何地|为何|有没有|有无|是否|能否|可否|([\u4e00-\u9fff])不\1|"
    r"行不行|要不要|是不是|能不能|可不可以|对不对|算不算|[？?]|么$"
)
# What is asked for by its name alone, at the end: 传真和邮箱, 第六届的活动时间.
NAMED_THING = re.compile(
    r"(?:联系人|联系方式|电话|号码|传真|邮箱|地址|时间|日期|期限|时限|截止日?|法律|法规|单位|会场|主题|口号|地点|名单|任务|要求|原则)$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One question of several. `strong`: set off by more than a comma."""

    text: str
    strong: bool = False


def without_pleasantries(text: str) -> str:
    """A question without greetings and thanks around it.

    >>> without_pleasantries("你好,请问总结几号交?谢谢"), without_pleasantries("你好")
    ('总结几号交?', '你好')
    """
    kept = [piece for piece, _ in _pieces(text) if not PLEASANTRY.fullmatch(piece.strip())]
    if not kept:
        return text
    said = "".join(piece + mark for piece, mark in _pieces(text) if not PLEASANTRY.fullmatch(piece.strip()))
    return re.sub(r"^(?:请问|想问)(?:一下|下)?", "", said) or text


def parted(text: str) -> str:
    """A question with a comma for the blank that parts two questions; other blanks stay.

    >>> parted("几号前交 发到哪个邮箱"), parted("第六届 双品网购节 几号前交")
    ('几号前交，发到哪个邮箱', '第六届 双品网购节 几号前交')
    """
    said = ""
    for piece in text.split(" "):
        both = ASKS.search(said) and ASKS.search(piece) and min(len(said), len(piece)) >= MIN_PART
        said += ("，" if both else " " if said else "") + piece
    return said


def split(text: str, kind_of: Callable[[str], Kind]) -> list[Part]:
    """The questions in a text.

    >>> plain = lambda said: Kind.CLAUSES
    >>> [part.text for part in split("承诺书谁签,不签会怎样?我们是平台,要做什么", plain)]
    ['承诺书谁签', '不签会怎样?', '我们是平台,要做什么']
    """
    found: list[Part] = []
    lead, strong = "", False
    for piece, mark in _pieces(text):
        if not piece.strip():
            strong = strong or bool(STRONG.fullmatch(mark))
            continue
        *before, last = _named_things(piece, kind_of)
        for one in before:
            found.append(Part(lead + one, strong))
            lead, strong = "", False
        question = mark in "？?" and bool(mark)
        if question or _asks(last, kind_of):
            found.append(Part(lead + last + (mark if question else ""), strong))
            lead, strong = "", bool(STRONG.fullmatch(mark))
        else:
            lead += last + mark
    if lead and found:
        found[-1] = Part(f"{found[-1].text},{lead}", found[-1].strong)
    return found[:MAX_PARTS] or [Part(text)]


def _asks(piece: str, kind_of: Callable[[str], Kind]) -> bool:
    if ASKS.search(piece):
        return True
    return NAMED_THING.search(piece.strip()) is not None and (
        kind_of(piece) in FACT_KINDS or lexicon.THEME.search(piece) is not None
    )


def _named_things(piece: str, kind_of: Callable[[str], Kind]) -> list[str]:
    """A stretch cut where it joins two different things: 电话和截止时间."""
    for joint in AND.finditer(piece):
        left, right = piece[: joint.start()], piece[joint.end() :]
        kinds = kind_of(left), kind_of(right)
        if kinds[0] is not kinds[1] and all(kind in FACT_KINDS for kind in kinds) and NAMED_THING.search(left):
            return [left, right]
    return [piece]


def _pieces(text: str) -> list[tuple[str, str]]:
    """The stretches between marks, each with the mark behind it."""
    found: list[tuple[str, str]] = []
    at = 0
    for mark in SEPARATOR.finditer(text):
        found.append((text[at : mark.start()], mark.group()))
        at = mark.end()
    if text[at:]:
        found.append((text[at:], ""))
    return found


def weak(parts: Sequence[Part]) -> bool:
    """Whether nothing but commas stands between the parts."""
    return not any(part.strong for part in parts[1:])

"""The words that are left of a line once its values are taken out: those of the quotes, or our own.

(folded line, Source) -> Problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from assistant.claims.source import Problem, Source
from assistant.claims.text import CJK

WORDS = re.compile(rf"[{CJK}]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.@_/-]+")
ITEM = re.compile(rf"(?:^|(?<=[、,:|]))[{CJK}]{{2,4}}(?=[、,。|]|$)")
# The words of our own sentences, see assistant.wording and the answerers. Whatever else a line says stands in its quotes.
OWN_WORDS = frozenset(
    {
        *("须于", "前报", "须报", "报送", "须严格", "须遵守", "须执行", "遵守", "执行", "时间未写明"),
        *("以前", "之前", "左右", "截止", "开始", "结束", "分别", "以及", "时间", "活动时间", "年份"),
        *(
            "据活动时间推算",
            "据发文字号推算",
            "据成文日期推算",
            "据通知推算",
            "据起止日期推算",
            "原文为",
            "日期据此推算",
            "最迟于",
        ),
        *("电话", "传真", "邮箱", "地址", "联系人", "主题", "口号", "原则"),
        *("发文字号", "发文单位", "成文日期", "印发日期", "主送", "标题", "抄送"),
        *("原文", "合计"),
        *("指导单位", "主办单位", "承办单位", "协办单位", "支持单位", "主会场", "分会场"),
    }
)
# Characters that only join. What they may turn round (从, 自, 起, 前: a date; 报: a recipient) is compared by itself.
JOINTS = frozenset("以于前报至到起的和与及为是由在将请等共均并向从自")
LONGEST_OWN = max(map(len, OWN_WORDS))
MUST = "须"  # only between a party and a duty that were read in the quote


def check_words(text: str, source: Source) -> Iterator[Problem]:
    """The words that are left are those of the quotes or our own, and whoever is named beside a telephone stands there."""
    for found in WORDS.finditer(text):
        after_number = found.start() > 0 and text[found.start() - 1].isdigit()
        if found.group() != MUST and (rest := _unsaid(found.group(), source, after_number)):
            yield Problem("words", rest)
    yield from check_latin(text, source)
    yield from check_persons(text, source, lambda name: name in OWN_WORDS)


def check_latin(text: str, source: Source) -> Iterator[Problem]:
    """Latin words stand in the quotes."""
    printed = " ".join((*source.texts, *source.words)).lower()
    for found in LATIN.finditer(text):
        if found.group().lower() not in printed:
            yield Problem("words", found.group())


def check_persons(text: str, source: Source, ours: Callable[[str], bool]) -> Iterator[Problem]:
    """Whoever is named beside a telephone stands in the quotes; `ours` tells words of our own from names."""
    if not source.contacts:
        return
    for found in ITEM.finditer(text):
        name = found.group()
        handing_in = name.endswith("报") and not _unsaid(name, source, after_number=False)  # …日下班前报a@b.cn
        if not ours(name) and not source.prints(name) and not handing_in:
            yield Problem("person", name)


def _unsaid(run: str, source: Source, after_number: bool) -> str:
    """What is left of a run of characters behind the last that pieces of the quotes and our own words can make up."""
    reached = [True] + [False] * len(run)
    reached[1] = after_number  # a measure word: compared with its number
    for at in range(len(run)):
        if not reached[at]:
            continue
        if run[at] in JOINTS:
            reached[at + 1] = True
        for end in range(at + 2, len(run) + 1):
            piece = run[at:end]
            printed = source.prints(piece) or any(piece in word for word in source.words)
            reached[end] = reached[end] or printed or piece in OWN_WORDS
            if not printed and end - at >= LONGEST_OWN:
                break
    return "" if reached[-1] else run[max(at for at in range(len(run) + 1) if reached[at]) :]

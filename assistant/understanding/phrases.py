"""Turns of phrase that say what a question wants, where its single words do not. Patterns only; nothing of one campaign or place."""

from __future__ import annotations

import re

from assistant import lexicon

LAST_DAY = re.compile(r"(?:几[号日月点]|哪[一几]?天|什么时候|啥时候)之?前")
# When something is done that is not the campaign itself: 哪天签, 什么时候能领.
ELSE_WHEN = re.compile(
    r"(?:什么时[候间]|啥时[候间]?|何时|几时|几[号点]|哪一?天)(?:之?前)?(?:能|可以|会|才|要|去|来|再|给|就)*[签领抽评批停换补退拍播审投选取卖买查验兑罚修][^开办]{0,2}$"
)
HANDS_OVER = re.compile(r"(?:甩|丢|扔|递|转|拿|传|寄|发)(?:给|到|去|往)(?:谁|哪)")
TIME_LEFT = re.compile(r"(?:还[有剩]|剩)(?:下)?(?:几天|多少天|多久|多长时间)")
RUNS = re.compile(
    r"(?:正在|现在|目前|当前|眼下).{0,3}(?:搞|办|进行|开展|举[办行]).{0,3}(?:活动|节)|(?:哪些|什么|啥)(?:活动|节).{0,3}(?:正在|在)(?:搞|办|进行|开展)"
)
# What one edition does not have that others have: 哪些法规是2021年没有的, 2024年有2021年没有的法律.
LACKS = re.compile(r"(?:没有?|未)(?:有|列|提|写|要求)?(?:到|出|过|明)?的(?=法|规|有?哪|是?什么|[？?。]|$)")
REASON = re.compile(r"^(?:那|这|但|可)?(?:是|又)?(?:为(?:什么|啥|何)|咋回事|什么(?:原因|理由))(?:呢|啊|呀)?[？?。]*$")
# What a time is full of, whatever it is: 五一期间有什么安排.
PLAIN = frozenset({"安排", "活动", "事情", "任务", "工作"})


def runs_now(text: str) -> bool:
    """Whether a question asks which campaigns run.

    >>> runs_now("现在正在搞的活动有哪些"), runs_now("活动现在怎么参加")
    (True, False)
    """
    return bool(lexicon.WHAT_RUNS.search(text) or RUNS.search(text))

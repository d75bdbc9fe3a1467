"""Notices that a question names by words of their titles: 鄞州区, 复工复产. Words of a question and titles in, documents out.

A campaign has a name; most other notices are spoken of by where they apply and what they are about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from assistant.asked import GENERAL, PLAIN
from assistant.scope import Document
from assistant.understanding.stretches import ANY_TITLE
from ingest.model import PartId
from ingest.regions import CITIES, PROVINCES
from ingest.tokenise import pieces

CLEARLY = 2.2  # times as much as any other title must a question repeat of one
MOST = 3  # documents singled out; what fits more names none
TOPIC = 4  # characters of a word that names a notice by itself
MOST_WORDS = 4  # in a row: 复, 工, 复, 产 may be cut apart
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
A_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}[省市县区州盟旗]$")
# What titles of all kinds of notices are made of.
OF_ANY = frozenset(
    [
        "通知",
        "公告",
        "方案",
        "意见",
        "办法",
        "函",
        "关于",
        "开展",
        "组织",
        "做好",
        "活动",
        "工作",
        "总体",
        "实施",
        "年度",
        "进一步",
        "促进",
        "加强",
        "推动",
        "有关",
        "事项",
        "举办",
        "印发",
        "公开",
        "征集",
        "申报",
        "报名",
        "参与",
        "企业",
        "单位",
        "部门",
        "全市",
        "全省",
        "全国",
        "全区",
        "年货节",
        "网上",
        "消费",
        "消费品",
        "补贴",
        "政策",
        "服务",
        "管理",
        "专项",
        "资金",
        "项目",
        "名单",
        "结果",
        "公示",
    ]
)


class Titles:
    """The titles of documents, to be searched as one text. Made once for a library."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    @cached_property
    def _text(self) -> str:
        return "".join(f"{one.title}\n" for one in self._documents)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(one.title) + 1 for one in self._documents), initial=0))

    def holding(self, word: str) -> Iterator[int]:
        """The numbers of the documents whose titles hold a word."""
        at = self._text.find(word)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            yield number
            at = self._text.find(word, self._starts[number + 1])

    def singled_out(self, text: str, among: Collection[PartId]) -> tuple[tuple[PartId, ...], tuple[str, ...]]:
        """The few documents that a question names by its words, and those words; nothing where it names none or many."""
        found: dict[int, set[str]] = {}
        for word in _candidates(text):
            for number in self.holding(word):
                if self._documents[number].part in among:
                    held = found.setdefault(number, set())
                    if not any(word in longer for longer in held):
                        held.add(word)
        if not found:
            return (), ()
        most = max(sum(map(len, words)) for words in found.values())
        if any(most > sum(map(len, words)) > most / CLEARLY for words in found.values()):
            return (), ()
        best = [number for number, words in found.items() if sum(map(len, words)) == most]
        words = set.union(*(found[number] for number in best))
        if len(best) > MOST or len(best) == len(among) or not any(map(names, words)):
            return (), ()
        return tuple(self._documents[number].part for number in best), tuple(words)


def _candidates(text: str) -> list[str]:
    """What may stand in a title: words, and some of them in a row, the longest first; none that any title holds.

    >>> "复工复产" in _candidates("复工复产有哪些措施"), _candidates("开展活动")
    (True, [])
    """
    words = list(pieces(text))
    rows = {"".join(words[n : n + count]) for n in range(len(words)) for count in range(1, MOST_WORDS + 1)}
    told = {word for word in words if word not in OF_ANY and word not in GENERAL and word not in PLAIN}
    fitting = (row for row in rows if len(row) > 1 and CHINESE.fullmatch(row) and any(word in row for word in told))
    return sorted(fitting, key=lambda row: (-len(row), row))


def names(word: str) -> bool:
    """Whether a word names a notice by itself: a place, or a topic of some length.

    >>> names("鄞州区"), names("天津"), names("复工复产"), names("家电")
    (True, True, True, False)
    """
    topic = len(word) >= TOPIC and len(ANY_TITLE.sub("", word)) > 1  # not 专项资金
    return topic or word in PROVINCES or word in CITIES or A_PLACE.match(word) is not None

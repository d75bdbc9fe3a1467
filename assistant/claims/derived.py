"""Whether a sentence is a passage with nothing changed but what changes nothing: words of one form for those of another,
what joins left out or put in, items of a list or whole clauses left out where they bind nothing that is kept.

(plain sentence, plain quote) -> whether there is such a way from the quote to the sentence. Numbers, dates and names are
atoms in it like all else: each stays where it is printed, between the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.claims.canon import canonical
from assistant.claims.passage import Clause, Passage
from assistant.claims.text import CN
from ingest.numerals import parse_numeral

# Atoms that may stand on either side without the other.
JOINING = frozenset("的将把于在由对为是:()须还并且而但则即等向以了也和与,、")
# Words that a sentence may add. None of them states anything, wherever it stands.
ADDED = (
    "此外 另外 同时 其中 具体 具体来说 具体而言 如下 以下 分别 依次 其次 最后 首先 然后 另 一是 二是 三是 四是 五是 "
    "综上 综上所述 总之 简而言之 随后 如 ,包括 需要注意的是 需注意 请注意 注意 值得注意的是 特别提醒 但有条件 会 就 所 其 之 该 此 本次 本届 此次 相关 有关 "
    "根据通知 按照通知 根据要求 按要求 按照要求 按规定 按照规定 根据规定 根据方案 按照方案 通知要求 通知规定 通知明确 通知明确规定 通知指出 通知提出 通知 "
    "通知写明 通知载明 通知列明 写明 按照安排 根据安排 方案要求 方案明确 方案提出 方案规定 文件要求 文件规定 明确 规定 要求 进行 予以 给予 期间 "
    "举办 开展 情况下 负责 行为包括: 包括:"
)
# Words that only head a sentence: what it is about.
HEADING = "方面 标准 要求 规定 办法 方式 内容 情况 职责 条件 措施 安排 时间 日期 地点 期限 名称 对象 范围 主要 关于 对于 针对 活动 包括 至于 事项"
# Words of the quote that a sentence may leave out: without them it says no more.
OMITTED = "同时 均 都 我国 认真 切实 积极 地点 期为 其中 现 分别 共 本届 本次 有关 相关 进行 予以 给予 其"
DANGER = re.compile(r"[不无未勿没非免禁⊘可仅只≤≥如除否拒]|鼓励|原则|优先|暂|拟|避免|防止|减少|取消|停止|限制|拒绝")
SUMMED = 6  # atoms of what sums a list up: 等法律法规
ITEM = 14  # atoms of an item of a list
COUNT = re.compile(
    rf"(?:一?共|合计|总共|分为?|有|选择了|选定)*(?:了|有|计)?(\d+|[{CN}两十]+)(?:个|家|部|项|种|类|次|方面)(?:单位|地方|内容|材料|部门|城市|方面|法律法规|阶段)*"
)
ASKED = 0.8  # share of the pairs of characters of a condition that the question must hold
FOUND_OUT = re.compile(r"一经.{2}")
VALUES = frozenset("0123456789《")  # what an atom begins with that nothing adds
MOST_STATES = 4000  # a sentence that takes longer is taken for no derivation


Words = Mapping[str, Sequence[tuple[str, ...]]]  # by their first atom


def by_first(words: Iterable[tuple[str, ...]], known: Words) -> Words:
    """Words to look up by what they begin with, beside those known."""
    found = dict(known)
    for word in filter(None, words):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


ADDED_BY_FIRST, HEADING_BY_FIRST, OMITTED_BY_FIRST = (
    by_first(map(canonical, words.split()), {}) for words in (ADDED, HEADING, OMITTED)
)
# What may be said of all that stands under a title of such a kind.
GIVEN = tuple(
    (re.compile(title), [canonical(word) for word in words.split()])
    for title, words in (
        ("材料|资料", "提交 提供"),
        ("条件|资格|要求", "具备 满足 符合"),
        ("方式|途径|渠道|办法", "可以"),
    )
)


class Derivation:
    """Looks for a way from a passage to a sentence."""

    def __init__(self, passage: Passage, said: str, names: Sequence[str], topics: Sequence[str], asked: str) -> None:
        self._passage = passage
        self._asked = "".join(atom for atom in canonical(asked) if atom not in JOINING)
        self._said = canonical(re.sub(r"[;。!|]+", ",", said).strip(","))
        self._names = [canonical(one) for one in names]
        self._added = by_first(self._names, ADDED_BY_FIRST)
        given = [word for title, words in GIVEN if any(title.search(topic) for topic in topics) for word in words]
        self._heads = by_first(given, HEADING_BY_FIRST)
        self._topics = ["".join(canonical(one)) for one in topics]
        if passage.everywhere:
            self._topics.append("各地")
        self._seen: set[tuple[int, int, int]] = set()

    def exists(self) -> bool:
        held = {*self._passage.atoms, *(atom for name in self._names for atom in name)}
        if any(len(atom) > 1 and atom not in held and atom[0] in VALUES for atom in self._said):
            return False
        return any(self._way(0, clause.begin, 0) for clause in self._passage.clauses)

    def _way(self, i: int, j: int, kept: int) -> bool:
        """Whether the sentence from `i` on follows from the passage from `j` on; `kept`: the clauses used, as bits."""
        stack = [(i, j, kept)]
        while stack:
            state = stack.pop()
            if state in self._seen or len(self._seen) > MOST_STATES:
                continue
            self._seen.add(state)
            i, j, kept = state
            clause_end = j in self._ends(j)
            if i == len(self._said) and clause_end and kept and self._binds_all(kept):
                return True
            stack += self._steps(i, j, kept)
        return False

    def _ends(self, j: int) -> tuple[int, ...]:
        return (j,) if j == len(self._passage.atoms) or (j and self._passage.at[j] != self._passage.at[j - 1]) else ()

    def _steps(self, i: int, j: int, kept: int) -> Iterator[tuple[int, int, int]]:
        said, atoms = self._said, self._passage.atoms
        here = self._passage.at[j] if j < len(atoms) else None
        if j and self._ends(j):
            for n in self._later(i, j, kept):
                yield i, self._passage.clauses[n].begin, kept
        for end in self._leave_out(j):
            yield i, end, kept
        if here is not None:
            clause = self._passage.clauses[here]
            if j == clause.begin:
                yield from ((i, start, kept) for start in clause.opens)
            if clause.acts is not None and j == clause.acts and kept >> here & 1:
                for n in self._same_subject(here):
                    yield i, self._passage.clauses[n].begin, kept
        if i == len(said):
            return
        for end in self._add(i, kept if here is None or atoms[j] != ":" else 0):
            yield end, j, kept
        if here is not None and self._same(said[i], atoms[j]):
            yield i + 1, j + 1, kept if atoms[j] in JOINING else kept | 1 << here

    def _is_asked(self, n: int) -> bool:
        """Whether the question itself sets a condition, or it is none by itself: 一经查实."""
        text = "".join(atom for atom in canonical(self._passage.text[n]) if atom not in JOINING)
        pairs = {text[at : at + 2] for at in range(len(text) - 1)}
        return bool(FOUND_OUT.fullmatch(text)) or sum(pair in self._asked for pair in pairs) >= ASKED * max(
            1, len(pairs)
        )

    def _same(self, one: str, other: str) -> bool:
        return one == other or (one in "、和与," and other in "、和与,")

    def _later(self, i: int, j: int, kept: int) -> Iterator[int]:
        """The clauses that may come next behind the end of one: in its sentence, or behind a stop of both."""
        at = self._passage.at[j - 1]
        stops = i == len(self._said) or self._said[i] == "," or (i > 0 and self._said[i - 1] == ",")
        clauses = self._passage.clauses
        for n in range(at + 1, len(clauses)):
            same = clauses[n].sentence == clauses[at].sentence
            skipped = any(clauses[m].counts for m in range(at + 1, n))
            if same and skipped and clauses[n].counts:
                continue  # 一等奖1名，奖金5000元，二等奖3名，奖金2000元
            if n > at + 1 and self._passage.calls:
                return
            if same or (stops and self._continues(n)):
                yield n

    def _continues(self, n: int) -> bool:
        """Whether a clause can come behind another sentence: it opens its own, or nothing of that names or counts."""
        clauses = self._passage.clauses
        first = next(m for m in range(n + 1) if clauses[m].sentence == clauses[n].sentence)
        return first == n or all(clauses[m].goes_on and not clauses[m].counts for m in range(first, n + 1))

    def _same_subject(self, here: int) -> Iterator[int]:
        """The clauses behind one that are about the same party: none between names another."""
        clauses = self._passage.clauses
        for n in range(here + 1, len(clauses)):
            if clauses[n].acts is not None or (
                clauses[n].sentence != clauses[n - 1].sentence and not clauses[n].goes_on
            ):
                return
            if clauses[n].condition:
                return  # 对弄虚作假的，追回…: about somebody else
            yield n

    def _leave_out(self, j: int) -> Iterator[int]:
        """Where one may go on in the passage without what stands at a place."""
        atoms = self._passage.atoms
        if j == len(atoms):
            return
        clause = self._passage.clauses[self._passage.at[j]]
        if atoms[j] in JOINING:
            yield j + 1
        for word in OMITTED_BY_FIRST.get(atoms[j], ()):
            if tuple(atoms[j : j + len(word)]) == word:
                yield j + len(word)
        if j == clause.begin and atoms[j] == "各":
            yield j + 1
        if atoms[j] == "(" and ")" in atoms[j : clause.end]:
            end = atoms.index(")", j) + 1
            if not DANGER.search("".join(atoms[j:end])):
                yield end
        if atoms[j][0] == "《" and any(at[0] == "《" for at in atoms[max(j - 1, clause.begin) : j + 2 : 2]):
            yield j + 1  # one of several names in a row
        if (
            atoms[j - 1 : j] == ["等"]
            and clause.end - j <= SUMMED
            and not DANGER.search("".join(atoms[j : clause.end]))
        ):
            yield clause.end
        if self._passage.listed[clause.sentence] and "的" not in atoms[j : clause.end]:
            yield from self._items(j, clause)

    def _items(self, j: int, clause: Clause) -> Iterator[int]:
        """Behind one item of a list: 、X before another item or the end, X、 before another."""
        atoms = self._passage.atoms
        first = j + 1 if atoms[j] in "、和" else j
        end = first
        while end < clause.end and end - first <= ITEM and atoms[end] not in "、和等":
            end += 1
        item = "".join(atoms[first:end])
        if not item or end - first > ITEM or DANGER.search(item) or item[0].isdigit() or item[-1] == "%":
            return
        if first > j and (end == clause.end or atoms[end] in "、和等"):
            yield end
        elif first == j and end < clause.end and atoms[end] in "、和" and self._opens_item(j, clause):
            yield end + 1

    def _opens_item(self, j: int, clause: Clause) -> bool:
        """Whether an item begins at a place; a verb before it may stand for all items: 丰富绿色、环保产品."""
        return j > clause.begin

    def _add(self, i: int, kept: int) -> Iterator[int]:
        """Where one may go on in the sentence behind words that it adds."""
        said = self._said
        if said[i] in JOINING:
            yield i + 1
        for word in (*self._added.get(said[i], ()), *(() if kept else self._heads.get(said[i], ()))):
            if said[i : i + len(word)] == word:
                yield i + len(word)
        if not kept:
            for end in range(i + 2, len(said) + 1):
                if any("".join(said[i:end]) in topic for topic in self._topics):
                    yield end
                else:
                    break

    def _binds_all(self, kept: int) -> bool:
        """Whether all conditions of what is kept are kept, each with what it is the condition of, and its exceptions."""
        clauses = self._passage.clauses
        known = {n for n, one in enumerate(clauses) if one.condition and self._is_asked(n)}
        used = {n for n in range(len(clauses)) if kept >> n & 1}
        if all(clauses[n].condition for n in used) and any(
            n + 1 < len(clauses) and clauses[n + 1].sentence == clauses[n].sentence for n in used
        ):
            return False
        for n in used:
            if not self._passage.governed_by(n) <= used | known and not clauses[n].condition:
                return False
            if clauses[n].condition:
                first = min(self._passage.governed_by(n) | {n})
                group = range(first, n)
                if any(clauses[m].condition and m not in used | known for m in group):
                    return False
                bound = [m for m in range(n + 1, len(clauses)) if clauses[m].sentence == clauses[n].sentence]
                if bound and not any(
                    (m in used and n in self._passage.governed_by(m)) or (m in used and clauses[m].condition)
                    for m in bound
                ):
                    return False
            following = n + 1
            if (
                following < len(clauses)
                and clauses[following].exception
                and clauses[following].sentence == clauses[n].sentence
                and following not in used
            ):
                return False
        return True


def derives(
    said: str, passages: Sequence[Passage], names: Iterable[str] = (), topics: Iterable[str] = (), asked: str = ""
) -> bool:
    """Whether a plain sentence, without marks and notes, is made of one passage so.

    `names` and `topics` may be said besides; a condition that `asked`, the question, holds need not be said again.
    """
    names, topics = tuple(names), tuple(topics)
    for words in dict.fromkeys((said, without_count(said))):
        if words and any(Derivation(one, words, names, topics, asked).exists() for one in passages):
            return True
    return False


def without_count(said: str) -> str | None:
    """A sentence without a number of things, where it names so many: 共7家：甲、乙…"""
    found = COUNT.search(said)
    if found is None:
        return None
    number = int(found[1]) if found[1].isdigit() else parse_numeral(found[1].replace("两", "二"))
    rest = said[: found.start()] + said[found.end() :]
    lists = re.split(r"[,:;。]|包括|分别是|分别为", rest)
    items = {len(re.findall(r"《[^》]+》", rest))}
    for pattern in ("、", r"、|和(?=[^、和]*$)|以及|及"):
        items.add(max(len(re.split(pattern, one)) for one in lists))
    return rest if number in items else None

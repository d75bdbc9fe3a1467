"""Whether a sentence is a passage with nothing changed but what changes nothing: words of one form for those of another,
what joins left out or put in, items of a list or whole clauses left out where they bind nothing that is kept.

(plain sentence, plain quote) -> whether there is such a way from the quote to the sentence. Numbers, dates and names are
atoms in it like all else: each stays where it is printed, between the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.claims.actors import PARTIES
from assistant.claims.binding import binds_all
from assistant.claims.canon import canonical
from assistant.claims.filler import ADDED_BY_FIRST, HEADING_BY_FIRST, JOINING, OMITTED_BY_FIRST, by_first
from assistant.claims.passage import END, Clause, Passage, passage_of
from assistant.claims.placed import PlacedTimes
from assistant.claims.readings import readings_of
from assistant.claims.text import CN
from assistant.claims.times import without_times
from ingest.numerals import parse_numeral

DANGER = re.compile(r"[不无未勿没非免禁⊘可仅只≤≥如除否拒]|鼓励|原则|优先|暂|拟|避免|防止|减少|取消|停止|限制|拒绝")
NARROW = re.compile(rf"[每各]|{DANGER.pattern}")
SUMMED = 6  # atoms of what sums a list up: 等法律法规
ITEM = 14  # atoms of an item of a list
COUNT = re.compile(
    rf"(?:一?共|合计|总共|分为?|有|选择了|选定)*(?:了|有|计)?(\d+|[{CN}两十]+)(?:个|家|部|项|种|类|次|步|方面)(?:单位|地方|内容|材料|部门|城市|方面|法律法规|阶段|步骤|环节)*"
)
VALUES = frozenset("0123456789《")  # what an atom begins with that nothing adds
ITEM_NUMBER = re.compile(r"(^|[:;,。])(?:\d{1,2}[.、)]|\(\d{1,2}\))(?!\d)")
PARTY = re.compile(rf"{PARTIES}|[局厅部委司处院会]|人员|人$|者$")
ANYBODY = re.compile(rf"{PARTIES}|[局厅委]$|主体|人员|人$|者")
THEIRS = "责任|职责|义务|条件|资格|要求|须知|报名|申报|遴选|任务|应|须|范围|数量|名单|征集|认定|管理"
REPEATED = 4  # atoms, at least, of what need not be said a second time
MOST_STATES = 4000  # a sentence that takes longer is taken for no derivation

# (place in the sentence, place in the passage, the clauses used, as bits, the times that open the sentence)
State = tuple[int, int, int, str]

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
        self._said = canonical(re.sub(r"[;。!|]+", ",", ITEM_NUMBER.sub(r"\1", said)).strip(","))
        self._names = [canonical(one) for one in names]
        self._added = by_first(self._names, ADDED_BY_FIRST)
        given = [word for title, words in GIVEN if any(title.search(topic) for topic in topics) for word in words]
        self._heads = by_first(given, HEADING_BY_FIRST)
        self._topics = ["".join(canonical(one)) for one in topics]
        if passage.everywhere:
            self._topics.append("各地")
        self._times = PlacedTimes(passage, self._said)
        self._seen: set[State] = set()

    def exists(self) -> bool:
        held = {*self._passage.atoms, *(atom for name in self._names for atom in name)}
        if any(len(atom) > 1 and atom not in held and atom[0] in VALUES for atom in self._said):
            return False
        return any(self._way((0, clause.begin, 0, "")) for clause in self._passage.clauses)

    def _way(self, start: State) -> bool:
        """Whether the sentence from there on follows from the passage from there on."""
        stack = [start]
        while stack:
            state = stack.pop()
            if state in self._seen or len(self._seen) > MOST_STATES:
                continue
            self._seen.add(state)
            i, j, kept, fronted = state
            if (
                i == len(self._said)
                and self._passage.ends(j)
                and kept
                and binds_all(self._passage, kept, self._asked)
                and self._times.hold(kept, fronted)
            ):
                return True
            stack += ((*step, fronted) for step in self._steps(i, j, kept))
            if i < len(self._said) and self._said[i] in self._times:
                if not kept:
                    stack.append((i + 1, j, kept, fronted + self._said[i]))
                elif self._times.is_beside(i, j):
                    stack.append((i + 1, j, kept, fronted))
        return False

    def _steps(self, i: int, j: int, kept: int) -> Iterator[tuple[int, int, int]]:
        said, atoms = self._said, self._passage.atoms
        if atoms[j] == END and j != self._passage.end:
            yield i, self._passage.clauses[self._passage.at[j]].end, kept
            return
        here = self._passage.at[j] if j != self._passage.end else None
        if self._passage.ends(j):
            for n in self._later(i, j, kept):
                yield i, self._passage.clauses[n].begin, kept
        for end in (*self._leave_out(j), *self._said_already(i, j)):
            yield i, end, kept
        if here is not None:
            clause = self._passage.clauses[here]
            if j == clause.begin:
                yield from ((i, start, kept) for start in (*clause.opens, *clause.forms))
                yield from ((end, j, kept) for end in self._named_before(i, here) if not kept)
                yield from ((i, start, kept) for start in self._said_before(here, kept))
            if clause.acts is not None and j == clause.acts and kept >> here & 1:
                for n in self._same_subject(here):
                    yield i, self._passage.clauses[n].begin, kept
        if i == len(said):
            return
        for end in self._add(i, kept if here is None or atoms[j] != ":" else 0):
            yield end, j, kept
        if here is not None and self._same(said[i], atoms[j]):
            yield i + 1, j + 1, kept if atoms[j] in JOINING else kept | 1 << here

    def _named_before(self, i: int, here: int) -> Iterator[int]:
        """Behind what a sentence calls something that the clause before names: 报送内容包括 of 报送…，内容包括."""
        clauses = self._passage.clauses
        before = "".join(
            text for n, text in enumerate(self._passage.text[:here]) if clauses[n].sentence == clauses[here].sentence
        )
        for end in range(i + 1, min(i + 7, len(self._said))):
            words = "".join(self._said[i:end])
            if words not in before or DANGER.search(words) or words[0].isdigit():
                return
            rest = self._said[end:]
            if any(rest[: len(word)] == word for word in HEADING_BY_FIRST.get(rest[0], ())):
                yield end

    def _said_before(self, here: int, kept: int) -> Iterator[int]:
        """Behind the first words of a clause that the clause said before it holds too: 补贴标准为…，提高到…"""
        clauses = self._passage.clauses
        told = [n for n in range(here) if kept >> n & 1 and not clauses[n].condition]
        if not told:
            return
        last = clauses[told[-1]]
        texts = ["".join(self._passage.atoms[at : self._passage.until[at]]) for at in (last.begin, *last.forms)]
        begin = clauses[here].begin
        for end in range(begin + 2, min(begin + 7, clauses[here].end)):
            words = "".join(self._passage.atoms[begin:end])
            if DANGER.search(words) or not any(words in text for text in texts):
                return
            if self._passage.atoms[end] not in "的、和":
                yield end

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

    def _said_already(self, i: int, j: int) -> Iterator[int]:
        """Behind words in the middle of a clause that the sentence holds already; not who does it, nor to whom."""
        atoms, until = self._passage.atoms, self._passage.until[j]
        if atoms[j] == END or j == self._passage.clauses[self._passage.at[j]].begin:
            return
        before = "".join(self._said[:i])
        for end in range(j + REPEATED, min(j + 14, until)):
            words = "".join(atoms[j:end])
            if words not in before or NARROW.search(words) or any(atom[0] in VALUES for atom in atoms[j:end]):
                return
            if not PARTY.search(words):
                yield end

    def _leave_out(self, j: int) -> Iterator[int]:
        """Where one may go on in the passage without what stands at a place."""
        atoms = self._passage.atoms
        if atoms[j] == END:
            return
        clause, until = self._passage.clauses[self._passage.at[j]], self._passage.until[j]
        if atoms[j] in JOINING or atoms[j] in self._times:
            yield j + 1
        for word in OMITTED_BY_FIRST.get(atoms[j], ()):
            if tuple(atoms[j : j + len(word)]) == word:
                yield j + len(word)
        if j == clause.begin and (atoms[j] == "各" or (atoms[j] == "对" and clause.condition)):
            yield j + 1
        if atoms[j] == "(" and ")" in atoms[j:until]:
            end = atoms.index(")", j) + 1
            if not DANGER.search("".join(atoms[j:end])):
                yield end
        if atoms[j][0] == "《" and any(at[0] == "《" for at in atoms[max(j - 1, clause.begin) : j + 2 : 2]):
            yield j + 1  # one of several names in a row
        if atoms[j - 1 : j] == ["等"] and until - j <= SUMMED and not DANGER.search("".join(atoms[j:until])):
            yield until
        if self._passage.listed[clause.sentence] and "的" not in atoms[j:until]:
            yield from self._items(j, clause, until)

    def _items(self, j: int, clause: Clause, until: int) -> Iterator[int]:
        """Behind one item of a list: 、X before another item or the end, X、 before another."""
        atoms = self._passage.atoms
        first = j + 1 if atoms[j] in "、和" else j
        end = first
        while end < until and end - first <= ITEM and atoms[end] not in "、和等":
            end += 1
        item = "".join(atoms[first:end])
        if not item or end - first > ITEM or DANGER.search(item) or item[0].isdigit() or item[-1] == "%":
            return
        if first > j and (end == until or atoms[end] in "、和等"):
            yield end
        elif first == j and end < until and atoms[end] in "、和" and self._opens_item(j, clause):
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
                words = "".join(said[i:end])
                if not any(words in topic for topic in self._topics):
                    break
                if not ANYBODY.search(words) or any(_is_theirs(words, topic) for topic in self._topics):
                    yield end


def _is_theirs(party: str, title: str) -> bool:
    """Whether all under a title is about a party: 参与企业报名条件, and neither 指导企业参与 nor 消费者权益保护."""
    return title == party or re.match(rf"(?:参与|参加|申报|报名)?{re.escape(party)}的?(?:{THEIRS})", title) is not None


def derives(
    said: str, passages: Sequence[Passage], names: Iterable[str] = (), topics: Iterable[str] = (), asked: str = ""
) -> bool:
    """Whether a plain sentence, without marks and notes, is made of one passage so.

    `names` and `topics` may be said besides; a condition that `asked`, the question, holds need not be said again.
    """
    names, topics = tuple(names), tuple(topics)
    for passage in passages:
        for words in dict.fromkeys(filter(None, (said, without_count(said)))):
            for reading in readings_of(words, passage.quote):
                if Derivation(passage, reading, names, topics, asked).exists():
                    return True
                if timed := without_times(reading, passage.quote):
                    mine, printed = timed
                    if Derivation(passage_of(printed), mine, names, topics, asked).exists():
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

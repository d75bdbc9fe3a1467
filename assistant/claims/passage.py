"""A quote as its clauses: what each binds, whom it is about, where its words may be taken up.

plain quote -> Passage. The sentences that `assistant.claims.derived` looks at are compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.claims.actors import LEADING, PARTIES, PARTY, subject_of
from assistant.claims.canon import canonical
from assistant.claims.contacts import PHONE
from assistant.claims.forms import forms_of
from assistant.claims.text import CN

CONDITION = re.compile(
    r"(?:的|时|后|前|外|期间|之日起|情况下|条件下|前提下|过程中)$|"
    r"的(?:企业|单位|产品|人员|项目|商品|平台|主体|个人|机构|公司|专家|学员|组织|商户|商家|车辆|地区|地方|申请人|参赛者)$|"
    r"^(?:如|凡|因|除|经|未经|一经|逾期|属于|符合|遇|对(?!.*(?:进行|予以|给予|开展|实行|实施|不予)))"
)
SOMEBODY = re.compile(rf"{PARTIES}|^由|人员|专家")
URGED = re.compile(rf"(?=(?:{LEADING}|[和、及与])*(?:督促|指导|要求|教育))(?:{LEADING})(?:[和、及与]?(?:{LEADING}))*")
GUIDED = re.compile(rf"[^,、和及要应须的]{{0,8}}?(?:{PARTIES})(?!的)")
EXCEPTION = re.compile(r"除外|例外|不含|不包[括含]|不在此限|不受此限")
STOP = re.compile(r"[。;!?\n]")
BY = re.compile(
    r"(?P<what>(?:^|(?<=,))[^,须应请要可的]{0,12}的?[^,须应请要可的]{2,20}),(?=由[^,]{2,30}(?:确定|负责|审核|组织|承担|决定|办理|制定|认定|解释)(?:[,]|$))"
)
NUMBER = re.compile(rf"^(?:[{CN}]+、|\([{CN}\d]+\)|\d+[.、)](?!\d)|第[{CN}]+[章条]|[{CN}]是)")
TITLE = 14  # characters of a first sentence that only heads what follows
END = "\0"  # stands behind the last clause, and behind each other form of a clause


@dataclass(slots=True)
class Clause:
    """What stands between two commas of a quote, as places in its atoms."""

    begin: int
    end: int
    sentence: int
    condition: bool
    exception: bool
    acts: int | None  # behind a party and its 应, where one opens it
    opens: tuple[int, ...]  # where else its words may begin: behind that party, behind 督促 and 指导
    counts: bool  # holds a number
    goes_on: bool  # names nobody: about whoever the sentence before is about
    forms: list[int] = field(default_factory=list)  # where its other forms begin, behind the last clause


@dataclass(slots=True)
class Passage:
    """A quote, read once for all sentences."""

    atoms: list[str] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    at: list[int] = field(default_factory=list)  # the clause of each atom
    until: list[int] = field(default_factory=list)  # where the clause of an atom ends, or the form of it that it is of
    end: int = 0  # of the last clause; the other forms stand behind it
    quote: str = ""
    text: list[str] = field(default_factory=list)  # of each clause
    calls: bool = False  # holds numbers to call: what belongs to whom is told by what stands beside it
    everywhere: bool = False  # 各地: whoever it says must do something is everywhere
    listed: list[bool] = field(default_factory=list)  # by sentence: whether items may be left out

    def ends(self, j: int) -> bool:
        """Whether a clause ends at a place, as printed."""
        return j == self.end or (0 < j < self.end and self.at[j] != self.at[j - 1])

    def governed_by(self, n: int) -> set[int]:
        """The conditions that bind a clause: those nearest before it in its sentence."""
        found: set[int] = set()
        for m in range(n - 1, -1, -1):
            if self.clauses[m].sentence != self.clauses[n].sentence:
                break
            if self.clauses[m].condition:
                found.add(m)
            elif found:
                break
        return found


@lru_cache(maxsize=256)  # of public notices: the same quote is read for each sentence
def passage_of(quote: str) -> Passage:
    """A quote in plain form, one line of it after the other."""
    passage = Passage(calls=PHONE.search(quote) is not None or "@" in quote, quote=quote)
    sentence = 0
    for number, printed in enumerate(one for one in STOP.split(quote) if one):
        bare = NUMBER.sub("", printed)
        words = [one for one in BY.sub(r"\g<what>", bare).split(",") if one]
        for text in words:
            atoms = canonical(text)
            if not atoms:
                continue
            who = subject_of(text)
            begin = len(passage.atoms)
            passage.atoms += atoms
            passage.at += [len(passage.clauses)] * len(atoms)
            passage.until += [len(passage.atoms)] * len(atoms)
            acts = len(canonical(who)) if who and PARTY.search(who) and "的" not in who else None
            if acts is not None and begin + acts < len(passage.atoms) and passage.atoms[begin + acts] != "须":
                acts = None
            acts = begin + acts + 1 if acts is not None else None
            passage.text.append(text)
            passage.everywhere = passage.everywhere or (acts is not None and text.startswith("各地"))
            passage.clauses.append(
                Clause(
                    begin,
                    len(passage.atoms),
                    sentence,
                    CONDITION.search(text) is not None and not (text.endswith("后") and "须" in atoms),
                    EXCEPTION.search(text) is not None,
                    acts,
                    tuple(_openings(passage.atoms, begin, acts)),
                    re.search(rf"\d|[{CN}][个名家人元次份]", text) is not None,
                    re.match(LEADING, text) is not None or (not SOMEBODY.search(text) and "禁" not in atoms),
                )
            )
        listed = len(re.findall(r"\d月\d", bare)) < 2 and not re.search("分别|依次|各自", bare)
        passage.listed[sentence:] = [listed]
        heads = number == 0 and len(bare) <= TITLE and len(words) == 1
        sentence += 0 if heads else 1
    _add_forms(passage)
    return passage


def _add_forms(passage: Passage) -> None:
    """The other forms of all clauses, behind the last one."""
    passage.end = len(passage.atoms)
    _close(passage, len(passage.clauses))
    for n, clause in enumerate(passage.clauses):
        before = passage.clauses[n - 1] if n else None
        bound = before is not None and before.condition and before.sentence == clause.sentence
        for text in forms_of(passage.text[n], after_condition=bound):
            clause.forms.append(len(passage.atoms))
            atoms = canonical(text)
            passage.atoms += atoms
            passage.at += [n] * len(atoms)
            passage.until += [len(passage.atoms)] * len(atoms)
            _close(passage, n)


def _close(passage: Passage, n: int) -> None:
    passage.atoms.append(END)
    passage.at.append(n)
    passage.until.append(len(passage.atoms) - 1)


def _openings(atoms: Sequence[str], begin: int, acts: int | None) -> Iterator[int]:
    """Behind a party that opens a clause, and behind who is urged or guided: 督促、指导 whom to do what is their duty too."""
    for start in (begin, acts):
        if start is not None:
            found = URGED.match("".join(atoms[start:]))
            if found:
                length = 0
                while length < found.end():
                    length += len(atoms[start])
                    start += 1
                yield start
                if party := GUIDED.match("".join(atoms[start:])):
                    yield start + len(canonical(party.group()))
    if acts is not None:
        yield acts
    if ":" in atoms[begin:] and not any(atom[0].isdigit() for atom in atoms[begin:]):
        yield atoms.index(":", begin) + 1

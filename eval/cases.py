"""Regression sets: questions, and what a right answer to each must hold. A YAML file in, a checked `CaseSet` out.

The file is kept by people who need not be programmers, so everything that is wrong with it is said at once,
with its line: an unknown key, a quote that is not printed in the notice, a case that contradicts itself.

| field of `expect` | an answer is right if |
| --- | --- |
| status | its status is this one, or one of these |
| kind | so is its kind |
| dates, phones, laws | text and facts state all of them (a fax is a phone here) |
| names, emails, contains | its text holds all of them; spaces, and half or full width, aside |
| not_contains | its text holds none of them |
| only | of these (dates, phones, laws) it states nothing else |
| clause | it cites this clause, one of these, or one below |
| quote | one of its quotes holds these words |
| notice | it cites this notice, or all of these, and no other |
| warnings | it carries these codes |
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

import yaml

from assistant.model import Kind, Status
from ingest.errors import CampaignError

Texts = Mapping[str, str]  # source name of a notice -> what its file prints
T = TypeVar("T")
E = TypeVar("E", bound=Enum)

STATED = ("dates", "phones", "laws")  # what `only` can be asked of


class BadSet(CampaignError):
    """A set that cannot be run. `problems` is one line each: file, line, what, and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a right answer holds; an empty field is not compared."""

    statuses: tuple[Status, ...]
    kinds: tuple[Kind, ...] = ()
    dates: tuple[date, ...] = ()
    phones: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    quote: str | None = None
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def must_answer(self) -> bool:
        return self.statuses == (Status.ANSWERED,)

    @property
    def must_not_answer(self) -> bool:
        return Status.ANSWERED not in self.statuses

    def contradiction(self) -> str | None:
        """Why no answer could meet this, or none fail it; None if all is well."""
        content = (self.dates, self.phones, self.laws, self.names, self.emails, self.contains)
        if self.must_not_answer and (any(content) or self.clauses or self.quote or self.notices):
            return "must not be answered, and yet expects content; leave only status, not_contains and warnings"
        if self.must_answer and not (any(content) or self.clauses or self.quote):
            return "is to be answered, and nothing of the answer is compared; add dates, contains, clause, …"
        both = set(self.contains) & set(self.not_contains)
        if both:
            return f"lists {'、'.join(sorted(both))} under both contains and not_contains"
        return None


@dataclass(frozen=True, slots=True)
class Case:
    """One question. `turns` are asked before it, each building on the one before."""

    id: str
    question: str
    expect: Expectation
    as_of: date
    line: int
    notice: str | None = None  # source name of the notice it is asked about
    turns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSet:
    name: str
    cases: tuple[Case, ...]


def load_set(path: Path, texts: Texts) -> CaseSet:
    """The set in `path`, checked against the notices it is about. Raises `BadSet` with all that is wrong."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except OSError as exc:
        raise BadSet([f"{path}: {exc.strerror or exc}; name a YAML file with a list of cases"]) from exc
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise BadSet([f"{path}: not YAML in UTF-8: {' '.join(str(exc).split())}"]) from exc
    sheet = _Sheet(path, texts)
    case_set = sheet.case_set(root)
    if sheet.problems:
        raise BadSet(sheet.problems)
    return case_set


def printed_in(fragment: str, text: str) -> bool:
    """Whether the words stand in the text, wherever page layout put spaces and however wide a mark is printed.

    >>> printed_in("“2021全国网上年货节”", "“2021 全国网上年货节”活动"), printed_in("18：00-20：00", "18:00-20:00")
    (True, True)
    """
    return _tight(fragment) in _tight(text)


def _tight(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


class _Sheet:
    """Reads the nodes of one file and notes everything that is wrong with them."""

    def __init__(self, path: Path, texts: Texts) -> None:
        self.path = path
        self.texts = texts
        self.problems: list[str] = []

    def case_set(self, root: yaml.Node | None) -> CaseSet:
        if root is None:
            self.problems.append(f"{self.path}: empty; write a name, as_of and a list of cases")
            return CaseSet("", ())
        fields = self.fields(root, required=("name", "as_of", "cases"))
        as_of = self.day(fields.get("as_of")) or date.min
        nodes = self.items(fields.get("cases"))
        cases = tuple(self.case(node, as_of) for node in nodes)
        first_line: dict[str, int] = {}
        for case, node in zip(cases, nodes, strict=True):
            if case.id in first_line:
                self.wrong(node, f"id {case.id!r} is used in line {first_line[case.id]} already; ids must differ")
            first_line.setdefault(case.id, case.line)
        return CaseSet(self.text(fields.get("name")), cases)

    def case(self, node: yaml.Node, set_as_of: date) -> Case:
        fields = self.fields(node, required=("id", "question", "expect"), optional=("turns", "as_of", "notice", "tags"))
        question = self.text(fields.get("question"))
        if "question" in fields and not question.strip():
            self.wrong(fields["question"], "the question is empty; write what a user would type")
        return Case(
            id=self.text(fields.get("id")),
            question=question,
            expect=self.expectation(fields["expect"]) if "expect" in fields else Expectation((Status.ANSWERED,)),
            as_of=(self.day(fields.get("as_of")) if "as_of" in fields else None) or set_as_of,
            line=_line(node),
            notice=self.source(fields["notice"]) if "notice" in fields else None,
            turns=self.texts_of(fields.get("turns")),
            tags=self.texts_of(fields.get("tags")),
        )

    def expectation(self, node: yaml.Node) -> Expectation:
        fields = self.fields(
            node,
            required=("status",),
            optional=(
                *("kind", "dates", "phones", "laws", "names", "emails", "contains", "not_contains", "only"),
                *("clause", "quote", "notice", "warnings"),
            ),
        )
        expected = Expectation(
            statuses=self.each(fields.get("status"), self.one_of(Status)),
            kinds=self.each(fields.get("kind"), self.one_of(Kind)),
            dates=self.each(fields.get("dates"), self.day),
            phones=self.texts_of(fields.get("phones")),
            laws=self.texts_of(fields.get("laws")),
            names=self.texts_of(fields.get("names")),
            emails=self.texts_of(fields.get("emails")),
            contains=self.texts_of(fields.get("contains")),
            not_contains=self.texts_of(fields.get("not_contains")),
            only=self.each(fields.get("only"), self.stated),
            clauses=self.texts_of(fields.get("clause")),
            quote=self.text(fields["quote"]) if "quote" in fields else None,
            notices=self.each(fields.get("notice"), self.source),
            warnings=self.texts_of(fields.get("warnings")),
        )
        self.check_quote(expected, fields)
        contradiction = expected.contradiction()
        if contradiction and expected.statuses:
            self.wrong(node, f"the case {contradiction}")
        return expected

    def check_quote(self, expected: Expectation, fields: Mapping[str, yaml.Node]) -> None:
        if expected.quote is None:
            return
        if not expected.notices:
            self.wrong(fields["quote"], "a quote needs the notice it is printed in; add notice")
        elif not any(printed_in(expected.quote, self.texts[source]) for source in expected.notices):
            where = "、".join(expected.notices)
            self.wrong(fields["quote"], f"“{expected.quote}” is not printed in {where}; copy it from the notice")

    # From a node of the file to a value, or a problem.

    def fields(
        self, node: yaml.Node, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, yaml.Node]:
        known = (*required, *optional)
        found: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"expected the keys {', '.join(known)}")
            return found
        for key_node, value in node.value:
            key = self.text(key_node)
            if key not in known:
                self.wrong(key_node, f"unknown key {key!r}; known here: {', '.join(known)}")
            elif key in found:
                self.wrong(key_node, f"key {key!r} stands twice; keep one")
            else:
                found[key] = value
        for key in required:
            if key not in found:
                self.wrong(node, f"key {key!r} is missing")
        return found

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """The items of a list; a single value counts as a list of one."""
        if node is None:
            return []
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def each(self, node: yaml.Node | None, read: Callable[[yaml.Node], T | None]) -> tuple[T, ...]:
        values = (read(item) for item in self.items(node))
        return tuple(value for value in values if value is not None)

    def text(self, node: yaml.Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, "expected a text")
            return ""
        return str(node.value)

    def texts_of(self, node: yaml.Node | None) -> tuple[str, ...]:
        return self.each(node, self.text)

    def day(self, node: yaml.Node | None) -> date | None:
        if node is None:
            return None
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            self.wrong(node, f"{self.text(node)!r} is no date; write YYYY-MM-DD")
            return None

    def source(self, node: yaml.Node) -> str | None:
        name = self.text(node)
        if name in self.texts:
            return name
        self.wrong(node, f"unknown notice {name!r}; known: {'、'.join(sorted(self.texts))}")
        return None

    def stated(self, node: yaml.Node) -> str | None:
        name = self.text(node)
        if name in STATED:
            return name
        self.wrong(node, f"only can be asked of {', '.join(STATED)}, not of {name!r}")
        return None

    def one_of(self, enum: type[E]) -> Callable[[yaml.Node], E | None]:
        def read(node: yaml.Node) -> E | None:
            try:
                return enum(self.text(node))
            except ValueError:
                known = ", ".join(str(member.value) for member in enum)
                self.wrong(node, f"unknown {enum.__name__.lower()} {self.text(node)!r}; known: {known}")
                return None

        return read

    def wrong(self, node: yaml.Node, what: str) -> None:
        self.problems.append(f"{self.path}:{_line(node)}: {what}")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1

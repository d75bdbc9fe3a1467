"""Read a set from its file: YAML, CSV or XLSX in, a checked `CaseSet` out.

The file is kept by people who need not be programmers, so everything that is wrong with it is said at once, with its
line or cell: an unknown key, a case that contradicts itself or another. What only the notices can tell (is this quote
printed there?) is the business of `eval.check`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

from assistant.model import Kind, Status
from eval.cases import STATED, BadSet, Case, CaseSet, Expectation, first_of
from eval.fields import ASKED, EXPECTED, IN_CHINESE, optional, required, value_named
from eval.table import read_csv, read_xlsx
from eval.tree import Fields, Items, Leaf, Node, Spoilt, Unreadable, read_yaml

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

READERS: Mapping[str, Callable[[Path], Node | None]] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".csv": read_csv,
    ".xlsx": read_xlsx,
}


def load_set(path: Path, notices: Collection[str]) -> CaseSet:
    """The set in `path`; `notices` are the source names a case may speak of. Raises `BadSet` with all that is wrong."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadSet(
            [f"{path}: no set is kept as {path.suffix or 'a file without suffix'}; known: {', '.join(READERS)}"]
        )
    try:
        root = reader(path)
    except OSError as exc:
        raise BadSet([f"{path}: {exc.strerror or exc}; name a file with a list of cases"]) from exc
    except Unreadable as exc:
        raise BadSet([f"{path}: {exc.what}" if exc.where is None else f"{path}:{exc.where}: {exc.what}"]) from exc
    sheet = _Sheet(path, notices)
    case_set = sheet.case_set(root)
    if sheet.problems:
        raise BadSet(first_of(sheet.problems, path))
    return case_set


class _Sheet:
    """Reads the nodes of one file and notes everything that is wrong with them."""

    def __init__(self, path: Path, notices: Collection[str]) -> None:
        self.path = path
        self.notices = notices
        self.problems: list[str] = []
        self.spoilt: set[Spoilt] = set()  # that were named

    def case_set(self, root: Node | None) -> CaseSet:
        if root is None:
            self.problems.append(f"{self.path}: empty; write a name, as_of and a list of cases")
            return CaseSet("", ())
        fields = self.fields(root, required=("name", "cases"), optional=("as_of",))
        as_of = self.day(fields.get("as_of"))
        nodes = self.items(fields.get("cases"))
        if "cases" in fields and not nodes:
            self.wrong(root, "no cases; a set that asks nothing would always pass")
        cases = tuple(self.case(node, as_of) for node in nodes)
        first: dict[str, Case] = {}
        asked: dict[tuple[object, ...], Case] = {}
        for case, node in zip(cases, nodes, strict=True):
            if case.id and case.id in first:
                self.wrong(node, f"id {case.id!r} is used in line {first[case.id].line} already; ids must differ")
            elif (same := asked.get(case.asks)) is not None:
                wants = "the same" if same.expect == case.expect else "something else"
                self.wrong(node, f"asks what line {same.line} asks, and expects {wants}; keep one of the two")
            first.setdefault(case.id, case)
            asked.setdefault(case.asks, case)
        return CaseSet(self.text(fields.get("name")), cases, self.path)

    def case(self, node: Node, set_as_of: date | None) -> Case:
        fields = self.fields(node, required=(*required(ASKED), "expect"), optional=optional(ASKED))
        question = self.text(fields.get("question"))
        if "question" in fields and not question.strip():
            self.wrong(fields["question"], "the question is empty; write what a user would type")
        if "as_of" not in fields and set_as_of is None:
            self.wrong(node, "nothing says on which day it is asked; add as_of")
        return Case(
            id=self.text(fields.get("id")),
            question=question,
            expect=self.expectation(fields["expect"]) if "expect" in fields else Expectation((Status.ANSWERED,)),
            as_of=(self.day(fields.get("as_of")) if "as_of" in fields else set_as_of) or date.min,
            line=_line(node),
            notice=self.source(fields["notice"]) if "notice" in fields else None,
            turns=self.texts_of(fields.get("turns")),
            tags=self.texts_of(fields.get("tags")),
            note=self.text(fields.get("note")),
        )

    def expectation(self, node: Node) -> Expectation:
        fields = self.fields(
            node,
            required=required(EXPECTED),
            optional=optional(EXPECTED),
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
            places={name: value.where for name, value in fields.items()},
        )
        if expected.quote is not None and "notice" not in fields:
            column = EXPECTED["notice"].column
            self.wrong(
                fields["quote"], f"a quote needs the notice it is printed in; add notice (a spreadsheet’s {column})"
            )
        spoilt = any(isinstance(value, Spoilt) for value in fields.values())
        contradiction = expected.contradiction() if not spoilt else None  # of which nobody knows what it would hold
        if contradiction and expected.statuses:
            self.wrong(node, f"the case {contradiction}")
        return expected

    # From a node of the file to a value, or a problem.

    def fields(self, node: Node, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Node]:
        known = (*required, *optional)
        found: dict[str, Node] = {}
        if not isinstance(node, Fields):
            self.wrong(node, f"expected the keys {', '.join(known)}")
            return found
        for key_node, value in node.pairs:
            key = key_node.text
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

    def items(self, node: Node | None) -> list[Node]:
        """The items of a list; a single value counts as a list of one."""
        if node is None:
            return []
        return list(node.items) if isinstance(node, Items) else [node]

    def each(self, node: Node | None, read: Callable[[Node], T | None]) -> tuple[T, ...]:
        values = (read(item) for item in self.items(node))
        return tuple(value for value in values if value is not None)

    def text(self, node: Node | None) -> str:
        if node is None:
            return ""
        if not isinstance(node, Leaf):
            self.wrong(node, "expected a text")
            return ""
        return node.text

    def texts_of(self, node: Node | None) -> tuple[str, ...]:
        return self.each(node, self.text)

    def day(self, node: Node | None) -> date | None:
        if node is None:
            return None
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            self.wrong(node, f"{self.text(node)!r} is no date; write YYYY-MM-DD")
            return None

    def source(self, node: Node) -> str | None:
        name = self.text(node)
        if name in self.notices:
            return name
        self.wrong(node, f"unknown notice {name!r}; known: {'、'.join(sorted(self.notices))}")
        return None

    def stated(self, node: Node) -> str | None:
        name = value_named(self.text(node))
        if name in STATED:
            return name
        self.wrong(node, f"only can be asked of {', '.join(STATED)}, not of {self.text(node)!r}")
        return None

    def one_of(self, enum: type[E]) -> Callable[[Node], E | None]:
        def read(node: Node) -> E | None:
            try:
                return enum(value_named(self.text(node)))
            except ValueError:
                known = ", ".join(f"{member.value} ({IN_CHINESE[member.value]})" for member in enum)
                self.wrong(node, f"unknown {enum.__name__.lower()} {self.text(node)!r}; known: {known}")
                return None

        return read

    def wrong(self, node: Node, what: str) -> None:
        """Once, and with its own words, of what has been spoilt: all else that is wrong with it follows."""
        if isinstance(node, Spoilt):
            if node in self.spoilt:
                return
            self.spoilt.add(node)
            what = node.what
        self.problems.append(f"{self.path}:{node.where}: {what}")


def _line(node: Node) -> int:
    return int(node.where.split(":")[0])

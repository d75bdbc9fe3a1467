"""The values of a file that a person keeps, each with its place: YAML here, spreadsheets in `eval.table`.

Every reader gives the same three nodes, so that one set of checks serves all formats and each problem names a line,
and in a spreadsheet a cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Leaf:
    where: str  # "12", or "12: cell D12"
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    where: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    where: str
    pairs: tuple[tuple[Leaf, Node], ...]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell whose words are not what was typed: a formula, a number. `what` is wrong and to be done."""

    where: str
    what: str


Node = Leaf | Items | Fields | Spoilt


class Unreadable(Exception):
    """A file that is none of what it should be: what is wrong, and where, if that is known."""

    def __init__(self, what: str, where: str | None = None) -> None:
        super().__init__(what if where is None else f"{where}: {what}")
        self.what = what
        self.where = where


MAX_BYTES = 20 * 1024 * 1024


def read_yaml(path: Path) -> Node | None:
    """The nodes of a YAML file, None of an empty one. Raises `Unreadable`, and OSError."""
    try:
        root = yaml.compose(bounded(path).decode("utf-8-sig"), Loader=yaml.SafeLoader)
        return None if root is None else _Reader().node(root)
    except yaml.YAMLError as exc:
        raise Unreadable(f"not YAML: {_said(exc)}", _place(exc)) from exc
    except UnicodeDecodeError as exc:
        raise Unreadable("not UTF-8; save it as UTF-8") from exc
    except RecursionError as exc:
        raise Unreadable("nested too deeply; a set is a list of cases") from exc


def bounded(path: Path) -> bytes:
    """The bytes of a file. Raises `Unreadable` for more than any set has, and OSError."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 2**20} MB; part it into several sets")
    return data


class _Reader:
    """Makes our nodes of those of the YAML library, each once however often an alias (`*name`) repeats it."""

    def __init__(self) -> None:
        self._made: dict[yaml.Node, Node] = {}
        self._open: set[yaml.Node] = set()

    def node(self, node: yaml.Node) -> Node:
        if node in self._open:
            raise Unreadable("holds itself; write out what is meant by the *name", str(node.start_mark.line + 1))
        if node not in self._made:
            self._open.add(node)
            self._made[node] = self._of(node)
            self._open.remove(node)
        return self._made[node]

    def _of(self, node: yaml.Node) -> Node:
        where = str(node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return Fields(where, tuple((self._key(key), self.node(value)) for key, value in node.value))
        if isinstance(node, yaml.SequenceNode):
            return Items(where, tuple(self.node(item) for item in node.value))
        return Leaf(where, str(node.value))

    def _key(self, node: yaml.Node) -> Leaf:
        key = self.node(node)
        if not isinstance(key, Leaf):
            raise Unreadable("a key that is no text; is a bracket or a colon in the wrong place?", key.where)
        return key


def _place(exc: yaml.YAMLError) -> str | None:
    mark = exc.problem_mark if isinstance(exc, yaml.MarkedYAMLError) else None
    return str(mark.line + 1) if mark is not None else None


def _said(exc: yaml.YAMLError) -> str:
    if not isinstance(exc, yaml.MarkedYAMLError):
        return " ".join(str(exc).split())
    if exc.problem is not None and "'\\t'" in exc.problem:
        return "a tab stands where blanks are needed; indent with blanks"
    return ", ".join(filter(None, (exc.context, exc.problem)))

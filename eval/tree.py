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


Node = Leaf | Items | Fields


class Unreadable(Exception):
    """A file that is none of what it should be. Its words: what, and where known the place."""


def read_yaml(path: Path) -> Node | None:
    """The nodes of a YAML file, None of an empty one. Raises `Unreadable`, and OSError."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as exc:
        raise Unreadable(f"not YAML in UTF-8: {' '.join(str(exc).split())}") from exc
    return None if root is None else _node(root)


def _node(node: yaml.Node) -> Node:
    where = str(node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return Fields(where, tuple((_key(key), _node(value)) for key, value in node.value))
    if isinstance(node, yaml.SequenceNode):
        return Items(where, tuple(_node(item) for item in node.value))
    return Leaf(where, str(node.value))


def _key(node: yaml.Node) -> Leaf:
    key = _node(node)
    if not isinstance(key, Leaf):
        raise Unreadable(f"{key.where}: a key that is no text; is a bracket or a colon in the wrong place?")
    return key

"""One notice in two file formats: what must be the same, whatever the places of it are."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path

from ingest.model import ClauseId, Notice, PartId, Span
from ingest.parse import parse_notice
from ingest.readers.txt import read_txt

NOTICES = sorted((Path(__file__).parents[3] / "notices").glob("*.txt"))


def values(value: object) -> object:
    """Facts without the places they stand at: what must not depend on the file format."""
    if isinstance(value, tuple):
        return tuple(map(values, value))
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: values(getattr(value, one.name))
            for one in fields(value)
            if one.name not in ("span", "date_span", "issued_span", "clause", "id", "page", "host", "own_end", "part")
            and not isinstance(getattr(value, one.name), Span)
        }
    return value


def understood(notice: Notice) -> dict[str, object]:
    paths: dict[ClauseId, tuple[str, ...]] = {clause.id: clause.path for clause in notice.clauses}
    labels: dict[PartId, str] = {part.id: part.label for part in notice.parts}
    facts = [fact for group in fields(notice.facts) for fact in getattr(notice.facts, group.name)]
    return {
        "text": notice.text,
        "clauses": [(clause.path, clause.kind, clause.heading, labels[clause.part]) for clause in notice.clauses],
        "parts": [values(part) for part in notice.parts],
        "facts": [(paths[fact.clause], type(fact).__name__, values(fact)) for fact in facts],
    }


def source_lines(path: Path) -> list[str]:
    """The paragraphs as an office types them: the canonical text of the .txt, cut by nothing."""
    return parse_notice(read_txt(path), path.name).text.split("\n")

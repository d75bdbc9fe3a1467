"""`python -m eval.bench.peer.clauses LIBRARY OUT`: the clauses of a library of ours as nodes, so that both search the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from llama_index.core.schema import TextNode

from assistant.llamaindex import node_of
from eval.bench.peer.store import write
from ingest.model import ClauseKind
from ingest.store import Store, open_store


@click.command()
@click.argument("library", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def main(library: Path, out: Path) -> None:
    """Write the clauses of LIBRARY into OUT."""
    with open_store(library).opened() as store:
        nodes = list(nodes_of(store))
    write(nodes, out)


def nodes_of(store: Store) -> Iterator[TextNode]:
    """Every clause that says something, as a node."""
    for entry in store.library.entries():
        notice = store.library.notice(entry.id)
        if notice is not None:
            for clause in notice.clauses:
                if clause.kind is ClauseKind.CLAUSE and clause.own.of(notice.text).strip():
                    yield node_of(notice, clause)


if __name__ == "__main__":
    main()

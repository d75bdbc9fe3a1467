"""`python -m eval.bench.peer.read FOLDER OUT`: files of text as a user of LlamaIndex reads them. Prints the number of nodes."""

from __future__ import annotations

from pathlib import Path

import click
from llama_index.core import SimpleDirectoryReader
from llama_index.core.node_parser import SentenceSplitter

from eval.bench.peer.store import write


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path, out: Path) -> None:
    """Read the .txt files of FOLDER into OUT."""
    documents = SimpleDirectoryReader(str(folder), required_exts=[".txt"]).load_data()
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    write(nodes, out)
    click.echo(len(nodes))


if __name__ == "__main__":
    main()

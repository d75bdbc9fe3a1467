"""`python -m eval.bench.peer.ask FOLDER QUESTION`: open what is stored, retrieve once, print it."""

from __future__ import annotations

import sys
from pathlib import Path

from eval.bench.peer.store import open_retriever


def main() -> None:
    folder, question = sys.argv[1:]
    for hit in open_retriever(Path(folder)).retrieve(question):
        print(hit.score, hit.node.get_content())


if __name__ == "__main__":
    main()

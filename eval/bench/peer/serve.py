"""`python -m eval.bench.peer.serve FOLDER PORT`: retrieval over HTTP, as a user of LlamaIndex and FastAPI writes it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from llama_index.core.retrievers import BaseRetriever
from pydantic import BaseModel

from eval.bench.peer.store import open_retriever


class Question(BaseModel):
    question: str


def create_app(retriever: BaseRetriever) -> FastAPI:
    app = FastAPI()

    @app.post("/ask")
    def ask(asked: Question) -> list[dict[str, Any]]:
        return [
            {"id": hit.node.node_id, "score": hit.score, "text": hit.node.get_content()}
            for hit in retriever.retrieve(asked.question)
        ]

    @app.get("/readyz")
    def ready() -> dict[str, bool]:
        return {"ready": True}

    return app


def main() -> None:
    folder, port = sys.argv[1:]
    retriever = open_retriever(Path(folder))
    retriever.retrieve(
        "联系人是谁？"
    )  # dictionaries are loaded by the first question, as in our service before it starts
    uvicorn.run(create_app(retriever), host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()

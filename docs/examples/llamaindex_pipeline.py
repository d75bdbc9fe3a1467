"""Clauses and retrieval of this project inside LlamaIndex: any query engine, reranker or agent can be put behind them.

.venv/bin/campaign ingest notices          (once)
.venv/bin/python docs/examples/llamaindex_pipeline.py "第六届双品网购节的总结材料什么时候报？"
"""

from __future__ import annotations

import os
import sys

from llama_index.core import SimpleDirectoryReader
from llama_index.core.query_engine import CustomQueryEngine
from llama_index.core.retrievers import BaseRetriever

from assistant.ask import Assistant
from assistant.llamaindex import CampaignRetriever, ClauseNodeParser
from assistant.settings import BUNDLED_NOTICES, Settings
from assistant.wire import open_archive

QUESTION = "第六届双品网购节的总结材料什么时候报？"


class QuotingEngine(CustomQueryEngine):
    """Answers with the clauses themselves. Put a language model here, and nothing checks what it says any more."""

    retriever: BaseRetriever

    def custom_query(self, query_str: str) -> str:
        found = self.retriever.retrieve(query_str)
        return "\n".join(f"{one.node.metadata['title']} {one.node.metadata['label']}: {one.text}" for one in found)


def main(question: str) -> None:
    documents = SimpleDirectoryReader(str(BUNDLED_NOTICES), required_exts=[".txt"]).load_data()
    clauses = ClauseNodeParser().get_nodes_from_documents(documents)
    print(f"{len(documents)} notices, {len(clauses)} clauses; one of them: {clauses[0].metadata['label']}\n")

    with open_archive(Settings.from_env(os.environ)) as archive:
        assistant = archive.services.assistant
        if not isinstance(assistant, Assistant):
            raise TypeError("this example needs the assistant itself, to search with")
        print(QuotingEngine(retriever=CampaignRetriever(assistant, limit=3)).query(question))


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or QUESTION)

"""The face to users of LlamaIndex: our clauses as nodes, our retrieval as a retriever. The one place that knows its types.

    ClauseNodeParser().get_nodes_from_documents(documents)     files of text -> one node per clause
    CampaignRetriever(assistant).retrieve("总结什么时候交")      question -> clauses with scores

Citations stay ours: `start` and `end` in a node's metadata are the clause's place in the notice's canonical text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import NodeParser
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import BaseNode, MetadataMode, NodeRelationship, NodeWithScore, QueryBundle, TextNode

from assistant.ask import Assistant
from assistant.clock import today_in_china
from ingest.embed import Embedding
from ingest.model import Clause, ClauseKind, Notice
from ingest.parse import parse_notice
from ingest.readers.txt import split_pages

HIDDEN = ["notice_id", "clause_id", "start", "end", "page"]  # of no use to an embedding or a language model


def node_of(notice: Notice, clause: Clause) -> TextNode:
    """A clause as a node: its own text, with where it stands in the metadata."""
    head = notice.document_of(clause.part).masthead
    return TextNode(
        id_=clause.id,
        text=clause.own.of(notice.text).strip(),
        metadata={
            "title": head.title.value if head.title else notice.source,
            "doc_number": head.doc_number.value if head.doc_number else "",
            "label": clause.label,
            "notice_id": notice.id,
            "clause_id": clause.id,
            "start": clause.span.start,
            "end": clause.own_end,
            "page": clause.page,
        },
        excluded_embed_metadata_keys=HIDDEN,
        excluded_llm_metadata_keys=HIDDEN,
    )


class ClauseNodeParser(NodeParser):
    """Cut the text of notices into clauses. A document's `file_name` metadata names its source."""

    @classmethod
    def class_name(cls) -> str:
        return "ClauseNodeParser"

    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        parsed: list[BaseNode] = []
        for node in nodes:
            source = str(node.metadata.get("file_name", node.node_id))
            notice = parse_notice(split_pages(node.get_content(metadata_mode=MetadataMode.NONE)), source)
            for clause in notice.clauses:
                if clause.kind is ClauseKind.CLAUSE and clause.own.of(notice.text).strip():
                    child = node_of(notice, clause)
                    child.relationships[NodeRelationship.SOURCE] = node.as_related_node_info()
                    parsed.append(child)
        return parsed


class IngestEmbedding(BaseEmbedding):
    """One of our embeddings for LlamaIndex's own indexes."""

    def __init__(self, embedding: Embedding) -> None:
        super().__init__(model_name=embedding.name)
        self._embedding = embedding

    @classmethod
    def class_name(cls) -> str:
        return "IngestEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedding.embed(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class CampaignRetriever(BaseRetriever):
    """The clauses nearest to a question, in the documents that the question is about."""

    def __init__(self, assistant: Assistant, *, limit: int = 5, today: Callable[[], date] = today_in_china) -> None:
        super().__init__()
        self._assistant = assistant
        self._limit = limit
        self._today = today

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, as_of=self._today(), limit=self._limit)
        return [NodeWithScore(node=node_of(hit.notice, hit.clause), score=hit.score) for hit in hits]

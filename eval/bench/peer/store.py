"""Nodes into a folder, and a retriever over it. The embedding is ours, so that only the machinery differs.

<folder>/chroma/   a persistent Chroma collection, with the settings it comes with
<folder>/bm25/     LlamaIndex's BM25 (bm25s), every character a word: cut at blanks, as it comes, it finds next to nothing in Chinese
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import chromadb
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from ingest.embed import StaticEmbedding

TOP_K = 10
COLLECTION = "notices"
CHARACTER = r"(?u)\w"


class OurEmbedding(BaseEmbedding):
    """As `assistant.llamaindex.IngestEmbedding`, without loading the assistant, which others would not have to."""

    def __init__(self) -> None:
        super().__init__(model_name=StaticEmbedding.name)
        self._embedding = StaticEmbedding()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedding.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def write(nodes: Sequence[BaseNode], folder: Path) -> None:
    """Store nodes in a folder that is not there yet."""
    vectors = _vectors(folder)
    VectorStoreIndex(
        list(nodes), storage_context=StorageContext.from_defaults(vector_store=vectors), embed_model=OurEmbedding()
    )
    words = BM25Retriever(nodes=list(nodes), similarity_top_k=TOP_K, token_pattern=CHARACTER, skip_stemming=True)
    words.persist(str(folder / "bm25"))


def open_retriever(folder: Path) -> BaseRetriever:
    """Vector and BM25 search with their fusion by rank; no language model is asked."""
    index = VectorStoreIndex.from_vector_store(_vectors(folder), embed_model=OurEmbedding())
    words = BM25Retriever(  # `from_persist_dir` forgets the pattern
        existing_bm25=bm25s.BM25.load(str(folder / "bm25"), load_corpus=True, show_progress=False),
        similarity_top_k=TOP_K,
        token_pattern=CHARACTER,
        skip_stemming=True,
    )
    return QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=TOP_K), words],
        llm=MockLLM(),
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=TOP_K,
        num_queries=1,
        use_async=False,
    )


def _vectors(folder: Path) -> ChromaVectorStore:
    client = chromadb.PersistentClient(str(folder / "chroma"))
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection(COLLECTION))

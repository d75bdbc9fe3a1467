"""LlamaIndex users get our clauses as nodes and our retrieval as a retriever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from llama_index.core import Document
from llama_index.core.schema import NodeRelationship

from assistant.ask import Assistant
from assistant.llamaindex import CampaignRetriever, ClauseNodeParser
from ingest.embed import StaticEmbedding
from ingest.pipeline import ingest_paths
from ingest.store import open_store

NOTICES = Path(__file__).parents[2] / "notices"
NOTICE = "\n".join(
    (
        "关于举办“第九届双品网购节”的通知",
        "各市商务局：",
        "一、活动时间",
        "2027年4月28日至5月10日。",
        "二、工作要求",
        "（一）加强宣传。各市要做好宣传。",
        "（二）按时报送。请于5月20日前报送总结。",
    )
)


def test_every_clause_of_a_document_is_a_node_that_knows_its_place():
    document = Document(text=NOTICE, metadata={"file_name": "2027.txt"})

    nodes = ClauseNodeParser().get_nodes_from_documents([document])

    assert [node.metadata["label"] for node in nodes] == ["正文 一", "正文 二", "正文 二 （一）", "正文 二 （二）"]
    assert nodes[3].get_content().startswith("（二）按时报送。")
    assert NOTICE[nodes[3].metadata["start"] : nodes[3].metadata["end"]].strip() == nodes[3].text
    assert nodes[3].relationships[NodeRelationship.SOURCE].node_id == document.node_id


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with open_store(tmp_path_factory.mktemp("library")).opened() as store:
        ingest_paths([NOTICES], store.library, store.index, report=lambda outcome: None)
        yield Assistant(store.library, store.index, StaticEmbedding())


def test_the_retriever_finds_the_clause_in_the_campaign_the_question_names(assistant: Assistant):
    retriever = CampaignRetriever(assistant, limit=3, today=lambda: date(2024, 4, 1))

    found = retriever.retrieve("第六届双品网购节怎么照顾老年人和外籍人员")

    assert len(found) == 3
    assert found[0].node.metadata["label"] == "正文 三 （二）"
    assert {one.node.metadata["doc_number"] for one in found} == {"商电促进函〔2024〕40号"}

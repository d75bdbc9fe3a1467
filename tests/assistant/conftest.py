"""The bundled notices in a store, and every draft that answers a question of the bundled set: made once, only read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.model import Draft, Status
from assistant.verify import Notices
from eval.load import load_set
from eval.run import current_notices
from eval.targets import converse
from ingest.embed import StaticEmbedding
from ingest.pipeline import ingest_paths
from ingest.store import Store, open_store
from tests.assistant.build import Desk, draft_of, make_desk

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answered:
    """The different drafts by which the bundled set is answered, and where to look up what they quote."""

    drafts: tuple[Draft, ...]
    refusals: tuple[Draft, ...]
    find: Notices


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("bundled") / "data").opened() as opened:
        ingest_paths([ROOT / "notices"], opened.library, opened.index, report=lambda *_: None)
        yield opened


@pytest.fixture(scope="session")
def answered(store: Store) -> Answered:
    notices = current_notices(store.library)
    ids = {notice.source: notice.id for notice in notices.values()}
    assistant = Assistant(store.library, store.index, StaticEmbedding())
    cases = load_set(ROOT / "eval" / "sets" / "bundled.yaml", ids).cases
    answers = (converse(case, assistant, ids[case.notice] if case.notice else None)[0] for case in cases)
    drafts = dict.fromkeys(draft_of(answer) for answer in answers)
    return Answered(
        tuple(draft for draft in drafts if draft.status is Status.ANSWERED),
        tuple(draft for draft in drafts if draft.status is not Status.ANSWERED),
        notices.get,
    )


@pytest.fixture(scope="session")
def desk() -> Desk:
    return make_desk()

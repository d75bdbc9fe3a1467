"""The only place that chooses implementations. Settings in, an archive out: the store, and the assistant over it."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.ask import Assistant
from assistant.conversations import MAX_CONVERSATIONS, StoredConversations
from assistant.llm.breaker import Breaker
from assistant.llm.port import Model
from assistant.llm.prompt import ANSWER, FIELDS, PROMPTS, PromptFile
from assistant.llm.prose import ProseWriter
from assistant.replies import StoredReplies
from assistant.rerank import reranker_named
from assistant.services import Archive, Services, Shelf
from assistant.settings import ModelSettings, Settings
from ingest.database import Database
from ingest.doctor import Finding, doctor
from ingest.embed import StaticEmbedding
from ingest.embeddings import embedding_named
from ingest.limits import Limits
from ingest.model import NoticeId
from ingest.pipeline import PARSER, Origin, Report, ReportOutcome, ingest_paths, reindex, remove_notice
from ingest.store import Store, open_store

logger = logging.getLogger(__name__)


class StoredArchive:
    """`assistant.services.Archive` over a store."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._bundled = settings.notices_dir
        self._llm = settings.llm
        limits = Limits(file_bytes=int(settings.max_file_mb * 1e6), allowance=settings.read_allowance)
        self._parser = replace(PARSER, limits=limits)
        self._reranker = settings.search.reranker

    @property
    def bundled(self) -> Path:
        return self._bundled

    @property
    def shelf(self) -> Shelf:
        return self._store.library

    @property
    def database(self) -> Database:
        return self._store.library.database

    @cached_property
    def services(self) -> Services:
        library = self._store.library
        model = None if self._llm is None else make_model(self._llm)
        writer = None if model is None or self._llm is None else make_writer(model, self._llm, library)
        reranker = None if self._reranker is None else reranker_named(self._reranker)
        assistant = Assistant(library, self._store.index, StaticEmbedding(), writer=writer, reranker=reranker)
        kept = StoredConversations(library.kept(limit=MAX_CONVERSATIONS), time.time)
        return Services(assistant, library, kept, StoredReplies(library.database, time.time), model)

    def ingest(self, paths: Sequence[Origin], report: ReportOutcome) -> Report:
        return ingest_paths(paths, self._store.library, self._store.index, report=report, parser=self._parser)

    def remove(self, notice_id: NoticeId) -> None:
        remove_notice(notice_id, self._store.library, self._store.index)

    def reindex(self, report: ReportOutcome) -> int:
        return reindex(self._store.library, self._store.index, report=report, parser=self._parser)

    def doctor(self) -> Sequence[Finding]:
        return doctor(self._store)


@contextmanager
def open_archive(settings: Settings, *, repair: bool = False) -> Iterator[Archive]:
    """Open the store that the settings name, and close it at the end.

    `repair` takes search indexes that do not fit, for the commands that mend them.
    """
    store = open_store(
        settings.data_dir,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embedding=embedding_named(settings.search.embedding, settings.search.base_url, settings.search.api_key),
        any_index=repair,
    )
    with store.opened():
        yield StoredArchive(store, settings)


def make_model(settings: ModelSettings) -> Breaker:
    """The model of the settings, which is left alone while its endpoint is down."""
    from assistant.llm.endpoint import OpenAIEndpoint  # takes a second to load, and most run without

    return Breaker(OpenAIEndpoint(settings), time.monotonic)


def make_writer(model: Model, settings: ModelSettings, shelf: Shelf) -> ProseWriter:
    """What has a model word the answers."""
    writer = ProseWriter(model, PromptFile.load(PROMPTS / ANSWER, FIELDS), shelf.notice)
    logger.info("answers are worded model=%s prompt=%s timeout_s=%g", writer.model, writer.prompt, settings.timeout_s)
    return writer

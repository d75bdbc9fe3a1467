"""What the environment decides, read once. A mapping in, `Settings` out; secrets stay out of `repr`.

Every variable begins with CAMPAIGN_; the command line may override the data directory.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from ingest.errors import CampaignError
from ingest.limits import MAX_FILE_BYTES

BUNDLED_NOTICES = Path(__file__).parents[1] / "notices"
LOG_LEVELS = ("debug", "info", "warning", "error")
DEFAULT_MODEL = "default"  # what servers that hold one model only take for it
LLM_TIMEOUT_S = 20.0
MAX_LLM_TIMEOUT_S = 600.0
MAX_MAX_FILE_MB = 2_000.0  # a file is held in memory
MAX_ALLOWANCE = 100.0


class BadSettings(CampaignError):
    """An environment variable holds something that cannot be used."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which language model words the answers, and how long an answer may wait for it."""

    base_url: str = field(repr=False)  # may hold a password
    model: str = DEFAULT_MODEL
    api_key: str | None = field(default=None, repr=False)
    timeout_s: float = LLM_TIMEOUT_S  # for the whole text

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self | None:
        """None where no address is given: answers are then composed without a model.

        >>> ModelSettings.from_env({"CAMPAIGN_LLM_BASE_URL": "http://localhost:11434/v1", "CAMPAIGN_LLM_MODEL": "qwen"})
        ModelSettings(model='qwen', timeout_s=20.0)
        """
        base_url = env.get("CAMPAIGN_LLM_BASE_URL", "").strip()
        if not base_url:
            return None
        try:
            parts = urlsplit(base_url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:  # brackets without an end, a port that is no number
            usable = False
        if not usable:  # the value is not repeated: it may hold a password
            raise BadSettings("CAMPAIGN_LLM_BASE_URL: no address of a server; write it as http://localhost:11434/v1")
        key = env.get("CAMPAIGN_LLM_API_KEY", "").strip()
        if not key.isascii() or not key.isprintable():
            raise BadSettings("CAMPAIGN_LLM_API_KEY: holds characters that cannot be sent; copy it anew")
        return cls(
            base_url=base_url,
            model=env.get("CAMPAIGN_LLM_MODEL", "").strip() or DEFAULT_MODEL,
            api_key=key or None,
            timeout_s=_number(env, "CAMPAIGN_LLM_TIMEOUT", LLM_TIMEOUT_S, MAX_LLM_TIMEOUT_S, "seconds"),
        )


def _number(env: Mapping[str, str], name: str, usual: float, most: float, unit: str) -> float:
    """A number above 0 and up to `most`; `usual` where the variable is empty."""
    value = env.get(name, "").strip()
    try:
        number = float(value) if value else usual
    except ValueError:
        number = math.nan
    if not 0 < number <= most:
        raise BadSettings(f"{name}: {value!r} is no number of {unit} from 0 to {most:g}; try {usual:g}")
    return number


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """By which models clauses are searched: names as in `ingest.embeddings` and `assistant.rerank`."""

    embedding: str = "static"
    base_url: str | None = field(default=None, repr=False)  # of an embedding's endpoint; may hold a password
    api_key: str | None = field(default=None, repr=False)
    reranker: str | None = None  # None: clauses stay in the order of the searches

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """
        >>> SearchSettings.from_env({"CAMPAIGN_EMBEDDING": "huggingface:/models/bge-small-zh"}).embedding
        'huggingface:/models/bge-small-zh'
        """
        return cls(
            embedding=env.get("CAMPAIGN_EMBEDDING", "").strip() or "static",
            base_url=env.get("CAMPAIGN_EMBEDDING_BASE_URL", "").strip() or None,
            api_key=env.get("CAMPAIGN_EMBEDDING_API_KEY", "").strip() or None,
            reranker=env.get("CAMPAIGN_RERANKER", "").strip() or None,
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie. Without a database URL the library is a SQLite file in the data directory."""

    data_dir: Path = Path("data")
    notices_dir: Path = BUNDLED_NOTICES  # read into an empty library at first use
    database_url: str | None = field(default=None, repr=False)  # may hold a password
    chroma_url: str | None = field(default=None, repr=False)
    log_level: str | None = None  # None: each command's own
    max_file_mb: float = MAX_FILE_BYTES / 1e6
    read_allowance: float = 1.0  # times the time, memory and pages that a reader may use
    admin_key: str | None = field(default=None, repr=False)  # None: nobody changes the library over HTTP
    llm: ModelSettings | None = None  # None: answers are composed without a language model
    search: SearchSettings = SearchSettings()

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, data_dir: Path | None = None) -> Self:
        """Settings from variables; an empty variable counts as not set.

        >>> Settings.from_env({"CAMPAIGN_DATA_DIR": "/var/lib/campaign"}).data_dir.as_posix()
        '/var/lib/campaign'
        >>> Settings.from_env({"CAMPAIGN_DATA_DIR": "/var/lib/campaign"}, data_dir=Path("here")).data_dir.as_posix()
        'here'
        """
        level = env.get("CAMPAIGN_LOG_LEVEL", "").lower() or None
        if level is not None and level not in LOG_LEVELS:
            raise BadSettings(f"CAMPAIGN_LOG_LEVEL: unknown level {level!r}; use one of {', '.join(LOG_LEVELS)}")
        return cls(
            data_dir=data_dir or Path(env.get("CAMPAIGN_DATA_DIR") or "data"),
            notices_dir=Path(env.get("CAMPAIGN_NOTICES_DIR") or BUNDLED_NOTICES),
            database_url=env.get("CAMPAIGN_DATABASE_URL") or None,
            chroma_url=env.get("CAMPAIGN_CHROMA_URL") or None,
            log_level=level,
            max_file_mb=_number(env, "CAMPAIGN_MAX_FILE_MB", MAX_FILE_BYTES / 1e6, MAX_MAX_FILE_MB, "megabytes"),
            read_allowance=_number(env, "CAMPAIGN_READ_ALLOWANCE", 1.0, MAX_ALLOWANCE, "times the usual"),
            admin_key=env.get("CAMPAIGN_ADMIN_KEY") or None,
            llm=ModelSettings.from_env(env),
            search=SearchSettings.from_env(env),
        )

    def level(self, default: int) -> int:
        """The number of the log level asked for, else `default`."""
        return default if self.log_level is None else logging.getLevelNamesMapping()[self.log_level.upper()]

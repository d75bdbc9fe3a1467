"""What the environment decides, read once. A mapping in, `Settings` out; secrets stay out of `repr`.

Every variable begins with CAMPAIGN_; the command line may override the data directory.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from ingest.errors import CampaignError

BUNDLED_NOTICES = Path(__file__).parents[1] / "notices"
LOG_LEVELS = ("debug", "info", "warning", "error")


class BadSettings(CampaignError):
    """An environment variable holds something that cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie. Without a database URL the library is a SQLite file in the data directory."""

    data_dir: Path = Path("data")
    notices_dir: Path = BUNDLED_NOTICES  # read into an empty library at first use
    database_url: str | None = field(default=None, repr=False)  # may hold a password
    chroma_url: str | None = field(default=None, repr=False)
    log_level: str | None = None  # None: each command's own

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
        )

    def level(self, default: int) -> int:
        """The number of the log level asked for, else `default`."""
        return default if self.log_level is None else logging.getLevelNamesMapping()[self.log_level.upper()]

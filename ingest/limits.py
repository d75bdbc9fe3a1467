"""How much one file may be, whatever its format. What a reader may use is stated where it stands, and in docs/operating.md."""

from __future__ import annotations

from dataclasses import dataclass

MAX_FILE_BYTES = 100_000_000  # a notice is kilobytes; a scan of 200 pages about 60 MB


@dataclass(frozen=True, slots=True)
class Limits:
    """`allowance` multiplies what readers may use: time, memory and pages."""

    file_bytes: int = MAX_FILE_BYTES
    characters: int = 2_000_000  # 1,000 full pages have 600,000
    lines: int = 30_000  # 1,000 full pages have 22,000; each becomes an entry of the search indexes or more
    allowance: float = 1.0


LIMITS = Limits()

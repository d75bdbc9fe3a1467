"""Tables of what was measured, for people and for programs: Markdown and JSON.

Measured values keep their unit, so that a program need not read them out of words.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

VERSIONS_SHOWN = (
    "tantivy",
    "chromadb",
    "llama-index-core",
    "llama-index-vector-stores-chroma",
    "llama-index-retrievers-bm25",
    "bm25s",
    "sqlalchemy",
    "jieba",
    "fastapi",
    "uvicorn",
    "numpy",
)
UNITS = {
    "": "{:,.0f}",
    "%": "{:.1f} %",
    "/s": "{:,.0f}/s",
    "MB": "{:,.0f} MB",
    "ms": "{:,.1f} ms",
    "ratio": "{:.2f}",
    "s": "{:.2f} s",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its unit, one of `UNITS`.

    >>> str(Measured(12.345, "ms")), str(Measured(20148, ""))
    ('12.3 ms', '20,148')
    """

    value: float
    unit: str

    def __str__(self) -> str:
        return UNITS[self.unit].format(self.value)


Cell = Measured | str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same columns; `command` makes them again; `note` says what is to be known to read them."""

    title: str
    command: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def markdown(self) -> str:
        """
        >>> print(Table("Answers", "make bench", ("what", "p50"), (("ask", Measured(2, "ms")),)).markdown())
        | what | p50 |
        | --- | ---: |
        | ask | 2.0 ms |
        """
        numeric = [any(isinstance(row[n], Measured) for row in self.rows) for n in range(len(self.columns))]
        lines = [self.columns, tuple("---:" if one else "---" for one in numeric), *self.rows]
        return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)

    def section(self) -> str:
        """The table under its title, its note between them."""
        return "\n\n".join(part for part in (f"## {self.title}", self.note, self.markdown()) if part) + "\n"


@dataclass(frozen=True, slots=True)
class Machine:
    """What a reader needs to compare figures with those of another machine."""

    system: str
    processor: str  # empty where it cannot be told
    cores: int
    memory_gb: int
    python: str
    versions: Mapping[str, str]

    @classmethod
    def this(cls) -> Machine:
        return cls(
            f"{platform.system()} {platform.machine()}",
            _processor(),
            os.cpu_count() or 1,
            round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30),
            platform.python_version(),
            {name: number for name in VERSIONS_SHOWN if (number := _version(name)) is not None},
        )

    def __str__(self) -> str:
        packages = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        named = f"{self.system}, {self.processor}" if self.processor else self.system
        return f"{named}, {self.cores} cores, {self.memory_gb} GB, Python {self.python}, {packages}"


def as_json(tables: Sequence[Table], machine: Machine, day: str) -> str:
    """All tables as one JSON document; measured values are objects of `value` and `unit`."""
    document = {"day": day, "machine": asdict(machine), "tables": [asdict(table) for table in tables]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _version(package: str) -> str | None:
    """None for what is not installed: the service is measured without what it is compared with."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None

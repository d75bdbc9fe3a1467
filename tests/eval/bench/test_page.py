"""What all benchmarks say together."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner

from eval.bench.answers import ALL, OURS, SEARCH, THEIRS, Times, ratio_table
from eval.bench.figures import Machine
from eval.bench.page import growth_lines, main, page

MEASURED = [
    Times(OURS, ALL, 20_000, (0.006, 0.006, 0.006)),
    Times(OURS, ALL, 1_000, (0.002, 0.004, 0.009)),
    Times(THEIRS, ALL, 1_000, (0.008, 0.008, 0.008)),
    Times(OURS, "laws", 20_000, (0.005,)),
]


def test_the_chart_has_a_point_for_each_library() -> None:
    ours, theirs = growth_lines(MEASURED)

    assert (ours.name, ours.points) == (OURS, ((1_000.0, 4.0), (20_000.0, 6.0)))
    assert (theirs.name, theirs.points) == (THEIRS, ((1_000.0, 8.0),))


def test_the_page_names_day_machine_and_command_and_says_what_is_compared() -> None:
    table = ratio_table([*MEASURED, *(Times(SEARCH, ALL, size, (0.003,)) for size in (1_000, 20_000))])

    text = page([table], Machine.this(), date(2026, 11, 21))

    assert "`make bench` on 2026-11-21" in text and "cores" in text
    assert f"## {table.title}\n\n{table.note}\n\n| clauses |" in text


def test_libraries_are_prepared_only_where_they_are_kept(tmp_path: Path) -> None:
    ended = CliRunner().invoke(main, ["--prepare", "--out", str(tmp_path)])

    assert ended.exit_code == 2 and "--keep" in ended.output
    assert list(tmp_path.iterdir()) == []

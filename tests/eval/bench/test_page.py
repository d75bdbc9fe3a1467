"""What all benchmarks say together."""

from __future__ import annotations

from datetime import date

from eval.bench.answers import ALL, OURS, THEIRS, Measured
from eval.bench.figures import Machine
from eval.bench.page import growth_lines, growth_table, page, ratio_table

MEASURED = [
    Measured(OURS, ALL, 1_000, (0.002, 0.004, 0.009)),
    Measured(THEIRS, ALL, 1_000, (0.008, 0.008, 0.008)),
    Measured(OURS, ALL, 20_000, (0.006, 0.006, 0.006)),
    Measured(OURS, "laws", 20_000, (0.005,)),
]


def test_ratios_are_of_medians() -> None:
    table = ratio_table(MEASURED).markdown()

    assert "| 1,000 | 4.0 ms | 0.50 |  |" in table
    assert "| 20,000 | 6.0 ms | not measured | 1.50 |" in table


def test_a_kind_that_was_not_asked_of_a_library_has_no_time_there() -> None:
    assert f"| {OURS}: laws |  |  | 5.0 ms | 5.0 ms |" in growth_table(MEASURED).markdown()


def test_the_chart_has_a_point_for_each_library() -> None:
    ours, theirs = growth_lines(MEASURED)

    assert ours.points == ((1_000.0, 4.0), (20_000.0, 6.0))
    assert theirs.points == ((1_000.0, 8.0),)


def test_the_page_names_day_machine_and_command() -> None:
    text = page([ratio_table(MEASURED)], Machine.this(), date(2026, 11, 21))

    assert "`make bench` on 2026-11-21" in text and "cores" in text and "## Ratios of medians" in text

"""What was measured is readable by people and by programs."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from eval.bench.chart import Line, chart
from eval.bench.figures import Machine, Measured, Table, as_json

TABLE = Table("Answers", "make bench", ("what", "p50"), (("ask | all", Measured(2.5, "ms")),))
SVG = "{http://www.w3.org/2000/svg}"


def test_a_program_finds_values_with_their_units() -> None:
    read = json.loads(as_json([TABLE], Machine.this(), "2026-11-21"))

    assert read["tables"][0]["rows"][0][1] == {"value": 2.5, "unit": "ms"}
    assert read["machine"]["cores"] >= 1 and "tantivy" in read["machine"]["versions"]


def test_every_line_and_its_points_are_drawn() -> None:
    lines = [Line("ours <all>", ((1_000, 5), (202_030, 40))), Line("theirs", ((1_000, 9), (20_148, 121)))]

    drawn = ET.fromstring(chart("Growth", "clauses", "ms", lines))

    assert len(drawn.findall(f"{SVG}circle")) == 4
    assert {"ours <all>", "theirs", "1,000", "20,148", "202,030"} <= {text.text for text in drawn.iter(f"{SVG}text")}


def test_larger_values_stand_higher_and_further_right() -> None:
    drawn = ET.fromstring(chart("Growth", "x", "y", [Line("a", ((10, 10), (1_000, 1_000)))]))
    (x1, y1), (x2, y2) = ((float(one.get("cx", "")), float(one.get("cy", ""))) for one in drawn.findall(f"{SVG}circle"))

    assert x1 < x2 and y1 > y2


@pytest.mark.parametrize("points", [(), ((0, 1),), ((1, -1),)])
def test_what_has_no_place_on_logarithmic_axes_is_refused(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        chart("Growth", "x", "y", [Line("a", points)])


def test_whoever_cannot_see_the_chart_is_told_its_title_and_figures() -> None:
    drawn = ET.fromstring(chart("Growth", "clauses", "ms", [Line("ours", ((1_000, 5), (200_000, 40)))]))

    named = {
        one.get("id"): one.text for one in (drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")) if one is not None
    }
    assert drawn.get("aria-labelledby", "").split() == list(named)
    assert named == {"title": "Growth", "desc": "ms by clauses. ours: 5.0 at 1,000, 40.0 at 200,000."}


def test_names_of_lines_that_end_together_stand_below_each_other() -> None:
    drawn = ET.fromstring(chart("Growth", "x", "y", [Line(name, ((10, 10), (100, 50))) for name in "abc"]))

    heights = sorted(float(one.get("y", "")) for one in drawn.findall(f"{SVG}text") if one.text in {"a", "b", "c"})

    assert all(below - above >= 16 for above, below in pairwise(heights))


def test_a_note_comes_with_its_table_for_programs_too() -> None:
    table = Table("Answers", "make bench", ("what",), (("ask",),), "one machine")

    assert json.loads(as_json([table], Machine.this(), "2026-11-21"))["tables"][0]["note"] == "one machine"

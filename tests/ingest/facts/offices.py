"""Notices as a ministry and a province send them, and their deadlines in a form that tests compare."""

from __future__ import annotations

from datetime import date

from ingest.facts.deadlines.find import find_deadlines
from ingest.model import Level, Notice
from tests.ingest.build import make_notice

MINISTRY_TO_PROVINCES = "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门"


def of_ministry(text: str) -> Notice:
    return make_notice(
        text,
        issued=date(2021, 3, 15),
        issuers=["商务部办公厅"],
        addressees=[MINISTRY_TO_PROVINCES],
        level=Level.MINISTRY,
    )


def of_province(text: str) -> Notice:
    return make_notice(
        text,
        issued=date(2024, 3, 15),
        issuers=["辽宁省商务厅"],
        addressees=["各市商务局"],
        level=Level.PROVINCE,
    )


def duties(notice: Notice) -> list[tuple[str | None, str, str | None, str | None]]:
    """Who, what, to whom, by when: the date, else the words of the rule."""
    return [(one.who, one.what, one.to, str(one.due) if one.due else one.rule) for one in find_deadlines(notice)]


def steps(notice: Notice) -> list[tuple[str, str, str]]:
    """What, from, until; a milestone has the same day twice."""
    return [(one.what, str(one.start or one.due), str(one.end or one.due)) for one in find_deadlines(notice)]

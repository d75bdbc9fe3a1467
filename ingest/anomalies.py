"""What a reader should know about the source: dates that do not fit the campaign. Numbering faults come from the clause tree.

Notice -> Anomalies. Nothing is ever repaired; the text stays as printed.
"""

from __future__ import annotations

from ingest.model import Anomaly, DeadlineKind, Notice

YEAR_SLACK = 1  # preparations and summaries may fall into the year before or after the campaign's


def find_anomalies(notice: Notice) -> tuple[Anomaly, ...]:
    """Dates printed with a year that lies outside the campaign's."""
    found: list[Anomaly] = []
    for deadline in notice.facts.deadlines:
        campaign = notice.part(notice.clause(deadline.clause).part).campaign
        if campaign is None or campaign.start is None or campaign.end is None or deadline.basis is not None:
            continue
        for day in (deadline.due, deadline.start, deadline.end):
            if (
                day is None
                or abs(day.year - campaign.start.year) < YEAR_SLACK
                or abs(day.year - campaign.end.year) < YEAR_SLACK
            ):
                continue
            months = abs((day.year - campaign.start.year) * 12 + day.month - campaign.start.month)
            if months < 6 and deadline.kind is not DeadlineKind.MILESTONE:
                continue
            found.append(
                Anomaly(
                    "year_outside_campaign",
                    f"原文印作{day.year}年，而活动时间为{campaign.start.isoformat()}至{campaign.end.isoformat()}，年份可能有误，请向发文单位核实。",
                    deadline.clause,
                    deadline.span,
                )
            )
            break
    return tuple(found)

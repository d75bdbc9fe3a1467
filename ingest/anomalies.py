"""What a reader should know about the source: dates that do not fit the campaign. Numbering faults come from the clause tree.

Notice -> Anomalies. Nothing is ever repaired; the text stays as printed.
"""

from __future__ import annotations

from datetime import timedelta

from ingest.model import Anomaly, Notice

MISLEADING = frozenset({"year_outside_campaign"})  # what makes a quote misleading, not only untidy
NEAR = timedelta(days=183)  # preparations before and summaries after a campaign fall into half a year


def find_anomalies(notice: Notice) -> tuple[Anomaly, ...]:
    """Dates printed with a year that lies far outside the campaign's."""
    found: list[Anomaly] = []
    for deadline in notice.facts.deadlines:
        campaign = notice.part(notice.clause(deadline.clause).part).campaign
        if campaign is None or campaign.start is None or campaign.end is None or deadline.basis is not None:
            continue
        day = deadline.due or deadline.start or deadline.end
        if day is None:
            continue
        if campaign.start - day <= NEAR and day - campaign.end <= NEAR:
            continue
        found.append(
            Anomaly(
                "year_outside_campaign",
                f"原文印作{day.year}年，而活动时间为{campaign.start.isoformat()}至{campaign.end.isoformat()}，年份可能有误，请向发文单位核实。",
                deadline.clause,
                deadline.date_span or deadline.span,
            )
        )
    return tuple(found)

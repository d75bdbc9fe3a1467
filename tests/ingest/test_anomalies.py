"""What is reported as odd in a source."""

from __future__ import annotations

from ingest.model import Pages
from ingest.parse import parse_notice


def test_a_date_at_the_end_of_all_calendars_is_only_a_date_outside_the_campaign() -> None:
    text = "关于开展购物节的通知\n一、活动时间：9999年12月20日至9999年12月31日。\n二、请于2024年5月13日前报送活动总结。"

    notice = parse_notice(Pages((text,), numbered=False), "通知.txt")

    assert [one.code for one in notice.anomalies] == ["year_outside_campaign"]

"""What a campaign is called follows from how titles are built; its period from what the document says."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.campaigns import CampaignName, name_in
from tests.assistant.build import NEW_YEAR, SIXTH, THIRD, parsed


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("关于举办“第六届双品网购节”的通知", CampaignName("双品网购节", 6, None, None)),
        ("商务部办公厅关于开展第三届 “双品网购节”的通知", CampaignName("双品网购节", 3, None, None)),
        ("“2021 辽宁网上年货节”活动工作方案", CampaignName("网上年货节", None, 2021, "辽宁")),
        ("关于组织开展“2022全国网上年货节”的通知", CampaignName("网上年货节", None, 2022, "全国")),
        ("2024海南网上年货节总体方案", CampaignName("网上年货节", None, 2024, "海南")),
        ("关于组织开展2025年“老字号嘉年华”活动的通知", CampaignName("老字号嘉年华", None, 2025, None)),
        ("关于举办浙江省第十二届美食节的通知", CampaignName("美食节", 12, None, "浙江")),
        ("关于开展家电以旧换新活动的通知", CampaignName("家电以旧换新", None, None, None)),
    ],
)
def test_a_title_names_series_ordinal_year_and_region(title: str, name: CampaignName) -> None:
    assert name_in(title) == name


@pytest.mark.parametrize(
    "title",
    [
        "关于做好节日期间安全生产工作的通知",
        "关于加强春节期间市场供应的通知",
        "关于公布第二批示范企业名单的通知",
        "关于做好第一季度运行调节的通知",
        "承诺书",
    ],
)
def test_a_holiday_or_a_season_is_no_campaign(title: str) -> None:
    assert name_in(title) is None


@pytest.mark.parametrize(
    ("text", "name", "start", "end"),
    [
        (SIXTH, "第六届双品网购节", date(2024, 4, 28), date(2024, 5, 12)),
        (THIRD, "第三届双品网购节", date(2021, 4, 28), date(2021, 5, 10)),
        (NEW_YEAR, "2024海南网上年货节", date(2024, 1, 18), date(2024, 2, 17)),
    ],
)
def test_the_period_is_the_one_the_document_states(text: str, name: str, start: date, end: date) -> None:
    notice = parsed(text)
    campaign = notice.main.campaign

    assert campaign is not None and campaign.span is not None
    assert (campaign.name, campaign.start, campaign.end) == (name, start, end)
    assert "月" in campaign.span.of(notice.text)


def test_an_attachment_has_the_campaign_of_its_document() -> None:
    notice = parsed(THIRD)

    assert [part.campaign and part.campaign.name for part in notice.parts] == ["第三届双品网购节"] * 2


def test_a_launch_far_outside_the_period_is_reported() -> None:
    notice = parsed(NEW_YEAR)
    (anomaly,) = notice.anomalies

    assert (anomaly.code, anomaly.span.of(notice.text)) == ("year_outside_campaign", "2022年1月18日下午18：00-20：00")
    assert "2024-01-18至2024-02-17" in anomaly.message

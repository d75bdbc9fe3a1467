"""When a campaign runs and for how long."""

from __future__ import annotations

from tests.assistant.build import Desk, make_desk


def test_the_period_of_the_edition_asked_about(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节什么时候办").text == "活动时间：2024年4月28日至5月12日。[1]"
    assert "2021年4月28日至5月10日" in desk.ask("第三届双品网购节什么时候办").text


def test_a_length_is_printed_or_said_to_be_computed(desk: Desk) -> None:
    assert "共31天。" in desk.ask("海南年货节办几天").text  # printed
    assert "共15天（据起止日期推算）" in desk.ask("第六届双品网购节办几天").text


def test_every_edition_where_none_is_named(desk: Desk) -> None:
    answer = desk.ask("双品网购节是什么时候")

    assert answer.text.index("2024年4月28日") < answer.text.index("2021年4月28日")
    assert [citation.doc_number for citation in answer.citations] == ["商电促进函〔2024〕40号", "商办电函〔2021〕107号"]


def test_how_long_a_campaign_lasts_that_prints_no_days() -> None:
    desk = make_desk("关于开展2024云上购物月的通知\n各市商务局：\n“2024云上购物月”为期1个月。请认真组织。\n")

    assert "为期1个月" in desk.ask("购物月搞多长时间", notice=desk.notices[0]).text


def test_a_word_of_the_title_names_no_phase() -> None:
    desk = make_desk(
        "关于做好2026年家电以旧换新补贴工作的通知\n岚商规〔2026〕2号\n各有关企业：\n现通知如下：\n一、实施时间\n"
        "自2026年2月1日起至12月31日止，补贴资金用完即止。\n岚江市商务局\n2026年1月8日\n"
    )

    answer = desk.ask("家电以旧换新补贴从什么时候开始到什么时候结束", notice=desk.notices[0])

    assert "2026年2月1日" in answer.text and "12月31日" in answer.text

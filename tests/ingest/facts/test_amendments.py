"""A notice that changes another says so in its title or in a sentence; what it only rests on is not changed."""

from __future__ import annotations

import pytest

from ingest.facts.amendments import find_amendments
from ingest.model import AmendmentKind, Notice, Pages
from ingest.parse import parse_notice


def notice(title: str, body: str) -> Notice:
    text = f"{title}\n\n各市商务局：\n\n{body}\n\n浙江省商务厅\n2024年3月28日\n"
    return parse_notice(Pages((text,), numbered=False), "通知.txt")


def found(title: str, body: str) -> list[tuple[AmendmentKind, str | None, str | None]]:
    made = notice(title, body)
    for one in made.facts.amendments:
        assert made.clause(one.clause).span.holds(one.span)
    return [(one.kind, one.title, one.doc_number) for one in made.facts.amendments]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (
            "关于举办网上年货节的补充通知",
            "根据《商务部办公厅关于做好春节市场工作的通知》（商办运函〔2024〕1号）要求，现就《浙江省商务厅关于举办2024网上年货节的通知》（浙商函〔2024〕5号）有关事项补充通知如下：",
            (AmendmentKind.SUPPLEMENT, "浙江省商务厅关于举办2024网上年货节的通知", "浙商函〔2024〕5号"),
        ),
        (
            "关于更正《关于举办直播大赛的通知》的公告",
            "现将联系电话更正为010-12345678。",
            (AmendmentKind.CORRECTION, "关于举办直播大赛的通知", None),
        ),
        (
            "关于延长直播大赛报名时间的通知",
            "我厅印发了《关于举办“惠享生活”直播大赛的通知》（浙商函〔2024〕9号），现将报名截止时间延长至4月20日。",
            (AmendmentKind.EXTENSION, "关于举办“惠享生活”直播大赛的通知", "浙商函〔2024〕9号"),
        ),
        (
            "关于调整2024年消费券发放时间的通知",
            "按照《关于发放2024年消费券的通知》（浙商函〔2024〕10号）安排，现将发放时间调整如下。",
            (AmendmentKind.CHANGE, "关于发放2024年消费券的通知", "浙商函〔2024〕10号"),
        ),
        (
            "关于做好2024年以旧换新工作的通知",
            "本通知自印发之日起施行，《关于做好2023年以旧换新工作的通知》（浙商函〔2023〕10号）同时废止。",
            (AmendmentKind.REPEAL, "关于做好2023年以旧换新工作的通知", "浙商函〔2023〕10号"),
        ),
        (
            "关于延长直播大赛报名时间的通知",
            "《关于举办直播大赛的通知》（浙商函〔2024〕9号）印发后，各地踊跃报名。现将报名截止时间延长至4月20日。",
            (AmendmentKind.EXTENSION, "关于举办直播大赛的通知", "浙商函〔2024〕9号"),
        ),
        (
            "关于废止部分文件的通知",
            "我厅印发的浙商函〔2020〕3号文即行废止。",
            (AmendmentKind.REPEAL, None, "浙商函〔2020〕3号"),
        ),
        (
            "关于举办消费促进月活动的补充通知",
            "现就有关事项补充通知如下：一、报名时间不变。",
            (AmendmentKind.SUPPLEMENT, "关于举办消费促进月活动通知", None),
        ),
    ],
    ids=[
        "supplement",
        "correction",
        "extension",
        "change",
        "repeal",
        "extension of what was issued before",
        "repeal by number",
        "named by its own title only",
    ],
)
def test_what_a_notice_changes(title: str, body: str, expected: tuple[AmendmentKind, str | None, str | None]) -> None:
    assert found(title, body) == [expected]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("关于印发产业结构调整方案的通知", "现将《产业结构调整实施方案》印发给你们，请认真贯彻执行。"),
        ("关于做好补充耕地工作的通知", "按照《补充耕地管理办法》（自然资发〔2024〕1号）要求，认真做好有关工作。"),
        (
            "关于延长纳税申报期限的通告",
            "根据《国家税务总局关于延长申报期限的通知》（税总函〔2024〕27号），申报期限延长至2月24日。",
        ),
        ("关于举办网上年货节的通知", "严格遵守新修订的《反垄断法》，活动时间可视情延长。"),
    ],
    ids=["a plan that is handed on", "a verb of another meaning", "a ground that prolongs itself", "a law"],
)
def test_what_a_notice_only_rests_on_is_not_changed(title: str, body: str) -> None:
    assert found(title, body) == []


def test_a_text_without_any_sign_is_not_searched() -> None:
    assert find_amendments(notice("关于举办网上年货节的通知", "请认真组织实施。")) == ()

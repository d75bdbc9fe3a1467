"""An amendment finds what it changes, in whatever order the two came, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Amendment, AmendmentKind, Notice, NoticeId, Pages, Stated
from ingest.parse import parse_notice
from ingest.relations import Relations, link

ORIGINAL = "关于举办“惠享生活”直播大赛的通知"


def notice(notice_id: str, title: str, body: str, number: str | None = None, issued: str = "2024年3月1日") -> Notice:
    head = f"{number}\n\n" if number else ""
    text = f"{head}{title}\n\n各市商务局：\n\n{body}\n\n浙江省商务厅\n{issued}\n"
    made = parse_notice(Pages((text,), numbered=False), f"{notice_id}.txt")
    return replace(made, id=NoticeId(notice_id))


def linked(*notices: Notice) -> Relations:
    stated: list[Stated[Amendment]] = [
        Stated(one.id, one.clause(fact.clause).part, fact) for one in notices for fact in one.facts.amendments
    ]
    return link(notices, stated)


def targets(relations: Relations, by: str) -> list[list[str]]:
    return [[target.notice for target in one.targets] for one in relations.by(NoticeId(by))]


CONTEST = notice("contest", ORIGINAL, "请于4月1日前报名。", "浙商函〔2024〕9号")
LONGER = notice(
    "longer",
    "关于延长直播大赛报名时间的通知",
    f"我厅印发了《{ORIGINAL}》（浙商函[2024]9号），现将报名截止时间延长至4月20日。",
    "浙商函〔2024〕12号",
    "2024年3月28日",
)


def test_an_amendment_is_linked_by_number_in_either_order() -> None:
    for notices in ((CONTEST, LONGER), (LONGER, CONTEST)):
        relations = linked(*notices)

        assert targets(relations, "longer") == [["contest"]]
        (one,) = relations.on(CONTEST.id)
        assert (one.by.notice, one.amendment.kind) == ("longer", AmendmentKind.EXTENSION)
        assert relations.repealed == frozenset()
    assert targets(linked(LONGER), "longer") == [[]]


def test_a_notice_with_another_number_is_another_notice() -> None:
    other = notice("other", ORIGINAL, "请于4月1日前报名。", "浙商函〔2023〕8号", "2023年3月1日")

    assert targets(linked(other, LONGER), "longer") == [[]]


def test_of_several_years_the_newest_that_is_not_younger_is_meant() -> None:
    title = "关于举办网上年货节的通知"
    years = [notice(f"y{year}", title, "请报名。", issued=f"{year}年1月5日") for year in (2022, 2023, 2025)]
    more = notice("more", "关于举办网上年货节的补充通知", "现补充通知如下：请踊跃报名。", issued="2023年1月20日")

    assert targets(linked(*years, more), "more") == [["y2023"]]


def test_a_repealed_notice_is_known_as_such() -> None:
    newer = notice(
        "newer", "关于举办新赛事的通知", f"《{ORIGINAL}》（浙商函〔2024〕9号）同时废止。", issued="2025年1月1日"
    )

    assert linked(CONTEST, newer).repealed == {"contest"}


def test_a_notice_attached_to_a_letter_is_changed_as_well() -> None:
    text = (
        "杭商务〔2024〕3号\n\n关于转发直播大赛通知的通知\n\n各区县商务局：\n\n现转发给你们。\n\n杭州市商务局\n2024年3月5日\n\n"
        f"附件\n\n浙江省商务厅\n\n浙商函〔2024〕9号\n\n{ORIGINAL}\n\n各市商务局：\n\n请于4月1日前报名。\n\n浙江省商务厅\n2024年3月1日\n"
    )
    letter = replace(parse_notice(Pages((text,), numbered=False), "转发.txt"), id=NoticeId("letter"))
    (embedded,) = (part for part in letter.parts if part.embedded)

    relations = linked(letter, CONTEST, LONGER)

    assert targets(relations, "longer") == [["letter", "contest"]]
    assert [one.by.notice for one in relations.on(letter.id, embedded.id)] == ["longer"]
    assert relations.on(letter.id, letter.main.id) == ()

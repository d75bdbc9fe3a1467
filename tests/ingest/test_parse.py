"""Laws of the text: they hold for every file, however odd. On any text, and on text made of the lines notices are made of."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import ClauseKind, Fact, Notice, Span
from ingest.parse import parse_notice
from ingest.readers import read
from ingest.readers.txt import split_pages

BUNDLED = sorted((Path(__file__).parents[2] / "notices").glob("*.txt"))

LINES = (
    "中华人民共和国商务部办公厅",
    "商办电函〔2021〕107号",
    "辽商电商函[2021] 15 号",
    "特 急",
    "商务部办公厅关于开展第三届 “双品网购节”的通知",
    "关于做好外资服务",
    "和招商引资工作的通知",
    "各省、自治区、直辖市商务主管部门：",
    "各市商务局：",
    "现就有关事项通知如下：",
    "一、总体要求",
    "一、二线城市要带头促消费。",
    "二、重点任务",
    "四、工作要求",
    "（一）优选商品。各地要聚焦“老年人”需求。",
    "(二) 预热启动",
    "（3） 活动时间",
    "（五）承办单位：制定细化方案。",
    "1.企业报名",
    "2. “2021 辽宁网上年货节” 活动工作方案",
    "（1）营业执照；",
    "1）营业执照；",
    "①身份证",
    "第一章 总则",
    "第三条 参与企业应当遵守《电子商务法》。",
    "一是增加绿色商品。二是开展专场。三是鼓励创新。",
    "首先，统一思想。",
    "推荐企业名单请于3月20日前报送我部(电子商务司)。",
    "请各市局将阶段性活动情况和最后工作总结，分别于1月29日、2月8日和2月18日报省商务厅。",
    "活动时间：2024年4月28日—5月12日",
    "2021年12月7日-31日，开展筹备。",
    "每月5日前报送上月数据，自印发之日起10个工作日内完成。",
    "时间：2022年2月30日下午18：00-20：00。",
    "严格遵守《电子商务法》《反垄断法》和《价格法》等法律法规",
    "联系人： 王帅卿 王殿宁",
    "电 话：010—85093723 65198089",
    "肖 鹏 010-68205665/66016906（传真）",
    "邮 箱：yycjc@mofcom.gov.cn",
    "附件：1.活动方案",
    "2. 承诺书",
    "附件：“2022全国网上年货节”工作方案",
    "附件",
    "附件 2",
    "附件一：",
    "承 诺 书",
    "承诺方代表：_____（签章）",
    "商务部办公厅",
    "2021年3月15日",
    "2021年3月15日印发",
    "商务部办公厅 2021年3月15日印发",
    "抄送：中国商业联合会。",
    "（此件公开发布）",
    "— 4 —",
    "第 3 页 共 9 页",
    "7",
    "井 南 集",
    "（此处为模糊不清的正文内容，文字难以辨识）",
    "向综合性消费载体升级。2",
    "共同指导单位：商务部、邮政局。",
    "以湖北为主会场，以“数享生活”为主题，",
    "开展各具特色的配套活动，",
    "\u3000\u3000各地要高度重视",
    "电\u200b话\x00",
    "",
    "  ",
)
BREAKS = ("\n", "\n\n", "\n\n\n\n", "\f", "\r\n", " ")

any_text = st.text(max_size=300)
notice_like = st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(BREAKS)), max_size=40).map(
    lambda pieces: "".join(line + end for line, end in pieces)
)
cut_anywhere = st.tuples(st.sampled_from(BUNDLED), st.integers(0, 9000), st.integers(0, 4000)).map(
    lambda cut: cut[0].read_text("utf-8")[cut[1] : cut[1] + cut[2]]
)
texts = any_text | notice_like | cut_anywhere


def parsed(text: str) -> Notice:
    return parse_notice(split_pages(text), "某通知.txt")


def facts_of(notice: Notice) -> list[Fact]:
    facts = notice.facts
    return [*facts.deadlines, *facts.contacts, *facts.laws, *facts.organisers, *facts.themes]


@settings(max_examples=250, deadline=None)
@given(texts)
def test_laws_of_the_text(text: str) -> None:
    """One parse, all laws: parsing is what costs."""
    notice = parsed(text)

    every_character_belongs_to_one_clause(notice)
    children_lie_inside_their_parents(notice)
    quotes_are_stretches_of_their_clause(notice)
    pages_never_decrease(notice)
    nothing_is_lost(text, notice)
    assert parsed(text) == notice  # the same file, the same ids and everything else


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_laws_of_the_text_hold_for_the_bundled_notices(path: Path) -> None:
    notice = parse_notice(read(path), path.name)

    every_character_belongs_to_one_clause(notice)
    children_lie_inside_their_parents(notice)
    quotes_are_stretches_of_their_clause(notice)
    pages_never_decrease(notice)
    nothing_is_lost(path.read_text("utf-8-sig"), notice)


def every_character_belongs_to_one_clause(notice: Notice) -> None:
    assert "".join(clause.own.of(notice.text) for clause in notice.clauses) == notice.text
    assert len({clause.id for clause in notice.clauses}) == len(notice.clauses)


def children_lie_inside_their_parents(notice: Notice) -> None:
    spans = {clause.id: clause.span for clause in notice.clauses}
    for clause in notice.clauses:
        assert clause.span.start <= clause.own_end <= clause.span.end
        if clause.parent is not None:
            assert spans[clause.parent].holds(clause.span)
    for before, after in pairwise(notice.clauses):
        assert before.own_end == after.span.start


def quotes_are_stretches_of_their_clause(notice: Notice) -> None:
    for fact in facts_of(notice):
        assert notice.clause(fact.clause).span.holds(fact.span)
        assert fact.span.of(notice.text).strip()
    for deadline in notice.facts.deadlines:
        assert deadline.date_span is None or deadline.span.holds(deadline.date_span)
    for anomaly in notice.anomalies:
        assert Span(0, len(notice.text)).holds(anomaly.span)
    for part in notice.parts:
        head = part.masthead
        for found in (head.title, head.doc_number, *head.issuers, *head.addressees):
            assert found is None or Span(0, len(notice.text)).holds(found.span)


def pages_never_decrease(notice: Notice) -> None:
    pages = [clause.page for clause in notice.clauses]
    assert all(page is None for page in pages) or all(
        before is not None and after is not None and 1 <= before <= after for before, after in pairwise(pages)
    )


def nothing_is_lost(text: str, notice: Notice) -> None:
    """The text and what the passes dropped hold every character of the file that is not blank, as often as it stands there."""
    assert not any(re.search(r"[\n\f]", one.text) for one in notice.dropped if one.reason == "page number")
    kept = Counter(notice.text)
    for dropped in notice.dropped:
        kept.update(dropped.text)
    assert seen(kept) == seen(Counter(text))


def seen(characters: Counter[str]) -> Counter[str]:
    """Without what nobody sees: blanks, line ends, page breaks."""
    return Counter({c: n for c, n in characters.items() if not c.isspace() and c not in "\x1c\x1d\x1e\x1f\x85"})


def test_a_title_over_two_lines_is_one_title() -> None:
    notice = parsed("关于做好外资服务\n和招商引资工作的通知\n各区：\n请于3月1日前报送。")

    title = notice.main.masthead.title
    assert title is not None
    assert (title.value, title.span) == ("关于做好外资服务和招商引资工作的通知", Span(0, 19))


def test_a_notice_embedded_in_another_has_its_own_number_contacts_and_deadlines() -> None:
    notice = parsed(
        "某省商务厅\n某商函〔2021〕15号\n某省商务厅关于转发促消费通知的通知\n各市商务局：\n请于1月29日前将方案报省商务厅。\n"
        "联系人：张三\n电话：024-86890383\n附件：商务部办公厅关于开展促消费活动的通知\n某省商务厅\n2021年1月15日\n"
        "商务部办公厅\n商办电函〔2021〕11号\n商务部办公厅关于开展促消费活动的通知\n各省商务主管部门：\n"
        "请于1月30日前将方案报送商务部。\n联系人：李四\n电话：010-85093723\n商务部办公厅\n2021年1月8日\n"
    )

    main, embedded = notice.parts
    assert (main.label, embedded.label, embedded.embedded, embedded.host) == ("正文", "附件", True, main.id)
    numbers = [part.masthead.doc_number.value for part in notice.parts if part.masthead.doc_number]
    assert numbers == ["某商函〔2021〕15号", "商办电函〔2021〕11号"]
    of = {contact.names: notice.clause(contact.clause).part for contact in notice.facts.contacts}
    assert of == {("张三",): main.id, ("李四",): embedded.id}
    due = [
        (deadline.due and deadline.due.isoformat(), notice.clause(deadline.clause).part)
        for deadline in notice.facts.deadlines
    ]
    assert due == [("2021-01-29", main.id), ("2021-01-30", embedded.id)]


def test_a_printing_note_at_the_very_end_belongs_to_the_letter() -> None:
    notice = parsed(
        "商务部办公厅关于开展促消费活动的通知\n各省商务主管部门：\n请参加活动。\n附件：承诺书\n附件\n承诺书\n一、遵守法律。\n"
        "二、保证质量。\n商务部办公厅\n2021年3月15日印发\n"
    )

    note = notice.clauses[-1]
    assert (note.kind, note.path, note.part) == (ClauseKind.COLOPHON, ("正文", "版记"), notice.main.id)
    assert str(notice.main.masthead.issued) == "2021-03-15"


def test_ids_begin_with_the_notice_and_do_not_change_when_a_file_is_renamed() -> None:
    text = "商办电函〔2021〕11号\n商务部办公厅关于开展促消费活动的通知\n各省：\n一、要求\n二、时间\n"
    one, other = (parse_notice(split_pages(text), source) for source in ("甲.txt", "乙.txt"))

    assert one.id == other.id
    assert [clause.id for clause in one.clauses] == [clause.id for clause in other.clauses]
    assert all(clause.id.startswith(f"{one.id}.") for clause in one.clauses)


def test_an_empty_file_is_a_notice_without_clauses() -> None:
    notice = parsed("")

    assert (notice.text, notice.clauses, [part.label for part in notice.parts]) == ("", (), ["正文"])

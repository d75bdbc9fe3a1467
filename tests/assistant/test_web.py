"""The pages as a browser without JavaScript gets them."""

import re
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.services import Services
from assistant.web.layout import blocks
from ingest.model import Span
from tests.assistant.build import parsed
from tests.fakes import REPORT, TEXT, TITLE, FakeAssistant, FakeShelf, make_campaign_notice, place

DAY = date(2024, 5, 20)
NOTICE = make_campaign_notice()


class Browser:
    def __init__(self, assistant=None, shelf=None):
        services = Services(assistant or FakeAssistant(), shelf or FakeShelf((NOTICE,)))
        self._client = TestClient(create_app(services, today=lambda: DAY), headers={"accept": "text/html"})

    def open(self, address, status=200):
        response = self._client.get(address)
        assert response.status_code == status
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return response.text


def links(page):
    return [unescape(link) for link in re.findall(r'href="([^"]+)"', page)]


def test_an_answer_links_to_the_clause_it_rests_on():
    page = Browser().open("/?q=总结材料何时交")
    span = place(REPORT)

    assert "活动总结材料须于 2024年5月13日前 报商务部电子商务司。" in page
    assert '<a class="ref" href="#c1">[1]</a>' in page
    assert f"/notices/a1b2c3?quote={span.start}-{span.end}#c" in links(page)
    assert REPORT.strip() in unescape(page)


def test_the_link_of_a_citation_leads_to_the_marked_quote_in_its_clause():
    span = place(REPORT)

    page = Browser().open(f"/notices/a1b2c3?quote={span.start}-{span.end}")

    clause = re.search(r'<div id="c".*?</div>', page, re.DOTALL)[0]
    assert f"<mark>{REPORT.strip()}</mark>" in unescape(clause)


def test_a_notice_page_has_an_anchor_for_every_clause_and_all_of_the_text():
    page = Browser().open("/notices/a1b2c3")
    text = unescape(re.sub(r"<[^>]+>", "", page))

    assert all(f'id="{clause.id}"' in page for clause in NOTICE.clauses)
    assert all(line in text for line in TEXT.splitlines())


def test_a_notice_page_tells_what_is_odd_in_the_source_and_what_was_left_out():
    page = Browser().open("/notices/a1b2c3")

    assert "原文缺少第三部分。" in page
    assert "— 4 — <small>页码，第4页</small>" in page


def test_a_quote_across_two_clauses_is_marked_in_both():
    start = TEXT.index("5月12日")
    end = TEXT.index("督促") + 2

    marked = [
        (block.clause.id, piece.text)
        for block in blocks(NOTICE, Span(start, end))
        for line in block.lines
        for piece in line
        if piece.marked
    ]

    assert marked == [("1", "5月12日"), ("2", "二、工作要求"), ("2", "督促")]


@pytest.mark.parametrize("quote", ["x", "9-3", "0-99999", "", "-1-4"])
def test_a_quote_that_is_no_place_marks_nothing(quote):
    assert "<mark>" not in Browser().open(f"/notices/a1b2c3?quote={quote}")


def test_a_refusal_offers_the_nearest_clause():
    page = Browser().open("/?q=补贴多少")

    assert "没有写明这一点" in page
    assert "最相近的原文" in page


def test_a_follow_up_carries_the_question_before():
    assistant = FakeAssistant()
    browser = Browser(assistant)

    page = browser.open("/?q=总结材料何时交")
    assert '<input type="hidden" name="prev" value="总结材料何时交">' in page
    browser.open("/?q=那总结的联系人呢&prev=总结材料何时交")

    assert [(question, previous and previous.question) for question, _, _, previous in assistant.asked] == [
        ("总结材料何时交", None),
        ("总结材料何时交", None),
        ("那总结的联系人呢", "总结材料何时交"),
    ]


def test_a_suggestion_is_a_link_that_asks_it():
    assert "/?q=%E8%81%94%E7%B3%BB%E4%BA%BA%E6%98%AF%E8%B0%81%EF%BC%9F&prev=%E6%80%BB%E7%BB%93" in links(
        Browser().open("/?q=总结")
    )


def test_an_empty_question_is_answered_with_one_line():
    assert "请输入问题。" in Browser().open("/?q=%20")


def test_a_question_about_one_notice_stays_with_it():
    assistant = FakeAssistant()

    page = Browser(assistant).open("/?q=总结&notice=a1b2c3")

    assert assistant.asked[0][2] == "a1b2c3"
    assert '<input type="hidden" name="notice" value="a1b2c3">' in page


def test_what_a_visitor_types_is_shown_as_text():
    page = Browser().open("/?q=<script>alert(1)</script>")

    assert "<script>" not in page


def test_the_lists_name_notices_and_deadlines():
    browser = Browser()

    assert unescape(browser.open("/notices")).count(TITLE) == 1
    assert "活动总结材料 → 商务部电子商务司" in browser.open("/deadlines?due=past")
    assert "没有符合条件的时限。" in browser.open("/deadlines?due=upcoming")
    assert "没有符合条件的通知。" in browser.open("/notices?campaign=年货节")


def test_what_is_still_to_come_stands_before_what_is_past():
    notice = parsed(
        "关于举办促消费活动的通知\n请于2024年5月6日前报送方案，5月13日前报送进度，6月7日前报送总结，6月14日前报送清单。\n"
    )

    page = Browser(shelf=FakeShelf((notice,))).open("/deadlines")

    assert re.findall(r"<b>2024-(\S+?)前</b>", page) == ["06-07", "06-14", "05-13", "05-06"]


@pytest.mark.parametrize("address", ["/notices/none", "/none", "/?q=总结&notice=none"])
def test_a_page_that_is_not_there_says_so_on_a_page(address):
    assert "找不到" in Browser().open(address, status=404)


def test_a_defect_is_one_line_and_no_traceback():
    services = Services(FakeAssistant(broken=KeyError("boom")), FakeShelf((NOTICE,)))

    response = TestClient(create_app(services, today=lambda: DAY)).get("/?q=总结", headers={"accept": "text/html"})

    assert response.status_code == 500
    assert "boom" not in response.text


def test_pages_need_no_script_and_nothing_from_elsewhere():
    browser = Browser()

    for address in ("/", "/?q=总结", "/notices", "/notices/a1b2c3", "/deadlines", "/docs"):
        page = browser.open(address)
        assert "<script" not in page
        assert not [link for link in links(page) if link.startswith("http")]


def test_a_comparison_is_a_table_with_a_link_to_its_source_in_every_cell(desk):
    page = Browser(desk.assistant, FakeShelf(desk.notices)).open("/?q=第三届和第六届双品网购节活动时间对比")

    cells = re.findall(r"<td>(.*?)</td>", page)
    assert len(cells) == 2
    assert "2024年4月28日至5月12日。" in cells[0]
    assert "2021年4月28日至5月10日。" in cells[1]
    assert all('<a class="ref" href="#c' in cell for cell in cells)
    assert "| --- |" not in page

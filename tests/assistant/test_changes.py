"""Old versions stay readable and are never answered from; a changed notice says by what it was changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.changes import VersionUnknown, find_difference, find_version
from assistant.cli import campaign
from assistant.commands.common import World
from assistant.services import Services
from assistant.wire import open_archive
from ingest.model import Amendment, AmendmentKind, ClauseId, Notice, NoticeId
from tests.fakes import REPORT, FakeAssistant, FakeShelf, make_campaign_notice, place

DAY = date(2024, 5, 1)
OLD = make_campaign_notice(year=2023)
NOW = make_campaign_notice()
ID = NoticeId("a1b2c3")


def amending(kind: AmendmentKind) -> Notice:
    """A notice that names the one of `tests.fakes` as what it changes."""
    notice = make_campaign_notice("f9")
    head = replace(notice.main.masthead, doc_number=None, issued=date(2024, 4, 30))
    title = head.title and replace(head.title, value="关于延期举办第六届双品网购节的通知")
    amendment = Amendment(
        clause=ClauseId("c"), span=place(REPORT), kind=kind, doc_number="商电促进函〔2024〕40号", title=None
    )
    parts = (replace(notice.main, masthead=replace(head, title=title)), *notice.parts[1:])
    return replace(notice, parts=parts, facts=replace(notice.facts, amendments=(amendment,)))


SHELF = FakeShelf((NOW, amending(AmendmentKind.EXTENSION)), older=(OLD,))


@pytest.fixture
def client() -> TestClient:
    return TestClient(create_app(Services(FakeAssistant(), SHELF), today=lambda: DAY))


def test_a_version_is_found_by_its_number_and_the_current_one_without() -> None:
    found = [find_version(SHELF, ID, version) for version in (None, 2, 1)]

    assert [(pair[0], pair[1].version, pair[1].state) for pair in found if pair] == [
        (NOW, 2, "current"),
        (NOW, 2, "current"),
        (OLD, 1, "superseded"),
    ]
    assert find_version(SHELF, NoticeId("none"), 1) is None
    with pytest.raises(VersionUnknown, match="a1b2c3: no version 3; it has 1, 2"):
        find_version(SHELF, ID, 3)


def test_by_default_the_current_version_is_compared_with_the_one_before() -> None:
    found = find_difference(SHELF, ID)

    assert found is not None
    assert (found.before, found.after) == (1, 2)
    with pytest.raises(VersionUnknown, match="f9: has version 1 only, which nothing came before"):
        find_difference(SHELF, NoticeId("f9"))


def test_over_http_versions_texts_and_differences(client: TestClient) -> None:
    shown = client.get("/v1/notices/a1b2c3").json()
    old = client.get("/v1/notices/a1b2c3?version=1").json()
    diff = client.get("/v1/notices/a1b2c3/diff?from=1&to=2").json()

    assert (shown["version"], shown["state"], [one["version"] for one in shown["versions"]]) == (2, "current", [2, 1])
    assert (old["version"], old["state"], old["deadlines"][1]["due"]) == (1, "superseded", "2023-05-13")
    assert client.get("/v1/notices/a1b2c3/text?version=1").text == OLD.text
    assert (diff["from"], diff["to"], diff["clauses"]) == (1, 2, [])
    moved = [(one["change"], one["before"]["due"], one["after"]["due"]) for one in diff["deadlines"]]
    assert ("changed", "2023-05-13", "2024-05-13") in moved
    for address in (
        "/v1/notices/a1b2c3?version=9",
        "/v1/notices/a1b2c3/text?version=9",
        "/v1/notices/a1b2c3/diff?to=9",
    ):
        refused = client.get(address)
        assert (refused.status_code, refused.json()["code"]) == (404, "version_not_found")
        assert refused.json()["detail"] == "这份通知没有第9版，现有：1、2。"
    assert client.get("/v1/notices/none/diff").json()["code"] == "notice_not_found"


def test_over_http_what_changes_a_notice_is_named_on_both_sides(client: TestClient) -> None:
    (amended,) = client.get("/v1/notices/a1b2c3").json()["amended_by"]
    (amends,) = client.get("/v1/notices/f9").json()["amends"]

    assert amended == {
        "kind": "extension",
        "notice_id": "f9",
        "title": "关于延期举办第六届双品网购节的通知",
        "doc_number": None,
        "issued": "2024-04-30",
        "clause_id": "c",
        "quote": REPORT.strip(),
        "quote_start": place(REPORT).start,
        "quote_end": place(REPORT).end,
        "url": "/notices/f9#c",
    }
    assert (amends["doc_number"], amends["notice_ids"]) == ("商电促进函〔2024〕40号", ["a1b2c3"])


def test_a_page_says_what_is_old_and_what_was_changed(client: TestClient) -> None:
    page = client.get("/notices/a1b2c3?version=1", headers={"accept": "text/html"}).text

    assert "这是第1版，已不是现行文本。" in page
    assert 'href="/notices/a1b2c3?version=2"' in page
    assert '<a href="/notices/f9#c">《关于延期举办第六届双品网购节的通知》</a>延期' in page
    amends = client.get("/notices/f9", headers={"accept": "text/html"}).text
    assert '延期 <a href="/notices/a1b2c3">' in amends


def test_a_repealed_notice_is_listed_as_such() -> None:
    shelf = FakeShelf((NOW, amending(AmendmentKind.REPEAL)))
    client = TestClient(create_app(Services(FakeAssistant(), shelf), today=lambda: DAY))

    states = {one["id"]: one["state"] for one in client.get("/v1/notices").json()["items"]}

    assert states == {"a1b2c3": "repealed", "f9": "current"}
    assert "已废止" in client.get("/notices", headers={"accept": "text/html"}).text


# -- over a real archive ---------------------------------------------------------------------------------------------

FIRST = """浙商函〔2024〕9号

关于举办“惠享生活”直播大赛的通知

各市商务局：

请于2024年4月12日前将推荐名单报送省商务厅。

浙江省商务厅

2024年3月1日
"""
LONGER = """浙商函〔2024〕12号

关于延长“惠享生活”直播大赛报名时间的通知

各市商务局：

我厅印发了《关于举办“惠享生活”直播大赛的通知》（浙商函〔2024〕9号）。经研究，请于2024年5月20日前将推荐名单报送省商务厅。

浙江省商务厅

2024年4月10日
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[object]:
    world = World({"CAMPAIGN_DATA_DIR": str(tmp_path / "data")}, lambda: date(2024, 4, 15), open_archive)

    def call(*args: str) -> Result:
        return CliRunner().invoke(campaign, args, obj=world)

    yield call


@contextmanager
def written(folder: Path, **texts: str) -> Iterator[list[str]]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    yield paths


def test_what_a_new_version_forbids_and_to_whom_it_speaks_is_shown(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with written(tmp_path, 通知=FIRST) as paths:
        run("ingest", *paths)
    stricter = FIRST.replace("报送省商务厅。", "报送省商务厅。严禁刷单炒信。").replace("各市商务局：", "各县商务局：")
    with written(tmp_path, 通知=stricter) as paths:
        run("ingest", *paths)
    (item,) = json.loads(run("notices", "--json").stdout)["items"]

    shown = run("notice", item["id"], "--diff").stdout
    found = json.loads(run("notice", item["id"], "--diff", "--json").stdout)

    assert "版头\n  修改　主送机关　各市商务局 改为 各县商务局\n" in shown
    assert "禁止事项\n  新增　严禁刷单炒信" in shown
    assert found["names"] == [{"name": "addressees", "before": ["各市商务局"], "after": ["各县商务局"]}]
    assert [(one["change"], one["after"]["word"], one["after"]["quote"]) for one in found["prohibitions"]] == [
        ("added", "严禁", "严禁刷单炒信。")
    ]


def test_a_changed_file_is_a_new_version_and_the_command_shows_both(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with written(tmp_path, 通知=FIRST) as paths:
        run("ingest", *paths)
    corrected = FIRST.replace("4月12日", "4月30日").replace("直播大赛的通知", "直播电商大赛的通知")
    with written(tmp_path, 通知=corrected) as paths:
        assert "new version" in run("ingest", *paths).stdout
    (item,) = json.loads(run("notices", "--json").stdout)["items"]

    assert "2024-04-12前" in run("notice", item["id"], "--version", "1").stdout
    diff = run("notice", item["id"], "--diff").stdout
    assert diff.startswith(
        "第1版 → 第2版\n\n版头\n  修改　标题　关于举办“惠享生活”直播大赛的通知 改为 关于举办“惠享生活”直播电商大赛的通知\n\n条款\n"
    )
    assert "【2024年4月12日→2024年4月30日】" in diff
    assert "修改　2024-04-12前　各市商务局：推荐名单 → 浙江省商务厅 改为 2024-04-30前　各市商务局：推荐名单" in diff
    answer = json.loads(run("ask", "推荐名单什么时候报送？", "--json").stdout)
    assert [one["due"] for one in answer["facts"]["deadlines"]] == ["2024-04-30"]
    refused = run("notice", item["id"], "--version", "3")
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {item['id']}: no version 3; it has 1, 2\n")
    assert run("notice", item["id"], "--from", "1").exit_code == 2


@pytest.mark.parametrize("order", [("first", "longer"), ("longer", "first")])
def test_a_notice_that_was_prolonged_says_so_in_either_order(run, tmp_path: Path, order: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]
    for name in order:
        with written(tmp_path, **{name: {"first": FIRST, "longer": LONGER}[name]}) as paths:
            run("ingest", *paths)
    ids = {item["doc_number"]: item["id"] for item in json.loads(run("notices", "--json").stdout)["items"]}

    shown = run("notice", ids["浙商函〔2024〕9号"]).stdout

    assert "本通知已有变动\n  已由《关于延长“惠享生活”直播大赛报名时间的通知》（浙商函〔2024〕12号）延期" in shown
    assert f"编号：{ids['浙商函〔2024〕9号']}" in run("notice", ids["浙商函〔2024〕12号"]).stdout


def test_a_deadline_that_was_prolonged_comes_first_and_the_old_one_warns(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with written(tmp_path, first=FIRST, longer=LONGER) as paths:
        run("ingest", *paths)

    asked = ("推荐名单什么时候报送？", "浙商函〔2024〕9号要求什么时候报送推荐名单？")
    for question in asked:
        answer = json.loads(run("ask", question, "--json").stdout)

        assert [one["due"] for one in answer["facts"]["deadlines"]] == ["2024-05-20", "2024-04-12"]
        (warning,) = (one for one in answer["warnings"] if one["code"] == "amended")
        assert answer["citations"][warning["citation"] - 1]["doc_number"] == "浙商函〔2024〕9号"
        assert warning["message"] == (
            "《关于举办“惠享生活”直播大赛的通知》（浙商函〔2024〕9号）已由"
            "《关于延长“惠享生活”直播大赛报名时间的通知》（浙商函〔2024〕12号）延期，请以延期后的时间为准。"
        )


def test_every_answer_from_a_repealed_notice_warns(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    newer = """浙商函〔2025〕3号

关于举办新赛事的通知

各市商务局：

《关于举办“惠享生活”直播大赛的通知》（浙商函〔2024〕9号）同时废止。

浙江省商务厅

2025年3月1日
"""
    with written(tmp_path, first=FIRST, newer=newer) as paths:
        run("ingest", *paths)

    answer = json.loads(run("ask", "浙商函〔2024〕9号要求什么时候报送推荐名单？", "--json").stdout)
    states = {item["doc_number"]: item["state"] for item in json.loads(run("notices", "--json").stdout)["items"]}

    assert answer["warnings"][0]["code"] == "amended"
    assert "已由《关于举办新赛事的通知》（浙商函〔2025〕3号）废止，其内容不再有效。" in answer["warnings"][0]["message"]
    assert states == {"浙商函〔2024〕9号": "repealed", "浙商函〔2025〕3号": "current"}

"""What the comparison with a gold file counts as right, missed and extra."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eval.understanding import compare, main, scores
from ingest.model import Notice
from ingest.parse import parse_notice
from ingest.readers import read

TEXT = """关于举办2026年云上购物月的通知

云商函〔2026〕8号

各市商务局：

一、活动时间

2026年4月28日至5月12日。

二、有关要求

（一）做好宣传

请严格遵守《电子商务法》。请于2026年5月20日12:00前将总结材料报省商务厅。有关问题及时报送省商务厅。

联系人：王伟，电话：0871-63139512，传真：0871-63139513，邮箱：ws@example.com

云岭省商务厅
2026年4月1日
"""

GOLD: dict[str, Any] = {
    "title": "关于举办2026年云上购物月的通知",
    "doc_number": "云商函〔2026〕8号",
    "issue_date": "2026-04-01",
    "issuers": [{"name": "云岭省商务厅"}],
    "clause_headings": [
        {"heading": "一、活动时间", "path": "一"},
        {"heading": "二、有关要求", "path": "二"},
        {"heading": "（一）做好宣传", "path": "二、(一)"},
    ],
    "deadlines": [
        {"date": "2026-05-20T12:00", "quote": "请于2026年5月20日12:00前将总结材料报省商务厅。"},
        {"date": "rule:及时", "quote": "有关问题及时报送省商务厅。"},
    ],
    "periods": [{"start": "2026-04-28", "end": "2026-05-12", "quote": "2026年4月28日至5月12日。"}],
    "contacts": [
        {"names": ["王伟"], "phones": ["0871-63139512"], "fax": ["0871-63139513"], "emails": ["ws@example.com"]}
    ],
    "laws": [{"name": "电子商务法"}],
}


@pytest.fixture
def notice(tmp_path: Path) -> Notice:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return parse_notice(read(tmp_path / "a.txt"), "a.txt")


def test_a_notice_that_is_understood_has_no_miss_and_no_extra(notice: Notice) -> None:
    for one in compare(notice, GOLD):
        assert (one.kind, one.missed, one.wrong) == (one.kind, (), ())
    assert scores(compare(notice, GOLD))["deadlines"].right == 3


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("title", "title", "关于举办2025年云上购物月的通知"),
        ("doc_number", "doc_number", "云商函〔2026〕9号"),
        ("issue_date", "issue_date", "2026-04-02"),
        ("issuers", "issuers", [{"name": "云岭省财政厅"}]),
        ("laws", "laws", [{"name": "价格法"}]),
        ("headings", "clause_headings", [{"heading": "三、有关要求", "path": "三"}]),
        ("headings at their path", "clause_headings", [{"heading": "（一）做好宣传", "path": "一、(一)"}]),
    ],
)
def test_another_value_is_a_miss(notice: Notice, kind: str, field: str, value: object) -> None:
    by_kind = scores(compare(notice, {**GOLD, field: value}))
    assert by_kind[kind].missed == 1


@pytest.mark.parametrize(
    ("at", "other"), [(0, "2026-05-20T11:00"), (0, "2026-05-21T12:00"), (0, "rule:及时"), (1, "2026-05-20")]
)
def test_a_deadline_on_another_day_or_hour_is_a_miss_and_an_extra(notice: Notice, at: int, other: str) -> None:
    gold = copy.deepcopy(GOLD)
    gold["deadlines"][at]["date"] = other
    deadlines = scores(compare(notice, gold))["deadlines"]
    assert (deadlines.right, deadlines.missed, deadlines.wrong) == (2, 1, 1)


def test_the_same_day_in_another_sentence_is_a_miss(notice: Notice) -> None:
    gold = copy.deepcopy(GOLD)
    gold["deadlines"][0]["quote"] = "启动仪式在云岭大厦一楼举行，时间为2026年5月20日12:00。"
    assert scores(compare(notice, gold))["deadlines"].missed == 1


def test_what_gold_does_not_hold_is_an_extra(notice: Notice) -> None:
    by_kind = scores(compare(notice, {**GOLD, "contacts": [], "laws": []}))
    assert [by_kind[kind].wrong for kind in ("names", "phones", "faxes", "emails", "laws")] == [1] * 5


@pytest.mark.parametrize(
    ("laws", "faults"),
    [
        ([{"name": "中华人民共和国电子商务法", "note": "law"}], (0, 0)),
        (
            [{"name": "电子商务法", "note": "law；仅作培训内容提及"}, {"name": "促消费意见", "note": "normative"}],
            (0, 0),
        ),
        ([{"name": "电子商务法", "note": "normative（地方文件）"}], (0, 1)),
        ([{"name": "电子商务法"}, {"name": "网络交易监督管理办法", "note": "rule"}], (1, 0)),
    ],
)
def test_laws_count_under_their_short_names_and_only_those_to_follow(
    notice: Notice, laws: list[dict[str, str]], faults: tuple[int, int]
) -> None:
    score = scores(compare(notice, {**GOLD, "laws": laws}))["laws"]
    assert (score.missed, score.wrong) == faults


def test_the_command_prints_the_table_and_the_faults(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold.json").write_text(json.dumps({"a": {**GOLD, "laws": []}}), encoding="utf-8")
    done = CliRunner().invoke(main, [str(tmp_path), "--faults"])
    assert done.exit_code == 0
    assert "| deadlines | 1.000 | 1.000 | 3 | 0 | 0 |" in done.stdout
    assert "a.txt  laws  extra  电子商务法" in done.stdout


def test_a_gold_file_that_names_a_missing_notice_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(json.dumps({"b": GOLD}), encoding="utf-8")
    done = CliRunner().invoke(main, [str(tmp_path)])
    assert done.exit_code == 2
    assert "no such file" in done.stderr

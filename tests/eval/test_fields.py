"""What a case can say is listed once: what is listed is read, kept in spreadsheets, reported and described."""

from pathlib import Path

from eval.fields import ASKED, EXPECTED
from eval.load import load_set
from eval.report import expected
from eval.sheet import write_table

NOTICE = "2024-双品网购节-商务部.txt"
DOCS = Path(__file__).parents[2] / "docs" / "evaluating.md"
WITH_ALL_FIELDS = """\
name: all
cases:
- id: one
  question: 总结呢？
  turns: [第六届双品网购节什么时候办？, 联系人呢？]
  as_of: 2024-04-01
  notice: {notice}
  tags: [followup, hard]
  note: 附件里另有一个日期
  expect:
    status: [answered, ambiguous]
    kind: [deadlines, clauses]
    dates: [2024-05-13, 2024-04-12]
    phones: [010-65197902]
    laws: [电子商务法]
    names: [王殿宁]
    emails: [yycjc@mofcom.gov.cn]
    contains: [总结材料]
    not_contains: [5月31日]
    only: [dates, phones]
    clause: [正文 结尾, 正文 三]
    quote: 请于4月12日、5月13日前报我司
    notice: [{notice}]
    warnings: [past]
""".replace("{notice}", NOTICE)


def test_every_field_is_read_and_survives_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(WITH_ALL_FIELDS, "utf-8")
    there = load_set(tmp_path / "all.yaml", [NOTICE])
    (case,) = there.cases

    assert [name for name, field in ASKED.items() if not field.values(case)] == []
    assert list(expected(case.expect)) == list(EXPECTED)
    for name in ("all.xlsx", "all.csv"):
        write_table(there, tmp_path / name)
        (again,) = load_set(tmp_path / name, [NOTICE]).cases
        assert (again.expect, again.asks, again.tags, again.note) == (case.expect, case.asks, case.tags, case.note)


def test_every_column_is_described_with_its_chinese_name() -> None:
    text = DOCS.read_text("utf-8")

    for name, field in (*ASKED.items(), *EXPECTED.items()):
        assert f"`{field.column or name}`" in text
        assert field.chinese in text

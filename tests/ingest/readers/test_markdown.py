"""Markdown loses its marks and nothing else; a plain text is not taken for markdown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFile
from ingest.parse import parse_notice
from ingest.readers import read
from ingest.readers.detect import detect
from ingest.readers.markdown import is_markdown, plain_text, read_markdown
from ingest.readers.txt import read_txt

ROOT = Path(__file__).parents[3]
NOTICES = sorted((ROOT / "notices").glob("*.txt"))
REAL = ROOT / ".." / "shared" / "real-notices"
REAL_TITLES = {"02": "的通知", "05": "遴选的通知", "07": "选定工作的通知", "08": "预征集的公告"}


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("## 一、活动时间 ##", "一、活动时间"),
        ("**二、任务分工**", "二、任务分工"),
        ("请于**5月13日18:00前**报送***总结***。", "请于5月13日18:00前报送总结。"),
        ('附件：[1\\. 申报表.docx](/front/download?url=a(b)c&name=%E9%99%84 "申报表")', "附件：1. 申报表.docx"),
        ("邮箱：[abc_d@example.cn](mailto:abc_d@example.cn)、<e@example.cn>", "邮箱：abc_d@example.cn、e@example.cn"),
        ("附件：![](images/zip.gif)[汇总表](a.zip)", "附件：汇总表"),
        ("> 各市商务局：", "各市商务局："),
        ("- 报送总结", "报送总结"),
        ("地址：某路1号&nbsp;302室<br/>邮编：110001", "地址：某路1号 302室\n邮编：110001"),
        ("中奖者：张**、李**；138****5678；共3*5*2份", "中奖者：张**、李**；138****5678；共3*5*2份"),
        ("依据〔2024〕5号、商办函[2024]40号(见附件)", "依据〔2024〕5号、商办函[2024]40号(见附件)"),
        ("*注：以上时间为北京时间", "*注：以上时间为北京时间"),
        ("65197902", "65197902"),
    ],
)
def test_marks_go_and_words_stay(line: str, plain: str) -> None:
    assert plain_text(line)[0].replace("\xa0", " ") == plain


def test_a_table_is_a_line_a_row() -> None:
    text = "| 序号 | 任务 | 完成时限 |\n| :-: | --- | --- |\n| 1 | 报送**方案** | 4月1日 |\n| 2 | 报送<br>总结 |  |\n\n特此通知。"

    assert plain_text(text)[0] == "序号 | 任务 | 完成时限\n1 | 报送方案 | 4月1日\n2 | 报送 总结\n\n特此通知。"


def test_the_name_of_the_page_goes_where_the_title_follows() -> None:
    text = "# 关于开展品质生活季活动的通知 - 某市人民政府\n\n---\n\n# 关于开展品质生活季  \n活动的通知\n\n浏览 1403 次\n\n各区商务局："

    assert [line for line in plain_text(text)[0].split("\n") if line.strip()] == [
        "关于开展品质生活季",
        "活动的通知",
        "各区商务局：",
    ]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_a_plain_notice_is_no_markdown(path: Path) -> None:
    assert not is_markdown(path.read_text("utf-8"))


def test_a_web_page_turned_into_text_is_read_as_markdown(tmp_path: Path) -> None:
    path = tmp_path / "网页.txt"
    path.write_text("# 关于开展活动的通知\n\n各市商务局：\n\n**一、时间**\n\n2024年4月10日。", encoding="utf-8")

    assert (detect(path), read(path).texts) == (
        ".md",
        ("关于开展活动的通知\n\n各市商务局：\n\n一、时间\n\n2024年4月10日。",),
    )


@pytest.mark.skipif(not REAL.is_dir(), reason="the real notices are not on this machine")
@pytest.mark.parametrize("name", sorted(REAL_TITLES))
def test_real_web_pages_in_text_files_have_their_titles(name: str) -> None:
    notice = parse_notice(read(REAL / f"{name}.txt"), f"{name}.txt")

    assert notice.main.masthead.title is not None
    assert notice.main.masthead.title.value.endswith(REAL_TITLES[name])
    assert not any(mark in notice.text for mark in ("**", "](", "\\.", "# ", "扫一扫", "浏览 "))


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_a_notice_without_marks_keeps_every_character(path: Path) -> None:
    text = "\n".join(read_txt(path).texts)

    assert [line.rstrip() for line in plain_text(text)[0].split("\n")] == [line.rstrip() for line in text.split("\n")]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="#*_[]()!<>|-~`\\&;:1 一通知各\n\t", max_size=200))
def test_no_text_raises_anything_but_unreadable(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    try:
        assert "".join(read_markdown(path).texts).strip()
    except UnreadableFile as exc:
        assert str(exc) == "a.md: holds no text; check the file"

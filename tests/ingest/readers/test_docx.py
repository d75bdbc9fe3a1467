"""Word files: what a reader of the printed page sees is what we read."""

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFile
from ingest.model import Dropped, Pages
from ingest.parse import parse_notice
from ingest.readers.docx import read_docx
from ingest.readers.txt import read_txt
from ingest.readers.word import package as limits
from tests.ingest.readers.same_notice import NOTICES, source_lines, understood
from tests.ingest.readers.word_file import (
    NAMES,
    abstract,
    cell,
    field,
    level,
    num,
    numbered,
    paragraph,
    row,
    run,
    table,
    text_box,
    write_docx,
    write_numbered,
    write_typed,
)


def lines(path: Path) -> list[str]:
    """The lines of a file without pages, without the blanks that begin a paragraph."""
    pages = read_docx(path)
    assert not pages.numbered
    return [line.strip("\u3000") for text in pages.texts for line in text.split("\n")]


# Paragraphs and runs


def test_a_paragraph_is_a_line_and_an_empty_one_is_none(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", paragraph("各市商务局：") + paragraph() + paragraph("现通知如下。"))

    assert lines(path) == ["各市商务局：", "现通知如下。"]


def test_an_indented_first_line_is_told_from_one_that_goes_on(tmp_path: Path) -> None:
    """A .docx made from a .pdf has a paragraph for every printed line: only the indentation says where one begins."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="正文"/>'
        '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr></w:style>'
    )
    body = (
        paragraph("一段。", '<w:ind w:firstLine="640"/>')
        + paragraph("二段。", '<w:pStyle w:val="a"/>')
        + paragraph("接上行。", '<w:pStyle w:val="a"/><w:ind w:firstLineChars="0" w:firstLine="0"/>')
        + paragraph("　　打出的空格。", '<w:pStyle w:val="a"/>')
    )

    pages = read_docx(write_docx(tmp_path / "a.docx", body, styles=styles))

    assert pages.texts == ("　　一段。\n　　二段。\n接上行。\n　　打出的空格。",)


def test_breaks_tabs_hyphens_and_symbols_inside_a_line(tmp_path: Path) -> None:
    body = paragraph(
        f"{run('电话：010')}<w:r><w:noBreakHyphen/><w:t>65197902</w:t><w:br/><w:t>传真：</w:t><w:tab/><w:t>无</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="仿宋" w:char="3014"/></w:r>'
    )

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["电话：010-65197902", "传真：\t无☑〔"]


def test_spaces_at_the_edge_of_a_run_count_only_where_the_file_says_so(tmp_path: Path) -> None:
    body = paragraph('<w:r><w:t>杜四龙 </w:t></w:r><w:r><w:t xml:space="preserve"> 尹涛</w:t></w:r>')

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["杜四龙 尹涛"]


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:name w:val="hidden"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="p"><w:name w:val="remark"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        paragraph(
            run("报送总结") + run("（内部掌握）", "<w:vanish/>") + run("草稿", '<w:rStyle w:val="h"/>') + run("。")
        )
        + paragraph("整段隐藏", '<w:pStyle w:val="p"/>')
        + paragraph(run("露出。", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="p"/>')
    )

    assert lines(write_docx(tmp_path / "a.docx", body, styles=styles)) == ["报送总结。", "露出。"]


def test_what_is_struck_out_is_not_read_but_recorded(tmp_path: Path) -> None:
    body = paragraph(
        run("于") + run("5月10日", "<w:strike/>") + run("5月13日", '<w:strike w:val="0"/>') + run("前报送。")
    )

    pages = read_docx(write_docx(tmp_path / "a.docx", body))

    assert pages.texts == ("于5月13日前报送。",)
    assert pages.dropped == (Dropped("hidden or struck out", "5月10日", None),)


def test_the_raised_digit_of_a_footnote_is_no_part_of_a_telephone(tmp_path: Path) -> None:
    body = paragraph(run("电话：0571-87050001") + run("1", '<w:vertAlign w:val="superscript"/>') + run("2"))

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["电话：0571-87050001¹2"]


def test_a_change_is_read_as_accepted(tmp_path: Path) -> None:
    def change(kind: str, text: str, tag: str = "t") -> str:
        return f'<w:{kind} w:id="1"><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{kind}>'

    body = paragraph(
        run("于")
        + change("del", "5月10日", "delText")
        + change("ins", "5月13日")
        + change("moveFrom", "报我司")
        + run("前")
        + change("moveTo", "报商务部")
        + run("。")
    ) + paragraph(change("del", "作废的一段。", "delText"), "<w:rPr><w:del/></w:rPr>")

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["于5月13日前报商务部。"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_counts_no_number(tmp_path: Path) -> None:
    body = (
        numbered("一。", 1)
        + numbered("联系人", 1).replace("<w:pPr>", "<w:pPr><w:rPr><w:del/></w:rPr>")
        + numbered("：王某", 1)
        + table(row(cell(paragraph("报送", "<w:rPr><w:del/></w:rPr>") + paragraph("材料")), "5月"))
    )
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == [
        "1.一。",
        "2.联系人：王某",
        "报送材料 | 5月",
    ]


def test_fields_give_their_result_but_page_numbers_are_no_text(tmp_path: Path) -> None:
    body = (
        paragraph(run("邮箱：") + field('HYPERLINK "mailto:a@b.cn"', "a@b.cn"))
        + paragraph(f'<w:hyperlink r:id="x">{run("报名系统")}</w:hyperlink>')
        + paragraph(run("— ") + field("PAGE", "3") + run(" —"))
        + paragraph(f'<w:fldSimple w:instr=" NUMPAGES ">{run("7")}</w:fldSimple>')
        + paragraph(run("共") + field("NUMPAGES", "7") + run("页附件"))
        + paragraph('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>eq \\o\\ac(○,2)</w:instrText></w:r>'
                    f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("报名")}')
    )  # fmt: skip

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["邮箱：a@b.cn", "报名系统", "共7页附件", "②报名"]


def test_content_controls_are_read_but_not_their_prompts_nor_a_table_of_contents(tmp_path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('一、总体要求')}</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{paragraph('目录')}{paragraph('一、总体要求 1')}</w:sdtContent></w:sdt>"
        + paragraph("一、总体要求\t1", '<w:pStyle w:val="10"/>')
        + paragraph(
            f"{run('姓名：')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}"
            f"</w:sdtContent></w:sdt><w:sdt><w:sdtContent>{run('☐是')}</w:sdtContent></w:sdt>"
        )
    )

    assert lines(write_docx(tmp_path / "a.docx", body, styles=styles)) == ["一、总体要求", "姓名：☐是"]


def test_a_note_is_a_line_below_its_paragraph(tmp_path: Path) -> None:
    footnotes = (
        f'<w:footnote w:type="separator" w:id="-1">{paragraph("——")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("含计划单列市。")}{paragraph("下同。")}</w:footnote>'
    )
    body = paragraph(run("各省") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run("报送。")) + paragraph("二")

    assert lines(write_docx(tmp_path / "a.docx", body, footnotes=footnotes)) == [
        "各省报送。",
        "注：含计划单列市。 下同。",
        "二",
    ]


# Text boxes


def test_a_text_box_is_read_once_though_the_file_holds_it_twice(tmp_path: Path) -> None:
    body = paragraph(text_box(paragraph("商务部文件") + paragraph("商电〔2024〕1号")) + run("各省："))

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["各省：", "商务部文件", "商电〔2024〕1号"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ('<wp:positionV relativeFrom="page"><wp:posOffset>1800000</wp:posOffset></wp:positionV>', ["框", "段"]),
        ('<wp:positionV relativeFrom="paragraph"><wp:posOffset>-400000</wp:posOffset></wp:positionV>', ["框", "段"]),
        ('<wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>', ["框", "段"]),
        ('<wp:positionV relativeFrom="page"><wp:posOffset>9000000</wp:posOffset></wp:positionV>', ["段", "框"]),
        ('<wp:positionV relativeFrom="paragraph"><wp:posOffset>400000</wp:posOffset></wp:positionV>', ["段", "框"]),
    ],
)
def test_a_text_box_stands_where_it_is_placed(tmp_path: Path, place: str, expected: list[str]) -> None:
    """The red head of an office and the 版记 at its end are often boxes that hang on any paragraph near by."""
    body = paragraph(run("段") + text_box(paragraph("框"), place))

    assert lines(write_docx(tmp_path / "a.docx", body)) == expected


def test_a_box_of_older_programs_is_read_and_one_in_a_box_too(tmp_path: Path) -> None:
    inner = text_box(paragraph("内框"))
    old = (
        '<w:r><w:pict><v:shape style="position:absolute;margin-top:-20.5pt"><v:textbox><w:txbxContent>'
        f"{paragraph(run('外框') + inner)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    assert lines(write_docx(tmp_path / "a.docx", paragraph(run("段") + old))) == ["外框", "内框", "段"]


# Tables


def test_a_row_is_a_line_and_an_empty_cell_keeps_its_place(tmp_path: Path) -> None:
    body = table(
        row("序号", "任务", "责任单位", "完成时限"),
        row("1", cell(paragraph("报送方案，") + paragraph("报送总结")), "", "5月底前"),
        row("", "", "", ""),
        row(),
    )

    assert lines(write_docx(tmp_path / "a.docx", body)) == [
        "序号 | 任务 | 责任单位 | 完成时限",
        "1 | 报送方案， 报送总结 |  | 5月底前",
    ]


def test_rows_are_never_taken_for_one_sentence(tmp_path: Path) -> None:
    body = table(
        row("1", "组织企业报名，开展宣传，做好统计", "各市商务局"), row("2", "汇总，上报", "省商务厅，市商务局")
    )

    assert parse_notice(read_docx(write_docx(tmp_path / "a.docx", body)), "a.docx").text.split("\n") == [
        "1 | 组织企业报名，开展宣传，做好统计 | 各市商务局",
        "2 | 汇总，上报 | 省商务厅，市商务局",
    ]


def test_a_cell_over_rows_or_columns_stands_once_and_the_others_keep_their_places(tmp_path: Path) -> None:
    def down(text: str, properties: str = "<w:vMerge/>") -> str:
        return cell(text, properties)

    body = table(
        row(cell("任务分工", '<w:gridSpan w:val="4"/>')),
        row("报名", down("5月底前", '<w:vMerge w:val="restart"/>'), cell("各市", '<w:gridSpan w:val="2"/>')),
        row("汇总", down(""), "省厅", "月报"),
        row("总结", "6月", "另行通知", "").replace("<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'),
    )

    assert lines(write_docx(tmp_path / "a.docx", body)) == [
        "任务分工",
        "报名 | 5月底前 | 各市",
        "汇总 |  | 省厅 | 月报",
        " | 总结 | 6月 | 另行通知",
    ]


def test_a_frame_of_one_cell_holds_paragraphs_and_a_table_in_a_row_comes_below_it(tmp_path: Path) -> None:
    inner = table(row("姓名", "电话"), row("王某", "010-1"))
    body = table(row(cell(paragraph("承诺书") + inner + paragraph("盖章")))) + table(row("附", cell(inner)))

    assert lines(write_docx(tmp_path / "a.docx", body)) == [
        "承诺书",
        "姓名 | 电话",
        "王某 | 010-1",
        "盖章",
        "附",
        "姓名 | 电话",
        "王某 | 010-1",
    ]


def test_deleted_rows_and_cells_are_gone_and_numbers_of_a_column_are_printed(tmp_path: Path) -> None:
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    body = table(
        row(cell(numbered("", 1)), "报名"),
        row("旧", "行").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"),
        row(cell(numbered("", 1)), cell("旧格", "<w:cellDel/>"), "总结"),
    )

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == ["1 | 报名", "2 | 总结"]


# Automatic numbers


def test_numbers_are_printed_as_the_list_says(tmp_path: Path) -> None:
    numbering = abstract(
        0,
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "（%4）"),
        level(4, "decimalEnclosedCircle", "%5"),
    ) + num(1, 0)
    depths = [0, 1, 1, 2, 2, 3, 4, 4, 0, 1, 2]
    body = "".join(numbered("文", 1, depth) for depth in depths)

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == [
        "一、文", "（一）文", "（二）文", "1.文", "2.文", "（1）文", "①文", "②文", "二、文", "（一）文", "1.文",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("chineseCounting", ["九", "十", "十一"]),
        ("japaneseCounting", ["九", "十", "十一"]),
        ("taiwaneseCountingThousand", ["九", "十", "十一"]),
        ("ideographTraditional", ["壬", "癸", "11"]),
        ("ideographZodiac", ["申", "酉", "戌"]),
        ("decimalEnclosedCircle", ["⑨", "⑩", "⑪"]),
        ("decimalFullWidth", ["９", "１０", "１１"]),
        ("decimalZero", ["09", "10", "11"]),
        ("upperLetter", ["I", "J", "K"]),
        ("lowerLetter", ["i", "j", "k"]),
        ("upperRoman", ["IX", "X", "XI"]),
        ("lowerRoman", ["ix", "x", "xi"]),
        ("chineseLegalSimplified", ["玖", "壹拾", "壹拾壹"]),
        ("none", ["", "", ""]),
        ("aFormatOfTomorrow", ["9", "10", "11"]),
    ],
)
def test_formats_of_numbers(tmp_path: Path, number_format: str, expected: list[str]) -> None:
    numbering = abstract(0, level(0, number_format, "%1", start=9)) + num(1, 0)
    body = "".join(numbered("。", 1) for _ in range(3))

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == [f"{one}。" for one in expected]


def test_levels_shown_together_and_as_plain_digits(tmp_path: Path) -> None:
    numbering = abstract(
        0,
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
        level(2, "decimal", "%1-%2-%3"),
    ) + num(1, 0)
    body = "".join(numbered("文", 1, depth) for depth in (1, 0, 1, 1, 2))

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == [
        "1.1文",
        "第一章文",
        "1.1文",
        "1.2文",
        "一-2-1文",
    ]


def test_two_uses_of_a_list_count_on_and_an_override_starts_anew_once(tmp_path: Path) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1.", start=1)}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, anew) + num(4, 0, other)
    body = "".join(numbered("文", use) for use in (1, 1, 2, 3, 3, 1, 4))

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == [
        "1.文", "2.文", "3.文", "1.文", "2.文", "3.文", "D.文",
    ]  # fmt: skip


def test_a_level_may_count_through_or_restart_only_below_the_chapter(tmp_path: Path) -> None:
    """第一条 … 第九条 go through all chapters of a statute."""
    numbering = abstract(
        0,
        level(0, "chineseCounting", "第%1章"),
        level(1, "chineseCounting", "第%2节"),
        level(2, "chineseCounting", "第%3条", more='<w:lvlRestart w:val="0"/>'),
        level(3, "decimal", "%4.", more='<w:lvlRestart w:val="1"/>'),
    ) + num(1, 0)
    body = "".join(
        numbered("", 1, depth).replace("<w:t ", "<w:t>文</w:t><w:t ") for depth in (0, 1, 2, 3, 2, 3, 0, 2, 3)
    )

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == [
        "第一章文", "第一节文", "第一条文", "1.文", "第二条文", "2.文", "第二章文", "第三条文", "1.文",
    ]  # fmt: skip


def test_the_gap_behind_a_number_is_kept_where_a_reader_needs_it(tmp_path: Path) -> None:
    def with_gap(pattern: str) -> str:
        return level(0, "chineseCounting", pattern).replace('<w:suff w:val="nothing"/>', "")

    numbering = abstract(0, with_gap("第%1条")) + abstract(1, with_gap("%1、")) + num(1, 0) + num(2, 1)

    path = write_docx(tmp_path / "a.docx", numbered("为了", 1) + numbered("目的", 2), numbering=numbering)

    assert lines(path) == ["第一条 为了", "一、目的"]


def test_numbers_come_from_styles_their_ancestors_and_linked_lists(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="own"/><w:basedOn w:val="h2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h3"><w:name w:val="heading 3"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="numbering" w:styleId="list"><w:name w:val="list"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        abstract(
            0,
            level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="h1"/>'),
            level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="h2"/>'),
            level(2, "decimal", "%3.", more='<w:pStyle w:val="h3"/>'),
        )
        + '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="list"/>' + level(0, "upperLetter", "%1）") + "</w:abstractNum>"
        + '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="list"/></w:abstractNum>'
        + num(1, 0) + num(2, 1) + num(3, 2)
    )  # fmt: skip
    body = (
        "".join(paragraph("文", f'<w:pStyle w:val="{style}"/>') for style in ("h1", "h2", "own", "h3"))
        + paragraph("无号", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("文", '<w:pStyle w:val="h1"/>')
        + numbered("文", 3)
        + numbered("文", 2)
    )

    assert lines(write_docx(tmp_path / "a.docx", body, styles=styles, numbering=numbering)) == [
        "一、文", "（一）文", "（二）文", "1.文", "无号", "二、文", "A）文", "B）文",
    ]  # fmt: skip


def test_a_bullet_is_no_number_and_an_empty_item_prints_none(tmp_path: Path) -> None:
    numbering = abstract(0, level(0, "bullet", "\uf06c"), level(1, "decimal", "%2.")) + num(1, 0)
    body = numbered("要点", 1) + numbered("", 1, 1) + numbered("文", 1, 1)

    assert lines(write_docx(tmp_path / "a.docx", body, numbering=numbering)) == ["要点", "2.文"]


# Pages, sections, headers


PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"


def test_pages_end_where_word_last_ended_them(tmp_path: Path) -> None:
    body = (
        paragraph(run("一页的段落，在页") + RENDERED + run("中断开。"))
        + paragraph(PAGE_BREAK)
        + paragraph(RENDERED + run("三页"))
        + paragraph("四页", "<w:pageBreakBefore/>")
        + table(row(cell(paragraph(RENDERED + run("五页"))), cell(paragraph(RENDERED + run("同行")))))
        + table(
            row(cell(paragraph(run("长") + RENDERED + run("格"))), cell(paragraph(run("同") + RENDERED + run("行"))))
        )
        + paragraph("六页")
    )

    pages = read_docx(write_docx(tmp_path / "a.docx", body))

    assert pages == Pages(
        ("一页的段落，在页", "中断开。", "三页", "四页", "　　五页 | 同行\n　　长格 | 同行", "六页"), numbered=True
    )


def test_pages_the_author_broke_count_only_if_each_fits_on_a_sheet(tmp_path: Path) -> None:
    """Behind a page that ran over, every number would be wrong: better none."""
    short = paragraph("正文。") + paragraph(PAGE_BREAK + run("附件"))
    long = paragraph("正文。" * 300) + paragraph(PAGE_BREAK + run("附件"))

    assert read_docx(write_docx(tmp_path / "a.docx", short)) == Pages(("正文。", "附件"), numbered=True)
    assert read_docx(write_docx(tmp_path / "b.docx", long)) == Pages(("正文。" * 300 + "\n附件",), numbered=False)


def test_a_section_begins_a_page_unless_it_says_otherwise(tmp_path: Path) -> None:
    def ends(kind: str) -> str:
        return f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>'

    body = (
        paragraph("一", "<w:sectPr/>")
        + paragraph("二", ends("nextPage"))
        + paragraph("仍是二", ends("continuous"))
        + paragraph("三", "<w:sectPr/>")
        + paragraph("四")
        + ends("oddPage")
    )

    assert read_docx(write_docx(tmp_path / "a.docx", body)) == Pages(("一", "二\n仍是二", "三", "四"), numbered=True)


def test_headers_repeat_and_are_left_out_but_for_that_of_a_first_page_and_an_unsaid_number(tmp_path: Path) -> None:
    header = paragraph("某省商务厅文件") + paragraph("某商发〔2024〕3号") + paragraph(field("PAGE", "1"))
    of_all = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    of_first = '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr>'
    said = paragraph("某商发〔2024〕3号") + paragraph("各市：")

    def read_with(body: str) -> list[str]:
        return lines(write_docx(tmp_path / "a.docx", body, header1=header))

    assert read_with(paragraph("各市：") + of_first) == ["某省商务厅文件", "某商发〔2024〕3号", "各市："]
    assert read_with(paragraph("各市：") + of_all) == ["某商发〔2024〕3号", "各市："]
    assert read_with(said + of_all) == ["某商发〔2024〕3号", "各市："]
    assert read_docx(tmp_path / "a.docx").dropped == (
        Dropped("running head", "某省商务厅文件", None),
        Dropped("running head", "某商发〔2024〕3号", None),
    )


def test_strict_open_xml_reads_the_same(tmp_path: Path) -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0)
    body = numbered("目的", 1) + paragraph(run("隐", "<w:vanish/>") + run("文")) + table(row("甲", "乙"))

    path = write_docx(tmp_path / "a.docx", body, strict=True, numbering=numbering)

    assert lines(path) == ["一、目的", "文", "甲 | 乙"]


# The five notices


@pytest.mark.parametrize("source", NOTICES, ids=lambda path: path.stem)
def test_a_notice_typed_into_word_reads_like_its_text(source: Path, tmp_path: Path) -> None:
    write_typed(tmp_path / "a.docx", source_lines(source))

    assert understood(parse_notice(read_docx(tmp_path / "a.docx"), source.name)) == understood(
        parse_notice(read_txt(source), source.name)
    )


@pytest.mark.parametrize("source", NOTICES, ids=lambda path: path.stem)
def test_a_notice_numbered_by_word_with_boxes_and_frames_reads_like_its_text(source: Path, tmp_path: Path) -> None:
    """Its first line in a box, its second half in a frame (a table of one cell), all its numbers automatic."""
    path = write_numbered(tmp_path / "a.docx", source_lines(source))

    assert understood(parse_notice(read_docx(path), source.name)) == understood(
        parse_notice(read_txt(source), source.name)
    )


# Files that are not what they claim to be


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_docx(path)
    message = str(caught.value)
    assert message.startswith(path.name) and "\n" not in message
    return message


def test_what_is_no_word_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    assert "cannot be read" in refusal(path)
    path.write_bytes(b"")
    assert "no .docx file" in refusal(path)
    path.write_bytes(limits.OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(path)
    path.write_bytes(limits.OLE2 + b"\0" * 600 + "WordDocument".encode("utf-16-le"))
    assert "rename it to .doc" in refusal(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "no Word document" in refusal(path)
    write_docx(path, paragraph(""))
    assert "no text" in refusal(path)
    path.write_bytes(path.read_bytes()[:-40])
    assert "only a part" in refusal(path)


def with_document(path: Path, document: bytes) -> Path:
    write_docx(path, "")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, document if name == "word/document.xml" else content)
    return path


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<!DOCTYPE x [<!ENTITY l0 "哈哈">{laughs}]><w:document {NAMES}><w:body><w:p>&l9;</w:p></w:body></w:document>'
    )
    file = f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document {NAMES}/>'

    assert "DTD" in refusal(with_document(tmp_path / "a.docx", bomb.encode()))
    assert "DTD" in refusal(with_document(tmp_path / "b.docx", file.encode()))


def test_xml_that_is_broken_deep_or_another_kind_is_refused(tmp_path: Path) -> None:
    head = f"<w:document {NAMES}><w:body>"

    assert "damaged" in refusal(with_document(tmp_path / "a.docx", f"{head}<w:p>".encode()))
    assert "damaged" in refusal(with_document(tmp_path / "a.docx", f"{head}<w:p>\0".encode()))
    assert "nested too deeply" in refusal(with_document(tmp_path / "b.docx", (head + "<w:sdt>" * 200).encode()))
    assert "no Word document" in refusal(with_document(tmp_path / "c.docx", b"<html><body/></html>"))


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<x/>")
        with archive.open("word/styles.xml", "w") as part:
            for _ in range(limits.MAX_TOTAL_BYTES // 2**20 + 1):
                part.write(b" " * 2**20)
    assert "unpacks to more" in refusal(tmp_path / "a.docx")

    path = write_docx(tmp_path / "b.docx", paragraph("文"), styles=" " * (limits.MAX_PART_BYTES + 1))
    assert "word/styles.xml unpacks to more" in refusal(path)


def test_a_zip_with_an_endless_table_of_contents_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for i in range(limits.MAX_INDEX_BYTES // 60):
            archive.writestr(f"word/media/image{i}.png", b"")

    assert "more parts" in refusal(tmp_path / "a.docx")


def test_endless_empty_paragraphs_are_read_through(tmp_path: Path) -> None:
    empty = '<w:p w:rsidR="00A77427" w:rsidRDefault="007F1D13"><w:pPr><w:jc w:val="left"/></w:pPr></w:p>'
    body = paragraph("始。") + empty * 200_000 + paragraph("终。")

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["始。", "终。"]


def test_circles_of_styles_and_lists_end(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("a", "b"), ("b", "a"), ("c", "c"))
    ) + "".join(
        f'<w:style w:type="numbering" w:styleId="l{n}"><w:pPr><w:numPr><w:numId w:val="{n}"/></w:numPr></w:pPr></w:style>'
        for n in (1, 2)
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="l2"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="l1"/></w:abstractNum>'
    ) + num(1, 1) + num(2, 2)  # fmt: skip
    body = paragraph("甲", '<w:pStyle w:val="a"/>') + paragraph("丙", '<w:pStyle w:val="c"/>') + numbered("丁", 1)

    assert lines(write_docx(tmp_path / "a.docx", body, styles=styles, numbering=numbering)) == ["甲", "丙", "丁"]


def test_references_to_parts_that_are_not_there_are_no_harm(tmp_path: Path) -> None:
    body = (
        paragraph(run("文") + '<w:r><w:footnoteReference w:id="9"/></w:r>', '<w:pStyle w:val="none"/>')
        + numbered("无表", 7)
        + '<w:sectPr><w:headerReference w:type="default" r:id="gone"/></w:sectPr>'
    )

    assert lines(write_docx(tmp_path / "a.docx", body)) == ["文", "无表"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    numbering = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.")) + num(1, 0)
    styles = '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="b"/></w:style>'
    body = numbered("目的", 1) + table(row("甲", "乙")) + paragraph(text_box(paragraph("框")) + run("文"))
    path = write_docx(tmp_path_factory.mktemp("sample") / "a.docx", body, numbering=numbering, styles=styles)
    return path.read_bytes()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(sample: bytes, tmp_path: Path, data: st.DataObject) -> None:
    broken = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "a.docx"
    path.write_bytes(bytes(broken[: data.draw(st.integers(len(broken) // 2, len(broken)))]))

    try:
        read_docx(path)
    except UnreadableFile as exc:
        assert "\n" not in str(exc)


WORDS = st.sampled_from(
    ['w:p', 'w:r', 'w:t', 'w:tbl', 'w:tr', 'w:tc', 'w:tcPr', 'w:trPr', 'w:pPr', 'w:rPr', 'w:numPr', 'w:ilvl', 'w:numId', 'w:vMerge', 'w:gridSpan', 'w:sdt', 'w:sdtPr', 'w:sdtContent', 'w:ins', 'w:del', 'w:moveFrom', 'w:drawing', 'w:pict', 'w:txbxContent', 'mc:AlternateContent', 'mc:Choice', 'mc:Fallback', 'w:br', 'w:fldChar', 'w:instrText', 'w:fldSimple', 'w:sym', 'w:vanish', 'w:sectPr', 'w:type', 'w:titlePg', 'w:headerReference', 'w:footnoteReference', 'w:lastRenderedPageBreak', 'w:pageBreakBefore', 'w:ruby', 'w:rubyBase', 'm:oMath', 'm:t', 'w:gridBefore', 'w:hMerge', 'v:shape', 'wp:anchor', 'wp:positionV', 'wp:posOffset']
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", 'w:val="1"', 'w:val="0"', 'w:val="-1"', 'w:val="continuous"', 'w:val="restart"', 'w:val="99999999999"',
     'w:type="page"', 'w:fldCharType="begin"', 'w:fldCharType="separate"', 'w:fldCharType="end"', 'w:char="F0FE"',
     'w:char="D800"', 'w:id="1"', 'style="margin-top:-1e9pt"', 'relativeFrom="page"', 'w:instr="PAGE"']
)  # fmt: skip
ELEMENTS: st.SearchStrategy[str] = st.recursive(
    st.one_of(
        st.text("一（）1. 文", max_size=4), st.tuples(WORDS, ATTRIBUTES).map(lambda one: f"<{one[0]} {one[1]}/>")
    ),
    lambda inner: st.tuples(WORDS, ATTRIBUTES, st.lists(inner, max_size=5)).map(
        lambda one: f"<{one[0]} {one[1]}>{''.join(one[2])}</{one[0]}>"
    ),
    max_leaves=40,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ELEMENTS, max_size=6))
def test_any_order_of_elements_is_read_or_refused(tmp_path: Path, elements: list[str]) -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0)
    path = write_docx(tmp_path / "a.docx", paragraph("文") + "".join(elements), numbering=numbering)

    try:
        pages = read_docx(path)
    except UnreadableFile as exc:
        assert "\n" not in str(exc)
    else:
        assert not re.search(r"[\f\v]", "".join(pages.texts))

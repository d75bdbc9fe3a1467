"""PDF with a text layer: the same notice as from its .txt, whatever the page did to its lines."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableFile
from ingest.model import Box, Dropped, Notice
from ingest.normalise import normalise
from ingest.parse import parse_notice
from ingest.readers import read
from ingest.readers.ocr import limits_for
from ingest.readers.pdf import needs_ocr, read_pdf
from ingest.readers.pdf_page import MAX_PAGES, Seen
from ingest.readers.sheet import Glyph
from ingest.readers.txt import read_txt
from tests.ingest.readers.same_notice import NOTICES, understood
from tests.ingest.readers.typeset import (
    FONT,
    HEIGHT,
    WIDTH,
    Paragraph,
    paragraphs_of,
    place,
    to_pdf,
)

BODY = (
    "为贯彻落实中央经济工作会议精神，积极发展网络消费，促进品牌商品和服务线上销售，更好满足人民群众消费需求，"
    "现就做好今年活动的有关事项通知如下，请各地结合实际认真组织实施，确保活动取得实效。"
)


def same(notice: Notice) -> dict[str, object]:
    """What is understood of a notice; of its text the characters, for a page may part a paragraph."""
    return {**understood(notice), "text": "".join(notice.text.split())}


def pdf_of(path: Path, *paragraphs: Paragraph) -> Path:
    path.write_bytes(to_pdf(place(paragraphs)))
    return path


def drawn(path: Path, draw: Callable[[Canvas], None]) -> Path:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setFont(FONT, 16)
    draw(canvas)
    canvas.save()
    path.write_bytes(out.getvalue())
    return path


def lines(path: Path) -> list[str]:
    return normalise(read_pdf(path)).text.split("\n")


@pytest.mark.parametrize("source", NOTICES, ids=lambda path: path.stem)
def test_a_bundled_notice_is_the_same_as_pdf(source: Path, tmp_path: Path) -> None:
    expected = parse_notice(read_txt(source), source.name)
    path = tmp_path / f"{source.stem}.pdf"
    path.write_bytes(to_pdf(place(paragraphs_of(expected))))

    assert same(parse_notice(read(path), source.name)) == same(expected)


def test_a_paragraph_over_several_lines_is_one_with_its_page_and_place(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "a.pdf", Paragraph(BODY), Paragraph("联系人：王殿宁 李旺源"))

    pages = read_pdf(path)

    assert pages.texts == (f"　　{BODY}\n　　联系人：王殿宁 李旺源\n　　— 1 —",)
    assert pages.numbered
    first, second, _ = pages.boxes[0]
    assert first == Box(0.1333, 0.1269, 0.8596, 0.2488)
    assert second is not None
    assert second.left == pytest.approx(first.left + 32 / WIDTH, abs=0.001)


def test_telephones_beside_each_other_stay_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for gap, y in ((5, 700), (8, 660), (40, 620)):
            canvas.drawString(100, y, "电话：010-65197902")
            width = canvas.stringWidth("电话：010-65197902", FONT, 16)
            canvas.drawString(100 + width + gap, y, "010-85093748")

    assert [line.split() for line in lines(drawn(tmp_path / "a.pdf", draw))] == [
        ["电话：010-65197902", "010-85093748"]
    ] * 3


def test_a_title_over_two_lines_is_one_and_issuers_above_the_number_are_two(tmp_path: Path) -> None:
    path = pdf_of(
        tmp_path / "a.pdf",
        Paragraph("商务部办公厅", "centre", 22),
        Paragraph("工业和信息化部办公厅", "centre", 22),
        Paragraph("商办电函〔2024〕12号", "centre"),
        Paragraph("商务部办公厅 工业和信息化部办公厅关于组织开展", "centre", 22),
        Paragraph("数字消费促进活动的通知", "centre", 22),
        Paragraph("各省、自治区、直辖市商务主管部门：", "left"),
        *[Paragraph(BODY)] * 2,
    )

    assert lines(path)[:6] == [
        "商务部办公厅",
        "工业和信息化部办公厅",
        "商办电函〔2024〕12号",
        "商务部办公厅 工业和信息化部办公厅关于组织开展数字消费促进活动的通知",
        "各省、自治区、直辖市商务主管部门：",
        BODY,
    ]


def test_signature_and_hanging_attachment_lines(tmp_path: Path) -> None:
    long = "附件：1.商务部办公厅关于组织开展数字消费促进的实施"
    path = pdf_of(
        tmp_path / "a.pdf",
        Paragraph(BODY),
        Paragraph(BODY),
        Paragraph(long),
        Paragraph("　　　　　方案"),
        Paragraph("　　　2.承诺书"),
        Paragraph("工业和信息化部消费品工业司", "right"),
        Paragraph("2021年12月28日", "right"),
    )

    assert lines(path)[2:] == [f"{long}方案", "2.承诺书", "工业和信息化部消费品工业司", "2021年12月28日"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = [f"左栏第{i}行文字到栏边" for i in range(10, 18)], [f"右栏第{i}行文字到栏边" for i in range(10, 18)]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(200, 760, "活动简报")
        for i, (one, other) in enumerate(zip(left, right, strict=True)):
            canvas.drawString(80, 700 - 24 * i, one)
            canvas.drawString(320, 694 - 24 * i, other)

    found = "".join(lines(drawn(tmp_path / "a.pdf", draw)))

    assert found == "活动简报" + "".join(left) + "".join(right)


def test_a_ruled_table_is_read_by_rows_and_cells(tmp_path: Path) -> None:
    rows = (("序号", "任务", "完成时限"), ("1", "报送企业名单", "3月20日前"), ("2", "报送活动总结", "5月13日前"))

    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 760, "附件 任务分工表")
        canvas.grid([100, 150, 300, 420], [640, 670, 700, 750])
        for y, row in zip((720, 680, 650), rows, strict=True):
            for x, cell in zip((105, 155, 305), row, strict=True):
                canvas.drawString(x, y, cell)
        canvas.drawString(155, 702, "（牵头单位）")  # the second line of a cell

    assert lines(drawn(tmp_path / "a.pdf", draw)) == [
        "附件 任务分工表",
        "序号 | 任务 （牵头单位） | 完成时限",
        "1 | 报送企业名单 | 3月20日前",
        "2 | 报送活动总结 | 5月13日前",
    ]


def test_running_heads_are_left_out_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 4):
            canvas.setFont(FONT, 10.5)
            canvas.drawString(250, 800, "网络消费促进活动方案")
            canvas.drawString(270, 40, f"第 {number} 页 共 3 页")
            canvas.setFont(FONT, 16)
            canvas.drawString(112, 700, f"第{'一二三'[number - 1]}项任务。")
            canvas.showPage()

    path = drawn(tmp_path / "a.pdf", draw)

    assert lines(path) == ["第一项任务。", "第二项任务。", "第三项任务。"]
    notice = parse_notice(read_pdf(path), path.name)
    assert [(one.text, one.page) for one in notice.dropped] == [
        ("网络消费促进活动方案", 1),
        ("第 1 页 共 3 页", 1),
        ("网络消费促进活动方案", 2),
        ("第 2 页 共 3 页", 2),
        ("网络消费促进活动方案", 3),
        ("第 3 页 共 3 页", 3),
    ]


def test_the_raised_digit_of_a_footnote_is_no_part_of_a_telephone(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(112, 700)
        text.setFont(FONT, 16)
        text.textOut("电话：0571-87050001")
        text.setFont(FONT, 9)
        text.setRise(7)
        text.textOut("12")
        text.setFont(FONT, 16)
        text.setRise(0)
        text.textOut("，邮箱：a@b.cn")
        canvas.drawText(text)

    path = drawn(tmp_path / "a.pdf", draw)

    assert lines(path) == ["电话：0571-87050001¹²，邮箱：a@b.cn"]
    (contact,) = parse_notice(read_pdf(path), path.name).facts.contacts
    assert contact.phones == ("0571-87050001",)


def test_what_a_line_is_drawn_through_is_not_read_but_recorded(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 16)
        canvas.drawString(112, 700, "请于9月15日18日前报送方案。")
        start = 112 + canvas.stringWidth("请于9月", FONT, 16)
        canvas.line(start, 705, start + canvas.stringWidth("15日", FONT, 16), 705)
        canvas.line(112, 697, 400, 697)  # underlined

    path = drawn(tmp_path / "a.pdf", draw)

    assert lines(path) == ["请于9月18日前报送方案。"]
    assert read_pdf(path).dropped == (Dropped("hidden or struck out", "15日", 1),)


def test_short_lines_that_end_alike_make_no_margin(tmp_path: Path) -> None:
    texts = [
        "第一条本方案适用于全省各市县区。",
        "第二条各市参照执行并细化措施。",
        "第三条企业自愿报名参加本活动。",
        "附则",
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, 16)
        for i, text in enumerate([*texts, "本方案由省商务厅负责解释，自印发之日起施行，各地各市", "县可以结合实际。"]):
            canvas.drawString(85, 700 - 29 * i, text)

    assert lines(drawn(tmp_path / "a.pdf", draw)) == [
        *texts,
        "本方案由省商务厅负责解释，自印发之日起施行，各地各市县可以结合实际。",
    ]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_is_read_upright(degrees: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(degrees)
        for i, line in enumerate(("一、活动时间", "二、活动地点", "三、工作要求")):
            canvas.drawString(-200, 100 - 30 * i, line)

    assert lines(drawn(tmp_path / "a.pdf", draw)) == ["一、活动时间", "二、活动地点", "三、工作要求"]


def test_a_watermark_across_the_page_is_no_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "一、活动时间")
        canvas.rotate(45)
        canvas.drawString(400, 200, "内部资料")

    assert lines(drawn(tmp_path / "a.pdf", draw)) == ["一、活动时间"]


def seen(text: str, *, picture: float = 0.0, invisible: int = 0) -> Seen:
    glyphs = tuple(Glyph(char, 16.0 * i, 16.0 * i + 16, 100, 16) for i, char in enumerate(text))
    return Seen(WIDTH, HEIGHT, glyphs, (), picture, invisible, 0)


def test_a_text_layer_is_not_used_where_the_page_is_a_picture_or_its_codes_mean_nothing() -> None:
    assert not needs_ocr(seen(BODY, picture=0.9))  # text on a printed ground
    assert not needs_ocr(seen("— 1 —"))  # an almost empty page
    assert needs_ocr(seen("— 1 —", picture=0.9))
    assert needs_ocr(seen(BODY, picture=0.9, invisible=len(BODY)))
    assert needs_ocr(seen("\ue000\ue001\ue002\ue003" * 20))


def test_a_scan_without_the_extra_names_it() -> None:
    with pytest.raises(
        UnreadableFile, match=r"^a\.pdf: page 3 is a picture of text; to read it: pip install .*\[ocr\]"
    ):
        limits_for(1, "a.pdf", page=3, engine="an_engine_that_is_not_installed")


def test_a_password_is_asked_for_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf(place([Paragraph(BODY)]), encrypt=StandardEncryption("geheim", strength=128)))

    with pytest.raises(UnreadableFile, match=r"^a\.pdf: protected by a password"):
        read_pdf(path)


def test_more_pages_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf([[]] * (MAX_PAGES + 1)))

    with pytest.raises(UnreadableFile, match=r"^a\.pdf: 1001 pages, the limit is 1000"):
        read_pdf(path)


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(to_pdf([[]]))

    with pytest.raises(UnreadableFile, match=r"^a\.pdf: holds no text on 1 pages"):
        read_pdf(path)


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_gives_text_or_one_line(seed: int, tmp_path: Path) -> None:
    whole = to_pdf(place([Paragraph(BODY)] * 30))
    dice = random.Random(seed)
    data = bytearray(whole[: dice.randrange(len(whole))] if seed % 2 else whole)
    for _ in range(0 if seed % 2 else 40):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path = tmp_path / "a.pdf"
    path.write_bytes(data)

    try:
        texts = read_pdf(path).texts
    except UnreadableFile as refused:
        assert str(refused).startswith("a.pdf: ")
        assert "\n" not in str(refused)
    else:
        assert any(texts)

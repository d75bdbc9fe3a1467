"""Scans and pictures: what was printed comes back, with the blanks that a recogniser drops.

One page is recognised in the suite. CAMPAIGN_TEST_SCANS=1 recognises the five bundled notices (33 pages) and more, and
prints the figures (pytest -s).
"""

from __future__ import annotations

import difflib
import io
import os
import random
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import UnreadableFile
from ingest.model import Notice
from ingest.normalise import normalise
from ingest.parse import parse_notice
from ingest.readers import read
from ingest.readers.ink import Read, glyphs_of
from ingest.readers.ocr import MAX_SCANS, limits_for, read_image
from ingest.readers.sheet import runs_of
from ingest.readers.txt import read_txt
from tests.ingest.readers.same_notice import NOTICES, understood
from tests.ingest.readers.typeset import (
    FONT_FILE,
    MONO,
    Paragraph,
    half,
    paragraphs_of,
    place,
    to_images,
    to_ofd,
    to_scan_pdf,
)

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
pytestmark = pytest.mark.skipif(not FONT_FILE.exists(), reason=f"needs {FONT_FILE} to print with (fonts-noto-cjk)")
thorough = pytest.mark.skipif("CAMPAIGN_TEST_SCANS" not in os.environ, reason="slow: set CAMPAIGN_TEST_SCANS=1")

LEVEL = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def lines(path: Path) -> list[str]:
    return normalise(read(path)).text.split("\n")


def with_seal(image: Image.Image, x: int, y: int) -> Image.Image:
    """A red seal of 42 mm, as printed over the date."""
    image = image.convert("RGB")
    draw = ImageDraw.Draw(image)
    radius = 165
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(220, 40, 40), width=9)
    face = ImageFont.truetype(str(FONT_FILE), 48, index=2)
    for i, char in enumerate("某省商务厅公章"):
        angle = np.pi * (1.15 + 0.7 * i / 6 * 1.0)
        draw.text((x + 120 * np.cos(angle), y + 120 * np.sin(angle)), char, font=face, fill=(220, 40, 40), anchor="mm")
    draw.text((x, y), "★", font=face, fill=(220, 40, 40), anchor="mm")
    return image


def test_a_scanned_page_gives_its_lines_telephones_and_the_date_below_the_seal(tmp_path: Path) -> None:
    paragraphs = [
        Paragraph("某省商务厅", "centre", 22),
        Paragraph("商办电函〔2024〕12号", "centre"),
        Paragraph("关于举办网络消费促进活动的通知", "centre", 22),
        Paragraph("各市商务局：", "left"),
        Paragraph(
            "请各市于4月12日前报送活动方案，5月13日前报送活动总结材料，内容包括活动特点、成效、典型案例和存在不足。"
        ),
        Paragraph("联系人：电子商务司 王殿宁 李旺源"),
        Paragraph("电  话：010-65197902 010-85093748"),
        Paragraph("邮  箱：yycjc@mofcom.gov.cn"),
        Paragraph("某省商务厅", "right"),
        Paragraph("2024年4月1日", "right"),
    ]
    (image,) = to_images(place(paragraphs, advance=half))
    path = tmp_path / "a.png"
    with_seal(image, 1200, 1130).save(path)

    pages = read(path)

    assert normalise(pages).text.split("\n") == [
        "某省商务厅",
        "商办电函〔2024〕12号",
        "关于举办网络消费促进活动的通知",
        "各市商务局：",
        "请各市于4月12日前报送活动方案，5月13日前报送活动总结材料，内容包括活动特点、成效、典型案例和存在不足。",
        "联系人：电子商务司 王殿宁 李旺源",
        "电话：010-65197902 010-85093748",
        "邮箱：yycjc@mofcom.gov.cn",
        "某省商务厅",
        "2024年4月1日",
    ]
    phones = pages.texts[0].split("\n").index("　　电  话：010-65197902 010-85093748")
    box = pages.boxes[0][phones]
    assert box is not None
    assert (box.left, box.top) == (pytest.approx(0.187, abs=0.01), pytest.approx(0.367, abs=0.01))


@pytest.mark.parametrize(
    ("printed", "recognised"),
    [
        ("010-65197902 010-85093748", "010-65197902010-85093748"),
        ("024-11111111 11111111", "024-1111111111111111"),
        ("王殿宁 李旺源", "王殿宁李旺源"),
        ("（一）活动，时间。“数享生活”", "（一）活动，时间。“数享生活”"),
        ("4月12日、5月13日前", "4月12日、5月13日前"),
    ],
)
def test_blanks_are_measured_in_the_ink(printed: str, recognised: str) -> None:
    image = Image.new("L", (1200, 80), 250)
    draw = ImageDraw.Draw(image)
    face = ImageFont.truetype(str(FONT_FILE), 44, index=MONO)
    x, boxes = 30.0, []
    dice = random.Random(1)
    for char in printed:
        draw.text((x, 60), char, font=face, fill=20, anchor="ls")
        width = face.getlength(char)
        if char != " ":
            middle = x + width / 2 + dice.uniform(-6, 6)  # as roughly as the recogniser knows it
            boxes.append(np.array([[middle - 9, 15], [middle + 9, 15], [middle + 9, 66], [middle - 9, 66]]))
        x += width
    line = Read(np.array([[24, 14], [x + 6, 14], [x + 6, 66], [24, 66]]), tuple(zip(recognised, boxes, strict=True)), 1)

    assert [run.text for run in runs_of(glyphs_of(line, np.asarray(image), LEVEL))] == [printed]


def test_more_scans_than_the_limit_are_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.pdf: 201 scanned pages, the limit is 200; split it"):
        limits_for(MAX_SCANS + 1, "a.pdf")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, r"^a\.png: not a picture that can be read"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, r"^a\.png: not a picture that can be read"),
    ],
)
def test_a_damaged_picture_is_one_line(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(data)

    with pytest.raises(UnreadableFile, match=message):
        read_image(path)


def test_a_picture_of_too_many_pixels_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (20_000, 20_000)).save(path)  # 50 kB

    with pytest.raises(UnreadableFile, match=r"^a\.png: more than 100000000 pixels"):
        read_image(path)


def folded(value: object) -> object:
    """Full-width and narrow punctuation are one, and so is text with and without blanks."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    if isinstance(value, tuple | list):
        return tuple(map(folded, value))
    if isinstance(value, dict):
        return tuple((key, folded(one)) for key, one in value.items())
    return value


def alike(first: str, second: str) -> float:
    """The share of characters that both have in the same order."""
    blocks = difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / max(len(first), len(second))


def facts_of(notice: Notice) -> list[object]:
    facts = understood(notice)["facts"]
    assert isinstance(facts, list)
    return [folded(fact) for fact in facts]


@thorough
@pytest.mark.parametrize("source", NOTICES, ids=lambda path: path.stem)
def test_a_scanned_notice_has_the_same_clauses_and_facts(source: Path, tmp_path: Path) -> None:
    expected = parse_notice(read_txt(source), source.name)
    path = tmp_path / f"{source.stem}.pdf"
    path.write_bytes(to_scan_pdf(to_images(place(paragraphs_of(expected), advance=half))))
    found = parse_notice(read(path), source.name)
    wanted, got = facts_of(expected), facts_of(found)
    right = sum(fact in got for fact in wanted)
    characters = alike(str(folded(expected.text)), str(folded(found.text)))
    print(f"\n{source.stem}: facts {right}/{len(wanted)} (found {len(got)}), characters {characters:.4f}")

    assert [clause.path for clause in found.clauses] == [clause.path for clause in expected.clauses]
    assert right >= 0.95 * len(wanted)
    assert right >= 0.95 * len(got)
    assert characters >= 0.99


@thorough
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_scanned_on_its_side_is_read_upright(quarters: int, tmp_path: Path) -> None:
    text = "各地商务主管部门要加强组织领导，认真做好活动筹备工作，并于4月12日前报送活动方案。"
    (image,) = to_images(place([Paragraph(text)] * 5, advance=half), angle=1.5)
    path = tmp_path / "a.tif"
    image.rotate(90 * quarters, expand=True).save(path)

    assert lines(path) == [text] * 5


@thorough
def test_a_page_of_an_ofd_that_is_a_picture_is_read_off_it(tmp_path: Path) -> None:
    out = io.BytesIO()
    (image,) = to_images(place([Paragraph("一、活动时间"), Paragraph("2024年4月28日—5月12日")], advance=half))
    image.convert("RGB").save(out, "JPEG")
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    picture = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="4"/>'
    resources = (
        f'<ofd:Res {ns} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image">'
        "<ofd:MediaFile>page.jpg</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    path = tmp_path / "a.ofd"
    with zipfile.ZipFile(io.BytesIO(to_ofd([[]]))) as whole, zipfile.ZipFile(path, "w") as archive:
        for name in whole.namelist():
            text = whole.read(name).decode()
            if name.endswith("Document.xml"):
                text = text.replace("</ofd:CommonData>", "<ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>")
            archive.writestr(name, text.replace("</ofd:Layer>", f"{picture}</ofd:Layer>"))
        archive.writestr("Doc_0/Res.xml", resources)
        archive.writestr("Doc_0/Res/page.jpg", out.getvalue())

    assert lines(path) == ["一、活动时间", "2024年4月28日—5月12日"]


@thorough
@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_scan_gives_text_or_one_line(seed: int, tmp_path: Path) -> None:
    out = io.BytesIO()
    (image,) = to_images(place([Paragraph("一、活动时间")], advance=half))
    image.convert("RGB").save(out, ("PNG", "JPEG", "TIFF", "PDF")[seed % 4])
    dice = random.Random(seed)
    data = bytearray(out.getvalue()[: dice.randrange(out.tell())] if seed % 8 < 4 else out.getvalue())
    for _ in range(0 if seed % 8 < 4 else 20):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path = tmp_path / f"a.{('png', 'jpg', 'tif', 'pdf')[seed % 4]}"
    path.write_bytes(data)

    try:
        texts = read(path).texts
    except UnreadableFile as refused:
        assert str(refused).startswith(path.name)
        assert "\n" not in str(refused)
    else:
        assert any(texts)

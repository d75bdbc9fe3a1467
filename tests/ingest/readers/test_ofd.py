"""OFD: the same notice as from its .txt; hostile packages are one line."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.normalise import normalise
from ingest.parse import parse_notice
from ingest.readers import read
from ingest.readers.ofd import MAX_MEMBER_BYTES, read_ofd
from ingest.readers.txt import read_txt
from tests.ingest.readers.same_notice import NOTICES, understood
from tests.ingest.readers.typeset import Paragraph, paragraphs_of, place, to_ofd

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
PAGE = "Doc_0/Pages/Page_0/Content.xml"


def package(path: Path, content: str = "", **changed: bytes) -> Path:
    """An OFD of one line of text, with other members; `content` replaces what is on the page."""
    with (
        zipfile.ZipFile(io.BytesIO(to_ofd([place([Paragraph("一、活动时间")])[0]]))) as whole,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        members = {name: whole.read(name) for name in whole.namelist()}
        if content:
            members[PAGE] = (
                f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>".encode()
            )
        for name, data in {**members, **changed}.items():
            archive.writestr(name, data)
    return path


def text_object(text: str, x: float, y: float, attributes: str = "", code: str = "") -> str:
    return (
        f'<ofd:TextObject ID="7" Boundary="{x} {y} 150 8" Font="1" Size="5" {attributes}>'
        f'<ofd:TextCode X="0" Y="4.5" {code}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def lines(path: Path) -> list[str]:
    return normalise(read_ofd(path)).text.split("\n")


@pytest.mark.parametrize("source", NOTICES, ids=lambda path: path.stem)
def test_a_bundled_notice_is_the_same_as_ofd(source: Path, tmp_path: Path) -> None:
    expected = parse_notice(read_txt(source), source.name)
    path = tmp_path / f"{source.stem}.ofd"
    path.write_bytes(to_ofd(place(paragraphs_of(expected))))
    found = parse_notice(read(path), source.name)

    # Of the text the characters: a page may part a paragraph.
    assert {**understood(found), "text": "".join(found.text.split())} == {
        **understood(expected),
        "text": "".join(expected.text.split()),
    }


def test_steps_between_characters_show_where_words_part(tmp_path: Path) -> None:
    phones = text_object("010-65197902010-85093748", 30, 30, code='DeltaX="g 11 2.5 4 g 11 2.5"')
    label = text_object("电话：", 15, 30, code='DeltaX="g 2 5"')

    assert lines(package(tmp_path / "a.ofd", label + phones)) == ["电话：010-65197902 010-85093748"]


def test_digits_on_a_grid_of_full_width_are_one_number(tmp_path: Path) -> None:
    line = text_object("请于2025年9月18日前报送", 28, 30, code='DeltaX="g 14 5.6"').replace('Size="5"', 'Size="5.6"')

    assert lines(package(tmp_path / "a.ofd", line)) == ["请于2025年9月18日前报送"]


def test_a_matrix_moves_and_scales_text(tmp_path: Path) -> None:
    lower = text_object("二、活动地点", 20, 20, 'CTM="1 0 0 1 0 40"')
    upper = text_object("一、活动时间", 20, 20, 'CTM="0.5 0 0 0.5 0 0"')
    watermark = text_object("内部资料", 20, 20, 'CTM="0.7 0.7 -0.7 0.7 0 0"')

    assert lines(package(tmp_path / "a.ofd", lower + watermark + upper)) == ["一、活动时间", "二、活动地点"]


def test_a_template_stands_below_the_page_and_hidden_objects_do_not(tmp_path: Path) -> None:
    document = (
        f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        '<ofd:TemplatePage ID="3" BaseLoc="Tpls/head.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'
    )
    head = f"<ofd:Page {NS}><ofd:Content><ofd:Layer>{text_object('某省商务厅', 20, 50)}</ofd:Layer></ofd:Content></ofd:Page>"
    hidden = text_object("草稿", 20, 60, 'Visible="false"')
    page = (
        f'<ofd:Page {NS}><ofd:Template TemplateID="3"/><ofd:Content><ofd:Layer><ofd:PageBlock>'
        f"{text_object('一、活动时间', 20, 70)}</ofd:PageBlock>{hidden}</ofd:Layer></ofd:Content></ofd:Page>"
    )
    path = package(
        tmp_path / "a.ofd",
        **{"Doc_0/Document.xml": document.encode(), "Doc_0/Tpls/head.xml": head.encode(), PAGE: page.encode()},
    )

    assert lines(path) == ["某省商务厅", "一、活动时间"]


def test_a_ruled_table_is_read_by_rows(tmp_path: Path) -> None:
    cells = [("任务", 22, 30), ("完成时限", 82, 30), ("报送总结", 22, 40), ("5月13日前", 82, 40)]
    texts = "".join(text_object(text, x, y) for text, x, y in cells)
    strokes = "".join(f"M 0 {y} L 120 {y} " for y in (0, 10, 20)) + "".join(f"M {x} 0 L {x} 20 " for x in (0, 60, 120))
    grid = f'<ofd:PathObject ID="9" Boundary="20 28 120 20"><ofd:AbbreviatedData>{strokes}</ofd:AbbreviatedData></ofd:PathObject>'

    assert lines(package(tmp_path / "a.ofd", texts + grid)) == ["任务 | 完成时限", "报送总结 | 5月13日前"]


BOMB = b'<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><o>&b;</o>'


@pytest.mark.parametrize(
    ("member", "data", "message"),
    [
        ("OFD.xml", BOMB, r"^a\.ofd: 'OFD\.xml' is damaged \(a DOCTYPE\)"),
        ("OFD.xml", BOMB.decode().encode("utf-16"), r"^a\.ofd: 'OFD\.xml' is damaged"),
        ("OFD.xml", b"<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>", r"is missing"),
        (PAGE, b"\0" * (MAX_MEMBER_BYTES + 1), r"^a\.ofd: unpacks to more than 300 MB"),
        (PAGE, b"<a>" * 2_000_000, r"^a\.ofd: .*damaged"),
        ("Doc_0/Document.xml", b"<Document/>", r"^a\.ofd: holds no text on 0 pages"),
    ],
)
def test_a_hostile_package_is_one_line(member: str, data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_ofd(package(tmp_path / "a.ofd", **{member: data}))


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_gives_text_or_one_line(seed: int, tmp_path: Path) -> None:
    whole = to_ofd(place([Paragraph("各地商务主管部门要加强组织领导，认真做好活动筹备工作。")] * 30))
    dice = random.Random(seed)
    data = bytearray(whole[: dice.randrange(len(whole))] if seed % 2 else whole)
    for _ in range(0 if seed % 2 else 20):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path = tmp_path / "a.ofd"
    path.write_bytes(data)

    try:
        texts = read_ofd(path).texts
    except UnreadableFile as refused:
        assert str(refused).startswith("a.ofd: ")
        assert "\n" not in str(refused)
    else:
        assert any(texts)

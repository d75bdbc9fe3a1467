"""A web page saved as one file is read like the page, whatever it is called."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers import read

PAGE = (
    "<html><head><meta http-equiv=Content-Type content='text/html; charset={}'></head><body><h1>关于开展活动的通知</h1>"
    "<p>各市商务局：</p><p>请于2025年9月18日前报送方案，电话：0571-87050001。</p></body></html>"
)


@pytest.mark.parametrize("name", ["网页.mht", "网页.mhtml", "通知.doc"])
@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_the_page_in_the_file_is_read(tmp_path: Path, name: str, charset: str) -> None:
    mail = MIMEMultipart("related")
    mail.attach(MIMEText(PAGE.format(charset), "html", charset))
    mail.attach(MIMEImage(b"GIF89a", "gif"))
    path = tmp_path / name
    path.write_bytes(b"From: <Saved by Blink>\nSubject: =?utf-8?Q?=E9=80=9A?=\n" + mail.as_bytes())

    assert read(path).texts == ("关于开展活动的通知\n各市商务局：\n请于2025年9月18日前报送方案，电话：0571-87050001。",)


@pytest.mark.parametrize(
    "body",
    ["", "--b\nContent-Type: image/gif\n\nR0lG\n--b--", "--b\nContent-Type: multipart/related; boundary=b\n\n" * 3000],
)
def test_a_file_without_a_page_is_one_line(tmp_path: Path, body: str) -> None:
    path = tmp_path / "坏.mht"
    path.write_text(f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n{body}", "utf-8")

    with pytest.raises(UnreadableFile, match=r"^坏\.mht: holds no web page"):
        read(path)

"""Markdown: its marks taken out, one line a paragraph, one line a table row. Path -> Pages.

Most markdown that reaches us is a web page that a tool wrote down so: escapes in numbers (`1\\.`), links around
e-mail addresses, bold around dates, the page's own heading above the title. Text is kept, marks are not.

Source: CommonMark 0.31.2; tables as in GitHub Flavored Markdown 0.29, 4.10.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Dropped, Pages
from ingest.readers.cells import row
from ingest.readers.clutter import SITE, without_clutter
from ingest.readers.txt import split_pages, text_of

CJK = r"\u4e00-\u9fff"
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[\u4e00-\u9fff]))(.*?)(?:[ \t]#+)?[ \t]*")
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})")
FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})[\w-]*[ \t]*")
QUOTED = re.compile(r"^(?: {0,3}>[ \t]?)+")
BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
CELL_MARK = re.compile(r"(?<!\\)\|")

ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_URL = r"(?:<[^<>\n]{0,2000}>|(?:[^()\n\"]|\([^()\n]{0,500}\)){0,3000}?)"
_TITLE = r"(?:[ \t]+\"[^\"\n]{0,500}\")?"
IMAGE = re.compile(rf"!\[[^\[\]\n]{{0,500}}\]\({_URL}{_TITLE}\)")
LINK = re.compile(rf"(?<!\\)\[((?:\\.|[^\[\]\\\n]|\[[^\[\]\n]{{0,200}}\]){{0,1000}})\]\(({_URL}){_TITLE}\)")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,1000}|[\w.+-]{1,100}@[\w.-]{1,200})>")
TAG = re.compile(r"</?(?:p|div|span|font|u|b|strong|em|i|s|sup|sub|a|center|img|ins|del|o:p)\b[^<>\n]{0,1000}>", re.I)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,10});")
# Stars behind a name or a digit hide the rest of it (张**、138****5678): these are no marks.
BOLD = re.compile(
    rf"(?<![\\*])(?!(?<=\d)\*+\d)(?!(?<=[{CJK}])\*+(?:[、，。；：,;）)\s]|$))"
    r"(\*{2,3})(?!\*)([^*\n]{1,2000}?)\1(?!\*)"
)
EMPTY_BOLD = re.compile(rf"(?<![\d*\\{CJK}])\*{{4}}(?![\d*])|(?<![\d*\\{CJK}])\*\*[ \t]+\*\*(?![\d*])")
ITALIC = re.compile(r"(?<![\\*A-Za-z0-9])\*(?![*\s])([^*\n]{1,500}?)(?<!\s)\*(?![*A-Za-z0-9])")
UNDERLINED = re.compile(r"(?<![\\_A-Za-z0-9])__(?=\S)([^_\n]{1,500}?)(?<=\S)__(?![_A-Za-z0-9])")
STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,500}?)(?<=\S)~~")
CODE = re.compile(r"(?<!`)`([^`\n]{1,500})`(?!`)")
PAGE_NAME = re.compile(
    r"(.{6,}?)\s*(?:[-_|—–]+\s*[^-_|—–\s]{2,30}){1,4}"
)  # the title of a page, then the names of its site
MIN_TITLE, MAX_TITLE = 10, 200  # characters; a shorter first line is the name of an organ
LOOK_AHEAD = 12  # lines in which the title stands again under the page's own heading

TITLE_LINE = re.compile(rf"\s*#{{1,3}} [^\n]*[{CJK}]")
HEADINGS = re.compile(r"^#{1,6} \S", re.MULTILINE)
BOLD_LINES = re.compile(r"^\*\*[^*\n]{1,80}\*\*", re.MULTILINE)
TABLES = re.compile(r"^\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*$", re.MULTILINE)


def is_markdown(text: str) -> bool:
    """Whether a plain text has the marks of markdown: a title with #, or several of the other marks.

    >>> is_markdown("# 关于举办活动的通知\\n各市商务局："), is_markdown("关于举办活动的通知\\n各市商务局：\\n*注：见附件")
    (True, False)
    """
    if TITLE_LINE.match(text):
        return True
    marks = [HEADINGS.findall(text), BOLD_LINES.findall(text), LINK.findall(text), TABLES.findall(text)]
    return sum(min(len(found), 2) for found in marks) >= 2


def unmarked(line: str) -> str:
    """One line without its inline marks; an address that only the link holds is written out.

    >>> unmarked("于**12月26日前**发送至[yz@163.com](mailto:yz@163.com)，[1\\\\. 申请表.docx](/front/d?f=1)")
    '于12月26日前发送至yz@163.com，1. 申请表.docx'
    >>> unmarked("中奖者：张**、李**，电话138****5678，[发邮件](mailto:a@b.cn)")
    '中奖者：张**、李**，电话138****5678，发邮件 a@b.cn'
    """
    line = IMAGE.sub("", line)
    line = LINK.sub(_words_of_link, line)
    line = AUTOLINK.sub(lambda found: found.group(1).removeprefix("mailto:"), line)
    line = TAG.sub("", line)
    line = EMPTY_BOLD.sub("", line)
    line = BOLD.sub(r"\2", line)
    for mark in (ITALIC, UNDERLINED, STRUCK, CODE):
        line = mark.sub(r"\1", line)
    line = ESCAPE.sub(r"\1", line)
    return ENTITY.sub(lambda found: html.unescape(found.group()), line)


def _words_of_link(found: re.Match[str]) -> str:
    words, url = found.group(1), found.group(2).strip("<>")
    scheme, _, address = url.partition(":")
    address = address.partition("?")[0].strip()
    if scheme.lower() in ("mailto", "tel") and address and address not in words:
        return f"{words} {address}"
    return words


def plain_text(text: str) -> tuple[str, tuple[Dropped, ...]]:
    """Markdown as plain text, and what of the site around it was left out.

    >>> plain_text("# 通知\\n\\n---\\n| 序号 | 任务 |\\n|---|---|\\n| 1 | **报送** |")
    ('通知\\n\\n序号 | 任务\\n1 | 报送', ())
    """
    source = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    out: list[str] = []
    left_out: list[str] = []
    in_table = False
    for i, line in enumerate(source):
        starts_table = "|" in line and i + 1 < len(source) and _is_table_rule(source[i + 1])
        in_table = starts_table or (in_table and "|" in line)
        if in_table:
            if not _is_table_rule(line):
                cells = CELL_MARK.split(line.strip().removeprefix("|").removesuffix("|"))
                out.append(row([unmarked(BREAK.sub(" ", cell)) for cell in cells]))
            continue
        if RULE.fullmatch(line) or FENCE.fullmatch(line):
            continue
        line = BULLET.sub("", QUOTED.sub("", line))
        if heading := HEADING.fullmatch(line):
            line = heading.group(2)
        for piece in BREAK.split(line):
            words = unmarked(piece).rstrip()
            left = without_clutter(words)
            if left or not words:
                out.append(left)
            if _tight(left) != _tight(words):
                left_out.append(words.strip())
    kept = _without_page_heading(out)
    left_out += [line.strip() for line in out[: len(out) - len(kept)] if line.strip()]
    return "\n".join(kept), tuple(Dropped(SITE, line, None) for line in left_out)


def _is_table_rule(line: str) -> bool:
    return "|" in line and TABLE_RULE.fullmatch(line) is not None


def _without_page_heading(lines: list[str]) -> list[str]:
    """Take out the name of the page (标题 - 某市人民政府) where the title itself follows."""
    filled = list(islice((i for i, line in enumerate(lines) if line.strip()), LOOK_AHEAD))
    if not filled or not MIN_TITLE <= len(lines[filled[0]].strip()) <= MAX_TITLE:
        return lines
    first = filled[0]
    named = PAGE_NAME.fullmatch(lines[first].strip())
    wanted = {_tight(lines[first])} | ({_tight(named.group(1))} if named else set())
    below = [_tight(lines[i]) for i in filled[1:]]
    again = any("".join(below[k : k + count]) in wanted for k in range(len(below)) for count in (1, 2, 3) if below[k])
    return lines[first + 1 :] if again else lines


def _tight(line: str) -> str:
    return re.sub(r"\s", "", line)


def read_markdown(path: Path) -> Pages:
    """The pages of a markdown file; raises UnreadableFile."""
    text, dropped = plain_text(text_of(path))
    if not text.strip():
        raise UnreadableFile(f"{path.name}: holds no text; check the file")
    pages = split_pages(text) if "\f" in text else Pages((text,), numbered=False)
    return replace(pages, dropped=dropped)

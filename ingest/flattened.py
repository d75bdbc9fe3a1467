"""Give a text back its lines where a web page or a data set put all of it on one, with a blank for each line break.

A long line in, the paragraphs it was made of out. No character but the blanks between paragraphs is lost.

Source: every page of the DataFountain 2020 government-services set and a third of the notices found on the web come so.
"""

from __future__ import annotations

import re

from ingest.structure.masthead import PRINTED, is_date, is_doc_number, names_organs
from ingest.structure.numbering import read_number

LONG = 300  # characters; a paragraph may be longer, but then it has no sentence ends with blanks behind them
MIN_BREAKS = 2
BREAK = re.compile(r"[。！？；：;:] +(?=\S)")
BLANKS = re.compile(r"[ \u3000]+")
ENDS = "。！？；：!?;:）)》”」"
LABEL = re.compile(r"(?:[\u4e00-\u9fff]{1,10}|[A-Za-z-]{2,8})[:：]")
SPACED_LABEL = re.compile(
    r"(?<=[ \u3000])([\u4e00-\u9fff])[ \u3000]{1,4}([\u4e00-\u9fff])[ \u3000]?(?=[:：])"
)  # 电 话：
PEOPLE = re.compile(r"联系(?:人|方式|单位|部门)|单位|部门")  # an organ behind such a label belongs to it
HEADER = re.compile(r"附\s*件\s*[0-9一二三四五六七八九十]{0,2}\s*[:：]?$")
CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")  # behind a date
MAX_TITLE = 60


def is_flattened(line: str) -> bool:
    """Whether a line is a whole text.

    >>> is_flattened("一、总体要求 各地要高度重视。 二、工作安排"), is_flattened("各地要重视。 要做好。 要抓实。" * 30)
    (False, True)
    """
    return len(line) >= LONG and len(BREAK.findall(line)) >= MIN_BREAKS


def unflatten(line: str) -> list[str]:
    """The paragraphs of a flattened line.

    >>> unflatten("某局关于做好某工作的通知 各区： 现通知如下： 一、提高认识 要重视。 联系人：王某 李某")
    ['某局关于做好某工作的通知', '各区：', '现通知如下：', '一、提高认识', '要重视。', '联系人：王某 李某']
    >>> unflatten("请执行。 某局 2024年3月1日 某市促消费措施 为扩大消费，制定本措施。 第一章 总则")
    ['请执行。', '某局', '2024年3月1日', '某市促消费措施', '为扩大消费，制定本措施。', '第一章 总则']
    """
    pieces = [piece for piece in BLANKS.split(SPACED_LABEL.sub(r"\1\2", line.strip())) if piece]
    paragraphs: list[str] = []
    in_head = True  # of the text, of an attachment or of what follows a signature: until its first sentence
    for piece in pieces:
        if HEADER.fullmatch(piece) or (paragraphs and _signed(paragraphs)):
            in_head = True
        in_line = paragraphs and (_is_bare_number(paragraphs[-1]) or CLOCK.fullmatch(piece))
        if not paragraphs or (in_head and not in_line) or _breaks(paragraphs[-1], piece):
            paragraphs.append(piece)
        else:
            paragraphs[-1] += " " + piece
        if "。" in piece:
            in_head = False
    return paragraphs


def _signed(paragraphs: list[str]) -> bool:
    """Whether the last paragraphs are a signature: organs and a date."""
    return len(paragraphs) > 1 and is_date(paragraphs[-1]) and names_organs(paragraphs[-2])


def _is_bare_number(paragraph: str) -> bool:
    """第一章, 10.: its title or text comes next."""
    number = read_number(paragraph)
    return number is not None and number.end == len(paragraph)


def _breaks(before: str, piece: str) -> bool:
    """Whether a new paragraph begins with `piece`, seen from the paragraph before it."""
    if _is_bare_number(before):
        return False
    if re.match(r"[\d\-—]", piece) and not is_date(piece) and read_number(piece) is None:
        return False  # a second telephone
    number = read_number(before)
    title = number is not None and len(before) <= MAX_TITLE and "。" not in before
    return (
        before[-1] in ENDS
        or title
        or read_number(piece) is not None
        or LABEL.match(piece) is not None
        or HEADER.fullmatch(piece) is not None
        or is_date(piece)
        or PRINTED.fullmatch(piece) is not None
        or is_doc_number(piece)
        or (names_organs(piece) and not PEOPLE.match(before))
        or piece.startswith(("附件", "（联系", "(联系", "（此件", "(此件", "抄送"))
    )

"""署名, 成文日期 and 版记: what stands below a body. Lines in, a `Tail` out.

Source: GB/T 9704-2012, 7.3.5 (署名), 7.3.6 (成文日期), 7.4 (版记); web pages print remarks behind them and break long names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.model import Found, Span
from ingest.organs import CJK
from ingest.structure.masthead import CN_DIGITS, DATE, PRINTED, Line, Tail, date_in, names_organs, read_organs

COPIES = re.compile(r"抄\s*送\s*[:：]|[（(]?共印\s*\d+\s*份[）)]?$")
# The date that closes a signature; the organ may stand before it, a remark of the page behind it.
DOTTED = re.compile(r"(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})")  # 2024.3.1: only under the name of an organ
SIGNED = re.compile(
    rf"(?P<organs>\D*?)[\s，,]*(?P<day>{DATE.pattern}|{DOTTED.pattern})"
    r"(?P<remark>\s*[（(\[【].*|\s+(?!印发|起|前|至|施行|执行|实施)\D{1,40})?"
)
MONTH = re.compile(
    rf"(?:\d{{4}}|[{CN_DIGITS}]{{4}})\s*年\s*(?:\d{{1,2}}|[{CN_DIGITS}]{{1,3}})\s*月"
)  # below a letter of invitation
# Between the name of who signs and the date: whose seal it bears.
SEAL_OF = re.compile(r"[（(](?:代章(?:单位)?\s*[:：]?[^（）()]{2,30}|[^（）()]{2,30}代(?:章|印|签)?)[）)]")
AS_ROLE = re.compile(r"(?P<role>主办|举办|发文|发布|承办|协办)(?:单位|机关|机构|方)\s*[:：]\s*")
HOSTS = ("主办", "举办", "发文", "发布")  # who undertakes a campaign has not issued its notice
# How the name of an organ begins: 领导小组办公室 alone on its line is the end of a longer one.
NAME_BEGINS = re.compile(
    rf"中华|中国|中共|国家|国务院|全国|中央|共青团|[{CJK}]{{2,9}}?(?:省|自治区|市(?!场)|县|区(?!域)|州|盟|旗)|[{CJK}]{{2,6}}?(?:(?<!指挥)部|委|局|厅)"
)
NOT_A_NAME = re.compile(r"[\d。；;，,：:、！？]|(?:名单|通知|公告|附件|目录|表|通告|此复|执行)$")
SENTENCE_ENDS = ("。", "；", "：", "！", "）", ")")
BEFORE_DATE = re.compile(
    r"(?:部长|局长|署长|行长|主任|省长|市长|区长|县长|主席|总理)\s*\S{2,4}$|附\s*件?\s*[:：]|.{0,8}(?:联\s*系|电\s*话|传\s*真|邮\s*[箱编]|地\s*址).{0,4}[:：]"
)
MAX_SIGNED = 200  # characters of a line of a signature
MAX_BELOW = 12  # lines of a page or of downloads that may follow a signature
MAX_ORGANS = 30  # lines
MAX_CUT_NAME = 30  # characters of the first line of a name that the next line goes on with


def read_tail(lines: Sequence[Line], first: int, last: int) -> Tail:
    """署名, 成文日期 and 版记 at the end of lines[first:last]."""
    end, printed, printer = _read_colophon(lines, first, last)
    colophon = (end, last)
    # The date closes the signature; a stray line or the list of downloads may follow it.
    for i in range(end - 1, max(first, end - MAX_BELOW) - 1, -1):
        line = lines[i]
        found = SIGNED.fullmatch(line.text.rstrip()) if len(line.text) <= MAX_SIGNED else None
        day = date_in(DATE.fullmatch(found["day"]) or DOTTED.fullmatch(found["day"])) if found else None
        if found is None or day is None:
            continue
        signed = _read_signers(lines, first, i, Line(line.start, found["organs"]))
        if signed is None:
            continue
        start, issuers = signed
        plain = "年" in found["day"] and (found["remark"] is None or found["remark"].lstrip()[0] in "（([【")
        above = lines[i - 1].text if i > first else ""
        follows = i == first or above.endswith(SENTENCE_ENDS) or bool(BEFORE_DATE.match(above))
        if not issuers and not (plain and follows):
            continue
        place = Span(line.start + found.start("day"), line.start + found.end("day"))
        return Tail((start, i + 1), colophon, issuers, (day, place), printed, printer)
    start, issuers = _undated(lines, first, end)
    return Tail((start, end), colophon, issuers, None, printed, printer)


def _read_colophon(lines: Sequence[Line], first: int, last: int) -> tuple[int, tuple[date, Span] | None, Found | None]:
    """Where 版记 begins, 印发日期 and 印发机关."""
    printed: tuple[date, Span] | None = None
    printer: Found | None = None
    end = last
    while end > first:
        line = lines[end - 1]
        text = line.text.strip()
        if found := PRINTED.fullmatch(text):
            day = date_in(found)
            if day:
                printed = (day, Span(line.start, line.end))
            if found["organ"]:
                printer = Found(found["organ"], Span(line.start, line.start + len(found["organ"])))
        elif COPIES.match(text):
            pass
        elif printed and printer is None and names_organs(text):
            printer = Found(text, Span(line.start, line.end))
        else:
            break
        end -= 1
    return end, printed, printer


def _read_signers(
    lines: Sequence[Line], first: int, dated: int, before_date: Line
) -> tuple[int, tuple[Found, ...]] | None:
    """The first line of a signature and the organs that sign; None where the words before the date are no organ."""
    start, issuers = dated, read_organs(before_date)
    if before_date.text.strip() and not issuers:
        return None
    if not issuers and start - 1 > first and SEAL_OF.fullmatch(lines[start - 1].text.strip()):
        below, start = start, start - 1
        if not read_organs(lines[start - 1]):
            start = below
    while start > first and dated - start < MAX_ORGANS and (above := _signers_on(lines[start - 1])) is not None:
        issuers, start = above + issuers, start - 1
    if issuers and start > first and not NAME_BEGINS.match(issuers[0].value):
        above_line = lines[start - 1]
        joined = re.sub(r"\s", "", above_line.text) + issuers[0].value
        cut = (
            len(above_line.text) <= MAX_CUT_NAME
            and NAME_BEGINS.match(joined)
            and not NOT_A_NAME.search(above_line.text)
        )
        if cut and names_organs(joined):
            whole = Found(joined, Span(above_line.start, issuers[0].span.end))
            return start - 1, (whole, *issuers[1:])
    return start, issuers


def _signers_on(line: Line) -> tuple[Found, ...] | None:
    """Who signs on a line; nobody where it names who undertakes the campaign, None where it is no line of a signature."""
    role = AS_ROLE.match(line.text)
    named = read_organs(Line(line.start + role.end(), line.text[role.end() :]) if role else line)
    if not named:
        return None
    return named if role is None or role["role"] in HOSTS else ()


def _undated(lines: Sequence[Line], first: int, end: int) -> tuple[int, tuple[Found, ...]]:
    """A signature without a day: organs alone behind the last sentence, and below them a month or nothing."""
    monthly = end - 1 > first and MONTH.fullmatch(lines[end - 1].text.strip())
    start = end - 1 if monthly else end
    issuers: tuple[Found, ...] = ()
    while start > first and end - start < MAX_ORGANS and (above := read_organs(lines[start - 1])):
        issuers, start = above + issuers, start - 1
    if start == first or not issuers or not (monthly or lines[start - 1].text.endswith(("。", "！"))):
        return end, ()
    return start, issuers

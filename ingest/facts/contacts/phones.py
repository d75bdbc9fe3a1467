"""Telephone numbers as notices print them, in one normal form. Words in, numbers with their places out.

`010-65197902` for a fixed line, `139…` for a mobile, `400-649-1366` for a service number, `…转8012` for an extension.
Source: 《电信网编号计划》（2017年版）: area codes 010, 02X, 03XX-09XX; local numbers of 7 or 8 digits not beginning with 0 or 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from ingest.model import Span


class Form(Enum):
    """How much of a number is printed, which is how far it can be believed without a label."""

    CODED = "with area code"
    RUN_TOGETHER = "area code and number without a mark between them"
    MOBILE = "mobile"
    SERVICE = "400 or 800"
    LOCAL = "without area code"
    SHORT = "five or six digits, a hotline"


FIXED = frozenset({Form.CODED, Form.RUN_TOGETHER, Form.LOCAL})
SURE = frozenset({Form.CODED, Form.MOBILE, Form.SERVICE})

DASH = "-‐‑‒–—―－−~～"
EXTENDS = "-‐‑‒–—―－−"  # not ~: 87051234~7 is the numbers up to …37
SHORT_NUMBER = r"1[0-2]\d{3}|9[56]\d{3,4}"
# In two groups of four digits, but no year and serial number: 0571-2024-0012.
AFTER_CODE = rf"(?!(?:19|20)\d\d[{DASH}])[1-9]\d{{3}}[ {DASH}]\d{{4}}(?!\d)|[1-9]\d{{6,7}}|(?:{SHORT_NUMBER})(?!\d)"
NUMBER = re.compile(
    rf"""(?<![A-Za-z0-9_=@])(?<!\d[{DASH}.])
    (?:(?P<service>[48]00[{DASH} ]?\d{{3}}[{DASH} ]?\d{{4}})
      |(?P<mobile>(?:(?:\+|00)?86[{DASH} ]?)?(?P<m>1[3-9]\d[{DASH} ]?\d{{4}}[{DASH} ]?\d{{4}}))
      |(?P<coded>(?:(?:\+|00)?86[{DASH} ]*)?[（(]?(?P<area>0?10|0?2\d|0?[3-9]\d\d)[）)]?
          (?P<mark>(?<=[）)])\s*|\s*[{DASH}]+\s*|[ .·])(?P<number>{AFTER_CODE}))
      |(?P<joined>(?P<area2>010|02\d|0[3-9]\d\d)(?P<number2>[2-9]\d{{6,7}}))
      |(?P<local>[2-9]\d{{3}}[ ]\d{{4}}|[2-9]\d{{6,7}})
      |(?P<short>{SHORT_NUMBER}))
    (?:\s*(?:(?:转|分机|[*＊]|ext\.?|EXT\.?)\s*(?:分机)?\s*(?P<ext>\d{{1,6}})|[{EXTENDS}]\s*(?P<ext2>\d{{2,6}}))(?!\d))?(?![\d%A-Za-z])(?!\.\d)""",
    re.VERBOSE,
)


# 85093736/3737, 87654321转8012、8013: only the last digits of a second number. A year or a count is followed by its unit.
SECOND = re.compile(
    rf"\s*(?:[/／]\s*(?P<short>\d{{2,4}})|[、,，]\s*(?P<four>\d{{4}}))(?![{DASH}\d年月日号人家个条元件:：.]|[ ]\d{{4}})"
)
# 转8001（张三）、转8002: behind an extension the next one may follow a remark
NEXT_EXTENSION = re.compile(
    rf"\s*(?:[（(][^（）()\d\n]{{1,12}}[）)])?\s*[/／、,，]\s*(?:转|分机)?\s*(?P<ext>\d{{3,4}})(?![{DASH}\d年月日号人家个条元件:：.]|[ ]\d{{4}})"
)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number with its place. `area` is the printed area code, None where there is none."""

    form: Form
    digits: str  # without area code and extension
    area: str | None
    extension: str | None
    span: Span

    def normal(self, area: str | None = None) -> str:
        """The normal form; `area` completes a number printed without its area code.

        >>> next(find_numbers("电话：024-86890383 86911695")).normal()
        '024-86890383'
        """
        code = self.area or (area if self.form is Form.LOCAL else None)
        base = f"{code}-{self.digits}" if code else self.digits
        if self.form is Form.SERVICE:
            base = f"{self.digits[:3]}-{self.digits[3:6]}-{self.digits[6:]}"
        return f"{base}转{self.extension}" if self.extension else base


def find_numbers(text: str) -> Iterator[PhoneNumber]:
    """Everything that has the shape of a telephone number; what it is must be told by the words around it.

    >>> [number.normal() for number in find_numbers("010—85093723，（0571）87654321转8012，400-649-1366，86-27-82210181")]
    ['010-85093723', '0571-87654321转8012', '400-649-1366', '027-82210181']
    >>> [number.normal() for number in find_numbers("010-85093736/3737，0571-87654321转8012、8013")]
    ['010-85093736', '010-85093737', '0571-87654321转8012', '0571-87654321转8013']
    >>> list(find_numbers("商办电函〔2021〕107号，2021年4月28日，补贴3000000.00元"))
    []
    """
    at = 0
    while found := NUMBER.search(text, at):
        number = _read(found)
        at = found.end() if number else found.start() + 1
        if number is None:
            continue
        yield number
        while second := _second(text, at, number):
            yield second
            at = second.span.end


def _second(text: str, at: int, first: PhoneNumber) -> PhoneNumber | None:
    """The number, or the extension, of which only the last digits are printed behind another one."""
    if first.extension and (further := NEXT_EXTENSION.match(text, at)):
        return replace(first, extension=further["ext"], span=Span(further.start("ext"), further.end()))
    found = SECOND.match(text, at) if first.form in FIXED else None
    if found is None:
        return None
    tail = found["short"] or found["four"]
    span = Span(found.start("short") if found["short"] else found.start("four"), found.end())
    return replace(first, digits=first.digits[: -len(tail)] + tail, span=span)


def _read(found: re.Match[str]) -> PhoneNumber | None:
    span = Span(found.start(), found.end())
    extension = found["ext"] or found["ext2"]
    if found["coded"] or found["joined"]:
        area = found["area"] or found["area2"]
        digits = re.sub(r"\D", "", found["number"] or found["number2"])
        area = area if area.startswith("0") else f"0{area}"
        abroad = re.match(r"[（(]?(?:\+|00)?86", found.group()) is not None
        printed_zero = (found["area"] or "0").startswith("0")
        if re.fullmatch(SHORT_NUMBER, digits) and found["coded"] and printed_zero:
            return PhoneNumber(Form.SHORT, digits, area, extension, span)  # 0311-966008
        if not (printed_zero or abroad) or (len(area) == 3 and len(digits) != 8):
            return None
        form = Form.CODED if found["coded"] else Form.RUN_TOGETHER
        return PhoneNumber(form, digits, area, extension, span)
    for group, form in (("m", Form.MOBILE), ("service", Form.SERVICE), ("local", Form.LOCAL), ("short", Form.SHORT)):
        if found[group]:
            return PhoneNumber(form, re.sub(r"\D", "", found[group]), None, extension, span)
    return None

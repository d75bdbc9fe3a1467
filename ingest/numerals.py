"""Numerals as notices print them: 23, ２３, 二十三, 二〇二一. Text in, int out.

Source: GB/T 15835-2011 (出版物上数字用法), 4 and 5.
"""

from __future__ import annotations

import re
import unicodedata

DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
TENS = {"廿": "二十", "卅": "三十"}  # as lunar days print them: 廿二

MAX_DIGITS = 18  # int() refuses very long strings; nothing a notice counts is longer

# One group of 万: 九千零七, 一百二十, 十五, 八. A unit may stand without its digit only at 十.
GROUP = re.compile(
    r"(?:([一二两三四五六七八九])千)?零?(?:([一二两三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?零?([一二两三四五六七八九])?"
)


def parse_numeral(text: str) -> int | None:
    """The number a numeral stands for, or None if it is none.

    >>> [parse_numeral(t) for t in ("23", "２３", "二十三", "十", "二〇二一", "一万二千", "十十")]
    [23, 23, 23, 10, 2021, 12000, None]
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "")
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= MAX_DIGITS else None
    if all(char in DIGITS for char in text):
        return _positional(text)
    for char, tens in TENS.items():
        text = text.replace(char, tens)
    head, _, tail = text.rpartition("万")
    if "万" not in text:
        return _group(text)
    high = _group(head)
    low = _group(tail) if tail else 0
    return None if high is None or low is None else high * 10_000 + low


def numeral(value: int) -> str:
    """The Chinese numeral of 1 to 999; above that digits, as notices print such numbers.

    >>> numeral(6), numeral(12), numeral(20), numeral(105), numeral(210), numeral(1250)
    ('六', '十二', '二十', '一百零五', '二百一十', '1250')
    """
    if value > 999:
        return str(value)
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    if hundreds:
        below = f"零{digits[ones]}" if ones and not tens else numeral(rest) if rest else ""
        return f"{digits[hundreds]}百{'一' if tens == 1 else ''}{below}"
    if not tens:
        return digits[ones]
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}"


def _positional(text: str) -> int | None:
    """Digits read one by one, as years are: 二〇二一, 零五. 二三 is no number."""
    if len(text) not in (1, 4) and not (len(text) == 2 and DIGITS[text[0]] == 0):
        return None
    return int("".join(str(DIGITS[char]) for char in text))


def _group(text: str) -> int | None:
    match = GROUP.fullmatch(text)
    if not text or match is None:
        return None
    thousands, hundreds, tens, ten, ones = match.groups()
    value = 1000 * DIGITS.get(thousands or "", 0) + 100 * DIGITS.get(hundreds or "", 0) + DIGITS.get(ones or "", 0)
    return value + (10 * DIGITS.get(tens or "一", 0) if ten else 0)

"""Print a count the way a Word list does: 一 （1） ① 甲 A iv. Integer and format name in, text out.

Source: ECMA-376-1, 17.18.59 (ST_NumberFormat), and what Word prints where the standard leaves it open.
"""

from __future__ import annotations

from collections.abc import Callable

NumberFormat = Callable[[int], str]

SIMPLE = "零一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
UNITS = ("", "十", "百", "千")
LEGAL_UNITS = ("", "拾", "佰", "仟")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_ROMAN = 3999
MAX_LETTER = 780  # Word repeats the letter: 27 is aa, 53 aaa; it stops at thirty


def _grouped(count: int, digits: str, units: tuple[str, ...], *, one_before: frozenset[str]) -> str:
    """A count below 10,000 with its units; 一 is left out before a unit that is not in `one_before`."""
    text, gap = "", False
    for power in range(3, -1, -1):
        digit = count // 10**power % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += digits[0] if gap and one_before else ""
        gap = False
        spoken = power == 0 or digit > 1 or units[power] in one_before
        text += (digits[digit] if spoken else "") + units[power]
    return text


def _chinese(count: int, digits: str, units: tuple[str, ...], *, ten_alone: bool) -> str:
    high, low = divmod(count, 10_000)
    every = frozenset(units)
    if not high:
        text = _grouped(low, digits, units, one_before=every)
        return text[1:] if ten_alone and 10 <= low < 20 else text
    tail = _grouped(low, digits, units, one_before=every)
    return f"{_grouped(high % 10_000, digits, units, one_before=every)}万{digits[0] if 0 < low < 1000 else ''}{tail}"


def counting_thousand(count: int) -> str:
    """
    >>> [counting_thousand(n) for n in (1, 10, 11, 20, 101, 110, 1001, 12000)]
    ['一', '十', '十一', '二十', '一百零一', '一百一十', '一千零一', '一万二千']
    """
    return _chinese(count, SIMPLE, UNITS, ten_alone=True) or SIMPLE[0]


def counting(count: int) -> str:
    """Like `counting_thousand` below a hundred, digit by digit above.

    >>> counting(21), counting(102)
    ('二十一', '一〇二')
    """
    return counting_thousand(count) if 0 < count < 100 else digital(count)


def digital(count: int) -> str:
    """
    >>> digital(10), digital(23)
    ('一〇', '二三')
    """
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(count))


def legal(count: int) -> str:
    """
    >>> legal(3), legal(15)
    ('叁', '壹拾伍')
    """
    return _chinese(count, LEGAL, LEGAL_UNITS, ten_alone=False) or LEGAL[0]


def legal_traditional(count: int) -> str:
    return _chinese(count, LEGAL_TRADITIONAL, LEGAL_UNITS, ten_alone=False) or LEGAL_TRADITIONAL[0]


def japanese(count: int) -> str:
    """No 一 before a unit and no 零 in a gap: what Word in Chinese writes for 一、 up to 99.

    >>> japanese(11), japanese(20), japanese(101)
    ('十一', '二十', '百一')
    """
    return _grouped(count, SIMPLE, UNITS, one_before=frozenset()) if 0 < count < 10_000 else counting_thousand(count)


def letter(count: int) -> str:
    """
    >>> letter(3), letter(27)
    ('c', 'aa')
    """
    if not 0 < count <= MAX_LETTER:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """
    >>> roman(4), roman(19)
    ('iv', 'xix')
    """
    if not 0 < count <= MAX_ROMAN:
        return str(count)
    text = ""
    for value, sign in ROMAN:
        times, count = divmod(count, value)
        text += sign * times
    return text


def _of_row(row: str) -> NumberFormat:
    """The n-th character of a row, and plain digits behind its end."""
    return lambda count: row[count - 1] if 0 < count <= len(row) else str(count)


def _run(first: str, length: int) -> str:
    return "".join(chr(ord(first) + i) for i in range(length))


def full_width(count: int) -> str:
    """
    >>> full_width(12)
    '１２'
    """
    return "".join(chr(ord("０") + int(digit)) for digit in str(count))


CIRCLED = _run("①", 20) + _run("㉑", 15) + _run("㊱", 15)

FORMATS: dict[str, NumberFormat] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": full_width,
    "decimalFullWidth2": full_width,
    "numberInDash": lambda count: f"- {count} -",
    "chineseCounting": counting,
    "chineseCountingThousand": counting_thousand,
    "chineseLegalSimplified": legal,
    "ideographDigital": digital,
    "ideographLegalTraditional": legal_traditional,
    "ideographTraditional": _of_row(STEMS),
    "ideographZodiac": _of_row(BRANCHES),
    "ideographZodiacTraditional": lambda count: STEMS[(count - 1) % 10] + BRANCHES[(count - 1) % 12],
    "ideographEnclosedCircle": _of_row(_run("㊀", 10)),
    "japaneseCounting": japanese,
    "japaneseDigitalTenThousand": digital,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting_thousand,
    "taiwaneseDigital": digital,
    "decimalEnclosedCircle": _of_row(CIRCLED),
    "decimalEnclosedCircleChinese": _of_row(CIRCLED),
    "decimalEnclosedFullstop": _of_row(_run("⒈", 20)),
    "decimalEnclosedParen": _of_row(_run("⑴", 20)),
    "upperLetter": lambda count: letter(count).upper(),
    "lowerLetter": letter,
    "upperRoman": lambda count: roman(count).upper(),
    "lowerRoman": roman,
    "none": lambda count: "",
}


def printed(count: int, number_format: str) -> str:
    """A count in a format; an unknown format is printed as digits, as Word does.

    >>> printed(2, "ideographTraditional"), printed(3, "decimalEnclosedCircle"), printed(4, "klingon")
    ('乙', '③', '4')
    """
    return FORMATS.get(number_format, str)(count) if count >= 0 else str(count)

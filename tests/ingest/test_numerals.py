"""Numerals: what is read is what was written, and what is no numeral is not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import numeral, parse_numeral

DIGITS = "零一二三四五六七八九"


def written(value: int) -> str:
    """The numeral of 1 to 99 as clause numbers print it: the outside oracle."""
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize("value", range(1, 100))
def test_every_clause_number_is_read(value: int) -> None:
    assert parse_numeral(written(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("２３", 23), ("二〇二一", 2021), ("二○二一", 2021), ("二零二四", 2024), ("〇五", 5), ("廿二", 22),
        ("一百零五", 105), ("一百二十", 120), ("三千零八", 3008), ("一万", 10_000), ("三万二千", 32_000), ("两百", 200),
    ],
)  # fmt: skip
def test_numerals_of_notices(text: str, value: int) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize("text", ["", "十十", "二三", "第三", "3个", "一千千", "-1", "1.5", "½", "9" * 5000])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.text())
def test_never_raises(text: str) -> None:
    assert parse_numeral(text) is None or isinstance(parse_numeral(text), int)


@given(st.integers(1, 1_000_000))
def test_what_is_written_is_read_again(value: int) -> None:
    assert parse_numeral(numeral(value)) == value

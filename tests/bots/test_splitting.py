"""Long messages in parts: nothing lost, nothing too large for the channel, nothing cut that belongs together."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.plain import printable
from bots.limits import LIMITS, Limit, utf8_bytes, utf16_units
from bots.model import Address, Channel, Look, Message, Run
from bots.rendering import pack
from bots.splitting import split
from bots.styles import as_html, as_markdown, as_plain

SIGNS = st.sampled_from("报送材料，。；！？\n 《电子商务法》2024年5月13日 <&>*_[]()a-1.😀👨‍👩‍👧🇨🇳é")
TEXTS = st.lists(SIGNS, max_size=120).map("".join)
RUNS = st.lists(
    st.builds(
        Run,
        text=TEXTS,
        look=st.sampled_from(Look),
        url=st.sampled_from([None, "https://a.example/n#c"]),
        whole=st.booleans(),
    ),
    max_size=12,
)
SMALL = [
    (style, Limit(most, size, 20))
    for style in (as_html, as_markdown, as_plain)
    for most, size in ((200, utf8_bytes), (150, utf16_units))
]


@pytest.mark.parametrize(("style", "limit"), SMALL)
@settings(deadline=None, max_examples=60)
@given(runs=RUNS)
def test_parts_join_to_the_whole_and_each_fits(style, limit, runs) -> None:
    parts = split(runs, style, limit)

    joined = "".join(run.text for part in parts for run in part)
    whole = "".join(run.text for run in runs)
    assert "".join(joined.split()) == "".join(whole.split()), "only blank parts may be left out"
    assert all(limit.size("".join(map(style, part))) <= limit.most for part in parts)


@pytest.mark.parametrize("channel", Channel)
@settings(deadline=None, max_examples=25)
@given(runs=RUNS, times=st.integers(1, 40))
def test_what_is_packed_fits_with_its_number(channel: Channel, runs: list[Run], times: int) -> None:
    packed = pack(Message(tuple(runs * times)), Address(channel, "7"))

    assert all(LIMITS[channel].size(one.text) <= LIMITS[channel].most for one in packed)
    assert [one.number for one in packed] == list(range(1, len(packed) + 1))
    assert all(one.count == len(packed) for one in packed)


@given(runs=RUNS)
def test_each_part_is_whole_markup_by_itself(runs: list[Run]) -> None:
    for part in split(runs, as_html, Limit(150, utf16_units, 20)):
        balance = _Balance()
        balance.feed("".join(map(as_html, part)))
        balance.close()
        assert balance.open == []


class _Balance(HTMLParser):
    """Which tags are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_text_is_cut_between_sentences() -> None:
    text = "请各地于五月底前报送材料。" * 40

    parts = split([Run(text)], as_plain, Limit(300, utf8_bytes, 20))

    assert len(parts) > 1
    assert all(part[-1].text.endswith("。") for part in parts)


def test_a_citation_is_not_cut() -> None:
    citation = [
        Run("[1] 关于举办活动的通知 ", whole=True),
        Run("正文 三", url="https://a.example/n", whole=True),
        Run("\n“请于5月13日前报我司。”\n", Look.QUOTE, whole=True),
    ]
    for length in range(1, 120):
        parts = split([Run("字" * length), *citation], as_html, Limit(150, utf16_units, 20))
        assert any(part[-3:] == tuple(citation) for part in parts), length


@pytest.mark.parametrize("sign", ["😀", "👨‍👩‍👧", "🇨🇳", "👍🏽", "e\u0301"])
def test_a_sign_of_several_characters_is_not_cut(sign: str) -> None:
    parts = split([Run(sign * 40)], as_plain, Limit(64, utf8_bytes, 20))

    assert all(re.fullmatch(f"(?:{re.escape(sign)})+", part[0].text) for part in parts)


@given(text=st.text(max_size=80))
def test_nothing_a_user_writes_is_markup(text: str) -> None:
    written = as_html(Run(text))

    assert "<" not in written and ">" not in written
    assert html.unescape(written) == printable(text)

"""How each channel writes a run: HTML for Telegram, Markdown for WeCom's robots, plain text for its apps.

Run in, text of the channel out. Whatever a notice or a user wrote is escaped: it can neither steer nor break a message.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from assistant.plain import printable
from bots.model import Channel, Look, Run

Style = Callable[[Run], str]

MARKDOWN_SIGNS = re.compile(r"([\\`*_<>#|~])")
BRACKETS = re.compile(r"([\[\]])")
LINK_SIGNS = re.compile(r"(\])(?=[(\[:]|\Z)")  # would end the words of a link; elsewhere [1] is shown as it is
LONG_QUOTE = 240  # characters; Telegram shows the beginning of a longer one, and all of it when it is pressed
LINE_SIGNS = re.compile(r"(?m)^(\s*)([-+]|\d+\.)(?=\s)")  # would begin a list


def as_html(run: Run) -> str:
    """
    >>> as_html(Run("A<B", Look.STRONG)), as_html(Run("原文", url="https://a.example/?x=1&y=2"))
    ('<b>A&lt;B</b>', '<a href="https://a.example/?x=1&amp;y=2">原文</a>')
    >>> as_html(Run("“5月13日前”", Look.QUOTE)), as_html(Run("报" * 300, Look.QUOTE))[:30]
    ('<blockquote>“5月13日前”</blockquote>', '<blockquote expandable>报报报报报报报')
    """
    text = html.escape(printable(run.text), quote=False)
    if not text.strip():
        return text
    if run.look is Look.STRONG:
        text = f"<b>{text}</b>"
    elif run.look is Look.QUOTE:
        folded = " expandable" if len(run.text) > LONG_QUOTE else ""
        text = f"<blockquote{folded}>{text}</blockquote>"
    return f'<a href="{html.escape(run.url)}">{text}</a>' if run.url else text


def as_markdown(run: Run) -> str:
    r"""
    >>> as_markdown(Run("5*3 <b>")), as_markdown(Run("正文 一", url="https://a.example/n"))
    ('5\\*3 \\<b\\>', '[正文 一](https://a.example/n)')
    >>> as_markdown(Run("5月13日前。[1]\n")), as_markdown(Run("[领奖](https://b.example)"))
    ('5月13日前。[1]\n', '[领奖\\](https://b.example)')
    """
    text = LINE_SIGNS.sub(r"\1\\\2", MARKDOWN_SIGNS.sub(r"\\\1", printable(run.text)))
    text = (BRACKETS if run.url else LINK_SIGNS).sub(r"\\\1", text)
    if not text.strip():
        return text
    if run.look is Look.STRONG:
        text = f"**{text}**"
    return f"[{text}]({run.url.replace('(', '%28').replace(')', '%29')})" if run.url else text


def as_plain(run: Run) -> str:
    """An address stands behind its words, in brackets: WeCom makes a link of it.

    >>> as_plain(Run("正文 一", url="https://a.example/n"))
    '正文 一（https://a.example/n ）'
    """
    text = printable(run.text)
    return f"{text}（{run.url} ）" if run.url else text


STYLES: Mapping[Channel, Style] = MappingProxyType(
    {
        Channel.TELEGRAM: as_html,
        Channel.WECOM_SOCKET: as_markdown,
        Channel.WECOM_BOT: as_markdown,
        Channel.WECOM_APP: as_plain,
        Channel.WECOM_HOOK: as_markdown,
    }
)

"""An answer as a message: its text, what to beware of, and always its citations: place, 文号, the words, a link.

Answer in, Message out; how a channel writes it is in `bots.styles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.grid import flattened
from assistant.model import Answer, Citation, Status
from bots.limits import LIMITS, Buttons
from bots.model import Address, Button, Look, Message, Outgoing, Run
from bots.splitting import split
from bots.styles import STYLES, Style

SHORT_QUOTE = 120  # characters; the whole of a longer one is a press away
SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]*")
VALUES = re.compile(r"\d+|《[^》]+》")
ASKED_NEXT = 2  # suggestions offered as buttons


def answer_message(
    answer: Answer, *, base_url: str | None, whole_quotes: bool = False, editions: bool = False
) -> Message:
    """What is said. Links only where the service has a public address; `editions`: others of the campaign are there."""
    runs = [Run(flattened(answer.text).strip() + "\n")]
    for caveat in answer.warnings:
        of = "" if caveat.citation is None or len(answer.citations) == 1 else f"[{caveat.citation}]"
        runs.append(Run(f"注意：{caveat.message}{of}\n"))
    for title, citations in (("出处", answer.citations), ("最相近的原文", answer.nearest)):
        if citations:
            runs += (Run("\n"), Run(title, Look.STRONG), Run("\n"))
            runs += cited_runs(citations, answer.text, base_url, whole_quotes)
    return Message(tuple(runs), () if whole_quotes else buttons_for(answer, base_url, editions))


def source_message(answer: Answer, *, base_url: str | None) -> Message:
    """The words an answer rests on, whole."""
    return Message(tuple(cited_runs(answer.citations or answer.nearest, answer.text, base_url, True)))


def buttons_for(answer: Answer, base_url: str | None, editions: bool) -> tuple[tuple[Button, ...], ...]:
    """原文, 更多 and 换一届 where there are such, what may be asked next, and whether the answer helped."""
    about: list[Button] = []
    if answer.citations:
        page = base_url.rstrip("/") + answer.citations[0].url if base_url else None
        about.append(Button("原文", f"/source {answer.trace_id}", page, typed="原文"))
    if any(_shown(one, answer.text) != one.quote.strip() for one in (*answer.citations, *answer.nearest)):
        about.append(Button("更多", f"/more {answer.trace_id}", typed="更多"))
    if editions:
        about.append(Button("换一届", f"/editions {answer.trace_id}", typed="换一届"))
    rows = [tuple(about)] if about else []
    rows += [
        (Button(words, f"/ask {answer.trace_id} {n}", typed=words),)
        for n, words in enumerate(answer.suggestions[:ASKED_NEXT])
    ]
    if answer.status is not Status.OUT_OF_SCOPE:
        good = Button("👍", f"/good {answer.trace_id}", typed="赞")
        rows.append((good, Button("👎", f"/bad {answer.trace_id}", typed="踩")))
    return tuple(rows)


def cited_runs(citations: Sequence[Citation], text: str, base_url: str | None, whole: bool) -> Iterator[Run]:
    """Citations; several of one document in a row stand below its title."""
    names = [one.title + (f"（{one.doc_number}）" if one.doc_number else "") for one in citations]
    for n, (citation, name) in enumerate(zip(citations, names, strict=True)):
        headed = name in names[max(0, n - 1) : n]
        heads = not headed and name in names[n + 1 : n + 2]
        if heads:
            yield Run(f"{name}\n", whole=True)
        yield from _cited(citation, "" if heads or headed else f"{name} ", text, base_url, whole)


def _cited(citation: Citation, named: str, text: str, base_url: str | None, whole: bool) -> Iterator[Run]:
    """One citation. The words between the quotation marks are always the notice's own, to the character."""
    page = f" 第{citation.page}页" if citation.page is not None else ""
    url = base_url.rstrip("/") + citation.url if base_url else None
    quote = citation.quote.strip()
    shown = quote if whole else _shown(citation, text)
    left_out = "" if shown == quote else "（节选）"
    yield Run(f"[{citation.n}] {named}", whole=True)
    yield Run(f"{citation.label}{page}", url=url, whole=True)
    yield Run("\n" if named else "：", whole=True)
    yield Run(f"“{shown}”{left_out}", Look.QUOTE, whole=True)
    yield Run("\n", whole=True)


def _shown(citation: Citation, text: str) -> str:
    return short_quote(citation.quote.strip(), text)


def short_quote(quote: str, text: str) -> str:
    """A piece of a long quote: the sentences that hold most of the figures and 《names》 of what it supports.

    >>> short_quote("一、总体要求" * 30 + "。请于5月13日前报我司。", "须于5月13日前报送")
    '请于5月13日前报我司。'
    """
    if len(quote) <= SHORT_QUOTE:
        return quote
    values = set(VALUES.findall(text))
    places = [found.span() for found in SENTENCE.finditer(quote)] or [(0, len(quote))]
    best = max(range(len(places)), key=lambda n: (len(values & set(VALUES.findall(quote[slice(*places[n])]))), -n))
    start, end = places[best]
    for _, further in places[best + 1 :]:
        if further - start > SHORT_QUOTE:
            break
        end = further
    return quote[start : min(end, start + 2 * SHORT_QUOTE)].strip()


def pack(message: Message, address: Address, reply: dict[str, str] | None = None) -> tuple[Outgoing, ...]:
    """The messages a channel takes, in order: numbered where there are several, with the buttons under the last."""
    style, limit = STYLES[address.channel], LIMITS[address.channel]
    runs = (*message.runs, *_typed(message.buttons)) if limit.buttons is Buttons.TYPED else message.runs
    parts = split(runs, style, limit)
    return tuple(
        Outgoing(
            address=address,
            text=_written(part, style) + (f"（{n}/{len(parts)}）" if len(parts) > 1 else ""),
            buttons=message.buttons if n == len(parts) else (),
            reply=reply or {},
            number=n,
            count=len(parts),
        )
        for n, part in enumerate(parts, 1)
    )


def _typed(rows: Sequence[Sequence[Button]]) -> Iterator[Run]:
    """What to write where nothing can be pressed: questions, then words that do something."""
    words = list(dict.fromkeys(button.typed for row in rows for button in row if button.typed))
    asked = [one for one in words if one.endswith("？")]
    others = [one for one in words if one not in asked]
    lines = [f"可以接着问：{' '.join(asked)}"] if asked else []
    lines += [f"可以回复：{'、'.join(others)}"] if others else []
    if lines:
        yield Run("\n".join(("", *lines)))


def _written(part: Sequence[Run], style: Style) -> str:
    return "".join(map(style, part)).rstrip()


def plain_message(text: str, *buttons: tuple[Button, ...]) -> Message:
    """A message of a few words of ours."""
    return Message((Run(text),), tuple(buttons))

"""Where the words of a free sentence come from: which are printed, at which place of the quote, and which are our own.

(folded text, Source) -> Sayings: the runs of a sentence, cut into tokens, each token printed or ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.claims.prose_words import PROSE_JOINTS, PROSE_WORDS
from assistant.claims.text import CJK, fold

LONGEST = max(map(len, PROSE_WORDS))
SENTENCE_END = re.compile(r"[。;!?\n|]+")
PIECE_END = re.compile(r",+|:+(?!\d)")
# What stands in front of the first word of a piece and says nothing: its number, 并, 要.
OPENING = re.compile(
    r"(?:[一二三四五六七八九十]+[是、]|\d+[.、)]|并|要|同时|以及|请|应|须|还|对于|对|由)*(?:[在将把于自](?:[\d\-年月日.:]*))?"
)
SHORT_RANGE = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日?(至|到|-+|~)(\d{1,2})日")
NUMBERED = re.compile(r"^\([一二三四五六七八九十\d]+\)")
MARKER = "\ue000-\uf8ff"  # characters nobody prints: one stands for the words of a fact
RUN = re.compile(rf"[{CJK}]+|[{MARKER}]|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a quote between two commas, folded, with its sentence."""

    text: str
    sentence: int
    start: int  # behind its number and what only opens it


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a sentence: words of the quote, or words of our own that state nothing."""

    text: str
    printed: bool  # and not to be made up of words of our own


def pieces_of(quotes: Sequence[str]) -> tuple[Piece, ...]:
    """The pieces of quotes as printed, in order."""
    found: list[Piece] = []
    sentence = 0
    for quote in quotes:
        for words in SENTENCE_END.split(plain_lines(quote)):
            for text in filter(None, PIECE_END.split(without_brackets(words))):
                opening = OPENING.match(text)
                found.append(Piece(text, sentence, opening.end() if opening else 0))
            sentence += 1
    return tuple(found)


def plain(text: str) -> str:
    """Folded, without quotation marks, 参加 as 参与, 1月4日至9日 with both months: what no reader tells apart.

    >>> plain("第六届“双品网购节” 参加企业")
    '第六届双品网购节参与企业'
    """
    bare = re.sub(r"[“”‘’\"'「」『』]", "", fold(text)).replace("参加", "参与")
    return SHORT_RANGE.sub(r"\1月\2日\3\1月\4日", bare)


def without_brackets(text: str) -> str:
    """Without the number in brackets that opens it, and without other brackets: 商务部(外资司) is 商务部外资司.

    >>> without_brackets("(一)反馈商务部(外资司)")
    '反馈商务部外资司'
    """
    return re.sub(r"[()]", "", NUMBERED.sub("", text))


def plain_lines(text: str) -> str:
    """`plain`, line by line."""
    return "\n".join(plain(line) for line in text.split("\n"))


def tokens_of(run: str, pieces: Sequence[Piece]) -> tuple[list[Token], str]:
    """A run of Chinese characters in as few tokens as possible, and what is left where they do not make it up.

    >>> tokens_of("需推广原发包装", pieces_of(["推广原发包装，减少过度包装。"]))
    ([Token(text='需', printed=False), Token(text='推广原发包装', printed=True)], '')
    """
    if "@" in run:
        return ([Token(run, True)], "") if any(run in piece.text for piece in pieces) else ([], run)
    best: list[tuple[float, int, bool] | None] = [None] * (len(run) + 1)
    best[0] = (0.0, 0, False)
    furthest = 0
    for at in range(len(run)):
        here = best[at]
        if here is None:
            continue
        furthest = at
        for end, cost, printed in _steps(run, at, pieces):
            total = here[0] + cost
            known = best[end]
            if known is None or total < known[0]:
                best[end] = (total, at, printed)
    if best[-1] is None:
        return [], run[furthest:]
    tokens: list[Token] = []
    end = len(run)
    while end:
        step = best[end]
        if step is None:
            raise AssertionError("a way back that was never gone")
        text = run[step[1] : end]
        tokens.append(Token(text, step[2] and not (pieces and is_ours(text))))
        end = step[1]
    return tokens[::-1], ""


def is_ours(run: str) -> bool:
    """Whether words of our own make up a run without the quote: 应于, 分别报送."""
    return not tokens_of(run, ())[1]


def _steps(run: str, at: int, pieces: Sequence[Piece]) -> Iterator[tuple[int, float, bool]]:
    """(end, cost, printed) of what may stand at a place: long words of the quote are cheap."""
    if run[at] in PROSE_JOINTS:
        yield at + 1, 0.8, False
    for end in range(at + 2, min(len(run), at + LONGEST) + 1):
        if run[at:end] in PROSE_WORDS:
            yield end, 0.9, False
    for end in range(at + 2, len(run) + 1):
        if not any(run[at:end] in piece.text for piece in pieces):
            break
        yield end, 1.0, True

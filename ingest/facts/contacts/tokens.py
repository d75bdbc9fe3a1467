"""A stretch of text as a row of tokens (labels, numbers, mail addresses, the words between them), and the lines that hold contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.facts.contacts.labels import LABEL, Field, kind_of
from ingest.facts.contacts.names import read_names
from ingest.facts.contacts.people import COMPOUND, RARE, SURNAMES, is_person, is_role
from ingest.facts.contacts.phones import SURE, Form, PhoneNumber, find_numbers
from ingest.model import Span
from ingest.organs import CJK, is_organ

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][A-Za-z0-9._%+-]*\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,6}", re.A
)
WEB = re.compile(
    r"(?:https?://|www\.|/[\w-]+/)[^\s，。；、）)\]】]+|\([^()]*(?:fileUrl|download|\.docx?|\.xlsx?|\.zip)[^()]*\)",
    re.A,
)
# Digits, letters and the marks of mail addresses one for one, so that places stay what they are.
HALF_WIDTH = {0xFF00 + i: 0x20 + i for i in range(1, 0x5F) if chr(0x20 + i).isalnum() or chr(0x20 + i) in "@._-+"}
PIECE = re.compile(
    rf"(?<![{CJK}])(?:[{CJK}][ \u3000]{{1,4}}(?:[{CJK}]|女士|先生|老师|同志|小姐|经理|主任|[处科]长)|(?:{'|'.join(COMPOUND)})[ \u3000]{{1,4}}[{CJK}]{{1,2}})(?![{CJK}])|"
    rf"(?<![{CJK}])[{''.join(sorted(SURNAMES))}][ \u3000]{{1,2}}[{CJK}]{{2}}(?=\s*(?:[（(]|\Z))|"
    rf"(?<![{CJK}])[{''.join(sorted(SURNAMES))}][ \u3000]{{1,2}}[{CJK}]{{2}}(?=\s*(?:[（(]|\Z))|"
    r"[^\s、，,；;。：:（）()\[\]【】/／|｜“”\"*<>_]+"
)
BETWEEN_NAME_AND_NUMBER = re.compile(r"[\s：:，,（(、*/／]*")
TELEPHONE_HEAD = re.compile(r"电\s*话|手\s*机|座\s*机|联系方式|热\s*线")
EMPTY_CELLS = re.compile(r"[\s|—–－-]*")
MAX_ROWS = 60  # of a table, looked at above a number for the head of its column
NUMBERING = re.compile(r"^(?:\d{1,3}[.．]?(?=\D)|[一二三四五六七八九十]+[、.．])")


@dataclass(frozen=True, slots=True)
class Token:
    """A label, number, mail address, break or run of words, with its place in the stretch."""

    span: Span
    label: Field | None = None
    number: PhoneNumber | None = None
    email: str | None = None
    words: str | None = None  # None in all four: a line or sentence ends here


def tokens_of(text: str) -> list[Token]:
    """The stretch as tokens; every character that is no mark belongs to one."""
    text = text.translate(HALF_WIDTH)
    # What is no prose is blanked out, length kept: a web address is no words, a mail address holds no telephone.
    visible = WEB.sub(lambda found: "\0" * len(found.group()), text)
    emails = [Token(Span(m.start(), m.end()), email=m.group()) for m in EMAIL.finditer(visible)]
    hidden = EMAIL.sub(lambda found: "\1" * len(found.group()), visible)
    labels = []
    for m in LABEL.finditer(text):
        if "\0" not in visible[m.start() : m.end()]:
            labels.append(Token(Span(m.start(), m.end()), label=kind_of(m)))
    numbers = [Token(number.span, number=number) for number in find_numbers(hidden)]
    taken = sorted([*emails, *labels, *numbers], key=lambda token: (token.span.start, -token.span.end))
    tokens: list[Token] = []
    at = 0
    for token in taken:
        if token.span.start < at:
            continue
        tokens += _words(hidden, at, token.span.start)
        tokens.append(token)
        at = token.span.end
    return [*tokens, *_words(hidden, at, len(hidden))]


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    """The words of text[start:end] with a break wherever a line or sentence ends."""
    at = start
    for stop in re.finditer(r"[\n。！？]", text[start:end]):
        yield from _pieces(text, at, start + stop.start())
        at = start + stop.end()
        yield Token(Span(at - 1, at))
    yield from _pieces(text, at, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Token]:
    for found in PIECE.finditer(text, start, end):
        words = re.sub(r"\s", "", found.group())
        if words.endswith("收") and is_person(words[:-1]):
            words = words[:-1]  # 张伟收, behind an address
        if not set(words) <= set("\0\1—–－-"):  # a dash in a cell that holds nothing
            yield Token(Span(found.start(), found.end()), words=words)


def runs(text: str) -> Iterator[list[Token]]:
    """Neighbouring lines and sentences that hold contact data, each run as one row of tokens."""
    run: list[Token] = []
    waiting: list[Token] = []  # lines with nothing but organs and names, which belong to a run only if it goes on
    for segment in _segments(tokens_of(text)):
        if _has_contact_data(segment, text) or (run and _is_list_entry(segment)):
            run += [*waiting, *segment]
            waiting = []
        elif _is_heading_or_name(segment) or any(token.label for token in segment):
            waiting += segment  # 邮编, 网址: between the lines of a contact, but no sign of one
        elif any(token.words for token in segment):
            if run:
                yield run
            run, waiting = [], []
        else:
            waiting += segment
    if run:
        yield run


def _segments(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    segment: list[Token] = []
    for token in tokens:
        segment.append(token)
        if is_break(token):
            yield segment
            segment = []
    if segment:
        yield segment


def is_break(token: Token) -> bool:
    return token.label is None and token.number is None and token.email is None and token.words is None


def _has_contact_data(segment: Sequence[Token], text: str) -> bool:
    labels = {token.label for token in segment if token.label}
    return (
        bool(labels - {Field.NONE})
        or any(token.number and in_telephone_column(text, token.span.start) for token in segment)
        or any(token.email for token in segment)
        or any(token.number and token.number.form in SURE for token in segment)
    )


def _is_list_entry(segment: Sequence[Token]) -> bool:
    """`李冬 88496397` under a heading: a name or organ and directly behind it a number."""
    return any(
        before.words is not None
        and after.number is not None
        and bool(read_names(before.words, labelled=False, may_be_place=True))
        for before, after in pairwise(segment)
    )


def _is_heading_or_name(segment: Sequence[Token]) -> bool:
    words = [NUMBERING.sub("", token.words) for token in segment if token.words]
    return bool(words) and sum(map(len, words)) <= 40 and all(is_organ(word) or is_person(word) for word in words)


def number_before_next_person(rest: Sequence[Token]) -> bool:
    """Whether the person just met has a number of their own further on, before the next one is named."""
    for token in rest:
        if token.label in (Field.PERSON, Field.FREE):
            return False
        if token.number and token.number.form is not Form.SHORT:
            return True
        if token.label in (Field.PHONE, Field.BOTH):
            return True
    return False


def number_follows(token: Token, rest: Sequence[Token], text: str) -> bool:
    if not rest or rest[0].number is None:
        return False
    between = text[token.span.end : rest[0].span.start]
    return bool(BETWEEN_NAME_AND_NUMBER.fullmatch(between)) or (
        EMPTY_CELLS.fullmatch(between) is not None and in_telephone_column(text, rest[0].span.start)
    )


def in_telephone_column(text: str, at: int) -> bool:
    """Whether the cell at `at` stands in a column of a table whose head says 电话.

    >>> text = "姓名 | 联系电话\\n王芳 | 22355710"
    >>> in_telephone_column(text, text.index("2")), in_telephone_column(text, text.index("王"))
    (True, False)
    """
    line = text.rfind("\n", 0, at) + 1
    column, end = text.count("|", line, at), line - 1
    for _ in range(MAX_ROWS):
        start = text.rfind("\n", 0, max(end, 0)) + 1
        cells = text[start : max(end, 0)].split("|")
        if len(cells) < 2 or column >= len(cells):
            return False
        if TELEPHONE_HEAD.search(cells[column]):
            return True
        end = start - 1
    return False


def leads_to_value(token: Token, rest: Sequence[Token], text: str) -> bool:
    """Whether only names and organs stand between these words and the next label, number or mail address.

    `商务部市场建设司： 电话：`, `局办公室联系人：`, `水运职业资格处 赵千昆，电话：`
    """
    at, in_brackets = token.span.end, False
    for following in rest[:8]:
        between = text[at : following.span.start]
        at = following.span.end
        in_brackets = (in_brackets or bool(re.search(r"[（(]", between))) and not re.search(r"[）)]", between)
        if is_break(following):
            continue  # an organ on a line of its own above its numbers
        if following.words is None:
            return following.label not in (Field.NONE, Field.CALL)
        named = is_organ(following.words) or is_person(following.words) or is_role(following.words)
        named = named or RARE.fullmatch(following.words) is not None
        if not named and not in_brackets:
            return False
    return False


def numbers_come_first(run: Sequence[Token], text: str) -> bool:
    """Whether the run prints each number in front of its person: 电话：… 联系人：…；电话：… 联系人：….

    >>> [numbers_come_first(tokens_of(text), text) for text in ("010-85090001 赵敏，010-85090002 周芷若", "010-85090001，赵敏 010-85090002，周芷若")]
    [True, False]
    """
    values = [token for token in run if token.number or (token.words and is_person(token.words))]
    kinds = [bool(token.number) for token in values]
    if len(values) < 4 or kinds != [True, False] * (len(values) // 2):
        return False
    apart = [_strength(text[a.span.end : b.span.start]) for a, b in pairwise(values)]
    bound, free = apart[::2], apart[1::2]  # number to name, name to the next number
    labels = [token.label for token in run if token.label in (Field.PHONE, Field.PERSON)]
    labelled = labels == [Field.PHONE, Field.PERSON] * (len(values) // 2)
    return labelled or max(bound) <= min(free)


def _strength(between: str) -> int:
    """How far marks set two values apart; a bracket opened between them ties the second to the first alone."""
    if re.search(r"[（(]", between):
        return 4
    return next((n for n, marks in ((3, "[\n。]"), (2, "[；;]"), (1, "[，、,]")) if re.search(marks, between)), 0)

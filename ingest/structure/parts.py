"""Cut a file into its parts: 正文, attachments, and notices embedded in it with a masthead of their own.

Lines of canonical text in, a `Section` per part out.
"""

from __future__ import annotations

import re
from collections import ChainMap, Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.model import Found, Span
from ingest.numerals import parse_numeral
from ingest.structure.head import read_head
from ingest.structure.masthead import URGENCY, Line, is_date, is_doc_number, names_organs
from ingest.structure.numbering import Style, read_number
from ingest.structure.titles import SENTENCE, TITLE_END

MAIN = "正文"
HEADER = re.compile(r"附\s*件\s*([0-9０-９一二三四五六七八九十]{0,3})\s*[:：]?")
LISTED = re.compile(r"附\s*件?\s*[:：]\s*(?=\S)")
ALONE = re.compile(r"附\s*件\s*[:：]")
AFTER_LIST = re.compile(r"[（(]|附\s*件|抄\s*送|联\s*系")
MAX_NAME = 60  # characters of the name of an attachment
DRAFT = re.compile(r"[（(](?:征求意见稿|试行|暂行|草案|送审稿|样表|样式|式样|模板|范本|参考|.{0,6}[版稿])[）)]")
MAX_TITLE_LINES = 3
FORM_END = re.compile(r"(?:表|书|单|回执|模板)$")
MAX_SECOND_HALF = 30  # characters of the second line of a title
ITEM = re.compile(r"(?:^|(?<=[\s：:；;。]))(\d{1,2})\s*[.．、]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of 附件说明."""

    number: int
    name: Found


@dataclass(frozen=True, slots=True)
class Section:
    """lines[first:last] is one part. `body` is where its text begins behind the header and title."""

    label: str
    first: int
    last: int
    embedded: bool
    title: Found | None = None  # of an attachment; a document has its title in its head
    host: int = 0  # the place among the sections of the document it is attached to


def squash(text: str) -> str:
    """A title without what differs between its two printings.

    >>> squash("“2021 辽宁网上年货节”活动工作方案") == squash('"2021辽宁网上年货节" 活动工作方案')
    True
    """
    return re.sub(r"[\s“”\"'‘’《》〈〉（）()，,。、·•.：:；;\\_\-—]", "", text)


def attachment_list(lines: Sequence[Line], first: int, last: int) -> tuple[tuple[Listed, ...], tuple[int, int]]:
    """附件说明 in lines[first:last]: its entries, and its range of lines ((first, first) where there is none).

    >>> from ingest.structure.masthead import lines_of
    >>> listed, where = attachment_list(lines_of("特此通知。\\n附件：1.活动总体方案\\n2.承诺书\\n某局"), 0, 4)
    >>> [(one.number, one.name.value) for one in listed], where
    ([(1, '活动总体方案'), (2, '承诺书')], (1, 3))
    """
    for i in range(first, last):
        if not _opens_list(lines, i, last):
            continue
        opening = LISTED.match(lines[i].text)
        entries = list(_entries(lines[i], opening.end())) if opening else []
        end = i + 1
        while end < last:
            number = read_number(lines[end].text)
            expected = entries[-1].number + 1 if entries else 1
            if number is None or number.style is not Style.DOT or number.value != expected:
                break
            entries += _entries(lines[end], 0)
            end += 1
        return tuple(entries), (i, end)
    return (), (first, first)


def _opens_list(lines: Sequence[Line], i: int, last: int) -> bool:
    return bool(LISTED.match(lines[i].text)) or _heads_list(lines, i, last)


def _heads_list(lines: Sequence[Line], i: int, last: int) -> bool:
    """Whether 附件： on a line of its own is followed by the names of the attachments and not by one of them.

    Behind the names the letter goes on: it is signed, remarked on, or at its end.
    """
    if not ALONE.fullmatch(lines[i].text.strip()):
        return False
    k = i + 1
    while k < last and (number := read_number(lines[k].text)) and number.style is Style.DOT and number.value == k - i:
        if len(lines[k].text) > MAX_NAME or re.search(r"[。；;：:]", lines[k].text):
            return False
        k += 1
    behind = lines[k].text.strip() if k < last else ""
    return k > i + 1 and (not behind or names_organs(behind) or is_date(behind) or bool(AFTER_LIST.match(behind)))


def _entries(line: Line, start: int) -> Iterator[Listed]:
    marks = [m for m in ITEM.finditer(line.text, start)]
    if not marks:
        name = line.text[start:].strip()
        yield Listed(1, Found(name, Span(line.start + start, line.end)))
    for k, mark in enumerate(marks):
        end = marks[k + 1].start() if k + 1 < len(marks) else len(line.text)
        name = line.text[mark.end() : end].rstrip()
        yield Listed(
            int(mark.group(1)), Found(name, Span(line.start + mark.end(), line.start + mark.end() + len(name)))
        )


def split_parts(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The parts of a file in order. The first is 正文; each next begins at its header, masthead or title."""
    letter = {squash(named): "附件" for named in _handed_on(lines)}
    its_own = dict[str, str]()  # what the last notice embedded lists itself
    labels = ChainMap(its_own, letter)
    embedded_at = 0
    may_list: dict[str, str] | None = letter  # whose list may come next
    sections: list[Section] = []
    seen: Counter[str] = Counter()
    label, first, embedded, title, host = MAIN, 0, False, None, 0
    i = max(1, read_head(lines, 0, len(lines)).end)  # its own head begins no second part
    while i < len(lines):
        if may_list is not None and _opens_list(lines, i, len(lines)):
            listed, (_, i) = attachment_list(lines, i, len(lines))
            may_list |= _labels(listed)
            may_list = None
            continue
        start = _part_start(lines, i, labels)
        if start is None:
            i += 1
            continue
        next_label, next_embedded, next_title, body = start
        at = _masthead_start(lines, i, first + 1) if next_embedded else i
        seen[next_label] += 1
        unlike = f"{next_label}（{seen[next_label]}）" if seen[next_label] > 1 else next_label
        sections.append(Section(label, first, at, embedded, title, host))
        key = squash(next_title.value) if next_title else ""
        host = _host(next_label, key, letter, its_own, embedded_at, next_embedded)
        label, first, embedded, title = unlike, at, next_embedded, next_title
        i = max(body, i + 1)
        for names in (letter, its_own):
            names.pop(key, None)
        if embedded:
            its_own.clear()
            embedded_at, may_list = len(sections), its_own
    sections.append(Section(label, first, len(lines), embedded, title, host))
    return tuple(sections)


def _labels(listed: Sequence[Listed]) -> dict[str, str]:
    """The labels of the attachments by their squashed names."""
    several = len(listed) > 1
    return {squash(one.name.value): f"附件{one.number}" if several or one.number > 1 else "附件" for one in listed}


def _host(
    label: str, key: str, letter: dict[str, str], its_own: dict[str, str], embedded_at: int, embedded: bool
) -> int:
    """Whose attachment it is: of the letter, or of the notice embedded above it. Who lists its title, else its number."""
    for listed in (letter, its_own):
        if key in listed:
            return 0 if listed is letter else embedded_at
    return 0 if embedded or (label in letter.values() and label not in its_own.values()) else embedded_at


HANDED_ON = re.compile(
    r"[印转]发[^《》。]{0,8}《((?:[^《》]|《[^《》]*》)+)》|"
    r"《((?:[^《》]|《[^《》]*》)+)》[^《》。]{0,60}(?:印发|公布|发布|颁布|转发)"
)
OPENING_LINES = 12


def _handed_on(lines: Sequence[Line]) -> Iterator[str]:
    """The titles that a letter says it hands on, which may follow it without 附件: 现将《某方案》印发给你们."""
    for line in lines[:OPENING_LINES]:
        for found in HANDED_ON.finditer(line.text):
            yield found.group(1) or found.group(2)


def _part_start(lines: Sequence[Line], i: int, labels: Mapping[str, str]) -> tuple[str, bool, Found | None, int] | None:
    """(label, embedded, title, index of the first line of its body) if a part begins at lines[i]."""
    text = lines[i].text.strip()
    header = HEADER.fullmatch(text)
    if header:
        value = parse_numeral(header.group(1)) if header.group(1) else None
        label = f"附件{value}" if value else "附件"
        head = read_head(lines, i + 1, len(lines))
        if head.doc_number:
            return label, True, head.title, head.end
        title, body = _listed_title(lines, i + 1, labels) or _attachment_title(lines, i + 1)
        return label, False, title, body
    for count in range(1, MAX_TITLE_LINES + 1 if labels else 0):
        if i + count > len(lines):
            break
        joined = "".join(line.text.strip() for line in lines[i : i + count])
        listed = labels.get(squash(joined))
        if listed is None:
            continue
        title = Found(joined, Span(lines[i].start, lines[i + count - 1].end))
        head = read_head(lines, i, len(lines))
        if head.title and head.title.span == title.span and (head.doc_number or head.addressees):
            return listed, True, title, head.end
        return listed, _masthead_start(lines, i, 1) < i, title, i + count
    if (
        is_doc_number(text)
        and i + 1 < len(lines)
        and names_organs(lines[i - 1].text if not URGENCY.fullmatch(lines[i - 1].text) else lines[i - 2].text)
    ):
        head = read_head(lines, i, len(lines))
        if head.title and head.end > i + 1:
            return labels.get(squash(head.title.value), "转发文件"), True, head.title, head.end
    return None


def _masthead_start(lines: Sequence[Line], title_at: int, first: int) -> int:
    """Where the masthead above lines[title_at] begins: organ, urgency and 文号 lines directly above it."""
    at = title_at
    has_number = is_doc_number(lines[title_at].text)
    while at > first:
        text = lines[at - 1].text.strip()
        if is_doc_number(text):
            has_number = True
        elif not (URGENCY.fullmatch(text) or (names_organs(text) and has_number) or HEADER.fullmatch(text)):
            break
        at -= 1
        if has_number and names_organs(text):
            break
    return at if has_number else title_at


def _ends_title(text: str) -> bool:
    """Whether a line may be the second half of a title: 行动工作方案, 活动回执."""
    return bool(
        (TITLE_END.search(text) or FORM_END.search(text))
        and len(text) <= MAX_SECOND_HALF
        and not read_number(text)
        and not SENTENCE.search(text)
    )


def _listed_title(lines: Sequence[Line], i: int, labels: Mapping[str, str]) -> tuple[Found, int] | None:
    """The title under an 附件 header that the letter lists, however many lines it is broken over."""
    for count in range(1, min(MAX_TITLE_LINES, len(lines) - i) + 1):
        joined = "".join(line.text.strip() for line in lines[i : i + count])
        if squash(joined) in labels:
            return Found(joined, Span(lines[i].start, lines[i + count - 1].end)), i + count
    return None


def _attachment_title(lines: Sequence[Line], i: int) -> tuple[Found | None, int]:
    """The title under an 附件 header: one or two short lines that are no clause."""
    if i >= len(lines):
        return None, i
    text = lines[i].text.strip()
    if read_number(text) or len(text) > MAX_NAME or re.search(r"[。；：:]", text):
        return None, i
    second = lines[i + 1].text.strip() if i + 1 < len(lines) else ""
    broken = not TITLE_END.search(text) and not names_organs(text) and _ends_title(second)
    count = 2 if DRAFT.fullmatch(second) or broken else 1
    title = "".join(line.text.strip() for line in lines[i : i + count])
    return Found(title, Span(lines[i].start, lines[i + count - 1].end)), i + count

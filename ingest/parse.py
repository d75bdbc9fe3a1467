"""Pages -> Notice: the steps of understanding in their order.

normalise -> parts -> head and tail of each document -> clause tree -> campaigns -> facts -> anomalies
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.anomalies import find_anomalies
from ingest.campaigns import find_campaigns
from ingest.facts import find_facts
from ingest.model import (
    Anomaly,
    Clause,
    ClauseId,
    ClauseKind,
    Masthead,
    Notice,
    NoticeId,
    Pages,
    Part,
    PartId,
    Span,
)
from ingest.normalise import CanonicalText, normalise
from ingest.places import locate
from ingest.structure.clauses import Irregular, build_tree
from ingest.structure.head import read_head
from ingest.structure.issuers import find_issuers, site_of
from ingest.structure.masthead import DATE, POSTED, Head, Line, Tail, date_in, level_of, lines_of
from ingest.structure.paragraphs import CLOSING
from ingest.structure.parts import MAIN, Section, attachment_list, split_parts
from ingest.structure.pieces import Node
from ingest.structure.tail import read_tail

PARSER_VERSION = 6  # raised when the same file would give other clauses or facts; `campaign reindex` then re-parses

MASTHEAD, TITLE, SIGNATURE, COLOPHON = "版头", "标题", "落款", "版记"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One section with its clause nodes in text order and what its head and tail say."""

    section: Section
    nodes: tuple[Node, ...]
    faults: tuple[Irregular, ...]
    masthead: Masthead
    colophon_start: int | None  # offset of a 版记 that closes the section
    colophon_of_letter: bool = False  # it closes the whole file and belongs to 正文


def parse_notice(pages: Pages, source: str) -> Notice:
    """Understand one file. Never raises on text, however odd; the same pages give the same notice.

    `source` is the name of the file as it came.
    """
    canonical = normalise(pages)
    lines = lines_of(canonical.text)
    sections = split_parts(lines) if canonical.text else ()
    left_out = [one.text for one in canonical.dropped if one.reason == "site"]
    parsed = [_parse_section(section, lines, () if k else left_out) for k, section in enumerate(sections)]
    parsed = _give_last_colophon_to_the_letter(parsed, lines)
    main = parsed[0].masthead if parsed else Masthead()
    notice_id = _notice_id(main, source)
    digest = hashlib.sha256(f"{PARSER_VERSION}\n{canonical.text}".encode()).hexdigest()[:8]
    parts = _parts(parsed, notice_id, canonical.text)
    if not parts:
        parts = (Part(PartId(f"{notice_id}.p0"), MAIN),)
    clauses = _clauses(parsed, parts, canonical, f"{notice_id}.{digest}")
    bare = Notice(
        notice_id,
        source,
        canonical.text,
        parts,
        clauses,
        dropped=canonical.dropped,
        places=locate(pages, canonical.text) or canonical.page_places(),
    )
    faults = tuple(
        Anomaly(fault.code, fault.message, bare.clause_at(fault.span.start).id, fault.span)
        for one in parsed
        for fault in one.faults
    )
    dated = replace(bare, parts=find_campaigns(bare))
    understood = replace(dated, facts=find_facts(dated))
    return replace(understood, anomalies=faults + find_anomalies(understood))


def _notice_id(main: Masthead, source: str) -> NoticeId:
    """The identity of a notice: its 文号 and title; without 文号 its title, issuers and date; else the file's name."""
    title = main.title.value if main.title else ""
    if main.doc_number and title:
        key = f"{main.doc_number.value}|{title}"
    elif title:
        key = f"{title}|{'、'.join(issuer.value for issuer in main.issuers)}|{main.issued or ''}"
    else:
        key = source
    return NoticeId(hashlib.sha256(re.sub(r"\s", "", key).encode()).hexdigest()[:10])


def _parse_section(section: Section, lines: Sequence[Line], left_out: Sequence[str] = ()) -> Parsed:
    first, last = section.first, section.last
    document = section.label == MAIN or section.embedded
    nodes: list[Node] = []
    if document:
        head = read_head(lines, first, last)
        tail = read_tail(lines, head.end, last)
        body_first = head.end
        masthead = _masthead(head, tail, lines[first:last], site_of(head.title, left_out))
    else:
        head, tail = Head(first), read_tail(lines, first, last)
        tail = replace(tail, signature=(tail.colophon[0], tail.colophon[0]), issued=None, issuers=())
        body_first = first
        if section.title:
            body_first = next(i for i in range(first, last) if lines[i].end >= section.title.span.end) + 1
        elif lines[first].text.strip().startswith("附") and len(lines[first].text.strip()) <= 8:
            body_first = first + 1
        masthead = Masthead(title=section.title)
    if body_first > first:
        label = MASTHEAD if document else TITLE
        nodes.append(Node(label, lines[first].text.strip(), lines[first].start, ClauseKind.MASTHEAD))
    signature, colophon = tail.signature, tail.colophon
    _, listed = attachment_list(lines, body_first, signature[0])
    roots, faults = build_tree(
        lines[body_first : signature[0]], range(listed[0] + 1 - body_first, listed[1] - body_first)
    )
    nodes += roots
    if signature[0] < signature[1]:
        start = lines[signature[0]]
        nodes.append(Node(SIGNATURE, start.text.strip(), start.start, ClauseKind.SIGNATURE))
    if signature[1] < colophon[0]:
        start = lines[signature[1]]
        nodes.append(Node(CLOSING, start.text.strip(), start.start))
    colophon_start = None
    if colophon[0] < colophon[1]:
        start = lines[colophon[0]]
        nodes.append(Node(COLOPHON, start.text.strip(), start.start, ClauseKind.COLOPHON))
        colophon_start = start.start
    return Parsed(section, tuple(nodes), tuple(faults), masthead, colophon_start)


def _masthead(head: Head, tail: Tail, lines: Sequence[Line], site: str | None = None) -> Masthead:
    posted = date_in(POSTED.search(head.posted.value)) if head.posted else None
    issued, issued_span = None, None
    if tail.issued:
        issued, issued_span = tail.issued
    elif head.noted and (noted := date_in(DATE.fullmatch(head.noted.value))):
        issued, issued_span = noted, head.noted.span
    elif tail.printed:
        issued, issued_span = tail.printed
    elif posted and head.posted:
        issued, issued_span = posted, head.posted.span
    return Masthead(
        head.title, head.doc_number, find_issuers(head, tail, lines, site), head.addressees, issued, issued_span
    )


def _give_last_colophon_to_the_letter(parsed: list[Parsed], lines: Sequence[Line]) -> list[Parsed]:
    """A 版记 behind the attachments closes the whole file: it dates 正文, not the attachment it stands under."""
    if len(parsed) < 2 or parsed[-1].colophon_start is None:
        return parsed
    main, last = parsed[0], parsed[-1]
    tail = read_tail(lines, last.section.first, last.section.last)
    if last.section.embedded:
        letter = tail.printer and any(tail.printer.value.startswith(one.value) for one in main.masthead.issuers)
        if not letter:
            return parsed
        own = _masthead(
            read_head(lines, last.section.first, last.section.last),
            replace(tail, printed=None),
            lines[last.section.first : last.section.last],
        )
        last = replace(last, masthead=own, colophon_of_letter=True)
    else:
        last = replace(last, colophon_of_letter=True)
    masthead = main.masthead
    if masthead.issued is None and tail.printed:
        masthead = replace(masthead, issued=tail.printed[0], issued_span=tail.printed[1])
    if not masthead.issuers and tail.printer:
        masthead = replace(masthead, issuers=(tail.printer,))
    return [replace(main, masthead=masthead), *parsed[1:-1], last]


def _parts(parsed: Sequence[Parsed], notice_id: NoticeId, text: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    for k, one in enumerate(parsed):
        part_id = PartId(f"{notice_id}.p{k}")
        organs = [issuer.value for issuer in one.masthead.issuers]
        level = next((found for organ in organs if (found := level_of(organ))), None)
        host = parts[one.section.host].id if k else None
        parts.append(Part(part_id, one.section.label, one.masthead, host, one.section.embedded, level=level))
    return tuple(parts)


def _clauses(
    parsed: Sequence[Parsed], parts: Sequence[Part], canonical: CanonicalText, prefix: str
) -> tuple[Clause, ...]:
    """Flatten the trees in text order. A clause ends where the next of its rank or above begins."""
    clauses: list[Clause] = []
    flat: list[tuple[Node, int, int, tuple[str, ...]]] = []  # node, part index, depth, path
    for k, one in enumerate(parsed):
        for node in one.nodes:
            owner = 0 if node.start == one.colophon_start and one.colophon_of_letter else k
            stack: list[tuple[Node, int, tuple[str, ...]]] = [(node, 0, (parts[owner].label,))]
            while stack:
                current, depth, above = stack.pop()
                path = (*above, current.label)
                flat.append((current, owner, depth, path))
                stack += [(child, depth + 1, path) for child in reversed(current.children)]
    total = len(canonical.text)
    ends = _ends([(node.start, depth) for node, _, depth, _ in flat], total)
    open_parents: list[int] = []  # indexes into flat of the ancestors of the next node
    for index, (node, owner, depth, path) in enumerate(flat):
        del open_parents[depth:]
        own_end = flat[index + 1][0].start if index + 1 < len(flat) else total
        parent = clauses[open_parents[-1]].id if open_parents else None
        start = 0 if index == 0 else node.start
        clauses.append(
            Clause(
                ClauseId(f"{prefix}.{index}"),
                parts[owner].id,
                parent,
                node.kind,
                path,
                node.heading,
                Span(start, ends[index]),
                own_end,
                canonical.page_of(start),
            )
        )
        open_parents.append(index)
    return tuple(clauses)


def _ends(nodes: Sequence[tuple[int, int]], total: int) -> list[int]:
    """Where each node ends, given (start, depth) in text order: at the next of its rank or above.

    >>> _ends([(0, 0), (5, 1), (9, 1), (12, 0)], 20)
    [12, 9, 12, 20]
    """
    ends = [total] * len(nodes)
    waiting: list[int] = []  # nodes whose end is not known, each deeper than the one before
    for index, (start, depth) in enumerate(nodes):
        while waiting and nodes[waiting[-1]][1] >= depth:
            ends[waiting.pop()] = start
        waiting.append(index)
    return ends

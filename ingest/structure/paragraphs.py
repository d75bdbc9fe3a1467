"""Where unnumbered paragraphs belong: 引言 before the first list, 结尾 behind the last, else the clause above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.organs import is_organ
from ingest.structure.pieces import Node, Piece, heading_of

LEAD, CLOSING = "引言", "结尾"
HANDED_IN = re.compile(r"请[^。]{0,60}?(?:于|在)[^。]{0,40}?(?:前|日|底)[^。]{0,30}?(?:报|送|交|反馈)")
CLOSING_CUE = re.compile(
    r"(?:[^，。：:]{0,12}联\s*系\s*(?:人|方式|电话)|(?:联系|咨询|承办|受理)(?:单位|部门|处室|科室|机构)\s*[：:]|电\s*话|传\s*真|邮\s*箱|电子邮[箱件]|地\s*址|邮\s*编|附\s*件?\s*[:：]|附件下载|特此)"
)
APART = re.compile(r"附\s*件?\s*[:：]|附件下载|特此")  # never the text of a section, even of one that has no other
ANNOUNCES = re.compile(r"联系|咨询|报名|报送|方式|反馈|受理")  # in a title whose list has no other text
Placed = tuple[Piece, Node | None, int]  # a piece, the node if it heads one, the depth of its list


def place_unnumbered(placed: Sequence[Placed], roots: list[Node]) -> None:
    """Put 引言 and 结尾 among the nodes; every other paragraph stays with the clause above it."""
    heads = [k for k, (_, node, _) in enumerate(placed) if node]
    first_head = heads[0] if heads else len(placed)
    lead = [piece for piece, _, _ in placed[:first_head]]
    if lead:
        roots[:0] = _lead(lead, whole=not heads)
    stretches = list(pairwise([*heads, len(placed)]))  # from each head to the next
    below = {}  # how many paragraphs stand below each head
    for head, following in stretches:
        below[id(placed[head][1])] = following - head - 1
    parents = _parents(roots)
    for head, following in stretches:
        piece, node, depth = placed[head]
        tail = [one for one, _, _ in placed[head + 1 : following]]
        is_last = following == len(placed)
        if node is None or not tail or (not is_last and placed[following][2] >= depth):
            continue
        parent = parents[id(node)]
        siblings = parent.children if parent else roots
        others = [one for one in siblings if one is not node and one.label not in (LEAD, CLOSING)]
        own_paragraphs = any(below[id(one)] or one.children for one in others)
        keeps = own_paragraphs or piece.is_title if others else heading_of(piece.text, piece.number)[1]
        owner = roots if is_last else siblings
        text_of_its_own = own_paragraphs or not others or bool(ANNOUNCES.search(piece.text))
        cut = (_closing(tail, piece.is_title and text_of_its_own) if is_last else len(tail)) if keeps else 0
        if cut < len(tail):
            at = len(owner) if is_last else owner.index(node) + 1
            owner.insert(at, Node(CLOSING, heading_of(tail[cut].text, None)[0], tail[cut].start))


def _lead(lead: Sequence[Piece], whole: bool) -> list[Node]:
    """引言, and 结尾 where the text has no list at all."""
    cut = len(lead)
    if whole:
        cut = next((k for k, piece in enumerate(lead) if k and _closes(piece.text)), cut)
        cut = max(_with_organs_above(lead, cut), 1)
    opening = [Node(LEAD, heading_of(lead[0].text, None)[0], lead[0].start)]
    if cut < len(lead):
        opening.append(Node(CLOSING, heading_of(lead[cut].text, None)[0], lead[cut].start))
    return opening


def _closing(tail: Sequence[Piece], titled: bool) -> int:
    """How many paragraphs behind the last head are still its text.

    What stands first below a title that has a text is: 四、联系方式 has its contacts, 五、信息报送 what is to be handed
    in; the last of a list of names has neither.
    """
    first = 0
    if titled and not APART.match(tail[0].text):
        first = 1
        if _of_contacts(tail[0].text):
            first = next((n for n, one in enumerate(tail) if not _of_contacts(one.text)), len(tail))
    cut = next((n for n, one in enumerate(tail) if n >= first and _closes(one.text)), len(tail))
    return max(_with_organs_above(tail, cut), first)


def _of_contacts(text: str) -> bool:
    return bool(CLOSING_CUE.match(text) and not APART.match(text)) or is_organ(text.strip().rstrip("：:"))


def _with_organs_above(pieces: Sequence[Piece], cut: int) -> int:
    """The cut, before the lines that name nothing but the organ whose 联系人 comes next."""
    while 0 < cut < len(pieces) and is_organ(pieces[cut - 1].text.strip().rstrip("：:")):
        cut -= 1
    return cut


def _closes(text: str) -> bool:
    return bool(CLOSING_CUE.match(text) or HANDED_IN.search(text))


def _parents(roots: list[Node]) -> dict[int, Node | None]:
    parents: dict[int, Node | None] = {id(node): None for node in roots}
    stack = list(roots)
    while stack:
        node = stack.pop()
        for child in node.children:
            parents[id(child)] = node
            stack.append(child)
    return parents

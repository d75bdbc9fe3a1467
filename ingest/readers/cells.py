"""A row of a table as one line of text. Cells in, a line out: the same for every format that has tables."""

from __future__ import annotations

from collections.abc import Sequence

CELL = " | "  # a tab would become a blank in the canonical text, and then no row could be taken apart
LABEL_END = ("：", ":")


def row(cells: Sequence[str]) -> str:
    """The cells with a bar between them; an empty one keeps its place, a label and what it names are one cell.

    >>> row(["1", "报送总结", "", "5月13日"]), row(["联系人：", "王某", "电话：", "010-65197902"]), row(["", " "])
    ('1 | 报送总结 |  | 5月13日', '联系人：王某 | 电话：010-65197902', '')
    """
    joined: list[str] = []
    for cell in cells:
        words = " ".join(cell.split())
        if words and joined and joined[-1].endswith(LABEL_END) and not words.endswith(LABEL_END):
            joined[-1] += words
        else:
            joined.append(words)
    while joined and not joined[-1]:
        joined.pop()
    return CELL.join(joined)

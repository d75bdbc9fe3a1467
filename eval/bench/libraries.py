"""Generated notices, the libraries made of them, LlamaIndex's store of the same clauses, and questions to ask of all.

<folder>/in/                     the notices
<folder>/library/                our library
<folder>/llamaindex-<revision>/  what `eval.bench.peer` makes of the clauses of that library
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from eval.bench.processes import CAMPAIGN, run
from eval.corpus import write_corpus
from ingest.model import NoticeId
from ingest.store import Store, open_store

SEED = 1
CLAUSES_A_NOTICE = 11  # of the generated ones, about
# What is asked, by kind; {} is where the campaign is named, if it is.
ABOUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "deadlines": ("{}总结材料最晚什么时候报？", "{}材料什么时候交？"),
        "due in a month": ("{}5月要交什么？", "{}10月有哪些截止的？"),
        "contacts": ("{}联系人是谁？", "{}传真是多少？"),
        "laws": ("{}要遵守哪些法律？", "{}要遵守电子商务法吗？"),
        "period": ("{}活动时间是什么时候？", "{}活动从哪天到哪天？"),
        "organisers": ("{}主办单位是谁？", "{}承办单位有哪些？"),
        "clauses": ("{}对包装有什么要求？", "{}出现投诉怎么处理？", "{}推荐企业有什么条件？", "{}如何保障物流畅通？"),
        "everyday words": ("{}怎么照顾老年人？", "{}卖假货怎么办？"),
        "notices": ("{}有哪些通知？", "哪些{}通知提到电子商务法？", "哪些{}通知没有写联系人？"),
        "not there": ("{}能不能报销机票？", "第五十届{}联系人是谁？"),
    }
)
WAYS = 3  # with the notice given, with the campaign named, with neither


@dataclass(frozen=True, slots=True)
class Question:
    """One of three comes with its notice, one names its campaign, one leaves open which is meant."""

    kind: str
    text: str
    notice_id: NoticeId | None


def library_of(clauses: int, folder: Path) -> Path:
    """A library of about so many clauses in a folder; what is there already is not read again."""
    if not (folder / "in").exists():
        write_corpus(folder / "part", max(1, clauses // CLAUSES_A_NOTICE), SEED)
        (folder / "part").rename(folder / "in")
    run([*CAMPAIGN, "ingest", "--data-dir", str(folder / "library"), str(folder / "in")])
    return folder / "library"


def peer_of(library: Path) -> Path:
    """LlamaIndex's store of a library's clauses, beside it; one that is there already is used again."""
    with open_store(library).opened() as store:
        folder = library.parent / f"llamaindex-{store.library.revision()}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        run([sys.executable, "-m", "eval.bench.peer.clauses", str(library), str(part)])
        part.rename(folder)
    return folder


def questions(store: Store, seed: int = SEED) -> Iterator[Question]:
    """Questions without end, each kind in each way in turn, about notices taken at random."""
    rng = random.Random(seed)
    entries = store.library.entries()
    for number in itertools.count():
        kind = list(ABOUT)[number // WAYS % len(ABOUT)]
        entry, text = rng.choice(entries), rng.choice(ABOUT[kind])
        campaign = entry.parts[0].campaign
        name = campaign.name if campaign and number % WAYS == 1 else ""
        yield Question(kind, text.format(name), entry.id if number % WAYS == 0 else None)

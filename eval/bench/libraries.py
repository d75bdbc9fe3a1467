"""Generated notices, the libraries made of them, LlamaIndex's store of the same clauses, and questions to ask of all.

<folder>/in/                   the notices
<folder>/library-<parser>/     our library of them, by the version of the parser that cut its clauses
<folder>/llamaindex-<parser>/  what `eval.bench.peer` makes of these clauses

A `.part` is what was being written when somebody stopped it.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from eval.bench.processes import CAMPAIGN, run
from eval.corpus import write_corpus
from ingest.model import NoticeId
from ingest.parse import PARSER_VERSION
from ingest.store import Store

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
    """A library of about so many clauses in a folder; what is there already is used again."""
    notices, library = folder / "in", folder / f"library-{PARSER_VERSION}"
    with _whole(notices) as part:
        if part:
            write_corpus(part, max(1, clauses // CLAUSES_A_NOTICE), SEED)
    with _whole(library) as part:
        if part:
            run([*CAMPAIGN, "ingest", "--data-dir", str(part), str(notices)])
    return library


def peer_of(library: Path) -> Path:
    """LlamaIndex's store of a library's clauses, beside it; one that is there already is used again."""
    peer = library.with_name(f"llamaindex-{PARSER_VERSION}")
    with _whole(peer) as part:
        if part:
            run([sys.executable, "-m", "eval.bench.peer.clauses", str(library), str(part)])
    return peer


@contextmanager
def _whole(folder: Path) -> Iterator[Path | None]:
    """Where to write what shall be in a folder, which is there only when all of it is; None where it is there already."""
    if folder.exists():
        yield None
        return
    part = folder.with_name(f"{folder.name}.part")
    if part.exists():
        shutil.rmtree(part)
    yield part
    part.rename(folder)


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

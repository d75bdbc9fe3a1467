"""One question looks up each notice once, and does not look through hundreds of documents one by one."""

from __future__ import annotations

from assistant.ask import Assistant
from assistant.glance import Glance
from assistant.model import Status
from assistant.narrow import MANY_DOCUMENTS
from ingest.model import Notice, NoticeId
from tests.assistant.build import AS_OF, FILES, NoMeanings, PairIndex, parsed
from tests.fakes import FakeShelf

FILLER = "关于开展第{n}次检查的通知\n各单位：\n一、检查安排\n第{n}次检查自行安排。\n"


class CountingShelf(FakeShelf):
    """Knows how often each notice was asked for."""

    asked: list[NoticeId]

    def notice(self, notice_id: NoticeId, version: int | None = None) -> Notice | None:
        self.asked.append(notice_id)
        return super().notice(notice_id, version)


def shelf_of(*texts: str) -> CountingShelf:
    shelf = CountingShelf(tuple(parsed(text, f"{n}.txt") for n, text in enumerate(texts)))
    shelf.asked = []
    return shelf


def test_a_notice_is_looked_up_once() -> None:
    shelf = shelf_of(*FILES.values())
    glance = Glance(shelf)
    notice_id = shelf.entries()[0].id

    assert glance.notice(notice_id) is glance.notice(notice_id)
    assert glance.notice(NoticeId("gone")) is None
    assert shelf.asked == [notice_id, "gone"]


def test_of_very_many_documents_only_the_nearest_are_looked_through() -> None:
    shelf = shelf_of(*FILES.values(), *(FILLER.format(n=n) for n in range(2 * MANY_DOCUMENTS)))
    notices = tuple(found for entry in shelf.entries() if (found := shelf.notice(entry.id)))
    assistant = Assistant(shelf, PairIndex(notices), NoMeanings())
    assistant.ask("过度包装怎么减少", as_of=AS_OF)
    shelf.asked.clear()

    answer = assistant.ask("原发包装和过度包装有什么要求", as_of=AS_OF)

    assert answer.status is Status.ANSWERED
    assert "推广原发包装" in answer.text
    assert len(set(shelf.asked)) <= MANY_DOCUMENTS

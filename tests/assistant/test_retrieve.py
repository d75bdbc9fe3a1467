"""Two searches fused, and only clauses of the documents a question is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from assistant.model import Kind, Query
from assistant.retrieve import NOTICE_WEIGHT, PREFERRED, TITLE_WEIGHT, VECTOR_WEIGHT, retrieve
from ingest.model import ClauseId, NoticeId, notice_of
from tests.assistant.build import AS_OF, Desk, documents
from tests.fakes import FakeShelf

Found = list[tuple[ClauseId, float]]


@dataclass
class Index:
    """Finds what it is told to."""

    lexical: Found
    vector: Found
    notices: list[tuple[NoticeId, float]] = field(default_factory=list)
    asked: tuple[str, ...] = ()

    def search_lexical(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> Found:
        self.asked = (text, *also)
        return self.lexical[:limit]

    def search_vector(self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None) -> Found:
        return self.vector[:limit]

    def search_notices(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[NoticeId, float]]:
        return self.notices[:limit]


def found(
    desk: Desk,
    index: Index,
    *,
    sources: str = "",
    question: str = "推荐几家企业",
    limit: int = 9,
    preferred: Collection[NoticeId] = (),
) -> list[str]:
    chosen = [document for document in documents(desk) if sources in document.source]
    query = Query(question, Kind.CLAUSES, AS_OF)
    shelf = FakeShelf(desk.notices)
    hits = retrieve(query, chosen, not sources, index, shelf, limit, preferred)
    return [f"{hit.notice.source} {hit.clause.label} {hit.score:.2f}" for hit in hits]


def ids(desk: Desk, source: str, *labels: str) -> list[ClauseId]:
    notice = next(notice for notice in desk.notices if notice.source == source)
    return [next(clause.id for clause in notice.clauses if clause.label == label) for label in labels]


def test_bm25_is_scaled_to_its_best_and_the_cosine_weighed(desk: Desk) -> None:
    one, two, three = ids(desk, "2021-双品网购节.txt", "正文 一", "正文 二", "正文 三")
    index = Index([(one, 8.0), (two, 4.0)], [(two, 1.0), (three, 0.5)])

    # What one search did not bring has at most the score of the last that it brought.
    assert found(desk, index) == [
        f"2021-双品网购节.txt 正文 一 {1.0 + VECTOR_WEIGHT * 0.5:.2f}",
        f"2021-双品网购节.txt 正文 二 {0.5 + VECTOR_WEIGHT:.2f}",
        f"2021-双品网购节.txt 正文 三 {0.5 + VECTOR_WEIGHT * 0.5:.2f}",
    ]


def test_a_clause_of_the_notice_that_is_about_the_question_comes_first(desk: Desk) -> None:
    (third,) = ids(desk, "2021-双品网购节.txt", "正文 一")
    (sixth,) = ids(desk, "2024-双品网购节.txt", "正文 一")
    about = [(notice_of(sixth), 3.0), (notice_of(third), 1.5)]

    assert found(desk, Index([(third, 5.0), (sixth, 4.0)], [], about)) == [
        f"2024-双品网购节.txt 正文 一 {0.8 + NOTICE_WEIGHT:.2f}",
        f"2021-双品网购节.txt 正文 一 {1.0 + NOTICE_WEIGHT * 0.5:.2f}",
    ]


def test_a_notice_the_question_seems_to_mean_comes_before_its_equal(desk: Desk) -> None:
    (third,) = ids(desk, "2021-双品网购节.txt", "正文 一")
    (sixth,) = ids(desk, "2024-双品网购节.txt", "正文 一")
    index = Index([(third, 5.0), (sixth, 5.0)], [])

    assert found(desk, index, preferred={notice_of(sixth)}) == [
        f"2024-双品网购节.txt 正文 一 {1.0 + PREFERRED:.2f}",
        "2021-双品网购节.txt 正文 一 1.00",
    ]


def test_a_notice_whose_title_the_question_repeats_comes_before_its_equal(desk: Desk) -> None:
    (third,) = ids(desk, "2021-双品网购节.txt", "正文 一")
    (sixth,) = ids(desk, "2024-双品网购节.txt", "正文 一")
    index = Index([(third, 5.0), (sixth, 5.0)], [])

    hits = found(desk, index, question="关于举办“第六届双品网购节”的通知推荐几家企业")

    assert hits[0] == f"2024-双品网购节.txt 正文 一 {1.0 + TITLE_WEIGHT:.2f}"  # all of its title
    assert hits[1].startswith("2021-双品网购节.txt")


def test_clauses_of_other_documents_are_never_found(desk: Desk) -> None:
    (third,) = ids(desk, "2021-双品网购节.txt", "正文 一")
    (sixth,) = ids(desk, "2024-双品网购节.txt", "正文 一")
    index = Index([(third, 9.0), (sixth, 4.5)], [])

    assert found(desk, index, sources="2024-双品") == ["2024-双品网购节.txt 正文 一 0.50"]


def test_what_left_the_library_is_passed_over(desk: Desk) -> None:
    gone = [(ClauseId("0000000000.0.1"), 9.0), (ClauseId(f"{desk.notices[0].id}.old.1"), 8.0)]

    assert found(desk, Index(gone, gone)) == []


def test_no_more_than_asked_and_ties_by_id(desk: Desk) -> None:
    clauses = ids(desk, "2021-双品网购节.txt", "正文 三", "正文 一", "正文 二")

    hits = found(desk, Index([(clause, 1.0) for clause in clauses], []), limit=2)
    assert hits == ["2021-双品网购节.txt 正文 一 1.00", "2021-双品网购节.txt 正文 二 1.00"]


def test_lay_words_are_searched_by_what_notices_call_them_too(desk: Desk) -> None:
    index = Index([], [])
    found(desk, index, question="有人卖假货")

    assert index.asked[0] == "有人卖假货"
    assert "假冒伪劣" in index.asked

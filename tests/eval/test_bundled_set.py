"""The regression set of the repository: sound, and wide enough to gate a build."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.model import Kind, Status
from eval.cases import CaseSet
from eval.load import load_set

ROOT = Path(__file__).parents[2]
TEXTS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "notices").glob("*.txt"))}


@pytest.fixture(scope="module")
def bundled() -> CaseSet:
    return load_set(ROOT / "eval" / "sets" / "bundled.yaml", TEXTS)


def test_it_asks_for_every_kind_about_every_notice(bundled: CaseSet) -> None:
    kinds = {kind for case in bundled.cases for kind in case.expect.kinds}
    notices = Counter(source for case in bundled.cases for source in case.expect.notices)

    assert kinds >= {
        Kind.DEADLINES,
        Kind.CONTACTS,
        Kind.LAWS,
        Kind.PERIOD,
        Kind.ORGANISERS,
        Kind.CLAUSES,
        Kind.NOTICES,
    }
    assert set(notices) == set(TEXTS)
    assert min(notices.values()) >= 15


def test_it_asks_enough_that_must_not_be_answered(bundled: CaseSet) -> None:
    refused = Counter(case.expect.statuses[0] for case in bundled.cases if case.expect.must_not_answer)

    assert len(bundled.cases) >= 100
    assert refused.total() >= 25
    assert set(refused) == {Status.NOT_STATED, Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.AMBIGUOUS}


def test_the_set_of_hard_wordings_is_sound_and_asks_about_every_notice() -> None:
    hard = load_set(ROOT / "eval" / "sets" / "robustness.yaml", TEXTS)
    tags = {tag for case in hard.cases for tag in case.tags}

    assert {source for case in hard.cases for source in case.expect.notices} == set(TEXTS)
    assert tags >= {"traditional", "pinyin", "english", "injection", "comparison", "yes-no", "several", "follow-up"}
    assert sum(case.expect.must_not_answer for case in hard.cases) >= 25

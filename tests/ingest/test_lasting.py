"""A large library is read without the collector going through it again and again."""

from __future__ import annotations

import gc

from ingest.lasting import MANY, lasting


def test_many_things_are_let_be_and_few_are_not() -> None:
    before = gc.get_freeze_count()
    with lasting(MANY - 1):
        assert gc.isenabled()
    assert gc.get_freeze_count() == before

    with lasting(MANY):
        assert not gc.isenabled()
        kept = [[number] for number in range(MANY)]
    try:
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(kept)
    finally:
        gc.unfreeze()


def test_who_reads_beside_another_leaves_the_collector_to_them() -> None:
    with lasting(MANY):
        with lasting(MANY):
            pass
        assert not gc.isenabled()
    gc.unfreeze()
    assert gc.isenabled()

"""What an operator's monitoring sees of the language model."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from assistant.api.metrics import Metrics
from tests.fakes import FakeShelf


class Health:
    def resting(self) -> bool:
        return True

    def counts(self) -> Mapping[str, int]:
        return {"ok": 2, "timeout": 3}


def test_how_requests_to_the_model_end_and_whether_it_rests_is_counted() -> None:
    page = generate_latest(Metrics(FakeShelf(()), Health()).registry).decode()
    families = {one.name: one for one in text_string_to_metric_families(page)}

    ended = {one.labels["outcome"]: one.value for one in families["campaign_model_requests"].samples}
    assert (ended, families["campaign_model_resting"].samples[0].value) == ({"ok": 2.0, "timeout": 3.0}, 1.0)


def test_without_a_model_nothing_is_said_of_one() -> None:
    assert b"campaign_model" not in generate_latest(Metrics(FakeShelf(())).registry)

"""`GET /metrics`: counts and times for a monitoring system, in the Prometheus text format. Nothing of what was asked."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from assistant.llm.port import ModelHealth
from assistant.services import Shelf

# From an answer out of memory to one that a language model words.
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Of one application; two in one process count apart."""

    def __init__(self, shelf: Shelf, model: ModelHealth | None = None) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        names = ("method", "route")
        self._requests = Counter(
            "campaign_http_requests_total", "Requests answered", (*names, "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "campaign_http_request_seconds",
            "From the first byte in to the last byte out",
            names,
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        notices = Gauge("campaign_notices", "Notices in the library", registry=self.registry)
        notices.set_function(lambda: len(shelf.entries()))
        revision = Gauge("campaign_library_revision", "Grows with every change of the library", registry=self.registry)
        revision.set_function(shelf.revision)
        if model is not None:
            self.registry.register(_OfModel(model))

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request. `route` is the pattern of the address, so that the number of series stays small."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)


class _OfModel(Collector):
    """How the language model does, read when somebody looks."""

    def __init__(self, model: ModelHealth) -> None:
        self._model = model

    def collect(self) -> Iterator[Metric]:
        ended = CounterMetricFamily("campaign_model_requests", "Requests to the language model", labels=["outcome"])
        for outcome, count in sorted(self._model.counts().items()):
            ended.add_metric([outcome], count)
        yield ended
        resting = GaugeMetricFamily("campaign_model_resting", "1 while answers go without the model: it kept failing")
        resting.add_metric([], float(self._model.resting()))
        yield resting


def create_metrics_route(metrics: Metrics) -> APIRouter:
    api = APIRouter(tags=["health"])

    @api.get("/metrics", summary="Counts and times for a monitoring system")
    def page() -> Response:
        return Response(generate_latest(metrics.registry), headers={"content-type": CONTENT_TYPE_LATEST})

    return api

"""Vectors from any endpoint that speaks OpenAI's `/embeddings`. Texts in, unit vectors out.

In batches, tried again where that may help; what comes back is counted and measured before it is believed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property

import httpx
import numpy as np

from ingest.embed import Vectors, unit
from ingest.errors import ModelUnusable

BATCH = 64  # texts a request; endpoints differ in how many they take, all take this many
ATTEMPTS = 4
FIRST_WAIT_S = 0.5  # doubled each time
TIMEOUT_S = 60.0
TRY_AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})


class OpenAIEmbedding:
    """Any endpoint that speaks OpenAI's `/embeddings`: in batches, tried again where that may help."""

    def __init__(
        self,
        model: str,
        base_url: str,
        api_key: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._url = f"{base_url.rstrip('/')}/embeddings"
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(headers=headers, timeout=TIMEOUT_S, transport=transport)
        self._sleep = sleep

    @cached_property
    def dimension(self) -> int:
        return int(self._ask(["维"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Raises ModelUnusable where the endpoint does not answer, or answers with other vectors than before."""
        parts = [self._ask(list(texts[start : start + BATCH])) for start in range(0, len(texts), BATCH)]
        if any(part.shape[1] != self.dimension for part in parts):
            raise ModelUnusable(f"{self.name}: vectors of {parts[0].shape[1]} dimensions, before {self.dimension}")
        return unit(np.concatenate(parts)) if parts else np.zeros((0, self.dimension), np.float32)

    def _ask(self, texts: list[str]) -> Vectors:
        body = {"model": self._model, "input": [text or " " for text in texts], "encoding_format": "float"}
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(FIRST_WAIT_S * 2 ** (attempt - 1))
            try:
                reply = self._client.post(self._url, json=body)
            except httpx.TransportError as exc:
                problem = str(exc) or type(exc).__name__
                continue
            if reply.status_code == httpx.codes.OK:
                return self._vectors(reply, len(texts))
            problem = f"status {reply.status_code}"
            if reply.status_code not in TRY_AGAIN:
                break
        raise ModelUnusable(f"{self.name}: the endpoint does not answer ({problem}); check CAMPAIGN_EMBEDDING_BASE_URL")

    def _vectors(self, reply: httpx.Response, count: int) -> Vectors:
        try:
            rows = sorted(reply.json()["data"], key=lambda row: int(row["index"]))
            vectors = np.array([row["embedding"] for row in rows], np.float32)
        except (ValueError, KeyError, TypeError) as exc:
            raise ModelUnusable(f"{self.name}: the endpoint's answer holds no vectors ({exc})") from exc
        if vectors.ndim != 2 or len(vectors) != count:
            raise ModelUnusable(f"{self.name}: asked for {count} vectors, got an array of shape {vectors.shape}")
        return vectors

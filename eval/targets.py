"""What is asked: the assistant in this process, or a service at an address. A case in, its answer out.

Both give what users get, the JSON of the contract, with the trace that it holds for evaluators.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

import httpx

from assistant.errors import BadQuestion
from assistant.model import Answer, Query
from assistant.services import Asks, Services, Shelf
from assistant.trace import trace_json, trace_of
from assistant.view import answer_json, notice_json
from eval.cases import BadSet, Case
from eval.replies import Asked, BadReply, reply_of, trace_in
from eval.sources import Source, Sources, source_of
from ingest.errors import CampaignError
from ingest.model import NoticeId

TIMEOUT_S = 60.0  # a language model may be behind the service
WAITS = 5  # how often a service may ask us to come later
LONGEST_WAIT_S = 60.0


class Unanswered(CampaignError):
    """The service gave no answer to one question: a fault of its own, to be reported with the case."""


class Unreachable(CampaignError):
    """There is no service to ask."""


class Target(Protocol):
    """Something that answers questions over notices."""

    @property
    def sources(self) -> Sources: ...

    def ask(self, case: Case) -> Asked:
        """Raises `Unanswered` or `BadReply` for a fault of the target, `BadSet` for one of the case."""
        ...


def no_question(case: Case, reason: str) -> BadSet:
    return BadSet([f"line {case.line}: case {case.id}: not a question one can ask ({reason})"])


def converse(
    case: Case, assistant: Asks, notice_id: NoticeId | None, seconds: Callable[[], float] = time.perf_counter
) -> tuple[Answer, Query | None, float]:
    """The answer to a case, what was understood of the question before it, and the seconds its own question took.

    Raises `BadSet` for a question that the assistant does not take.
    """
    previous: Query | None = None
    try:
        for turn in case.turns:
            said = assistant.ask(turn, as_of=case.as_of, notice_id=notice_id, previous=previous)
            previous = said.query
        started = seconds()
        answer = assistant.ask(case.question, as_of=case.as_of, notice_id=notice_id, previous=previous)
        return answer, previous, seconds() - started
    except BadQuestion as exc:
        raise no_question(case, exc.code) from exc


class InProcess:
    """The assistant as the commands use it."""

    def __init__(self, services: Services, seconds: Callable[[], float] = time.perf_counter) -> None:
        self._assistant = services.assistant
        self._shelf = services.shelf
        self._seconds = seconds
        self.sources = shelf_sources(services.shelf)

    def ask(self, case: Case) -> Asked:
        notice_id = self.sources.ids[case.notice] if case.notice is not None else None
        answer, previous, took_s = converse(case, self._assistant, notice_id, self._seconds)
        trace = trace_of(answer, self._assistant, notice_id=notice_id, previous=previous)
        document = answer_json(answer, self._shelf.notice) | {"trace": trace_json(trace)}
        return Asked(reply_of(document), took_s, trace_in(document))


def shelf_sources(shelf: Shelf) -> Sources:
    """The current notices of a shelf."""
    entries = {entry.id: entry for entry in shelf.entries()}

    def load(notice_id: NoticeId) -> Source | None:
        notice, entry = shelf.notice(notice_id), entries.get(notice_id)
        if notice is None or entry is None:
            return None
        return source_of(notice_json(notice, entry, date.min), notice.text)

    return Sources({entry.source: entry.id for entry in entries.values()}, load)


class OverHttp:
    """A running service, asked as any client asks it: a conversation a case."""

    def __init__(
        self,
        client: httpx.Client,
        seconds: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`client` knows the address. Raises `Unreachable`."""
        self._client = client
        self._seconds = seconds
        self._sleep = sleep
        self.sources = Sources(self._names(), self._load)

    def ask(self, case: Case) -> Asked:
        body: dict[str, Any] = {"as_of": case.as_of.isoformat()}
        if case.turns:  # for a question alone the service need not keep anything
            body["conversation_id"] = f"eval-{secrets.token_hex(8)}"
        if case.notice is not None:
            body["notice_id"] = self.sources.ids[case.notice]
        for turn in case.turns:
            self._post(case, body | {"question": turn})
        document, took_s = self._post(case, body | {"question": case.question, "trace": True})
        reply, trace = reply_of(document), trace_in(document)
        return Asked(reply, took_s - trace.took_ms / 1000 if trace is not None else took_s, trace)

    def _post(self, case: Case, body: dict[str, Any]) -> tuple[Any, float]:
        for _ in range(WAITS):
            started = self._seconds()
            try:
                response = self._client.post("/v1/ask", json=body)
            except httpx.TimeoutException as exc:
                raise Unanswered("no answer in time") from exc
            except httpx.HTTPError as exc:
                raise Unreachable(f"{self._client.base_url}: {exc}; is the service still running?") from exc
            took_s = self._seconds() - started
            if response.status_code not in (429, 503):
                break
            self._sleep(_wait_s(response))
        if response.status_code == 422:
            raise no_question(case, response.text)
        if response.status_code != 200:
            raise Unanswered(f"HTTP {response.status_code}: {response.text[:200]}")
        try:
            return response.json(), took_s
        except ValueError as exc:
            raise BadReply("not JSON") from exc

    def _names(self) -> dict[str, NoticeId]:
        names: dict[str, NoticeId] = {}
        cursor: str | None = None
        while True:
            page = self._get("/v1/notices", {"limit": 1000} | ({"cursor": cursor} if cursor else {})).json()
            names |= {item["source"]: NoticeId(item["id"]) for item in page["items"]}
            cursor = page["next"]
            if cursor is None:
                return names

    def _load(self, notice_id: NoticeId) -> Source | None:
        try:
            document = self._get(f"/v1/notices/{notice_id}").json()
            return source_of(document, self._get(f"/v1/notices/{notice_id}/text").text)
        except Unanswered:
            return None

    def _get(self, path: str, params: dict[str, Any] | None = None) -> httpx.Response:
        try:
            response = self._client.get(path, params=params)
        except httpx.HTTPError as exc:
            raise Unreachable(f"{self._client.base_url}: {exc}; is it the address of a running service?") from exc
        if response.status_code == 404:
            raise Unanswered(f"{path}: not there")
        if response.status_code != 200:
            raise Unreachable(f"{self._client.base_url}{path}: HTTP {response.status_code}; is it this service?")
        return response


def _wait_s(response: httpx.Response) -> float:
    """What the service asks for, within bounds."""
    asked = response.headers.get("retry-after", "")
    return min(float(asked), LONGEST_WAIT_S) if asked.isdigit() else 1.0

"""An answer as users get it: the JSON of `/v1/ask` and `campaign ask --json` in, a `Reply` out.

In process and over HTTP the same JSON is read, so a fault of the view is measured too, and a service that breaks the
contract (answered without a citation, say) is a miss in a report, not a crash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.model import EXTRACTIVE, Citation, Kind, Status
from assistant.trace import Trace
from eval.stated import dates_of, laws_of, phones_of
from ingest.errors import CampaignError
from ingest.model import ClauseId, NoticeId

FACTS = ("deadlines", "contacts", "laws")
TRACE = TypeAdapter(Trace)


class BadReply(CampaignError):
    """What came is no answer as the contract has it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. Dates, phones and laws are those of its text and of the facts beside it."""

    status: Status
    kind: Kind
    text: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    dates: frozenset[date] = frozenset()
    phones: frozenset[str] = frozenset()
    laws: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()  # the kinds of fact it gives
    warnings: tuple[str, ...] = ()  # their codes
    generated_by: str = EXTRACTIVE


@dataclass(frozen=True, slots=True)
class Asked:
    """One case, answered. `took_s` is of the last question, without the turns before it."""

    reply: Reply
    took_s: float
    trace: Trace | None = None


def reply_of(document: Any) -> Reply:
    """Raises `BadReply` where the JSON is not an answer."""
    try:
        facts = {name: tuple(document["facts"][name]) for name in FACTS}
        text = str(document["text"])
        return Reply(
            status=Status(document["status"]),
            kind=Kind(document["kind"]),
            text=text,
            citations=_citations(document["citations"]),
            nearest=_citations(document.get("nearest", ())),
            dates=dates_of(text, facts["deadlines"]),
            phones=phones_of(text, facts["contacts"]),
            laws=laws_of(text, facts["laws"]),
            facts=tuple(name for name, given in facts.items() if given),
            warnings=tuple(str(one["code"]) for one in document["warnings"]),
            generated_by=str(document["generated_by"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise BadReply(
            f"not an answer of this service: {type(exc).__name__} {exc}; is it of the same version?"
        ) from exc


def trace_in(document: Mapping[str, Any]) -> Trace | None:
    """How the answer came about; None where nobody says. Raises `BadReply` where it is no trace."""
    given = document.get("trace")
    if given is None:
        return None
    try:
        return TRACE.validate_python(given)
    except ValidationError as exc:
        raise BadReply(
            f"its trace is none of this service: {exc.errors()[0]['msg']}; is it of the same version?"
        ) from exc


def _citations(given: Sequence[Mapping[str, Any]]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            n=int(one["n"]),
            notice_id=NoticeId(one["notice_id"]),
            title=str(one["title"]),
            doc_number=one["doc_number"],
            clause_id=ClauseId(one["clause_id"]),
            path=tuple(one["path"]),
            label=str(one["label"]),
            quote=str(one["quote"]),
            start=int(one["start"]),
            end=int(one["end"]),
            page=one["page"],
            url=str(one["url"]),
        )
        for one in given
    )

"""An answer as server-sent events: `token` with a proved piece, `answer` with the final answer, `error` where it broke off.

Tokens and the answer in, lines of `text/event-stream` out. Tokens are proved, the answer is what counts: a client shows
the `text` of `answer` in place of the tokens, which may be less than it (the model broke off) but never against it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from assistant.api.problems import Problem, problem_body, problem_from
from assistant.conversations import Conversations
from assistant.model import Answer, Token
from assistant.replies import Replies
from assistant.view import Json
from ingest.errors import CampaignError

# For proxies that would otherwise collect a response before they pass it on.
UNBUFFERED = {"cache-control": "no-cache", "x-accel-buffering": "no"}


def wants_events(accept: str) -> bool:
    """Whether a client asks for events.

    >>> wants_events("text/event-stream"), wants_events("application/json, text/event-stream;q=0"), wants_events("*/*")
    (True, False, False)
    """
    for one in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in one.split(";"))
        if kind == "text/event-stream":
            return not any(part.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for part in parameters)
    return False


def remembering(
    events: Iterable[Token | Answer], conversations: Conversations, conversation_id: str | None
) -> Iterator[Token | Answer]:
    """The same events; what was understood is kept for a follow-up question."""
    for event in events:
        if isinstance(event, Answer) and conversation_id and event.query is not None:
            conversations.remember(conversation_id, event.query)
        yield event


def keeping(events: Iterable[Token | Answer], replies: Replies) -> Iterator[Token | Answer]:
    """The same events; the answer is kept for whoever judges it or asks for more, after it went out."""
    for event in events:
        yield event
        if isinstance(event, Answer):
            replies.remember(event)


def event_stream(events: Iterator[Token | Answer], shown: Callable[[Answer], Json]) -> Iterator[str]:
    """The lines of the stream; `shown` is an answer as JSON. What breaks on the way is an `error` event: the status has long been sent."""
    try:
        for event in events:
            if isinstance(event, Token):
                yield _event("token", {"text": event.text})
            else:
                yield _event("answer", shown(event))
    except CampaignError as error:
        yield _event("error", problem_body(problem_from(error)))
    except Exception:  # the outermost loop of a stream: the client is told, the edge logs it with its traceback
        yield _event("error", problem_body(Problem(500, "internal_error", "服务内部出错，请稍后再试。")))
        raise


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"

"""`/v1/models` and `/v1/chat/completions`: the interface that chat clients already speak, over the same answers.

The last message of the user is the question, his earlier ones are what a follow-up refers to; what the client claims
the assistant said, and system messages, are not read. The text ends with its source list. Parameters that have no
meaning here (temperature, tools …) are ignored, as clients send them to everybody. Errors have the shape that clients
of this interface read (`error.message`, `error.type`, `error.code`), not the problem documents of the rest of `/v1`.

No `from __future__ import annotations` here: FastAPI reads annotations at run time.
"""

import json
import secrets
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.api.events import UNBUFFERED
from assistant.api.problems import OURS, Problem, problem_from
from assistant.api.routes import whole_characters
from assistant.ask import answer_of
from assistant.errors import BadQuestion
from assistant.model import Answer, Query, Token
from assistant.plain import chat_text, in_markdown, sources_text
from assistant.services import Services

MODEL = "campaign-assistant"
# How the description of the interface words what `refusal` makes.
DESCRIBED: dict[int | str, dict[str, object]] = {
    "default": {
        "description": "Refused, as clients of this interface read it",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "error": {
                            "type": "object",
                            "properties": {name: {"type": "string"} for name in ("message", "type", "code")},
                        }
                    },
                }
            }
        },
    }
}
REMEMBERED = 6  # earlier questions that a follow-up may refer to


class TextPart(BaseModel):
    """A piece of a message. Pictures and sound come as other types, which we cannot read."""

    model_config = ConfigDict(extra="ignore")
    type: str
    text: Annotated[str, AfterValidator(whole_characters)] = ""


class Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: str
    content: Annotated[str, AfterValidator(whole_characters)] | list[TextPart] | None = None

    def words(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="ignore")
    include_usage: bool = False


class ChatBody(BaseModel):
    """A conversation so far. Of the interface's parameters these have a meaning here."""

    model_config = ConfigDict(extra="ignore")
    model: str = MODEL
    messages: list[Message] = Field(min_length=1)
    stream: bool | None = False
    stream_options: StreamOptions | None = None


class ChatRoute(APIRoute):
    """Refuses in the words of this interface."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_or_refuse(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                fields = "、".join(sorted({".".join(str(step) for step in one["loc"][1:]) for one in error.errors()}))
                return refusal(400, f"请求内容有误：{fields or '不是有效的JSON'}。", "invalid_request")
            except OURS as error:
                problem = problem_from(error)
                status = 400 if problem.status == 422 else problem.status  # what the original of this interface answers
                return refusal(status, problem.detail, problem.code)
            except HTTPException as error:
                if error.status_code != 413:
                    raise
                return refusal(413, "发来的内容太大，请缩短后再试。", "body_too_large")

        return handle_or_refuse


def create_chat_routes(services: Services, today: Callable[[], date]) -> APIRouter:
    """The routes over `services`."""
    api = APIRouter(prefix="/v1", tags=["chat"], route_class=ChatRoute, responses=DESCRIBED)
    created = int(time.time())

    @api.get("/models", summary="The one model there is")
    def models() -> dict[str, object]:
        return {"object": "list", "data": [_model(created)]}

    @api.get("/models/{model}", summary="What is known of it", response_model=None)
    def model(model: str) -> dict[str, object]:
        if model != MODEL:
            raise Problem(404, "model_not_found", f"没有这个模型，只有 {MODEL}。")
        return _model(created)

    @api.post("/chat/completions", summary="Answer the last message of a conversation")
    def complete(body: ChatBody, request: Request) -> Response:
        asked = [message.words() for message in body.messages if message.role == "user"]
        if not asked:
            raise BadQuestion("empty_question", "问题是空的，请输入要问的内容。")
        base_url = str(request.base_url).rstrip("/")
        events = _events(asked[-1], asked[:-1][-REMEMBERED:], services, today())
        head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": MODEL}
        if body.stream:
            with_usage = body.stream_options is not None and body.stream_options.include_usage
            chunks = _chunks(head, _pieces(events, base_url), with_usage)
            return StreamingResponse(chunks, media_type="text/event-stream", headers=UNBUFFERED)
        answer = answer_of(events)
        message = {"role": "assistant", "content": chat_text(answer, base_url), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _usage()})

    return api


def refusal(status: int, message: str, code: str) -> JSONResponse:
    """An error as clients of this interface read it."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)


def _events(question: str, earlier: list[str], services: Services, as_of: date) -> Iterator[Token | Answer]:
    previous: Query | None = None
    for said in earlier:
        try:
            previous = services.assistant.understand(said, as_of=as_of, previous=previous)
        except BadQuestion:
            continue  # it was refused when it was asked, and says nothing about what follows
    return services.assistant.ask_stream(question, as_of=as_of, previous=previous)


def _pieces(events: Iterator[Token | Answer], base_url: str) -> Iterator[str]:
    """The text as it is proved, then its sources. What was sent cannot be taken back: where the whole answer turns out
    to be another one than its pieces, each of them true, it follows in full.
    """
    sent = ""
    for event in events:
        if isinstance(event, Token):
            sent += event.text
            yield in_markdown(event.text)
        elif event.text == sent:
            yield sources_text(event, base_url)
        else:
            yield ("\n\n完整回答：\n\n" if sent else "") + chat_text(event, base_url)


def _chunks(head: dict[str, object], pieces: Iterator[str], with_usage: bool) -> Iterator[str]:
    def event(delta: dict[str, str] | None, finish: str | None = None, **more: object) -> str:
        choices = [] if delta is None else [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
        chunk = {**head, "object": "chat.completion.chunk", "choices": choices, **more}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    yield event({"role": "assistant", "content": ""})
    for piece in pieces:
        if piece:
            yield event({"content": piece})
    yield event({}, "stop")
    if with_usage:
        yield event(None, usage=_usage())
    yield "data: [DONE]\n\n"


def _usage() -> dict[str, int]:
    """Nobody is billed by us. What a language model behind the answers uses is counted by its own server."""
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _model(created: int) -> dict[str, object]:
    return {"id": MODEL, "object": "model", "created": created, "owned_by": "campaign-assistant"}

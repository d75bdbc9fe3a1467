"""`/v1/models` and `/v1/chat/completions`: the interface that chat clients already speak, over the same answers.

The last message of the user is the question, his earlier ones are what a follow-up refers to; what the client claims
the assistant said, and system messages, are not read. The text ends with its source list. Parameters that have no
meaning here (temperature, tools …) are ignored, as clients send them to everybody. Errors have the shape that clients
of this interface read (`error.message`, `error.type`, `error.code`), not the problem documents of the rest of `/v1`.

No `from __future__ import annotations` here: FastAPI reads annotations at run time.
"""

import json
import re
import secrets
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from assistant.api.problems import OURS, problem_from
from assistant.api.routes import whole_characters
from assistant.errors import BadQuestion
from assistant.model import Answer, Query
from assistant.plain import chat_text
from assistant.services import Services

MODEL = "campaign-assistant"
REMEMBERED = 6  # earlier questions that a follow-up may refer to
PIECE = re.compile(r"[^。！？；\n]*(?:[。！？；\n]+|$)")  # what one event of a stream carries: a sentence or a line


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
                return refusal(400 if problem.status < 500 else problem.status, problem.detail, problem.code)
            except HTTPException as error:
                if error.status_code != 413:
                    raise
                return refusal(413, "发来的内容太大，请缩短后再试。", "body_too_large")

        return handle_or_refuse


def create_chat_routes(services: Services, today: Callable[[], date]) -> APIRouter:
    """The routes over `services`."""
    api = APIRouter(prefix="/v1", tags=["chat"], route_class=ChatRoute)
    created = int(time.time())

    @api.get("/models", summary="The one model there is")
    def models() -> dict[str, object]:
        return {"object": "list", "data": [_model(created)]}

    @api.get("/models/{model}", summary="What is known of it", response_model=None)
    def model(model: Literal["campaign-assistant"]) -> dict[str, object]:
        return _model(created)

    @api.post("/chat/completions", summary="Answer the last message of a conversation")
    def complete(body: ChatBody, request: Request) -> Response:
        asked = [message.words() for message in body.messages if message.role == "user"]
        if not asked:
            raise BadQuestion("empty_question", "问题是空的，请输入要问的内容。")
        answer = _answer(asked[-1], asked[:-1][-REMEMBERED:], services, today())
        text = chat_text(answer, str(request.base_url).rstrip("/"))
        head = {
            "id": f"chatcmpl-{answer.trace_id or secrets.token_hex(8)}",
            "created": int(time.time()),
            "model": MODEL,
        }
        if body.stream:
            with_usage = body.stream_options is not None and body.stream_options.include_usage
            return StreamingResponse(_events(head, text, with_usage), media_type="text/event-stream")
        message = {"role": "assistant", "content": text, "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice], "usage": _usage()})

    return api


def refusal(status: int, message: str, code: str) -> JSONResponse:
    """An error as clients of this interface read it."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return JSONResponse({"error": {"message": message, "type": kind, "param": None, "code": code}}, status)


def _answer(question: str, earlier: list[str], services: Services, as_of: date) -> Answer:
    previous: Query | None = None
    for said in earlier:
        try:
            previous = services.assistant.understand(said, as_of=as_of, previous=previous)
        except BadQuestion:
            continue  # it was refused when it was asked, and says nothing about what follows
    return services.assistant.ask(question, as_of=as_of, previous=previous)


def _events(head: dict[str, object], text: str, with_usage: bool) -> Iterator[str]:
    """The text, which is proved as a whole before the first piece goes out, as server-sent events."""

    def event(delta: dict[str, str] | None, finish: str | None = None, **more: object) -> str:
        choices = [] if delta is None else [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
        chunk = {**head, "object": "chat.completion.chunk", "choices": choices, **more}
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    yield event({"role": "assistant", "content": ""})
    for piece in PIECE.findall(text):
        if piece:
            yield event({"content": piece})
    yield event({}, "stop")
    if with_usage:
        yield event(None, usage=_usage())
    yield "data: [DONE]\n\n"


def _usage() -> dict[str, int]:
    """Answers are composed from the notices: no token of a model is used that somebody would have to pay for."""
    return {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


def _model(created: int) -> dict[str, object]:
    return {"id": MODEL, "object": "model", "created": created, "owned_by": "campaign-assistant"}

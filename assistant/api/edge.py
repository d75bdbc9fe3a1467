"""The outermost layer of the service: bounds what comes in, logs one line per request, lets no error through.

Plain ASGI, so that streams pass unbuffered. The log names the route, never what was asked.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.problems import Problem, problem_of, problem_response

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
)


class BodyTooLarge(HTTPException):
    """More came in than we take. FastAPI lets its own kind of error through while it reads a body, no other."""

    def __init__(self) -> None:
        super().__init__(413)


class Edge:
    """Wraps the application."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        observe: Callable[[str, str, int, float], None],
        max_body_bytes: int = MAX_BODY_BYTES,
        larger: Mapping[tuple[str, str], int] = MappingProxyType({}),
    ) -> None:
        """`observe` is told method, route, status and seconds of each request; `larger` says which take more."""
        self._app = app
        self._observe = observe
        self._max_body_bytes = max_body_bytes
        self._larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, request_id = time.perf_counter(), secrets.token_hex(8)
        status = 0  # nothing sent yet

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {
                    **message,
                    "headers": [*message["headers"], *HEADERS, (b"x-request-id", request_id.encode())],
                }
            await send(message)

        async def refuse(problem: Problem, **more: str) -> None:
            if status == 0:  # a response that has begun can only be cut off
                await problem_response(problem, None, **more)(scope, receive, send_on)

        try:
            limit = self._larger.get((scope["method"], scope["path"]), self._max_body_bytes)
            self._check_length(scope, limit)
            await self._app(scope, self._bounded(receive, limit), send_on)
        except BodyTooLarge as error:
            await refuse(problem_of(error))
        except Exception:  # the outermost loop of a request
            logger.exception("request failed id=%s route=%s", request_id, _route(scope))
            await refuse(Problem(500, "internal_error", "服务内部出错，请稍后再试。"), request_id=request_id)
        finally:
            took_s = time.perf_counter() - started
            self._observe(scope["method"], _route(scope), status, took_s)
            logger.info(
                "request id=%s method=%s route=%s status=%d ms=%.1f",
                request_id,
                scope["method"],
                _route(scope),
                status,
                took_s * 1000,
            )

    def _check_length(self, scope: Scope, limit: int) -> None:
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > limit:
                raise BodyTooLarge

    def _bounded(self, receive: Receive, limit: int) -> Receive:
        """For bodies that come in pieces and do not say how long they are."""
        taken = 0

        async def receive_on() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise BodyTooLarge
            return message

        return receive_on


def _route(scope: Scope) -> str:
    """The pattern of the address: the address itself may hold what somebody typed."""
    return str(getattr(scope.get("route"), "path", "-"))

"""Errors over HTTP: RFC 9457 (application/problem+json), Chinese for the reader, a stable code for programs.

People who came by browser get the same words on a page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.changes import VersionUnknown
from assistant.errors import BadQuestion
from assistant.tables import BadCursor
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

TITLES = {
    401: "需要管理密钥",
    403: "不允许",
    404: "找不到",
    405: "不支持这种请求方法",
    413: "内容太大",
    422: "请求有误",
    500: "服务出错",
    503: "暂时无法服务",
}
CODES = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}
DETAILS = {404: "没有这个地址。", 405: "这个地址不支持这种请求方法。", 413: "发来的内容太大，请缩短后再试。"}

# pydantic's error types, by their beginning, in the words of a user
MISTAKES = (
    ("missing", "缺少此项"),
    ("extra_forbidden", "没有这一项"),
    ("json_", "不是有效的JSON"),
    ("date_from", "日期应写成 2024-05-13 的形式"),
    ("date_", "日期应写成 2024-05-13 的形式"),
    ("greater_than", "数值或日期太小"),
    ("less_than", "数值或日期太大"),
    ("int_", "应为整数"),
    ("string_too_long", "太长"),
    ("too_long", "太长"),
    ("string_", "应为文字"),
    ("literal_error", "不在可选值之内"),
    ("value_error", "含有无法识别的字符"),
    ("model_", "应为JSON对象"),
)


class Problem(Exception):
    """A request that is refused, with what its sender should know."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


# How the description of the interface words what `problem_body` makes.
DESCRIBED: dict[int | str, dict[str, object]] = {
    "default": {
        "description": "Refused; `code` stays the same between versions",
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "code"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "code": {"type": "string"},
                    },
                }
            }
        },
    }
}
OURS = (Problem, BadQuestion, VersionUnknown, BadCursor, CampaignError)


def notice_unknown() -> Problem:
    return Problem(404, "notice_not_found", "没有这份通知，请核对编号。")


def version_unknown(error: VersionUnknown) -> Problem:
    had = "、".join(str(version) for version in sorted(error.had))
    if not error.version:
        return Problem(404, "version_not_found", f"这份通知只有第{had}版，没有更早的版本可比。")
    return Problem(404, "version_not_found", f"这份通知没有第{error.version}版，现有：{had}。")


def problem_of(error: HTTPException) -> Problem:
    """What the frameworks below refuse by themselves: no such address, no such method, too large."""
    status = error.status_code
    return Problem(status, CODES.get(status, f"http_{status}"), DETAILS.get(status, "请求未能完成。"))


def problem_from(error: Exception) -> Problem:
    """What the user is told of an error of ours; an error that is none of these is raised again."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, BadQuestion):
        return Problem(422, error.code, error.message)
    if isinstance(error, VersionUnknown):
        return version_unknown(error)
    if isinstance(error, BadCursor):
        return Problem(422, "bad_cursor", "翻页标记无效，请从第一页开始。")
    if isinstance(error, CampaignError):
        logger.error("store unusable: %s", error)
        return Problem(503, "unavailable", "资料库暂时无法使用，请稍后再试或联系管理员。")
    raise error


def problem_body(problem: Problem, **more: object) -> dict[str, object]:
    return {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "请求未能完成"),
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        **more,
    }


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None, **more: object) -> JSONResponse:
    return JSONResponse(
        problem_body(problem, **more),
        status_code=problem.status,
        media_type="application/problem+json",
        headers=dict(headers) if headers else None,
    )


def install_problems(app: FastAPI, page: Callable[[Request, Problem], Response]) -> None:
    """Make every refusal a problem document, or `page` for a browser."""

    def answer(
        request: Request, problem: Problem, headers: Mapping[str, str] | None = None, **more: object
    ) -> Response:
        return page(request, problem) if _by_browser(request) else problem_response(problem, headers, **more)

    def on_problem(request: Request, error: Exception) -> Response:
        problem = problem_from(error)
        return answer(request, problem, {"www-authenticate": "Bearer"} if problem.status == 401 else None)

    def on_http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        return answer(request, problem_of(error), error.headers)

    def on_invalid(request: Request, error: Exception) -> Response:
        if not isinstance(error, RequestValidationError):
            raise error
        errors = [_mistake(one) for one in error.errors()]
        detail = "；".join(f"{one['field']}：{one['message']}" for one in errors) + "。"
        return answer(request, Problem(422, "invalid_request", detail), errors=errors)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    for ours in OURS:
        app.add_exception_handler(ours, on_problem)


def _mistake(error: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with one field. The value sent is not repeated: it may be private."""
    loc, kind = error["loc"], str(error["type"])
    names = [str(step) for step in loc[1:]] if isinstance(loc, tuple) else []
    message = next((words for start, words in MISTAKES if kind.startswith(start)), "填写有误")
    field = "请求内容" if kind.startswith("json_") or not names else ".".join(names)
    return {"field": field, "message": message}


def _by_browser(request: Request) -> bool:
    return not request.url.path.startswith("/v1") and "text/html" in request.headers.get("accept", "")

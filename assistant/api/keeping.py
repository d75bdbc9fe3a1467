"""Notices in and out over HTTP, for whoever holds the admin key: `POST /v1/notices`, `DELETE /v1/notices/{id}`.

The key is checked before a byte of an upload is read. No `from __future__ import annotations` here: FastAPI reads
annotations at run time.
"""

import hmac
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from assistant.api.problems import Problem, notice_unknown, problem_response
from assistant.services import Archive
from ingest.limits import MAX_FILE_BYTES
from ingest.model import NoticeId
from ingest.pipeline import Outcome, Report, Result

MAX_NAME_BYTES = 200  # file systems take 255
PIECE_BYTES = 1 << 20
CHANGED = (Result.ADDED, Result.NEW_VERSION)
UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Keeper:
    """What may be changed, and the key that allows it. Without a key nobody may."""

    archive: Archive
    key: str | None = field(default=None, repr=False)
    file_bytes: int = MAX_FILE_BYTES

    @property
    def max_body_bytes(self) -> int:
        """A file as large as `campaign ingest` takes, and the lines around it."""
        return self.file_bytes + 64 * 1024


bearer = HTTPBearer(auto_error=False, description="the value of CAMPAIGN_ADMIN_KEY")


def create_keeping_routes(keeper: Keeper) -> APIRouter:
    """The routes over `keeper`."""

    def allowed(given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
        if keeper.key is None:
            raise Problem(403, "admin_key_not_set", "本服务没有设置管理密钥，不能上传或删除通知。")
        if given is None or not hmac.compare_digest(given.credentials.encode(), keeper.key.encode()):
            raise Problem(401, "admin_key_wrong", "管理密钥缺失或不正确。")

    api = APIRouter(prefix="/v1", tags=["keeping"], dependencies=[Depends(allowed)])

    @api.post("/notices", summary="Read a file into the library: one notice, or a zip of several", openapi_extra=UPLOAD)
    async def upload(request: Request) -> Response:
        async with request.form(max_files=1, max_fields=0) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Problem(422, "invalid_request", "file：缺少此项。")
            name = file_name(file.filename or "")
            with tempfile.TemporaryDirectory(prefix="campaign-upload-") as folder:
                path = Path(folder, name)
                with path.open("wb") as copy:
                    while piece := await file.read(PIECE_BYTES):
                        await run_in_threadpool(copy.write, piece)
                report = await run_in_threadpool(keeper.archive.ingest, [path], lambda outcome: None)
                return _reported(report, lambda outcome: str(outcome.path).removeprefix(f"{folder}/"))

    @api.delete("/notices/{notice_id}", summary="Take a notice out, with all its versions", status_code=204)
    def remove(notice_id: str) -> Response:
        if keeper.archive.shelf.notice(NoticeId(notice_id)) is None:
            raise notice_unknown()
        keeper.archive.remove(NoticeId(notice_id))
        return Response(status_code=204)

    return api


def file_name(sent: str) -> str:
    """The name a file was sent under, without folders: it says what the file is, never where it goes.

    >>> file_name("..\\\\..\\\\通知.docx"), file_name("a/b/通知.pdf")
    ('通知.docx', '通知.pdf')
    """
    name = PurePosixPath(sent.replace("\\", "/")).name
    if not name or name == ".." or not name.isprintable() or len(name.encode()) > MAX_NAME_BYTES:
        raise Problem(422, "bad_file_name", "文件名为空、太长或含有无法使用的字符，请改名后再上传。")
    return name


def _reported(report: Report, shown: Callable[[Outcome], str]) -> Response:
    items = [
        {
            "source": shown(one),
            "result": one.result.value,
            "reason": one.reason or None,
            "notice_id": one.notice_id,
            "version": one.version,
        }
        for one in report.outcomes
    ]
    if all(one.result in (Result.FAILED, Result.SKIPPED) for one in report.outcomes):
        return problem_response(Problem(422, "unreadable_file", "文件无法读取，原因见 items。"), items=items)
    status = 201 if any(one.result in CHANGED for one in report.outcomes) else 200
    return JSONResponse({"items": items, "next": None}, status)

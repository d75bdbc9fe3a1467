"""A language model that says what it is told to, over real HTTP and server-sent events: for the gate's figures and tests.

A function from the request's body to a Reply in, a running OpenAI-compatible server out. Replies can be as broken as real
servers are.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EVENTS = "text/event-stream"
Request = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sends: a status, and pieces of a body with a pause (seconds) before each."""

    pieces: tuple[bytes, ...]
    status: int = 200
    kind: str = EVENTS
    pause_s: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False  # the connection breaks where the body promised more


def says(text: str, *, size: int = 7, finish: str | None = "stop", pause_s: float = 0.0) -> Reply:
    """A text as a well-behaved server streams it, in pieces of so many characters."""
    pieces = [chunk({"role": "assistant", "content": ""})]
    pieces += [chunk({"content": text[at : at + size]}) for at in range(0, len(text), size)]
    if finish is not None:
        pieces += [chunk({}, finish), b"data: [DONE]\n\n"]
    return Reply(tuple(pieces), pause_s=pause_s)


def fails(status: int, message: str = "no", *, retry_after: str | None = None) -> Reply:
    """An error as such servers send it."""
    headers = () if retry_after is None else (("retry-after", retry_after),)
    body = json.dumps({"error": {"message": message, "type": "error"}}).encode()
    return Reply((body,), status, "application/json", headers=headers)


def chunk(delta: Mapping[str, object], finish: str | None = None) -> bytes:
    """One event of a stream."""
    body = {
        "id": "c",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


class Scripted:
    """The script of a server, which can be changed while it runs, and what it was asked."""

    def __init__(self, script: Callable[[Request], Reply]) -> None:
        self.script = script
        self.requests: list[Request] = []
        self.headers: list[Mapping[str, str]] = []
        self.base_url = ""


class Server(ThreadingHTTPServer):
    """Clients that break off are what it is there for: no word about them."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(script: Callable[[Request], Reply]) -> Iterator[Scripted]:
    """A server on a free port of this machine, for as long as the block runs."""
    scripted = Scripted(script)
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            scripted.requests.append(body)
            scripted.headers.append(dict(self.headers))
            reply = scripted.script(body)
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True  # the client has gone: that is what timeouts are for

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("content-type", reply.kind)
            self.send_header("transfer-encoding", "chunked")
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            for piece in reply.pieces:
                if reply.pause_s and over.wait(reply.pause_s):
                    return
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            if reply.cut:
                self.close_connection = True
                return
            self.wfile.write(b"0\r\n\r\n")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: what was asked is nobody's business."""

    server = Server(("127.0.0.1", 0), Handler)
    scripted.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()

"""A web address is fetched from the public internet only, within limits; what it was asked for is what it connects to."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.pipeline import PARSER, ingest_paths
from ingest.readers import read
from ingest.readers.web import Limits, Url, fetch, is_public, name_for
from ingest.store import open_store

PAGE = "<html><head><title>关于开展活动的通知</title></head><body><p>各市商务局，请报送总结。</p></body></html>"
Answer = Callable[[str], bytes]


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Server:
    """Answers on a loopback port; remembers what was asked for, and by which Host."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                request = b""
                while b"\r\n\r\n" not in request and (piece := connection.recv(4096)):
                    request += piece
                if not request:
                    continue
                path = request.split(b" ")[1].decode()
                host = next(line for line in request.decode().split("\r\n") if line.lower().startswith("host:"))
                self.asked.append((path, host[6:]))
                answer = self.answers[path]
                connection.sendall(answer)
                if answer == b"":
                    connection.settimeout(5)
                    connection.recv(1)  # until the other side gives up

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, bytes]], Server]]:
    servers: list[Server] = []

    def start(answers: dict[str, bytes]) -> Server:
        servers.append(Server(answers))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def local(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def get(server: Server, path: str, tmp_path: Path, **options: object) -> Path:
    settings: dict[str, object] = {"resolve": local, "allow": lambda address: True} | options
    return fetch(Url(f"http://www.example.gov.cn:{server.port}{path}"), tmp_path, **settings)  # type: ignore[arg-type]


def why(server: Server, path: str, tmp_path: Path, **options: object) -> str:
    with pytest.raises(UnreadableFile) as caught:
        get(server, path, tmp_path, **options)
    prefix = f"http://www.example.gov.cn:{server.port}{path}: "
    assert str(caught.value).startswith(prefix)
    return str(caught.value).removeprefix(prefix)


def test_a_page_comes_as_a_file_under_its_name(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve({"/art/%E9%80%9A%E7%9F%A5.jsp?id=1": reply(PAGE.encode(), "Content-Type: text/html; charset=utf-8")})

    path = get(server, "/art/通知.jsp?id=1", tmp_path)

    assert (path.name, path.read_text("utf-8")) == ("通知.jsp.html", PAGE)
    assert read(path).texts == ("关于开展活动的通知\n各市商务局，请报送总结。",)
    assert server.asked == [("/art/%E9%80%9A%E7%9F%A5.jsp?id=1", f"www.example.gov.cn:{server.port}")]


def test_the_encoding_that_only_the_server_names_is_written_into_the_file(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    server = serve({"/a.html": reply("<p>請報送總結。".encode("big5"), "Content-Type: text/html; charset=Big5")})

    assert get(server, "/a.html", tmp_path).read_bytes() == "<p>請報送總結。".encode("utf-8-sig")


def test_a_page_that_comes_packed_is_unpacked(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(
        {"/a.html": reply(gzip.compress(PAGE.encode()), "Content-Encoding: gzip", "Content-Type: text/html")}
    )

    assert get(server, "/a.html", tmp_path).read_text("utf-8") == PAGE


def test_redirects_are_followed_and_each_host_is_checked(serve: Callable[..., Server], tmp_path: Path) -> None:
    looked_up: list[str] = []

    def resolve(host: str, port: int) -> Sequence[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    server = serve({"/b.txt": reply("通知".encode(), "Content-Type: text/plain")})
    server.answers["/a"] = reply(b"", f"Location: http://other.example.cn:{server.port}/b.txt", status="302 Found")

    assert get(server, "/a", tmp_path, resolve=resolve).read_text("utf-8") == "通知"
    assert looked_up == ["www.example.gov.cn", "other.example.cn"]
    assert [host.partition(":")[0] for _, host in server.asked] == ["www.example.gov.cn", "other.example.cn"]


def test_a_redirect_into_our_own_network_is_refused(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve({"/a": reply(b"", "Location: http://inside.example.cn/", status="302 Found")})
    addresses = {"www.example.gov.cn": ["127.0.0.1"], "inside.example.cn": ["8.8.8.8", "10.0.0.1"]}

    reason = why(
        server, "/a", tmp_path, resolve=lambda host, port: addresses[host], allow=lambda address: address != "10.0.0.1"
    )

    assert reason == "inside.example.cn is 10.0.0.1, not on the public internet; save the page yourself"


def test_the_address_that_was_checked_is_the_one_connected_to(serve: Callable[..., Server], tmp_path: Path) -> None:
    """A name that means another machine at the second look-up (DNS rebinding) is looked up once."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    server = serve({"/a.txt": reply("通知".encode())})

    get(server, "/a.txt", tmp_path, resolve=lambda host, port: next(answers))

    assert next(answers) == ["10.0.0.1"]


def test_nothing_of_this_machine_is_fetched(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve({})

    for host in ("127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"):
        with pytest.raises(UnreadableFile, match="not on the public internet"):
            fetch(Url(f"http://{host}:{server.port}/"), tmp_path)
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "100.64.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "fe80::1%eth0",
        "fc00::1",
        "2002:7f00:1::",
        "x",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_limits_of_size_time_and_redirects(serve: Callable[..., Server], tmp_path: Path) -> None:
    bomb = reply(gzip.compress(bytes(1_000_000)), "Content-Encoding: gzip")
    open_end = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 20_000
    server = serve({"/big": reply(b"x" * 20_000), "/open": open_end, "/bomb": bomb, "/slow": b""})
    server.answers["/round"] = reply(b"", "Location: /round", status="301 Moved")
    limits = Limits(max_bytes=10_000, timeout_s=0.3, redirects=2)
    too_large = "larger than 0.01 MB; download it and ingest its parts"

    assert [why(server, path, tmp_path, limits=limits) for path in ("/big", "/open", "/bomb", "/round", "/slow")] == [
        too_large,
        too_large,
        too_large,
        "more than 2 redirects; open it in a browser and save the page",
        "no answer within 0.3 s; try again later",
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_notice_is_refused(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(
        {
            "/gone": reply(b"", status="404 Not Found"),
            "/film": reply(b"x", "Content-Type: video/mp4"),
            "/packed": reply(b"x", "Content-Encoding: br"),
            "/ftp": reply(b"", "Location: ftp://a.cn/b", status="302 Found"),
            "/login": reply(b"", "Location: http://user:secret@a.cn/", status="302 Found"),
            "/odd": b"SSH-2.0-OpenSSH\r\n",
        }
    )

    assert [why(server, path, tmp_path) for path in ("/gone", "/film", "/packed", "/ftp")] == [
        "the server answered 404; open it in a browser, save the page, ingest the file",
        "holds video/mp4; give the address of the notice itself",
        "comes packed as br; open it in a browser, save the page, ingest the file",
        "leads to ftp://a.cn/b, which is no plain http or https address; check it",
    ]
    assert why(server, "/login", tmp_path).endswith("no plain http or https address; check it")
    assert why(server, "/odd", tmp_path).startswith("cannot be fetched (")


@pytest.mark.parametrize(
    "url", ["http://", "http://[::1", "http://a.cn:99999/", "http://u:p@a.cn/", "http://" + "a" * 70 + ".cn/"]
)
def test_what_is_no_address_is_said_so(tmp_path: Path, url: str) -> None:
    with pytest.raises(UnreadableFile, match="address"):
        fetch(Url(url), tmp_path, resolve=local, allow=lambda address: False)


@pytest.mark.parametrize(
    ("disposition", "url", "kind", "name"),
    [
        ('attachment; filename="../../通知.docx"', "http://a.cn/d", "", "通知.docx"),
        ("attachment; filename=%E9%80%9A%E7%9F%A5.pdf", "http://a.cn/d", "", "通知.pdf"),
        ("", "http://a.cn/files/%CD%A8%D6%AA.doc", "application/msword", "通知.doc"),
        ("", "http://a.cn/..%2F..%2Fetc", "text/plain", "etc.txt"),
        ("", "http://a.cn/" + "长" * 100 + ".html", "text/html", "长" * 40 + ".html"),
        ("", "http://a.cn/..", "", "page"),
    ],
)
def test_the_name_of_the_file(disposition: str, url: str, kind: str, name: str) -> None:
    assert name_for(disposition, url, kind) == name


def test_a_web_address_is_ingested_under_the_name_of_its_file(tmp_path: Path) -> None:
    def fake(url: Url, folder: Path) -> Path:
        if url.endswith("/gone"):
            raise UnreadableFile(f"{url}: the server answered 404")
        path = folder / "art_1.html"
        path.write_text(PAGE, encoding="utf-8")
        return path

    urls = [Url("https://a.cn/art_1.html"), Url("https://a.cn/gone"), Url("https://a.cn/art_1.html")]
    with open_store(tmp_path / "data", parser_version=PARSER.version).opened() as store:
        done = ingest_paths(urls, store.library, store.index, report=lambda outcome: None, fetch=fake)
        (entry,) = store.library.entries()

    assert [(one.path, one.result.value, one.reason) for one in done.outcomes] == [
        ("https://a.cn/art_1.html", "added", ""),
        ("https://a.cn/gone", "failed", "https://a.cn/gone: the server answered 404"),
        ("https://a.cn/art_1.html", "unchanged", ""),
    ]
    assert entry.source == "art_1.html"

"""A web address -> a file, from public addresses only, within limits of size and time.

A page that somebody asks us to read must not make us ask our own network: every host on the way, after each redirect,
is looked up once, what it stands for is checked, and the very address that was checked is connected to. The name still
goes into the request and the certificate check. Proxies of the environment are not used: they would look up again.

Source: RFC 6890 and the IANA registries behind `ipaddress.is_global`; RFC 6266 (Content-Disposition).
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import NewType
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import httpcore

from ingest.errors import UnreadableFile
from ingest.readers.names import decode_name
from ingest.readers.txt import BOMS

Url = NewType("Url", str)
Resolve = Callable[[str, int], Sequence[str]]
Allow = Callable[[str], bool]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PORTS = {"http": 80, "https": 443}
SUFFIX_OF = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "application/ofd": ".ofd",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}
NEVER = ("audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript", "application/json")
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
MAX_NAME = 120
NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\]")
AGENT = "campaign-assistant (reads public notices)"


@dataclass(frozen=True, slots=True)
class Limits:
    max_bytes: int = 50_000_000
    timeout_s: float = 60.0  # for all of it, redirects included
    connect_timeout_s: float = 10.0
    redirects: int = 5


LIMITS = Limits()


class _Refused(Exception):
    """An address that we do not connect to; or no time is left."""


def is_url(word: str) -> bool:
    """Whether a word on the command line is a web address.

    >>> is_url("https://example.gov.cn/a.html"), is_url("notices/https")
    (True, False)
    """
    return word.lower().startswith(("http://", "https://"))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, with all disguises of a private one taken off.

    >>> [is_public(one) for one in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::a00:1")]
    [True, False, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour or ip.teredo or ip in NAT64:
            return False  # carries an IPv4 address to where we cannot see
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def fetch(
    url: Url, folder: Path, *, limits: Limits = LIMITS, resolve: Resolve = resolve, allow: Allow = is_public
) -> Path:
    """Bring what stands at a web address into `folder`, under the name its server gives; raises UnreadableFile."""
    end = time.monotonic() + limits.timeout_s
    backend = _Guarded(resolve, allow, lambda: end - time.monotonic())
    here = str(url)
    for _ in range(limits.redirects + 1):
        there = _get(here, url, folder, backend, limits)
        if isinstance(there, Path):
            return there
        here = urljoin(here, there)
    raise UnreadableFile(f"{url}: more than {limits.redirects} redirects; open it in a browser and save the page")


def _get(here: str, url: Url, folder: Path, backend: _Guarded, limits: Limits) -> Path | str:
    """One request: the file, or the address it is to be found at."""
    request = _request(here, url, limits)
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend, retries=0) as pool,
            pool.stream(request.method, request.url, headers=request.headers, extensions=request.extensions) as reply,
        ):
            headers = _headers(reply.headers)
            if reply.status in REDIRECTS and headers.get("location"):
                return headers["location"]
            if reply.status != 200:
                raise UnreadableFile(
                    f"{url}: the server answered {reply.status}; open it in a browser, save the page, ingest the file"
                )
            kind = headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind.startswith(NEVER):
                raise UnreadableFile(f"{url}: holds {kind}; give the address of the notice itself")
            body = _body(reply.iter_stream(), headers, url, limits)
    except (httpcore.TimeoutException, TimeoutError) as exc:
        raise UnreadableFile(f"{url}: no answer within {limits.timeout_s:g} s; try again later") from exc
    except _Refused as exc:
        raise UnreadableFile(f"{url}: {exc}") from exc
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as exc:
        raise UnreadableFile(f"{url}: cannot be fetched ({exc or type(exc).__name__}); check the address") from exc
    target = folder / name_for(headers.get("content-disposition", ""), here, kind)
    target.write_bytes(_declared_in_itself(body, headers.get("content-type", ""), kind))
    return target


def _request(here: str, url: Url, limits: Limits) -> httpcore.Request:
    try:
        parts = urlsplit(here)
        host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as exc:
        raise UnreadableFile(f"{url}: not a web address ({exc}); check it") from exc
    if parts.scheme not in PORTS or not host or parts.username is not None:
        shown = f"leads to {here}, which is" if here != url else "is"
        raise UnreadableFile(f"{url}: {shown} no plain http or https address; check it")
    target = _quoted(parts.path or "/") + (b"?" + _quoted(parts.query) if parts.query else b"")
    bracketed = f"[{host}]" if ":" in host else host
    authority = bracketed if port == PORTS[parts.scheme] else f"{bracketed}:{port}"
    wait = {"connect": limits.connect_timeout_s, "read": limits.timeout_s, "write": limits.timeout_s}
    return httpcore.Request(
        "GET",
        httpcore.URL(scheme=parts.scheme.encode(), host=host.encode(), port=port, target=target),
        headers=[("Host", authority), ("User-Agent", AGENT), ("Accept", "*/*"), ("Accept-Encoding", "identity")],
        extensions={"timeout": wait},
    )


def _quoted(text: str) -> bytes:
    """Chinese characters and blanks in an address, as browsers send them; what is quoted already stays."""
    return re.sub(rb"[^!-~]", lambda found: b"%%%02X" % found.group()[0], text.encode("utf-8", errors="replace"))


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Names in small letters. Values are bytes that servers write in UTF-8 or GBK, whatever the standard says."""
    found: dict[str, str] = {}
    for name, value in raw:
        found.setdefault(name.decode("latin-1").lower(), decode_name(value))
    return found


def _body(stream: Iterable[bytes], headers: dict[str, str], url: Url, limits: Limits) -> bytes:
    """All of it, unpacked where the server packs unasked; raises UnreadableFile above the limit."""
    too_large = UnreadableFile(f"{url}: larger than {limits.max_bytes / 1e6:g} MB; download it and ingest its parts")
    length = headers.get("content-length", "")
    if length.isascii() and length.isdigit() and len(length) < 20 and int(length) > limits.max_bytes:
        raise too_large
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "deflate"):
        raise UnreadableFile(f"{url}: comes packed as {packing}; open it in a browser, save the page, ingest the file")
    unpack = zlib.decompressobj(47 if packing == "gzip" else 15) if packing in ("gzip", "deflate") else None
    body = bytearray()
    try:
        for piece in stream:
            body += unpack.decompress(piece, limits.max_bytes + 1) if unpack else piece
            if len(body) > limits.max_bytes:
                raise too_large
    except zlib.error as exc:
        raise UnreadableFile(f"{url}: damaged on the way ({exc}); try again") from exc
    return bytes(body)


def name_for(disposition: str, url: str, kind: str) -> str:
    """The name of the file: what the server calls it, else the last part of the address; with a suffix.

    >>> name_for("attachment; filename*=UTF-8''%E9%80%9A%E7%9F%A5.docx", "https://a.cn/d?id=1", "")
    '通知.docx'
    >>> name_for("", "https://a.cn/art/2024/3/5/", "text/html"), name_for("", "https://a.cn", "text/html")
    ('5.html', 'a.cn.html')
    """
    message = Message()
    message["Content-Disposition"] = disposition.replace("\r", " ").replace("\n", " ")
    parts = urlsplit(url)
    name = decode_name(unquote_to_bytes(message.get_filename("") or ""))
    name = name or decode_name(unquote_to_bytes(parts.path.rstrip("/").rpartition("/")[2])) or parts.hostname or "page"
    name = NOT_IN_NAMES.sub("_", name.replace("\\", "/").rpartition("/")[2] or name).strip(" .") or "page"
    stem, dot, suffix = name.rpartition(".")
    wanted = SUFFIX_OF.get(kind, "")
    if not dot or not stem or not 1 <= len(suffix) <= 8 or not suffix.isascii() or not suffix.isalnum():
        stem, suffix = name, wanted
    else:
        stem, suffix = stem, f".{suffix}"
    if wanted == ".html" and suffix != wanted:
        stem, suffix = f"{stem}{suffix}", wanted  # content.jsp, a.cn: pages, whatever makes them
    return f"{stem.encode()[:MAX_NAME].decode(errors='ignore')}{suffix}"


def _declared_in_itself(body: bytes, content_type: str, kind: str) -> bytes:
    """A page in the encoding that its server names, as UTF-8 with its mark: the file is read again without the server."""
    message = Message()
    message["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    charset = message.get_content_charset("") if kind in PAGE_TYPES else ""
    if charset in ("", "utf-8", "utf8") or any(body.startswith(bom) for bom, _ in BOMS):
        return body
    try:
        return body.decode("gb18030" if charset in ("gb2312", "gbk") else charset).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return body  # the server is wrong; the page's own declaration decides


class _Guarded(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to nothing else; nothing goes on when time is up."""

    def __init__(self, resolve: Resolve, allow: Allow, time_left: Callable[[], float]) -> None:
        self._resolve, self._allow, self._time_left = resolve, allow, time_left
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._resolve(host, port)
        refused = [address for address in addresses if not self._allow(address)]
        if refused or not addresses:
            found = ", ".join(refused) or "nowhere"
            raise _Refused(
                f"{host} is {'' if found == host else f'{found}, '}not on the public internet; save the page yourself"
            )
        for last, address in enumerate(addresses, 1 - len(addresses)):
            try:
                stream = self._inner.connect_tcp(
                    address, port, _shorter(timeout, self._time_left()), local_address, socket_options
                )
                return _Timed(stream, self._time_left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if last == 0:
                    raise
        raise httpcore.ConnectError(host)


class _Timed(httpcore.NetworkStream):
    """A connection on which no single step outlasts the time that is left for all."""

    def __init__(self, inner: httpcore.NetworkStream, time_left: Callable[[], float]) -> None:
        self._inner, self._time_left = inner, time_left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _shorter(timeout, self._time_left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _shorter(timeout, self._time_left()))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, _shorter(timeout, self._time_left()))
        return _Timed(stream, self._time_left)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _shorter(timeout: float | None, left: float) -> float:
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(timeout, left)

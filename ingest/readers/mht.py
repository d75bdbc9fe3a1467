"""Web pages saved as one file (.mht, .mhtml; of old office systems also .doc): the page is a part of a mail. Path -> Pages.

Source: RFC 2557 (MIME encapsulation of HTML).
"""

from __future__ import annotations

import email
import email.policy
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Pages
from ingest.readers.html import LIMITS, read_page
from ingest.readers.isolate import isolated
from ingest.readers.txt import bytes_of


def read_mht(path: Path) -> Pages:
    """The notice in the page; raises UnreadableFile."""
    return isolated(LIMITS, path.name, page_in, bytes_of(path), path.name)


def page_in(data: bytes, name: str) -> Pages:
    """The first page among the parts. For a child process."""
    try:
        parts = email.message_from_bytes(data, policy=email.policy.compat32).walk()
        page = next((part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"), None)
    except (RecursionError, ValueError, LookupError) as exc:
        raise UnreadableFile(f"{name}: a damaged web page ({exc}); save it again from the browser") from exc
    if not isinstance(page, bytes):
        raise UnreadableFile(f"{name}: holds no web page; save it again from the browser as .html")
    return read_page(page, name)

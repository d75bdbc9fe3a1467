"""File names whose encoding nobody states: in zip archives, in web addresses, in HTTP headers. Bytes -> name."""

from __future__ import annotations

import re

TWO_BYTES = re.compile(r"[\u0080-\u07ff]")  # letters that no Chinese file name has, in UTF-8 two bytes each


def decode_name(raw: bytes) -> str:
    """UTF-8 if it is, else GBK. Some GBK words are valid UTF-8 by chance, but never in Chinese characters.

    >>> decode_name("通知.doc".encode("gbk")), decode_name("通知.doc".encode())
    ('通知.doc', '通知.doc')
    """
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
    if not TWO_BYTES.search(name):
        return name
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return name

"""What went out of late: how much to each chat, and which answers are being shown. In memory: it matters for minutes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from dataclasses import dataclass, field

MINUTE_S = 60.0
REMEMBERED = 1_000  # chats and streams


class Paces:
    """How much went to each chat in the last minute."""

    def __init__(self) -> None:
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, chat: str) -> None:
        sent = self._sent.setdefault(chat, deque(maxlen=64))
        sent.append(asyncio.get_running_loop().time())
        self._sent.move_to_end(chat)
        while len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)

    def lately(self, chat: str) -> int:
        since = asyncio.get_running_loop().time() - MINUTE_S
        return sum(moment > since for moment in self._sent.get(chat, ()))


@dataclass(slots=True)
class Stream:
    """What was shown of an answer."""

    last_frame: float = 0.0  # seconds of the loop's clock
    trace: str = ""


@dataclass(slots=True)
class Streams:
    """By the name of the stream, the newest of them."""

    known: OrderedDict[str, Stream] = field(default_factory=OrderedDict)

    def frame(self, name: str) -> Stream:
        stream = self.known.setdefault(name, Stream())
        stream.last_frame = asyncio.get_running_loop().time()
        self.known.move_to_end(name)
        while len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        return stream

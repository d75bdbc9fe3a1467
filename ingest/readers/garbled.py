"""Whether a text is none: codes that mean nothing, or characters that nobody writes. Text -> yes or no.

Source: GB 2312 and Big5, which have the common characters in front.
"""

from __future__ import annotations

MAX_UNREADABLE = 0.15  # of the characters
MIN_COMMON = 0.7  # of the Chinese characters: 0.98 and more in notices, 0.2 where codes are mapped at random
MIN_JUDGED = 20
LEVEL_ONE = range(0xB0, 0xD8)  # lead bytes of the 3,755 common characters of GB 2312
BIG5_COMMON = range(0xA4, 0xC7)  # the same for traditional characters


def is_garbled(text: str, unmapped: int = 0) -> bool:
    """Whether a text layer holds codes that mean nothing, or other characters than were printed.

    >>> is_garbled("为贯彻中央经济工作会议关于着力扩大国内需求的工作部署，现就有关事项通知如下：")
    False
    >>> is_garbled("鼃鼄龘齉齾钃饢驫麤龗籲厵灪爩癵韊韽顟鱻鸝麢黭黸" * 2), is_garbled("\\ue001\\ue002\\ufffd" * 10)
    (True, True)
    """
    if len(text) < MIN_JUDGED:
        return False
    unreadable = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char < " " for char in text)
    if max(unreadable, unmapped) > MAX_UNREADABLE * len(text):
        return True
    chinese = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    return len(chinese) >= MIN_JUDGED and sum(map(_is_common, chinese)) < MIN_COMMON * len(chinese)


def _is_common(char: str) -> bool:
    simple, traditional = char.encode("gb2312", errors="ignore"), char.encode("big5", errors="ignore")
    return any(code and code[0] in lead for code, lead in ((simple, LEVEL_ONE), (traditional, BIG5_COMMON)))

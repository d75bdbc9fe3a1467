"""Make `assistant/data/syllables.txt`: which characters are read how, for words typed by their sound.

`python scripts/make_syllables.py` needs `pypinyin` (MIT), which is no dependency of the program: its dictionaries take
half a second to load. The characters are those of GB 2312, the readings without tones, the most usual one only: 前 is also read
jian, which makes 简报 of 前报.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

TARGET = Path(__file__).parents[1] / "assistant" / "data" / "syllables.txt"


def main() -> None:
    characters = [
        bytes((high, low)).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    ]
    read: dict[str, list[str]] = defaultdict(list)
    for character in filter(None, characters):
        read[pinyin(character, style=Style.NORMAL)[0][0]].append(character)
    TARGET.write_text("".join(f"{syllable} {''.join(read[syllable])}\n" for syllable in sorted(read)), "utf-8")


if __name__ == "__main__":
    main()

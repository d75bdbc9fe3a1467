"""A sentence of a model without what only marks it up, its citation marks in one form.

What small models add and nobody asked for: bold, bullets, code marks, tables, 回答：, end-of-text tokens, 【原文1】, （1）.
"""

from __future__ import annotations

import re

# How models write a mark: [1], 【1】, ［1, 2］, [来源1], [^1], [[1]], [1](#1), （来源：[1]）.
_ONE = r"[\[［【]{1,2}\s*(?:来源|出处|资料|原文|材料|引用|编号|第|注)*\s*[:：^]?\s*(?:\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[条号]?\s*[\]］】]{1,2}"
_LINKED = rf"(?:{_ONE})(?:\(#[^()\s]*\))?"
LOOSE_MARK = re.compile(
    rf"[（(]\s*(?:来源|出处|参考|依据|详?见|引用)?\s*[:：]?\s*(?:{_LINKED})(?:\s*[、，,]?\s*{_LINKED})*\s*[)）]|\s*{_LINKED}"
)
LOOSE_MARK_OPENS = "[［【（("
ROUND_MARK = re.compile(
    r"[（(]\s*(?:来源|出处|原文|见)?\s*[:：]?\s*(\d{1,2})\s*[)）](?=[。；！？]?\s*$)|([①-⑳])(?=[。；！？]?\s*$)"
)
BULLET = re.compile(r"^\s*(?:#{1,6}\s+|[-*•·]\s+|>\s+|\d{1,2}[.、)）]\s*(?!\d)|[（(]\d{1,2}[）)]\s*)")
TOKEN = re.compile(
    r"<\|[^|<>]{1,24}\|>|</?(?:s|br|b|p|strong|answer|think|回答|答案|已核对的答案)\s*/?>|\\boxed\{|^\s*\}\s*$|^```\w*$"
)
ANNOUNCED = re.compile(r"^(?:最终)?(?:回答|答案|答|Answer)\s*[:：]\s*")
ROW = re.compile(r"^\|(?P<cells>.+)\|$")
RULE = re.compile(r"^\|?[\s:|-]+\|?$")
ITALIC = re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*")
LED = re.compile(
    r"^(?:根据|按照|依据)(?:原文|资料|来源|材料)?(?P<marks>(?:\[\d{1,3}\])+)(?:的?(?:规定|内容|要求))?[,，:：]?(?P<said>.+?)$"
)
WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def tidy(text: str) -> str:
    """A sentence as it may be judged and shown.

    >>> tidy("- **总结**于5月13日前报送【1，2】。")
    '总结于5月13日前报送[1][2]。'
    >>> tidy("根据原文[1]，总结于５月１３日前报送。"), tidy("| 总结 | 5月13日前[1] |")
    ('总结于5月13日前报送。[1]', '总结：5月13日前[1]')
    """
    text = TOKEN.sub("", text.translate(WIDE)).replace("**", "").replace("`", "").strip()
    text = BULLET.sub("", ANNOUNCED.sub("", ITALIC.sub(r"\1", text)))
    if RULE.fullmatch(text):
        return ""
    if row := ROW.match(text):
        text = "：".join(cell.strip() for cell in row["cells"].split("|") if cell.strip())
    text = LOOSE_MARK.sub(lambda mark: "".join(f"[{int(n)}]" for n in re.findall(r"\d+", _numbers(mark.group()))), text)
    text = ROUND_MARK.sub(lambda mark: f"[{mark[1] or ord(mark[2]) - ord('①') + 1}]", text).strip()
    if led := LED.match(text):
        text = led["said"] + led["marks"]
    return text


def _numbers(mark: str) -> str:
    """A mark without the place in a page it links to."""
    return re.sub(r"\(#[^()]*\)", "", mark)

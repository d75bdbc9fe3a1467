"""What an answer that states nothing may say: one of our own sentences, with no citation, fact, date, number or address.

draft -> Problems. `assistant.answers` and `assistant.ask` write these sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims import CLOCK, EMAIL, NAME, PHONE, Problem, fold, read_days
from assistant.model import Draft
from assistant.quoting import Notices, names_of
from ingest.structure.masthead import DOC_NUMBER

# What answers nothing says it in one of our own sentences.
DOCUMENT = r"《[^。;!?]+?》(?:\([^()。,:;!?]+\))?"
ASKED = r"(?:《[^《》。]+》|“[^“”。]+”|[^《》“”。,:;!?])+?"  # what the question asks for: words without a clause of their own
REFUSALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<document>{DOCUMENT})没有写明(?P<asked>{ASKED})。",
        rf"(?P<document>{DOCUMENT})只要求“(?P<rule>[^“”]+)”,没有写明具体日期。",
        rf"以下通知都没有写明(?P<asked>{ASKED}):(?P<documents>{DOCUMENT}(?:;{DOCUMENT})*)。",
        rf"(?:现有相关通知都|通知)没有写明(?P<asked>{ASKED})。",
        r"没有“[^“”。]+”的通知。(?:现有:[^。,:;!?]+。)?",
        r"没有找到能回答“[^“”。:;!?\d]+”的通知条款。",
        r"“[^“”。:;!?\d]+”不是通知里的内容,这里不作回答。",
        r"没有找到能回答这个问题的通知条款。请写明是哪个活动,或换一种说法。",
        r"没有找到写有这个联系方式的通知。请写明是哪个活动。",
        r"找到了相关条款,但无法核对无误,因此不作回答。请查阅通知原文。",
        r"上一个回答里没有“第?[一二三四五六七八九十个份家位种类最后\d]+”。",
        r"资料库里还没有通知。",
        r"请写明是哪一份通知。",
        r"请写明比较哪几份通知。",
        r"我只回答活动通知里的内容,例如报送时限、联系人、活动时间、须遵守的法律法规。",
        r"请用中文提问\(PleaseaskinChinese\)。",
    )
)
UNSTATED = REFUSALS[:7]  # those that an answer may hold beside what it states


def check_refusal(draft: Draft, notices: Notices) -> Iterator[Problem]:
    """What answers nothing states nothing: one of our own sentences, no citation, no fact, no date, number or address."""
    if draft.quotes:
        yield Problem("cites_without_answer", draft.status.value)
    if draft.facts.deadlines or draft.facts.contacts or draft.facts.laws or draft.warnings:
        yield Problem("states_without_answer", draft.status.value)
    documents: set[str] = set()
    for line in draft.text.split("\n"):
        folded = fold(line)
        said = next((found for pattern in REFUSALS if (found := pattern.fullmatch(folded))), None)
        if said is None:
            yield Problem("states_without_answer", line[:40])
            return
        text = DOC_NUMBER.sub("", NAME.sub("", folded))
        for pattern in (EMAIL, CLOCK, PHONE):
            if found := pattern.search(text):
                yield Problem("states_without_answer", found.group())
        if any(read_days(text)):
            yield Problem("states_without_answer", "a date")
        named = said.groupdict()
        if named.get("document"):
            documents.add(named["document"])
        if named.get("rule") and not any(named["rule"] in fold(quote.text) for quote in draft.nearest):
            yield Problem("states_without_answer", named["rule"])
    for quote in draft.nearest:
        if documents and not documents & names_of(quote, notices):
            yield Problem("other_document", draft.text[:40])


def without_unstated(text: str) -> str:
    """A text without our own sentences about what is not stated, which cite nothing."""
    return "\n".join(line for line in text.split("\n") if not any(one.fullmatch(fold(line)) for one in UNSTATED))

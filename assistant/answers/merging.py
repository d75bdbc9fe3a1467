"""Several answers as one: what a question asks in several parts, answered or named in their order. Drafts in, a Draft out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from assistant.model import Draft, FactsFound, Query, Quote, Status

MARK = re.compile(r"\[(\d+)\]")


def merge(query: Query, drafts: Sequence[Draft]) -> Draft:
    """The answers to the several things a question asks, as one, in their order; the first that is answered leads.

    What is not answered is named in a line of its own. `drafts` are of the query and of each of its `more`.
    """
    parts = [query, *query.more]
    if query.apart:  # several questions only where it has no answer as one
        if drafts[0].status is Status.ANSWERED or not any(one.status is Status.ANSWERED for one in drafts[1:]):
            return drafts[0]
        parts, drafts = parts[1:], drafts[1:]
    if len(drafts) == 1:
        return drafts[0]
    lines: list[str] = []
    quotes: list[Quote] = []
    answered = [part.campaign for part, draft in zip(parts, drafts, strict=True) if draft.status is Status.ANSWERED]
    nearest: list[Quote] = []
    for part, draft in zip(parts, drafts, strict=True):
        numbers = {}
        for n, quote in enumerate(draft.quotes, 1):
            if quote not in quotes:
                quotes.append(quote)
            numbers[n] = quotes.index(quote) + 1
        said = draft.text
        if draft.status is not Status.ANSWERED and answered:
            said = unanswered(part, draft, beside=part.campaign in answered)
            nearest += draft.nearest[:1] if said == draft.text else ()
        elif draft.status is not Status.ANSWERED:
            said = _named(part, draft)
        if any(line.endswith("：") for line in lines):
            lines.append("")  # what follows does not stand under the heading of another notice
        for line in MARK.sub(partial(_renumber, numbers), said).split("\n"):
            if not _named_with(lines, line) and (line not in lines or line.endswith("：")):
                lines.append(line)
    lead = next((one for one in drafts if one.status is Status.ANSWERED), None)
    silent = next((one for one in drafts if one.status is Status.NOT_STATED), drafts[0])
    facts = [draft.facts for draft in drafts]
    return replace(
        lead or silent,
        text="\n".join(lines).strip(),
        quotes=tuple(quotes),
        nearest=tuple(nearest) if lead else silent.nearest if silent.text.startswith("《") else (),
        facts=FactsFound(
            tuple(dict.fromkeys(one for found in facts for one in found.deadlines)),
            tuple(dict.fromkeys(one for found in facts for one in found.contacts)),
            tuple(dict.fromkeys(one for found in facts for one in found.laws)),
        ),
        warnings=tuple(dict.fromkeys(replace(one, citation=None) for draft in drafts for one in draft.warnings)),
        suggestions=() if lead else silent.suggestions,
    )


SILENT = re.compile(r"(《.+?》(?:（[^（）]+）)?|通知|现有相关通知都)没有写明(.+)。")
OF_SEVERAL = re.compile(r"(?:以下|现有相关)通知都没有写明(.+?)(?:：.+)?。")
QUOTABLE = re.compile(r"[\u4e00-\u9fffA-Za-z,、]{2,24}")  # of a question: no day and no number, which would look stated


def unanswered(part: Query, draft: Draft, *, beside: bool) -> str:
    """The line for one of several questions that has no answer: what the notice does not state, else the question itself.

    `beside` an answer about the same campaign the notice need not be named.
    """
    if draft.status is not Status.NOT_STATED:
        return _named(part, draft)
    silent, several = SILENT.fullmatch(draft.text), OF_SEVERAL.fullmatch(draft.text)
    if silent is None and several is None:
        return draft.text
    asked = silent.group(2) if silent else several.group(1) if several else ""
    asked = _words(part) if asked == "这一点" else asked
    if beside:
        return f"通知没有写明{asked}。"
    return draft.text if silent and draft.nearest else f"现有相关通知都没有写明{asked}。"


def _named(part: Query, draft: Draft) -> str:
    """What no notice answers, in a line that says so by itself."""
    if draft.status is Status.NOT_STATED or draft.text.startswith("没有“"):
        return draft.text
    if draft.status is Status.OUT_OF_SCOPE:
        return f"{_words(part)}不是通知里的内容，这里不作回答。"
    return f"没有找到能回答{_words(part)}的通知条款。"


def _words(part: Query) -> str:
    words = part.wording.rstrip("？?。!！,，")
    return f"“{words}”" if QUOTABLE.fullmatch(words) else "“另外问的内容”"


def _named_with(lines: list[str], line: str) -> bool:
    """Whether a line was said with the one before, as one notice is silent on both."""
    silent, before = SILENT.fullmatch(line), SILENT.fullmatch(lines[-1]) if lines else None
    if silent is None or before is None or silent.group(1) != before.group(1):
        return False
    if silent.group(2) not in before.group(2).split("、"):
        lines[-1] = f"{before.group(1)}没有写明{before.group(2)}、{silent.group(2)}。"
    return True


def _renumber(to: Mapping[int, int], mark: re.Match[str]) -> str:
    return f"[{to[int(mark.group(1))]}]"

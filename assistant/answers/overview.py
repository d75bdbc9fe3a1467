"""A campaign or notice asked for as a whole: 第六届双品网购节, 讲了什么. Of one document its main facts, of several their list."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from assistant.answers.contacts import answer_contacts
from assistant.answers.deadlines import answer_deadlines
from assistant.answers.draft import Case, Writer, heading_line
from assistant.answers.laws import answer_laws
from assistant.answers.notices import answer_notices
from assistant.answers.period import answer_period
from assistant.model import Draft, Kind, Status

AS_A_WHOLE = re.compile(
    r"介绍|概[况述括要]|(?:讲|说|写)了?(?:些|的是)?(?:什么|啥)$|(?:主要|大概|基本|全部)?(?:内容|情况)(?:是什么|有哪些|是啥)?$|总结一下|说一下$|简介|^(?:的?通知|的?方案|的?文件)?$"
)
PARTS = (
    (Kind.PERIOD, answer_period),
    (Kind.DEADLINES, answer_deadlines),
    (Kind.LAWS, answer_laws),
    (Kind.CONTACTS, answer_contacts),
)
MARK = re.compile(r"\[(\d+)\]")
ABOUT = frozenset(
    {
        "总结",
        "内容",
        "介绍",
        "概况",
        "概括",
        "概述",
        "简介",
        "通知",
        "主要",
        "大概",
        "基本",
        "情况",
        "方案",
        "文件",
        "全部",
    }
)


def asks_for_all(case: Case) -> bool:
    """Whether a question names a campaign or notice and nothing of it."""
    query = case.query
    if not case.named or query.place or set(query.terms) - ABOUT:
        return False
    if "总结" in query.terms and "总结一下" not in query.wording:
        return False  # a summary to be handed in
    rest = query.wording
    for words in filter(None, (query.campaign_words, query.campaign.region, *map(str, query.campaign.years))):
        rest = rest.replace(words, "")
    rest = re.sub(r"第?[一二三四五六七八九十\d]+届|年|请问?|帮我|一下$|关于|的|[“”《》？?。！!\s]", "", rest)
    return AS_A_WHOLE.search(rest) is not None or AS_A_WHOLE.search(query.wording.rstrip("？?。")) is not None


def answer_overview(case: Case) -> Draft:
    """When it runs, what is due, which laws bind, whom to ask; of several documents which there are."""
    plain = replace(case.query, terms=(), laws=(), wording="")
    if len(case.documents) > 1:
        return answer_notices(replace(case, query=replace(plain, kind=Kind.NOTICES)))
    writer = Writer(Kind.CLAUSES)
    heading = heading_line(case, case.documents[0])
    for kind, answer in PARTS:
        draft = answer(replace(case, query=replace(plain, kind=kind)))
        if draft.status is not Status.ANSWERED:
            continue
        numbers: dict[str, int] = {}
        for n, quote in enumerate(draft.quotes, 1):
            if quote not in writer.quotes:
                writer.quotes.append(quote)
            numbers[str(n)] = writer.quotes.index(quote) + 1
        lines = [line for line in draft.text.split("\n") if line != heading]
        written = [MARK.sub(partial(_renumbered, numbers), line) for line in lines]
        writer.lines += [line for line in written if line not in writer.lines]
        writer.deadlines += draft.facts.deadlines
        writer.contacts += draft.facts.contacts
        writer.laws += draft.facts.laws
        writer.warnings += [
            replace(one, citation=numbers[str(one.citation)] if one.citation else None) for one in draft.warnings
        ]
    writer.lines.insert(0, heading)
    return writer.draft()


def _renumbered(numbers: dict[str, int], mark: re.Match[str]) -> str:
    return f"[{numbers[mark.group(1)]}]"

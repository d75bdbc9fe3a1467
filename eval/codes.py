"""What a trace says in codes, in plain words: what became of a language model's words, and why the gate dropped some."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORDING = re.compile(r"model=(?P<model>.*) prompt=(?P<prompt>\S+) outcome=(?P<outcome>\S+) kept=(?P<kept>\d+)")
_PROMPT = re.compile(r"(?P<name>.+)@(?P<version>\d+):(?P<hash>[0-9a-f]+)")

OUTCOMES: Mapping[str, str] = {
    "used": "its words are the answer",
    "unproved": "its words were not used: what was left of them did not say all that was proved",
    "empty": "it said nothing, so the answer was composed without it",
    "timeout": "it took too long, so the answer was composed without it",
    "resting": "it was not asked after several failures, so the answer was composed without it",
    "busy": "it had too many questions at once, so the answer was composed without it",
    "content_filter": "its own filter stopped it, so the answer was composed without it",
    "tool_calls": "it called a tool instead of answering, so the answer was composed without it",
}
DROPPED: Mapping[str, str] = {
    "uncited_sentence": "a sentence without a citation",
    "uncited_line": "a line without a citation",
    "no_citation": "nothing is cited",
    "unknown_citation": "a citation that is not there",
    "unknown_notice": "a notice that is not there",
    "unknown_clause": "a clause that is not there",
    "not_in_source": "a quote that the notice does not print",
    "outside_clause": "a quote from outside its clause",
    "nothing_left": "nothing was left to show",
    "lost": "left out although it was proved",
    "date": "a date that is not in what is cited",
    "date_of_another": "the date of something else",
    "range": "a stretch of days that is not in what is cited",
    "period": "a period that is not in what is cited",
    "number": "a number that is not in what is cited",
    "limit": "a limit that is not in what is cited",
    "phone": "a telephone number that is not in what is cited",
    "pair": "a name with the number of somebody else",
    "person": "a name that is not in what is cited",
    "words": "words that are not in what is cited",
    "negation": "says no where the notice says yes, or the other way round",
    "force": "more or less binding than the notice says",
    "qualifier": "a condition or limit of the notice is changed",
    "bound": "binds whom the notice does not",
    "parties": "who does it, or for whom, is not as cited",
    "role": "who has which part in it is not as cited",
    "recipient": "to whom it goes is not as cited",
    "place": "the place in the notice is not where it stands",
    "other_document": "from another document than it says",
    "unnamed_document": "does not say from which document it is",
    "foreign_fact": "a fact of another document",
    "verdict": "a yes or no that the notice does not bear out",
    "cites_without_answer": "cites something without answering",
    "states_without_answer": "states something without answering",
}


def wording_words(wording: str) -> str:
    """Which language model was asked to word an answer, and what became of it; empty where none was.

    >>> wording_words("model=qwen prompt=answer.zh.md@1:af92334f1a78 outcome=used kept=2")
    'qwen, with version 1 of the prompt answer.zh.md (af92334f1a78): its words are the answer'
    >>> wording_words("model=qwen prompt=answer.zh.md@1:af92334f1a78 outcome=http_500 kept=0")
    'qwen, with version 1 of the prompt answer.zh.md (af92334f1a78): it failed (http_500), so the answer was composed without it'
    """
    said = _WORDING.fullmatch(wording)
    if said is None:
        return wording
    named = _PROMPT.fullmatch(said["prompt"])
    prompt = f"version {named['version']} of the prompt {named['name']} ({named['hash']})" if named else said["prompt"]
    outcome = said["outcome"]
    became = OUTCOMES.get(outcome, f"it failed ({outcome}), so the answer was composed without it")
    return f"{said['model']}, with {prompt}: {became}"


def dropped_words(dropped: str) -> str:
    """Why the gate dropped something, and what.

    >>> dropped_words("date: 2024-05-14"), dropped_words("nothing_left: "), dropped_words("stitched: 甲乙")
    ('a date that is not in what is cited: 2024-05-14', 'nothing was left to show', 'stitched: 甲乙')
    """
    code, _, what = dropped.partition(": ")
    code, what = code.rstrip(":"), what.strip()
    return DROPPED.get(code, code) + (f": {what}" if what else "")

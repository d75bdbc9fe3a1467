"""What is no question about notices: a greeting, a word of thanks, or a question in another language."""

from __future__ import annotations

from assistant import lexicon
from assistant.answers.draft import Case
from assistant.answers.passages import out_of_scope
from assistant.model import Draft, Kind, Status


def answer_help(case: Case) -> Draft:
    """What can be asked here, and in which language."""
    return help_for(case.query.wording)


def help_for(wording: str) -> Draft:
    """The same without a library to look into."""
    if lexicon.FOREIGN.search(wording):
        return Draft(
            Status.OUT_OF_SCOPE,
            Kind.HELP,
            "请用中文提问（Please ask in Chinese）。",
            suggestions=("有哪些通知？", "最近要报送什么材料？"),
        )
    return out_of_scope()

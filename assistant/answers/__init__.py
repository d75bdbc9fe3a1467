"""One answerer per kind of question, each `Case -> Draft`; one line each in `ANSWERERS`."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answers.clauses import answer_clauses
from assistant.answers.comparison import answer_comparison
from assistant.answers.contacts import answer_contacts
from assistant.answers.deadlines import answer_deadlines
from assistant.answers.draft import Case
from assistant.answers.help import answer_help
from assistant.answers.laws import answer_laws
from assistant.answers.notices import answer_notices
from assistant.answers.organisers import answer_organisers
from assistant.answers.period import answer_period
from assistant.model import Draft, Kind

Answerer = Callable[[Case], Draft]

ANSWERERS: dict[Kind, Answerer] = {
    Kind.DEADLINES: answer_deadlines,
    Kind.CONTACTS: answer_contacts,
    Kind.LAWS: answer_laws,
    Kind.PERIOD: answer_period,
    Kind.ORGANISERS: answer_organisers,
    Kind.CLAUSES: answer_clauses,
    Kind.COMPARISON: answer_comparison,
    Kind.NOTICES: answer_notices,
    Kind.HELP: answer_help,
}

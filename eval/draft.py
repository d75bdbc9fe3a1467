"""From use to sets: answers that people were unhappy with become cases for a person to finish. JSON lines in, YAML out.

Each line is an object with `question` and `verdict` (`up` or `down`), and as known `as_of`, `notice` (the name of its
file), `turns`, `answer` and `comment`. Nothing else is taken over, so whoever asked stays unknown; numbers by which a
person can be called, written to or recognised are taken out of what they typed. A case has no status until a person gives
it one: `campaign eval check` names each that is left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from assistant.replies import Judged
from eval.cases import BadSet
from ingest.model import NoticeId

VERDICTS = ("up", "down")
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # GB 11643: identity number
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)",  # mobile number; an office's begins with 0
    re.ASCII,
)
HIDDEN = "（略）"
GONE = "asked of a notice that is not in the library any more"
SAID = 200  # characters of the answer that are kept beside a case


def draft_set(lines: Iterable[str], *, name: str, today: date) -> str:
    """The unhappy ones of `lines`, each once, as a set without statuses. Raises `BadSet` with all lines that are wrong."""
    cases: list[dict[str, Any]] = []
    wrong: list[str] = []
    asked: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = _case(json.loads(line), f"{name}-{len(cases) + 1}", today)
        except (ValueError, TypeError, KeyError) as exc:
            wrong.append(f"line {number}: no verdict ({type(exc).__name__} {exc}); see docs/evaluating.md")
            continue
        if case is None:
            continue
        key = repr([case.get(part) for part in ("turns", "question", "as_of", "notice")])
        if key not in asked:
            asked.add(key)
            cases.append(case)
    if wrong:
        raise BadSet(wrong)
    head = "# Drafts. Give each case a status and what a right answer holds, by reading the notice; check for names left in.\n"
    return head + yaml.safe_dump({"name": name, "cases": cases}, allow_unicode=True, sort_keys=False, width=120)


def verdict_line(judged: Judged, sources: Mapping[NoticeId, str]) -> str:
    """What a user of ours said, as a line of `draft_set`. `sources` are the names of the notices' files."""
    answer = judged.answer
    asked_of = answer.query.notice_id if answer.query is not None else None
    gone = asked_of is not None and asked_of not in sources
    return json.dumps(
        {
            "question": answer.question,
            "verdict": judged.verdict.value,
            "turns": list(answer.turns),
            "as_of": answer.as_of.isoformat(),
            "notice": sources.get(asked_of) if asked_of is not None else None,
            "answer": answer.text,
            "comment": "；".join(filter(None, (judged.comment, GONE if gone else None))),
        },
        ensure_ascii=False,
    )


def _case(verdict: dict[str, Any], case_id: str, today: date) -> dict[str, Any] | None:
    if verdict["verdict"] not in VERDICTS:
        raise ValueError(f"verdict {verdict['verdict']!r}, not {' or '.join(VERDICTS)}")
    question = _clean(verdict["question"])
    if verdict["verdict"] == "up":
        return None
    turns = [_clean(turn) for turn in verdict.get("turns") or ()]
    said, comment = _clean(verdict.get("answer") or ""), _clean(verdict.get("comment") or "")
    note = "；".join(filter(None, [said and f"said: {said[:SAID]}", comment and f"comment: {comment}"]))
    return {
        "id": case_id,
        **({"turns": turns} if turns else {}),
        "question": question,
        "as_of": date.fromisoformat(verdict.get("as_of") or today.isoformat()),
        **({"notice": str(verdict["notice"])} if verdict.get("notice") else {}),
        **({"note": note} if note else {}),
        "expect": {"status": ""},
    }


def _clean(text: object) -> str:
    """What was typed, without what tells who typed it.

    >>> _clean("我是李四，13812345678，传真是010-65197902吗？")
    '我是李四，（略），传真是010-65197902吗？'
    """
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is no text")
    return PERSONAL.sub(HIDDEN, " ".join(text.split()))

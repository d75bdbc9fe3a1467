"""The gate for sentences that are not ours: each is proved by quotes of the draft it retells, or it is dropped.

draft with its quotes, a sentence with its marks -> the sentence as it may be shown, or what does not hold. A statement is
proved by one quote alone: what is put together from two clauses is said by neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.claims import Problem, Source, check_claims, document_names, fold, read_days, source_of
from assistant.claims.actors import subject_of
from assistant.claims.contacts import PHONE
from assistant.claims.days import mentions
from assistant.claims.derived import COUNT
from assistant.claims.prose import check_prose, plain_source
from assistant.claims.sayings import plain
from assistant.claims.source import campaign_names
from assistant.claims.values import EMAIL
from assistant.llm.stream import Sentences
from assistant.model import Draft, Quote
from assistant.wording import source_of_year
from ingest.model import Notice, NoticeId
from ingest.numerals import parse_numeral

MARK = re.compile(r"\[(\d{1,3})\]")
MARKS = re.compile(r"(?:\[\d{1,3}\])+")
STOP = re.compile(r"[。；;！!？?]?\s*$")
COMMA = re.compile(r"(?<=[，；,;])")
VERDICT = re.compile(
    r"^(?:不允许|不可以|不能|不行|不是|不用|不需要|可以|能|行|允许|需要|是的|有)(?:，但有(?:限制|前提|条件)条?件?)?[，：,:]"
)  # yes or no before what the quote says, which says it too: left out
SAYS = re.compile(r"\d|《|[要应须需请是为由]|包括|联系|电话|传真|邮箱|：|:")  # what makes words a statement


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence as it may be shown, or None and why not."""

    text: str | None
    problems: tuple[Problem, ...] = ()
    heading: str | None = None  # the line that has to stand above it, so that it is clear which document it is about


class SentenceGate:
    """Judges sentences that retell one draft. `notices` finds what its quotes stand in."""

    def __init__(self, draft: Draft, notices: Callable[[NoticeId], Notice | None], asked: str = "") -> None:
        """`asked` is the question: a condition that it sets need not be said again."""
        self._asked = asked
        self._quotes = draft.quotes
        self._notices = {quote.notice: notices(quote.notice) for quote in draft.quotes}
        self._sources = [source_of([quote], self._notice) for quote in draft.quotes]
        self._names = [self._names_of(quote) for quote in draft.quotes]
        self._one_document = all(names == self._names[0] for names in self._names)

    def heading(self, line: str) -> frozenset[str] | None:
        """The names of the documents that a line without a citation is the heading of; None if it is none."""
        said = plain(line).rstrip(":")
        found = [names for names in self._names if said in names]
        return found[0] if found else None

    def judge(self, sentence: str, heading: frozenset[str] | None = None) -> Verdict:
        """The verdict on one sentence, in a group of sentences under a heading."""
        sentence = VERDICT.sub("", sentence)
        numbers = [int(one) for one in MARK.findall(sentence)]
        if not numbers:
            return Verdict(None, (Problem("uncited_sentence", sentence[:40]),))
        if unknown := [n for n in numbers if not 1 <= n <= len(self._quotes)]:
            return Verdict(None, (Problem("unknown_citation", f"[{unknown[0]}]"),))
        if problem := self._misplaced(sentence, numbers, heading):
            return Verdict(None, (problem,))
        problems = tuple(self._check(sentence))
        if problems and {problem.code for problem in problems} <= {"date", "date_of_another"}:
            noted = self._with_note(sentence, numbers)
            if noted is not None and not any(self._check(noted)):
                return Verdict(noted, (), self._needs(noted, numbers, heading))
        return Verdict(None, problems) if problems else Verdict(sentence, (), self._needs(sentence, numbers, heading))

    def _needs(self, sentence: str, numbers: Sequence[int], heading: frozenset[str] | None) -> str | None:
        """The heading a sentence needs: where quotes of several documents are at hand, and it does not say which."""
        if self._one_document or heading is not None:
            return None
        said = plain(sentence)
        if any(name in said for name in self._names[numbers[0] - 1]):
            return None
        return self.name_of(sentence)

    def name_of(self, sentence: str) -> str:
        """The heading of a sentence: the document that its first citation is of."""
        quote = self._quotes[int(MARK.findall(sentence)[0]) - 1]
        return f"{printed_name(self._notice(quote), quote)}："

    def _misplaced(self, sentence: str, numbers: Sequence[int], heading: frozenset[str] | None) -> Problem | None:
        """Where quotes of several documents are at hand, a sentence says which one it is about, and is about that one."""
        said = plain(sentence)
        for n in numbers:
            names = self._names[n - 1]
            named = any(name in said for name in names)
            if heading is not None and not heading & names:
                return Problem("other_document", sentence[:40])
            if not named and any(self._names[m - 1] != names for m in numbers):
                return Problem("unnamed_document", sentence[:40])
            if any(
                name in said
                for other in self._names
                if not other & names
                for name in other
                if not _part_of(name, names)
            ):
                return Problem("other_document", sentence[:40])
        return None

    def _check(self, sentence: str) -> Iterator[Problem]:
        sentence = _without_count(sentence)
        segments = segments_of(sentence)
        for text, numbers in segments:
            yield from self._check_statement(text, numbers)
        used = sorted({n for _, numbers in segments for n in numbers})
        if len(used) > 1:
            text = MARK.sub("", sentence)
            together = source_of([self._quotes[n - 1] for n in used], self._notice)
            yield from check_claims(plain(text), plain_source(together), words=lambda _text, _source: iter(()))

    def _check_statement(self, text: str, numbers: Sequence[int]) -> Iterator[Problem]:
        """Proved by one quote as a whole, or piece by piece at its commas, each piece a statement of its own."""
        tried = [tuple(check_prose(text, self._sources[n - 1], self._asked)) for n in dict.fromkeys(numbers)]
        if not all(tried):
            return
        if len(tried) > 1 and all(self._sources[n - 1].contacts for n in numbers):
            # Whose number is whose is compared by the facts, which several quotes may hold.
            everyone = source_of([self._quotes[n - 1] for n in dict.fromkeys(numbers)], self._notice)
            if self._one_document and not any(check_prose(text, everyone, self._asked)):
                return
        parts = [part for part in COMMA.split(text) if part.strip()]
        if len(tried) > 1 and len(parts) > 1 and self._proved_in_parts(parts, tuple(dict.fromkeys(numbers))):
            return
        yield from min(tried, key=len)

    def _proved_in_parts(self, parts: Sequence[str], numbers: Sequence[int], subject: str | None = None) -> bool:
        if not parts:
            return True
        for size in range(len(parts), 0, -1):
            piece = "".join(parts[:size])
            if not SAYS.search(piece):
                continue
            own = subject_of(plain(piece))
            for n in numbers:
                source = self._sources[n - 1]
                if not any(check_prose(piece, source, self._asked)) and (own or _goes_on(subject, piece, source)):
                    return self._proved_in_parts(parts[size:], numbers, own or subject)
        return False

    def _with_note(self, sentence: str, numbers: Sequence[int]) -> str | None:
        """The sentence with what its year was inferred from, where that is all that is missing."""
        for n in numbers:
            for day in read_days(fold(sentence)):
                for fact in self._sources[n - 1].deadlines:
                    note = source_of_year(fact)
                    if day.dated and note and mentions((fact,), day):
                        body = STOP.search(MARKS.split(sentence)[0])
                        at = body.start() if body else len(sentence)
                        return sentence[:at] + note + sentence[at:]
        return None

    def _notice(self, quote: Quote) -> Notice:
        notice = self._notices[quote.notice]
        if notice is None:
            raise LookupError(f"notice {quote.notice} left the library while an answer was worded")
        return notice

    def _names_of(self, quote: Quote) -> frozenset[str]:
        notice = self._notice(quote)
        document = notice.document_of(notice.clause(quote.clause).part)
        names = document_names(notice, quote)
        if document.campaign:
            names |= campaign_names(document.campaign)
        return frozenset(plain(name) for name in names)


def check_retold(draft: Draft, notices: Callable[[NoticeId], Notice | None], asked: str = "") -> Iterator[Problem]:
    """The whole of a draft in other words, read once more as it would be shown: nothing is left to repair."""
    gate = SentenceGate(draft, notices, asked)
    sentences = Sentences()
    heading: frozenset[str] | None = None
    for line in (*sentences.feed(draft.text), *sentences.close()):
        names = gate.heading(line.text)
        if names is not None:
            heading = names
            continue
        verdict = gate.judge(line.text, heading)
        yield from verdict.problems
        if verdict.text is not None and (verdict.text != line.text or verdict.heading is not None):
            yield Problem("unrepaired", line.text[:40])


def printed_name(notice: Notice, quote: Quote) -> str:
    """How answers name the document of a quote: 《title》（文号）."""
    head = notice.document_of(notice.clause(quote.clause).part).masthead
    title = head.title.value if head.title else notice.source
    return f"《{title}》" + (f"（{head.doc_number.value}）" if head.doc_number else "")


def _without_count(sentence: str) -> str:
    """A sentence without a number of things before a colon, where it cites so many: 包括三项：…[1]…[2]…[3]"""
    found = COUNT.search(sentence)
    if found is None or not sentence.startswith(("：", ":"), found.end()):
        return sentence
    number = int(found[1]) if found[1].isdigit() else parse_numeral(found[1].replace("两", "二"))
    return sentence[: found.start()] + sentence[found.end() :] if number == len(MARKS.findall(sentence)) else sentence


def segments_of(sentence: str) -> list[tuple[str, tuple[int, ...]]]:
    """What is said, with the marks behind it; what follows the last mark goes with that.

    >>> segments_of("总结于5月13日前报送[1]，电话010-65197902[2]。"), segments_of("总结[1]于5月13日前报送[1]。")
    ([('总结于5月13日前报送', (1,)), ('，电话010-65197902。', (2,))], [('总结于5月13日前报送。', (1,))])
    """
    texts = MARKS.split(sentence)
    marks = [tuple(int(one) for one in MARK.findall(found)) for found in MARKS.findall(sentence)]
    if len(set(marks)) == 1:
        return [("".join(texts), marks[0])]
    segments: list[tuple[str, tuple[int, ...]]] = []
    pending = ""
    for n, numbers in enumerate(marks):
        pending += texts[n]
        following = texts[n + 1]
        if (
            following
            and not re.match(r"\s*[，。；,;、！？]", following)
            and not pending.endswith(("；", ";", "，", ","))
        ):
            # In the middle of a statement: what follows is said of what stands before.
            segments.append((pending, numbers))
            return [("".join(texts), tuple(dict.fromkeys(one for found in marks for one in found)))]
        segments.append((pending, numbers))
        pending = ""
    tail = texts[-1]
    text, numbers = segments[-1]
    segments[-1] = (text + tail, numbers)
    return segments


def _goes_on(subject: str | None, piece: str, source: Source) -> bool:
    """Whether a piece that names nobody can be said of the party named before it."""
    if subject is None or PHONE.search(fold(piece)) or EMAIL.search(fold(piece)):
        return True
    said = [fact for fact in source.deadlines for day in read_days(fold(piece)) if mentions((fact,), day)]
    if said:
        return any(fact.who is not None and plain(fact.who).endswith(subject) for fact in said)
    return any(subject in plain(quote) for quote in source.quotes)


def _part_of(name: str, names: frozenset[str]) -> bool:
    return any(name in one for one in names)

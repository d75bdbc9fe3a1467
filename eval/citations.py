"""Metrics of what an answer cites: that it does, that the quotes are true, that they hold what is said."""

from __future__ import annotations

import re

from assistant.model import EXTRACTIVE, Citation, Status
from eval.attribution import idle, uncited
from eval.cases import printed_in
from eval.replies import Reply
from eval.sources import Sources
from eval.verdict import RIGHT, Seen, Verdict, missed, of_misses


def cited_text(seen: Seen) -> Verdict | None:
    """1 if something is cited wherever something is answered."""
    if seen.reply.status is not Status.ANSWERED:
        return None
    return RIGHT if seen.reply.citations else missed("answered without a citation")


def quotes_not_in_source(seen: Seen) -> Verdict | None:
    """The share of quotes, cited or nearest, that are exactly `text[start:end]` of their notice."""
    citations = (*seen.reply.citations, *seen.reply.nearest)
    untrue = tuple(
        f"[{one.n}] {seen.source(one)} {one.start}..{one.end} does not read “{_short(one.quote)}”"
        for one in citations
        if not _verbatim(one, seen.sources)
    )
    return Verdict(1 - len(untrue) / len(citations) if citations else 1.0, untrue)


def references(seen: Seen) -> Verdict | None:
    """1 if every `[n]` in the text has its citation."""
    count = len(seen.reply.citations)
    numbers = {int(number) for number in re.findall(r"\[(\d{1,3})\]", seen.reply.text)}
    return of_misses(*(f"[{number}] refers to no citation" for number in sorted(numbers) if not 1 <= number <= count))


def citation_recall(seen: Seen) -> Verdict | None:
    """Statements that their citations hold / statements, as ALCE (Gao et al., EMNLP 2023, 4.2); see `eval.attribution`."""
    if seen.reply.status is not Status.ANSWERED:
        return None
    verdicts = uncited(seen.reply.text, _evidence(seen.reply))
    misses = tuple(f"“{_short(one.text)}”: {lacking}" for one, lacking in verdicts if lacking is not None)
    return Verdict(1 - len(misses) / len(verdicts) if verdicts else 1.0, misses)


def citation_precision(seen: Seen) -> Verdict | None:
    """Citations that do something for their statement / citations, as ALCE (Gao et al., EMNLP 2023, 4.2)."""
    if seen.reply.status is not Status.ANSWERED:
        return None
    verdicts = idle(seen.reply.text, _evidence(seen.reply))
    misses = tuple(f"[{n}] does nothing for “{_short(one.text)}”" for one, n, is_idle in verdicts if is_idle)
    return Verdict(1 - len(misses) / len(verdicts) if verdicts else 0.0, misses)


def model_words(seen: Seen) -> Verdict | None:
    """1 if the words of the language model passed the gate; None where none was asked for words."""
    failed = [code for code in seen.reply.warnings if code.startswith("model_")]
    if failed:
        return missed(f"the words of the language model were not used: {'、'.join(failed)}")
    return RIGHT if seen.reply.generated_by != EXTRACTIVE else None


def reading(seen: Seen) -> Verdict | None:
    """1 if the notice, as the library reads it, prints the words the case quotes: no answer can quote them else."""
    expect = seen.case.expect
    if expect.quote is None:
        return None
    sources = [source for name in expect.notices if (source := seen.sources.named(name)) is not None]
    if any(printed_in(expect.quote, source.text) for source in sources):
        return RIGHT
    return missed(f"{' or '.join(expect.notices)}, as it was read, does not print “{expect.quote}”")


def _evidence(reply: Reply) -> list[str]:
    """What a reader has before the eyes with each citation: title, 文号 and quote."""
    return [f"{one.title}\n{one.doc_number or ''}\n{one.quote}" for one in reply.citations]


def _verbatim(citation: Citation, sources: Sources) -> bool:
    cited = sources.get(citation.notice_id)
    return cited is not None and bool(citation.quote) and cited.text[citation.start : citation.end] == citation.quote


def _short(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"

"""Check the store and repair what can be repaired. The library is believed, the indexes are made to agree with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.codec import Edition
from ingest.errors import IndexMismatch
from ingest.index import ClauseIndex
from ingest.indexes.entries import Key, edition_of_key, entries_of
from ingest.library import Damage
from ingest.pipeline import PARSER, Parser, Result, parse_again, reindex
from ingest.schema import State
from ingest.store import Store, complete
from ingest.writer import Writer


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not as it should be."""

    code: str  # index_unusable, unfinished, damaged, missing, extra, leftover
    message: str  # English, one line
    repaired: bool


def doctor(store: Store, *, parser: Parser = PARSER) -> list[Finding]:
    """Findings in the order of checking; none if all is well. Open the store with `any_index=True`."""
    library, index = store.library, store.index
    findings: list[Finding] = []
    try:
        index.check()
        index.holdings()
    except IndexMismatch as exc:
        reindex(library, index, report=lambda outcome: None, parser=parser)
        findings.append(Finding("index_unusable", str(exc), repaired=True))
    with library.writing() as writer:
        if count := complete(writer, index):
            findings.append(Finding("unfinished", f"{count} changes had been begun and not completed", repaired=True))
        findings += [_mend(damage, writer, parser) for damage in library.damaged()]
        complete(writer, index)
        findings += _agree(writer, index)
        findings += [Finding("leftover", f"index {name} was never finished", repaired=True) for name in index.sweep()]
    return findings


def _mend(damage: Damage, writer: Writer, parser: Parser) -> Finding:
    """A notice whose text has changed is parsed again from its file, if that is sound."""
    which = f"{damage.notice_id} version {damage.version}"
    if not damage.file_intact:
        message = f"{which}: its stored file has changed; take it out with `campaign remove` and ingest it again"
        return Finding("damaged", message, repaired=False)
    if damage.state is not State.CURRENT:
        return Finding("damaged", f"{which}: its text has changed; it is no longer current", repaired=False)
    outcome = parse_again(writer.file(damage.notice_id), writer, parser)
    message = f"{which}: its stored text had changed"
    return Finding("damaged", message, repaired=outcome.result is not Result.FAILED)


def _agree(writer: Writer, index: ClauseIndex) -> list[Finding]:
    """Add to both indexes what they miss, take out what they hold too much."""
    holdings = index.holdings()
    expected: dict[Edition, frozenset[Key]] = {
        edition: frozenset(entry.key for entry in entries_of(edition, notice)) for edition, notice in writer.current()
    }
    wanted = frozenset(key for keys in expected.values() for key in keys)
    findings = []
    for name, held in (("words", holdings.words), ("vectors", holdings.vectors)):
        if missing := wanted - held:
            findings.append(Finding("missing", f"the index of {name} lacked {_summary(missing)}", repaired=True))
        if extra := held - wanted:
            findings.append(Finding("extra", f"the index of {name} held too much: {_summary(extra)}", repaired=True))
    if apart := holdings.notices ^ expected.keys():
        findings.append(
            Finding(
                "missing", f"the index of whole notices was wrong about {len(apart)} notice versions", repaired=True
            )
        )
    if findings:
        astray = _editions((holdings.words ^ wanted) | (holdings.vectors ^ wanted)) | apart
        index.remove_vectors(sorted(key for key in holdings.vectors if edition_of_key(key) in astray))
        index.remove(sorted(astray))
        index.add((edition, notice) for edition, notice in writer.current() if edition in astray)
    return findings


def _editions(keys: Iterable[Key]) -> frozenset[Edition]:
    return frozenset(map(edition_of_key, keys))


def _summary(keys: Iterable[Key]) -> str:
    by_edition: dict[Edition, int] = defaultdict(int)
    for key in keys:
        by_edition[edition_of_key(key)] += 1
    return f"{sum(by_edition.values())} entries of {len(by_edition)} notice versions"

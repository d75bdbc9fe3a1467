"""Files into the store, one outcome each; out of it again; and all of it anew after an upgrade.

file, member of an archive or web address -> bytes -> (known already?) -> Pages -> Notice
    -> staged -> indexed -> published -> Outcome

Reading and parsing hold no lock. Files are stored in small batches, so that two processes can ingest at once and
the indexes are written once per batch; an outcome is reported only after its notice is published.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from ingest.codec import digest_of
from ingest.errors import CampaignError, UnreadableFile
from ingest.identity import identify, says_the_same, under_id
from ingest.index import ClauseIndex
from ingest.library import Library
from ingest.limits import LIMITS, Limits
from ingest.model import Notice, NoticeId, Pages
from ingest.parse import PARSER_VERSION, parse_notice
from ingest.readers import SUFFIXES, is_archive, read
from ingest.readers.archive import Refused, members_of
from ingest.readers.detect import is_recognised
from ingest.readers.web import Url, fetch, is_url
from ingest.schema import State
from ingest.store import complete
from ingest.workers import Job, results
from ingest.writer import NewVersion, StagedVersion, Staging, StoredFile, Writer

logger = logging.getLogger(__name__)

BATCH_NOTICES = 64
BATCH_CLAUSES = 1_000
PARSED_HERE = 256  # files; with more, other cores parse while this one stores
BATCH_OUTCOMES = 256  # unchanged files are reported at least this often


class Result(Enum):
    """What became of a file. The value is the word on the screen."""

    ADDED = "added"
    NEW_VERSION = "new version"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


Origin = Path | Url  # where we are told to look


@dataclass(frozen=True, slots=True)
class Outcome:
    path: Origin  # of a member of an archive: archive.zip/member
    result: Result
    reason: str = ""  # of SKIPPED and FAILED
    notice_id: NoticeId | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    outcomes: tuple[Outcome, ...]

    def count(self, result: Result) -> int:
        return sum(outcome.result is result for outcome in self.outcomes)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.result is Result.FAILED)


@dataclass(frozen=True, slots=True)
class Parser:
    """How a file becomes a notice. `version` grows when the same file would become another one."""

    read: Callable[[Path, float], Pages]  # the second is `Limits.allowance`
    parse: Callable[[Pages, str], Notice]
    version: int
    suffixes: frozenset[str]
    limits: Limits = LIMITS


PARSER = Parser(read, parse_notice, PARSER_VERSION, SUFFIXES)

ReportOutcome = Callable[[Outcome], None]
Fetch = Callable[[Url, Path], Path]


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A file to be read, and where it came from: not always the place where it lies now."""

    file: Path
    shown: Origin
    source: str  # the name of the file as it came


@dataclass(frozen=True, slots=True)
class _Understood:
    """A file that has been read and is still to be stored."""

    path: Origin
    new: NewVersion


def ingest_paths(
    paths: Iterable[Origin],
    library: Library,
    index: ClauseIndex,
    *,
    report: ReportOutcome,
    parser: Parser = PARSER,
    fetch: Fetch = fetch,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report:
    """Read files, folders (in order of their names, with all below them), archives and web pages into the store.

    A file that cannot be read fails alone. What cannot be stored (no room, no lock) raises CampaignError; what was
    reported before that stays.
    """
    outcomes: list[Outcome] = []
    batch: list[Outcome | _Understood] = []

    def flush() -> None:
        for outcome in _store(batch, library, index, now()):
            outcomes.append(outcome)
            report(outcome)
        batch.clear()

    items = (_looked_up(item, library, parser) for item in _arrivals(paths, parser.suffixes, fetch))
    parsed: Iterator[Outcome | _Understood] = results(items, _parse, _crashed, here=PARSED_HERE)
    for item in parsed:
        batch.append(item)
        waiting = [one.new.notice for one in batch if isinstance(one, _Understood)]
        clauses = sum(len(notice.clauses) for notice in waiting)
        if len(waiting) >= BATCH_NOTICES or clauses >= BATCH_CLAUSES or len(batch) >= BATCH_OUTCOMES:
            flush()
    flush()
    return Report(tuple(outcomes))


def remove_notice(notice_id: NoticeId, library: Library, index: ClauseIndex) -> None:
    """Take a notice out, with all its versions; raises NoticeUnknown."""
    with library.writing() as writer:
        complete(writer, index)
        writer.remove(notice_id)
        complete(writer, index)


def reindex(library: Library, index: ClauseIndex, *, report: ReportOutcome, parser: Parser = PARSER) -> int:
    """Parse again what an older parser made, then build both indexes anew. The number of index entries.

    Searches go on with the old indexes until the new ones are complete. What the new parser fails on stays as it was.
    """
    with library.writing() as writer:
        for file in writer.files(not_parsed_by=parser.version):
            report(parse_again(file, writer, parser))
        count = index.rebuild(writer.current())
        complete(writer, index)
    return count


def parse_again(file: StoredFile, writer: Writer, parser: Parser) -> Outcome:
    """Replace a notice by what the parser makes of its stored bytes today."""
    path = Path(file.source)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / (path.name or "notice")
        copy.write_bytes(file.file)
        parsed = _parse(_ToParse(_Arrived(copy, path, _printed(path.name)), file.file, parser))
    if isinstance(parsed, Outcome):
        return parsed
    notice = under_id(parsed.new.notice, file.notice_id)  # links to it stay good whatever the parser makes of its head
    writer.reparse(file, notice, parser.version)
    return Outcome(path, Result.NEW_VERSION, notice_id=notice.id)


def files_in(paths: Iterable[Origin], suffixes: frozenset[str]) -> Iterator[Origin | Outcome]:
    """Every file and address once: those to read, and an outcome for each file that is not read."""
    for path in paths:
        if not isinstance(path, Path):
            yield path
        elif path.is_dir():
            yield from _files_below(path, suffixes)
        elif path.is_file():
            yield path  # asked for by name: its reader says what is wrong with it
        elif path.exists():
            yield Outcome(path, Result.FAILED, "neither a file nor a folder; a pipe or a device has no end to read to")
        else:
            yield Outcome(path, Result.FAILED, _not_there(path))


def _not_there(path: Path) -> str:
    """
    >>> _not_there(Path("ftp://example.gov.cn/a.pdf")), _not_there(Path("通知.pdf"))
    ('only http and https addresses are fetched; save the file yourself', 'no such file or folder; check the path')
    """
    if re.match(r"[a-z][a-z0-9+.-]+:/", str(path), re.IGNORECASE):
        return "only http and https addresses are fetched; save the file yourself"
    return "no such file or folder; check the path"


def origin_of(word: str) -> Origin:
    """What a user names: a web address, else a path."""
    return Url(word) if is_url(word) else Path(word)


def _files_below(folder: Path, suffixes: frozenset[str]) -> Iterator[Path | Outcome]:
    closed: list[OSError] = []
    for where, below, names in os.walk(folder, onerror=closed.append):
        below.sort()
        for name in sorted(names):
            path = Path(where) / name
            if name.startswith("."):
                yield Outcome(path, Result.SKIPPED, "hidden file")
            elif not path.is_file():
                yield Outcome(path, Result.SKIPPED, "not a regular file")
            elif path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                # What somebody sent must not show us other files of this machine.
                yield Outcome(path, Result.SKIPPED, "a link that leads out of the folder; name the file itself")
            else:
                yield _not_for_us(path, path, suffixes) or path
    for error in closed:
        yield Outcome(Path(error.filename or folder), Result.FAILED, f"cannot be listed ({error.strerror})")


def _not_for_us(file: Path, shown: Origin, suffixes: frozenset[str]) -> Outcome | None:
    """The outcome for a file that nobody named and that neither its name nor its content makes one of ours."""
    if file.suffix.lower() in suffixes or is_recognised(file, suffixes):
        return None
    return Outcome(shown, Result.SKIPPED, f"no reader for {file.suffix or 'a name without suffix'}")


def _arrivals(paths: Iterable[Origin], suffixes: frozenset[str], fetch: Fetch) -> Iterator[_Arrived | Outcome]:
    """Every file to be read, as it lies on this machine: web pages fetched, archives opened."""
    for item in files_in(paths, suffixes):
        if isinstance(item, Outcome):
            yield item
        elif isinstance(item, Path):
            yield from _opened(_Arrived(item, item, _printed(item.name)), suffixes)
        else:
            with tempfile.TemporaryDirectory(prefix="campaign-") as folder:
                try:
                    file = fetch(item, Path(folder))
                except (UnreadableFile, OSError) as exc:
                    yield Outcome(item, Result.FAILED, str(exc))
                else:
                    yield from _opened(_Arrived(file, item, _printed(file.name)), suffixes)


def _opened(item: _Arrived, suffixes: frozenset[str]) -> Iterator[_Arrived | Outcome]:
    """The file itself, or what is in it: each member of an archive has its own outcome."""
    if not is_archive(item.file):
        yield item
        return
    count = 0
    try:
        for member in members_of(item.file):
            count += 1
            shown = (
                Path(f"{item.shown}/{member.name}")
                if isinstance(item.shown, Path)
                else Url(f"{item.shown}#{member.name}")
            )
            if isinstance(member, Refused):
                yield Outcome(shown, Result.SKIPPED if member.hidden else Result.FAILED, member.reason)
            else:
                name = member.name.rpartition("/")[2]
                yield _not_for_us(member.path, shown, suffixes) or _Arrived(member.path, shown, name)
    except (UnreadableFile, OSError) as exc:
        yield Outcome(item.shown, Result.FAILED, str(exc))
    else:
        if not count:
            yield Outcome(item.shown, Result.FAILED, "an archive without files; check it")


def _printed(name: str) -> str:
    return os.fsencode(name).decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class _ToParse:
    item: _Arrived
    file: bytes
    parser: Parser


def _looked_up(item: _Arrived | Outcome, library: Library, parser: Parser) -> Outcome | _Understood | Job[_ToParse]:
    """What became of a file that is known already; of any other, what is to be done."""
    if isinstance(item, Outcome):
        return item
    try:
        size = item.file.stat().st_size
        if size > parser.limits.file_bytes:
            reason = f"{size} bytes; the limit is {parser.limits.file_bytes}: split the file"
            return Outcome(item.shown, Result.FAILED, reason)
        file = item.file.read_bytes()
    except OSError as exc:
        return Outcome(item.shown, Result.FAILED, f"cannot be read ({exc.strerror}); check its permissions")
    known = _known(item.shown, item.source, digest_of(file), library, parser.version)
    if known is not None:
        return known
    job = _ToParse(item, file, parser)
    # What came in an archive or from the web lies here only until the next file is asked for.
    return Job(job, bytes=size) if item.file == item.shown else _parse(job)


def _parse(job: _ToParse) -> Outcome | _Understood:
    item, parser = job.item, job.parser
    try:
        pages = parser.read(item.file, parser.limits.allowance)
        if problem := _too_long(pages, parser.limits):
            return Outcome(item.shown, Result.FAILED, problem)
        notice = parser.parse(pages, item.source)
        if not notice.text:
            return Outcome(item.shown, Result.FAILED, "holds no text but page numbers and the like; check the file")
        return _Understood(item.shown, NewVersion(notice, job.file, parser.version))
    except UnreadableFile as exc:
        return Outcome(item.shown, Result.FAILED, str(exc))
    except Exception as exc:  # the outermost loop of a batch: one file must not stop the others
        logger.exception("parsing failed file=%s", digest_of(job.file)[:12])
        return Outcome(item.shown, Result.FAILED, f"the parser failed ({type(exc).__name__}); please report this file")


def _too_long(pages: Pages, limits: Limits) -> str | None:
    for what, count, most in (
        ("characters", sum(map(len, pages.texts)), limits.characters),
        ("lines", sum(text.count("\n") + 1 for text in pages.texts), limits.lines),
    ):
        if count > most:
            return f"{count:,} {what} of text; the limit is {most:,}: split the file"
    return None


def _crashed(job: _ToParse) -> Outcome | _Understood:
    logger.error("a process died parsing file=%s", digest_of(job.file)[:12])
    return Outcome(
        job.item.shown, Result.FAILED, "its parser was killed, by a fault or for lack of memory; split the file"
    )


def _known(path: Origin, source: str, file_digest: str, library: Library, parser_version: int) -> Outcome | None:
    """The outcome for a file whose bytes are here already."""
    seen = library.seen(file_digest)
    if seen is None or seen.parser_version != parser_version:
        return None
    if seen.state is State.CURRENT:
        return Outcome(path, Result.UNCHANGED, notice_id=seen.notice_id, version=seen.version)
    # An older version. The same file going back to it is a change; a second file beside the newer one is not,
    # or two files of one notice in a folder would replace each other at every run.
    current = next((entry for entry in library.history(seen.notice_id) if entry.state == State.CURRENT.value), None)
    if current is None or current.source == source:
        return None
    reason = f"an older version of {seen.notice_id}, whose current one came from {current.source}"
    return Outcome(path, Result.SKIPPED, reason, seen.notice_id, seen.version)


def _store(
    batch: Iterable[Outcome | _Understood], library: Library, index: ClauseIndex, now: datetime
) -> list[Outcome]:
    """Store what was understood and make it visible; the outcomes of the whole batch, in its order."""
    batch = list(batch)
    if not any(isinstance(item, _Understood) for item in batch):
        return [item for item in batch if isinstance(item, Outcome)]
    staged: dict[str, StagedVersion] = {}
    with library.writing() as writer:
        complete(writer, index)
        left = [item if isinstance(item, Outcome) else _known_by_now(item, library) or item for item in batch]
        with writer.staging(now) as staging:
            outcomes = [item if isinstance(item, Outcome) else _stage(item, staging, staged, library) for item in left]
        if staged:
            index.add([(version.edition, version.notice) for version in staged.values()])
            writer.publish(list(staged.values()))
            complete(writer, index)
    return outcomes


def _known_by_now(item: _Understood, library: Library) -> Outcome | None:
    """From another process, say."""
    return _known(item.path, item.new.notice.source, item.new.file_digest, library, item.new.parser_version)


def _stage(item: _Understood, staging: Staging, staged: dict[str, StagedVersion], library: Library) -> Outcome:
    """Store one version, which joins `staged` under the digest of its file."""
    digest = item.new.file_digest
    if twin := staged.get(digest):
        return Outcome(item.path, Result.UNCHANGED, notice_id=twin.notice.id, version=twin.version)
    try:
        notice = item.new.notice
        alike = staging.alike(notice)
        notice_id = identify(notice, alike)
        if any(one.id == notice_id and says_the_same(notice, one) for one in alike) and not library.seen(digest):
            # A web page with another counter on it: other bytes, the same notice.
            version = next((entry.version for entry in library.history(notice_id)), None)
            return Outcome(item.path, Result.UNCHANGED, notice_id=notice_id, version=version)
        stored = staging.add(replace(item.new, notice=under_id(notice, notice_id)))
    except CampaignError:
        raise  # the store itself is in trouble: so will the next file be
    except Exception as exc:  # the outermost loop of a batch: a notice that cannot be written down fails alone
        logger.exception("storing failed file=%s", digest[:12])
        return Outcome(item.path, Result.FAILED, f"cannot be stored ({type(exc).__name__}); please report this file")
    staged[digest] = stored
    result = Result.ADDED if stored.version == 1 else Result.NEW_VERSION
    return Outcome(item.path, result, notice_id=notice_id, version=stored.version)

"""Look for files that break the readers or the parser: whole files in, damaged copies of them read for a while.

    python scripts/fuzz.py --seconds 600 --keep build/fuzz notices/ my-samples/

Each seed is damaged at random, in its bytes, in its text or, of a format that is a zip, in a member, and then read and
parsed. A finding is an exception that is not `UnreadableFile`, a message of more than one line, a notice whose clauses
are not its text, or a file that took too long. The damaged file is kept under a name that says what happened.

Readers that run in a child process are called directly, in a worker of this program: a fault of a parser in C kills the
worker and is reported apart, for in use it kills the child only. LibreOffice is not fuzzed: it takes seconds a file.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Notice, Pages
from ingest.parse import parse_notice
from ingest.readers import READERS, is_archive
from ingest.readers.archive import members_of
from ingest.readers.detect import detect
from ingest.readers.ofd import text_objects
from ingest.readers.pdf import text_layer

TOO_LONG_S = 30
BATCH = 200  # damaged files of one worker
NOT_HERE = frozenset({".doc", ".wps", ".rtf", ".odt", ".png", ".jpg", ".tif"})  # read by other programs and by OCR
TOKENS = (
    b"\0", b"\xff", b"\xff\xff\xff\x7f", b"-1", b"0", b"1e308", b"99999999999999999999", b"NaN", b"%s" * 9, b"\n" * 99,
    b"<", b">", b"&", b"]]>", b"<!--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<p>" * 200, b"</w:p>", b"<w:tbl>",
    b"\xef\xbb\xbf", b"\xfe\xff", b"\x80", b"PK\x03\x04", b"endobj", b"stream", b"/Kids", b"[", b"(", b"<<",
)  # fmt: skip
WORDS = (
    "附件", "附件1", "（一）", "一、", "1.", "第一条", "各市商务局：", "2月30日", "2024年13月", "9999年9月9日", "前", "至", "—", "月底前",
    "每月5日前", "10个工作日内", "〔2024〕号", "抄送：", "联系人：", "电话：", "010-", "转", "@", "《", "》", "“", "”", "（", "）", "同上",
    "\u3000", "\t", "\f", "\u2028", "\u200b", "\ufeff", "\U00020000", "e\u0301", "٣", "²", "⑳", "㈠", "零", "〇", "廿", "两", "万亿", " | ",
)  # fmt: skip

Reader = Callable[[Path], object]


def mutated(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """A file with something wrong in it."""
    if data.startswith(b"PK") and rng.random() < 0.9:
        return _in_a_member(data, rng)
    if rng.random() < 0.5:
        try:
            return _in_its_text(data.decode("utf-8"), rng).encode("utf-8")
        except UnicodeDecodeError:
            pass
    if rng.random() < 0.1:
        other = rng.choice(others)
        return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]
    return _in_its_bytes(data, rng)


def _in_its_bytes(data: bytes, rng: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(damaged) + 1)
        length = rng.choice((1, 2, 8, 64, 1024))
        match rng.randrange(5):
            case 0:
                damaged[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del damaged[at : at + length]
            case 2:
                damaged[at:at] = rng.choice(TOKENS)
            case 3:
                damaged[at:at] = damaged[at : at + length] * rng.choice((1, 2, 50))
            case _:
                start = rng.randrange(len(damaged) + 1)
                damaged[at : at + length] = damaged[start : start + length]
    return bytes(damaged)


def _in_its_text(text: str, rng: random.Random) -> str:
    for _ in range(rng.choice((1, 2, 4, 16))):
        at = rng.randrange(len(text) + 1)
        length = rng.choice((1, 2, 8, 40, 400))
        piece = text[at : at + length]
        match rng.randrange(5):
            case 0:
                text = text[:at] + text[at + length :]
            case 1:
                text = text[:at] + "".join(rng.choices(WORDS, k=rng.choice((1, 2, 6)))) + text[at:]
            case 2:
                text = text[:at] + piece * rng.choice((2, 30)) + text[at:]
            case 3:
                start = rng.randrange(len(text) + 1)
                text = text[:start] + piece + text[start:]
            case _:
                text = text[:at] + piece.replace("\n", "") + text[at + length :]
    return text


def _in_a_member(data: bytes, rng: random.Random) -> bytes:
    """One member damaged, left out, or under another name; all are packed anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as sink:
        names = source.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = source.read(name)
            if name == chosen:
                match rng.randrange(12):
                    case 0:
                        continue
                    case 1:
                        name = rng.choice(("../a", "/etc/a", "", "a" * 300, name.upper(), rng.choice(names)))
                    case 2 | 3 | 4 | 5:
                        content = _in_its_text(content.decode("utf-8", errors="replace"), rng).encode()
                    case _:
                        content = _in_its_bytes(content, rng)
            sink.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def check(path: Path) -> str:
    """Read and parse one file. What became of it; raises what is a finding."""
    try:
        return "archive" if is_archive(path) else _read(path)
    except UnreadableFile as exc:
        if "\n" in str(exc):
            raise AssertionError(f"a message of several lines: {exc}") from exc
        return "refused"


def _read(path: Path) -> str:
    kind = detect(path)
    if kind in NOT_HERE or kind not in READERS:
        return "not here"
    readers: dict[str, Reader] = {**READERS, ".pdf": text_layer, ".ofd": text_objects}
    pages = readers[kind](path)
    if not isinstance(pages, Pages):
        return "scanned"
    notice = parse_notice(pages, path.name)
    _agrees(notice)
    return "read" if notice.text else "empty"


def _agrees(notice: Notice) -> None:
    """Every character stands in one clause; every fact lies in the clause that it names."""
    if "".join(clause.own.of(notice.text) for clause in notice.clauses) != notice.text:
        raise AssertionError("the clauses are not the text")
    facts = notice.facts
    for fact in (*facts.deadlines, *facts.contacts, *facts.laws, *facts.organisers, *facts.themes, *facts.prohibitions):
        if not notice.clause(fact.clause).span.holds(fact.span):
            raise AssertionError(f"a fact outside its clause: {fact}")


def _archive(path: Path) -> None:
    for _ in members_of(path):
        pass


def _slow(*_: object) -> None:
    raise TimeoutError(f"more than {TOO_LONG_S} s")


def work(seeds: Sequence[tuple[str, bytes]], seed: int, folder: Path, pipe: Connection) -> None:
    """A worker: damage and read some files; says what became of each."""
    rng = random.Random(seed)
    signal.signal(signal.SIGALRM, _slow)
    warnings.simplefilter("ignore")  # two members of one name are made on purpose
    for _ in range(BATCH):
        name, data = rng.choice(seeds)
        damaged = mutated(data, [other for _, other in seeds], rng)
        path = folder / f"case{Path(name).suffix}"
        path.write_bytes(damaged)
        pipe.send(("begun", path.name, ""))
        signal.alarm(TOO_LONG_S)
        try:
            result = check(path)
            if result == "archive":
                _archive(path)
        except UnreadableFile:
            result = "refused"
        except BaseException as exc:  # whatever it is, it is what we look for
            pipe.send(("found", type(exc).__name__, traceback.format_exc()))
            continue
        finally:
            signal.alarm(0)
        pipe.send(("done", f"{path.suffix} {result}", ""))
    pipe.send(("end", "", ""))


def run(seeds: Sequence[tuple[str, bytes]], seconds: float, seed: int, keep: Path) -> tuple[Counter[str], int]:
    """Fuzz for a while: counts of what became of the files, and how many different findings there are."""
    counts: Counter[str] = Counter()
    found: set[str] = set()
    end = time.monotonic() + seconds
    context = multiprocessing.get_context("spawn")
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            here, there = context.Pipe(duplex=False)
            worker = context.Process(target=work, args=(seeds, seed, folder, there))
            worker.start()
            there.close()
            for what, kind, trace in _messages(here, worker.pid or 0):
                if what == "begun":
                    case = folder / kind
                elif what == "done":
                    counts[kind] += 1
                else:
                    counts[f"{case.suffix} {what}"] += 1
                    where = hashlib.sha256("".join(trace.split("\n")[-6:]).encode()).hexdigest()[:8]
                    if (key := f"{what}-{kind}-{where}") not in found:
                        found.add(key)
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / f"{key}{case.suffix}").write_bytes(case.read_bytes())
                        (keep / f"{key}.log").write_text(trace or kind, "utf-8")
                        print(f"{key}{case.suffix}\n{trace}", flush=True)
                if time.monotonic() > end:
                    break
            worker.kill()
            worker.join()
        seed += 1
    return counts, len(found)


def _messages(pipe: Connection, pid: int) -> Iterator[tuple[str, str, str]]:
    while True:
        if not pipe.poll(4 * TOO_LONG_S):
            yield "hung", f"worker-{pid}", ""
            return
        try:
            message: tuple[str, str, str] = pipe.recv()
        except EOFError:
            yield "killed", "by-a-fault", ""
            return
        if message[0] == "end":
            return
        yield message


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", nargs="+", type=Path, metavar="SEED", help="files, or folders with all below them")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0, help="of the random numbers: the same damage again")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="where the findings go")
    asked = parser.parse_args(words)
    files = [file for path in asked.seeds for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    seeds = [(file.name, file.read_bytes()) for file in files if file.is_file()]
    counts, findings = run(seeds, asked.seconds, asked.seed, asked.keep)
    for kind, count in sorted(counts.items()):
        print(f"{count:8,}  {kind}")
    print(f"{sum(counts.values()):8,}  files; {findings} different findings, kept in {asked.keep}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

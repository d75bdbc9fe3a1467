"""Whether a file that has come is a new version of a notice that is here, or another notice.

A notice and those it resembles in, the id it is to be stored under out. A wrongly merged notice is a lost notice, a
wrongly separated one only stands twice: so two are one only with two independent signs, in doubt they stay two.

Source: GB/T 9704-2012, 7.2.5: an issuer gives each 发文字号 once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from ingest.compare import compare
from ingest.model import Anomaly, Clause, ClauseId, Fact, Facts, Masthead, Notice, NoticeId, Part, PartId

SHINGLE = 6  # characters: long enough to tell wordings apart, short enough to survive a corrected word
CORRECTED = 0.5  # likeness of a text to what it corrects; notices of two years on one campaign stay below it
COPIED = 0.8  # likeness of one notice in two files, say as .docx and as .pdf

_MARKS = re.compile(r"[\s“”\"'‘’「」『』《》〈〉〔〕﹝﹞\[\]【】()<>·.,:;,。、;:!?—\-]")
# What a page says of itself and not of the notice.
_VISIT = re.compile(
    r"(?:浏览|阅读|点击|访问|查看)(?:次数|人数|总量|量|数)?\s*[：:]?\s*\d+\s*次?"
    r"|(?:打印|更新|访问|下载|当前|系统)(?:时间|日期)\s*[：:]\s*\d[\d年月日时分秒:：./ \u3000-]*"
)
_BRACKETS = str.maketrans("﹝﹞[]【】()", "〔〕〔〕〔〕〔〕")


def doc_number_key(printed: str) -> str:
    """A 文号 as it is compared: one kind of brackets, no spaces, no 第.

    >>> doc_number_key("商办电函［2021］ 第107号") == doc_number_key("商办电函〔2021〕107号")
    True
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", printed)).translate(_BRACKETS)
    return plain.replace("〕第", "〕")


def title_key(title: str) -> str:
    """A title as it is compared: without spaces, quotation marks and brackets.

    >>> title_key("关于举办“第六届 双品网购节”的通知") == title_key("关于举办「第六届双品网购节」的通知")
    True
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", title)).lower()


def doc_number_of(masthead: Masthead) -> str | None:
    return doc_number_key(masthead.doc_number.value) if masthead.doc_number else None


def name_digest(notice: Notice) -> str:
    """A fingerprint of the name of the file and the title: what a notice without 文号 is looked up by."""
    return hashlib.sha256(f"{notice.source}|{_title(notice)}".encode()).hexdigest()[:20]


def identify(notice: Notice, candidates: Iterable[Notice]) -> NoticeId:
    """The id under which a notice is stored: that of the candidate it is a version of, else one of its own."""
    here = list(candidates)
    same = [one for one in here if is_version_of(notice, one)]
    if same:
        best = min(same, key=lambda one: (one.id != notice.id, one.source != notice.source, one.id))
        return best.id
    if all(one.id != notice.id for one in here):
        return notice.id
    # Its id is made of a title or a file name that another notice has as well.
    return NoticeId(hashlib.sha256(f"{notice.id}|{notice.source}|{notice.text}".encode()).hexdigest()[:10])


def is_version_of(new: Notice, old: Notice) -> bool:
    """Whether `new` is the same notice as `old`, corrected or in another file.

    - With the same 文号: if the title is the same too, or the file's name is and the text is alike (a corrected title
      or date).
    - With different 文号: never.
    - Where one has none: if the titles are the same, the dates do not differ, and the text is alike; more so if the
      files have different names.
    """
    number, old_number = doc_number_of(new.main.masthead), doc_number_of(old.main.masthead)
    same_title, same_source = _title(new) == _title(old), new.source == old.source
    if number and old_number:
        if number != old_number:
            return False
        if same_title and _title(new):
            return True
        return same_source and likeness(new.text, old.text) >= CORRECTED
    days = {day for day in (new.main.masthead.issued, old.main.masthead.issued) if day}
    if not same_title or len(days) > 1:
        return False
    return likeness(new.text, old.text) >= (CORRECTED if same_source else COPIED)


def says_the_same(new: Notice, old: Notice) -> bool:
    """Whether a file that came again says what it said, word for word and fact for fact.

    Blanks do not count, nor do the counters and clocks of a web page, which are others at every visit. `new` may still
    have another id.
    """
    if new.source != old.source or _wording(new.text) != _wording(old.text):
        return False
    found = compare(old, new)
    facts = (found.deadlines, found.contacts, found.laws, found.organisers, found.themes, found.prohibitions)
    return not any(facts) and not found.names


def _wording(text: str) -> str:
    """
    >>> _wording("浏览次数： 120　打印时间：2024-05-01 10:20\\n各市商务局：") == _wording("浏览次数：7 打印时间：2024-06-02\\n各市商务局：")
    True
    """
    return re.sub(r"\s", "", _VISIT.sub("", text))


def likeness(text: str, other: str) -> float:
    """The share of the wording that two texts have in common, spaces aside.

    >>> likeness("请于5月13日前将活动总结材料报送我司。", "请于5月13日前将活动 总结材料报送我司。")
    1.0
    >>> likeness("请于5月13日前将活动总结材料报送我司。", "现将有关事项公告如下：补贴资金先到先得。")
    0.0
    """
    here, there = _shingles(text), _shingles(other)
    return len(here & there) / max(len(here), len(there))


def under_id(notice: Notice, notice_id: NoticeId) -> Notice:
    """The same notice under another id, which the ids of its parts and clauses begin with."""
    if notice.id == notice_id:
        return notice

    def moved(name: str) -> str:
        return f"{notice_id}.{name.removeprefix(f'{notice.id}.')}" if name.startswith(f"{notice.id}.") else name

    def part(one: Part) -> Part:
        return replace(one, id=PartId(moved(one.id)), host=PartId(moved(one.host)) if one.host else None)

    def clause(one: Clause) -> Clause:
        parent = ClauseId(moved(one.parent)) if one.parent else None
        return replace(one, id=ClauseId(moved(one.id)), part=PartId(moved(one.part)), parent=parent)

    def anomaly(one: Anomaly) -> Anomaly:
        return replace(one, clause=ClauseId(moved(one.clause)) if one.clause else None)

    def placed(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        return tuple(replace(fact, clause=ClauseId(moved(fact.clause))) for fact in facts)

    facts: dict[str, Any] = {kind.name: placed(getattr(notice.facts, kind.name)) for kind in fields(Facts)}
    return replace(
        notice,
        id=notice_id,
        parts=tuple(map(part, notice.parts)),
        clauses=tuple(map(clause, notice.clauses)),
        facts=Facts(**facts),
        anomalies=tuple(map(anomaly, notice.anomalies)),
    )


def _title(notice: Notice) -> str:
    title = notice.main.masthead.title
    return title_key(title.value) if title else ""


def _shingles(text: str) -> frozenset[str]:
    plain = re.sub(r"\s", "", text)
    return frozenset(plain[i : i + SHINGLE] for i in range(max(1, len(plain) - SHINGLE + 1)))

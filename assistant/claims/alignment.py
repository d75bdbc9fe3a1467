"""Whether a free sentence says what one passage says: its words in the passage's order, of the passage's subject, and
with everything that narrows or turns them round (鼓励, 原则上, 有条件的, 减少 …).

(plain text, pieces of one quote) -> Problems. Dates, numbers and names are compared elsewhere and arrive as TAKEN.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.claims.actors import LEADING, MODAL, PARTIES, PIVOT, is_same, opening_party, subject_of
from assistant.claims.sayings import RUN, Piece, Token, tokens_of
from assistant.claims.source import Problem
from assistant.claims.text import NAME

CHUNK_END = re.compile(r"[,:;。、|()!?]+|以及|同时|并且|(?<!一)并|[和及或]")
HARD = re.compile(r"必须|务必|应当|应该|一定|不得|严禁|禁止|[应须](?![急用对付邀])")
MAY = re.compile(r"可以?(?!以|拨打|联系|咨询|致电|通过|与|发送?(?:邮件|传真|至|到)|传真|[靠持能循降复推信])|允许|能够")
SOFT = re.compile(
    r"鼓励|支持(?!单位|$)|倡导|提倡|引导|可以|(?<![许认不即])可(?![以靠持能见复推降循编信再行观选视])|允许|力争|争取|自愿"
)
HOLDS = re.compile(r"(?:主要)?(?:内容)?包[括含]")
STRICT = re.compile(r"督促|严格|必须|务必|严禁|禁止|不得")  # 引导、督促企业严格遵守 is a duty
# What narrows a statement: said of a part, of some, for now, or not quite. Bounds of numbers are compared with these.
NARROWING = re.compile(
    r"原则上|有条件的|符合条件的|具备条件的|暂定|拟(?=[于在定由])|预计|力争|争取|适当|初步|自愿|视情况?|酌情|必要时|优先|尽量|尽可能|"
    r"首批|试点|逐步|除[^,;。]{1,12}外|仅|只(?=[有限能对])|确需|确有|"
    r"如有|如需|如遇|如果|若|未经|经[^,;。]{2,10}(?:同意|批准|审核)后?|活动结束后|活动前|活动后|期间(?=[,]|$)|另行"
)
TURNING = re.compile(
    r"严禁|禁止|不得|不准|不许|不能|杜绝|避免|防止|防范|减少|降低|打击|查处|整治|取消|停止|暂停|限制|控制|拒绝|抵制|消除|缩小|清理|清退|惩处|处罚|追究"
)
# Words of our own that say what somebody does: of a party only where the quote says so of it too.
ACTS = re.compile(
    r"提供|报送|提交|上报|递交|呈报|反馈|举办|举行|开展|进行|启动|遵守|遵循|执行|发送|送交|指导|主办|承办|协办|结束|开始"
)


RETURNS = re.compile(r"并|同时|要|应|须")  # what opens a piece that is again about the subject of its sentence
LEADS = re.compile(rf"(?:{LEADING}|加强|强化|做好|推广|促进)?(?:{LEADING})")


ANYBODY = re.compile(rf"(?:{PARTIES})")
STATES = re.compile(r"结束|截止|截至|启动|开始|举办|举行|持续|开展|进行|遵守|执行|报送|提交|上报")
ROLE = re.compile(r"主办|承办|协办|主会场|分会场")
MOST = 8  # stretches of a quote that one clause of a sentence may join; more is no paraphrase, and costs time


@dataclass(frozen=True, slots=True)
class Place:
    """Where the printed words of a chunk stand: places in the list of pieces, first and last."""

    first: int
    last: int
    end: int  # offset behind the last word in its piece


def check_alignment(text: str, said: str, pieces: Sequence[Piece], facts: Mapping[str, str]) -> Iterator[Problem]:
    """What a sentence makes of the words of one quote that the quote does not say.

    `said` is the sentence in plain form, `text` the same without its values; `facts` are the words of facts that stand
    as one character each in `text`: with words of the quote around them they must stand in the quote like these.
    """
    yield from _check_states(text, pieces, facts)
    subject: str | None = None
    told = ""
    pivot: str | None = None  # whom the subject is to guide, urge or encourage
    turned: set[tuple[int, str]] = set()  # what turns words round, with the piece it was said of
    for marked in chunks_of(text):
        tokens: list[Token] = []
        for run in RUN.findall(marked):
            found, rest = ([Token(facts[run], True)], "") if run in facts else tokens_of(run, pieces)
            if rest:
                yield Problem("words", rest)
                return
            tokens += found
        chunk = "".join(facts.get(letter, letter) for letter in marked)
        who = subject_of(chunk) or opening_party(chunk)
        guided = PIVOT.search(chunk)
        pivot = guided["whom"] if guided else None if who else pivot
        subject = who or subject
        if all(not token.printed or token.text in facts.values() for token in tokens):
            continue
        place = locate(_as_printed(tokens, pieces), pieces)
        if place is None:
            yield Problem("stitched", chunk)
            continue
        if who is not None and (acts := ACTS.search(chunk)) and not ACTS.search(pieces[place.last].text):
            yield Problem("act", acts.group())
        for role in ROLE.findall(chunk):
            if role not in pieces[place.last].text:
                yield Problem("act", role)
        if subject is not None and not _acts(subject, place, pieces):
            yield Problem("subject", f"{subject}:{chunk}")
        whom = _guided_at(place, pieces)
        told += chunk
        if whom is not None and not _is_guided(whom, subject, pivot, told):
            yield Problem("pivot", f"{whom}:{chunk}")
        for word in TURNING.findall(NAME.sub("", pieces[place.last].text[: place.end])):
            if word in chunk:
                turned.add((place.last, word))
            elif (place.last, word) not in turned:
                yield Problem("turned", word)
        yield from _check_force(chunk, said, place, pieces)


def _check_states(text: str, pieces: Sequence[Piece], facts: Mapping[str, str]) -> Iterator[Problem]:
    """Words of our own alone state nothing: 报送截止, 活动结束 need a day, or words of the quote, beside them."""
    held = False
    for part in re.split(r"[,;。]", text):
        tokens = [token for run in RUN.findall(part) if run not in facts for token in tokens_of(run, pieces)[0]]
        full = any(token.printed for token in tokens) or any(one in part for one in ("|", *facts))
        if not full and (state := STATES.search(part)):
            yield Problem("act", state.group())
        held = held or full or bool(re.search(r"\d", part))
    if not held:
        yield Problem("says_nothing", text[:40])


def _as_printed(tokens: Sequence[Token], pieces: Sequence[Piece]) -> list[str]:
    """The printed words in the quote's order where 的 turned two of them round: 参与活动的企业 for 企业参与活动."""
    words: list[str] = []
    before: Token | None = None
    for n, token in enumerate(tokens):
        if token.printed:
            joined = n > 1 and before is not None and before.text == "的" and tokens[n - 2].printed
            if joined and any(token.text + words[-1] in piece.text for piece in pieces):
                words[-1] = token.text + words[-1]
            else:
                words.append(token.text)
        before = token
    return words


def chunks_of(text: str) -> list[str]:
    """A sentence at its punctuation and between what 和 and 并 join."""
    return [chunk for chunk in CHUNK_END.split(text) if chunk]


def locate(printed: Sequence[str], pieces: Sequence[Piece]) -> Place | None:
    """Where words stand in order: in one piece; or each further group at the head of a later piece of its sentence.

    A subject at the head of a sentence goes with all pieces of its sentence, and of those behind it that name no other.
    """
    for n, piece in enumerate(pieces):
        found = _in_order(printed, piece.text)
        if found is not None:
            return Place(n, n, found[1])
    if len(printed) > MOST:
        return None
    for split in range(len(printed) - 1, 0, -1):
        for n, piece in enumerate(pieces):
            head = _in_order(printed[:split], piece.text)
            if head is None:
                continue
            if listed := _lists(piece, n, printed[split:], pieces):
                return Place(n, n + 1, listed)
            if _opens(piece, head[0], printed[split - 1]) and (rest := _behind(n, printed[split:], pieces)):
                return Place(n, *rest)
    return None


def _behind(n: int, printed: Sequence[str], pieces: Sequence[Piece]) -> tuple[int, int] | None:
    """(piece, offset) where words end that go on in pieces behind one, each group at the head of its piece."""
    for m in range(n + 1, len(pieces)):
        if pieces[m].sentence != pieces[n].sentence and subject_at(m, pieces) != subject_at(n, pieces):
            return None
        for split in range(len(printed), 0, -1):
            found = _in_order(printed[:split], pieces[m].text)
            if found is None or not (found[0] <= pieces[m].start or _pivot_between(pieces[m], found[0])):
                continue
            if split == len(printed):
                return m, found[1]
            if rest := _behind(m, printed[split:], pieces):
                return rest
    return None


def _lists(piece: Piece, n: int, rest: Sequence[str], pieces: Sequence[Piece]) -> int | None:
    """Where the next piece has the words, if it says what the words before it hold: 报送全面总结，内容包括…"""
    following = pieces[n + 1] if n + 1 < len(pieces) else None
    if following is None or following.sentence != piece.sentence or not HOLDS.match(following.text):
        return None
    found = _in_order(rest, following.text)
    return found[1] if found else None


def _opens(piece: Piece, begin: int, last: str) -> bool:
    """Whether words open a piece, or end it behind an item of a list: what comes next in the sentence goes with them."""
    return begin <= piece.start or (piece.text[begin - 1] in "、和及与或" and piece.text.endswith(last))


def _pivot_between(piece: Piece, at: int) -> bool:
    """Whether only verbs that lead to a party stand before a place: 指导电商企业 in front of 减少."""
    return bool(
        re.fullmatch(
            r"(?:督促|指导|引导|鼓励|支持|组织|帮助|推动|教育|和|及|、|我国|当地|各类|各)+",
            piece.text[piece.start : at],
        )
    )


def _in_order(words: Sequence[str], text: str) -> tuple[int, int] | None:
    """From where to where all words stand in a text one behind the other."""
    start = text.find(words[0])
    while start >= 0:
        at = start + len(words[0])
        for word in words[1:]:
            found = text.find(word, at)
            if found < 0 or ANYBODY.search(text, at, found):
                break  # not there, or said of somebody who is left out in between
            at = found + len(word)
        else:
            return start, at
        start = text.find(words[0], start + 1)
    return None


def subject_at(n: int, pieces: Sequence[Piece]) -> str | None:
    """Who is spoken of in a piece: the last party named before 要 or 应 at the head of a piece, up to this one."""
    for piece in reversed(pieces[: n + 1]):
        found = subject_of(piece.text[piece.start :])
        if found:
            return found
    return None


def _acts(subject: str, place: Place, pieces: Sequence[Piece]) -> bool:
    """Whether a party does what stands at a place: it is the subject there, or its sentence names it before."""
    effective = subject_at(place.last, pieces)
    if effective is not None and is_same(subject, effective):
        return True
    for n in range(place.last, -1, -1):
        if pieces[n].sentence != pieces[place.last].sentence:
            return False
        if _names(pieces[n].text, subject):
            return True
        if RETURNS.match(pieces[n].text):  # 并推荐…: back to who the sentence is about
            return False
    return False


def _guided_at(place: Place, pieces: Sequence[Piece]) -> str | None:
    """Whom a piece has somebody guide to do what stands at a place: 指导电商企业减少…，推广…"""
    text = pieces[place.last].text[: place.end]
    for n in range(place.last, -1, -1):
        if pieces[n].sentence != pieces[place.last].sentence:
            return None
        if n < place.last:
            text = pieces[n].text
        found = [one["whom"] for one in PIVOT.finditer(text)]
        if found:
            return found[-1]
        if RETURNS.match(text) or LEADS.match(text):
            return None
    return None


def _is_guided(whom: str, subject: str | None, pivot: str | None, told: str) -> bool:
    """Whether a sentence has the same party do it: as its subject, or as whom its subject guides; or names nobody."""
    if pivot is not None:
        return is_same(pivot, whom) or is_same(whom, pivot)
    return whom in told or subject is None or is_same(subject, whom) or whom.endswith(subject)


def _names(text: str, party: str) -> bool:
    """Whether a text names a party, and not one that 的 in front of it narrows."""
    if party.replace("的", "") in text.replace("的", "") and "的" in party:
        return True
    at = text.find(party)
    return at >= 0 and not text[:at].endswith("的")


def _check_force(chunk: str, said: str, place: Place, pieces: Sequence[Piece]) -> Iterator[Problem]:
    """What narrows or softens the words in the quote does so in the sentence too."""
    piece = pieces[place.last]
    for found in NARROWING.finditer(piece.text):
        if found.group() not in said:
            yield Problem("qualifier", found.group())
    soft = _governing(place.last, pieces)
    if soft is not None and soft not in said:
        yield Problem("force", soft)
    bound = MODAL.search(chunk) is not None and soft is not None and soft not in chunk and not MODAL.search(piece.text)
    if bound or (soft is not None and HARD.search(chunk) and not HARD.search(piece.text)):
        yield Problem("force", chunk)
    for found in MAY.finditer(chunk) if soft is None else ():
        if not any(chunk[found.start() : found.end() + 1] in one.text for one in pieces):
            yield Problem("force", chunk)


def _governing(n: int, pieces: Sequence[Piece]) -> str | None:
    """The word that makes a piece an encouragement rather than a duty: its own, or of the piece of its sentence before."""
    for m in range(n, -1, -1):
        if pieces[m].sentence != pieces[n].sentence:
            return None
        found = SOFT.search(pieces[m].text)
        if found and not STRICT.search(pieces[m].text):
            return found.group()
        if MODAL.search(pieces[m].text) or HARD.search(pieces[m].text) or re.match(r"督促|指导|组织", pieces[m].text):
            return None
    return None

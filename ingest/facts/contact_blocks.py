"""Which names, numbers and addresses belong together: a stretch of text in, contacts as blocks of values out.

Neighbouring tokens make one contact until one repeats what the contact already has: a second 联系人, a second organ, a second
person with a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.facts.contact_labels import MAIL, SEND_TO, Field
from ingest.facts.contact_tokens import NUMBERING, Token, is_break, runs
from ingest.facts.people import is_person, is_role
from ingest.facts.phones import SURE, Form, PhoneNumber
from ingest.organs import CJK, PLACE, is_organ, join_unit

BETWEEN_NUMBERS = re.compile(r"[\s/／、，,；;和及或（）()]*")
FAX_MARK = re.compile(r"\s*[（(]\s*(?:(兼|电话[/、及])\s*)?传\s*真\s*[）)]|\s*[（(](?i:fax)[）)]")
BETWEEN_NAME_AND_NUMBER = re.compile(r"[\s：:，,（(、*]*")
ADDRESS_END = re.compile(r"[；;。\n，,](?![^（(]*[）)])|\s{2,}|\s(?=[\d一二三四五六七八九十]+[年、.．])")
ADDRESSED_TO = re.compile(rf"[{CJK}]*(?:至|到|向(?!阳)|往|前报|报送|上报|呈报|寄送|送交)([{CJK}]+)")
UNIT_END = re.compile(r"处|局|科|司|室|中心|部|委|办|厅|院|会|站|所|队|组")
POST = re.compile(r"副?[处科局司主站所队组部][长任]")
CALL_PERSON = re.compile(rf"[{CJK}]*(?:联系|咨询|致电|找)([{CJK}]{{2,5}})")
LEAD_WORDS = re.compile(rf"(?:^|[^{CJK}\d])([{CJK}]{{1,8}})\Z")  # not $: a line feed may come behind
HOTLINE = re.compile(r"举报|投诉|监督|热线|咨询|客服")
LOOK_AHEAD = 40  # tokens; more names than that stand in no contact
MAX_PROSE = 40  # characters of other words that may stand between two values of one contact, in one sentence


@dataclass(slots=True)
class Block:
    """A contact while it is being gathered."""

    start: int
    end: int
    organ: str | None = None
    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    faxes: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    area: str | None = None
    area_digits: int = 0

    @property
    def reachable(self) -> bool:
        return bool(self.phones or self.faxes or self.emails)

    @property
    def says_something(self) -> bool:
        return self.reachable or bool(self.names or self.addresses)

    def put(self, values: list[str], value: str, end: int) -> None:
        if value not in values:
            values.append(value)
        self.end = max(self.end, end)


def read_blocks(text: str) -> list[Block]:
    """The contacts in a stretch of text, places relative to it.

    >>> [block.phones for block in read_blocks("联系人：杜四龙 尹涛\\n电话：024-86890383 86911695")]
    [['024-86890383', '024-86911695']]
    """
    blocks: list[Block] = []
    for run in runs(text):
        blocks += Reader(text).read(run)
    return blocks


class Reader:
    """Reads one run of tokens into contacts. One instance a run: what it remembers is the run read so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[Block] = []
        self.block: Block | None = None
        self.field: Field | None = None
        self.filled = False  # whether the label has had its value
        self.label_start: int | None = None  # of the label that no value has followed yet
        self.organ: tuple[str, int] | None = None  # an organ that no value has followed yet, and where it stands
        self.last: Token | None = None  # the last name, organ or number, if nothing but marks came behind it
        self.prose = 0  # characters of other words since the last value
        self.skip_to = 0

    def read(self, run: Sequence[Token]) -> list[Block]:
        for i, token in enumerate(run):
            if token.span.start < self.skip_to:
                continue
            rest = run[i + 1 : i + 1 + LOOK_AHEAD]
            if token.label:
                self._label(token, rest)
            elif token.email:
                self._email(token)
            elif token.number:
                self._number(token, token.number)
            elif token.words:
                self._words(token, rest)
            else:
                self._line_ends()
        self._close()
        return self.done

    def _label(self, token: Token, rest: Sequence[Token]) -> None:
        kind = token.label
        block = self.block
        if block and (
            (
                kind is Field.PERSON
                and (block.names or ((block.phones or block.faxes) and _number_before_next_person(rest)))
            )
            or (kind is Field.FREE and (block.names or block.reachable))
            or (kind is Field.ORGAN and block.reachable)
            or (kind is Field.ADDRESS and block.addresses)
            or (kind is Field.PHONE and block.names and block.phones and self._is_hotline(token))
        ):
            self._close()
        self.field, self.filled, self.last = kind, False, token
        lead = LEAD_WORDS.search(self.text, max(0, token.span.start - 10), token.span.start)
        start = lead.start(1) if lead else token.span.start
        if self.label_start is None and kind is not Field.NONE:
            self.label_start = start
        if kind is Field.ADDRESS:
            self._address(token, rest)

    def _is_hotline(self, token: Token) -> bool:
        return HOTLINE.search(self.text, max(0, token.span.start - 4), token.span.end) is not None

    def _address(self, token: Token, rest: Sequence[Token]) -> None:
        """An address runs to the next mark or token; it may hold numbers (257号607办公室) that are no telephones."""
        limit = next(
            (t.span.start for t in rest if t.label or t.email or (t.number and t.number.form in SURE)), len(self.text)
        )
        stop = ADDRESS_END.search(self.text, token.span.end + 1, limit)
        raw = self.text[token.span.end : stop.start() if stop else limit]
        value = raw.strip(" 　（(*")
        if len(re.findall(rf"[{CJK}]", value)) < 4 or re.search(r"www|http", value):
            return
        start = token.span.end + raw.index(value)
        is_postal = re.match(rf"{MAIL}|{SEND_TO}", self.text[token.span.start : token.span.end]) is not None
        if self.block is None and not is_postal and not any(t.number or t.email for t in rest):
            return
        block = self._open(token.span.start)
        block.put(block.addresses, value, start + len(value))
        self.skip_to = start + len(value)
        self._took(token)

    def _email(self, token: Token) -> None:
        block = self._open(token.span.start)
        block.put(
            block.emails, re.sub(r"\s", "", token.email or "").replace("＠", "@").replace("．", "."), token.span.end
        )
        self._took(token)

    def _number(self, token: Token, number: PhoneNumber) -> None:
        if self.field is Field.NONE and not self.filled:
            return
        if number.form not in SURE and not self._expects(token, number):
            self.last = None
            return
        block = self._open(token.span.start)
        mark = FAX_MARK.match(self.text, token.span.end)
        end = mark.end() if mark else token.span.end
        shared = block.area if len(number.digits) == block.area_digits else None
        value = number.normal(shared)
        if number.area:
            block.area, block.area_digits = number.area, len(number.digits)
        if self.field in (Field.FAX, Field.BOTH) or mark:
            block.put(block.faxes, value, end)
        if not (self.field is Field.FAX or mark) or self.field is Field.BOTH or (mark and mark[1]):
            block.put(block.phones, value, end)
        self._took(token)

    def _expects(self, token: Token, number: PhoneNumber) -> bool:
        """Whether the words before a number that could be anything say that it is a telephone."""
        if self.last is None:
            return False
        between = self.text[self.last.span.end : token.span.start]
        if self.last.number is not None:
            return bool(BETWEEN_NUMBERS.fullmatch(between))
        if self.field in (Field.PHONE, Field.CALL, Field.FAX, Field.BOTH):
            return True
        listed = number.form is not Form.SHORT and self.last.words is not None
        return listed and bool(BETWEEN_NAME_AND_NUMBER.fullmatch(between))

    def _words(self, token: Token, rest: Sequence[Token]) -> None:
        words = NUMBERING.sub("", token.words or "")
        in_list = self.field in (Field.PERSON, Field.FREE, Field.ORGAN) and not (self.filled and self.prose)
        number_next = _number_follows(token, rest, self.text)
        leads = number_next or _leads_to_value(token, rest, self.text)
        called = CALL_PERSON.fullmatch(words) if leads else None
        words = called[1] if called else words
        addressed = ADDRESSED_TO.fullmatch(words)
        sent_to = addressed[1] if addressed and is_organ(addressed[1]) else None
        if self.field is Field.NONE or is_role(words):
            return
        if in_list or leads:
            headed = self.text[token.span.end : token.span.end + 1] in ("：", ":")
            organ, names = self._who(words, in_list, number_next or headed)
            if organ:
                self._organ(organ, token, in_brackets=self.text[token.span.start - 1 : token.span.start] in ("（", "("))
            for name in names:
                self._person(name, token, rest)
            if not (organ or names) and headed and number_next and self.block and self.block.phones:
                self._organ(words, token, in_brackets=False)  # 衡阳：0734-…  in a list of places
                organ = words
            if organ or names:
                self.last, self.filled = token, self.filled or bool(names)
                return
        if sent_to and self.block and not self.block.organ:
            self.block.organ = sent_to
        if self.field in (Field.PHONE, Field.CALL, Field.FAX, Field.BOTH) and not self.filled:
            return  # 致电 海关热线 12360
        if self.text[token.span.start - 1 : token.span.start] in ("（", "(") and len(words) <= 12:
            return  # a remark: （公开招聘）
        self.last = None
        self.prose += len(words)
        if self.prose > MAX_PROSE:
            self._close()
        self.field = None if self.filled or len(words) > 12 else self.field

    def _who(self, words: str, in_list: bool, may_be_place: bool) -> tuple[str | None, list[str]]:
        """The organ and the persons that a run of words names."""
        pair = re.fullmatch(rf"([{CJK}]{{2,4}})[和与及]([{CJK}]{{2,4}})", words)
        if pair and is_person(pair[1]) and is_person(pair[2]):
            return None, [pair[1], pair[2]]
        if (is_organ(words) or (may_be_place and PLACE.fullmatch(words))) and not (
            len(words) <= 3 and is_person(words) and in_list and words[-1] in "会科社站"
        ):
            return words, []
        if is_person(words, labelled=in_list):
            return None, [words]
        for cut in UNIT_END.finditer(words):
            organ, person = words[: cut.end()], POST.sub("", words[cut.end() :], count=1)
            if is_organ(organ) and is_person(person):
                return organ, [person]
        return None, []

    def _organ(self, organ: str, token: Token, in_brackets: bool) -> None:
        block = self.block
        if block and block.organ is None and (in_brackets or not block.says_something):
            block.organ = organ
            return
        if block and block.says_something:
            self._close()
        whole = join_unit(self.organ[0], organ) if self.organ else None
        self.organ = (whole, self.organ[1]) if whole and self.organ else (organ, token.span.start)

    def _person(self, name: str, token: Token, rest: Sequence[Token]) -> None:
        block = self.block
        if block and block.phones and _number_before_next_person(rest):
            inherited = block.organ
            self._close()
            if inherited and is_organ(inherited) and self.organ is None:
                self._open(token.span.start).organ = inherited
        block = self._open(token.span.start)
        block.put(block.names, name, token.span.end)
        self.prose = 0

    def _open(self, at: int) -> Block:
        if self.block is None:
            start = at
            if self.organ and "\n" not in self.text[self.organ[1] : at].strip("\n"):
                start = min(start, self.organ[1])
            if self.label_start is not None and not (
                self.organ and self.organ[1] > self.label_start and "\n" in self.text[self.label_start : at]
            ):
                start = min(start, self.label_start)
            self.block = Block(start, at, organ=self.organ[0] if self.organ else None)
        self.label_start, self.organ = None, None
        return self.block

    def _took(self, token: Token) -> None:
        self.last, self.filled, self.prose = token, True, 0

    def _line_ends(self) -> None:
        if self.filled:
            self.field = None if self.field is not Field.FREE else self.field
        if self.field is Field.NONE:
            self.field = None
        if self.block is None and self.label_start is not None and self.field not in (Field.FREE, Field.PERSON):
            self.label_start = None

    def _close(self) -> None:
        block = self.block
        if block and block.says_something:
            inside = self.text[block.start : block.end]
            if re.match(r"[）)]", self.text[block.end :]) and len(re.findall(r"[（(]", inside)) > len(
                re.findall(r"[）)]", inside)
            ):
                block.end += 1
            self.done.append(block)
        self.block, self.prose = None, 0


def _number_before_next_person(rest: Sequence[Token]) -> bool:
    """Whether the person just met has a number of their own further on, before the next one is named."""
    for token in rest:
        if token.label in (Field.PERSON, Field.FREE):
            return False
        if token.number and token.number.form is not Form.SHORT:
            return True
        if token.label in (Field.PHONE, Field.BOTH):
            return True
    return False


def _number_follows(token: Token, rest: Sequence[Token], text: str) -> bool:
    if not rest or rest[0].number is None:
        return False
    return bool(BETWEEN_NAME_AND_NUMBER.fullmatch(text[token.span.end : rest[0].span.start]))


def _leads_to_value(token: Token, rest: Sequence[Token], text: str) -> bool:
    """Whether only names and organs stand between these words and the next label, number or mail address.

    `商务部市场建设司： 电话：`, `局办公室联系人：`, `水运职业资格处 赵千昆，电话：`
    """
    at, in_brackets = token.span.end, False
    for following in rest[:8]:
        between = text[at : following.span.start]
        at = following.span.end
        in_brackets = (in_brackets or bool(re.search(r"[（(]", between))) and not re.search(r"[）)]", between)
        if is_break(following):
            continue  # an organ on a line of its own above its numbers
        if following.words is None:
            return following.label not in (Field.NONE, Field.CALL)
        named = is_organ(following.words) or is_person(following.words) or is_role(following.words)
        if not named and not in_brackets:
            return False
    return False

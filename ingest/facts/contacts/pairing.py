"""Which names, numbers and addresses belong together: a stretch of text in, contacts as blocks out.

Neighbouring tokens make one contact until one repeats what the contact already has: a second 联系人, a second organ, a second
person with a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.facts.contacts.addresses import read_address
from ingest.facts.contacts.blocks import Block, Source, are_rows
from ingest.facts.contacts.gathering import Gathering
from ingest.facts.contacts.labels import Field
from ingest.facts.contacts.marks import (
    ADDRESSED_TO,
    AT_COMMA,
    BETWEEN_NUMBERS,
    COMPLAINTS,
    ENDS_HERE,
    FAX_MARK,
    HOTLINE,
    HOTLINE_NUMBER,
    LEAD,
    LEAD_WORDS,
    MOBILE,
    NUMBER_LABELS,
    NUMBER_NEXT,
    RECIPIENT,
    REMARK,
    SAME_OWNER,
    SHARED,
    STOPS_HERE,
    STRANGER,
    STRANGER_BEFORE,
)
from ingest.facts.contacts.names import Named, affiliation, is_remark, met, read_aside, read_names
from ingest.facts.contacts.people import RARE, is_person, is_role
from ingest.facts.contacts.phones import SURE, Form, PhoneNumber
from ingest.facts.contacts.tokens import (
    BETWEEN_NAME_AND_NUMBER,
    NUMBERING,
    Token,
    in_telephone_column,
    leads_to_value,
    number_before_next_person,
    number_follows,
    numbers_come_first,
    runs,
)
from ingest.model import Span
from ingest.organs import is_organ, join_unit

MAX_SHORT = 6  # digits of a hotline
UNIT_OR_NAME = ("科", "会", "社", "站")  # 商贸科 王芳: what names end in, too
LOOK_AHEAD = 40  # tokens; more names than that stand in no contact
MAX_PROSE = 40  # characters of other words that may stand between two values of one contact, in one sentence


def read_blocks(text: str) -> list[Block]:
    """The contacts in a stretch of text, places relative to it.

    >>> [block.phones for block in read_blocks("联系人：杜四龙 尹涛\\n电话：024-86890383 86911695")]
    [['024-86890383', '024-86911695']]
    """
    blocks: list[Block] = []
    for run in runs(text):
        blocks += Reader(text).read(run)
    return blocks


class Reader(Gathering):
    """Reads one run of tokens into contacts. One instance a run: what it remembers is the run read so far."""

    def read(self, run: Sequence[Token]) -> list[Block]:
        self.number_first = numbers_come_first(run, self.text)
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
        words = LEAD_WORDS.search(self.text, max(0, token.span.start - 10), token.span.start)
        strangers = STRANGER_BEFORE.search(self.text, max(0, token.span.start - 12), token.span.start)
        lead = strangers[1] if strangers else ""
        if block and kind is Field.PERSON and self._is_everybodys(block, token):
            self._close()
            block = None
        if block and (
            (kind is Field.PERSON and (block.names or ((block.phones or block.faxes) and self._has_number_ahead(rest))))
            or (kind is Field.FREE and (block.names or block.reachable))
            or (kind is Field.ANY and (block.phones or block.faxes))
            or (kind is Field.ORGAN and block.reachable)
            or (kind is Field.EMAIL and self._is_of_complaints(block, token))
            or (
                kind is Field.ADDRESS
                and (block.addresses or (block.names and block.phones and self._is_addressed(token)))
            )
            or (
                kind is Field.PHONE
                and block.phones
                and (
                    ((block.names or self._is_public_only(block)) and self._is_hotline(token))
                    or self._is_stranger(lead)
                )
            )
        ):
            self._close()
        if kind in SHARED and block and are_rows([*self.done[-1:], block], self.text, token.span.start):
            self._share(token.span.start)
        if kind is Field.SAME:
            lines = [phone for phone in block.phones if not MOBILE.fullmatch(phone)] if block else []
            if block and lines:
                block.put(block.faxes, lines[-1], token.span.end)
            return
        self.field, self.filled, self.last = kind, False, token
        start = words.start(1) if words else token.span.start
        if self.label_start is None and kind is not Field.NONE:
            self.label_start = start
        if kind is Field.ADDRESS:
            self._address(token, rest)

    def _is_of_complaints(self, block: Block, token: Token) -> bool:
        """监督电话 alone, and below it the mailbox of the office."""
        said = self.text[block.start : token.span.start]
        return (
            not block.names and COMPLAINTS.search(said) is not None and "\n" in self.text[block.end : token.span.start]
        )

    def _is_everybodys(self, block: Block, token: Token) -> bool:
        """监督举报：12315, and 联系人 in another sentence: whoever is named there is reached elsewhere."""
        said, between = self.text[block.start : block.end], self.text[block.end : token.span.start]
        if not block.phones or block.names or not COMPLAINTS.search(said):
            return False
        return re.search(r"[\n。]", between) is not None or all(HOTLINE_NUMBER.fullmatch(one) for one in block.phones)

    def _is_addressed(self, token: Token) -> bool:
        """Whether an address names its own recipient in the same line: 材料寄送：某市某路1号，王芳收，电话：…."""
        line = self.text[token.span.end :].split("\n", 1)[0]
        return RECIPIENT.search(line) is not None

    @staticmethod
    def _is_public_only(block: Block) -> bool:
        """云闪付客服：95516 投诉举报：12345: two numbers of everybody's are of two bodies."""
        return all(HOTLINE_NUMBER.fullmatch(phone) for phone in block.phones)

    def _has_number_ahead(self, rest: Sequence[Token]) -> bool:
        own = takewhile(lambda token: not (token.label and COMPLAINTS.search(token.span.of(self.text))), rest)
        return not self.number_first and number_before_next_person(list(own))

    def _is_hotline(self, token: Token) -> bool:
        return HOTLINE.search(self.text, max(0, token.span.start - 4), token.span.end) is not None

    def _address(self, token: Token, rest: Sequence[Token]) -> None:
        limit = next(
            (t.span.start for t in rest if t.label or t.email or (t.number and t.number.form in SURE)), len(self.text)
        )
        address = read_address(self.text, token.span, limit)
        if address is None or (
            self.block is None and not address.is_postal and not any(t.number or t.email for t in rest)
        ):
            return
        block = self._open(token.span.start)
        block.put(block.addresses, address.span.of(self.text), address.span.end)
        self.skip_to = address.span.end
        self._took(token)

    def _email(self, token: Token) -> None:
        block = self._open(token.span.start)
        block.put(block.emails, re.sub(r"\s", "", token.email or ""), token.span.end)
        self._took(token)

    def _number(self, token: Token, number: PhoneNumber) -> None:
        if self.field is Field.NONE and not self.filled:
            return
        if number.form not in SURE and not self._expects(token, number):
            self.last = None
            return
        if self.block and ((self.number_first and self.block.names) or self._is_public(number)):
            self._close()
        mark = FAX_MARK.match(self.text, token.span.end)
        aside = None if mark else read_aside(self.text, token.span.end)
        block = self._asked_for(token, aside[0]) if aside else self._open(token.span.start)
        end = aside[1] if aside else mark.end() if mark else self._behind_remark(token.span.end)
        if self.last and self.last.words is not None and self.field not in NUMBER_LABELS:
            block.is_row = True
        value = number.normal(self._area_for(number, block))
        if number.area:
            block.coded = self.area = number
        if self.field in (Field.FAX, Field.BOTH) or mark:
            block.put(block.faxes, value, end)
        if not (self.field is Field.FAX or mark) or self.field is Field.BOTH or (mark and mark[1]):
            block.put(block.phones, value, end)
        self._took(replace(token, span=Span(token.span.start, end)))
        self.skip_to = max(self.skip_to, end)

    def _behind_remark(self, at: int) -> int:
        """Where a number ends with what brackets say it is for: 010-84512201（第一期）. They say nothing of the next one."""
        found = REMARK.match(self.text, at)
        return found.end() if found and is_remark(found["remark"]) else at

    def _is_public(self, number: PhoneNumber) -> bool:
        """12345 behind the telephone of a person or organ: everybody's, not theirs."""
        block, before = self.block, self.last.number if self.last else None
        if block is None or not (block.names or block.organ) or number.form is not Form.SHORT:
            return False
        if block.phones and "\n" in self.text[block.end : number.span.start]:
            return max(map(len, block.phones)) > MAX_SHORT  # 监督电话：12345 on the next line
        return before is not None and before.form is not Form.SHORT

    def _area_for(self, number: PhoneNumber, block: Block) -> str | None:
        """The area code printed once for several numbers: before this one in its contact, else in its line."""
        for coded in (block.coded, self.area):
            if number.form is Form.LOCAL and coded and len(coded.digits) == len(number.digits):
                block.start = min(block.start, coded.span.start)  # what is read off it is part of the quote
                return coded.area
        return None

    def _asked_for(self, token: Token, aside: Named) -> Block:
        """The contact of a number behind which brackets say whose it is: 0571-…（张老师）、0571-…（省财政厅）."""
        block = self.block
        if block and block.names and set(aside.names) & set(block.names):
            # 张三、李四，电话：…（张三）、…（李四）: each gets a contact of their own
            block.names = [name for name in block.names if name not in aside.names]
            own = Block(block.start, block.end, block.organ, block.organ_is, coded=block.coded)
            self.done.append(own)
            return self._told(own, aside)
        if block and (block.phones or block.faxes):
            self._close()
        return self._told(self._open(token.span.start), aside)

    def _told(self, block: Block, aside: Named) -> Block:
        block.names += [name for name in aside.names if name not in block.names]
        if aside.organ and (block.organ is None or block.organ_is is Source.INHERITED):
            block.organ, block.organ_is = aside.organ, Source.ASIDE
        return block

    def _expects(self, token: Token, number: PhoneNumber) -> bool:
        """Whether the words before a number that could be anything say that it is a telephone."""
        if number.form is not Form.SHORT and in_telephone_column(self.text, token.span.start):
            return True
        if self.last is None:
            return False
        between = self.text[self.last.span.end : token.span.start]
        if self.last.number is not None:
            return bool(BETWEEN_NUMBERS.fullmatch(between))
        if self.field in NUMBER_LABELS:
            return True
        listed = (number.form is not Form.SHORT or number.area is not None) and self.last.words is not None
        return listed and bool(BETWEEN_NAME_AND_NUMBER.fullmatch(between))

    def _words(self, token: Token, rest: Sequence[Token]) -> None:
        words = NUMBERING.sub("", token.words or "")
        in_list = self.field in (Field.PERSON, Field.FREE, Field.ANY, Field.ORGAN) and not (self.filled and self.prose)
        in_brackets = self.text[token.span.start - 1 : token.span.start] in ("（", "(")
        number_next = number_follows(token, rest, self.text)
        leads = number_next or leads_to_value(token, rest, self.text)
        words = (met(words) if leads else None) or words
        if self.field is Field.NONE and RECIPIENT.fullmatch(token.span.of(self.text)):
            self.field = Field.PERSON  # 邮编100045，王芳收
            in_list = True
        if self.field is Field.NONE or is_role(words):
            return
        is_behind = self._is_behind_its_number(token)
        if in_list or leads or is_behind:
            headed = self.text[token.span.end : token.span.end + 1] in ("：", ":")
            # （招展） behind a name is what the person does; no label is spoken of in brackets
            listed = in_list and not (in_brackets and self.last is not None and self.last.words is not None)
            named = self._named(token, words, rest, in_list=listed, may_be_place=number_next or headed)
            if named.organ:
                self._organ(named.organ, token, in_brackets)
            for name in named.names:
                self._person(name, token, () if is_behind else rest)
            if named and self.filled and self.field in (Field.FAX, Field.BOTH):
                self.field = Field.FREE  # the fax was of the one before
            if named:
                self.last, self.filled = token, self.filled or bool(named.names)
                return
            if number_next and not in_brackets and self._is_stranger(words):
                self._close()  # whoever or whatever this is, the number behind it is not of those before it
                self.field = Field.FREE if self.field in (Field.FAX, Field.BOTH) else self.field
                self.label_start, self.last = token.span.start, token
                return
            if leads and self.label_start is None and LEAD.fullmatch(words) and (headed or not in_brackets):
                self.label_start = token.span.start  # 技术支持：陈工 …
        self._addressed(words, token)
        if self.field in NUMBER_LABELS and not self.filled:
            return  # 致电 海关热线 12360
        if in_brackets and len(words) <= 12:
            return  # a remark: （公开招聘）
        self.last = None
        self.prose += len(words)
        if self.prose > MAX_PROSE:
            self._close()
        self.field = None if self.filled or len(words) > 12 else self.field

    def _named(self, token: Token, words: str, rest: Sequence[Token], *, in_list: bool, may_be_place: bool) -> Named:
        following = rest[0].words if rest else None
        if following and self.text[token.span.end : rest[0].span.start].isspace():
            organ = affiliation(words, following)
            if organ and not is_organ(words) and number_follows(rest[0], rest[1:], self.text):
                return Named(organ)
        behind = self.text[token.span.end : rest[0].span.start] if rest else ""
        headed = behind[:1] in ("：", ":") and following is not None  # 教务：王芳
        unit = words[-1:] in UNIT_OR_NAME and behind.isspace() and following is not None and is_person(following)
        row = self.organ is not None and self.last is not None and may_be_place and not headed
        if row and RARE.fullmatch(words) and is_person(words, labelled=True):
            return Named(names=(words,))  # 县服务中心 和志强 1878…
        return read_names(words, labelled=in_list and not (headed or unit), may_be_place=may_be_place)

    def _is_behind_its_number(self, token: Token) -> bool:
        """0571-87051234 张天翼: a name between a number and a mark or the end of the line, where no number waits for it."""
        block, last = self.block, self.last
        if block is None or block.names or last is None or last.number is None:
            return False
        blank = self.text[last.span.end : token.span.start]
        if AT_COMMA.fullmatch(blank):  # 电话：0580-3031122，周老师；
            return STOPS_HERE.match(self.text, token.span.end) is not None and is_person(token.words or "")
        return blank.isspace() and "\n" not in blank and ENDS_HERE.match(self.text, token.span.end) is not None

    def _addressed(self, words: str, token: Token) -> None:
        """寄送至某市商务局（收件人：…）: to whom something is sent is whom one asks in the brackets behind."""
        found = ADDRESSED_TO.fullmatch(words)
        if found is None or not is_organ(found[1]):
            return
        if self.block and not self.block.organ and not self.block.phones:
            self.block.organ = found[1]
        elif self.text[token.span.end : token.span.end + 1] in ("（", "(", "：", ":"):
            self._close()
            self.organ = found[1], token.span.end - len(found[1])

    def _is_stranger(self, words: str) -> bool:
        """Whether words in front of a number are another owner of it than the contact so far has."""
        has_number = self.block and (self.block.phones or self.block.faxes)
        return bool(has_number and STRANGER.fullmatch(words) and not SAME_OWNER.fullmatch(words))

    def _organ(self, organ: str, token: Token, in_brackets: bool) -> None:
        block = self.block
        behind_name = in_brackets and block is not None and bool(block.names)
        is_free = block is not None and (block.organ is None or (behind_name and block.organ_is is Source.INHERITED))
        if block and is_free and (in_brackets or not block.says_something):
            block.organ, block.organ_is = organ, Source.ASIDE if behind_name else Source.PRINTED
            return
        sent_to = block and block.addresses and not block.reachable and not block.names
        if block and sent_to and is_free and "\n" not in self.text[block.end : token.span.start]:
            block.organ = organ  # 邮寄地址：…，市商务局电商处
            return
        if block and block.names and not block.reachable and self._is_between_name_and_number(token):
            block.organ = (
                organ if block.organ_is is not Source.PRINTED else join_unit(block.organ or "", organ) or organ
            )
            block.organ_is = Source.ASIDE  # 张天翼 省财政厅 0571-…: a row of a table
            return
        if block and behind_name and block.organ_is is Source.ASIDE and not block.reachable:
            block.organ = f"{block.organ}、{organ}"  # 张三（省商务厅）、李四（省财政厅），电话：…
            return
        if block and block.says_something:
            self._close()
        whole = join_unit(self.organ[0], organ) if self.organ else None
        self.organ = (whole, self.organ[1]) if whole and self.organ else (organ, token.span.start)

    def _is_between_name_and_number(self, token: Token) -> bool:
        line = self.text[self.block.end if self.block else 0 : token.span.start]
        return line.isspace() and "\n" not in line and NUMBER_NEXT.match(self.text, token.span.end) is not None

    def _person(self, name: str, token: Token, rest: Sequence[Token]) -> None:
        block = self.block
        if block and block.phones and self._has_number_ahead(rest):
            is_next = self.prose == 0  # not behind the words of who knows whom
            self._close()
            if (
                is_next
                and block.organ
                and is_organ(block.organ)
                and block.organ_is is not Source.ASIDE
                and self.organ is None
            ):
                opened = self._open(token.span.start)
                opened.organ, opened.organ_is = block.organ, Source.INHERITED
        block = self._open(token.span.start)
        block.put(block.names, name, token.span.end)
        self.prose = 0

"""Whom the words of a contact line name: an organ, persons, a place, or nobody. Words in, names out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts.contacts.people import is_person, is_role, name_of
from ingest.organs import CJK, PLACE, is_organ
from ingest.regions import CITIES

PAIR = re.compile(rf"([{CJK}]{{2,4}})[和与及]([{CJK}]{{2,4}})")
UNIT_END = re.compile(
    r"处|局|科|股|司|室|中心|部|委|办|厅|院|会|站|所|队|组|海关|分行|支行|总行|银行|公司|集团|平台|大学"
)
POST = re.compile(r"副?[处科局司主站所队组部][长任]")
SEATED = re.compile(r"^.*(?:设(?:在|于)|地点(?:在|为)|位于|入住)")  # 大赛办公室设在省商务厅电商处, 地点在某饭店
MET = re.compile(
    rf"[{CJK}]*(?:联系|咨询|致电|找)(?P<called>[{CJK}]{{2,5}})|[{CJK}]*?[与和跟同](?P<met>[{CJK}]{{2,24}}?)(?:同志)?(?:取得|进行)?联系"
)
# Behind a number or a name: （张老师、李老师）, （省财政厅）; （办公室） says only where the telephone stands.
ASIDE = re.compile(r"\s*[（(]\s*(?:联系人\s*[：:]?\s*)?([^（）()\n\d：:]{2,40})[）)]")
ASIDE_MARK = re.compile(r"[、，,；;\s/／]+")
REMARK = re.compile(r"(?:加?微信|手机|电话)?(?:同号)?|同微信|办公|办公室|值班室|传达室|单位|.*时间|工作日")
# Of what a number is for, not of whom it is.
PURPOSE = re.compile(
    r"咨询|支持|报送|受理|负责|热线|客服|投诉|举报|监督|服务|技术|业务|对接|联系|值班|办公|工作|人员|报名|会务|宣传|事宜|方面|问题|[组类]$|^其他"
)
AFFILIATION = re.compile(rf"[{CJK}A-Za-z0-9]{{2,12}}")


@dataclass(frozen=True, slots=True)
class Named:
    organ: str | None = None
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.organ or self.names)


def read_names(words: str, *, labelled: bool, may_be_place: bool) -> Named:
    """The organ and the persons that a run of words names. `labelled`: behind 联系人; `may_be_place`: a number comes next.

    >>> read_names("市运管处副处长肖开旺", labelled=False, may_be_place=False)
    Named(organ='市运管处', names=('肖开旺',))
    >>> read_names("岳阳", labelled=False, may_be_place=True), read_names("岳阳", labelled=False, may_be_place=False)
    (Named(organ='岳阳', names=()), Named(organ=None, names=()))
    """
    words = SEATED.sub("", words)
    pair = PAIR.fullmatch(words)
    if pair and is_person(pair[1]) and is_person(pair[2]):
        return Named(names=(pair[1], pair[2]))
    person = name_of(words, labelled)
    is_place = may_be_place and (PLACE.fullmatch(words) is not None or words in CITIES)
    if (is_organ(words) or is_place) and not (len(words) <= 3 and person and labelled and words[-1] in "会科社站"):
        return Named(words)
    if person and "·" not in words:
        return Named(names=(person,))
    cuts = list(UNIT_END.finditer(words))
    for cut in reversed(cuts) if "·" in words else cuts:
        organ, person = words[: cut.end()], name_of(POST.sub("", words[cut.end() :], count=1))
        if is_organ(organ) and person:
            return Named(organ, (person,))
    whole = name_of(words, labelled)
    return Named(names=(whole,)) if whole else Named()


def met(words: str) -> str | None:
    """Whom one is to call or to see: the object of 联系, 致电 or 与…联系.

    >>> met("可与我厅电子商务处王磊联系"), met("通关事宜请联系徐菁"), met("逾期不予受理")
    ('我厅电子商务处王磊', '徐菁', None)
    """
    found = MET.fullmatch(words)
    return found and (found["met"] or found["called"])


def read_aside(text: str, at: int) -> tuple[Named, int] | None:
    """Whom the brackets at `at` name, and where they end; None where they name nobody.

    >>> read_aside("（张老师、李老师）", 0), read_aside("（上班时间）", 0)
    ((Named(organ=None, names=('张老师', '李老师')), 9), None)
    """
    found = ASIDE.match(text, at)
    if found is None:
        return None
    organ: str | None = None
    names: list[str] = []
    for piece in filter(None, ASIDE_MARK.split(found[1])):
        if REMARK.fullmatch(piece) or is_role(piece):
            continue
        named = read_names(piece, labelled=False, may_be_place=False)
        if not named or (named.organ and organ):
            return None
        organ = named.organ or organ
        names += named.names
    return (Named(organ, tuple(names)), found.end()) if organ or names else None


def is_remark(text: str) -> bool:
    """Whether words in brackets behind a number name nobody at all, and hold no number either.

    >>> [is_remark(text) for text in ("第一期", "认定", "工作日9:00-17:00", "李老师", "省财政厅", "0571-87051234")]
    [True, True, True, False, False, False]
    """
    if re.search(r"\d{4}|@", re.sub(r"\d{1,2}[:：]\d{2}", "", text)):
        return False
    return not any(read_names(piece, labelled=False, may_be_place=False) for piece in ASIDE_MARK.split(text) if piece)


def affiliation(words: str, following: str) -> str | None:
    """What a person is of, printed in front of the name: 京东 刘强. None where the words are a name themselves.

    >>> affiliation("京东", "刘强"), affiliation("张伟", "刘强"), affiliation("业务咨询", "刘强")
    ('京东', None, None)
    """
    if not AFFILIATION.fullmatch(words) or is_person(words) or not is_person(following) or PURPOSE.search(words):
        return None
    return words

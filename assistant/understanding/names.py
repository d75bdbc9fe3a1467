"""Names a question may hold: 文号, laws, organs. Text and what the library knows in; the names and the text without them out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.lexicon import LEVEL_WORDS
from assistant.scope import Document, organ_named
from ingest.model import PartId
from ingest.regions import PROVINCES

YEAR = r"[〔\[(（]?\s*(20\d\d)\s*年?\s*[〕\])）]?"
ANY_NUMBER = re.compile(
    rf"[\u4e00-\u9fff]{{1,6}}(?:函|发|字|办|规|商|电|资)\s*(?:{YEAR})?\s*第?\s*(\d{{1,4}})\s*号|[\u4e00-\u9fff]{{2,8}}[〔\[(（]\s*20\d\d\s*[〕\])）]\s*第?\s*\d{{1,4}}\s*号|(?<![\d年月〔-])第?(\d{{1,4}})\s*号(?=文|函|通知)"
)
LAW_END = r"(?:法|条例|管理办法|监督办法|处罚办法|暂行办法|暂行规定)"
BARE_LAW = re.compile(
    rf"(?:遵守|遵循|违反|按照|依据|提到|涉及|适用|有|守|要求)?([\u4e00-\u9fff]{{2,18}}?{LAW_END})(?![律规院制治学])"
)
NO_LAW = re.compile(r"[守依违办方做说看想执立合无用啥么哪些部的]法$|什么|哪|多少|几")
QUOTED = re.compile(r"《([^《》]{2,40})》")

# The organs of the State Council and those that act with them, by the names people use.
# Source: 国务院机构设置 (2023).
NATIONAL = (
    "外交部|国防部|国家发展改革委|发展改革委|发改委|教育部|科技部|科学技术部|工业和信息化部|工信部|国家民委|公安部|安全部|民政部|司法部|"
    "财政部|人力资源社会保障部|人社部|自然资源部|生态环境部|住房城乡建设部|住建部|交通运输部|交通部|水利部|农业农村部|农业部|商务部|"
    "文化和旅游部|文旅部|卫生健康委|卫健委|应急管理部|人民银行|央行|审计署|国资委|海关总署|税务总局|市场监管总局|金融监管总局|证监会|广电总局|"
    "体育总局|国家邮政局|邮政局|知识产权局|国家能源局|中央网信办|网信办|供销总社|中国消费者协会|消费者协会|中消协|消协"
)
LOCAL = rf"(?:{'|'.join(PROVINCES)}|(?![\u4e00-\u9fff]{{0,2}}[报送交到给往向])[\u4e00-\u9fff]{{2,3}}(?=市|区|县))?(?:省|市|区|县)[\u4e00-\u9fff]{{0,6}}?(?:厅|局|委(?!托)|政府)"
ORGAN = re.compile(rf"(?:{NATIONAL})(?!门)|{LOCAL}")  # 商务部门 are those of all levels


@dataclass(frozen=True, slots=True)
class Numbered:
    """The documents whose 文号 a question holds, a 文号 that none has, and the question without them."""

    documents: tuple[PartId, ...]
    unknown: str | None
    rest: str


def find_numbers(text: str, documents: Sequence[Document]) -> Numbered:
    """Every 文号 in a question, with brackets of any kind or none, with or without its year: 工消费函885号, 107号文."""
    chosen: list[PartId] = []
    rest = text
    for document in documents if re.search(r"\d\s*号", text) else ():
        parts = re.fullmatch(
            r"(\D+?)\s*[〔\[﹝(（]\s*(\d{4})\s*[〕\]﹞)）]\s*第?\s*(\d+)\s*号", document.doc_number or ""
        )
        if parts is None:
            continue
        head, year, number = parts.groups()
        if number not in text:
            continue  # a pattern for every document of a large library takes seconds
        pattern = re.compile(
            rf"{re.escape(head)}\s*[〔\[(]?\s*(?:{year}\s*年?)?\s*[〕\])]?\s*第?\s*{number}\s*号"
            rf"|(?<![\d〕)年])第?{number}号(?=文|函|通知)"
        )
        if pattern.search(text):
            chosen.append(document.part)
            rest = pattern.sub(" ", rest)
    left = ANY_NUMBER.search(rest)
    if left is None:
        return Numbered(tuple(chosen), None, rest)
    return Numbered(tuple(chosen), None if chosen else left.group().strip(), rest.replace(left.group(), " "))


def find_laws(text: str, known: Collection[str]) -> tuple[tuple[str, ...], str]:
    """The laws a question names, by their full names where the library knows them, and the question without them.

    >>> find_laws("双品节要遵守个人信息保护法吗", {"个人信息保护法", "消费者权益保护法"})
    (('个人信息保护法',), '双品节要遵守 吗')
    >>> find_laws("有没有提固废法", {"固体废物污染环境防治法"})[0], find_laws("要守什么法", {"电子商务法"})[0]
    (('固体废物污染环境防治法',), ())
    """
    found: list[str] = []
    rest = text
    for quoted in QUOTED.findall(text):
        found.append(_full_name(quoted, known))
        rest = rest.replace(f"《{quoted}》", " ")
    for name in sorted(known, key=lambda one: (-len(one), one)):
        if name in rest:
            found.append(name)
            rest = rest.replace(name, " ")
    for bare in BARE_LAW.finditer(rest):
        name = bare.group(1)
        if NO_LAW.search(name):
            continue
        short = next((name[k:] for k in range(len(name) - 1) if _abbreviates(name[k:], known)), None)
        if short is None and len(name) > MAX_UNKNOWN_LAW:
            continue
        found.append(_full_name(short or name, known))
        rest = rest.replace(short or name, " ")
    return tuple(dict.fromkeys(found)), rest


MAX_UNKNOWN_LAW = 10  # characters; a longer run before 法 is a sentence


def _abbreviates(short: str, known: Collection[str]) -> bool:
    return len(short) >= 2 and any(_leaves_out(short, name) for name in known)


def _full_name(name: str, known: Collection[str]) -> str:
    """The law meant by a name that may leave characters out; itself where the library knows none."""
    if name in known:
        return name
    plain = name.removeprefix("中华人民共和国")
    fitting = sorted((one for one in known if plain == one or _leaves_out(plain, one)), key=lambda one: (len(one), one))
    return fitting[0] if fitting else plain


def _leaves_out(short: str, full: str) -> bool:
    """Whether a short name is the full one with characters left out: same first and last, at least two before 法."""
    if len(short) < 3 or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def find_organs(about: str, issuers: Collection[str]) -> tuple[str, ...]:
    """The organs a question names, as it names them: those that issued notices, and any other that is an organ by its name.

    >>> find_organs("工信部的联系人", ["工业和信息化部消费品工业司"]), find_organs("沈阳市商务局电话", [])
    (('工信部',), ('沈阳市商务局',))
    """
    named = [words for issuer in issuers if (words := organ_named(about, issuer))]
    named += [found.group() for found in ORGAN.finditer(about)]
    named = [one for one in named if not LEVEL_WORDS.fullmatch(one)]
    longest = sorted(set(named), key=lambda one: (-len(one), one))
    return tuple(one for k, one in enumerate(longest) if not any(one in other for other in longest[:k]))

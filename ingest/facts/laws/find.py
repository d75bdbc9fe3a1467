"""Which laws, rules, guidelines and attachments a notice names, who must follow them and how. Notice in, references out.

What stands in 《》 is a reference, and behind a verb of following also the bare name of a law or regulation (遵守价格法) and a
numbered order (国务院令第588号). One reference for each name in each sentence, so that a list
《A》《B》和《C》 gives three with the same quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.facts.actors import promisers
from ingest.facts.laws.articles import read_articles
from ingest.facts.laws.categories import NOT_LAWS, STATE, attachment_names, category_of, short_name, squash
from ingest.facts.laws.duties import FOLLOWED, read_duty
from ingest.facts.places import body_clauses, sentence_around
from ingest.model import LawReference, Notice, PartId, Span
from ingest.organs import CJK
from ingest.structure.masthead import DOC_NUMBER

MAX_BEFORE = 400  # characters of a sentence that are searched for the verb and those it binds
MAX_NAME = 120  # characters; more between 《 and 》 is a mark that nobody closed

STANDARD = r"(?:GB|GB/T|SB/T|DB\d*/T?)\s*[\d.]+\s*[-—]\s*\d{4}"
NUMBERED = re.compile(rf"{DOC_NUMBER.pattern}|{STANDARD}")
IN_BRACKETS = re.compile(r"\s*[（(]((?:[^（）()《》]|[（(][^（）()]*[）)]|《[^《》]*》)*)[）)]")
SHORT_NAME = re.compile(
    r"(?:以下)?(?:统一)?[简合]?称(?:为|作)?[：:“”\"\s]*《([^《》]+)》|(?:以下)?(?:统一)?[简合]?称(?:为|作)?[：:\s]*[“\"]([^”\"]+)[”\"]"
    rf"|(?:以下)?(?:统一)?简称(?:为|作)?[：:\s]*([{CJK}]{{2,16}})$"
)
JOIN = re.compile(
    r"(?:及其(?:实施)?(?:条例|细则|办法|规定|配套规定))?[\s、，,和与及以暨或]*(?:国家|我国|商务部|[^，。；《》]{2,14}(?:联合)?(?:制定|印发|发布|出台)的?|[^，。；《》]{2,20}(?:部|委|局|厅|总局|国务院))?"
)

# Bare names are believed only behind these; 贯彻, 落实 and 执行 take objects of any kind, so the law must go on as one.
GROUNDED = re.compile(r"(?:遵守|遵循|依据|依照|按照|根据|违反)(?:了)?(?:我国|国家)?")
CARRIED_OUT = re.compile(r"(?:落实|执行|履行|符合|适用)(?:好|了)?(?:我国|国家)?")
GOES_ON_AS_LAW = re.compile(r"第[一二三四五六七八九十百\d]+条|的?(?:有关|相关)?(?:规定|要求)")
BARE_LAW = re.compile(
    rf"(?P<name>(?:{STATE})?(?:(?![的等及和与]|以及|规定|有关|相关|本)[{CJK}]){{1,18}}?(?:(?:(?<![{NOT_LAWS}])|(?<=公司)|(?<=[预决]算))法(?![律规人院官制定案])|条例))"
    r"(?=$|[、，,。；：（(\s]|第[一二三四五六七八九十百\d]|[和与及等的]|以及|有关|相关|规定|要求|[依予])"
)
NO_LAW = re.compile(
    r"^(?!刑法$|宪法$).法$|^(?:[其该此上各这]|法|条例|进行|开展|依|按)|(?:办法|方法)$|上述|前述|各项|法律|地方性|民主|说明书|政府|部门"
)
AND = re.compile(r"[、和与]|以?及(?!其)")
BEFORE_ORDER = r"(?:遵守|依据|依照|按照|根据|违反|执行|符合)"
ORDER_NUMBER = r"令\s*(?:〔\d{4}〕|\d{4}\s*年)?\s*第\s*[\d一二三四五六七八九十百]{1,5}\s*号"
ORDER = re.compile(
    rf"(?<![{CJK}])(?:[{CJK}]{{0,8}}?{BEFORE_ORDER})?(?P<name>(?:国务院|[{CJK}]{{2,10}}?(?:部|委员?会?|总局|局|署)){ORDER_NUMBER})"
)
# 国务院令第588号《…条例》, GB/T 9704-2012《…格式》: the number of the text behind it.
NUMBER_BEFORE = re.compile(
    rf"(?:{BEFORE_ORDER})?(?P<number>(?:{STATE})?(?:国务院|主席|[{CJK}]{{2,12}}?(?:部|委员?会?|总局|局|署|行)){ORDER_NUMBER}|(?:GB|[A-Z]{{2}})(?:/T)?\s*[\d.]+\s*[-—]\s*\d{{4}})\s*$"
)
IMPLEMENTING = re.compile(r"及其实施(?:条例|细则|办法)")
SEE_ATTACHMENT = re.compile(r"^(?:[详参]?见)?\s*(?:后附)?附\s*件|^(?:详见)?附[后表]|^另发$|^后附$")
LISTED = re.compile(r"附\s*件\s*\d{0,2}\s*[：:]?\s*(?:\d{1,2}\s*[.．、])?\s*$")
HANDED_ON = re.compile(r"印发给|转发给|现予(?:以)?(?:公布|印发)|印发你们")


@dataclass(frozen=True, slots=True)
class Mention:
    """A 《…》 in the text: its whole extent, what stands between the marks, and what brackets behind it say."""

    span: Span
    inner: str
    remark: str
    articles: tuple[str, ...]
    end: int  # behind remark and articles
    number: str | None = None  # printed in front of it: 国务院令第588号《…》

    @property
    def start(self) -> int:
        """Where the reference begins, its number included."""
        return self.span.start - len(self.number) if self.number else self.span.start

    @property
    def doc_number(self) -> str | None:
        """The 文号, number of an order or of a standard, without blanks."""
        found = NUMBERED.search(self.remark)
        printed = self.number or (found.group() if found else None)
        return re.sub(r"\s", "", printed) if printed else None


def find_laws(notice: Notice) -> tuple[LawReference, ...]:
    """Every 《name》 of the bodies of a notice in printed order, once for each sentence.

    >>> [m.inner for m in mentions("严格遵守《电子商务法》《价格法》（2018年修正）第十四条", 0, 30)]
    ['电子商务法', '价格法']
    """
    references: dict[tuple[Span, str], LawReference] = {}
    short_names: dict[tuple[PartId, str], str] = {}
    numbers: dict[tuple[PartId, str], str] = {}  # printed with the first mention, known of the others
    attachments = attachment_names(notice)
    for clause in body_clauses(notice):
        document = notice.document_of(clause.part)
        marked = list(mentions(notice.text, clause.own.start, clause.own_end))
        found = sorted([*marked, *unmarked(notice.text, clause.own, marked)], key=lambda mention: mention.span)
        for chain in chains(notice.text, found):
            sentence = sentence_around(notice.text, Span(chain[0].start, chain[-1].end), clause.own)
            before = notice.text[sentence.start : chain[0].start]
            duty, followers = read_duty(before[-MAX_BEFORE:])
            handed_on = LISTED.search(before) or _is_handed_on(notice.text, chain[-1].end, sentence.end)
            if FOLLOWED.search(duty or "") and not followers:
                followers = promisers(notice, notice.part(clause.part))
            for mention in chain:
                full = short_names.get((document.id, squash(mention.inner)), mention.inner)
                for alias in aliases(mention.remark):
                    short_names[document.id, squash(alias)] = mention.inner
                name = short_name(full)
                if mention.doc_number:
                    numbers.setdefault((document.id, name), mention.doc_number)
                number = numbers.get((document.id, name))
                brought_along = bool(handed_on or SEE_ATTACHMENT.search(mention.remark))
                reference = LawReference(
                    clause=clause.id,
                    span=sentence,
                    name=name,
                    title=_title(notice.text, mention),
                    category=category_of(full, number, attachments, brought_along=brought_along),
                    articles=mention.articles,
                    bound=followers,
                    duty=duty,
                    doc_number=mention.doc_number,
                )
                key = (sentence, reference.name)
                references[key] = _merged(references[key], reference) if key in references else reference
    return tuple(references.values())


def _merged(first: LawReference, again: LawReference) -> LawReference:
    """A law that a sentence names twice: all its articles, and the verb that binds somebody rather than the ground."""
    articles = tuple(dict.fromkeys([*first.articles, *again.articles]))
    binds = FOLLOWED.search(again.duty or "") and not FOLLOWED.search(first.duty or "")
    says = again if binds or first.duty is None else first
    return replace(first, articles=articles, bound=says.bound, duty=says.duty)


def _is_handed_on(text: str, start: int, end: int) -> bool:
    """现将《…》印发给你们: said before the next name, or it is about that one."""
    following = text.find("《", start, end)
    return HANDED_ON.search(text, start, end if following < 0 else following) is not None


def mentions(text: str, start: int, end: int) -> Iterator[Mention]:
    """The outermost 《…》 of text[start:end], each with its number, and the brackets and articles right behind it.

    >>> [(m.doc_number, m.start) for m in mentions("根据商务部令2012年第9号《预付卡管理办法（试行）》", 0, 30)]
    [('商务部令2012年第9号', 2)]
    """
    at = start
    while (opened := text.find("《", at, end)) >= 0:
        closed = _closing(text, opened, min(end, opened + MAX_NAME))
        before = NUMBER_BEFORE.search(text, max(at, opened - 40), opened)
        at = opened + 1
        if closed is None:
            continue
        at = closed
        inner = text[opened + 1 : closed - 1].strip()
        if not inner:
            continue
        remark = IN_BRACKETS.match(text, closed, end)
        articles, at = read_articles(text, remark.end() if remark else closed, end)
        number = text[before.start("number") : opened] if before else None
        yield Mention(Span(opened, closed), inner, remark[1] if remark else "", articles, at, number)


def unmarked(text: str, within: Span, marked: Sequence[Mention]) -> Iterator[Mention]:
    """Names of laws and regulations without marks behind a verb, and orders named by their number.

    >>> text = "依据价格法第十四条、消费者权益保护法等规定，按照国务院令第588号执行简易办法"
    >>> [(m.inner, m.articles) for m in unmarked(text, Span(0, len(text)), [])]
    [('价格法', ('第十四条',)), ('消费者权益保护法', ()), ('国务院令第588号', ())]
    """

    def free(span: Span) -> bool:
        return not any(span.start < mention.end and mention.start < span.end for mention in marked)

    for pattern in (GROUNDED, CARRIED_OUT):
        for verb in pattern.finditer(text, within.start, within.end):
            at = verb.end()
            while match := BARE_LAW.match(text, at, within.end):
                span = Span(match.start("name"), match.end("name"))
                if not free(span) or NO_LAW.search(match["name"]):
                    break
                if pattern is CARRIED_OUT and not GOES_ON_AS_LAW.match(text, span.end, within.end):
                    break
                remark = IN_BRACKETS.match(text, span.end, within.end)
                articles, at = read_articles(text, remark.end() if remark else span.end, within.end)
                yield Mention(span, match["name"], remark[1] if remark else "", articles, at)
                joint = AND.match(text, at, within.end)
                if joint is None:
                    break
                at = joint.end()
    for order in ORDER.finditer(text, within.start, within.end):
        span = Span(order.start("name"), order.end("name"))
        if free(span):
            yield Mention(span, re.sub(r"\s", "", order["name"]), "", (), span.end)


def _title(text: str, mention: Mention) -> str:
    """The name as printed; the rules that implement a law are named by it only, 《外商投资法》及其实施条例."""
    joined = IMPLEMENTING.match(text, mention.span.end)
    return text[mention.span.start : joined.end() if joined else mention.span.end]


def _closing(text: str, opened: int, end: int) -> int | None:
    """Where the 《 at `opened` is closed, nested ones counted; None where it is not, on its line."""
    depth = 0
    if text.find("》", opened, end) < 0:
        return None
    for i in range(opened, min(end, len(text))):
        depth += (text[i] == "《") - (text[i] == "》")
        if depth == 0:
            return i + 1
        if text[i] == "\n":
            return None
    return None


def chains(text: str, found: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Names that one verb governs: 《A》《B》和《C》.

    >>> text = "根据《甲法》要求，按照《乙要点》，遵守《丙法》和《丁条例》"
    >>> [[m.inner for m in chain] for chain in chains(text, list(mentions(text, 0, len(text))))]
    [['甲法'], ['乙要点'], ['丙法', '丁条例']]
    """
    chain: list[Mention] = []
    for mention in found:
        if chain and not JOIN.fullmatch(text, chain[-1].end, mention.start):
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


def aliases(remark: str) -> list[str]:
    """The short names that brackets introduce.

    >>> aliases("财办建〔2019〕69号，以下简称《通知》")
    ['通知']
    """
    return [next(filter(None, printed)) for printed in SHORT_NAME.findall(remark)]

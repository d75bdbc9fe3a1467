"""Which laws, rules, guidelines and attachments a notice names, who must follow them and how. Notice in, references out.

What stands in 《》 is a reference, and behind a verb of following also the bare name of a law or regulation (遵守价格法) and a
numbered order (国务院令第588号); `及其实施条例` is a second one. One reference for each name in each sentence, so that a list 《A》《B》和《C》 gives three
with the same quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ingest.facts.actors import bound, promisers
from ingest.facts.places import body_clauses, sentence_around, stretches
from ingest.masthead import lines_of
from ingest.model import LawCategory, LawReference, Notice, PartId, Span
from ingest.organs import CJK
from ingest.parts import attachment_list

STATE = "中华人民共和国"
MAX_BEFORE = 400  # characters of a sentence that are searched for the verb and those it binds
MAX_NAME = 120  # characters; more between 《 and 》 is a mark that nobody closed

VERSION = re.compile(r"[（(]\s*(?:[12]\d{3}\s*年?[^（）()]*|[^（）()]*(?:修正|修订|修改)[^（）()]*)[）)]\s*$")
BLANKS = re.compile(rf"(?<=[{CJK}）”]) +(?=[{CJK}（“])")
DOC_NUMBER = re.compile(
    rf"[{CJK}]{{1,14}}\s*[〔﹝\[［【（(]\s*\d{{4}}\s*[〕﹞\]］】）)]\s*第?\s*\d{{1,5}}\s*号"
    rf"|[{CJK}、]{{0,30}}(?:令|公告)\s*(?:[〔﹝\[（(]?\s*\d{{4}}\s*年?[〕﹞\]）)]?\s*)?第\s*\d{{1,5}}\s*号"
    r"|(?:GB|GB/T|SB/T|DB\d*/T?)\s*[\d.]+\s*[-—]\s*\d{4}"
)
IN_BRACKETS = re.compile(r"\s*[（(]((?:[^（）()《》]|[（(][^（）()]*[）)]|《[^《》]*》)*)[）)]")
SHORT_NAME = re.compile(
    r"(?:以下)?(?:统一)?[简合]?称(?:为|作)?[：:“”\"\s]*《([^《》]+)》|(?:以下)?(?:统一)?[简合]?称(?:为|作)?[：:\s]*[“\"]([^”\"]+)[”\"]"
    rf"|(?:以下)?(?:统一)?简称(?:为|作)?[：:\s]*([{CJK}]{{2,16}})$"
)
NUMERAL = r"[一二三四五六七八九十百千零〇\d]+"
PARAGRAPH = rf"第{NUMERAL}款(?:第?[（(]{NUMERAL}[）)]项|第{NUMERAL}项)?"
ARTICLE = re.compile(
    rf"(?P<article>第{NUMERAL}条(?:之[一二三四五六七八九十])?)(?P<part>{PARAGRAPH})?|(?P<more>{PARAGRAPH})"
)
ARTICLE_TAIL = re.compile(
    r"\s*(?:[、，,和及与至到]?\s*第[一二三四五六七八九十百千零〇\d]+[条款项章节](?:之[一二三四五六七八九十])?(?:第?[（(][一二三四五六七八九十\d]+[）)]项)?)+"
)
JOIN = re.compile(
    r"(?:及其(?:实施)?(?:条例|细则|办法|规定|配套规定))?[\s、，,和与及以暨或]*(?:国家|我国|商务部|[^，。；《》]{2,14}(?:联合)?(?:制定|印发|发布|出台)的?|[^，。；《》]{2,8}(?:部|委|局|厅|总局|国务院))?"
)

NOT_LAWS = "办方做用书说打手疗语司执普违枪立兵乐想看写除乘加减算章魔技依合非守"
# Bare names are believed only behind these: 贯彻, 落实 and 执行 take objects of any kind.
GROUNDED = re.compile(r"(?:遵守|遵循|依据|依照|按照|根据|违反)(?:了)?(?:我国|国家)?")
BARE_LAW = re.compile(
    rf"(?P<name>(?:{STATE})?(?:(?![的等及和与]|以及|规定|有关|相关|本)[{CJK}]){{1,18}}?(?:(?<![{NOT_LAWS}])法(?![律规人院官制定案])|条例))"
    r"(?=$|[、，,。；：（(\s]|第[一二三四五六七八九十百\d]|[和与及等的]|以及|有关|相关|规定|要求|[依予])"
)
NO_LAW = re.compile(
    r"^(?!刑法$|宪法$).法$|^(?:[其该此上各这]|法|条例|进行|开展|依|按)|(?:办法|方法)$|上述|前述|各项|法律|地方性|民主|说明书|政府|部门"
)
AND = re.compile(r"[、和与]|以?及(?!其)")
ORDER = re.compile(
    rf"(?<![{CJK}])(?:[{CJK}]{{0,8}}?(?:遵守|依据|依照|按照|根据|违反))?(?P<name>(?:国务院|[{CJK}]{{2,10}}?(?:部|委员?会?|总局|局|署))令\s*(?:〔\d{{4}}〕)?\s*第\s*\d{{1,4}}\s*号)"
)
ORDER_OF_STATE = re.compile(r"^国务院令")
ORDER_OF_MINISTRY = re.compile(r"令(?:〔\d{4}〕)?第\d{1,4}号$")
IMPLEMENTING = re.compile(r"及其(?P<kind>实施(?:条例|细则|办法))")
LAW = re.compile(rf"(?<![{NOT_LAWS}])法$|立法法$|法典$|^宪法$")
REGULATION = re.compile(r"条例$|^国务院关于.*(?:规定|决定|办法)$|实施条例")
RULE = re.compile(r"(?:办法|规定|规则|细则)(?:[（(].{1,6}[）)])?$|^最高人民(?:法院|检察院).*解释")
GUIDELINE = re.compile(r"(?:指南|规范|标准|指引|导则|规程|手册|要求|目录)(?:[（(].{1,10}[）)])?$")
NORMATIVE = re.compile(
    r"(?:意见|通知|要点|公告|通告|决定|决议|纲要|规划|计划|批复|函|措施|方案|通报|政策|倡议|公约|宣言|清单|名单)(?:[（(].{1,10}[）)])?$"
)
FORM = re.compile(r"(?:承诺书|承诺函|申请表|报名表|申报表|汇总表|登记表|推荐表|回执|委托书|授权书|样表|模板|须知)$")
SEE_ATTACHMENT = re.compile(r"^(?:[详参]?见)?\s*(?:后附)?附\s*件|^(?:详见)?附[后表]|^另发$|^后附$")
LISTED = re.compile(r"附\s*件\s*\d{0,2}\s*[：:]?\s*(?:\d{1,2}\s*[.．、])?\s*$")
HANDED_ON = re.compile(r"印发给|转发给|现予(?:以)?(?:公布|印发)|印发你们")

DUTY = "遵守|遵循|遵照|恪守|执行|落实|贯彻|履行|符合|按照|依照|依据|根据|参照|对照|违反|依"
GOVERNS = re.compile(
    rf"((?:严格|认真|全面|切实|自觉|坚决|深入|主动|共同|认真)?(?:贯彻(?:落实|执行)|学习贯彻|{DUTY}))"
    rf"(?:好|了)?[：:]?(?:我国|国家|本|相关|有关|[{CJK}、]{{2,30}}的?)?(?:[{CJK}]{{0,12}}(?:法律法规|规定|要求)(?:和|及|以及))?$"
)
FOLLOWED = re.compile(r"遵守|遵循|遵照|恪守|执行|履行|符合|落实|贯彻")  # duties; 根据 and 按照 only name a ground


@dataclass(frozen=True, slots=True)
class Mention:
    """A 《…》 in the text: its whole extent, what stands between the marks, and what brackets behind it say."""

    span: Span
    inner: str
    remark: str
    articles: tuple[str, ...]
    end: int  # behind remark and articles


def find_laws(notice: Notice) -> tuple[LawReference, ...]:
    """Every 《name》 of the bodies of a notice in printed order, once for each sentence.

    >>> [m.inner for m in mentions("严格遵守《电子商务法》《价格法》（2018年修正）第十四条", 0, 30)]
    ['电子商务法', '价格法']
    """
    references: list[LawReference] = []
    seen: set[tuple[Span, str]] = set()
    short_names: dict[tuple[PartId, str], str] = {}
    attachments = attachment_names(notice)
    for clause in body_clauses(notice):
        document = notice.document_of(clause.part)
        marked = list(mentions(notice.text, clause.own.start, clause.own_end))
        found = sorted([*marked, *unmarked(notice.text, clause.own, marked)], key=lambda mention: mention.span)
        for chain in chains(notice.text, found):
            sentence = sentence_around(notice.text, Span(chain[0].span.start, chain[-1].end), clause.own)
            before = notice.text[sentence.start : chain[0].span.start]
            duty, followers = read_duty(before[-MAX_BEFORE:])
            handed_on = bool(LISTED.search(before) or HANDED_ON.search(notice.text, chain[-1].end, sentence.end))
            if FOLLOWED.search(duty or "") and not followers:
                followers = promisers(notice, notice.part(clause.part))
            for mention in chain:
                full = short_names.get((document.id, _squash(mention.inner)), mention.inner)
                name = short_name(full)
                for alias in aliases(mention.remark):
                    short_names[document.id, _squash(alias)] = mention.inner
                if (sentence, name) in seen:
                    continue
                seen.add((sentence, name))
                references.append(
                    LawReference(
                        clause=clause.id,
                        span=sentence,
                        name=name,
                        title=mention.span.of(notice.text),
                        category=category_of(full, mention, attachments, handed_on),
                        articles=mention.articles,
                        bound=followers,
                        duty=duty,
                        doc_number=_doc_number(mention.remark),
                    )
                )
                if implemented := _implementing(notice.text, mention, name):
                    references.append(replace(references[-1], **implemented))
    return tuple(references)


def mentions(text: str, start: int, end: int) -> Iterator[Mention]:
    """The outermost 《…》 of text[start:end], each with the brackets and articles right behind it."""
    at = start
    while (opened := text.find("《", at, end)) >= 0:
        closed = _closing(text, opened, min(end, opened + MAX_NAME))
        at = opened + 1
        if closed is None:
            continue
        at = closed
        inner = text[opened + 1 : closed - 1].strip()
        if not inner:
            continue
        tail = closed
        remark = IN_BRACKETS.match(text, tail, end)
        at = remark.end() if remark else tail
        articles, at = _articles(text, at, end)
        yield Mention(Span(opened, closed), inner, remark[1] if remark else "", articles, at)


def unmarked(text: str, within: Span, marked: Sequence[Mention]) -> Iterator[Mention]:
    """Names of laws and regulations without marks behind a verb, and orders named by their number.

    >>> text = "依据价格法第十四条、消费者权益保护法等规定，按照国务院令第588号执行简易办法"
    >>> [(m.inner, m.articles) for m in unmarked(text, Span(0, len(text)), [])]
    [('价格法', ('第十四条',)), ('消费者权益保护法', ()), ('国务院令第588号', ())]
    """

    def free(span: Span) -> bool:
        return not any(span.start < mention.end and mention.span.start < span.end for mention in marked)

    for verb in GROUNDED.finditer(text, within.start, within.end):
        at = verb.end()
        while match := BARE_LAW.match(text, at, within.end):
            span = Span(match.start("name"), match.end("name"))
            if not free(span) or NO_LAW.search(match["name"]):
                break
            remark = IN_BRACKETS.match(text, span.end, within.end)
            articles, at = _articles(text, remark.end() if remark else span.end, within.end)
            yield Mention(span, match["name"], remark[1] if remark else "", articles, at)
            joint = AND.match(text, at, within.end)
            if joint is None:
                break
            at = joint.end()
    for order in ORDER.finditer(text, within.start, within.end):
        span = Span(order.start("name"), order.end("name"))
        if free(span):
            yield Mention(span, re.sub(r"\s", "", order["name"]), "", (), span.end)


def _articles(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The articles printed behind a name, each with its paragraph, and where they end.

    >>> _articles("第十八条第二款、第三款和第二十条", 0, 16)[0]
    ('第十八条第二款', '第十八条第三款', '第二十条')
    """
    tail = ARTICLE_TAIL.match(text, start, end)
    if tail is None:
        return (), start
    found: list[str] = []
    article = ""
    for match in ARTICLE.finditer(tail.group()):
        article = match["article"] or article
        if article:
            found.append(article + (match["part"] or match["more"] or ""))
    return tuple(found), tail.end()


def _implementing(text: str, mention: Mention, name: str) -> dict[str, Any] | None:
    """What is different about the second text of 《外商投资法》及其实施条例."""
    match = IMPLEMENTING.match(text, mention.end)
    if match is None or not name.endswith("法"):
        return None
    category = LawCategory.REGULATION if match["kind"].endswith("条例") else LawCategory.RULE
    title = text[mention.span.start : match.end()]
    return {"name": name + match["kind"], "title": title, "category": category, "articles": (), "doc_number": None}


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
        if chain and not JOIN.fullmatch(text, chain[-1].end, mention.span.start):
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


def short_name(inner: str) -> str:
    """The name as one says it: without the state and without the year of a version.

    >>> short_name("中华人民共和国消费者权益保护法（2013年修正）"), short_name("网络直播营销管理办法（试行）")
    ('消费者权益保护法', '网络直播营销管理办法（试行）')
    """
    name = BLANKS.sub("", VERSION.sub("", inner.strip()))
    return name.removeprefix(STATE) or inner


def aliases(remark: str) -> list[str]:
    """The short names that brackets introduce.

    >>> aliases("财办建〔2019〕69号，以下简称《通知》")
    ['通知']
    """
    return [next(filter(None, printed)) for printed in SHORT_NAME.findall(remark)]


def _doc_number(remark: str) -> str | None:
    found = DOC_NUMBER.search(remark)
    return re.sub(r"\s", "", found.group()) if found else None


def category_of(name: str, mention: Mention, attachments: Sequence[str], handed_on: bool) -> LawCategory:
    """What kind of text a name is, by what it ends in; the notice's own attachments come first.

    >>> nothing = Mention(Span(0, 0), "", "", (), 0)
    >>> [category_of(name, nothing, (), False).value for name in ("电子商务法", "快递暂行条例", "网络交易监督管理办法", "2021年商务工作要点")]
    ['law', 'regulation', 'rule', 'normative']
    """
    if SEE_ATTACHMENT.search(mention.remark) or _is_attachment(name, attachments):
        return LawCategory.ATTACHMENT
    bare = re.sub(r"\s", "", short_name(name))
    if handed_on and not LAW.search(bare):
        return LawCategory.ATTACHMENT
    for category, pattern in (
        (LawCategory.REGULATION, ORDER_OF_STATE),
        (LawCategory.RULE, ORDER_OF_MINISTRY),
        (LawCategory.REGULATION, REGULATION),
        (LawCategory.LAW, LAW),
        (LawCategory.RULE, RULE),
        (LawCategory.GUIDELINE, GUIDELINE),
        (LawCategory.ATTACHMENT, FORM),
        (LawCategory.NORMATIVE, NORMATIVE),
    ):
        if pattern.search(bare) and (pattern is not FORM or attachments):
            return category
    return LawCategory.OTHER


def _is_attachment(name: str, attachments: Sequence[str]) -> bool:
    squashed = _squash(name)
    return len(squashed) >= 3 and any(squashed in title or title in squashed for title in attachments)


def attachment_names(notice: Notice) -> tuple[str, ...]:
    """The names of all attachments, those in the file and those only listed under 附件, without marks."""
    names = [part.masthead.title.value for part in notice.parts if part.host and part.masthead.title]
    for _, stretch in stretches(notice):
        lines = lines_of(stretch.of(notice.text))
        names += [one.name.value for one in attachment_list(lines, 0, len(lines))[0]]
    return tuple(squashed for squashed in map(_squash, names) if len(squashed) >= 3)


def _squash(text: str) -> str:
    return re.sub(rf"[^{CJK}A-Za-z0-9]", "", text)


def read_duty(before: str) -> tuple[str | None, tuple[str, ...]]:
    """The verb right before a name, and who is bound by it; `before` is the sentence up to the name.

    >>> read_duty("督促、指导电商企业、主播严格遵守")
    ('严格遵守', ('电商企业', '主播'))
    >>> read_duty("对于有实体经营场所的企业，要严格遵循")
    ('严格遵循', ('有实体经营场所的企业',))
    >>> read_duty("现就有关事项通知如下：根据")
    ('根据', ())
    """
    verb = _last_verb(before)
    if verb is None:
        return None, ()
    duty = verb[1]
    return duty, bound(before[: verb.start()]) if FOLLOWED.search(duty) else ()


def _last_verb(before: str) -> re.Match[str] | None:
    """The governing verb that stands nearest to the name; nothing but modifiers may come between."""
    clause = re.split(r"[，,；;。]", before)[-1][-80:]
    offset = len(before) - len(clause)
    best = None
    at = offset
    while found := GOVERNS.search(before, at):
        best = found
        at = found.start() + 1
        if re.match(r"(?:严格|认真|全面|切实|自觉|坚决|深入|主动|共同|贯彻|学习)", found[1]):
            break
    return best

"""Whom to ask and how: from the contact facts of the documents, only the channels the question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of, suggest
from assistant.evidence import NEAR, holds
from assistant.model import Draft, Kind, Query, Quote, Status
from assistant.scope import Document, issued_by, organ_named
from assistant.wording import listing
from ingest.model import Contact, Notice, Stated
from ingest.regions import REGION as PLACE

MOBILE = re.compile(r"1[3-9]\d{9}")
# (asked for by, its word, its values)
CHANNELS: tuple[tuple[re.Pattern[str], str, Callable[[Contact], tuple[str, ...]]], ...] = (
    (re.compile(r"传\s*真|fax", re.IGNORECASE), "传真", lambda contact: contact.faxes),
    (re.compile(r"邮\s*箱|邮件|e-?mail", re.IGNORECASE), "邮箱", lambda contact: contact.emails),
    (re.compile(r"(?<!邮箱)(?<!邮件)(?<!电子)地址|寄到|邮寄"), "地址", lambda contact: contact.addresses),
    (
        re.compile(r"手机(?:号|电话|是?多少)"),
        "手机号",
        lambda contact: tuple(one for one in contact.phones if MOBILE.fullmatch(one)),
    ),
    (
        re.compile(r"电\s*[话話]|(?<!手机)号码|座机|手机(?!号)|打给|phone", re.IGNORECASE),
        "电话",
        lambda contact: contact.phones,
    ),
    (re.compile(r"联系人|找谁|问谁|谁管|谁负责|叫什么|姓名"), "联系人", lambda contact: contact.names),
)
# The hundred most common; source: 公安部, 2020年全国姓名报告.
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
EVERYTHING = re.compile(r"联系方式|联系人|怎么联\s*[系繫]|联\s*[系繫](?:谁|哪)|找谁|问谁|对接人")
# Words of the question that say nothing about whose contact is meant.
NEUTRAL = re.compile(
    r"联系|电话|電話|传真|邮箱|邮件|号码|座机|手机|打给|咨询|找|问|管|负责|电子|地址|方式|email|mail|phone|contact|fax|多少|对接|通讯|办公|材料|报名|谁|事|哪"
)


# What a number is for. Whoever asks for one of these is not helped by the number of the office.
PURPOSE = re.compile(
    r"投诉|举报|维权|监督(?!管理)|纪检|技术支持|技术咨询|客服|售后|值班|应急|急救|报警|财务|采访|媒体|法务|退款|热线|微信群?|(?:QQ|qq)群?|钉钉群?"
)
# Somebody other than the office that issued the notice, whose number stands beside the name or nowhere.
OTHERS = re.compile(
    r"([\u4e00-\u9fff]{0,8}(?:协会|商会|公司|集团|基金会|联盟|会场|海关|银行|医院|学校|学院|大学|研究院|中心|(?:承办|协办|支持|服务)(?:单位|机构|方)|第三方))的?(?:联系|电话|手机|邮箱|传真|号码|座机)"
)
# A place below the issuer's, which must be printed with the number: 贵安新区那边的咨询电话.
OF_PLACE = re.compile(
    r"(?<![全本我各])([\u4e00-\u9fff]{2,6}?(?:新区|开发区|[市县区州镇]))(?:那边|这边|那里|这里)?的?(?:咨询|联系|服务|报名)?(?:电话|邮箱|传真|号码|热线)"
)
POST = re.compile(r"职务|职位|职级|头衔|级别|官职|什么官|多大的?官|当什么")
HOLDS_POST = re.compile(r"[处科局厅司组]长|主任|主管|专员|经理|干部|调研员|秘书长|职务")
CHAT = re.compile(r"微信|QQ|qq|钉钉")
PERSON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
IS_PERSON = re.compile(
    rf"(?:是|叫|找)([{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?:，|,)?(?:吗|么|吧|对吧|对吗|对不对|是吗|没错吧)[？?。]*$"
)
FIRMS = ("平台", "公司", "集团", "协会")
WHOSE = r"(?:先生|女士|同志|处长|科长|主任|老师)?的?(?:联系)?(?:电话|手机|邮箱|传真|号码|座机)"


def answer_contacts(case: Case) -> Draft:
    """The contacts of the documents, with names where given; a channel that is not printed is not stated."""
    query = case.query
    asked = [(word, values) for pattern, word, values in CHANNELS if pattern.search(query.wording)]
    whose = [term for term in terms_of_whom(query) if not re.fullmatch(r"[\x21-\x7e]+", term)]
    persons = _persons(case, whose)
    exact = [term for term in query.terms if re.fullmatch(r"\d{3,}", term)]  # a number or address is meant exactly
    exact += EMAIL.findall(query.wording)
    writer = Writer(Kind.CONTACTS)
    found: list[tuple[Document, Notice, list[Contact]]] = []
    silent: list[Quote] = []
    for document in case.documents:
        notice = case.notice(document)
        contacts = [fact for fact in notice.facts.contacts if part_of(notice, fact) in document.parts]
        contacts = contacts if exact else _of(case, whose, persons, contacts, document, notice)
        contacts = [fact for fact in contacts if all(one in fact.span.of(notice.text) for one in exact)]
        holding = [fact for fact in contacts if not asked or all(values(fact) for _, values in asked)]
        if holding:
            found.append((document, notice, holding))
        elif contacts:
            fact = contacts[0]
            silent.append(_quote(notice, fact))
    if not found:
        what = listing([word for word, _ in asked]) if asked else "联系方式"
        if (exact or (whose and not case.named)) and not silent and not query.organs:
            return Draft(
                Status.NOT_FOUND,
                Kind.CONTACTS,
                "没有找到写有这个联系方式的通知。请写明是哪个活动。",
                suggestions=("有哪些通知？",),
            )
        purpose = "、".join(PURPOSE.findall(query.wording))
        if purpose:
            what = purpose if CHAT.search(purpose) else f"用于{purpose}的{what}"
        of = "、".join((*query.organs, *persons))
        return not_stated(case, f"{of}{'的' if of else ''}{what}", silent)
    if beyond := _said_of_them(case, persons, found):
        return not_stated(case, beyond, [_quote(notice, fact) for _, notice, facts in found for fact in facts])
    everything = EVERYTHING.search(query.wording) is not None or not asked
    for document, notice, contacts in found:
        if len(found) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for fact in contacts:
            words = None if everything and not exact else {word for word, _ in asked}
            if exact:  # 66016906是什么号码: what it is there
                held = {
                    word for _, word, values in CHANNELS if any(one in value for value in values(fact) for one in exact)
                }
                words = held or words
            verdict = _is_person(case, fact, notice)
            writer.say(verdict + contact_line(fact, words), [writer.cite_fact(notice, fact)])
            writer.contacts.append(Stated(notice.id, part_of(notice, fact), fact))
    writer.suggestions += suggest(case)
    return writer.draft()


def _said_of_them(case: Case, persons: list[str], found: list[tuple[Document, Notice, list[Contact]]]) -> str:
    """What a question asks whether somebody is, where no contact says it; else nothing."""
    said = "".join(
        f"{fact.span.of(notice.text)}{fact.organisation or ''}" for _, notice, facts in found for fact in facts
    )
    return next((beyond for person in persons if (beyond := not_said_of(case, person, said))), "")


def not_said_of(case: Case, person: str, said: str) -> str:
    """What a question asks whether somebody is, 处长 of 张三是处长吗, where the lines about him do not hold it; else nothing."""
    if POST.search(case.query.wording):
        return "" if HOLDS_POST.search(said) else f"{person}的职务"
    asked = re.search(
        rf"{re.escape(person)}(?:就?是|算)(?:不是)?([\u4e00-\u9fff]{{2,10}}?)(?:不|吗|么|吧)[？?]*$", case.query.wording
    )
    if asked is None or EVERYTHING.search(asked[1]) or PERSON.fullmatch(asked[1]) or holds(asked[1], said) >= NEAR:
        return ""
    known = any(organ in asked[1] for organ in case.query.organs)
    return "" if known else f"{person}是不是{asked[1]}"


def _quote(notice: Notice, fact: Contact) -> Quote:
    return Quote(notice.id, fact.clause, fact.span, fact.span.of(notice.text))


def terms_of_whom(query: Query) -> list[str]:
    """The words of a question that say whose contact, or which number or address, is meant."""
    return [term for term in query.terms if not NEUTRAL.search(term)]


def _of(
    case: Case, whose: list[str], persons: list[str], contacts: list[Contact], document: Document, notice: Notice
) -> list[Contact]:
    """The contacts that are of the organ or person a question names; all of them where it names none.

    An organ that neither issued the document nor is printed with a contact has no contact here.
    """
    for organ in case.query.organs:
        printed = [
            fact
            for fact in contacts
            if organ in f"{fact.organisation or ''}\n{fact.span.of(notice.text)}"  # 省商务厅 of 辽宁省商务厅
            or (fact.organisation and organ_named(organ, fact.organisation))
        ]
        if not printed and not issued_by(organ, document):
            return []
        contacts = printed or contacts
    printed_names = {name for fact in contacts for name in fact.names}
    if any(person not in printed_names for person in persons):
        return []  # 张晓丹的电话: of nobody else
    if any(_is_other_firm(term, case, notice) for term in whose) and not any(
        term in fact.span.of(notice.text) for fact in contacts for term in whose
    ):
        return []
    if other := OTHERS.search(case.query.wording):
        their = [term for term in whose if term in other.group(1)] or [other.group(1)]
        return [fact for fact in contacts if any(term in fact.span.of(notice.text) for term in their)]
    if (place := OF_PLACE.search(case.query.wording)) and place.group(1) not in f"{document.title}{document.issuers}":
        return [fact for fact in contacts if place.group(1) in fact.span.of(notice.text)]
    purposes = PURPOSE.findall(case.query.wording)
    if purposes:
        return [fact for fact in contacts if all(one in fact.span.of(notice.text) for one in purposes)]
    if not whose:
        return contacts
    held = [
        sum(holds(term, f"{fact.organisation or ''} {fact.span.of(notice.text)}") >= NEAR for term in whose)
        for fact in contacts
    ]
    if any(held):  # 市场体系建设处 is not 市场与信息化处
        return [fact for fact, count in zip(contacts, held, strict=True) if count == max(held)]
    about = f"{document.title}{''.join(document.issuers)}"
    fits_document = any(holds(term, about) >= NEAR for term in whose)
    narrowed = case.named or bool(case.query.organs)  # what is left, 报总结的邮箱, says what it is for
    return contacts if fits_document or (narrowed and not any(PLACE.fullmatch(term) for term in whose)) else []


def _is_other_firm(term: str, case: Case, notice: Notice) -> bool:
    """Whether a question asks for the contact of a firm that the notice names: 某某的联系人, where 某某平台 stands in it."""
    if not re.search(re.escape(term) + WHOSE.replace("座机", "座机|联系人|负责人"), case.query.wording):
        return False
    return any(f"{term}{kind}" in clause.own.of(notice.text) for clause in notice.clauses for kind in FIRMS)


def _is_person(case: Case, fact: Contact, notice: Notice) -> str:
    """The verdict on 联系人是张三对吧; empty where nobody is asked about so."""
    asked = IS_PERSON.search(case.query.wording)
    if asked is None:
        return ""
    name = asked.group(1)
    if name in fact.names:
        return f"是，列有“{name}”。"
    return "" if name in fact.span.of(notice.text) else f"不是，没有列出“{name}”。"


def _persons(case: Case, whose: list[str]) -> list[str]:
    """The persons a question names: those that some notice gives a contact for, and what looks like a name before 电话."""
    wording = case.query.wording
    known = sorted((name for name in case.people if name in wording), key=wording.index)
    looks = [term for term in whose if PERSON.fullmatch(term) and re.search(re.escape(term) + WHOSE, wording)]
    unknown = [
        term for term in looks if term not in known and not any(_prints(case, one, term) for one in case.documents)
    ]
    return [*known, *unknown]


def _prints(case: Case, document: Document, term: str) -> bool:
    return any(term in clause.own.of(case.notice(document).text) for clause in case.notice(document).clauses)


def contact_line(fact: Contact, words: set[str] | None = None) -> str:
    """One contact: 商务部电子商务司 王殿宁、李旺源，电话…"""
    who = " ".join(filter(None, [fact.organisation, listing(fact.names)]))
    every = words is None or words == {"联系人"}
    channels = [
        f"{'电话' if word == '手机号' else word}{listing(values(fact))}"
        for _, word, values in reversed(CHANNELS)
        if word != "联系人" and values(fact) and (word != "手机号" if every else word in (words or ()))
    ]
    return "，".join(filter(None, [who, *channels])) + "。"

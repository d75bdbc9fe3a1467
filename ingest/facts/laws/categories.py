"""What kind of text a name is: law, regulation, rule, notice, guideline, attachment. Names in, categories out.

Source: 《立法法》, chapters 2-4 (法律, 行政法规, 部门规章); 《规章制定程序条例》, 7: 规定 and 办法 are rules, 条例 is none; what has a
文号 instead of the number of an order (令) is a normative document, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts.places import stretches
from ingest.model import LawCategory, Notice
from ingest.organs import CJK
from ingest.structure.masthead import lines_of
from ingest.structure.parts import attachment_list

STATE = "中华人民共和国"
NOT_LAWS = "办方做用书说打手疗语司执普违枪立兵乐想看写除乘加减算章魔技依合非守工"
# Of a law the year is that of a version, of a plan it is part of the name.
VERSION = re.compile(
    r"(?<=[法例定则])[（(]\s*[12]\d{3}\s*年?[^（）()]*[）)]\s*$|[（(]\s*[^（）()]*(?:修正|修订|修改)[^（）()]*[）)]\s*$"
)
BLANKS = re.compile(rf"(?<=[{CJK}）”]) +(?=[{CJK}（“])")
ORDER_OF_STATE = re.compile(r"^(?:中华人民共和国)?国务院令")
ORDER = re.compile(r"令(?:〔\d{4}〕|\d{4}年)?第[\d一二三四五六七八九十百]{1,5}号$")
STANDARD = re.compile(r"^(?:GB|[A-Z]{2}/T|DB)")
NUMBERED = re.compile(r"公告|[〔﹝\[［【（(]\d{4}[〕﹞\]］】）)]")
LAW = re.compile(rf"(?<![{NOT_LAWS}])法$|(?:公司|[预决]算|立法)法$|法典$|^宪法$")
REGULATION = re.compile(r"条例$|^国务院关于.*(?:规定|决定|办法)$|实施条例")
INTERPRETATION = re.compile(r"^最高人民(?:法院|检察院).*(?:解释|规定)")
RULE = re.compile(r"(?:办法|规定|规则|细则)(?:[（(].{1,6}[）)])?$")
# 《办法》, whose full name is not told, and what an organiser or an organ lays down for one campaign or fund.
NO_NAME = re.compile(r"本?(?:暂行|管理|实施|试行)?(?:条例|办法|规定|规则|细则)")
ONE_AFFAIR = re.compile(
    r"^20\d\d年|活动|大赛|竞赛|评选|评分|评审|遴选|以旧换新|消费券|补贴|补助|奖补|资金|抽奖|示范|^关于|[部委局厅府会办]关于|规则(?:[（(].{1,6}[）)])?$"
    r"|(?<!法)(?<!条例)(?<!办法)(?<!规定)(?:实施|施行)细则"
)
GUIDELINE = re.compile(r"(?:指南|规范|标准|指引|导则|规程|手册|要求|目录)(?:[（(].{1,10}[）)])?$")
NORMATIVE = re.compile(
    r"(?:意见|通知|要点|公告|通告|决定|决议|纲要|规划|计划|批复|函|措施|方案|通报|政策|倡议|公约|宣言|清单|名单)(?:[（(].{1,10}[）)])?$"
)
FORM = re.compile(
    r"(?:承诺书|承诺函|确认[书函]|保证书|申请表|报名表|申报表|汇总表|登记表|推荐表|回执|委托书|授权书|样表|模板|须知)$"
)


def short_name(inner: str) -> str:
    """The name as one says it: without the state and without the year of a version.

    >>> short_name("中华人民共和国消费者权益保护法（2013年修正）"), short_name("网络直播营销管理办法（试行）")
    ('消费者权益保护法', '网络直播营销管理办法（试行）')
    """
    name = BLANKS.sub("", VERSION.sub("", inner.strip()))
    return name.removeprefix(STATE) or inner


def category_of(name: str, doc_number: str | None, attachments: Sequence[str], *, brought_along: bool) -> LawCategory:
    """What kind of text a name is, by its number and what it ends in; the notice's own attachments come first.

    >>> [category_of(name, None, (), brought_along=False).value for name in ("电子商务法", "快递暂行条例", "网络交易监督管理办法", "2021年商务工作要点")]
    ['law', 'regulation', 'rule', 'normative']
    >>> [category_of("资源回收管理办法", number, (), brought_along=False).value for number in ("国务院令第715号", "商务部令第9号", "商办函〔2020〕8号")]
    ['regulation', 'rule', 'normative']
    """
    bare = re.sub(r"\s", "", short_name(name))
    if _is_attachment(name, attachments) or (brought_along and not LAW.search(bare)):
        return LawCategory.ATTACHMENT
    number = doc_number or bare
    if ORDER_OF_STATE.search(number) and not LAW.search(bare):
        return LawCategory.REGULATION
    if ORDER.search(number) and (RULE.search(bare) or not doc_number):
        return LawCategory.RULE
    if doc_number and STANDARD.search(doc_number):
        return LawCategory.GUIDELINE
    if FORM.search(bare):
        return LawCategory.ATTACHMENT if attachments else LawCategory.OTHER
    if NO_NAME.fullmatch(bare):
        return LawCategory.OTHER
    if RULE.search(bare) and not REGULATION.search(bare) and not INTERPRETATION.search(bare):
        of_one_affair = ONE_AFFAIR.search(bare) or (doc_number and NUMBERED.search(doc_number))
        return LawCategory.NORMATIVE if of_one_affair else LawCategory.RULE
    for category, pattern in (
        (LawCategory.REGULATION, REGULATION),
        (LawCategory.LAW, LAW),
        (LawCategory.RULE, INTERPRETATION),
        (LawCategory.GUIDELINE, GUIDELINE),
        (LawCategory.NORMATIVE, NORMATIVE),
    ):
        if pattern.search(bare):
            return category
    return LawCategory.OTHER


def _is_attachment(name: str, attachments: Sequence[str]) -> bool:
    squashed = squash(name)
    return len(squashed) >= 3 and any(squashed in title or title in squashed for title in attachments)


def attachment_names(notice: Notice) -> tuple[str, ...]:
    """The names of all attachments, those in the file and those only listed under 附件, without marks."""
    names = [part.masthead.title.value for part in notice.parts if part.host and part.masthead.title]
    for _, stretch in stretches(notice):
        lines = lines_of(stretch.of(notice.text))
        names += [one.name.value for one in attachment_list(lines, 0, len(lines))[0]]
    return tuple(squashed for squashed in map(squash, names) if len(squashed) >= 3)


def squash(text: str) -> str:
    """The words alone, without marks and blanks."""
    return re.sub(rf"[^{CJK}A-Za-z0-9]", "", text)

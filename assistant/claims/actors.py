"""Who acts in a piece of a text: the party before 要 or 应, the one that opens it, the one that somebody else guides.

plain text -> the name of a party, or None; whether two names are of one party.
"""

from __future__ import annotations

import re

MODAL = re.compile(
    r"(?<![主重必只])要(?!求|素|点|闻)|应(?![急用对付邀届])|须|需(?!求)|必须|不得|严禁|可以|请|负责(?!人)"
)
SUBJECT = re.compile(rf"^(?P<who>[^,]{{2,24}}?)(?:{MODAL.pattern})")
PARTY = re.compile(
    r"(?:部门|企业|单位|平台|机构|机关|协会|商会|主播|商家|商户|地方|地区|各地|各省|各市局?|各区|[厅局司委办处]|消费者|公司|组织|银行|基地|老年人|人员|群体|媒体)$"
)
LEADING = "督促|指导|引导|鼓励|支持|组织|帮助|推动|教育|要求|动员"
PARTIES = "部门|企业|单位|平台|机构|机关|协会|商会|主播|商家|商户|地方|地区|各地(?![^,]{0,8}部门)|各市局|消费者|公司|银行|基地|老年人|媒体"
PIVOT = re.compile(
    rf"(?:{LEADING})(?:[和、及]?(?:{LEADING}))*(?:我国|当地|各类|各|优质|相关|有关)?(?P<whom>[^,、和及要应须]{{0,8}}?(?:{PARTIES}))(?!的)"
)
OPENS_WITH = re.compile(
    rf"(?!{LEADING}|推荐|促进|要求|通知|[由向对与和为请])(?P<who>[^,、《|]{{0,8}}?(?:{PARTIES}))(?=[^,、的和及]{{2}})"
)


def subject_of(text: str) -> str | None:
    """The party that a piece begins with, before 要, 应, 须.

    >>> subject_of("各地商务主管部门要坚持绿色发展理念"), subject_of("推广原发包装")
    ('各地商务主管部门', None)
    """
    found = SUBJECT.match(text)
    if found is None:
        return None
    who = re.sub(r"^(?:请|由|对于?|其中|通知要求|要求|按照|根据|的)+", "", found["who"].rsplit("|", 1)[-1])
    return who if PARTY.search(who) else None


def opening_party(chunk: str) -> str | None:
    """The party that a chunk begins with, without 要 or 应 behind it: 电商企业制定实施方案."""
    found = OPENS_WITH.match(chunk.removeprefix("请"))
    return found["who"] if found else None


def is_same(said: str, printed: str) -> bool:
    """Whether two names are of one party; what narrows it is not left out.

    >>> is_same("参与活动的企业", "参与活动企业"), is_same("企业", "有实体经营场所的企业")
    (True, False)
    """
    if said.replace("的", "") == printed.replace("的", "") or (said == "各地" and printed.startswith(said)):
        return True
    return "的" not in printed and printed.endswith(said)

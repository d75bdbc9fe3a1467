"""Who hands in and who receives, in full: 我司 and 省商务厅 are completed by the issuer, 各地 by the addressees.

Words as printed, with the names of the masthead -> full name and level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Level
from ingest.organs import complete_organ
from ingest.structure.masthead import level_of

BELOW = {
    Level.MINISTRY: Level.PROVINCE,
    Level.PROVINCE: Level.CITY,
    Level.CITY: Level.COUNTY,
    Level.COUNTY: Level.ENTERPRISE,
}
OURS = re.compile(r"^[我本](?P<rank>部|司|厅|局|委|办|署|处|科|会|院|中心)(?P<rest>.*)$")
SHORT = re.compile(r"^(?P<place>[省市县区州])(?P<rank>[厅局委办])(?P<rest>.*)$")
UNIT_IN_BRACKETS = re.compile(r"(?P<organ>.+?)[（(](?P<unit>[^（）()]{2,20}[司处室科办局厅])[）)]")
AND_MAILBOX = re.compile(r"(?<=[司处室科办局厅部委会])(?:[和及、].{0,8}|的?(?:电子|工作|指定|专用)?)邮箱$")
RANKS = "部司厅局委办署处科会院心府"  # how the names of organs end
ON_ITS_OWN = re.compile(
    r"(?:活动|大会|大赛)?组委会|会务组|协会|学会|商会|联盟|专班|指挥部|领导小组|工作组|联席会议"
)  # no unit of the issuer
EVERYWHERE = re.compile(r"^(?:各地区?|各省|地方|各有关地方)$")
# What stands before the trade in 各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门.
PLACES = re.compile(
    r"^(?:各|[省市区县州盟旗]|自治[区州县]|直辖市|计划单列市|副省级|省会|设区的?|地级|新疆生产建设兵团|[、，,及和与（）()])+"
)
GENERAL = re.compile(r"^(?:各地|各有关|有关|地方|各级|当地)|(?:部门|单位|局|厅|委)$")


def own_organ(printed: str, issuers: Sequence[str]) -> str:
    """The recipient's full name.

    >>> own_organ("我部(电子商务司)", ["商务部办公厅"]), own_organ("我司", ["商务部电子商务司"])
    ('商务部电子商务司', '商务部电子商务司')
    >>> own_organ("省商务厅电子商务处", ["辽宁省商务厅"]), own_organ("工业和信息化部（消费品工业司）", [])
    ('辽宁省商务厅电子商务处', '工业和信息化部消费品工业司')
    """
    printed = AND_MAILBOX.sub("", printed)
    if "、" in printed and not re.search(r"[（(]", printed):
        return "、".join(own_organ(one, issuers) for one in printed.split("、"))
    unit = UNIT_IN_BRACKETS.fullmatch(printed)
    if unit:
        return own_organ(unit["organ"], issuers) + unit["unit"]
    if ours := OURS.match(printed):
        own = _own(ours["rank"], issuers, "")
        return own + ours["rest"] if own else printed
    if (short := SHORT.match(printed)) and (organ := _own(short["rank"], issuers, "")) and short["place"] in organ:
        return organ + short["rest"]
    for length in range(len(printed), 1, -1):
        for issuer in issuers:
            if (
                length > 2
                and printed[0] in "省市县区州"
                and printed[:length] in issuer
                and printed[length - 1] in RANKS
            ):
                return issuer[: issuer.index(printed[:length]) + length] + printed[length:]
            if issuer.endswith(printed[:length]) and printed[length - 1] in RANKS:
                return issuer + printed[length:]
    return printed if ON_ITS_OWN.match(printed) else complete_organ(printed, issuers)


def _own(rank: str, issuers: Sequence[str], otherwise: str) -> str:
    """The issuer down to the rank that speaks of itself: 部 of 商务部办公厅 is 商务部."""
    for issuer in issuers:
        organ = re.match(rf".{{2,}}?{rank}(?:员会)?(?![门分队长])", issuer)
        if organ:
            return organ.group()
    return otherwise


def who_in_full(who: str | None, addressees: Sequence[str]) -> str | None:
    """各地 means the addressees' trade everywhere; nobody named means the addressees.

    >>> who_in_full("各地", ["各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门"])
    '各地商务主管部门'
    >>> who_in_full(None, ["各市商务局", "沈抚示范区商务主管部门"])
    '各市商务局、沈抚示范区商务主管部门'
    """
    if who is None:
        return "、".join(addressees) or None
    if EVERYWHERE.match(who) and len(addressees) == 1:
        trade = PLACES.sub("", addressees[0])
        return who + trade if trade.endswith("部门") and trade != addressees[0] else addressees[0]
    return who


def level_of_subject(who: str | None, addressees: Sequence[str], issuer: Level | None) -> Level | None:
    """The level of who hands in: by name; of organs in general that of the addressees, else one below the issuer."""
    if who and (named := level_of(who)):
        return named
    if who and not GENERAL.search(who):
        return None
    levels = (level_of(addressee) for addressee in addressees)
    below = BELOW.get(issuer) if issuer else None
    return next((level for level in levels if level), below)


def level_of_recipient(to: str, issuer: Level | None) -> Level | None:
    """The level of who receives; a mailbox or a unit without its organ is the issuer's."""
    return level_of(to) or issuer

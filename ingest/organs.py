"""Names of organs and bodies: told apart from other words, split where several stand together, completed by the issuer.

`工业和信息化部` keeps its 和, `国家邮政局和中国消费者协会` does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
STATE = "中华人民共和国"

ENDS = (
    "部|委员会|委|总局|局|署|厅|司|处|科|(?<![控持参入炒配招募])股|室|办|所|站|队|组|院|中心|协会|学会|商会|联合会|促进会|研究会|基金会|总会|分会|公会|"
    "会|联盟|社|集团|公司|银行|政府|大学|学校|平台|基地|台|馆|机构|企业|单位|部门|街道|园区|开发区|新区|示范区|商场|商圈|"
    "网络|网|日报|晚报|时报|店|超市|海关|分行|支行|总行|妇联|残联|侨联|工商联|科协|饭店|宾馆|酒店"
)
ORGAN = re.compile(rf"[{CJK}A-Za-z0-9（）()“”·\-]{{1,36}}(?:{ENDS})(?:[（(][{CJK}、]{{1,14}}[）)])?")
PLACE = re.compile(rf"[{CJK}]{{1,8}}(?:省|市|区|县|旗|州|盟|镇|乡)")
NO_ORGAN = re.compile(
    r"(?:[承主协督举经申审代催补开兴]办|负责|机会|社会|[全大]会|(?:发布|座谈|专题|推进|动员|培训|洽谈|对接|推介|展览|展销|博览|交易|研讨|交流)会)$|[将须请应能并使被已与及和或]$|^(?:各|其[他它]|有关|相关|上述|以上|由|向(?!阳)|经(?![济开信发贸合])|请|并|要|对(?!外)|从(?![化江])|在|与|和(?![平田县林顺政静硕])|及)|[，。；：]|的|\d(?:号|楼|层|室|幢|座|栋)"
)
GENERIC = re.compile(
    r"平台|中心|公司|银行|学校|政府|协会|商会|超市|商场|集团|大学|网络|基地|联盟|处室|科室|支队|街道|园区|总台|前台|服务台"
)
VERBS = re.compile(
    r"将(?!乐)|拨打|致电|登录|同时|邮寄|发送|加强|开展|推进|做好|给予|进行|落实|负责|引导|鼓励|实施|制定|报送|提供|签订|按照"
)
COLLECTIVE = re.compile(
    r"^(?:有关|相关|各|其[他它]|[境国省市县区][内外]|外[资地商]|内资|中小微?|民营|个体|平台|参与|参展|参会|参赛|申报|报名|重点)*(?:部门|单位|机构|企业)(?:和(?:单位|部门|企业))?$"
)
LIST_MARK = re.compile(r"[、，,；;/／\n]|\s{1,}")
AND = re.compile(r"以及|[和与及暨]")
AND_SO_ON = re.compile(
    rf"等(?:\d+|[一二三四五六七八九十多]+)?(?:[家个])?(?:有关|相关)?(?:部门|单位|部门和单位|机构|企业|平台|地)?[{CJK}]{{0,4}}$"
)
REMARK = re.compile(r"[（(][^（）()]*(?:排名|以下|按|另|暂定|拟|待)[^（）()]*[）)]")

# 司 of a ministry, 处, 科 and 股 of a 司, 厅 or 局: how deep a unit stands below its organ.
UNIT_RANK = {"司": 1, "局": 1, "处": 2, "室": 2, "办": 2, "中心": 2, "科": 3, "股": 3}
OF_ITS_OWN = re.compile(
    rf"^(?:[省县局厅部委]|市(?!场)|区(?!域))|[局厅部委](?=.)|大会|组委会|组织委员会|领导小组|指挥部|大赛|论坛|展会|博览会|^{PLACE.pattern}"
)
UNIT = re.compile(rf"[{CJK}]{{1,16}}?(司|局|处|办公室|室|办|中心|科|股)")
ROOT = re.compile(rf"[{CJK}]{{1,20}}?(?:工业和信息化部|部|委员会|委|总局|厅|局|署|政府)(?!委|队|门|分|署|长)")


# Which units an organ has that are printed apart from it.
UNITS_OF = (
    (("部", "委", "委员会", "局", "厅", "署", "政府", "司", "办"), ("司", "处", "科", "股", "室", "办")),
    (("部", "委", "委员会", "办"), ("局", "中心")),
    (
        ("协会", "学会", "商会", "联合会", "促进会", "公司", "集团", "中心", "研究院", "银行", "组委会"),
        (
            "处",
            "室",
            "科",
            "组",
            "会员部",
            "业务部",
            "市场部",
            "综合部",
            "会展部",
            "发展部",
            "信息部",
            "培训部",
            "联络部",
            "宣传部",
            "项目部",
        ),
    ),
)
# 总结请于5月1日前报某局: the end of a sentence that happens to end in an organ.
HANDING_IN = re.compile(r"请|\d月|[前日料表件][报送交]|报送|报至|送至")


def is_organ(text: str) -> bool:
    """Whether the words name one organ or body.

    >>> [is_organ(name) for name in ("商务部市场建设司", "中央网信办", "各地商务部门", "统一标识", "鼓楼区商务局")]
    [True, True, False, False, True]
    """
    if not ORGAN.fullmatch(text) or GENERIC.fullmatch(text) or VERBS.search(text) or HANDING_IN.search(text):
        return False
    return not NO_ORGAN.search(text) and not COLLECTIVE.match(text)


def split_organs(text: str) -> tuple[str, ...]:
    """The names of a list as printed; 等部门 and remarks in brackets are no names.

    >>> split_organs("商务部、工业和信息化部、国家邮政局和中国消费者协会等部门和单位")
    ('商务部', '工业和信息化部', '国家邮政局', '中国消费者协会')
    """
    names: list[str] = []
    for piece in LIST_MARK.split(REMARK.sub("", text)):
        name = AND_SO_ON.sub("", piece.strip(" 　。:："))
        names += [part for part in _split_at_and(name) if part and not COLLECTIVE.match(part)]
    return tuple(names)


def _split_at_and(name: str) -> list[str]:
    for mark in AND.finditer(name):
        left, right = name[: mark.start()], name[mark.end() :]
        if is_organ(left) and (is_organ(right) or COLLECTIVE.match(right) or len(_split_at_and(right)) > 1):
            return [left, *_split_at_and(right)]
    return [name]


def complete_organ(printed: str, issuers: Sequence[str]) -> str:
    """The full name of a unit that is printed without the organ it belongs to.

    >>> complete_organ("电子商务司", ["商务部办公厅"]), complete_organ("区商务局", ["宁波市鄞州区商务局"])
    ('商务部电子商务司', '宁波市鄞州区商务局')
    >>> complete_organ("电子商务处", ["辽宁省商务厅"]), complete_organ("市路政处", ["德阳市交通运输局"])
    ('辽宁省商务厅电子商务处', '市路政处')
    """
    if len(issuers) != 1:
        return next((issuer for issuer in issuers if issuer.endswith(printed)), printed)
    issuer = issuers[0].removeprefix(STATE)
    if issuer.endswith(printed):
        return issuer
    unit = UNIT.fullmatch(printed)
    if unit is None or OF_ITS_OWN.search(printed):
        return printed
    rank = UNIT_RANK.get(unit.group(1), 2)
    root = ROOT.match(issuer)
    if root is None or (rank == 1 and not root.group().endswith(("部", "委", "委员会", "总局"))):
        return printed
    below = UNIT.fullmatch(issuer[root.end() :])
    owner = issuer if below and UNIT_RANK.get(below.group(1), 2) < rank else root.group()
    return owner + printed


def join_unit(organ: str, unit: str) -> str | None:
    """The two as one name, where the second is a unit of the first printed apart; None where they are two organs.

    >>> join_unit("徐州市商务局", "电子商务处"), join_unit("商务部", "财政部")
    ('徐州市商务局电子商务处', None)
    """
    if OF_ITS_OWN.search(unit) or not any(
        organ.endswith(organs) and unit.endswith(units) and not unit.startswith(("国家", "中国"))
        for organs, units in UNITS_OF
    ):
        return None
    return organ + unit

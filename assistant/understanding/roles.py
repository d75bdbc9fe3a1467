"""Who asks, or about whom: 我们是平台企业, 我是县商务局的, 承办单位要干啥. Words of a question in, those of notices out.

Data only: what people call themselves, and by what names notices speak of them.
"""

from __future__ import annotations

import re

# (in a question, in a notice)
ACTORS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"平台"), re.compile(r"平台(?:企业)?|电商企业|电子商务企业|参[与加](?:活动)?的?(?:电商)?企业")),
    (re.compile(r"主播|达人|MCN"), re.compile(r"主播|达人|MCN机构")),
    (re.compile(r"快递|物流|配送"), re.compile(r"(?:快递|物流|配送)(?:企业|平台|公司|人员)|外卖快递|平台物流")),
    (re.compile(r"承办"), re.compile(r"承办(?:单位|方)")),
    (re.compile(r"协办"), re.compile(r"协办(?:单位|方)")),
    (re.compile(r"指导单位"), re.compile(r"指导单位")),
    (re.compile(r"商务(?:局|厅|委|部门|主管|办)"), re.compile(r"商务(?:主管)?(?:部门|局|厅|委)|[市县区]局")),
    (
        re.compile(r"工信(?:局|厅|委)|经信|工业和信息化(?:局|厅|主管)"),
        re.compile(r"工业和信息化主管部门|工信(?:局|厅|部门)"),
    ),
    (re.compile(r"市场监管(?:局|部门)"), re.compile(r"市场监管(?:部门|局)")),
    (re.compile(r"邮政(?:管理)?局"), re.compile(r"邮政(?:管理)?(?:部门|局)")),
    (re.compile(r"行?业?协会"), re.compile(r"协会|行业组织")),
    (
        re.compile(r"企业|公司|商家|商户|店主|网店|卖家|厂家?|经营者"),
        re.compile(r"企业|商家|商户|公司|经营者|门店"),
    ),
)
SAYS_WHO = re.compile(
    r"(?:^|[,，。;； ])(?:[我咱俺]们?(?:这边|这里)?(?:是|作为|属于)|作为)(?P<who>[^,，。;；]{2,24}?)(?:的)?(?:[,，。;； ]|$)"
)
DUTY = re.compile(
    r"(?:要|该|需要?|应该?|得|负责|承担|配合|能)(?:做|干|办|负责|配合|承担|注意|准备)?(?:些|好)?(?:什么(?!时)|啥(?!时)|哪些(?:事|工作|任务)?)(?:[？?呢啊事]|工作|$)|"
    r"(?:做|干|管|分到)(?:些|点)?(?:什么|啥|哪些)|(?:什么|哪些|啥)(?:任务|职责|责任|义务|要求|工作|分工|规定)|(?:任务|职责|责任|义务|分工)(?:是什么|有哪些|是啥)|怎么(?:配合|参与|做|办)|(?:遵守|注意)(?:些)?(?:什么|啥|哪些)"
)
ACTS = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,12}?)(?:具体|都|到底|还|主要)*(?:要|该|需要?|应该?|得|负责|承担|配合)?(?:做|干|管|分到|负责|承担|配合)(?:些|点)?(?:什么|啥|哪些)"
)
ROLES = re.compile(r"(?:承办|协办|指导|支持|主办)(?:单位|方|机构)?")
# Somebody who brings others in is no organiser of the campaign: 谁来组织企业参加.
BRINGS_IN = re.compile(
    r"(?:谁|哪[个些]?(?:部门|单位|一?级|方)?)(?:来|去|负责|牵头)*(?P<verb>组织|动员|发动|推荐|指导|带)(?!单位|者)[^,，。？?的]{0,8}?(?:企业|商家|平台|商户|公司|参[加与]|报名)"
)
# What notices write for such a verb, behind whoever does it.
VERBS = {"组织": "组织|动员|发动|指导", "动员": "动员|发动|组织", "发动": "发动|动员|组织", "带": "组织|发动|带领"}
BROUGHT_IN = "企业|商家|商户|平台|公司|主播"
SIGNS = re.compile(r"签(?:署|订|个)?(?:什么(?!时)|啥(?!时)|哪些|哪份)")


# Departments, which hand in for themselves only: a notice to one binds no other.
DEPARTMENTS = tuple(pair for pair in ACTORS if "局" in pair[0].pattern)


def departments(text: str) -> tuple[re.Pattern[str] | None, tuple[re.Pattern[str], ...]]:
    """How notices speak of the department a question comes from, and of the others; None and nothing where it names none."""
    said = SAYS_WHO.search(text)
    own = next((printed for asked, printed in DEPARTMENTS if said and asked.search(said["who"])), None)
    if own is None:
        return None, ()
    return own, tuple(printed for _, printed in DEPARTMENTS if printed is not own)


LOCAL = re.compile(r"[市县区]")
OF_THE_PROVINCE = re.compile(r"[^，。：:]{0,4}省[^，。：:]{0,4}[厅局委]")


def is_local(text: str) -> bool:
    """Whether the one a question asks about is below a province."""
    named = SAYS_WHO.search(text) or ACTS.search(text)
    return named is not None and LOCAL.search(named["who"]) is not None and "省" not in named["who"]


def actor_asked_about(text: str) -> re.Pattern[str] | None:
    """How notices speak of the one whose duties a question asks about; None where it asks about nobody's.

    >>> found = actor_asked_about("我们是平台企业,需要做什么")
    >>> bool(found and found.search("各电商平台：结合自身特色")), actor_asked_about("平台怎么报名")
    (True, None)
    """
    if not DUTY.search(text):
        return None
    named = SAYS_WHO.search(text) or ACTS.search(text)
    if named is None:
        return None
    return next((printed for asked, printed in ACTORS if asked.search(named["who"])), None)

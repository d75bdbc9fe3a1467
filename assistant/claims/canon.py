"""One form for what says the same: 应当 and 须, 报送至 and 上报, 不超过 and 最多. Plain text in, atoms out.

An atom is what is compared as a whole: a number, a date, an address, a name in 《》, a bound; else one character. Both sides
are read alike, so that a word read wrongly is read wrongly on both.
"""

from __future__ import annotations

import re

from assistant.claims.text import DATE, NAME

LEAST, MOST = "≥", "≤"
DUTY, FORBIDDEN, NEEDLESS = "须", "禁", "⊘"

# (pattern, what stands for it); in this order, each over the whole text.
SAME: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"(?:自|从)(?={DATE})", ""),
        (rf"({DATE})(?:起|开始|启动)?,?(?:一?直?持续)?(?:至|到|-{{1,2}}|~)({DATE})(?:为?止|结束|截止)?", r"\1~\2"),
        (r"不(?:得|能|可|应)(?=超过|多于|高于|少于|低于)", "不"),
        (
            r"最高不超过|最多不超过|不超过|不多于|不高于|最多可以|最多可|最多能|最多|至多|最高|最长(?:不超过)?(?=\d)",
            MOST,
        ),
        (r"不少于|不低于|至少|最少|最短(?=\d)", LEAST),
        (rf"([{MOST}{LEAST}])(推荐|申报|报名|补助|奖励|选派|选送|提交|限报|保存|保管|认定)(?=\d)", r"\2\1"),
        (rf"((?:参[展会赛训与])?(?:企业|单位|人员|产品|项目))([{MOST}{LEAST}]\d+[家个人名项])", r"\2\1"),
        (r"不需要|无需要?|不须|无须|不必|不用|不需", NEEDLESS),
        (
            r"一律不得|不得|不准|不许|不允许|不可以|不可(?![抗逆避或])|不能够?|无法(?![律规定人])|切勿|请勿|严禁|禁止",
            FORBIDDEN,
        ),
        (
            r"应当|应该|必须|务必|需要|需|应(?!急)|(?<![主重只纲概摘])要(?![求素点闻])|(?<![申邀聘])请(?![示求教假柬])",
            DUTY,
        ),
        (r"(?:后续|随后|此后|之后)(?=持续|继续|不再)", ""),
        (rf"{FORBIDDEN}(?:出现|发生)", FORBIDDEN),
        (r"可以|允许|准予", "可"),
        (r"是指|指的是|系指", "指"),
        (r"不(?:再)?收取?(?=[^到入])|免予?收取?", "免收"),
        (r"之前|以前", "前"),
        (r"之后|以后", "后"),
        (r"报送|上报|呈报|提交|递交|报给|送交", "报"),
        (r"(?:反馈|告知|通报)(?:至|给|到)", "反馈"),
        (r"报(?:至|给|到|往)", "报"),
        (r"(?:发送|发)(?:至|到|给|往)", "发至"),
        (r"(?:邮寄|寄送|寄)(?:至|到|给|往)", "寄至"),
        (r"[我该本](?=[厅局司部委省市县区院]|中心|办公室)", "本"),
        (r"自行承担|自行负担|自理", "自理"),
        (r"举行", "举办"),
        (r"根据|按照|依照|依据", "按"),
        (r"其中(?:包括|包含|含|有)", "其中"),
        (r"包含|包括|涵盖|含有", "含"),
        (r"(?<=网站|平台|系统)上", ""),
        (r"如果|如若|假如|倘若|若", "如"),
        (r"以及|及其|及(?!时|格)|和(?!谐|平|解)", "和"),
        (r"都(?=[是要应须可不有])", "均"),
        (r"(?:指定的?)?(?:电子)?邮箱(?:地址)?[为是:]?(?=[A-Za-z0-9])", ""),
        (r"其它", "其他"),
        (r"(?:截止|截至)(?:时间|日期|期限)?(?:为|是|到|于|:)?", "截止"),
        (r"研究(?:制定|确定)", "制定"),
        (r"工作(?=[,;:、和的分]|$)", ""),
        (r"限期(\d+(?:个月|个工作日|日|天))(?!内)", r"\1内"),
        (r"(?:对于|针对)(?=[\u4e00-\u9fff])", "对"),
        (r"另行(?!通知|规定|制定|公布|申报)|(?<=[辆人台户家个])再", "另"),
        (r"单(?=[辆台件个]≤)", "每"),
        (r"[仅只](?=限)|(?:仅|只)[能可]", "限"),
        (r"限+", "限"),
        (r"没有", "无"),
        (r"使用(?=[A-Za-z\d])", "用"),
        (r"(?:送|寄)至", "送到"),
        (r"存在", "有"),
    )
)
ATOM = re.compile(
    rf"(?P<date>{DATE})|{NAME.pattern}|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+|\d+(?:\.\d+)?|[A-Za-z]+|以[上下内外]|."
)


def canonical(text: str) -> tuple[str, ...]:
    """The atoms of a plain text.

    >>> canonical("应当于5月13日之前上报，不超过20个") == canonical("须于5月13日前报送，最多20个")
    True
    """
    for pattern, form in SAME:
        text = pattern.sub(form, text)
    return tuple(_atom(found) for found in ATOM.finditer(text))


def _atom(found: re.Match[str]) -> str:
    """A date is compared by month and day: its year is looked at by itself."""
    if not found["date"]:
        return found.group().lower()
    *_, month, day = re.findall(r"\d+", found.group())
    return f"{int(month)}月{int(day)}日"

"""Who must act: the subject of a sentence or of a whole clause. Words in, who as printed out."""

from __future__ import annotations

import re

from ingest.facts.deadlines.verbs import CJK
from ingest.model import Span

COMMA = re.compile(r"[，,；;：:\s]")
ACTOR_END = (
    r"(?:主管部门|部门|单位|企业|公司|平台|厅|局|委员会|委|机构|协会|商会|处室|科室|总部|代表|主体|申报人|申请人|公众|各地|地方|"
    r"街道|乡镇|镇|市州|盟市|旗县|商户|商家|学校|高校|园区|基地|银行|消费者|居民|市民|人员|行业组织|社会组织|个人|省|市|区|县|[县市区乡镇][（(][省市区县州盟旗乡镇街道、，]{1,7}[）)])"
)
ACTOR = re.compile(
    rf"(?:请|由|要求|督促|指导)?(?P<who>(?:(?!由)[{CJK}、（）()“”0-9]){{0,40}}?{ACTOR_END}(?:和[{CJK}]{{2,12}}(?:部门|单位|企业))?)"
    r"(?=要|应|须|需|请|可|将|把|于|在|分别|统一|向|按|负责|必须|即可|务必|组织|开展|结合|根据|通过|对|报(?![名到告表价])|提交|"
    r"推荐(?![表函书名企]|材料|意见)|(?:确定|明确|指定|选派|安排)(?=[一两1-9]名)|填写|填报|登录|完成|形成|审核|汇总|编制|收到|实行|围绕|准备|随|自(?![然主治愿行动身己由贸])|"
    r"\d{1,4}年|\d{1,2}月|每[月周季旬日天年半两]|做好|认真|积极|高度|切实|主动|加强|抓紧|$)"
)
NO_ACTOR = re.compile(
    r"^(?:必须|[、将把请于并及和要应须向经由对在为如会以从至与同本我报到]|根据|按照|依据|期间|指导|督促|加强|通过|做好|组织|其中|总结|登录|填写|完成|(?:积极|主动|认真|严格|密切)?(?:配合|协助)|.{0,2}(?:支持|引导|鼓励|帮助|动员))|(?<!申)请|(?:确定|明确|指定|选派|安排)[一两1-9]名|不得|之日起|(?:报送|反馈|上报)(?!.*的)|的$"
)
WHOSE = re.compile(rf"^各[{CJK}]{{0,12}}?(?:部门|单位|企业|地区|地|省|市)(?=[{CJK}“])")
BY_WHOM = re.compile(rf"^[\s*]*[{CJK}《》（）()]{{2,24}}?由(?=[{CJK}])")  # 纸质材料由市局于…送达
WHOSE_FINDINGS = re.compile(r"(?P<who>各[地市省县区])[\u4e00-\u9fff]{2,4}的")  # 各地发现的线索
NUMBER = re.compile(
    r"^[\s*]*(?:第[一二三四五六七八九十百\d]{1,5}条|[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?[\s*]*"
)
SUBJECT_REACH = 1_000  # characters; so many stretches of prose are shorter
SUBJECT_WITHIN = 4  # stretches between marks, the heading among them
ACTING = re.compile(r"请|要|应|须|需|可|将|在|根据|按照|负责|必须")


def subject_of(sentence: str, masked: str, dates: Span, before: int, verb: int) -> str | None:
    """The subject: between the date and 向 or 将, else in front of both."""
    stretches: list[str] = []
    for start, end in ((dates.end, verb), (0, min(before, dates.start))):
        position = start
        parts: list[str] = []
        for mark in COMMA.finditer(masked, start, end):
            parts.append(sentence[position : mark.start()])
            position = mark.end()
        stretches += reversed([*parts, sentence[position:end]])
    for stretch in stretches:
        stretch = BY_WHOM.sub("", stretch)
        actor = ACTOR.match(stretch.lstrip(" \t\u3000*"))
        if actor and not NO_ACTOR.search(actor["who"]):
            return actor["who"]
        if owner := WHOSE_FINDINGS.match(stretch.lstrip(" \t\u3000*")):
            return owner["who"]
    return None


def clause_subject(text: str) -> str | None:
    """Who a clause speaks to, from its first words.

    >>> clause_subject("（四）强化宣传。各地商务主管部门要密切关注各项活动开展情况。")
    '各地商务主管部门'
    """
    for stretch in re.split(r"[\n。，,；;]", text[:SUBJECT_REACH])[:SUBJECT_WITHIN]:
        actor = ACTOR.match(NUMBER.sub("", stretch))
        if actor is None or NO_ACTOR.search(actor["who"]):
            continue
        described = "的" in actor["who"]  # 有意向参加活动的企业，…
        if ACTING.match(NUMBER.sub("", stretch)[actor.end() :]) or (
            described and actor.end() == len(NUMBER.sub("", stretch))
        ):
            return actor["who"]
    return None

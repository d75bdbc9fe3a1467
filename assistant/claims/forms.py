"""Other ways in which a notice could have printed a clause: 按每人1800元给予补贴 is 补贴标准为每人1800元.

plain text of one clause -> the same in other frames. Each holds all that the clause holds, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.claims.text import DATE

GRANT = "补贴|补助|奖励|资助|奖补"
GRANTED = re.compile(
    rf"^(?P<whom>对[^,]+?)?按照?(?P<how>[^,按]+?)(?:给予|予以|进行|发放)?(?P<what>(?:一次性)?(?:{GRANT}))$"
)
ROLE = re.compile(r"^(?P<who>[^,:]+?)(?:共同|联合)?(?P<role>指导|主办|承办|协办)$")
KEPT = re.compile(r"^(?P<what>[^,]+?)(?P<kept>保存|保管)期限(?P<long>[^,]*\d[^,]*)$")
BRACKET = re.compile(
    r"^(?P<head>[^()]*)\((?P<inside>一式[一二三四五六七八九两]+份|[一二三四五六七八九两\d]+份|复印件|原件|电子版)\)(?P<tail>.*)$"
)
ANY_OF = re.compile(
    r"^(?P<verb>存在|有|发生|出现|涉及)?(?P<items>[^,]*[、或][^,]*?)等(?P<kind>(?:违法|违规|违纪|不正当|失信)*(?:行为|情形|情况|问题))的$"
)
NAMED_AND_TOLD = re.compile(
    r"^(?P<list>[^,]*、[^,]*?)共?(?P<count>\d+个)(?P<told>[^,]{4,24}的)(?P<noun>[^,的]{2,4}?)(?P<tail>作为[^,]+)$"
)
DONE_BY = re.compile(r"^(?P<what>[^,:]+?)由(?P<who>[^,:]+?)(?P<act>(?:负责)?[\u4e00-\u9fff]{2})$")
OPEN_AT = re.compile(r"^(?P<act>咨询|办公|办理|受理|值班|接待)时间[:为]?(?P<when>.*\d.*)$")
CARRY_OUT = re.compile(
    r"^(?:要)?(?:严格|认真|全面)*(?:落实|执行|遵守)(?P<rule>[^,]+?)等(?:政策|各项|有关|相关)*(?:要求|规定|政策|措施)$"
)
LASTS = re.compile(
    rf"^(?P<what>[^,]*?)(?P<word>时间|日期|期限)(?:为|是|:)?(?:从|自)?(?P<first>{DATE}[\d:]*)起?(?:至|到|-{{1,2}}|~)(?P<last>{DATE}[\d:]*)(?:止)?$"
)
NOUNS = range(2, 7)  # characters of what a bracket is said of


def forms_of(text: str, *, after_condition: bool = False) -> Iterator[str]:
    """The other forms of a clause; `after_condition`: it says what becomes of those who meet the clause before it.

    >>> list(forms_of("商务部和邮政局共同指导"))
    ['指导单位为商务部和邮政局']
    """
    if found := GRANTED.match(text):
        whom, how, what = found["whom"] or "", found["how"], found["what"]
        yield f"{whom}{what}标准为{how}"
        yield f"{whom}给予{how}{what}"
        yield f"{whom}按{how}{what}"
        if whom or after_condition:
            yield f"{whom.removeprefix('对')}可获得{how}{what}"
    if found := ROLE.match(text):
        yield f"{found['role']}单位为{found['who']}"
    if found := KEPT.match(text):
        yield f"{found['what']}{found['kept']}{found['long']}"
    if (found := DONE_BY.match(text)) and found["act"] != "负责":
        yield f"{found['who']}{found['act']}{found['what']}"
    if found := OPEN_AT.match(text):
        yield f"{found['when']}{found['act']}"
    if found := CARRY_OUT.match(text):
        yield found["rule"]
    if found := LASTS.match(text):
        yield f"{found['what']}截止时间为{found['last']}"
        yield f"{found['what']}{found['first']}开始"
        yield f"{found['what']}{found['first']}至{found['last']}"
    if found := ANY_OF.match(text):
        for item in re.split(r"[、或]|以及", found["items"]):
            yield f"{item}的"
            yield f"{item}{found['kind']}的"
            yield f"有{item}{found['kind']}的"
    if found := NAMED_AND_TOLD.match(text):
        yield f"{found['list']}{found['count']}{found['noun']}{found['tail']}"
        yield f"{found['list']}{found['tail']}"
    if found := BRACKET.match(text):
        head, inside, tail = found["head"], found["inside"], found["tail"]
        for length in NOUNS:
            if length <= len(head):
                yield f"{head[:-length]}{inside}{head[-length:]}{tail}"

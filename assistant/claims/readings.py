"""Other ways to say a sentence, in the order in which notices print it: 初审由甲负责 is 甲负责初审.

(plain sentence, plain quote) -> sentences that say the same. Whether the quote says one of them is looked at elsewhere; the
quote here only tells which are worth trying.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

MOST = 24  # readings of one sentence
PROVIDED = re.compile(r"^(?P<what>.+?)[,;]但?前提(?:条件)?(?:是|为|:)(?P<when>[^;。]+?)[。;]?$")
IF = re.compile(
    r"(?P<lead>^|[,;。])(?:如果|如若|一旦|如|若|当|凡是?)(?P<when>[^,;。]{2,60}?)(?:的话|时|的)?,(?:则|就|那么)?"
)
WHO_IF = re.compile(
    r"(?P<lead>^|[,;。])(?P<who>[^,;。]{2,8})如(?:果)?(?P<when>[^,;。]{2,60}?)(?:的话|时|的)?,(?:则|就|那么)?"
)
POLITE = re.compile(r"^(?:如有疑问,)?(?:您|大家)?可以?(?=[^,;。]{0,24}(?:咨询|拨打|致电|联系)[。]?)")
PUNISHED = re.compile(
    r"(?:将|会)?被(?=(?:依法)?(?:取消|追回|列入|移送|责令|暂停|撤销|追究|终止|扣减|清退|处以|强制|通报))"
)
BY = re.compile(r"(?P<what>[^,;。:]{2,60}?),?(?:将|则|均|应|须)?由(?P<rest>[^,;。:]{4,60})")
NO = re.compile(
    r"(?P<what>[^,;。:]{2,40}?)(?:均|也|都|一律|则)*(?:不得|不能|不可以|不允许|禁止|严禁|不准)(?:被)?(?P<do>[^,;。:]+)"
)
BANNED = re.compile(r"(?P<what>[^,;。:]{2,80}?)(?:均|都|一律)?(?:被|属于)?(?:严禁|禁止)(?P<end>[的行为]*[,;。]?)$")
NEITHER = re.compile(r"(?P<no>严禁|禁止|不得|不允许)(?P<one>[^;。]*?),?(?:也|还|并|且|同时)+(?:严禁|禁止|不得|不允许)")
COUNTED = re.compile(
    r"^(?P<what>[^:;。]{0,24}?)(?P<count>\d+(?:个|类|家|项|种|部)[^:,;。]{0,12}?)(?::|,(?:分别)?(?:是|为|包括))(?P<list>[^:;。]+)[。;]?$"
)
COUNTED_AS = re.compile(
    r"^(?P<what>[^:;,。]{2,24}?)的(?P<noun>[^:;,。的]{2,10}?)共?(?P<count>\d+(?:个|类|家|项|种|部))[,:]?(?:分别)?(?:是|为|包括)?:?(?P<list>[^:;。]+)[。;]?$"
)
LAST = re.compile(
    r"的?(?:最晚|截止|最后)(?:时间|日期|期限)?(?:为|是|:)(?P<time>[^,;。]*?\d[日号](?:\d{1,2}:\d{2})?)(?:(?:之前|以前|前)(?!后))?(?![之以后起左前\d])"
)
WHOSE = re.compile(
    r"(?P<when>[^,;。]{3,40}的)(?P<who>(?:参与|见习|申报|经营|报名)?(?:企业|单位|商户|商家|主体|机构|个人|人员|平台|基地|产品|项目|消费者))(?=[,限将应须可不取])"
)
OPENS = re.compile(r"(?<=[,;。])[\u4e00-\u9fff]{2,4}")
BOUNDED = re.compile(r"(?P<bound>(?:不低于|不高于|不超过|不少于)[^,;。的]{2,20})的(?P<what>[^,;。]{2,14})")
RIGHT = re.compile(r"(?<=取消|暂停|撤销|终止)其?(?=资格)")
THEME = re.compile(r"以(?P<words>[^;。]{2,40}?)为(?P<label>主题|口号|目标)")
JOINTS = re.compile(r"[的将把于在对为须应请,、]")


def readings_of(said: str, quote: str) -> list[str]:
    """A sentence and what else it might have been written as.

    >>> readings_of("可以免于申报,但前提是无违规行为", "")
    ['可以免于申报,但前提是无违规行为', '无违规行为的,可以免于申报']
    """
    found = [said]
    for one in found:
        for rewrite in REWRITES:
            for other in rewrite(one, quote):
                if other not in found and len(found) < MOST:
                    found.append(other)
    return found


def _conditions(said: str, _quote: str) -> Iterator[str]:
    """A condition behind what it is the condition of, or opened by 如果."""
    if found := PROVIDED.match(said):
        yield f"{found['when'].removesuffix('的')}的,{found['what']}"
    if IF.search(said):
        yield IF.sub(r"\g<lead>\g<when>的,", said)
    if WHO_IF.search(said):
        yield WHO_IF.sub(r"\g<lead>\g<who>\g<when>的,", said)
        yield WHO_IF.sub(r"\g<lead>\g<when>的\g<who>,", said)


def _politeness(said: str, _quote: str) -> Iterator[str]:
    """您可以 before what anybody may do: ask."""
    if POLITE.search(said):
        yield POLITE.sub("", said)


def _punishments(said: str, _quote: str) -> Iterator[str]:
    """被 before what is done to who broke a rule: the notice names the deed."""
    if PUNISHED.search(said):
        yield PUNISHED.sub("", said)


def _agents(said: str, quote: str) -> Iterator[str]:
    """甲由乙办理: 乙办理甲, 乙将甲办理."""
    printed = JOINTS.sub("", quote)
    for found in BY.finditer(said):
        what, rest = found["what"], found["rest"]
        for at in range(2, len(rest) + 1):
            seam = JOINTS.sub("", rest[max(0, at - 2) : at] + what)
            if seam[:4] in printed:
                for joint in ("", "对"):
                    yield said[: found.start()] + rest[:at] + joint + what + rest[at:] + said[found.end() :]


def _bans(said: str, _quote: str) -> Iterator[str]:
    """甲不得乙: 不允许甲乙."""
    if found := BANNED.search(said):
        yield f"{said[: found.start()]}严禁{found['what']}"
    if NEITHER.search(said):
        yield NEITHER.sub(r"\g<no>\g<one>,以及", said)
    for found in NO.finditer(said):
        yield said[: found.start()] + "不得" + found["what"] + found["do"] + said[found.end() :]


def _lists(said: str, quote: str) -> Iterator[str]:
    """8类必需品:甲、乙…: 甲、乙…8类必需品."""
    if found := COUNTED.match(said):
        yield found["what"] + found["list"] + found["count"]
    if found := COUNTED_AS.match(said):
        things = found["what"] + found["list"] + found["count"] + found["noun"]
        yield things
        for tail in set(re.findall(rf"{found['count']}{found['noun']}([\u4e00-\u9fff]{{1,4}})(?=[,;。]|$)", quote)):
            yield things + tail


def _last_days(said: str, _quote: str) -> Iterator[str]:
    """报送截止时间为5月13日: 于5月13日前报送."""
    if LAST.search(said):
        yield LAST.sub(r"于\g<time>前", said)


def _subjects(said: str, quote: str) -> Iterator[str]:
    """A party behind the condition that tells who it is: 评估不合格的单位限期整改."""
    if (found := WHOSE.search(said)) and found["who"] in quote:
        yield WHOSE.sub(r"\g<when>,", said)


def _names_in_full(said: str, quote: str) -> Iterator[str]:
    """A thing by its last word where it was named before; 取消资格, 第一批截止 of the one right or report there is."""
    for found in OPENS.finditer(said):
        for thing in (found.group()[:length] for length in (4, 3, 2)):
            for name in set(re.findall(rf"[\u4e00-\u9fff]{{2}}{thing}", said[: found.start()])):
                if name in quote:
                    yield said[: found.start()] + name + said[found.start() + len(thing) :]
    if len(rights := set(re.findall(r"(?:取消|暂停|撤销|终止)([\u4e00-\u9fff]{2,8})资格", quote))) == 1:
        yield RIGHT.sub(rights.pop().replace("\\", ""), said)
    if len(acts := set(re.findall(r"([\u4e00-\u9fff]{2})(?:的)?截[止至]", quote))) == 1 and (act := acts.pop()) in said:
        yield re.sub(rf"(?<!{act})(?<!{act}的)(?=截[止至])", act, said)


def _themes(said: str, quote: str) -> Iterator[str]:
    """主题是甲: 以甲为主题."""
    for found in THEME.finditer(quote):
        label = re.compile(rf"(?:活动)?{found['label']}(?:是|为|:){re.escape(found['words'])}")
        if label.search(said):
            yield label.sub(found.group(), said)


def _bounds(said: str, _quote: str) -> Iterator[str]:
    """不低于当地标准的补助: 补助,标准不低于当地标准."""
    if BOUNDED.search(said):
        yield BOUNDED.sub(r"\g<what>,标准\g<bound>", said)


REWRITES: tuple[Callable[[str, str], Iterator[str]], ...] = (
    _conditions,
    _politeness,
    _punishments,
    _agents,
    _bans,
    _lists,
    _last_days,
    _subjects,
    _names_in_full,
    _bounds,
    _themes,
)

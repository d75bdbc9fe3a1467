"""What a notice forbids, and to whom: 严禁销售假冒伪劣商品, 不得高于备案价. Notice in, prohibitions out, each with its sentence.

One fact for each thing forbidden: what is listed behind one word (严禁弄虚作假、提供虚假材料) is as many as it names. What a
title or a quotation forbids, what is said to be forbidden elsewhere (国家禁止销售的商品) and news of it are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.actors import bound, promisers
from ingest.facts.deadlines.steps import NUMBER
from ingest.facts.deadlines.subjects import ACTOR, NO_ACTOR, clause_subject
from ingest.facts.deadlines.things import FILLER
from ingest.facts.sentences import sentences
from ingest.model import Clause, ClauseKind, Notice, Prohibition, Span
from ingest.organs import CJK

WORD = re.compile(
    r"严禁|(?<![舍怪记顾恨巴免由容])(?<!要)不得(?!已|不|而知|了|分|当|法)|(?<![被已曾令])(?<!国家)(?<!法律)(?<!法规)(?<!解除)(?<!取消)禁止(?![性类令区的])"
    r"|(?<!批)不准(?![确时点备])|不允许|切勿|请勿|严令禁止|(?<!如何)(?<!为)(?<!能)杜绝(?!了)|一律不[予再]"
)
QUOTED = re.compile(r"《[^《》\n]{1,80}》|“[^“”\n]{1,80}”|（[^（）\n]{1,120}）|\([^()\n]{1,120}\)")
NAMES_A_TEXT = re.compile(
    rf"(?<=禁止)(?:(?![违按])[{CJK}]){{0,14}}(?:规定|条例|办法|目录|清单)(?=[，。、；：等和及]|$)"
)
NOT_SAID_HERE = re.compile(
    r"(?:规定|法律|法规|要求)$|[是为]否$|有无$"
)  # 规定不得上市的商品: of what is forbidden elsewhere
END = re.compile(r"[，,。；;！？!?：:\s]|[、和或](?=严禁|不得|禁止|不准|不允许|切勿)")
GOES_ON = re.compile(r"[，,]\s*(?=以及|或者?|和|及(?!时))")
AND_SO_ON = re.compile(r"等(?:[^等，、]{0,12}?(?:行为|活动|现象|问题|情况|情形|做法))?(?:的?(?:发生|出现))?$")
# A part of a list that is a thing of its own opens with a verb: 销售假冒商品、侵犯知识产权, but not 拦截仔畜、种畜运输车.
ACT = re.compile(
    r"“|(?:销售|出售|侵犯|侵害|提供|骗取|套取|套购|虚标|虚构|虚报|虚开|伪造|编造|捏造|散布|传播|哄抬|串通|泄露|擅自|变相|强制|强迫|"
    r"收取|从事|发布|转让|出租|出借|倒卖|囤积|截留|挪用|挤占|隐瞒|误导|欺骗|夸大|炒作|滥用|限制|排除|拒绝|拖延|违规|违法|恶意|利用|组织|"
    r"参与|开展|实施|进行|设置|增加|减少|降低|提高|更改|篡改|冒用|盗用|损害|破坏|干扰|阻挠|诱导|索取|收受|要求|超|先[^后]{1,3}后|"
    r"以次充好|以假充真|弄虚作假|.{0,2}作弊|.{0,2}勾结|刷单|套现|窜货|价格欺诈|虚假|假冒)"
)
HOW = re.compile(
    r"将|把|通过|利用|以|采[取用]|借|在|向|对|为|因|未经|擅自|随意"
)  # of all that follows, not of its first part alone
AUTHORITY = re.compile(r"(?:部门|各地区?|地方|[厅局委处]|政府)$")  # it sees to it; it is not the one forbidden
SPLIT = re.compile(r"、|[，,]?\s*(?:以及|或者)|(?<=”)(?=“)")
LIMIT = re.compile(r"^(?:超过|高于|低于|少于|多于|晚于|早于|大于|小于|突破|迟于|超出|大过)")
SUBJECT = re.compile(rf"([{CJK}A-Za-z0-9“”（）()、]{{2,30}}?)(?:原则上|一般|均|都|也|一律)*$")
SINCE = re.compile(
    r"[在于][^，,；;在于]{1,14}(?:期间|过程中|时|前|后|中)$|活动期间$|(?:原则上|一般|均|都|也|还|一律|坚决|决|绝|同时|并|且|或|应|要|今后|任何情况下)+$"
)
ADVERBS = re.compile(
    r"(?:原则上|一般|均|都|也|还|一律|坚决|决|绝|同时|并|且|或|应|要|务必|切实|将|暂|(?<!否)则|会|必须|规定|明确|同时)+$|^的|^[“”\"]+|[“”\"]+$"
)
SAYS_NOTHING = re.compile(r"有?(?:下列|以下)|有误$|转载|摘编|复制转")  # of a list to come; the foot of a web page
ABOUT = re.compile(r"^(?:对于?|针对)")  # 对受困企业，不得抽贷: it is not the enterprise that must not
# 未经…, 除…外, 逾期未…的, 对…企业, 在…前: what stands in front limits what is forbidden
CONDITION = re.compile(
    r"^(?:未|非经|没有|无(?!论)|除|如|若|凡|对|针对|在|自|逾期|当|一旦|因|超过|不符合)|(?:的|前|后|时|期间|期内|之日起|以来|情况下|情形下|以?外)$"
)
NO_CONDITION = re.compile(
    r"^(?:[要应须并且也均都还更又再]|坚决|严格|切实|同时|确保|现就|会议|如何|此外|另外)|(?:如下|要求|规定)$|^(?:但|而|如|例如|特别是|尤其是|因此|其中|即|等|.)$"
)
JOINED = re.compile(r"[，,、\s]*(?:也|并|且|和|或|更|同时|一律)*")
MAX_CONDITION = 60  # characters
MIN_ITEM = 4  # characters: 捏造、散布涨价信息 share their object, 弄虚作假、提供虚假材料 do not
MIN_WHAT = 2
MAX_WHAT = 120
MAX_BEFORE = 300  # characters of a sentence that are searched for whom it speaks to


def find_prohibitions(notice: Notice) -> tuple[Prohibition, ...]:
    """Every thing a notice forbids, in text order. Never raises, whatever the text."""
    found: list[Prohibition] = []
    for clause in notice.clauses:
        if clause.kind is ClauseKind.CLAUSE:
            for sentence in sentences(notice.text, clause.own):
                found += _in_sentence(sentence, clause, notice)
    return tuple(found)


def _in_sentence(span: Span, clause: Clause, notice: Notice) -> Iterator[Prohibition]:
    words = span.of(notice.text)
    masked = QUOTED.sub(lambda match: FILLER * len(match.group()), words)
    reached = reached_before = 0
    who: str | None = None
    condition: str | None = None
    for word in WORD.finditer(masked):
        if word.start() < reached or NAMES_A_TEXT.match(masked, word.end()):
            continue
        start = word.end() + len(masked[word.end() :]) - len(masked[word.end() :].lstrip())
        end = _end(masked, start)
        reached_before, reached = reached, end
        if "的" in masked[start:end] and NOT_SAID_HERE.search(masked[max(word.start() - 4, 0) : word.start()]):
            continue
        before = words[max(word.start() - MAX_BEFORE, 0) : word.start()]
        own = words[reached_before : word.start()]
        things = tuple(_things(words[start:end], masked[start:end], before))
        if things:
            who = _who(before, clause, notice) or who  # 组织不得…，不得…: the second is for the same
        for what in things:
            if not (reached_before and JOINED.fullmatch(own)):
                condition = _condition(own, who, what)  # 活动期间，不得…，不得…: the second is under the same
            yield Prohibition(clause=clause.id, span=span, word=word.group(), what=what, who=who, condition=condition)


def _end(masked: str, start: int) -> int:
    """Where the forbidden ends: at a mark, but not before 以及."""
    position = start
    while mark := END.search(masked, position):
        more = GOES_ON.match(masked, mark.start())
        if more is None:
            return mark.start()
        position = more.end()
    return len(masked)


def _things(words: str, masked: str, before: str) -> Iterator[str]:
    """What is forbidden, one by one where each thing is named in full.

    >>> list(_things("“二选一”“大数据杀熟”以及销售假冒伪劣商品等行为", "□□□□□□□□□□□□以及销售假冒伪劣商品等行为", ""))
    ['“二选一”', '“大数据杀熟”', '销售假冒伪劣商品']
    """
    cuts = [Span(match.start(), match.end()) for match in SPLIT.finditer(masked)]
    cuts += [Span(at + 1, at + 1) for at in range(len(words) - 1) if words[at : at + 2] == "”“"]
    pieces: list[str] = []
    start = 0
    for cut in sorted(cuts):
        pieces.append(words[start : cut.start])
        start = cut.end
    pieces.append(words[start:])
    trimmed = [_trimmed(piece) for piece in pieces]
    named = all(len(item) >= MIN_ITEM for item in trimmed) and all(ACT.match(item) for item in trimmed[1:])
    listed = len(trimmed) > 1 and named and not HOW.match(words)
    items = trimmed if listed else [_trimmed(words)]
    for item in items:
        if LIMIT.match(item):
            item = _limited(before) + item
        if MIN_WHAT <= len(item) <= MAX_WHAT and not SAYS_NOTHING.match(item):
            yield item


def _trimmed(words: str) -> str:
    """Without 等违法违规行为 behind it, which names the kind and not the thing."""
    words = words.strip(" \t\u3000*、，,")
    named = AND_SO_ON.sub("", words)
    return named if len(named) >= MIN_WHAT else words


def _limited(before: str) -> str:
    """价格不得高于…: of a limit, what is limited belongs to what is forbidden."""
    stretch = SINCE.sub("", NUMBER.sub("", END.split(before)[-1]))
    subject = SUBJECT.search(stretch)
    return subject[1] if subject else ""


def _condition(before: str, who: str | None, what: str) -> str | None:
    """What limits a prohibition: the words in front of it that are neither who nor emphasis, and the 未经… before them.

    >>> _condition("未经消费者同意，平台", "平台", "向其发送信息"), _condition("经营者在活动期间", "经营者", "先涨后降")
    ('未经消费者同意', '在活动期间')
    >>> _condition("各地要加强监管，坚决", "各地", "弄虚作假")
    """
    cuts = [0, *(mark.end() for mark in END.finditer(before))]
    own = NUMBER.sub("", before[cuts[-1] :]).strip()
    for name in who.split("、") if who else ():
        own = own[own.rfind(name) + len(name) :] if name in own else own
    while (shorter := ADVERBS.sub("", own)) != own:
        own = shorter
    limits = own if own and not NO_CONDITION.search(own) and not what.startswith(own) else ""
    first = len(cuts) - 1
    if first and limits.startswith("否则"):
        first -= 1
    while first and CONDITION.search(NUMBER.sub("", before[cuts[first - 1] : cuts[first]]).strip(" ，,：:；;。、")):
        first -= 1
    front = NUMBER.sub("", before[cuts[first] : cuts[-1]]).strip(" ，,：:；;。、\n\t\u3000*")
    said = "，".join(filter(None, (front, limits)))
    return said if said and len(said) <= MAX_CONDITION else None


def _who(before: str, clause: Clause, notice: Notice) -> str | None:
    """Whom the sentence speaks to: the nearest subject or object of 督促 before the word, else whom the clause speaks to."""
    stretches = [stretch for stretch in END.split(NUMBER.sub("", before)) if not ABOUT.match(stretch)] or [""]
    nearest = stretches[-1]
    while (shorter := SINCE.sub("", nearest)) != nearest:
        nearest = shorter
    named = bound("，".join([*stretches[:-1], nearest]))
    if any(len(name) > 1 for name in named):
        return "、".join(named)
    for stretch in reversed(stretches):
        actor = ACTOR.match(stretch.strip(" \t\u3000*"))
        if actor and len(actor["who"]) > 1 and not NO_ACTOR.search(actor["who"]):
            return actor["who"]
    if promised := promisers(notice, notice.part(clause.part)):
        return promised[0]
    subject = clause_subject(clause.own.of(notice.text))
    return None if subject is None or AUTHORITY.search(subject) else subject

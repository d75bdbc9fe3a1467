"""Who must do or leave something: the object of 督促 or 指导, the subject, the promiser of a 承诺书. Words before a verb in, names out."""

from __future__ import annotations

import re

from ingest.model import Notice, Part
from ingest.organs import CJK

MAKES = re.compile(
    r"(?:督促|指导|引导|教育|要求|(?<!任何)组织(?![和及与、])|监督|督导|推动|敦促|责令|确保|促使|号召|鼓励)"
)
ACTOR = "企业|公司|平台|商家|商户|主播|单位|机构|经营者|部门|主体|人员|门店|个人|消费者|协会|组织|从业者|供应商|店铺|网店|用户|会员|厂商|商场|超市|各地|各方"
ACTORS = re.compile(
    rf"[{CJK}A-Za-z“”（）()\-]{{0,20}}?(?:{ACTOR})+(?:[、和及与或]+[{CJK}A-Za-z“”]{{0,12}}?(?:{ACTOR})+)*"
)
ACTOR_AT_END = re.compile(rf"([{CJK}A-Za-z“”、\-]*(?:{ACTOR}))(?:们)?$")
MUST = re.compile(
    r"(?:(?:都|均|也|并|还|一律|自觉|依法|继续|同时|认真)*(?:要|应当|应该|应|须|必须|需|需要|得|会|将)?(?:都|均|也|并|自觉|依法|认真|切实|积极|主动)*)$"
)
ABOUT = re.compile(rf"^(?:对于|对|针对)([{CJK}A-Za-z“”、]*?(?:{ACTOR}))$")
PROMISE = re.compile(r"承诺(?:书|函)|保证书|责任书|自律公约|倡议书")
PROMISER = re.compile(r"[我本](?:公司|单位|企业|店|机构|平台|商户|协会|行)")


def bound(subject: str) -> tuple[str, ...]:
    """Who must follow, from the words before the verb: the object of 督促 or 指导, else the subject."""
    phrases = [phrase.strip() for phrase in re.split(r"[，,；;。：:]", MUST.sub("", subject))]
    for i, phrase in enumerate(reversed(phrases)):
        phrase = MUST.sub("", phrase) if i == 0 else phrase
        made = list(MAKES.finditer(phrase))
        if made:
            actors = ACTORS.match(phrase, made[-1].end()) if i else ACTOR_AT_END.match(phrase, made[-1].end())
            actors = actors or ACTORS.match(phrase, made[-1].end())
            if actors:
                return _split_actors(actors.group())
        if about := ABOUT.match(phrase):
            return _split_actors(about[1])
        if i == 0 and (own := ACTOR_AT_END.search(phrase)):
            return _split_actors(re.sub(r"^.*(?:的是|[)）])", "", own[1]))
        if i == 0 and (own_word := PROMISER.search(phrase)):
            return (own_word.group(),)
    return ()


def _split_actors(actors: str) -> tuple[str, ...]:
    """A list of those bound, split where each part is somebody; 4、 before it is the number of an item."""
    actors = actors.lstrip("、")
    parts = re.split(r"、|[和与及](?=[^、]*$)", actors)
    if all(re.search(rf"(?:{ACTOR})$", part) for part in parts):
        return tuple(part.strip("“”") if part.count("“") != part.count("”") else part for part in parts)
    return (actors,)


def promisers(notice: Notice, part: Part) -> tuple[str, ...]:
    """Who promises in a 承诺书: 我公司, as the document calls itself in it."""
    title = part.masthead.title.value if part.masthead.title else ""
    if not PROMISE.search(title):
        return ()
    for clause in notice.clauses:
        if clause.part == part.id and (found := PROMISER.search(clause.own.of(notice.text))):
            return (found.group(),)
    return ()

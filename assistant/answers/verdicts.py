"""Yes or no, with the clause: whether somebody is listed, whether something is allowed, whether a day is the one printed.

Only what the notice lists or forbids decides; a list that is open (其余各地) or a notice that is silent gives no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from assistant import lexicon
from assistant.answers.draft import Case, Writer, heading_line, not_stated, part_of
from assistant.evidence import NEAR, holds
from assistant.model import Draft, Kind, Quote
from assistant.scope import issued_by
from assistant.synonyms import is_office_word, lay_words_in, office_words
from ingest.model import Deadline, Notice, Prohibition
from ingest.tokenise import words as cut

OPEN = re.compile(r"其余|其他|其它|各[省市地]|有条件|等$|不限|若干|相关")
SUBJECT = re.compile(r"^([\u4e00-\u9fff、]{2,20}?)(?:是不是|是否|算不算|属于|是)")
OF_THE_STATE = re.compile(r"^(?:国家|中国|全国|中央|中华人民共和国)")
ROLE_WORD = re.compile(r"会场|单位|指导|主办|承办|协办|支持|部门|参[与加]|机构")
BAD = re.compile(r"什么|哪些|啥|哪几")
FRAGMENT_END = re.compile(r"[，,。；;！!]")
ALLOWS = re.compile(r"允许|可以|能|禁止|严禁|不得|违规|违法|合规|合法|准")
ACTOR = re.compile(
    r"(?:电商|网络|直播|参与|参加|参加活动|参与活动)*(?:平台|企业|商家|商户|店家|卖家|公司|主播|达人|门店|网店|我们|单位|活动)"
)
MIN_PHRASES = 2  # everyday phrases of a question that one clause says in its own words
MIN_SHARE = 0.6  # of the words that name an act, which what is forbidden must hold


def listed(case: Case, names: Sequence[str], printed: str) -> str:
    """The verdict on who a yes-or-no question asks about, to stand before the list; empty where it asks about nobody."""
    wording = case.query.wording
    if not lexicon.YES_OR_NO.search(wording) or any(OPEN.search(name) for name in names):
        return ""
    asked = [term for term in dict.fromkeys((*case.query.organs, *case.query.terms)) if not ROLE_WORD.search(term)]
    asked = [term for term in asked if not any(term != other and term in other for other in asked)]
    asked = [term for term in asked if term in wording and not lexicon.YES_OR_NO.search(term)]
    if (
        subject := SUBJECT.search(wording)
    ) and not case.query.organs:  # 省家电协会是支持单位吗: one name, however it is cut
        whole = [one for one in re.split(r"[、和与及]", subject.group(1)) if not ROLE_WORD.search(one)]
        asked = whole if all(any(term in one for one in whole) for term in asked) else asked
    issuing = [term for term in asked if any(issued_by(term, document) for document in case.documents)]
    asked = [
        term for term in asked if term not in issuing
    ] or asked  # 工信部那个通知里有没有沈阳: whose notice, not who
    there = [(term, next((name for name in names if same_organ(term, name)), None)) for term in asked]
    yes = list(dict.fromkeys(name for _, name in there if name))
    no = [term for term, name in there if name is None]
    if any(term in printed or any(_shortens(term, name) for name in names) for term in no):
        return ""  # printed nearby, or perhaps a short name of one that is listed: no verdict
    text = f"是，列有{_quoted(yes)}。" if yes else ""
    return text + (f"{'' if yes else '不是，'}没有列出{_quoted(no)}。" if no else "")


def same_organ(asked: str, printed: str) -> bool:
    """Whether a name in a question is a printed one: in full, without its rank, or with characters left out.

    >>> same_organ("发改委", "国家发展改革委"), same_organ("国家邮政局", "邮政局"), same_organ("邮政局", "海南省邮政管理局")
    (True, True, False)
    """
    short, long = sorted((OF_THE_STATE.sub("", asked), OF_THE_STATE.sub("", printed)), key=len)
    if not short:
        return asked == printed
    if short == long or (len(short) > 2 and long.endswith(short)):
        return True
    return len(short) >= 3 and short[0] == long[0] and short[-1] == long[-1] and _shortens(short, long)


def _shortens(short: str, full: str) -> bool:
    """Whether a name is the full one with characters left out: 消协 of 中国消费者协会, and perhaps of something else."""
    rest = iter(full)
    return all(character in rest for character in short)


def answer_permission(case: Case) -> Draft | None:
    """What the notices forbid of what is asked about, or all that they forbid; None where they forbid nothing like it."""
    wording = case.query.wording
    if not lexicon.PERMITTED.search(wording):
        return None
    terms = _act(case)
    everything = BAD.search(wording) is not None and not terms
    return _forbidden(case, terms, everything) if terms or everything else None


def answer_forbidden(case: Case) -> Draft | None:
    """The notices that forbid what a question names: 哪些通知禁止大数据杀熟; None where none does."""
    terms = [term for term in _act(case) if not re.search(r"通知|文件|方案", term)]
    return _forbidden(case, terms, everything=True, only=True) if terms else None


def _forbidden(case: Case, terms: Sequence[str], everything: bool, *, only: bool = False) -> Draft | None:
    """What the documents forbid: all of it, or what the words name; `everything` without the verdict before it."""
    writer = Writer(Kind.CLAUSES)
    for document in case.documents:
        notice = case.notice(document)
        facts = [fact for fact in notice.facts.prohibitions if part_of(notice, fact) in document.parts]
        chosen = [fact for fact in facts if (everything and not only) or _names(fact, terms)]
        if not chosen:
            continue
        if len(case.documents) > 1 or not case.pins(document):
            writer.say(heading_line(case, document))
        for words, group in _by_words(notice, chosen):
            writer.say(
                f"{'' if everything else '不允许。'}原文：{words}。", [writer.cite_fact(notice, one) for one in group]
            )
    return writer.draft() if writer.quotes else None


def silent_on(case: Case, quotes: Iterable[Quote]) -> Draft | None:
    """The refusal of a question whether something is allowed, where its last word, the thing itself, stands nowhere."""
    wording = case.query.wording
    if not (lexicon.PERMITTED.search(wording) or lexicon.RULED.search(wording)) or not case.named:
        return None
    texts = list(case.texts())
    act = _act(case)
    if not act or not (is_office_word(act[-1]) or office_words(act[-1])):
        return None  # a word of which it is not known what notices write for it
    meant = {act[-1], *(word for written in lay_words_in(act[-1], act[-1:]).values() for word in written)}
    printed = any(term in text for term in act for text in texts) or _said_otherwise(wording, texts)
    if any(holds(word, text) >= NEAR for word in meant for text in texts) and (
        printed or not lexicon.PERMITTED.search(wording)
    ):
        return None
    return not_stated(case, f"“{act[-1]}”", quotes)


def _said_otherwise(wording: str, texts: Sequence[str]) -> bool:
    """Whether one clause holds what notices write for two or more of the everyday phrases of a question."""
    meant = [written for phrase, written in lay_words_in(wording, cut(wording)).items() if office_words(phrase)]
    return any(sum(any(word in text for word in written) for written in meant) >= MIN_PHRASES for text in texts)


def silent_on_formality(case: Case) -> Draft | None:
    """The refusal of a question about a form, a seal or a consequence that no notice speaks of."""
    asked = lexicon.FORMALITY.search(case.query.wording)
    if asked is None or not case.documents:
        return None
    word = next(word for word in asked.groupdict() if asked[word])
    for document in case.documents:
        notice = case.notice(document)
        text = "".join(clause.own.of(notice.text) for clause in notice.clauses if clause.part in document.parts)
        if lexicon.FORMALITIES[word].search(text):
            return None
    return not_stated(case, f"“{asked[word]}”")


def period_verdict(case: Case, fact: Deadline) -> str:
    """Whether the day a question names is the first or the last of a period, whichever it asks about."""
    days = case.query.window.days
    wording = case.query.wording
    if len(days) != 1 or not lexicon.YES_OR_NO.search(wording) or fact.start is None or fact.end is None:
        return ""
    asked = fact.end if re.search(r"结束|闭幕|截[止至]|到", wording) else fact.start
    return "是这一天：" if (asked.month, asked.day) in days else "不是这一天："


def day_verdict(case: Case, facts: Collection[Deadline]) -> str:
    """Whether the day a question names is the last day, or comes too late for it; empty where it does not ask that."""
    days = case.query.window.days
    wording = case.query.wording
    if len(days) != 1 or len(facts) != 1 or not lexicon.YES_OR_NO.search(wording):
        return ""
    (fact,) = facts
    if fact.due is None or fact.start is not None:
        return ""
    (month, day) = next(iter(days))
    if lexicon.PERMITTED.search(wording):
        return "晚于时限：" if (month, day) > (fact.due.month, fact.due.day) else "在时限内："
    return "是这一天：" if (month, day) == (fact.due.month, fact.due.day) else "不是这一天："


def _act(case: Case) -> list[str]:
    """The words for what somebody may or may not do, without those for who does it and for allowing."""
    terms = [term for term in case.query.terms if not ALLOWS.search(term)]
    return [term for term in terms if not ACTOR.fullmatch(term)] or terms


def _names(fact: Prohibition, terms: Sequence[str]) -> bool:
    """Whether what is forbidden is what the words name, or most of them."""
    total = sum(len(term) for term in terms)
    said = sum(len(term) * holds(term, fact.what) for term in terms)
    return said / total >= MIN_SHARE


def _by_words(notice: Notice, facts: Sequence[Prohibition]) -> list[tuple[str, list[Prohibition]]]:
    """The prohibitions by the printed words that hold them: 严禁“二选一”“大数据杀熟”以及销售假冒伪劣商品等违法违规行为."""
    groups: dict[str, list[Prohibition]] = {}
    for fact in facts:
        sentence = fact.span.of(notice.text)
        at = sentence.rfind(fact.word, 0, max(sentence.find(fact.what), 0) + 1)
        if fact.condition:
            at = max(sentence.rfind(fact.condition.split("，")[0], 0, at), 0)
        end = FRAGMENT_END.search(sentence, max(sentence.find(fact.what), at) + len(fact.what))
        words = sentence[max(at, 0) : end.start() if end else len(sentence)]
        groups.setdefault(re.sub(r"\s*\n\s*", " ", words).strip(), []).append(fact)
    return list(groups.items())


def _quoted(names: Sequence[str]) -> str:
    return "、".join(f"“{name}”" for name in names)

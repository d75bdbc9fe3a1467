"""The content words of a question: what is left when names and the words of asking are taken off."""

from __future__ import annotations

import re

from assistant import lexicon
from assistant.understanding.times import without_times
from ingest.tokenise import words

PLACE = re.compile(
    r"附件\s*[一二三四五六七八九十\d]+|第\s*([一二三四五六七八九十\d]+)\s*(?:部分|大?条|点|章|节|项|大点|大项)|[（(]\s*[一二三四五六七八九十\d]+\s*[）)]"
)
# Words that fill a spoken question, and who says that he asks; the level is read elsewhere.
FILLER = re.compile(
    r"反正|就是说?|(?:都|给我)?(?:列|写|整理|汇总|统计)(?:一下|一个|出来|全|个(?:表|清单)|(?=$|[？?。]))|得(?=[往给向])|点(?=[啥什])|一并|顺带|到时候?|[我咱]们?(?:想|要)(?=知道|了解|问|查)|"
    r"(?:甩|丢|扔)给|还[有剩]几天|还[有剩]多(?:少天|久)|哪一?年|在?哪[里儿]?(?=[办搞开]|举[办行])|[我你咱]们?[这那][儿里边]|[这那]儿|说白了|其实|大概|到底|究竟|咋整|具体"
)
ROLE = re.compile(
    r"(?:[我咱俺]们?(?:这边)?|作为)是?(?:一?[家个名]|参[加与])?[\u4e00-\u9fff ]{0,12}?(?:局|厅|委|公司|企业|平台|商家|商户|店主|网店|卖家|主播|单位|部门|协会|机构)(?:的(?:人|工作人员)?)?(?=[,，。;；]|$)"
)
QUOTED_LATIN = re.compile(r"[“\"]([^“”\"]*[A-Za-z0-9][^“”\"]*)[”\"]")  # “4+N”: no word of any dictionary


def content_terms(about: str) -> tuple[str, ...]:
    """The words that say what is wanted, in order, without the words of asking. Names have been taken off.

    >>> content_terms("的总结材料最晚什么时候交？")
    ('总结', '材料')
    """
    said = ROLE.sub(" ", FILLER.sub(" ", without_times(about)))
    rest = lexicon.NAMES_DAY.sub(" ", PLACE.sub(" ", lexicon.LEVEL_WORDS.sub(" ", said)))
    kept = [word for word in _words_with_endings(lexicon.ASKING.sub(" ", rest)) if word not in lexicon.STOP]
    manner = lexicon.MANNER.search(about)
    if manner and len(kept) > 1 and not lexicon.HAND_IN.search(manner.group(1)):
        kept = [word for word in kept if word != manner.group(1)]  # 老年人怎么照顾: the notice has its own word for it
    kept += [name for name in QUOTED_LATIN.findall(about) if name not in kept]
    implied = [word for pattern, word in lexicon.IMPLIED if pattern.search(about) and not lexicon.hands_in(about)]
    return tuple(dict.fromkeys([*kept, *implied]))


def _words_with_endings(text: str) -> list[str]:
    """The words of two characters or more; a single character right behind one belongs to it: 消费 券 -> 消费券."""
    found: list[str] = []
    at = end = 0  # behind the last word read, behind the last word kept
    lowered = text.lower()
    for word in words(text):
        start = lowered.find(word, at)
        at = max(start, at) + len(word)
        if len(word) > 1 or not re.fullmatch(r"[\u4e00-\u9fff]", word):
            found.append(word)
            end = at
        elif found and start == end and word not in lexicon.FUNCTION:
            found[-1] += word
            end = at
    return [word for word in found if len(word) > 1]

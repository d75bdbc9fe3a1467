"""The places a question speaks of, and those whose notices a library holds. Text and Documents in, names out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.scope import Document
from ingest.regions import CITIES, PROVINCES
from ingest.tokenise import pieces as cut

PLACE = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:省|市|自治区|区|县|州|旗|盟)")
# What stands behind a name, and not where a thing is called so: 示范园区, 居民小区, 大型超市, 各县.
RANKS = r"(?:(?<![园社景小地辖校库山灾片街商聚能范发贸税作验矿牧林各本我全])区|(?<![超门夜集菜各本我全])市|(?<![节各本我全])省|(?<![各本我全])县|[州旗盟])"
RANK = re.compile(rf"^[\u4e00-\u9fff]{{2,5}}{RANKS}$")
RANKED = re.compile(r"([\u4e00-\u9fff]{2,5}?)(?:省|市|区|县|自治区|自治州|盟|旗)?")
# A province or city by its name, and whatever has a rank behind it: 年鄞州区 gives 鄞州 and 年鄞州, of which no one asks.
IN_TITLE = re.compile(
    rf"(?=({'|'.join((*PROVINCES, *sorted(CITIES, key=len, reverse=True)))}))|(?=([\u4e00-\u9fff]{{2}}){RANKS})|(?=([\u4e00-\u9fff]{{3}}){RANKS})"
)
NO_PLACE = re.compile(r"^(?:中国|全国|国家|中央|共青团)")


def places_of(document: Document) -> frozenset[str]:
    """The places of a document's issuers and in its title, without the word for their rank."""
    issued = {place for issuer in document.issuers for place in _places(issuer)}
    return frozenset(issued | {one for names in IN_TITLE.findall(document.title) for one in names if one})


def places_said(text: str) -> tuple[str, ...]:
    """The places a text speaks of, without the word for their rank.

    >>> places_said("鄞州区和天津的材料什么时候报")
    ('鄞州', '天津')
    >>> places_said("大理州和杭州市的联系人")
    ('大理', '杭州')
    >>> places_said("示范园区和居民小区的材料什么时候报")
    ()
    """
    said = [word for word in cut(text) if word in PROVINCES or word in CITIES or RANK.search(word)]
    # 大理州 is 大理, and 杭州 not 杭
    plain = (word.removesuffix("州") if word not in CITIES and len(word) > 2 else word for word in said)
    return tuple(dict.fromkeys(one.group(1) for one in map(RANKED.fullmatch, plain) if one))


def place_words(text: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """Where the issuers of the documents are, as a text says it; not the name of an organ there: 岚江市, 岚江."""
    documents = tuple(documents)
    places = {place for one in documents for issuer in one.issuers for place in _places(issuer)}
    places |= {place for place in places_said(text) if any(place in one.title for one in documents)}
    found = (
        re.search(rf"在?{place}(?:省|市|自治区|区|县|州|旗|盟)?(?![\u4e00-\u9fff]{{0,6}}[局厅委办处])", text)
        for place in places
    )
    return tuple(one.group() for one in found if one)


def _places(issuer: str) -> list[str]:
    """岚江 of 岚江市商务局; no place of a national body."""
    found = PLACE.match(re.sub(r"^共青团", "", issuer))
    return [found.group(1)] if found and not NO_PLACE.match(found.group(1)) else []

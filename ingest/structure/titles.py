"""The title of a document: over which lines it runs, with or without the organs above it. Lines in, title out.

Source: GB/T 9704-2012, 7.3.1 (发文机关名称、事由和文种; over several lines where it is long).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Found, Span
from ingest.organs import CJK
from ingest.structure.masthead import (
    DOC_NUMBER,
    SERIAL,
    STATE,
    YEARLY,
    Line,
    is_date,
    is_doc_number,
    names_organs,
    read_organs,
)
from ingest.structure.numbering import read_number

TITLE_END = re.compile(
    r"(?:通知|公告|通告|通报|函|意见|方案|办法|规定|细则|决定|决议|请示|报告|批复|纪要|公示|指南|要点|计划|规划|"
    r"承诺书|申请[表书]|报名表|汇总表|登记表|倡议书?|说明|须知|令|法典?|条例|规则|措施|清单|名单|解读|答记者问|问答|启事|"
    r"简章|章程|指引|导则|手册|预案|一封信|公开信|守则|准则|规程|规范|议程|日程表?|提示|通则|标准)"
    r"(?:[（(][^（）()]{1,12}[）)])?$"
)
# A column of a site: 通知公告, 政策文件, 信息公开指南.
COLUMN = re.compile(
    r"(?:通知|公告|公示|通告|通报|政策|法规|规章|文件|信息|公开|指南|解读|问答|动态|新闻|工作|政务|部门|规范性|行政|最新|重要|本站|栏目|目录|规划|计划|报告|及|与|和|类)+"
)
SITE = re.compile(r"\s*[-_|–—]\s*[\u4e00-\u9fff]{4,20}$")  # the name of the site behind the title of its page
SENTENCE = re.compile(r"[。；;！？]|[，,].*[，,]")
# Marks, rules, labels and the way to the page before a title.
DRESS = re.compile(
    r"^(?:[#\s*_—–\-]+|(?:标\s*题|名?\s*称)\s*[:：]\s*|【(?:通知|公告|公示|通告|函|转发|标题)】|(?:[^>›»。]{0,40}[>›»]\s*)+)+"
)
NUMBER_BEHIND = re.compile(rf"\s*[（(]\s*(?:{SERIAL}|{YEARLY.pattern})\s*[）)]\s*$")
BEGINS_LIKE_AN_ORGAN = re.compile(rf"国务院|国家|中央|中共|[{CJK}]{{2,9}}?(?:省|自治区|市(?!场)|县|区(?!域)|州|盟|旗)")
OF_A_SITE = re.compile(r"网(?!络安全|信)|公开|首页|位置|栏目|频道|门户|[>›»|]")
# The kind of a document as its whole title, or below the name of what it is about: 第九届博览会 / 邀请函.
KIND_ALONE = re.compile(r"(?:邀\s*请\s*函|通\s*知|公\s*告|通\s*告|公\s*示|启\s*事|倡\s*议\s*书)(?:[（(].{1,12}[）)])?")
KIND_LOOKS_AHEAD = 6  # lines below, in which a title that says more may stand
MAX_LINES = 4
MAX_ORGAN_LINES = 12
MAX_TITLE = 120  # characters
MIN_SAYING = 6  # characters of words that say what a document is about
MAX_ABOVE_KIND = 40  # characters
MAX_FIRST_OF_CUT = 30  # characters of the first line of a title that does not say 关于


def read_title(lines: Sequence[Line], first: int, last: int) -> tuple[Found, int] | None:
    """The title that begins at lines[first], and the index of the line behind it.

    >>> from ingest.structure.masthead import lines_of
    >>> read_title(lines_of("关于做好外资服务\\n和招商引资工作的通知\\n各区："), 0, 3)[0].value
    '关于做好外资服务和招商引资工作的通知'
    >>> read_title(lines_of("财政部\\n海关总署\\n税务总局关于免税政策的公告\\n现公告如下："), 0, 4)[0].value
    '财政部 海关总署 税务总局关于免税政策的公告'
    >>> read_title(lines_of("南海省商务厅 南海省网络安全和信息化\\n委员会办公室 南海省邮政管理局关于开展\\n促消费的通知\\n各市："), 0, 4)[0].value
    '南海省商务厅 南海省网络安全和信息化委员会办公室 南海省邮政管理局关于开展促消费的通知'
    """
    start = lines[first].text.strip()
    if (
        read_number(start)
        or SENTENCE.search(start)
        or start.endswith(("：", ":"))
        or re.match(r"附\s*件|抄\s*送", start)
    ):
        return None
    if "关于" not in start and _number_comes_first(lines[first + 1 : min(first + 8, last)]):
        return None  # 发文机关标志: the title comes below the 文号
    above = _organs_above(lines, first, last)
    if above == 0 and names_organs(start):
        return _numbered_below(lines, first, last)
    if KIND_ALONE.fullmatch(start):
        alone = not _title_below(lines, first + 1, last)
        return (Found(re.sub(r"\s", "", start), _span(lines[first])), first + 1) if alone else None
    for count in range(1, MAX_LINES + 1):
        chosen = lines[first + above : min(first + above + count, last)]
        texts = [line.text.strip() for line in chosen]
        if count == 2 and _is_named_above(texts) and not _title_below(lines, first + 2, last):
            return Found(
                "".join(re.sub(r"\s", "", text) for text in texts), Span(_span(chosen[0]).start, _span(chosen[1]).end)
            ), first + 2
        if len(chosen) < count or (count > 1 and (SENTENCE.search(texts[-1]) or not _goes_on(texts))):
            return None
        found = _as_title(chosen, "".join(texts))
        if found and above:
            found = _with_signers(lines[first : first + above], found)
        if found:
            return found, first + above + count
    return None


def read_headline(lines: Sequence[Line], first: int, last: int) -> Found | None:
    """The first line of a file whose title has no word that ends titles: a short line over a text.

    >>> from ingest.structure.masthead import lines_of
    >>> read_headline(lines_of("某市启动汽车消费补贴申报\\n3月1日，某市商务局启动申报。"), 0, 2).value
    '某市启动汽车消费补贴申报'
    """
    line = lines[first]
    text = line.text.strip()
    plain = not (
        read_number(text)
        or text.endswith(("，", "、", "：", ":"))
        or re.search(r"[。；;|]|[:：].*\d|\d[月日]|\d{5}| {2}", text)
        or names_organs(text)
        or is_doc_number(text)
        or COLUMN.fullmatch(text)
    )
    if (
        plain
        and 8 <= len(text) <= 60
        and last - first > 1
        and "。" in "".join(one.text for one in lines[first + 1 : last])
    ):
        return Found(text, Span(line.end - len(line.text.lstrip()), line.end))
    return None


def _number_comes_first(lines: Sequence[Line]) -> bool:
    """Whether a 文号 stands below, before any words that a title has, and the title behind it."""
    number = next((n for n, line in enumerate(lines) if is_doc_number(line.text) or "关于" in line.text), None)
    if number is None or not is_doc_number(lines[number].text):
        return False
    return _title_below(lines, number + 1, len(lines))


def _title_below(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether a line that is or begins a title comes before any prose."""
    for line in lines[first : min(last, first + KIND_LOOKS_AHEAD)]:
        text = line.text.strip()
        if SENTENCE.search(text) or text.endswith(("：", ":")):
            return False
        if "关于" in text or (TITLE_END.search(text) and not is_doc_number(text) and len(text) > MIN_SAYING):
            return True
    return False


def _is_named_above(texts: Sequence[str]) -> bool:
    """Whether the second line is the kind of a document alone, and the first what it is about."""
    first = texts[0]
    return (
        len(texts) == 2
        and KIND_ALONE.fullmatch(texts[1]) is not None
        and MIN_SAYING <= len(first) <= MAX_ABOVE_KIND
        and not (OF_A_SITE.search(first) or names_organs(first) or COLUMN.fullmatch(first) or is_doc_number(first))
        and not re.search(r"[:：|]|\d{4}-", first)
    )


def _span(line: Line) -> Span:
    return Span(line.end - len(line.text.lstrip()), line.start + len(line.text.rstrip()))


def _organs_above(lines: Sequence[Line], first: int, last: int) -> int:
    """How many lines of organs belong to a title that goes on 某局关于…: none where they are the paper it is printed on."""
    count = 0
    while first + count < last and count < MAX_ORGAN_LINES and names_organs(lines[first + count].text):
        count += 1
    if count == 0 or first + count >= last:
        return 0
    below = lines[first + count].text.strip()
    before = re.split(r"关于|印发|转发", below)[0].strip()
    own = re.sub(r"\s", "", before)
    if own == below or (own and not names_organs(own)):
        return 0
    if not own:
        return count if below.startswith(("印发", "转发")) else 0  # above 关于… stands who issues it
    above = [
        re.sub(r"\s", "", organ.value).removeprefix(STATE)
        for line in lines[first : first + count]
        for organ in read_organs(line)
    ]
    same = any(organ.endswith(own) or own.startswith(re.sub(r"人民政府$", "", organ)) for organ in above)
    return 0 if same else count


def _numbered_below(lines: Sequence[Line], first: int, last: int) -> tuple[Found, int] | None:
    """A title that begins with organs on lines of their own: on a paper or page of theirs no 文号 comes below 关于….

    >>> from ingest.structure.masthead import lines_of
    >>> read_title(lines_of("某市商务局\\n某市财政局\\n关于促消费的通知\\n某商发〔2026〕1号\\n各区："), 0, 5)[0].value
    '某市商务局 某市财政局关于促消费的通知'
    """
    count = 0
    while first + count < last and count < MAX_ORGAN_LINES and names_organs(lines[first + count].text):
        count += 1
    if first + count >= last or not lines[first + count].text.lstrip().startswith("关于"):
        return None
    found = read_title(lines, first + count, last)
    if found is None or found[1] >= last or not is_doc_number(lines[found[1]].text):
        return None
    opening = lines[first].text.strip()
    paper = max(n for n in range(count) if lines[first + n].text.strip() == opening)  # who is named twice: paper, title
    return _with_signers(lines[first + paper : first + count], found[0]), found[1]


def _with_signers(above: Sequence[Line], title: Found) -> Found:
    signers = " ".join(line.text.strip() for line in above)
    joint = "" if title.value.startswith("关于") else " "
    return Found(f"{signers}{joint}{title.value}", Span(above[0].start, title.span.end))


def _goes_on(texts: Sequence[str]) -> bool:
    """Whether the lines may be one title: one before the last says 关于, or the first is the cut beginning of an organ's name."""
    first, second = texts[0], texts[1]
    said = any("关于" in text for text in texts[:-1])
    if said or (first.endswith(("印发", "转发")) and not OF_A_SITE.search(first)):
        return not is_doc_number(texts[-1]) and not is_date(texts[-1])
    cut = len(first) <= MAX_FIRST_OF_CUT and BEGINS_LIKE_AN_ORGAN.match(first) and not OF_A_SITE.search(first)
    return bool(cut) and len(texts) == 2 and not BEGINS_LIKE_AN_ORGAN.match(second) and not second.startswith("关于")


def _as_title(chosen: Sequence[Line], whole: str) -> Found | None:
    """The lines as one title: without marks before it, the 文号 that a page prints in front and the site's name behind."""
    bare = DRESS.sub("", whole)
    number = DOC_NUMBER.match(bare)
    if number and "关于" in bare[number.end() :]:
        bare = DRESS.sub("", bare[number.end() :])
    site = SITE.search(bare)
    if site and TITLE_END.search(bare[: site.start()]):
        bare = bare[: site.start()]
    bare = NUMBER_BEHIND.sub("", bare) if "关于" in bare else bare  # 某指挥部通告（第7号） has no other name
    if not TITLE_END.search(bare) or not 4 <= len(bare) <= MAX_TITLE or COLUMN.fullmatch(bare):
        return None
    skipped = whole.index(bare)
    behind = len(whole) - skipped - len(bare)
    return Found(bare, Span(_place(chosen, skipped), _place(chosen, len(whole) - behind - 1) + 1))


def _place(chosen: Sequence[Line], offset: int) -> int:
    """Where the character stands in the text that is at `offset` of the stripped lines, one after the other."""
    for line in chosen:
        text = line.text.strip()
        if offset < len(text):
            return line.start + line.text.index(text) + offset
        offset -= len(text)
    raise ValueError("offset behind the title")

"""What a site knows of a notice and prints above it: 索引号, 发布机构, 发文日期, 文号. One line in, what it holds out.

The label may stand in brackets, behind a bullet or in the first cell of a row: 【发布文号】…, - 发文日期：…, 文　　号 | ….
"""

from __future__ import annotations

import re

from ingest.structure.masthead import SERIAL

LABEL = (
    r"(?:索\s*引\s*号|信息索引|(?:主\s*题|信\s*息|体\s*裁|组\s*配|内\s*容)\s*分\s*类|主\s*题\s*词|关\s*键\s*[词字]|"
    r"(?:发\s*[文布]|制\s*发|信息来源)\s*(?:机\s*关|机\s*构|单\s*位|部\s*门)|(?:发\s*[文布]|公\s*文|政\s*策)?\s*(?:文|字)\s*号|文件编号|"
    r"(?:成\s*文|发\s*[文布]|生\s*成|印\s*发|公\s*开|生\s*效|废\s*止|失\s*效|实\s*施)\s*(?:日\s*期|时\s*间)|"
    r"有\s*效\s*性|效\s*力\s*状\s*态|时\s*效\s*性?|名\s*称|标\s*题|服务对象|公开(?:方式|范围|类别|属性|时限)|载体类型|语\s*种)"
)
MARK = r"\s*(?:[\]】]\s*[:：|]?|[:：]\s*\|?|\|)\s*"
DRESS = r"[\s\-*·•●\[【|]*"
SITE_LINE = re.compile(rf"{DRESS}{LABEL}{MARK}")
BARE_LABEL = re.compile(r"[【\[]?(?:名\s*称|标\s*题)\s*[:：】\]]\s*[^|【\[]+")
NUMBER_OF_SITE = re.compile(rf"(?:(?:文|字)\s*号|文件编号)(?:{MARK}|\s+)(?P<number>{SERIAL})")
TABLE_OF_SITE = re.compile(rf"{LABEL}\s+\S+(?:\s\S+)?\s+{LABEL}(?:\s|$)")  # cells without bars between them
# What a page prints under a title: 2026-06-02 11:20 来源：市商务局 浏览：87 [大 中 小].
DATED = re.compile(
    r"[\[【(（]?\s*(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?:\s*日|(?!\d))(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*[\]】)）]?[\s|]*"
)
SAID_OF_PAGE = re.compile(
    r"(?:来源|作者|编辑|浏览|阅读|点击|访问|字[体号]|打印|发布|时间|日期|分享|收藏)[\u4e00-\u9fff]{0,4}\s*[:：\[【(（\d]|[大小]\s*中\s*[大小]|打印|关闭"
)
GREETING = re.compile(r"欢迎(?:您|访问|光临)|今天是|设为首页|加入收藏|无障碍|长者")
CRUMBS = re.compile(r"位置\s*(?:是|在)?\s*[:：]|首页\s*[>›»/-]|[>›»][^>›»]*[>›»]")
MAX_PAGE_LINE = 200  # characters


def is_dateline(text: str) -> bool:
    """Whether a page says in this line when and by whom it was put up, and how often it was read.

    >>> is_dateline("2026-06-02 11:20来源：武陵市商务局  点击：87  [大 中 小]"), is_dateline("2026年3月1日 10:20")
    (True, True)
    >>> is_dateline("2026年3月1日至5日"), is_dateline("2026年5月1日起实施。来源：见附件")
    (False, False)
    """
    if len(text) > MAX_PAGE_LINE or re.search(r"[。；，]", text):
        return False
    dated = DATED.match(text)
    if dated and (dated.end() == len(text) or SAID_OF_PAGE.match(text, dated.end())):
        return True
    return len(SAID_OF_PAGE.findall(text)) > 1 and SAID_OF_PAGE.match(text) is not None


def stands_above_page(text: str) -> bool:
    """Whether a line is the way to a page or a greeting of its site, however long.

    >>> stands_above_page("当前位置：首页 > 政务公开 > 通知公告"), stands_above_page("欢迎访问某市商务局！今天是2026年3月1日")
    (True, True)
    """
    return len(text) <= MAX_PAGE_LINE and bool(GREETING.search(text) or CRUMBS.search(text))


def is_site_line(text: str) -> bool:
    """Whether a site says in this line what it knows of the notice. A title behind 名称： alone is the title.

    >>> is_site_line("- 效力状态：有效"), is_site_line("索引 号 | 000013338/2025-01234"), is_site_line("[ 索引号 ] hd00021")
    (True, True, True)
    >>> is_site_line("名称：关于促进消费的通知"), is_site_line("时间安排"), is_site_line("公开时间安排的通知")
    (False, False, False)
    """
    found = SITE_LINE.match(text) or TABLE_OF_SITE.match(text)
    return found is not None and BARE_LABEL.fullmatch(text) is None


def is_site_label(text: str) -> bool:
    """Whether a line is a label alone, whose value stands on the next line or nowhere.

    >>> is_site_label("[发文机构]"), is_site_label("发文机关："), is_site_label("发文机关：某局")
    (True, True, False)
    """
    return SITE_LINE.fullmatch(text) is not None


def number_of_site(text: str) -> re.Match[str] | None:
    """The 发文字号 that the line of a site gives, as group `number`.

    >>> number_of_site("【发布单位】某司 【发布文号】商流通函〔2021〕404号 【发文日期】2021-08-04")["number"]
    '商流通函〔2021〕404号'
    >>> number_of_site("主题分类：商贸 | 文号：无") is None
    True
    """
    return NUMBER_OF_SITE.search(text)

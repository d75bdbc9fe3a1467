"""Lines of a web page that are furniture of the site and no part of the notice. A line in, what is left of it out.

Whole lines go, and pieces of the line under the title that names date and source (浏览, 字体, 打印, 分享).
A line with a number is never furniture by its digits: it may be a telephone.

Source: the pages of ministries, provinces and cities as seen; 政府网站发展指引（国办发〔2017〕47号）names the parts.
"""

from __future__ import annotations

import re

_OPEN, _CLOSE = r"[【\[（(〔]?\s*", r"\s*[】\]）)〕]?"
_BUTTON = (
    r"打印(?:本页|本文|本稿|文章|此页|页面)?|我要打印|关闭(?:窗口|本页|页面|此页)?|(?:我要)?收藏(?:本页|本文)?|加入收藏|设为首页|(?:我要|一键)?分享(?:到)?|"
    r"返回(?:顶部|首页|列表|上一页)?|回到顶部|微信(?:好友|朋友圈)?|朋友圈|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|人人网|豆瓣(?:网)?|"
    r"复制链接|更多|下载(?:本文|全文|文字版|图片版)|语音(?:播报|朗读|阅读)|听全文|无障碍(?:阅读|浏览|模式)?|长者(?:模式|版|助手)|"
    r"登录|注册|简体|繁体|繁體|English|首页|网站地图|联系我们|关于我们|网站声明|隐私声明|纠错|我要纠错|网站纠错|保存|全文|"
    r"赞|在看|点赞|转发|评论|(?:大|小)[\s|/、·]*中[\s|/、·]*(?:大|小)"
)
_NAME = r"\s*[:：]\s*[\u4e00-\u9fff·\w]{0,12}"
_EDITOR = rf"(?:责任编辑|责编|网站编辑|编辑|初审){_NAME}(?:[\s|/、，,]*(?:责编|校对|初审|复审|终审|审核|监制){_NAME})*"
_COUNT = (
    r"(?:浏览|点击|阅读|访问|点阅)\s*(?:次数|人数|数量|量|数|率)?\s*[:：]?\s*[\[（(]?\s*\d{0,9}\s*[\]）)]?\s*(?:人次|次|人)?"
    r"|(?<![\d:：./-])\d{1,9}\s*次?\s*(?:浏览|阅读|点击)"
)
_SIZE = r"(?:字体|字号|文字)(?:大小|显示|调整)?\s*[:：]?\s*[【\[（(〔]?\s*(?:(?:超?大|中|小|默认|正常|标准|A\+?-?|\+|-)[\s|/、·]*)+[】\]）)〕]?"
_PIECES = rf"{_OPEN}(?:{_COUNT}|{_SIZE}|{_BUTTON}|{_EDITOR}){_CLOSE}"

FURNITURE = re.compile(rf"(?:{_PIECES}[\s|/·、，,:：>»]*)++")
LINES = re.compile(
    r"(?:"
    r"(?:微信|手机)?扫一扫.{0,20}(?:打开|分享|手机|当前页|本页).{0,12}"
    r"|(?:信息|文章|稿件)?(?:来源|作者)\s*[:：]"
    r"|(?:一图读懂|图解|(?:图文|视频|文字)解读)\s*[:：|].{0,80}|《.{1,60}》的?(?:政策|图文|文字)?解读"
    r"|(?:标签|关键[词字])\s*[:：].{0,60}"
    r"|(?:分享到|分享至)\s*[:：].{0,60}"
    r"|[【\[<《]?\s*(?:上|下)一(?:篇|条|页|主题)\s*[】\]>》]?\s*[:：]?.{0,120}"
    r"|(?:您|你|当前|现在)(?:当前|现在|所在|所处|的){0,3}位置(?:是|在)?\s*[:：].{0,200}"
    r"|(?:网站)?首页\s*(?:>|›|»|-|/|→).{0,200}"
    r"|(?:©|Copyright|版权所有|版权归).{0,200}"
    r"|.{0,80}(?:ICP备|公网安备|网站标识码|网警备案).{0,160}"
    r"|(?:建议|推荐)(?:您)?使用.{0,60}(?:浏览器|分辨率).{0,60}"
    r"|(?:相关(?:链接|阅读|新闻|文章|推荐|解读|政策|稿件|文件|文档|信息)|热点推荐|猜你喜欢|政策解读|(?:图文|文字|视频)解读|一图读懂|解读(?:文件|材料))\s*[:：]?"
    r"|(?:var|let|const)\s+[\w$]+\s*=.{0,2000}"
    r"|(?:function\s*\w*\s*\(|\$\(|document\.|window\.|if\s*\(|//\s*<!\[CDATA).{0,2000}"
    r"|(?:javascript|undefined|null|NaN)\b.{0,100}"
    r")",
    re.IGNORECASE,
)
# The line that a site prints under the title.
DATELINE = re.compile(
    r"[【\[（(]?\s*(?:(?:发布|发文|成文|印发|更新)?(?:时间|日期)|(?:信息|文章|稿件)?(?:来源|作者))\s*[:：]"
    r"|(?:19|20)\d\d\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}"
)
DATELINE_PIECE = re.compile(
    rf"(?<![\u4e00-\u9fff]){_OPEN}"
    rf"(?:{_COUNT}|{_SIZE}|(?:我要|一键)?(?:打印|关闭|收藏|分享)(?:本页|本文|窗口|页面|到)?[:：]?(?![\u4e00-\u9fff])|{_EDITOR}){_CLOSE}"
)
SITE = "site"  # why a line is left out
MAX_LINE = 200  # of a dateline, and of a line of buttons: what is longer is prose
MAX_SCRIPT = 2100


def without_clutter(line: str) -> str:
    """What is left of a line: nothing of furniture, and the dateline without its buttons.

    >>> without_clutter("【字体：大 中 小】 打印 关闭"), without_clutter("浏览 1403 次"), without_clutter("65197902")
    ('', '', '65197902')
    >>> without_clutter("发布时间：2025-12-22 来源：市商务局 浏览次数：14 字号：[大 中 小] 打印")
    '发布时间：2025-12-22 来源：市商务局'
    """
    bare = line.strip()
    if not bare or len(bare) > MAX_SCRIPT:
        return line
    if LINES.fullmatch(bare):
        return ""
    if len(bare) > MAX_LINE:
        return line
    if FURNITURE.fullmatch(bare):
        return ""
    if DATELINE.match(bare) and not re.search(r"[。；;]", bare):
        left = re.sub(" {2,}", " ", DATELINE_PIECE.sub(" ", bare)).strip(" \t\u3000|,，、>[]【】")
        return " | ".join(filter(None, map(str.strip, left.split("|"))))  # without the cells of buttons only
    return line

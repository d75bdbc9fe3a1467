"""A web page gives its notice, whole and alone: no menu, no foot, and every line of digits."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFile
from ingest.model import Notice
from ingest.parse import parse_notice
from ingest.readers import read
from ingest.readers.html import MAX_TAGS, SMALL, read_html

NOTICES = sorted((Path(__file__).parents[3] / "notices").glob("*.txt"))

DEPARTMENT = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_某省商务厅</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2024-03-05 10:11">
<meta name="ContentSource" content="市场运行处"><style>p{{color:red}}</style><script>var x = "一、二。";</script></head>
<body><div class="header"><a href="/"><img src="logo.png" alt="某省商务厅"></a>
<ul class="menu"><li><a href="/a">首页</a></li><li><a href="/b">政务公开</a></li><li><a href="/c">办事服务</a></li></ul>
<span>今天是2024年4月1日 星期一，欢迎您！</span></div>
<div class="wrap"><div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/x">通知公告</a> &gt; 正文</div>
<div class="main"><h1>{title}</h1>
<div class="info">{dateline}浏览次数：<span id="hits">1024</span>次　字号：[<a>大</a> <a>中</a> <a>小</a>]　<a>打印</a></div>
<div class="TRS_Editor">{body}</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div>上一篇：<a href="1">关于做好春节期间保供工作的通知</a><br>下一篇：<a href="2">关于印发办法的通知</a></div>
<div><img src="q.png"><p>扫一扫在手机打开当前页</p></div></div>
<div class="right"><h3>相关新闻</h3><ul><li><a href="1">新闻一，今天全省开展活动。</a></li><li><a href="2">新闻二</a></li>
<li><a href="3">新闻三</a></li></ul></div></div>
<div class="bq"><p>版权所有：某省商务厅 地址：某市某路1号 联系电话：0571-11112222</p><p>某ICP备05000000号</p></div>
</body></html>"""

OLD_TABLES = """<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>{title}</title></head><body>
<table width=1000><tr><td><a href=/>首页</a>|<a href=/1>要闻</a>|<a href=/2>政策</a>|<a href=/3>互动</a></td></tr>
<tr><td>{body}</td></tr>
<tr><td align=center>主办单位：某市人民政府办公室　电话：010-12345678<br>某ICP备05070218号</td></tr></table></body></html>"""


def page(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[str]:
    path = tmp_path / "page.html"
    path.write_bytes(text.encode(encoding))
    return read_html(path).texts[0].split("\n")


def department(
    tmp_path: Path, body: str, dateline: str = "发布时间：2024-03-05 10:11　来源：市场运行处　"
) -> list[str]:
    return page(tmp_path, DEPARTMENT.format(title="关于开展品质生活季活动的通知", body=body, dateline=dateline))


PROSE = "<p>各市商务局：</p><p>　　为贯彻落实有关部署，提振消费，现将有关事项通知如下：</p>"


def test_the_furniture_of_a_site_is_left_out(tmp_path: Path) -> None:
    assert department(tmp_path, PROSE) == [
        "关于开展品质生活季活动的通知",
        "发布时间：2024-03-05 10:11　来源：市场运行处",
        "各市商务局：",
        "　　为贯彻落实有关部署，提振消费，现将有关事项通知如下：",
    ]


def test_a_line_of_digits_is_a_telephone(tmp_path: Path) -> None:
    body = PROSE + (
        "<p>联系人：王某&nbsp;&nbsp;李某<br>电话：010-65197902<br/>85093748</p>"
        '<p>邮箱：<a href="mailto:yycjc@example.gov.cn">yycjc@example.gov.cn</a>、<a href="mailto:zhz@example.cn">发邮件</a></p>'
    )

    assert department(tmp_path, body)[4:] == [
        "联系人：王某  李某",
        "电话：010-65197902",
        "85093748",
        "邮箱：yycjc@example.gov.cn、发邮件 zhz@example.cn",
    ]


def test_the_row_of_a_table_is_a_line_and_a_merged_cell_stands_once(tmp_path: Path) -> None:
    body = PROSE + (
        "<table><tr><th>序号</th><th>任务</th><th>责任单位</th><th>完成时限</th></tr>"
        "<tr><td>1</td><td><p>报送</p><p>方案</p></td><td rowspan=2>各市商务局</td><td>4月1日</td></tr>"
        "<tr><td>2</td><td>报送总结</td><td>5月20日</td></tr><tr><td colspan=2>合计</td><td></td><td>2项</td></tr>"
        "<tr><td>联系人：</td><td>王某</td><td>电话：</td><td>0571-87654321</td></tr></table>"
    )

    assert department(tmp_path, body)[4:] == [
        "序号 | 任务 | 责任单位 | 完成时限",
        "1 | 报送 方案 | 各市商务局 | 4月1日",
        "2 | 报送总结 |  | 5月20日",
        "合计 |  |  | 2项",
        "联系人：王某 | 电话：0571-87654321",
    ]


def test_what_a_government_page_says_of_its_notice_is_kept_line_by_line(tmp_path: Path) -> None:
    meta = (
        "<table><tr><td><b>索&nbsp;引&nbsp;号：</b></td><td>000014349/2024-00012</td><td><b>主题分类：</b></td><td>商贸</td></tr>"
        "<tr><td><b>标　　题：</b></td><td colspan=3>某市人民政府办公室关于印发促消费方案的通知</td></tr>"
        "<tr><td><b>发文字号：</b></td><td>某政办发〔2024〕12号</td><td><b>发布日期：</b></td><td>2024年03月02日</td></tr>"
        "<tr><td>有效性：</td><td></td></tr></table>"
    )
    body = f"{meta}</td></tr><tr><td><p align=center>某市人民政府办公室关于<br>印发促消费方案的通知</p>{PROSE}"

    lines = page(tmp_path, OLD_TABLES.format(title="某市人民政府办公室关于印发促消费方案的通知", body=body), "gb18030")

    assert lines == [
        "索引号：000014349/2024-00012",
        "主题分类：商贸",
        "发文字号：某政办发〔2024〕12号",
        "发布日期：2024年03月02日",
        "某市人民政府办公室关于",
        "印发促消费方案的通知",
        "各市商务局：",
        "　　为贯彻落实有关部署，提振消费，现将有关事项通知如下：",
    ]


def test_a_date_that_only_the_meta_tags_hold_is_written_under_the_title(tmp_path: Path) -> None:
    assert department(tmp_path, PROSE, dateline="")[:2] == [
        "关于开展品质生活季活动的通知",
        "发布时间：2024-03-05 来源：市场运行处",
    ]


def test_attachments_are_named_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    body = PROSE + (
        '<p style="display: none">内部流转，请勿公开。</p><p>附件：<a href="./P02024.docx">1.活动总结表</a></p>'
        '<ul><li><a href="a.docx">附件1.docx</a></li><li><a href="b.docx">附件2.docx</a></li>'
        '<li><a href="%E8%A1%A8.xlsx"><img src=x.gif></a></li></ul><ol start="3"><li>按时报送</li><li>据实填写</li></ol>'
    )

    assert department(tmp_path, body)[4:] == [
        "附件：1.活动总结表",
        "附件1.docx",
        "附件2.docx",
        "表.xlsx",
        "3. 按时报送",
        "4. 据实填写",
    ]


def test_what_is_left_out_of_a_page_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    body = PROSE + "<p><s>请于9月15日前报送。</s>请于9月16日前报送。</p><p style='display:none'>内部流转。</p>"
    path.write_text(DEPARTMENT.format(title="关于开展品质生活季活动的通知", body=body, dateline=""), "utf-8")

    pages = read_html(path)

    left_out = {(one.reason, one.text) for one in pages.dropped}
    assert pages.texts[0].endswith("\n请于9月16日前报送。")
    assert ("hidden or struck out", "请于9月15日前报送。") in left_out
    assert ("hidden or struck out", "内部流转。") in left_out
    assert ("site", "新闻一，今天全省开展活动。 新闻二 新闻三") in left_out
    assert ("site", "版权所有：某省商务厅 地址：某市某路1号 联系电话：0571-11112222 某ICP备05000000号") in left_out
    assert ("site", "扫一扫在手机打开当前页") in left_out


def test_the_raised_digit_of_a_footnote_is_no_part_of_a_telephone(tmp_path: Path) -> None:
    assert department(tmp_path, PROSE + "<p>电话：0571-87050001<sup>[<a>1</a>]</sup>、87050002<sup>2</sup></p>")[
        4:
    ] == ["电话：0571-87050001[¹]、87050002²"]


def test_a_text_that_a_script_would_show_is_read(tmp_path: Path) -> None:
    text = f"<h1>关于开展活动的通知</h1><div style='visibility: hidden; opacity: 0'>{PROSE}</div><div>阅读 1024 赞 在看</div>"

    assert [line.strip() for line in page(tmp_path, text)] == [
        "关于开展活动的通知",
        "各市商务局：",
        "为贯彻落实有关部署，提振消费，现将有关事项通知如下：",
    ]


def test_the_last_block_of_a_notice_stays_whatever_the_page_calls_it(tmp_path: Path) -> None:
    body = (
        PROSE
        + "<div class='footer-sign'><p>某省商务厅</p><p>2024年3月5日</p></div><div class=bottom>电话：87055123</div>"
    )

    assert department(tmp_path, body)[4:] == ["某省商务厅", "2024年3月5日", "电话：87055123"]


def test_the_footer_of_an_article_is_its_signature_and_that_of_a_page_is_not(tmp_path: Path) -> None:
    text = (
        "<title>关于开展活动的通知 | 某区</title><main><article><header><h1>关于开展活动的通知</h1><time>2025-09-12</time>"
        f"<span>区商务局</span></header><section><p class=size><a>大</a><a>中</a><a>小</a></p>{PROSE}</section>"
        "<footer><p>某区商务局</p><p>2025年9月12日</p></footer></article></main><footer>主办：某区政府</footer>"
    )

    lines = [line.strip() for line in page(tmp_path, text)]
    assert (lines[:3], lines[-2:]) == (
        ["关于开展活动的通知", "2025-09-12 区商务局", "各市商务局："],
        ["某区商务局", "2025年9月12日"],
    )


def test_title_and_signature_beside_the_only_paragraph_are_read(tmp_path: Path) -> None:
    text = (
        "<title>通知公告-某协会</title><body><center><b>关于举办直播大赛的<br>通&nbsp;知</b></center>"
        "<p>各会员单位：<br>为促进发展，定于10月举办大赛，请于9月20日前报名，逾期不予受理。</p><p align=right>某协会<br>2025年9月1日</p>"
    )

    assert page(tmp_path, text) == [
        "关于举办直播大赛的",
        "通 知",
        "各会员单位：",
        "为促进发展，定于10月举办大赛，请于9月20日前报名，逾期不予受理。",
        "某协会",
        "2025年9月1日",
    ]


def test_a_large_page_is_read_in_a_process_of_its_own_and_is_the_same(tmp_path: Path) -> None:
    rows = [f"{n}. 请认真组织，及时报送活动方案。" for n in range(SMALL // 40)]
    text = f"<title>关于开展活动的通知</title><h1>关于开展活动的通知</h1>{''.join(f'<p>{row}</p>' for row in rows)}"

    assert page(tmp_path, text) == ["关于开展活动的通知", *rows]


def test_a_page_that_names_its_site_only_begins_with_the_title_above_its_text(tmp_path: Path) -> None:
    text = (
        "<title>::某县人民政府::</title><body><table><tr><td>最新公告<br>·<a>关于招聘的公告</a></td><td><table><tr><td>"
        "关于开展活动的通知</td></tr><tr><td>[ 作者：县商务局 | 时间：2025-9-12 | 浏览：12 次 ]</td></tr><tr><td>"
        f"{PROSE}</td></tr><tr><td>【<a>收藏本页</a>】 【<a>打印</a>】</td></tr></table></td></tr></table>"
    )

    assert [line.strip() for line in page(tmp_path, text)] == [
        "关于开展活动的通知",
        "作者：县商务局 | 时间：2025-9-12",
        "各市商务局：",
        "为贯彻落实有关部署，提振消费，现将有关事项通知如下：",
    ]


def test_the_caption_of_a_table_stands_above_its_rows(tmp_path: Path) -> None:
    table = "<table><caption>表1 任务分工</caption><tr><td>1</td><td>报送</td></tr></table>"

    assert department(tmp_path, PROSE + table)[4:] == ["表1 任务分工", "1 | 报送"]


def test_the_name_of_a_page_may_begin_with_that_of_its_site(tmp_path: Path) -> None:
    text = f"<title>某市商务局 通知公告 关于开展活动的通知</title><body><div><p>关于开展活动的通知</p>{PROSE}</div>"

    assert page(tmp_path, text)[:2] == ["关于开展活动的通知", "各市商务局："]


def test_a_table_that_lays_out_a_page_of_lines_is_no_row(tmp_path: Path) -> None:
    lines = [
        "各市商务局：",
        *[f"{n}、请认真组织，广泛动员，及时报送，确保活动取得实效，形成良好的消费氛围。" for n in "一二三四五六七八九"],
    ]
    text = f"<table><tr><td>机构设置<br>政策文件</td><td>关于开展活动的通知<br>{'<br>'.join(lines)}</td></tr></table>"

    assert page(tmp_path, text)[-10:] == lines


@pytest.mark.parametrize(
    "text",
    [
        "<title>通知</title><frameset><frame src=a><noframes>您的浏览器不支持框架</noframes></frameset>",
        "<title>关于开展活动的通知</title><body><div id=app></div><script>load()</script>",
        "<title>通知公告</title><ul>"
        + "<li><a href=1>关于举办购物节的通知</a><span>2025-01-11</span></li>" * 5
        + "</ul><div class=page>",
    ],
    ids=["frames", "filled by a script", "a list of notices"],
)
def test_a_page_without_a_notice_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile, match="holds no text of a notice"):
        page(tmp_path, text)


@pytest.mark.parametrize(
    ("declared", "encoding"), [("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gbk", "utf-8"), ("big5", "big5")]
)
def test_a_page_is_read_in_its_encoding_whatever_it_declares(tmp_path: Path, declared: str, encoding: str) -> None:
    text = f'<html><head><meta charset="{declared}"></head><body><p>各市商務局，請報送總結。</p></body></html>'

    assert page(tmp_path, text, encoding) == ["各市商務局，請報送總結。"]


def understood(notice: Notice) -> object:
    """All that a notice says, without ids and places."""
    text, facts = notice.text, notice.facts
    return (
        text,
        [(clause.path, clause.heading, clause.span) for clause in notice.clauses],
        [(one.kind, one.what, one.due, one.start, one.end, one.date_span) for one in facts.deadlines],
        [(one.names, one.phones, one.faxes, one.emails, one.span) for one in facts.contacts],
        [(one.title, one.category, one.span) for one in facts.laws],
    )


@pytest.mark.parametrize("template", [DEPARTMENT, OLD_TABLES], ids=["department", "old tables"])
@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.stem)
def test_a_bundled_notice_says_the_same_on_a_web_page(tmp_path: Path, path: Path, template: str) -> None:
    plain = parse_notice(read(path), path.name)
    assert plain.main.masthead.title is not None
    lines = plain.text.split("\n")
    body = "".join(f'<p style="text-indent: 2em">{html.escape(line)}</p>' for line in lines)
    title = plain.main.masthead.title.value
    source = (
        template.format(title=title, body=body, dateline="").replace(f"<h1>{title}</h1>", "").replace("PubDate", "X")
    )

    on_page = "\n".join(page(tmp_path, source)).replace("　　", "")
    again = parse_notice(read(tmp_path / "page.html"), path.name)

    assert on_page.split("\n") == lines
    assert understood(again) == understood(plain)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<div>" * (MAX_TAGS + 1), "more than 1,000,000 tags; no notice is as long: split it"),
        ("<div>" * 5_000, "its elements are nested too deeply; save it again from the browser as text"),
        (
            "<html><body><script>x</script><img src=a></body></html>",
            "holds no text of a notice; if it shows pictures of pages or a list of links, ingest these",
        ),
        ("<html>\0\0\0\0\0\0\0\0", "not a web page, or in an unknown encoding; save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "坏.html"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableFile) as caught:
        read_html(path)

    assert str(caught.value) == f"坏.html: {reason}"


MARKUP = (
    "<div>|</div>|<p>|<table>|<tr>|<td rowspan=9 colspan=-1>|</table>|<ol start=x>|<li>|<a href='[//x'>|<br>|&#0;|&nbsp;|"
    "<h1>关于开展活动的通知</h1>|各市商务局，报送。|<!--|-->|<![CDATA[|\0|<script>|<title>关于开展活动的通知|</title>|"
    "<meta name=PubDate content=2024-1-1>|<p style=display:none>|<o:p>|\ud800"
)
PIECES = st.sampled_from(MARKUP.split("|"))


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES | st.text(max_size=20), max_size=60))
def test_no_page_raises_anything_but_unreadable(tmp_path: Path, pieces: list[str]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("".join(pieces).encode("utf-8", errors="surrogatepass"))
    try:
        pages = read_html(path)
    except UnreadableFile:
        return
    assert pages.texts[0].strip()


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data)
    try:
        assert read_html(path).texts[0].strip()
    except UnreadableFile:
        return

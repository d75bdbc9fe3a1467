"""Laws: which texts a notice names, of what kind, who is bound by which verb."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.laws.categories import short_name
from ingest.facts.laws.find import find_laws
from ingest.model import ClauseId, ClauseKind, LawCategory, LawReference, Notice, Span
from tests.ingest.build import make_notice


def law(notice: Notice, quote: str, name: str, category: LawCategory, **values: object) -> LawReference:
    start = notice.text.index(quote)
    span = Span(start, start + len(quote))
    values.setdefault("title", f"《{name}》")
    return LawReference(clause=ClauseId("c1"), span=span, name=name, category=category, **values)  # type: ignore[arg-type]


def test_a_list_gives_one_reference_for_each_law_with_the_same_quote() -> None:
    quote = "督促、指导电商企业、主播严格遵守我国《电子商务法》《反垄断法》和《网络交易监督管理办法》等法律法规，严禁销售假冒伪劣商品。"
    notice = make_notice(f"二、优化环境。{quote}保护权益。")

    assert find_laws(notice) == tuple(
        law(notice, quote, name, category, bound=("电商企业", "主播"), duty="严格遵守")
        for name, category in (
            ("电子商务法", LawCategory.LAW),
            ("反垄断法", LawCategory.LAW),
            ("网络交易监督管理办法", LawCategory.RULE),
        )
    )


def test_each_verb_governs_its_own_names_and_grounds_bind_nobody() -> None:
    notice = make_notice(
        "根据《国务院办公厅关于加快发展的意见》（国办发〔2020〕32号）要求，按照《2021年商务工作要点》，现就有关事项通知如下："
    )

    assert find_laws(notice) == (
        law(
            notice,
            notice.text,
            "国务院办公厅关于加快发展的意见",
            LawCategory.NORMATIVE,
            duty="根据",
            doc_number="国办发〔2020〕32号",
        ),
        law(notice, notice.text, "2021年商务工作要点", LawCategory.NORMATIVE, duty="按照"),
    )


def test_articles_behind_a_name_belong_to_it() -> None:
    notice = make_notice("平台经营者应当遵守《中华人民共和国电子商务法》第十八条第一款、第十九条。")

    assert find_laws(notice) == (
        law(
            notice,
            notice.text,
            "电子商务法",
            LawCategory.LAW,
            title="《中华人民共和国电子商务法》",
            articles=("第十八条第一款", "第十九条"),
            bound=("平台经营者",),
            duty="遵守",
        ),
    )


@pytest.mark.parametrize(
    ("sentence", "bound"),
    [
        ("各地商务主管部门要督促参与活动的企业严格遵守《价格法》。", ("参与活动的企业",)),
        ("各地要教育、引导和督促参加活动企业严格遵守《价格法》。", ("参加活动企业",)),
        ("对于有实体经营场所的企业,要严格遵循《价格法》。", ("有实体经营场所的企业",)),
        ("要积极引导实体企业开展线上营销,加强防控,严格遵循《价格法》。", ("实体企业",)),
        ("各参与企业应严格遵守《价格法》。", ("各参与企业",)),
        ("4、参与企业应严格遵守《价格法》。", ("参与企业",)),
        ("医疗机构应当严格落实《价格法》。", ("医疗机构",)),
        ("依据《价格法》制定本方案。", ()),
        ("任何单位和个人不得违反《价格法》。", ("任何单位", "个人")),
    ],
)
def test_who_must_follow(sentence: str, bound: tuple[str, ...]) -> None:
    assert [one.bound for one in find_laws(make_notice(sentence))] == [bound]


def test_in_a_letter_of_promise_the_promiser_is_bound() -> None:
    notice = make_notice("我公司自愿参加活动。\n二、严格遵守《电子商务法》。", title="承诺书")

    assert [(one.bound, one.duty) for one in find_laws(notice)] == [(("我公司",), "严格遵守")]


def test_a_short_name_stands_for_the_whole_one() -> None:
    notice = make_notice(
        "商务部印发《关于推动农商互联的通知》（财办建﹝2019﹞69号，以下简称《通知》）。继续按照《通知》要求执行。"
    )

    assert [(one.name, one.title, one.doc_number) for one in find_laws(notice)] == [
        ("关于推动农商互联的通知", "《关于推动农商互联的通知》", "财办建﹝2019﹞69号"),
        ("关于推动农商互联的通知", "《通知》", None),
    ]


def test_a_short_name_without_marks_is_known_where_it_is_introduced() -> None:
    notice = make_notice("遵守《消费者权益保护法》（以下简称消保法）。违反消保法的，依法处理。")

    assert [(one.name, one.title) for one in find_laws(notice)] == [
        ("消费者权益保护法", "《消费者权益保护法》"),
        ("消费者权益保护法", "消保法"),
    ]


@pytest.mark.parametrize(
    ("sentence", "laws"),
    [
        ("参与企业应遵守价格法、反不正当竞争法等法律法规。", ["价格法", "反不正当竞争法"]),
        ("依据消费者权益保护法第五十五条第一款处理。", ["消费者权益保护法"]),
        ("全面落实《外商投资法》及其实施条例。", ["外商投资法"]),
        ("按照国务院令第588号要求。", ["国务院令第588号"]),
        ("落实电子商务法有关规定。", ["电子商务法"]),
        ("落实政法委要求，执行简易办法规定，合理合法履行合法要求。", []),
        ("按照简易办法、以下方法办理，依法合规经营，落实行政执法责任。", []),
        ("根据有关法律法规和地方性条例，依据本条例执行。", []),
        ("依照刑法关于妨害传染病防治罪的规定。", []),  # where the name ends is not certain
    ],
)
def test_laws_without_marks_are_named_in_full_behind_a_verb(sentence: str, laws: list[str]) -> None:
    assert [one.name for one in find_laws(make_notice(sentence))] == laws


def test_the_rules_that_implement_a_law_are_named_with_it_as_printed() -> None:
    quote = "各参与企业应遵守《外商投资法》及其实施条例。"
    notice = make_notice(quote)

    assert find_laws(notice) == (
        law(
            notice,
            quote,
            "外商投资法",
            LawCategory.LAW,
            title="《外商投资法》及其实施条例",
            bound=("各参与企业",),
            duty="遵守",
        ),
    )


def test_what_the_notice_brings_along_is_an_attachment() -> None:
    notice = make_notice(
        "按照《活动总体方案》（详见附件1）组织。企业须签署《承诺书》。现将《年货节通知》印发给你们。\n附件：1.活动总体方案\n2.承诺书"
    )

    assert [(one.name, one.category) for one in find_laws(notice)] == [
        ("活动总体方案", LawCategory.ATTACHMENT),
        ("承诺书", LawCategory.ATTACHMENT),
        ("年货节通知", LawCategory.ATTACHMENT),
    ]


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("民法典", "law"),
        ("快递暂行条例", "regulation"),
        ("外商投资法实施条例", "regulation"),
        ("明码标价和禁止价格欺诈规定", "rule"),
        ("网络直播营销管理办法（试行）", "rule"),
        ("商场、超市疫情防控技术指南", "guideline"),
        ("快递包装绿色产品评价技术要求", "guideline"),
        ("关于促进消费的若干措施", "normative"),
        ("直播带货的方法", "other"),
        # what an organiser lays down for its campaign binds as no law does
        ("2025年家电以旧换新补贴活动实施细则", "normative"),
        ("大赛评分规则", "normative"),
        ("中华老字号示范创建管理办法", "normative"),
        ("网络交易监督管理办法", "rule"),
        ("服务业发展专项资金管理办法", "normative"),
        ("食品安全法实施细则", "rule"),
        ("最高人民法院关于审理网络消费纠纷案件的规定（一）", "rule"),
        ("办法", "other"),  # of which one is not told
        ("承诺函", "other"),
        ("人民画报", "other"),
    ],
)
def test_the_kind_of_a_text_shows_in_its_name(name: str, category: str) -> None:
    assert [one.category.value for one in find_laws(make_notice(f"学习《{name}》。"))] == [category]


def test_versions_and_the_state_are_no_part_of_a_name() -> None:
    assert short_name("中华人民共和国消费者权益保护法（2013年修正）") == "消费者权益保护法"
    assert short_name("反不正当竞争法（2025年6月27日修订）") == "反不正当竞争法"
    assert short_name("扩大内需战略规划纲要（2022－2035年）") == "扩大内需战略规划纲要（2022－2035年）"


def test_a_law_named_twice_in_a_sentence_keeps_its_articles_and_whom_it_binds() -> None:
    quote = "根据《中华人民共和国价格法》第七条，经营者应当遵守《价格法》第十三条。"
    notice = make_notice(quote)

    assert find_laws(notice) == (
        law(
            notice,
            quote,
            "价格法",
            LawCategory.LAW,
            title="《中华人民共和国价格法》",
            articles=("第七条", "第十三条"),
            bound=("经营者",),
            duty="遵守",
        ),
    )


@pytest.mark.parametrize(
    ("printed", "articles"),
    [
        ("第十八条第一款第（二）项", ("第十八条第一款第（二）项",)),
        ("第十四条第（四）项", ("第十四条第（四）项",)),
        ("第九条第（三）、（四）项，第二十八条第二款", ("第九条第（三）项", "第九条第（四）项", "第二十八条第二款")),
        ("第三十二条至第三十五条", ("第三十二条至第三十五条",)),
        ("第八、第九、第二十条", ("第八条", "第九条", "第二十条")),
        ("第一百二十条之一", ("第一百二十条之一",)),
        ("第17条、第38条第2款", ("第17条", "第38条第2款")),
        ("第二章第三节", ()),
        ("第一，提高认识", ()),
    ],
)
def test_articles_paragraphs_and_items_are_told_in_full(printed: str, articles: tuple[str, ...]) -> None:
    assert [one.articles for one in find_laws(make_notice(f"违反《广告法》{printed}的规定。"))] == [articles]


@pytest.mark.parametrize(
    ("sentence", "name", "category", "number"),
    [
        ("执行《旧货回收办法》（国务院令第715号）。", "旧货回收办法", "regulation", "国务院令第715号"),
        ("执行国务院令第715号《旧货回收办法》。", "旧货回收办法", "regulation", "国务院令第715号"),
        ("执行《旧货回收办法》（商务部令2020年第2号）。", "旧货回收办法", "rule", "商务部令2020年第2号"),
        ("根据主席令第七号《电子商务法》。", "电子商务法", "law", "主席令第七号"),
        # what has a 文号 is no rule, whatever it is called
        ("执行《旧货回收办法》（商办函〔2020〕8号）。", "旧货回收办法", "normative", "商办函〔2020〕8号"),
        ("执行GB/T 9704-2012《党政机关公文格式》。", "党政机关公文格式", "guideline", "GB/T9704-2012"),
        ("执行《家电安全使用年限》（GB/T 21097.1-2007）。", "家电安全使用年限", "guideline", "GB/T21097.1-2007"),
    ],
)
def test_the_number_of_a_text_tells_its_kind(sentence: str, name: str, category: str, number: str) -> None:
    assert [(one.name, one.category.value, one.doc_number) for one in find_laws(make_notice(sentence))] == [
        (name, category, number)
    ]


def test_a_number_printed_once_tells_the_kind_of_all_mentions() -> None:
    notice = make_notice("执行《旧货回收办法》（商办函〔2020〕8号）。按照《旧货回收办法》办理。")

    assert [(one.category, one.doc_number) for one in find_laws(notice)] == [
        (LawCategory.NORMATIVE, "商办函〔2020〕8号"),
        (LawCategory.NORMATIVE, None),
    ]


def test_the_name_of_an_organ_is_no_verb() -> None:
    assert [one.duty for one in find_laws(make_notice("省委全面依法治省委员会印发《价格法释义》。"))] == [None]


def test_what_was_handed_on_is_the_text_the_words_are_about() -> None:
    notice = make_notice("根据《2024年商务工作要点》部署，现将《活动方案》印发给你们。")

    assert [(one.name, one.category) for one in find_laws(notice)] == [
        ("2024年商务工作要点", LawCategory.NORMATIVE),
        ("活动方案", LawCategory.ATTACHMENT),
    ]


def test_two_sentences_are_two_references_and_one_sentence_is_one() -> None:
    notice = make_notice("遵守《价格法》。违反《价格法》的，依照《价格法》处理。")

    assert [one.span.of(notice.text) for one in find_laws(notice)] == [
        "遵守《价格法》。",
        "违反《价格法》的，依照《价格法》处理。",
    ]


def test_the_title_of_a_document_refers_to_nothing() -> None:
    assert find_laws(make_notice("关于印发《工作方案》的通知", kind=ClauseKind.MASTHEAD)) == ()


@pytest.mark.parametrize("text", ["《电子商务法", "《》", "电子商务法》", "《《《", "《电子\n商务法》"])
def test_an_unclosed_mark_is_no_name(text: str) -> None:
    assert find_laws(make_notice(text)) == ()


@given(
    st.lists(st.sampled_from(["《", "》", "电子商务法", "严格遵守", "督促", "企业", "和", "、", "。", "\n", "（", "）", "第十八条", "以下简称", "附件1"]), max_size=40).map("".join)
    | st.text(max_size=200)
)  # fmt: skip
def test_every_title_stands_in_its_quote_and_nothing_raises(text: str) -> None:
    notice = make_notice(text)

    for found in find_laws(notice):
        assert Span(0, len(text)).holds(found.span)
        assert found.title in found.span.of(notice.text)
        assert found.name


@pytest.mark.parametrize("name", ["公司法", "预算法"])
def test_names_that_end_like_a_word_that_is_no_law_are_laws(name: str) -> None:
    for printed in (f"《中华人民共和国{name}》", f"《{name}》", f"{name}"):
        notice = make_notice(f"各单位要严格遵守{printed}等法律法规。")
        assert [(one.name, one.category) for one in find_laws(notice)] == [(name, LawCategory.LAW)]
    assert not find_laws(make_notice("各单位要严格规范推荐算法和公正司法等工作。"))

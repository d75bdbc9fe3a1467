"""The gate lets nothing false through, whoever wrote the draft: near misses of right answers are all refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.model import Caveat, Draft, FactsFound, Kind, Quote, Status
from assistant.verify import MARK, Problem, Unproved, check, prove
from eval.run import current_notices
from ingest.facts.sentences import sentences
from ingest.model import ClauseId, Notice, NoticeId, Span, Stated
from ingest.store import Store
from tests.assistant.build import Desk, draft_of, query_of
from tests.assistant.conftest import Answered

SUMMARY = "第六届双品网购节的总结材料最晚什么时候交？"
LINE = "各地商务主管部门：活动总结材料须于2024年5月13日前报商务部电子商务司（年份据发文字号推算）。[1]"


@pytest.fixture(scope="module")
def summary(desk: Desk) -> Draft:
    """LINE with its quote, and no facts beside it: what stands in the text is what is compared."""
    return replace(draft_of(desk.ask(SUMMARY)), text=LINE, facts=FactsFound(), warnings=())


@pytest.fixture(scope="module")
def contacts(desk: Desk) -> Draft:
    return replace(draft_of(desk.ask("第六届双品网购节的联系方式")), facts=FactsFound())


def codes(draft: Draft, desk: Desk) -> list[str]:
    return [problem.code for problem in check(draft, desk.find)]


def saying(draft: Draft, text: str) -> Draft:
    return replace(draft, text=text)


# ---- over the whole bundled set


def test_every_draft_of_the_bundled_set_is_proved(answered: Answered) -> None:
    assert len(answered.drafts) >= 100
    assert [problem for draft in answered.drafts for problem in check(draft, answered.find)] == []
    assert [problem for draft in answered.refusals for problem in check(draft, answered.find)] == []


def test_no_digit_of_an_answer_can_be_changed(answered: Answered) -> None:
    """Each digit of each of the 136 answers to each other digit: 13,617 near misses when this was written.

    Eleven are let through, and are true: the changed digit is of a citation mark, and what the line still cites it cited
    before, e.g. [1][2] made [2][2].
    """
    tried = 0
    for draft in answered.drafts:
        for text in with_one_digit_changed(draft.text):
            tried += 1
            if not check(saying(draft, text), answered.find):
                assert cites_no_more(text, draft.text), text
    assert tried >= 10_000


def with_one_digit_changed(text: str) -> Iterator[str]:
    for found in re.finditer(r"[0-9]", text):
        for digit in "0123456789":
            if digit != found.group():
                yield text[: found.start()] + digit + text[found.end() :]


def cites_no_more(text: str, original: str) -> bool:
    """Whether the two differ in citation marks only, and every line cites a part of what it cited."""
    lines = list(zip(text.split("\n"), original.split("\n"), strict=True))
    return MARK.sub("", text) == MARK.sub("", original) and all(
        set(MARK.findall(new)) <= set(MARK.findall(old)) for new, old in lines
    )


def test_no_name_of_a_law_or_document_can_be_changed(answered: Answered) -> None:
    """Each character of each 《name》, unless it only differs in what no reader tells apart (a blank)."""
    tried = 0
    for draft in answered.drafts:
        for name in re.finditer(r"《[^《》]+》", draft.text):
            for at in range(name.start() + 1, name.end() - 1):
                if draft.text[at] in "伪 ":
                    continue
                tried += 1
                assert check(saying(draft, draft.text[:at] + "伪" + draft.text[at + 1 :]), answered.find)
    assert tried >= 1_000


def test_no_mail_address_can_be_changed_or_cut(answered: Answered) -> None:
    tried = 0
    for draft in answered.drafts:
        for address in re.finditer(r"[A-Za-z0-9.]+@[A-Za-z0-9.]+[A-Za-z]", draft.text):
            for at in range(address.start(), address.end()):
                other = "z" if draft.text[at] != "z" else "y"
                for instead in (other, ""):
                    tried += 1
                    assert check(saying(draft, draft.text[:at] + instead + draft.text[at + 1 :]), answered.find)
    assert tried >= 200


def test_no_person_or_organ_beside_a_number_can_be_changed(answered: Answered) -> None:
    tried = 0
    for draft in answered.drafts:
        for stated in draft.facts.contacts:
            for name in stated.fact.names:
                if name in draft.text:
                    tried += 1
                    assert check(saying(draft, draft.text.replace(name, name[:-1] + "伪")), answered.find), name
    assert tried >= 10


def test_no_citation_can_be_left_out(answered: Answered) -> None:
    for draft in answered.drafts:
        assert check(replace(draft, quotes=()), answered.find)
        for line in {line for line in draft.text.split("\n") if MARK.search(line)}:
            assert check(saying(draft, draft.text.replace(line, MARK.sub("", line))), answered.find), line


def test_no_quote_can_be_moved_by_a_character_or_to_another_clause(answered: Answered) -> None:
    for draft in answered.drafts:
        quote = draft.quotes[0]
        notice = answered.find(quote.notice)
        assert notice is not None
        elsewhere = [clause.id for clause in notice.clauses if not clause.span.holds(quote.span)]
        moved = [replace(quote, span=span) for span in off_by_one(quote.span)]
        moved += [replace(quote, clause=clause) for clause in elsewhere]
        moved.append(replace(quote, text=quote.text[:-1]))
        moved.append(replace(quote, text=quote.text + "。"))
        for other in moved:
            assert check(replace(draft, quotes=(other, *draft.quotes[1:])), answered.find)
            assert check(replace(draft, nearest=(other,)), answered.find)


def off_by_one(span: Span) -> list[Span]:
    around = [(span.start + 1, span.end), (span.start, span.end - 1), (span.start, span.end + 1)]
    around += [(span.start - 1, span.end), (span.start - 1, span.end - 1), (span.start + 1, span.end + 1)]
    return [Span(start, end) for start, end in around if 0 <= start <= end]


def test_no_fact_beside_the_text_can_be_changed(answered: Answered) -> None:
    tried = 0
    for draft in answered.drafts:
        for stated in draft.facts.deadlines:
            due, end = stated.fact.due, stated.fact.end
            later = replace(
                stated.fact, due=due and due + timedelta(days=1), end=end and end + timedelta(days=1), what="另一项"
            )
            tried += 1
            assert check(with_deadline(draft, Stated(stated.notice, stated.part, later)), answered.find)
        for contact in draft.facts.contacts:
            other = Stated(contact.notice, contact.part, replace(contact.fact, phones=("010-12345678",)))
            tried += 1
            assert check(replace(draft, facts=FactsFound(contacts=(other,))), answered.find)
        for law in draft.facts.laws:
            renamed = Stated(law.notice, law.part, replace(law.fact, name="价格管理法"))
            tried += 1
            assert check(replace(draft, facts=FactsFound(laws=(renamed,))), answered.find)
    assert tried >= 100


def with_deadline(draft: Draft, stated: Stated) -> Draft:  # type: ignore[type-arg]
    return replace(draft, facts=FactsFound(deadlines=(stated,)))


# ---- one kind of near miss at a time


def test_the_right_answer_is_accepted(summary: Draft, desk: Desk) -> None:
    assert codes(summary, desk) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (LINE.replace("2024年", "2023年"), "date"),  # a year the library did not infer
        (LINE.replace("13日", "31日"), "date"),
        (LINE.replace("5月13日", "2月30日"), "date"),  # no such day
        (LINE.replace("（年份据发文字号推算）", ""), "date"),  # inferred and does not say so
        (LINE.replace("5月13日", "4月12日"), "date_of_another"),  # printed there, of the other material
        (LINE.replace("2024年5月13日", "2024年5月13日至5月20日"), "date"),
        (LINE.replace("前报", "18:00前报"), "time"),
        (LINE.replace("活动总结材料", "活动总结材料3份"), "number"),
        (LINE.replace("[1]", "[2]"), "unknown_citation"),
        (LINE.replace("[1]", "[0]"), "unknown_citation"),
        (LINE.replace("[1]", ""), "uncited_line"),
        (LINE.replace("报商务部", "按《价格法》报商务部"), "name"),
        (LINE.replace("报商务部", "按商电促进函〔2024〕41号报商务部"), "doc_number"),
        (LINE.replace("报商务部", "传真010-65197902报商务部"), "phone"),
        (LINE.replace("报商务部", "发a@mofcom.gov.cn报商务部"), "email"),
        (LINE.replace("报商务部", "按附件2报商务部"), "attachment"),
        (LINE.replace("活动总结", "第七届活动总结"), "number"),
        ("逾期未报的单位将被取消评优资格并予以通报批评。[1]", "words"),
        (LINE + "\n此外，逾期不候。", "uncited_line"),
        ("《商务部关于另一件事的通知》：\n" + LINE, "uncited_line"),
        ("正文 二：" + LINE, "place"),
    ],
)
def test_a_near_miss_is_refused(changed: str, problem: str, summary: Draft, desk: Desk) -> None:
    assert problem in codes(saying(summary, changed), desk)


@pytest.mark.parametrize(
    "same",
    [
        LINE.replace("2024年5月13日", "2024-05-13"),
        LINE.replace("2024年5月13日", "2024 年 5 月 13 日"),
        LINE.replace("2024年5月13日", "２０２４年５月１３日"),
        LINE.replace("2024年5月13日", "5月13日").replace("（年份据发文字号推算）", ""),  # says no year, infers none
        "《关于举办“第六届双品网购节”的通知》（商电促进函〔2024〕40号）：\n" + LINE,
        "正文 结尾：" + LINE,
        "筹备情况、活动总结材料分别于4月12日、5月13日前报商务部电子商务司。[1]",
        "筹备情况于4月12日前报，活动总结材料于5月13日前报。[1]",
        "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。[1]",
    ],
)
def test_the_same_said_otherwise_is_accepted(same: str, summary: Draft, desk: Desk) -> None:
    assert codes(saying(summary, same), desk) == []


@pytest.mark.parametrize(
    "swapped",
    [
        "筹备情况、活动总结材料分别于5月13日、4月12日前报商务部电子商务司。[1]",
        "筹备情况于5月13日前报，活动总结材料于4月12日前报。[1]",
    ],
)
def test_two_dates_of_one_sentence_do_not_change_places(swapped: str, summary: Draft, desk: Desk) -> None:
    assert codes(saying(summary, swapped), desk) == ["date_of_another"]


def test_a_number_is_called_what_it_is(contacts: Draft, desk: Desk) -> None:
    """010-85093748 is no fax."""
    assert codes(saying(contacts, "商务部电子商务司，电话010-85093748。[1]"), desk) == []
    assert codes(saying(contacts, "商务部电子商务司，传真010-85093748。[1]"), desk) == ["phone"]


def test_halves_of_two_numbers_make_no_number(contacts: Draft, desk: Desk) -> None:
    for wrong in ("010-6519790", "0101-65197902", "024-65197902", "65197902转1", "010-65193748"):
        assert "phone" in codes(saying(contacts, f"电话{wrong}。[1]"), desk) or "number" in codes(
            saying(contacts, f"电话{wrong}。[1]"), desk
        )


def test_an_area_code_printed_once_holds_for_the_second_number(desk: Desk) -> None:
    answer = desk.ask("第三届双品网购节联系电话")

    assert answer.text == "商务部办公厅 王帅卿，电话010-85093723。[1]"


def test_a_range_is_a_range_of_the_source(desk: Desk) -> None:
    draft = draft_of(desk.ask("第六届双品网购节活动时间"))

    assert codes(draft, desk) == []
    for wrong in ("2024年5月12日至5月12日", "2024年5月12日至4月28日", "2024年4月28日至4月28日"):
        text = draft.text.replace("2024年4月28日至5月12日", wrong)
        assert {"range", "date_of_another"} & set(codes(replace(draft, text=text), desk)), wrong


def test_the_first_day_of_a_range_is_not_its_end(desk: Desk) -> None:
    draft = draft_of(desk.ask("第六届双品网购节活动时间"))

    assert codes(saying(draft, "活动时间：2024年4月28日起。[1]"), desk) == []
    assert codes(saying(draft, "活动时间：2024年4月28日结束。[1]"), desk) == ["date_of_another"]


def test_a_length_that_is_computed_is_right(desk: Desk) -> None:
    draft = draft_of(desk.ask("第六届双品网购节活动时间"))
    said = "2024年4月28日至5月12日，共15天（据起止日期推算）。[1]"

    assert codes(saying(draft, said), desk) == []
    assert codes(saying(draft, said.replace("15", "14")), desk) == ["number"]
    assert codes(saying(draft, said.replace("（据起止日期推算）", "")), desk) == ["number"]


def test_a_count_keeps_what_it_counts(desk: Desk) -> None:
    draft = draft_of(desk.ask("第三届双品网购节推荐几家企业"))

    assert codes(saying(draft, "推荐不超过5家企业参加活动。[1]"), desk) == []
    assert "number" in codes(saying(draft, "推荐不超过5万元企业参加活动。[1]"), desk)
    assert "number" in codes(saying(draft, "推荐不超过八家企业参加活动。[1]"), desk)


def test_a_line_is_about_the_document_it_cites(desk: Desk) -> None:
    """Each under its own heading; headings exchanged say of one notice what the other says."""
    draft = draft_of(desk.ask("双品网购节联系人是谁"))
    first, one, second, other = draft.text.split("\n")

    assert codes(draft, desk) == []
    assert codes(saying(draft, "\n".join((second, one, first, other))), desk) == ["other_document", "other_document"]
    assert "name" in codes(saying(draft, f"{second}{one}"), desk)
    assert "other_document" in codes(saying(draft, f"{first}{one}[2]"), desk)


def test_debris_cannot_be_cited(answered: Answered) -> None:
    """What a scanner made up is not in the text, wherever one says it stands: 井南集."""
    for words in ("井 南 集", "（此处为模糊不清的正文内容，疑似为《井南集》的序言或目录部分，文字难以辨识）"):
        for draft in answered.drafts:
            quote = draft.quotes[0]
            span = Span(quote.span.start, quote.span.start + len(words))
            found = check(replace(draft, quotes=(replace(quote, text=words, span=span),)), answered.find)
            assert "not_in_source" in [problem.code for problem in found]


def test_what_is_not_there_cannot_be_cited(summary: Draft, desk: Desk) -> None:
    quote = summary.quotes[0]
    cases = {
        "unknown_notice": replace(quote, notice=NoticeId("0000000000")),
        "unknown_clause": replace(quote, clause=ClauseId(f"{quote.notice}.0.99")),
        "empty_quote": replace(quote, span=Span(quote.span.start, quote.span.start), text=""),
    }
    for code, other in cases.items():
        assert codes(replace(summary, quotes=(other,)), desk) == [code]


def test_a_quote_that_is_a_single_number_does_not_vouch_for_it_elsewhere(summary: Draft, desk: Desk) -> None:
    quote = summary.quotes[0]
    at = quote.span.start + quote.text.index("5月13日")
    short = Quote(quote.notice, quote.clause, Span(at, at + 5), "5月13日")

    wrong = LINE.replace("2024年", "2026年").replace("[1]", "[1][2]")
    assert "date" in codes(replace(summary, quotes=(quote, short), text=wrong), desk)


def test_a_refusal_states_nothing(summary: Draft, desk: Desk) -> None:
    refusal = Draft(Status.NOT_STATED, Kind.DEADLINES, "《关于举办“第六届双品网购节”的通知》没有写明这个时间。")

    assert codes(refusal, desk) == []
    assert codes(replace(refusal, quotes=summary.quotes), desk) == ["cites_without_answer"]
    for what in ("截止日期2024年5月13日", "电话010-65197902", "邮箱a@mofcom.gov.cn"):
        said = refusal.text.replace("这个时间", what)
        assert codes(replace(refusal, text=said), desk) == ["states_without_answer"]


def test_a_warning_is_about_what_it_cites(summary: Draft, desk: Desk) -> None:
    def warned(message: str, citation: int | None = 1, code: str = "past") -> list[str]:
        return codes(replace(summary, warnings=(Caveat(code, message, citation),)), desk)

    assert warned("该时限已过（2024-05-13）。") == []
    assert warned("该时限已过（2023-05-13）。") == ["warning"]
    assert warned("该时限已过（2024-05-13）。", citation=2) == ["unknown_citation"]


def test_an_anomaly_is_told_in_the_words_of_the_library(desk: Desk) -> None:
    draft = draft_of(desk.ask("海南年货节启动仪式是哪天"))
    warnings = tuple(
        replace(one, message=one.message.replace("2022年", "2021年").replace("2024-01-18", "2024-01-19"))
        for one in draft.warnings
        if one.code == "year_outside_campaign"
    )

    assert len(warnings) == 1
    assert codes(draft, desk) == []
    assert set(codes(replace(draft, warnings=warnings), desk)) == {"warning"}


def test_a_fact_of_another_place_does_not_stand_beside_an_answer(desk: Desk) -> None:
    """Right in itself, and not what is quoted."""
    draft, other = (draft_of(desk.ask(f"第{n}届双品网购节的联系方式")) for n in "六三")

    assert codes(replace(draft, facts=other.facts), desk) == ["foreign_fact"]


def test_an_unproved_draft_raises_with_every_problem(summary: Draft, desk: Desk) -> None:
    query = query_of(desk.ask(SUMMARY))
    wrong = saying(summary, LINE.replace("2024年", "2023年").replace("报商务部", "按《价格法》报商务部"))

    with pytest.raises(Unproved) as caught:
        prove(wrong, query, desk.find, trace_id="t")
    assert set(caught.value.problems) >= {Problem("name", "《价格法》"), Problem("date", "2023-05-13")}


def test_a_proved_draft_becomes_an_answer_with_its_citations(summary: Draft, desk: Desk) -> None:
    answer = prove(summary, query_of(desk.ask(SUMMARY)), desk.find, trace_id="t-7")
    (citation,) = answer.citations
    notice = desk.find(citation.notice_id)

    assert isinstance(notice, Notice)
    assert (citation.n, citation.label, citation.doc_number) == (1, "正文 结尾", "商电促进函〔2024〕40号")
    assert citation.quote == notice.text[citation.start : citation.end]
    assert citation.url == f"/notices/{notice.id}#{citation.clause_id}"
    assert (answer.text, answer.trace_id, answer.as_of) == (LINE, "t-7", date(2024, 4, 1))


# ---- falsehoods in real wording, each citing the true quote


SIXTH = "请于4月12日、5月13日前报我司"
SIXTH_PERIOD = "活动时间：2024年4月28日—5月12日"
SIXTH_GUIDES = "共同指导单位：商务部、国家发展改革委"
SIXTH_VENUES = "以湖北为主会场，其余各地为分会场"
SIXTH_LAWS = "严格遵守我国《电子商务法》"
SIXTH_CONTACT = "联系人：电子商务司 王殿宁 李旺源"
THIRD_COUNT = "推荐不超过5家企业参加活动"
LIAONING = "请各市局将阶段性活动情况和最后工作总结"
NATIONWIDE = "各地商务主管部门要分别于2021年1月30日"
INFERRED = "（年份据发文字号推算）"


@pytest.fixture(scope="module")
def notices(store: Store) -> dict[NoticeId, Notice]:
    return dict(current_notices(store.library))


def said_of(notices: dict[NoticeId, Notice], text: str, *printed: str) -> Draft:
    """A draft that says a line and cites the facts or else the sentences that hold the printed words."""
    quotes = tuple(quote_of(notices, words) for words in printed)
    marks = "".join(f"[{n}]" for n in range(1, len(quotes) + 1))
    return Draft(Status.ANSWERED, Kind.CLAUSES, f"{text}{marks}", quotes)


def quote_of(notices: dict[NoticeId, Notice], words: str) -> Quote:
    notice = next(one for one in notices.values() if words in one.text)
    at = notice.text.index(words)
    clause = notice.clause_at(at)
    contacts = [one.span for one in notice.facts.contacts]
    found = next(one for one in (*contacts, *sentences(notice.text, clause.own)) if one.start <= at < one.end)
    return Quote(notice.id, clause.id, found, found.of(notice.text))


@pytest.mark.parametrize(
    ("text", "printed", "problem"),
    [
        # what a date or a number is
        (f"活动总结材料须于2024年5月13日以后报商务部电子商务司{INFERRED}。", SIXTH, "date_of_another"),
        (f"活动总结材料须于2024年5月13日后报商务部电子商务司{INFERRED}。", SIXTH, "date_of_another"),
        (f"活动总结材料自2024年5月13日起报商务部电子商务司{INFERRED}。", SIXTH, "date_of_another"),
        (f"活动总结材料最早2024年5月13日报商务部电子商务司{INFERRED}。", SIXTH, "words"),
        (f"活动总结材料须于2024年5月13日左右报商务部电子商务司{INFERRED}。", SIXTH, "date_of_another"),
        ("活动自5月12日开始。", SIXTH_PERIOD, "date_of_another"),
        ("活动时间：2024年5月12日起。", SIXTH_PERIOD, "date_of_another"),
        ("活动时间：2024年4月28日前。", SIXTH_PERIOD, "date_of_another"),
        ("活动时间：2022年1月18日。", "时间：2022年1月18日下午", "parties"),  # of the launch
        ("召开媒体吹风会：2021年4月23日（年份据发文字号推算）。", "4月23日左右", "date_of_another"),
        ("各地至少推荐5家企业参加活动。", THIRD_COUNT, "limit"),
        ("推荐不少于5家企业参加活动。", THIRD_COUNT, "limit"),
        ("推荐5家以上企业参加活动。", THIRD_COUNT, "limit"),
        ("推荐5家企业参加活动。", THIRD_COUNT, "limit"),
        ("推荐超过5家企业参加活动。", THIRD_COUNT, "limit"),
        (f"活动总结材料须于2024年5月13日报商务部电子商务司{INFERRED}。", SIXTH, "date_of_another"),
        # what is denied, and what is a law
        ("企业无须遵守《反垄断法》。", SIXTH_LAWS, "words"),
        ("企业不用遵守《反垄断法》。", SIXTH_LAWS, "words"),
        ("参与活动企业可以不遵守《反垄断法》。", SIXTH_LAWS, "words"),
        ("参与活动企业须销售假冒伪劣商品。", SIXTH_LAWS, "negation"),
        ("严禁参与活动企业严格遵守《反垄断法》。", SIXTH_LAWS, "negation"),
        ("参与活动企业须严格遵守价格法。", SIXTH_LAWS, "words"),
        ("参与活动企业须严格遵守刑法。", SIXTH_LAWS, "words"),
        # whom it goes to
        (LINE.replace("商务部电子商务司", "财政部")[:-3], SIXTH, "words"),
        (LINE.replace("商务部电子商务司", "商务部办公厅")[:-3], SIXTH, "recipient"),
        (LINE.replace("商务部电子商务司", "省厅")[:-3], SIXTH, "recipient"),
        (LINE.replace("商务部电子商务司", "湖北")[:-3], SIXTH, "recipient"),
        (LINE.replace("商务部电子商务司", "各地")[:-3], SIXTH, "recipient"),
        (f"最后工作总结须于2021年2月18日报各市局{INFERRED}。", LIAONING, "recipient"),
        # another item of the same sentence
        (f"总结：2024年4月12日前{INFERRED}。", SIXTH, "date_of_another"),
        (f"材料须于2024年4月12日前报商务部电子商务司{INFERRED}。", SIXTH, "date_of_another"),
        (f"总结须于2021年2月8日报省厅{INFERRED}。", LIAONING, "date_of_another"),
        (f"总结须于2021年2月8日报省商务厅电子商务处{INFERRED}。", LIAONING, "date_of_another"),
        (f"最后总结须于2021年1月29日报省商务厅电子商务处{INFERRED}。", LIAONING, "date_of_another"),
        ("筹备情况以及活动总结材料均于5月13日前报我司。", SIXTH, "date_of_another"),
        # who has which role
        ("主会场：海口。", SIXTH_VENUES, "role"),
        ("主会场：其余各地。", SIXTH_VENUES, "role"),
        ("分会场：湖北。", SIXTH_VENUES, "role"),
        ("主会场：其余各地；分会场：湖北。", SIXTH_VENUES, "role"),
        ("以其余各地为主会场，湖北为分会场。", SIXTH_VENUES, "role"),
        ("承办单位：商务部。", SIXTH_GUIDES, "role"),
        ("主办单位：商务部。", SIXTH_GUIDES, "role"),
        ("由商务部主办。", SIXTH_GUIDES, "role"),
        ("发文单位：工业和信息化部。", SIXTH_GUIDES, "label"),
        ("主送：中国消费者协会。", SIXTH_GUIDES, "label"),
        ("口号：惠享生活。", "以“品牌品质·惠享生活”为主题", "label"),
        # whose number it is
        ("李旺源，电话010-65197902；王殿宁，电话010-85093748。", SIXTH_CONTACT, "pair"),
        ("王殿宁电话010-65197902，李旺源电话010-85093748。", SIXTH_CONTACT, "pair"),
        ("李旺源，电话010-65197902。", SIXTH_CONTACT, "pair"),
        ("电话10-65197902。", SIXTH_CONTACT, "phone"),
        ("电话65197902-010。", SIXTH_CONTACT, "phone"),
        ("电话010-65197902转85093748。", SIXTH_CONTACT, "words"),
        ("联系人：张三，电话010-65197902。", SIXTH_CONTACT, "words"),
    ],
)
def test_a_falsehood_beside_its_true_quote_is_refused(
    text: str, printed: str, problem: str, notices: dict[NoticeId, Notice]
) -> None:
    assert problem in [one.code for one in check(said_of(notices, text, printed), notices.get)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("活动总结材料于5月13日前报商务部电子商务司。", SIXTH),
        ("筹备情况以及活动总结材料分别于4月12日、5月13日前报我司。", SIXTH),
        ("总结于5月13日前报商务部。", SIXTH),
        ("活动自2024年4月28日开始，至5月12日结束。", SIXTH_PERIOD),
        ("最后总结须于2月18日报省商务厅电子商务处。", LIAONING),
        ("各市局将最后工作总结于2月18日报省商务厅。", LIAONING),
        ("推荐不超过5家企业。", THIRD_COUNT),
        ("主会场：湖北；分会场：其余各地。", SIXTH_VENUES),
        ("以湖北为主会场。", SIXTH_VENUES),
        ("由商务部、国家发展改革委共同指导。", SIXTH_GUIDES),
        ("参与活动企业须严格遵守《反垄断法》，严禁销售假冒伪劣商品。", SIXTH_LAWS),
        ("电话65197902。", SIXTH_CONTACT),
        ("王殿宁、李旺源，电话010-65197902。", SIXTH_CONTACT),
        ("李旺源，电话010-65197902、010-85093748。", SIXTH_CONTACT),
    ],
)
def test_a_truth_in_other_words_is_accepted(text: str, printed: str, notices: dict[NoticeId, Notice]) -> None:
    assert check(said_of(notices, text, printed), notices.get) == ()


def test_what_one_hands_in_is_not_handed_in_by_another(notices: dict[NoticeId, Notice]) -> None:
    """市 reports to 省, 省 to 部: both in one file, both cited."""
    for text in (
        f"各市局：最后工作总结须于2021年2月18日报商务部电子商务司{INFERRED}。",
        "各市局报商务部电子商务司。",
        "各市局：全面总结须于2021年2月19日报商务部电子商务司（年份据通知推算）。",
    ):
        assert check(said_of(notices, text, LIAONING, NATIONWIDE), notices.get), text
    for giver in ("王殿宁", "中国消费者协会"):
        said = said_of(notices, f"{giver}：{LINE.partition('：')[2][:-3]}", SIXTH, SIXTH_GUIDES, SIXTH_CONTACT)
        assert "parties" in [one.code for one in check(said, notices.get)]
    line = "由中国消费者协会将活动总结材料于5月13日前报商务部电子商务司。"
    assert check(said_of(notices, line, SIXTH, SIXTH_GUIDES), notices.get)


@pytest.mark.parametrize(
    "said",
    [
        "《关于举办“第六届双品网购节”的通知》没有写明罚款，但逾期不报将取消资格。",
        "《关于举办“第六届双品网购节”的通知》没有写明联系人，请找财政部张三。",
        "《关于举办“第六届双品网购节”的通知》没有写明罚款。逾期不报将取消资格。",
        "没有“第四届双品网购节”的通知，活动已取消。",
        "活动已被取消。",
    ],
)
@pytest.mark.parametrize("status", [Status.NOT_STATED, Status.NOT_FOUND, Status.OUT_OF_SCOPE, Status.AMBIGUOUS])
def test_a_refusal_is_one_of_our_own_sentences(status: Status, said: str, desk: Desk) -> None:
    assert codes(Draft(status, Kind.CLAUSES, said), desk) == ["states_without_answer"]


def test_a_warning_is_one_of_our_own_sentences(summary: Draft, desk: Desk) -> None:
    for code, message in (
        ("cancelled", "该活动已被取消，请勿报送。"),
        ("past", "该活动已被取消，请勿报送。"),
        ("past", "该时限已过（2024-05-13），请勿报送。"),
        ("year_outside_campaign", "该活动已被取消，请勿报送。"),
        ("amended", "该通知已废止。"),
    ):
        assert codes(replace(summary, warnings=(Caveat(code, message, 1),)), desk) == ["warning"]


def test_only_what_is_over_on_the_day_of_the_question_is_past(summary: Draft, desk: Desk) -> None:
    warned = replace(summary, warnings=(Caveat("past", "该时限已过（2024-05-13）。", 1),))
    query = query_of(desk.ask(SUMMARY))

    assert prove(warned, replace(query, as_of=date(2024, 5, 14)), desk.find, trace_id="t").warnings == warned.warnings
    with pytest.raises(Unproved):
        prove(warned, replace(query, as_of=date(2024, 5, 13)), desk.find, trace_id="t")

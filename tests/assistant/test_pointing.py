"""Follow-ups that point into the answer before them, as people ask them in a chat."""

from __future__ import annotations

from datetime import date

from assistant.conversations import ConversationsInMemory
from assistant.model import Answer, Kind, Status
from tests.assistant.build import Desk, query_of

SUMMARY = "第六届双品网购节的总结材料最晚什么时候交？"


def after(desk: Desk, *questions: str, as_of: date = date(2024, 4, 1)) -> Answer:
    """The answer to the last of several questions of one conversation."""
    answer: Answer | None = None
    for question in questions:
        answer = desk.ask(question, as_of=as_of, previous=answer)
    assert answer is not None
    return answer


def test_the_first_of_a_list_of_notices_is_the_first_printed(desk: Desk) -> None:
    answer = after(desk, "有哪些双品网购节的通知？", "第一个的联系人")

    assert "王殿宁、李旺源" in answer.text
    assert {one.title for one in answer.citations} == {"关于举办“第六届双品网购节”的通知"}


def test_the_list_is_still_there_for_the_second_question_about_it(desk: Desk) -> None:
    answer = after(desk, "有哪些双品网购节的通知？", "第一个的联系人", "第二个呢")

    assert "王帅卿" in answer.text and "王殿宁" not in answer.text


def test_of_two_deadlines_the_second_alone_is_told(desk: Desk) -> None:
    answer = after(desk, "第六届双品网购节要交哪些材料？", "第二个是报给谁的")

    assert answer.text.startswith("各地商务主管部门：活动总结材料须于2024年5月13日前报商务部电子商务司")
    assert [one.fact.due for one in answer.facts.deadlines] == [date(2024, 5, 13)]


def test_the_last_of_the_laws_is_told_with_its_clause(desk: Desk) -> None:
    answer = after(desk, "第六届双品网购节要遵守哪些法律？", "最后一个是什么")

    assert "《价格法》" in answer.text and "《电子商务法》" not in answer.text


def test_what_a_list_does_not_have_is_said(desk: Desk) -> None:
    answer = after(desk, "有哪些通知？", "第九个的电话")

    assert (answer.status, answer.text) == (Status.NOT_FOUND, "上一个回答里没有“第九个”。")


def test_the_words_as_printed_are_shown_on_demand(desk: Desk) -> None:
    answer = after(desk, SUMMARY, "原文呢")

    assert answer.text == (
        "正文 结尾：各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。[1]"
    )


def test_more_detail_is_the_whole_clause(desk: Desk) -> None:
    answer = after(desk, "第六届双品网购节怎么减少过度包装", "详细点")

    assert "推广原发包装，减少过度包装" in answer.text and answer.citations[0].label == "正文 二 （三）"


def test_a_reason_that_is_not_given_is_not_made_up(desk: Desk) -> None:
    answer = after(desk, "第六届双品网购节的主会场在哪", "为什么")

    assert (answer.status, answer.text) == (
        Status.NOT_STATED,
        "《关于举办“第六届双品网购节”的通知》（商电促进函〔2024〕40号）没有写明原因。",
    )


def test_whether_there_are_more_is_said_beside_the_list(desk: Desk) -> None:
    answer = after(desk, "第三届双品网购节要遵守哪些法律", "还有别的吗")

    assert answer.text.split("\n")[-1] == (
        "《商务部办公厅关于开展第三届“双品网购节”的通知》（商办电函〔2021〕107号）没有写明其他须遵守的法律法规。"
    )


def test_a_follow_up_stays_with_the_notice_that_was_shown(desk: Desk) -> None:
    to_whom = after(desk, "最近要报什么材料", "报给谁")
    phone = after(desk, "最近要报什么材料", "报给谁", "那它的电话")

    assert "2024年4月12日" in to_whom.text and "2021" not in to_whom.text
    assert "010-65197902" in phone.text and "010-85093723" not in phone.text


def test_another_edition_is_asked_everything_that_the_first_was(desk: Desk) -> None:
    answer = after(desk, "第六届双品网购节的联系人是谁，总结几号交", "第三届呢")

    assert "王帅卿" in answer.text and "2021年5月11日前" in answer.text


def test_all_notices_are_listed_whatever_was_spoken_of(desk: Desk) -> None:
    assert len(after(desk, SUMMARY, "有哪些通知？").citations) == len(after(desk, "有哪些通知？").citations)


def test_what_was_shown_is_kept_with_the_conversation(desk: Desk) -> None:
    kept = ConversationsInMemory(lambda: 0.0)
    kept.remember("chat", query_of(after(desk, "有哪些双品网购节的通知？")))

    answer = desk.assistant.ask("第二个的电话", as_of=date(2024, 4, 1), previous=kept.last("chat"))
    assert (answer.kind, "010-85093723" in answer.text) == (Kind.CONTACTS, True)

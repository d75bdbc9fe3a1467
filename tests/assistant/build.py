"""A library in memory, made of notices as they would be filed, with an assistant over it. For tests of answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from assistant.ask import Assistant
from assistant.model import Answer, Citation, Draft, Query, Quote
from assistant.scope import Document, documents_of
from ingest.embed import Vectors
from ingest.model import ClauseId, ClauseKind, Notice, NoticeId, Pages, Span
from ingest.parse import parse_notice
from tests.fakes import FakeShelf

AS_OF = date(2024, 4, 1)

SIXTH = (
    "中华人民共和国商务部司（局）函\n商电促进函〔2024〕40号\n关于举办“第六届双品网购节”的通知\n"
    "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门：\n"
    "商务部将同相关单位，共同组织开展“第六届双品网购节”。现就有关事项通知如下：\n"
    "一、总体安排\n活动时间：2024年4月28日—5月12日\n"
    "共同指导单位：商务部、国家发展改革委、中国消费者协会。\n"
    "活动形式：以湖北为主会场，其余各地为分会场，围绕“数享生活”“数贸全球”“数智赋能”三大主题，开展配套活动。\n"
    "二、工作要求\n（一）协同联动，步调一致。各地商务主管部门要加强与相关部门配合联动。\n"
    "（二）加强服务，优化环境。督促、指导参与活动企业严格遵守我国《电子商务法》《反垄断法》《价格法》等法律法规，严禁销售假冒伪劣商品。\n"
    "（三）倡导绿色，推动转型。推广原发包装，减少过度包装。\n"
    "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。\n"
    "联系人：电子商务司 王殿宁 李旺源\n电 话：010-65197902 010-85093748\n传 真：010-65197902\n邮 箱：yycjc@mofcom.gov.cn\n"
)
THIRD = (
    "中华人民共和国商务部办公厅\n商办电函〔2021〕107号\n商务部办公厅关于开展第三届“双品网购节”的通知\n"
    "各省、自治区、直辖市商务主管部门：\n"
    "我部将于2021年4月28日—5月10日指导开展第三届“双品网购节”。现就有关事项通知如下：\n"
    "一、优选参与主体\n各地商务主管部门要指导当地电商企业制定实施方案，推荐不超过5家企业参加活动。"
    "推荐企业名单请于3月20日前报送我部（电子商务司）。\n"
    "二、优化消费环境\n各地商务主管部门要督促参与活动的企业严格遵守《电子商务法》和《消费者权益保护法》等法律法规。\n"
    "三、做好总结\n于5月11日前将当地活动的量化成效和全面情况报送我部。\n"
    "联系人：王帅卿\n电 话：010—85093723\n附件：承诺书\n"
    "附件\n承诺书\n一、遵守行业规范。\n二、建立投诉处理高效机制，设专人负责。\n"
    "商务部办公厅\n2021年3月15日印发\n"
)
NEW_YEAR = (
    "2024海南网上年货节总体方案\n"
    "为保障海南人民群众度过一个欢乐的新春佳节，海南省商务厅会同相关部门决定举办2024海南网上年货节。现制定方案如下：\n"
    "一、活动总体安排\n（一）活动主题和口号\n活动主题：数商惠民·乐享海南\n宣传口号：中国年，海南味带回家\n"
    "（二）活动时间\n2024年1月18日-2月17日（腊月初八至正月初八，共31天）。\n"
    "（三）组织机构\n承办单位：通过邀标方式确定。\n"
    "二、主要活动内容\n（一）启动仪式\n时间：2022年1月18日下午18：00-20：00。\n人员：各电商平台及新闻媒体代表等，约100人。\n"
)
FILES = {"2024-双品网购节.txt": SIXTH, "2021-双品网购节.txt": THIRD, "2024-网上年货节-海南.txt": NEW_YEAR}


class NoMeanings:
    """An embedding that knows no word: only what is written counts."""

    name = "none"
    dimension = 1

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 1), np.float32)


@dataclass(frozen=True)
class PairIndex:
    """Ranks clauses by the pairs of characters they share with the question."""

    notices: tuple[Notice, ...]

    def search_lexical(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[ClauseId, float]]:
        asked = {pair for one in (text, *also) for pair in pairwise(one)}
        scored = [
            (clause.id, float(len(asked & set(pairwise(clause.own.of(notice.text))))))
            for notice in self.notices
            if notice_ids is None or notice.id in notice_ids
            for clause in notice.clauses
            if clause.kind is ClauseKind.CLAUSE
        ]
        return sorted((one for one in scored if one[1]), key=lambda one: (-one[1], one[0]))[:limit]

    def search_vector(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None
    ) -> list[tuple[ClauseId, float]]:
        return []

    def search_notices(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[NoticeId, float]]:
        return []


def parsed(text: str, source: str = "某通知.txt") -> Notice:
    return parse_notice(Pages((text,), numbered=False), source)


@dataclass(frozen=True)
class Desk:
    """Where questions are asked: an assistant over notices in memory."""

    notices: tuple[Notice, ...]
    assistant: Assistant

    def ask(
        self,
        question: str,
        *,
        as_of: date = AS_OF,
        notice: Notice | None = None,
        previous: Answer | None = None,
    ) -> Answer:
        return self.assistant.ask(
            question,
            as_of=as_of,
            notice_id=notice.id if notice else None,
            previous=previous.query if previous else None,
        )

    def find(self, notice_id: NoticeId) -> Notice | None:
        return next((notice for notice in self.notices if notice.id == notice_id), None)


def make_desk(*texts: str) -> Desk:
    """A desk over notices; without any over the three of this file."""
    files = {f"{n}.txt": text for n, text in enumerate(texts)} or FILES
    notices = tuple(parsed(text, source) for source, text in files.items())
    assistant = Assistant(FakeShelf(notices), PairIndex(notices), NoMeanings(), new_id=lambda: "t")
    return Desk(notices, assistant)


def draft_of(answer: Answer) -> Draft:
    """The draft an answer was proved from."""
    return Draft(
        answer.status,
        answer.kind,
        answer.text,
        tuple(_quote(one) for one in answer.citations),
        answer.facts,
        answer.warnings,
        answer.suggestions,
        tuple(_quote(one) for one in answer.nearest),
        answer.generated_by,
    )


def _quote(citation: Citation) -> Quote:
    return Quote(citation.notice_id, citation.clause_id, Span(citation.start, citation.end), citation.quote)


def query_of(answer: Answer) -> Query:
    if answer.query is None:
        raise ValueError("an answer without its query")
    return answer.query


def documents(desk: Desk) -> tuple[Document, ...]:
    """The catalogue that a desk's assistant works from."""
    return documents_of(FakeShelf(desk.notices).entries())

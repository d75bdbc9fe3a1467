"""What a retold answer may not leave out: a date, a law, a channel that was asked for, what the question is about."""

from __future__ import annotations

import pytest

from assistant.losses import find_losses
from tests.assistant.build import Desk, draft_of, query_of

LAWS = "参与活动企业须严格遵守《电子商务法》《反垄断法》《价格法》。[1]"
EMAIL = "邮箱yycjc@mofcom.gov.cn。[1]"
EVERYTHING = "王殿宁、李旺源，电话010-65197902、010-85093748，传真010-65197902，邮箱yycjc@mofcom.gov.cn。[1]"


@pytest.mark.parametrize(
    ("question", "said", "lost"),
    [
        ("2024年双品网购节要报的材料啥时候交", ["筹备情况请于4月12日前报送。[1]"], True),
        ("2024年双品网购节要报的材料啥时候交", ["筹备情况于4月12日前。[1]", "总结于5月13日前。[1]"], False),
        ("第六届双品网购节的总结什么时候交给谁", ["总结请于5月13日前报送。[1]"], True),
        ("第六届双品网购节的总结什么时候交给谁", ["总结请于5月13日前报送商务部电子商务司。[1]"], False),
        ("参加第六届双品网购节的企业要遵守哪些法律", [LAWS], False),
        ("参加第六届双品网购节的企业要遵守哪些法律", [LAWS.replace("《价格法》", "")], True),
        ("第六届双品网购节的邮箱是多少", [EMAIL], False),
        ("第六届双品网购节的传真是多少", [EMAIL], True),
        ("第六届双品网购节的联系方式", [EVERYTHING], False),
        ("第六届双品网购节的联系方式", [EMAIL], True),
        ("第六届双品网购节的指导单位有哪些", ["由商务部、国家发展改革委、中国消费者协会共同指导。[1]"], False),
        ("第六届双品网购节的指导单位有哪些", ["由商务部共同指导。[1]"], True),
        ("第三届双品网购节推荐几家企业", ["推荐不超过5家企业参加活动。[1]"], False),
        ("第三届双品网购节推荐几家企业", ["指导当地电商企业制定实施方案。[1]"], True),
        ("第六届双品网购节什么时候办", [], True),
    ],
)
def test_a_retold_answer_answers_as_much(question: str, said: list[str], lost: bool, desk: Desk) -> None:
    answer = desk.ask(question)

    assert bool(list(find_losses(draft_of(answer), query_of(answer), said))) is lost

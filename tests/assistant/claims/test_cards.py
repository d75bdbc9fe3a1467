"""What stands in one entry of a list of contacts belongs together; what stands in two does not."""

from __future__ import annotations

import pytest

from assistant.claims.cards import is_entry
from assistant.claims.sayings import plain

PEOPLE = ["联系人：陈立群（政策咨询），0579-66120318；方晓梅（系统操作），0579-66120325"]
OFFICES = ["鼓楼区商务局 0516-87636979\n云龙区商务局 0516-80803629"]
FAX = ["肖 鹏 010-68205665/66016906（传真）"]
DUTY = ["安全处联系人：贺云天，电话：0411-8233106，值班电话：0411-8233119"]


@pytest.mark.parametrize(
    ("quotes", "sentence"),
    [
        (PEOPLE, "政策咨询请联系陈立群，电话0579-66120318"),
        (PEOPLE, "系统操作方面的联系人是方晓梅，电话：0579-66120325"),
        (OFFICES, "云龙区商务局的电话是0516-80803629"),
        (FAX, "您可以联系肖鹏，电话：010-68205665，传真：66016906"),
    ],
)
def test_one_entry_may_be_told_in_any_order(quotes: list[str], sentence: str) -> None:
    assert is_entry(plain(sentence), quotes)


@pytest.mark.parametrize(
    ("quotes", "sentence"),
    [
        (PEOPLE, "政策咨询请联系方晓梅，电话0579-66120325"),
        (PEOPLE, "陈立群的电话是0579-66120325"),
        (OFFICES, "鼓楼区商务局的电话是0516-80803629"),
        (FAX, "肖鹏的传真是010-68205665"),
        (FAX, "肖鹏的电话是66016906"),
        (FAX, "肖鹏的电话是010-68205655"),
        (DUTY, "安全处值班电话0411-8233106"),
        (PEOPLE, "投诉请拨打0579-66120318"),
        (PEOPLE, "逾期请联系陈立群，电话0579-66120318"),
    ],
)
def test_two_entries_are_not_mixed(quotes: list[str], sentence: str) -> None:
    assert not is_entry(plain(sentence), quotes)

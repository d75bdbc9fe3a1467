"""Contacts: what belongs to whom, in which form, and what is no contact at all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.contacts.find import find_contacts
from ingest.facts.contacts.pairing import read_blocks
from ingest.model import ClauseId, Contact, Notice, Span
from tests.ingest.build import make_notice


def contact(notice: Notice, quote: str, **values: object) -> Contact:
    start = notice.text.index(quote)
    return Contact(clause=ClauseId("c1"), span=Span(start, start + len(quote)), **values)  # type: ignore[arg-type]


def test_a_block_of_lines_is_one_contact_and_its_unit_gets_the_name_of_the_issuer() -> None:
    block = "联系人：电子商务司 王殿宁 李旺源\n电话：010-65197902 010-85093748\n传真：010-65197902\n邮箱：yycjc@mofcom.gov.cn"
    notice = make_notice(f"请于5月13日前报我司。\n{block}\n附件：方案", issuers=["商务部办公厅"])

    assert find_contacts(notice) == (
        contact(
            notice,
            block,
            names=("王殿宁", "李旺源"),
            organisation="商务部电子商务司",
            phones=("010-65197902", "010-85093748"),
            faxes=("010-65197902",),
            emails=("yycjc@mofcom.gov.cn",),
        ),
    )


def test_without_a_printed_organ_the_issuer_is_asked() -> None:
    notice = make_notice("联系人：杜四龙 尹 涛\n电 话：024-86890383 86911695", issuers=["辽宁省商务厅"])

    assert find_contacts(notice) == (
        contact(
            notice,
            notice.text,
            names=("杜四龙", "尹涛"),
            organisation="辽宁省商务厅",
            phones=("024-86890383", "024-86911695"),
        ),
    )


def test_a_number_marked_as_fax_is_no_telephone() -> None:
    notice = make_notice("联系方式：\n肖鹏 010-68205665/66016906（传真）\n邮箱：xiaoduyu@miit.gov.cn")

    assert find_contacts(notice) == (
        contact(
            notice,
            notice.text,
            names=("肖鹏",),
            phones=("010-68205665",),
            faxes=("010-66016906",),
            emails=("xiaoduyu@miit.gov.cn",),
        ),
    )


def test_a_sentence_may_hold_a_contact_and_a_local_number_keeps_its_form() -> None:
    notice = make_notice("报送至市商务局。材料报送联系人：郭某阳，联系电话：86776223，邮箱：abc@163.com。")

    assert find_contacts(notice) == (
        contact(
            notice,
            "材料报送联系人：郭某阳，联系电话：86776223，邮箱：abc@163.com",
            names=("郭某阳",),
            phones=("86776223",),
            emails=("abc@163.com",),
        ),
    )


def test_each_line_of_a_list_is_a_contact_of_its_own() -> None:
    notice = make_notice(
        "各地商务部门联系方式：\n鼓楼区商务局 0516-87000001\n经开区招商局 0516-83000002\n港务区商务口岸部 0516-85000003\n附件：1.报名表",
        issuers=["徐州市商务局"],
    )

    assert find_contacts(notice) == tuple(
        contact(notice, f"{organ} {phone}", organisation=organ, phones=(phone,))
        for organ, phone in (
            ("鼓楼区商务局", "0516-87000001"),
            ("经开区招商局", "0516-83000002"),
            ("港务区商务口岸部", "0516-85000003"),
        )
    )


def test_two_organs_of_a_joint_notice_keep_their_own_numbers() -> None:
    notice = make_notice(
        "联系人：\n商务部市场建设司：\n电话：010-85090001    010-85090002\n传真：010-85090003\nEmail：a@mofcom.gov.cn\n"
        "财政部经济建设司：\n电话：010-68550001  010-68550002\n传真：010-68550003\nEmail：b_c@126.com\n商务部办公厅 财政部办公厅",
        issuers=["商务部办公厅", "财政部办公厅"],
    )

    assert [(one.organisation, one.phones, one.faxes, one.emails) for one in find_contacts(notice)] == [
        ("商务部市场建设司", ("010-85090001", "010-85090002"), ("010-85090003",), ("a@mofcom.gov.cn",)),
        ("财政部经济建设司", ("010-68550001", "010-68550002"), ("010-68550003",), ("b_c@126.com",)),
    ]


def test_a_joint_notice_without_a_printed_organ_names_all_issuers() -> None:
    notice = make_notice("联系人：王芳，电话：010-85090001", issuers=["商务部办公厅", "财政部办公厅"])

    assert [one.organisation for one in find_contacts(notice)] == ["商务部办公厅、财政部办公厅"]


def test_address_mail_and_person_of_one_sentence_belong_together() -> None:
    notice = make_notice(
        "于12月26日前发送至指定电子邮箱：[a@163.com](mailto:a@163.com)，同时将纸质版材料寄送至某市商务局"
        "（收件地址：某市惠风东路257号商务大厦607办公室；收件人：徐老师；电话：0574-89290001），逾期不予受理。"
    )

    assert [(c.names, c.organisation, c.phones, c.emails, c.addresses) for c in find_contacts(notice)] == [
        (("徐老师",), "某市商务局", ("0574-89290001",), ("a@163.com",), ("某市惠风东路257号商务大厦607办公室",))
    ]


def test_a_unit_printed_apart_belongs_to_the_organ_before_it() -> None:
    notice = make_notice("联系人：徐州市商务局 电子商务处 王伟、刘洋，0516-83730000。", issuers=["江苏省商务厅"])

    assert [(c.organisation, c.names) for c in find_contacts(notice)] == [("徐州市商务局电子商务处", ("王伟", "刘洋"))]


def test_a_hotline_is_kept_apart_from_the_persons() -> None:
    notice = make_notice("联系人：靳海舟，电话：65396033，13400000042 举报违法热线电话：84038110")

    assert [(c.names, c.phones) for c in find_contacts(notice)] == [
        (("靳海舟",), ("65396033", "13400000042")),
        ((), ("84038110",)),
    ]


@pytest.mark.parametrize(
    ("printed", "phones"),
    [
        ("电话：010—85093723 010—85093748", ("010-85093723", "010-85093748")),
        ("电话：（0571）87654321转8012", ("0571-87654321转8012",)),
        ("电话：010-65669856-300", ("010-65669856转300",)),
        ("电话：01084207245", ("010-84207245",)),
        ("手机：139 1234 5678", ("13912345678",)),
        ("咨询热线：4006491366", ("400-649-1366",)),
        ("咨询电话12122、12123", ("12122", "12123")),
        ("联系电话：0591-87856021、87833713（公开招聘）", ("0591-87856021", "0591-87833713")),
        ("电话：010-85093723、8765432", ("010-85093723", "8765432")),  # another length: another area, not guessed
        ("电话/传真：0571-87654321", ("0571-87654321",)),
        ("电话：010-85093736/3737", ("010-85093736", "010-85093737")),
        ("电话：010-85093736、3737", ("010-85093736", "010-85093737")),
        ("电话：0571-87654321转8012、8013", ("0571-87654321转8012", "0571-87654321转8013")),
        ("电话：8765 4321", ("87654321",)),
        ("电话：0571-8705 1234，8705 5678", ("0571-87051234", "0571-87055678")),
        ("电话：010-8509-3748，0571.87051234", ("010-85093748", "0571-87051234")),
        ("电话：021-23110000ext.8012，021-23110001*9", ("021-23110000转8012", "021-23110001转9")),
        ("电话：0571-87051234~7", ("0571-87051234",)),  # a range of numbers is no extension
        ("全省受理电话：市救助中心0311-966008", ("0311-966008",)),
        ("联系人：王芳，微信（同手机号）：13912345678", ("13912345678",)),
    ],
)
def test_numbers_take_one_form(printed: str, phones: tuple[str, ...]) -> None:
    assert [one.phones for one in find_contacts(make_notice(printed))] == [phones]


@pytest.mark.parametrize("printed", ["abc＠mofcom.gov.cn", "abc＠mofcom．gov．cn"])
def test_fullwidth_mail_marks_are_read(printed: str) -> None:
    assert [one.emails for one in find_contacts(make_notice(f"电子邮箱：{printed}"))] == [("abc@mofcom.gov.cn",)]


def test_accounts_of_chat_programs_are_no_telephones() -> None:
    text = "联系人：张伟，QQ：123456789，微信：13800000000，手机：13812345678"

    assert [one.phones for one in find_contacts(make_notice(text))] == [("13812345678",)]


def test_where_to_send_paper_is_an_address() -> None:
    text = "请将材料寄至：杭州市延安路468号1205室，邮编：310006，收件人：陈明，电话：0571-87050001"

    assert [(c.names, c.phones, c.addresses) for c in find_contacts(make_notice(text))] == [
        (("陈明",), ("0571-87050001",), ("杭州市延安路468号1205室",))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "商办电函〔2021〕107号\n2021年4月28日0时—5月10日24时",
        "远程QQ协助4006491366\n咨询QQ群：123456789\n平台客服QQ 800012345\n微信号：13912345678",
        "统一社会信用代码：91110000123456789X\n账号：6222021234567890\n邮编：100731",
        "补贴金额不超过3000000元，共12345678件\n项目编号：ZJ-0571-2024-8888",
        "联系人：____ 联系电话：____",
        "承诺方代表：_____（签章）\n企业名称 联系人 联系电话",
        "发挥12345热线作用，及时回应群众诉求。",
        "详见 https://example.gov.cn/art/2020/13912345678.html",
        "启动仪式时间：下午18：00-20：00。地点：海口市华彩海口湾（暂定）。",
    ],
)
def test_other_numbers_are_no_contact(text: str) -> None:
    assert find_contacts(make_notice(text)) == ()


def asked(text: str, issuer: str = "浙江省商务厅") -> list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    """Organ, names and telephones of each contact."""
    return [(c.organisation, c.names, c.phones) for c in find_contacts(make_notice(text, issuers=[issuer]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # brackets behind a number say whose it is
        (
            "报名咨询：0571-87051234（张老师、李老师）；投诉举报：0571-87055678。",
            [("浙江省商务厅", ("张老师", "李老师"), ("0571-87051234",)), ("浙江省商务厅", (), ("0571-87055678",))],
        ),
        (
            "联系方式：0571-87051234（省商务厅电商处张天翼）、87055678（省邮政管理局李四维）",
            [
                ("省商务厅电商处", ("张天翼",), ("0571-87051234",)),
                ("省邮政管理局", ("李四维",), ("0571-87055678",)),
            ],
        ),
        (
            "电话：010-85226666转8001（张天翼）、8002（李四维）",
            [
                ("浙江省商务厅", ("张天翼",), ("010-85226666转8001",)),
                ("浙江省商务厅", ("李四维",), ("010-85226666转8002",)),
            ],
        ),
        (
            "联系人：张天翼、李四维，电话：0571-87051234（张天翼）、0571-87055678（李四维）",
            [("浙江省商务厅", ("张天翼",), ("0571-87051234",)), ("浙江省商务厅", ("李四维",), ("0571-87055678",))],
        ),
        # brackets behind a name say of which organ the person is, and nobody else
        (
            "联系人：王小明（省电商协会），电话：0571-87051234；张大力（省物流学会），电话：0571-87055678；赵敏，电话：0571-87050000",
            [
                ("省电商协会", ("王小明",), ("0571-87051234",)),
                ("省物流学会", ("张大力",), ("0571-87055678",)),
                ("浙江省商务厅", ("赵敏",), ("0571-87050000",)),
            ],
        ),
        (
            "联系人：王小明（省商务厅）、张大力（省财政厅），电话：0571-87051234",
            [("省商务厅、省财政厅", ("王小明", "张大力"), ("0571-87051234",))],
        ),
        # a number behind words that name nobody known is not given to the person before them
        (
            "业务咨询：黄河 021-23110001，长江 021-23110002",
            [("浙江省商务厅", ("黄河",), ("021-23110001",)), ("浙江省商务厅", (), ("021-23110002",))],
        ),
        (
            "联系人：王芳 0571-87051234，手机或微信 13800001111",
            [("浙江省商务厅", ("王芳",), ("0571-87051234", "13800001111"))],
        ),
        # persons of firms, and firms printed like persons
        (
            "平台企业对接人：京东 刘强 13800001111；阿里巴巴 马力 13800002222",
            [("京东", ("刘强",), ("13800001111",)), ("阿里巴巴", ("马力",), ("13800002222",))],
        ),
        (
            "各市咨询电话：杭州0571-85251234，宁波0574-87181234，岳阳：0730-8738618。",
            [("杭州", (), ("0571-85251234",)), ("宁波", (), ("0574-87181234",)), ("岳阳", (), ("0730-8738618",))],
        ),
        # inside a running sentence
        (
            "如有疑问，可与我厅电子商务处王磊联系，电话0571-87051234。",
            [("浙江省商务厅电子商务处", ("王磊",), ("0571-87051234",))],
        ),
        ("联系人张天翼，电话0571-87051234。", [("浙江省商务厅", ("张天翼",), ("0571-87051234",))]),
        (
            "请报送至市商务局（联系人：张天翼，电话87051234），同时抄送市财政局（联系人：李四维，电话87055678）。",
            [("市商务局", ("张天翼",), ("87051234",)), ("市财政局", ("李四维",), ("87055678",))],
        ),
        # units printed apart from their organ
        (
            "联系人：商务部流通发展司 商贸服务业处 张天翼 010-85093754",
            [("商务部流通发展司商贸服务业处", ("张天翼",), ("010-85093754",))],
        ),
        (
            "中央网信办联系人：信息化发展局 杜甫 010-55635201",
            [("中央网信办信息化发展局", ("杜甫",), ("010-55635201",))],
        ),
        ("中国商业联合会 国家邮政局 杜甫 010-55635201", [("国家邮政局", ("杜甫",), ("010-55635201",))]),
        ("大赛组委会办公室设在省商务厅电商处，联系人：王勃 63540001", [("省商务厅电商处", ("王勃",), ("63540001",))]),
        (
            "邮寄地址：杭州市解放东路18号1905室，市商务局电商处，张天翼收，0571-85257766",
            [("市商务局电商处", ("张天翼",), ("0571-85257766",))],
        ),
        # whom the persons before are of is not whom the next one is of
        (
            "省公安厅 骆宾王 0551-62800001\n合肥海关 沈佺期 0551-63770001\n拼多多 宋之问 0551-62190001",
            [
                ("省公安厅", ("骆宾王",), ("0551-62800001",)),
                ("合肥海关", ("沈佺期",), ("0551-63770001",)),
                ("拼多多", ("宋之问",), ("0551-62190001",)),
            ],
        ),
        # each number in front of its person
        (
            "电话：0551-63540001  联系人：赵敏；电话：0551-63540002  联系人：周芷若",
            [("浙江省商务厅", ("赵敏",), ("0551-63540001",)), ("浙江省商务厅", ("周芷若",), ("0551-63540002",))],
        ),
        (
            "监督电话：13522865501\n技术支持：徐丽，0571-87349883\n业务咨询：0571-87258184（詹文）",
            [
                ("浙江省商务厅", (), ("13522865501",)),
                ("浙江省商务厅", ("徐丽",), ("0571-87349883",)),
                ("浙江省商务厅", ("詹文",), ("0571-87258184",)),
            ],
        ),
        (
            "联系人：郭靖宇；传真：0571-86445941；技术支持：13116422511（林枫）",
            [("浙江省商务厅", ("郭靖宇",), ()), ("浙江省商务厅", ("林枫",), ("13116422511",))],
        ),
        ("联系人：赵敏\n职务：科长\n联系方式：0551-63540001", [("浙江省商务厅", ("赵敏",), ("0551-63540001",))]),
        # the fax of one is no fax of the next
        (
            "联系人及联系方式：商务部 赵敏 85093001（传真85093002）、财政部 周芷若 68550001",
            [("商务部", ("赵敏",), ("85093001",)), ("财政部", ("周芷若",), ("68550001",))],
        ),
        # public lines are nobody's own, above all not of those named before them
        (
            "请拨打省商务厅消费促进处电话0551-63540001或市场监管热线12315。",
            [("省商务厅消费促进处", (), ("0551-63540001",)), (None, (), ("12315",))],
        ),
        ("咨询热线：12345", [(None, (), ("12345",))]),
        ("省商务厅：0551-63540001 12345热线", [("浙江省商务厅", (), ("0551-63540001",)), (None, (), ("12345",))]),
        (
            "客服电话：400-888-9999\n联系人：何工，联系方式：0755-88102070",
            [("浙江省商务厅", (), ("400-888-9999",)), ("浙江省商务厅", ("何工",), ("0755-88102070",))],
        ),
        (
            "福田区：0755-82918333\n罗湖区：25666666",
            [("福田区", (), ("0755-82918333",)), ("罗湖区", (), ("25666666",))],
        ),
        # a row that puts the organ between the person and the number
        (
            "傅强\t省财政厅\t0571-87291146\n司马光远\t秘书处\t13313333998",
            [("省财政厅", ("傅强",), ("0571-87291146",)), ("浙江省商务厅秘书处", ("司马光远",), ("13313333998",))],
        ),
        (
            "0571-87291146 傅强，13313333998 司马光远",
            [("浙江省商务厅", ("傅强",), ("0571-87291146",)), ("浙江省商务厅", ("司马光远",), ("13313333998",))],
        ),
        (
            "财政部经济建设司古丽娜·阿不都 010-68551234；合肥海关赵敏 0551-63541234",
            [("财政部经济建设司", ("古丽娜·阿不都",), ("010-68551234",)), ("合肥海关", ("赵敏",), ("0551-63541234",))],
        ),
        (
            "联系人：王芳 0571-63541234\n中国农业发展银行浙江省分行营业部某某 0571-63545678",
            [("浙江省商务厅", ("王芳",), ("0571-63541234",)), ("浙江省商务厅", (), ("0571-63545678",))],
        ),
        ("惠享生活·乐购金秋 0571-87051234", [("浙江省商务厅", (), ("0571-87051234",))]),
        # the first line of a table names nobody
        (
            "单位 联系人 办公电话 邮箱\n杭州市 杭州市商务局 陈立 0571-85251234\n宁波市 宁波市商务局 吴凡 0574-87181234",
            [("杭州市商务局", ("陈立",), ("0571-85251234",)), ("宁波市商务局", ("吴凡",), ("0574-87181234",))],
        ),
        # a name behind its number and what brackets say of that
        (
            "咨询电话：0580-3031122（工作日8:30—17:00），周老师；招展：会展公司 贺军 13600581122",
            [("浙江省商务厅", ("周老师",), ("0580-3031122",)), ("会展公司", ("贺军",), ("13600581122",))],
        ),
        # what a person does is no second person
        (
            "联系人：阿依努尔·买买提（招展）、马建国（搭建）\n联系电话：0999-8031001",
            [("浙江省商务厅", ("阿依努尔·买买提", "马建国"), ("0999-8031001",))],
        ),
        # everybody's number is not that of who is named in the next line
        (
            "联系电话：6812345（县商务局市场股）；公众监督：0778-12315。\n联系人：韦彩虹",
            [
                ("县商务局市场股", (), ("6812345",)),
                ("浙江省商务厅", (), ("0778-12315",)),
                ("浙江省商务厅", ("韦彩虹",), ()),
            ],
        ),
        (
            "云闪付客服：95516    投诉举报：12345",
            [(None, (), ("95516",)), (None, (), ("12345",))],
        ),
        ("地点在泉城饭店（泺源大街66号，总机0531-86910000）", [("泉城饭店", (), ("0531-86910000",))]),
        ("纸质材料报县商务局商贸股：毕胜男 0457-3456781", [("县商务局商贸股", ("毕胜男",), ("0457-3456781",))]),
        # whom an office serves is not whose office it is
        ("招展一部（境内企业）：郑思远 0536-8091234", [("招展一部", ("郑思远",), ("0536-8091234",))]),
        ("平台技术  青阳数智公司小吴  17755601234", [("青阳数智公司", ("小吴",), ("17755601234",))]),
        # a surname that is another word as well, in a row; the same beginning of no name
        ("县服务中心  和志强  18787209935（微信同号）", [("县服务中心", ("和志强",), ("18787209935",))]),
        ("县商务局 和平里 0872-4521637", [("县商务局", (), ("0872-4521637",))]),
        # a line of the post between the lines of one contact
        (
            "中国百货商业协会\n地址：北京市西城区复兴门内大街45号\n邮编：100801\n联系人：王老师 13800001111",
            [("中国百货商业协会", ("王老师",), ("13800001111",))],
        ),
    ],
)
def test_a_number_is_given_to_whom_it_is_printed_for(
    text: str, expected: list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "大会秘书处\n联系人：赵琳（13701012345）、钱多多（13801023456）\n电话：010-68391234\n传真：010-68391235",
            [
                ("大会秘书处", ("赵琳",), ("13701012345",), ()),
                ("大会秘书处", ("钱多多",), ("13801023456",), ()),
                ("大会秘书处", (), ("010-68391234",), ("010-68391235",)),
            ],
        ),
        (
            "商务部流通发展司 陈晨 010-85093781\n财政部经济建设司 王一鸣 010-68205653\n传真：010-85093783",
            [
                ("商务部流通发展司", ("陈晨",), ("010-85093781",), ()),
                ("财政部经济建设司", ("王一鸣",), ("010-68205653",), ()),
                ("浙江省商务厅", (), (), ("010-85093783",)),
            ],
        ),
        (
            "陈晨 010-85093781\n传真：010-85093782\n王一鸣 010-68205653\n传真：010-68205654",
            [
                ("浙江省商务厅", ("陈晨",), ("010-85093781",), ("010-85093782",)),
                ("浙江省商务厅", ("王一鸣",), ("010-68205653",), ("010-68205654",)),
            ],
        ),
    ],
)
def test_what_stands_below_a_list_is_of_all_in_it(
    text: str, expected: list[tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]
) -> None:
    notice = make_notice(text, issuers=["浙江省商务厅"])

    assert [(c.organisation, c.names, c.phones, c.faxes) for c in find_contacts(notice)] == expected


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("王  伟", ("王伟",)),
        ("欧阳 修", ("欧阳修",)),
        ("张明 女士", ("张明",)),
        ("余炜烨科长", ("余炜烨",)),
        ("王科长", ("王科长",)),
        ("李 女士", ("李女士",)),
        ("周 芷若", ("周芷若",)),
        ("李建工", ("李建工",)),
        ("司马青、东方朔", ("司马青", "东方朔")),
        ("古丽娜·阿不都拉，欧阳明月", ("古丽娜·阿不都拉", "欧阳明月")),
        ("阿依古丽、斯琴高娃、扎西", ("阿依古丽", "斯琴高娃", "扎西")),
        ("信息、人员", ()),
    ],
)
def test_names_as_they_are_printed(printed: str, names: tuple[str, ...]) -> None:
    (found,) = find_contacts(make_notice(f"联系人：{printed}\n联系电话：010-65190001"))

    assert (found.names, found.phones) == (names, ("010-65190001",))


@pytest.mark.parametrize(
    ("printed", "faxes"),
    [
        ("电话：010-85093700；传真：010-85093701", ("010-85093701",)),
        ("电话：（010）85093700，（传真）85093701", ("010-85093701",)),
        ("电话：010-85093700（带传真）", ("010-85093700",)),
        ("电话：010-85093700，传真同上", ("010-85093700",)),
        ("电话：010-85093700、13800001111，传真：同上", ("010-85093700",)),  # no fax comes to a mobile
        ("电话：010-85093701（传真） 010-85093702", ("010-85093701",)),
    ],
)
def test_which_number_takes_a_fax(printed: str, faxes: tuple[str, ...]) -> None:
    assert [one.faxes for one in find_contacts(make_notice(printed))] == [faxes]


def test_fullwidth_digits_are_digits_and_the_quote_stays_as_printed() -> None:
    text = "联系人：王芳，电话：０９９１－２８５１２３４，２８５５６７８，Ｅｍａｉｌ：ｗｆ＠ｓｗｗ．ｇｏｖ．ｃｎ"
    notice = make_notice(text)

    assert find_contacts(notice) == (
        contact(notice, text, names=("王芳",), phones=("0991-2851234", "0991-2855678"), emails=("wf@sww.gov.cn",)),
    )


def test_the_quote_of_a_completed_number_holds_the_area_code() -> None:
    text = "联系方式：0571-87051234（张天翼）、87055678（李四维）"

    quotes = [one.span.of(text) for one in find_contacts(make_notice(text))]

    assert quotes == ["联系方式：0571-87051234（张天翼）", "0571-87051234（张天翼）、87055678（李四维）"]


def test_the_quote_says_what_for_and_of_which_organ() -> None:
    text = "技术支持：陈工 13812345678\n商务部市场建设司：\n电话：010-85090001"

    assert [one.span.of(text) for one in find_contacts(make_notice(text))] == [
        "技术支持：陈工 13812345678",
        "商务部市场建设司：\n电话：010-85090001",
    ]


PERSONS = (
    ("省财政厅", "欧阳明", "0571-87291146"),
    ("合肥海关", "傅强", "13313333998"),
    ("商务部电子商务司", "古丽娜·阿不都", "010-62743641"),
)


@pytest.mark.parametrize("apart", ["；", "、", "，", "\n", " "])
@pytest.mark.parametrize(
    "printed",
    [
        "{name} {phone}",
        "{name}：{phone}",
        "{name}（{phone}）",
        "{name}，{phone}",
        "{name}，电话：{phone}",
        "{phone}（{name}）",
        "{phone} {name}",
        "电话：{phone}，联系人：{name}",
        "联系人：{name}，联系电话：{phone}",
        "{organ} {name} {phone}",
        "{organ}{name} {phone}",
        "{organ}（{name}，{phone}）",
        "{organ}：{name} {phone}",
        "{organ}联系人：{name}，{phone}",
        "{organ}，联系人：{name}，电话：{phone}",
        "{organ}\n联系人：{name}\n联系电话：{phone}",
        "{name}（{organ}） {phone}",
        "{name}\t{organ}\t{phone}",
    ],
)
def test_whatever_the_print_each_person_has_the_own_number_and_organ(printed: str, apart: str) -> None:
    text = apart.join(printed.format(organ=organ, name=name, phone=phone) for organ, name, phone in PERSONS)

    found = [(c.organisation, c.names, c.phones) for c in find_contacts(make_notice(text))]

    assert found == [(organ if "{organ}" in printed else None, (name,), (phone,)) for organ, name, phone in PERSONS]


WORDS = st.lists(
    st.sampled_from(
        ["联系人：", "王殿宁", "尹 涛", "商务部", "电子商务司", "电话：", "传真：", "010-65197902", "86911695", "（传真）", "邮箱：",
         "a.b@mofcom.gov.cn", "地址：", "北京市东长安街2号", "\n", "。", "，", " ", "（", "）", "转801", "拨打", "12345", "13912345678", "QQ群：", "李"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(WORDS | st.text(max_size=200))
def test_every_value_stands_in_the_quote_and_nothing_raises(text: str) -> None:
    notice = make_notice(text)

    for found in find_contacts(notice):
        quote = found.span.of(notice.text)
        digits = re.sub(r"\D", "", quote)
        assert Span(0, len(text)).holds(found.span)
        # of a number printed short (85093736/3737) only the last digits stand there
        assert all(part[-2:] in digits for phone in (*found.phones, *found.faxes) for part in re.findall(r"\d+", phone))
        assert all(email in re.sub(r"\s", "", quote) for email in found.emails)
        assert all(name in re.sub(r"\s", "", quote) for name in found.names)
        assert all(address in quote for address in found.addresses)


def test_a_number_without_area_code_in_the_telephone_column_of_a_table_is_its_rows() -> None:
    table = "单位 | 联系人 | 联系电话 | 邮箱\n甲区商务局 | 吴婉婷 | 22355710 | lc@163.com\n乙市商务局 | 许燕妮 | 85667209 | yn@163.com"
    found = find_contacts(make_notice(f"联系方式如下：\n{table}"))

    assert [(one.names, one.phones) for one in found] == [(("吴婉婷",), ("22355710",)), (("许燕妮",), ("85667209",))]


def test_an_amount_in_a_table_is_no_telephone() -> None:
    table = "单位 | 联系人 | 补贴金额\n甲区商务局 | 吴婉婷 | 2235571\n乙市商务局 | 许燕妮 | 8566720"

    assert not [one for one in find_contacts(make_notice(f"资金安排如下：\n{table}")) if one.phones]


def test_a_row_without_a_person_keeps_its_number_from_the_row_above() -> None:
    table = "单位 | 联系人 | 联系电话\n甲区商务局 | 吴婉婷 | 22355710\n乙市商务局 | — | 88713302"
    found = find_contacts(make_notice(f"联系方式如下：\n{table}\n监督举报电话：12315、12345"))

    assert [(one.organisation, one.phones) for one in found] == [
        ("甲区商务局", ("22355710",)),
        ("乙市商务局", ("88713302",)),
        (None, ("12315", "12345")),
    ]


def test_a_number_for_complaints_is_not_that_of_who_stands_behind_a_number() -> None:
    found = find_contacts(
        make_notice("联系电话：0550-7772315（上午8:00-12:00）联系人：宣华、陶红\n投诉电话：0550-7023315")
    )

    assert [(one.names, one.phones) for one in found] == [
        (("宣华", "陶红"), ("0550-7772315",)),
        ((), ("0550-7023315",)),
    ]


def test_what_a_number_is_for_is_no_name_of_the_next_person() -> None:
    text = "教务：钱可欣 010-84512201（第一期）、孟繁 010-84512207（第二期）\n财务：010-84512230\n传真：010-84512299"

    assert [(block.names, block.phones, block.faxes) for block in read_blocks(text)] == [
        (["钱可欣"], ["010-84512201"], []),
        (["孟繁"], ["010-84512207"], []),
        ([], ["010-84512230"], []),
        ([], [], ["010-84512299"]),
    ]


def test_the_remark_is_part_of_the_quote_so_that_it_can_be_asked_for() -> None:
    text = "联系方式\n省商务厅流通处 宁采薇 0591-7730218（认定） 荀彧文 0591-7730226（复核）\n平台技术支持 0591-7730599"
    blocks = read_blocks(text)

    assert [(block.names, block.phones) for block in blocks] == [
        (["宁采薇"], ["0591-7730218"]),
        (["荀彧文"], ["0591-7730226"]),
        ([], ["0591-7730599"]),
    ]
    assert text[blocks[1].start : blocks[1].end] == "荀彧文 0591-7730226（复核）"


def test_who_receives_the_papers_is_not_who_is_asked() -> None:
    text = "联系人：章望舒 电话：010-60010233\n材料寄送：某市月河街16号商联大厦1205室，邮编100045，谷雨收，电话：010-60010239\n监督电话：010-60010200\n电子信箱：xianjin@xyslh.org.cn"

    assert [(block.names, block.phones, block.addresses, block.emails) for block in read_blocks(text)] == [
        (["章望舒"], ["010-60010233"], [], []),
        (["谷雨"], ["010-60010239"], ["某市月河街16号商联大厦1205室"], []),
        ([], ["010-60010200"], [], []),
        ([], [], [], ["xianjin@xyslh.org.cn"]),
    ]


def test_a_second_office_and_the_hotlines_have_their_own_numbers() -> None:
    text = "市商务局消费科：邵一凡、闻静，电话：0573-8250116；市财政局经济建设科：华东明，电话：0573-8250329；系统技术支持（平台）：95516"

    assert [(block.names, block.phones) for block in read_blocks(text)] == [
        (["邵一凡", "闻静"], ["0573-8250116"]),
        (["华东明"], ["0573-8250329"]),
        ([], ["95516"]),
    ]


def test_a_number_that_opinions_are_faxed_to_is_a_fax() -> None:
    assert [(block.phones, block.faxes) for block in read_blocks("通过传真将意见发送至：0577-88201356。")] == [
        ([], ["0577-88201356"])
    ]


def test_a_section_in_front_of_its_people_is_no_person() -> None:
    assert [(block.organ, block.names) for block in read_blocks("联系人：商贸科 欧阳岚、杜仲，电话：0730-8855231")] == [
        ("商贸科", ["欧阳岚", "杜仲"])
    ]

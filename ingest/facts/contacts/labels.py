"""The words that announce a contact: 联系人, 电话, 传真, 地址. One pattern for each kind of value, found in the text with LABEL."""

from __future__ import annotations

import re
from enum import Enum

from ingest.facts.contacts.people import SURNAMES
from ingest.organs import CJK, PLACE


class Field(Enum):
    """What a label announces."""

    FREE = "联系人及电话"  # names and numbers in any order
    ANY = "联系方式"  # the same, or the number of the person just named
    PERSON = "联系人"
    ORGAN = "联系部门"
    PHONE = "电话"
    CALL = "拨打"
    FAX = "传真"
    BOTH = "电话/传真"
    SAME = "传真同上"
    EMAIL = "邮箱"
    ADDRESS = "地址"
    NONE = "邮编"  # what follows is none of our business


REMARK = r"(?:[（(][^（）()：:\d]{0,12}[）)])?"
COLON = rf"\s*{REMARK}\s*[：:]"
BEFORE_NUMBER = r"\s*(?:为|是)?\s*(?=[（(+]?\d{3})"
QUALIFIED = r"(?:(?:联系|咨询|办公|值班|监督|举报|投诉|服务|报名|客服|移动|固定|公开|工作|电子|指定|专用)\s{0,4}){0,3}"
TALK = rf"{QUALIFIED}(?:电\s*话|手\s*机|座\s*机|热\s*线|专\s*线|固\s*话|(?i:telephone|tel|phone))"
SAME_AS_MOBILE = r"[（(](?:同|与)?(?:手机|电话)(?:号码?)?(?:同号|相同|一致)?[）)]"
SEND_TO = r"(?:请|统一|一并)?(?:邮|快递)?寄(?:送)?(?:至|到|往)?|(?:纸质)?材料(?:请)?(?:送|报|递交)(?:至|到|往)"
MAIL = r"(?:收件|收信|邮寄|寄送|通讯|通信|联系|报送|办公|投递|接收|单位)"
# 联系人 办公电话 邮箱: the first line of a table
HEADER = r"(?:(?:联系|办公|移动|固定|电子)?(?:电话|手机|邮[箱件]|传真|方式|地址)|职务|备注)"
LABELS: tuple[tuple[Field, str], ...] = (
    (Field.NONE, rf"(?:邮\s*编|邮政编码|网\s*址|网\s*站|微信(?:公众)?号?(?!\s*{SAME_AS_MOBILE})|QQ(?:[群号]+|客服|[{CJK}]{{1,4}})?(?!邮)|[账帐]\s*[号户]|开户行?|税号|信用代码|身份证(?:号码?)?"
                 rf"|时\s*间|附\s*件|备\s*注|日\s*期|编\s*号|文\s*号|职\s*务)(?:{COLON}|\s*(?=\d{{5}}))"),
    (Field.SAME, r"传\s*真(?:号码?)?\s*[：:]?\s*(?:同上|同(?:办公|联系)?电话|同号|与(?:办公|联系)?电话(?:相同|一致|同号))"),
    (Field.BOTH, rf"{TALK}(?:号码)?\s*(?:[/／、及和与]\s*传\s*真|[（(]\s*(?:兼)?传\s*真\s*[）)])(?:{COLON}|{BEFORE_NUMBER})"),
    (Field.BOTH, rf"传\s*真\s*[/／、及和与]\s*{TALK}(?:{COLON}|{BEFORE_NUMBER})"),
    (Field.FREE, rf"(?:联\s*系\s*人\s*(?:员)?(?:[及和与、/／]\s*其?|[（(])?\s*(?:联系)?(?:电\s*话|方\s*式|方\s*法|手\s*机)(?:号码)?[）)]?)(?:{COLON}|(?=\s*$|\s*\n))"),
    (Field.ANY, rf"(?:联\s*系\s*方\s*[式法]|通讯方式)(?:{COLON}|(?=\s*$|\s*\n))"),
    (Field.PERSON, rf"(?:联\s*系\s*人\s*员?(?:姓名)?|联络[人员]|联系老师|收[件信]人|咨询人|经办人|承办人|负责人|责任人|对接人|接洽人)"
                   rf"(?:{COLON}|[ ]+(?![ ]*{HEADER})(?=[{CJK}]))|联系人(?:为|是)?(?=[{''.join(sorted(SURNAMES))}][{CJK}]{{1,2}}[，,、；;（(\s\d])"),
    (Field.ORGAN, rf"(?:联系|对接|承办|咨询|受理|办理|接收|收件)(?:部门|单位|科室|处室|机构){COLON}"),
    (Field.FAX, rf"(?<![\d）)])(?<![\d）)]\s)[（(]\s*传\s*真\s*[）)]{BEFORE_NUMBER}|{QUALIFIED}(?:传\s*真(?:电话|号码)?|(?i:fax))(?:{COLON}|{BEFORE_NUMBER})"
                rf"|传\s*真[{CJK}]{{0,12}}[至到往]\s*[：:]?\s*(?=[（(]?\d{{3}})"),
    (Field.PHONE, rf"{TALK}(?:号码|电话|号)?(?:[及、/（(或和]\s*微信(?:同?号)?[）)]?)?(?:{COLON}|{BEFORE_NUMBER})"
                  r"|(?:业务|技术|政策|系统)?(?:咨询|举报|投诉|监督|客服|技术支持){1,2}\s*(?:[（(][^（）()：:\d]{0,12}[）)])?\s*[：:]\s*(?=[（(]?\d{3})"
                  rf"|微信(?:号)?\s*{SAME_AS_MOBILE}\s*[：:]"),
    (Field.CALL, r"(?:拨打|致电)(?=[^，。；：\d]{0,14}\d{3})"),
    (Field.EMAIL, rf"{QUALIFIED}(?:邮\s*[箱件]|信\s*箱|(?i:e-?mail))(?:地址|账号)?(?:{COLON}|\s*(?:为|是)?\s*(?=[A-Za-z0-9]))"),
    (Field.ADDRESS, rf"(?:{MAIL}\s*)?地\s*址{COLON}|(?:{SEND_TO})\s*[：:]"
                    rf"|(?:邮|快递)?寄(?:送)?(?:至|到|往)(?=(?:{PLACE.pattern})[{CJK}\d]{{0,20}}?(?:路|街|道|巷|大厦|\d号))"),
)  # fmt: skip
# Blanks are bounded, so that a long run of them costs no more than its length.
LABEL = re.compile(
    "|".join(f"(?P<l{n}>{pattern})" for n, (_, pattern) in enumerate(LABELS)).replace(r"\s*", r"\s{0,6}")
)


def kind_of(label: re.Match[str]) -> Field:
    """What a match of LABEL announces.

    >>> [kind_of(label).value for label in LABEL.finditer("联系人：王芳，电话/传真：010-85090001，邮编：100731")]
    ['联系人', '电话/传真', '邮编']
    """
    return next(LABELS[n][0] for n in range(len(LABELS)) if label[f"l{n}"])

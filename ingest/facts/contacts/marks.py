"""What the marks and words around a value tell of it: whose a number is, where a quote begins, what is no contact's own."""

from __future__ import annotations

import re

from ingest.facts.contacts.labels import Field
from ingest.organs import CJK

BETWEEN_NUMBERS = re.compile(r"[\s/／、，,；;和及或（）()]*")
FAX_MARK = re.compile(r"\s*[（(]\s*(?:(兼|带|同|含|电话[/、及]?)\s*)?传\s*真\s*[）)]|\s*[（(](?i:fax)[）)]")
# Behind a number, what it is for or when it is answered: （第一期）, （认定）, （工作日9:00-17:00）; never another value.
REMARK = re.compile(r"[ \t\u3000]*[（(](?P<remark>(?:[^（）()：:\n]|(?<=\d)[：:](?=\d)){1,24})[）)]")
RECIPIENT = re.compile(rf"[{CJK}]{{2,4}}(?:（|\()?收(?:[）)]|(?=[，,；;。\s\n]|\Z))")
MOBILE = re.compile(r"1\d{10}")
NUMBER_NEXT = re.compile(r"[ \t\u3000]+[（(+]?\d{3}")
ENDS_HERE = re.compile(r"[ \t\u3000]*(?:[、，,；;。）)\n]|\Z)")
AT_COMMA = re.compile(r"[ \t]*[，,][ \t]*")
STOPS_HERE = re.compile(r"[ \t]*(?:[；;。）)\n]|\Z)")
HOTLINE_NUMBER = re.compile(r"(?:0\d{2,3}-)?(?:1\d{4}|9[56]\d{3,4})")
NUMBER_LABELS = (Field.PHONE, Field.CALL, Field.FAX, Field.BOTH)
SHARED = (Field.PHONE, Field.FAX, Field.BOTH, Field.EMAIL, Field.ADDRESS)  # below a list they may be of all in it
HOTLINE = re.compile(r"举报|投诉|监督|热线|咨询|客服|值班|支持")
COMPLAINTS = re.compile(r"举报|投诉|监督")  # a number that is nobody's of those named before it

# Words in front of a label or value that belong into its quote. \Z, not $: a line feed may come behind.
LEAD_WORDS = re.compile(rf"(?:^|[^{CJK}\d])([{CJK}]{{1,8}})\Z")
LEAD = re.compile(rf"[{CJK}]{{2,14}}")

ADDRESSED_TO = re.compile(
    rf"[{CJK}]*(?:至|到|向(?!阳)|往|[前料表件][报交]|报送|上报|呈报|寄送|送交|抄送|抄报|反馈)([{CJK}]+)"
)
# Words between two numbers of one owner: 0571-87051234 或 139…, 办公 0571-…; other words are another owner.
SAME_OWNER = re.compile(
    r"(?:也可|或者?|以?及|和|另|还可|办公|值班|总机|直线|移动|座机|工作日|白天|夜间|晚上|节假日|周末|备用|分机|办公室|单位|家庭|工作|联系|拨打|咨询|微信|同号)+"
)
STRANGER = re.compile(rf"[{CJK}A-Za-z·]{{2,24}}")
STRANGER_BEFORE = re.compile(rf"(?:^|[^{CJK}])(?:或者?|以?及|和)?([{CJK}]{{1,8}})\Z")

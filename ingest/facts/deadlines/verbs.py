"""The words of handing in: its verbs, who receives, the labels of its times. Patterns for one sentence."""

from __future__ import annotations

import re

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"
BODY = (
    r"(?:部|司|厅|局|委|委员会|办|办公室|处|科|室|署|中心|部门|协会|学会|商会|联合会|平台|系统|邮箱|公司|政府|"
    r"领导小组|小组|指挥部|组委会|秘书处|机构|单位|银行|窗口|专班|站|组)"
)
RECIPIENT = re.compile(
    rf"(?:一次)?(?:至|到|给|往|送)?(?:指定(?:的)?)?(?P<to>(?:[{CJK}、□]|[（(][省市区县州盟旗、]{{1,9}}[）)]){{1,36}}{BODY}(?:[（(](?!设在|以下|含|联系|地址)[{CJK}、]{{2,20}}[）)][{CJK}]{{0,12}})?)"
    r"(?=[，,。；;：:、\s\[(（*A-Za-z0-9□]|各?[一二两三四五][份式]|备案|审[核批定查]|汇总|存档|$)"
)
NOT_A_NOUN = (
    r"(?!的|材料|资料|表|单|单位|主体|对象|条件|要求|须知|流程|程序|方式|工作|系统|平台|意见|情况|信息|时间|截止|日期|期|"
    r"制度|机制|渠道|函|书|证|处|费|号|率|数|量|超|审核|审批|企业?名单|价|地)"
)
EMAIL = r"[A-Za-z0-9_.+-]{1,64}[@＠][A-Za-z0-9-]{1,64}(?:[.．][A-Za-z0-9-]{1,24}){1,4}"
TO_SOMEBODY = rf"给?(?={RECIPIENT.pattern.replace('?P<to>', '?:')})"
# 报 alone is a verb only before a recipient, and where no neighbour makes another word of it: 举报, 通报, 证券报, 报经济.
REPORT = (
    r"(?<![举播海情预通简公周月日晨晚捷年季快汇申填上呈转回谎瞒虚电党专])"
    r"报(?![告道名表纸废警喜批错备到账关]|社(?!会)|价(?!格)|销(?!售)|考(?!试)|税(?!务)|经(?!济)|国(?![家务]))"
    + TO_SOMEBODY
)
# So are 送 and 发, of which 抄送, 印发 and 转发 are none.
SEND = (
    rf"(?<![抄派运输推配赠递护移目欢])送(?![达货检审教]){TO_SOMEBODY}"
    rf"|(?<![印颁下转签批核分开研引激触出派首始制散])发(?![展改放布现生动挥起行出文票货给])(?:{TO_SOMEBODY}|(?={EMAIL}))"
)
STRONG = re.compile(
    rf"(?:(?:报送|上报|呈报|呈送|报备|提交|递交|反馈|发送|寄送|邮寄|函复|函告){NOT_A_NOUN}|{REPORT}|报[至往]|{SEND}"
    r"|(?:寄|送|发|交|传真|传|汇总)(?:至|到|往))"
)
# What is written or filled in to be handed in.
THING = (
    r"(?:情况|材料|资料|信息|报告|数据|名单|清单|方案|计划|总结|小结|进展|成效|做法|经验|案例|线索|意见|建议|台账|表|书|函|稿|"
    r"照片|图片|视频|文件|回执|问题|动态|名额|联络员)"
)
# With nothing taken up by 将 before it, 反馈意见 and 报送情况 are verb and object.
WITH_OBJECT = re.compile(
    r"(?:报送|上报|呈报|报备|提交|递交|反馈|发送|寄送|邮寄|填报|上传|录入|签订|签署)(?!的|费)"
    rf"|(?<![举播海情预通简公周月日晨晚捷年季快汇申填上呈转回谎瞒虚电党专])报(?![告道名表纸废警批错备到账关送考刊价])"
    rf"(?=[{CJK}]{{0,12}}{THING}(?:[，,。；;（(]|$))"
)
WEAK = re.compile(
    rf"(?:申报(?!人)|填报|报名|备案|登记(?![在于])|签署|签订|签约|注册(?!企业|资本|商标|会计)|录入|导入|上传|推荐|汇报|申请(?!人)|回复|报到){NOT_A_NOUN}"
)
# 报名时间, 材料提交截止日期: the verb is part of the label of the date.
LABEL = re.compile(
    r"(?P<verb>(?:公开)?征求意见|报名|申报|报送|上报|寄送|提交|递交|受理|征集|填报|登记|推荐|申请|投稿|材料接收|收件|反馈|注册(?=(?:报名)?(?:截止)?(?:时间|日期)[：:为])|签约)"
    r"(?P<object>[^，。；：:费证执\n]{0,6}?)(?:起止|截止)?(?:时间|日期|期限|时限|截止|阶段)(?=[^，,。；;\n]{0,10}$|(?:由|从|在此前|原)[^。；;\n]{0,40}$|不变[，,]?仍?为$)"
)
TO_BEHIND = re.compile(
    rf"(?:至|到|给)(?P<to>[{CJK}]{{1,30}}{BODY}(?:[（(][{CJK}]{{2,20}}[）)])?)(?=[，,。；;：:、\s\[(（A-Za-z0-9]|$)"
)
OBJECT_FIRST = re.compile(r"(?<!周)[至到往]|(?<!供)给(?!排水)")
# 报至省商务厅电商处张三: a person behind the office.
TO_NAMED = re.compile(
    rf".{{1,2}}[至到往](?P<to>[{CJK}]{{1,30}}(?:厅|局|部|委|司|处|科|办公室|室|中心))(?=[{CJK}]{{2,4}}[（(，,。；;]|同志)"
)
TO_BEFORE = re.compile(
    rf"(?:向|给|往|经|到)(?P<to>[{CJK}（）()、]{{1,36}}{BODY}(?:[（(][{CJK}]{{2,20}}[）)])?)"
    r"(?:(?:统一|书面|及时|分别|进行|正式|提出|如实|集中)*)$"
)
BARE_MAILBOX = re.compile(rf"[{CJK}]{{0,3}}(?:电子)?邮箱$")
MAILBOX = re.compile(rf"(?:至|到|往)?(?:[{CJK}]{{0,10}}邮[箱件])?[:：\s\[（(]*(?P<to>{EMAIL})")
TO_MAILBOX = re.compile(rf"[至到往][{CJK}]{{0,10}}[:：\s\[(（]*(?P<to>{EMAIL})")

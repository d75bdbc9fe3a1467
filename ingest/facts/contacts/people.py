"""Names of persons as contact lines print them: 王殿宁, 欧阳娜, 徐老师, 古丽米热·艾买提. Words in, names out.

Source of the surnames: the 2020 census's most frequent ones and the classic 《百家姓》, without those that more often begin
another word (国, 通, 云, 乐, 农).
"""

from __future__ import annotations

import re

from ingest.organs import CJK
from ingest.regions import CITIES

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪施季倪殷章鲁葛"
    "岳齐梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位霍翁隋植甘景薄单包司柏宁柯阮桂闵"
    "解强柴华车冉房边净阎俞聂冷蒲麦连褚娄窦岑腾楼牛仇简应栾尤畅晏邢古仲宫敖米库诸戚滕冀温宗臧晋明计伍商全池骆丛苟佟"
    "郎吉沙慕艾水敬竺初尚巴安喻樊符蓝代申区原鄢胥粟亓兰苑由迟年从卓朴阚郁缪雍虞佘茅花平郜鞠邬芦焦买伊"
    "傅翟庞柳毕颜萧穆卞皮廉奚昌凤酆湛禹狄贝伏谈麻危刁昝裘贲钮嵇滑荣荀羊於麴封芮羿储汲邴糜井巫弓牧隗宓蓬郗仰暴钭厉戎祖束"
    "韶蓟宿邰鄂蔺屠蒙阴苍闻莘贡逄姬扶堵郦郤璩桑濮寿扈燕郏瞿茹宦容慎戈庾暨衡弘匡寇阙殳沃蔚夔巩厍晁勾訾毋乜巢蒯荆桓支"
    "仝冼邝况仉帅揭楚赫邸郇逢雒闪萨呼尉忻禚菅栗沐冶亢仵哈亓"
)
# Names whose surname is as a rule another word; believed only between an organ and its number.
RARE = re.compile(rf"和[{CJK}]{{2}}")
# 小吴: as a technical support is called; none of these makes a word of its own with 小.
CALLED = re.compile(
    r"小[王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董程曹袁邓许沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜范姚谭廖邹陆崔邱秦顾邵孟]"
)
COMPOUND = tuple(
    [
        "欧阳",
        "上官",
        "司马",
        "司徒",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "端木",
        "夏侯",
        "长孙",
        "宇文",
        "独孤",
        "澹台",
        "公冶",
        "濮阳",
        "淳于",
        "轩辕",
        "钟离",
        "闾丘",
        "申屠",
        "仲孙",
        "鲜于",
        "呼延",
        "南宫",
        "西门",
        "东郭",
        "完颜",
        "赫连",
        "拓跋",
        "纳兰",
    ]
)
ROLE = (
    "老师|女士|先生|同志|小姐|经理|主任|副主任|处长|副处长|科长|副科长|局长|副局长|司长|主管|专员|干事|部长|秘书长|会长|工程师|"
    "教授|医生|律师|主席|书记|组长|队长|所长|站长|工|调研员|科员|主任科员"
)
ONLY_ROLE = re.compile(rf"(?:{ROLE})")
TITLED = re.compile(rf"([{CJK}]{{1,4}}?)({ROLE})")
PLAIN = re.compile(rf"[{CJK}]{{2,6}}")
DOTTED = re.compile(rf"[{CJK}]{{1,8}}(?:[·•‧][{CJK}]{{1,8}})+")
# The characters that Uygur, Mongol and Tibetan names are written with; a name without dots has no surname to know it by.
TRANSCRIBED = frozenset(
    "阿不布都艾尔古丽娜尼亚热木江提买吐孙斯琴高娃乌兰图雅巴特格其日勒扎西卓玛才让次仁旦增多吉索南桑珠拉姆央金曲德旺堆珍达瓦措"
    "依力哈穆萨伊迪赛帕夏孜合麦娅苏呼和朝鲁恩赫拜山努尕吾买麦孜那木根宝音敖登苏日娅"
    "丽热巴拉曼司义卜杜如则牙赛逊依玉素甫肉铁太希沙塔卡地里帕克再丁古力皮扎克玛依"
)
# Words of forms and tables that begin like a surname.
NO_NAME = re.compile(
    r"^[各本该区县]|联系|咨询|办公|值班|举报|投诉|公开|立即|[亚欧非美洋]洲|单位|部门|时间|方式|电话|姓名|职务|手机|地址|邮[箱编件]|传真|安排|成员|项目|施工|万元|全体|关于|方案|活动|平台|商务|商品|"
    r"包括|应当|水平|区域|高新|经开|金融|文化|明确|计划|和平|华[东南西北](?:$|[地片大区总分])|江[苏西]|云南|宁夏|安[徽全]|广[东西]|吉林|"
    r"甘肃|于本|年度|由于|从事|向社会|任何|连同|同时|单独|温馨|路[线径]|应急|强化|车辆|房屋|包装|商会|计算|白天|全[国省市区]|常[规见用]"
    r"|石油|易[于购]|季度|成[效果立]|解[决答]|原[件则]|代[理表]|申[报请]|年[月日]|平[台时]|时[限段]|方[法面]|管理|"
    r"程序|康复|温度|高[校速]|黄[牛金]|白名单|马上|严[格禁]|金额|祝贺|左右|查[询看]|简[介章]|应[按由]|宗旨|街道|审批|信息|人员|"
    r"用户|客服|服务|技术|支持|报名|宣传|会务|业务|财务|政策|材料|负责|指定|统一|封[面闭存]|毕业|祖国|支付|支队|师生|修改|平日|"
    r"商[标贸户家]|计[价量时分数]|水[利务产电质]|花卉|石化|车险|金属|白酒|农[业村民产]|燕郊|盖章|须知|党[委组建校]|总[台机部]"
)


def name_of(words: str, labelled: bool = False) -> str | None:
    """The name of one person, without the post behind it where the name is whole; None where the words name nobody.

    Behind a label such as 联系人 a rare surname and a transcribed name are believed, too.

    >>> [name_of(words) for words in ("王殿宁", "古丽米热·艾买提", "徐老师", "张明女士", "单位", "岳阳")]
    ['王殿宁', '古丽米热·艾买提', '徐老师', '张明', None, None]
    """
    if DOTTED.fullmatch(words):
        transcribed = sum(c in TRANSCRIBED for c in words)
        return words if labelled or transcribed * 2 >= len(words) - 1 else None  # 惠享生活·乐购金秋 is nobody
    if CALLED.fullmatch(words):
        return words
    titled = TITLED.fullmatch(words)
    if titled and (len(titled[1]) == 1 or titled[1] in COMPOUND):
        return words if titled[1] not in "副总各原现正该本大小" else None
    name = titled[1] if titled and titled[2] != "工" else words
    if not PLAIN.fullmatch(name) or NO_NAME.search(name) or ONLY_ROLE.fullmatch(name) or name in CITIES:
        return None
    if name.startswith(COMPOUND) and len(name) <= 4:
        return name
    if name[-1] in "省市县区":
        return None
    if len(name) <= 3:
        return name if name[0] in SURNAMES or labelled else None
    return name if labelled and sum(c in TRANSCRIBED for c in name) >= len(name) - 1 else None


def is_person(words: str, labelled: bool = False) -> bool:
    """Whether the words are one person's name."""
    return name_of(words, labelled) is not None


def is_role(text: str) -> bool:
    """Whether the words are a post and no name: 处长, 主任."""
    return ONLY_ROLE.fullmatch(text) is not None

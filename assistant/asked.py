"""What kind of thing a question asks for, and what a sentence must hold to answer it: a sum, a place, a penalty.

A passage may be about all the words of a question and still not answer it: 美食街的摊位怎么租 is not answered by a sentence
about 美食街. Words in, patterns out; nothing here is about one campaign, place or person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from assistant import lexicon
from ingest.tokenise import words

COPIES, COUNT, SUM, CLOCK, LENGTH, TIME, NAME = "份数", "数量", "金额或比例", "几点", "天数", "时间", "姓名或名称"
TITLE, WHO = "名称", "由谁负责"
PRESENTS, PLACE_NAMED = "由谁出面", "具体地点"
DECIDES = re.compile(r"谁(?:来)?(?:说了才?算|定|拍板|做主|决定)|由谁(?:来)?(?:确)?定")
NUMBER = r"[\d一二三四五六七八九十百千万两]"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of thing: how questions ask for it, what a sentence that states it holds, and its name in a refusal."""

    asks: re.Pattern[str]
    holds: re.Pattern[str]
    name: str
    around: bool = False  # what is around the sentence belongs to it: who does it stands in front


WANTED: tuple[Wanted, ...] = (
    Wanted(
        re.compile(
            rf"{lexicon.ASKS_AMOUNT.pattern}|注册资[本金]|(?:费|金额|价格?|押金|薪水|工资|租金|额度?)(?:上限)?(?:一[年月天共]|总共|大概)?(?:是|有|要|收|为)?(?:多少|怎么算|几何)|能?领多少|多少[亿万]|(?:[补报贴赔掏奖返退减抵]|分到?|给)(?:客人|顾客|我们|商家|企业|咱们?)?多少(?![个家名人位张场份种项次天年户台件])|钱[^，。？?]{0, 6}多少"
        ),
        lexicon.HOLDS_AMOUNT,
        SUM,
    ),
    Wanted(
        re.compile(
            r"(?:一共|总共|总计|合计|拢共)[^，。？?]{0,6}多少(?:钱|资金|经费|元)|(?:预算|总额|总投入)[^，。？?]{0,3}多少|多少预算"
        ),
        re.compile(
            rf"(?:总|共|合计|累计|预算|规模|安排|投入|筹措)[^，。；]{{0,14}}?(?:{NUMBER}\s*[余多]?\s*[十百千]?[万亿]?\s*元|\d\s*[余多]?\s*[万亿](?![家个户名人次件台]))"
        ),
        "总额",
    ),
    Wanted(lexicon.ASKS_WEB, lexicon.HOLDS_WEB, "网址或平台"),
    Wanted(
        re.compile(r"(?:几|多少)[份套](?:才|[？?。！呢啊吗]|$)|一式几"),
        re.compile(rf"一式|{NUMBER}\s*[份套]"),
        COPIES,
    ),
    Wanted(
        re.compile(r"是哪家|哪几家|哪家(?:公司|机构|银行|单位|企业|平台|工厂|厂)"),
        re.compile(r"公司|集团|银行|中心|协会|研究院"),
        "是哪一家",
    ),
    Wanted(
        re.compile(r"哪[一几]?个?国(?!家?级)|哪些国家?(?!级)"),
        re.compile(
            r"日韩|中韩|欧美|[日韩美英法德俄泰]国?(?=[、和等及])|[\u4e00-\u9fff]{1,3}(?<![我各全外本中多两])国(?![家际内外产务])|东盟|欧盟"
        ),
        "是哪些国家",
    ),
    Wanted(
        re.compile(r"长什么样|长啥样|什么图案|什么颜色|啥样子"),
        re.compile(r"图案|颜色|图形|样式|见附件|详见"),
        "样子",
    ),
    Wanted(lexicon.ASKS_COUNT, lexicon.HOLDS_COUNT, COUNT),
    Wanted(
        re.compile(r"最高|最多|顶多|上限|封顶"),
        re.compile(r"最高|最多|不得?超过|不得?[高多大]于|上限|以内|限额|至多|封顶|≤"),
        "上限",
    ),
    Wanted(
        re.compile(r"[一每][台件套单辆户张次间亩晚桌][\u4e00-\u9fff]{0,6}(?:多少|几)"),
        re.compile(r"[每单一][一]?[台件套单辆户张次间亩晚桌]|/\s*[台件套单辆户张次间亩晚桌]|(?:元|折)[／/]"),
        "每份的数额",
    ),
    Wanted(
        re.compile(rf"几点(?!要求|意见|建议|注意)|{NUMBER}点(?:还是|到){NUMBER}点"),
        re.compile(r"\d{1,2}\s*[:：时点]"),
        CLOCK,
    ),
    Wanted(
        re.compile(
            r"多少(?:天|年|个?月)|(?:(?<![那这前后头])|(?<=提前)|(?<=延后))几天|几(?:工作日|小时|星期)|几个(?:工作日|小时|星期|月)|多长(?!度)|多久(?![报交]|一次)|有效期"
        ),
        re.compile(rf"{NUMBER}+\s*个?\s*(?:天|日内|小时|工作日|星期|周|月内|个月|年内)|有效期|[—\-~至]\s*\d"),
        LENGTH,
    ),
    Wanted(
        re.compile(r"(?<![前近这那])几年|多少年"),
        re.compile(r"(?<![\d近前])\d{1,2}\s*年(?!\s*\d)|(?<![近前])[一二两三四五六七八九十]+年(?!货)|长期|永久"),
        "年数",
    ),
    Wanted(lexicon.WHEN, lexicon.HOLDS_TIME, TIME),
    Wanted(
        re.compile(
            r"(?<!走)哪条[路街]|哪个(?:城市|街道|酒店|场馆|展馆)|详细地址|具体地址|什么位置|"
            r"[在到去](?:[\u4e00-\u9fff]{2,3})?(?:哪里|哪儿|哪|什么地方|何处)(?:召?开|举[行办]|办|搞|集合|签到)(?!网)|(?:召?开|举[行办])(?:地点|的地方)|"
            r"在[\u4e00-\u9fff]{2,3}(?:哪个地方|什么地方)(?![政级])"
        ),
        re.compile(
            r"地[址点]|位于|设在|会场|[在于](?![^，。；]{0,12}(?:期间|[年月日时]))[^，。；]{2,20}(?:举[行办]|召开)|[\u4e00-\u9fff]{2}(?:路|街|大厦|号楼|广场|会展中心|酒店)"
        ),
        "地点",
    ),
    Wanted(
        re.compile(
            r"(?:负责人|主持人|组长|主任|专家)(?:是|叫)谁|谁(?:是|当|任)(?:负责人|主持人|组长)|哪几?位|叫什么|叫啥|名叫|姓什么|姓名|由谁(?:主持|主讲|来讲|表演)|谁(?:主持|主讲|讲话|表演)"
        ),
        re.compile(r"联系人|联络人|姓名|收件人|主持人|名称[为是：:]|[\u4e00-\u9fff]{1,3}(?:先生|女士|老师|同志)"),
        NAME,
    ),
    Wanted(
        re.compile(
            r"(?:活动|专区|专场|专栏|栏目|直播间|口号|项目|平台|系统|品牌|标识|节目|行动)[^，。？?]{0,3}叫(?:做|作)?(?:啥|什么)"
        ),
        re.compile(r"[“《”》\"]"),
        TITLE,
    ),
    Wanted(
        re.compile(
            r"谁(?:来|去|管|定|说了算|说了才算|拍板|做主|牵头|负责|盯)|由谁|归谁|哪个?(?:部门|单位|司局|一级|级)|算谁的"
        ),
        re.compile(
            r"[部委局厅司办署院]|政府|主管|单位|企业|协会|公司|平台|机构|各地|各[省市县区]|我[部司厅局委]|负责人"
        ),
        WHO,
        around=True,
    ),
    Wanted(
        re.compile(
            r"怎么罚|咋罚|[不没未][^，。？?]{1,8}[，,]?会(?:怎么?样|咋样|如何)|[没不未](?!有)[^，。？?]{1,8}会(?:怎么?样|咋样|如何)|被罚|挨罚|罚款|罚多少|处罚|什么后果|啥后果|怎么收拾|会被通报|算不算违规|追不追究"
        ),
        re.compile(
            r"罚|追究|取消|撤销|注销|追回|收回|黑名单|失信|责令|移[交送]|终止|清退|清算|不予|查处|问责|停止|通报批评|退出|退还|不[再得]?纳入|作废|无效|视为"
        ),
        "如何处罚",
    ),
    Wanted(re.compile(r"赔(?!本|礼)"), re.compile(r"赔"), "如何赔偿"),
    Wanted(
        re.compile(r"奖励|奖金|得奖|获奖|有什么奖|有啥奖|表彰|表扬"),
        re.compile(r"奖|表彰|表扬|激励|优先"),
        "奖励",
    ),
    Wanted(re.compile(r"[盖加]\S{0,4}章|公章"), re.compile(r"章(?!程|节|鱼)|签字"), "是否盖章"),
    Wanted(
        re.compile(r"(?:什么|哪些|啥|要不要|有没有)(?:证|资质|资格证|执照|证书)"),
        re.compile(r"证[书件]?|执照|资[质格]|许可"),
        "证照",
    ),
    Wanted(
        re.compile(r"收不收费|[收缴交免]费吗|交不交[钱费]|[费钱]用?(?:由|让|归)?谁[出付掏交]|谁[出付掏交][钱费]"),
        re.compile(r"收费|费用|免费|免收|不收|收取|自理|承担|经费|资金"),
        "是否收费",
    ),
    Wanted(
        re.compile(r"什么格式|哪种格式|什么字体"),
        re.compile(r"格式|字体|字号|pdf|word|excel|电子版|扫描件|模板", re.IGNORECASE),
        "格式",
    ),
    Wanted(re.compile(r"限购|能买几|每人几|每人多少"), re.compile(rf"限购|限{NUMBER}|每[人户位]"), "限购数量"),
    Wanted(re.compile(r"申诉|复议|不服"), re.compile(r"申诉|复[议核审查]|异议"), "如何申诉"),
    Wanted(re.compile(r"怎么租|租金|租赁"), re.compile(r"租"), "租赁"),
    Wanted(
        re.compile(r"(?:啥|什么|哪[个张份些]|几张)(?:申[报请])?表(?![示明现演])"),
        re.compile(r"表(?![示明现彰达演率])"),
        "填什么表",
    ),
    Wanted(re.compile(r"几度|多少度|温度"), re.compile(r"℃|\d\s*度|摄氏|温度"), "温度"),
    Wanted(
        re.compile(r"多大(?:面积|的?(?:场|展|摊|店))|几平|多少平|面积"),
        re.compile(r"平方|平米|㎡|面积|公顷|亩"),
        "面积",
    ),
    Wanted(
        re.compile(r"(?:几|多少)(?:斤|公斤|千克|吨)|多重"),
        re.compile(rf"{NUMBER}\s*(?:斤|公斤|千克|吨)|重量"),
        "重量",
    ),
    Wanted(re.compile(r"几岁|多大年[纪龄]|年龄"), re.compile(r"岁|年龄|周岁"), "年龄"),
    Wanted(re.compile(r"学历|文凭"), re.compile(r"学历|本科|大专|学位|毕业"), "学历"),
    Wanted(
        re.compile(r"(?:寄|邮|递|快递)(?:送|到|给|去|往)*(?:谁|哪)"),
        re.compile(r"寄|邮(?!政|箱)|收件|地址"),
        "寄给谁",
    ),
    Wanted(
        re.compile(
            r"(?:上哪|去哪|到哪|找谁|向谁|打什么|怎么|如何|哪里|在哪)[^，。？?]{0,6}(?:举报|投诉|告状|维权)|(?:举报|投诉)(?:的?电话|热线|渠道|邮箱|找谁|去哪|上哪|打)"
        ),
        re.compile(r"(?:举报|投诉)[^，。；]{0,8}(?:电话|热线|渠道|邮箱|平台|方式)|12315|12345|热线"),
        "举报投诉的渠道",
    ),
    Wanted(
        re.compile(
            r"(?:要不要|用不用|需不需要|得不得|是不是要|要)(?:再|另|先)?[交收缴付出掏]\S{0,3}[费钱](?!用?什么)|(?:学|会|报名|参展|场地|服务|管理|手续|押|保证)[费金](?:吗|么|收|是|要|有|多|怎|谁|由|几)"
        ),
        re.compile(r"收费|费用|免费|免收|不收|收取|自理|承担|经费|缴纳|交纳|[学会]费|报名费|参展费|押金|保证金"),
        "是否收费",
    ),
    Wanted(
        re.compile(r"封号|拉黑|除名|下架|吊销|开除|踢出|清出去|取消(?:资格|名额)(?:吗|么|不)|封店|关店"),
        re.compile(r"封|黑名单|除名|下架|吊销|清退|清出|退出|取消|暂停|终止|停止|关闭"),
        "如何处罚",
    ),
    Wanted(
        re.compile(
            r"谁(?:来|去|会|给)*(?:主持|主讲|讲课|讲话|致辞|发言|颁奖|剪彩|出席|表演|带队)|(?:主持|主讲|致辞|颁奖|带队)的?(?:是|人是)?谁"
        ),
        re.compile(r"主持|主讲|讲课|授课|讲话|致辞|发言|颁奖|剪彩|出席|表演|带队"),
        PRESENTS,
    ),
    Wanted(
        re.compile(r"哪(?:一|几)?个?(?:地级)?[市县区镇乡](?!场|级|里|局|域)"),
        re.compile(
            r"(?<![各本全的当有和及等省])[\u4e00-\u9fff]{1,5}(?<![各本全的当有和及等省我])[市县区镇乡](?![场级里局域民县区委])"
        ),
        PLACE_NAMED,
    ),
    Wanted(
        re.compile(r"(?:会议|房间|直播间|群|卡|编|证书?)号(?:码)?(?:是|为|多少|[？?]|$)"),
        re.compile(r"\d{5,}"),
        "号码",
    ),
    Wanted(
        re.compile(r"密码|账号是|帐号是|验证码"),
        re.compile(r"密码|账号|帐号|验证码"),
        "账号密码",
    ),
    Wanted(
        re.compile(r"食宿|住宿|住哪|住什么|吃住|管饭|包吃|订房|酒店(?:怎么|多少|是|在|订)"),
        re.compile(r"食宿|住宿|酒店|宾馆|就餐|用餐|房费"),
        "食宿",
    ),
    Wanted(
        re.compile(r"怎么(?:走|去|过去|坐车|到(?:会|现)场)|坐几路|停车|地铁|交通(?:路线|方式)"),
        re.compile(r"路线|乘车|地铁|公交|停车|交通|班车|接站"),
        "交通",
    ),
    Wanted(
        re.compile(r"[卖做干办搞]得最|销量(?:最|第一|冠军)|排(?:名|行|第)[几一]|第一名|前几名"),
        re.compile(r"第一|首位|冠军|居首|排名|排行|名列|最[高多好大]"),
        "排名",
    ),
    Wanted(
        re.compile(r"免不免费|免费的?(?:吗|么|不|没|[？?。]|$)|要不要钱|收钱[吗么不]"),
        re.compile(r"收费|费用|免费|免收|免[缴交除]|减免|不收|收取|自理|承担"),
        "是否收费",
    ),
    Wanted(
        re.compile(r"多少分(?![店会公场部社])|几分(?![店会公场部社钱之])|打分|评分|分数线|及格"),
        re.compile(r"分值|\d\s*分(?![店会公场部社之别])|评分|打分|得分|计分|赋分|分数"),
        "如何评分",
    ),
    Wanted(
        re.compile(r"哪一?个?(?:科室?|处室?|股室?|窗口|柜台)(?![长罚理技研普])"),
        re.compile(r"[科处股](?:室|(?![长罚理技研普学]))|窗口|柜台"),
        "哪个科室",
    ),
    Wanted(
        re.compile(
            r"(?:在哪|去哪|上哪|到哪|怎么|如何|咋)[里儿样个]?(?:[\u4e00-\u9fff]{0,3})(?:报名|注册|登记)|(?:报名|注册|登记)(?:入口|渠道|方式|流程)"
        ),
        re.compile(r"报名|申报|申请|注册|登记|推荐|填报|自愿参[与加]"),
        "报名渠道",
    ),
    Wanted(
        re.compile(r"谁(?:来|去)?(?:评|选|挑|定)(?:出来|出|上|下来|的)"),
        re.compile(r"评[选审定]|遴选|选[定拔出择]|推荐|认定|确定|产生"),
        "如何选出",
    ),
    Wanted(
        re.compile(
            r"谁(?:来|去|给)?[批审](?![发评])|谁(?:来|去)?(?:审批|批准|审核)|哪[个级家][\u4e00-\u9fff]{0,3}(?:审批|批准|审核)|要不要(?:[审报]批|批准)"
        ),
        re.compile(r"[审报]批|批准|审核|审定|审查|核准|同意|认定|遴选"),
        "由谁审批",
    ),
    Wanted(
        re.compile(
            r"(?:[拨给发出补]|支持)(?:点儿?|些|一?笔)?(?:钱|经费|资金)(?:不|吗|么|没|[？?]|$)|给不给[钱经资]|有没有(?:钱|经费|资金|预算)"
        ),
        re.compile(r"资金|经费|补贴|补助|财政|预算|奖励"),
        "资金支持",
    ),
    Wanted(re.compile(r"抽奖|中奖|开奖"), re.compile(r"抽奖|中奖|开奖"), "抽奖"),
    Wanted(re.compile(r"运费|邮费|快递费"), re.compile(r"运费|邮费|邮资|包邮|快递费|物流费|费用"), "运费"),
    Wanted(re.compile(r"发票|开票"), re.compile(r"发票|开票|票据"), "发票"),
    Wanted(re.compile(r"税率|交税|免税|纳税|报税"), re.compile(r"税"), "税"),
    Wanted(re.compile(r"保险"), re.compile(r"保险|投保"), "保险"),
)
# Nouns of asking that name no thing of their own: 什么要求, 哪些办法; measures are looked for as kinds of things above.
# fmt: off
MEASURES = frozenset((
    "比例", "金额", "额度", "数量", "上限", "下限", "价格", "费用", "标准", "时限", "期限", "日期", "电话", "号码", "地址", "邮箱", "名称", "名字", "人数", "传真",
    "至少", "一共", "总共", "最高", "最低", "最多", "最少", "大概", "分别", "具体", "平均", "合计", "最长", "最短", "超过", "累计", "左右", "以上", "以下", "时间", "时段",
))
PLAIN = MEASURES | frozenset((
    "要求", "手续", "流程", "程序", "东西", "办法", "事情", "内容", "部门", "单位", "地方", "时候", "情况", "方面", "措施", "条件", "活动", "规定", "问题", "作用", "工作", "任务", "意思",
    "关系", "做法", "方式", "方法", "形式", "安排", "动作", "说法", "讲究", "影响", "好处", "路子", "规矩", "态度", "角色", "材料", "企业", "公司", "原则", "特点",
    "目标", "特色", "支持", "政策", "帮助", "服务", "机制", "举措", "环节", "步骤", "阶段", "关键", "重点", "类型", "种类", "主体", "机构", "程度", "原因", "理由",
    "目的", "人员", "对象", "范围", "商品", "产品", "省市", "城市", "上去", "下来", "出来", "进来", "起来", "渠道", "途径", "后果", "处罚", "资格", "资料", "文件",
    "限制", "讲法", "方便", "便利", "照顾", "后续", "配合", "机会", "通知", "依据", "法律", "法规", "主题", "口号", "名单",
))
# Who and what every notice is about: by themselves they say nothing of what a question asks about them.
GENERAL = frozenset((
    "参加", "参与", "组织", "开展", "举办", "举行", "进行", "开始", "期间", "各地", "企业", "公司", "单位", "部门", "机构", "主体", "人员", "对象", "商家", "商户", "店铺",
    "老板", "平台", "消费者", "群众", "市民", "商品", "产品", "东西", "活动", "情况", "方面", "工作", "事情", "问题", "安排", "线上", "线下", "一个", "一家", "各家", "自己",
    "这回", "这次", "本次", "需要", "可以", "能够",
))
# Where something is to be found, and not what.
PLACES = frozenset(("网站", "网址", "链接", "官网", "地点"))
# Where the thing asked about by name ends: 哪些家电品类可以报名, 在哪些平台举办.
VERBS = frozenset((
    "参加", "参与", "组织", "开展", "举办", "举行", "进行", "开始", "需要", "可以", "能够", "不能", "不得", "应该", "应当", "必须", "负责", "提供", "报名", "申报", "享受", "办理", "纳入", "属于",
))
# fmt: on
ASKED_NOUN = re.compile(
    r"(?:哪些|哪[个家种类]|什么|啥|几[个家种项类名位份场次]|多少[个家种项类名位份场次]?)([\u4e00-\u9fff]{2,8})"
)
NOUN_ASKED = re.compile(
    r"([\u4e00-\u9fff]{2,6}?)(?:是|有|为|要|会|应|该)?(?:多少|怎么算|怎么租|怎么领|怎么赔|是什么|是啥)"
)
PLAINLY = (
    (re.compile(r"(?<=[那这])几[个家种类项]"), "些"),
    (re.compile(r"好多(?=钱)|(?<=百分之)好多|好多(?=[个家名天张块件分][？?。]?$)"), "多少"),
    (re.compile(r"(?<![了很等拖迟])好久(?=[能可才要会拨到发给开办])"), "多久"),
)
ACTS = frozenset("拿领得给补发花掏付收赚交报推卖买退还罚赔分送")  # what is done with a sum, not what is asked about
NO_NOUN = re.compile(r"[一每最能共]")


def wanted(question: str) -> tuple[Wanted, ...]:
    """The kinds of things a question asks for.

    >>> [one.name for one in wanted("迟到了怎么赔")], [one.name for one in wanted("老年人怎么照顾")]
    (['如何赔偿'], [])
    """
    question = _asked_plainly(question)
    found = tuple(one for one in WANTED if one.asks.search(question))
    names = {one.name for one in found}
    if DECIDES.search(question):  # 补多少谁说了算: who, and not how much
        return tuple(one for one in found if one.name == WHO)
    dropped = {TIME} if LENGTH in names else set()  # 多久: how long, not when
    dropped |= {NAME} if TITLE in names else set()
    return tuple(one for one in found if one.name not in dropped)


def asked_noun(question: str) -> str | None:
    """The thing a question asks about by name, if it names one: a passage that does not hold it does not answer.

    >>> asked_noun("邀请了哪些报社？"), asked_noun("主播的出场费是多少"), asked_noun("有什么要求")
    ('报社', '出场费', None)
    """
    if DECIDES.search(question):
        return None
    behind = ASKED_NOUN.search(question)
    if behind:
        return _noun(list(takewhile(_names_thing, words(behind.group(1)))), PLAIN)
    before = NOUN_ASKED.search(question)
    said = words(before.group(1)) if before else []
    if not said or said[-1] in ACTS:
        return None  # 评上能拿多少钱 asks for no 评上
    return _noun([word for word in said if len(word) > 1], MEASURES)


def _asked_plainly(question: str) -> str:
    """A question without what only looks as if it asked for a number, and with what does in southern speech.

    >>> _asked_plainly("那几个国家的特产"), _asked_plainly("垫的钱好久能拨下来"), _asked_plainly("等了好久")
    ('那些国家的特产', '垫的钱多久能拨下来', '等了好久')
    """
    for pattern, plain in PLAINLY:
        question = pattern.sub(plain, question)
    return question


def _names_thing(word: str) -> bool:
    return len(word) > 1 and word not in VERBS


def _noun(found: list[str], plain: frozenset[str]) -> str | None:
    if not found or plain.intersection(found) or NO_NOUN.search(found[-1]):
        return None
    return found[-1]

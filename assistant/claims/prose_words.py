"""Words a sentence of free prose may use of its own: they join and refer, and by themselves state nothing.

Chosen for one property: exchanged, added or left out, none of them makes a true sentence of a notice false, or else what
it could turn round is compared elsewhere (dates, recipients, roles, obligations). Whatever carries a statement of its own
(取消, 逾期, 仅, 所有, 已经, 可以, 无需 …) is not here on purpose and must stand in the quote.
"""

from __future__ import annotations

from assistant.claims.words import OWN_WORDS

REFERRING = (
    "根据 按照 依据 依照 通知 本通知 该通知 此通知 文件 方案 规定 要求 明确 指出 提出 写明 载明 列明 列出 提到 提及 "
    "显示 其中 原文 上述 以下 如下 下列 具体 具体为 具体是 具体而言 包括 包含 涵盖 分为 有关 相关 关于 对于 针对 涉及 方面 内容 "
    "事项 提供 收件人 收件地址 完成 指定邮箱 材料 相关材料 安排 报送对象 提交对象 工作 问题 此外 另外 同时 并且 而且 以及 还有 还要 还应 还需 也要 也应 也需 分别是 分别为 依次为 依次是 活动 本次 本届 "
    "该活动 本次活动 此次 此次活动 这次 这次活动 这项 该项 这些 通知中 文中 方案中 附件中 正文中 通知要求 通知明确 通知规定 "
    "通知提出 通知指出 方案提出 方案明确 方案要求 要求中 提出了 明确了 规定了 要求了 列出了 情况 条款"
)
SENDING = (
    "提交 提交给 提交至 递交 呈报 呈送 报给 报至 报到 报送 报送给 报送至 报送到 上报 上报至 上报给 报告 交给 交至 交到 寄送 寄至 "
    "发送 发送至 发送到 发至 发到 发给 传真至 送至 送到 送交 反馈 反馈至 反馈给 需在 需于 应在 应于 应当 须在 须于 必须 务必 请于 "
    "请在 要在 要于 需要 需将 应将 须将 请将 要将 需向 应向 须向 请向 要向 截止 截至 截止日期 截止时间 截止日 截止期限 报送时间 "
    "报送期限 报送时限 提交时间 提交期限 提交时限 时限 期限 日期 最晚 最迟 至迟 最后期限 不晚于 不迟于 之前 以前 是在 为在 "
    "是由 报送材料 需报送 应报送 须报送 需提交 应提交 须提交 需上报 应上报 须上报 报送要求 时间要求 时间节点 时间安排 时间分别是 时间分别为"
)
RUNNING = (
    "举办 举行 开展 进行 开始 结束 启动 持续 持续到 持续至 为期 起止时间 起止日期 举办时间 开展时间 持续时间 活动期间 活动时间 "
    "活动日期 活动周期 时间为 时间是 时间在 定于 安排在 期间 当日 当天 开始时间 结束时间 开始日期 结束日期 起至 起止"
)
ASKING = (
    "联系 联系人 联系电话 联系方式 咨询 咨询电话 咨询方式 联络 联络人 拨打 致电 电话 电话号码 号码 座机 传真 传真号 传真号码 邮箱 "
    "电子邮箱 邮箱地址 电子邮件 邮件 邮件地址 发邮件 发送邮件 通讯地址 地址 如有疑问 如有问题 如需咨询 如需联系 如需了解 如需 "
    "有疑问 请联系 请咨询 请致电 请拨打 可联系 可咨询 可致电 可拨打 可与 可通过 可发 可发送 可发至 可发送至 可传真至 可以联系 "
    "可以咨询 可以致电 可以拨打 可以通过 可以发送 可以发 也可 也可以 或者 或发 或发送 或传真 或致电 具体联系方式 对应 同志 负责联系 "
    "老师 对接 通过 用于 所属单位"
)
BINDING = (
    "遵守 严格遵守 遵循 严格遵循 执行 严格执行 依法 守法 法律 法规 法律法规 规章 文件 指南 防控指南 技术指南 涉及的 主要有 依据的 "
    "办法 需遵守 应遵守 须遵守 要遵守 应当遵守 必须遵守 需要遵守 需严格遵守 应严格遵守 要严格遵守 应当严格遵守 必须严格遵守 "
    "需要严格遵守 等法律法规"
)
ORGANISING = (
    "指导 共同指导 联合指导 主办 承办 协办 担任 作为 设在 设为 定为 设有 牵头单位 主办方 承办方 协办方 "
    "指导单位 共同指导单位 联合指导单位 主会场 分会场 会场 举办地 组织单位 主题 活动主题 口号 宣传口号 原则 围绕 名为 题为"
)
JOINING = "以及 或者 等等 一是 其一 其二 其次 第一 第二 第三 第四 至于 方式 方式有 方式是 用来 同样 各自"
PROSE_WORDS = (
    frozenset(
        word for words in (REFERRING, SENDING, RUNNING, ASKING, BINDING, ORGANISING, JOINING) for word in words.split()
    )
    | OWN_WORDS
)
# Single characters that only join, beside those of `assistant.claims.words`.
PROSE_JOINTS = frozenset(
    "以于前报至到起的和与及为是由在将请等共均并向从自也还即其该此并而且则或把被给对按据须应需要止中内了有来您贵再"
)

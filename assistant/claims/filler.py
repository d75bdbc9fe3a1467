"""Words that a derived sentence may add to its passage, and words that it may leave out: none of them states anything there.

Each as atoms (`assistant.claims.canon`), found by the atom that it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assistant.claims.canon import canonical

# Atoms that may stand on either side without the other.
JOINING = frozenset("的将把于在由为是:()须还并且而但则即等向以了也和与,、")
# Words that a sentence may add, wherever it stands.
ADDED = (
    "此外 另外 同时 其中 具体 具体来说 具体而言 如下 以下 分别 依次 其次 最后 首先 然后 另 一是 二是 三是 四是 五是 "
    "综上 综上所述 总之 简而言之 随后 如 ,包括 需要注意的是 需注意 请注意 注意 值得注意的是 特别提醒 但有条件 会 就 所 其 之 该 此 本次 本届 此次 相关 有关 "
    "根据通知 按照通知 根据要求 按要求 按照要求 按规定 按照规定 根据规定 根据方案 按照方案 通知要求 通知规定 通知明确 通知明确规定 通知指出 通知提出 通知 "
    "通知写明 通知载明 通知列明 写明 按照安排 根据安排 方案要求 方案明确 方案提出 方案规定 文件要求 文件规定 明确 规定 要求 进行 予以 给予 期间 "
    "举办 开展 情况下 负责 行为包括: 包括: 做好以下工作 做到以下几点 完成以下工作 第一步 第二步 第三步 第四步"
)
# What a list is a list of, behind the verb or noun that it is the object of: 需要上传的材料有营业执照、门店照片.
LIST_OF = "材料 资料 文件 内容 行为 违法行为 违规行为 条件 情形 事项 单位 企业 产品 商品 地方 部门 对象 方式 法律法规 工作 措施 品类 费用"
LIST_IS = ("有", "是", "为", "包括", "包含", "分别是", "分别为", "主要包括", "如下", "")
# Words that only head a sentence: what it is about.
HEADING = "方面 标准 要求 规定 办法 方式 内容 情况 职责 条件 措施 安排 时间 日期 地点 期限 名称 对象 范围 主要 关于 对于 针对 活动 包括 至于 事项 流程"
# Words of the quote that a sentence may leave out: without them it says no more.
OMITTED = "同时 均 都 我国 认真 切实 积极 地点 期为 其中 现 分别 共 本届 本次 有关 相关 进行 予以 给予 其 上述 目前"

Words = Mapping[str, Sequence[tuple[str, ...]]]  # by their first atom


def by_first(words: Iterable[tuple[str, ...]], known: Words) -> Words:
    """Words to look up by what they begin with, beside those known."""
    found = dict(known)
    for word in filter(None, words):
        found[word[0]] = (*found.get(word[0], ()), word)
    return found


LISTS = [canonical(f"的{thing}{verb}") for thing in LIST_OF.split() for verb in LIST_IS if verb]
ADDED_BY_FIRST: Words = by_first([*map(canonical, ADDED.split()), *LISTS], {})
HEADING_BY_FIRST: Words = by_first(map(canonical, HEADING.split()), {})
OMITTED_BY_FIRST: Words = by_first(map(canonical, OMITTED.split()), {})

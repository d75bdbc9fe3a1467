"""The first-level divisions of China by their short names, and how a smaller place is written.

Source: GB/T 2260 (省级行政区划名称).
"""

from __future__ import annotations

import re

NATIONWIDE = "全国"
PROVINCES = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南",
    "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾",
)  # fmt: skip
PLACE = rf"(?:{'|'.join(PROVINCES)})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?|[\u4e00-\u9fff]{{2,5}}?(?:省|自治区|市|州|盟|区|县)"
REGION = re.compile(rf"{NATIONWIDE}|{PLACE}")


def short_name(place: str) -> str:
    """A place without the word for its rank: 辽宁省 -> 辽宁; smaller places keep theirs.

    >>> short_name("辽宁省"), short_name("鄞州区"), short_name("全国")
    ('辽宁', '鄞州区', '全国')
    """
    for name in PROVINCES:
        if place.startswith(name) and re.fullmatch(r"(?:省|市|.{0,4}自治区)?", place[len(name) :]):
            return name
    return place

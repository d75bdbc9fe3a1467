"""What WeCom's numbers mean for a message, and what the operator can do. (errcode, errmsg) -> the error to raise.

Source: developer.work.weixin.qq.com, document 90313 (全局错误码).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from bots.channel import TryLater, Undeliverable
from ingest.errors import CampaignError

STALE_TOKEN = frozenset({40014, 41001, 42001})
BUSY: Mapping[int, float | None] = MappingProxyType({-1: None, 45009: 60.0, 45033: 5.0})  # seconds to wait, where known
CURES: Mapping[int, str] = MappingProxyType(
    {
        40001: "the secret is wrong; copy CAMPAIGN_WECOM_APP_SECRET anew from 应用管理",
        40013: "the corporation's id is wrong; copy CAMPAIGN_WECOM_CORP_ID from 我的企业",
        40056: "no app has this number; copy CAMPAIGN_WECOM_AGENT_ID from 应用管理",
        40058: "WeCom does not take a parameter; this is a defect of this program",
        40091: "the secret is wrong; copy CAMPAIGN_WECOM_APP_SECRET anew from 应用管理",
        48002: "the app may not use this interface; give it the right in 应用管理",
        50003: "the app is switched off; switch it on in 应用管理",
        60011: "who is written to is outside the visible range of the app; widen 可见范围 in 应用管理",
        60111: "there is no such member any more",
        81013: "nobody who is written to is in the visible range of the app; widen 可见范围 in 应用管理",
        82001: "nobody who is written to is in the visible range of the app; widen 可见范围 in 应用管理",
        93000: "the key of the robot is wrong; copy the address of the robot anew into CAMPAIGN_WECOM_HOOK_KEY",
        93004: "the robot is switched off; add it to the group again",
        93008: "the robot is no longer in the group; add it again and set CAMPAIGN_WECOM_HOOK_KEY",
        301002: "the app may not be used with this secret; CAMPAIGN_WECOM_AGENT_ID and _APP_SECRET are of two apps",
    }
)
FROM_IP = re.compile(r"from ip:\s*([0-9A-Fa-f.:]+)")


def error_of(code: int, message: str) -> CampaignError:
    """What to raise for an errcode that is not 0. WeCom's own words are passed on where we have none.

    >>> error_of(60020, "not allow to access from your ip, hint: [1], from ip: 203.0.113.9, more info at …").args[0]
    'errcode 60020: WeCom does not know this machine; enter 203.0.113.9 at 应用管理, the app, 企业可信IP'
    """
    if code in BUSY:
        return TryLater(f"errcode {code}: WeCom is busy", BUSY[code])
    if code in STALE_TOKEN:
        return TryLater(f"errcode {code}: WeCom does not take the token it has just given")
    if code == 60020:
        found = FROM_IP.search(message)
        address = found[1].rstrip(".:") if found else "the address of this machine"
        return Undeliverable(
            f"errcode {code}: WeCom does not know this machine; enter {address} at 应用管理, the app, 企业可信IP"
        )
    cure = CURES.get(code)
    return Undeliverable(f"errcode {code}: {cure or message[:200]}")

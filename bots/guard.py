"""Who is answered: allow-lists of users and groups, and how much one user may ask in a minute. Inbound in, verdict out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bots.model import Address, Channel, Inbound, digest
from bots.settings import BotSettings

MINUTE_S = 60.0
NOT_ALLOWED = "本助手只对指定人员开放。如需使用，请联系管理员。"
TOO_MANY = "问得太快了，请过一分钟再问。"


@dataclass(frozen=True, slots=True)
class Verdict:
    answered: bool
    says: str = ""  # what is said instead; nothing: silence


class Guard:
    """`sent_lately(sender, seconds)` counts what somebody wrote."""

    def __init__(self, settings: BotSettings, sent_lately: Callable[[str, float], int]) -> None:
        self._settings = settings
        self._sent_lately = sent_lately

    def look_at(self, inbound: Inbound) -> Verdict:
        """Whether a message is answered. In groups those not allowed are met with silence; nobody else is disturbed."""
        lately = self._sent_lately(inbound.sender, MINUTE_S)
        if not self._allowed(inbound):
            return Verdict(False, "" if inbound.group or lately else NOT_ALLOWED)  # said once in a minute
        if lately >= self._settings.per_minute:
            return Verdict(False, TOO_MANY if lately == self._settings.per_minute else "")  # said once
        return Verdict(True)

    def may_be_told(self, address: Address, subscriber: str) -> bool:
        """Whether a chat is still sent what somebody subscribed to: allow-lists may have changed since.

        `subscriber` is the digest of who it was.
        """
        users, chats = self._settings.allowed_users, self._settings.allowed_chats
        if not users and not chats:
            return True
        network = _network(address.channel)
        asked = {digest(address.channel.value, one.partition(":")[2]) for one in users if one.startswith(f"{network}:")}
        return subscriber in asked or f"{network}:{address.chat}" in chats

    def _allowed(self, inbound: Inbound) -> bool:
        users, chats = self._settings.allowed_users, self._settings.allowed_chats
        network = _network(inbound.address.channel)
        if not users and not chats:
            return True
        if f"{network}:{inbound.user}" in users:
            return True
        return inbound.group and f"{network}:{inbound.address.chat}" in chats


def _network(channel: Channel) -> str:
    """How allow-lists call it: telegram, wecom."""
    return channel.value.partition("-")[0]

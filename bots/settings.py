"""What the environment decides about bots, read once. A mapping in, `BotSettings` out; secrets stay out of `repr`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from assistant.settings import BadSettings

TELEGRAM_API = "https://api.telegram.org"
WECOM_API = "https://qyapi.weixin.qq.com"
WECOM_SOCKET = "wss://openws.work.weixin.qq.com"
HOOK_SCOPE = "全部"
PER_MINUTE = 20
MAX_PER_MINUTE = 1000
DAYS_BEFORE = (7, 3, 1, 0)
AES_KEY = re.compile(r"[A-Za-z0-9]{43}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    token: str = field(repr=False)
    webhook_secret: str | None = field(default=None, repr=False)  # None: polling
    api_url: str = TELEGRAM_API

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self | None:
        """None where no token is given."""
        token = _text(env, "CAMPAIGN_TELEGRAM_TOKEN")
        if not token:
            return None
        if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token):
            raise BadSettings(
                "CAMPAIGN_TELEGRAM_TOKEN: no token of a bot; copy the line that @BotFather gave, like 123456:ABC…"
            )
        secret = _text(env, "CAMPAIGN_TELEGRAM_WEBHOOK_SECRET")
        if secret and not SECRET.fullmatch(secret):
            raise BadSettings("CAMPAIGN_TELEGRAM_WEBHOOK_SECRET: may hold letters, digits, _ and -, 256 at most")
        return cls(token, secret or None, _address(env, "CAMPAIGN_TELEGRAM_API", TELEGRAM_API, ("http", "https")))


@dataclass(frozen=True, slots=True)
class CallbackSettings:
    """What a callback address is secured with."""

    token: str = field(repr=False)
    aes_key: str = field(repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str], prefix: str) -> Self | None:
        token, key = _both(env, f"{prefix}_TOKEN", f"{prefix}_AES_KEY")
        if not token:
            return None
        if not AES_KEY.fullmatch(key):
            raise BadSettings(f"{prefix}_AES_KEY: an EncodingAESKey has 43 letters and digits; copy it anew")
        return cls(token, key)


@dataclass(frozen=True, slots=True)
class WeComSettings:
    """Any of the four ways; each stands alone."""

    bot_id: str | None = None  # 智能机器人, long connection
    bot_secret: str | None = field(default=None, repr=False)
    bot_callback: CallbackSettings | None = None  # 智能机器人, callback
    corp_id: str | None = None  # 自建应用
    agent_id: int | None = None
    app_secret: str | None = field(default=None, repr=False)
    app_callback: CallbackSettings | None = None
    hook_key: str | None = field(default=None, repr=False)  # 群机器人
    hook_scope: str = HOOK_SCOPE  # what its group is told of: 全部, 市级, the name of a campaign
    api_url: str = WECOM_API
    socket_url: str = WECOM_SOCKET

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        bot_id, bot_secret = _both(env, "CAMPAIGN_WECOM_BOT_ID", "CAMPAIGN_WECOM_BOT_SECRET")
        corp_id, app_secret = _both(env, "CAMPAIGN_WECOM_CORP_ID", "CAMPAIGN_WECOM_APP_SECRET")
        agent = _text(env, "CAMPAIGN_WECOM_AGENT_ID")
        if bool(agent) != bool(corp_id) or (agent and not agent.isdecimal()):
            raise BadSettings("CAMPAIGN_WECOM_AGENT_ID: the number of the app; it goes with CAMPAIGN_WECOM_CORP_ID")
        app_callback = CallbackSettings.from_env(env, "CAMPAIGN_WECOM_APP_CALLBACK")
        if app_callback and not corp_id:
            raise BadSettings("CAMPAIGN_WECOM_CORP_ID: not set, but it goes with CAMPAIGN_WECOM_APP_CALLBACK_TOKEN")
        hook = _text(env, "CAMPAIGN_WECOM_HOOK_KEY")
        return cls(
            bot_id=bot_id or None,
            bot_secret=bot_secret or None,
            bot_callback=CallbackSettings.from_env(env, "CAMPAIGN_WECOM_BOT_CALLBACK"),
            corp_id=corp_id or None,
            agent_id=int(agent) if agent else None,
            app_secret=app_secret or None,
            app_callback=app_callback,
            hook_key=hook.rpartition("key=")[2] or None,  # the whole address may be pasted
            hook_scope=_text(env, "CAMPAIGN_WECOM_HOOK_SCOPE") or HOOK_SCOPE,
            api_url=_address(env, "CAMPAIGN_WECOM_API", WECOM_API, ("http", "https")),
            socket_url=_address(env, "CAMPAIGN_WECOM_SOCKET", WECOM_SOCKET, ("ws", "wss")),
        )


@dataclass(frozen=True, slots=True)
class BotSettings:
    """All of the bots'."""

    telegram: TelegramSettings | None = None
    wecom: WeComSettings = WeComSettings()
    public_url: str | None = None  # where users reach the service; None: citations have no links
    allowed_users: frozenset[str] = frozenset()  # as `telegram:42`, `wecom:zhangsan`; empty: everybody
    allowed_chats: frozenset[str] = frozenset()  # groups, likewise
    per_minute: int = PER_MINUTE  # messages of one user
    days_before: tuple[int, ...] = DAYS_BEFORE  # reminders

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """
        >>> made = BotSettings.from_env({"CAMPAIGN_TELEGRAM_TOKEN": "42:AA", "CAMPAIGN_BOT_USERS": "telegram:7 wecom:li"})
        >>> made.telegram, sorted(made.allowed_users), made.days_before
        (TelegramSettings(api_url='https://api.telegram.org'), ['telegram:7', 'wecom:li'], (7, 3, 1, 0))
        """
        telegram = TelegramSettings.from_env(env)
        public_url = _address(env, "CAMPAIGN_PUBLIC_URL", "", ("http", "https")).rstrip("/") or None
        if telegram is not None and telegram.webhook_secret and public_url is None:
            raise BadSettings(
                "CAMPAIGN_TELEGRAM_WEBHOOK_SECRET: Telegram calls CAMPAIGN_PUBLIC_URL, which is not set; set both or none"
            )
        return cls(
            telegram=telegram,
            wecom=WeComSettings.from_env(env),
            public_url=public_url,
            allowed_users=_names(env, "CAMPAIGN_BOT_USERS"),
            allowed_chats=_names(env, "CAMPAIGN_BOT_CHATS"),
            per_minute=_whole(env, "CAMPAIGN_BOT_PER_MINUTE", PER_MINUTE, MAX_PER_MINUTE),
            days_before=_days(env),
        )


def _text(env: Mapping[str, str], name: str) -> str:
    return env.get(name, "").strip()


def _both(env: Mapping[str, str], first: str, second: str) -> tuple[str, str]:
    """Two variables that make sense together only."""
    one, other = _text(env, first), _text(env, second)
    if bool(one) != bool(other):
        missing = second if one else first
        raise BadSettings(f"{missing}: not set, but it goes with {first if one else second}; set both or none")
    return one, other


def _address(env: Mapping[str, str], name: str, usual: str, schemes: tuple[str, ...]) -> str:
    value = _text(env, name)
    if not value:
        return usual
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSettings(f"{name}: no address; write it as {schemes[-1]}://example.com")
    return value


def _names(env: Mapping[str, str], name: str) -> frozenset[str]:
    found = frozenset(re.split(r"[\s,，;；]+", _text(env, name))) - {""}
    for one in found:
        if not re.fullmatch(r"(?:telegram|wecom):\S+", one):
            raise BadSettings(
                f"{name}: {one!r} is not understood; write telegram:42 or wecom:zhangsan, with spaces between"
            )
    return found


def _whole(env: Mapping[str, str], name: str, usual: int, most: int) -> int:
    value = _text(env, name) or str(usual)
    if not value.isdecimal() or not 0 < int(value) <= most:
        raise BadSettings(f"{name}: {value!r} is no number from 1 to {most}; try {usual}")
    return int(value)


def _days(env: Mapping[str, str]) -> tuple[int, ...]:
    name = "CAMPAIGN_REMIND_DAYS"
    value = _text(env, name)
    if not value:
        return DAYS_BEFORE
    days = re.split(r"[\s,，]+", value)
    if not all(one.isdecimal() and int(one) <= 60 for one in days):
        raise BadSettings(f"{name}: {value!r} are no days before a deadline, 60 at most; try 7,3,1,0")
    return tuple(sorted({int(one) for one in days}, reverse=True))

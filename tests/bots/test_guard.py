"""Who is answered, and which settings are understood."""

from __future__ import annotations

import pytest

from assistant.settings import BadSettings
from bots.guard import NOT_ALLOWED, TOO_MANY, Guard, Verdict
from bots.settings import BotSettings
from tests.bots.office import asks

AES = "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt"


def guard(sent: int = 0, **env: str) -> Guard:
    return Guard(BotSettings.from_env(env), lambda sender, seconds: sent)


def test_without_lists_everybody_is_answered() -> None:
    assert guard().look_at(asks("?")) == Verdict(True)


@pytest.mark.parametrize(
    ("user", "chat", "group", "verdict"),
    [
        ("7", "7", False, Verdict(True)),
        ("8", "8", False, Verdict(False, NOT_ALLOWED)),
        ("8", "-100", True, Verdict(True)),
        ("8", "-200", True, Verdict(False)),
        ("7", "-200", True, Verdict(True)),
    ],
)
def test_lists_of_users_and_groups(user: str, chat: str, group: bool, verdict: Verdict) -> None:
    listed = guard(CAMPAIGN_BOT_USERS="telegram:7", CAMPAIGN_BOT_CHATS="telegram:-100")

    assert listed.look_at(asks("?", user=user, chat=chat, group=group)) == verdict


@pytest.mark.parametrize(
    ("sent", "verdict"), [(4, Verdict(True)), (5, Verdict(False, TOO_MANY)), (6, Verdict(False)), (99, Verdict(False))]
)
def test_who_asks_too_much_is_told_once(sent: int, verdict: Verdict) -> None:
    assert guard(sent, CAMPAIGN_BOT_PER_MINUTE="5").look_at(asks("?")) == verdict


SETTINGS = {
    "CAMPAIGN_TELEGRAM_TOKEN": "42:secret-token",
    "CAMPAIGN_TELEGRAM_WEBHOOK_SECRET": "secret-hook",
    "CAMPAIGN_PUBLIC_URL": "https://notices.example",
    "CAMPAIGN_WECOM_BOT_ID": "bot",
    "CAMPAIGN_WECOM_BOT_SECRET": "secret-bot",
    "CAMPAIGN_WECOM_BOT_CALLBACK_TOKEN": "secret-callback",
    "CAMPAIGN_WECOM_BOT_CALLBACK_AES_KEY": AES,
    "CAMPAIGN_WECOM_CORP_ID": "ww1",
    "CAMPAIGN_WECOM_APP_SECRET": "secret-app",
    "CAMPAIGN_WECOM_AGENT_ID": "1000002",
    "CAMPAIGN_WECOM_HOOK_KEY": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret-key",
}


def test_no_secret_shows() -> None:
    settings = BotSettings.from_env(SETTINGS)

    assert settings.wecom.hook_key == "secret-key"
    assert "secret" not in repr(settings).replace("secret=", "") and AES not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAMPAIGN_TELEGRAM_TOKEN", "not a token"),
        ("CAMPAIGN_TELEGRAM_WEBHOOK_SECRET", "no spaces allowed"),
        ("CAMPAIGN_TELEGRAM_API", "ftp://example.com"),
        ("CAMPAIGN_WECOM_BOT_SECRET", ""),
        ("CAMPAIGN_WECOM_BOT_CALLBACK_AES_KEY", "short"),
        ("CAMPAIGN_WECOM_AGENT_ID", "one"),
        ("CAMPAIGN_WECOM_AGENT_ID", ""),
        ("CAMPAIGN_WECOM_SOCKET", "https://example.com"),
        ("CAMPAIGN_PUBLIC_URL", "example.com"),
        ("CAMPAIGN_BOT_USERS", "li"),
        ("CAMPAIGN_BOT_PER_MINUTE", "0"),
        ("CAMPAIGN_BOT_PER_MINUTE", "many"),
        ("CAMPAIGN_REMIND_DAYS", "7,x"),
        ("CAMPAIGN_REMIND_DAYS", "999"),
    ],
)
def test_what_cannot_be_used_is_named_without_its_secret(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as caught:
        BotSettings.from_env({**SETTINGS, name: value})

    assert "CAMPAIGN_" in str(caught.value) and "\n" not in str(caught.value)
    assert "secret-" not in str(caught.value)


def test_a_callback_of_an_app_without_its_corporation_is_named() -> None:
    callback = {"CAMPAIGN_WECOM_APP_CALLBACK_TOKEN": "secret-word", "CAMPAIGN_WECOM_APP_CALLBACK_AES_KEY": AES}

    with pytest.raises(BadSettings, match="CAMPAIGN_WECOM_CORP_ID"):
        BotSettings.from_env(callback)


def test_who_is_not_allowed_is_told_once_a_minute() -> None:
    one = guard(3, CAMPAIGN_BOT_USERS="telegram:8")

    assert one.look_at(asks("?")) == Verdict(False)


@pytest.mark.parametrize("name", ["CAMPAIGN_BOT_PER_MINUTE", "CAMPAIGN_REMIND_DAYS"])
def test_a_numeral_that_is_no_number_is_named(name: str) -> None:
    with pytest.raises(BadSettings, match=name):
        BotSettings.from_env({name: "①"})

"""`campaign bot doctor` names what is wrong with a bot of Telegram, and what to do about it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import campaign
from assistant.commands.common import World
from assistant.wire import open_archive
from tests.bots.office import TODAY
from tests.bots.telegram.fake_telegram import TOKEN, FakeTelegram, Refusal

HOOK = {"CAMPAIGN_TELEGRAM_WEBHOOK_SECRET": "s", "CAMPAIGN_PUBLIC_URL": "https://notices.example"}
SET = {"url": "https://notices.example/telegram"}


def doctor(library: Path, fake: FakeTelegram, **env: str) -> tuple[int, list[str]]:
    """Exit status, and the lines about Telegram."""
    given = {"CAMPAIGN_TELEGRAM_TOKEN": TOKEN, "CAMPAIGN_TELEGRAM_API": fake.url, **env}
    world = World(given, lambda: TODAY, lambda settings, repair: open_archive(settings, repair=repair))
    result = CliRunner().invoke(campaign, ["bot", "doctor", "--data-dir", str(library)], obj=world)
    assert TOKEN not in result.output
    return result.exit_code, [line for line in result.stdout.splitlines() if " telegram: " in line]


def test_a_bot_that_is_well_says_so_line_by_line(library: Path, fake: FakeTelegram) -> None:
    status, lines = doctor(library, fake)

    assert (status, lines) == (
        0,
        [
            "ok   telegram: token, of @fair_bot",
            "ok   telegram: groups, where it is sent commands, mentions and replies only",
            "ok   telegram: fetching messages: no process does it now; `campaign bot telegram` starts one",
            "ok   telegram: nobody else fetches",
        ],
    )


def test_a_wrong_token_is_the_only_thing_said(library: Path, fake: FakeTelegram) -> None:
    status, lines = doctor(library, fake, CAMPAIGN_TELEGRAM_TOKEN="42:wrong")

    assert status == 1
    assert len(lines) == 1 and "FAIL" in lines[0] and "copy it anew from @BotFather" in lines[0]


def test_a_network_that_is_down_is_named(library: Path, fake: FakeTelegram) -> None:
    fake.stop()
    status, lines = doctor(library, fake)

    assert status == 1 and "cannot be reached" in lines[0] and "HTTPS_PROXY" in lines[0]


def test_a_webhook_that_keeps_messages_from_polling_is_named(library: Path, fake: FakeTelegram) -> None:
    fake.hook = {"url": "https://elsewhere.example/hook"}
    status, lines = doctor(library, fake)

    assert status == 1 and "a webhook is set (to elsewhere.example)" in lines[-1]


def test_another_program_that_polls_is_named(library: Path, fake: FakeTelegram) -> None:
    fake.faults["getUpdates"] = [Refusal(409, "Conflict: terminated by other getUpdates request")]
    status, lines = doctor(library, fake)

    assert status == 1 and "another program fetches with this token" in lines[-1]


@pytest.mark.parametrize(
    ("hook", "env", "told"),
    [
        ({}, HOOK, "is not set; start `campaign serve`"),
        ({"url": "https://old.example/telegram"}, HOOK, "is set to old.example"),
        (SET, HOOK | {"CAMPAIGN_PUBLIC_URL": "http://notices.example"}, "must be https"),
        (
            SET | {"last_error_date": int(time.time()), "last_error_message": "Wrong response: 502 Bad Gateway"},
            HOOK,
            "Telegram could not deliver: Wrong response: 502 Bad Gateway",
        ),
        (SET | {"pending_update_count": 500}, HOOK, "500 messages wait at Telegram"),
    ],
)
def test_what_is_wrong_with_a_webhook_is_named(
    library: Path, fake: FakeTelegram, hook: dict[str, object], env: dict[str, str], told: str
) -> None:
    fake.hook = hook
    status, lines = doctor(library, fake, **env)

    assert status == 1 and "FAIL" in lines[-1] and told in lines[-1]


def test_an_error_of_yesterday_is_past(library: Path, fake: FakeTelegram) -> None:
    fake.hook = SET | {"last_error_date": int(time.time()) - 86400, "last_error_message": "Connection refused"}

    assert doctor(library, fake, **HOOK)[0] == 0


def test_a_bot_that_is_sent_all_that_groups_say_is_told_how_to_change_that(library: Path, fake: FakeTelegram) -> None:
    fake.me = {**fake.me, "can_read_all_group_messages": True}
    status, lines = doctor(library, fake)

    assert status == 0 and "/setprivacy" in lines[1]

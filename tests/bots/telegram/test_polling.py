"""`campaign bot telegram`: one process fetches, networks and tokens fail in one line each, and nothing is lost."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.cli import campaign
from assistant.commands.common import World
from assistant.wire import open_archive
from bots.telegram.faults import WrongToken
from tests.bots.office import TODAY
from tests.bots.telegram.counter import at_work, until
from tests.bots.telegram.fake_telegram import TOKEN, FakeTelegram, Refusal

QUESTION = "第六届双品网购节的总结材料什么时候交？"
ANOTHER = "第六届双品网购节的活动时间？"


def test_only_one_process_fetches_and_the_next_takes_over_when_it_ends(library: Path, fake: FakeTelegram) -> None:
    async def work() -> None:
        async with at_work(library, fake):
            await until(lambda: fake.of("deleteWebhook"))
            async with at_work(library, fake):
                fake.say(QUESTION)
                await until(lambda: fake.sent())
        fake.say(ANOTHER)
        async with at_work(library, fake):
            await until(lambda: fake.sent()[1:])

    asyncio.run(work())
    assert not [call for call in fake.calls if call.status == 409], "two polls at once would have thrown one out"
    assert len(fake.sent()) == 2


def test_another_program_with_the_same_token_is_named_in_one_line(
    library: Path, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    fake.faults["getUpdates"] = [Refusal(409, "Conflict: terminated by other getUpdates request")] * 2
    caplog.set_level(logging.INFO, logger="bots")

    async def work() -> None:
        async with at_work(library, fake):
            fake.say(QUESTION)
            await until(lambda: fake.sent())

    asyncio.run(work())
    lines = [record.getMessage() for record in caplog.records if "program" in record.getMessage()]
    assert lines == ["another program fetches the messages of this bot; stop it, or get this bot a token of its own"]


def test_the_network_down_at_the_start_and_in_the_middle_loses_nothing(
    library: Path, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bots")
    fake.stop()

    async def work() -> None:
        async with at_work(library, fake):
            await until(lambda: "cannot be reached" in caplog.text)
            fake.start()
            fake.say(QUESTION)
            await until(lambda: fake.sent())
            fake.stop()
            await until(lambda: caplog.text.count("cannot be reached") == 2)
            fake.start()
            fake.say(ANOTHER)
            await until(lambda: fake.sent()[1:])

    asyncio.run(work())
    assert len(fake.sent()) == 2
    assert caplog.text.count("connected to Telegram again") == 2
    assert TOKEN not in caplog.text and QUESTION not in caplog.text


def test_a_token_that_is_refused_ends_it_without_showing_the_token(library: Path, fake: FakeTelegram) -> None:
    fake.faults["getMe"] = [Refusal(401, "Unauthorized")]

    async def work() -> None:
        async with at_work(library, fake):
            pass

    with pytest.raises(WrongToken, match="CAMPAIGN_TELEGRAM_TOKEN") as caught:
        asyncio.run(work())
    assert TOKEN not in str(caught.value)


# -- the real command ----------------------------------------------------------------------------------------------


@contextmanager
def running(library: Path, fake: FakeTelegram, **env: str) -> Iterator[subprocess.Popen[str]]:
    """`campaign bot telegram` as an operator starts it."""
    command = [sys.executable, "-c", "from assistant.cli import main; main()", "bot", "telegram"]
    given = {"CAMPAIGN_DATA_DIR": str(library), "CAMPAIGN_TELEGRAM_API": fake.url, **env}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")}
    process = subprocess.Popen(command, env=inherited | given, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_process_killed_between_acknowledging_and_sending_leaves_one_answer(
    library: Path, fake: FakeTelegram
) -> None:
    with running(library, fake, CAMPAIGN_TELEGRAM_TOKEN=TOKEN) as first:
        wait_for(lambda: fake.of("deleteWebhook"))
        asked = fake.push(message=fake.message(QUESTION))["update_id"]
        fake.on_acknowledged = lambda offset: first.kill() if offset > asked else None
        assert first.wait(120) == -signal.SIGKILL
    assert not fake.updates, "Telegram will not tell of it again"
    fake.on_acknowledged = lambda offset: None
    let_leases_run_out(library)

    async def go_on() -> None:
        async with at_work(library, fake):
            fake.say(ANOTHER)
            await until(lambda: len(fake.sent()) > 1)

    asyncio.run(go_on())
    assert ["总结材料" in call.shown for call in fake.sent()] == [True, False]


@pytest.mark.parametrize(
    ("token", "line"),
    [
        ("", "Error: CAMPAIGN_TELEGRAM_TOKEN is not set"),
        ("hello", "Error: CAMPAIGN_TELEGRAM_TOKEN: no token of a bot"),
        ("42:wrong", "Error: CAMPAIGN_TELEGRAM_TOKEN: refused by Telegram"),
    ],
)
def test_no_token_and_a_wrong_one_end_the_command_with_one_line(
    library: Path, fake: FakeTelegram, token: str, line: str
) -> None:
    result = campaign_bot("telegram", library, {"CAMPAIGN_TELEGRAM_API": fake.url, "CAMPAIGN_TELEGRAM_TOKEN": token})

    assert result.exit_code == 1
    assert result.stderr.startswith(line) and result.stderr.count("\n") == 1
    assert "42:wrong" not in result.output


def test_with_a_webhook_the_command_says_what_to_start_instead(library: Path, fake: FakeTelegram) -> None:
    env = {"CAMPAIGN_TELEGRAM_TOKEN": TOKEN, "CAMPAIGN_TELEGRAM_WEBHOOK_SECRET": "s"}
    alone = campaign_bot("telegram", library, env)
    both = campaign_bot("telegram", library, env | {"CAMPAIGN_PUBLIC_URL": "https://a.example"})

    assert "CAMPAIGN_PUBLIC_URL" in alone.stderr and "`campaign serve`" in both.stderr
    assert (alone.exit_code, both.exit_code) == (1, 1)


def campaign_bot(name: str, library: Path, env: dict[str, str]) -> Result:
    world = World(env, lambda: TODAY, lambda settings, repair: open_archive(settings, repair=repair))
    return CliRunner().invoke(campaign, ["bot", name, "--data-dir", str(library)], obj=world)


def wait_for(look: Callable[[], object], timeout_s: float = 120.0) -> None:
    end = time.monotonic() + timeout_s
    while not look():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def let_leases_run_out(library: Path) -> None:
    """What time does after a quarter of a minute."""
    with closing(sqlite3.connect(library / "library.db")) as connection, connection:
        connection.execute("UPDATE leases SET until = 0")

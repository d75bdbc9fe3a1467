"""`campaign bot doctor` names the cause and the cure of what is wrong with WeCom, in the order of setting up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from assistant.api.app import create_app
from assistant.cli import campaign
from assistant.commands.common import World
from assistant.wire import open_archive
from bots.channel import Check, Line
from bots.service import extension_of
from bots.settings import CallbackSettings
from bots.wecom.app import AppLine
from bots.wecom.hook import HookLine
from bots.wecom.robot import RobotLine
from bots.wire import Desk, make_desk
from tests.assistant.serving import served
from tests.bots.office import TODAY, open_desk
from tests.bots.wecom.wecom import FakeWeCom, Fault, settings_for

FROM_OUTSIDE = "not allow to access from your ip, hint: [1700000000], from ip: 203.0.113.9, more info at https://…"


@pytest.fixture(scope="module")
def wecom() -> FakeWeCom:
    return FakeWeCom()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, wecom: FakeWeCom) -> Iterator[Desk]:
    """Of a service that runs, and is reached at its public address."""
    folder: Path = tmp_path_factory.mktemp("library")
    with served(wecom.app()) as url, open_desk(folder, settings_for(url)) as desk:
        lines = [AppLine(desk), RobotLine(desk)]
        app = create_app(desk.archive.services, today=lambda: TODAY, extensions=[extension_of(desk, lines)])
        with served(app) as service:
            yield replace(desk, settings=replace(desk.settings, public_url=service))


def look_at(desk: Desk, make: Callable[[Desk], Line], **wecom: Any) -> list[Check]:
    """The checks of a channel, with some of its settings different."""

    async def run() -> list[Check]:
        return [one async for one in line.checks()]

    settings = replace(desk.settings, wecom=replace(desk.settings.wecom, **wecom))
    line = make(make_desk(desk.archive, settings, desk.today, clock=desk.clock))
    return asyncio.run(run())


def wrong(checks: list[Check]) -> list[str]:
    return [one.advice for one in checks if not one.well]


@pytest.mark.parametrize("make", [AppLine, RobotLine, HookLine])
def test_all_is_well_where_it_is(desk: Desk, make: Callable[[Desk], Line]) -> None:
    checks = look_at(desk, make)

    assert wrong(checks) == [] and len(checks) >= 2


def test_a_machine_wecom_does_not_trust_is_named_with_its_address_and_where_to_enter_it(
    desk: Desk, wecom: FakeWeCom
) -> None:
    wecom.faults["agent/get"] = [Fault({"errcode": 60020, "errmsg": FROM_OUTSIDE})]

    (advice,) = wrong(look_at(desk, AppLine))
    assert "203.0.113.9" in advice and "企业可信IP" in advice


@pytest.mark.parametrize(
    ("settings", "cure"),
    [
        ({"app_secret": "the-wrong-secret"}, "CAMPAIGN_WECOM_APP_SECRET"),
        ({"api_url": "http://127.0.0.1:9"}, "cannot be reached"),
        ({"app_callback": CallbackSettings("another", "a" * 43)}, "another Token or EncodingAESKey"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_is(desk: Desk, settings: dict[str, Any], cure: str) -> None:
    (advice,) = wrong(look_at(desk, AppLine, **settings))

    assert cure in advice and "the-wrong-secret" not in advice


def test_an_app_that_is_switched_off_is_named(desk: Desk, wecom: FakeWeCom) -> None:
    wecom.faults["agent/get"] = [Fault({"errcode": 0, "errmsg": "ok", "close": 1})]

    assert wrong(look_at(desk, AppLine)) == ["the app is switched off; switch it on in 应用管理"]


def test_a_callback_address_that_others_answer_at_or_nobody_is_named(desk: Desk) -> None:
    elsewhere = replace(desk, settings=replace(desk.settings, public_url=desk.settings.wecom.api_url))
    nobody = replace(desk, settings=replace(desk.settings, public_url="http://127.0.0.1:9"))
    none = replace(desk, settings=replace(desk.settings, public_url=None))

    assert [wrong(look_at(one, RobotLine))[0].split(";")[0] for one in (elsewhere, nobody, none)] == [
        "HTTP 404",
        "http://127.0.0.1:9 cannot be reached (ConnectError)",
        "set CAMPAIGN_PUBLIC_URL to where the service is reached from outside",
    ]


def test_a_clock_that_is_off_is_named(desk: Desk) -> None:
    late = replace(desk, clock=lambda: time.time() - 3600)

    advice = wrong(look_at(late, RobotLine))
    assert "s off WeCom's" in advice[0] and "NTP" in advice[0]


def test_a_key_that_was_cut_short_is_named_without_it(desk: Desk) -> None:
    (advice,) = wrong(look_at(desk, HookLine, hook_key="693a91f6-7xxx"))

    assert "copy the address of the robot anew" in advice and "693a91f6" not in advice


def test_a_process_that_nobody_could_call_does_not_wait_in_silence(tmp_path: Path) -> None:
    env = {"CAMPAIGN_WECOM_BOT_CALLBACK_TOKEN": "token", "CAMPAIGN_WECOM_BOT_CALLBACK_AES_KEY": "a" * 43}
    world = World(env, lambda: TODAY, lambda settings, repair: open_archive(settings, repair=repair))

    result = CliRunner().invoke(campaign, ["bot", "wecom", "--data-dir", str(tmp_path)], obj=world)

    assert result.exit_code == 1
    assert result.stderr == (
        "Error: a robot by callback is called by WeCom, which only `campaign serve` answers; run that (docs/wecom.md)\n"
    )

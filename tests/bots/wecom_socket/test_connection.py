"""One connection per robot: opened again when it is lost, given up when somebody else has it, never hammered."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from fastapi import APIRouter
from websockets.asyncio.client import connect

from bots.channel import Check
from bots.model import Address, Channel, Inbound, Outgoing
from bots.wecom.socket import SocketLine
from tests.bots.office import open_desk
from tests.bots.wecom_socket.conftest import FAST, robot, settings_for
from tests.bots.wecom_socket.fake import BOT, SECRET, FakeWeCom
from tests.bots.wecom_socket.test_delivery import Says


def warnings_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING and one.name.startswith("bots")
    ]


def test_a_server_that_is_away_at_the_start_is_told_once_and_found_when_it_is_back(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url:
            pass
        async with robot(library, url, talks=Says()):
            await asyncio.sleep(0.6)
            async with fake.up():
                await fake.say("什么时候？")
                await fake.answered(1)

    asyncio.run(run())
    assert fake.answers == ["答"]
    (line,) = [one for one in warnings_of(caplog) if "cannot connect" in one]
    assert fake.url in line and "trying again" in line


def test_a_wrong_secret_is_one_line_with_the_cure_and_no_hammering(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url, robot(library, url, secret="a-wrong-secret"):
            await asyncio.sleep(1.0)

    asyncio.run(run())
    assert 1 <= fake.refused_secrets <= 4, "every 0.3 s here, every five minutes in life"
    (line,) = warnings_of(caplog)
    assert "CAMPAIGN_WECOM_BOT_SECRET" in line
    assert "a-wrong-secret" not in caplog.text


def test_who_is_thrown_out_says_so_and_does_not_fight(library: Path, caplog: pytest.LogCaptureFixture) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url, robot(library, url) as desk:
            await fake.until(lambda: fake.subscriptions == 1)
            async with connect(url) as stranger:
                hello = {
                    "cmd": "aibot_subscribe",
                    "headers": {"req_id": "x"},
                    "body": {"bot_id": BOT, "secret": SECRET},
                }
                await stranger.send(fake.written(hello))
                await fake.until(lambda: fake.subscriptions == 2)
                desk.outbox.put("reminder", [Outgoing(Address(Channel.WECOM_SOCKET, "li"), "明天到期")])
                await asyncio.sleep(0.8)
                assert fake.subscriptions == 2
                assert desk.outbox.counts() == {"waiting": 1}, "kept for when the connection is ours again"

    asyncio.run(run())
    (line,) = warnings_of(caplog)
    assert "kicked by another instance" in line


def test_who_was_thrown_out_comes_back_after_a_long_while(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        times = replace(FAST, kicked_wait=0.5)
        async with fake.up() as url, robot(library, url, talks=Says(), times=times):
            await fake.until(lambda: fake.subscriptions == 1)
            async with connect(url) as stranger:
                hello = {
                    "cmd": "aibot_subscribe",
                    "headers": {"req_id": "x"},
                    "body": {"bot_id": BOT, "secret": SECRET},
                }
                await stranger.send(fake.written(hello))
                await fake.until(lambda: fake.subscriptions == 2)
            await fake.until(lambda: fake.subscriptions == 3)
            await fake.say("什么时候？")
            await fake.answered(1)

    asyncio.run(run())
    assert fake.answers == ["答"]


def test_a_socket_that_is_half_dead_is_noticed_by_its_pings(library: Path, caplog: pytest.LogCaptureFixture) -> None:
    fake = FakeWeCom(silent={"ping"})

    async def run() -> None:
        times = replace(FAST, ack=0.2)
        async with fake.up() as url, robot(library, url, talks=Says(), times=times):
            await fake.until(lambda: fake.subscriptions == 2)
            fake.silent.clear()
            await fake.say("什么时候？")
            await fake.answered(1)

    asyncio.run(run())
    assert fake.answers == ["答"]
    assert any("2 pings went unanswered" in one for one in warnings_of(caplog))


def test_a_subscription_that_the_server_forgot_is_renewed_and_the_answer_sent(library: Path) -> None:
    fake = FakeWeCom(refusals={"aibot_respond_msg": [846609]})

    async def run() -> None:
        times = replace(FAST, first_preview=9.0)
        async with fake.up() as url, robot(library, url, talks=Says(), times=times):
            await fake.say("什么时候？")
            await fake.answered(1)

    asyncio.run(run())
    assert fake.answers == ["答"] and fake.subscriptions == 2


def test_of_two_processes_one_is_connected_and_the_other_takes_over(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url, AsyncExitStack() as second, AsyncExitStack() as first:
            await first.enter_async_context(robot(library, url, talks=Says("一")))
            await fake.until(lambda: fake.subscriptions == 1)
            await second.enter_async_context(robot(library, url, talks=Says("二")))
            await fake.say("什么时候？")
            await fake.answered(1)
            assert fake.subscriptions == 1
            await first.aclose()
            await fake.until(lambda: fake.subscriptions == 2)
            await fake.say("什么时候？")
            await fake.answered(2)

    asyncio.run(run())
    assert fake.answers[0] in "一二", "whoever is free answers; who is connected sends"
    assert fake.answers[1] == "二"
    assert fake.wrongs == []


def test_a_refusal_for_good_is_told_with_its_number_and_not_tried_again(
    library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    fake = FakeWeCom(refusals={"aibot_send_msg": [93006]})

    async def run() -> None:
        async with fake.up() as url, robot(library, url) as desk:
            desk.outbox.put("reminder", [Outgoing(Address(Channel.WECOM_SOCKET, "gone"), "明天到期")])
            await fake.until(lambda: desk.outbox.counts() == {"failed": 1})

    asyncio.run(run())
    (line,) = warnings_of(caplog)
    assert "93006" in line and "明天到期" not in line


# -- campaign bot doctor -----------------------------------------------------------------------------------------------


def examine(library: Path, url: str, *, secret: str = SECRET, kicked: bool = False) -> list[Check]:
    """What doctor says; with `url` empty, of a server that works."""
    fake = FakeWeCom()

    async def run() -> list[Check]:
        async with fake.up() as working:
            with open_desk(library, settings_for(url or working, secret=secret)) as desk:
                if kicked:
                    fake.on_frame = lambda frame: fake.kick_soon() if frame["cmd"] == "aibot_subscribe" else None
                return [check async for check in SocketLine(desk, times=FAST).checks()]

    return asyncio.run(run())


def test_doctor_is_content_with_a_robot_that_works(library: Path) -> None:
    assert [check.well for check in examine(library, "")] == [True, True]


def test_doctor_names_a_wrong_secret(library: Path) -> None:
    (check,) = examine(library, "", secret="a-wrong-secret")

    assert not check.well and "CAMPAIGN_WECOM_BOT_SECRET" in check.advice and "a-wrong-secret" not in check.advice


def test_doctor_names_a_refused_connection(library: Path) -> None:
    (check,) = examine(library, "ws://127.0.0.1:9")

    assert not check.well and "ws://127.0.0.1:9" in check.advice and "443" in check.advice


def test_doctor_names_somebody_else_with_the_same_robot(library: Path) -> None:
    works, stays = examine(library, "", kicked=True)

    assert works.well and not stays.well and "kicked by another instance" in stays.advice


def test_doctor_leaves_a_running_robot_alone(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> list[Check]:
        async with fake.up() as url, robot(library, url):
            await fake.until(lambda: fake.subscriptions == 1)
            with open_desk(library, settings_for(url)) as desk:
                return [check async for check in SocketLine(desk, times=FAST).checks()]

    (check,) = asyncio.run(run())
    assert check.well and "running process" in check.what
    assert fake.subscriptions == 1


# -- the end -----------------------------------------------------------------------------------------------------------


@dataclass
class Slow:
    """Keeps messages, each after a while."""

    kept: list[str] = field(default_factory=list)

    async def receive(self, inbound: Inbound) -> bool:
        await asyncio.sleep(0.2)
        self.kept.append(inbound.text)
        return True


def test_what_came_in_before_the_end_is_kept(library: Path) -> None:
    fake, slow = FakeWeCom(), Slow()

    async def run() -> None:
        async with fake.up() as url:
            with open_desk(library, settings_for(url)) as desk:
                line = SocketLine(desk, times=FAST)
                line.connect(slow, APIRouter())
                async with line.running():
                    for words in ("一", "二", "三"):
                        await fake.say(words)
                    await fake.until(lambda: bool(slow.kept))

    asyncio.run(run())
    assert slow.kept == ["一", "二", "三"]


def test_who_is_thrown_out_while_subscribing_does_not_fight_either(library: Path) -> None:
    fake = FakeWeCom(silent={"aibot_subscribe"})
    fake.on_frame = lambda frame: fake.kick_soon() if frame["cmd"] == "aibot_subscribe" else None

    async def run() -> None:
        async with fake.up() as url, robot(library, url):
            await asyncio.sleep(1.0)

    asyncio.run(run())
    assert fake.subscriptions == 1


def test_a_proxy_that_needs_more_than_is_installed_is_one_line(
    library: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setenv("SOCKS_PROXY", "socks5://127.0.0.1:9")

    async def run() -> None:
        async with robot(library, "wss://wecom.example"):
            await asyncio.sleep(0.5)

    asyncio.run(run())
    (line,) = warnings_of(caplog)
    assert "cannot connect to wss://wecom.example" in line and "trying again" in line

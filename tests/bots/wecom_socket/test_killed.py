"""`campaign bot wecom` is killed, at the worst of moments, and started again: one answer."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bots.wecom_socket.conftest import robot
from tests.bots.wecom_socket.fake import BOT, SECRET, FakeWeCom, Json

ROOT = Path(__file__).parents[3]
QUESTION = "第六届双品网购节的总结材料什么时候交？"
LATER_S = 20.0  # the lease of a process that was killed has run out by then


@asynccontextmanager
async def campaign_bot_wecom(library: Path, url: str) -> AsyncIterator[Process]:
    """The command as an operator runs it, in a process of its own."""
    env = os.environ | {
        "PYTHONPATH": str(ROOT),
        "CAMPAIGN_DATA_DIR": str(library),
        "CAMPAIGN_WECOM_BOT_ID": BOT,
        "CAMPAIGN_WECOM_BOT_SECRET": SECRET,
        "CAMPAIGN_WECOM_SOCKET": url,
    }
    command = (sys.executable, "-c", "from assistant.cli import main; main()", "bot", "wecom")
    process = await asyncio.create_subprocess_exec(*command, env=env, stderr=asyncio.subprocess.PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("finish", [False, True], ids=["while it answers", "while it sends"])
def test_a_process_killed_before_its_answer_is_acknowledged_leaves_one_answer(library: Path, finish: bool) -> None:
    fake = FakeWeCom()
    process: Process | None = None

    def kill(frame: Json) -> None:
        if process and frame["cmd"] == "aibot_respond_msg" and frame["body"]["stream"]["finish"] >= finish:
            fake.silent.add("aibot_respond_msg")
            os.kill(process.pid, signal.SIGKILL)

    fake.on_frame = kill

    async def run() -> None:
        nonlocal process
        async with fake.up() as url:
            async with campaign_bot_wecom(library, url) as process:
                message = await fake.say(QUESTION)
                assert await process.wait() == -signal.SIGKILL
            process = None
            fake.silent.clear()
            async with robot(library, url, clock=lambda: time.time() + LATER_S):
                await fake.say(QUESTION, message=message)  # delivered again: it is known
                await fake.until(lambda: bool(fake.answers))
                await asyncio.sleep(1.0)

    asyncio.run(run())
    assert len(fake.answers) == 1 and "2024年5月13日" in fake.answers[0]
    assert len(fake.streams) == 1


def test_what_the_command_says_holds_neither_the_secret_nor_what_was_asked(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> str:
        async with fake.up() as url, campaign_bot_wecom(library, url) as process:
            await fake.say(QUESTION)
            await fake.answered(1)
            process.terminate()  # SIGINT is ignored below a shell in the background
            _, said = await process.communicate()
            assert process.returncode == 0
            return said.decode("utf-8")

    said = asyncio.run(run())
    assert "connected" in said and "message channel=wecom-socket" in said
    assert SECRET not in said and "总结材料" not in said and "zhangsan" not in said

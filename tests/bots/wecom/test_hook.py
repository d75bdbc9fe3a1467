"""群机器人: what is due is said in its group, in WeCom's own Markdown, and what failed says so without the key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bots.model import Button, Message, Run
from bots.reminding.recipients import HOOK
from bots.rendering import pack
from bots.wecom.hook import HookLine
from bots.wire import Desk
from tests.assistant.serving import served
from tests.bots.office import open_desk
from tests.bots.wecom.wecom import FakeWeCom, Fault, settings_for

REMINDER = Message(
    (
        Run("3天后：报送活动总结材料\n"),
        Run("正文 结尾", url="https://fair.example/notices/a#b"),
        Run("\n总结 *不要* 漏项"),
    ),
    ((Button("原文", "/source x", typed="原文"),),),
)


@pytest.fixture
def wecom() -> FakeWeCom:
    return FakeWeCom()


@pytest.fixture
def desk(tmp_path: Path, wecom: FakeWeCom) -> Iterator[Desk]:
    with served(wecom.app()) as url, open_desk(tmp_path, settings_for(url)) as desk:
        yield desk


def send(desk: Desk, wecom: FakeWeCom, *messages: Message, state: str = "sent") -> None:
    """Have messages sent, and wait until the last one is settled as `state`."""

    async def run() -> None:
        async with desk.relay([HookLine(desk)]).running(), asyncio.timeout(20):
            while desk.outbox.counts().get(state, 0) < 1 or "waiting" in desk.outbox.counts():
                await asyncio.sleep(0.02)

    for n, message in enumerate(messages):
        desk.outbox.put(f"push:{n}", pack(message, HOOK))
    asyncio.run(run())


def test_a_push_is_markdown_with_its_link_and_speaks_of_nothing_to_press(desk: Desk, wecom: FakeWeCom) -> None:
    send(desk, wecom, REMINDER)

    (text,) = wecom.texts("group markdown_v2")
    assert text == "3天后：报送活动总结材料\n[正文 结尾](https://fair.example/notices/a#b)\n总结 \\*不要\\* 漏项"


def test_a_long_push_comes_in_parts_the_group_takes(desk: Desk, wecom: FakeWeCom) -> None:
    send(desk, wecom, Message((Run("各地商务主管部门要认真做好总结。" * 400),)))

    texts = wecom.texts("group markdown_v2")
    assert len(texts) == 5 and texts[0].endswith("（1/5）")


def test_a_wrong_key_is_told_to_the_operator_with_the_cure_and_without_the_key(
    desk: Desk, wecom: FakeWeCom, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = desk.settings.wecom
    settings = replace(desk.settings, wecom=replace(wrong, hook_key="00000000-0000-0000-0000-000000000000"))
    caplog.set_level("DEBUG")
    send(replace(desk, settings=settings), wecom, REMINDER, state="failed")

    logged = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("uvicorn"))  # WeCom's own
    assert "copy the address of the robot anew" in logged
    assert "00000000-0000" not in logged


def test_a_push_of_which_nobody_knows_is_not_repeated(desk: Desk, wecom: FakeWeCom) -> None:
    wecom.faults["webhook/send"] = [Fault(taken=True)]
    send(desk, wecom, REMINDER, state="unknown")

    assert len(wecom.shown) == 1

"""Kill -9 between the acknowledgement and the answer, or while it is being sent: exactly one answer afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from tests.assistant.serving import served
from tests.bots.office import open_desk
from tests.bots.wecom.wecom import (
    APP_SEAL,
    BOT_SEAL,
    CALLBACK,
    SECRET,
    FakeWeCom,
    Fault,
    Pusher,
    app_message,
    bot_message,
    refresh,
    until,
)
from tests.ingest.test_library import postgres  # noqa: F401 - a server of our own, where the machine has one

ROOT = Path(__file__).parents[3]
QUESTION = "第六届双品网购节的总结材料什么时候交？"


@dataclass(frozen=True)
class Library:
    """Where the indexes lie, and the database; an empty URL stands for a file beside them."""

    folder: Path
    database: str


@contextmanager
def worker(library: Library, url: str, log: Path) -> Iterator[str]:
    """The address of a serving process; killed at the end of the block, without a chance to tidy up."""
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bots.wecom.worker", str(library.folder), url, library.database],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    url = ""
    if request.param == "postgresql":
        server = make_url(str(request.getfixturevalue("postgres")))
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("create database killed")  # other tests find theirs as they left it
        engine.dispose()
        url = server.set(database="killed").render_as_string(hide_password=False)
    with open_desk(tmp_path / "library", database_url=url or None):
        return Library(tmp_path / "library", url)


def shown_by(robot: Pusher, stream: str) -> str:
    """What a stream ends with, asked for as WeCom does."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        frame = json.loads(robot.json(refresh(stream)).reply)["stream"]
        if frame["finish"]:
            return str(frame["content"])
        time.sleep(0.1)
    return ""


def test_one_answer_however_often_we_are_killed(library: Library, tmp_path: Path) -> None:
    wecom, log = FakeWeCom(), tmp_path / "log"
    question, asked = app_message("zhangsan", QUESTION, 1), bot_message("lisi", QUESTION, 1)
    wecom.faults["message/send"] = [Fault(taken=True, silent=True)]  # shown, and WeCom does not get to say so
    with served(wecom.app()) as url:
        with worker(library, url, log) as at:
            Pusher(f"{at}/wecom/app", APP_SEAL).xml(question)
            wecom.until("zhangsan")
            stream = json.loads(Pusher(f"{at}/wecom/bot", BOT_SEAL).json(asked).reply)["stream"]["id"]
        wecom.closed = True
        with worker(library, url, log) as at:
            app, robot = Pusher(f"{at}/wecom/app", APP_SEAL), Pusher(f"{at}/wecom/bot", BOT_SEAL)
            until(lambda: wecom.calls.count("message/send") == 2)
            app.xml(question)
            app.xml(app_message("zhangsan", "那联系人呢？", 2))
            texts = wecom.until("zhangsan", 2)
            shown = shown_by(robot, stream)
            again = json.loads(robot.json(asked).reply)["stream"]

    assert ["2024年5月13日" in text for text in texts] == [True, False] and "010-65197902" in texts[1]
    assert "2024年5月13日" in shown and (again["id"], again["content"]) == (stream, shown)
    logged = log.read_text("utf-8")
    assert "message channel=wecom-app" in logged
    for hidden in (
        CALLBACK.token,
        CALLBACK.aes_key,
        SECRET,
        wecom.token,
        "msg_signature",
        "code-1",
        "总结材料",
        "zhangsan",
    ):
        assert hidden not in logged

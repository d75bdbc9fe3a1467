"""Telegram calls `campaign serve`: what it says is kept before it is told so, and only Telegram is listened to."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api.app import create_app
from assistant.settings import Settings
from assistant.wire import open_archive
from bots.service import extension
from bots.telegram.line import HOOK_PATH, SECRET_HEADER
from tests.assistant.serving import served
from tests.bots.office import TODAY
from tests.bots.telegram.fake_telegram import TOKEN, FakeTelegram, Refusal

QUESTION = "第六届双品网购节的总结材料什么时候交？"
SECRET = "s3cret_-x"
PUBLIC = "https://notices.example"


@dataclass
class Service:
    """`campaign serve`, as Telegram reaches it."""

    url: str

    def tell(self, update: object, *, secret: str | bytes | None = SECRET, times: int = 1) -> list[int]:
        """The statuses of so many calls at once."""
        headers = {} if secret is None else {SECRET_HEADER: secret}

        async def call() -> list[int]:
            async with httpx.AsyncClient() as client:
                body: dict[str, Any] = {"content": update} if isinstance(update, bytes) else {"json": update}
                calls = [client.post(self.url + HOOK_PATH, headers=headers, **body) for _ in range(times)]
                return [reply.status_code for reply in await asyncio.gather(*calls)]

        return asyncio.run(call())


@contextmanager
def serving(library: Path, fake: FakeTelegram) -> Iterator[Service]:
    env = {
        "CAMPAIGN_TELEGRAM_TOKEN": TOKEN,
        "CAMPAIGN_TELEGRAM_API": fake.url,
        "CAMPAIGN_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "CAMPAIGN_PUBLIC_URL": PUBLIC,
    }
    with open_archive(Settings(data_dir=library)) as archive:
        made = extension(archive, env, lambda: TODAY)
        assert made is not None
        with served(create_app(archive.services, today=lambda: TODAY, extensions=[made])) as url:
            yield Service(url)


@pytest.fixture
def service(library: Path, fake: FakeTelegram) -> Iterator[Service]:
    with serving(library, fake) as service:
        wait_for(lambda: fake.hook)
        yield service


def test_telegram_is_told_where_to_call_and_with_which_secret(service: Service, fake: FakeTelegram) -> None:
    assert fake.hook == {
        "url": PUBLIC + HOOK_PATH,
        "secret_token": SECRET,
        "allowed_updates": ["message", "callback_query"],
    }


def test_what_is_told_three_times_at_once_and_after_a_restart_is_answered_once_with_links(
    library: Path, fake: FakeTelegram
) -> None:
    update = {"update_id": 5, "message": fake.message(QUESTION)}
    with serving(library, fake) as service:
        wait_for(lambda: fake.hook)
        assert service.tell(update, times=3) == [200, 200, 200]
        wait_for(fake.sent)
    with serving(library, fake) as service:
        assert service.tell(update) == [200]
        assert service.tell({"update_id": 6, "message": fake.message("要遵守哪些法律法规？")}) == [200]
        wait_for(lambda: fake.sent()[1:])

    first, second = fake.sent()
    assert "2024年5月13日" in first.shown and "消费者权益保护法" in second.shown
    assert first.buttons["原文"].startswith(f"{PUBLIC}/notices/")
    assert f'<a href="{PUBLIC}/notices/' in first.given["text"]


@pytest.mark.parametrize("secret", [None, "", "wrong", "秘密".encode()])
def test_whoever_does_not_know_the_secret_is_refused(
    service: Service, fake: FakeTelegram, caplog: pytest.LogCaptureFixture, secret: str | bytes | None
) -> None:
    caplog.set_level(logging.DEBUG)
    update = {"update_id": 5, "message": fake.message(QUESTION)}

    assert service.tell(update, secret=secret) == [403]
    assert not fake.sent()
    assert "wrong secret" in caplog.text and SECRET not in caplog.text and QUESTION not in caplog.text


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"no json", 400), (b"[]", 400), (b'{"message": 5}', 400), (b" " * 1_000_000, 413), (b'{"update_id": 7}', 200)],
)
def test_what_is_no_update_is_refused_without_harm(
    service: Service, fake: FakeTelegram, body: bytes, status: int
) -> None:
    assert service.tell(body) == [status]
    assert service.tell({"update_id": 5, "message": fake.message(QUESTION)}) == [200]
    wait_for(fake.sent)


def test_a_call_that_comes_before_telegram_can_be_reached_is_to_come_again(library: Path, fake: FakeTelegram) -> None:
    update = {"update_id": 5, "message": fake.message(QUESTION)}
    fake.stop()
    with serving(library, fake) as service:
        assert service.tell(update) == [503]
        fake.start()
        wait_for(lambda: fake.hook)
        assert service.tell(update) == [200]
        wait_for(fake.sent)


def test_a_token_that_is_refused_leaves_the_pages_as_they_are(
    library: Path, fake: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    fake.faults["getMe"] = [Refusal(401, "Unauthorized")]
    with serving(library, fake) as service:
        assert httpx.get(f"{service.url}/readyz").status_code == 200
        assert service.tell({"update_id": 5, "message": fake.message(QUESTION)}) == [503]

    assert "telegram is left out: CAMPAIGN_TELEGRAM_TOKEN: refused by Telegram" in caplog.text


def wait_for(look: Callable[[], object], timeout_s: float = 60.0) -> None:
    end = time.monotonic() + timeout_s
    while not look():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)

"""What is not sealed by WeCom for us, or is old, is refused, by name and without its words; a repetition changes nothing."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from assistant.api.app import create_app
from bots.service import extension_of
from bots.settings import CallbackSettings
from bots.wecom.app import AppLine
from bots.wecom.crypto import Seal
from bots.wecom.robot import RobotLine
from bots.wire import Desk
from tests.bots.office import TODAY, open_desk
from tests.bots.wecom.test_crypto import ECHO
from tests.bots.wecom.wecom import (
    APP_SEAL,
    BOT_SEAL,
    CALLBACK,
    CORP,
    SECRET,
    Pusher,
    app_message,
    bot_message,
    envelope_json,
    envelope_xml,
    settings_for,
)

NOW = 1476416373.0  # when the official check of an address was signed
WORDS = "谁也不该在日志里看到的话"


@dataclass
class World:
    """Our service with nothing running behind it: what is kept can be counted."""

    client: TestClient
    desk: Desk
    now: float = NOW

    def kept(self) -> int:
        taken = 0
        while self.desk.inbox.take() is not None:
            taken += 1
        return taken

    def post(self, path: str, seal: Seal, sealed: str, body: bytes, **signed: object) -> int:
        query = Pusher("", seal, lambda: self.now).query(sealed, **signed)  # type: ignore[arg-type]
        status: int = self.client.post(path, params=query, content=body).status_code
        return status


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory, shared: list[World]) -> Iterator[World]:
    shared[0].now = NOW
    shared[0].kept()
    yield shared[0]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[World]]:
    found: list[World] = []
    folder = tmp_path_factory.mktemp("library")
    with open_desk(folder, settings_for("http://127.0.0.1:1"), clock=lambda: found[0].now if found else NOW) as desk:
        lines = [AppLine(desk), RobotLine(desk)]
        app = create_app(desk.archive.services, today=lambda: TODAY, extensions=[extension_of(desk, lines)])
        found.append(World(TestClient(app), desk))
        yield found


def test_the_official_check_of_an_address_is_answered_with_the_bare_words(world: World) -> None:
    signature, timestamp, nonce, echo = ECHO
    asked = f"msg_signature={signature}&timestamp={timestamp}&nonce={nonce}&echostr="

    for written in (quote(echo, safe=""), echo):  # a proxy may have decoded the plus signs into spaces
        reply = world.client.get(f"/wecom/app?{asked}{written}")
        assert (reply.status_code, reply.content) == (200, b"1288432023552776189")
        assert reply.headers["content-type"].startswith("text/plain")


def test_an_address_is_not_confirmed_to_others(world: World, caplog: pytest.LogCaptureFixture) -> None:
    signature, timestamp, nonce, echo = ECHO
    asked = {"msg_signature": "0" * 40, "timestamp": timestamp, "nonce": nonce, "echostr": echo}

    for path in ("/wecom/app", "/wecom/bot"):
        for query in (asked, {}, asked | {"msg_signature": "签名"}, asked | {"msg_signature": signature, "nonce": "1"}):
            reply = world.client.get(path, params=query)
            assert (reply.status_code, reply.content) == (403, b"")
    assert "wrong signature" in caplog.text
    assert not any(secret in caplog.text for secret in (echo, signature, nonce, CALLBACK.token, CALLBACK.aes_key))


APP = envelope_xml(APP_SEAL.seal(app_message("zhangsan", WORDS, 1)))
BOT = envelope_json(BOT_SEAL.seal(json.dumps(bot_message("zhangsan", WORDS, 1))))
OTHERS = CallbackSettings("another-token", "a" * 43)


@pytest.mark.parametrize(
    ("path", "seal", "message", "why"),
    [
        ("/wecom/app", Seal(OTHERS, CORP), APP, "wrong signature"),
        ("/wecom/bot", Seal(OTHERS, ""), BOT, "wrong signature"),
        ("/wecom/app", APP_SEAL, envelope_xml(Seal(CALLBACK, "ww0000000000000000").seal("<xml/>")), "another receiver"),
        ("/wecom/bot", BOT_SEAL, envelope_json(APP_SEAL.seal("{}")), "another receiver"),
        ("/wecom/app", APP_SEAL, envelope_xml(base64.b64encode(b"x" * 64).decode()), "padding|receiver|UTF-8"),
        ("/wecom/app", APP_SEAL, envelope_xml("QUJD"), "whole number"),
        ("/wecom/bot", BOT_SEAL, envelope_json("不是base64"), "not base64"),
        ("/wecom/app", APP_SEAL, ("", b"<xml></xml>"), "no sealed message"),
        ("/wecom/app", APP_SEAL, ("", b"\xff\xfe\x00"), "no sealed message"),
        ("/wecom/bot", BOT_SEAL, ("", b"["), "no JSON"),
        ("/wecom/bot", BOT_SEAL, ("", b"[" * 60_000), "no JSON"),
        ("/wecom/bot", BOT_SEAL, ("", b"[]"), "no sealed message"),
        ("/wecom/bot", BOT_SEAL, ("", b'{"encrypt": 1}'), "no sealed message"),
        ("/wecom/bot", BOT_SEAL, envelope_json(BOT_SEAL.seal("<xml/>")), "no JSON"),
        ("/wecom/bot", BOT_SEAL, envelope_json(BOT_SEAL.seal("[]")), "no JSON object"),
        ("/wecom/app", APP_SEAL, envelope_xml(APP_SEAL.seal("{}")), "no XML"),
        (
            "/wecom/app",
            APP_SEAL,
            envelope_xml(APP_SEAL.seal("<!DOCTYPE x [<!ENTITY a 'b'>]><xml>&a;</xml>")),
            "declares",
        ),
        ("/wecom/app", APP_SEAL, (APP[0], b'<!DOCTYPE x [<!ENTITY a "b">]>' + APP[1]), "no sealed message"),
    ],
)
def test_what_is_not_sealed_for_us_is_refused_and_named(
    world: World, caplog: pytest.LogCaptureFixture, path: str, seal: Seal, message: tuple[str, bytes], why: str
) -> None:
    sealed, body = message

    assert world.post(path, seal, sealed, body) == 403
    assert world.kept() == 0
    (record,) = [one for one in caplog.records if one.name == "bots.wecom.envelope"]
    assert record.levelno == logging.WARNING
    assert any(part in record.getMessage() for part in why.split("|"))
    hidden = (CALLBACK.token, CALLBACK.aes_key, SECRET, WORDS, "zhangsan", *([sealed] if sealed else []))
    assert not any(words in caplog.text for words in hidden)


def test_a_body_of_a_megabyte_is_refused_before_it_is_read(world: World) -> None:
    sealed, body = APP

    assert world.post("/wecom/app", APP_SEAL, sealed, body + b" " * 1_000_000) == 413
    assert world.kept() == 0


@pytest.mark.parametrize("age_s", [301, -301, 10**9])
def test_what_was_signed_long_ago_or_ahead_is_refused(
    world: World, age_s: int, caplog: pytest.LogCaptureFixture
) -> None:
    sealed, body = APP

    assert world.post("/wecom/app", APP_SEAL, sealed, body, timestamp=int(NOW) - age_s) == 403
    assert world.kept() == 0 and "clock" in caplog.text


def test_the_same_request_again_is_acknowledged_and_answered_once(world: World) -> None:
    app = envelope_xml(APP_SEAL.seal(app_message("lisi", WORDS, "replayed")))
    bot = envelope_json(BOT_SEAL.seal(json.dumps(bot_message("lisi", WORDS, "replayed"))))

    for _ in range(3):
        assert world.post("/wecom/app", APP_SEAL, *app, nonce="7", timestamp=int(NOW)) == 200
        assert world.post("/wecom/bot", BOT_SEAL, *bot, nonce="7", timestamp=int(NOW)) == 200
    assert world.kept() == 2
    world.now = NOW + 301
    assert world.post("/wecom/app", APP_SEAL, *app, nonce="7", timestamp=int(NOW)) == 403


def test_what_cannot_be_kept_is_not_acknowledged(tmp_path_factory: pytest.TempPathFactory) -> None:
    with open_desk(tmp_path_factory.mktemp("closed"), settings_for("http://127.0.0.1:1"), clock=lambda: NOW) as desk:
        app = create_app(desk.archive.services, extensions=[extension_of(desk, [AppLine(desk)])])
        client = TestClient(app, raise_server_exceptions=False)
        with desk.archive.database.changing() as connection:
            connection.exec_driver_sql("DROP TABLE inbox")
        world = World(client, desk)

        assert world.post("/wecom/app", APP_SEAL, *APP) >= 500

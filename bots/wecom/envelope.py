"""What WeCom calls a callback address with: a signed query, a sealed body. Requests in, opened messages out; replies back.

What comes is forged until its signature is found right: no parser sees it before. Older than five minutes it is refused.
The same request again within that time cannot be told from WeCom's own second try, so it gets the same reply and nothing
more: each message is kept once (`bots.inbox`).
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from lxml import etree

from bots.moments import Clock
from bots.wecom.crypto import Forged, Seal

logger = logging.getLogger(__name__)

FRESH_S = 300.0
ENCRYPT = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=\s]+?)(?:\]\]>)?\s*</Encrypt>")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Envelope:
    """Opens and closes what passes through one callback address. `clock` gives the seconds since 1970."""

    def __init__(self, seal: Seal, clock: Clock) -> None:
        self._seal = seal
        self._clock = clock

    def echo(self, request: Request) -> Response:
        """The answer to the check of the address: the opened `echostr` and nothing else."""
        # A proxy that has decoded the query before us has made spaces of the plus signs.
        sealed = request.query_params.get("echostr", "").replace(" ", "+")
        return Response(self._opened(request, sealed), media_type="text/plain")

    async def xml(self, request: Request) -> etree._Element:
        """What an app is sent."""
        body = await request.body()
        found = ENCRYPT.search(body)
        if found is None or DECLARED.search(body):
            raise Forged("no sealed message in it")
        return read_xml(self._opened(request, "".join(found[1].decode("ascii").split())))

    async def json(self, request: Request) -> dict[str, Any]:
        """What a robot is sent."""
        opened = self._opened(request, _sealed_in(await request.body()))
        try:
            message = json.loads(opened, strict=False)  # control characters come unescaped
        except ValueError as error:
            raise Forged("the message is no JSON") from error
        if not isinstance(message, dict):
            raise Forged("the message is no JSON object")
        return message

    def reply_xml(self, message: str) -> Response:
        timestamp, nonce = self._now(), secrets.token_hex(8)
        sealed = self._seal.seal(message)
        return Response(
            f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self._seal.sign(timestamp, nonce, sealed)}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>",
            media_type="application/xml",
        )

    def reply_json(self, request: Request, message: Mapping[str, object]) -> Response:
        timestamp, nonce = self._now(), request.query_params.get("nonce", "")
        sealed = self._seal.seal(json.dumps(message, ensure_ascii=False))
        reply = {
            "encrypt": sealed,
            "msgsignature": self._seal.sign(timestamp, nonce, sealed),
            "timestamp": int(timestamp),
            "nonce": nonce,
        }
        return Response(json.dumps(reply), media_type="application/json")

    def signed(self, message: str) -> dict[str, str]:
        """The query of a check of the address, as WeCom would make it."""
        timestamp, nonce, sealed = self._now(), secrets.token_hex(8), self._seal.seal(message)
        signature = self._seal.sign(timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": sealed}

    def _now(self) -> str:
        return str(int(self._clock()))

    def _opened(self, request: Request, sealed: str) -> str:
        asked = request.query_params
        timestamp = asked.get("timestamp", "")
        opened = self._seal.open(asked.get("msg_signature", ""), timestamp, asked.get("nonce", ""), sealed)
        if not timestamp.isdecimal() or abs(self._clock() - int(timestamp)) > FRESH_S:
            raise Forged("signed more than five minutes ago or ahead; is the clock of this machine right?")
        return opened


def read_xml(text: str) -> etree._Element:
    """The root of a small document that declares nothing. Raises Forged.

    >>> field(read_xml("<xml><Content><![CDATA[<!DOCTYPE x>]]></Content></xml>"), "Content")
    '<!DOCTYPE x>'
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise Forged("the message is no XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Forged("the message declares a document type")
    return root


def field(message: etree._Element, name: str) -> str:
    """A field of a message, empty where it is missing."""
    return (message.findtext(name) or "").strip()


def cdata(text: str) -> str:
    """
    >>> cdata("a]]>b")
    '<![CDATA[a]]]]><![CDATA[>b]]>'
    """
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def refused(channel: str, error: Forged) -> Response:
    """Said to nobody in particular; the log has the reason."""
    logger.warning("refused channel=%s: %s", channel, error)
    return Response(status_code=403)


def _sealed_in(body: bytes) -> str:
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Forged("no JSON") from error
    sealed = envelope.get("encrypt") if isinstance(envelope, dict) else None
    if not isinstance(sealed, str):
        raise Forged("no sealed message in it")
    return sealed

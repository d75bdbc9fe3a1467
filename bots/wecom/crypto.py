"""How WeCom seals what it sends to a callback address, and wants the replies sealed. Text in, base64 out, and back.

Source: developer.work.weixin.qq.com, document 90968 (加解密方案说明); the official sample's vectors are in the tests.
AES-256-CBC, the first half of the key as its vector, PKCS#7 to blocks of 32 bytes, around

    random (16) + length (4, big end first) + message + receiver
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bots.settings import CallbackSettings
from ingest.errors import CampaignError

BLOCK = 32
NOISE = 16
HEAD = NOISE + 4


class Forged(CampaignError):
    """What came was not sealed by WeCom for us. The reason names the part that is wrong and nothing of what it held."""


class Seal:
    """Of one callback address. `receiver` is the corporation's id for an app, empty for a robot of one's own."""

    def __init__(self, settings: CallbackSettings, receiver: str) -> None:
        self._token = settings.token
        key = base64.b64decode(settings.aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._receiver = receiver.encode("utf-8")

    def sign(self, timestamp: str, nonce: str, sealed: str) -> str:
        words = sorted((self._token, timestamp, nonce, sealed))
        return hashlib.sha1("".join(words).encode("utf-8")).hexdigest()

    def open(self, signature: str, timestamp: str, nonce: str, sealed: str) -> str:
        """The message. Raises Forged; nothing is decrypted before the signature is right."""
        signed = self.sign(timestamp, nonce, sealed).encode("ascii")
        if not hmac.compare_digest(signed, signature.encode("utf-8")):
            raise Forged("wrong signature; is the Token of the callback the one in the settings?")
        return self._opened(sealed)

    def seal(self, message: str) -> str:
        written = message.encode("utf-8")
        plain = secrets.token_bytes(NOISE) + struct.pack("!I", len(written)) + written + self._receiver
        padding = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
        return base64.b64encode(sealed).decode("ascii")

    def _opened(self, sealed: str) -> str:
        try:
            data = base64.b64decode(sealed, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Forged("not base64") from error
        if not data or len(data) % 16:
            raise Forged("not a whole number of cipher blocks")
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(data) + decryptor.finalize()
        padding = plain[-1]
        if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise Forged("wrong padding; is the EncodingAESKey the one in the settings?")
        plain = plain[:-padding]
        if len(plain) < HEAD:
            raise Forged("too short")
        (length,) = struct.unpack("!I", plain[NOISE:HEAD])
        message, receiver = plain[HEAD : HEAD + length], plain[HEAD + length :]
        if len(message) != length or not hmac.compare_digest(receiver, self._receiver):
            raise Forged("sealed for another receiver; is the corporation's id the one in the settings?")
        try:
            return message.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Forged("not UTF-8") from error

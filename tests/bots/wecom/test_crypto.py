"""The official vectors of WXBizMsgCrypt, and everything that is not sealed by WeCom for us."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.settings import CallbackSettings
from bots.wecom.crypto import Forged, Seal
from bots.wecom.envelope import field, read_xml

# From the official sample (Sample.py of weworkapi_python).
OFFICIAL = CallbackSettings("hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt")
CORP = "ww1436e0e65a779aee"
ECHO = (
    "012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb",
    "1476416373",
    "47744683",
    "fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA==",
)
MESSAGE = (
    "0c3914025cb4b4d68103f6bfc8db550f79dcf48e",
    "1476422779",
    "1597212914",
    "Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzTtRLNshw2AEew+kkYcD+"
    "Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5jaU0y9GSh010wsHF8KZD24YhmZH4ch4Ka7ilEbj"
    "bfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX3Mfp6iELcDNfSsPGjUQVDGxQDCWjayJOpcwocugux082f49HKYg84EpHS"
    "GXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+",
)
SEAL = Seal(OFFICIAL, CORP)


def sealed_bytes(plain: bytes) -> str:
    """What somebody with the key could seal, however it is made up."""
    encryptor = SEAL._cipher.encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


def open_signed(sealed: str, seal: Seal = SEAL) -> str:
    return seal.open(seal.sign("1", "2", sealed), "1", "2", sealed)


def test_the_official_check_of_an_address_opens() -> None:
    assert SEAL.open(*ECHO) == "1288432023552776189"


def test_the_official_message_opens() -> None:
    message = read_xml(SEAL.open(*MESSAGE))

    names = ("FromUserName", "Content", "MsgId", "AgentID", "ToUserName")
    assert [field(message, name) for name in names] == ["ChenJiaShun", "你好", "1456453720", "1000002", CORP]


@pytest.mark.parametrize("place", range(4))
def test_one_changed_character_of_an_official_vector_is_refused(place: int) -> None:
    changed = list(ECHO)
    changed[place] = ("1" if changed[place][0] != "1" else "2") + changed[place][1:]

    with pytest.raises(Forged, match="wrong signature"):
        SEAL.open(*changed)


@given(st.text(max_size=200), st.sampled_from(["", CORP, "x" * 40]))
def test_what_is_sealed_opens_again_whatever_its_length(text: str, receiver: str) -> None:
    seal = Seal(OFFICIAL, receiver)

    assert open_signed(seal.seal(text), seal) == text


def test_what_was_sealed_for_another_corporation_is_refused() -> None:
    with pytest.raises(Forged, match="another receiver"):
        open_signed(Seal(OFFICIAL, "ww0000000000000000").seal("你好"))


@pytest.mark.parametrize(
    ("sealed", "why"),
    [
        ("不是base64", "not base64"),
        ("AAA", "not base64"),
        ("", "whole number"),
        (base64.b64encode(b"x" * 15).decode(), "whole number"),
        (sealed_bytes(b"x" * 31 + b"\x21"), "padding"),
        (sealed_bytes(b"x" * 31 + b"\x00"), "padding"),
        (sealed_bytes(b"x" * 30 + b"\x03\x02"), "padding"),
        (sealed_bytes(b"\x20" * 32), "too short"),
        (sealed_bytes(b"x" * 16 + b"\xff\xff\xff\xff" + b"\x0c" * 12), "another receiver"),
        (sealed_bytes(b"x" * 16 + b"\x00\x00\x00\x02\xff\xfe" + CORP.encode() + b"\x18" * 24), "UTF-8"),
    ],
)
def test_rubbish_is_refused_by_name_and_without_its_words(sealed: str, why: str) -> None:
    with pytest.raises(Forged, match=why) as refusal:
        open_signed(sealed)

    assert OFFICIAL.token not in str(refusal.value) and (not sealed or sealed not in str(refusal.value))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><Content>&a;</Content></xml>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
        "<xml><Content>",
    ],
)
def test_a_message_that_declares_a_document_type_is_refused(text: str) -> None:
    with pytest.raises(Forged):
        read_xml(text)

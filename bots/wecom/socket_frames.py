"""The frames of WeCom's long connection. JSON of the server -> Frame -> Inbound; Outgoing -> bodies of frames.

Source: developer.work.weixin.qq.com, documents 101463 (长连接), 101031 and 101027 (智能机器人).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bots.limits import utf8_bytes
from bots.model import REPLACED_UNTIL, Address, Channel, Inbound, Outgoing
from bots.wecom.callbacks import HELP, Callback, Loose

SUBSCRIBE = "aibot_subscribe"
PING = "ping"
MESSAGE = "aibot_msg_callback"
EVENT = "aibot_event_callback"
RESPOND = "aibot_respond_msg"
WELCOME = "aibot_respond_welcome_msg"
SEND = "aibot_send_msg"

STREAM_S = 300.0  # the server closes a stream 6 minutes after the message
CARD_BUTTONS = 6
KEY_BYTES = 1024
GROUP = "group"  # `Address.thread` of a group: what is sent unasked must say what kind of chat it goes to
REQUEST, STREAM = "req", "stream"  # in `Inbound.reply`
GOOD = "/good "

Body = Mapping[str, object]


class Headers(Loose):
    req_id: str = ""


class Frame(Loose):
    """One frame of the server: a callback has a `cmd`, an acknowledgement an `errcode`."""

    cmd: str = ""
    headers: Headers = Headers()
    body: Callback | None = None
    errcode: int = 0
    errmsg: str = ""


def read_message(callback: Callback, request: str, *, now_s: float) -> Inbound:
    """A message as it is answered: under `request`, by a stream named after the message."""
    message = callback.name
    return Inbound(
        address=_address(callback),
        message=message,
        user=callback.sender.userid,
        text=callback.said or HELP,
        group=callback.in_group,
        quoted=callback.quote.words,
        reply={REQUEST: request, STREAM: message[:32], REPLACED_UNTIL: str(now_s + STREAM_S)},
    )


def read_press(callback: Callback) -> Inbound:
    """A button of a card that was pressed. Its request takes no answer: that is sent by itself."""
    return Inbound(
        address=_address(callback),
        message=callback.name,
        user=callback.sender.userid,
        text=callback.event.template_card_event.event_key or HELP,
        group=callback.in_group,
    )


def _address(callback: Callback) -> Address:
    if callback.in_group:
        return Address(Channel.WECOM_SOCKET, callback.chatid, GROUP)
    return Address(Channel.WECOM_SOCKET, callback.sender.userid)


def stream_body(stream: str, content: str, *, finish: bool, feedback: str = "") -> Body:
    """A frame of an answer: the whole text so far. `feedback` names it to `feedback_event`; the first frame holds it."""
    about: dict[str, object] = {"id": stream, "finish": finish, "content": content}
    if feedback:
        about["feedback"] = {"id": feedback}
    return {"msgtype": "stream", "stream": about}


def sent_body(address: Address, kind: str, about: Body) -> Body:
    """A message that answers no request."""
    return {
        "chatid": address.chat,
        "chat_type": 2 if address.thread == GROUP else 1,
        "msgtype": kind,
        kind: about,
    }


def welcome_body(text: str) -> Body:
    return {"msgtype": "text", "text": {"content": text}}


def trace_of(outgoing: Outgoing) -> str:
    """The answer that 👍 and 👎 are about; nothing for what is no answer."""
    about = [button.does for row in outgoing.buttons for button in row if button.does.startswith(GOOD)]
    return about[0].removeprefix(GOOD) if about else ""


def card_of(outgoing: Outgoing, task: str) -> Body | None:
    """The choices of a question of ours as a card below it; None where there are none, or more than a card holds.

    Answers have no card: 👍 and 👎 stand below any message by themselves, and the text says what else can be written.
    """
    buttons = [one for row in outgoing.buttons for one in row if one.does and not one.url]
    fit = 0 < len(buttons) <= CARD_BUTTONS and all(utf8_bytes(one.does) <= KEY_BYTES for one in buttons)
    if not fit or trace_of(outgoing):
        return None
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "请选择"},
        "button_list": [{"text": button.label, "style": 2, "key": button.does} for button in buttons],
        "task_id": task,
    }


def as_json(cmd: str, request: str, body: Body | None) -> dict[str, Any]:
    frame: dict[str, Any] = {"cmd": cmd, "headers": {"req_id": request}}
    return frame if body is None else frame | {"body": body}

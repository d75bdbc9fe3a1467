"""What WeCom says to a robot (智能机器人), the same over a long connection and to an address. JSON in, Callback out.

Source: developer.work.weixin.qq.com, documents 100719 (接收消息), 101027 (接收事件).
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.replies import Verdict
from bots.model import digest
from bots.wecom.mentions import without_mentions

HELP = "/help"  # for what holds no words: a picture, or our name alone
VERDICTS = {1: Verdict.UP, 2: Verdict.DOWN}  # of a feedback_event; 3 takes one back


class Loose(BaseModel):
    """What strangers send: fields we do not know are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        return {name: one for name, one in value.items() if one is not None} if isinstance(value, dict) else value


class Words(Loose):
    content: str = ""


class Spoken(Loose):
    msgtype: str = ""
    text: Words = Words()
    voice: Words = Words()  # what was recognised in it
    mixed: Mixed | None = None

    @property
    def words(self) -> str:
        """All that was written or said; nothing for a picture or a file."""
        if self.msgtype == "mixed" and self.mixed:
            return "\n".join(filter(None, (item.words for item in self.mixed.msg_item)))
        return {"text": self.text, "voice": self.voice}.get(self.msgtype, Words()).content.strip()


class Mixed(Loose):
    msg_item: tuple[Spoken, ...] = ()


class Sender(Loose):
    userid: str = ""


class Pressed(Loose):
    event_key: str = ""


class Feedback(Loose):
    id: str = ""
    type: int = 0
    content: str = ""


class Event(Loose):
    eventtype: str = ""
    template_card_event: Pressed = Pressed()
    feedback_event: Feedback = Feedback()


class Named(Loose):
    id: str = ""


class Callback(Spoken):
    """A message or an event, sent over a long connection or to an address."""

    msgid: str = ""
    aibotid: str = ""
    chatid: str = ""  # of groups only
    chattype: str = "single"
    sender: Sender = Field(default=Sender(), alias="from")
    quote: Spoken = Spoken()
    event: Event = Event()
    stream: Named = Named()  # a refresh, by callback
    response_url: str = ""  # by callback

    @property
    def in_group(self) -> bool:
        return self.chattype == "group"

    @property
    def name(self) -> str:
        """What the message is called: numbers are given per robot."""
        return digest(self.aibotid, self.msgid)

    @property
    def said(self) -> str:
        """What is said to the robot: in a group without its name. Nothing for a picture or a file."""
        if not self.in_group or not self.words:
            return self.words
        return without_mentions(self.words) or HELP  # nothing but our name: what are you good for?

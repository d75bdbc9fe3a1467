"""`/forget`: delete what is kept of a user. What that is, and for how long, is in docs/bots.md."""

from __future__ import annotations

from assistant.conversations import Conversations
from bots.inbox import Inbox
from bots.lasting import LastAnswers
from bots.model import Inbound, Message
from bots.outbox import Outbox
from bots.people import People
from bots.rendering import plain_message
from bots.subscriptions import Subscriptions

FORGOTTEN = "已删除：您的身份设置、您的订阅、这段对话和未发出的消息。"


class Privacy:
    """Knows every place where something of a user lies."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        subscriptions: Subscriptions,
        conversations: Conversations,
        last_answers: LastAnswers,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._subscriptions = subscriptions
        self._conversations = conversations
        self._last_answers = last_answers

    def forget(self, inbound: Inbound) -> Message:
        """In a group what others subscribed to stays."""
        self._people.set_role(inbound.sender, None)
        self._subscriptions.forget(inbound.sender)
        self._conversations.forget(inbound.conversation)
        self._last_answers.forget(inbound.conversation)
        self._inbox.forget(inbound.sender)
        if not inbound.group:
            self._outbox.forget(inbound.address.key)
        return plain_message(FORGOTTEN)

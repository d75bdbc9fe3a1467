"""What is kept of users: `/forget` deletes it at once, `purge` when its time is over. The times are in docs/bots.md."""

from __future__ import annotations

from assistant.services import Services
from bots.inbox import Inbox
from bots.lasting import LastAnswers
from bots.model import Inbound, Message, conversation_of
from bots.outbox import Outbox
from bots.people import People
from bots.rendering import plain_message
from bots.subscriptions import Subscriptions
from bots.wecom.streams import Streams, stream_of

FORGOTTEN = "已删除：您的身份设置、您的订阅、您的对话和未发出的消息。"


class Privacy:
    """Knows every place where something of a user lies."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        people: People,
        subscriptions: Subscriptions,
        services: Services,
        last_answers: LastAnswers,
        streams: Streams,
    ) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._people = people
        self._subscriptions = subscriptions
        self._services = services
        self._last_answers = last_answers
        self._streams = streams

    def forget(self, inbound: Inbound) -> Message:
        """Wherever the sender wrote to this bot. In a group what others subscribed to stays."""
        written = self._inbox.written_by(inbound.sender)
        self._people.set_role(inbound.sender, None)
        self._subscriptions.forget(inbound.sender)
        for chat in written.chats | {inbound.address.key}:
            conversation = conversation_of(chat, inbound.sender)
            self._services.conversations.forget(conversation)
            self._last_answers.forget(conversation)
        self._streams.forget([stream_of(name) for name in written.names])
        if not inbound.group:
            self._outbox.forget(inbound.address.key)
        self._inbox.forget(inbound.sender)  # the last: by it the rest is found, should this be cut short
        return plain_message(FORGOTTEN)

    def purge(self) -> None:
        """Delete what is kept no longer."""
        self._inbox.purge()
        self._outbox.purge()
        self._last_answers.purge()
        self._streams.purge()
        self._services.conversations.purge()
        self._services.replies.purge()

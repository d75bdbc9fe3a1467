"""The only place that puts a bot together. An archive and settings in, a relay with its channels out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.services import Archive
from bots.channel import Line
from bots.guard import Guard
from bots.inbox import Inbox
from bots.lasting import LastAnswers
from bots.leases import Leases
from bots.moments import Clock
from bots.outbox import Outbox
from bots.people import People
from bots.privacy import Privacy
from bots.relay import Relay
from bots.reminding.feeds import Feeds
from bots.reminding.recipients import find_recipients
from bots.reminding.scheduler import Scheduler
from bots.settings import BotSettings
from bots.subscribing import Subscribing
from bots.subscriptions import Subscriptions
from bots.talk import Talk
from bots.wecom.streams import Streams


@dataclass(frozen=True, slots=True)
class Desk:
    """What every channel shares, over one database. `clock` gives the seconds since 1970."""

    archive: Archive
    settings: BotSettings
    today: Callable[[], date]
    clock: Clock
    leases: Leases
    inbox: Inbox
    outbox: Outbox
    people: People
    subscriptions: Subscriptions
    streams: Streams
    privacy: Privacy
    talk: Talk
    guard: Guard
    scheduler: Scheduler
    feeds: Feeds

    def relay(self, lines: Sequence[Line]) -> Relay:
        def run_due() -> bool:
            return self.scheduler.run_due(self.clock())

        def purge() -> None:
            self.privacy.purge()
            self.leases.purge()

        return Relay(self.inbox, self.outbox, self.leases, self.talk, self.guard, lines, run_due, purge)


def make_desk(
    archive: Archive,
    settings: BotSettings,
    today: Callable[[], date],
    *,
    clock: Clock = time.time,
    leases: Leases | None = None,
) -> Desk:
    """Put together what channels share."""
    database, services = archive.database, archive.services
    leases = leases or Leases(database, clock)
    inbox, outbox = Inbox(database, leases, clock), Outbox(database, leases, clock)
    people, subscriptions = People(database, clock), Subscriptions(database, clock)
    last_answers = LastAnswers(database, clock)
    streams = Streams(database, clock)
    privacy = Privacy(inbox, outbox, people, subscriptions, services, last_answers, streams)
    talk = Talk(
        services,
        people,
        Subscribing(subscriptions, services.shelf, days=settings.days_before, public_url=settings.public_url),
        privacy,
        last_answers,
        today=today,
        public_url=settings.public_url,
    )
    guard = Guard(settings, lambda sender, seconds: inbox.sent_lately(sender, seconds=seconds))
    scheduler = Scheduler(
        archive.shelf,
        database,
        leases,
        lambda before: find_recipients(subscriptions, guard, settings, before),
        base_url=settings.public_url,
    )
    feeds = Feeds(archive.shelf, database, subscriptions, guard, clock)
    return Desk(
        archive,
        settings,
        today,
        clock,
        leases,
        inbox,
        outbox,
        people,
        subscriptions,
        streams,
        privacy,
        talk,
        guard,
        scheduler,
        feeds,
    )

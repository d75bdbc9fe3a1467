"""What Telegram's refusals and broken connections mean. An error of the library in, one of ours or one line out.

Nothing here repeats what the library says unseen: its texts hold the token where Telegram refuses one.
"""

from __future__ import annotations

import httpx
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bots.channel import TryLater, Unclear, Undeliverable
from bots.settings import TELEGRAM_API
from ingest.errors import CampaignError

# Nothing was handed over yet: no connection, no free place in the pool, no way through the proxy.
BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
GATEWAY_TIMEOUT = "gateway time"  # 504: what is behind it may have gone on
GONE = ("chat not found", "user not found", "peer_id_invalid", "chat was deleted", "group chat was deactivated")


class WrongToken(CampaignError):
    """Telegram does not know the token, or not any more."""


def wrong_token(api_url: str) -> WrongToken:
    """What to say; never the token."""
    line = "CAMPAIGN_TELEGRAM_TOKEN: refused by Telegram; copy it anew from @BotFather (/mybots, API Token)"
    if api_url != TELEGRAM_API:
        line += f", or see whether CAMPAIGN_TELEGRAM_API ({api_url}) is the address of a Bot API server"
    return WrongToken(line)


def explained(error: TelegramError, api_url: str) -> str:
    """One line for the operator: what, and what to do."""
    if isinstance(error, InvalidToken):
        return str(wrong_token(api_url))
    if isinstance(error, RetryAfter):
        return f"Telegram asks to wait {seconds_of(error):.0f} s"
    if isinstance(error, Conflict):
        if "webhook" in error.message.lower():
            return "a webhook is set for this bot by another program; stop that, or get this bot a token of its own"
        return "another program fetches the messages of this bot; stop it, or get this bot a token of its own"
    if no_answer(error):
        why = type(error.__cause__).__name__
        return f"{api_url} cannot be reached ({why}); is there a way to the internet, or does it need HTTPS_PROXY?"
    return f"{api_url} refused: {reason_of(error)}"


def no_answer(error: TelegramError) -> bool:
    """Whether nobody was there to refuse anything."""
    return isinstance(error.__cause__, httpx.HTTPError)


def reason_of(error: TelegramError) -> str:
    """What Telegram said, without the page that a gateway may have sent along."""
    return error.message.partition(". Parsing")[0][:200]


def seconds_of(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def chat_is_gone(error: TelegramError) -> bool:
    """Whether a chat is lost to us: blocked, thrown out, deleted."""
    if isinstance(error, Forbidden):
        return True
    return isinstance(error, BadRequest) and any(sign in error.message.lower() for sign in GONE)


def not_sent(error: TelegramError) -> TryLater | Undeliverable | Unclear:
    """What became of a message that failed so."""
    if isinstance(error, RetryAfter):
        return TryLater("Telegram asks to wait", seconds_of(error))
    if isinstance(error, InvalidToken):  # mended by the operator; the message keeps until then
        return TryLater("the token was refused; `campaign bot doctor` says more")
    if isinstance(error, Forbidden | BadRequest):
        return Undeliverable(f"Telegram: {reason_of(error)}")
    cause = error.__cause__
    if isinstance(cause, BEFORE_SENDING):
        return TryLater(f"Telegram cannot be reached ({type(cause).__name__})")
    if isinstance(error, NetworkError) and cause is None and GATEWAY_TIMEOUT not in error.message.lower():
        return TryLater(f"Telegram: {reason_of(error)}")  # it answered, and the answer was no
    return Unclear(f"the connection to Telegram broke after the message was handed over ({type(cause).__name__})")

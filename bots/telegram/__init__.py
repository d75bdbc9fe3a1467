"""Telegram, through python-telegram-bot: fetched (polling) or called (webhook)."""

from bots.telegram.line import make_line

__all__ = ["make_line"]

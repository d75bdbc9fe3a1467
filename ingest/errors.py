"""What can go wrong, as one small tree. Every message is one English line: what, where, what to do.

The ways in (command line, HTTP, bots) catch `CampaignError` and show its message; anything else is a defect.
"""

from __future__ import annotations


class CampaignError(Exception):
    """Base of all errors that an operator can do something about."""


class UnreadableFile(CampaignError):
    """A file that no reader can turn into text. The other files of a batch are still read."""


class StoreUnusable(CampaignError):
    """The data directory or the database cannot be opened: a file in its place, no right to write, no connection."""


class LibraryTooNew(StoreUnusable):
    """The library was written by a newer version of this program."""


class LibraryBusy(CampaignError):
    """Another process is writing, and went on longer than we were told to wait."""


class IndexMismatch(CampaignError):
    """The search indexes were built with other settings than asked for: `campaign reindex` rebuilds them."""


class ModelUnusable(CampaignError):
    """An embedding or a reranker that settings name is not there, does not answer, or gives something else."""


class NoticeUnknown(CampaignError):
    """No notice has the id that was asked for."""


class NoticeAmbiguous(CampaignError):
    """Several notices begin with the id that was asked for."""

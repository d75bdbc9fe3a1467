"""`campaign serve`. A module of its own because only this command needs the web framework."""

from __future__ import annotations

import contextlib
import logging
import os
import socket

import click
import uvicorn

from assistant.api.app import create_app
from assistant.api.keeping import Keeper
from assistant.commands.common import tell, with_archive, world_of
from assistant.commands.keeping import fill_if_empty
from assistant.extensions import find_extensions
from assistant.services import Archive
from assistant.settings import Settings

GRACE_S = 10  # for answers under way when the service is told to stop


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 to be reached from other machines.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@with_archive(logging.INFO)
def serve(archive: Archive, host: str, port: int) -> None:
    """Serve the web pages and the HTTP interface until stopped."""
    listening = _listen(host, port)
    with listening:
        fill_if_empty(archive)
        world = world_of(click.get_current_context())
        today = world.today
        services = archive.services
        # Dictionaries and indexes are loaded by the first question; a stream that nobody reads asks no language model.
        services.assistant.ask_stream("联系人是谁？", as_of=today())
        settings = Settings.from_env(world.env)
        keeper = Keeper(archive, settings.admin_key, int(settings.max_file_mb * 1e6))
        app = create_app(services, today=today, keeper=keeper, extensions=find_extensions(archive, world.env, today))
        config = uvicorn.Config(
            app,
            log_config=None,  # ours is set up already
            access_log=False,  # it would write down what is asked; `assistant.api.edge` logs each request
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        tell(f"serving http://{_printed(host)}:{listening.getsockname()[1]} (Ctrl+C stops)")
        with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn after it has stopped in order
            uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the address before any work is done for it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        # A failed bind carries the address in its text as well; a name that is not found has no number of the system.
        reason = os.strerror(exc.errno) if exc.errno and exc.errno > 0 else exc.strerror or str(exc)
        raise click.ClickException(f"{host}:{port}: {reason}; choose another --host or --port") from exc


def _printed(host: str) -> str:
    return f"[{host}]" if ":" in host else host

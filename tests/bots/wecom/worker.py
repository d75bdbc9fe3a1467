"""A process that serves the WeCom callbacks: `python -m tests.bots.wecom.worker DATA_DIR WECOM_URL DATABASE_URL`, the
last of them empty for SQLite. Prints its address."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import uvicorn

from assistant.api.app import create_app
from assistant.commands.common import set_up_logging
from bots.service import extension_of
from bots.wecom.app import AppLine
from bots.wecom.robot import RobotLine
from tests.bots.office import TODAY, open_desk
from tests.bots.wecom.wecom import settings_for


def main() -> None:
    data_dir, url, database_url = sys.argv[1:]
    set_up_logging(logging.INFO)
    with (
        open_desk(Path(data_dir), settings_for(url), lease_s=1.5, database_url=database_url or None) as desk,
        socket.create_server(("127.0.0.1", 0)) as at,
    ):
        app = create_app(
            desk.archive.services,
            today=lambda: TODAY,
            extensions=[extension_of(desk, [AppLine(desk), RobotLine(desk)])],
        )
        print(f"http://127.0.0.1:{at.getsockname()[1]}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run(sockets=[at])


if __name__ == "__main__":
    main()

"""Run a command, and write down how long it took and the most memory that its processes held together.

`python -I -S watch.py OUT COMMAND...` writes `{"took_s": …, "highest_mb": …}` into OUT and ends as the command does.
Standard library only, so that it is small and starts at once. Memory is read from Linux's /proc twice a second: pages that
processes share count once (PSS); elsewhere it is null.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

EVERY_S = 0.5
PROC = Path("/proc")


def main() -> None:
    out, *command = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    started = time.perf_counter()
    # A session of its own is how its processes are told from others.
    process = subprocess.Popen(command, start_new_session=True)
    ended = threading.Event()
    highest = [0.0]

    def watch() -> None:
        while not ended.wait(EVERY_S):
            highest[0] = max(highest[0], held_mb(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        status = process.wait()
        took_s = time.perf_counter() - started
    except (KeyboardInterrupt, SystemExit):  # which nobody else tells a session of its own
        os.killpg(process.pid, signal.SIGTERM)
        raise
    finally:
        ended.set()
        watching.join()
    Path(out).write_text(json.dumps({"took_s": took_s, "highest_mb": highest[0] or None}), "utf-8")
    sys.exit(status)


def held_mb(session: int) -> float:
    """What the processes of a session hold now; 0 where none is left or /proc is not there."""
    total_kb = 0
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # ended meanwhile, or another user's
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text("utf-8").splitlines()
                total_kb += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total_kb / 1024


if __name__ == "__main__":
    main()

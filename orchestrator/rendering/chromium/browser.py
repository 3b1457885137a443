"""One headless Chromium of our own: no network, no port, its files in one folder, and no life after ours."""

import fcntl
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestrator.parent_death import signal_on_parent_death
from orchestrator.rendering.chromium.devtools import DevTools

# Where Chromium expects its pipe; see --remote-debugging-pipe.
COMMANDS, ANSWERS = 3, 4

OPTIONS = (
    "--headless",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-proxy-server",
    "--disable-gpu",
    "--disable-quic",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--log-level=3",  # fatal ones: it misses a desktop otherwise
    "--mute-audio",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--force-device-scale-factor=1",
    "--font-render-hinting=none",
)


def profile_in(folder: Path) -> Path:
    """Where a browser with this folder keeps its files."""
    return folder / "profile"


@contextmanager
def chromium(executable: str, folder: Path) -> Iterator[DevTools]:
    """A running browser; at the end it is killed with all of its processes. `folder` is for its files."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium refuses its sandbox to root
    commands_out, commands_in = os.pipe()
    answers_out, answers_in = os.pipe()

    def become_chromium() -> None:
        # 3 and 4 may be the ends of the pipes themselves
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, ANSWERS + 1) for end in (commands_out, answers_in)]
        os.dup2(ends[0], COMMANDS)
        os.dup2(ends[1], ANSWERS)
        signal_on_parent_death(signal.SIGKILL)

    process = subprocess.Popen(  # noqa: S603 - the operator's Chromium
        [executable, *OPTIONS, *sandbox, f"--user-data-dir={profile_in(folder)}", "about:blank"],
        preexec_fn=become_chromium,
        close_fds=False,  # every other descriptor of ours is closed on exec by itself
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None,  # the operator's log
    )
    os.close(commands_out)
    os.close(answers_in)
    try:
        yield DevTools(answers_out, commands_in)
    finally:
        process.kill()
        process.wait()
        os.close(commands_in)
        os.close(answers_out)

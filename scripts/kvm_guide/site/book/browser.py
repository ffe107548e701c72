"""The browser that prints, and that reads the site in the tests."""

import os
import shutil
from typing import Final

from playwright.sync_api import Browser, Playwright

QUIET: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch(playwright: Playwright) -> Browser:
    """A headless Chromium: Debian's where there is one, else Playwright's own. Raises Playwright's Error."""
    system = shutil.which("chromium-headless-shell")
    root = [] if os.geteuid() else ["--no-sandbox"]
    return playwright.chromium.launch(executable_path=system, args=[*QUIET, *root])

"""The browser of the tests and of the benchmark: the one that is named or installed, or else Playwright's own."""

import os
import shutil

OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The headless shell is the same engine without the window around it, and opens a page in 4/5 of the time."""


def chromium() -> str | None:
    """The path of the browser, or ``None`` where there is only Playwright's own."""
    named = os.environ.get("BACKCARE_CHROMIUM")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), None)

"""The browser of the tests and of the benchmark: the one that is named or installed, or else Playwright's own."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The headless shell is the same engine without the window around it, and opens a page in 4/5 of the time."""


def chromium() -> str | None:
    """The path of the browser, or ``None`` where there is only Playwright's own."""
    named = os.environ.get("BACKCARE_CHROMIUM")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), None)


def is_installed() -> bool:
    """Whether there is any: one of ours, or Playwright's own."""
    if find_spec("playwright") is None or chromium() is not None:
        return find_spec("playwright") is not None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()

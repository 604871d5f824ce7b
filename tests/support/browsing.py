"""What tests in a browser do with a page: open it, wait until it stands, unfold a part of it."""

import json
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On a deep link Streamlit asks for these below the page's own path first, and is told that they are not there."""
FIELDS = {
    "rerun_script": BackMsg.RERUN_SCRIPT_FIELD_NUMBER,
    "new_session": ForwardMsg.NEW_SESSION_FIELD_NUMBER,
    "script_finished": ForwardMsg.SCRIPT_FINISHED_FIELD_NUMBER,
    "early": ForwardMsg.FINISHED_EARLY_FOR_RERUN,
}
TURNS = count()
TRAFFIC = (Path(__file__).parent / "traffic.js").read_text(encoding="utf-8")


def attend(browser: Browser) -> None:
    """From now on, every page of the browser keeps ``window.traffic``, by which ``settle`` knows when it stands."""
    script = f"{{ const FIELDS = {json.dumps(FIELDS)};\n{TRAFFIC} }}"
    browser.on("context", lambda context: context.add_init_script(script))


def settle(page: Page) -> None:
    """Wait until all that the page has asked for is answered and drawn."""
    # One call that goes on in the next document, where the page loads again meanwhile.
    page.wait_for_function("turn => traffic.isSettled(turn)", arg=next(TURNS))


def go(page: Page, address: str) -> None:
    """Open an address and wait until the page stands."""
    page.goto(address)
    settle(page)


def reload(page: Page) -> None:
    """Reload, and wait until the page stands: a menu that is opened before that is closed by its being drawn."""
    page.reload()
    settle(page)


def received(page: Page, messages: int) -> None:
    """Wait until the page has received so many messages of its server."""
    page.wait_for_function("messages => traffic.received() >= messages", arg=messages)


# What moves begins to in the next frame; drawn anew meanwhile, it begins again, and the moving before is aborted.
STILL = """async (part) => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const moving = () => part.getAnimations({subtree: true}).filter((one) => one.playState === 'running');
    while (moving().length) await Promise.allSettled(moving().map((one) => one.finished));
}"""


def unfold(page: Page, title: str) -> None:
    """Open an expander, to the end of its sliding open: until then, a menu in it is closed by its being scrolled."""
    page.get_by_text(title).click()
    page.get_by_test_id("stExpander").filter(has_text=title).locator("details").evaluate(STILL)

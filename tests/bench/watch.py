"""A browser that times itself: from the click to the frame in which what was asked for has been painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright
from support import browsers

CHARTS = "[data-testid=stVegaLiteChart] svg"
ARM = (
    """([what, value, charts]) => {
  const find = (s) => document.querySelector(s);
  const settled = () => find('[data-testid=stApp][data-test-script-state=notRunning]')
    && !find('[data-testid=stSkeleton], [data-stale=true]');
  const drawn = () => [...document.querySelectorAll('CHARTS')]
    .filter((svg) => !svg.wasThere && svg.querySelector('.mark-group path, .mark-group line')).length;
  const seen = {
    page: () => find('h1')?.textContent.trim() === value && settled() && (!charts || drawn() >= charts),
    charts: () => settled() && drawn() >= charts,
    text: () => [...document.querySelectorAll('[data-testid=stText], [data-testid=stAlert]')]
      .some((element) => element.textContent.includes(value)),
  }[what];
  // What a component of our own has drawn is out of the observer's sight. Two draw nothing as a rule.
  const filled = () => [...document.querySelectorAll('[data-testid^=stBidiComponent]')]
    .every((component) => (component.shadowRoot ?? component).querySelector('button, input, svg, .watch, .unfinished'));
  for (const svg of document.querySelectorAll('CHARTS')) svg.wasThere = true;
  window.took = new Promise((resolve, reject) => {
    let start = null, done = false;
    const check = () => {
      if (done || start === null || !seen()) return;
      if (what !== 'text' && !filled()) return void setTimeout(check, 1);
      done = true;
      watch.disconnect();
      // The next frame paints it; a message that is sent in that frame arrives right after.
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => resolve(performance.now() - start);
        after.port2.postMessage(null);
      });
    };
    const watch = new MutationObserver(check);
    watch.observe(document.documentElement, {subtree: true, childList: true, characterData: true,
      attributes: true, attributeFilter: ['data-test-script-state', 'data-stale', 'd', 'transform']});
    document.addEventListener('click', () => { start = performance.now(); }, {capture: true, once: true});
    setTimeout(() => reject(new Error(`not seen within 20 s: ${what} ${value}`)), 20000);
  });
}"""
).replace("CHARTS", CHARTS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The same browser as the tests use."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def settle(page: Page) -> None:
    """Wait until the page has been drawn and nothing is running."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')")


@dataclass
class Watched:
    """A page of one server, in a browser context of its own."""

    page: Page
    url: str

    @classmethod
    def open(cls, browser: Browser, url: str, path: str = "/") -> "Watched":
        context = browser.new_context(locale="en-GB", reduced_motion="reduce", viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(url + path)
        page.wait_for_selector("h1")
        settle(page)
        return cls(page, url)

    def timed(self, what: str, value: str, click: str, charts: int = 0) -> float:
        """Milliseconds from a click until the page, charts or text that it asks for are on the screen."""
        target = self.page.locator(click).first
        target.wait_for(state="visible")
        self.page.evaluate(ARM, [what, value, charts])
        target.click()
        took: float = self.page.evaluate("() => window.took")
        settle(self.page)
        return took

    def switch(self, title: str, charts: int = 0) -> float:
        """Open a page by the navigation."""
        return self.timed("page", title, f'[data-testid=stTopNavLink]:has-text("{title}")', charts)

    def press(self, label: str, text: str) -> float:
        """Press a button and see a text."""
        return self.timed("text", text, f'button:has-text("{label}")')

    def close(self) -> None:
        self.page.context.close()

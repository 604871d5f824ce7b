// What the guided session asks of the browser: a clock, a screen that stays on, a question before the page is left.

// Timers of a hidden tab are slowed down to one a second or a minute; those of a worker are not, so one of those is set too.
export function makeClock() {
  const source = "onmessage = e => setTimeout(() => postMessage(0), e.data)";
  let worker = null;

  function setInWorker(action, ms) {
    if (worker === null) {
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      worker = new Worker(url);
      URL.revokeObjectURL(url);
    }
    worker.onmessage = action;
    worker.postMessage(ms);
  }

  function set(action, ms) {
    try {
      if (document.hidden) setInWorker(action, ms);
    } catch {
      // no worker here: the page's own timer does it, later but by the same deadlines
    }
    return setTimeout(action, ms);
  }

  return {
    now: () => performance.now(),
    wall: () => Date.now(),
    set,
    clear: (handle) => clearTimeout(handle),
    close: () => worker?.terminate(),
  };
}

// Keeps the screen awake, where the browser can, while `isWanted()`; to be called when that has changed, and when the page
// is seen again, since a hidden page loses it.
export function makeWakeLock(isWanted) {
  let lock = null;
  return async function update() {
    try {
      if (isWanted() && !document.hidden) lock = await navigator.wakeLock?.request("screen");
      if (!isWanted()) await lock?.release();
    } catch {
      // refused, on a low battery for one
    }
  };
}

// Asks before the page is left by closing, reloading or a link while `isUnsaved()`. The draft is kept either way.
export function askBeforeLeaving(isUnsaved, signal) {
  const question = "Leave without saving? Your session is safe on this device. You can continue when you come back.";

  function follow(event) {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.href);
    if (!link || !isUnsaved() || link.target === "_blank" || event.metaKey || event.ctrlKey) return;
    const to = new URL(link.href);
    if (to.origin + to.pathname === location.origin + location.pathname || confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  addEventListener("beforeunload", (event) => isUnsaved() && event.preventDefault(), { signal });
  addEventListener("click", follow, { capture: true, signal });
}

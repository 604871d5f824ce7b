// What the guided session asks of the browser: a clock, a screen that stays on, a question before the page is left.

// Timers of a hidden tab are slowed down to one a second or a minute; those of a worker are not, so one of those is set too.
export class PageClock {
  #worker = null;

  now() {
    return performance.now();
  }

  wall() {
    return Date.now();
  }

  set(action, ms) {
    try {
      if (document.hidden) this.#setInWorker(action, ms);
    } catch {
      // no worker here: the page's own timer does it, later but by the same deadlines
    }
    return setTimeout(action, ms);
  }

  clear(handle) {
    clearTimeout(handle);
  }

  close() {
    this.#worker?.terminate();
  }

  #setInWorker(action, ms) {
    this.#worker ??= this.#makeWorker();
    this.#worker.onmessage = action;
    this.#worker.postMessage(ms);
  }

  #makeWorker() {
    const source = "onmessage = e => setTimeout(() => postMessage(0), e.data)";
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    return worker;
  }
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
  const question =
    "Leave without saving? This session is kept on this device, and you can go on with it when you come back.";

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
